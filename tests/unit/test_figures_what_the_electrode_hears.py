"""The figures of *What the electrode hears* draw what was computed, and say it in words."""

import numpy as np
import pytest

from neuromath_lib.figures import what_the_electrode_hears as figures
from neuromath_lib.microcircuit import Column
from neuromath_lib.microcircuit.paradigms import background

COLUMN = Column.standard()
F = np.arange(4.0, 97.0)


def test_the_hum_that_comes_out_has_the_gain_of_the_transfer_function():
    left, right = figures.hum(COLUMN, 40.0).axes
    _, out = left.get_lines()
    gain = abs(COLUMN.transfer_function(40.0))
    assert max(out.get_ydata()) == pytest.approx(4 * gain, rel=1e-2)
    dot = right.get_lines()[-1]
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (40.0, pytest.approx(gain))


def test_the_lag_in_words_is_that_of_the_drawn_answer():
    left = figures.hum(COLUMN, 10.0).axes[0]
    sung, out = (np.asarray(line.get_ydata()) for line in left.get_lines())
    words = figures.hum_in_words(COLUMN, 10.0)
    turns = float(words.split(" mV, ")[1].split(" of a turn")[0])
    late = round(turns / 10.0 / 5e-4)  # samples of half a millisecond
    assert np.corrcoef(sung[: len(sung) - late], out[late:])[0, 1] > 0.99


def test_populations_stand_by_name_and_the_heard_one_is_bold():
    powers = {p: np.full(len(F), 10.0**-k) for k, p in enumerate(("ss", "sp", "ii", "dp"), 1)}
    (axes,) = figures.seen(F, powers).axes
    widths = [line.get_linewidth() for line in axes.get_lines()]
    assert np.argmax(widths) == 1
    assert len(axes.texts) == 4


def test_a_count_is_shown_with_its_ratio_to_the_prediction():
    left, right = figures.measured(F, np.ones(len(F)), np.full(len(F), 0.5), -1, 1, spread=0.1).axes
    assert list(left.get_lines()[1].get_ydata()) == [0.5] * len(F)
    assert list(right.get_lines()[-1].get_ydata()) == [0.5] * len(F)
    band = right.patches[0].get_extents().transformed(right.transData.inverted())
    assert (band.y0, band.y1) == (pytest.approx(0.8), pytest.approx(1.2))


def test_what_is_left_of_a_pure_slope_is_nothing():
    line = background(F, 1 / F)
    _, right = figures.line_through(F, 1 / F, 1 / F, line).axes
    assert right.get_lines()[-1].get_ydata() == pytest.approx(np.zeros(len(F)), abs=1e-9)


def test_exact_solutions_are_dotted_over_their_approximations():
    names = ("none", "current", "exact", "classic", "exact_classic")
    (axes,) = figures.late(F, {name: np.full(len(F), 0.1) for name in names}).axes
    dotted = [line.get_linestyle() == ":" for line in axes.get_lines()]
    assert dotted == [False, False, True, False, True]


def test_strangers_and_friends_share_their_lines_in_both_panels():
    pairs = {"not joined": np.full(len(F), 0.2), "joined": np.full(len(F), 0.25)}
    left, right = figures.together(F, pairs, pairs).axes
    for axes in (left, right):
        assert [line.get_linestyle() for line in axes.get_lines()] == ["--", "-"]
    assert {text.get_text() for text in left.texts} == set(pairs)


def test_a_second_of_voltage_is_drawn_in_microvolts():
    t = np.arange(0, 1.0, 1e-3)
    _, bottom = figures.in_time(t, np.zeros(1000), np.full(1000, 0.02)).axes
    assert bottom.get_lines()[0].get_ydata() == pytest.approx(np.full(1000, 20.0))
    assert bottom.get_xlim() == (0.0, 999.0)
