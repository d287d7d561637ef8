"""The figures of a memory that fills up draw what was computed, and say it in words."""

import numpy as np
import pytest

from neuromath_lib.figures import colour
from neuromath_lib.figures import how_much_can_it_hold as figures
from neuromath_lib.hopfield import CapacityCurve, theory

MEMORY = np.ones(64, dtype=int)


def texts(axes):
    return [text.get_text() for text in axes.texts]


def curve(n_units, shift):
    loads = np.array([0.1, 0.15, 0.2])
    recalled = np.array([[1.0, 0.6 - shift, 0.0], [1.0, 0.8 - shift, 0.0]])
    return CapacityCurve(loads, recalled, n_units)


def test_units_that_want_to_turn_are_the_marked_ones():
    (axes,) = figures.fields(np.array([-0.3, -0.1, 0.5, 1.0]), 0.2).axes
    marked = [
        bar for bar in axes.patches if bar.get_facecolor()[:3] == pytest.approx(rgb("vermilion"))
    ]
    assert all(bar.get_x() + bar.get_width() < 1e-9 for bar in marked)
    assert sum(bar.get_height() * bar.get_width() for bar in marked) == pytest.approx(0.5)


def rgb(name):
    from matplotlib.colors import to_rgb

    return to_rgb(colour(name))


def test_the_bell_over_the_fields_is_as_wide_as_the_load_says():
    (axes,) = figures.fields(np.ones(10), 0.09).axes
    bell = axes.get_lines()[0]
    x, height = bell.get_data()
    mean = np.average(x, weights=height)
    assert mean == pytest.approx(1.0, abs=1e-3)
    assert np.average((x - mean) ** 2, weights=height) == pytest.approx(0.09, rel=1e-2)


@pytest.mark.parametrize(("wrong", "hue"), [(1, "memory"), (2, "ghost")])
def test_a_state_is_green_only_if_it_counts_as_recalled(wrong, hue):
    state = MEMORY.copy()
    state[:wrong] = -1
    left, _ = figures.settled(state, MEMORY, np.ones(64), 0.1).axes
    squares = left.patches[-1]
    assert squares.get_facecolor()[:3] == pytest.approx(rgb(hue))


def test_words_count_units_that_turn_first_and_that_are_wrong_last():
    state = MEMORY.copy()
    state[:40] = -1
    words = figures.settled_in_words(state, MEMORY, np.r_[-1.0, -0.2, np.ones(62)])
    assert words.startswith("2 of 64 units want to turn at the start; 40 are wrong")
    assert "overlap −0.250" in words


def test_marked_errors_lie_on_the_curve_of_the_first_step():
    (axes,) = figures.one_step(np.array([0.2]), np.array([0.01]), [0.01]).axes
    assert texts(axes) == ["1 % at 0.1848"]
    marked = axes.get_lines()[-1]
    assert theory.one_step_error(marked.get_xdata()[0]) == pytest.approx(0.01)


def test_labels_of_the_avalanche_do_not_touch():
    ways = {0.1: np.array([1.0, 0.999]), 0.13: np.array([1.0, 0.99]), 0.2: np.array([1.0, 0.4])}
    (axes,) = figures.avalanche(ways, dict.fromkeys(ways, 0.97)).axes
    heights = [text.xy[1] for text in axes.texts]
    assert np.diff(heights).max() < -0.05
    lines = [line for line in axes.get_lines() if len(line.get_xdata()) == 2]
    assert [line.get_linestyle() for line in lines] == ["-", "-", ":"]


def test_transition_names_each_size_and_marks_the_theory():
    (axes,) = figures.transition([curve(200, 0.0), curve(1000, 0.3)], 0.138).axes
    assert [t.get_text() for t in axes.get_legend().get_texts()] == ["N = 200", "N = 1000"]
    assert axes.get_lines()[0].get_xdata()[0] == 0.138


def test_curves_cross_where_the_memory_is_and_only_below_the_edge():
    (axes,) = figures.crossing(0.1).axes
    out, needs, brink, memory = axes.get_lines()[:4]
    for point in (brink, memory):
        x, y = point.get_xdata()[0], point.get_ydata()[0]
        assert np.interp(x, *out.get_data()) == pytest.approx(y, abs=1e-3)
        assert np.interp(x, *needs.get_data()) == pytest.approx(y, abs=1e-3)
    assert brink.get_xdata()[0] < memory.get_xdata()[0]
    (beyond,) = figures.crossing(0.15).axes
    out, needs = beyond.get_lines()[:2]
    assert np.all((needs.get_ydata() - out.get_ydata())[1:] > 0)
    assert "at 0 only" in figures.crossing_in_words(0.15)
    assert "0.99800" in figures.crossing_in_words(0.1)


@pytest.mark.parametrize(
    ("load", "temperature", "words"),
    [
        (0.03, 0.1, "the deepest valleys"),
        (0.1, 0.1, "valleys, but not the deepest"),
        (0.18, 0.1, "Glass"),
        (0.05, 1.1, "Glass"),
        (0.05, 1.4, "Melted"),
    ],
)
def test_the_map_says_what_lives_where(load, temperature, words):
    course = np.full((3, 5), 0.25)
    said = figures.place_in_words(load, temperature, course)
    assert words in said
    assert "0.25 at the end" in said


def test_the_dot_on_the_map_is_where_the_reader_stands():
    left, right = figures.phase_diagram(0.05, 0.3, np.ones((2, 4))).axes
    dot = next(line for line in left.get_lines() if line.get_marker() == "o")
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (0.05, 0.3)
    expected = next(line for line in right.get_lines() if line.get_linestyle() == "--")
    assert expected.get_ydata()[0] == pytest.approx(theory.overlap(0.05, 0.3))


def test_the_other_figures_draw_their_numbers():
    loads = np.linspace(0.01, 0.15, 5)
    (axes,) = figures.energies(loads, -0.5 + 0 * loads, -0.4 - loads, 0.1).axes
    assert "0.1000" in texts(axes)
    (axes,) = figures.drift([200, 1000], np.array([0.19, 0.16]), np.zeros(2), 0.1379).axes
    assert "theory: 0.1379" in texts(axes)
    panels = figures.mixtures({0.3: np.full((5, 3), 0.5), 0.6: np.zeros((5, 3))}).axes
    assert [len(axes.get_lines()) for axes in panels] == [3, 3]
    (axes,) = figures.warm(np.ones((8, 5)), 0.99).axes
    assert len(axes.get_lines()) == 8 + 2
    (axes,) = figures.overlaps(loads, 1 - loads, 0.01 + 0 * loads, 500).axes
    assert "500 units" in texts(axes)
