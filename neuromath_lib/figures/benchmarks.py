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
