/* The definition of a term beside it: hover, keyboard focus, tap. One tip at a time. */
(function () {
  "use strict";
  var tip = null; /* the box, made when first needed */
  var owner = null; /* the link it belongs to */
  var timer = 0;
  var touched = false; /* whether the press under way is a finger's */

  function definition(link) {
    return document.getElementById("nm-tip-" + decodeURIComponent(link.hash.slice(1)));
  }

  function make() {
    tip = document.createElement("div");
    tip.className = "nm-tip";
    tip.hidden = true;
    document.body.append(tip);
    tip.addEventListener("pointerenter", function () { clearTimeout(timer); });
    tip.addEventListener("pointerleave", function (event) {
      if (event.pointerType === "mouse") later();
    });
  }

  function place() {
    var lines = owner.getClientRects();
    var line = lines[0];
    var gap = 6;
    var edge = 12;
    var width = document.documentElement.clientWidth;
    var left = Math.min(Math.max(line.left, edge), width - tip.offsetWidth - edge);
    var last = lines[lines.length - 1];
    var below = last.bottom + gap;
    var fits = below + tip.offsetHeight < window.innerHeight;
    var above = line.top - gap - tip.offsetHeight;
    tip.style.left = Math.max(left, edge) + window.scrollX + "px";
    tip.style.top = (fits || above < 0 ? below : above) + window.scrollY + "px";
  }

  function show(link, withLink) {
    var source = definition(link);
    if (!source) return;
    clearTimeout(timer);
    if (!tip) make();
    if (owner === link && !tip.hidden && !withLink) return;
    owner = link;
    var copy = source.cloneNode(true);
    copy.removeAttribute("id");
    tip.replaceChildren(copy);
    tip.setAttribute("role", withLink ? "group" : "tooltip");
    if (withLink) {
      tip.setAttribute("aria-label", "Glossary");
      var more = document.createElement("a");
      more.href = link.href;
      more.className = "nm-tip-more";
      more.textContent = "In the glossary";
      tip.append(more);
    } else {
      tip.removeAttribute("aria-label");
    }
    tip.hidden = false;
    place();
  }

  function hide() {
    clearTimeout(timer);
    if (tip) tip.hidden = true;
    owner = null;
  }

  function later() {
    /* Long enough to travel from the term to the tip. */
    clearTimeout(timer);
    timer = setTimeout(hide, 250);
  }

  function mount(link) {
    var source = definition(link);
    if (!source || link.dataset.nmTip) return;
    link.dataset.nmTip = "true";
    link.classList.add("nm-term");
    /* Read out from the hidden original, so the visible copy may come and go. */
    link.setAttribute("aria-describedby", source.id);
    link.removeAttribute("title");
    link.addEventListener("pointerenter", function (event) {
      if (event.pointerType === "mouse") show(link, false);
    });
    link.addEventListener("pointerleave", function (event) {
      if (event.pointerType === "mouse") later();
    });
    link.addEventListener("pointerdown", function (event) {
      touched = event.pointerType === "touch" || event.pointerType === "pen";
    });
    link.addEventListener("focus", function () {
      if (!touched) show(link, false);
    });
    link.addEventListener("blur", function () {
      if (!touched) later();
    });
    link.addEventListener("click", function (event) {
      var finger = event.pointerType ? event.pointerType !== "mouse" : touched;
      touched = false;
      if (!finger || (owner === link && tip && !tip.hidden)) return;
      event.preventDefault(); /* the first tap shows, the second or the tip's link goes there */
      show(link, true);
    });
  }

  function start() {
    if (!window.MathJax && !document.querySelector('script[src*="mathjax" i]')) {
      document.querySelectorAll(".nm-tips [data-plain]").forEach(function (formula) {
        formula.textContent = formula.dataset.plain;
      });
    }
    document.querySelectorAll("a.reference .std-term").forEach(function (term) {
      mount(term.closest("a"));
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && owner) hide();
    });
    document.addEventListener("pointerdown", function (event) {
      if (owner && !tip.contains(event.target) && !owner.contains(event.target)) hide();
    });
    window.addEventListener("resize", hide);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
