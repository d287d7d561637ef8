// What the checks ask of a page while it is open. Only looks; changes nothing a reader sees.
window.nmProbe = (() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });

  // Any CSS colour as [r, g, b, alpha], 0 to 255 and 0 to 1.
  const known = new Map();
  function rgba(colour) {
    if (!known.has(colour)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = "rgba(0,0,0,0)";
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
      known.set(colour, [r, g, b, a / 255]);
    }
    return known.get(colour);
  }
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]));

  function luminance([r, g, b]) {
    const linear = [r, g, b].map((v) =>
      v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }
  function contrast(one, other) {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }

  // The colour of the paper behind an element: all its ancestors' backgrounds on white.
  function paper(element) {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const layer = rgba(getComputedStyle(at).backgroundColor);
      if (layer[3] > 0) layers.push(layer);
      if (layer[3] >= 0.99) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  }

  function name(element) {
    const parts = [];
    for (let at = element; at && at !== document.documentElement && parts.length < 4;
      at = at.parentElement) {
      const classes = typeof at.className === "string" ? at.className : at.getAttribute("class");
      const first = (classes || "").trim().split(/\s+/).filter(Boolean).slice(0, 2);
      parts.unshift(at.localName + (at.id ? "#" + at.id : first.map((c) => "." + c).join("")));
      if (at.id) break;
    }
    return parts.join(" > ");
  }

  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  // Cut down to nothing for the eye, kept for the ear ("visually hidden").
  function clippedAway(element) {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      if (style.position === "absolute" && style.clip !== "auto") return true;
      if (style.overflow !== "visible" && (box.width <= 1 || box.height <= 1)) return true;
    }
    return false;
  }

  // How far right the content of an element reaches if the element cuts it off, else 0: what is cut
  // off never gets to the reader, however well the page fits.
  function cutOff(element, box) {
    const style = getComputedStyle(element);
    if (!/hidden|clip/.test(style.overflowX) || style.textOverflow === "ellipsis") return 0;
    if (element.scrollWidth <= element.clientWidth + 1 || clippedAway(element)) return 0;
    let right = 0;
    const look = NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT;
    const walker = document.createTreeWalker(element, look);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
      if (!shown(holder) || clippedAway(holder)) continue;
      const range = document.createRange();
      if (node !== holder) range.selectNodeContents(node);
      for (const piece of (node === holder ? node : range).getClientRects()) {
        if (piece.width > 0 && piece.height > 0) right = Math.max(right, piece.right);
      }
    }
    return right > box.right + 1 ? right : 0;
  }

  // Elements that stick out of the window and that no scroll box of their own takes in.
  function sticking() {
    const width = document.documentElement.clientWidth;
    const out = [];
    const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
    const inside = (box) => box.left >= -1 && box.right <= width + 1;
    const walk = (element) => {
      if (!shown(element)) return;
      const box = element.getBoundingClientRect();
      if (box.width > 0 && box.height > 0 && !inside(box) && !clippedAway(element)) {
        const fixed = getComputedStyle(element).position === "fixed";
        if (!(fixed && (box.right <= 0 || box.left >= width))) {
          out.push({ where: name(element), left: box.left, right: box.right, width });
        }
        return;
      }
      if (element.localName === "svg" || (scrolls(element) && inside(box))) return;
      const cut = cutOff(element, box);
      if (cut > box.right) {
        out.push({ where: name(element), left: box.left, right: cut, width });
        return;
      }
      for (const child of element.children) walk(child);
    };
    for (const child of document.body.children) walk(child);
    return out;
  }

  function pictures() {
    const found = document.querySelectorAll("img, svg, canvas, [role=img], input[type=image]");
    return [...found].filter((element) =>
      !element.parentElement.closest("svg, mjx-container")).map((element) => {
      const labelled = (element.getAttribute("aria-labelledby") || "").split(/\s+/)
        .map((id) => id && document.getElementById(id)).filter(Boolean)
        .map((label) => label.textContent).join(" ");
      const title = [...element.children].find((child) => child.localName === "title");
      const alt = /^(img|input)$/.test(element.localName) ? element.getAttribute("alt") : null;
      return {
        where: name(element),
        source: element.getAttribute("src") || "",
        text: labelled || element.getAttribute("aria-label") || alt || title?.textContent || "",
        // A control's picture may be named by the control.
        control: !!element.closest("a, button, label, summary"),
        controlText: element.closest("a, button, label, summary")?.getAttribute("aria-label") ||
          element.closest("a, button, label, summary")?.textContent || "",
        role: element.getAttribute("role"),
        decorative: !!element.closest("[aria-hidden=true]") ||
          /^(presentation|none)$/.test(element.getAttribute("role") || ""),
      };
    });
  }

  // Text in figures against what lies behind it (axe does not look into SVG).
  function figureTexts() {
    const out = [];
    for (const svg of document.querySelectorAll("svg")) {
      if (!shown(svg) || svg.closest("mjx-container")) continue;
      const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim());
      if (!texts.length) continue;
      const ground = paper(svg);
      const shapes = [...svg.querySelectorAll("path, rect, circle, ellipse, polygon")]
        .filter((shape) => !shape.closest("defs, clipPath, marker, symbol, pattern, mask"))
        .map((shape) => ({ shape, style: getComputedStyle(shape) }))
        .filter(({ style }) => style.fill !== "none");
      for (const text of texts) {
        const leaf = text.querySelector("tspan") || text;
        const style = getComputedStyle(leaf);
        const box = text.getBoundingClientRect();
        if (style.fill === "none" || !box.width) continue;
        let behind = ground;
        for (const { shape, style: shapeStyle } of shapes) {
          if (!(shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
          const matrix = shape.getScreenCTM();
          if (!matrix) continue;
          const centre = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2)
            .matrixTransform(matrix.inverse());
          if (!shape.isPointInFill(centre)) continue;
          const colour = [...rgba(shapeStyle.fill)];
          colour[3] *= Number(shapeStyle.fillOpacity) * Number(shapeStyle.opacity);
          behind = over(colour, behind);
        }
        const ink = [...rgba(style.fill)];
        ink[3] *= Number(style.fillOpacity) * Number(style.opacity);
        const size = parseFloat(style.fontSize) * (text.getScreenCTM()?.d ? Math.hypot(
          text.getScreenCTM().b, text.getScreenCTM().d) : 1);
        out.push({
          where: name(svg),
          text: text.textContent.trim().slice(0, 40),
          contrast: contrast(over(ink, behind), behind),
          size,
        });
      }
    }
    return out;
  }

  // Runs of text outside figures and formulas against the paper they stand on, each look once.
  // Axe's own rule also sees what lies across a text; it takes a hundred times as long.
  function texts() {
    const found = new Map();
    const skip = "svg, mjx-container, script, style, template, noscript";
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      // Signs without a letter or a digit are ornament, here as for axe.
      if (!/[\p{L}\p{N}]/u.test(node.data)) continue;
      if (element.closest(skip) || !shown(element)) continue;
      if (element.closest(":disabled, [aria-disabled=true]") || clippedAway(element)) continue;
      const style = getComputedStyle(element);
      const ground = paper(element);
      const key = [style.color, ground, style.fontSize, style.fontWeight, style.opacity].join("|");
      if (found.has(key)) continue;
      const ink = [...rgba(style.color)];
      for (let at = element; at; at = at.parentElement) {
        ink[3] *= Number(getComputedStyle(at).opacity);
      }
      const size = parseFloat(style.fontSize);
      found.set(key, {
        where: name(element),
        text: node.data.trim().slice(0, 40),
        contrast: contrast(over(ink, ground), ground),
        // Bold letters count as large from 14 points on.
        size: Number(style.fontWeight) >= 700 ? size * 24 / 18.66 : size,
      });
    }
    return [...found.values()];
  }

  // How well each drawn line of each figure stands out, in document order.
  function strokes() {
    const out = [];
    for (const svg of document.querySelectorAll("main svg, .nm-explorer svg")) {
      if (!shown(svg) || svg.closest("mjx-container, button, a")) continue;
      const ground = paper(svg);
      for (const line of svg.querySelectorAll("path, line, polyline, use, circle, rect")) {
        const style = getComputedStyle(line);
        if (line.closest("defs, clipPath") || style.stroke === "none") continue;
        const ink = [...rgba(style.stroke)];
        ink[3] *= Number(style.strokeOpacity) * Number(style.opacity);
        out.push({ where: name(line), contrast: contrast(over(ink, ground), ground) });
      }
    }
    return out;
  }

  function headings() {
    const main = document.querySelector("main, [role=main]") || document.body;
    return [...main.querySelectorAll("h1, h2, h3, h4, h5, h6")]
      .filter((heading) => shown(heading) && !clippedAway(heading))
      .map((heading) => ({
        level: Number(heading.localName[1]),
        text: heading.textContent.trim().slice(0, 60),
        where: name(heading),
      }));
  }

  // Blocks of prose whose text, code and typeset mathematics left out, still shows TeX.
  function rawMath() {
    const main = document.querySelector("main, [role=main]") || document.body;
    const skip = "pre, code, kbd, samp, script, style, textarea, mjx-container, svg, template";
    const out = [];
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest(skip)) continue;
      if (/\\\(|\\\)|\\\[|\\\]|\\begin\{|\$/.test(node.data)) {
        out.push({ where: name(node.parentElement), text: node.data.trim().slice(0, 80) });
      }
    }
    return out;
  }

  const mathWithoutTypesetting = () =>
    [...document.querySelectorAll(".math")].filter((math) =>
      !math.querySelector("mjx-container") && !math.closest("pre, code"))
      .map((math) => ({ where: name(math), text: math.textContent.trim().slice(0, 80) }));

  const mathErrors = () =>
    [...document.querySelectorAll("mjx-merror, [data-mjx-error]")].map((math) => ({
      where: name(math),
      text: math.getAttribute("data-mjx-error") || math.textContent.trim(),
    }));

  // The tree of elements with what styles them and what a screen reader is told of them.
  const TOLD = ["class", "role", "aria-label", "aria-labelledby", "aria-hidden", "alt", "tabindex"];
  const outline = () =>
    [...document.body.querySelectorAll("*")].map((element) =>
      [element.localName, ...TOLD.map((told) => element.getAttribute(told) ?? "")].join("|"));

  return {
    contrast, figureTexts, headings, luminance, mathErrors, mathWithoutTypesetting, name, outline, paper,
    pictures, rawMath, rgba, shown, sticking, strokes, texts,
  };
})();
