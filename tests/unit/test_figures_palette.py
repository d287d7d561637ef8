"""Colours: legible in both themes, and the same in the palette and the style sheet."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from neuromath_lib.figures import colour, palette
from neuromath_lib.figures.palette import COLOURS

STYLE_SHEET = "neuromath.mplstyle"


def luminance(value: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


DRAWN = [name for name in COLOURS if name not in ("paper", "grid")]


def test_contrast_is_computed_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", DRAWN)
def test_lines_and_letters_stand_out_in_both_themes(name):
    value, paper = COLOURS[name], COLOURS["paper"]
    assert contrast(value.light, paper.light) >= 3
    assert contrast(value.text or value.light, paper.light) >= 4.5
    assert contrast(value.dark, paper.dark) >= 4.5


def test_one_light_value_has_one_dark_value():
    # A drawing knows a colour by its light value alone.
    for value in COLOURS.values():
        name = palette.names_by_hex()[value.light]
        assert COLOURS[name] == value


def test_gates_have_the_colour_of_their_current():
    assert colour("m") == colour("sodium")
    assert colour("n") == colour("potassium")
    with pytest.raises(ValueError, match=r"name must be one of .*it was 'purple'"):
        colour("purple")


def test_css_defines_every_colour_for_both_themes():
    css = palette.css()
    light, dark = css.split("{")[1], css.split("{")[2]
    for name, value in COLOURS.items():
        assert f"--nm-{name}:{value.light}" in light
        assert f"--nm-{name}:{value.dark}" in dark
        assert f"--nm-{name}-text:" in light
        assert f"--nm-{name}-text:{value.dark}" in dark
    assert css.count("{") == css.count("}")


def test_style_sheet_uses_colours_of_the_palette_only():
    from neuromath_lib.figures import style

    known = {value.light.lstrip("#") for value in COLOURS.values()}
    text = style.STYLE_SHEET.read_text()
    used = set(re.findall(r"(?<![\w.])[0-9a-f]{6}(?!\w)", text))
    assert len(used) > 5
    assert used <= known


def test_figures_import_without_matplotlib():
    code = (
        "import sys; from neuromath_lib import figures; figures.palette.css(); "
        "sys.exit('matplotlib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_unknown_attribute_is_an_attribute_error():
    from neuromath_lib import figures

    with pytest.raises(AttributeError, match="no attribute 'nothing_here'"):
        _ = figures.nothing_here
