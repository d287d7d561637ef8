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
    from matplotlib.patches import PathPatch

    picture = squared(state)
    columns = picture.shape[1]
    # A gap shows each unit; without one, neighbours in a line are drawn in one piece, and a small
    # overlap hides the seams between lines.
    mosaic = columns <= _MOSAIC
    corners, lengths = _runs(picture > 0, longest=1 if mosaic else columns)
    _frame(axes, picture.shape)
    if len(corners):
        bars = _bars(corners, lengths, gap=0.1 if mosaic else -0.02)
        axes.add_patch(PathPatch(bars, facecolor=colour(hue), linewidth=0))
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


def _frame(axes: Axes, shape: tuple[int, int]) -> None:
    """Make room for a picture of so many rows and columns, with a line around it."""
    from matplotlib.patches import Rectangle

    rows, columns = shape
    if not axes.patches:
        axes.add_patch(Rectangle((0, 0), columns, rows, fill=False, edgecolor=colour("grid")))
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
    figure, axes = empty_figure(
        height, 2, columns, left=0.13, right=0.99, wspace=0.08, hspace=0.08, squeeze=False
    )
    figure.subplots_adjust(bottom=0.01, top=1.0 - 0.3 / height)
    for column in range(columns):
        for row, states in enumerate((shown, back)):
            panel = axes[row, column]
            if column >= len(memories):
                panel.axis("off")
                continue
            home = np.array_equal(back[column], memories[column])
            hue = "ink" if row == 0 else "memory" if home else "ghost"
            pixels(panel, states[column], hue)
        if column < len(memories):
            axes[0, column].set_title(titles[column], fontsize="small", color=colour("ink"))
    for row, words in enumerate(("Shown", "Comes\nback")):
        place = axes[row, 0].get_position()
        figure.text(0.005, 0.5 * (place.y0 + place.y1), words, va="center", fontsize="small")
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
