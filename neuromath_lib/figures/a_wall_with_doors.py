"""Figures of *A wall with doors*: batteries made of salt, and a membrane that fills and empties.

One function a figure, each returning a matplotlib Figure. Sodium is vermilion, potassium blue,
the voltage ink, chloride and the leak grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.layout import empty_figure, thin, time_axis
from neuromath_lib.figures.palette import colour
from neuromath_lib.hodgkin_huxley.batteries import goldman, nernst, streams

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MILLIMOLAR_A_DOT = 5.0
PERMEABILITY_RATIOS = np.geomspace(1e-3, 1e3, 121)


def signed(value: float, decimals: int = 0) -> str:
    """Return a voltage with its sign, as it is printed: +52, −72, 0."""
    text = f"{abs(value):.{decimals}f}"
    if float(text) == 0:
        return text
    return ("+" if value > 0 else "−") + text


def ladder(rungs: Sequence[tuple[str, float, str]], rest: float) -> Figure:
    """Voltages on one upright scale.

    Parameters
    ----------
    rungs : sequence of (str, float, str)
        What it is, its voltage in mV, and the name of its colour.
    rest : float
        Where the axon rests, mV; it stands to the right of the others.
    """
    figure, axes = empty_figure(3.6, left=0.13)
    for words, level, hue in rungs:
        axes.plot([0.06, 0.26], [level, level], color=colour(hue), linewidth=3)
        axes.annotate(
            f"{signed(level)} mV   {words}",
            (0.26, level),
            (8, 0),
            textcoords="offset points",
            va="center",
            color=colour(hue),
        )
    axes.plot([0.72, 0.92], [rest, rest], color=colour("voltage"), linewidth=3)
    axes.annotate(
        f"{signed(rest)} mV   at rest",
        (0.82, rest),
        (0, 6),
        textcoords="offset points",
        ha="center",
        color=colour("voltage"),
    )
    axes.set_xlim(0, 1)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_ylim(-90, 70)
    axes.set_yticks([-80, -40, 0, 40])
    axes.set_ylabel("Voltage inside (mV)")
    return figure


def crowds(t: np.ndarray, inside: np.ndarray, outside: np.ndarray) -> Figure:
    """How many walkers are on either side of an open door, against time."""
    figure, axes = empty_figure(3.2, left=0.12)
    axes.plot(t, inside, color=colour("potassium"))
    axes.plot(t, outside, "--", color=colour("potassium"))
    for side, count, below in (("inside", inside, False), ("outside", outside, True)):
        k = len(t) // 8
        axes.annotate(
            side,
            (t[k], count[k]),
            (6, -16 if below else 10),
            textcoords="offset points",
            color=colour("potassium"),
        )
    axes.set_ylim(0, 1.05 * max(inside.max(), outside.max()))
    axes.set_xlim(t[0], t[-1])
    axes.set_xlabel("Steps")
    axes.set_ylabel("Ions")
    return figure


def two_streams(outside: float, inside: float) -> Figure:
    """The two waters as dots, and the two one-way streams against voltage with their crossing.

    Parameters
    ----------
    outside, inside : float
        Concentrations of a positive ion, mM.
    """
    figure, (waters, flows) = empty_figure(
        3.3, 1, 2, title=True, left=0.02, wspace=0.16, width_ratios=[1, 1.5]
    )
    # The same places in every frame: a slider adds dots or takes them, and moves none.
    places = np.random.default_rng(1902).random((2, 160, 2))
    for column, concentration in enumerate((outside, inside)):
        dots = places[column, : max(1, round(concentration / MILLIMOLAR_A_DOT))]
        waters.plot(
            0.04 + column * 1.02 + 0.9 * dots[:, 0],
            0.04 + 0.92 * dots[:, 1],
            "o",
            color=colour("potassium"),
            markersize=3,
        )
    waters.axvline(1.0, color=colour("ink"), linewidth=2, ymin=0.0, ymax=0.42)
    waters.axvline(1.0, color=colour("ink"), linewidth=2, ymin=0.58, ymax=1.0)
    waters.set(xlim=(0, 2), ylim=(0, 1), xticks=[0.5, 1.5], yticks=[])
    waters.set_xticklabels([f"outside\n{outside:g} mM", f"inside\n{inside:g} mM"])
    waters.tick_params(length=0)
    for spine in waters.spines.values():
        spine.set_visible(False)
    waters.set_title("The two waters", fontsize="medium")

    v = np.linspace(-140, 140, 141)
    battery = nernst(outside, inside)
    inward, outward = streams(v, outside, inside)
    here = streams(battery, outside, inside)[0]
    flows.plot(v, inward / here, "--", color=colour("potassium"))
    flows.plot(v, outward / here, color=colour("potassium"))
    flows.axvline(battery, color=colour("muted"), linewidth=1, zorder=0)
    flows.plot([battery], [1.0], "o", color=colour("voltage"), markersize=7)
    flows.set(xlim=(-140, 140), ylim=(0, 3.6), yticks=[], xticks=[-100, -50, 0, 50, 100])
    flows.set_xlabel("Voltage inside (mV)")
    flows.set_title("The two streams", fontsize="medium")
    for name, stream, away in (("in", inward[::-1], -6), ("out", outward, 6)):
        k = min(int(np.searchsorted(stream / here, 3.0)), len(v) - 12)
        x = v[k] if name == "out" else v[::-1][k]
        flows.annotate(
            name,
            (x, stream[k] / here),
            (-away, 2),
            textcoords="offset points",
            ha="right" if name == "out" else "left",
            color=colour("potassium"),
        )
    return figure


def two_streams_in_words(outside: float, inside: float) -> str:
    """The two waters and the voltage at which their streams balance, in a sentence."""
    battery = nernst(outside, inside)
    factor = max(inside / outside, outside / inside)
    if factor == 1:
        return "As much inside as outside: the streams balance at 0 mV. No battery."
    side = "inside" if inside > outside else "outside"
    return f"{factor:.3g} times as much {side}: the streams balance at {signed(battery, 1)} mV."


def compromise(ratio: float, outside: float, inside: float, sodium: tuple[float, float]) -> Figure:
    """The Goldman potential against the ratio of permeabilities, with a dot at one ratio.

    Parameters
    ----------
    ratio : float
        Permeability of sodium over that of potassium.
    outside, inside : float
        Potassium, mM.
    sodium : (float, float)
        Sodium outside and inside, mM.
    """
    figure, axes = empty_figure(3.4, left=0.12)
    e_k, e_na = nernst(outside, inside), nernst(*sodium)
    for level, hue, name in ((e_k, "potassium", "potassium"), (e_na, "sodium", "sodium")):
        axes.axhline(level, color=colour(hue), linewidth=1.2, linestyle=":")
        high = hue == "sodium"
        axes.annotate(
            f"{name}'s battery",
            (PERMEABILITY_RATIOS[0 if high else -1], level),
            (4 if high else -4, 5),
            textcoords="offset points",
            ha="left" if high else "right",
            color=colour(hue),
        )
    axes.plot(
        PERMEABILITY_RATIOS,
        mixed(PERMEABILITY_RATIOS, outside, inside, sodium),
        color=colour("voltage"),
    )
    axes.plot([ratio], [mixed(ratio, outside, inside, sodium)], "o", color=colour("voltage"))
    axes.set_xscale("log")
    axes.set_xlim(1e-3, 1e3)
    axes.set_xticks(
        [1e-3, 1e-2, 0.1, 1, 10, 100, 1e3], ["0.001", "0.01", "0.1", "1", "10", "100", "1000"]
    )
    axes.minorticks_off()
    axes.set_ylim(-115, 75)
    axes.set_yticks([-80, -40, 0, 40])
    axes.set_xlabel("Permeability, sodium / potassium")
    axes.set_ylabel("Voltage inside (mV)")
    return figure


def mixed(ratio: Any, outside: Any, inside: Any, sodium: tuple[float, float]) -> Any:
    """The Goldman potential of potassium and sodium, mV, for one ratio or many."""
    ratio, outside, inside = np.broadcast_arrays(ratio, outside, inside)
    return goldman(
        np.stack([np.ones(ratio.shape), ratio], axis=-1),
        np.stack([outside, np.full(ratio.shape, sodium[0])], axis=-1),
        np.stack([inside, np.full(ratio.shape, sodium[1])], axis=-1),
    )


def compromise_in_words(
    ratio: float, outside: float, inside: float, sodium: tuple[float, float]
) -> str:
    """Where the voltage stands between the two batteries, in a sentence."""
    v = float(mixed(ratio, outside, inside, sodium))
    e_k, e_na = nernst(outside, inside), nernst(*sodium)
    return (
        f"The inside stands at {signed(v, 1)} mV, between potassium's {signed(e_k)} and sodium's "
        f"{signed(e_na)} mV: {(v - e_k) / (e_na - e_k):.0%} of the way up."
    )


def settling(
    t: np.ndarray,
    runs: Sequence[tuple[str, np.ndarray]],
    targets: Sequence[tuple[str, float, str]],
) -> Figure:
    """Voltages that settle, with the levels they were expected at.

    Parameters
    ----------
    t : array, shape (n,)
        Times, ms.
    runs : sequence of (str, array)
        Words, and voltages in mV.
    targets : sequence of (str, float, str)
        Words, a level in mV, and the name of its colour.
    """
    figure, axes = empty_figure(3.4, left=0.13)
    for words, level, hue in targets:
        axes.axhline(level, color=colour(hue), linewidth=1.2, linestyle=":")
        axes.annotate(
            words,
            (t[-1], level),
            (-2, 4),
            textcoords="offset points",
            ha="right",
            va="bottom",
            color=colour(hue),
        )
    for k, (words, v) in enumerate(runs):
        axes.plot(t, v, "-" if k == 0 else "--", color=colour("voltage"))
        at = int(len(t) * (0.25 if k == 0 else 0.1))
        axes.annotate(
            words, (t[at], v[at]), (6, 5), textcoords="offset points", color=colour("voltage")
        )
    axes.set_ylim(-90, 8)
    axes.set_yticks([-80, -60, -40, -20, 0])
    axes.set_ylabel("Voltage inside (mV)")
    time_axis(axes, t)
    return figure


def steps(t: np.ndarray, exact: np.ndarray, coarse: dict[float, np.ndarray]) -> Figure:
    """A decay, exact and by steps of a few lengths.

    Parameters
    ----------
    t, exact : array, shape (n,)
        Times in ms and distances from rest in mV.
    coarse : dict
        The length of the step in ms, and the distances after each step.
    """
    figure, axes = empty_figure(3.4, left=0.12)
    axes.axhline(0, color=colour("grid"), linewidth=1)
    axes.plot(t, exact, color=colour("grid"), linewidth=6)
    for (dt, v), hue, line in zip(
        coarse.items(), ("vermilion", "blue", "voltage"), ("o--", "o-", "-"), strict=True
    ):
        axes.plot(
            dt * np.arange(len(v)),
            v,
            line,
            color=colour(hue),
            markersize=4.5,
            linewidth=1.3,
            label=f"steps of {dt:g} ms",
        )
    # Three lines too close to be labelled where they run.
    axes.legend(frameon=False, labelcolor="linecolor")
    axes.set_ylim(-3, 22)
    axes.set_ylabel("Above rest (mV)")
    time_axis(axes, t)
    return figure


def charging(
    t: np.ndarray, v: np.ndarray, on: tuple[float, float], rest: float, settled: float, tau: float
) -> Figure:
    """A membrane charged by a steady current and let go, with its level and time constant marked.

    Parameters
    ----------
    t, v : array, shape (n,)
        ms and mV.
    on : (float, float)
        When the current flows, ms.
    rest, settled : float
        Where the voltage begins, and where it would end if the current flowed for ever, mV.
    tau : float
        Time constant, ms.
    """
    figure, axes = empty_figure(3.4, left=0.13)
    axes.axhline(rest, color=colour("grid"), linewidth=1, zorder=0)
    axes.plot(on, [settled, settled], ":", color=colour("muted"), linewidth=1.4)
    axes.plot([on[0], on[1]], [-68.5, -68.5], color=colour("leak"), linewidth=5)
    axes.annotate(
        "current in",
        (on[1], -68.5),
        (6, 0),
        textcoords="offset points",
        va="center",
        color=colour("muted"),
        fontsize="small",
    )
    keep = thin(t)
    axes.plot(t[keep], v[keep], color=colour("voltage"))
    if tau < on[1] - on[0]:
        reached = rest + (settled - rest) * (1 - np.exp(-1))
        axes.plot([on[0] + tau], [reached], "o", color=colour("voltage"))
        axes.annotate(
            "63 % of the way",
            (on[0] + tau, reached),
            (9, -5),
            textcoords="offset points",
            va="top",
            color=colour("voltage"),
            fontsize="small",
        )
    axes.set_ylim(-71, -24)
    axes.set_yticks([-65, -55, -45, -35, -25])
    axes.set_ylabel("Voltage inside (mV)")
    time_axis(axes, t)
    return figure


def sea(outside: np.ndarray, alone: np.ndarray, shared: np.ndarray, here: float) -> Figure:
    """The resting voltage against potassium in the sea: potassium alone, and with some sodium.

    Parameters
    ----------
    outside : array, shape (n,)
        Potassium outside, mM.
    alone, shared : array, shape (n,)
        Nernst's and Goldman's potential, mV.
    here : float
        What is usual, mM.
    """
    figure, axes = empty_figure(3.4, left=0.13)
    axes.plot(outside, alone, "--", color=colour("potassium"))
    axes.plot(outside, shared, color=colour("voltage"))
    axes.axvline(here, color=colour("grid"), linewidth=1, zorder=0)
    axes.annotate(
        "usual",
        (here, 0),
        (4, 0),
        textcoords="offset points",
        color=colour("muted"),
        fontsize="small",
    )
    k = len(outside) // 8
    axes.annotate(
        "potassium alone",
        (outside[k], alone[k]),
        (10, -12),
        textcoords="offset points",
        color=colour("potassium"),
    )
    axes.annotate(
        "with a little sodium",
        (outside[0], shared[0]),
        (6, 12),
        textcoords="offset points",
        color=colour("voltage"),
    )
    axes.set_xscale("log")
    axes.set_xlim(outside[0], outside[-1])
    axes.set_xticks([1, 3, 10, 30, 100, 400], ["1", "3", "10", "30", "100", "400"])
    axes.minorticks_off()
    axes.set_ylim(-150, 10)
    axes.set_yticks([-150, -100, -50, 0])
    axes.set_xlabel("Potassium outside (mM)")
    axes.set_ylabel("Voltage inside (mV)")
    return figure


def knocks(gaps: Sequence[float], traces: Sequence[Any], rest: float, line: float) -> Figure:
    """Two short pulses at a few distances: how far the second lifts what the first left.

    Parameters
    ----------
    gaps : sequence of float
        Time between the pulses, ms.
    traces : sequence of Trace
        One simulation for each gap.
    rest, line : float
        Where the voltage begins, and the level to look at, mV.
    """
    figure, panels = empty_figure(
        3.1, 1, len(gaps), sharey=True, title=True, left=0.13, wspace=0.12
    )
    for axes, gap, trace in zip(panels, gaps, traces, strict=True):
        axes.axhline(line, color=colour("vermilion"), linewidth=1.2, linestyle=":")
        axes.axhline(rest, color=colour("grid"), linewidth=1, zorder=0)
        keep = thin(trace.t, 300)
        axes.plot(trace.t[keep], trace.v[keep], color=colour("voltage"))
        axes.set_title(f"{gap:g} ms apart", fontsize="medium")
        time_axis(axes, trace.t)
        axes.set_xticks([0, 10, 20])
    panels[0].set_ylabel("Voltage inside (mV)")
    return figure


def bent(v: np.ndarray, current: np.ndarray, ohm: np.ndarray, battery: float) -> Figure:
    """Potassium's current by the even field and by Ohm's law, against voltage."""
    figure, axes = empty_figure(3.4, left=0.13)
    axes.axhline(0, color=colour("grid"), linewidth=1)
    axes.plot(v, current, color=colour("potassium"))
    axes.plot(v, ohm, "--", color=colour("ink"))
    axes.plot([battery], [0], "o", color=colour("potassium"))
    k = int(0.62 * len(v))
    axes.annotate(
        "even field",
        (v[k], current[k]),
        (-8, 6),
        textcoords="offset points",
        ha="right",
        color=colour("potassium"),
    )
    axes.annotate(
        "Ohm's law",
        (v[k], ohm[k]),
        (8, -14),
        textcoords="offset points",
        color=colour("ink"),
    )
    axes.set_xlim(v[0], v[-1])
    axes.set_xticks([-120, -80, -40, 0, 40])
    axes.set_xlabel("Voltage inside (mV)")
    axes.set_ylabel("Current outwards (µA/cm²)")
    return figure
