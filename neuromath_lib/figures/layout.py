"""What figures of the book share: their size and margins, and the axes that recur."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes


def empty_figure(
    height: float = 3.4,
    rows: int = 1,
    columns: int = 1,
    *,
    left: float = 0.11,
    right: float = 0.97,
    wspace: float = 0.25,
    hspace: float = 0.12,
    title: bool = False,
    **options: Any,
) -> Any:
    """An empty figure of the book's width and its axes, apart from pyplot's global state.

    The margins are fixed, so that the frames of an explorer do not shift against each other.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.0, height), layout="none")
    figure.subplots_adjust(
        left=left,
        right=right,
        bottom=0.56 / height,
        top=1 - (0.34 if title else 0.12) / height,
        wspace=wspace,
        hspace=hspace,
    )
    return figure, figure.subplots(rows, columns, **options)


def voltage_axis(axes: Axes, low: float = -85.0, high: float = 60.0) -> None:
    """Make the upright axis one of voltage, mV."""
    axes.set_ylim(low, high)
    axes.set_yticks([-80, -40, 0, 40])
    axes.set_ylabel("Voltage (mV)")


def time_axis(axes: Axes, t: np.ndarray) -> None:
    """Make the level axis one of time, ms."""
    from matplotlib.ticker import MaxNLocator

    axes.set_xlim(t[0], t[-1])
    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True, steps=[1, 2, 5, 10]))
    axes.set_xlabel("Time (ms)")


def thin(trace_t: np.ndarray, points: int = 600) -> slice:
    """Every k-th sample, so that a line has about as many points as a screen can show."""
    return slice(None, None, max(1, len(trace_t) // points))
