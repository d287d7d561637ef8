/* Push-ups on a page: reads an answer, says what went wrong, remembers on this device.
   Included once or many times; the first copy does the work, later ones ask it to look again. */
(function () {
  "use strict";
  if (window.nmPushups) {
    window.nmPushups.mount();
    return;
  }
  var KEY = "neuromath:pushups";
  var VERSION = 1;

  /* ---- reading a typed answer: the steps of reading.py ---- */
  var SUP = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b";
  var MANTISSA = "([+-]? ?[.,]?[0-9](?:[0-9.,'\u2019_]| (?=[0-9]{3}(?![0-9])))*)";
  var POWER = /^([+-]?) ?10 ?(?:\^|\*\*) ?\(?([+-]?[0-9]{1,3})\)?(.*)$/;
  var NUMBER = new RegExp(
    "^" + MANTISSA + "(?: ?[eE]([+-]?[0-9]{1,3})|" +
      " ?[x\u00d7*\u00b7\u22c5\u2219] ?10 ?(?:\\^|\\*\\*) ?\\(?([+-]?[0-9]{1,3})\\)?)?(.*)$"
  );
  var FRACTION = new RegExp("^ ?/ ?" + MANTISSA + "(.*)$");
  var UNIT = /^(?:1 ?)?[A-Za-z%\u00b0\u03a9/][A-Za-z0-9%\u00b0\u03a9/ ^*\u00b7\u22c5.()+-]{0,30}$/;

  function tidy(text) {
    text = text.replace(/[\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u207a\u207b]+/g, function (run) {
      return "^" + Array.from(run, function (c) {
        return "0123456789+-"[SUP.indexOf(c)];
      }).join("");
    });
    return text
      .normalize("NFKC")
      .replace(/[\u2010-\u2015\u2212\ufe63]/g, "-")
      .replace(/\u03bc/g, "u")
      .replace(/[ \t\r\n]+/g, " ")
      .replace(/^ +| +$/g, "")
      .replace(/^[=~\u2248\u2243 ]+/, "");
  }

  function decimal(mantissa) {
    var digits = mantissa.replace(/[ '\u2019_]/g, "");
    var commas = digits.split(",").length - 1;
    var dots = digits.split(".").length - 1;
    if (commas && dots) {
      var mark = digits.lastIndexOf(",") > digits.lastIndexOf(".") ? "," : ".";
      var other = mark === "," ? "." : ",";
      if ((mark === "," ? commas : dots) > 1) return [];
      if (digits.lastIndexOf(other) > digits.indexOf(mark)) return [];
      return [digits.split(other).join("").replace(mark, ".")];
    }
    var grouped = /^[+-]?[1-9][0-9]{0,2}(?:[.,][0-9]{3})+$/.test(digits);
    if (commas + dots > 1) return grouped ? [digits.replace(/[.,]/g, "")] : [];
    var found = [digits.replace(",", ".")];
    if (commas && grouped) found.push(digits.replace(",", ""));
    return found;
  }

  function withUnit(numbers, rest) {
    var unit = rest.replace(/^ +| +$/g, "");
    if ([".", ",", ";", "!"].indexOf(unit) >= 0) unit = "";
    if (unit && !UNIT.test(unit)) return [];
    return numbers
      .map(function (n) { return { number: Number(n), unit: unit }; })
      .filter(function (r) { return Number.isFinite(r.number); });
  }

  function readings(text) {
    text = tidy(text);
    var power = POWER.exec(text);
    if (power) return withUnit([power[1] + "1e" + power[2]], power[3]);
    var match = NUMBER.exec(text);
    if (!match) return [];
    var exponent = match[2] || match[3];
    var numbers = decimal(match[1]);
    var fraction = exponent ? null : FRACTION.exec(match[4]);
    if (fraction) {
      var below = decimal(fraction[1]);
      if (!numbers.length || !below.length || Number(below[0]) === 0) return [];
      return withUnit([Number(numbers[0]) / Number(below[0])], fraction[2]);
    }
    return withUnit(
      numbers.map(function (n) { return exponent ? n + "e" + exponent : n; }),
      match[4]
    );
  }

  function spelling(unit) {
    return unit
      .replace(/^in /, "")
      .replace(/\bper\b/g, "/")
      .replace(/[ ^*\u00b7\u22c5()]/g, "")
      .replace(/\u03a9/g, "Ohm")
      .replace(/\.+$/, "");
  }

  /* ---- the rules: the interpreter of rules.py ---- */
  function look(table, unit) {
    var own = Object.prototype.hasOwnProperty;
    if (own.call(table, unit)) return table[unit];
    return own.call(table, unit.toLowerCase()) ? table[unit.toLowerCase()] : null;
  }

  function first(rules, x) {
    for (var i = 0; i < rules.length; i++) {
      var r = rules[i];
      if (
        (r.kind === "near" && Math.abs(x - r.value) <= r.tolerance) ||
        (r.kind === "between" && r.low <= x && x <= r.high) ||
        r.kind === "otherwise"
      ) {
        return { ok: r.ok, rule: r.id, message: r.says };
      }
    }
    throw new Error("rules do not end with 'otherwise'");
  }

  function judgeReading(data, number, unit) {
    var says = data.says;
    var factor = unit === "" ? 1 : look(data.units, unit);
    if (factor === null) {
      var turn = look(data.reciprocals, unit);
      if (turn !== null && number !== 0 && first(data.rules, turn / number).ok) {
        return { ok: false, rule: "reciprocal", message: says.period };
      }
      return { ok: false, rule: "unit", message: says.unit };
    }
    var verdict = first(data.rules, number * factor);
    if (factor === 1) return verdict;
    if (verdict.ok) {
      return { ok: true, rule: verdict.rule, message: (verdict.message + " " + says.converted).trim() };
    }
    if (first(data.rules, number).ok) {
      return { ok: false, rule: "wrong unit", message: says["wrong unit"] };
    }
    return verdict;
  }

  function judgeNumber(data, text) {
    if (!text.trim()) return { ok: false, rule: "empty", message: data.says.empty };
    var verdicts = readings(text).map(function (r) {
      return judgeReading(data, r.number, spelling(r.unit));
    });
    if (!verdicts.length) return { ok: false, rule: "unreadable", message: data.says.unreadable };
    return (
      verdicts.find(function (v) { return v.ok; }) ||
      verdicts.find(function (v) {
        return ["magnitude", "otherwise", "unit"].indexOf(v.rule) < 0;
      }) ||
      verdicts[0]
    );
  }

  function judgeChoice(data, letters) {
    if (!letters.length) return { ok: false, rule: "empty", message: data.says.empty };
    var wrong = letters.slice().sort().find(function (l) { return !data.options[l].right; });
    if (wrong) {
      return { ok: false, rule: "option " + wrong, message: data.options[wrong].says };
    }
    var missing = Object.keys(data.options).some(function (l) {
      return data.options[l].right && letters.indexOf(l) < 0;
    });
    if (missing) return { ok: false, rule: "missing", message: data.says.missing };
    return { ok: true, rule: "right", message: data.says.right };
  }

  function judge(data, answer) {
    return data.kind === "number" ? judgeNumber(data, answer) : judgeChoice(data, answer);
  }

  function unturned(text) {
    // The other half of page.hidden_in_plain_sight: it hides from a glance, not from a reader.
    return JSON.parse(
      text.replace(/[A-Za-z0-9]/g, function (c) {
        var code = c.charCodeAt(0);
        if (code < 58) return String.fromCharCode(48 + ((code - 48 + 5) % 10));
        var base = code < 97 ? 65 : 97;
        return String.fromCharCode(base + ((code - base + 13) % 26));
      })
    );
  }

  /* ---- what is remembered ---- */
  var memory = null; /* set once storage has refused: the page works on without it */
  var notes = [];

  function tell(sentence) {
    if (notes.indexOf(sentence) >= 0) return;
    notes.push(sentence);
    var place = document.querySelector(".nm-progress .nm-note");
    if (!place) {
      var before = document.querySelector(".nm-pushup");
      if (!before) return;
      place = document.createElement("p");
      place.className = "nm-note";
      place.setAttribute("role", "status");
      before.before(place);
    }
    place.textContent = sentence;
  }

  function refused() {
    memory = memory || {};
    tell("This browser keeps nothing for this page (a private window?). " +
      "Everything works; export before you close it.");
  }

  function plainObject(x) {
    return x !== null && typeof x === "object" && !Array.isArray(x);
  }

  function cleanEntry(raw) {
    if (!plainObject(raw)) return null;
    var entry = { attempts: 0, solved: null, answer: "", checked: "", hints: [], solution: false };
    if (Number.isInteger(raw.attempts) && raw.attempts >= 0) entry.attempts = raw.attempts;
    if (typeof raw.solved === "string" && !isNaN(Date.parse(raw.solved))) entry.solved = raw.solved;
    if (typeof raw.answer === "string") entry.answer = raw.answer.slice(0, 500);
    if (typeof raw.checked === "string") entry.checked = raw.checked.slice(0, 500);
    if (Array.isArray(raw.hints)) {
      entry.hints = raw.hints.filter(function (n) { return Number.isInteger(n) && n > 0 && n < 20; });
    }
    entry.solution = raw.solution === true;
    return entry;
  }

  function parse(text) {
    var data = JSON.parse(text);
    if (!plainObject(data) || data.version !== VERSION || !plainObject(data.exercises)) {
      throw new Error("not a record of push-ups");
    }
    var entries = {};
    Object.keys(data.exercises).forEach(function (id) {
      var entry = /^[a-z0-9_-]+\/[a-z0-9_-]+$/.test(id) && cleanEntry(data.exercises[id]);
      if (entry) entries[id] = entry;
    });
    return entries;
  }

  function load() {
    if (memory) return memory;
    var text;
    try {
      text = window.localStorage.getItem(KEY);
    } catch (error) {
      refused();
      return memory;
    }
    if (!text) return {};
    try {
      return parse(text);
    } catch (error) {
      try {
        var aside = KEY + ":unreadable-" + Date.now();
        window.localStorage.setItem(aside, text);
        window.localStorage.removeItem(KEY);
        tell("What was remembered here could not be read. It is kept aside under the name " +
          aside + ", and counting starts anew.");
      } catch (error2) {
        refused();
        return memory;
      }
      return {};
    }
  }

  function save(entries) {
    if (!memory) {
      try {
        window.localStorage.setItem(KEY, JSON.stringify({ version: VERSION, exercises: entries }));
      } catch (error) {
        refused();
      }
    }
    if (memory) memory = entries;
    document.dispatchEvent(new CustomEvent("nm-pushups"));
  }

  function entryOf(id) {
    return load()[id] || cleanEntry({});
  }

  function update(id, change) {
    var entries = load(); /* read again: another tab may have written */
    var entry = entries[id] || cleanEntry({});
    change(entry);
    entries[id] = entry;
    save(entries);
  }

  function merge(theirs) {
    var entries = load();
    Object.keys(theirs).forEach(function (id) {
      var mine = entries[id];
      var other = theirs[id];
      if (!mine) {
        entries[id] = other;
        return;
      }
      mine.attempts = Math.max(mine.attempts, other.attempts);
      if (!mine.solved || (other.solved && other.solved < mine.solved)) mine.solved = other.solved;
      if (!mine.answer) {
        mine.answer = other.answer;
        mine.checked = other.checked;
      }
      mine.hints = mine.hints.concat(other.hints.filter(function (n) {
        return mine.hints.indexOf(n) < 0;
      })).sort();
      mine.solution = mine.solution || other.solution;
    });
    save(entries);
  }

  /* ---- one push-up ---- */
  function typeset(node) {
    var formulas = node.querySelectorAll(".math");
    if (!formulas.length) return;
    var MathJax = window.MathJax;
    if (MathJax && MathJax.typesetPromise) {
      MathJax.typesetPromise([node]).catch(function () {});
    } else if (!document.querySelector('script[src*="mathjax" i]')) {
      /* No MathJax here, and none on its way: a readable line instead of TeX. */
      formulas.forEach(function (f) { f.textContent = f.dataset.plain || f.textContent; });
    }
  }

  function unique(section) {
    /* The same exercise twice on a page: the later one gets names of its own. */
    var id = section.id;
    var n = 1;
    var taken = function (name) {
      var holder = document.getElementById(name);
      return holder && holder !== section;
    };
    while (taken(section.id)) section.id = id + "-" + (n += 1);
    if (section.id !== id) {
      section.querySelectorAll("[name]").forEach(function (x) { x.name += "-" + n; });
      var title = section.querySelector(".nm-title");
      title.id = section.id + "-title";
      section.removeAttribute("aria-labelledby");
      section.setAttribute("aria-label", title.textContent + " (" + n + ")");
    }
    section.querySelector(".nm-verdict").id = section.id + "-verdict";
  }

  function keepKeys(box) {
    /* JupyterLab moves the focus to a cell at any key that reaches its notebook. */
    if (!box.closest(".jp-OutputArea, .jp-RenderedHTMLCommon")) return;
    box.addEventListener("keydown", function (event) { event.stopPropagation(); });
  }

  function mountOne(section) {
    section.dataset.nmMounted = "true";
    keepKeys(section);
    unique(section);
    var id = section.dataset.nmId;
    var kind = section.dataset.nmKind;
    var source = section.querySelector(".nm-rules");
    var data = source && unturned(source.textContent);
    var input = section.querySelector(".nm-input");
    var boxes = Array.from(section.querySelectorAll(".nm-options input"));
    var self = section.querySelector(".nm-self-box");
    var verdict = section.querySelector(".nm-verdict");
    var state = section.querySelector(".nm-state");

    function answer() {
      if (kind === "number") return input.value;
      return boxes.filter(function (b) { return b.checked; }).map(function (b) { return b.value; });
    }

    function asText(a) {
      return typeof a === "string" ? a : a.join(" ");
    }

    function put(text) {
      if (input) input.value = text;
      var letters = text.split(" ");
      boxes.forEach(function (b) { b.checked = letters.indexOf(b.value) >= 0; });
    }

    function show(v) {
      var mark = document.createElement("span");
      mark.className = "nm-mark";
      mark.setAttribute("aria-hidden", "true");
      mark.textContent = v.ok ? "\u2713" : "\u2192";
      var body = document.createElement("span");
      body.className = "nm-message";
      body.innerHTML = v.message; /* ours: written by the deck's author, never by the reader */
      verdict.dataset.ok = String(v.ok);
      verdict.dataset.rule = v.rule;
      var word = document.createElement("strong");
      word.textContent = v.ok ? "Right. " : "Not yet. ";
      if (v.rule === "empty" || v.rule === "unreadable") word.textContent = "";
      body.prepend(word);
      verdict.replaceChildren(mark, body);
      if (input) input.setAttribute("aria-invalid", String(!v.ok));
      typeset(body);
    }

    function unsay() {
      delete verdict.dataset.ok;
      delete verdict.dataset.rule;
      verdict.replaceChildren();
      if (input) input.removeAttribute("aria-invalid");
    }

    function check() {
      var given = answer();
      var v = judge(data, given);
      show(v);
      update(id, function (entry) {
        entry.answer = asText(given);
        var again = entry.answer === entry.checked;
        entry.checked = entry.answer;
        if (v.rule === "empty" || v.rule === "unreadable") return;
        if (!again) entry.attempts += 1;
        if (v.ok && !entry.solved) entry.solved = new Date().toISOString();
      });
    }

    function draft() {
      unsay();
      update(id, function (entry) { entry.answer = asText(answer()); });
    }

    function refresh() {
      var entry = entryOf(id);
      section.dataset.nmSolved = String(!!entry.solved);
      state.textContent = entry.solved
        ? "\u2713 solved"
        : entry.attempts
          ? "tried"
          : "";
      if (self) self.checked = !!entry.solved;
    }

    if (data) {
      section.querySelector(".nm-check").addEventListener("click", check);
      if (input) {
        input.setAttribute("aria-describedby", verdict.id);
        input.addEventListener("input", draft);
      }
      boxes.forEach(function (b) { b.addEventListener("change", draft); });
      section.addEventListener("keydown", function (event) {
        if (event.key !== "Enter" || event.isComposing) return;
        if (event.target !== input && boxes.indexOf(event.target) < 0) return;
        event.preventDefault();
        check();
      });
    }
    function restore() {
      if (!data) return;
      var before = entryOf(id);
      put(before.answer);
      unsay();
      if (before.answer && before.answer === before.checked) show(judge(data, answer()));
    }
    if (self) {
      self.addEventListener("change", function () {
        update(id, function (entry) {
          entry.solved = self.checked ? new Date().toISOString() : null;
        });
      });
    }
    section.querySelectorAll("details").forEach(function (fold) {
      fold.addEventListener("toggle", function () {
        if (!fold.open) return;
        update(id, function (entry) {
          var n = Number(fold.dataset.nmHint);
          if (!n) entry.solution = true;
          else if (entry.hints.indexOf(n) < 0) entry.hints = entry.hints.concat(n).sort();
        });
      });
    });
    document.addEventListener("nm-pushups", refresh);
    document.addEventListener("nm-pushups-restore", restore);
    restore();
    refresh();
  }

  /* ---- the panel ---- */
  function mountPanel(panel) {
    panel.dataset.nmMounted = "true";
    keepKeys(panel);
    var sure = panel.querySelector(".nm-sure");
    var note = panel.querySelector(".nm-note");
    var clear = panel.querySelector(".nm-clear");
    var file = panel.querySelector("input[type=file]");

    function refresh() {
      var entries = load();
      panel.querySelectorAll("[data-nm-deck]").forEach(function (row) {
        var ids = row.dataset.nmIds.split(" ");
        var solved = ids.filter(function (id) {
          var entry = entries[row.dataset.nmDeck + "/" + id];
          return entry && entry.solved;
        }).length;
        row.querySelector(".nm-count").textContent = solved + " of " + ids.length + " solved";
        row.querySelector("progress").value = solved;
      });
    }

    function download() {
      var text = JSON.stringify({ version: VERSION, exercises: load() }, null, 1);
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      link.download = "push-ups.json";
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    }

    function close() {
      sure.hidden = true;
      clear.focus();
    }

    panel.querySelectorAll(".nm-export").forEach(function (b) {
      b.addEventListener("click", download);
    });
    file.addEventListener("change", function () {
      var chosen = file.files[0];
      if (!chosen) return;
      chosen.text().then(function (text) {
        var theirs = parse(text);
        merge(theirs);
        var n = Object.keys(theirs).length;
        note.textContent = "Read " + n + (n === 1 ? " push-up" : " push-ups") + " from " +
          chosen.name + "; nothing of yours was lost.";
        restore();
      }).catch(function () {
        note.textContent = chosen.name + " is not a file this page has exported. " +
          "Nothing was changed.";
      }).then(function () { file.value = ""; });
    });
    clear.addEventListener("click", function () {
      var entries = load();
      var n = Object.keys(entries).filter(function (id) { return entries[id].solved; }).length;
      sure.querySelector("p").textContent = "This forgets every answer of this book in this " +
        "browser, " + n + " solved. It cannot be taken back, unless you export first.";
      sure.hidden = false;
      sure.querySelector(".nm-keep").focus();
    });
    sure.addEventListener("keydown", function (event) {
      if (event.key === "Escape") close();
    });
    panel.querySelector(".nm-keep").addEventListener("click", close);
    panel.querySelector(".nm-clear-now").addEventListener("click", function () {
      if (memory) memory = {};
      try {
        window.localStorage.removeItem(KEY);
      } catch (error) {
        refused();
      }
      note.textContent = "Forgotten. The push-ups are as on the first day.";
      close();
      document.dispatchEvent(new CustomEvent("nm-pushups"));
      restore();
    });
    document.addEventListener("nm-pushups", refresh);
    refresh();
  }

  function restore() {
    document.dispatchEvent(new CustomEvent("nm-pushups-restore"));
  }

  function mount() {
    if (document.readyState === "loading") return; /* half a push-up may be there; it calls again */
    document.querySelectorAll(".nm-pushup:not([data-nm-mounted])").forEach(mountOne);
    document.querySelectorAll(".nm-progress:not([data-nm-mounted])").forEach(mountPanel);
  }

  window.addEventListener("storage", function (event) {
    if (event.key === KEY || event.key === null) {
      document.dispatchEvent(new CustomEvent("nm-pushups"));
    }
  });
  window.nmPushups = { mount: mount, judge: judge, readings: readings };
  document.addEventListener("DOMContentLoaded", mount);
  mount();
})();
