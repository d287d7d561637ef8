"""Figures of a memory that fills up: noise, avalanche, transition, theory, phase diagram.

Memories are green; states that resemble no memory are the colour of ghosts, dotted.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from neuromath_lib.figures.hopfield import pixels
from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neuromath_lib.hopfield import CapacityCurve
    from neuromath_lib.hopfield.theory import MeanField

_SIZES = ("ss", "blue", "ink", "vermilion", "green")  # from small networks to large
_MARKERS = ("v", "s", "o", "D", "^")


def _bell(x: np.ndarray, mean: float, deviation: float) -> np.ndarray:
    return np.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * np.sqrt(2.0 * np.pi))


def _firmness(axes: Axes, firm: np.ndarray, load: float) -> None:
    """A histogram of how firmly units are held, what is below zero marked, and the bell."""
    edges = np.linspace(-1.2, 3.2, 45)
    heights, _ = np.histogram(firm, edges, density=True)
    middle = 0.5 * (edges[1:] + edges[:-1])
    hues = [colour("vermilion") if x < 0 else colour("grid") for x in middle]
    axes.bar(middle, heights, width=0.1, color=hues, edgecolor=colour("paper"), linewidth=0.4)
    x = np.linspace(-1.2, 3.2, 200)
    axes.plot(x, _bell(x, 1.0, np.sqrt(load)), "-", color=colour("memory"))
    axes.axvline(0.0, color=colour("ink"), linewidth=1)
    axes.set_xlim(-1.0, 3.0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)


def fields(firm: np.ndarray, load: float) -> Figure:
    """How firmly units of memories are held, as a histogram, beside the bell of coin tosses.

    Parameters
    ----------
    firm : array
        ``xi_i h_i / N`` of units of memories.
    load : float
        alpha; the bell's variance.
    """
    figure, axes = empty_figure(3.0, left=0.06)
    _firmness(axes, firm, load)
    top = 1.25 * _bell(np.ones(1), 1.0, np.sqrt(load))[0]
    axes.set_ylim(0, top)
    axes.annotate(
        "wants to turn", (-0.06, 0.5 * top), ha="right", color=colour("vermilion"), fontsize="small"
    )
    axes.annotate("stays", (0.06, 0.93 * top), ha="left", fontsize="small", va="center")
    axes.annotate("signal", (1.0, 1.12 * top / 1.25), ha="center", color=colour("memory"))
    axes.set_xlabel("Field at a unit, in its own direction, over N")
    return figure


def settled(state: np.ndarray, memory: np.ndarray, firm: np.ndarray, load: float) -> Figure:
    """Where a network came to rest that began in a memory, and the fields it began with.

    Parameters
    ----------
    state, memory : array, shape (N,)
        The state of rest, and the memory.
    firm : array, shape (N,)
        ``xi_i h_i / N`` in the memory.
    load : float
    """
    figure, (left, right) = empty_figure(
        2.9, 1, 2, left=0.02, wspace=0.12, width_ratios=[1, 1.25], title=True
    )
    home = float(np.mean(state * memory)) > 0.95
    pixels(left, state, "memory" if home else "ghost")
    left.set_title("where it comes to rest", fontsize="small", color=colour("ink"))
    _firmness(right, firm, load)
    right.set_ylim(0, 2.2)
    right.set_title("fields at the start", fontsize="small", color=colour("ink"))
    right.set_xlabel("Field in its own direction, over N")
    return figure


def settled_in_words(state: np.ndarray, memory: np.ndarray, firm: np.ndarray) -> str:
    """How many units turn at once, and where it ends."""
    first, last = int(np.sum(firm < 0)), int(np.sum(state != memory))
    m = float(np.mean(state * memory))
    return (
        f"{first} of {memory.size} units want to turn at the start; {last} are wrong in the end: "
        f"overlap {m:.3f}".replace("-", "−")
        + "."
    )


def one_step(loads: np.ndarray, counted: np.ndarray, errors: Sequence[float]) -> Figure:
    """Fraction of units that turn at once against the load: formula, count, some levels.

    Parameters
    ----------
    loads, counted : array, shape (K,)
        Loads, and the fraction counted in simulated networks.
    errors : sequence of float
        Fractions to be marked on the curve, with the load at which each is reached.
    """
    from neuromath_lib.hopfield.theory import load_of_one_step_error, one_step_error

    figure, axes = empty_figure(3.4, left=0.15)
    x = np.linspace(0.06, 0.7, 200)
    axes.plot(x, one_step_error(x), "-", color=colour("memory"))
    axes.plot(loads, counted, "o", color=colour("ink"), markersize=5, fillstyle="none")
    for error in errors:
        load = load_of_one_step_error(error)
        axes.plot(load, error, "s", color=colour("memory"), markersize=4)
        axes.annotate(
            f"{100 * error:g} % at {load:.4f}",
            (load, error),
            (8, -11) if error < 0.1 else (-8, 8),
            textcoords="offset points",
            ha="left" if error < 0.1 else "center",
            fontsize="small",
            color=colour("memory"),
        )
    axes.set_yscale("log")
    axes.set_ylim(1e-4, 0.3)
    axes.set_yticks([1e-4, 1e-3, 1e-2, 1e-1], ["0.01 %", "0.1 %", "1 %", "10 %"])
    axes.set_xlim(0.05, 0.72)
    axes.set_xlabel("Load P / N")
    axes.set_ylabel("Units that turn at once")
    return figure


def avalanche(overlaps: dict[float, np.ndarray], first: dict[float, float]) -> Figure:
    """Overlap with the memory after each round, for several loads, and the first-step forecast.

    Parameters
    ----------
    overlaps : dict
        Load to mean overlap after 0, 1, 2, ... rounds.
    first : dict
        Load to the overlap that the error of the first step foretells.
    """
    figure, axes = empty_figure(3.4, right=0.86)
    lost = [load for load, m in overlaps.items() if m[-1] < 0.95]
    heights = _apart([m[-1] for m in overlaps.values()], 0.055)
    for (load, m), height in zip(overlaps.items(), heights, strict=True):
        gone = load in lost
        hue, line = ("ghost", ":") if gone else ("memory", "-")
        axes.plot(m, line, color=colour(hue), linewidth=1.8)
        axes.plot(1, first[load], "o", color=colour("ink"), markersize=4)
        axes.annotate(
            f"load {load:g}",
            (len(m) - 1, height),
            (5, 0),
            textcoords="offset points",
            va="center",
            color=colour(hue),
            fontsize="small",
            annotation_clip=False,
        )
    axes.set_ylim(0.2, 1.03)
    axes.set_xlim(0, len(m) - 1)
    axes.set_xlabel("Rounds")
    axes.set_ylabel("Overlap with the memory")
    return figure


def _apart(heights: Sequence[float], least: float) -> list[float]:
    """Move labels, from high to low, down until they do not touch."""
    moved: list[float] = []
    for height in heights:
        moved.append(min(height, moved[-1] - least) if moved else height + 0.3 * least)
    return moved


def transition(curves: Sequence[CapacityCurve], critical: float) -> Figure:
    """Fraction of memories recalled against the load, for networks of several sizes.

    Parameters
    ----------
    curves : sequence of CapacityCurve
        From small to large.
    critical : float
        The load that theory says for infinite networks; drawn as an upright line.
    """
    figure, axes = empty_figure(3.6)
    axes.axvline(critical, color=colour("memory"), linestyle="--", linewidth=1.2)
    axes.axhline(0.5, color=colour("grid"), linewidth=1, zorder=0)
    for curve, hue, marker in zip(curves, _SIZES, _MARKERS, strict=False):
        axes.errorbar(
            curve.loads,
            curve.recalled,
            curve.standard_error,
            color=colour(hue),
            marker=marker,
            markersize=4,
            linewidth=1.3,
            capsize=2,
            label=f"N = {curve.n_units}",
        )
    axes.annotate(
        "theory,\nN without end",
        (critical, 0.02),
        (-5, 0),
        textcoords="offset points",
        ha="right",
        color=colour("memory"),
        fontsize="small",
    )
    axes.legend(loc="upper right", frameon=False, fontsize="small")
    axes.set_ylim(-0.03, 1.05)
    axes.set_xlabel("Load P / N")
    axes.set_ylabel("Memories recalled")
    return figure


def drift(sizes: Sequence[int], halves: np.ndarray, errors: np.ndarray, critical: float) -> Figure:
    """The load at which half is recalled against the size of the network.

    Parameters
    ----------
    sizes : sequence of int
        N.
    halves, errors : array
        The loads and their standard errors.
    critical : float
        The load of theory.
    """
    figure, axes = empty_figure(2.9, left=0.13)
    axes.axhline(critical, color=colour("memory"), linestyle="--", linewidth=1.2)
    axes.errorbar(
        sizes, halves, errors, color=colour("ink"), marker="o", linestyle="none", capsize=3
    )
    axes.annotate(
        f"theory: {critical:.4f}",
        (sizes[0], critical),
        (0, -13),
        textcoords="offset points",
        color=colour("memory"),
        fontsize="small",
    )
    axes.set_xscale("log")
    axes.minorticks_off()
    axes.set_xticks(sizes, [str(size) for size in sizes])
    axes.set_xlim(0.8 * sizes[0], 1.25 * sizes[-1])
    axes.set_ylim(0.125, 0.205)
    axes.set_xlabel("Units N")
    axes.set_ylabel("Load where half is recalled")
    return figure


def crossing(load: float) -> Figure:
    """Mean-field equation at T = 0 as two curves: what a memory has, and what it needs.

    Parameters
    ----------
    load : float
        alpha.
    """
    from scipy.special import erf

    figure, axes = empty_figure(3.3)
    y = np.linspace(1e-6, 3.6, 240)
    needs = y * (np.sqrt(2.0 * load) + 2.0 / np.sqrt(np.pi) * np.exp(-y * y))
    axes.plot(y, erf(y), "-", color=colour("memory"))
    axes.plot(y, needs, "--", color=colour("vermilion"))
    state = _memory(load)
    if state is not None:
        brink = _memory(load, "unstable")
        axes.plot(
            _ratio(brink), brink.overlap, "o", color=colour("ink"), markersize=6,
            markerfacecolor=colour("paper"),
        )  # fmt: skip
        at = _ratio(state)
        axes.plot(at, state.overlap, "o", color=colour("ink"), markersize=7)
        axes.annotate(
            f"memory, overlap {state.overlap:.4f}",
            (at, state.overlap),
            (4 if at < 2.2 else 0, -16),
            textcoords="offset points",
            ha="left" if at < 2.2 else "right",
            fontsize="small",
        )
    axes.plot(0, 0, "o", color=colour("ghost"), markersize=7, clip_on=False)
    axes.annotate("no memory", (0, 0), (26, 3), textcoords="offset points", color=colour("ghost"),
                  fontsize="small")  # fmt: skip
    axes.annotate("what comes out", (3.55, 1.04), ha="right", color=colour("memory"),
                  fontsize="small")  # fmt: skip
    axes.annotate("what it takes", (1.3, 1.27), ha="right", color=colour("vermilion"),
                  fontsize="small")  # fmt: skip
    axes.set_xlim(0, 3.6)
    axes.set_ylim(0, 1.4)
    axes.set_xlabel("y, signal over noise divided by √2")
    axes.set_ylabel("Overlap m")
    return figure


def crossing_in_words(load: float) -> str:
    """Whether the two curves meet, and where."""
    state = _memory(load)
    if state is None:
        return "The curves meet at 0 only: no state near a memory is at rest."
    return (
        f"They meet at an overlap of {state.overlap:.5f}: {100 * state.bit_error:.2g} % of the "
        f"units are wrong. The noise is {np.sqrt(state.noise):.3f} times that of coin tosses."
    )


def _memory(load: float, kind: str = "retrieval") -> MeanField | None:
    from neuromath_lib.hopfield.theory import solve

    return solve(load, 0.0, kind)


def _ratio(state: MeanField) -> float:
    return state.overlap / np.sqrt(2.0 * state.load * state.noise)


def overlaps(loads: np.ndarray, m: np.ndarray, errors: np.ndarray, n_units: int) -> Figure:
    """Overlap in the end against the load: theory as a line, a network as points.

    Parameters
    ----------
    loads, m, errors : array
        Of the network: loads, mean overlaps and their standard errors.
    n_units : int
        Its size.
    """
    from neuromath_lib.hopfield.theory import critical_load, overlap

    figure, axes = empty_figure(3.3)
    edge = critical_load()
    x = np.append(np.linspace(0.02, edge, 120), edge)
    axes.plot(x, overlap(x), "-", color=colour("memory"))
    axes.plot([edge, edge], [overlap(edge), 0], ":", color=colour("memory"))
    axes.plot([edge, 0.26], [0, 0], "-", color=colour("memory"), clip_on=False)
    axes.errorbar(
        loads, m, errors, color=colour("ink"), marker="o", markersize=4, linestyle="none", capsize=2
    )
    axes.annotate("theory", (0.05, 0.94), color=colour("memory"), fontsize="small")
    axes.annotate(f"{n_units} units", (0.2, 0.62), fontsize="small")
    axes.set_xlim(0.02, 0.26)
    axes.set_ylim(0, 1.04)
    axes.set_xlabel("Load P / N")
    axes.set_ylabel("Overlap in the end")
    return figure


def energies(loads: np.ndarray, memory: np.ndarray, glass: np.ndarray, cross: float) -> Figure:
    """Energy of a memory and of the glass for each unit, against the load.

    Parameters
    ----------
    loads : array
    memory, glass : array
        Energies for each unit; NaN where there is none.
    cross : float
        The load at which they are the same.
    """
    figure, axes = empty_figure(3.0, left=0.14)
    axes.plot(loads, memory, "-", color=colour("memory"))
    axes.plot(loads, glass, ":", color=colour("ghost"), linewidth=2)
    axes.plot(cross, np.interp(cross, loads, glass), "o", color=colour("ink"))
    axes.annotate(
        f"{cross:.4f}",
        (cross, np.interp(cross, loads, glass)),
        (6, 7),
        textcoords="offset points",
    )
    axes.annotate("memory", (0.137, -0.494), ha="right", color=colour("memory"))
    axes.annotate("glass", (0.112, -0.6), ha="right", color=colour("ghost"))
    axes.set_xlim(loads[0], loads[-1])
    axes.set_xlabel("Load P / N")
    axes.set_ylabel("Energy for each unit")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.2f}".replace("-", "−"))
    return figure


def warm(course: np.ndarray, expected: float) -> Figure:
    """Overlap after each sweep of networks at a temperature, and what theory expects.

    Parameters
    ----------
    course : array, shape (K, sweeps + 1)
        Overlaps of K states with the memories they began in.
    expected : float
        Theory's overlap; 0 where memories are lost.
    """
    figure, axes = empty_figure(3.2)
    _course(axes, course, expected)
    axes.annotate(
        "theory",
        (course.shape[1] - 1, expected),
        (-2, 5 if expected < 0.9 else -13),
        textcoords="offset points",
        ha="right",
        color=colour("memory"),
        fontsize="small",
    )
    axes.set_ylabel("Overlap with the memory")
    return figure


def _course(axes: Axes, course: np.ndarray, expected: float) -> None:
    for m in course:
        axes.plot(m, "-", color=colour("muted"), linewidth=0.7)
    axes.plot(course.mean(axis=0), "-", color=colour("ink"), linewidth=1.8)
    axes.axhline(expected, color=colour("memory"), linestyle="--")
    axes.set_xlim(0, course.shape[1] - 1)
    axes.set_ylim(-0.2, 1.04)
    axes.set_yticks([0, 0.5, 1])
    axes.set_xlabel("Sweeps")


def mixtures(courses: dict[float, np.ndarray]) -> Figure:
    """Overlaps with three memories of a network that begins in their mixture, at temperatures.

    Parameters
    ----------
    courses : dict
        Temperature to overlaps, shape (sweeps + 1, 3).
    """
    figure, panels = empty_figure(
        2.9, 1, len(courses), sharey=True, wspace=0.12, title=True, squeeze=False
    )
    for axes, (temperature, course) in zip(panels[0], courses.items(), strict=True):
        for m, line in zip(course.T, ("-", "--", ":"), strict=True):
            axes.plot(m, line, color=colour("memory"), linewidth=1.8)
        axes.set_title(f"temperature {temperature:g}", fontsize="small", color=colour("ink"))
        axes.set_xlim(0, len(course) - 1)
        axes.set_ylim(-0.1, 1.04)
        axes.set_xlabel("Sweeps")
    panels[0][0].set_ylabel("Overlap with each")
    return figure


@functools.cache
def _lines() -> tuple[np.ndarray, ...]:
    """Temperatures, and the loads of the retrieval line and of equal depth."""
    from neuromath_lib.hopfield.theory import critical_load

    temperatures = np.linspace(0.0, 1.0, 41)
    few = np.array([0.0, 0.1, 0.3, 0.5, 0.7, 0.9])
    deepest = np.array([_equal_depth(float(t)) for t in few])
    return temperatures, critical_load(temperatures), few, deepest


def phase_diagram(load: float, temperature: float, course: np.ndarray) -> Figure:
    """The phase diagram with a place marked in it, and what a network does there.

    Parameters
    ----------
    load, temperature : float
        The place.
    course : array, shape (K, sweeps + 1)
        Overlaps of simulated networks with the memories they began in.
    """
    from neuromath_lib.hopfield.theory import spin_glass_temperature

    figure, (left, right) = empty_figure(3.3, 1, 2, width_ratios=[1.35, 1], wspace=0.3)
    temperatures, edge, few, deepest = _lines()
    x = np.linspace(1e-6, 0.2, 50)
    left.plot(x, spin_glass_temperature(x), ":", color=colour("ghost"), linewidth=2)
    left.plot(edge, temperatures, "-", color=colour("memory"))
    left.plot(np.append(deepest, 0), np.append(few, 1), "--", color=colour("memory"), linewidth=1.2)
    left.fill_betweenx(temperatures, edge, color=colour("memory"), alpha=0.1, linewidth=0)
    for words, place, hue in (
        ("melted", (0.03, 1.36), "ink"),
        ("glass", (0.145, 0.75), "ghost"),
        ("memories", (0.062, 0.05), "memory"),
    ):
        left.annotate(words, place, color=colour(hue), fontsize="small")
    left.plot(load, temperature, "o", color=colour("ink"), markersize=8, zorder=5)
    left.set_xlim(0, 0.2)
    left.set_ylim(0, 1.55)
    left.set_xticks([0, 0.05, 0.1, 0.15, 0.2], ["0", ".05", ".1", ".15", ".2"])
    left.set_xlabel("Load P / N")
    left.set_ylabel("Temperature T")
    _course(right, course, _overlap(load, temperature))
    right.set_ylabel("Overlap", labelpad=2)
    return figure


@functools.cache
def _equal_depth(temperature: float) -> float:
    from neuromath_lib.hopfield.theory import global_minimum_load

    return global_minimum_load(temperature)


@functools.cache
def _overlap(load: float, temperature: float) -> float:
    from neuromath_lib.hopfield.theory import overlap

    return overlap(load, temperature)


@functools.cache
def _edge(temperature: float) -> float:
    from neuromath_lib.hopfield.theory import critical_load

    return critical_load(temperature)


def place_in_words(load: float, temperature: float, course: np.ndarray) -> str:
    """In which region a place lies, and what the simulated network does there."""
    from neuromath_lib.hopfield import theory

    found = f"In the simulation the overlap is {course[:, -1].mean():.2f} at the end."
    found = found.replace("-", "−")
    if load <= _edge(temperature):
        deep = load < _equal_depth(temperature)
        return (
            f"Memories are {'the deepest valleys' if deep else 'valleys, but not the deepest'}: "
            f"theory says overlap {_overlap(load, temperature):.3f}. {found}"
        )
    if temperature < theory.spin_glass_temperature(load):
        return f"Glass: units freeze, near no memory. {found}"
    return f"Melted: every unit flickers, and nothing is kept. {found}"
