// What a page tells of itself while it loads and while its sliders move. Times are milliseconds
// since the navigation began (performance.now()).
window.nmBench = (() => {
  const told = { longTasks: [], firstPaint: null, explorers: null, formulae: null };
  const watch = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take))
      .observe({ type, buffered: true });
  watch("longtask", (task) => told.longTasks.push(task.startTime + task.duration));
  watch("paint", (paint) => {
    if (paint.name === "first-contentful-paint") told.firstPaint = paint.startTime;
  });
  const ready = new MutationObserver(() => {
    const waiting = document.querySelector(".nm-explorer[id]:not([data-nm-ready])");
    if (document.readyState !== "loading" && !waiting) {
      told.explorers ??= performance.now();
      ready.disconnect();
    }
  });
  ready.observe(document, { childList: true, subtree: true, attributes: true });

  // Resolves when formulae are set and no task has been long for a while.
  async function settled(quiet) {
    if (window.MathJax?.startup?.promise) {
      await MathJax.startup.promise;
      told.formulae ??= performance.now();
    }
    await document.fonts.ready;
    let since = performance.now();
    while (performance.now() - since < quiet) {
      await new Promise((done) => setTimeout(done, 100));
      const last = Math.max(0, ...told.longTasks);
      since = Math.max(since, last);
    }
    const [navigation] = performance.getEntriesByType("navigation");
    const parsed = navigation.domContentLoadedEventEnd;
    const interactive = Math.max(
      told.firstPaint ?? 0, parsed, told.explorers ?? 0, ...told.longTasks);
    return { ...told, parsed, loaded: navigation.loadEventEnd, interactive };
  }

  // Takes the time from each key on a slider to the changed picture, and to its next frame.
  function follow(id) {
    const figure = document.getElementById(id);
    const picture = figure.querySelector(".nm-explorer-picture");
    const steps = [];
    let pressed = null;
    figure.addEventListener("keydown", (event) => { pressed = event.timeStamp; }, true);
    new MutationObserver(() => {
      if (pressed === null) return;
      const from = pressed, changed = performance.now() - from;
      pressed = null;
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () =>
          steps.push({ changed, painted: performance.now() - from, says: picture.innerHTML.length });
        after.port2.postMessage(0);
      });
    }).observe(picture, { childList: true, subtree: true, attributes: true });
    return (told.steps = steps).length;
  }

  return { told, settled, follow };
})();
