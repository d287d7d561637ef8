"""Everything a page needs comes with the book, and nothing it does not need.

MathJax is taken from the installed sphinx-mathjax-offline, file by file: that extension itself
would copy all 25 MB at every build. What the theme ships and no page asks for is removed.
"""

from __future__ import annotations

import shutil
from filecmp import cmp
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

MATHJAX = "mathjax/tex-chtml.js"
# The combined component; its fonts; what it fetches by itself when a formula asks for it
# (\cancel, \ce, ...) or when a reader turns on speech and exploring in its menu.
MATHJAX_FILES = (
    "tex-chtml.js",
    "output/chtml/fonts/woff-v2/*.woff",
    "input/tex/extensions/*.js",
    "a11y/*.js",
    "sre/mathmaps/base.json",
    "sre/mathmaps/en.json",
)
UNUSED = (
    "scripts/fontawesome.js",  # 540 KB compressed; the web font draws the icons
    "**/*.js.map",
    "**/*.css.map",
    "vendor/fontawesome/webfonts/*.ttf",  # every browser takes the woff2 beside it
    "locales",
)


def mathjax_source() -> Path:
    """Folder of the MathJax that is installed with sphinx-mathjax-offline."""
    spec = find_spec("sphinx-mathjax-offline")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("sphinx-mathjax-offline is not installed: run `make clean html`")
    return Path(spec.origin).parent / "static" / "mathjax"


def copy_mathjax(target: Path) -> list[Path]:
    """Copy what pages may ask for into a folder; files that are there already stay untouched.

    Returns
    -------
    list of Path
        The files written.
    """
    source = mathjax_source()
    written = []
    for pattern in MATHJAX_FILES:
        for path in sorted(source.glob(pattern)):
            copy = target / path.relative_to(source)
            if copy.is_file() and cmp(path, copy, shallow=True):
                continue
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copy)
            written.append(copy)
    return written


def remove_unused(static: Path) -> None:
    """Remove what the theme ships and no page loads."""
    for pattern in UNUSED:
        for path in static.glob(pattern):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def use_own_mathjax(app: Sphinx, config: Config) -> None:
    """Point pages to the MathJax of the book."""
    config.mathjax_path = MATHJAX


def trim(app: Sphinx, error: Exception | None) -> None:
    """Complete and clean the folder of static files after a build."""
    if error is None and app.builder.format == "html":
        static = Path(app.outdir) / "_static"
        copy_mathjax(static / "mathjax")
        remove_unused(static)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("config-inited", use_own_mathjax)
    app.connect("build-finished", trim)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
