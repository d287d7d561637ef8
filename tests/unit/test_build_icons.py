"""The fonts of icons hold what the theme draws, and little else."""

from __future__ import annotations

import re

from fontTools.ttLib import TTFont

from sphinx_ext import icons


def test_the_subset_holds_every_icon_of_the_theme(tmp_path):
    icons.write(tmp_path)
    folder = tmp_path / icons.FOLDER
    css = (tmp_path / icons.STYLE_SHEET).read_text()
    held = {int(code, 16) for code in re.findall(r"U\+([0-9a-f]+)", css)}
    assert held == icons.used_by_the_theme()
    fonts = {path.stem: TTFont(path) for path in folder.glob("*.woff")}
    assert set().union(*(font.getBestCmap() for font in fonts.values())) == held
    for name in ("fa-bars", "fa-magnifying-glass", "fa-sun", "fa-moon", "fa-download", "fa-list"):
        assert icons.code_points()[name] in held
    assert sum(path.stat().st_size for path in folder.glob("*.woff")) < 15_000


def test_it_is_written_once(tmp_path):
    icons.write(tmp_path)
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / icons.FOLDER).iterdir()}
    icons.write(tmp_path)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / icons.FOLDER).iterdir()} == before


def test_an_icon_outside_the_subset_is_noticed():
    assert icons.is_covered({"fa-solid", "fa-bars", "my-class"})
    assert not icons.is_covered({"fa-solid", "fa-hippo"})
