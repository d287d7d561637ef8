"""What figures of Hopfield's networks share: patterns as pictures, one square a unit.

A unit at +1 is a filled square, one at -1 an empty place. States are drawn in ink, memories in
the colour of memories, so that a state that has come home changes colour.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.path import Path

_MOSAIC = 16  # pictures up to this wide show their squares one by one


def pixels(axes: Axes, state: Any, hue: str = "ink", *, wrong: Any = None) -> None:
    """Draw a pattern as a picture: a filled square for +1, nothing for -1.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where; its ticks are taken away.
    state : array_like
        +1 and -1, shape ``(rows, columns)``, or ``(N,)`` for a square of the side ``sqrt(N)``.
    hue : str
        A colour of the palette: "ink", or "memory" for a pattern that is one.
    wrong : array_like of bool, optional
        Same shape as `state`: pixels to be marked by a cross.
    """
    picture = squared(state)
    _frame(axes, picture.shape)
    _fill(axes, picture, hue)
    if wrong is not None:
        y, x = np.nonzero(squared(wrong))
        axes.plot(x + 0.5, y + 0.5, "x", color=colour("vermilion"), markersize=4)


def sized(axes: Axes, areas: Mapping[str, Any], *, gap: float = 0.0) -> None:
    """Draw numbers as squares of these areas: nothing for 0 or less, a full square for 1.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where; its ticks are taken away.
    areas : mapping of str to array_like
        For each colour of the palette numbers of shape ``(rows, columns)``, or ``(N,)`` for a
        square.
    gap : float
        Between full squares, so that each can be seen.
    """
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    turn = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]) - 0.5
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    for hue, numbers in areas.items():
        picture = np.clip(squared(numbers), 0.0, 1.0)
        _frame(axes, picture.shape)
        corners = np.argwhere(picture > 0.002)
        if len(corners):
            sides = (1.0 - gap) * np.sqrt(picture[tuple(corners.T)])
            vertices = corners[:, None, ::-1] + 0.5 + turn * sides[:, None, None]
            boxes = Path(vertices.reshape(-1, 2).round(2), np.tile(codes, len(corners)))
            axes.add_patch(PathPatch(boxes, facecolor=colour(hue), linewidth=0))


def _fill(axes: Axes, picture: np.ndarray, hue: str, at: tuple[float, float] = (0, 0)) -> None:
    """Fill the squares of a picture whose upper left corner is at (row, column)."""
    from matplotlib.patches import PathPatch

    # A gap shows each unit; without one, neighbours in a line are drawn in one piece, and a small
    # overlap hides the seams between lines.
    columns = picture.shape[1]
    mosaic = columns <= _MOSAIC
    corners, lengths = _runs(picture > 0, longest=1 if mosaic else columns)
    if len(corners):
        bars = _bars(corners + np.asarray(at), lengths, gap=0.1 if mosaic else -0.02)
        axes.add_patch(PathPatch(bars, facecolor=colour(hue), linewidth=0))


def _border(axes: Axes, shape: tuple[int, int], at: tuple[float, float] = (0, 0)) -> None:
    """Draw the line around a picture of so many rows and columns."""
    from matplotlib.patches import Rectangle

    edge = {"fill": False, "edgecolor": colour("grid")}
    axes.add_patch(Rectangle(at[::-1], shape[1], shape[0], **edge))


def _frame(axes: Axes, shape: tuple[int, int]) -> None:
    """Make room for a picture of so many rows and columns, with a line around it."""
    rows, columns = shape
    if not axes.patches:
        _border(axes, shape)
    axes.set_xlim(-0.3, columns + 0.3)
    axes.set_ylim(rows + 0.3, -0.3)
    axes.set_aspect("equal")
    axes.axis("off")


def squared(state: Any) -> np.ndarray:
    """Return a pattern as a picture: as it is if it has rows, else as a square."""
    state = np.asarray(state)
    if state.ndim == 2:
        return state
    side = math.isqrt(state.size)
    if state.ndim != 1 or side * side != state.size:
        raise ValueError(
            f"state was of shape {state.shape}; it should be (rows, columns), or (N,) with N a "
            "square number"
        )
    return state.reshape(side, side)


def pictures(
    states: Sequence[Any],
    titles: Sequence[str],
    *,
    hues: Sequence[str] | None = None,
    wrong: Sequence[Any] | None = None,
    height: float = 2.1,
) -> Figure:
    """Draw patterns side by side, each with a title.

    Parameters
    ----------
    states : sequence of array_like
        Patterns, as in `pixels`.
    titles : sequence of str
        What stands above each; a dozen letters, or a phone shows them on top of each other.
    hues : sequence of str, optional
        Colours of the palette; ink if left out.
    wrong : sequence of array_like of bool or None, optional
        For each picture the pixels to be marked.
    height : float
        Of the figure, inches.
    """
    figure, axes = empty_figure(
        height, 1, len(states), left=0.02, right=0.98, wspace=0.08, squeeze=False
    )
    figure.subplots_adjust(bottom=0.02, top=1.0 - 0.45 / height)
    for i, panel in enumerate(axes[0]):
        pixels(panel, states[i], hues[i] if hues else "ink", wrong=wrong[i] if wrong else None)
        panel.set_title(titles[i], fontsize="medium", color=colour("ink"))
    return figure


def come_back(
    shown: Any, back: Any, memories: Any, titles: Sequence[str], *, columns: int = 6
) -> Figure:
    """What was shown, above, and what came back of it, below: green if it is the memory.

    Parameters
    ----------
    shown, back, memories : array_like
        +1 and -1, shape ``(k, N)``; the first are drawn.
    titles : sequence of str
        What stands above each pair.
    columns : int
        How many there is room for; if there are fewer, places stay empty.
    """
    height = 0.35 + 2 * 5.3 / columns
    # All pictures share one pair of axes: a pair for each would take longer to make than to fill.
    figure, axes = empty_figure(height, left=0.13, right=0.99)
    figure.subplots_adjust(bottom=0.01, top=1.0 - 0.3 / height)
    rows, side = squared(memories[0]).shape
    for column in range(min(columns, len(memories))):
        home = np.array_equal(back[column], memories[column])
        for row, (states, hue) in enumerate(
            ((shown, "ink"), (back, "memory" if home else "ghost"))
        ):
            at = (1.08 * rows * row, 1.08 * side * column)
            _border(axes, (rows, side), at)
            _fill(axes, squared(states[column]), hue, at)
        axes.annotate(
            titles[column], (1.08 * side * column, 0), (0, 3),
            textcoords="offset points", fontsize="small", color=colour("ink"),
        )  # fmt: skip
    for row, words in enumerate(("Shown", "Comes\nback")):
        axes.annotate(
            words, (0, (1.08 * row + 0.5) * rows), (-6, 0), ha="right", va="center",
            textcoords="offset points", fontsize="small", color=colour("ink"),
        )  # fmt: skip
    axes.set_xlim(-0.3, (1.08 * columns - 0.08) * side + 0.3)
    axes.set_ylim(2.08 * rows + 0.3, -0.3)
    axes.set_aspect("equal")
    axes.axis("off")
    return figure


def _runs(filled: np.ndarray, longest: int) -> tuple[np.ndarray, np.ndarray]:
    """Where filled stretches of the lines begin, as (row, column), and how long they are."""
    if longest == 1:
        corners = np.argwhere(filled)
        return corners, np.ones(len(corners), dtype=int)
    edges = np.diff(np.pad(filled.astype(int), ((0, 0), (1, 1))), axis=1)
    starts, ends = np.argwhere(edges == 1), np.argwhere(edges == -1)
    return starts, ends[:, 1] - starts[:, 1]


def _bars(corners: np.ndarray, lengths: np.ndarray, gap: float) -> Path:
    """One path of many bars one unit high; `corners` are (row, column)."""
    from matplotlib.path import Path

    turn = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
    sides = np.stack([lengths - gap, np.full(len(lengths), 1.0 - gap)], axis=1)
    vertices = corners[:, None, ::-1] + 0.5 * gap + turn * sides[:, None, :]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(vertices.reshape(-1, 2), np.tile(codes, len(corners)))
