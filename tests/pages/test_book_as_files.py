"""The built book as a folder of files: there, whole, and with no link that leads nowhere."""

from __future__ import annotations

import pytest

from . import site
from .conftest import MISSING
from .links import check_links, soup, why_broken
from .report import report


def test_the_book_is_built():
    folder = site.built_book()
    if not (folder.is_dir() and site.pages(folder)):
        pytest.fail(MISSING.format(folder), pytrace=False)


def test_links(book, page):
    report(check_links(book, page))


def test_no_bad_page_is_in_the_book(book, page):
    assert not soup(book / page).find("meta", attrs={"name": "nm-bad-page"})


def test_pages_that_only_forward(book):
    for name in site.redirects(book):
        target = site.redirect_target(book, name)
        assert why_broken(book, book / name, target) is None, f"{name} forwards to {target}"
