"""Every explorer of the book: moved by mouse, looked at in the dark, its words read.

Keys, finger and link are worked by one script for all explorers: of each page, one is tried.
"""

from __future__ import annotations

import pytest

from . import checks, explorer_checks
from .report import report
from .visit import visit

pytestmark = [pytest.mark.browser, pytest.mark.shows('class="nm-explorer"')]


def test_mouse_from_a_server(browser, places, page):
    with visit(browser, places["http"], page, mathematics=False) as seen:
        report(explorer_checks.check_explorer_mouse(seen) + checks.check_foreign(seen))


def test_keyboard_in_the_dark_from_a_disk(browser, places, page):
    with visit(browser, places["file"], page, theme="dark", mathematics=False) as seen:
        problems = explorer_checks.check_explorer_keyboard(seen, most=1)
        problems += explorer_checks.check_explorer_dark(seen)
        report(problems + checks.check_foreign(seen) + checks.check_errors(seen))


def test_words_and_links_from_a_server(browser, places, page):
    with visit(browser, places["http"], page, mathematics=False) as seen:
        problems = explorer_checks.check_explorer_link(seen, most=1)
        problems += explorer_checks.check_explorer_words(seen)
        report(problems + checks.check_failed(seen) + checks.check_console(seen))


def test_finger_on_a_phone(browser, places, page):
    with visit(
        browser, places["http"], page, width=390, height=844, touch=True, mathematics=False
    ) as seen:
        problems = explorer_checks.check_explorer_touch(seen, most=1)
        report(problems + checks.check_width(seen))
