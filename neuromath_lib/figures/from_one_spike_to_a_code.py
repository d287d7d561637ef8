"""Figures of firing: one function a figure, each returning a matplotlib Figure.

Colours and lines are those of the axon's other figures. What attracts is drawn solid, what repels
dashed; what is there for comparison is wide and pale.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.layout import empty_figure, thin, time_axis, voltage_axis
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neuromath_lib.hodgkin_huxley import (
        Cycle,
        CycleBranch,
        FitzHughNagumo,
        PhaseResponse,
        Trace,
    )

_CURRENT = "Current (µA/cm²)"


def _says(axes: Axes, text: str, at: tuple[float, float], shift: tuple[float, float], **how: Any):
    """Write beside a point, small, in the colour of ``how`` or muted."""
    how = {"color": colour("muted"), "fontsize": "small", **how}
    axes.annotate(text, at, shift, textcoords="offset points", **how)


def _mark(axes: Axes, x: float, text: str = "", **how: Any) -> None:
    """A dotted upright line at ``x``, with a word at its top."""
    axes.axvline(x, color=colour("muted"), linewidth=1, linestyle=":", zorder=0)
    if text:
        _says(axes, text, (x, axes.get_ylim()[1]), (-4, -4), ha="right", va="top", **how)


def driven(trace: Trace) -> Figure:
    """Voltage above, the injected current below, of one simulation."""
    figure, (top, bottom) = empty_figure(4.0, 2, 1, sharex=True, height_ratios=[3, 1])
    keep = thin(trace.t, 1500)
    top.plot(trace.t[keep], trace.v[keep], "-", color=colour("voltage"), linewidth=1.3)
    voltage_axis(top)
    bottom.plot(trace.t, trace.current, "-", color=colour("leak"), drawstyle="steps-post")
    high = float(trace.current.max())
    bottom.set_ylim(min(0.0, float(trace.current.min())) - 0.08 * high, 1.15 * high)
    bottom.set_ylabel("µA/cm²")
    time_axis(bottom, trace.t)
    return figure


def firing_in_words(trace: Trace) -> str:
    """How many spikes there were, and how fast the axon was firing at the end."""
    spikes = trace.spike_times()
    if not len(spikes):
        return "No spike."
    counted = f"{len(spikes)} spike{'s' * (len(spikes) > 1)}"
    lasting = len(spikes) > 2 and trace.t[-1] - spikes[-1] < 1.5 * (spikes[-1] - spikes[-2])
    if not lasting:
        return f"{counted}, then silence."
    return f"{counted}, the last two at {1e3 / (spikes[-1] - spikes[-2]):.1f} a second."


def two_ways(
    current: np.ndarray, resting: np.ndarray, firing: np.ndarray, fold: float, hopf: float
) -> Figure:
    """Rate against current, on the way up from rest and on the way down from firing.

    Parameters
    ----------
    current : array, shape (n,)
        uA/cm2.
    resting, firing : array, shape (n,)
        Rates, Hz, of axons that were resting and of axons that were firing before.
    fold, hopf : float
        The edges of the range in which the two differ, uA/cm2.
    """
    figure, axes = empty_figure(3.4)
    axes.axvspan(fold, hopf, color=colour("grid"), alpha=0.5, linewidth=0)
    axes.plot(current, firing, "o", color=colour("green"), markersize=7, markerfacecolor="none")
    axes.plot(current, resting, ".", color=colour("voltage"), markersize=6)
    axes.set_ylim(-4, 96)
    axes.set_xlim(current[0], current[-1])
    both = 0.5 * (fold + hopf)
    _says(axes, "both", (both, 90), (0, 0), ha="center", va="center")
    at = int(np.abs(current - both).argmin())
    _says(axes, "was firing", (current[at], firing[at]), (0, -14), ha="center", va="top",
          color=colour("green"))  # fmt: skip
    _says(axes, "was resting", (current[at], 0), (0, 7), ha="center", color=colour("voltage"))
    axes.set_xlabel(_CURRENT)
    axes.set_ylabel("Spikes a second (Hz)")
    return figure


def beside(trace: Trace, undisturbed: Trace, start: float, stop: float) -> Figure:
    """A voltage over the one that would have been (wide, pale), with the time of a pulse shaded."""
    figure, axes = empty_figure()
    axes.axvspan(start, stop, color=colour("vermilion"), alpha=0.6, linewidth=0)
    keep = thin(undisturbed.t, 500)
    axes.plot(undisturbed.t[keep], undisturbed.v[keep], "-", color=colour("grid"), linewidth=4)
    keep = thin(trace.t, 800)
    axes.plot(trace.t[keep], trace.v[keep], "-", color=colour("voltage"), linewidth=1.4)
    voltage_axis(axes)
    time_axis(axes, trace.t)
    return figure


def fate_in_words(trace: Trace, after: float) -> str:
    """Whether spikes go on to the end of a trace after a pulse at ``after`` ms."""
    later = trace.spike_times()
    later = later[later > after]
    if len(later) and trace.t[-1] - later[-1] < 30.0:
        return f"It goes on: {len(later)} spikes after the pulse."
    if len(later):
        return f"{len(later)} more spike{'s' * (len(later) > 1)}, then silence: it is off."
    return "Not one more spike: it is off."


def islands(delay: np.ndarray, size: np.ndarray, stopped: np.ndarray, period: float) -> Figure:
    """Which pulses stop a firing axon, over their delay after a peak and their size.

    Parameters
    ----------
    delay : array, shape (n,)
        ms after the peak of a spike.
    size : array, shape (k,)
        uA/cm2.
    stopped : array of bool, shape (k, n)
        Whether the firing had ended.
    period : float
        ms between spikes left alone.
    """
    figure, axes = empty_figure(3.4)
    axes.axhline(0, color=colour("grid"), linewidth=1)
    axes.contourf(
        delay, size, stopped.astype(float), levels=[0.5, 1.5], colors=[colour("green")], alpha=0.8
    )
    axes.set_xlim(0, period)
    axes.set_xlabel("Time from the last peak to the pulse (ms)")
    axes.set_ylabel("Pulse (µA/cm²)")
    axes.text(0.02, 0.94, "pale: the firing goes on", transform=axes.transAxes, va="top",
              color=colour("muted"), fontsize="small")  # fmt: skip
    axes.text(0.02, 0.04, "green: it stops", transform=axes.transAxes, color=colour("green"),
              fontsize="small")  # fmt: skip
    return figure


def ringing(t: np.ndarray, deviation: np.ndarray, growth: float) -> Figure:
    """A small disturbance of rest, and the curves between which it rings (dotted).

    Parameters
    ----------
    t, deviation : array, shape (n,)
        ms, and mV away from rest.
    growth : float
        1/ms: the curves are those that grow, or shrink, at this rate.
    """
    figure, axes = empty_figure(3.0)
    axes.axhline(0, color=colour("grid"), linewidth=1)
    keep = thin(t, 500)
    # The curves are laid where the parts that fade faster have gone and the ringing is still small.
    small = np.cumsum(np.abs(deviation) >= 1.0) == 0
    fit = small & (t >= 0.125 * t[-1])
    scale = np.max(np.abs(deviation[fit]) * np.exp(-growth * t[fit]))
    for sign in (1, -1):
        axes.plot(t[keep], sign * scale * np.exp(growth * t[keep]), ":", color=colour("green"))
    axes.plot(t[keep], deviation[keep], "-", color=colour("voltage"))
    axes.set_ylim(-2, 2)
    axes.set_yticks([-2, -1, 0, 1, 2], ["−2", "−1", "0", "1", "2"])
    axes.set_ylabel("Away from rest (mV)")
    time_axis(axes, t)
    return figure


def ringing_in_words(growth: float, frequency: float) -> str:
    """What is left of a swing one turn later, and how long a turn takes."""
    left = np.exp(growth * 1e3 / frequency)
    return (
        f"A swing takes {1e3 / frequency:.1f} ms, and the next one is {left:.2f} times as large: "
        + ("it dies out." if growth < 0 else "it grows.")
    )


def growth_rate(
    current: np.ndarray, growth: np.ndarray, frequency: np.ndarray, hopf: Sequence[float]
) -> Figure:
    """Growth rate (left) and frequency (right) of a small ringing, against the current."""
    figure, (left, right) = empty_figure(3.2, 1, 2, title=True, wspace=0.28, left=0.1)
    left.axhline(0, color=colour("muted"), linewidth=1)
    for sign, line in ((-1, "-"), (1, "--")):
        part = sign * growth >= 0
        part = part | np.append(part[1:], False)
        for axes, values in ((left, growth), (right, frequency)):
            axes.plot(current, np.where(part, values, np.nan), line, color=colour("voltage"))
    for axes in (left, right):
        for at in hopf:
            axes.axvline(at, color=colour("muted"), linewidth=1, linestyle=":", zorder=0)
        axes.set_xlim(current[0], current[-1])
        axes.set_xlabel(_CURRENT)
    left.set_title("Grows by (1/ms)", fontsize="medium")
    right.set_title("Rings at (Hz)", fontsize="medium")
    left.text(0.5, 0.62, "grows", transform=left.transAxes, ha="center", color=colour("muted"))
    left.text(0.5, 0.06, "shrinks", transform=left.transAxes, ha="center", color=colour("muted"))
    right.set_ylim(0, None)
    return figure


def _pieces(stable: np.ndarray) -> list[tuple[slice, bool]]:
    """Runs of equal stability along a branch, each with the point at which the next begins."""
    edges = np.flatnonzero(np.diff(stable.astype(int))) + 1
    starts, ends = [0, *edges], [*edges, len(stable)]
    return [
        (slice(a, min(b + 1, len(stable))), bool(stable[a]))
        for a, b in zip(starts, ends, strict=True)
    ]


def _draw_branch(
    axes: Axes, branch: CycleBranch, current: np.ndarray, rest: np.ndarray, stable: np.ndarray
) -> None:
    for part, attracts in _pieces(stable):
        axes.plot(current[part], rest[part], "-" if attracts else "--", color=colour("leak"))
    # A fold belongs to both sides; it is counted with the side that attracts, if there is one.
    # A Hopf point goes with the cycles born there.
    attracts = branch.stable.copy()
    for k in branch.fold_index:
        attracts[k] = attracts[k - 1] or attracts[k + 1]
    attracts[0], attracts[-1] = attracts[1], attracts[-2]
    for part, solid in _pieces(attracts):
        for values in (branch.v_max, branch.v_min):
            axes.plot(branch.current[part], values[part], "-" if solid else "--",
                      color=colour("voltage" if solid else "green"))  # fmt: skip


def branch(
    branch: CycleBranch, current: np.ndarray, rest: np.ndarray, stable: np.ndarray
) -> Figure:
    """Rest and the cycles' highest and lowest voltage against the current; on the left a close-up.

    Parameters
    ----------
    branch : CycleBranch
    current, rest : array, shape (n,)
        uA/cm2, and the resting voltage there, mV.
    stable : array of bool, shape (n,)
        Whether rest attracts.
    """
    figure, (left, right) = empty_figure(3.6, 1, 2, sharey=True, wspace=0.08)
    for axes in (left, right):
        _draw_branch(axes, branch, current, rest, stable)
        axes.set_xlabel(_CURRENT)
    voltage_axis(left)
    left.set_xlim(5, 12)
    right.set_xlim(0, 165)
    low = float(branch.folds.min())
    _says(left, "firing: highest", (8.6, 31), (0, 6), ha="left", color=colour("voltage"))
    _says(left, "lowest", (9.6, -75), (0, -5), va="top", color=colour("voltage"))
    _says(left, "rest", (5.1, -62), (0, 5), color=colour("leak"))
    _says(left, "the rim", (8.6, -22), (-2, 0), color=colour("green"))
    _says(left, f"{low:.2f}", (low, 20), (-3, 0), ha="right", color=colour("muted"))
    return figure


def counted(
    current: np.ndarray, rate: np.ndarray, crossings: np.ndarray, cycles: Sequence[Cycle]
) -> Figure:
    """The rate of the cycle and what crossings of 0 mV make of it; beside it, two of the cycles.

    Parameters
    ----------
    current, rate, crossings : array, shape (n,)
        uA/cm2, Hz, and Hz; NaN where there is no cycle.
    cycles : sequence of Cycle
        Two of them.
    """
    figure, (left, right) = empty_figure(3.4, 1, 2, wspace=0.3, left=0.1)
    left.plot(current, rate, "-", color=colour("voltage"))
    left.plot(current, crossings, "o", color=colour("vermilion"), markersize=3)
    k = int(np.nanargmax(rate)) // 2
    _says(left, "rate", (current[k], rate[k]), (-4, 6), ha="right", color=colour("voltage"))
    _says(left, "counted", (current[k], 0), (14, 7), color=colour("vermilion"))
    left.set_ylim(-6, 190)
    left.set_xlim(current[0], current[-1])
    left.set_xlabel(_CURRENT)
    left.set_ylabel("Hz")
    right.axhline(0, color=colour("vermilion"), linewidth=1)
    for cycle, line in zip(cycles, ("-", "--"), strict=True):
        for turn in range(4):
            right.plot(cycle.t + turn * cycle.period, cycle.v, line, color=colour("voltage"),
                       linewidth=1.3)  # fmt: skip
        _says(right, f"{cycle.current:g}", (2 * cycle.period, cycle.v_max), (0, 3), ha="center",
              color=colour("voltage"))  # fmt: skip
    voltage_axis(right, -85, 40)
    right.set_xlim(0, 20)
    right.set_xlabel("Time (ms)")
    return figure


def plane(model: FitzHughNagumo, current: float, path: Any) -> Figure:
    """FitzHugh and Nagumo's plane with both nullclines and a path; beside it v against time."""
    figure, (left, right) = empty_figure(3.3, 1, 2, wspace=0.3, left=0.12)
    v = np.linspace(-2.5, 2.5, 200)
    cubic, line = model.nullclines(v, current)
    left.plot(v, cubic, "-", color=colour("vermilion"), linewidth=1.3)
    left.plot(v, line, "--", color=colour("blue"), linewidth=1.3)
    keep = thin(path.t, 500)
    left.plot(path.v[keep], path.w[keep], "-", color=colour("voltage"), linewidth=1.4)
    left.plot(path.v[:1], path.w[:1], "o", color=colour("voltage"), markersize=4)
    at = model.equilibria(current)[0]
    holds = bool(model.stable(at[0]))
    left.plot(
        *at, "o", color=colour("green"), markersize=8,
        markerfacecolor=colour("green" if holds else "paper"),
    )  # fmt: skip
    left.set_xlim(-2.5, 2.5)
    left.set_ylim(-1.2, 2.6)
    left.set_xlabel("v, fast")
    left.set_ylabel("w, slow")
    left.text(-1.5, 2.25, "v stands still", color=colour("vermilion"), fontsize="small")
    left.text(1.95, -1.05, "w stands still", color=colour("blue"), fontsize="small", ha="right")
    right.plot(path.t[keep], path.v[keep], "-", color=colour("voltage"))
    right.set_ylim(-2.5, 2.5)
    right.set_xlim(0, path.t[-1])
    right.set_xlabel("Time, no unit")
    right.set_ylabel("v")
    return figure


def plane_in_words(model: FitzHughNagumo, current: float, path: Any) -> str:
    """Whether the crossing of the nullclines attracts, and whether the path ends up going round."""
    holds = bool(model.stable(model.equilibria(current)[0, 0]))
    late = path.v[path.t > 0.6 * path.t[-1]]
    rounds = np.ptp(late) > 0.5
    return (
        f"The crossing {'attracts' if holds else 'repels'}; "
        f"the path {'goes round and round' if rounds else 'comes to rest'}."
    )


def reduced(
    slope: Callable, voltage: np.ndarray, recovery: np.ndarray, sketch: Any, cycle: Any
) -> Figure:
    """The axon pressed flat: its plane with nullclines and cycles, and the voltages over time.

    Parameters
    ----------
    slope : callable
        Takes voltages and n; returns dV/dt and dn/dt.
    voltage, recovery : array
        The grid on which the nullclines are looked for.
    sketch : tuple of array
        Times, voltage and n of the reduction.
    cycle : Cycle
        The whole model's.
    """
    figure, (left, right) = empty_figure(3.4, 1, 2, wspace=0.3, left=0.1)
    grid = np.meshgrid(voltage, recovery)
    for values, hue, line in zip(slope(*grid), ("vermilion", "blue"), ("-", "--"), strict=True):
        left.contour(*grid, values, levels=[0], colors=[colour(hue)], linestyles=line,
                     linewidths=1.3)  # fmt: skip
    t, v, n = sketch
    left.plot(cycle.v, cycle.n, "-", color=colour("grid"), linewidth=4)
    left.plot(v, n, "-", color=colour("voltage"), linewidth=1.3)
    left.set_xlim(voltage[0], voltage[-1])
    left.set_ylim(recovery[0], recovery[-1])
    left.set_xlabel("Voltage (mV)")
    left.set_ylabel("n")
    rounds = np.concatenate([cycle.t, cycle.t[1:] + cycle.period])
    right.plot(rounds, np.concatenate([cycle.v, cycle.v[1:]]), "-", color=colour("grid"),
               linewidth=4)  # fmt: skip
    right.plot(t, v, "-", color=colour("voltage"), linewidth=1.3)
    voltage_axis(right)
    right.set_xlim(0, 2 * cycle.period)
    right.set_xlabel("Time (ms)")
    return figure


def kick_in_words(advance: float) -> str:
    """By how much a kick moved the spikes after it."""
    if not np.isfinite(advance):
        return "The firing stops."
    if abs(advance) < 0.005:
        return "It makes no difference worth a hundredth of a millisecond."
    return f"All later spikes come {abs(advance):.2f} ms {'early' if advance > 0 else 'late'}."


def phase_curve(response: PhaseResponse, kicked: PhaseResponse) -> Figure:
    """Advance for each mV against the time of the kick: the limit (line) and real kicks (circles).

    Parameters
    ----------
    response, kicked : PhaseResponse
        Of infinitely small shocks, and of shocks of a finite size.
    """
    figure, (top, bottom) = empty_figure(4.4, 2, 1, sharex=True, height_ratios=[1, 2], left=0.13)
    cycle = response.cycle
    keep = thin(cycle.t, 300)
    top.plot(cycle.t[keep], cycle.v[keep], "-", color=colour("voltage"))
    voltage_axis(top)
    bottom.axhline(0, color=colour("muted"), linewidth=1)
    t, z = response.t, response.response
    for sign, hue in ((1, "green"), (-1, "vermilion")):
        bottom.fill_between(t, z, 0, where=sign * z > 0, color=colour(hue), alpha=0.3, linewidth=0)
    bottom.plot(t, z, "-", color=colour("voltage"))
    bottom.plot(kicked.t, kicked.response, "o", color=colour("voltage"), markersize=4.5,
                markerfacecolor=colour("paper"))  # fmt: skip
    bottom.text(0.98, 0.9, "earlier", transform=bottom.transAxes, ha="right", va="top",
                color=colour("green"))  # fmt: skip
    bottom.text(0.98, 0.06, "later", transform=bottom.transAxes, ha="right",
                color=colour("vermilion"))  # fmt: skip
    bottom.set_ylim(-0.4, 0.65)
    bottom.set_yticks([-0.2, 0, 0.2, 0.4], ["−0.2", "0", "0.2", "0.4"])
    bottom.set_xlim(0, cycle.period)
    bottom.set_ylabel("Advance (ms/mV)")
    bottom.set_xlabel("Kick, after the peak (ms)")
    return figure


def ramps(traces: Sequence[Trace], slopes: Sequence[float], hopf: float) -> Figure:
    """Voltage against the current that has been reached, for ramps of different slopes."""
    figure, axes = empty_figure(1.0 + 1.5 * len(slopes), len(slopes), 1, sharex=True, hspace=0.16)
    for one, trace, slope in zip(axes, traces, slopes, strict=True):
        keep = thin(trace.t, 1200)
        one.plot(trace.current[keep], trace.v[keep], "-", color=colour("voltage"), linewidth=1.3)
        voltage_axis(one)
        _mark(one, hopf)
        one.text(0.02, 0.9, f"{slope:g} µA/cm² each ms", transform=one.transAxes, va="top",
                 color=colour("ink"))  # fmt: skip
    axes[-1].set_xlim(0, 13)
    axes[-1].set_xlabel("Current reached (µA/cm²)")
    return figure


def lateness(slope: np.ndarray, current: np.ndarray, nudged: np.ndarray, hopf: float) -> Figure:
    """Current at the first spike against the slope of a ramp.

    Parameters
    ----------
    slope, current : array, shape (n,)
        uA/cm2 in a ms, ascending, and uA/cm2.
    nudged : array, shape (k,)
        The same for axons that were nudged, at the first k slopes.
    hopf : float
        Where rest gives way, uA/cm2.
    """
    figure, axes = empty_figure(3.1)
    axes.axhline(hopf, color=colour("muted"), linewidth=1, linestyle=":")
    axes.plot(slope, current, "o", color=colour("voltage"), markersize=5)
    axes.plot(
        slope[: len(nudged)], nudged, "o", color=colour("green"), markersize=5,
        markerfacecolor=colour("paper"),
    )  # fmt: skip
    _says(axes, "rest gives way", (slope[len(slope) // 2], hopf), (16, 4))
    _says(axes, "left alone", (slope[2], current[2]), (10, 4), color=colour("voltage"))
    _says(axes, "nudged", (slope[0], nudged[0]), (2, -14), color=colour("green"))
    axes.set_xscale("log")
    ticks = [x for x in (0.01, 0.04, 0.1, 0.3, 1, 3) if slope[0] <= x <= slope[-1]]
    axes.set_xticks(ticks, [f"{x:g}" for x in ticks])
    axes.minorticks_off()
    axes.set_xlim(0.85 * slope[0], slope[-1] / 0.85)
    axes.set_ylim(0, 1.1 * float(current.max()))
    axes.set_xlabel("Slope of the ramp (µA/cm² each ms)")
    axes.set_ylabel("At the first spike (µA/cm²)")
    return figure
