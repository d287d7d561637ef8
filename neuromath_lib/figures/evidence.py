"""Figures of what was checked: how far each computed value lies from its reference."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from neuromath_lib.evidence import Row

_LEAST = 1e-6  # what agrees better than this, or to the last digit, is drawn here


def share_used(rows: Iterable[Row]) -> np.ndarray:
    """Return deviation over tolerance, (rows,); infinite where none may be, or it is no number."""
    rows = list(rows)
    deviation = np.array([row.deviation for row in rows])
    tolerance = np.array([row.tolerance for row in rows])
    used = np.divide(deviation, tolerance, out=np.full(len(rows), np.inf), where=tolerance > 0)
    return np.where(deviation == 0, 0.0, np.nan_to_num(used, nan=np.inf, posinf=np.inf))


def margins(rows: Iterable[Row]) -> Figure:
    """Every row as a dot: the part of its tolerance that it used up, the least first.

    Parameters
    ----------
    rows : iterable of Row
        Of one table of evidence or several.
    """
    used = np.sort(share_used(rows))
    drawn = np.clip(used, _LEAST, 30.0)
    figure, axes = empty_figure(left=0.13)
    rank = np.arange(1, used.size + 1)
    exact, failed = used < _LEAST, ~(used <= 1)
    axes.axvline(1, color=colour("vermilion"), linewidth=1.6)
    for which, marker, hue in (
        (exact, "<", "voltage"),
        (~exact & ~failed, "o", "voltage"),
        (failed, "x", "vermilion"),
    ):
        axes.plot(drawn[which], rank[which], marker, color=colour(hue), markersize=4.5)
    axes.set_xscale("log")
    axes.set_xlim(0.5 * _LEAST, 60)
    axes.set_ylim(0, used.size + 2)
    axes.set_xticks([1e-6, 1e-4, 1e-2, 1], ["a millionth", "1/10,000", "1/100", "all of it"])
    axes.minorticks_off()
    axes.set_xlabel("How much of its tolerance a row uses up")
    axes.set_ylabel("Rows, best first")
    return figure
