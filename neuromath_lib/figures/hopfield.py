"""What figures of Hopfield's networks share: patterns as pictures, one square a unit.

A unit at +1 is a filled square, one at -1 an empty place. States are drawn in ink, memories in
the colour of memories, so that a state that has come home changes colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
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
    from matplotlib.patches import PathPatch, Rectangle

    picture = squared(state)
    rows, columns = picture.shape
    # A gap shows each unit; without one, neighbours in a line are drawn in one piece, and a small
    # overlap hides the seams between lines.
    mosaic = columns <= _MOSAIC
    corners, lengths = _runs(picture > 0, longest=1 if mosaic else columns)
    axes.add_patch(Rectangle((0, 0), columns, rows, fill=False, edgecolor=colour("grid")))
    if len(corners):
        bars = _bars(corners, lengths, gap=0.1 if mosaic else -0.02)
        axes.add_patch(PathPatch(bars, facecolor=colour(hue), linewidth=0))
    if wrong is not None:
        y, x = np.nonzero(squared(wrong))
        axes.plot(x + 0.5, y + 0.5, "x", color=colour("vermilion"), markersize=4)
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
