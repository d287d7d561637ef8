/* What the theme leaves to do for readers who do not use a mouse. */
(() => {
  const WIDE = "div.math, .pst-scrollable-table-container, .cell_output .output, pre";

  /* A box that scrolls sideways can be reached, and is named, by keyboard and screen reader. */
  function reach(box) {
    const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    if (scrolls && box.tabIndex !== 0) {  // the theme says -1 where nothing scrolled at first
      box.tabIndex = 0;
      box.dataset.nmScrolls = "";
      if (!box.hasAttribute("role")) {
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", box.matches("div.math") ? "Formula, scrolls sideways" : "Scrolls sideways");
      }
    } else if (!scrolls && "nmScrolls" in box.dataset) {
      for (const name of ["tabindex", "role", "aria-label", "data-nm-scrolls"]) box.removeAttribute(name);
    }
  }
  const sizes = new ResizeObserver((entries) => entries.forEach((entry) => reach(entry.target)));

  document.addEventListener("DOMContentLoaded", () => {
    /* The arrow that unfolds a part of the table of contents has no words. */
    document.querySelectorAll(".has-children > details > summary").forEach((arrow) => {
      const part = arrow.closest(".has-children").querySelector("a");
      arrow.setAttribute("aria-label", "Pages of " + (part?.textContent.trim() || "this part"));
    });
    document.querySelectorAll(".bd-article :is(" + WIDE + ")").forEach((box) => {
      reach(box);
      sizes.observe(box);
    });
    /* Formulae are set after that; their boxes then have their width. */
    window.MathJax?.startup?.promise?.then(() => document.querySelectorAll("div.math").forEach(reach));
  });
})();
