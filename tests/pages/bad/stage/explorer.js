// The least explorer that does everything right, unless the page names a fault.
const fault = window.fault || "";
for (const figure of document.querySelectorAll(".nm-explorer")) {
  const slider = figure.querySelector("input[type=range]");
  const picture = figure.querySelector(".nm-explorer-picture");
  const readout = figure.querySelector(".nm-explorer-readout");
  const link = figure.querySelector(".nm-explorer-link");
  const paper = fault === "light in the dark" ? "#ffffff" : "var(--paper)";
  let moves = 0;
  const draw = () => {
    const value = Number(slider.value);
    const shown = fault === "never comes back" ? value + 30 * moves : value * 10;
    const say = fault === "says always the same" ? "a curve" : `a curve that rises to ${value}`;
    picture.innerHTML = `<svg role="img" viewBox="0 0 400 160" aria-label="Voltage against time, ${
      say}."><rect width="400" height="160" style="fill: ${paper}"></rect>
      <path class="line" stroke-width="4" d="M0 150 L200 ${150 - shown} L400 150"></path></svg>`;
  };
  const tell = () => {
    readout.textContent = fault === "says nothing" && slider.value > 5 ? "" : slider.value + " mV";
    figure.style.paddingBottom = fault === "jumps" ? slider.value + "px" : "";
  };
  const moved = (event) => {
    moves += 1;
    tell();
    if (fault === "moves the read-out alone") return;
    if (fault === "loses the first move" && moves === 1 && keyed) return;
    if (fault === "deaf to the mouse" && event.type === "input" && !keyed) return;
    if (fault === "deaf to keys" && keyed && event.isTrusted) return;
    draw();
  };
  let keyed = false;
  slider.addEventListener("keydown", () => { keyed = true; });
  slider.addEventListener("pointerdown", () => { keyed = false; });
  slider.addEventListener("input", moved);
  if (fault === "deaf to touch") {
    slider.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  }
  link.addEventListener("click", () => {
    const value = fault === "links to the start" ? 2 : slider.value;
    const key = fault === "links to nowhere" ? "elsewhere" : figure.id;
    navigator.clipboard.writeText(`${location.href.split("#")[0]}#${key}?value=${value}`);
  });
  const [id, query] = location.hash.slice(1).split("?");
  if (id === figure.id) {
    slider.value = new URLSearchParams(query).get("value");
    if (fault !== "does not scroll there") figure.scrollIntoView({ block: "center" });
  }
  if (!(fault === "restores the slider alone" && id)) draw();
  tell();
}
