"""Figures of dreams: what they find, what they take away, and what two stores keep.

Memories are green and solid, ghosts purple and dotted, as everywhere in the part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_OTHERS = 20  # ghosts shown one by one


def help_then_harm(dreams: Sequence[int], found: Any, spent: float | None = None) -> Figure:
    """How often a random start ends at a memory, against the number of dreams.

    Parameters
    ----------
    dreams : sequence of int
    found : array, shape (networks, len(dreams))
        Fraction of starts, for several networks; drawn faintly, their mean boldly.
    spent : float, optional
        After how many dreams as much has been taken away as was learned; marked.
    """
    figure, axes = empty_figure(3.2)
    found = np.atleast_2d(found)
    for one in found:
        axes.plot(dreams, one, color=colour("memory"), alpha=0.25, linewidth=0.8)
    axes.plot(dreams, found.mean(axis=0), color=colour("memory"), linewidth=2.4)
    if spent is not None:
        axes.axvline(spent, color=colour("ink"), linestyle="--", linewidth=1)
        axes.text(spent * 1.03, 0.93, "as much taken\nas was learned", fontsize="small", va="top")
    axes.set_xlim(0, dreams[-1])
    axes.set_ylim(0, 1)
    axes.set_xlabel("Dreams")
    axes.set_ylabel("Starts that end at a memory")
    return figure


def where_they_end(memories: Any, ghosts: Any) -> Figure:
    """Which states random starts end in: a bar for each memory, then for each ghost by size.

    Parameters
    ----------
    memories, ghosts : array
        Fractions of the starts. A state and its negative count as one.
    """
    figure, axes = empty_figure(3.0)
    memories, ghosts = np.asarray(memories, float), np.sort(np.asarray(ghosts, float))[::-1]
    places = np.arange(len(memories))
    axes.bar(places, memories, 0.8, color=colour("memory"))
    shown = ghosts[:_OTHERS]
    places = len(memories) + 1 + np.arange(len(shown))
    axes.bar(places, shown, 0.8, facecolor="none", edgecolor=colour("ghost"), linestyle=":",
             linewidth=1.5)  # fmt: skip
    axes.text(0.38 * len(memories), 0.36, "memories", ha="center", color=colour("memory"))
    axes.text(len(memories) + 1 + _OTHERS / 2, 0.36, "ghosts, most visited first", ha="center",
              color=colour("ghost"))  # fmt: skip
    if len(ghosts) > _OTHERS:
        axes.text(len(memories) + _OTHERS + 0.5, 0.05, f"and {len(ghosts) - _OTHERS} more",
                  ha="right", fontsize="small")  # fmt: skip
    axes.set_xlim(-0.8, len(memories) + _OTHERS + 1)
    axes.set_ylim(0, 0.4)
    axes.set_xticks([])
    axes.set_ylabel("Share of the starts")
    axes.set_xlabel("State of rest")
    return figure


def where_they_end_in_words(memories: Any, ghosts: Any) -> str:
    """The share of all memories, and how the ghosts divide the rest."""
    memories, ghosts = np.asarray(memories, float), np.asarray(ghosts, float)
    reached = int((memories > 0).sum())
    if not len(ghosts):
        return f"Every start ends at one of {reached} memories."
    most = f"the most visited of them {ghosts.max():.0%}"
    if not reached:
        return f"No start ends at a memory. There are {len(ghosts)} ghosts, {most}."
    return (
        f"{memories.sum():.0%} of the starts end at {reached} of {len(memories)} memories; "
        f"{len(ghosts)} ghosts share the rest, {most}."
    )


def levelled(
    before: Any, now: Any, course: Any, recall: Any, at: float, label: str, *, log: bool = False
) -> Figure:
    """Strengths of the directions the memories span, and what it is worth for recall.

    Parameters
    ----------
    before, now : array
        Strengths in the evening and at this moment, in any order.
    course, recall : array
        How long was slept, and the fraction of memories recalled after it.
    at : float
        This moment, one of `course`; marked.
    label : str
        Of the axis of `course`.
    log : bool
        Whether that axis counts in factors; the first of `course` then stands for 0.
    """
    figure, (left, right) = empty_figure(3.1, 1, 2, wspace=0.32, left=0.12, right=0.97, title=True)
    before, now = np.sort(np.asarray(before, float))[::-1], np.sort(np.asarray(now, float))[::-1]
    ranks = (np.arange(len(before)) + 0.5) / len(before)
    left.axhline(0, color=colour("grid"), linewidth=1)
    left.plot(ranks, before, color=colour("muted"), linewidth=1.2, linestyle="--")
    left.plot(ranks, now, color=colour("memory"), linewidth=2.4)
    left.set_xlim(0, 1)
    top = 1.08 * before.max()
    left.set_ylim(-0.08 * top, top)
    left.set_xticks([0, 1], ["strongest", "weakest"])
    for text, side in zip(left.get_xticklabels(), ("left", "right"), strict=True):
        text.set_horizontalalignment(side)
    left.set_xlabel("Direction")
    left.set_title("Strength", fontsize="medium")
    right.plot(course, recall, color=colour("memory"))
    mark = recall[int(np.argmin(np.abs(np.asarray(course) - at)))]
    right.plot([at], [mark], "o", markersize=9, color=colour("memory"))
    right.set_ylim(-0.04, 1.06)
    right.set_title("Memories recalled", fontsize="medium")
    if log:
        right.set_xscale("log")
        right.minorticks_off()
        factors = [x for x in course[1:] if float(np.log10(x)).is_integer()]
        right.set_xticks([course[0], *factors], ["0", *(f"{x:g}" for x in factors)])
    else:
        right.set_xlim(0, course[-1])
    right.set_xlabel(label)
    return figure


def taxed(strengths: Any, paid: Any, memories: Any) -> Figure:
    """What dreams take from each direction, against how strongly it pulls.

    Parameters
    ----------
    strengths, paid : array, shape (directions,)
        Strength of each direction, and how much of a dream lies in it; 1 is an even share.
    memories : array of bool, shape (directions,)
        Which directions belong to the memories.
    """
    figure, axes = empty_figure(3.1, left=0.12)
    strengths, paid = np.asarray(strengths, float), np.asarray(paid, float)
    memories = np.asarray(memories, bool)
    axes.axhline(1, color=colour("ink"), linestyle="--", linewidth=1)
    axes.text(strengths.max(), 0.88, "an even share", ha="right", va="top", fontsize="small")
    axes.plot(strengths[~memories], paid[~memories], ".", color=colour("muted"), markersize=4)
    axes.plot(strengths[memories], paid[memories], "o", color=colour("memory"), markersize=5)
    axes.set_xlim(-0.03 * strengths.max(), 1.03 * strengths.max())
    axes.set_yscale("log")
    axes.minorticks_off()
    axes.set_yticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
    axes.set_ylim(0.08, 150)
    axes.set_xlabel("Strength of the direction")
    axes.set_ylabel("Share of a dream")
    return figure


def rescued(loads: Sequence[float], firmness: Any) -> Figure:
    """The least firmly held unit after the best night, against the load; a dot a network."""
    figure, axes = empty_figure(3.0, left=0.13)
    firmness = np.atleast_2d(firmness)
    axes.axhline(0, color=colour("ink"), linewidth=1)
    axes.plot(loads, firmness.mean(axis=0), color=colour("memory"))
    for one in firmness:
        axes.plot(loads, one, "o", color=colour("memory"), markersize=5)
    axes.text(
        loads[0], -0.06, "above this line every memory is at rest", fontsize="small", va="top"
    )
    axes.set_xlabel("Load, memories per unit")
    axes.set_ylabel("Weakest unit, firmness")
    axes.set_xlim(loads[0] - 0.03, loads[-1] + 0.03)
    return figure


def pulls(heard: Mapping[str, Any]) -> Figure:
    """What the units hear in a damaged memory, in units of the mean; below 0 they are misled.

    Parameters
    ----------
    heard : mapping of str to array
        Fields with the sign that the memory wants, for each title.
    """
    figure, panels = empty_figure(2.8, 1, len(heard), sharey=True, wspace=0.1, left=0.05,
                                  right=0.97, title=True, squeeze=False)  # fmt: skip
    edges = np.linspace(-2, 4, 49)
    for axes, (title, values) in zip(panels[0], heard.items(), strict=True):
        values = np.ravel(values) / np.mean(values)
        counts, _ = np.histogram(values, edges, density=True)
        middle = 0.5 * (edges[1:] + edges[:-1])
        axes.bar(middle, counts, edges[1] - edges[0],
                 color=[colour("slate" if m < 0 else "memory") for m in middle])  # fmt: skip
        axes.axvline(0, color=colour("ink"), linewidth=1)
        axes.set_title(title, fontsize="medium")
        axes.text(0.02, 0.94, f"{(values < 0).mean():.1%}\nmisled", transform=axes.transAxes,
                  va="top", color=colour("slate"))  # fmt: skip
        axes.set_yticks([])
        axes.set_xlabel("Pull towards the memory")
    return figure


def kept(rested: Any, later: Any) -> Figure:
    """Which of ten memories are recalled in the morning, and after ten others were learned.

    Parameters
    ----------
    rested, later : array, shape (memories,)
        Fractions of networks, in the order in which the memories were learned.
    """
    figure, axes = empty_figure(3.1, title=True)
    places = np.arange(1, len(rested) + 1)
    axes.bar(places - 0.2, rested, 0.36, facecolor="none", edgecolor=colour("memory"),
             linewidth=1.3)  # fmt: skip
    axes.bar(places + 0.2, later, 0.36, color=colour("memory"))
    axes.set_xticks(places)
    axes.set_xlim(0.4, len(rested) + 0.6)
    axes.set_ylim(0, 1.02)
    axes.set_title("outline: in the morning; filled: after ten others", fontsize="medium")
    axes.set_xlabel("Memory, in the order learned")
    axes.set_ylabel("Networks that recall it")
    return figure


def kept_in_words(rested: Any, later: Any, second: float) -> str:
    """How many of the first ten survive, and what it cost the next ten."""
    return (
        f"Of the first ten, {10 * np.mean(rested):.1f} are recalled in the morning and "
        f"{10 * np.mean(later):.1f} after ten others; of the others, {10 * second:.1f}."
    )


def shrunk(factors: Any, cold: Any, warm: Any, bar: Any) -> Figure:
    """What a common factor on all weights does: nothing, in the cold and without thresholds.

    Parameters
    ----------
    factors : array
        By which all weights are multiplied.
    cold, warm, bar : array
        Mean overlap without noise, with noise, and without noise but with a threshold.
    """
    figure, axes = empty_figure(3.1)
    looks = (
        (cold, "memory", "-", "no noise, no threshold", 1.04, "bottom"),
        (warm, "vermilion", "--", "with noise", None, None),
        (bar, "blue", (0, (1, 1)), "with a threshold", None, None),
    )
    for values, hue, line, text, height, side in looks:
        axes.plot(factors, values, color=colour(hue), linestyle=line, linewidth=2)
        if height is not None:
            axes.text(factors[-1], height, text, ha="right", va=side, color=colour(hue))
    for values, hue, text, level in ((warm, "vermilion", "with noise", 0.35),
                                     (bar, "blue", "with a threshold", 0.15)):  # fmt: skip
        where = float(np.asarray(factors)[int(np.argmax(np.asarray(values) > level))])
        axes.text(where + 0.03, level, text, color=colour(hue), va="center")
    axes.set_xlim(factors[0], factors[-1])
    axes.set_ylim(-0.05, 1.2)
    axes.set_yticks([0, 0.5, 1])
    axes.set_xlabel("Factor on all weights")
    axes.set_ylabel("Overlap with the memory")
    return figure
