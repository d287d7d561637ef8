"""How a page of the book is read by the tests: which checks, on which screen, in which theme.

From a server a page is looked at at three widths, and in the dark on a phone. Axe takes most of the
time, so it has all its say once, on the wide light page; on a phone and in the dark it is asked
only what a width or a theme can change. From a disk the page has to be the same, element by
element, and to ask for nothing that is not there; it is weighed there, too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from . import checks, site
from .visit import Problem, visit

WIDE, NARROW, NARROWEST = 1280, 390, 320
ALL_RULES = None
CHANGED_BY_WIDTH = ["scrollable-region-focusable", "target-size"]
CHANGED_BY_THEME = ["color-contrast", "link-in-text-block"]


@dataclass
class AxeRecord:
    """Which exceptions for axe were of use, and on which pages one has looked."""

    allowed: list[checks.AxeException] = field(default_factory=checks.axe_exceptions)
    used: set[checks.AxeException] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)

    def check_all_were_of_use(self, book: Path) -> None:
        """Fail on exceptions that no page needs; skip if not every page was looked at."""
        unseen = set(site.pages(book)) - self.pages
        if unseen:
            pytest.skip(f"only a run over every page can tell; {len(unseen)} were not looked at")
        stale = [entry for entry in self.allowed if entry not in self.used]
        if stale:
            names = "\n".join(f"{entry.rule} on {entry.selector}" for entry in stale)
            pytest.fail(f"axe_exceptions.toml lists what no page needs any more:\n{names}")


def read_page(browser, places: dict, name: str, record: AxeRecord) -> list[Problem]:
    """All that is wrong with a page that is only read, from a server and from a disk."""
    problems = []
    with visit(browser, places["http"], name, width=WIDE) as seen:
        served = checks.outline(seen)
        for check in checks.PASSIVE:
            problems += check(seen)
        axe = partial(checks.check_axe, seen, record.allowed, used=record.used)
        problems += axe(rules=ALL_RULES)
        for width in (NARROWEST, NARROW):
            seen.resize(width)
            problems += checks.check_width(seen)
        problems += axe(rules=CHANGED_BY_WIDTH)
        light = checks.colours(seen)
        seen.theme("dark")
        problems += checks.check_themes(seen, light, checks.colours(seen))
        problems += checks.check_figure_contrast(seen)
        problems += axe(rules=CHANGED_BY_THEME)
        problems += _set_off(seen)  # whatever the themes and widths set off counts too
    with visit(browser, places["file"], name, width=WIDE) as seen:
        on_disk = checks.outline(seen)
        for check in checks.PASSIVE:
            problems += check(seen)
        problems += checks.check_weight(seen) + _set_off(seen)
    record.pages.add(name)
    return problems + checks.check_same_page(name, served, on_disk)


def _set_off(seen) -> list[Problem]:
    """What the page asked for and complained about so far."""
    return (
        checks.check_foreign(seen)
        + checks.check_failed(seen)
        + checks.check_console(seen)
        + checks.check_errors(seen)
    )


def weigh_page(browser, place: site.Place, name: str) -> list[Problem]:
    """Whether a page is too heavy for a reader whose system allows things to move by themselves."""
    with visit(browser, place, name, motion="no-preference") as seen:
        return checks.check_weight(seen)


def without_script(browser, place: site.Place, name: str) -> list[Problem]:
    """What a reader without JavaScript misses that should be there."""
    with visit(browser, place, name, scripts=False) as seen:
        return checks.check_without_script(seen)
