"""Figures of *How fast is it?*: what larger problems cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.palette import colour
from neuromath_lib.figures.style import label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def growth(
    neurons: tuple[Sequence[int], Sequence[float]],
    compartments: tuple[Sequence[int], Sequence[float]],
) -> Figure:
    """Seconds of computing against the size of the problem, both on scales of powers of ten.

    Parameters
    ----------
    neurons, compartments : (sequence of int, sequence of float)
        How many, and what they took, s.
    """
    middle = len(compartments[0]) // 2
    figure, axes = _costs(
        [
            (neurons, "voltage", "o-", "neurons, 100 ms", -1, {"offset": (-8, 4), "ha": "right"}),
            (compartments, "potassium", "s-", "compartments of a cable, 20 ms", middle,
             {"offset": (6, -12)}),
        ],
        "How many",
    )  # fmt: skip
    # What would cost twice as much where there is twice as much of it
    start = compartments[0][0]
    axes.loglog(
        [start, 1e5], [2e-3, 2e-3 * 1e5 / start], color=colour("grid"), linestyle="--", zorder=0
    )
    return figure


def memories(
    recall: tuple[Sequence[int], Sequence[float]],
    building: tuple[Sequence[int], Sequence[float]],
    others: tuple[Sequence[int], Sequence[float]],
) -> Figure:
    """Seconds of computing against the number of units, both on scales of powers of ten.

    Parameters
    ----------
    recall, building : (sequence of int, sequence of float)
        Numbers of units, and what the library took, s.
    others : (sequence of int, sequence of float)
        Numbers of units, and what the fastest other program took for the recall, s.
    """
    figure, _ = _costs(
        [
            (building, "ghost", "s--", "building", -1, {"offset": (-10, 2), "ha": "right"}),
            (recall, "memory", "o-", "recall", -3, {"offset": (4, -12)}),
            (others, "muted", "^:", "recall, fastest\nother program", 0,
             {"offset": (-8, 6), "ha": "right"}),
        ],
        "Units",
    )  # fmt: skip
    return figure


def columns(
    columns: tuple[Sequence[int], Sequence[float]],
    frequencies: tuple[Sequence[int], Sequence[float]],
    participants: tuple[Sequence[int], Sequence[float]],
) -> Figure:
    """Seconds of computing against columns, frequencies and participants.

    Parameters
    ----------
    columns, frequencies, participants : (sequence of int, sequence of float)
        How many, and what they took, s.
    """
    figure, axes = _costs(
        [
            (participants, "ii", "^:", "participants, inverted", -1, {"offset": (7, 2)}),
            (columns, "sp", "o-", "columns, one spectrum", -1, {"offset": (7, 2)}),
            (frequencies, "dp", "s--", "frequencies, one column", 0, {"offset": (0, -12)}),
        ],
        "How many",
    )
    axes.margins(y=0.12)
    return figure


def _costs(curves: Sequence[tuple], sizes: str) -> tuple[Figure, Axes]:
    """Draw seconds against sizes, each curve with its words beside one of its points.

    A curve is ((sizes, seconds), hue, marker and line, words, which point, how the label stands).
    """
    figure, axes = empty_figure(3.4, left=0.14, right=0.95)
    for (counts, seconds), hue, look, words, at, place in curves:
        axes.loglog(counts, seconds, look, markersize=4, color=colour(hue))
        at = max(at, -len(counts))
        label(axes, counts[at], seconds[at], words, hue, **place)
    axes.set_xlabel(sizes)
    axes.set_ylabel("CPU time (s)")
    return figure, axes
