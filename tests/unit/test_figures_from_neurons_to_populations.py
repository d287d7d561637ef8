"""The figures of *From neurons to populations* draw what was counted, and say it in words."""

import numpy as np
import pytest

from neuromath_lib.figures import from_neurons_to_populations as figures


def test_the_rate_is_spikes_over_cells_and_seconds():
    trains = [np.array([1.0, 2.0, 12.0]), np.array([3.0])]
    t, rate = figures.crowd_rate(trains, 20.0, 10.0)
    assert t.tolist() == [5.0, 15.0]
    assert rate == pytest.approx([3 / (2 * 0.01), 1 / (2 * 0.01)])


def test_a_crowd_has_a_row_for_each_cell_shown_and_the_rate_of_all():
    trains = [np.array([float(k)]) for k in range(10)]
    cells, mean = figures.crowd(trains, 10.0, width=5.0, shown=4).axes
    assert len(cells.collections) == 4
    assert mean.get_lines()[0].get_ydata() == pytest.approx([100.0, 100.0])


def test_how_far_a_crowd_strays_in_words():
    says = figures.share_in_words(np.array([40.0, 60.0]), 50.0, 3)
    assert says == "3 cells stray by 10.0 spikes/s, 20 % of the mean."
    assert figures.share_in_words([0.0, 100.0], 50.0, 1).startswith("1 cell strays by 50.0")


def test_frames_share_their_axes_whatever_the_crowd():
    t = np.arange(3.0)
    limits = {figures.share(t, r, 50.0, 1).axes[0].get_ylim() for r in ([0, 1, 2], [9, 300, 0])}
    assert len(limits) == 1


@pytest.mark.parametrize(
    ("roots", "says"),
    [
        ([-50 + 62.83j, -50 - 62.83j], "fades to 37 % every 20 ms and swings at 10.0 Hz"),
        ([-10.0, -60.0], "without a swing, in the end to 37 % every 100 ms"),
        ([20.0, -90.0], "grows 2.7-fold every 50 ms"),
        ([0.0, -70.0], "neither grows nor fades"),
    ],
)
def test_what_two_eigenvalues_mean(roots, says):
    assert says in figures.loop_in_words(roots)


def test_eigenvalues_are_drawn_in_hertz():
    roots = np.array([-50 + 62.83j, -50 - 62.83j])
    right = figures.loop([0.0, 1.0], np.zeros(2), roots, 1.0).axes[1]
    (dots,) = [line for line in right.get_lines() if line.get_marker() == "o"]
    assert dots.get_xdata().tolist() == [-50.0, -50.0]
    assert dots.get_ydata() == pytest.approx([10.0, -10.0], abs=0.01)


def test_the_steady_rates_step_at_the_step():
    (axes,) = figures.stepped([0.0, 2.0, 4.0], [40, 200, 75], 40.0, 75.0, 3.0).axes
    dashed = axes.get_lines()[1]
    assert dashed.get_xdata().tolist() == [0.0, 3.0, 3.0, 4.0]
    assert dashed.get_ydata().tolist() == [40.0, 40.0, 75.0, 75.0]


def test_a_crowd_is_worth_so_many_independent_cells():
    assert figures.wobble_in_words(10000, 0.01, 0.1).endswith("as in 100 independent cells.")


def test_lines_and_dots_of_the_wobble_belong_together():
    sizes = np.array([1, 10])
    measured = {0.0: [1.0, 0.3], 0.1: [1.0, 0.5]}
    predicted = {0.0: [1.0, 0.32], 0.1: [1.0, 0.44]}
    (axes,) = figures.wobble(sizes, measured, predicted).axes
    line, dots, other, _ = axes.get_lines()
    assert list(line.get_ydata()) == [1.0, 0.32]
    assert list(dots.get_ydata()) == [1.0, 0.3]
    assert line.get_color() == dots.get_color() != other.get_color()
    assert [text.get_text() for text in axes.texts] == ["0", "0.1"]
