"""Whether explorers move: judged by the picture's pixels, never by what the page says of itself.

A slider whose read-out changes over a dead picture is the fault these checks are made for.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from .checks import why_not_alt
from .visit import Problem, Visit

PATIENCE_S = 6.0
# Left out of every look, on each side: a ring around a focused slider reaches into its neighbours.
MARGIN_PX = 6
# Pixels that must differ, by how much in a channel, before a picture counts as changed: by more
# than the edge of the same small square does when it is painted anew (up to 30).
CHANGED_PIXELS = 20
CHANGED_BY = 40
KEYS = 3

# Every combination of the sliders' positions: what the picture and the read-out say in words.
_POSITIONS = """(id) => {
  const figure = document.getElementById(id);
  const sliders = [...figure.querySelectorAll("input[type=range]")];
  const start = sliders.map(slider => slider.value);
  const stops = sliders.map(slider => {
    const [min, max] = [Number(slider.min || 0), Number(slider.max || 100)];
    const step = Number(slider.step) || 1;
    return Array.from({length: Math.round((max - min) / step) + 1}, (_, i) => min + i * step);
  });
  const go = (slider, value) => {
    if (Number(slider.value) === value) return;
    slider.value = value;
    slider.dispatchEvent(new Event("input", {bubbles: true}));
    slider.dispatchEvent(new Event("change", {bubbles: true}));
  };
  const seen = [];
  let combinations = [[]];
  for (const values of stops) {
    combinations = combinations.flatMap(head => values.map(value => [...head, value]));
  }
  for (const combination of combinations) {
    for (let i = 0; i < sliders.length; i++) go(sliders[i], combination[i]);
    const picture = figure.querySelector(
      ".nm-explorer-picture [role=img], .nm-explorer-picture svg, .nm-explorer-picture img");
    seen.push({
      at: sliders.map(slider => slider.getAttribute("aria-valuetext") || slider.value).join(", "),
      alt: picture?.getAttribute("aria-label") || picture?.getAttribute("alt") ||
        picture?.querySelector("title")?.textContent || "",
      readout: figure.querySelector(".nm-explorer-readout")?.textContent.trim() || "",
      height: figure.getBoundingClientRect().height,
    });
  }
  for (let i = 0; i < sliders.length; i++) go(sliders[i], Number(start[i]));
  return seen;
}"""


@dataclass
class Explorer:
    """One explorer on an open page."""

    visit: Visit
    id: str

    @property
    def figure(self):
        """The whole of it."""
        return self.visit.page.locator(f"[id='{self.id}']")

    @property
    def where(self) -> str:
        """How a problem names it."""
        return f"{self.visit.name} #{self.id}"

    def sliders(self) -> list:
        """Its one or two sliders."""
        return self.figure.locator("input[type=range]").all()

    def pixels(self) -> np.ndarray:
        """The picture, and nothing around it, as a reader sees it now."""
        picture = self.figure.locator(".nm-explorer-picture")
        shot = Image.open(io.BytesIO(picture.screenshot(animations="disabled")))
        pixels = np.asarray(shot.convert("RGB")).astype(int)
        return pixels[MARGIN_PX:-MARGIN_PX, MARGIN_PX:-MARGIN_PX]

    def wait_for_another(self, picture: np.ndarray) -> np.ndarray:
        """Look until it shows another picture than this, or patience ends; returns the last."""
        self._wait(lambda now: differ(picture, now))
        # The look that satisfied may have caught a picture half painted.
        self.visit.page.wait_for_timeout(150)
        return self.pixels()

    def wait_for(self, picture: np.ndarray) -> np.ndarray:
        """Look until it shows this picture, or patience ends; returns the last look."""
        return self._wait(lambda now: not differ(picture, now))

    def _wait(self, wanted: Callable[[np.ndarray], bool]) -> np.ndarray:
        end = time.monotonic() + PATIENCE_S
        while True:
            pixels = self.pixels()
            if wanted(pixels) or time.monotonic() > end:
                return pixels
            self.visit.page.wait_for_timeout(50)

    def show(self) -> None:
        """Bring it into view."""
        self.figure.evaluate("figure => figure.scrollIntoView({block: 'center'})")
        self.visit.settle()


def differ(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two pictures differ to the eye."""
    if one.shape != other.shape:
        return True
    return int((np.abs(one - other).max(axis=2) > CHANGED_BY).sum()) >= CHANGED_PIXELS


def explorers(visit: Visit) -> list[Explorer]:
    """The explorers of a page."""
    ids = visit.page.locator(".nm-explorer").evaluate_all("all => all.map(one => one.id)")
    return [Explorer(visit, id_) for id_ in ids]


def _fraction(slider) -> float:
    return slider.evaluate("s => (s.value - (s.min || 0)) / ((s.max || 100) - (s.min || 0))")


def _point(slider, fraction: float) -> tuple[float, float]:
    """Where on the screen a slider has its thumb at a fraction of its way."""
    box = slider.bounding_box()
    thumb = 16
    return (
        box["x"] + thumb / 2 + fraction * (box["width"] - thumb),
        box["y"] + box["height"] / 2,
    )


def _far(fraction: float) -> float:
    return 0.9 if fraction < 0.5 else 0.1


def _nudge(slider, wanted: str) -> None:
    """Finish with keys a way back that ended a step or two beside its goal."""
    for _ in range(4):
        now = slider.input_value()
        if now == wanted:
            return
        slider.press("ArrowRight" if float(now) < float(wanted) else "ArrowLeft")


def _there_and_back(
    kind: str, explorer: Explorer, slider, there: Callable[[], None], back: Callable[[], None]
) -> list[Problem]:
    """Move a slider there and back; the picture must follow both ways."""
    label = slider.get_attribute("aria-label") or slider.get_attribute("name") or "slider"
    where = f"{explorer.where} ({label})"
    start = slider.input_value()
    before = explorer.pixels()
    there()
    moved = slider.input_value()
    after = explorer.wait_for_another(before)
    if moved == start:
        return [Problem(kind, where, f"the slider stays at {start}")]
    if not differ(before, after):
        return [Problem(kind, where, f"the picture stays as it is from {start} to {moved}")]
    back()
    _nudge(slider, start)
    if slider.input_value() != start:
        return [Problem(kind, where, f"went back to {slider.input_value()}, not to {start}")]
    again = explorer.wait_for(before)
    if differ(before, again):
        return [Problem(kind, where, f"the picture is another after coming back to {start}")]
    return []


def check_explorer_mouse(visit: Visit) -> list[Problem]:
    """Dragging a slider changes the picture, from the first drag on, and back again."""
    problems = []
    visit.untouched()
    for explorer in explorers(visit):
        explorer.show()
        for slider in explorer.sliders():
            start = _fraction(slider)

            def drag(to: float, slider=slider) -> None:
                mouse = visit.page.mouse
                mouse.move(*_point(slider, _fraction(slider)))
                mouse.down()
                mouse.move(*_point(slider, to), steps=6)
                mouse.up()

            problems += _there_and_back(
                "explorer mouse",
                explorer,
                slider,
                lambda drag=drag, start=start: drag(_far(start)),
                lambda drag=drag, start=start: drag(start),
            )
    return problems


def check_explorer_keyboard(visit: Visit, most: int | None = None) -> list[Problem]:
    """Arrow keys change the picture, and the very first of them is not lost.

    The first slider of each explorer is tried: a second one is worked by the same script, and the
    mouse tries it. Of a page with many explorers, only the first `most`, if that is given.
    """
    problems = []
    visit.untouched()
    for explorer in explorers(visit)[:most]:
        explorer.show()
        problems += _keys(explorer, explorer.sliders()[0])
    return problems


def _keys(explorer: Explorer, slider) -> list[Problem]:
    """Press keys on one slider of an explorer that nobody has touched."""
    problems = []
    forth, home = ("ArrowRight", "ArrowLeft")
    if _fraction(slider) > 0.5:
        forth, home = home, forth

    def press(key: str, times: int = KEYS) -> None:
        for _ in range(times):
            slider.press(key)

    untouched = explorer.pixels()
    slider.focus()
    press(forth, 1)
    first = explorer.wait_for_another(untouched)
    # There and back again; the slider may be at its end by now.
    press(home, 1)
    press(forth, 1)
    second = explorer.wait_for(first)
    if differ(first, second):
        problems.append(
            Problem(
                "explorer keyboard",
                explorer.where,
                "the first key press moved the slider but not the picture",
            )
        )
    press(home, 1)
    explorer.wait_for(untouched)
    return problems + _there_and_back(
        "explorer keyboard", explorer, slider, lambda: press(forth), lambda: press(home)
    )


def check_explorer_touch(visit: Visit, most: int | None = None) -> list[Problem]:
    """A tap on the slider's track changes the picture (the visit must be one with touch).

    Of a page with many explorers, only the first `most` are tried, if that is given.
    """
    problems = []
    visit.untouched()
    for explorer in explorers(visit)[:most]:
        explorer.show()
        for slider in explorer.sliders()[:1]:  # the second is the first one's twin
            start = _fraction(slider)

            def tap(to: float, slider=slider) -> None:
                visit.page.touchscreen.tap(*_point(slider, to))

            problems += _there_and_back(
                "explorer touch",
                explorer,
                slider,
                lambda tap=tap, start=start: tap(_far(start)),
                lambda tap=tap, start=start: tap(start),
            )
    return problems


def check_explorer_words(visit: Visit) -> list[Problem]:
    """At every setting there are words for the picture, a read-out, and no jump of the page."""
    problems = []
    for explorer in explorers(visit):
        slider = explorer.sliders()[0]
        slider.focus()
        slider.press("ArrowRight")
        slider.press("ArrowLeft")
        visit.quiet()
        positions = explorer.visit.page.evaluate(_POSITIONS, explorer.id)
        first_at: dict[str, str] = {}
        for position in positions:
            where = f"{explorer.where} at {position['at']}"
            if why := why_not_alt(position["alt"]):
                problems.append(Problem("explorer words", where, f"the picture {why}"))
            elif position["alt"] in first_at:
                problems.append(
                    Problem(
                        "explorer words",
                        where,
                        "the picture has the same alternative text as at "
                        f"{first_at[position['alt']]}: {position['alt'][:80]!r}",
                    )
                )
            first_at.setdefault(position["alt"], position["at"])
            if not position["readout"]:
                problems.append(Problem("explorer words", where, "the read-out is empty"))
        heights = [position["height"] for position in positions]
        if max(heights) - min(heights) > 1:
            problems.append(
                Problem(
                    "explorer jump",
                    explorer.where,
                    f"its height changes from {min(heights):.0f} to {max(heights):.0f} px as the "
                    "slider moves, and the page with it",
                )
            )
    return problems


def _copied(explorer: Explorer) -> str:
    """What a reader has after pressing the link button, from the clipboard or a box to copy."""
    page = explorer.visit.page
    page.evaluate("() => navigator.clipboard.writeText('nothing copied')")
    explorer.figure.locator(".nm-explorer-link").click()
    page.wait_for_timeout(100)
    box = explorer.figure.locator(".nm-explorer-address")
    return box.input_value() if box.count() else page.evaluate("navigator.clipboard.readText()")


def check_explorer_link(visit: Visit, most: int | None = None) -> list[Problem]:
    """The link that an explorer offers brings another reader to the same setting.

    Of a page with many explorers, only the first `most` are tried, if that is given.
    """
    problems = []
    page = visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.untouched()
    for explorer in explorers(visit)[:most]:
        explorer.show()
        for slider in explorer.sliders():
            slider.press("End" if _fraction(slider) < 0.5 else "Home")
            slider.press("ArrowLeft" if _fraction(slider) > 0.5 else "ArrowRight")
        visit.quiet()
        values = [slider.input_value() for slider in explorer.sliders()]
        shown = explorer.pixels()
        link = _copied(explorer)
        if not link.startswith(visit.place.url(visit.name) + f"#{explorer.id}?"):
            problems.append(Problem("explorer link", explorer.where, f"copies {link[:120]!r}"))
            continue
        visit.load("#" + link.split("#", 1)[1])
        visit.quiet()
        box = explorer.figure.bounding_box()
        height = page.viewport_size["height"]
        if box["y"] > height or box["y"] + box["height"] < 0:
            problems.append(
                Problem("explorer link", explorer.where, "the link does not scroll to it")
            )
        explorer.show()
        restored = [slider.input_value() for slider in explorer.sliders()]
        if restored != values:
            problems.append(
                Problem("explorer link", explorer.where, f"restores {restored}, not {values}")
            )
        elif differ(shown, explorer.wait_for(shown)):
            problems.append(
                Problem("explorer link", explorer.where, "restores the slider, not the picture")
            )
    return problems


def check_explorer_dark(visit: Visit) -> list[Problem]:
    """In the dark theme pictures are dark too, on the setting they have and after a move."""
    problems = []
    for explorer in explorers(visit):
        explorer.show()
        slider = explorer.sliders()[0]
        for moved in (False, True):
            if moved:
                before = explorer.pixels()
                slider.press("End" if _fraction(slider) < 0.5 else "Home")
                pixels = explorer.wait_for_another(before)
            else:
                pixels = explorer.pixels()
            paper = np.median(pixels.reshape(-1, 3), axis=0)
            if paper.max() > 90:
                problems.append(
                    Problem(
                        "explorer dark",
                        explorer.where,
                        f"the picture's paper is rgb{tuple(int(v) for v in paper)} in the dark "
                        f"theme{' after a move' if moved else ''}",
                    )
                )
                break
    return problems
