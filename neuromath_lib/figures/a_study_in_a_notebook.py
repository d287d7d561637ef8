"""Figures of *A study in a notebook*: people, groups, power, and which hypothesis wins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# A group is told by its mark as well as by its colour.
_GROUPS = (("muted", "s", "none"), ("blue", "o", None))


def people(mean: Any, deviation: Any, group: Any, truth: Any = None) -> Figure:
    """What was found of each person, with 90 % intervals, group by group in order of size.

    Parameters
    ----------
    mean, deviation : array, shape (n,)
        Of the posterior of B.
    group : array of int
        0 or 1.
    truth : array, optional
        What made the data; drawn as short upright strokes.
    """
    figure, axes = empty_figure(4.2, left=0.05, title=True)
    mean, deviation, group = map(np.asarray, (mean, deviation, group))
    row = 0
    for side, (name, marker, face) in enumerate(_GROUPS):
        members = np.flatnonzero(group == side)
        members = members[np.argsort(mean[members])]
        rows = row + np.arange(len(members))
        axes.errorbar(mean[members], rows, xerr=1.645 * deviation[members], linestyle="none",
                      marker=marker, markersize=5, color=colour(name),
                      markerfacecolor=face or colour(name), linewidth=1.2)  # fmt: skip
        if truth is not None:
            axes.plot(np.asarray(truth)[members], rows, "|", color=colour("vermilion"),
                      markersize=9, markeredgewidth=2)  # fmt: skip
        axes.plot([mean[members].mean()] * 2, [row - 0.5, row + len(members) - 0.5],
                  color=colour(name), linestyle="--", linewidth=1.2)  # fmt: skip
        row += len(members) + 1
    axes.axvline(0, color=colour("ink"), linewidth=1)
    axes.set_title("grey squares: group 0; blue dots: group 1; dashed: means",
                   fontsize="medium")  # fmt: skip
    axes.set_xlim(-0.35, 0.55)
    axes.set_yticks([])
    axes.set_xlabel("B, change of self-inhibition (logarithm)")
    return figure


def shrunk(alone: Any, together: Any, group: Any) -> Figure:
    """Estimates of people alone (above) and as members of their group (below)."""
    figure, axes = empty_figure(3.0, left=0.17, title=True)
    alone, together, group = map(np.asarray, (alone, together, group))
    for side, (name, marker, face) in enumerate(_GROUPS):
        for a, b in zip(alone[group == side], together[group == side], strict=True):
            axes.plot([a, b], [1, 0], "-", color=colour(name), linewidth=0.8, alpha=0.7)
        look = {"color": colour(name), "markerfacecolor": face or colour(name), "markersize": 5}
        for values, height in ((alone, 1), (together, 0)):
            axes.plot(values[group == side], np.full((group == side).sum(), height), marker,
                      linestyle="none", **look)  # fmt: skip
    axes.set_title("grey squares: group 0; blue dots: group 1", fontsize="medium")
    axes.set_xlim(-0.25, 0.45)
    axes.set_ylim(-0.3, 1.3)
    axes.set_yticks([0, 1], ["in the group", "alone"])
    axes.set_xlabel("B, change of self-inhibition (logarithm)")
    return figure


def presence(widths: Any, present: Any, sign: float, at: float) -> Figure:
    """How probable it is that the groups differ, against what difference was expected.

    Parameters
    ----------
    widths : array
        Standard deviations of the prior of the difference.
    present : array
        Probability that there is a difference, for each.
    sign : float
        Probability that it is positive if there is one, under a wide prior.
    at : float
        The width to mark.
    """
    figure, axes = empty_figure(3.0)
    axes.plot(widths, present, color=colour("blue"), linewidth=2.4)
    axes.axhline(sign, color=colour("muted"), linestyle="--")
    axes.axhline(0.5, color=colour("grid"), linewidth=1)
    axes.plot([at], [np.interp(at, widths, present)], "o", color=colour("blue"), markersize=9)
    axes.text(widths[-1], sign - 0.02, "that it is positive", ha="right", va="top",
              color=colour("muted"))  # fmt: skip
    axes.text(widths[0] * 1.1, 0.08, "that there is one", color=colour("blue"))
    axes.set_xscale("log")
    axes.minorticks_off()
    ticks = [x for x in (0.01, 0.03, 0.1, 0.3, 1.0, 3.0) if widths[0] <= x <= widths[-1]]
    axes.set_xticks(ticks, [f"{x:g}" for x in ticks])
    axes.set_xlim(widths[0], widths[-1])
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("Difference expected beforehand (standard deviation)")
    axes.set_ylabel("Probability")
    return figure


def power(sizes: Any, found: Any, claimed: Any, wrong: float) -> Figure:
    """How often studies find the difference, against their size, by two ways of finding.

    Parameters
    ----------
    sizes : array
        People in each group.
    found, claimed : array
        Share of studies that are sure of the sign, and of the presence.
    wrong : float
        Share that would be sure of the sign if there were nothing; drawn as a line.
    """
    figure, axes = empty_figure(3.2)
    axes.axhline(0.8, color=colour("ink"), linestyle="--", linewidth=1)
    axes.axhline(wrong, color=colour("muted"), linewidth=1)
    axes.plot(sizes, found, "o-", color=colour("blue"), linewidth=2.2, markersize=4)
    axes.plot(sizes, claimed, "s:", color=colour("vermilion"), linewidth=2, markersize=4)
    axes.text(sizes[0], 0.82, "eight in ten", fontsize="small")
    axes.text(sizes[-1], wrong + 0.02, "if there is nothing", ha="right", fontsize="small")
    axes.set_xscale("log")
    axes.minorticks_off()
    axes.set_xticks(sizes, [str(n) for n in sizes])
    axes.set_xlim(sizes[0] * 0.93, sizes[-1] * 1.07)
    axes.set_ylim(0, 1.03)
    axes.set_xlabel("People in each group")
    axes.set_ylabel("Share of studies")
    return figure


def exaggerated(all_of_them: Any, sure: Any, truth: float) -> Figure:
    """What small studies estimate: all of them, and those that are sure of themselves."""
    figure, axes = empty_figure(3.0, title=True)
    edges = np.linspace(-0.15, 0.3, 46)
    axes.hist(all_of_them, edges, color=colour("grid"))
    axes.hist(sure, edges, color=colour("blue"))
    axes.axvline(truth, color=colour("ink"), linestyle="--")
    axes.set_title("grey: all studies; blue: those that found something; dashed: truth",
                   fontsize="medium")  # fmt: skip
    axes.set_xlim(edges[0], edges[-1])
    axes.set_yticks([])
    axes.set_ylabel("Studies")
    axes.set_xlabel("Estimated difference of the groups")
    return figure


def winners(names: Sequence[str], counts: Any) -> Figure:
    """How often each hypothesis (across) wins when another or the same (down) is true."""
    figure, axes = empty_figure(3.6, left=0.25, right=0.98)
    counts = np.asarray(counts)
    figure.subplots_adjust(bottom=0.22)
    most = counts.sum(axis=1).max()
    for i, row in enumerate(counts):
        for j, count in enumerate(row):
            if count:
                axes.plot([j], [i], "s", markersize=38 * np.sqrt(count / most),
                          color=colour("blue" if i == j else "vermilion"), alpha=0.35,
                          markeredgewidth=0)  # fmt: skip
            axes.text(j, i, f"{count}", ha="center", va="center")
    n = len(names)
    axes.set_xlim(-0.6, n - 0.4)
    axes.set_ylim(n - 0.4, -0.6)
    axes.set_xticks(range(n), names, rotation=15)
    axes.set_yticks(range(n), names)
    axes.tick_params(length=0)
    axes.set_xlabel("Taken for")
    axes.set_ylabel("True")
    return figure
