"""The book's colours, each with its value on light and on dark paper.

This is the only file that holds colours. A figure is drawn with the light values; when it is
written as SVG every colour found here becomes a CSS custom property ``var(--nm-<name>, #light)``,
so that one picture serves both themes. The hues follow the colour-blind-safe set of Okabe and Ito
(https://jfly.uni-koeln.de/color/), some of them darkened until lines reach a contrast of 3:1
against the paper. Text in a palette colour uses a deeper shade of it that reaches 4.5:1.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    """A colour of the book.

    Attributes
    ----------
    light, dark : str
        Hexadecimal value for lines and areas in the light and in the dark theme.
    text : str or None
        Value for letters in the light theme, where ``light`` is too pale for them; the dark values
        are bright enough for both.
    """

    light: str
    dark: str
    text: str | None = None


COLOURS: dict[str, Colour] = {
    # Paper and print.
    "paper": Colour("#fefdfa", "#15171c"),
    "ink": Colour("#1f2023", "#e8e6e1"),
    "muted": Colour("#62646b", "#a9abb2"),
    "grid": Colour("#dcd8cf", "#3b3e46"),
    # One accent a part: 0 slate, 1 vermilion, 2 green, 3 blue.
    "slate": Colour("#4a6076", "#a3b8cc"),
    "vermilion": Colour("#d55e00", "#f5824a", text="#b84f00"),
    "green": Colour("#009e73", "#3cc99f", text="#00775a"),
    "blue": Colour("#0072b2", "#62b8ec", text="#0069a4"),
    # Quantities: the same colour on every page.
    "voltage": Colour("#111111", "#ffffff"),
    "sodium": Colour("#d55e00", "#f5824a", text="#b84f00"),
    "h": Colour("#c98200", "#f2b33d", text="#946000"),
    "potassium": Colour("#0072b2", "#62b8ec", text="#0069a4"),
    "leak": Colour("#7d7d7d", "#a3a3a3", text="#6a6a6a"),
    "memory": Colour("#009e73", "#3cc99f", text="#00775a"),
    "ghost": Colour("#a558a0", "#d99ad3", text="#96498f"),
    # Cell populations of the cortical column; sp is the strongest.
    "ss": Colour("#2f96cc", "#74c6f0", text="#1f74a0"),
    "sp": Colour("#0b3c6f", "#dce9fb"),
    "ii": Colour("#c2578f", "#ec97c4", text="#a8417a"),
    "dp": Colour("#b98212", "#e3b155", text="#876008"),
}

# Gates are drawn as the current they belong to.
ALIASES = {"m": "sodium", "n": "potassium"}

# Where no page theme says otherwise, a dark JupyterLab counts as the dark theme.
_DARK = 'html[data-theme="dark"],body[data-jp-theme-light="false"]'


def colour(name: str) -> str:
    """Return the light value of the colour called `name`, for use with matplotlib.

    Parameters
    ----------
    name : str
        A key of ``COLOURS``, or ``"m"`` and ``"n"`` for sodium's and potassium's gates.

    Returns
    -------
    str
        For example ``"#d55e00"``.

    Raises
    ------
    ValueError
        If there is no such colour.
    """
    key = ALIASES.get(name, name)
    if key not in COLOURS:
        known = ", ".join(sorted([*COLOURS, *ALIASES]))
        raise ValueError(f"name must be one of {known}; it was {name!r}")
    return COLOURS[key].light


def names_by_hex() -> dict[str, str]:
    """Map each light value to the name of the first colour that has it.

    matplotlib's own black and white count as ink and paper.
    """
    names = {"#000000": "ink", "#ffffff": "paper"}
    for name, value in COLOURS.items():
        names.setdefault(value.light, name)
    return names


def css() -> str:
    """Return the style sheet that defines ``--nm-<name>`` and ``--nm-<name>-text``.

    Light values stand on ``:root``, dark ones on ``html[data-theme="dark"]``. ``--nm-accent`` is
    slate; a page of another part sets it again. The rules for ``.nm-svg`` make a figure as wide as
    its column allows, put a thin rim of paper around letters that cross a line, and enlarge
    letters where the figure is shown small.
    """
    light = [f"--nm-{name}:{value.light}" for name, value in COLOURS.items()]
    light += [f"--nm-{name}-text:{value.text or value.light}" for name, value in COLOURS.items()]
    dark = [f"--nm-{name}:{value.dark}" for name, value in COLOURS.items()]
    dark += [f"--nm-{name}-text:{value.dark}" for name, value in COLOURS.items()]
    accent = ["--nm-accent:var(--nm-slate)", "--nm-accent-text:var(--nm-slate-text)"]
    return (
        f":root{{{';'.join(light + accent)}}}\n"
        f"{_DARK}{{{';'.join(dark)}}}\n"
        ".nm-svg{display:block;max-width:100%;height:auto;margin:0 auto;font-family:inherit}\n"
        ".nm-svg text{paint-order:stroke;stroke:var(--nm-paper,#fefdfa);stroke-width:.24em;"
        "stroke-linejoin:round}\n"
        "@media (max-width:480px){svg.nm-svg{font-size:132px}}\n"
        # The theme puts HTML of notebooks on a pale sheet in the dark; ours knows the dark itself.
        'html[data-theme="dark"] .bd-content div.cell_output .output.text_html:has([class^="nm-"])'
        "{background:none;color:inherit;padding:0}\n"
        "@media (forced-colors:active){.nm-svg{forced-color-adjust:none;"
        "background:var(--nm-paper,#fefdfa)}}\n"
        f"@media print{{{_DARK}{{{';'.join(light)}}}}}\n"
    )
