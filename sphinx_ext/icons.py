"""A font of just the icons that the theme draws, in front of the theme's own.

The theme's icon fonts weigh 300 KB for thirty icons. The subset made here is declared under the
same family and weight, for its own characters only: a page that uses another icon still finds it
in the full font, and loads that then.
"""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

FOLDER = "vendor/nm-icons"
STYLE_SHEET = f"{FOLDER}/icons.css"
# family, weight, and the file of the theme that holds it
FACES = (
    ("Font Awesome 6 Free", 900, "fa-solid-900"),
    ("Font Awesome 6 Free", 400, "fa-regular-400"),
    ("Font Awesome 6 Brands", 400, "fa-brands-400"),
)
_RULE = re.compile(r'((?:\.fa-[\w-]+::?before,?)+)\{content:"([^"]+)"\}')
_CLASS = re.compile(r"(?<![\w-])fa-([a-z0-9-]+)")


def theme_folder() -> Path:
    """Folder of the theme that brings the icon fonts."""
    import pydata_sphinx_theme

    return Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme"


def book_theme_folder() -> Path:
    """Folder of the theme the book uses, which builds on the other."""
    import sphinx_book_theme

    return Path(sphinx_book_theme.__file__).parent


def character(text: str) -> int:
    """Code of the one character of a CSS string, escaped or not."""
    if re.fullmatch(r"\\[0-9a-fA-F]{1,6}", text):
        return int(text[1:], 16)
    return ord(text[-1])  # a letter, or one behind a backslash


@cache
def code_points() -> dict[str, int]:
    """Icons of the theme's style sheet: class to character."""
    css = (theme_folder() / "static" / "styles" / "pydata-sphinx-theme.css").read_text("utf-8")
    found = {}
    for selectors, text in _RULE.findall(css):
        for name in re.findall(r"\.(fa-[\w-]+)", selectors):
            found[name] = character(text)
    return found


@cache
def used_by_the_theme() -> frozenset[int]:
    """Characters that the theme's templates, scripts and style sheets draw."""
    static = theme_folder() / "static"
    book_static = book_theme_folder() / "theme" / "sphinx_book_theme" / "static"
    templates = [*theme_folder().rglob("*.html"), *book_theme_folder().rglob("*.html")]
    scripts = [static / "scripts" / "pydata-sphinx-theme.js", *book_theme_folder().rglob("*.py")]
    scripts += [*book_static.glob("scripts/*.js"), *theme_folder().parents[1].glob("*.py")]
    classes = {
        f"fa-{name}"
        for path in templates + scripts
        for name in _CLASS.findall(path.read_text("utf-8"))
    }
    used = {code_points()[name] for name in classes if name in code_points()}
    sheets = [static / "styles" / "pydata-sphinx-theme.css", *book_static.glob("styles/*.css")]
    for path in sheets:
        rest = _RULE.sub("", path.read_text("utf-8"))
        used.update(int(code, 16) for code in re.findall(r'"\\([ef][0-9a-f]{3})"', rest))
        used.update(ord(sign) for sign in re.findall("[\ue000-\uf8ff]", rest))
    return frozenset(used)


def is_covered(classes: set[str]) -> bool:
    """Whether all icons that a page's classes name are in the subset."""
    codes = {code_points()[name] for name in classes if name in code_points()}
    return codes <= used_by_the_theme()


def subset(font: Path, characters: frozenset[int]) -> tuple[bytes, list[int]]:
    """Cut a font down to some characters.

    Returns
    -------
    bytes
        The font as WOFF.
    list of int
        The characters it holds.
    """
    from fontTools.subset import Options, Subsetter  # takes half a second to import
    from fontTools.ttLib import TTFont

    face = TTFont(font, recalcTimestamp=False)
    held = sorted(characters & face.getBestCmap().keys())
    options = Options(hinting=False, layout_features=[], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=held)
    subsetter.subset(face)
    face.flavor = "woff"
    out = io.BytesIO()
    face.save(out)
    return out.getvalue(), held


def write(static: Path) -> None:
    """Write the fonts and their style sheet into the folder of static files, once."""
    folder = static / FOLDER
    fonts = theme_folder() / "static" / "vendor" / "fontawesome" / "webfonts"
    made_from = "".join(
        [*(f"{name} {(fonts / f'{name}.ttf').stat().st_size}\n" for _, _, name in FACES)]
        + [f"{code:x}\n" for code in sorted(used_by_the_theme())]
    )
    receipt = folder / "made-from.txt"
    if receipt.is_file() and receipt.read_text("ascii") == made_from:
        return
    folder.mkdir(parents=True, exist_ok=True)
    rules = []
    for family, weight, name in FACES:
        data, held = subset(fonts / f"{name}.ttf", used_by_the_theme())
        if not held:
            continue
        (folder / f"{name}.woff").write_bytes(data)
        span = ",".join(f"U+{code:x}" for code in held)
        rules.append(
            f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:block;'
            f'src:url({name}.woff) format("woff");unicode-range:{span}}}\n'
        )
    (folder / Path(STYLE_SHEET).name).write_text("".join(rules), "ascii")
    receipt.write_text(made_from, "ascii")


def prepare(app: Sphinx) -> None:
    """Make the fonts before the first page is written."""
    if app.builder.format == "html":
        write(Path(app.outdir) / "_static")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("builder-inited", prepare)
    app.add_css_file(STYLE_SHEET, priority=450)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
