"""Figures of *From neurons to populations*: a crowd, its curve, its kernel, its feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.layout import empty_figure, time_axis
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure


def crowd_rate(trains: Sequence[Any], duration: float, width: float) -> tuple[Any, Any]:
    """Return the middles of bins, ms, and in each the spikes a cell fires in a second.

    Parameters
    ----------
    trains : sequence of array
        Spike times of each cell, ms.
    duration, width : float
        Of the run and of a bin, ms.
    """
    edges = np.arange(0.0, duration + 0.5 * width, width)
    counts, _ = np.histogram(np.concatenate(list(trains)), edges)
    return 0.5 * (edges[1:] + edges[:-1]), counts / (len(trains) * width * 1e-3)


def crowd(trains: Sequence[Any], duration: float, width: float = 5.0, shown: int = 40) -> Figure:
    """Draw the spikes of some cells above the rate of all of them.

    Parameters
    ----------
    trains : sequence of array
        Spike times of each cell, ms.
    duration, width : float
        Of the run and of the bins in which spikes are counted, ms.
    shown : int
        How many cells have a row.
    """
    figure, (cells, mean) = empty_figure(4.2, 2, 1, sharex=True, hspace=0.16, title=True)
    cells.eventplot(list(trains[:shown]), colors=colour("ink"), linewidths=0.9, linelengths=0.8)
    cells.set_ylim(shown - 0.4, -0.6)
    cells.set_yticks([])
    cells.set_ylabel("Cells")
    cells.set_title(f"{shown} of {len(trains)} cells, a row each", fontsize="medium")
    t, rate = crowd_rate(trains, duration, width)
    mean.plot(t, rate, color=colour("blue"), linewidth=2)
    mean.set_ylim(0, 1.15 * rate.max())
    mean.set_ylabel("Spikes/s, a cell")
    mean.set_xlim(0, duration)
    mean.set_xlabel("Time (ms)")
    return figure


def share(t: Any, rate: Any, level: float, size: int) -> Figure:
    """Draw the rate of a crowd of `size` against the mean of everybody, always to one scale."""
    figure, axes = empty_figure(3.0, title=True)
    axes.axhline(level, color=colour("ink"), linestyle="--", linewidth=1)
    axes.step(t, np.minimum(rate, 330.0), where="mid", color=colour("blue"), linewidth=1.8)
    axes.set_ylim(-8, 320)
    axes.set_yticks([0, 100, 200, 300])
    axes.set_ylabel("Spikes/s, a cell")
    time_axis(axes, np.asarray(t))
    who = "1 cell" if size == 1 else f"{size} cells"
    axes.set_title(f"{who}, counted in bins; dashed: mean of all", fontsize="medium")
    return figure


def share_in_words(rate: Any, level: float, size: int) -> str:
    """How far the rate of a crowd strays from the mean of all."""
    strays = float(np.sqrt(np.mean((np.asarray(rate) - level) ** 2)))
    who = "cell strays" if size == 1 else "cells stray"
    return f"{size} {who} by {strays:.1f} spikes/s, {100 * strays / level:.0f} % of the mean."


def thresholds(v: Any, counted: Any, curve: Any, spread: float) -> Figure:
    """Draw a histogram-made staircase: the share of cells whose threshold has been passed.

    Parameters
    ----------
    v : array
        mV from rest.
    counted, curve : array
        Share counted, and the sigmoid's.
    spread : float
        Standard deviation of the thresholds, mV.
    """
    figure, axes = empty_figure(3.2, title=True)
    axes.axhline(0.5, color=colour("grid"), linewidth=1)
    axes.plot(v, counted, color=colour("ink"), linewidth=1.4)
    axes.plot(v, curve, color=colour("sp"), linewidth=2.4, linestyle="--")
    axes.set_xlim(v[0], v[-1])
    axes.set_ylim(-0.04, 1.04)
    axes.set_yticks([0, 0.5, 1])
    axes.set_xticks([-10, -5, 0, 5, 10])
    axes.set_xlabel("Voltage of everybody (mV from rest)")
    axes.set_ylabel("Share that fires")
    axes.set_title(f"thresholds spread by {spread:g} mV; dashed: sigmoid", fontsize="medium")
    return figure


def fitted(
    current: Any, rate: Any, error: Any, fine: Any, curve: Any, last: float, *, lower: Any = None
) -> Figure:
    """Draw a crowd's measured rate and the sigmoid fitted to currents up to `last`.

    Parameters
    ----------
    current, rate, error : array
        uA/cm2, spikes/s and their standard errors.
    fine, curve : array
        The fitted sigmoid.
    last : float
        The largest current that took part in the fit.
    lower : array, optional
        Rates counted with a lower bar, drawn hollow.
    """
    figure, axes = empty_figure(3.4, left=0.13)
    highest = max(np.max(rate), np.max(curve))
    if lower is not None:
        axes.plot(current, lower, "o", markerfacecolor="none", color=colour("muted"), markersize=5)
        highest = max(highest, np.max(lower))
    axes.axvspan(last, current[-1] + 5, color=colour("grid"), alpha=0.5, linewidth=0)
    axes.plot(fine, curve, color=colour("sp"), linestyle="--", linewidth=2.2)
    axes.errorbar(current, rate, 2 * np.asarray(error), fmt="o", color=colour("ink"), markersize=5,
                  linewidth=1.2)  # fmt: skip
    axes.set_xlim(current[0] - 2, current[-1] + 2)
    axes.set_ylim(-5, 1.12 * highest)
    axes.set_xlabel("Mean current (µA/cm²)")
    axes.set_ylabel("Spikes/s, a cell")
    axes.text(last + 2, 1.04 * highest, "not fitted", fontsize="medium")
    return figure


def misfit(current: Any, gap: Any, last: float) -> Figure:
    """Draw what the fitted sigmoid gets wrong, over the currents that it was fitted to."""
    figure, axes = empty_figure(2.6, left=0.13)
    axes.axhline(0, color=colour("ink"), linewidth=1)
    axes.plot(current, gap, "o-", color=colour("vermilion"), linewidth=1.5, markersize=5)
    axes.set_xlim(current[0] - 2, last + 2)
    axes.set_xlabel("Mean current (µA/cm²)")
    axes.set_ylabel("Cells minus\nsigmoid (spikes/s)")
    return figure


def kernels(t: Any, answers: Mapping[str, Any], dots: Any = None) -> Figure:
    """Draw answers to one impulse, each with its name at the top; dots are another way to them.

    Parameters
    ----------
    t : array
        ms.
    answers : mapping of str to array
        Curves.
    dots : pair of array, optional
        Times and values of a computation to lay over them.
    """
    figure, axes = empty_figure(3.1, title=True)
    looks = (("-", "sp"), (":", "ii"), ("-.", "dp"))  # as fast as these populations
    for (text, values), (line, hue) in zip(answers.items(), looks, strict=False):
        axes.plot(t, values, color=colour(hue), linestyle=line, linewidth=2)
        top = np.max(values)
        half = np.flatnonzero(values > 0.62 * top)[-1]
        where = (t[half] + 2, values[half] + 0.01)
        if t[half] < 0.1 * t[-1]:  # a narrow bump, with the others on its right
            where = (t[np.argmax(values)], top + 0.012)
        axes.text(*where, text, color=colour(hue), va="bottom")
    if dots is not None:
        axes.plot(*dots, "o", color=colour("ink"), markersize=4)
    axes.axhline(0, color=colour("grid"), linewidth=1)
    axes.set_ylim(-0.02, 0.46)
    axes.set_ylabel("Voltage per impulse")
    time_axis(axes, np.asarray(t))
    return figure


def heard(t: Any, spikes: Any, v: Any, top: float) -> Figure:
    """Draw a volley of spikes, as ticks, and the voltage that it leaves behind."""
    figure, axes = empty_figure(3.0)
    axes.plot(t, v, color=colour("blue"), linewidth=2)
    axes.vlines(spikes, -0.16 * top, -0.04 * top, color=colour("ink"), linewidth=1)
    axes.axhline(0, color=colour("grid"), linewidth=1)
    axes.set_ylim(-0.2 * top, 1.06 * top)
    axes.set_ylabel("Voltage (mV)")
    time_axis(axes, np.asarray(t))
    return figure


def loop(t: Any, v: Any, roots: Any, reach: float) -> Figure:
    """Draw what follows a push, beside the eigenvalues that decide it.

    Parameters
    ----------
    t : array
        ms.
    v : array
        mV; it is clipped to the frame.
    roots : array
        Two eigenvalues, 1/s.
    reach : float
        Half the height of the frame on the left, mV.
    """
    figure, (left, right) = empty_figure(3.2, 1, 2, wspace=0.36, left=0.12, title=True)
    left.axhline(0, color=colour("grid"), linewidth=1)
    left.plot(t, np.clip(v, -3 * reach, 3 * reach), color=colour("blue"), linewidth=2.2)
    left.set_ylim(-reach, reach)
    left.set_ylabel("Voltage (mV from rest)")
    left.set_title("After a push", fontsize="medium")
    time_axis(left, np.asarray(t))
    right.axvline(0, color=colour("ink"), linewidth=1)
    right.axhline(0, color=colour("grid"), linewidth=1)
    roots = np.asarray(roots)
    right.plot(roots.real, roots.imag / (2 * np.pi), "o", color=colour("blue"), markersize=8)
    right.set_xlim(-190, 75)
    right.set_ylim(-62, 62)
    right.set_xticks([-150, -75, 0])
    right.set_xlabel("Growth (1/s)")
    right.set_ylabel("Rhythm (Hz)", labelpad=1)
    right.set_title("Eigenvalues", fontsize="medium")
    return figure


def loop_in_words(roots: Any) -> str:
    """Say what two eigenvalues mean for a push."""
    growth, turn = np.asarray(roots).real.max(), float(np.abs(np.asarray(roots).imag).max())
    if growth > 1e-9:
        return f"The push grows 2.7-fold every {1e3 / growth:.0f} ms, until the sigmoid bends."
    if abs(growth) <= 1e-9:
        return "The push neither grows nor fades: the border."
    fades = f"{1e3 / -growth:.0f} ms"
    if turn > 1e-9:
        return f"The push fades to 37 % every {fades} and swings at {turn / (2 * np.pi):.1f} Hz."
    return f"The push fades without a swing, in the end to 37 % every {fades}."


def two_rests(t: Any, courses: Any, rests: Any) -> Figure:
    """Draw courses from several starts, and the voltages where they come to rest."""
    figure, axes = empty_figure(3.1)
    for rest in rests:
        axes.axhline(rest, color=colour("ink"), linestyle="--", linewidth=1)
    for course in courses:
        axes.plot(t, course, color=colour("blue"), linestyle="-", linewidth=1.6)
    axes.set_ylabel("Voltage (mV from rest)")
    time_axis(axes, np.asarray(t))
    return figure


def stepped(t: Any, rate: Any, before: float, after: float, at: float) -> Figure:
    """Draw the rate of a crowd whose current steps up, and what its curve would have said.

    Parameters
    ----------
    t, rate : array
        ms, spikes/s.
    before, after : float
        The steady rates, spikes/s.
    at : float
        When the step comes, ms.
    """
    figure, axes = empty_figure(3.2)
    axes.step(t, rate, where="mid", color=colour("blue"), linewidth=1.6)
    axes.plot([t[0], at, at, t[-1]], [before, before, after, after], color=colour("sp"),
              linestyle="--", linewidth=2)  # fmt: skip
    axes.set_ylim(0, 1.12 * np.max(rate))
    axes.set_ylabel("Spikes/s, a cell")
    time_axis(axes, np.asarray(t))
    return figure


def wobble(sizes: Any, measured: Mapping[float, Any], predicted: Mapping[float, Any]) -> Figure:
    """Draw how much the mean of a crowd wobbles against its size, both in factors of ten.

    Parameters
    ----------
    sizes : array
        Numbers of cells.
    measured, predicted : mapping of float to array
        Standard deviations of the mean for each correlation, against that of one cell.
    """
    figure, axes = empty_figure(3.4, left=0.16, right=0.87)
    looks = (("-", "slate"), ("--", "blue"), ("-.", "vermilion"))
    for (rho, line), (style, hue) in zip(predicted.items(), looks, strict=False):
        axes.plot(sizes, line, color=colour(hue), linestyle=style, linewidth=1.8)
        axes.plot(sizes, measured[rho], "o", color=colour(hue), markersize=5)
        axes.text(1.15 * sizes[-1], line[-1], f"{rho:g}", color=colour(hue), va="center",
                  clip_on=False)  # fmt: skip
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.minorticks_off()
    axes.set_xlim(0.9, sizes[-1] * 1.1)
    axes.set_ylim(0.006, 1.4)
    axes.set_xticks([1, 10, 100, 1000, 10000], ["1", "10", "100", "1000", "10 000"])
    axes.set_yticks([0.01, 0.1, 1], ["1 %", "10 %", "100 %"])
    axes.set_xlabel("Cells in the crowd")
    axes.set_ylabel("Wobble of the mean")
    return figure


def wobble_in_words(size: int, correlation: float, left: float) -> str:
    """Say what averaging over `size` cells leaves of the wobble of one."""
    worth = 1 / left**2
    return (
        f"{size} cells with correlation {correlation:g}: {100 * left:.1f} % of one cell's wobble "
        f"is left, as much as in {worth:.0f} independent cells."
    )


def crowd_noise(mean: Any, left: float) -> Figure:
    """Draw the mean of a crowd over time, in units of the wobble of one cell."""
    figure, axes = empty_figure(2.7)
    axes.axhline(0, color=colour("grid"), linewidth=1)
    axes.axhspan(-left, left, color=colour("grid"), alpha=0.6, linewidth=0)
    axes.plot(np.arange(len(mean)), mean, color=colour("blue"), linewidth=1)
    axes.set_xlim(0, len(mean))
    axes.set_ylim(-3.2, 3.2)
    axes.set_xlabel("Moment")
    axes.set_ylabel("Mean of the crowd")
    return figure
