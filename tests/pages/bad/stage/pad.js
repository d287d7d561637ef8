// The least pattern pad that does everything right, unless the page names a fault.
{
  const fault = window.fault || "";
  const data = self.nmLater.demo;
  const figure = document.querySelector(".nm-pad");
  const n = 16, columns = 4;
  const packed = new Int8Array(Uint8Array.from(atob(data.weights.data), (s) => s.charCodeAt(0)).buffer);
  const orders = Uint8Array.from(atob(data.orders.data), (s) => s.charCodeAt(0));
  const memories = data.memories.map((bits) => Array.from(bits, (bit) => 2 * bit - 1));
  const weights = Array.from({ length: n }, () => new Array(n).fill(0));
  const recall = () => {
    let k = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) weights[i][j] = weights[j][i] = packed[k++];
    }
    memories.length = data.memories.length;
  };
  recall();
  let state = memories[0].slice(), updates = 0, seed = 1;
  const random = () => { seed = (seed * 16807) % 2147483647; return seed / 2147483647; };
  const dot = (one, other) => one.reduce((sum, unit, i) => sum + unit * other[i], 0);
  const field = (i) => dot(weights[i], state);
  const wants = (i) => state[i] * field(i) < 0;

  const button = (name) => `<button type="button" class="nm-pad-${name}">${name}</button>`;
  const cells = state.map((_, i) => `${i % columns ? "" : '<div role="row">'}<div role="gridcell" tabindex="${
    i ? -1 : 0}"></div>${(i + 1) % columns ? "" : "</div>"}`);
  figure.querySelector(".nm-pad-picture").innerHTML =
    `<div role="grid" aria-label="Pixels: arrows move, Space flips">${cells.join("")}</div>`;
  figure.querySelector(".nm-pad-tools").innerHTML =
    `<select class="nm-pad-memory" aria-label="Pattern">${
      data.names.map((name, k) => `<option value="${k}">${name}</option>`)}</select><select class="nm-pad-fraction" aria-label="Share">
    <option>10</option><option>30</option><option>50</option></select>` +
    ["show", "corrupt", "unit", "sweep", "settle", "reset", "store", "forget", "link"].map(button).join("");
  const pixels = [...figure.querySelectorAll("[role=gridcell]")];
  const status = figure.querySelector("[role=status]");

  const tell = (words) => {
    pixels.forEach((pixel, i) => {
      const ink = state[i] > 0;
      pixel.setAttribute("aria-label", `row ${1 + Math.floor(i / columns)}, column ${1 + i % columns}: ${
        ink ? "ink" : "paper"}${wants(i) ? ", wants to flip" : ""}`);
      if (fault === "says and does not show" && words) return;
      pixel.style.background = ink ? "var(--ink)" : fault === "light in the dark" ? "#fff" : "var(--paper)";
    });
    const rest = state.map((_, i) => i).filter(wants).length;
    const known = memories.findIndex((memory) => dot(memory, state) === n);
    const energy = state.reduce((sum, unit, i) => sum - unit * field(i) / 2, 0);
    figure.querySelector(".nm-pad-energy").textContent = fault === "energy upside down" ? -energy : energy;
    figure.querySelector(".nm-pad-wanting").textContent = rest;
    if (fault === "silent" && words) return;
    status.textContent = `${words} ${rest ? rest + " want to flip." : "At rest" +
      (known < 0 ? "." : ` in ${data.names[known] || "what you stored"}.`)}`;
  };
  const change = (changed, words) => { state = changed; updates = 0; tell(words); };
  const flip = (i) => {
    if (fault === "a dead pixel" && i === n - 1) return;
    state[i] = -state[i];
    updates = 0;
    tell(`Pixel ${i + 1}.`);
  };
  const turn = () => {
    const i = fault === "a fixed order" ? updates % n : orders[updates % orders.length];
    updates += 1;
    if (fault === "the last unit never" && i === n - 1) return 0;
    const upwards = fault === "zero goes up" && field(i) === 0 && state[i] < 0;
    if (!wants(i) && !upwards) return 0;
    state[i] = -state[i];
    return 1;
  };

  const does = {
    show: () => change(memories[figure.querySelector(".nm-pad-memory").value].slice(), "Shown."),
    corrupt: () => {
      const left = state.map((_, i) => i), changed = state.slice();
      for (let k = Math.round(n * figure.querySelector(".nm-pad-fraction").value / 100); k > 0; k--) {
        const at = Math.floor(random() * left.length);
        changed[left[at]] = -changed[left[at]];
        if (fault !== "flips some twice") left.splice(at, 1);
      }
      change(changed, "Flipped.");
    },
    unit: () => { turn(); tell("One unit."); },
    sweep: () => {
      let flips = 0;
      do flips += turn(); while (updates % n);
      tell(`One sweep, ${flips} flips.`);
    },
    settle: () => {
      let flips = 0;
      while (updates < orders.length && state.some((_, i) => wants(i))) flips += turn();
      tell(`${Math.ceil(updates / n)} sweeps, ${flips} flips.`);
    },
    reset: () => change(memories[0].slice(), "As it was."),
    store: () => {
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) if (i !== j || fault === "learns itself") weights[i][j] += state[i] * state[j];
      }
      memories.push(state.slice());
      change(state, "Stored.");
    },
    forget: () => { recall(); change(state, "Forgotten."); },
    link: () => {
      const shown = fault === "links to the start" ? memories[0] : state;
      navigator.clipboard.writeText(`${location.href.split("#")[0]}#${figure.id}?state=${
        shown.map((unit) => (unit > 0 ? 1 : 0)).join("")}`);
    },
  };
  for (const [name, run] of Object.entries(does)) {
    figure.querySelector(".nm-pad-" + name).addEventListener("click", run);
  }
  let painting = 0;
  document.addEventListener("pointerup", () => { painting = 0; });
  pixels.forEach((pixel, i) => {
    pixel.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      if (fault === "deaf to touch" && event.pointerType === "touch") return;
      painting = -state[i];
      flip(i);
    });
    pixel.addEventListener("pointerenter", (event) => {
      if (event.buttons && painting && state[i] !== painting && fault !== "cannot be painted") flip(i);
    });
    pixel.addEventListener("keydown", (event) => {
      if (fault === "deaf to keys") return;
      const row = i - i % columns;
      const goal = {
        ArrowLeft: i - 1, ArrowRight: i + 1, ArrowUp: i - columns, ArrowDown: i + columns,
        Home: event.ctrlKey ? 0 : row, End: event.ctrlKey ? n - 1 : row + columns - 1,
      }[event.key];
      if (event.key === " " || event.key === "Enter") flip(i);
      else if (pixels[goal]) pixels[goal].focus();
      event.preventDefault();
    });
  });
  if (fault === "small") figure.style.setProperty("--side", "20px");
  const [id, query] = location.hash.slice(1).split("?");
  if (id === figure.id) {
    state = Array.from(new URLSearchParams(query).get("state"), (bit) => 2 * bit - 1);
    figure.scrollIntoView({ block: "center" });
  }
  tell("");
}
