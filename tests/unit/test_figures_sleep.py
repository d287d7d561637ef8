"""The figures of *Sleep* draw what was counted, and say it in words."""

import numpy as np
import pytest

from neuromath_lib.figures import colour
from neuromath_lib.figures import sleep as figures


def heights(axes):
    return [bar.get_height() for bar in axes.patches]


def dots(axes):
    return [line for line in axes.get_lines() if line.get_marker() == "o"]


def test_the_bold_line_is_the_mean_of_the_networks_and_the_dashed_one_where_all_is_spent():
    found = np.array([[0.5, 0.9, 0.0], [0.7, 0.7, 0.2]])
    (axes,) = figures.help_then_harm([0, 300, 1000], found, spent=500.0).axes
    *single, mean, spent = axes.get_lines()
    assert [list(line.get_ydata()) for line in single] == found.tolist()
    assert mean.get_ydata() == pytest.approx([0.6, 0.8, 0.1])
    assert list(spent.get_xdata()) == [500.0, 500.0]


def test_ghosts_stand_in_order_of_size_and_memories_in_theirs():
    (axes,) = figures.where_they_end([0.2, 0.3], [0.1, 0.25, 0.15]).axes
    assert heights(axes) == [0.2, 0.3, 0.25, 0.15, 0.1]
    green, ghost = axes.patches[0], axes.patches[-1]
    assert green.get_facecolor()[3] == 1.0
    assert ghost.get_facecolor()[3] == 0.0


def test_ghosts_that_find_no_room_are_counted():
    (axes,) = figures.where_they_end([0.0], np.full(50, 0.02)).axes
    assert len(axes.patches) == 21
    assert "and 30 more" in [text.get_text() for text in axes.texts]


@pytest.mark.parametrize(
    ("memories", "ghosts", "says"),
    [
        ([0.5, 0.0], [0.3, 0.2], "50% of the starts end at 1 of 2 memories; 2 ghosts share"),
        ([0.0, 0.0], [0.6, 0.4], "No start ends at a memory. There are 2 ghosts"),
        ([0.5, 0.5], [], "Every start ends at one of 2 memories."),
    ],
)
def test_where_dreams_end_in_words(memories, ghosts, says):
    assert figures.where_they_end_in_words(memories, ghosts).startswith(says)


def test_strengths_are_sorted_and_the_dot_is_on_the_curve():
    course, recall = np.array([0.0, 0.1, 0.2]), np.array([0.0, 1.0, 0.5])
    left, right = figures.levelled([1, 3, 2], [2, 1, 1], course, recall, 0.2, "x").axes
    _, evening, now = left.get_lines()
    assert list(evening.get_ydata()) == [3, 2, 1]
    assert list(now.get_ydata()) == [2, 1, 1]
    (dot,) = dots(right)
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (0.2, 0.5)


def test_frames_of_an_evening_share_their_axes_whatever_the_night():
    course, recall = [0.0, 0.1], [0.0, 1.0]
    limits = {
        tuple(
            axes.get_ylim() for axes in figures.levelled([1, 3], now, course, recall, 0, "x").axes
        )
        for now in ([1, 3], [0.5, 0.6])
    }
    assert len(limits) == 1


def test_an_axis_in_factors_calls_its_first_place_zero():
    course, recall = np.array([0.1, 1.0, 10.0]), [0.0, 0.5, 1.0]
    right = figures.levelled([1, 2], [1, 2], course, recall, 10.0, "t", log=True).axes[1]
    assert [text.get_text() for text in right.get_xticklabels()] == ["0", "1", "10"]


def test_misled_units_are_counted_and_coloured():
    (axes,) = figures.pulls({"t = 10": np.array([-1.0, 2.0, 2.0, 1.0])}).axes
    assert axes.texts[0].get_text() == "25.0%\nmisled"
    misled = [bar for bar in axes.patches if bar.get_height() and bar.get_x() < -0.5]
    from matplotlib.colors import to_hex

    assert {to_hex(bar.get_facecolor()) for bar in misled} == {colour("slate")}


def test_kept_draws_the_morning_in_outline_and_what_is_left_filled():
    (axes,) = figures.kept([1.0, 0.5], [0.2, 0.4]).axes
    assert heights(axes) == [1.0, 0.5, 0.2, 0.4]
    assert [bar.get_facecolor()[3] for bar in axes.patches] == [0, 0, 1, 1]
    says = figures.kept_in_words([1.0, 0.5], [0.2, 0.4], 0.55)
    assert says == (
        "Of the first ten, 7.5 are recalled in the morning and 3.0 after ten others; of the "
        "others, 5.5."
    )


def test_taxed_sets_the_directions_of_memories_apart():
    (axes,) = figures.taxed([0.0, 4.0, 9.0], [0.2, 0.8, 2.0], [False, True, True]).axes
    others, memories = axes.get_lines()[1:]
    assert list(others.get_ydata()) == [0.2]
    assert list(memories.get_xdata()) == [4.0, 9.0]
    assert list(memories.get_ydata()) == [0.8, 2.0]


def test_rescued_shows_every_network_and_the_mean():
    (axes,) = figures.rescued([0.2, 0.4], [[1.0, 0.2], [0.8, 0.0]]).axes
    assert len(dots(axes)) == 2
    assert axes.get_lines()[1].get_ydata() == pytest.approx([0.9, 0.1])


def test_shrunk_draws_three_lines():
    factors = np.array([0.5, 1.0])
    (axes,) = figures.shrunk(factors, [1, 1], [0.1, 0.9], [0.0, 0.8]).axes
    assert [list(line.get_ydata()) for line in axes.get_lines()] == [[1, 1], [0.1, 0.9], [0, 0.8]]
