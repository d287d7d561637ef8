"""Whether pattern pads can be painted, and whether their networks come to where the library's do.

A state is read twice: from what a screen reader is told of each pixel, and from the pixels' look.
The network is the page's own data, unpacked here, and run by the library.
"""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PIL import Image

from neuromath_lib import hopfield

from .checks import why_not_alt
from .visit import Problem, Visit

LABEL = re.compile(r"row (\d+), column (\d+): (ink|paper)(, wants to flip)?")
TRIALS = 3  # each does something else
SMALLEST_PX = 24  # of a thing to hit with a finger: WCAG 2.2, success criterion 2.5.8
PATIENCE_MS = 4000

_DATA = """async (figure) => {
  const element = figure.querySelector("[data-nm-later]");
  if (!element.dataset.nmSrc) return JSON.parse(element.textContent);
  const known = () => (window.nmLater || {})[element.dataset.nmKey];
  for (let k = 0; k < 100 && !known(); k++) await new Promise(done => setTimeout(done, 20));
  return known();
}"""


@dataclass
class Pad:
    """One pattern pad on an open page."""

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

    def problem(self, kind: str, what: str) -> Problem:
        """Something wrong with it."""
        return Problem(f"pad {kind}", self.where, what)

    def part(self, name: str):
        """One of its parts, by what it is called."""
        return self.figure.locator(f".nm-pad-{name}")

    def pixel(self, k: int):
        """One of its pixels."""
        return self.figure.locator("[role=gridcell]").nth(k)

    def labels(self) -> list[str]:
        """What a screen reader says of each pixel."""
        return self.figure.locator("[role=gridcell]").evaluate_all(
            "cells => cells.map(cell => cell.getAttribute('aria-label') || '')"
        )

    def state(self) -> np.ndarray:
        """The state, as a screen reader tells it; 0 where it does not."""
        said = [LABEL.fullmatch(label) for label in self.labels()]
        return np.array([0 if not one else 1 if one[3] == "ink" else -1 for one in said])

    def wanting(self) -> np.ndarray:
        """Which units are marked as wanting to flip."""
        return np.array([label.endswith("wants to flip") for label in self.labels()])

    def looks(self) -> np.ndarray:
        """The state, as one sees it: each pixel nearer to the ink's or to the paper's colour."""
        corners, ink, paper = self.figure.evaluate(
            """figure => {
                 const shown = name => {
                   const probe = document.createElement("i");
                   probe.style.color = getComputedStyle(figure).getPropertyValue(name);
                   figure.append(probe);
                   const colour = getComputedStyle(probe).color.match(/[\\d.]+/g).map(Number);
                   probe.remove();
                   return colour.slice(0, 3);
                 };
                 const grid = figure.querySelector("[role=grid]").getBoundingClientRect();
                 const cells = [...figure.querySelectorAll("[role=gridcell]")];
                 return [
                   cells.map(cell => {
                     const box = cell.getBoundingClientRect();
                     return [box.x - grid.x + box.width / 6, box.y - grid.y + box.height / 6];
                   }),
                   shown("--nm-ink"), shown("--nm-paper"),
                 ];
               }"""
        )
        grid = self.figure.locator("[role=grid]")
        shot = Image.open(io.BytesIO(grid.screenshot(animations="disabled"))).convert("RGB")
        colours = np.array([shot.getpixel((round(x), round(y))) for x, y in corners])
        far = [np.abs(colours - one).sum(axis=1) for one in (ink, paper)]
        return np.where(far[0] < far[1], 1, -1)

    def show(self) -> None:
        """Bring it into view, and wait until it can be touched."""
        self.figure.evaluate("figure => figure.scrollIntoView({block: 'center'})")
        self.figure.locator("[role=gridcell]").first.wait_for()
        self.visit.settle()

    def press(self, name: str) -> None:
        """Press one of its buttons, and wait for the answer."""
        self.part(name).click()
        self.visit.page.wait_for_timeout(20)

    @cached_property
    def data(self) -> dict:
        """What its script works with."""
        self.figure.dispatch_event("touchstart")
        return self.figure.evaluate(_DATA)

    @cached_property
    def network(self) -> hopfield.Network:
        """The network that the page ships, as the library has it."""
        n_units = len(self.labels())
        packed = np.frombuffer(
            base64.b64decode(self.data["weights"]["data"]), dtype=self.data["weights"]["kind"]
        )
        weights = np.zeros((n_units, n_units), dtype=packed.dtype)
        if self.data["symmetric"]:
            weights[np.tri(n_units, k=-1, dtype=bool)] = packed
            weights = weights + weights.T
        else:
            weights[~np.eye(n_units, dtype=bool)] = packed
        unit = self.data["unit"]
        return hopfield.Network(weights * unit, np.array(self.data["thresholds"]) * unit)

    @property
    def memories(self) -> np.ndarray:
        """The memories that the page ships."""
        bits = [list(map(int, memory)) for memory in self.data["memories"]]
        return 2 * np.array(bits, dtype=int).reshape(len(bits), len(self.labels())) - 1


def pads(visit: Visit) -> list[Pad]:
    """The pads of a page."""
    ids = visit.page.locator(".nm-pad").evaluate_all("all => all.map(one => one.id)")
    return [Pad(visit, id_) for id_ in ids]


def _flips(pad: Pad, kind: str, k: int, touch) -> list[Problem]:
    """Touch pixel k twice: it, and no other, must flip, to the ear and to the eye, and back."""
    problems = []
    before = pad.state()
    wanted = before.copy()
    for back in (False, True):
        wanted[k] *= -1
        touch(pad.pixel(k))
        pad.visit.page.wait_for_timeout(20)
        which = f"pixel {k + 1}{', touched again,' if back else ''}"
        if not np.array_equal(pad.state(), wanted):
            changed = np.flatnonzero(pad.state() != before) + 1
            problems.append(
                pad.problem(kind, f"after {which} it says that of all pixels {changed} changed")
            )
        elif not np.array_equal(pad.looks(), wanted):
            problems.append(pad.problem(kind, f"{which} does not look as it says"))
        if problems:
            return problems
    return []


def _some_pixels(pad: Pad) -> list[int]:
    n = len(pad.labels())
    return [0, n // 2, n - 1]


def check_pad_mouse(visit: Visit) -> list[Problem]:
    """A click flips a pixel, the first click on the page too, and dragging paints a line."""
    problems = []
    visit.untouched()
    for pad in pads(visit):
        pad.show()
        for k in _some_pixels(pad):
            problems += _flips(pad, "mouse", k, lambda pixel: pixel.click())
        columns = max(int(LABEL.fullmatch(label)[2]) for label in pad.labels())
        line = list(range(columns, 2 * columns))
        first, last = (pad.pixel(k).bounding_box() for k in (line[0], line[-1]))
        height = first["y"] + first["height"] / 2
        # Twice: the first stroke may come upon pixels that have its colour already.
        for _ in range(2):
            value = -pad.state()[line[0]]
            visit.page.mouse.move(first["x"] + first["width"] / 2, height)
            visit.page.mouse.down()
            visit.page.mouse.move(last["x"] + last["width"] / 2, height, steps=3 * columns)
            visit.page.mouse.up()
            visit.page.wait_for_timeout(20)
            if not np.all(pad.state()[line] == value):
                problems.append(pad.problem("mouse", "dragging over a line does not paint it"))
                break
    return problems


def check_pad_touch(visit: Visit) -> list[Problem]:
    """A tap flips a pixel, and pixels are large enough (the visit must be one with touch)."""
    problems = []
    visit.untouched()
    for pad in pads(visit):
        pad.show()
        for k in _some_pixels(pad):
            problems += _flips(pad, "touch", k, lambda pixel: pixel.tap())
        box = pad.pixel(0).bounding_box()
        size = min(box["width"], box["height"])
        if size < SMALLEST_PX - 0.01:
            problems.append(
                pad.problem("touch", f"a pixel is {size:.1f} px wide; {SMALLEST_PX} needed")
            )
    return problems


def check_pad_keyboard(visit: Visit) -> list[Problem]:
    """One stop of the Tab key, arrows from there, Space and Enter flip; the first key counts."""
    problems = []
    visit.untouched()
    for pad in pads(visit):
        pad.show()
        stops = pad.figure.locator("[role=gridcell][tabindex='0']")
        if stops.count() != 1:
            problems.append(
                pad.problem("keyboard", f"{stops.count()} pixels are stops of the Tab key, not 1")
            )
            continue
        stops.focus()
        at = pad.labels()
        columns = max(int(LABEL.fullmatch(label)[2]) for label in at)
        problems += _flips(pad, "keyboard", 0, lambda pixel: pixel.press("Space"))
        for key, wanted in (
            ("ArrowRight", 1),
            ("ArrowDown", columns + 1),
            ("Home", columns),
            ("ArrowUp", 0),
            ("End", columns - 1),
            ("Control+End", len(at) - 1),
            ("ArrowLeft", len(at) - 2),
            ("Control+Home", 0),
        ):
            visit.page.keyboard.press(key)
            now = visit.page.evaluate("() => document.activeElement.getAttribute('aria-label')")
            if now != pad.labels()[wanted]:
                problems.append(
                    pad.problem("keyboard", f"{key} goes to {now!r}, not to pixel {wanted + 1}")
                )
                break
        else:
            problems += _flips(pad, "keyboard", 0, lambda pixel: pixel.press("Enter"))
    return problems


def check_pad_words(visit: Visit) -> list[Problem]:
    """The grid has a name, each pixel its place and state, and what happens is announced."""
    problems = []
    visit.untouched()
    for pad in pads(visit):
        pad.show()
        said = [LABEL.fullmatch(label) for label in pad.labels()]
        places = {(one[1], one[2]) for one in said if one}
        if len(places) < len(said):
            problems.append(pad.problem("words", "not every pixel says its own place and state"))
        name = pad.figure.locator("[role=grid]").get_attribute("aria-label") or ""
        if why := why_not_alt(name):
            problems.append(pad.problem("words", f"the grid's name {why}"))
        status = pad.figure.locator("[role=status]")
        for action in ("corrupt", "unit", "sweep", "settle", "reset"):
            before = status.text_content()
            pad.press(action)
            after = status.text_content()
            if not after.strip() or after == before:
                problems.append(pad.problem("words", f"nothing is announced after {action}"))
    return problems


def check_pad_corrupt(visit: Visit) -> list[Problem]:
    """As many pixels are flipped as is said, none of them twice, and others the next time."""
    problems = []
    visit.untouched()
    for pad in pads(visit):
        pad.show()
        n = len(pad.labels())
        for share in ("10", "50"):
            pad.part("fraction").select_option(share)
            drawn = []
            for _ in range(3):
                pad.press("reset") if not drawn else None
                before = pad.state()
                pad.press("corrupt")
                drawn.append(np.flatnonzero(pad.state() != before))
            wanted = int(n * int(share) / 100 + 0.5)
            numbers = [len(sites) for sites in drawn]
            if numbers != [wanted] * 3:
                problems.append(
                    pad.problem("corrupt", f"{share} % of {n} flips {numbers}, not {wanted} each")
                )
            elif all(np.array_equal(drawn[0], sites) for sites in drawn):
                problems.append(pad.problem("corrupt", "the same pixels are flipped each time"))
    return problems


def check_pad_recall(visit: Visit) -> list[Problem]:
    """From damaged memories the page comes to the states to which the library comes."""
    problems = []
    visit.untouched()
    for pad in pads(visit):
        pad.show()
        problems += _recalls(pad, pad.network, pad.memories)
    return problems


def _recalls(
    pad: Pad, network: hopfield.Network, memories: np.ndarray, kind: str = "recall", most: int = 99
) -> list[Problem]:
    """Damage, sweep, settle, damage again; each time the library must agree."""
    seed = pad.data["seed"]
    reading = "reading" if kind == "recall" else kind
    for trial in range(min(TRIALS, most)):
        choices = pad.part("memory").locator("option").evaluate_all("all => all.map(o => o.value)")
        pad.part("memory").select_option(choices[trial % len(choices)])
        pad.press("show")
        pad.part("fraction").select_option(("50", "50", "30")[trial % 3])
        pad.press("corrupt")
        start = pad.state()
        if problems := _reads(pad, network, memories, start, reading):
            return problems
        if trial % 3 == 0:
            # One unit after the other, by the orders of the first sweep.
            pad.part("unit").evaluate(
                "(button, times) => { for (let k = 0; k < times; k++) button.click(); }", start.size
            )
            pad.visit.page.wait_for_timeout(50)
            what = "all units, one by one,"
        else:
            pad.press("sweep")
            what = "one sweep"
            if not _says(pad, "^One sweep, "):
                return [pad.problem(kind, "one sweep: it never says how many units flipped")]
        wanted = network.watch(start, np.random.default_rng(seed), 1)[-1]
        if off := int((pad.state() != wanted).sum()):
            return [pad.problem(kind, f"{what} from trial {trial}: {off} units unlike ours")]
        pad.press("settle")
        if not _says(pad, "^[0-9]+ sweeps?, "):
            return [pad.problem(kind, "settling: it never says after how many sweeps")]
        ours = network.recall(start, np.random.default_rng(seed), max_sweeps=_sweeps(pad))
        if off := int((pad.state() != ours.states).sum()):
            return [pad.problem(kind, f"settling from trial {trial}: {off} units unlike ours")]
        if problems := _reads(pad, network, memories, ours.states, reading):
            return problems
    return []


def _says(pad: Pad, pattern: str) -> bool:
    """Wait until what is announced has a pattern in it; whether it came to that."""
    status = pad.figure.locator("[role=status]")
    for _ in range(PATIENCE_MS // 40):
        if re.search(pattern, status.text_content()):
            return True
        pad.visit.page.wait_for_timeout(40)
    return False


def _sweeps(pad: Pad) -> int:
    orders = base64.b64decode(pad.data["orders"]["data"])
    return len(orders) // len(pad.labels())


def _reads(
    pad: Pad, network: hopfield.Network, memories: np.ndarray, state: np.ndarray, kind: str
) -> list[Problem]:
    """What the page says of a state must be what the library finds."""

    def told(name: str) -> list[float]:
        texts = pad.part(name).all_text_contents()
        return [float(text.replace("\N{MINUS SIGN}", "-")) for text in texts]

    wanting = network.stability(state) < -1e-9
    found = {
        "number": list(hopfield.overlap(state, memories)) if len(memories) else [],
        "wanting": [wanting.sum()],
    }
    if network.symmetric:
        found["energy"] = [network.energy(state)]
    for name, ours in found.items():
        theirs = told(name)
        if theirs and (len(theirs) != len(ours) or np.abs(np.subtract(theirs, ours)).max() > 0.006):
            return [pad.problem(kind, f"{name} is told as {theirs}; it is {ours}")]
    if not np.array_equal(pad.wanting(), wanting):
        return [pad.problem(kind, "marks other units than those that want to flip")]
    if not np.array_equal(pad.looks(), state):
        return [pad.problem(kind, "the pixels do not look as they say")]
    same = np.flatnonzero((memories == state).all(axis=1)) if len(memories) else []
    words = pad.figure.locator("[role=status]").text_content()
    names = pad.part("name").all_text_contents()
    if not wanting.any() and len(same) and names and f"At rest in {names[same[0]]}" not in words:
        return [pad.problem(kind, f"rests in {names[same[0]]}, and says {words!r}")]
    return []


def check_pad_learning(visit: Visit) -> list[Problem]:
    """What the reader stores is learnt as Hebb's rule has it."""
    problems = []
    visit.untouched()
    for pad in pads(visit):
        if not pad.part("store").count():
            continue
        pad.show()
        stored = []
        for sites in (range(0, 1), range(2, 7)):
            for k in sites:
                pad.pixel(k).click()
            visit.page.wait_for_timeout(20)
            stored.append(pad.state())
            pad.press("store")
        # In units of the weights, for the page keeps its whole numbers.
        learnt = pad.network.weights + pad.data["unit"] * hopfield.hebbian(stored)
        network = hopfield.Network(learnt, pad.network.thresholds)
        known = np.concatenate([pad.memories, stored])
        problems += _recalls(pad, network, known, "learning")
        pad.press("forget")
        problems += _recalls(pad, pad.network, pad.memories, "learning", most=1)
    return problems


def check_pad_link(visit: Visit) -> list[Problem]:
    """The link that a pad offers brings another reader to the same pattern."""
    problems = []
    page = visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.untouched()
    for pad in pads(visit):
        pad.show()
        pad.press("corrupt")
        pad.pixel(1).click()
        state = pad.state()
        page.evaluate("() => navigator.clipboard.writeText('nothing copied')")
        pad.part("link").click()
        page.wait_for_timeout(100)
        box = pad.part("address")
        link = box.input_value() if box.count() else page.evaluate("navigator.clipboard.readText()")
        if not link.startswith(visit.place.url(visit.name) + f"#{pad.id}?"):
            problems.append(pad.problem("link", f"copies {link[:120]!r}"))
            continue
        visit.load("#" + link.split("#", 1)[1])
        visit.quiet()
        if not np.array_equal(pad.state(), state):
            problems.append(pad.problem("link", "the link shows another pattern"))
        top = pad.figure.bounding_box()["y"]
        if not -200 < top < page.viewport_size["height"]:
            problems.append(pad.problem("link", "the link does not scroll to it"))
    return problems


def check_pad_dark(visit: Visit) -> list[Problem]:
    """In the dark theme paper is dark and ink is light."""
    problems = []
    visit.untouched()
    for pad in pads(visit):
        pad.show()
        grid = pad.figure.locator("[role=grid]")
        for theme in ("light", "dark"):
            visit.theme(theme)
            seen = np.asarray(Image.open(io.BytesIO(grid.screenshot())).convert("L"))
            low, high = np.percentile(seen, [1, 99])
            paper = next(k for k, unit in enumerate(pad.state()) if unit < 0)
            box, outer = pad.pixel(paper).bounding_box(), grid.bounding_box()
            x = int(box["x"] - outer["x"] + box["width"] / 6)
            y = int(box["y"] - outer["y"] + box["height"] / 6)
            bright = seen[y, x] > (int(low) + int(high)) / 2
            if bright != (theme == "light") or not np.array_equal(pad.looks(), pad.state()):
                problems.append(pad.problem("dark", f"paper has brightness {seen[y, x]} in the "
                                                    f"{theme} theme"))  # fmt: skip
    return problems


def check_pad_without_script(visit: Visit) -> list[Problem]:
    """With JavaScript off, the pattern to begin with is there, and says what it shows."""
    problems = []
    for index in range(visit.page.locator(".nm-pad").count()):
        figure = visit.page.locator(".nm-pad").nth(index)
        pad = Pad(visit, figure.get_attribute("id"))
        picture = figure.locator(".nm-pad-picture svg")
        box = picture.bounding_box() if picture.count() else None
        if not box or min(box["width"], box["height"]) < 50:
            problems.append(pad.problem("without script", "shows no picture"))
        elif why := why_not_alt(picture.get_attribute("aria-label") or ""):
            problems.append(pad.problem("without script", f"the picture {why}"))
    return problems


WITH_MOUSE_AND_KEYS = (
    check_pad_mouse,
    check_pad_keyboard,
    check_pad_words,
    check_pad_corrupt,
    check_pad_recall,
    check_pad_learning,
    check_pad_link,
    check_pad_dark,
)
