"""Figures of rules that learn better than Hebb's: letters, mistakes, cut wires, sparse patterns.

Memories are green; what comes back and is none of them has the colour of ghosts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.hopfield import pixels, sized
from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Rules on every figure: colour and line.
_LOOKS = {
    "Hebb": ("ink", "-"),
    "clipped": ("ink", "--"),
    "Storkey": ("blue", "-"),
    "perceptron": ("vermilion", "-"),
    "projection": ("memory", "-"),
}


def come_back_in_words(back: Any, memories: Any, kept: int) -> str:
    """How many of the memories are states of rest, and how many came back exactly."""
    exact = int(np.all(np.asarray(back) == memories, axis=1).sum())
    stored = "1 letter" if len(memories) == 1 else f"{len(memories)} letters"
    stay = "1 stays as it is" if kept == 1 else f"{kept} stay as they are"
    come = "1 comes" if exact == 1 else f"{exact} come"
    return f"Of {stored} stored {stay}; {come} back, square for square."


def amounts(values: Sequence[Any], titles: Sequence[str]) -> Figure:
    """Pictures in shades: the larger a square, the more; upwards ink, downwards ghost.

    Parameters
    ----------
    values : sequence of array_like
        Numbers between -1 and 1, each of shape ``(N,)`` or ``(rows, columns)``.
    titles : sequence of str
        What stands above each.
    """
    height = 0.45 + 5.6 / len(values)
    figure, axes = empty_figure(
        height, 1, len(values), left=0.02, right=0.98, wspace=0.08, squeeze=False
    )
    figure.subplots_adjust(bottom=0.02, top=1.0 - 0.42 / height)
    for panel, value, title in zip(axes[0], values, titles, strict=True):
        upwards = np.asarray(value, dtype=float)
        sized(panel, {"ink": upwards, "ghost": -upwards})
        panel.set_title(title, fontsize="small", color=colour("ink"))
    return figure


def overlaps(table: Any, names: str) -> Figure:
    """Overlaps of memories with each other, a square for each pair, its side the overlap.

    Parameters
    ----------
    table : array_like
        Shape ``(P, P)``, numbers between -1 and 1.
    names : str
        A letter for each memory.
    """
    figure, axes = empty_figure(5.4, left=0.09, right=0.91)
    figure.subplots_adjust(bottom=0.02, top=0.92)
    table = np.asarray(table)
    table = np.where(np.eye(len(table), dtype=bool), 0.0, table)
    sized(axes, {"ink": table * np.abs(table), "ghost": -table * np.abs(table)})
    for i, name in enumerate(names):
        look = {"ha": "center", "va": "center", "fontsize": "small", "color": colour("ink")}
        axes.text(i + 0.5, -0.7, name, **look)
        axes.text(-0.7, i + 0.5, name, **look)
    return figure


def rounds(counts: Any, number: int, names: str) -> Figure:
    """Units that complain in each memory in one round of learning by mistakes, and in all.

    Parameters
    ----------
    counts : array_like of int
        Units to be corrected, shape ``(rounds, P)``.
    number : int
        The round to be shown.
    names : str
        A letter for each memory.
    """
    counts = np.asarray(counts)
    figure, (left, right) = empty_figure(
        2.9, 1, 2, left=0.1, right=0.97, wspace=0.3, width_ratios=[3, 2], title=True
    )
    place = np.arange(len(names))
    hues = [colour("memory") if c == 0 else colour("vermilion") for c in counts[number]]
    top = 1.05 * counts[1:].max()
    # Every memory has a foot to stand on, green if there is nothing to complain of.
    left.bar(place, np.maximum(counts[number], 0.03 * top), color=hues, width=0.8)
    left.set_xticks(place[::2], names[::2], fontsize="small")
    left.set_ylim(0, top)
    left.set_title("Units to be corrected", fontsize="small")
    right.plot(counts.sum(axis=1), "-", color=colour("ink"))
    right.plot([number], [counts[number].sum()], "o", color=colour("vermilion"), markersize=7)
    right.set_yscale("symlog", linthresh=10)
    right.set_ylim(-1, 1e5)
    right.set_yticks([0, 10, 100, 1000, 10_000], ["0", "10", "100", "1000", "10 000"])
    right.minorticks_off()
    right.set_xlabel("Round")
    right.set_title("In all letters together", fontsize="small")
    return figure


def rounds_in_words(counts: Any, number: int) -> str:
    """How many units are corrected in a round, and how many memories need none."""
    row = np.asarray(counts)[number]
    happy = int((row == 0).sum())
    if happy == len(row):
        return f"After {number} rounds no unit of any letter complains."
    many = "1 correction" if row.sum() == 1 else f"{row.sum()} corrections"
    return f"Round {number + 1}: {many}; {happy} of {len(row)} letters need none."


def kept_by_rule(loads: Any, curves: Mapping[str, Any], labels: Mapping[str, float]) -> Figure:
    """Fraction of memories recalled against the load, a line for each rule.

    Parameters
    ----------
    loads : array_like
        P / N.
    curves : mapping of str to array_like
        Fractions, for some of: Hebb, clipped, Storkey, perceptron, projection.
    labels : mapping of str to float
        The height at which the rule's name is written beside its curve.
    """
    figure, axes = empty_figure(3.5, left=0.11)
    loads = np.asarray(loads)
    for name, found in curves.items():
        hue, line = _LOOKS[name]
        axes.plot(loads, found, line, color=colour(hue), marker="o", markersize=3)
        height = labels[name]
        falling = np.asarray(found)[::-1]
        x = np.interp(height, np.maximum.accumulate(falling), loads[::-1])
        # Broken lines are named on their left, for on their right is the whole one.
        shift, side = ((7, 0), "left") if line == "-" else ((-7, 0), "right")
        axes.annotate(
            name, (x, height), shift, textcoords="offset points", va="center", ha=side,
            color=colour(hue), fontsize="small",
        )  # fmt: skip
    axes.set_xlim(0, loads[-1] + 0.08)
    axes.set_ylim(-0.03, 1.05)
    axes.set_xlabel("Load P / N")
    axes.set_ylabel("Recalled")
    return figure


def lesion(state: Any, cut: Any, overlap: Any, now: int, home: bool, edge: float) -> Figure:
    """A memory as it is recalled with some wires cut, and the overlap against the cut fraction.

    Parameters
    ----------
    state : array_like
        Where the network comes to rest, +1 and -1.
    cut, overlap : array_like
        Fractions of wires that are cut, and the overlap with the memory at each.
    now : int
        Which of them is shown.
    home : bool
        Whether the overlap counts as recalled.
    edge : float
        The fraction at which theory expects the end.
    """
    figure, (left, right) = empty_figure(
        2.7, 1, 2, left=0.02, right=0.97, wspace=0.28, width_ratios=[2, 3]
    )
    pixels(left, state, "memory" if home else "ghost")
    right.axvline(100 * edge, color=colour("ink"), linestyle=":", linewidth=1.2)
    right.text(100 * edge - 2, 0.0, "theory", ha="right", fontsize="small")
    right.plot(100 * np.asarray(cut), overlap, "-", color=colour("muted"))
    right.plot(
        [100 * cut[now]], [overlap[now]], "o", markersize=8,
        color=colour("memory" if home else "ghost"),
    )  # fmt: skip
    right.set_xlim(-2, 102)
    right.set_ylim(-0.1, 1.08)
    right.set_xlabel("Wires cut (%)")
    right.set_ylabel("Overlap")
    return figure


def fields(active: Any, silent: Any, threshold: float, scale: float) -> Figure:
    """What units hear that should be active, and what those hear that should be silent.

    Parameters
    ----------
    active, silent : array_like
        Fields at units that are 1 and 0 in the memory.
    threshold : float
        Above it a unit speaks.
    scale : float
        The distance between the two means, by which fields are divided.
    """
    figure, axes = empty_figure(2.9, left=0.06)
    edges = np.linspace(-1.5, 2.5, 61)
    middle = 0.5 * (edges[1:] + edges[:-1])
    for what, hue, words, x in (
        (silent, "ghost", "should be silent", -0.55),
        (active, "memory", "should be active", 1.55),
    ):
        heard = (np.ravel(what) - threshold) / scale + 0.5
        heights, _ = np.histogram(heard, edges)
        heights = heights / max(heights.max(), 1)
        axes.fill_between(middle, heights, step="mid", color=colour(hue), alpha=0.3, linewidth=0)
        axes.step(middle, heights, where="mid", color=colour(hue))
        axes.text(x, 1.1, words, color=colour(hue), ha="center", fontsize="small")
    axes.axvline(0.5, ymax=0.88, color=colour("ink"), linewidth=1.2)
    axes.text(0.5, 1.3, "threshold", ha="center", fontsize="small")
    axes.set_xlim(-1.5, 2.5)
    axes.set_ylim(0, 1.42)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xticks([0, 1], ["signal of\nthe silent", "signal of\nthe active"])
    return figure


def fields_in_words(wrong: float, active: int, n_patterns: int, n_units: int) -> str:
    """How many units a memory gets wrong in the first step, beside how many are active in it."""
    return (
        f"{n_patterns} patterns in {n_units} units, {active} active in each: "
        f"{wrong:.1f} units wrong in the first step."
    )


def sparse_limit(activity: Any, load: Any, bits: Any, marked: Mapping[float, float]) -> Figure:
    """Gardner's bound against the fraction of active units: patterns, and bits for each wire.

    Parameters
    ----------
    activity : array_like
        f.
    load, bits : array_like
        The largest load, and what that many patterns say, in bits for each wire.
    marked : mapping of float to float
        Activities whose loads are written beside the curve.
    """
    figure, (left, right) = empty_figure(2.9, 1, 2, left=0.1, wspace=0.3, title=True)
    left.plot(activity, load, "-", color=colour("memory"))
    for f, alpha in marked.items():
        left.plot([f], [alpha], "o", color=colour("memory"), markersize=5)
        left.annotate(
            f"{alpha:.3g}", (f, alpha), (6, 4), textcoords="offset points", fontsize="small"
        )
    left.set_yscale("log")
    left.set_yticks([2, 5, 10, 20, 50, 100], ["2", "5", "10", "20", "50", "100"])
    left.set_title("Patterns for each unit", fontsize="small")
    right.plot(activity, bits, "-", color=colour("ink"))
    right.set_ylim(0, 2.1)
    right.set_title("Bits for each wire", fontsize="small")
    for axes in (left, right):
        axes.set_xscale("log")
        axes.set_xticks([0.001, 0.01, 0.1, 0.5], ["0.1 %", "1 %", "10 %", "50 %"])
        axes.minorticks_off()
        axes.set_xlabel("Active units")
    return figure


def ages(courses: Mapping[str, Any]) -> Figure:
    """Fraction of memories recalled against their age, the newest at the left.

    Parameters
    ----------
    courses : mapping of str to array_like
        For each of two ways to learn, fractions by age; the first in ink, the second green.
    """
    figure, axes = empty_figure(2.8, left=0.11)
    for (name, found), (hue, line), height in zip(
        courses.items(), (("ink", "--"), ("memory", "-")), (0.12, 0.7), strict=True
    ):
        found = np.asarray(found)
        axes.plot(np.arange(1, len(found) + 1), found, line, color=colour(hue))
        x = 1 + np.argmax(found < height) if found[0] > height else 0.55 * len(found)
        axes.annotate(
            name, (x, height), (8, 0), textcoords="offset points", va="center",
            color=colour(hue), fontsize="small",
        )  # fmt: skip
    axes.set_xlim(0, None)
    axes.set_ylim(-0.03, 1.05)
    axes.set_xlabel("Patterns learned since")
    axes.set_ylabel("Recalled")
    return figure
