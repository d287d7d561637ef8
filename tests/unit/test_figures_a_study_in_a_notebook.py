"""The figures of *A study in a notebook* draw what they are given."""

import numpy as np
import pytest

from neuromath_lib.figures import a_study_in_a_notebook as figures
from neuromath_lib.figures import colour


def test_people_stand_group_by_group_in_order():
    mean, group = np.array([0.3, 0.1, 0.0, 0.2]), np.array([0, 1, 0, 1])
    (axes,) = figures.people(mean, np.full(4, 0.1), group, truth=mean).axes
    first, second = (bars.lines[0] for bars in axes.containers)
    assert list(first.get_xdata()) == [0.0, 0.3]
    assert list(second.get_xdata()) == [0.1, 0.2]
    assert list(second.get_ydata()) == [3, 4]


def test_every_person_has_a_line_from_alone_to_together():
    (axes,) = figures.shrunk([0.0, 0.4], [0.1, 0.3], [0, 1]).axes
    lines = [list(line.get_xdata()) for line in axes.get_lines() if len(line.get_xdata()) == 2]
    assert lines == [[0.0, 0.1], [0.4, 0.3]]


def test_the_mark_is_on_the_curve():
    (axes,) = figures.presence([0.1, 1.0], [0.8, 0.4], 0.99, 1.0).axes
    dot = next(line for line in axes.get_lines() if line.get_marker() == "o")
    assert dot.get_ydata()[0] == pytest.approx(0.4)


def test_power_draws_both_ways_of_finding():
    (axes,) = figures.power([8, 16], [0.5, 0.8], [0.1, 0.3], 0.05).axes
    *_, found, claimed = axes.get_lines()
    assert list(found.get_ydata()) == [0.5, 0.8]
    assert list(claimed.get_ydata()) == [0.1, 0.3]


def test_the_sure_are_among_all():
    (axes,) = figures.exaggerated([0.01, 0.02, 0.1], [0.1], 0.05).axes
    heights = [bar.get_height() for bar in axes.patches]
    assert sum(heights[: len(heights) // 2]) == 3
    assert sum(heights[len(heights) // 2 :]) == 1


def test_right_and_wrong_winners_differ_in_colour():
    (axes,) = figures.winners(["a", "b"], [[3, 1], [0, 4]]).axes
    hues = {(m.get_xdata()[0], m.get_ydata()[0]): m.get_color() for m in axes.get_lines()}
    assert hues[0, 0] == colour("blue")
    assert hues[1, 0] == colour("vermilion")
    assert (0, 1) not in hues
    assert sorted(text.get_text() for text in axes.texts) == ["0", "1", "3", "4"]
