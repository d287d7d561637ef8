"""The figures from graded units to attention draw what was computed."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from neuromath_lib.figures import colour
from neuromath_lib.figures import from_memories_to_attention as figures

LETTER = np.where(np.arange(64) % 3 == 0, 1, -1)


def hues(patches):
    return [patch.get_facecolor()[:3] for patch in patches]


def test_the_area_of_a_square_is_the_value():
    drawn = figures.graded([-1.0, 0.0, 0.5, 1.0], np.arange(3), np.zeros((3, 2)), "AB", "ink")
    corners = drawn.axes[0].patches[1].get_path().vertices.reshape(-1, 5, 2)
    areas = (corners.max(axis=1) - corners.min(axis=1)).prod(axis=1)
    assert areas / areas.max() == pytest.approx([0.5, 0.75, 1.0], abs=0.02)


def test_the_vote_of_the_right_memory_is_green():
    drawn = figures.votes({"n = 2": [0.2, 0.5, 0.3]}, "ABC", right=1)
    bars = drawn.axes[0].patches
    assert [bar.get_height() for bar in bars] == pytest.approx([0.2, 0.5, 0.3])
    green = to_rgb(colour("memory"))
    assert [hue == pytest.approx(green) for hue in hues(bars)] == [False, True, False]


def test_the_mark_of_a_dense_memory_lies_on_the_curve_of_its_power():
    curves = {2: [1.0, 0.2, 0.0], 3: [1.0, 0.9, 0.1]}
    drawn = figures.dense(LETTER, True, [5, 50, 500], curves, (3, 50))
    mark = drawn.axes[1].get_lines()[-1]
    assert (mark.get_xdata()[0], mark.get_ydata()[0]) == (50, 0.9)
    assert mark.get_color() == colour("memory")


def test_overlaps_that_end_together_share_a_label():
    t = np.linspace(0, 1, 3)
    together = figures.graded(LETTER, t, np.full((3, 2), 0.8), "AB", "ghost").axes[1]
    apart = figures.graded(LETTER, t, np.tile([1.0, 0.6], (3, 1)), "AB", "memory").axes[1]
    assert [text.get_text() for text in together.texts] == ["A, B"]
    assert [text.get_text() for text in apart.texts] == ["A", "B"]


def test_attention_draws_the_weights():
    drawn = figures.attention(LETTER, "memory", [0.9, 0.1], "AB", 0)
    assert [bar.get_height() for bar in drawn.axes[1].patches] == pytest.approx([0.9, 0.1])


def test_in_two_layers_every_hidden_unit_is_wired_to_every_unit():
    lines = figures.two_layers(5, 3).axes[0].get_lines()
    assert sum(len(line.get_xdata()) == 2 for line in lines) == 15
