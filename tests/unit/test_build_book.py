"""What a build does on a small book: buttons, parts, weight, warnings, what is read again."""

from __future__ import annotations

import os
import re

import pytest
from mini_book import MiniBook

AXON = "chapters/part1/axon.html"


@pytest.fixture
def book(tmp_path):
    folder = tmp_path / "a book"
    folder.mkdir()
    return MiniBook(folder)


def foreign(html: str) -> set[str]:
    """Addresses of other hosts that a page leads to or loads."""
    return set(re.findall(r"(?:href|src)=\"(https?://[^\"]+)\"", html))


def test_without_an_address_nothing_leads_to_a_repository(book):
    cite = ":::{admonition} Cite this chapter\n:class: nm-cite\n\nAxon, 2026.\n:::"
    book.write_axon(f"markdown:# Axon\n\n{cite}")
    result = book.build()
    assert result.returncode == 0, result.stdout + result.stderr
    for page in (AXON, "chapters/index.html"):
        html = book.page(page)
        assert foreign(html) == set()
        for word in ("mybinder", "launch-buttons", "fa-rocket", "/issues", "/edit/"):
            assert word not in html
    assert 'data-nm-part="1"' in book.page(AXON)
    assert 'data-nm-part="0"' in book.page("chapters/index.html")

    book.set_repository("https://github.com/someone/neuromath")
    result = book.build()
    assert result.returncode == 0, result.stdout + result.stderr
    html = book.page(AXON)
    assert (
        "https://mybinder.org/v2/gh/someone/neuromath/main"
        "?urlpath=lab/tree/chapters/part1/axon.ipynb" in html
    )
    assert "https://github.com/someone/neuromath/issues/new" in html
    assert "https://github.com/someone/neuromath/edit/main/chapters/part1/axon.ipynb" in html
    citation = html[html.index("nm-cite") :]
    assert 'href="https://github.com/someone/neuromath">https://github.com/' in citation
    assert "mybinder" not in book.page("chapters/index.html"), "a page without code has no kernel"


def test_pages_bring_what_they_need_and_leave_the_rest(book):
    result = book.build()
    assert result.returncode == 0, result.stdout + result.stderr
    html = book.page("chapters/index.html")
    assert "_static/mathjax/tex-chtml.js" in html
    assert "fontawesome.js" not in html
    assert "searchindex.js" not in html
    assert "searchindex.js" in book.page("search.html")
    static = book.root / "_build" / "html" / "_static"
    assert (static / "mathjax" / "tex-chtml.js").is_file()
    assert list((static / "mathjax").rglob("*.woff"))
    assert not (static / "scripts" / "fontawesome.js").exists()
    assert not list(static.rglob("*.map"))
    size = sum(path.stat().st_size for path in static.rglob("*") if path.is_file())
    assert size < 5e6

    before = {
        path: path.stat().st_mtime_ns
        for path in (book.root / "_build").rglob("*")
        if path.is_file() and path.name != "pygments.css"  # the theme touches it at every start
    }
    result = book.build()
    assert "no targets are out of date" in result.stdout
    after = {path: path.stat().st_mtime_ns for path in before}
    assert after == before, "a build of an unchanged book writes nothing"


def test_a_page_above_the_budget_fails_the_build_every_time(book):
    picture = book.root / "chapters" / "fat.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(450_000))
    (book.root / "chapters" / "index.md").write_text("# Fat\n\n![a picture of noise](fat.png)\n")
    for _ in range(2):
        result = book.build()
        assert result.returncode == 1
        said = result.stdout + result.stderr
        assert re.search(r"chapters/index\.html loads 4\d\d KB of our own \(budget 400\)", said)
        assert "_images/fat.png 450" in said


def test_a_warning_fails_the_build_until_it_is_mended(book):
    page = book.root / "chapters" / "index.md"
    page.write_text("# A book\n\n[nowhere](no_such_page.md)\n")
    for _ in range(2):
        result = book.build()
        assert result.returncode == 1
        assert "no_such_page" in result.stderr + result.stdout
        assert "The book was not built" in result.stderr
        assert "Traceback" not in result.stderr
    page.write_text("# A book\n\nNowhere.\n")
    assert book.build().returncode == 0


def test_a_page_is_read_again_when_the_library_it_reaches_changes(book):
    library = book.root / "neuromath_lib"
    for package in ("near", "far"):
        (library / package).mkdir(parents=True)
        (library / package / "__init__.py").write_text("")
    (library / "__init__.py").write_text("")
    book.write_axon("markdown:# Axon", "code:from neuromath_lib import near")
    assert book.build().returncode == 0
    (library / "far" / "__init__.py").write_text("x = 1\n")
    assert "0 added, 0 changed, 0 removed" in book.build().stdout
    (library / "near" / "__init__.py").write_text("x = 1\n")
    assert "0 added, 1 changed, 0 removed" in book.build().stdout
