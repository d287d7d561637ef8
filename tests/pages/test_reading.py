"""Every page, read from a server and from a disk: on three screens, in both themes."""

from __future__ import annotations

import pytest

from .reading import AxeRecord, read_page, weigh_page, without_script
from .report import report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def axe_record():
    return AxeRecord()


def test_page(browser, places, page, axe_record):
    report(read_page(browser, places, page, axe_record))


@pytest.mark.shows(r'class="nm-explorer-play"[^>]*data-auto')
def test_weight_of_what_moves_by_itself(browser, places, page):
    report(weigh_page(browser, places["http"], page))


def test_without_script(browser, places, page):
    report(without_script(browser, places["http"], page))


def test_no_exception_for_axe_is_stale(book, axe_record):
    """Keep last: it needs to know what axe met on every page."""
    axe_record.check_all_were_of_use(book)
