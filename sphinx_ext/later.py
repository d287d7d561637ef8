"""What interactive figures bring along is stored once, and what is needed later loads later.

The HTML of an explorer or a push-up is complete in itself, as a notebook needs it. On a page

- ``<script data-nm-asset="name">`` and ``<style data-nm-asset="name">`` become one file in
  ``_static/nm``, linked from the head of the pages that need it;
- ``<script type="application/json" data-nm-later="id">`` of more than 4 KB moves to
  ``_static/later/<key>.js``, which puts the data into ``window.nmLater[key]``. A script element
  loads such a file from a web server and from a folder alike. The element stays, empty, with
  ``data-nm-src`` (an address relative to the page) and ``data-nm-key``.

All of that happens when a page is written, from the page's own text, under names made of the
content: a page that is not written again keeps pointing to files that are still there.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

SMALL = 4096  # bytes; less than that is not worth a request
ELSEWHERE = {"palette.css"}  # every page has it: see inline_figures

_ASSET = re.compile(
    r"<(?P<tag>script|style)\b[^>]*\bdata-nm-asset=\"(?P<name>[\w.-]+)\"[^>]*>"
    r"(?P<text>.*?)</(?P=tag)>\s?",
    re.DOTALL,
)
_LATER = re.compile(
    r"(?P<open><script\b[^>]*\bdata-nm-later=\"[^\"]+\"[^>]*)>(?P<data>.*?)</script>", re.DOTALL
)
_IDENTIFIER = re.compile(r'<figure class="nm-(?:explorer|pad)" id="([^"]+)"')
_FILE = re.compile(r"_static/((?:later|nm)/[\w.-]+\.(?:js|css))")

logger = logging.getLogger(__name__)


def _write(path: Path, text: str) -> None:
    """Write a file whose name stands for its content, whole or not at all."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def take_assets(body: str, static: Path) -> tuple[str, list[str]]:
    """Move shared scripts and styles out of a page's text.

    Parameters
    ----------
    body : str
        HTML of the page.
    static : Path
        The book's ``_static`` folder.

    Returns
    -------
    str
        The page without them.
    list of str
        Files to link, relative to `static`, in the order of their first appearance.
    """
    files: list[str] = []

    def take(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in ELSEWHERE:
            stem, _, suffix = name.rpartition(".")
            file = f"nm/{stem}.{_key(match['text'])[:8]}.{suffix}"
            _write(static / file, match["text"])
            if file not in files:
                files.append(file)
        return ""

    return _ASSET.sub(take, body), files


def take_data(body: str, static: Path, address: Any) -> str:
    """Move data that is not needed at once out of a page's text.

    Parameters
    ----------
    body : str
        HTML of the page.
    static : Path
        The book's ``_static`` folder.
    address : callable
        Returns the address of a file of ``_static`` as seen from the page.
    """

    def take(match: re.Match[str]) -> str:
        data = match["data"].strip()
        if len(data.encode()) <= SMALL:
            return match[0]
        key = _key(data)
        _write(
            static / "later" / f"{key}.js", f'(self.nmLater=self.nmLater||{{}})["{key}"]={data};\n'
        )
        return (
            f'{match["open"]} data-nm-key="{key}" data-nm-src="{address(f"later/{key}.js")}">'
            "</script>"
        )

    return _LATER.sub(take, body)


def rewrite(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Rewrite one page before it is written."""
    body = context.get("body")
    if app.builder.format != "html" or not body or "data-nm-" not in body:
        return
    static = Path(app.outdir) / "_static"
    twice = [name for name, n in Counter(_IDENTIFIER.findall(body)).items() if n > 1]
    for name in twice:
        logger.warning(
            "two explorers are called %r: give one of them another name=",
            name.removeprefix("explorer-").removeprefix("pad-"),
            location=pagename,
            type="neuromath",
            subtype="explorer",
        )
    body, files = take_assets(body, static)
    pathto = context["pathto"]
    context["body"] = take_data(body, static, lambda file: pathto(f"_static/{file}", 1))
    for file in files:
        if file.endswith(".css"):
            app.add_css_file(file)
        else:
            app.add_js_file(file, loading_method="defer")


def remove_stale(app: Sphinx, error: Exception | None) -> None:
    """Remove files that no page points to any more."""
    if error is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    files = [*static.glob("later/*.js"), *static.glob("nm/*")]
    if not files:
        return
    used: set[str] = set()
    for page in Path(app.outdir).rglob("*.html"):
        used.update(_FILE.findall(page.read_text(encoding="utf-8")))
    for file in files:
        if file.relative_to(static).as_posix() not in used:
            file.unlink()


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("html-page-context", rewrite)
    app.connect("build-finished", remove_stale)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
