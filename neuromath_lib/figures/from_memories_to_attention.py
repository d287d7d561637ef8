"""Figures of graded units, dense memories and retrieval by softmax.

Numbers between -1 and +1 are drawn as squares of more or less area. Memories are green, what comes
back and is none of them has the colour of ghosts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.hopfield import pixels, sized
from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Powers on every figure: colour and line.
_POWERS = {2: ("ink", "--"), 3: ("blue", "-"), 4: ("vermilion", "-")}


def graded(values: Any, t: Any, overlaps: Any, names: Sequence[str], hue: str) -> Figure:
    """Where graded units come to rest, and their overlaps with two memories on the way.

    Parameters
    ----------
    values : array_like
        Outputs at the end, between -1 and 1, shape ``(N,)``.
    t : array_like
        Times, shape ``(n,)``.
    overlaps : array_like
        Shape ``(n, 2)``.
    names : sequence of str
        Of the two memories.
    hue : str
        Colour of the picture.
    """
    figure, (left, right) = empty_figure(
        2.8, 1, 2, left=0.02, right=0.915, wspace=0.3, width_ratios=[2, 3]
    )
    shades(left, values, hue)
    ends = np.asarray(overlaps)[-1]
    apart = ends[0] - ends[1] > 0.1
    for i, line in enumerate(("-", "--")):
        right.plot(t, np.asarray(overlaps)[:, i], line, color=colour("memory"))
        if apart:
            right.annotate(
                names[i], (t[-1], ends[i]), (5, 0), textcoords="offset points", va="center",
                color=colour("memory"),
            )  # fmt: skip
    if not apart:
        right.annotate(
            ", ".join(names), (t[-1], ends[0]), (5, 0), textcoords="offset points", va="center",
            color=colour("memory"),
        )  # fmt: skip
    right.set_xlim(0, t[-1])
    right.set_ylim(-0.05, 1.08)
    right.set_xlabel("Time (time constants)")
    right.set_ylabel("Overlap")
    return figure


def shades(axes: Axes, values: Any, hue: str = "ink") -> None:
    """Draw numbers between -1 and 1 as squares: nothing for -1, half an area for 0, full for +1.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where; its ticks are taken away.
    values : array_like
        Shape ``(rows, columns)``, or ``(N,)`` for a square.
    hue : str
        A colour of the palette.
    """
    sized(axes, {hue: 0.5 * (np.asarray(values) + 1.0)}, gap=0.08)


def votes(shares: Mapping[str, Any], names: str, right: int = 0) -> Figure:
    """How the votes of all memories are shared out, a row of bars for each way to count them.

    Parameters
    ----------
    shares : mapping of str to array_like
        For each way its name and the shares of all memories; they sum to 1.
    names : str
        A letter for each memory.
    right : int
        The memory that was meant: its bar is green.
    """
    figure, axes = empty_figure(
        0.7 + 1.15 * len(shares), len(shares), 1, left=0.1, hspace=0.35, sharex=True, squeeze=False
    )
    place = np.arange(len(names))
    for panel, (title, found) in zip(axes[:, 0], shares.items(), strict=True):
        _bars(panel, found, right)
        panel.text(1.0, 0.85, title, transform=panel.transAxes, ha="right", fontsize="small")
        panel.set_ylim(0, 1.05)
        panel.set_yticks([0, 0.5, 1], ["0", "", "1"])
    axes[-1, 0].set_xticks(place[::2], names[::2], fontsize="small")
    figure.text(0.01, 0.55, "Share of the vote", rotation="vertical", va="center")
    return figure


def _bars(axes: Axes, shares: Any, right: int) -> None:
    hues = [colour("memory" if i == right else "ghost") for i in range(len(shares))]
    axes.bar(np.arange(len(shares)), shares, color=hues, width=0.75)


def dense(state: Any, home: bool, counts: Any, curves: Mapping[int, Any], at: tuple) -> Figure:
    """What comes back of one memory, and the fraction recalled against the number of memories.

    Parameters
    ----------
    state : array_like
        Where the memory comes to rest, +1 and -1.
    home : bool
        Whether it is the memory.
    counts : array_like of int
        Numbers of memories.
    curves : mapping of int to array_like
        For each power the fractions recalled.
    at : tuple of int
        Power and number of memories of the state.
    """
    figure, (left, right) = empty_figure(
        2.8, 1, 2, left=0.02, right=0.96, wspace=0.28, width_ratios=[2, 3]
    )
    hue = "memory" if home else "ghost"
    pixels(left, state, hue)
    for power, found in curves.items():
        look, line = _POWERS[power]
        thick = 2.4 if power == at[0] else 1.0
        right.plot(counts, found, line, color=colour(look), linewidth=thick)
        falling = np.asarray(found)
        x = np.interp(-0.5, -falling, np.log(counts))
        right.annotate(
            f"n = {power}", (np.exp(x), 0.5), (7, 0), textcoords="offset points", va="center",
            color=colour(look), fontsize="small",
        )  # fmt: skip
    now = curves[at[0]][list(counts).index(at[1])]
    right.plot([at[1]], [now], "o", color=colour(hue), markersize=8)
    right.set_xscale("log")
    right.set_xlim(4, 60_000)
    right.set_xticks([10, 100, 1000, 10_000], ["10", "100", "1000", "10 000"])
    right.minorticks_off()
    right.set_ylim(-0.05, 1.08)
    right.set_xlabel("Memories (100 units)")
    right.set_ylabel("Recalled")
    return figure


def attention(values: Any, hue: str, shares: Any, names: str, right: int) -> Figure:
    """What a state becomes by softmax retrieval, and how much each memory counted.

    Parameters
    ----------
    values : array_like
        Numbers between -1 and 1, shape ``(N,)``.
    hue : str
        Colour of the picture.
    shares : array_like
        Of each memory; they sum to 1.
    names : str
        A letter for each memory.
    right : int
        The memory that was meant.
    """
    figure, (left, bars) = empty_figure(
        2.8, 1, 2, left=0.02, right=0.97, wspace=0.24, width_ratios=[2, 3]
    )
    shades(left, values, hue)
    _bars(bars, shares, right)
    bars.set_ylim(0, 1.05)
    bars.set_xticks(np.arange(len(names))[::3], names[::3], fontsize="small")
    bars.set_ylabel("Weight")
    return figure


def two_layers(features: int = 9, memories: int = 4) -> Figure:
    """Units below, one hidden unit for each memory above, and wires between the two layers only.

    Parameters
    ----------
    features, memories : int
        How many are drawn.
    """
    figure, axes = empty_figure(2.7, left=0.02, right=0.98)
    figure.subplots_adjust(bottom=0.02, top=0.98)
    below = np.linspace(0.6, 6.4, features)
    above = np.linspace(1.4, 5.6, memories)
    chosen = memories // 2
    for k, x in enumerate(above):
        strong = k == chosen
        hue = colour("memory" if strong else "muted")
        for y in below:
            axes.plot([x, y], [2.0, 0.5], "-", color=hue, linewidth=1.4 if strong else 0.5)
        axes.plot([x], [2.0], "o", color=hue, markersize=15)
    axes.plot(below, np.full(features, 0.5), "o", color=colour("ink"), markersize=11)
    axes.text(3.5, 2.45, "one hidden unit for each memory", ha="center")
    axes.text(3.5, 0.02, "units: the picture", ha="center", va="center")
    axes.set_xlim(0, 7)
    axes.set_ylim(-0.2, 2.75)
    axes.axis("off")
    return figure
