"""Figures of *How fast is it?*: what larger problems cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.palette import colour
from neuromath_lib.figures.style import label

if TYPE_CHECKING:
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
    figure, axes = empty_figure(3.4, left=0.14, right=0.95)
    for (counts, seconds), hue, marker, words, offset in (
        (neurons, "voltage", "o", "neurons, 100 ms", (-8, 4)),
        (compartments, "potassium", "s", "compartments of a cable, 20 ms", (6, -12)),
    ):
        axes.loglog(counts, seconds, marker=marker, markersize=4, color=colour(hue))
        last = -1 if hue == "voltage" else len(counts) // 2
        place = {"ha": "right"} if hue == "voltage" else {}
        label(axes, counts[last], seconds[last], words, hue, offset=offset, **place)
    # What would cost twice as much where there is twice as much of it
    start = counts[0]
    axes.loglog(
        [start, 1e5], [2e-3, 2e-3 * 1e5 / start], color=colour("grid"), linestyle="--", zorder=0
    )
    axes.set_xlabel("How many")
    axes.set_ylabel("CPU time (s)")
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
    figure, axes = empty_figure(3.4, left=0.14, right=0.95)
    for (counts, seconds), hue, marker, line, words, at, place in (
        (building, "ghost", "s", "--", "building", -1, {"offset": (-10, 2), "ha": "right"}),
        (recall, "memory", "o", "-", "recall", -3, {"offset": (4, -12)}),
        (
            others,
            "muted",
            "^",
            ":",
            "recall, fastest\nother program",
            0,
            {"offset": (-8, 6), "ha": "right"},
        ),
    ):
        axes.loglog(counts, seconds, marker=marker, markersize=4, linestyle=line, color=colour(hue))
        at = max(at, -len(counts))
        label(axes, counts[at], seconds[at], words, hue, **place)
    axes.set_xlabel("Units")
    axes.set_ylabel("CPU time (s)")
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
    figure, axes = empty_figure(3.4, left=0.14, right=0.95)
    for (counts, seconds), hue, marker, line, words, at, offset in (
        (participants, "ii", "^", ":", "participants, inverted", -1, (7, 2)),
        (columns, "sp", "o", "-", "columns, one spectrum", -1, (7, 2)),
        (frequencies, "dp", "s", "--", "frequencies, one column", 0, (0, -12)),
    ):
        axes.loglog(counts, seconds, marker=marker, markersize=4, linestyle=line, color=colour(hue))
        label(axes, counts[at], seconds[at], words, hue, offset=offset)
    axes.margins(y=0.12)
    axes.set_xlabel("How many")
    axes.set_ylabel("CPU time (s)")
    return figure
