// Pixels that the reader paints, and a network that changes them: no library, no request but for
// the weights. The rule is the one of neuromath_lib.hopfield, the words are those of
// pattern_pad_reading.py.
(() => {
  "use strict";
  const NEAR = 0.8; // overlap from which a resting state counts as a memory with pixels off
  const TICKS = 12; // of the clock for each sweep, when one looks on
  const TICK_MS = 40;
  const KINDS = {
    int8: Int8Array, int16: Int16Array, int32: Int32Array, float64: Float64Array, uint8: Uint8Array,
  };
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  const unpack = ({ kind, data }) =>
    new KINDS[kind](Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0)).buffer);
  const signs = (bits) => Int8Array.from(bits, (bit) => (bit === "1" ? 1 : -1));
  const bits = (state) => Array.from(state, (unit) => (unit > 0 ? "1" : "0")).join("");
  const shown = (value) => value.toFixed(2).replace(/^-0\.00$/, "0.00").replace("-", "−");
  const brief = (value) => shown(value).replace(/\.?0+$/, "");
  const colour = (unit) => (unit > 0 ? "ink" : "paper");
  const count = (number, one, more) => number + " " + (number === 1 ? one : more);

  // Four pixels a letter, for links.
  const toHex = (state) =>
    bits(state).match(/.{1,4}/g).map((four) => parseInt(four.padEnd(4, "0"), 2).toString(16))
      .join("");
  function fromHex(text, n) {
    if (text.length !== Math.ceil(n / 4) || /[^0-9a-f]/.test(text)) return null;
    const all = Array.from(text, (letter) => parseInt(letter, 16).toString(2).padStart(4, "0"));
    return signs(all.join("").slice(0, n));
  }

  // Random numbers from 0 to 1 that are the same on every page load (mulberry32).
  function chance(seed) {
    return () => {
      seed = (seed + 0x6d2b79f5) | 0;
      let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
  }

  class Network {
    constructor(data, n) {
      const packed = unpack(data.weights);
      this.n = n;
      this.unit = data.unit;
      this.symmetric = data.symmetric;
      this.weights = new Float64Array(n * n);
      let k = 0;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < (data.symmetric ? i : n); j++) {
          if (i === j) continue;
          this.weights[i * n + j] = packed[k++];
          if (data.symmetric) this.weights[j * n + i] = this.weights[i * n + j];
        }
      }
      this.thresholds = data.thresholds || new Float64Array(n);
      // What rounding may have made of a field of zero; whole numbers have no rounding.
      this.tolerance = new Float64Array(n);
      if (!data.whole) {
        for (let i = 0; i < n; i++) {
          let size = Math.abs(this.thresholds[i]);
          for (let j = 0; j < n; j++) size += Math.abs(this.weights[i * n + j]);
          this.tolerance[i] = 32 * Number.EPSILON * size;
        }
      }
    }

    field(state, i) {
      let sum = -this.thresholds[i];
      for (let j = 0, at = i * this.n; j < this.n; j++, at++) sum += this.weights[at] * state[j];
      return sum;
    }

    // A unit goes where its field points, and stays as it is where the field is zero.
    wants(state, i) {
      return state[i] * this.field(state, i) < -this.tolerance[i];
    }

    restless(state) {
      return state.some((_, i) => this.wants(state, i));
    }

    energy(state) {
      let energy = 0;
      for (let i = 0; i < this.n; i++) {
        energy -= 0.5 * state[i] * (this.field(state, i) - this.thresholds[i]);
      }
      return this.unit * energy;
    }

    // Hebb's rule: units that agree pull together, units that differ push apart.
    learn(pattern) {
      for (let i = 0; i < this.n; i++) {
        for (let j = 0; j < this.n; j++) {
          if (i !== j) this.weights[i * this.n + j] += pattern[i] * pattern[j];
        }
      }
    }
  }

  const product = (one, other) => one.reduce((sum, unit, i) => sum + unit * other[i], 0);

  // Where a state rests in which no unit wants to flip.
  function restsIn(state, memories, names) {
    const says = (words, ghost = false) => ({ words: "At rest" + words + ".", ghost });
    if (!memories.length) return says("");
    const n = state.length;
    const overlaps = memories.map((memory) => product(memory, state));
    const named = (k) => (overlaps[k] > 0 ? "" : "the negative of ") + names[k];
    let best = 0;
    overlaps.forEach((m, k) => { if (Math.abs(m) > Math.abs(overlaps[best])) best = k; });
    const off = (n - Math.abs(overlaps[best])) / 2;
    if (!off) return says(" in " + named(best));
    for (let a = 0; a < memories.length; a++) {
      for (let b = a + 1; b < memories.length; b++) {
        for (let c = b + 1; c < memories.length; c++) {
          const three = [a, b, c];
          const mixed = state.every((unit, i) => unit === Math.sign(
            three.reduce((sum, k) => sum + Math.sign(overlaps[k]) * memories[k][i], 0)));
          if (mixed) {
            return says(
              " in a mixture of " + named(a) + ", " + named(b) + " and " + named(c), true);
          }
        }
      }
    }
    if (Math.abs(overlaps[best]) >= NEAR * n) {
      return says(" next to " + named(best) + ", " + count(off, "pixel", "pixels") + " off");
    }
    return says(" in a ghost: a pattern that nobody stored", true);
  }

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
    const part = (name) => figure.querySelector(".nm-pad-" + name);
    const picture = part("picture"), status = part("status"), overlaps = part("overlaps");
    const rows = Number(picture.dataset.rows), columns = Number(picture.dataset.columns);
    const n = rows * columns;
    const start = signs(picture.dataset.start);
    const wanted = Array.from(picture.dataset.wanting, (bit) => bit === "1");
    let state = start.slice();
    let data = null, network = null, loading = null, random = null;
    let memories = [], names = [];
    let updates = 0; // made since the reader last changed something: they follow the orders
    let orders = [];
    let timer = 0;

    // The grid: one stop of the Tab key, arrows from there on.
    const grid = document.createElement("div");
    grid.className = "nm-pad-grid";
    grid.setAttribute("role", "grid");
    grid.setAttribute("aria-label", "Pixels: arrows move, Space flips");
    const cells = [];
    for (let row = 0; row < rows; row++) {
      const line = document.createElement("div");
      line.setAttribute("role", "row");
      for (let column = 0; column < columns; column++) {
        const cell = document.createElement("div");
        cell.setAttribute("role", "gridcell");
        cell.tabIndex = -1;
        line.append(cell);
        cells.push(cell);
      }
      grid.append(line);
    }
    let current = 0;
    cells[current].tabIndex = 0;
    picture.replaceChildren(grid);
    const place = (i) => "row " + (Math.floor(i / columns) + 1) + ", column " + (i % columns + 1);
    const Place = (i) => place(i).replace("r", "R");

    function draw() {
      cells.forEach((cell, i) => {
        const label = place(i) + ": " + colour(state[i]) + (wanted[i] ? ", wants to flip" : "");
        if (cell.getAttribute("aria-label") === label) return;
        cell.setAttribute("aria-label", label);
        cell.classList.toggle("nm-pad-on", state[i] > 0);
        cell.classList.toggle("nm-pad-wants", wanted[i]);
      });
    }

    function mark(i) {
      cells.forEach((cell, k) => cell.classList.toggle("nm-pad-turn", k === i));
    }

    // Everything that follows from state and weights, but for the words.
    function measure() {
      for (let i = 0; i < n; i++) wanted[i] = network.wants(state, i);
      draw();
      const energy = part("energy"), wanting = part("wanting");
      if (energy) energy.textContent = brief(network.energy(state));
      if (wanting) wanting.textContent = wanted.filter(Boolean).length;
      memories.forEach((memory, k) => {
        if (!overlaps) return;
        const line = overlaps.children[k] || overlaps.appendChild(newLine(names[k]));
        const overlap = product(memory, state) / n;
        line.querySelector("i").style.setProperty("--m", overlap);
        line.querySelector(".nm-pad-number").textContent = shown(overlap);
      });
      figure.classList.toggle("nm-pad-ghost", verdict().ghost);
    }

    function newLine(name) {
      const line = document.createElement("li");
      line.innerHTML = '<span class="nm-pad-name"></span><span class="nm-pad-bar" ' +
        'aria-hidden="true"><i></i></span><span class="nm-pad-number"></span>';
      line.firstChild.textContent = name;
      return line;
    }

    function verdict() {
      const many = wanted.filter(Boolean).length;
      if (many) {
        return { words: count(many, "unit wants to flip.", "units want to flip."), ghost: false };
      }
      return restsIn(state, memories, names);
    }

    function tell(words) {
      measure();
      status.textContent = (words ? words + " " : "") + verdict().words;
    }

    function load() {
      loading = loading || later(figure.querySelector("[data-nm-later]")).then(
        (loaded) => {
          data = loaded;
          orders = unpack(data.orders);
          random = chance(data.seed);
          remember();
        });
      loading.catch(() => {
        loading = null;
        status.textContent = "The network's weights could not be loaded.";
      });
      return loading;
    }

    // The network and the memories that came with the page.
    function remember() {
      network = new Network(data, n);
      memories = data.memories.map(signs);
      names = data.names.slice();
      if (overlaps) while (overlaps.children.length > memories.length) overlaps.lastChild.remove();
      part("memory").querySelectorAll("option").forEach((option) => {
        if (Number(option.value) >= memories.length) option.remove();
      });
    }

    function halt() {
      clearInterval(timer);
      timer = 0;
    }

    // What a button does waits for the weights; presses keep their order.
    function act(run) {
      load().then(() => { halt(); run(); }, () => {});
    }

    function change(changed, words) {
      state = changed;
      updates = 0;
      mark(-1);
      tell(words);
    }

    // ---- the reader paints
    let stroke = null;

    function paint(i, value) {
      if (state[i] === value) return;
      halt();
      state[i] = value;
      updates = 0;
      mark(-1);
      draw();
    }

    function painted(i) {
      act(() => tell(Place(i) + ": " + colour(state[i]) + "."));
    }

    function flip(i) {
      paint(i, -state[i]);
      painted(i);
    }

    function goTo(i) {
      cells[current].tabIndex = -1;
      current = i;
      cells[i].tabIndex = 0;
      cells[i].focus({ preventScroll: true });
    }

    grid.addEventListener("pointerdown", (event) => {
      const i = cells.indexOf(event.target);
      if (event.button || i < 0) return;
      event.preventDefault();
      load();
      goTo(i);
      stroke = { id: event.pointerId, value: -state[i], last: i, before: state.slice() };
      grid.setPointerCapture(event.pointerId);
      paint(i, stroke.value);
    });
    grid.addEventListener("pointermove", (event) => {
      if (!stroke || event.pointerId !== stroke.id) return;
      const passed = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
      for (const point of passed.length ? passed : [event]) {
        const i = cells.indexOf(document.elementFromPoint(point.clientX, point.clientY));
        if (i < 0) continue;
        stroke.last = i;
        paint(i, stroke.value);
      }
    });
    grid.addEventListener("pointerup", (event) => {
      if (!stroke || event.pointerId !== stroke.id) return;
      painted(stroke.last);
      stroke = null;
    });
    // The finger wanted to scroll the page: nothing was painted.
    grid.addEventListener("pointercancel", () => {
      if (!stroke) return;
      const { before } = stroke;
      stroke = null;
      act(() => change(before, ""));
    });
    // A press without a pointer, as screen readers make it.
    grid.addEventListener("click", (event) => {
      const i = cells.indexOf(event.target);
      if (event.detail === 0 && i >= 0) flip(i);
    });
    grid.addEventListener("focusin", (event) => {
      const i = cells.indexOf(event.target);
      if (i < 0 || i === current) return;
      cells[current].tabIndex = -1;
      current = i;
      cells[i].tabIndex = 0;
    });
    grid.addEventListener("keydown", (event) => {
      if (event.altKey || event.metaKey) return;
      const column = current % columns, all = event.ctrlKey;
      const goals = {
        ArrowLeft: column > 0 ? current - 1 : current,
        ArrowRight: column < columns - 1 ? current + 1 : current,
        ArrowUp: current >= columns ? current - columns : current,
        ArrowDown: current + columns < n ? current + columns : current,
        Home: all ? 0 : current - column,
        End: all ? n - 1 : current - column + columns - 1,
      };
      if (event.key in goals) goTo(goals[event.key]);
      else if (event.key === " " || event.key === "Enter") flip(current);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });

    // ---- the network works
    const last = () => updates >= orders.length;

    // The next unit's turn. Returns it, with its field, and whether it flipped.
    function turn() {
      if (last()) updates = 0;
      const unit = orders[updates++];
      const field = network.field(state, unit), flips = network.wants(state, unit);
      if (flips) state[unit] = -state[unit];
      return { unit, field, flips };
    }

    // As many turns as `more` allows, at once or while one looks on.
    function run(more, done) {
      let flips = 0;
      const some = (turns) => {
        let flipped = -1;
        for (let k = 0; k < turns && more(); k++) {
          const made = turn();
          if (made.flips) flipped = made.unit;
          flips += made.flips;
        }
        return flipped;
      };
      const end = () => {
        halt();
        mark(-1);
        done(flips);
      };
      if (calm.matches) {
        some(Infinity);
        end();
        return;
      }
      timer = setInterval(() => {
        const flipped = some(Math.ceil(n / TICKS));
        measure();
        if (flipped >= 0) mark(flipped);
        if (!more()) end();
      }, TICK_MS);
    }

    const buttons = {
      unit() {
        const { unit, field } = turn();
        const says = !field ? "so it stays as it is" :
          (field > 0 ? "which asks for ink" : "which asks for paper");
        mark(unit);
        tell(Place(unit) + " had a field of " + brief(field * network.unit) + ", " + says + ".");
      },
      sweep() {
        if (last()) updates = 0;
        const goal = (Math.floor(updates / n) + 1) * n;
        run(() => updates < goal, (flips) =>
          tell("One sweep, " + count(flips, "flip", "flips") + "."));
      },
      settle() {
        if (last()) updates = 0;
        run(() => !last() && network.restless(state), (flips) => {
          const sweeps = Math.ceil(updates / n);
          tell(count(sweeps, "sweep", "sweeps") + ", " + count(flips, "flip", "flips") + ".");
        });
      },
      show() {
        const { value, selectedOptions } = part("memory");
        const chosen = value === "blank" ? new Int8Array(n).fill(-1) : memories[value].slice();
        change(chosen, "Shown: " + selectedOptions[0].textContent + ".");
      },
      corrupt() {
        const flips = Math.round(n * Number(part("fraction").value) / 100);
        const sites = Array.from(cells.keys()), changed = state.slice();
        for (let k = 0; k < flips; k++) { // without replacement: no pixel is flipped back
          const other = k + Math.floor(random() * (n - k));
          [sites[k], sites[other]] = [sites[other], sites[k]];
          changed[sites[k]] = -changed[sites[k]];
        }
        change(changed, count(flips, "pixel", "pixels") + " flipped at random.");
      },
      invert() {
        change(state.map((unit) => -unit), "Every pixel flipped.");
      },
      reset() {
        random = chance(data.seed);
        remember();
        change(start.slice(), "As it was.");
      },
      store() {
        store(state.slice());
        change(state, "Stored as " + names[names.length - 1] + ".");
      },
      forget() {
        remember();
        change(state, "Only what came with the page is stored.");
      },
      link() {
        copy(address());
      },
    };
    for (const [name, run] of Object.entries(buttons)) {
      const button = part(name);
      if (button) button.addEventListener("click", () => act(run));
    }

    function store(pattern) {
      network.learn(pattern);
      memories.push(pattern);
      names.push("pattern " + memories.length);
      const option = new Option(names[names.length - 1], memories.length - 1);
      part("memory").querySelector("[value=blank]").before(option);
    }

    // ---- links
    function address() {
      const own = memories.slice(data.memories.length).map(toHex);
      return location.href.split("#")[0] + "#" + figure.id + "?state=" + toHex(state) +
        (own.length ? "&stored=" + own.join(".") : "");
    }

    async function copy(url) {
      try {
        await navigator.clipboard.writeText(url);
        status.textContent = "Link to this pattern copied.";
      } catch {
        // No clipboard here, as in many browsers on a file.
        let box = part("address");
        if (!box) {
          box = document.createElement("input");
          box.className = "nm-pad-address";
          box.readOnly = true;
          box.setAttribute("aria-label", "Link to this pattern");
          part("link").after(box);
        }
        box.value = url;
        box.focus();
        box.select();
        status.textContent = "Copy the selected link.";
      }
    }

    figure.nmShowLinked = (query) => {
      figure.scrollIntoView({ block: "center" });
      act(() => {
        const wanted = new URLSearchParams(query);
        const given = fromHex(wanted.get("state") || "", n);
        if (part("store") && wanted.get("stored")) {
          remember();
          wanted.get("stored").split(".").map((one) => fromHex(one, n)).filter(Boolean)
            .forEach(store);
        }
        if (given) change(given, "As linked.");
      });
    };

    // Fetch the weights when the reader comes near, so that the first press is answered at once.
    for (const sign of ["pointerenter", "touchstart", "focusin"]) {
      figure.addEventListener(sign, () => load(), { once: true, passive: true });
    }
    draw();
    figure.dataset.nmReady = "";
  }

  function follow() {
    const [id, query] = location.hash.slice(1).split("?");
    const figure = id && query && document.getElementById(id);
    if (figure && figure.nmShowLinked) figure.nmShowLinked(query);
  }

  function begin() {
    document.querySelectorAll(".nm-pad[id]:not([data-nm-ready])").forEach(set);
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", () => { begin(); follow(); });
  } else {
    begin();
    follow();
  }
  if (!window.nmPad) {
    window.nmPad = true;
    addEventListener("hashchange", follow);
  }
})();
