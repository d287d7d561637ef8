"""What leads to the repository (Binder, source, issues, citations), once it has an address.

The address stands in one place, ``[project.urls] Repository`` of ``pyproject.toml``. While it is
not set there, no page shows a button that would lead nowhere.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

BINDER = "https://mybinder.org"
BRANCH = "main"


def repository(pyproject: Path) -> str:
    """Address of the repository, or an empty string while it has none.

    Parameters
    ----------
    pyproject
        Path of ``pyproject.toml``.

    Raises
    ------
    ConfigError
        If what stands there is not ``https://host/owner/name``.
    """
    urls = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"].get("urls", {})
    url = urls.get("Repository", "").rstrip("/").removesuffix(".git")
    if url and not re.fullmatch(r"https://[\w.-]+(/[\w.-]+){2,}", url):
        raise ConfigError(
            f"[project.urls] Repository in {pyproject.name} is {url!r}; "
            "it should look like https://host/owner/name, or be left out"
        )
    return url


def theme_options(url: str) -> dict[str, Any]:
    """Options of the theme that show, or leave out, everything that leads to the repository."""
    shown = bool(url)
    return {
        "repository_url": url,
        "repository_branch": BRANCH,
        "use_repository_button": shown,
        "use_issues_button": shown,
        "use_edit_page_button": shown,
        "launch_buttons": (
            {"notebook_interface": "jupyterlab", "binderhub_url": BINDER} if shown else {}
        ),
    }


def apply(app: Sphinx, config: Config) -> None:
    """Set the options before the theme reads them."""
    url = repository(Path(app.srcdir) / "pyproject.toml")
    config.html_theme_options = {**config.html_theme_options, **theme_options(url)}


def complete_citations(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Add the address to the boxes that say how to cite a chapter."""
    url = repository(Path(app.srcdir) / "pyproject.toml")
    if not url:
        return
    for box in doctree.findall(nodes.admonition):
        if "nm-cite" in box["classes"]:
            link = nodes.reference("", url, refuri=url, internal=False)
            box += nodes.paragraph("", "", link)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("config-inited", apply)
    app.connect("doctree-resolved", complete_citations)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
