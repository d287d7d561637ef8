"""Every page of the book, read and touched: from a server, from a disk, on a phone."""

from __future__ import annotations

import pytest

from . import checks, pushup_checks, site
from .reading import (
    ANSWERS,
    check_exception,
    from_server_and_disk,
    on_a_phone,
    weigh_page,
    without_script,
)
from .report import report
from .visit import visit

pytestmark = pytest.mark.browser

EXPLORER = 'class="nm-explorer"'
PUSHUP = r'class="nm-pushup[ "]'
TERM = 'class="xref std std-term"'


def test_from_server_and_disk(browser, places, page):
    report(from_server_and_disk(browser, places, page))


@pytest.mark.sample
@pytest.mark.shows(f"{EXPLORER}|{TERM}")
def test_on_a_phone(browser, places, page):
    report(on_a_phone(browser, places["http"], page))


@pytest.mark.shows(f"{EXPLORER}|{PUSHUP}")
def test_without_script(browser, places, page):
    report(without_script(browser, places["http"], page))


@pytest.mark.shows(r'class="nm-explorer-play"[^>]*data-auto')
def test_weight_of_what_moves_by_itself(browser, places, page):
    report(weigh_page(browser, places["http"], page))


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_progress(browser, places, book, scheme):
    panels = site.pages_that_show(book, r'class="nm-progress[ "]')
    practice = site.pages_that_show(book, PUSHUP)
    assert practice, "the book has no push-up"
    assert panels, "the book has push-ups, and no page with the panel that exports and clears them"
    with visit(browser, places[scheme], practice[0]) as seen:
        solved = pushup_checks.solve_all(seen, ANSWERS)
        seen.name = panels[0]
        seen.load()
        report(pushup_checks.check_progress(seen, set(solved)))


def test_exceptions_for_axe_are_needed(browser, places):
    report(
        [
            problem
            for exception in checks.axe_exceptions()
            for problem in check_exception(browser, places["http"], exception)
        ]
    )
