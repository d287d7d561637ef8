"""What figures of Hopfield's networks share: patterns as pictures."""

import numpy as np
import pytest

from neuromath_lib.figures import colour
from neuromath_lib.figures import hopfield as figures
from neuromath_lib.hopfield import letters, sketches


def drawn(axes, rows, columns):
    """Read a picture back from the bars that were drawn, each a stretch of a line."""
    (bars,) = [patch for patch in axes.patches if patch.get_facecolor()[3] > 0]
    corners = bars.get_path().vertices.reshape(-1, 5, 2)
    picture = np.full((rows, columns), -1)
    for (left, _), (right, _), y in zip(
        corners.min(axis=1), corners.max(axis=1), corners[:, :4, 1].mean(axis=1), strict=True
    ):
        picture[int(y), round(left) : round(right)] = 1
    return picture


def empty_axes():
    from matplotlib.figure import Figure

    return Figure().subplots()


def test_a_picture_has_a_square_for_each_plus_and_none_for_a_minus():
    boat = sketches("boat")[0]
    axes = empty_axes()
    figures.pixels(axes, boat)
    assert (drawn(axes, 10, 10).ravel() == boat).all()
    assert axes.yaxis_inverted()  # the first line is at the top


def test_large_pictures_are_drawn_too_and_need_not_be_square():
    letter = letters("A")[0].reshape(32, 32)[4:]
    axes = empty_axes()
    figures.pixels(axes, letter)
    assert (drawn(axes, 28, 32) == letter).all()


def test_units_of_a_small_picture_are_drawn_one_by_one_those_of_a_large_one_in_stretches():
    panels = figures.pictures([np.ones(100, int), np.ones(1024, int)], ["", ""]).axes
    counts = [
        len(patch.get_path().vertices) // 5
        for panel in panels
        for patch in panel.patches
        if patch.get_facecolor()[3] > 0
    ]
    assert counts == [100, 32]


def test_wrong_pixels_are_crossed_where_they_are():
    wrong = np.zeros(100, bool)
    wrong[37] = True
    axes = empty_axes()
    figures.pixels(axes, -np.ones(100, int), wrong=wrong)
    (crosses,) = axes.get_lines()
    assert crosses.get_xydata().tolist() == [[7.5, 3.5]]


def test_pictures_stand_in_order_under_their_titles():
    both = sketches("key", "cup")
    panels = figures.pictures(both, ["a key", "a cup"], hues=["ink", "memory"]).axes
    # Where a title stands is a matter of the style in use.
    titles = [panel.get_title("left") or panel.get_title() for panel in panels]
    assert titles == ["a key", "a cup"]
    for panel, state, name in zip(panels, both, ("ink", "memory"), strict=True):
        assert (drawn(panel, 10, 10).ravel() == state).all()
        (squares,) = [patch for patch in panel.patches if patch.get_facecolor()[3] > 0]
        assert squares.get_facecolor() == rgba(name)


def rgba(name):
    from matplotlib.colors import to_rgba

    return to_rgba(colour(name))


def test_a_list_that_is_no_square_is_an_error():
    with pytest.raises(ValueError, match=r"state was of shape \(10,\)"):
        figures.squared(np.ones(10))


def test_only_what_came_back_square_for_square_is_green():
    from matplotlib.colors import to_rgba

    ink, memory, ghost = (to_rgba(colour(name)) for name in ("ink", "memory", "ghost"))
    three = letters("ABC")
    back = three.copy()
    back[1, 500] *= -1
    (axes,) = figures.come_back(three, back, three, "ABC", columns=4).axes
    above, below = pairs_drawn(axes)
    assert [hue for _, hue in above] == [ink] * 3
    assert [hue for _, hue in below] == [memory, ghost, memory]
    assert [place for place, _ in above] == [place for place, _ in below] == [0, 1, 2]
    assert [text.get_text() for text in axes.texts] == ["A", "B", "C", "Shown", "Comes\nback"]


def pairs_drawn(axes):
    """Place and colour of the pictures in the upper row and in the lower, as in come_back."""
    rows = [], []
    for patch in axes.patches:
        if patch.get_facecolor()[3] > 0:
            middle = patch.get_path().get_extents().get_points().mean(axis=0)
            column, row = np.floor(middle / 34).astype(int)  # pictures of 32 squares, and a gap
            rows[row].append((int(column), patch.get_facecolor()))
    return rows


def test_pictures_of_what_came_back_stay_inside_their_frames():
    ones = np.ones((2, 1024), dtype=int)
    (axes,) = figures.come_back(ones, ones, ones, "AB").axes
    boxes = [patch.get_extents().get_points() for patch in axes.patches]
    for frame, filled in zip(boxes[::2], boxes[1::2], strict=True):
        assert np.allclose(frame, filled, atol=0.5)  # points of the screen
    assert len({tuple(box.ravel().round()) for box in boxes[::2]}) == 4


def test_more_letters_than_places_are_left_out():
    ten = letters("ABCDEFGHIJ")
    (axes,) = figures.come_back(ten, ten, ten, "ABCDEFGHIJ").axes
    assert [len(row) for row in pairs_drawn(axes)] == [6, 6]
    assert [text.get_text() for text in axes.texts[:6]] == list("ABCDEF")
