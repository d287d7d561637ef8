"""Every page, read from a disk: on two screens, in both themes."""

from __future__ import annotations

import pytest

from .reading import AxeRecord, read_page
from .report import report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def axe_record():
    return AxeRecord()


def test_page(browser, places, page, axe_record):
    report(read_page(browser, places["file"], page, axe_record))
