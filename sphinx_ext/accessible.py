"""Take back what Sphinx and myst-nb write for assistive technology and what misleads it.

A list of references is written as ``role="list"`` with children that are no list items, and each
entry with ``doc-biblioentry``, which was withdrawn. Without roles it reads as what it is: text.
Folded code is labelled "Toggle hidden content"; without that label its visible words are its name.
"""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

_ROLES = re.compile(
    r'(<div\b[^>]*?) role="(?:list|doc-biblioentry)"(?=[^>]*class="citation)|'
    r'(<div\b[^>]*class="citation[^>]*?) role="(?:list|doc-biblioentry)"'
)


def without_misleading_labels(html: str) -> str:
    """Remove the roles from lists of references, and the label that hides a fold's own words.

    Parameters
    ----------
    html
        Body of a page.
    """
    html = html.replace('<summary aria-label="Toggle hidden content">', "<summary>")
    return _ROLES.sub(lambda match: match[1] or match[2], html)


def mend(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Mend the body of one page before it is written."""
    if "body" in context:
        context["body"] = without_misleading_labels(context["body"])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("html-page-context", mend)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
