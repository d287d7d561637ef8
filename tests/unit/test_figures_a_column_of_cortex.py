"""The figures of *A column of cortex* show what was computed, and say it in words."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from neuromath_lib.figures import a_column_of_cortex as figures
from neuromath_lib.figures import colour

VALUES = np.array([-10 + 62.83j, -10 - 62.83j, -50 + 314.16j, -50 - 314.16j])


def test_a_pair_fades_and_swings():
    fades, hertz = figures.pairs(VALUES)
    assert fades == pytest.approx([100.0, 20.0])
    assert hertz == pytest.approx([10.0, 50.0], abs=0.01)
    assert figures.pairs(np.stack([VALUES, VALUES]))[0].shape == (2, 2)


def test_where_the_pairs_are_in_words():
    says = figures.plane_in_words(VALUES)
    assert says.endswith("10.0 Hz (100.0 ms), 50.0 Hz (20.0 ms).")


def test_a_mode_begins_at_its_shape_and_its_largest_part_at_one():
    shape = np.array([[0.5], [0.0], [0.2], [2.0]], dtype=complex)
    left, right = figures.mode(VALUES[:1], shape, 0).axes
    first = [line.get_ydata()[0] for line in left.get_lines()[1:]]
    assert first == pytest.approx([0.25, 0.0, 0.1, 1.0])
    filled = right.get_lines()[-1]
    assert filled.get_xdata() == pytest.approx([100.0])
    says = figures.mode_in_words(VALUES[:1], shape, 0)
    assert says == "10.0 Hz, fades e-fold in 100.0 ms. Shares: dp 1.00, ss 0.25, ii 0.10, sp 0.00."


def test_before_is_hollow_and_now_is_filled():
    (axes,) = figures.plane(VALUES, 2 * VALUES, "twice").axes
    _, before, now = axes.get_lines()
    assert before.get_markerfacecolor() == "none"
    assert before.get_xdata() == pytest.approx([50.0, 10.0])
    assert now.get_xdata() == pytest.approx([100.0, 20.0])


def test_the_line_is_where_one_swing_fits():
    (axes,) = figures.plane(VALUES, VALUES, "").axes
    line = axes.get_lines()[0]
    assert line.get_xdata() * line.get_ydata() == pytest.approx([1000.0, 1000.0])


def test_every_population_has_its_row():
    t = np.arange(3.0)
    voltages = {name: k * t for k, name in enumerate(("ss", "sp", "ii", "dp"))}
    rows = figures.answer(t, voltages).axes
    drawn = [list(axes.get_lines()[1].get_ydata()) for axes in rows]
    assert drawn == [[0, 1, 2], [0, 0, 0], [0, 2, 4], [0, 3, 6]]  # sp, ss, ii, dp
    assert len({axes.get_ylim() for axes in rows}) == 1


def test_late_entries_are_drawn_as_they_are():
    mask = np.zeros((8, 8))
    mask[0, 1], mask[3, 2] = 2, 1
    (axes,) = figures.late({"classic": mask}).axes
    cells = {p.get_xy(): to_hex(p.get_facecolor()) for p in axes.patches}
    assert cells == {(0.5, -0.5): colour("vermilion"), (1.5, 2.5): colour("muted")}
    # Where a title stands is a matter of the style in use.
    assert "classic" in (axes.get_title("left"), axes.get_title())


def test_a_convention_that_has_lost_its_rest_is_left_out():
    f = np.array([4.0, 100.0])
    (axes,) = figures.conventions(f, {"none": f, "current": f, "exact": f}).axes
    assert [text.get_text() for text in axes.texts] == ["none", "current"]
    assert len(axes.get_lines()) == 3
