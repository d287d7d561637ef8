"""Whether the words of the glossary explain themselves where they stand."""

from __future__ import annotations

from .visit import Problem, Visit

TERMS = "main a.reference:has(.std-term)"
TIP = ".nm-tip"
MIN_WORDS = 3
CHECK = "glossary"


def terms(visit: Visit, most: int = 3) -> list:
    """The first few links to the glossary that are in view, each word once."""
    seen, found = set(), []
    for link in visit.page.locator(TERMS).all():
        href = link.get_attribute("href")
        if href not in seen and link.is_visible():
            seen.add(href)
            found.append(link)
        if len(found) == most:
            break
    return found


def _tip(visit: Visit, *, wanted: bool) -> str:
    """What the tip says, once it is there or gone as wanted; empty when there is none."""
    tip = visit.page.locator(TIP)
    state = "visible" if wanted else "hidden"
    try:
        tip.wait_for(state=state, timeout=600)
    except Exception as error:
        if type(error).__name__ != "TimeoutError":
            raise
    return tip.inner_text() if tip.count() and tip.is_visible() else ""


def check_glossary(visit: Visit) -> list[Problem]:
    """A term's definition shows on hover and on focus, and goes away at Escape."""
    problems = []
    for link in terms(visit):
        where = f"{visit.name} term {link.inner_text()!r}"
        for how, ask in (("hover", link.hover), ("focus", link.focus)):
            visit.page.mouse.move(1, 1)
            visit.page.evaluate("document.activeElement.blur()")
            _tip(visit, wanted=False)
            ask()
            said = _tip(visit, wanted=True)
            if len(said.split()) < MIN_WORDS:
                problems.append(Problem(CHECK, where, f"shows {said!r} on {how}"))
                continue
            box = visit.page.locator(TIP).bounding_box()
            width = visit.page.viewport_size["width"]
            if box["x"] < -1 or box["x"] + box["width"] > width + 1:
                problems.append(Problem(CHECK, where, f"its tip on {how} sticks out of the window"))
            visit.page.keyboard.press("Escape")
            if _tip(visit, wanted=False):
                problems.append(Problem(CHECK, where, f"its tip on {how} stays after Escape"))
    return problems


def check_glossary_tap(visit: Visit) -> list[Problem]:
    """A tap shows the definition and does not lead away (the visit must be one with touch)."""
    problems = []
    for link in terms(visit):
        where = f"{visit.name} term {link.inner_text()!r}"
        link.tap()
        said = _tip(visit, wanted=True)
        if visit.page.url.split("#")[0] != visit.place.url(visit.name):
            problems.append(Problem(CHECK, where, "a tap leads away at once"))
            visit.load()
        elif len(said.split()) < MIN_WORDS:
            problems.append(Problem(CHECK, where, f"shows {said!r} on a tap"))
        visit.page.touchscreen.tap(2, 2)
    return problems
