"""Figures of energy: dinner tables, ways down, and the solid on which three memories lie.

Memories are green and solid, ghosts purple and dotted, as everywhere in the part.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from neuromath_lib.figures.hopfield import pixels
from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GUESTS = "ABCDE"


def minus(value: float, digits: int = 0) -> str:
    """A number with a true minus sign."""
    return f"{value:.{digits}f}".replace("-", "−")


# ------------------------------------------------------------------ the dinner


def dinner(feelings: np.ndarray, seats: np.ndarray) -> Figure:
    """Five guests, two rooms, and every pair's verdict on the seating.

    Parameters
    ----------
    feelings : array, shape (5, 5)
        +1 for a pair of friends, -1 for a pair that is at odds, 0 on the diagonal.
    seats : array of +1 and -1, shape (5,)
        The room of each guest.
    """
    figure, axes = empty_figure(3.0, left=0.02, right=0.98)
    figure.subplots_adjust(bottom=0.02, top=0.98)
    angles = np.pi / 2 - 2 * np.pi * np.arange(5) / 5
    x, y = np.cos(angles), np.sin(angles)
    for i in range(5):
        for j in range(i):
            content = feelings[i, j] * seats[i] * seats[j] > 0
            axes.plot(
                x[[i, j]],
                y[[i, j]],
                linestyle="-" if content else (0, (2, 2)),
                color=colour("leak" if content else "vermilion"),
                linewidth=1.1 if content else 2.4,
                zorder=1,
            )
    fields = feelings @ seats
    for i, name in enumerate(GUESTS):
        first = seats[i] > 0
        if seats[i] * fields[i] < 0:
            axes.plot(
                x[i],
                y[i],
                "o",
                markersize=31,
                markerfacecolor="none",
                markeredgecolor=colour("vermilion"),
                markeredgewidth=1.6,
                zorder=2,
            )
        axes.plot(
            x[i],
            y[i],
            "o" if first else "s",
            markersize=23 if first else 21,
            color=colour("paper"),
            markeredgecolor=colour("ink"),
            markeredgewidth=1.6 if first else 3.2,
            zorder=3,
        )
        axes.text(x[i], y[i], name, ha="center", va="center_baseline", zorder=4)
    for row, (mark, text) in enumerate(
        (("o", "first room"), ("s", "second room"), ("-", "content"), ("--", "not content"))
    ):
        at = 0.85 - 0.32 * row
        if mark in "os":
            axes.plot(
                1.75,
                at,
                mark,
                markersize=11,
                color=colour("paper"),
                markeredgecolor=colour("ink"),
                markeredgewidth=1.6 if mark == "o" else 3.2,
            )
        else:
            axes.plot(
                [1.62, 1.88],
                [at, at],
                linestyle="-" if mark == "-" else (0, (2, 2)),
                color=colour("leak" if mark == "-" else "vermilion"),
                linewidth=1.1 if mark == "-" else 2.4,
            )
        axes.text(2.0, at, text, va="center", fontsize="small")
    if (seats * fields < 0).any():
        axes.plot(
            1.75,
            -0.55,
            "o",
            markersize=14,
            markerfacecolor="none",
            markeredgecolor=colour("vermilion"),
            markeredgewidth=1.6,
        )
        axes.text(2.0, -0.55, "would rather move", va="center", fontsize="small")
    axes.set_xlim(-1.35, 3.25)
    axes.set_ylim(-1.2, 1.35)
    axes.set_aspect("equal")
    axes.axis("off")
    return figure


def dinner_in_words(feelings: np.ndarray, seats: np.ndarray) -> str:
    """Count the pairs that are not content, give the energy, and say who would move."""
    pulls = feelings * np.outer(seats, seats)
    unhappy = int((pulls[np.triu_indices(5, 1)] < 0).sum())
    movers = [GUESTS[i] for i in np.flatnonzero(pulls.sum(axis=1) < 0)]
    if not movers:
        says = "Nobody gains by moving alone."
    elif len(movers) == 1:
        says = f"{movers[0]} would rather move."
    else:
        says = f"{', '.join(movers[:-1])} and {movers[-1]} would rather move."
    energy = minus(2 * unhappy - 10)
    return f"{unhappy} of 10 pairs are not content: energy {energy}. {says}"


# ---------------------------------------------------------------- the way down


def way_down(states: np.ndarray, energies: np.ndarray, *, home: bool = True) -> Figure:
    """A descent, one row a flip: the units on the left, the energy on the right.

    Parameters
    ----------
    states : array of +1 and -1, shape (flips + 1, N)
    energies : array, shape (flips + 1,)
    home : bool
        Whether the last state is a memory: then it is drawn in the memories' colour.
    """
    rows = len(states)
    figure, (left, right) = empty_figure(
        0.9 + 0.27 * rows, 1, 2, left=0.02, right=0.96, wspace=0.06, width_ratios=[3, 2]
    )
    pixels(left, states)
    if home:
        pixels_row = np.full_like(states, -1)
        pixels_row[-1] = states[-1]
        pixels(left, pixels_row, "memory")
    left.hlines(np.arange(1, rows), 0, states.shape[1], color=colour("grid"), linewidth=0.6)
    flipped = states[1:] != states[:-1]
    y, x = np.nonzero(flipped)
    left.plot(
        x + 0.5,
        y + 1.5,
        "o",
        markersize=4,
        color=colour("paper"),
        markeredgecolor=colour("vermilion"),
        markeredgewidth=1.3,
    )
    left.set_aspect("auto")
    left.set_ylim(rows + 0.1, -0.1)
    at = np.arange(rows) + 0.5
    right.step(energies, at, where="post", color=colour("ink"), linewidth=1.2)
    right.plot(energies, at, "o", color=colour("ink"), markersize=4)
    for level, where in zip(energies, at, strict=True):
        right.annotate(
            minus(level),
            (level, where),
            (7, 0),
            textcoords="offset points",
            va="center",
            fontsize="small",
        )
    span = float(energies.max() - energies.min()) or 1.0
    right.set_xlim(energies.min() - 0.12 * span, energies.max() + 0.3 * span)
    right.set_ylim(rows + 0.1, -0.1)
    right.set_yticks([])
    right.set_xlabel("Energy")
    return figure


def stabilities(rows: Mapping[str, np.ndarray], hues: Sequence[str]) -> Figure:
    """How firmly each unit is held, for several states: bars, one panel a state."""
    figure, axes = empty_figure(2.6, 1, len(rows), sharey=True, title=True, left=0.09, wspace=0.1)
    for panel, (title, values), hue in zip(axes, rows.items(), hues, strict=True):
        panel.bar(
            np.arange(1, len(values) + 1),
            values,
            width=0.72,
            facecolor=colour("paper" if hue == "ghost" else hue),
            edgecolor=colour(hue),
            linestyle=":" if hue == "ghost" else "-",
            linewidth=1.3,
        )
        panel.set_title(title, fontsize="medium")
        panel.set_xticks([1, 4, 8, 12, 16])
        panel.set_xlabel("Unit")
    axes[0].set_ylim(0, 24)
    axes[0].set_yticks([0, 5, 13, 21])
    axes[0].set_ylabel("Stability")
    return figure


# ------------------------------------------------------------- the whole landscape


def census(energies: np.ndarray, ends: Mapping[str, float]) -> Figure:
    """How many of all states lie at each energy; where the states of rest are is marked.

    Parameters
    ----------
    energies : array
        The energy of every state.
    ends : mapping of str to float
        Energy of the memories, ``"memory"``, and of the ghosts, ``"ghost"``.
    """
    figure, axes = empty_figure(3.0, left=0.15)
    levels, counts = np.unique(energies, return_counts=True)
    for level, number in zip(levels, counts, strict=True):
        kind = next((name for name, at in ends.items() if at == level), "ink")
        axes.plot(
            [level, level],
            [0.5, number],
            ":" if kind == "ghost" else "-",
            color=colour(kind),
            linewidth=2.4 if kind != "ink" else 1.6,
        )
        axes.plot(
            level,
            number,
            "o",
            color=colour(kind),
            markersize=5,
            markerfacecolor=colour("paper" if kind == "ghost" else kind),
        )
        if kind != "ink":
            axes.annotate(
                f"{number} {'memories' if kind == 'memory' else 'ghosts'}",
                (level, number),
                (-6 if kind == "memory" else -18, 0),
                textcoords="offset points",
                ha="right",
                va="center",
                color=colour(kind),
                fontsize="small",
            )
    axes.set_yscale("log")
    axes.set_ylim(0.7, 50_000)
    axes.set_yticks([1, 10, 100, 1000, 10_000], ["1", "10", "100", "1000", "10 000"])
    axes.minorticks_off()
    axes.set_ylabel("States")
    axes.set_xlim(levels[0] - 34, levels[-1] + 8)
    axes.set_xlabel("Energy")
    return figure


def shells(
    cells: tuple[np.ndarray, np.ndarray, np.ndarray],
    paths: Sequence[tuple[np.ndarray, np.ndarray, str]],
    distance: int,
) -> Figure:
    """Energy against the number of units that differ from one memory, with ways down.

    Parameters
    ----------
    cells : three arrays
        Distance, energy and number of states of each place where there are any.
    paths : sequence of (distances, energies, kind)
        Ways down; the kind is "memory" for those that end at the memory at distance 0, "other"
        for those at another memory, "ghost" for the rest.
    distance : int
        Where the ways begin.
    """
    figure, axes = empty_figure(3.7, left=0.145)
    x, y, number = cells
    axes.axvline(distance, color=colour("grid"), linewidth=6, zorder=0)
    axes.scatter(
        x,
        y,
        s=4 + 5.0 * np.log2(number),
        facecolor="none",
        edgecolor=colour("leak"),
        linewidth=0.7,
        zorder=1,
    )
    styles = {"memory": ("memory", "-"), "other": ("ink", "-"), "ghost": ("ghost", ":")}
    for shift, (at, energy, kind) in enumerate(paths):
        hue, line = styles[kind]
        nudge = 0.22 * np.sin(2.4 * shift)
        axes.plot(
            at + nudge,
            energy,
            line,
            color=colour(hue),
            linewidth=1.9 if kind == "ghost" else 1.1,
            alpha=0.85,
            zorder=2,
        )
        axes.plot(
            at[-1],
            energy[-1],
            "o",
            color=colour(hue),
            markersize=6,
            markerfacecolor=colour("paper" if kind == "ghost" else hue),
            zorder=3,
        )
    axes.text(0.3, -113, "the memory", color=colour("memory"), fontsize="small", va="center")
    axes.text(15.7, -113, "its negative", fontsize="small", va="center", ha="right")
    axes.text(8, -113, "other memories", fontsize="small", va="center", ha="center")
    axes.text(4, -81, "ghosts", color=colour("ghost"), fontsize="small", va="center", ha="center")
    axes.text(12, -81, "ghosts", color=colour("ghost"), fontsize="small", va="center", ha="center")
    axes.set_xlim(-0.8, 16.8)
    axes.set_xticks(range(0, 17, 2))
    axes.set_xlabel("Units that differ from the memory")
    axes.set_ylim(-120, 34)
    axes.set_yticks([-104, -72, -40, 0, 24], ["−104", "−72", "−40", "0", "24"])
    axes.set_ylabel("Energy")
    return figure


_CORNERS = np.array(
    [sign * np.eye(3)[axis] for axis in range(3) for sign in (1, -1)]
    + [[a / 2, b / 2, c / 2] for a in (1, -1) for b in (1, -1) for c in (1, -1)]
)
# A face is where two overlaps add up, in size, to 1: its direction has two signs and a zero.
_FACES = np.array([d for d in itertools.product((-1, 0, 1), repeat=3) if d.count(0) == 1])


def solid(paths: Sequence[tuple[np.ndarray, str]], turned: float) -> Figure:
    """The solid on which the overlaps with three memories lie, and ways down inside it.

    Parameters
    ----------
    paths : sequence of (overlaps, kind)
        Overlaps with the three memories along a way, shape (steps, 3), and where it ends:
        "memory" or "ghost".
    turned : float
        By how many degrees the solid is turned.
    """
    figure, axes = empty_figure(4.3, left=0.02, right=0.98)
    figure.subplots_adjust(bottom=0.01, top=0.99)
    view, eye = _looked_at(turned)
    corners = _CORNERS @ view.T
    seen = [np.flatnonzero(np.isclose(_CORNERS @ face, 1.0)) for face in _FACES if face @ eye > 0]
    for i in range(6):
        for j in range(6, 14):
            if np.isclose(_CORNERS[i] @ _CORNERS[j], 0.5):
                front = any(i in face and j in face for face in seen)
                axes.plot(
                    corners[[i, j], 0],
                    corners[[i, j], 1],
                    linestyle="-" if front else (0, (2, 2)),
                    color=colour("leak" if front else "grid"),
                    linewidth=1.2,
                    zorder=2 if front else 0,
                )
    for overlaps, kind in paths:
        flat = overlaps @ view.T
        axes.plot(
            flat[:, 0],
            flat[:, 1],
            ":" if kind == "ghost" else "-",
            color=colour(kind),
            linewidth=2.0 if kind == "ghost" else 1.1,
            alpha=0.8,
            zorder=3,
        )
        axes.plot(*flat[0], ".", color=colour("ink"), markersize=4, zorder=3)
    for k, (x, y) in enumerate(corners):
        memory = k < 6
        axes.plot(
            x,
            y,
            "o" if memory else "s",
            color=colour("memory" if memory else "ghost"),
            markerfacecolor=colour("memory" if memory else "paper"),
            markersize=9 if memory else 7,
            zorder=4,
        )
        if memory:
            name = ("+" if k % 2 == 0 else "−") + "M" + "123"[k // 2]
            axes.text(
                1.15 * x,
                1.15 * y,
                name,
                color=colour("memory"),
                ha="center",
                va="center",
                fontsize="small",
                zorder=5,
            )
    axes.set_xlim(-1.75, 1.75)
    axes.set_ylim(-1.22, 1.22)
    axes.set_aspect("equal")
    axes.axis("off")
    return figure


def _looked_at(turned: float, tilt: float = 22.0) -> tuple[np.ndarray, np.ndarray]:
    """Two directions on the paper, shape (2, 3), and the one towards the eye, shape (3,)."""
    a, b = np.radians(turned), np.radians(tilt)
    right = np.array([np.cos(a), np.sin(a), 0.0])
    eye = np.array([np.sin(a) * np.cos(b), -np.cos(a) * np.cos(b), np.sin(b)])
    return np.array([right, np.cross(eye, right)]), eye


# -------------------------------------------------------------------- basins


def homecoming(
    noises: np.ndarray,
    home: np.ndarray,
    inverted: np.ndarray,
    noise: float,
    cue: np.ndarray,
    end: np.ndarray,
) -> Figure:
    """How often a memory comes back against the fraction of units turned over, and one cue.

    Parameters
    ----------
    noises, home, inverted : array, shape (k,)
        Fractions turned over, and how often the end was the memory or its negative.
    noise : float
        The fraction shown.
    cue, end : array of +1 and -1
        One flawed copy, and where it came to rest.
    """
    figure, (axes, first, second) = empty_figure(
        2.8, 1, 3, title=True, left=0.12, right=0.99, wspace=0.08, width_ratios=[2.1, 1, 1]
    )
    axes.plot(100 * noises, 100 * home, "-", color=colour("memory"))
    axes.plot(100 * noises, 100 * inverted, "--", color=colour("ink"), linewidth=1.3)
    axes.axvline(100 * noise, color=colour("muted"), linewidth=1, zorder=0)
    at = int(np.abs(noises - noise).argmin())
    axes.plot(100 * noise, 100 * home[at], "o", color=colour("memory"))
    axes.text(3, 30, "comes\nhome", color=colour("memory"), fontsize="small", va="top")
    axes.text(97, 30, "comes home\ninverted", fontsize="small", ha="right", va="top")
    axes.set_xlim(-2, 102)
    axes.set_ylim(-4, 106)
    axes.set_xticks([0, 25, 50, 75, 100])
    axes.set_yticks([0, 50, 100])
    axes.set_xlabel("Units turned over (%)")
    axes.set_ylabel("Of 100 cues (%)")
    pixels(first, cue)
    first.set_title("one cue", fontsize="small")
    pixels(second, end, "ink")
    second.set_title("its end", fontsize="small")
    for panel in (first, second):
        panel.set_anchor("N")
    return figure


def shares(rows: Mapping[str, tuple[float, float, float]], chosen: str) -> Figure:
    """Where starts drawn by chance end: a bar for each network, of three shares.

    Parameters
    ----------
    rows : mapping of str to (memories, negatives, ghosts)
        Fractions that add up to 1, by the name of the network.
    chosen : str
        The bar to be pointed out.
    """
    figure, axes = empty_figure(3.1, left=0.11, title=True)
    names = list(rows)
    for k, name in enumerate(names):
        base = 0.0
        for part, (hue, alpha) in zip(
            rows[name], (("memory", 1.0), ("memory", 0.45), ("ghost", 1.0)), strict=True
        ):
            ghost = hue == "ghost"
            axes.bar(
                k,
                100 * part,
                bottom=100 * base,
                width=0.7,
                alpha=alpha,
                facecolor=colour("paper" if ghost else hue),
                edgecolor=colour(hue),
                linestyle=":" if ghost else "-",
                linewidth=1.2,
            )
            base += part
        if name == chosen:
            axes.plot(k, 103.5, "v", color=colour("ink"), markersize=6, clip_on=False)
    for x, name, hue, alpha in (
        (0.02, "memories", "memory", 1.0),
        (0.3, "negatives", "memory", 0.45),
        (0.58, "ghosts", "ghost", 1.0),
    ):
        ghost = hue == "ghost"
        axes.plot(
            x,
            1.08,
            "s",
            transform=axes.transAxes,
            clip_on=False,
            markersize=8,
            color=colour(hue),
            alpha=alpha,
            markerfacecolor=colour("paper" if ghost else hue),
        )
        axes.text(
            x + 0.03,
            1.08,
            name,
            transform=axes.transAxes,
            va="center_baseline",
            color=colour(hue),
            fontsize="small",
        )
    axes.set_xticks(range(len(names)), names)
    axes.set_xlim(-0.6, len(names) - 0.4)
    axes.set_ylim(0, 107)
    axes.set_yticks([0, 50, 100])
    axes.set_ylabel("Starts (%)")
    axes.set_xlabel("Memories stored")
    return figure


# ---------------------------------------------------------- all at once, and one way


def marching(energies: Sequence[np.ndarray], pairs: Sequence[np.ndarray]) -> Figure:
    """Synchronous updates: energy, left, and the energy of two successive states, right.

    Parameters
    ----------
    energies, pairs : sequence of arrays
        One of each for every course; a pair's energy belongs to the second state of the pair.
    """
    figure, (left, right) = empty_figure(2.8, 1, 2, sharey=True, title=True, left=0.14, wspace=0.12)
    looks = (("ink", "-", "o"), ("blue", "--", "s"), ("vermilion", (0, (1, 1)), "^"))
    for values, start, panel in ((energies, 0, left), (pairs, 1, right)):
        for course, (hue, line, mark) in zip(values, looks, strict=False):
            panel.plot(
                np.arange(start, start + len(course)),
                course,
                linestyle=line,
                marker=mark,
                color=colour(hue),
                markersize=4.5,
                linewidth=1.4,
            )
        panel.set_xlabel("Update")
        panel.set_xticks(range(0, len(energies[0]), 2))
        panel.set_xlim(-0.4, len(energies[0]) - 0.6)
    left.set_title("energy of the state", fontsize="medium")
    right.set_title("energy of a pair of states", fontsize="medium")
    low = min(float(course.min()) for course in pairs)
    left.set_ylim(1.15 * low, 0.5 * abs(low))
    left.set_ylabel("Energy")
    return figure


def courses(overlaps: np.ndarray, label: str, *, top: str | None = None) -> Figure:
    """Overlaps with several memories against time, each labelled where it is highest.

    Parameters
    ----------
    overlaps : array, shape (steps, memories)
    label : str
        Of the level axis.
    top : str, optional
        A line of text in the figure's upper part.
    """
    figure, axes = empty_figure(2.9, left=0.11)
    looks = (
        ("memory", "-"),
        ("ink", "--"),
        ("blue", "-."),
        ("vermilion", (0, (1, 1))),
        ("h", (0, (5, 1))),
        ("sp", (0, (3, 1, 1, 1))),
    )
    steps = np.arange(len(overlaps))
    axes.axhline(0, color=colour("grid"), linewidth=1, zorder=0)
    for k, (hue, line) in enumerate(looks[: overlaps.shape[1]]):
        axes.plot(steps, overlaps[:, k], linestyle=line, color=colour(hue), linewidth=1.6)
    if top:
        axes.text(0.985, 0.93, top, transform=axes.transAxes, ha="right", fontsize="small")
    axes.set_xlim(0, steps[-1])
    axes.set_ylim(-0.35, 1.2)
    axes.set_yticks([0, 0.5, 1])
    axes.set_ylabel("Overlap")
    axes.set_xlabel(label)
    return figure


def peaks(axes: Axes, overlaps: np.ndarray, names: Sequence[str]) -> None:
    """Write each memory's name above its first high point."""
    for k, name in enumerate(names):
        at = int(np.argmax(overlaps[:, k] > 0.9)) if (overlaps[:, k] > 0.9).any() else None
        if at is not None:
            axes.annotate(
                name,
                (at, overlaps[at, k]),
                (0, 6),
                textcoords="offset points",
                ha="center",
                fontsize="small",
            )


def walk(overlaps: np.ndarray, names: Sequence[str]) -> Figure:
    """A network that walks through its memories: overlaps against updates, peaks named."""
    figure = courses(overlaps, "Update")
    peaks(figure.axes[0], overlaps, names)
    return figure


def warmed(overlaps: np.ndarray, temperature: float) -> Figure:
    """Overlaps with three memories in a warm network that began in their mixture."""
    return courses(overlaps, "Sweep", top=f"three memories, T = {temperature:g}")
