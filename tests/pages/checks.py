"""What a page of the book must be like for whoever reads it.

Each check is a function of a `Visit` and returns the list of what is wrong; an empty list means
that all is well. The same functions look at the book and at the bad pages in `bad/`, each of which
has one fault that its check, and no other, must report.
"""

from __future__ import annotations

import gzip
import re
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from itertools import zip_longest
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from .visit import Problem, Visit

HERE = Path(__file__).parent
WEIGHT = tomllib.loads((HERE / "weight.toml").read_text(encoding="utf-8"))

MIN_TEXT_CONTRAST = 4.5
MIN_LARGE_TEXT_CONTRAST = 3.0
LARGE_TEXT_PX = 24.0
MIN_ALT_WORDS = 5
MIN_PICTURE_AREA = 50 * 50
MIN_CHARACTERS_OF_A_PAGE = 20


# ---------------------------------------------------------------- what it asks for


def check_foreign(visit: Visit) -> list[Problem]:
    """Nothing is asked of any host but our own, not even in vain."""
    asked = dict.fromkeys(url for url in visit.requests if not visit.is_own(url))
    problems = [Problem("foreign", visit.name, f"asks for {url[:200]}") for url in asked]
    hints = visit.page.evaluate(
        """() => [...document.querySelectorAll("link[rel][href]")]
             .filter(link => /preconnect|dns-prefetch|preload|prefetch/.test(link.rel))
             .map(link => link.href)"""
    )
    problems += [
        Problem("foreign", visit.name, f"announces a request to {url[:200]}")
        for url in hints
        if not visit.is_own(url) and url not in asked
    ]
    return problems


def check_failed(visit: Visit) -> list[Problem]:
    """Everything the page asks of the book is there."""
    failed = dict.fromkeys(
        (url, why) for url, why in visit.failed if visit.is_own(url) and "ERR_ABORTED" not in why
    )
    return [Problem("failed", visit.name, f"{url}: {why}") for url, why in failed]


def check_console(visit: Visit) -> list[Problem]:
    """No error in the browser's console (requests are the business of the two checks above)."""
    told = [text for text in visit.console if not text.startswith("Failed to load resource")]
    return [Problem("console", visit.name, text[:300]) for text in dict.fromkeys(told)]


def check_errors(visit: Visit) -> list[Problem]:
    """No script of the page throws."""
    return [Problem("errors", visit.name, text[:300]) for text in dict.fromkeys(visit.errors)]


def check_weight(visit: Visit) -> list[Problem]:
    """What reading the page costs, before any of it is touched, is within the budget."""
    visit.page.evaluate(
        """async () => {
             const step = innerHeight;
             for (let y = 0; y < document.documentElement.scrollHeight; y += step) {
               scrollTo(0, y);
               await new Promise(requestAnimationFrame);
             }
             scrollTo(0, 0);
           }"""
    )
    visit.quiet()
    weight = weigh(visit)
    problems = []
    for kind, bytes_, limit in (
        ("of our own", weight.own, WEIGHT["own_bytes"]),
        ("in all", weight.total, WEIGHT["total_bytes"]),
    ):
        if bytes_ > limit:
            problems.append(
                Problem(
                    "weight",
                    visit.name,
                    f"{bytes_:,} bytes {kind} before a touch, {limit:,} allowed; "
                    f"heaviest: {weight.heaviest(own=kind == 'of our own')}",
                )
            )
    return problems


@dataclass(frozen=True)
class Weight:
    """Compressed bytes of each file that a page loads."""

    files: dict[str, int]

    @staticmethod
    def is_stock(name: str) -> bool:
        """Whether a file comes with the theme, MathJax or Sphinx."""
        return any(fnmatch(name, pattern) for pattern in WEIGHT["stock"])

    @property
    def total(self) -> int:
        """All bytes."""
        return sum(self.files.values())

    @property
    def own(self) -> int:
        """Bytes of the book's own: text, figures, explorers, push-ups, style."""
        return sum(size for name, size in self.files.items() if not self.is_stock(name))

    def heaviest(self, *, own: bool, count: int = 4) -> str:
        """The files that weigh most, as a sentence's end."""
        files = [item for item in self.files.items() if not (own and self.is_stock(item[0]))]
        files.sort(key=lambda item: -item[1])
        return ", ".join(f"{name} {size:,}" for name, size in files[:count])


@cache
def _compressed(path: Path, modified: int) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def weigh(visit: Visit) -> Weight:
    """Weigh what the page has loaded so far, each file compressed as a server would."""
    sizes = {}
    for url in dict.fromkeys(visit.requests):
        path = visit.place.file_of(url)
        if path is not None and path.is_file():
            name = path.relative_to(visit.place.folder).as_posix()
            sizes[name] = _compressed(path, path.stat().st_mtime_ns)
    return Weight(sizes)


# ---------------------------------------------------------------- what it says


def why_not_alt(text: str, *, words: int = MIN_ALT_WORDS) -> str | None:
    """What is wrong with a text that should stand for a picture; None when nothing is."""
    text = " ".join(text.split())
    if not text:
        return "has no alternative text and is not declared decorative"
    if re.fullmatch(r"\S+\.(png|svg|jpe?g|gif|webp|avif)", text, re.I) or "_images/" in text:
        return f"has a file name for alternative text: {text[:80]!r}"
    if re.search(r"\b(?=[0-9a-f]*\d)[0-9a-f]{16,}\b", text, re.I):
        return f"has a hash for alternative text: {text[:80]!r}"
    if re.fullmatch(r"(a |the |an )?(figure|image|img|picture|plot|graph|chart|diagram)s?[ .\d]*",
                    text, re.I):  # fmt: skip
        return f"has a placeholder for alternative text: {text!r}"
    if len(text.split()) < words:
        return f"has only {len(text.split())} words of alternative text: {text!r}"
    return None


def check_alt(visit: Visit) -> list[Problem]:
    """Every picture says in words what it shows, or that it is only decoration."""
    problems = []
    for picture in visit.page.evaluate("() => nmProbe.pictures()"):
        if picture["decorative"]:
            continue
        text, words = picture["text"], MIN_ALT_WORDS
        if picture["control"]:
            # A picture on a button or link: the control's name is what counts, and may be short.
            text, words = text or picture["controlText"], 1
        if why := why_not_alt(text, words=words):
            problems.append(Problem("alt", f"{visit.name} {picture['where']}", why))
    return problems


def check_identity(visit: Visit) -> list[Problem]:
    """The page has a language and a title of its own."""
    lang, title = visit.page.evaluate("() => [document.documentElement.lang, document.title]")
    problems = []
    if not re.fullmatch(r"[a-z]{2,3}(-\w+)*", lang or ""):
        problems.append(Problem("identity", visit.name, f"html has the language {lang!r}"))
    if not title.strip() or "no title" in title.lower():
        problems.append(Problem("identity", visit.name, f"the title is {title!r}"))
    return problems


def check_headings(visit: Visit) -> list[Problem]:
    """One first heading, and no level left out on the way down."""
    headings = visit.page.evaluate("() => nmProbe.headings()")
    problems = []
    first = [heading for heading in headings if heading["level"] == 1]
    if len(first) != 1:
        problems.append(Problem("headings", visit.name, f"{len(first)} headings of level 1"))
    level = 0
    for heading in headings:
        if heading["level"] > level + 1:
            problems.append(
                Problem(
                    "headings",
                    f"{visit.name} {heading['where']}",
                    f"{heading['text']!r} has level {heading['level']} after level {level}",
                )
            )
        level = heading["level"]
    return problems


def check_math(visit: Visit) -> list[Problem]:
    """Mathematics is typeset: no TeX is left in the prose, and MathJax had nothing to object."""
    problems = []
    for kind, found in (
        ("shows TeX", visit.page.evaluate("() => nmProbe.rawMath()")),
        ("is not typeset", visit.page.evaluate("() => nmProbe.mathWithoutTypesetting()")),
        ("is an error of MathJax", visit.page.evaluate("() => nmProbe.mathErrors()")),
    ):
        seen = {problem.where for problem in problems}
        problems += [
            Problem("math", where, f"{kind}: {item['text']}")
            for item in found
            if (where := f"{visit.name} {item['where']}") not in seen
        ]
    return problems


# ---------------------------------------------------------------- who can read it


@dataclass(frozen=True)
class AxeException:
    """A violation that is known and accepted, and why."""

    rule: str
    selector: str
    page: str
    why: str


def axe_exceptions(path: Path = HERE / "axe_exceptions.toml") -> list[AxeException]:
    """The accepted violations."""
    listed = tomllib.loads(path.read_text(encoding="utf-8")).get("exception", [])
    return [AxeException(**entry) for entry in listed]


def check_axe(
    visit: Visit,
    allowed: list[AxeException] | None = None,
    *,
    rules: list[str] | None = None,
    leave_out: tuple[str, ...] = (),
) -> list[Problem]:
    """Axe finds nothing but the listed exceptions."""
    allowed = axe_exceptions() if allowed is None else allowed
    # Axe would otherwise ask for every style sheet again, which a browser forbids on a disk: errors
    # in the console that are the test's own, for the sake of one rule on locked orientation.
    options: dict = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    options["rules"] = {rule: {"enabled": False} for rule in leave_out}
    found = Axe().run(visit.page, options=options).response["violations"]
    problems = []
    for violation in found:
        for node in violation["nodes"]:
            target = node["target"][-1]
            excused = any(
                exception.rule == violation["id"]
                and visit.page.evaluate(
                    "([target, wanted]) => !!document.querySelector(target)?.matches(wanted)",
                    [target, exception.selector],
                )
                for exception in allowed
            )
            if not excused:
                why = (node.get("any") or node.get("all") or node.get("none") or [{}])[0]
                problems.append(
                    Problem(
                        "axe",
                        f"{visit.name} {target}",
                        f"{violation['id']}: {why.get('message') or violation['help']}",
                    )
                )
    return problems


def outline(visit: Visit) -> list[str]:
    """Return the page's elements in their order, and all of each that axe goes by."""
    return visit.page.evaluate("() => nmProbe.outline()")


def check_same_page(name: str, served: list[str], on_disk: list[str]) -> list[Problem]:
    """From a disk it is the page that it is from a server: what axe found there, it finds here."""
    if served == on_disk:
        return []
    pairs = zip_longest(served, on_disk, fillvalue="nothing")
    one, other = next((a, b) for a, b in pairs if a != b)
    return [Problem("same page", name, f"from a server it has {one!r}, from a disk {other!r}")]


def check_figure_contrast(visit: Visit) -> list[Problem]:
    """Text in drawn figures stands out from what is behind it (axe does not look into SVG)."""
    return _faint("figure contrast", visit, "() => nmProbe.figureTexts()")


def check_contrast(visit: Visit) -> list[Problem]:
    """Text stands out from its paper: what axe looks at when it is light, quickly, for the dark."""
    return _faint("contrast", visit, "() => nmProbe.texts()")


def _faint(check: str, visit: Visit, texts: str) -> list[Problem]:
    problems = {}
    for text in visit.page.evaluate(texts):
        large = text["size"] >= LARGE_TEXT_PX
        needed = MIN_LARGE_TEXT_CONTRAST if large else MIN_TEXT_CONTRAST
        if text["contrast"] < needed - 0.005:
            where = f"{visit.name} {text['where']} {text['text']!r}"
            problems[where] = Problem(
                check, where, f"contrast {text['contrast']:.2f}, {needed} needed"
            )
    return list(problems.values())


def colours(visit: Visit) -> dict:
    """How light the paper is, and how each line of a figure stands out from it."""
    return visit.page.evaluate(
        """() => {
             const main = document.querySelector("main, [role=main]") || document.body;
             return {
               paper: nmProbe.luminance(nmProbe.paper(main)),
               strokes: nmProbe.strokes(),
             };
           }"""
    )


def check_themes(visit: Visit, light: dict, dark: dict) -> list[Problem]:
    """There is a light and a dark page, and no line of a figure gets lost in either."""
    problems = []
    if not (light["paper"] > 0.7 and dark["paper"] < 0.1):
        problems.append(
            Problem(
                "themes",
                visit.name,
                f"the paper's luminance is {light['paper']:.2f} in the light theme and "
                f"{dark['paper']:.2f} in the dark one; above 0.7 and below 0.1 expected",
            )
        )
    pairs = zip(light["strokes"], dark["strokes"], strict=True)
    for in_light, in_dark in pairs:
        low, high = sorted((in_light["contrast"], in_dark["contrast"]))
        if low < 1.5 and high >= 3:
            lost = "light" if in_light["contrast"] == low else "dark"
            problems.append(
                Problem(
                    "themes",
                    f"{visit.name} {in_light['where']}",
                    f"a line gets lost in the {lost} theme (contrast {low:.2f}, {high:.2f} in "
                    "the other)",
                )
            )
    return problems


def check_width(visit: Visit) -> list[Problem]:
    """The page fits the window: wide things scroll in boxes of their own, the page does not."""
    scroll, client = visit.page.evaluate(
        """() => { const root = document.scrollingElement;
                   return [root.scrollWidth, root.clientWidth]; }"""
    )
    sticking = visit.page.evaluate("() => nmProbe.sticking()")
    problems = [
        Problem(
            "width",
            f"{visit.name} {item['where']}",
            f"reaches from {item['left']:.0f} to {item['right']:.0f} px in a window of "
            f"{item['width']} px",
        )
        for item in sticking
    ]
    if scroll > client + 1 and not problems:
        problems.append(
            Problem("width", visit.name, f"{scroll} px wide in a window of {client} px")
        )
    return problems


def check_without_script(visit: Visit) -> list[Problem]:
    """With JavaScript off, the text and the first picture of each explorer are there."""
    problems = []
    main = visit.page.locator("main, [role=main]").first
    text = main.inner_text() if main.count() else visit.page.locator("body").inner_text()
    if len(text.strip()) < MIN_CHARACTERS_OF_A_PAGE:
        problems.append(Problem("without script", visit.name, f"says only {text.strip()!r}"))
    explorers = visit.page.locator(".nm-explorer")
    for index in range(explorers.count()):
        explorer = explorers.nth(index)
        picture = explorer.locator(".nm-explorer-picture svg, .nm-explorer-picture img").first
        box = picture.bounding_box() if picture.count() else None
        if not box or box["width"] * box["height"] < MIN_PICTURE_AREA:
            where = f"{visit.name} #{explorer.get_attribute('id')}"
            problems.append(Problem("without script", where, "shows no picture"))
    return problems


PASSIVE = (
    check_foreign,
    check_failed,
    check_console,
    check_errors,
    check_alt,
    check_identity,
    check_headings,
    check_math,
    check_figure_contrast,
    check_width,
)
