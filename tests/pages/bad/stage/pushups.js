// The least push-ups that do everything right, unless the page names a fault.
{
  const fault = window.fault || "";
  const KEY = "neuromath:pushups";
  const load = () => JSON.parse(localStorage.getItem(KEY) || "{}");
  const save = (id, answer) => {
    if (fault === "forgets") return;
    localStorage.setItem(KEY, JSON.stringify({ ...load(), [id]: answer }));
  };
  for (const section of document.querySelectorAll(".nm-pushup")) {
    const id = section.dataset.nmId;
    const input = section.querySelector(".nm-input");
    const options = [...section.querySelectorAll(".nm-options input")];
    const verdict = section.querySelector(".nm-verdict");
    const given = () =>
      input ? input.value : options.filter((o) => o.checked).map((o) => o.value).join(" ");
    const right = () => {
      if (fault === "accepts everything") return true;
      if (fault === "accepts nothing") return false;
      if (fault === "accepts nothing as an answer" && !given()) return true;
      return given() !== "" && (input ? Number(given()) === 42 : given() === "b");
    };
    section.querySelector(".nm-check").addEventListener("click", () => {
      verdict.dataset.ok = right();
      const says = right() ? "Right." : "Not yet: think of the unit.";
      verdict.textContent = fault === "judges in silence" ? "" : says;
      if (right()) { save(id, given()); section.dataset.nmSolved = "true"; }
    });
    section.dataset.nmSolved = id in load();
    if (input && fault !== "forgets the answer") input.value = load()[id] || "";
    for (const option of options) option.checked = option.value === load()[id];
  }
  for (const panel of document.querySelectorAll(".nm-progress")) {
    const show = () => {
      const solved = Object.keys(load()).length;
      panel.querySelector(".nm-count").textContent = `${solved} of 2 solved`;
    };
    const clear = () => { localStorage.removeItem(KEY); show(); };
    const sure = panel.querySelector(".nm-sure");
    panel.querySelector(".nm-export").addEventListener("click", () => {
      const text = fault === "exports nothing" ? "{}" : JSON.stringify(load());
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      link.download = "push-ups.json";
      link.click();
    });
    panel.querySelector("input[type=file]").addEventListener("change", async (event) => {
      if (fault !== "imports nothing") {
        localStorage.setItem(KEY, await event.target.files[0].text());
      }
      show();
    });
    panel.querySelector(".nm-clear").addEventListener("click", () => {
      sure.hidden = false;
      if (fault === "clears without asking") clear();
    });
    panel.querySelector(".nm-keep").addEventListener("click", () => { sure.hidden = true; });
    panel.querySelector(".nm-clear-now").addEventListener("click", () => {
      sure.hidden = true;
      if (fault !== "never clears") clear();
    });
    show();
  }
}
