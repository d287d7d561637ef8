"""Figures of the axon: one function a figure, each returning a matplotlib Figure.

The same quantity has the same hue and line everywhere: voltage in ink, sodium and m vermilion,
h orange and dashed, potassium and n blue, the leak grey.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.layout import empty_figure, thin, time_axis, voltage_axis
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from neuromath_lib.hodgkin_huxley import Axon, Trace

REST = -65.0  # mV: where the eye looks for rest; the axis, not the model, uses it


def voltage(trace: Trace, stimulus: Any = None) -> Figure:
    """Voltage against time, with a bar below for the time in which current flows.

    Parameters
    ----------
    trace : Trace
        A single simulation.
    stimulus : optional
        The stimulus that was applied.

    Returns
    -------
    matplotlib.figure.Figure
    """
    figure, axes = empty_figure()
    low = min(-85.0, float(trace.v.min()) - 4.0)
    axes.plot(trace.t, trace.v, color=colour("voltage"))
    if stimulus is not None:
        current = stimulus(trace.t)
        on = current != 0
        low -= 9.0
        axes.fill_between(
            trace.t, low + 3, low + 6, where=on, color=colour("leak"), linewidth=0, step="post"
        )
        axes.annotate(
            "current in" if current[on].mean() > 0 else "current out",
            (trace.t[on][-1], low + 4.5),
            (6, 0),
            textcoords="offset points",
            va="center",
            color=colour("muted"),
            fontsize="small",
        )
    voltage_axis(axes, low)
    time_axis(axes, trace.t)
    return figure


def shock(trace: Trace, size: float) -> Figure:
    """Voltage after a shock of ``size`` mV at time 0, with rest marked."""
    figure, axes = empty_figure()
    rest = trace.v[0] - size
    axes.axhline(rest, color=colour("grid"), linewidth=1, zorder=0)
    axes.annotate(
        "rest",
        (trace.t[-1], rest),
        (0, 3),
        textcoords="offset points",
        va="bottom",
        ha="right",
        color=colour("muted"),
        fontsize="small",
    )
    keep = thin(trace.t)
    axes.plot(trace.t[keep], trace.v[keep], color=colour("voltage"))
    axes.plot([0], [trace.v[0]], "o", color=colour("voltage"), markersize=5, clip_on=False)
    voltage_axis(axes)
    time_axis(axes, trace.t)
    return figure


def verdict(trace: Trace) -> str:
    """What a trace that begins with a shock did, in one sentence."""
    top = int(trace.v.argmax())
    height = f"{trace.v[top]:.1f} mV".replace("-", "−")
    if top == 0:
        return f"It sinks back from {height}: no spike."
    when = f"{trace.t[top]:.2f} ms"
    if trace.v[top] > 0:
        return f"Spike: +{height} after {when}."
    return f"It rises to {height} at {when} and sinks back: no spike."


def highest(trace: Trace) -> str:
    """The highest voltage of a trace and when it came, with no opinion on what is a spike."""
    top = int(trace.v.argmax())
    height = f"{trace.v[top]:+.1f} mV".replace("-", "−")
    when = "at once" if top == 0 else f"after {trace.t[top]:.2f} ms"
    return f"Highest: {height}, {when}."


def bucket(passive: Trace, formula: np.ndarray) -> Figure:
    """Leaking membranes: computed lines and the exponential formula as circles."""
    figure, axes = empty_figure(left=0.13)
    some = slice(0, None, max(1, len(passive.t) // 12))
    for computed, expected in zip(passive.v, formula, strict=True):
        axes.plot(passive.t[thin(passive.t)], computed[thin(passive.t)], color=colour("voltage"))
        axes.plot(
            passive.t[some],
            expected[some],
            "o",
            color=colour("voltage"),
            markersize=4.5,
            markerfacecolor=colour("paper"),
        )
        axes.annotate(
            f"{computed[0] - computed[-1]:.0f} mV",
            (0, computed[0]),
            (6, 0),
            textcoords="offset points",
            va="center",
        )
    axes.set_yticks([-55, -50, -45, -40, -35])
    axes.set_ylabel("Voltage (mV)")
    time_axis(axes, passive.t)
    return figure


_GATES = (("m", "sodium", "-"), ("h", "h", "--"), ("n", "potassium", "-"))


def gates(axon: Axon, v: float) -> Figure:
    """Settled open fraction and time constant of m, h and n, with a cursor at ``v`` mV."""
    figure, (left, right) = empty_figure(3.2, 1, 2, title=True, left=0.08)
    grid = np.linspace(-100, 50, 151)
    curves, here = axon.rates(grid), axon.rates(v)
    for name, hue, line in _GATES:
        settled, tau = getattr(curves, f"{name}_inf"), getattr(curves, f"tau_{name}")
        left.plot(grid, settled, line, color=colour(hue))
        right.plot(grid, tau, line, color=colour(hue))
        left.plot([v], [getattr(here, f"{name}_inf")], "o", color=colour(hue))
        right.plot([v], [getattr(here, f"tau_{name}")], "o", color=colour(hue))
    for axes in (left, right):
        axes.axvline(v, color=colour("muted"), linewidth=1, zorder=0)
        axes.set_xlim(-100, 50)
        axes.set_xticks([-80, -40, 0, 40])
        axes.set_xlabel("Voltage (mV)")
    left.set_ylim(-0.03, 1.08)
    left.set_title("Open fraction, settled", fontsize="medium")
    left.text(-33, 0.80, "m", color=colour("sodium"), ha="right")
    left.text(-96, 0.84, "h", color=colour("h"))
    left.text(-4, 0.76, "n", color=colour("potassium"))
    right.set_ylim(0, 9.5)
    right.set_title("Time constant (ms)", fontsize="medium")
    right.text(-28, 0.75, "m", color=colour("sodium"))
    right.text(-57, 8.3, "h", color=colour("h"))
    right.text(-28, 3.2, "n", color=colour("potassium"))
    return figure


def gates_in_words(axon: Axon, v: float) -> str:
    """The gates at ``v`` mV in a sentence: open fractions and what the doors make of them."""
    here = axon.rates(v)
    m, h, n = here.m_inf, here.h_inf, here.n_inf
    return (
        f"m {_percent(m)} open, h {_percent(h)}, n {_percent(n)}; they settle in "
        f"{here.tau_m:.2g}, {here.tau_h:.2g} and {here.tau_n:.2g} ms; "
        f"sodium's doors {_percent(m**3 * h)}, potassium's {_percent(n**4)}."
    )


def _percent(fraction: float) -> str:
    percent = 100 * float(fraction)
    if percent < 0.01:
        return "under 0.01 %"
    return f"{percent:.0f} %" if percent >= 10 else f"{percent:.2g} %"


def clamp(t: np.ndarray, result: Any, voltages: Sequence[float]) -> Figure:
    """Sodium and potassium conductance under held voltages, side by side."""
    figure, (left, right) = empty_figure(3.2, 1, 2, sharey=True, title=True, wspace=0.1)
    for axes, values, hue, title in (
        (left, result.g_na, "sodium", "Sodium"),
        (right, result.g_k, "potassium", "Potassium"),
    ):
        for row, v in zip(values, voltages, strict=True):
            axes.plot(t, row, color=colour(hue))
            at = row.argmax() if hue == "sodium" else -1
            axes.annotate(
                f"{v:+.0f} mV".replace("+0", "0").replace("-", "−"),
                (t[at], row[at]),
                (4, 3) if hue == "sodium" else (-2, 4),
                textcoords="offset points",
                ha="left" if hue == "sodium" else "right",
                fontsize="small",
                color=colour(hue),
            )
        axes.set_title(title, fontsize="medium", color=colour(hue))
        time_axis(axes, t)
    left.set_ylim(0, 1.12 * max(result.g_na.max(), result.g_k.max()))
    left.set_ylabel("Conductance (mS/cm²)")
    return figure


def agreement(library: Trace, mine: np.ndarray) -> Figure:
    """Two computations of the same spike, one drawn wide and one thin on top of it."""
    figure, axes = empty_figure()
    axes.plot(library.t, library.v, color=colour("grid"), linewidth=6)
    axes.plot(library.t, mine, color=colour("voltage"), linewidth=1.3)
    top = library.v.argmax()
    axes.annotate(
        "the library, wide",
        (library.t[top], library.v[top]),
        (12, -8),
        textcoords="offset points",
        color=colour("muted"),
    )
    axes.annotate(
        "yours, thin",
        (library.t[top], library.v[top]),
        (12, -26),
        textcoords="offset points",
        color=colour("voltage"),
    )
    voltage_axis(axes)
    time_axis(axes, library.t)
    return figure


def anatomy(spike: Trace) -> Figure:
    """A spike three times over: voltage, conductances, currents."""
    figure, (top, middle, bottom) = empty_figure(6.0, 3, 1, sharex=True, left=0.14)
    t = spike.t
    top.plot(t, spike.v, color=colour("voltage"))
    voltage_axis(top)
    g_na = spike.axon.g_na * spike.m**3 * spike.h
    g_k = spike.axon.g_k * spike.n**4
    middle.plot(t, g_na, color=colour("sodium"))
    middle.plot(t, g_k, color=colour("potassium"))
    middle.set_ylabel("Conductance\n(mS/cm²)")
    middle.set_ylim(0, None)
    bottom.axhline(0, color=colour("grid"), linewidth=1)
    bottom.plot(t, spike.i_na, color=colour("sodium"))
    bottom.plot(t, spike.i_k, color=colour("potassium"))
    bottom.set_ylabel("Current\n(µA/cm²)")
    k = int(g_na.argmax())
    middle.annotate(
        "sodium",
        (t[k], g_na[k]),
        (-8, -4),
        textcoords="offset points",
        ha="right",
        color=colour("sodium"),
    )
    k = int(g_k.argmax())
    middle.annotate(
        "potassium",
        (t[k], g_k[k]),
        (10, 2),
        textcoords="offset points",
        color=colour("potassium"),
    )
    bottom.annotate(
        "inward",
        (t[-1], bottom.get_ylim()[0]),
        (-2, 8),
        textcoords="offset points",
        ha="right",
        color=colour("muted"),
        fontsize="small",
    )
    bottom.annotate(
        "outward",
        (t[-1], bottom.get_ylim()[1]),
        (-2, -8),
        va="top",
        textcoords="offset points",
        ha="right",
        color=colour("muted"),
        fontsize="small",
    )
    time_axis(bottom, t)
    return figure


def removed(t: np.ndarray, intact: np.ndarray, stuck: Mapping[str, np.ndarray]) -> Figure:
    """Voltage of an intact membrane, and with the gates of one kind stuck (keys m, h, n)."""
    figure, axes = empty_figure(3.6)
    keep = thin(t)
    for gate, hue, line in _GATES:
        axes.plot(t[keep], stuck[gate][keep], line, color=colour(hue))
    axes.plot(t[keep], intact[keep], color=colour("voltage"))
    for gate, x in (("m", 9.0), ("h", 13.0), ("n", 9.0)):
        k = int(np.searchsorted(t, x))
        hue = {"m": "sodium", "h": "h", "n": "potassium"}[gate]
        axes.annotate(
            f"{gate} stuck",
            (t[k], stuck[gate][k]),
            (4, 9),
            textcoords="offset points",
            color=colour(hue),
        )
    k = int(np.flatnonzero(intact > 0)[-1])
    axes.annotate(
        "intact",
        (t[k], intact[k]),
        (-34, 0),
        textcoords="offset points",
        ha="right",
        color=colour("voltage"),
    )
    voltage_axis(axes)
    time_axis(axes, t)
    return figure


def softening(
    sizes: np.ndarray,
    heights: np.ndarray,
    shown: Sequence[float],
    celsius: np.ndarray,
    width: np.ndarray,
) -> Figure:
    """Highest voltage against shock at a few temperatures, and the edge's width against all.

    Parameters
    ----------
    sizes : array, shape (n,)
        Shocks, mV.
    heights : array, shape (len(shown), n)
        Highest voltage after each shock, mV.
    shown : sequence of float
        The temperatures of ``heights``, Celsius.
    celsius, width : array, shape (k,)
        Temperatures and the widths of the edge there, mV.
    """
    figure, (left, right) = empty_figure(
        3.4, 1, 2, title=True, left=0.115, wspace=0.34, right=0.975
    )
    for row, temperature, line, hue in zip(
        heights, shown, ("-", "--", "-"), ("blue", "voltage", "vermilion"), strict=True
    ):
        left.plot(sizes, row, line, color=colour(hue))
        left.annotate(
            f"{temperature:g} °C",
            (sizes[-1], row[-1]),
            (0, -3),
            textcoords="offset points",
            ha="right",
            va="top",
            color=colour(hue),
            fontsize="small",
        )
    voltage_axis(left)
    left.set_ylabel("Highest voltage (mV)")
    left.set_xlim(sizes[0], sizes[-1])
    left.set_xlabel("Shock (mV)")
    right.plot(celsius, width, "o-", color=colour("voltage"))
    right.set_yscale("log")
    right.set_ylim(1e-10, 10)
    right.set_yticks([1e-9, 1e-6, 1e-3, 1], ["10⁻⁹", "10⁻⁶", "0.001", "1"])
    right.minorticks_off()
    right.grid(axis="y", color=colour("grid"), linewidth=0.6)
    right.set_xlabel("Temperature (°C)")
    right.set_title("Width of the edge (mV)", fontsize="medium")
    return figure


def recovery(gaps: np.ndarray, ratio: np.ndarray) -> Figure:
    """Threshold of a second pulse over that of a lone one, against the gap between them."""
    figure, axes = empty_figure()
    axes.axhline(1, color=colour("grid"), linewidth=1)
    axes.plot(gaps, ratio, color=colour("voltage"))
    axes.fill_between(
        gaps,
        ratio,
        1,
        where=ratio < 1,
        color=colour("green"),
        alpha=0.35,
        linewidth=0,
        interpolate=True,
    )
    axes.set_yscale("log")
    axes.set_yticks([0.8, 1, 2, 5, 10, 20], ["0.8", "1", "2", "5", "10", "20"])
    axes.minorticks_off()
    axes.set_xlim(gaps[0], gaps[-1])
    axes.set_xlabel("Time between the two pulses (ms)")
    axes.set_ylabel("Second threshold / first")
    axes.annotate(
        "harder to wake", (gaps[0], 4), (28, 0), textcoords="offset points", color=colour("muted")
    )
    low = int(ratio.argmin())
    axes.annotate(
        "easier than at rest",
        (gaps[low], ratio[low]),
        (30, 22),
        textcoords="offset points",
        color=colour("green"),
    )
    return figure


def strength_duration(
    durations: np.ndarray, strengths: np.ndarray, rheobase: float, chronaxie: float
) -> Figure:
    """The weakest pulse that makes a spike against its duration, between its two straight lines.

    Parameters
    ----------
    durations, strengths : numpy.ndarray
        ms and uA/cm2; the shortest pulse sets the line of constant charge.
    rheobase, chronaxie : float
        uA/cm2 and ms.
    """
    figure, axes = empty_figure()
    charge = strengths[0] * durations[0]
    short = durations[charge / durations > 0.5 * rheobase]
    axes.plot(short, charge / short, "--", color=colour("muted"), linewidth=1.2)
    axes.axhline(rheobase, linestyle=":", color=colour("muted"), linewidth=1.4)
    axes.plot(durations, strengths, color=colour("voltage"))
    axes.plot([chronaxie], [2 * rheobase], "o", color=colour("vermilion"), markersize=7)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(durations[0], durations[-1])
    axes.set_ylim(0.5 * rheobase, 1.3 * strengths[0])
    axes.set_xticks([0.1, 1, 10], ["0.1", "1", "10"])
    axes.set_yticks([2, 5, 10, 20, 50, 100, 200], ["2", "5", "10", "20", "50", "100", "200"])
    axes.minorticks_off()
    axes.set_xlabel("Duration of the pulse (ms)")
    axes.set_ylabel("Weakest that fires (µA/cm²)")
    offset = {"textcoords": "offset points", "color": colour("ink")}
    axes.annotate("the same charge", (0.1, charge / 0.1), (10, 4), **offset)
    axes.annotate("chronaxie", (chronaxie, 2 * rheobase), (9, 6), **offset)
    axes.annotate("rheobase", (durations[-1], rheobase), (-4, 6), ha="right", **offset)
    return figure


def slow_motion(spike: Trace, time: float) -> Figure:
    """A spike up to ``time`` ms: voltage above, how open the two kinds of door are below."""
    figure, (top, bottom) = empty_figure(4.4, 2, 1, sharex=True, height_ratios=[2, 1])
    now = int(np.searchsorted(spike.t, time))
    now = min(now, len(spike.t) - 1)
    step = thin(spike.t, 400)
    past = np.append(np.arange(0, now, step.step), now)
    top.plot(spike.t[step], spike.v[step], color=colour("grid"), linewidth=1.2)
    top.plot(spike.t[past], spike.v[past], color=colour("voltage"))
    top.plot([spike.t[now]], [spike.v[now]], "o", color=colour("voltage"), markersize=8)
    for doors, hue, label in (
        (spike.m**3 * spike.h, "sodium", "sodium"),
        (spike.n**4, "potassium", "potassium"),
    ):
        bottom.plot(spike.t[step], 100 * doors[step], color=colour("grid"), linewidth=1.2)
        bottom.plot(spike.t[past], 100 * doors[past], color=colour(hue))
        bottom.plot([spike.t[now]], [100 * doors[now]], "o", color=colour(hue), markersize=6)
        k = int(doors.argmax())
        ahead = hue == "potassium"
        bottom.annotate(
            label,
            (spike.t[k], 100 * doors[k]),
            (12 if ahead else -8, -6),
            textcoords="offset points",
            ha="left" if ahead else "right",
            color=colour(hue),
        )
    voltage_axis(top)
    bottom.set_ylim(0, 48)
    bottom.set_yticks([0, 20, 40])
    bottom.set_ylabel("Doors open (%)")
    time_axis(bottom, spike.t)
    return figure


def moment_in_words(spike: Trace, time: float) -> str:
    """What a spike is doing at ``time`` ms, in one sentence."""
    now = min(int(np.searchsorted(spike.t, time)), len(spike.t) - 1)
    v = spike.v[now]
    side = "positive" if v > 0 else "negative"
    return (
        f"At {spike.t[now]:.1f} ms the inside is {abs(v):.0f} mV {side}; "
        f"sodium's doors are {_percent(spike.m[now] ** 3 * spike.h[now])} open, "
        f"potassium's {_percent(spike.n[now] ** 4)}."
    )
