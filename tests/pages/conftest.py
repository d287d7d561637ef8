"""The built book, as the tests of its pages reach it."""

from __future__ import annotations

import pytest

from . import site

MISSING = "there is no built book in {}: run `make html` first (or set NEUROMATH_HTML)"


@pytest.fixture(scope="session")
def book():
    """The folder of the built book."""
    folder = site.built_book()
    if not site.html_files(folder):
        pytest.skip(MISSING.format(folder))
    return folder


@pytest.fixture(scope="module")
def places(book):
    """The book by the two ways a reader reaches it: from a server and from a disk."""
    with site.served(book) as served:
        yield {"http": served, "file": site.on_disk(book)}


def pytest_generate_tests(metafunc):
    """Give each test that asks for `page` the pages of the book.

    All of them, or those in whose source the mark `shows` finds its pattern.
    """
    if "page" in metafunc.fixturenames:
        folder = site.built_book()
        patterns = [mark.args[0] for mark in metafunc.definition.iter_markers("shows")]
        names = site.pages_that_show(folder, patterns[0] if patterns else "")
        if metafunc.definition.get_closest_marker("sample"):
            names = [name for name in names if site.is_sample(folder, name)]
        metafunc.parametrize("page", names)
