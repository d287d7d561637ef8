"""How a page of the book is read and touched by the tests.

Opening a chapter takes longer than most of the checks do, so that it is opened four times and each
time asked all that it can be asked there. From a server it is read at three widths, and in the dark
on a phone, and then touched with a mouse. From a disk it has to be the same page, element by
element, and to ask for nothing that is not there; it is weighed there, worked by keys in the dark,
and has to remember. Then there are a finger on a phone, and a reader without JavaScript.

Axe takes most of the time, so it has all its say once, on the wide light page, and is asked on a
phone only what a width can change. Its rule on contrast takes most of that: it looks at a sample of
the pages that share a style, and a probe of our own at all of them in both themes. What one script
does for all pages alike, links to a setting, taps and a memory for answers, is tried on the sample.
"""

from __future__ import annotations

from . import checks, explorer_checks, glossary_checks, pushup_checks, site
from .visit import Problem, Visit, visit

WIDE, NARROW, NARROWEST = 1280, 390, 320
CHANGED_BY_WIDTH = ["scrollable-region-focusable", "target-size"]
ANSWERS = pushup_checks.answers_from_decks


def from_server_and_disk(browser, places: dict, name: str) -> list[Problem]:
    """All that is wrong with a page, for a mouse, or for a keyboard without a network."""
    sample = site.is_sample(places["http"].folder, name)
    with visit(browser, places["http"], name, width=WIDE) as seen:
        served = checks.outline(seen)
        problems = _read(seen, sample=sample)
        seen.theme("light")
        seen.resize(WIDE)
        if sample:
            problems += explorer_checks.check_explorer_link(seen, most=1)
        problems += _touch_with_a_mouse(seen) + _set_off(seen)
    with visit(browser, places["file"], name, width=WIDE) as seen:
        on_disk = checks.outline(seen)
        for check in checks.PASSIVE:
            problems += check(seen)
        problems += checks.check_weight(seen)
        seen.theme("dark")
        problems += explorer_checks.check_explorer_keyboard(seen, most=1)
        problems += explorer_checks.check_explorer_dark(seen)
        if sample:
            problems += pushup_checks.check_pushup_memory(seen, ANSWERS)
        problems += _set_off(seen)
    return problems + checks.check_same_page(name, served, on_disk)


def _read(seen: Visit, *, sample: bool) -> list[Problem]:
    """What is wrong before anything is touched: wide and light first, then narrow, then dark."""
    problems = []
    for check in checks.PASSIVE:
        problems += check(seen)
    problems += checks.check_contrast(seen)
    problems += checks.check_axe(seen, leave_out=() if sample else ("color-contrast",))
    for width in (NARROWEST, NARROW):
        seen.resize(width)
        problems += checks.check_width(seen)
    problems += checks.check_axe(seen, rules=CHANGED_BY_WIDTH)
    light = checks.colours(seen)
    seen.theme("dark")
    problems += checks.check_themes(seen, light, checks.colours(seen))
    return problems + checks.check_contrast(seen) + checks.check_figure_contrast(seen)


def _touch_with_a_mouse(seen: Visit) -> list[Problem]:
    """What is wrong with explorers, push-ups and terms.

    That every answer to a push-up is judged as in a notebook is tested with the decks; here one
    wrong answer of each will do.
    """
    return (
        explorer_checks.check_explorer_mouse(seen)
        + explorer_checks.check_explorer_words(seen)
        + pushup_checks.check_pushup_verdicts(seen, ANSWERS, most=1)
        + pushup_checks.check_pushup_folds(seen, ANSWERS)
        + glossary_checks.check_glossary(seen)
    )


def _set_off(seen: Visit) -> list[Problem]:
    """What the page asked for and complained about so far, whatever set it off."""
    return (
        checks.check_foreign(seen)
        + checks.check_failed(seen)
        + checks.check_console(seen)
        + checks.check_errors(seen)
    )


def on_a_phone(browser, place: site.Place, name: str) -> list[Problem]:
    """All that is wrong for a finger: explorers and terms are tapped."""
    with visit(
        browser, place, name, width=NARROW, height=844, touch=True, mathematics=False
    ) as seen:
        problems = explorer_checks.check_explorer_touch(seen, most=1)
        problems += checks.check_width(seen)
        return problems + glossary_checks.check_glossary_tap(seen)


def weigh_page(browser, place: site.Place, name: str) -> list[Problem]:
    """Whether a page is too heavy for a reader whose system allows things to move by themselves."""
    with visit(browser, place, name, motion="no-preference") as seen:
        return checks.check_weight(seen)


def without_script(browser, place: site.Place, name: str) -> list[Problem]:
    """What a reader without JavaScript misses that should be there."""
    with visit(browser, place, name, scripts=False) as seen:
        return checks.check_without_script(seen)


def check_exception(browser, place: site.Place, exception: checks.AxeException) -> list[Problem]:
    """Axe still finds on its page what an exception excuses."""
    with visit(browser, place, exception.page) as seen:
        rules = [exception.rule]
        found = len(checks.check_axe(seen, [], rules=rules))
        if found > len(checks.check_axe(seen, [exception], rules=rules)):
            return []
    what = f"axe_exceptions.toml lists what it does not need: {exception.selector}"
    return [Problem("axe exception", exception.page, f"{exception.rule}: {what}")]
