"""The figures of the landscape draw what was computed, and say it in words."""

import itertools

import numpy as np
import pytest

from neuromath_lib.figures import a_landscape_that_remembers as figures
from neuromath_lib.figures import colour

ENEMIES = -(np.ones((5, 5), dtype=int) - np.eye(5, dtype=int))


def lines_of(axes, name):
    return [line for line in axes.get_lines() if line.get_color() == colour(name)]


def pairs_drawn(axes, style):
    """Lines of two ends inside the ring of guests, by their style."""
    inside = [
        line
        for line in axes.get_lines()
        if len(line.get_xdata()) == 2 and np.hypot(line.get_xdata(), line.get_ydata()).max() < 1.01
    ]
    return [line for line in inside if (line.get_linestyle() == "-") == (style == "-")]


@pytest.mark.parametrize("seats", [[1, 1, 1, 1, 1], [1, 1, -1, -1, -1], [1, -1, 1, -1, 1]])
def test_pairs_that_are_not_content_are_dashed(seats):
    seats = np.array(seats)
    unhappy = sum(
        ENEMIES[i, j] * seats[i] * seats[j] < 0 for i, j in itertools.combinations(range(5), 2)
    )
    (axes,) = figures.dinner(ENEMIES, seats).axes
    assert len(pairs_drawn(axes, "--")) == unhappy
    assert len(pairs_drawn(axes, "-")) == 10 - unhappy
    assert figures.dinner_in_words(ENEMIES, seats).startswith(f"{unhappy} of 10 pairs")


def test_a_dinner_in_words_names_those_who_would_move():
    crowded = figures.dinner_in_words(ENEMIES, np.array([1, 1, 1, 1, 1]))
    assert crowded.startswith("10 of 10 pairs are not content: energy 10.")
    assert crowded.endswith("A, B, C, D and E would rather move.")
    split = figures.dinner_in_words(ENEMIES, np.array([1, 1, -1, -1, -1]))
    assert split == "4 of 10 pairs are not content: energy −2. Nobody gains by moving alone."
    friends = -ENEMIES
    assert figures.dinner_in_words(friends, np.array([1, 1, 1, 1, -1])).endswith(
        "energy −2. E would rather move."
    )


def test_a_way_down_shows_its_energies_and_its_flips():
    states = np.array([[1, 1, 1, -1], [1, 1, -1, -1], [1, -1, -1, -1]])
    left, right = figures.way_down(states, np.array([4.0, 0.0, -6.0])).axes
    (marks,) = [line for line in left.get_lines() if line.get_marker() == "o"]
    assert marks.get_xdata().tolist() == [2.5, 1.5]
    assert marks.get_ydata().tolist() == [1.5, 2.5]
    assert [text.get_text() for text in right.texts] == ["4", "0", "−6"]


def test_only_a_way_home_ends_in_the_colour_of_memories():
    states = np.array([[1, 1, -1], [1, -1, -1]])

    def has_green(figure):
        want = colour("memory")
        return any(
            patch.get_facecolor()[:3]
            == pytest.approx([int(want[k : k + 2], 16) / 255 for k in (1, 3, 5)])
            for patch in figure.axes[0].patches
        )

    energies = np.array([2.0, -1.0])
    assert has_green(figures.way_down(states, energies))
    assert not has_green(figures.way_down(states, energies, home=False))


def test_stabilities_are_the_heights_of_bars():
    rows = {"one": np.array([5, 21, 5]), "two": np.array([13, 13, 13])}
    first, second = figures.stabilities(rows, ["ghost", "memory"]).axes
    assert [bar.get_height() for bar in first.patches] == [5, 21, 5]
    assert [bar.get_height() for bar in second.patches] == [13, 13, 13]
    assert {bar.get_linestyle() for bar in first.patches} == {":"}


def test_a_census_counts_each_level_and_marks_where_states_rest():
    energies = np.repeat([-8.0, -2.0, 0.0, 4.0], [2, 3, 10, 7])
    (axes,) = figures.census(energies, {"memory": -8.0, "ghost": -2.0}).axes
    heights = {
        line.get_xdata()[0]: line.get_ydata()[0]
        for line in axes.get_lines()
        if len(line.get_xdata()) == 1
    }
    assert heights == {-8.0: 2, -2.0: 3, 0.0: 10, 4.0: 7}
    assert [text.get_text() for text in axes.texts] == ["2 memories", "3 ghosts"]


def test_ways_to_ghosts_are_dotted():
    cells = np.array([0.0, 4.0]), np.array([-104.0, -72.0]), np.array([1, 4])
    ways = [
        (np.array([2, 1, 0]), np.array([-40.0, -72.0, -104.0]), "memory"),
        (np.array([3, 4]), np.array([-60.0, -72.0]), "ghost"),
    ]
    (axes,) = figures.shells(cells, ways, 2).axes
    (dotted,) = [line for line in lines_of(axes, "ghost") if line.get_linestyle() == ":"]
    assert dotted.get_ydata().tolist() == [-60.0, -72.0]


def solid_edges(turned):
    (axes,) = figures.solid([], turned).axes
    straight = [line for line in axes.get_lines() if len(line.get_xdata()) == 2]
    return [line for line in straight if line.get_linestyle() == "-"], straight


@pytest.mark.parametrize("turned", [0.0, 24.0, 100.0])
def test_the_solid_has_24_edges_and_hides_those_behind(turned):
    front, edges = solid_edges(turned)
    assert len(edges) == 24
    # Of a convex body each edge lies in front, behind, or on the outline; the outline of this
    # one has six or eight edges, which count as in front.
    assert 12 < len(front) < 24


def test_the_solid_turns():
    (one,) = figures.solid([], 0.0).axes
    (other,) = figures.solid([], 60.0).axes
    where = [{t.get_text(): t.get_position() for t in axes.texts} for axes in (one, other)]
    assert set(where[0]) == {"+M1", "−M1", "+M2", "−M2", "+M3", "−M3"}
    assert where[0]["+M3"] == pytest.approx(where[1]["+M3"])  # it stands on its axis
    assert abs(where[0]["+M1"][0] - where[1]["+M1"][0]) > 0.3


def test_a_way_to_a_memory_ends_at_its_corner():
    way = np.array([[0.0, 0.0, 0.0], [0.5, 0.0, 0.0], [1.0, 0.0, 0.0]])
    (axes,) = figures.solid([(way, "memory")], 24.0).axes
    (path,) = [line for line in lines_of(axes, "memory") if len(line.get_xdata()) == 3]
    (label,) = [text for text in axes.texts if text.get_text() == "+M1"]
    end = np.array([path.get_xdata()[-1], path.get_ydata()[-1]])
    assert 1.15 * end == pytest.approx(label.get_position())


def test_homecoming_marks_the_noise_shown():
    noises = np.linspace(0, 1, 5)
    home, inverted = np.array([1, 0.9, 0, 0, 0]), np.array([0, 0, 0, 0.9, 1])
    cue = np.ones(9, dtype=int)
    axes = figures.homecoming(noises, home, inverted, 0.25, cue, cue).axes[0]
    (dot,) = [line for line in axes.get_lines() if line.get_marker() == "o"]
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (25.0, 90.0)


def test_shares_fill_each_bar():
    rows = {"2": (0.5, 0.5, 0.0), "3": (0.4, 0.35, 0.25)}
    (axes,) = figures.shares(rows, "3").axes
    tops = [bar.get_y() + bar.get_height() for bar in axes.patches]
    assert tops == pytest.approx([50, 100, 100, 40, 75, 100])
    (arrow,) = [line for line in axes.get_lines() if line.get_marker() == "v"]
    assert arrow.get_xdata()[0] == 1


def test_a_pair_belongs_to_its_second_state():
    left, right = figures.marching([np.array([2.0, 0, 0])], [np.array([-1.0, -2])]).axes
    assert left.get_lines()[0].get_xdata().tolist() == [0, 1, 2]
    assert right.get_lines()[0].get_xdata().tolist() == [1, 2]


def test_a_walk_names_each_memory_where_it_is_reached():
    overlaps = np.array([[0.8, 0.0], [0.0, 1.0], [1.0, 0.0]])
    (axes,) = figures.walk(overlaps, "AB").axes
    assert {t.get_text(): t.xy for t in axes.texts} == {"A": (2, 1.0), "B": (1, 1.0)}


def test_a_warm_course_says_its_temperature():
    (axes,) = figures.warmed(np.full((4, 3), 0.5), 0.35).axes
    assert axes.texts[0].get_text() == "three memories, T = 0.35"
    assert len(axes.get_lines()) == 4  # three courses and the zero line


def test_minus_is_a_true_minus():
    assert figures.minus(-2.5, 1) == "−2.5"
