// Moves the pictures of explorers: no library, no request but for the pictures themselves.
(() => {
  "use strict";
  const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
  const escaped = (text) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  // Data stands in the page, or in a file that puts it into window.nmLater. A script element loads
  // such a file from a web server and from a folder alike.
  function later(element) {
    const { nmSrc, nmKey } = element.dataset;
    if (!nmSrc) return Promise.resolve().then(() => JSON.parse(element.textContent));
    const known = () => (window.nmLater || {})[nmKey];
    if (known()) return Promise.resolve(known());
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = nmSrc;
      script.onload = () => (known() ? resolve(known()) : reject(new Error("empty " + nmSrc)));
      script.onerror = () => {
        script.remove();
        reject(new Error("cannot load " + nmSrc));
      };
      document.head.append(script);
    });
  }

  function set(figure) {
    const sliders = [...figure.querySelectorAll("input[type=range]")];
    const [picture, readout, play, link, status] = ["picture", "readout", "play", "link", "status"]
      .map((part) => figure.querySelector(".nm-explorer-" + part));
    const texts = sliders.map((slider) => JSON.parse(slider.dataset.texts));
    const values = sliders.map((slider) => JSON.parse(slider.dataset.values));
    const setting = () =>
      sliders.reduce((sum, slider) => sum * (Number(slider.max) + 1) + Number(slider.value), 0);
    let shown = setting(), data = null, loading = null, timer = 0, broken = false;

    function load() {
      if (data || loading) return loading;
      loading = later(figure.querySelector("[data-nm-later]")).then(
        (loaded) => {
          data = loaded;
          if (broken) status.textContent = "";
          broken = false;
        },
        () => {
          loading = null;
          broken = true;
          status.textContent = "The other pictures could not be loaded.";
        });
      return loading;
    }

    function draw() {
      const number = setting();
      if (number === shown) return;
      if (!data) {
        load().then(() => data && draw());
        return;
      }
      shown = number;
      let svg = '<svg role="img" aria-label="' + escaped(data.alts[number]);
      for (const piece of data.frames[number]) svg += data.chunks[piece];
      picture.innerHTML = svg;
      readout.textContent = data.readouts[number];
    }

    function moved() {
      sliders.forEach((slider, k) => {
        const text = texts[k][slider.value];
        slider.setAttribute("aria-valuetext", text);
        slider.style.setProperty("--nm-at", slider.value / slider.max);
        slider.parentNode.querySelector(".nm-explorer-value").textContent = text;
      });
      draw();
    }

    function address() {
      const query = sliders.map((slider, k) =>
        encodeURIComponent(slider.name) + "=" + encodeURIComponent(values[k][slider.value]));
      return location.href.split("#")[0] + "#" + figure.id + "?" + query.join("&");
    }

    function showAddress(url) {
      let box = figure.querySelector(".nm-explorer-address");
      if (!box) {
        box = document.createElement("input");
        box.className = "nm-explorer-address";
        box.readOnly = true;
        box.setAttribute("aria-label", "Link to this setting");
        link.after(box);
      }
      box.value = url;
      box.focus();
      box.select();
      status.textContent = "Copy the selected link.";
    }

    link.addEventListener("click", async () => {
      const url = address();
      try {
        await navigator.clipboard.writeText(url);
        status.textContent = "Link copied.";
      } catch {
        showAddress(url); // no clipboard here, as in many browsers on a file
      }
    });

    function pause() {
      clearInterval(timer);
      timer = 0;
      readout.setAttribute("aria-live", "polite");
      if (play) play.textContent = "Play";
    }

    function run() {
      const [slider] = sliders;
      readout.setAttribute("aria-live", "off"); // a running picture is not read aloud
      play.textContent = "Pause";
      const count = Number(slider.max) + 1;
      timer = setInterval(() => {
        if (!data) return;
        slider.value = (Number(slider.value) + 1) % count;
        moved();
      }, Math.max(100, Math.min(500, 6000 / count)));
      load();
    }

    if (play) {
      play.addEventListener("click", () => {
        play.removeAttribute("data-auto");
        timer ? pause() : run();
      });
      if (play.hasAttribute("data-auto") && "IntersectionObserver" in window) {
        new IntersectionObserver(([entry]) => {
          if (!play.hasAttribute("data-auto")) return;
          if (!entry.isIntersecting) pause();
          else if (!timer && !calm.matches) run();
        }, { threshold: 0.5 }).observe(figure);
      }
    }

    for (const slider of sliders) {
      slider.addEventListener("input", () => {
        if (play) play.removeAttribute("data-auto");
        if (timer) pause();
        moved();
      });
    }
    // Fetch the pictures when the reader comes near, so that the first move is answered at once.
    for (const sign of ["pointerenter", "touchstart", "focusin"]) {
      figure.addEventListener(sign, load, { once: true, passive: true });
    }

    figure.nmGoTo = (query) => {
      const wanted = new URLSearchParams(query);
      sliders.forEach((slider, k) => {
        if (!wanted.has(slider.name)) return;
        const text = wanted.get(slider.name), number = Number(text);
        let best = values[k].findIndex((value) => String(value) === text);
        if (best < 0 && text.trim() && !Number.isNaN(number) && typeof values[k][0] === "number") {
          const far = values[k].map((value) => Math.abs(value - number));
          best = far.indexOf(Math.min(...far));
        }
        if (best >= 0) slider.value = best;
      });
      if (play) play.removeAttribute("data-auto");
      pause();
      moved();
      figure.scrollIntoView({ block: "center" });
    };
    moved(); // a browser that goes back may have kept the sliders where they were
    figure.dataset.nmReady = "";
  }

  function follow() {
    const [id, query] = location.hash.slice(1).split("?");
    const figure = id && query && document.getElementById(id);
    if (figure && figure.nmGoTo) figure.nmGoTo(query);
  }

  function begin() {
    document.querySelectorAll(".nm-explorer[id]:not([data-nm-ready])").forEach(set);
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", () => { begin(); follow(); });
  } else {
    begin();
    follow();
  }
  if (!window.nmExplorer) {
    window.nmExplorer = true;
    addEventListener("hashchange", follow);
  }
})();
