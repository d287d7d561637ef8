"""What this book asks of the builder: the part a page belongs to and how its code is executed."""

from __future__ import annotations

import os
import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config


def part_of(pagename: str) -> int:
    """Number of the part a page belongs to; 0 for the pages outside the parts."""
    match = re.match(r"chapters/part(\d+)/", pagename)
    return int(match[1]) if match else 0


def mark_part(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Tell the template which part a page belongs to (its accent colour)."""
    context["nm_part"] = part_of(pagename)


def set_furniture(app: Sphinx, config: Config) -> None:
    """One search button is enough: leave the theme's second, above the page, away."""
    config.html_theme_options = {**config.html_theme_options, "navbar_persistent": []}


def allow_side_by_side(app: Sphinx) -> None:
    """Let pages be read side by side, and their notebooks run.

    sphinx_multitoc_numbering, which the table of contents loads, does not say whether it can stand
    that, so Sphinx takes it that it cannot. It only replaces how sections are numbered, which
    happens when all pages have been read.
    """
    if silent := app.extensions.get("sphinx_multitoc_numbering"):
        silent.parallel_read_safe = True


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    # Kernels inherit the environment of the build.
    os.environ["NEUROMATH_EXPLORE"] = "page"
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    app.connect("config-inited", set_furniture)
    app.connect("builder-inited", allow_side_by_side)
    app.connect("html-page-context", mark_part)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
