"""Whether every address inside the book leads somewhere: read from the files, no browser."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

from .visit import Problem

# Addresses that pages hold, by element and attribute.
HOLDERS = (
    ("a", "href"),
    ("area", "href"),
    ("audio", "src"),
    ("iframe", "src"),
    ("img", "src"),
    ("link", "href"),
    ("script", "src"),
    ("source", "src"),
)


@cache
def _soup(path: Path, modified: int) -> BeautifulSoup:
    return BeautifulSoup(path.read_bytes(), "html.parser")


def soup(path: Path) -> BeautifulSoup:
    """A page, parsed once."""
    return _soup(path, path.stat().st_mtime_ns)


@cache
def _anchors(path: Path, modified: int) -> frozenset[str]:
    page = _soup(path, modified)
    named = page.find_all("a", attrs={"name": True})
    return frozenset(
        [element["id"] for element in page.find_all(id=True)] + [a["name"] for a in named]
    )


def anchors(path: Path) -> frozenset[str]:
    """Every place on a page that a link can lead to."""
    return _anchors(path, path.stat().st_mtime_ns)


def check_links(folder: Path, name: str) -> list[Problem]:
    """Every link, picture, style and script of a page is in the book, at the place named."""
    page = folder / name
    problems = []
    for element, attribute in HOLDERS:
        for holder in soup(page).find_all(element, attrs={attribute: True}):
            if why := why_broken(folder, page, holder[attribute]):
                where = f"{name} <{element} {attribute}={holder[attribute]!r}>"
                problems.append(Problem("links", where, why))
    return list(dict.fromkeys(problems))


def why_broken(folder: Path, page: Path, address: str) -> str | None:
    """What is wrong with an address on a page; None for a good one, and for a foreign one."""
    parts = urlsplit(address.strip())
    if parts.scheme in ("http", "https", "mailto", "data", "javascript", "blob") or parts.netloc:
        return None
    if parts.scheme:
        return f"has the scheme {parts.scheme!r}"
    if parts.path.startswith("/"):
        return "begins at the server's root, which is not where the book need stand"
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if target.is_dir():
        return "leads to a folder; from a disk a reader sees a list of files there"
    if not target.is_file() or not target.is_relative_to(folder.resolve()):
        return "leads to nothing in the book"
    # A fragment may carry an explorer's setting after a question mark.
    fragment = unquote(parts.fragment).split("?")[0]
    if fragment and target.suffix == ".html" and fragment not in anchors(target):
        return f"there is no #{fragment} on {target.name}"
    return None
