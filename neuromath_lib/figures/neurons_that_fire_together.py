"""Figures of Hebb's rule and one unit's decision: a function a figure, each returning a Figure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures import hopfield
from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def hue(state: Any, memories: Any) -> str:
    """Return "memory" for a state that is one of the memories, pixel by pixel, else "ink"."""
    same = (np.asarray(memories) == np.asarray(state)).all(axis=-1)
    return "memory" if same.any() else "ink"


def settling(states: np.ndarray, flips: int, memory: np.ndarray) -> Figure:
    """A state on its way to rest, and its overlap with a memory after each flip.

    Parameters
    ----------
    states : array, shape (n + 1, N)
        From the start to the end, one flip apart.
    flips : int
        How many flips to show; after the last the state stays.
    memory : array, shape (N,)
        Pixels that differ from it are marked.
    """
    figure, (left, right) = empty_figure(
        2.9, 1, 2, left=0.01, wspace=0.28, gridspec_kw={"width_ratios": [1, 1.25]}
    )
    state = states[min(flips, len(states) - 1)]
    hopfield.pixels(left, state, hue(state, [memory]), wrong=state != memory)
    overlaps = states @ memory / memory.size
    right.plot(overlaps, "-", color=colour("grid"), linewidth=4)
    right.plot(overlaps[: flips + 1], "-", color=colour("memory"), linewidth=1.6)
    right.plot(min(flips, len(states) - 1), overlaps[min(flips, len(states) - 1)], "o",
               color=colour("memory"))  # fmt: skip
    right.set_xlim(-1, 33)
    right.set_ylim(0.0, 1.06)
    right.set_yticks([0.0, 0.5, 1.0])
    right.set_xlabel("Squares turned so far")
    right.set_ylabel("Overlap")
    return figure


def settling_in_words(states: np.ndarray, flips: int, memory: np.ndarray) -> str:
    """How many pixels are still wrong, and what the overlap is."""
    last = len(states) - 1
    at = min(flips, last)
    wrong = int((states[at] != memory).sum())
    said = f"{at} turned, {wrong} still wrong: overlap {signed(states[at] @ memory / memory.size)}."
    if at < last:
        return said
    return said + (
        f" There is no turn number {flips}." if flips > last else " Nobody wants to turn any more."
    )


def signed(value: float, digits: int = 2) -> str:
    """A number with a true minus sign, and none for zero."""
    text = f"{value:.{digits}f}"
    return "0" if float(text) == 0 else text.replace("-", "−")


def ballot(weights: np.ndarray, state: np.ndarray, unit: int) -> tuple[int, int]:
    """How many votes a unit hears for being filled, and how many for being empty."""
    cast = weights[unit] * state
    return int(cast[cast > 0].sum()), int(-cast[cast < 0].sum())


def votes(weights: np.ndarray, state: np.ndarray, unit: int) -> Figure:
    """One unit's field as votes: who is for filling it, and who for emptying it.

    Parameters
    ----------
    weights : array, shape (N, N)
        Whole numbers.
    state : array, shape (N,)
        The picture.
    unit : int
        Who is deciding; ringed.
    """
    figure, (left, right) = empty_figure(3.3, 1, 2, left=0.02, right=0.98, wspace=0.1)
    figure.subplots_adjust(bottom=0.02, top=0.86)
    hopfield.pixels(left, state)
    left.set_title("The picture now", color=colour("ink"), fontsize="medium")
    cast = hopfield.squared(weights[unit] * state)
    _sheet(right, cast.shape)
    strongest = max(1, int(abs(cast).max()))
    for sign, name, mark in ((1, "blue", "s"), (-1, "vermilion", "_")):
        y, x = np.nonzero(sign * cast > 0)
        size = 6.5 * np.sqrt(abs(cast[y, x]) / strongest)
        right.scatter(x + 0.5, y + 0.5, s=size**2, marker=mark, color=colour(name),
                      linewidths=1.6 if sign < 0 else 0)  # fmt: skip
    for_it, against = ballot(weights, state, unit)
    right.set_title(f"■ fill: {for_it}", loc="left", fontsize="medium", color=colour("blue"))
    right.set_title(
        f"− empty: {against}", loc="right", fontsize="medium", color=colour("vermilion")
    )
    row, column = divmod(unit, cast.shape[1])
    for axes in (left, right):
        axes.plot(column + 0.5, row + 0.5, "o", markersize=15, markerfacecolor="none",
                  markeredgecolor=colour("memory"), markeredgewidth=2)  # fmt: skip
    return figure


def votes_in_words(weights: np.ndarray, state: np.ndarray, unit: int) -> str:
    """The count of the votes, and what the unit makes of it."""
    for_it, against = ballot(weights, state, unit)
    field = for_it - against
    now = "filled" if state[unit] > 0 else "empty"
    if field == 0:
        verdict = f"a tie: it stays {now}"
    elif field * state[unit] > 0:
        verdict = f"it stays {now}"
    else:
        verdict = f"it is {now} and turns"
    return f"{for_it} for filling, {against} for emptying: field {signed(field, 0)}, {verdict}."


def _sheet(axes: Axes, shape: tuple[int, int]) -> None:
    """An empty picture."""
    hopfield.pixels(axes, np.full(shape, -1))


def brought_back(memories: np.ndarray, cue: np.ndarray, end: np.ndarray) -> Figure:
    """A memory, a damaged copy of it, and what comes back: a memory, a negative, or a ghost."""
    memory = memories[0]
    known = "memory" in (hue(end, memories), hue(-end, memories))
    return hopfield.pictures(
        [memory, cue, end],
        ["Stored", f"{int((cue != memory).sum())} wrong", "Comes back"],
        hues=["memory", hue(cue, memories), "memory" if known else "ghost"],
    )


def brought_back_in_words(memories: np.ndarray, cue: np.ndarray, end: np.ndarray) -> str:
    """What came back."""
    wrong = int((end != memories[0]).sum())
    spoilt = int((cue != memories[0]).sum())
    size = memories.shape[1]
    if wrong == 0:
        back = "the face, every square"
    elif wrong == size:
        back = "the face's negative, every square"
    elif hue(end, memories) == "memory":
        back = "another of the memories"
    elif hue(-end, memories) == "memory":
        back = "the negative of another memory"
    else:
        back = f"none of the memories; {wrong} squares differ from the face"
    return f"{spoilt} of {size} squares turned over. What comes back: {back}."


def firmness(stabilities: Sequence[np.ndarray]) -> Figure:
    """How firmly each unit of a memory is held, as more memories share the weights.

    Parameters
    ----------
    stabilities : sequence of array, shape (N,)
        ``s_i h_i`` in the first memory, for one memory stored, two, three, and so on.
    """
    figure, axes = empty_figure(3.3, left=0.14)
    axes.axhline(0.0, color=colour("ink"), linewidth=1)
    for number, values in enumerate(stabilities, start=1):
        levels, counts = np.unique(values, return_counts=True)
        axes.scatter(np.full(len(levels), number), levels, s=12 * np.sqrt(counts),
                     color=colour("memory"), alpha=0.85, linewidths=0)  # fmt: skip
    size = len(stabilities[0])
    axes.axhline(size - 1, color=colour("memory"), linewidth=1, linestyle=":")
    axes.text(0.62, 2, "below this line a unit turns", color=colour("ink"), va="bottom")
    axes.set_xlim(0.55, len(stabilities) + 0.45)
    axes.set_ylim(-70, 260)
    axes.set_xticks(range(1, len(stabilities) + 1))
    axes.set_xlabel("Memories stored")
    axes.set_ylabel("Firmness, own sign × field")
    return figure


def crosstalk(heard: Mapping[int, np.ndarray], n_units: int) -> Figure:
    """The crosstalk at the units of random memories, beside the bell curve it should follow.

    Parameters
    ----------
    heard : mapping of int to array
        For each number of memories, what each unit hears of the others, in units of the signal:
        below -1 the unit turns.
    n_units : int
        N, for the width of the curve.
    """
    figure, rows = empty_figure(4.2, len(heard), 1, sharex=True, hspace=0.12, left=0.06)
    edges = np.linspace(-3.0, 3.0, 61)
    middle = (edges[1:] + edges[:-1]) / 2
    for axes, (number, values) in zip(np.atleast_1d(rows), heard.items(), strict=True):
        share = np.histogram(values, edges)[0] / values.size / (edges[1] - edges[0])
        lost = int((middle < -1).sum())
        axes.stairs(share, edges, fill=True, color=colour("grid"))
        axes.stairs(share[:lost], edges[: lost + 1], fill=True, color=colour("vermilion"))
        spread = math.sqrt((number - 1) / n_units)
        bell = np.exp(-((middle / spread) ** 2) / 2) / spread / math.sqrt(2 * math.pi)
        axes.plot(middle, bell, "-", color=colour("ink"), linewidth=1.2)
        axes.axvline(-1.0, color=colour("vermilion"), linestyle="--", linewidth=1.2)
        axes.set_ylim(0, 1.32)
        axes.set_yticks([])
        wrong = (values < -1).mean()
        axes.text(0.985, 0.9, f"{number} memories\n{wrong:.2%} turn", transform=axes.transAxes,
                  ha="right", va="top", color=colour("ink"))  # fmt: skip
    rows = np.atleast_1d(rows)
    rows[-1].set_xlim(-3, 3)
    rows[-1].set_xticks([-2, -1, 0, 1, 2], ["−2", "−1", "0", "1", "2"])
    rows[-1].set_xlabel("Crosstalk, in units of the signal")
    return figure


def left_over(rounds: Sequence[int], wrong: Mapping[str, Sequence[float]]) -> Figure:
    """How many pixels are still wrong against how many units have been asked.

    Parameters
    ----------
    rounds : sequence of int
        Questions asked.
    wrong : mapping of str to sequence of float
        Mean number of wrong pixels, "taking turns" and "drawing lots".
    """
    figure, axes = empty_figure(3.1, left=0.12)
    styles = {"taking turns": ("memory", "-"), "drawing lots": ("slate", "--")}
    for name, counts in wrong.items():
        shade, dashes = styles[name]
        axes.plot(rounds, counts, dashes, color=colour(shade))
        at = len(rounds) // 3
        axes.annotate(name, (rounds[at], counts[at]), (8, 6), textcoords="offset points",
                      color=colour(shade))  # fmt: skip
    axes.set_xlim(0, rounds[-1])
    axes.set_ylim(0, None)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel("Units asked")
    axes.set_ylabel("Squares still wrong")
    return figure


def photographs(rows: Sequence[Sequence[np.ndarray]], titles: Sequence[str]) -> Figure:
    """Photographs of +1 (light) and -1 (dark), a row for each.

    They are black and white on light and on dark paper alike: a face in the colours of the dark
    theme would be its own negative.
    """
    figure, axes = empty_figure(
        4.1, len(rows), len(titles), left=0.03, right=0.97, wspace=0.08, hspace=0.08, squeeze=False
    )
    figure.subplots_adjust(bottom=0.02, top=0.91)
    for pictures, panels in zip(rows, axes, strict=True):
        for picture, panel in zip(pictures, panels, strict=True):
            panel.imshow(hopfield.squared(picture), cmap="gray", vmin=-1, vmax=1)
            panel.axis("off")
    for title, panel in zip(titles, axes[0], strict=True):
        panel.set_title(title, fontsize="medium", color=colour("ink"))
    return figure
