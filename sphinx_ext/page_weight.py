"""Weigh every page after a build, and fail above the budget.

Counted is what a browser loads before the reader touches anything, compressed as a web server
would (gzip level 6; fonts and pictures as they are): the page, its style sheets and what they
always draw, its scripts, its pictures, the fonts of its icons and formulae. Not counted is what
loads when asked for (the data of explorers, MathJax's rare extensions).

Files that come with Sphinx, the theme or MathJax are the house; all else is our own.
"""

from __future__ import annotations

import gzip
import json
import posixpath
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util import logging

from sphinx_ext import icons

logger = logging.getLogger(__name__)

OWN_BUDGET = 400_000
TOTAL_BUDGET = 1_000_000

PACKED = {".woff", ".woff2", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico"}
NOT_PAGES = {"_static", "_sources", "_downloads", "_images"}
GENERATED_BY_THE_HOUSE = {
    "_static/documentation_options.js",
    "_static/language_data.js",
    "_static/pygments.css",
    "_static/translations.js",
    "searchindex.js",
}
# How the theme names its icon fonts, and the classes that draw from each. The subset of
# ``sphinx_ext.icons`` stands in for them where it holds all icons of a page.
ICON_FONTS = {
    "fa-solid-900.woff2": ("fas", "fa-solid"),
    "fa-regular-400.woff2": ("far", "fa-regular"),
    "fa-brands-400.woff2": ("fab", "fa-brands"),
}
ICON_STEMS = {Path(name).stem for name in ICON_FONTS}
# MathJax asks for a font when the first glyph of it is drawn. These are what a formula of letters,
# numbers, fractions and brackets takes; the others follow from what the page's formulae say.
MATH_FONTS = ("Zero", "Main-Regular", "Math-Italic", "Size1-Regular", "Size2-Regular")
MATH_FONTS_BY_SIGN = {
    "AMS-Regular": r"\\(mathbb|lesssim|gtrsim|leqslant|geqslant|nmid|triangleq|square|blacksquare)",
    "Calligraphic-Regular": r"\\(mathcal|cal)\b",
    "Fraktur-Regular": r"\\mathfrak",
    "Main-Bold": r"\\(mathbf|bf|boldsymbol|bm)\b",
    "Main-Italic": r"\\(mathit|textit|it)\b",
    "Math-BoldItalic": r"\\(boldsymbol|bm)\b",
    "SansSerif-Regular": r"\\(mathsf|textsf)\b",
    "Script-Regular": r"\\mathscr",
    "Size3-Regular": r"\\(left|bigg|Bigg|begin)",
    "Size4-Regular": r"\\(left|bigg|Bigg|begin)",
    "Typewriter-Regular": r"\\(mathtt|texttt)\b",
}
_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_IMPORT = re.compile(r"@import\s+(?:url\()?\s*['\"]?([^'\")\s;]+)")


class PageTooHeavy(SphinxError):
    """A page costs more than a page may."""

    category = "Page too heavy"


@dataclass(frozen=True)
class Weight:
    """Compressed bytes of a page before the reader touches anything."""

    page: str
    own: int
    total: int
    files: dict[str, int]


class _Page(HTMLParser):
    """Addresses that a browser follows by itself, and what decides on the fonts."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.classes: set[str] = set()
        self.math: list[str] = []
        self._open_math: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what this element loads."""
        values = {key: value or "" for key, value in attrs}
        classes = values.get("class", "").split()
        self.classes.update(classes)
        self.addresses += _URL.findall(values.get("style", ""))
        if tag == "link" and {"stylesheet", "preload", "modulepreload", "icon"} & set(
            values.get("rel", "").split()
        ):
            self.addresses.append(values.get("href", ""))
        elif tag in {"script", "img", "iframe", "source", "embed", "audio", "video", "image"}:
            self.addresses += [values[key] for key in ("src", "poster") if key in values]
            if tag == "image":
                self.addresses += [values[key] for key in ("href", "xlink:href") if key in values]
            for candidate in values.get("srcset", "").split(","):
                self.addresses += candidate.split()[:1]
        if tag == "object" and "data" in values:
            self.addresses.append(values["data"])
        if self._open_math:
            self._open_math.append(tag)
        elif "math" in classes:
            self._open_math = [tag]

    def handle_endtag(self, tag: str) -> None:
        """Leave a formula."""
        if self._open_math:
            self._open_math.pop()

    def handle_data(self, data: str) -> None:
        """Keep the text of formulae."""
        if self._open_math:
            self.math.append(data)


def packed_size(path: Path) -> int:
    """Bytes of a file as it travels: what is not packed already is compressed with gzip -6."""
    data = path.read_bytes()
    if path.suffix in PACKED:
        return len(data)
    return len(gzip.compress(data, 6, mtime=0))


class Scales:
    """Weighs the pages of one built book.

    Parameters
    ----------
    root
        Folder of the built book.
    house
        Files, relative to it, that are not our own.
    """

    def __init__(self, root: Path, house: set[str]) -> None:
        self.root = root
        self.house = house
        self._sizes: dict[str, int] = {}
        self._asked_by: dict[str, list[str]] = {}

    def size(self, name: str) -> int:
        """Packed size of a file of the book; 0 for one that is not there."""
        if name not in self._sizes:
            path = self.root / name
            self._sizes[name] = packed_size(path) if path.is_file() else 0
        return self._sizes[name]

    def weigh(self, page: str) -> Weight:
        """Weigh one page.

        Parameters
        ----------
        page
            Its path relative to the root of the book, with slashes.
        """
        parser = _Page()
        text = (self.root / page).read_text(encoding="utf-8")
        parser.feed(text)
        names = {page}
        waiting = [_local(page, address) for address in parser.addresses]
        while waiting:
            name = waiting.pop()
            if name and name not in names:
                names.add(name)
                if name.endswith(".css"):
                    waiting += self._asked_by_css(name)
        names |= self._icon_fonts(names, parser.classes)
        names |= self._math_fonts(names, " ".join(parser.math))
        files = {name: self.size(name) for name in sorted(names) if self.size(name)}
        own = sum(size for name, size in files.items() if name not in self.house)
        return Weight(page, own, sum(files.values()), files)

    def _asked_by_css(self, name: str) -> list[str]:
        """What a style sheet imports and draws; its icon fonts are judged page by page."""
        if name not in self._asked_by:
            path = self.root / name
            css = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
            addresses = _IMPORT.findall(css)
            for block in _FONT_FACE.findall(css):
                first = _URL.findall(block)[:1]
                if first and Path(urlsplit(first[0]).path).stem not in ICON_STEMS:
                    addresses += first
            addresses += _URL.findall(_FONT_FACE.sub("", css))
            self._asked_by[name] = [found for a in addresses if (found := _local(name, a))]
        return self._asked_by[name]

    def _icon_fonts(self, names: set[str], classes: set[str]) -> set[str]:
        if not any(name.endswith("pydata-sphinx-theme.css") for name in names):
            return set()
        full = "_static/vendor/fontawesome/webfonts/"
        fonts = {name for name, marks in ICON_FONTS.items() if classes & set(marks)}
        found = {f"_static/{icons.FOLDER}/{Path(name).stem}.woff" for name in fonts}
        if not icons.is_covered(classes):
            found |= {full + name for name in fonts}
        return found

    def _math_fonts(self, names: set[str], formulae: str) -> set[str]:
        if "_static/mathjax/tex-chtml.js" not in names or not formulae.strip():
            return set()
        fonts = set(MATH_FONTS)
        fonts |= {font for font, sign in MATH_FONTS_BY_SIGN.items() if re.search(sign, formulae)}
        folder = "_static/mathjax/output/chtml/fonts/woff-v2/"
        return {f"{folder}MathJax_{font}.woff" for font in fonts}


def _local(base: str, address: str) -> str:
    """Path of an address relative to the root of the book; empty for what loads nothing."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path)))
    return "" if path.startswith("..") else path


def pages_of(root: Path) -> list[str]:
    """Pages of a built book, relative to its folder."""
    return [
        path.relative_to(root).as_posix()
        for path in sorted(root.rglob("*.html"))
        if path.relative_to(root).parts[0] not in NOT_PAGES
    ]


def house_files(app: Sphinx) -> set[str]:
    """Files of a built book that Sphinx, the theme and other people's extensions put there."""
    folders = [Path(entry) for entry in app.config.html_static_path if Path(entry).is_absolute()]
    folders += [Path(str(folder)) for folder in _theme_static(app)]
    own_folders = [Path(app.srcdir) / name for name in ("chapters", "neuromath_lib", "sphinx_ext")]
    names = set(GENERATED_BY_THE_HOUSE)
    for folder in folders:
        if folder.is_dir() and not any(ours in folder.parents for ours in own_folders):
            for path in folder.rglob("*"):
                names.add("_static/" + path.relative_to(folder).as_posix().removesuffix(".jinja"))
    outdir = Path(app.outdir)
    for path in (outdir / "_static" / "mathjax").rglob("*"):
        names.add(path.relative_to(outdir).as_posix())
    # myst-nb and sphinx-design write theirs under names with a digest, or by themselves.
    for pattern in ("mystnb.*.css", "sphinx-design.min.css", "design-tabs.js"):
        names.update("_static/" + path.name for path in (outdir / "_static").glob(pattern))
    for path in (outdir / "_static" / icons.FOLDER).glob("*"):
        names.add(path.relative_to(outdir).as_posix())
    return names


def _theme_static(app: Sphinx) -> list[Path]:
    theme = app.builder.theme
    return [Path(folder) / "static" for folder in theme.get_theme_dirs()]


def report(weights: list[Weight], own_budget: int, total_budget: int) -> list[str]:
    """Sentences on the pages above the budget, heaviest files first."""
    lines = []
    for weight in weights:
        if weight.own <= own_budget and weight.total <= total_budget:
            continue
        heaviest = sorted(weight.files.items(), key=lambda item: -item[1])[:4]
        lines.append(
            f"{weight.page} loads {weight.own / 1e3:.0f} KB of our own (budget "
            f"{own_budget / 1e3:.0f}) and {weight.total / 1e3:.0f} KB in all (budget "
            f"{total_budget / 1e3:.0f}) before anything is touched; heaviest: "
            + ", ".join(f"{name} {size / 1e3:.0f}" for name, size in heaviest)
        )
    return lines


def weigh_book(app: Sphinx, error: Exception | None) -> None:
    """Weigh all pages, keep the figures in ``page_weight.json``, fail above the budget."""
    if error is not None or app.builder.format != "html":
        return
    root = Path(app.outdir)
    scales = Scales(root, house_files(app))
    weights = sorted((scales.weigh(page) for page in pages_of(root)), key=lambda w: -w.total)
    if not weights:
        return
    kept = root.parent / "page_weight.json"
    text = json.dumps(
        {w.page: {"own": w.own, "total": w.total, "files": w.files} for w in weights}, indent=1
    )
    if not kept.is_file() or kept.read_text(encoding="utf-8") != text:
        kept.write_text(text, encoding="utf-8")
    heaviest = weights[0]
    logger.info(
        "page weight: %d pages; the heaviest, %s, loads %.0f KB of our own and %.0f KB in all",
        len(weights),
        heaviest.page,
        heaviest.own / 1e3,
        heaviest.total / 1e3,
    )
    config = app.config
    if heavy := report(weights, config.page_weight_own, config.page_weight_total):
        raise PageTooHeavy("\n" + "\n".join(heavy))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_config_value("page_weight_own", OWN_BUDGET, "", [int])
    app.add_config_value("page_weight_total", TOTAL_BUDGET, "", [int])
    app.connect("build-finished", weigh_book, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
