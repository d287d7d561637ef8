"""The figures of better rules draw what was learned and what was lost, and say it in words."""

import numpy as np
import pytest

from neuromath_lib.figures import colour
from neuromath_lib.figures import learning_better as figures
from neuromath_lib.hopfield import letters, sparse

LETTERS = letters()


def rgba(name):
    from matplotlib.colors import to_rgba

    return to_rgba(colour(name))


def filled(axes):
    return [patch for patch in axes.patches if patch.get_facecolor()[3] > 0]


def lines_of(axes, name):
    return [line for line in axes.get_lines() if line.get_color() == colour(name)]


def test_what_came_back_is_told():
    back = LETTERS[:3].copy()
    back[1, 500] *= -1
    says = figures.come_back_in_words(back, LETTERS[:3], 3)
    assert says == "Of 3 letters stored 3 stay as they are; 2 come back, square for square."
    assert "1 comes back" in figures.come_back_in_words(back[:2], LETTERS[:2], 2)
    says = figures.come_back_in_words(LETTERS[:1], LETTERS[:1], 1)
    assert says == "Of 1 letter stored 1 stays as it is; 1 comes back, square for square."


def test_amounts_are_areas_and_their_sign_is_the_colour():
    value = np.array([[0.25, -1.0], [0.0, 1.0]])
    (panel,) = figures.amounts([value], ["x"]).axes
    up, down = filled(panel)
    assert up.get_facecolor() == rgba("ink")
    assert down.get_facecolor() == rgba("ghost")
    boxes = up.get_path().vertices.reshape(-1, 5, 2)
    sides = boxes[:, :, 0].max(axis=1) - boxes[:, :, 0].min(axis=1)
    assert sides.tolist() == [0.5, 1.0]
    assert boxes.mean(axis=1).round().tolist()[1] == [1.0, 1.0]
    assert len(down.get_path().vertices) == 5
    (panel,) = figures.amounts([value > 0], ["yes or no"]).axes
    assert len(filled(panel)) == 1


def test_the_side_of_a_square_is_the_overlap_and_the_diagonal_is_empty():
    table = np.array([[1.0, 0.6], [0.6, 1.0]])
    (axes,) = figures.overlaps(table, "XY").axes
    (squares,) = filled(axes)
    boxes = squares.get_path().vertices.reshape(-1, 5, 2)
    assert np.allclose(np.ptp(boxes[:, :, 0], axis=1), [0.6, 0.6])
    assert np.allclose(boxes[:, :4].mean(axis=1), [[1.5, 0.5], [0.5, 1.5]])


def test_a_letter_without_complaints_has_a_green_foot():
    counts = np.array([[30, 30], [12, 0], [0, 0]])
    left, right = figures.rounds(counts, 1, "AB").axes
    assert [bar.get_facecolor() for bar in left.patches] == [rgba("vermilion"), rgba("memory")]
    assert left.patches[0].get_height() == 12
    assert right.get_lines()[0].get_ydata().tolist() == [60, 12, 0]
    says = figures.rounds_in_words(counts, 1)
    assert says == "Round 2: 12 corrections; 1 of 2 letters need none."
    counts[1, 0] = 1
    assert "1 correction;" in figures.rounds_in_words(counts, 1)
    assert figures.rounds_in_words(counts, 2) == "After 2 rounds no unit of any letter complains."


def test_rules_keep_their_lines_and_names_stand_at_their_curves():
    curves = {"Hebb": [1.0, 0.5, 0.0], "clipped": [0.9, 0.3, 0.0], "projection": [1.0, 1.0, 0.4]}
    heights = {"Hebb": 0.5, "clipped": 0.3, "projection": 0.7}
    (axes,) = figures.kept_by_rule([0.1, 0.2, 0.3], curves, heights).axes
    assert [line.get_linestyle() for line in axes.get_lines()] == ["-", "--", "-"]
    names = {text.get_text(): text for text in axes.texts}
    assert names["Hebb"].xy == (pytest.approx(0.2), 0.5)
    assert names["projection"].xy == (pytest.approx(0.25), 0.7)
    assert names["clipped"].get_ha() == "right"


def test_a_lesion_shows_where_it_stands_and_where_theory_ends():
    cut, overlap = [0.0, 0.5, 0.9], [1.0, 0.97, 0.3]
    left, right = figures.lesion(LETTERS[0], cut, overlap, 2, False, 0.77).axes
    assert filled(left)[0].get_facecolor() == rgba("ghost")
    (here,) = lines_of(right, "ghost")
    assert here.get_xydata().tolist() == [[90.0, 0.3]]
    (edge,) = lines_of(right, "ink")
    assert set(edge.get_xdata()) == {77.0}


def test_fields_are_drawn_in_distances_from_silent_to_active():
    rng = np.random.default_rng(1)
    eta = sparse.sparse_patterns(20, 1000, 0.1, rng)
    h = eta @ sparse.covariance(eta, 0.1)
    (axes,) = figures.fields(
        h[eta == 1], h[eta == 0], sparse.threshold(1000, 0.1), 0.1 * 0.9 * 1000
    ).axes
    tops = {
        name: line.get_xdata()[np.argmax(line.get_ydata())]
        for name in ("ghost", "memory")
        for line in lines_of(axes, name)
    }
    # Silent units hear 0 on this scale and active ones 1, if f is taken off both.
    assert tops["ghost"] == pytest.approx(0.0, abs=0.12)
    assert tops["memory"] == pytest.approx(1.0, abs=0.12)
    says = figures.fields_in_words(1.28, 100, 300, 1000)
    assert (
        says == "300 patterns in 1000 units, 100 active in each: 1.3 units wrong in the first step."
    )


def test_the_bound_is_marked_with_its_numbers():
    left, right = figures.sparse_limit([0.01, 0.5], [19.2, 2.0], [1.55, 2.0], {0.01: 19.197}).axes
    assert [text.get_text() for text in left.texts] == ["19.2"]
    assert right.get_lines()[0].get_ydata().tolist() == [1.55, 2.0]


def test_ages_begin_with_the_newest():
    (axes,) = figures.ages({"Hebb": [0.0, 0.0], "palimpsest": [1.0, 0.0]}).axes
    hebb, palimpsest = axes.get_lines()
    assert palimpsest.get_xydata().tolist() == [[1.0, 1.0], [2.0, 0.0]]
    assert palimpsest.get_color() == colour("memory")
    assert hebb.get_linestyle() == "--"
