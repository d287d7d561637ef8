"""Figures of notebooks stand in the page itself, follow its theme and say what they show.

A figure drawn in the book's style arrives as an SVG file. An ``<img>`` cannot see the page's
colours or letters, so the file's content takes its place. The alternative text comes from the
cell's metadata, ``{"mystnb": {"image": {"alt": "..."}}}``; a figure without it fails the build.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from neuromath_lib.figures import palette

STYLE_SHEET = "nm-palette.css"
SHORTEST_ALT = 20  # letters; "a plot" says nothing

_OURS = re.compile(r'^\s*(?:<\?xml[^>]*\?>\s*)?<svg\b[^>]*\bclass="nm-svg"')
_PAPER = re.compile(r'<rect class="nm-paper"[^>]*/>')
_NAMED = re.compile(r'(<svg\b[^>]*?) role="img" aria-label="[^"]*"')
_REFERENCE = re.compile(r'(\bid="|url\(#|href="#)')

logger = logging.getLogger(__name__)


def complaint(alt: str | None) -> str | None:
    """Return what is wrong with an alternative text, None if nothing is."""
    text = (alt or "").strip()
    if not text:
        return "has no alternative text"
    if re.search(r"[0-9a-f]{32,}|\.(svg|png|jpe?g)$", text):
        return f"has a file name for alternative text ({text[:40]})"
    if len(text) < SHORTEST_ALT:
        return f"has too short an alternative text ({text!r})"
    return None


def inline(svg: str, alt: str, prefix: str) -> str:
    """Return a figure's SVG as it stands in a page.

    Parameters
    ----------
    svg : str
        What ``figures.svg.to_svg`` wrote.
    alt : str
        What the figure shows.
    prefix : str
        Start of its ids, unique on the page.
    """
    svg = svg[svg.index("<svg") :].strip()
    svg = _PAPER.sub("", svg, count=1)
    svg = _NAMED.sub(r"\1", svg, count=1)
    svg = _REFERENCE.sub(rf"\g<1>{prefix}-", svg)
    return svg.replace("<svg", f'<svg role="img" aria-label="{escape(alt)}"', 1)


def check_alt(app: Sphinx, doctree: nodes.document) -> None:
    """Note every figure of a notebook whose alternative text will not do."""
    problems = []
    for cell in doctree.findall(
        lambda n: isinstance(n, nodes.container) and n.get("nb_element") == "cell_code"
    ):
        wrong = {complaint(image.get("alt")) for image in cell.findall(nodes.image)}
        problems += [
            f"the figure of cell {cell.get('cell_index', 0) + 1} {what}; say what it shows in the "
            'cell\'s metadata: {"mystnb": {"image": {"alt": "..."}}}'
            for what in sorted(filter(None, wrong))
        ]
    _notes(app.env)[app.env.docname] = problems


def report_alt(app: Sphinx, env: BuildEnvironment) -> None:
    """Complain at every build, also of pages that were read at an earlier one."""
    for name, problems in sorted(_notes(env).items()):
        for problem in problems:
            # No line: with one, Sphinx would look for it in the notebook's JSON.
            logger.warning("%s", problem, location=name, type="neuromath", subtype="alt")


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop what was noted of a page that is read again."""
    _notes(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    """Collect what parallel readers noted."""
    _notes(env).update({name: _notes(other).get(name, []) for name in docnames})


def _notes(env: BuildEnvironment) -> dict[str, list[str]]:
    if not hasattr(env, "neuromath_alt"):
        env.neuromath_alt = {}  # type: ignore[attr-defined]
    return env.neuromath_alt  # type: ignore[attr-defined]


def replace_images(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put figures in the place of references to their files."""
    if app.builder.format != "html":
        return
    for number, image in enumerate(list(doctree.findall(nodes.image)), start=1):
        path = Path(app.srcdir) / image["uri"]
        if path.suffix != ".svg" or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        if not _OURS.match(text):
            continue
        svg = inline(text, image.get("alt", ""), f"fig{number}")
        image.replace_self(nodes.raw("", svg, format="html"))


def write_palette(app: Sphinx) -> None:
    """Write the book's colours as CSS custom properties, for every page."""
    if app.builder.format != "html":
        return
    file = Path(app.outdir) / "_static" / STYLE_SHEET
    file.parent.mkdir(parents=True, exist_ok=True)
    css = palette.css()
    if not file.is_file() or file.read_text(encoding="utf-8") != css:
        file.write_text(css, encoding="utf-8")
    app.add_css_file(STYLE_SHEET, priority=400)  # before the book's own sheet, which uses it


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("builder-inited", write_palette)
    app.connect("doctree-read", check_alt)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-check-consistency", report_alt)
    app.connect("doctree-resolved", replace_images)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
