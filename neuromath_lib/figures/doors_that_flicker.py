"""Figures of channels that open by chance: one function a figure, each returning a Figure.

Colours and lines are those of the axon's other figures; of the three ways to simulate, every
channel by itself is ink, the diffusion of channel states green, noise on the subunits slate and
dashed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.layout import empty_figure, voltage_axis
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neuromath_lib.hodgkin_huxley import NoisyTrace

DOOR_PS = 20.0  # conductance of one open channel, pS: 120 mS/cm2 over 60 channels per um2

_RING, _DISC = 0.42, 0.46  # radii: of a state's ring, and of a disc that holds all the doors

METHODS = {
    "exact": ("every door by itself", "voltage", "-"),
    "channel": ("noise on the states of doors", "green", "-"),
    "subunit": ("noise on m, h and n", "slate", "--"),
}


def _envelope(t: np.ndarray, v: np.ndarray, bins: int = 300) -> tuple[np.ndarray, np.ndarray]:
    """The lowest and the highest point in each of many short stretches, in order of time.

    Every k-th point would cut the tops off spikes.
    """
    size = max(1, len(t) // bins)
    if size <= 2:
        return t, v
    whole = len(t) // size * size
    blocks = v[:whole].reshape(-1, size)
    first = np.arange(0, whole, size)
    keep = np.sort(np.stack([first + blocks.argmin(axis=1), first + blocks.argmax(axis=1)]), axis=0)
    places = np.append(keep.T.ravel(), len(t) - 1)
    return t[places], v[places]


def _signed(value: float, form: str = ".0f") -> str:
    return f"{value:{form}}".replace("-", "−")


def _corner(axes: Axes, words: str, **options: Any) -> None:
    axes.text(0.985, 0.93, words, transform=axes.transAxes, ha="right", va="top", **options)


def patch(trace: NoisyTrace, label: str = "") -> Figure:
    """The voltage of one patch over time, drawn so that no spike loses its top.

    Parameters
    ----------
    trace : NoisyTrace
        A single run.
    label : str
        Written in the corner.
    """
    figure, axes = empty_figure(3.2)
    axes.plot(*_envelope(trace.t, trace.v), "-", color=colour("voltage"), linewidth=1.1)
    voltage_axis(axes, -95.0, 80.0)
    axes.set_xlim(trace.t[0], trace.t[-1])
    axes.set_xlabel("Time (ms)")
    if label:
        _corner(axes, label, color=colour("muted"), fontsize="small")
    return figure


def _count(words: int, thing: str) -> str:
    return f"{words:,} {thing}" + ("" if words == 1 else "s")


def patch_in_words(trace: NoisyTrace) -> str:
    """How many channels a patch has, and how often it fired."""
    spikes = len(trace.spike_times())
    return (
        f"{_count(trace.na_channels, 'sodium door')} and {trace.k_channels:,} of potassium: "
        f"{_count(spikes, 'spike')} in {trace.t[-1]:.0f} ms."
    )


def door(trace: NoisyTrace, kind: str) -> Figure:
    """One channel at a held voltage: how many of its gates are open, and the current through it.

    Parameters
    ----------
    trace : NoisyTrace
        A run at a held voltage of a patch that has one channel of each kind.
    kind : str
        "sodium" or "potassium".
    """
    figure, (top, bottom) = empty_figure(3.6, 2, 1, sharex=True, left=0.13)
    line = {"color": colour(kind), "linewidth": 1.2, "drawstyle": "steps-post"}
    gates = door_gates(trace, kind)
    top.plot(*_changes(trace.t, gates), "-", **line)
    top.axhspan(3.6, 4.4, color=colour("grid"), alpha=0.6, linewidth=0)
    top.set_ylim(-0.4, 4.4)
    top.set_yticks(range(5))
    top.set_ylabel("Open gates")
    current = door_current(trace, kind)
    bottom.plot(*_changes(trace.t, current), "-", **line)
    bottom.axhline(0, color=colour("grid"), linewidth=1, zorder=0)
    bottom.set_ylim(-3.4, 3.4)
    bottom.set_yticks([-2, 0, 2], ["−2", "0", "2"])
    bottom.set_ylabel("Current (pA)")
    bottom.set_xlim(trace.t[0], trace.t[-1])
    bottom.set_xlabel("Time (ms)")
    return figure


def _changes(t: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A staircase without the points at which nothing happens."""
    keep = np.flatnonzero(np.append(True, np.diff(x) != 0))
    keep = np.union1d(keep, [len(x) - 1])
    return t[keep], x[keep]


def door_gates(trace: NoisyTrace, kind: str) -> np.ndarray:
    """How many of the four gates of a patch's only channel are open, at each time."""
    gates = 4.0 * trace.n if kind == "potassium" else 3.0 * trace.m + trace.h
    return np.round(gates)


def door_current(trace: NoisyTrace, kind: str) -> np.ndarray:
    """Current through a patch's only channel, pA, outward positive: Ohm's law for 20 pS."""
    is_open, battery = (
        (trace.k_open, trace.axon.e_k) if kind == "potassium" else (trace.na_open, trace.axon.e_na)
    )
    return 1e-3 * DOOR_PS * is_open * (trace.v - battery)


def door_in_words(trace: NoisyTrace, kind: str) -> str:
    """How often the only channel of a patch was open, and how large its current was."""
    current = door_current(trace, kind)
    is_open = door_gates(trace, kind) == 4
    times = int(is_open[0] + np.sum(~is_open[:-1] & is_open[1:]))
    length = f"{trace.t[-1]:.0f} ms"
    if not times:
        return f"Held at {_signed(trace.v[0])} mV, it did not open once in {length}."
    size = current[is_open][0]
    often = {1: "once", 2: "twice"}.get(times, f"{times} times")
    return (
        f"Held at {_signed(trace.v[0])} mV, it was open {often}, {100 * is_open.mean():.2g} % of "
        f"{length}; each time with {_signed(size, '.2f')} pA."
    )


def dwells(measured: Mapping[str, tuple[np.ndarray, float]]) -> Figure:
    """How many stays last longer than so long, beside the exponential law.

    Parameters
    ----------
    measured : mapping of str to (array, float)
        For each name the lengths of the stays, ms, and the rate at which they should end, 1/ms.
    """
    figure, axes = empty_figure(3.3, left=0.15)
    hues = ("potassium", "vermilion")
    for (name, (times, rate)), hue in zip(measured.items(), hues, strict=False):
        t = np.linspace(0.0, 5.5 / rate, 60)
        longer = (times[:, None] > t).mean(axis=0)
        axes.plot(t, np.exp(-rate * t), "-", color=colour("grid"), linewidth=5)
        seen = longer > 0
        axes.plot(t[seen], longer[seen], ".", color=colour(hue), markersize=5)
        axes.annotate(
            name, (t[27], np.exp(-rate * t[27])), (9, 2), textcoords="offset points",
            color=colour(hue),
        )  # fmt: skip
    axes.set_yscale("log")
    axes.set_ylim(4e-3, 1.3)
    axes.set_yticks([0.01, 0.1, 1.0], ["1 %", "10 %", "100 %"])
    axes.minorticks_off()
    axes.set_xlim(0, None)
    axes.set_xlabel("Time (ms)")
    axes.set_ylabel("Still there")
    return figure


def crowd(trace: NoisyTrace, p: float) -> Figure:
    """The open fraction of many potassium channels, over time and as a histogram.

    Parameters
    ----------
    trace : NoisyTrace
        A run at a held voltage.
    p : float
        Probability that a channel is open, for the binomial law (line).
    """
    figure, (left, right) = empty_figure(
        3.4, 1, 2, sharey=True, wspace=0.06, gridspec_kw={"width_ratios": [3, 1]}, left=0.13
    )
    size = trace.k_channels
    shown = trace.t <= 100.0
    t, x = trace.t[shown], 100.0 * trace.k_open[shown]
    left.plot(*(_changes(t, x) if size <= 4 else _envelope(t, x, 200)), "-",
              color=colour("potassium"), linewidth=1.0, drawstyle="steps-post")  # fmt: skip
    left.axhline(100.0 * p, color=colour("ink"), linewidth=1, linestyle=":")
    left.set_xlim(0, 100)
    left.set_ylim(-4, 104)
    left.set_yticks([0, 25, 50, 75, 100])
    left.set_xlabel("Time (ms)")
    left.set_ylabel("Open (%)")
    counts = np.round(trace.k_open * size).astype(int)
    edges, middle = _bins(size)
    seen = np.histogram(counts, edges)[0] / counts.size
    law = np.add.reduceat(_binomial(size, p), edges[:-1])
    height = 100.0 * np.diff(edges) / size
    right.barh(middle, seen / seen.max(), 0.9 * height, color=colour("potassium"), alpha=0.45,
               linewidth=0)  # fmt: skip
    right.plot(law / seen.max(), middle, ".-", color=colour("ink"), linewidth=0.9, markersize=3)
    right.set_xlim(0, 1.25)
    right.set_xticks([])
    right.set_xlabel("how often")
    return figure


def _bins(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Edges of bins of counts 0 to `size`, at most some sixty, and their middles in percent."""
    width = max(1, math.ceil((size + 1) / 64))
    edges = np.append(np.arange(0, size + 1, width), size + 1)
    return edges, 100.0 * 0.5 * (edges[:-1] + edges[1:] - 1) / size


def _binomial(size: int, p: float) -> np.ndarray:
    k = np.arange(size + 1)
    logs = np.array([math.lgamma(size + 1) - math.lgamma(i + 1) - math.lgamma(size - i + 1)
                     for i in k])  # fmt: skip
    return np.exp(logs + k * math.log(p) + (size - k) * math.log1p(-p))


def crowd_in_words(trace: NoisyTrace) -> str:
    """The mean and the spread of the open fraction, in percent."""
    x = 100.0 * trace.k_open
    size = trace.k_channels
    who = "One door" if size == 1 else f"{size:,} doors"
    return f"{who}: open {x.mean():.0f} % of the time on average, give or take {x.std():.2g} %."


def thinning_out(sizes: Sequence[int], spreads: np.ndarray, p: float) -> Figure:
    """The spread of the open fraction against the number of channels, with the binomial law."""
    figure, axes = empty_figure(3.2, left=0.13)
    line = np.array([sizes[0] / 1.6, sizes[-1] * 1.6])
    axes.plot(line, 100.0 * np.sqrt(p * (1.0 - p) / line), "-", color=colour("grid"), linewidth=5)
    axes.plot(sizes, 100.0 * np.asarray(spreads), "o", color=colour("potassium"))
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.set_yticks([0.3, 1, 3, 10, 30], ["0.3", "1", "3", "10", "30"])
    axes.minorticks_off()
    axes.set_ylim(0.25, 60)
    axes.set_xlim(*line)
    axes.set_xlabel("Number of doors")
    axes.set_ylabel("Give or take (%)")
    return figure


def parabola(mean: np.ndarray, variance: np.ndarray, single: float, number: float) -> Figure:
    """Variance of a current against its mean, with the parabola of `number` equal channels.

    Parameters
    ----------
    mean, variance : array, shape (n,)
        Of repetitions at n moments, pA and pA^2.
    single, number : float
        Fitted current of a channel, pA, and number of channels.
    """
    figure, axes = empty_figure(3.3, left=0.13)
    x = np.linspace(0.0, single * number, 200)
    axes.plot(x, single * x - x**2 / number, "-", color=colour("ink"), linewidth=1.3)
    start = np.array([0.0, 0.30 * x[-1]])
    axes.plot(start, single * start, ":", color=colour("muted"))
    axes.annotate(
        "slope: one door's current", (start[-1], single * start[-1]), (6, 2),
        textcoords="offset points", color=colour("muted"), fontsize="small", va="center",
    )  # fmt: skip
    axes.plot(mean, variance, ".", color=colour("potassium"), markersize=5)
    axes.annotate(
        "all doors open →", (x[-1], 0), (-16, 5), textcoords="offset points", ha="right",
        color=colour("muted"), fontsize="small",
    )  # fmt: skip
    axes.set_xlim(0, 1.03 * x[-1])
    axes.set_ylim(0, 1.35 * single**2 * number / 4)
    axes.set_xlabel("Mean current (pA)")
    axes.set_ylabel("Variance (pA²)")
    return figure


def states(na: np.ndarray, k: np.ndarray) -> Figure:
    """The states of both channels as circles, their areas in proportion to how many are there.

    Parameters
    ----------
    na, k : array, shapes (8,) and (5,)
        Probabilities, as `occupancies` gives them.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.0, 3.5), layout="none")
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(-1.25, 4.65), ylim=(-2.1, 1.6), xticks=[], yticks=[], aspect="equal")
    for spine in axes.spines.values():
        spine.set_visible(False)
    rows = (
        (0.9, na[1::2], "sodium", "h open", 3),
        (-0.15, na[0::2], "sodium", "h shut", 3),
        (-1.4, k, "potassium", "n gates", 4),
    )
    for y, probabilities, hue, name, last in rows:
        conducts = name != "h shut"
        axes.text(-0.62, y, name, ha="right", va="center", color=colour(hue))
        for i, p in enumerate(probabilities):
            opens = conducts and i == last
            radius = _DISC * math.sqrt(p)
            axes.add_patch(_circle((i, y), radius, hue, filled=True))
            axes.add_patch(_circle((i, y), _RING, "ink" if opens else "grid", filled=False))
            above = 0.56 if name == "h open" else -0.56
            axes.text(i, y + above, str(i), ha="center", va="center", fontsize="small",
                      color=colour("muted"))  # fmt: skip
            if i < last:
                axes.plot([i + 0.44, i + 0.56], [y, y], "-", color=colour("muted"), linewidth=1.5)
    for i in range(4):
        axes.plot([i, i], [0.3, 0.45], "-", color=colour("muted"), linewidth=1.5)
    axes.text(3.5, 0.9, "conducts", va="center", color=colour("ink"), fontsize="small")
    axes.text(4.0, -0.8, "conducts", ha="center", va="center", color=colour("ink"),
              fontsize="small")  # fmt: skip
    return figure


def _circle(centre: tuple[float, float], radius: float, hue: str, *, filled: bool) -> Any:
    from matplotlib.patches import Circle

    if filled:
        return Circle(centre, radius, facecolor=colour(hue), linewidth=0)
    return Circle(centre, radius, fill=False, edgecolor=colour(hue), linewidth=1.6)


def firing(
    areas: Sequence[float],
    rates: Sequence[float],
    errors: Sequence[float],
    reference: Mapping[float, tuple[float, float]],
) -> Figure:
    """How often a patch fires against its area, with standard errors.

    Parameters
    ----------
    areas, rates, errors : sequence of float
        um2, Hz, Hz.
    reference : mapping of float to (float, float)
        Rate and standard error by area, of another simulation.
    """
    figure, axes = empty_figure(3.3)
    axes.errorbar(areas, rates, errors, fmt="o-", color=colour("voltage"), capsize=3)
    other = np.array([(area * 1.13, *pair) for area, pair in reference.items()])
    axes.errorbar(
        *other.T, fmt="s", color=colour("vermilion"), markerfacecolor=colour("paper"), capsize=3,
        markersize=5,
    )  # fmt: skip
    axes.set_xscale("log")
    axes.set_xticks(areas, [f"{area:g}" for area in areas])
    axes.minorticks_off()
    axes.set_xlim(areas[0] / 1.5, areas[-1] * 1.5)
    axes.set_ylim(0, 65)
    axes.text(0.04, 0.2, "● here", transform=axes.transAxes, color=colour("voltage"))
    axes.text(0.04, 0.08, "□ another program", transform=axes.transAxes,
              color=colour("vermilion"))  # fmt: skip
    axes.set_xlabel("Area of the patch (µm²)")
    axes.set_ylabel("Spikes per second")
    return figure


def kicks(steps: Sequence[float], spreads: Mapping[float, np.ndarray], law: float) -> Figure:
    """The spread of a noisy gate against the length of the step, for several scalings of a kick.

    Parameters
    ----------
    steps : sequence of float
        ms.
    spreads : mapping of float to array
        Spread of the open fraction for each power of the step.
    law : float
        What the spread should be.
    """
    figure, axes = empty_figure(3.2, left=0.13)
    axes.axhline(100 * law, color=colour("grid"), linewidth=5, zorder=0)
    styles = {
        0.0: ("kick alone", "slate", ":"),
        0.5: ("kick × √dt", "ink", "-"),
        1.0: ("kick × dt", "vermilion", "--"),
    }
    for power, spread in spreads.items():
        words, hue, dashes = styles[power]
        axes.plot(steps, 100 * np.asarray(spread), "o", linestyle=dashes, color=colour(hue))
        axes.annotate(
            words, (steps[0], 100 * spread[0]), (14, -9 if power == 1.0 else 7),
            textcoords="offset points", va="center", color=colour(hue),
        )  # fmt: skip
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks(steps, [f"{step:g}" for step in steps])
    axes.set_yticks([0.1, 1, 10], ["0.1", "1", "10"])
    axes.minorticks_off()
    axes.set_xlim(steps[0] / 1.4, steps[-1] * 1.4)
    axes.set_ylim(0.07, 25)
    axes.set_xlabel("Length of a step, dt (ms)")
    axes.set_ylabel("Give or take (%)")
    return figure


def three(traces: Mapping[str, NoisyTrace]) -> Figure:
    """The voltage of one patch by each of the three methods, one row each."""
    figure, rows = empty_figure(4.6, 3, 1, sharex=True, sharey=True, hspace=0.1, left=0.13)
    for axes, (method, trace) in zip(rows, traces.items(), strict=True):
        axes.plot(*_envelope(trace.t, trace.v, 220), "-", color=colour("voltage"), linewidth=1.0)
        axes.set_ylim(-100, 90)
        axes.set_yticks([-80, 0], ["−80", "0"])
        _corner(axes, METHODS[method][0], color=colour(METHODS[method][1]), fontsize="small")
    rows[1].set_ylabel("Voltage (mV)")
    rows[-1].set_xlim(trace.t[0], trace.t[-1])
    rows[-1].set_xlabel("Time (ms)")
    return figure


def three_in_words(traces: Mapping[str, NoisyTrace]) -> str:
    """How often each of the three fired."""
    fired = {method: len(trace.spike_times()) for method, trace in traces.items()}
    length = next(iter(traces.values())).t[-1]
    return (
        f"Spikes in {length:.0f} ms: {fired['exact']} with every door by itself, "
        f"{fired['channel']} with noise on the doors' states, {fired['subunit']} with noise on m, "
        "h and n."
    )


def spectra(
    frequencies: np.ndarray, measured: Mapping[str, np.ndarray], laws: Mapping[str, np.ndarray]
) -> Figure:
    """Power spectra of the open fraction of sodium channels: points measured, lines from theory.

    Parameters
    ----------
    frequencies : array, shape (n,)
        kHz.
    measured, laws : mapping of str to array, shape (n,)
        By method; 1/kHz.
    """
    figure, axes = empty_figure(3.6, left=0.14, right=0.97)
    for name, law in laws.items():
        axes.plot(frequencies, law, "-", color=colour("grid"), linewidth=5)
        del name
    marks = {"exact": ("o", 4.5), "channel": ("x", 5.0), "subunit": ("s", 3.5)}
    for method, power in measured.items():
        mark, size = marks[method]
        axes.plot(frequencies, power, mark, color=colour(METHODS[method][1]), markersize=size)
    for i, (method, mark) in enumerate((("exact", "●"), ("channel", "×"), ("subunit", "■"))):
        words, hue, _ = METHODS[method]
        axes.text(0.03, 0.30 - 0.11 * i, f"{mark} {words}", transform=axes.transAxes,
                  color=colour(hue), fontsize="small")  # fmt: skip
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks([0.01, 0.1, 1.0, 10.0], ["0.01", "0.1", "1", "10"])
    axes.minorticks_off()
    axes.set_xlabel("Frequency (kHz)")
    axes.set_ylabel("Power (1/kHz)")
    return figure
