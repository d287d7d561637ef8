"""The figures of *Arguing backwards* draw what they are given."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from neuromath_lib.figures import arguing_backwards as figures
from neuromath_lib.figures import colour


def test_the_best_width_is_where_the_difference_is_largest():
    (axes,) = figures.occam([0.1, 0.3, 1.0], [1.0, 3.0, 3.2], [0.1, 1.0, 2.5]).axes
    *_, evidence, dot = axes.get_lines()
    assert evidence.get_ydata() == pytest.approx([0.9, 2.0, 0.7])
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (0.3, 2.0)


def test_the_lower_panel_is_the_second_less_the_first():
    data = np.array([[-3.0, -4.0], [-3.2, -3.9]])
    above, below = figures.two_spectra([10.0, 20.0], data, data + 0.1).axes
    points, _zero, line = below.get_lines()
    assert points.get_ydata() == pytest.approx([-0.2, 0.1])
    assert line.get_ydata() == pytest.approx([-0.2, 0.1])
    assert len(above.get_lines()) == 4


def test_intervals_that_miss_are_hollow():
    (axes,) = figures.recovered([0.0, 0.5], [0.1, 0.1], [[-0.1, 0.3], [0.0, 0.2]]).axes
    held, missed = (bars.lines[0] for bars in axes.containers)
    assert list(held.get_xdata()) == [0.0]
    assert list(missed.get_xdata()) == [0.5]
    assert missed.get_markerfacecolor() == "none"


def test_the_chosen_search_is_drawn_last_and_strongly():
    paths = [([1.0, 5.0], [0.0, 0.2]), ([0.0, 2.0, 3.0], [0.1, 0.1, 0.4])]
    left, right = figures.climbs(paths, 0, 0.3).axes
    assert list(left.get_lines()[1].get_ydata()) == [1.0, 5.0]
    assert to_hex(right.get_lines()[1].get_color()) == colour("blue")


def test_the_sign_of_a_correlation_shows_in_mark_and_colour():
    matrix = np.array([[1, 0.8, 0], [0.8, 1, -0.5], [0, -0.5, 1]])
    (axes,) = figures.correlations(["a", "b", "c"], matrix).axes
    marks = {(m.get_xdata()[0], m.get_ydata()[0]): m.get_marker() for m in axes.get_lines()}
    assert marks[0, 1] == "s"
    assert marks[1, 2] == "D"


def test_bars_say_how_far_behind():
    bars = {"x": {"one": -5.0, "two": -7.0}, "y": {"one": -8.0, "two": -7.5}}
    (axes,) = figures.hypotheses(bars).axes
    assert [bar.get_width() for bar in axes.patches] == [0.0, 3.0, 0.0, 0.5]


def test_a_belief_is_filled_and_the_truth_marked():
    grid = np.linspace(-1, 1, 5)
    (axes,) = figures.beliefs(grid, grid * 0 + 1, grid * 0 + 2, grid * 0 + 3, 0.3).axes
    *_, posterior, truth = axes.get_lines()
    assert set(posterior.get_ydata()) == {3.0}
    assert list(truth.get_xdata()) == [0.3]
