"""Figures of the voltage clamp: what it holds, what it takes, and what is fitted to it.

Sodium vermilion, potassium blue, the leak grey, a total current or a voltage in ink; what was
measured is drawn in points, what was fitted in lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.layout import empty_figure, thin, time_axis
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neuromath_lib.hodgkin_huxley import Axon, Clamp, Trace
    from neuromath_lib.hodgkin_huxley.clamp_fit import ClampFit, Comparison

_CURRENT = "Current (µA/cm²)"


def _minus(text: str) -> str:
    return text.replace("-", "−")


def _zero(axes: Axes) -> None:
    axes.axhline(0, color=colour("grid"), linewidth=1, zorder=0)


def _in_and_out(axes: Axes) -> None:
    """Say at the left edge which way is out of the cell."""
    for y, side, va in ((0.98, "outward", "top"), (0.02, "inward", "bottom")):
        axes.text(
            0.985, y, side, transform=axes.transAxes, va=va, ha="right", color=colour("muted"),
            fontsize="small",
        )  # fmt: skip


def _tag(axes: Axes, x: float, y: float, text: str, hue: str, dx: int = 0, dy: int = 6) -> None:
    axes.annotate(
        text, (x, y), (dx, dy), textcoords="offset points", color=colour(hue), fontsize="small",
        ha="left" if dx >= 0 else "right",
    )  # fmt: skip


def total(t: np.ndarray, current: np.ndarray) -> Figure:
    """The current that it takes to hold one voltage, against time."""
    figure, axes = empty_figure(left=0.14)
    _zero(axes)
    axes.plot(t, current, color=colour("voltage"))
    low, high = current.min(), current.max()
    axes.set_ylim(low - 0.12 * (high - low), high + 0.2 * (high - low))
    axes.set_ylabel(_CURRENT)
    _in_and_out(axes)
    time_axis(axes, t)
    return figure


def amplifier(trace: Trace, command: float, gain: float) -> Figure:
    """A membrane tied to a commanded voltage: how well it is held, and the current it takes."""
    figure, (top, bottom) = empty_figure(4.6, 2, 1, sharex=True, left=0.14)
    keep = thin(trace.t, 400)
    t, v = trace.t[keep], trace.v[keep]
    top.axhline(command, color=colour("vermilion"), linestyle="--", linewidth=1.2)
    top.plot(t, v, color=colour("voltage"))
    _tag(top, t[-1], command, "command", "vermilion", -2, 5)
    top.set_ylim(-85, 60)
    top.set_yticks([-80, -40, 0, 40])
    top.set_ylabel("Voltage (mV)")
    _zero(bottom)
    late = t >= 0.05
    bottom.plot(t[late], gain * (command - v[late]), color=colour("voltage"))
    bottom.set_ylim(-1700, 2200)
    bottom.set_ylabel(_CURRENT)
    _in_and_out(bottom)
    time_axis(bottom, t)
    return figure


def split(clamp: Clamp, low: float = -1600.0, high: float = 4800.0) -> Figure:
    """The total ionic current and the two large currents that it is made of."""
    figure, axes = empty_figure(3.8, left=0.14)
    _zero(axes)
    whole = clamp.i_na + clamp.i_k + clamp.i_leak
    axes.plot(clamp.t, clamp.i_na, color=colour("sodium"))
    axes.plot(clamp.t, clamp.i_k, "--", color=colour("potassium"))
    axes.plot(clamp.t, clamp.i_leak, ":", color=colour("leak"))
    axes.plot(clamp.t, whole, color=colour("voltage"), linewidth=2.4, alpha=0.9)
    axes.set_ylim(low, high)
    axes.set_ylabel(_CURRENT)
    for y, text, hue in (
        (0.93, "total", "voltage"),
        (0.86, "potassium (dashed)", "potassium"),
        (0.79, "sodium", "sodium"),
        (0.72, "leak (dotted)", "leak"),
    ):
        axes.text(
            0.02, y, text, transform=axes.transAxes, color=colour(hue), fontsize="small", va="top"
        )
    _in_and_out(axes)
    time_axis(axes, clamp.t)
    return figure


def poisoned(intact: Clamp, after: Clamp, low: float = -1600.0, high: float = 3000.0) -> Figure:
    """The current before (grey, dashed) and after a poison (ink)."""
    figure, axes = empty_figure(3.6, left=0.14)
    _zero(axes)
    for clamp, hue, line in ((intact, "leak", "--"), (after, "voltage", "-")):
        whole = clamp.i_na + clamp.i_k + clamp.i_leak
        axes.plot(clamp.t, whole, line, color=colour(hue))
    axes.text(0.03, 0.95, "before (dashed)", transform=axes.transAxes, color=colour("leak"),
              fontsize="small", va="top")  # fmt: skip
    axes.text(0.03, 0.87, "after", transform=axes.transAxes, color=colour("voltage"),
              fontsize="small", va="top")  # fmt: skip
    axes.set_ylim(low, high)
    axes.set_ylabel(_CURRENT)
    _in_and_out(axes)
    time_axis(axes, after.t)
    return figure


def choline(
    t: np.ndarray,
    sea: np.ndarray,
    poor: np.ndarray,
    sodium: np.ndarray,
    potassium: np.ndarray,
    truth: Clamp,
) -> Figure:
    """Two records, in sea water and with little sodium, and the two currents solved from them."""
    figure, (left, right) = empty_figure(3.4, 1, 2, sharey=True, title=True, left=0.14, wspace=0.08)
    for axes in (left, right):
        _zero(axes)
        time_axis(axes, t)
    left.plot(t, sea, color=colour("voltage"))
    left.plot(t, poor, "--", color=colour("voltage"))
    k = int(sea.argmin())
    _tag(left, t[k], sea[k], "sea water", "voltage", 12, 0)
    k = int(np.searchsorted(t, 3.4))
    _tag(left, t[k], poor[k], "little sodium", "voltage", -2, 10)
    right.plot(t, sodium, color=colour("sodium"))
    right.plot(t, potassium, color=colour("potassium"))
    some = slice(None, None, max(1, t.size // 14))
    for values, hue in ((truth.i_na, "sodium"), (truth.i_k, "potassium")):
        right.plot(
            t[some], values[some], "o", color=colour(hue), markersize=4,
            markerfacecolor=colour("paper"),
        )  # fmt: skip
    _tag(right, t[-1], sodium[-1], "sodium", "sodium", -4, -18)
    _tag(right, t[-1], potassium[-1], "potassium", "potassium", -2, -42)
    left.set_ylabel(_CURRENT)
    left.set_title("Two records", fontsize="medium")
    right.set_title("Two currents", fontsize="medium")
    return figure


def family(
    t: np.ndarray, rows: np.ndarray, voltages: Sequence[float], hue: str = "potassium"
) -> Figure:
    """Noisy conductances at several held voltages, one row of points each."""
    figure, axes = empty_figure(3.6, left=0.12, right=0.88)
    _zero(axes)
    for row, v in zip(rows, voltages, strict=True):
        axes.plot(t, row, ".", color=colour(hue), markersize=3)
        at = float(np.mean(row[-10:]))
        _tag(axes, t[-1], at, _minus(f"{v:+.0f} mV"), hue, 6, -4)
    axes.set_ylabel("Conductance (mS/cm²)")
    time_axis(axes, t)
    axes.set_xlim(0, t[-1])
    return figure


def exponent(t: np.ndarray, data: np.ndarray, fit: ClampFit, hue: str = "potassium") -> Figure:
    """A record with the best curve of one exponent, and below what that curve leaves over."""
    figure, (top, bottom) = empty_figure(4.4, 2, 1, sharex=True, left=0.12, height_ratios=[2, 1])
    top.plot(t, data, ".", color=colour("muted"), markersize=4)
    top.plot(t, fit.fitted, color=colour(hue))
    top.set_ylim(-2, 29)
    top.set_ylabel("Conductance (mS/cm²)")
    _zero(bottom)
    bottom.plot(t, fit.residuals, ".", color=colour("muted"), markersize=4)
    bottom.set_ylim(-3.2, 3.2)
    bottom.set_yticks([-2, 0, 2])
    bottom.set_ylabel("Left over")
    time_axis(bottom, t)
    bottom.set_xlim(0, t[-1])
    return figure


def contest(comparisons: Sequence[Comparison], names: Sequence[str], limit: float = 6.0) -> Figure:
    """How far each exponent lies behind the winner, for several comparisons."""
    figure, axes = empty_figure(3.4, left=0.12)
    styles = (("o-", "●", "potassium"), ("s--", "■", "sodium"), ("^:", "▲", "muted"))
    for k, (comparison, name) in enumerate(zip(comparisons, names, strict=True)):
        line, mark, hue = styles[k]
        axes.plot(comparison.exponents, comparison.delta, line, color=colour(hue))
        axes.text(
            0.6, 0.93 - 0.1 * k, f"{mark} {name}", transform=axes.transAxes, color=colour(hue),
            fontsize="small", va="top",
        )  # fmt: skip
    axes.axhspan(-0.5, limit, color=colour("grid"), alpha=0.6, linewidth=0, zorder=0)
    axes.set_yscale("symlog", linthresh=10)
    axes.set_ylim(-0.5, 4 * max(comparison.delta.max() for comparison in comparisons))
    ticks = [0, 5, 10, 100, 1000]
    axes.set_yticks(ticks, [str(tick) for tick in ticks])
    axes.minorticks_off()
    axes.set_xlim(comparisons[0].exponents[0] - 0.2, comparisons[0].exponents[-1] + 0.2)
    axes.set_xlabel("Exponent")
    axes.set_ylabel("Behind the winner (AIC)")
    return figure


def wins(noise: Sequence[float], known: Sequence[float], unknown: Sequence[float]) -> Figure:
    """Share of records in which the fourth power wins, against the noise."""
    figure, axes = empty_figure(3.0, left=0.12)
    axes.plot(noise, 100 * np.asarray(known), "o-", color=colour("voltage"))
    axes.plot(noise, 100 * np.asarray(unknown), "s--", color=colour("vermilion"))
    axes.axhline(100 / 3, color=colour("grid"), linewidth=1, zorder=0)
    _tag(axes, noise[1], 100 * known[1], "start known", "voltage", 4, 8)
    _tag(axes, noise[1], 100 * unknown[1], "start fitted", "vermilion", 8, 6)
    _tag(axes, noise[0], 100 / 3, "guessing", "muted", 2, 4)
    axes.set_xscale("log")
    axes.set_xticks(noise, [f"{one:g}" for one in noise])
    axes.minorticks_off()
    axes.set_xlim(noise[0] / 1.15, noise[-1] * 1.15)
    axes.set_ylim(0, 105)
    axes.set_xlabel(f"Noise ({_CURRENT.split('(')[1]}")
    axes.set_ylabel("Four wins (%)")
    return figure


def sodium(t: np.ndarray, data: np.ndarray, fits: Sequence[ClampFit]) -> Figure:
    """Sodium's noisy conductance, its first 3 ms, and the best curves of up to three powers."""
    figure, axes = empty_figure(3.4, left=0.12)
    axes.plot(t, data, ".", color=colour("muted"), markersize=4)
    for fit, line in zip(fits, ("--", ":", "-"), strict=False):
        axes.plot(t, fit.fitted, line, color=colour("sodium"))
    for y, text in zip(
        (0.92, 0.84, 0.76),
        [f"m to the power {fit.exponent} ({name})" for fit, name in zip(
            fits, ("dashed", "dotted", "solid"), strict=False)],
        strict=False,
    ):  # fmt: skip
        axes.text(0.55, y, text, transform=axes.transAxes, color=colour("sodium"))
    axes.set_ylabel("Conductance (mS/cm²)")
    time_axis(axes, t)
    axes.set_xlim(0, min(3.0, t[-1]))
    return figure


def memory(holding: np.ndarray, share: np.ndarray, error: float, axon: Axon) -> Figure:
    """Peak sodium against the voltage held before, with the model's h_inf as a dashed line."""
    figure, axes = empty_figure(3.2, left=0.12)
    grid = np.linspace(holding.min(), holding.max(), 121)
    axes.plot(grid, axon.rates(grid).h_inf, "--", color=colour("h"))
    axes.errorbar(
        holding, share, yerr=error, fmt="o", color=colour("sodium"), markersize=5, capsize=0
    )
    _tag(axes, grid[60], float(axon.rates(grid[60]).h_inf), "h∞ of the model (dashed)", "h", 12, 4)
    axes.set_ylim(-0.04, 1.1)
    axes.set_xlabel("Voltage held before the step (mV)")
    axes.set_ylabel("Sodium's peak, share of the most")
    return figure


def recovered(
    v: np.ndarray,
    n_inf: np.ndarray,
    n_error: np.ndarray,
    tau: np.ndarray,
    tau_error: np.ndarray,
    axon: Axon,
) -> Figure:
    """Settled fraction and time constant of n, from the fits (points) and in the model (lines)."""
    figure, (left, right) = empty_figure(3.2, 1, 2, title=True, left=0.09)
    grid = np.linspace(v.min() - 5, v.max() + 5, 121)
    rates = axon.rates(grid)
    for axes, curve, values, errors, title in (
        (left, rates.n_inf, n_inf, n_error, "n, settled"),
        (right, rates.tau_n, tau, tau_error, "Time constant of n (ms)"),
    ):
        axes.plot(grid, curve, color=colour("potassium"), linewidth=1.2)
        axes.errorbar(
            v, values, yerr=10 * errors, fmt="o", color=colour("voltage"), markersize=4,
            linewidth=1.2,
        )  # fmt: skip
        axes.set_title(title, fontsize="medium")
        axes.set_xlabel("Voltage (mV)")
    left.set_ylim(0.5, 1.02)
    right.set_ylim(0, 7.5)
    return figure


def current_in_words(clamp: Any) -> str:
    """The largest inward and the final current of a clamp at one voltage, in a sentence."""
    whole = clamp.i_na + clamp.i_k + clamp.i_leak
    k = int(whole.argmin())
    end = _minus(f"{whole[-1]:.0f}")
    if whole[k] < min(0.0, whole[0] - 0.5, whole[-1] - 0.5):
        first = f"Inward peak {_minus(f'{whole[k]:.0f}')} µA/cm² after {clamp.t[k]:.2f} ms"
    else:
        first = "No inward peak"
    return f"{first}; at the end {end} µA/cm²."
