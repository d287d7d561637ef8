// The least glossary tip that does everything right, unless the page names a fault.
{
  const fault = window.fault || "";
  const tip = document.querySelector(".nm-tip");
  const link = document.querySelector(".reference");
  const show = () => { tip.hidden = false; };
  const hide = () => { tip.hidden = true; };
  let finger = false;
  link.addEventListener("pointerenter", (event) => {
    if (event.pointerType === "mouse" && fault !== "no hover") show();
  });
  link.addEventListener("pointerleave", hide);
  link.addEventListener("pointerdown", (event) => { finger = event.pointerType === "touch"; });
  link.addEventListener("focus", () => { if (!finger && fault !== "no focus") show(); });
  link.addEventListener("blur", hide);
  link.addEventListener("click", (event) => {
    if (!finger) return;
    if (fault === "no tap") location.href = "?elsewhere";
    event.preventDefault();
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && fault !== "stays") hide();
  });
}
