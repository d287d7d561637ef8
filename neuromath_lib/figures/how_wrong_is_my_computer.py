"""Figures of numerical error: one function a figure, each returning a matplotlib Figure.

A method has the same hue, line and mark everywhere; what is exact is wide and grey, beneath.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from neuromath_lib.figures.layout import empty_figure, thin, time_axis, voltage_axis
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neuromath_lib.hodgkin_huxley import Trace

# hue, line, mark
_STYLES = {
    "euler": ("vermilion", "-", "o"),
    "exponential": ("ghost", ":", "s"),
    "midpoint": ("blue", "-", "^"),
    "staggered": ("blue", "-", "^"),
    "rk4": ("green", "--", "D"),
}
_NAMES = {
    "euler": "Euler",
    "exponential": "exponential Euler",
    "midpoint": "midpoint",
    "staggered": "staggered",
    "rk4": "Runge-Kutta",
}
_OTHERS = (("vermilion", "-", "o"), ("ghost", ":", "s"), ("blue", "--", "^"), ("ink", "-", "D"))


def _powers(low: int, high: int, every: int = 1) -> tuple[list[float], list[str]]:
    """Ticks at powers of ten, and how they are written."""
    raised = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
    near = {-3: "0.001", -2: "0.01", -1: "0.1", 0: "1", 1: "10", 2: "100", 3: "1000"}
    powers = range(low, high + 1, every)
    return [10.0**k for k in powers], [near.get(k, f"10{str(k).translate(raised)}") for k in powers]


def staircase(
    t: np.ndarray,
    v: np.ndarray,
    tau: float,
    *,
    top: float,
    bottom: float,
    until: float | None = None,
) -> Figure:
    """Euler's steps (dots, straight lines) over the decay they should follow.

    Parameters
    ----------
    t, v : array, shape (n,)
        Times, ms, and heights above rest, mV, of the steps.
    tau : float
        Time constant of the decay, ms.
    top, bottom : float
        Limits of the axis, mV; steps beyond them leave the picture.
    until : float, optional
        ms at which the picture ends; with the last step if left out.
    """
    figure, axes = empty_figure(3.3)
    fine = np.linspace(0.0, t[-1] if until is None else until, 200)
    axes.axhline(0, color=colour("grid"), linewidth=1, zorder=0)
    axes.plot(fine, v[0] * np.exp(-fine / tau), "-", color=colour("grid"), linewidth=6)
    inside = int(np.argmax(np.abs(v) > 3 * max(abs(top), abs(bottom)))) or len(v)
    axes.plot(t[:inside], v[:inside], "o-", color=colour("vermilion"), linewidth=1.4)
    axes.text(0.98, 0.9, "exact, wide", transform=axes.transAxes, ha="right",
              color=colour("muted"))  # fmt: skip
    axes.text(0.98, 0.8, "Euler's steps", transform=axes.transAxes, ha="right",
              color=colour("vermilion"))  # fmt: skip
    axes.set_ylim(bottom, top)
    axes.set_ylabel("Above rest (mV)")
    time_axis(axes, fine)
    return figure


def stability_in_words(ratio: float) -> str:
    """What Euler's rule does to a decay with steps of ``ratio`` time constants."""
    factor = 1.0 - ratio
    written = f"{factor:.3g}".replace("-", "−")
    if ratio < 1:
        says = "it sinks to rest, as it should."
    elif ratio == 1:
        says = "it is at rest after one step, and stays there."
    elif ratio < 2:
        says = "it jumps across rest and back, a little less each time."
    elif ratio == 2:
        says = "it jumps to and fro for ever."
    else:
        says = "it jumps across rest, further each time: it blows up."
    return f"Each step multiplies the distance from rest by {written}: {says}"


def ladder(
    x: np.ndarray,
    curves: Mapping[str, np.ndarray],
    *,
    xlabel: str,
    ylabel: str,
    powers: tuple[int, int],
    every: int = 2,
    mark: tuple[str, float] | None = None,
    ticks: Sequence[float] | None = None,
    places: Mapping[str, int] | None = None,
) -> Figure:
    """Errors against steps (or against work), both on logarithmic axes.

    Parameters
    ----------
    x : array, shape (n,) or mapping of arrays
        Where the errors were measured.
    curves : mapping
        Errors by name, absolute, shape (n,); NaN where there is none. Names of methods get their
        own colours, others colours in turn.
    xlabel, ylabel : str
    powers : (int, int)
        Lowest and highest power of ten of the errors shown.
    every : int
        Powers of ten from one tick to the next.
    mark : (str, float), optional
        A curve and an x at which to put a large dot.
    ticks : sequence of float, optional
        Where to write along x.
    places : mapping, optional
        For each name, the number of the point beside which it is written, above the line; the
        middle one if left out.
    """
    figure, axes = empty_figure(3.7, left=0.15)
    others = iter(_OTHERS)
    for name, errors in curves.items():
        hue, line, shape = _STYLES.get(name) or next(others)
        along = np.asarray(x[name] if isinstance(x, Mapping) else x)
        errors = np.asarray(errors, dtype=float)
        axes.plot(along, errors, shape + line, color=colour(hue), markersize=4)
        k = (places or {}).get(name, len(along) // 2)
        around = [max(k - 1, 0), min(k + 1, len(along) - 1)]
        low, high = sorted(around, key=lambda j: along[j])
        rises = bool(errors[high] > errors[low])
        axes.annotate(
            _NAMES.get(name, name), (along[k], errors[k]), (-5 if rises else 5, 4),
            textcoords="offset points", ha="right" if rises else "left", va="bottom",
            color=colour(hue), fontsize="small",
        )  # fmt: skip
        if mark is not None and mark[0] == name and np.isfinite(mark[1]):
            at = int(np.abs(np.log(along / mark[1])).argmin())
            axes.plot(along[at], errors[at], "o", color=colour(hue), markersize=10)
    axes.set_xscale("log")
    axes.set_yscale("log")
    if ticks is not None:
        axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.set_yticks(*_powers(*powers, every))
    axes.minorticks_off()
    axes.set_ylim(10.0 ** powers[0] * 0.5, 10.0 ** powers[1] * 2.0)
    low, high = axes.get_xlim()
    axes.set_xlim(low / 1.15, high * 1.15)
    axes.grid(axis="y", color=colour("grid"), linewidth=0.6)
    axes.set_xlabel(xlabel)
    axes.set_ylabel(ylabel)
    return figure


def tempo(trace: Trace, tau_m: np.ndarray, tau_v: np.ndarray) -> Figure:
    """A spike, and below it how quick its quickest parts are (time constants, ms)."""
    figure, (top, bottom) = empty_figure(4.4, 2, 1, sharex=True, left=0.14)
    keep = thin(trace.t)
    top.plot(trace.t[keep], trace.v[keep], "-", color=colour("voltage"))
    voltage_axis(top)
    bottom.plot(trace.t[keep], tau_m[keep], "-", color=colour("sodium"))
    bottom.plot(trace.t[keep], tau_v[keep], "--", color=colour("voltage"))
    bottom.set_yscale("log")
    bottom.set_ylim(0.01, 4)
    bottom.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
    bottom.minorticks_off()
    bottom.grid(axis="y", color=colour("grid"), linewidth=0.6)
    bottom.set_ylabel("Time constant (ms)")
    bottom.text(trace.t[-1], 0.3 * float(tau_m[-1]), "m gate ", color=colour("sodium"), ha="right")
    bottom.text(trace.t[-1], 1.9, "voltage ", color=colour("voltage"), ha="right")
    time_axis(bottom, trace.t)
    return figure


def train(
    exact: Trace,
    exact_spikes: np.ndarray,
    mine: Trace | None,
    my_spikes: np.ndarray | None,
    method: str,
) -> Figure:
    """The end of a long spike train: exact (wide, grey) and by one method, spikes numbered.

    Parameters
    ----------
    exact, mine : Trace
        Simulations; only the last 50 ms of the exact one are shown. None if it blew up.
    exact_spikes, my_spikes : array
        Spike times of the whole runs, ms.
    method : str
        Its name, for the colour and the label.
    """
    figure, axes = empty_figure(3.5)
    end = exact.t[-1]
    begin = end - 50.0
    hue, _, _ = _STYLES[method]
    part = exact.t > begin
    keep = thin(exact.t[part], 500)
    axes.plot(exact.t[part][keep], exact.v[part][keep], "-", color=colour("grid"), linewidth=6)
    _numbers(axes, exact_spikes, begin, 68, "muted")
    axes.text(begin + 0.5, 68, "exact", color=colour("muted"), fontsize="small", va="center")
    if mine is not None and my_spikes is not None:
        part = mine.t > begin
        keep = thin(mine.t[part], 500)
        axes.plot(mine.t[part][keep], mine.v[part][keep], "-", color=colour(hue), linewidth=1.6)
        _numbers(axes, my_spikes, begin, 53, hue)
    says = _NAMES[method] if mine is not None else f"{_NAMES[method]}: blew up"
    axes.text(begin + 0.5, 53, says, color=colour(hue), fontsize="small", va="center")
    voltage_axis(axes, -85, 78)
    axes.set_xlim(begin, end)
    axes.set_xlabel("Time (ms)")
    return figure


def _numbers(axes: Axes, spikes: np.ndarray, begin: float, height: float, hue: str) -> None:
    """Write their numbers above the spikes after ``begin``, clear of the label at the left."""
    for k, time in enumerate(spikes, start=1):
        if time > begin + 13.0:
            axes.text(time, height, str(k), ha="center", va="center", color=colour(hue),
                      fontsize="small")  # fmt: skip


def train_in_words(my_spikes: np.ndarray | None, exact_spikes: np.ndarray) -> str:
    """How many spikes a method found, and how late its last one is."""
    if my_spikes is None:
        return "The simulation blew up, and said so."
    found, due = len(my_spikes), len(exact_spikes)
    both = min(found, due)
    error = float(my_spikes[both - 1] - exact_spikes[both - 1])
    count = f"{found} spikes" + ("" if found == due else f", where there should be {due}")
    size = f"{abs(error):.2g} ms" if abs(error) < 1 else f"{abs(error):.2f} ms"
    if abs(error) < 1e-3:
        size = f"{abs(error) * 1e6:.2g} millionths of a millisecond"
    return f"{count}; number {both} is {size} too {'late' if error > 0 else 'early'}."


def drift(errors: Mapping[str, np.ndarray]) -> Figure:
    """Errors of spike times against the number of the spike, by method, ms.

    On the left as they are, on the right in size only, both axes logarithmic.
    """
    figure, (left, right) = empty_figure(3.7, 1, 2, title=True, left=0.08, wspace=0.3)
    left.axhline(0, color=colour("grid"), linewidth=1)
    longest = max(len(late) for late in errors.values())
    for name, late in errors.items():
        hue, line, _ = _STYLES[name]
        number = np.arange(1, len(late) + 1)
        if np.abs(late).max() > 0.1:
            left.plot(number, late, line, color=colour(hue))
            left.text(3, 4.7 if late[-1] > 0 else -0.85, _NAMES[name], color=colour(hue),
                      fontsize="small")  # fmt: skip
        right.plot(number, np.abs(late), line, color=colour(hue))
        right.annotate(
            _NAMES[name], (number[-1], abs(late[-1])), (0, 4), textcoords="offset points",
            ha="right", va="bottom", color=colour(hue), fontsize="small",
        )  # fmt: skip
    left.set_xlim(0, longest + 1)
    left.set_ylim(-1.2, 5.4)
    left.set_title("Too late by (ms)", fontsize="medium")
    right.set_xscale("log")
    right.set_yscale("log")
    right.set_xlim(1, longest + 4)
    right.set_xticks([1, 3, 10, 30], ["1", "3", "10", "30"])
    right.set_ylim(1e-9, 100)
    right.set_yticks(*_powers(-8, 2, 2))
    right.minorticks_off()
    right.grid(color=colour("grid"), linewidth=0.6)
    right.set_title("The same, in size", fontsize="medium")
    for axes in (left, right):
        axes.set_xlabel("Number of the spike")
    return figure


def thresholds(dts: np.ndarray, found: Mapping[str, np.ndarray], limit: float) -> Figure:
    """The shock at the edge of a spike, by method, against the step; ``limit`` is that of 0."""
    figure, axes = empty_figure(3.5, left=0.13)
    axes.axhline(limit, color=colour("grid"), linewidth=1)
    for name, shocks in found.items():
        hue, line, shape = _STYLES[name]
        below = name in ("euler", "staggered")
        axes.plot(dts, shocks, shape + line, color=colour(hue), markersize=4)
        axes.annotate(
            _NAMES[name], (dts[-2], shocks[-2]), (-4, -7 if below else 7),
            textcoords="offset points", ha="right", va="top" if below else "bottom",
            color=colour(hue), fontsize="small",
        )  # fmt: skip
    axes.set_xlim(0, 1.03 * dts.max())
    axes.set_xlabel("Step (ms)")
    axes.set_ylabel("Threshold (mV)")
    return figure


def tables(dts: np.ndarray, off_by: Mapping[str, np.ndarray]) -> Figure:
    """Error of the period, ms, against the step: rates from tables, and (last) computed ones."""
    figure, axes = empty_figure(3.5, left=0.13, right=0.94)
    axes.axhline(0, color=colour("grid"), linewidth=1)
    for (name, errors), (hue, line, shape) in zip(off_by.items(), _OTHERS, strict=True):
        axes.plot(
            dts, 1e3 * np.asarray(errors), shape + line, color=colour(hue), markersize=4, label=name
        )
    # The curves run too close together to be written on; the legend has them from the top down.
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(handles[::-1], labels[::-1], loc="upper left")
    axes.set_xlim(0, 1.03 * dts.max())
    axes.set_xlabel("Step (ms)")
    axes.set_ylabel("Error of the period (0.001 ms)")
    return figure


def strides(t: np.ndarray, v: np.ndarray) -> Figure:
    """An adaptive run: the voltage where it was computed, and the length of each step."""
    figure, (top, bottom) = empty_figure(4.4, 2, 1, sharex=True, left=0.14)
    top.plot(t, v, "-", color=colour("grid"), linewidth=1.4)
    top.plot(t, v, "o", color=colour("voltage"), markersize=3)
    voltage_axis(top)
    bottom.step(t[1:], np.diff(t), where="pre", color=colour("voltage"), linewidth=1.4)
    bottom.set_yscale("log")
    bottom.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
    bottom.set_ylim(0.008, 3)
    bottom.minorticks_off()
    bottom.grid(axis="y", color=colour("grid"), linewidth=0.6)
    bottom.set_ylabel("Step (ms)")
    time_axis(bottom, t)
    return figure
