"""The figures of Hebb's rule draw what the network does, and say it in words."""

import numpy as np
import pytest

from neuromath_lib.figures import colour
from neuromath_lib.figures import neurons_that_fire_together as figures
from neuromath_lib.hopfield import Network, hebbian, sketches

PICTURES = sketches("face", "house", "boat")
FACE = PICTURES[0]


def damaged(wrong):
    copy = FACE.copy()
    copy[:wrong] *= -1
    return copy


def rgba(name):
    from matplotlib.colors import to_rgba

    return to_rgba(colour(name))


@pytest.mark.parametrize(("wrong", "unit", "right"), [(0, 50, 99), (20, 50, 79), (20, 0, 80)])
def test_votes_are_counted_without_the_unit_itself(wrong, unit, right):
    counted = figures.ballot(hebbian([FACE]), damaged(wrong), unit)
    assert sorted(counted) == sorted((right, 99 - right))
    assert counted[0] - counted[1] == Network(hebbian([FACE])).field(damaged(wrong))[unit]


def test_votes_in_words_know_a_tie_from_a_majority():
    weights = hebbian([[1, 1, 1, 1, 1], [1, 1, 1, 1, -1]])
    says = figures.votes_in_words(weights, np.ones(5, int), 4)
    assert says.endswith("field 0, a tie: it stays filled.")
    filled = int(np.flatnonzero(FACE > 0)[-1])
    says = figures.votes_in_words(hebbian([FACE]), FACE, filled)
    assert says == "99 for filling, 0 for emptying: field 99, it stays filled."
    says = figures.votes_in_words(hebbian([FACE]), np.where(np.arange(100) == filled, -FACE, FACE),
                                  filled)  # fmt: skip
    assert says.endswith("field 99, it is empty and turns.")


def test_votes_are_drawn_where_the_voters_are():
    state = damaged(30)
    _, right = figures.votes(hebbian([FACE]), state, 99).axes
    blocks, dashes = right.collections
    cast = hebbian([FACE])[99] * state
    for marks, sign in ((blocks, 1), (dashes, -1)):
        x, y = np.floor(marks.get_offsets()).astype(int).T
        assert sorted(10 * y + x) == np.flatnonzero(sign * cast > 0).tolist()


def test_settling_shows_the_state_after_so_many_flips_and_then_stays():
    way = Network(hebbian([FACE])).descent(damaged(12), np.random.default_rng(1)).states
    left, right = figures.settling(way, 5, FACE).axes
    (crosses,) = left.get_lines()
    assert len(crosses.get_xdata()) == 7
    dot = right.get_lines()[-1]
    assert dot.get_xydata() == pytest.approx(np.array([[5, 0.86]]))
    assert figures.settling_in_words(way, 5, FACE).startswith("5 turned, 7 still wrong")
    assert "overlap 1.00. Nobody wants" in figures.settling_in_words(way, 12, FACE)
    assert "overlap 1.00. There is no turn number 30" in figures.settling_in_words(way, 30, FACE)


@pytest.mark.parametrize(
    ("end", "says"),
    [
        (FACE, "the face, every square."),
        (-FACE, "the face's negative, every square."),
        (PICTURES[2], "another of the memories."),
        (-PICTURES[1], "the negative of another memory."),
        (damaged(3), "none of the memories; 3 squares differ from the face."),
    ],
)
def test_what_comes_back_is_called_by_its_name(end, says):
    words = figures.brought_back_in_words(PICTURES, damaged(40), end)
    assert words == f"40 of 100 squares turned over. What comes back: {says}"


def test_what_comes_back_has_the_colour_of_memories_or_of_ghosts():
    memories = [(end, "memory") for end in (FACE, -FACE, -PICTURES[1])]
    for end, name in [*memories, (damaged(3), "ghost")]:
        panel = figures.brought_back(PICTURES, damaged(40), end).axes[2]
        (squares,) = [patch for patch in panel.patches if patch.get_facecolor()[3] > 0]
        assert squares.get_facecolor() == rgba(name)


def test_every_level_of_firmness_is_drawn_and_within_the_axes():
    held = [Network(hebbian(PICTURES[:p])).stability(PICTURES[:p]).ravel() for p in (1, 2, 3)]
    (axes,) = figures.firmness(held).axes
    low, high = axes.get_ylim()
    for number, (dots, values) in enumerate(zip(axes.collections, held, strict=True), start=1):
        x, y = dots.get_offsets().T
        assert set(x) == {number}
        assert set(y) == set(values)
        assert low < y.min() <= y.max() < high


def test_only_crosstalk_beyond_the_signal_is_coloured():
    rng = np.random.default_rng(3)
    heard = {9: rng.normal(0, 0.3, 4000), 900: rng.normal(0, 0.9, 4000)}
    figure = figures.crosstalk(heard, 1000)
    for axes, values in zip(figure.axes, heard.values(), strict=True):
        _, lost = axes.patches
        assert lost.get_facecolor() == rgba("vermilion")
        heights, edges, _ = lost.get_data()
        assert edges[-1] == pytest.approx(-1.0)
        inside = ((values >= -3) & (values < -1)).mean()
        assert (heights * np.diff(edges)).sum() == pytest.approx(inside)


def test_numbers_have_a_true_minus_and_zero_has_none():
    assert figures.signed(-0.5) == "−0.50"
    assert figures.signed(-0.001) == "0"
    assert figures.signed(12, 0) == "12"


def test_the_two_ways_of_asking_differ_in_more_than_colour():
    wrong = {"taking turns": [2.0, 1.0, 0.0], "drawing lots": [2.0, 1.5, 1.0]}
    (axes,) = figures.left_over([0, 1, 2], wrong).axes
    first, second = axes.get_lines()
    assert first.get_linestyle() != second.get_linestyle()
    assert list(second.get_ydata()) == [2.0, 1.5, 1.0]


def test_photographs_are_light_where_they_are_plus():
    picture = np.where(np.arange(625) % 3 == 0, 1, -1)
    axes = figures.photographs([[picture, -picture]], ["one", "other"]).axes
    shown = axes[0].images[0]
    assert shown.to_rgba(shown.get_array())[0, 0].tolist() == [1.0, 1.0, 1.0, 1.0]
    # Where a title stands is a matter of the style in use.
    titles = [panel.get_title("left") or panel.get_title() for panel in axes]
    assert titles == ["one", "other"]
