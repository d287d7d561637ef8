"""Figures of answers: to a tone, to a rare tone, to forty clicks a second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.palette import colour
from neuromath_lib.figures.style import label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neuromath_lib.microcircuit import Cortex
    from neuromath_lib.microcircuit.paradigms import Mismatch

_PLACES = {"A1": 0.0, "STG": 1.0, "IFG": 2.0}
_SIDES = {"left": -1.0, "right": 1.0}


def _milliseconds(axes: Axes, t: Any, ticks: Sequence[float] = (0, 100, 200, 300)) -> np.ndarray:
    """Make the level axis one of time after the stimulus; return the times in ms."""
    ms = 1e3 * np.asarray(t)
    axes.set_xlim(ms[0], np.ceil(ms[-1]))
    axes.set_xticks([x for x in ticks if x <= np.ceil(ms[-1])])
    axes.set_xlabel("Time after the tone (ms)")
    return ms


def answer(t: Any, bump: Any, sp: Any) -> Figure:
    """The bump of drive that a tone sends, and the voltage that answers it.

    Parameters
    ----------
    t : array
        s.
    bump : array
        The drive, on any scale; drawn with its top at the top of the answer.
    sp : array
        mV.
    """
    figure, axes = empty_figure(3.0, left=0.13)
    ms = _milliseconds(axes, t)
    sp, bump = np.asarray(sp), np.asarray(bump)
    scaled = bump / bump.max() * sp.max()
    axes.axhline(0, color=colour("grid"), linestyle="-", linewidth=1)
    axes.plot(ms, scaled, color=colour("muted"), linestyle="--")
    axes.plot(ms, sp, color=colour("sp"), linestyle="-", linewidth=2.4)
    for height, text, hue in ((0.9, "what arrives", "muted"), (0.74, "what answers", "sp")):
        label(axes, 110, height * sp.max(), text, hue)
    axes.set_ylim(min(-0.03, 1.1 * sp.min()), 1.1 * sp.max())
    axes.set_ylabel("sp (mV)")
    return figure


def averaged(t: Any, one: Any, mean: Any, true: Any) -> Figure:
    """One recording after a tone, and the mean of many, with what is hidden in it."""
    figure, (left, right) = empty_figure(3.0, 1, 2, wspace=0.3, left=0.12, right=0.97, title=True)
    for axes, trace, title in ((left, one, "One of them"), (right, mean, "Their mean")):
        ms = _milliseconds(axes, t, (0, 100, 200, 300, 400))
        axes.axhline(0, color=colour("grid"), linestyle="-", linewidth=1)
        axes.plot(ms, trace, color=colour("voltage"), linestyle="-", linewidth=0.9)
        axes.plot(ms, true, color=colour("sp"), linestyle="--", linewidth=2)
        axes.set_title(f"{title} (mV)", fontsize="medium")
    left.set_ylim(-6, 6)
    right.set_ylim(-1.5, 1.5)
    return figure


def smeared(t: Any, kick: Any, bump: Any, answer: Any) -> Figure:
    """What one kick leaves behind, how the kicks are dosed, and the sum of all they leave."""
    figure, panels = empty_figure(2.7, 1, 3, wspace=0.32, left=0.07, right=0.98, title=True)
    titles = ("one kick leaves", "the kicks", "all leave")
    hues = ("sp", "muted", "sp")
    for axes, trace, title, hue in zip(panels, (kick, bump, answer), titles, hues, strict=True):
        ms = _milliseconds(axes, t, (0, 50, 100, 150))
        axes.axhline(0, color=colour("grid"), linestyle="-", linewidth=1)
        axes.plot(ms, np.asarray(trace) / np.max(np.abs(trace)), color=colour(hue),
                  linestyle="-", linewidth=1.8)  # fmt: skip
        axes.set_title(title, fontsize="medium")
        axes.set_yticks([])
        axes.set_ylim(-0.45, 1.1)
        axes.set_xlabel("ms")
    return figure


def tone(t: Any, bump: Any, linear: Any, sp: Any) -> Figure:
    """The answer to a tone, with the linear prediction and the bump, each over its own top."""
    figure, axes = empty_figure(3.2, left=0.13)
    ms = _milliseconds(axes, t)
    axes.axhline(0, color=colour("grid"), linestyle="-", linewidth=1)
    top = np.max(np.abs(linear))
    axes.plot(ms, np.asarray(bump) / np.max(bump), color=colour("muted"), linestyle=":")
    axes.plot(ms, np.asarray(linear) / top, color=colour("vermilion"), linestyle="--")
    axes.plot(ms, np.asarray(sp) / top, color=colour("sp"), linestyle="-", linewidth=2.4)
    axes.set_ylim(-0.45, 1.1)
    axes.set_yticks([0, 0.5, 1])
    axes.set_ylabel("Part of the linear top")
    for height, text, hue in (
        (0.96, "what arrives", "muted"),
        (0.83, "linear answer", "vermilion"),
        (0.70, "true answer", "sp"),
    ):
        axes.text(0.98, height, text, transform=axes.transAxes, ha="right", va="top",
                  color=colour(hue))  # fmt: skip
    return figure


def restrained(t: Any, scalings: Sequence[float], answers: Any, maxima: Any) -> Figure:
    """Answers of columns that differ in self-inhibition, and their tops."""
    figure, (left, right) = empty_figure(3.1, 1, 2, wspace=0.34, left=0.12, right=0.97, title=True)
    ms = _milliseconds(left, t, (0, 50, 100, 150))
    for scaling, trace in zip(scalings, answers, strict=True):
        usual = scaling == 0
        left.plot(ms, trace, color=colour("sp" if usual else "muted"), linestyle="-",
                  linewidth=2.2 if usual else 1)  # fmt: skip
    left.set_title("sp (mV)", fontsize="medium")
    left.set_ylim(-0.02, 0.31)
    right.plot(scalings, maxima, color=colour("muted"), linestyle="-", linewidth=1)
    right.plot(scalings, maxima, "o", color=colour("sp"))
    right.set_ylim(0, 0.31)
    right.set_xlabel("log-scaling of self-inhibition")
    right.set_title("Highest voltage (mV)", fontsize="medium")
    return figure


def network(cortex: Cortex, areas: Sequence[str]) -> Figure:
    """The areas of a cortex and their connections, drawn from its matrices.

    Forward connections are solid and end in a point, backward ones dashed and end in a bar; the
    areas that a tone reaches have an arrow from below.

    Parameters
    ----------
    cortex : Cortex
    areas : sequence of str
        Names such as "left A1", in the order of the columns.
    """
    figure, axes = empty_figure(4.4, left=0.02, right=0.98)
    figure.subplots_adjust(bottom=0.01, top=0.99)
    place = {}
    for k, name in enumerate(areas):
        side, area = name.split(" ")
        place[k] = np.array([_SIDES[side] * (1.0 + 0.12 * _PLACES[area]), _PLACES[area]])
    for kind, hue, style, line, aside in (
        ("forward", "vermilion", "-|>", "-", -0.09),
        ("backward", "blue", "|-|,widthA=0,widthB=0.35", "--", 0.09),
    ):
        present = np.isfinite(getattr(cortex, kind)).any(axis=-3)
        for target, source in zip(*np.nonzero(present), strict=True):
            way = place[target] - place[source]
            start, stop = place[source] + 0.27 * way, place[target] - 0.27 * way
            shift = np.array([aside, 0.0])
            axes.annotate("", stop + shift, start + shift, arrowprops={
                "arrowstyle": style, "color": colour(hue), "linestyle": line, "linewidth": 1.8,
                "shrinkA": 0, "shrinkB": 0})  # fmt: skip
    for k, where in place.items():
        axes.text(*where, areas[k].replace(" ", "\n"), ha="center", va="center",
                  multialignment="center",
                  bbox={"boxstyle": "circle,pad=0.42", "facecolor": colour("paper"),
                        "edgecolor": colour("sp"), "linewidth": 1.6})  # fmt: skip
        if np.isfinite(cortex.drive[..., k]).any():
            axes.annotate("", where - (0, 0.3), where - (0, 0.62), arrowprops={
                "arrowstyle": "-|>", "color": colour("ink"), "linewidth": 1.8})  # fmt: skip
            axes.text(*(where - (0, 0.66)), "tone", ha="center", va="top")
    axes.text(0, 1.62, "forward", ha="center", color=colour("vermilion"))
    axes.text(0, 1.42, "(solid, excites)", ha="center",
              color=colour("vermilion"))  # fmt: skip
    axes.text(0, 0.72, "backward", ha="center", color=colour("blue"))
    axes.text(0, 0.52, "(dashed, inhibits)", ha="center", color=colour("blue"))
    axes.set_xlim(-1.75, 1.75)
    axes.set_ylim(-0.95, 2.4)
    axes.set_axis_off()
    return figure


def surprised(found: Mismatch) -> Figure:
    """Answers of the left side to a standard and a deviant, and, below, their difference."""
    figure, panels = empty_figure(
        4.2, 2, 3, wspace=0.42, hspace=0.28, left=0.11, right=0.98, title=True
    )
    limits = ((-40, 310, 40), (-30, 30, 30), (-8, 8, 8))  # µV
    for k, (area, (low, high, gap)) in enumerate(zip(("A1", "STG", "IFG"), limits, strict=True)):
        top, bottom = panels[:, k]
        ms = 1e3 * found.t
        top.plot(ms, 1e3 * found.standard.sp[k], color=colour("muted"), linestyle="--")
        top.plot(ms, 1e3 * found.deviant.sp[k], color=colour("sp"), linestyle="-", linewidth=1.8)
        top.set_title(f"{area} (µV)", fontsize="medium")
        top.set_ylim(low, high)
        bottom.axvspan(100, 250, color=colour("grid"), alpha=0.5, linewidth=0)
        bottom.axhline(0, color=colour("muted"), linestyle="-", linewidth=0.8)
        bottom.plot(ms, 1e3 * found.difference.sp[k], color=colour("vermilion"), linestyle="-",
                    linewidth=1.8)  # fmt: skip
        bottom.set_ylim(-gap, gap)
        for axes in (top, bottom):
            axes.set_xlim(0, 300)
            axes.set_xticks([0, 100, 200])
        top.set_xticklabels([])
        bottom.set_xlabel("Time (ms)")
    panels[1, 0].set_ylabel("difference")
    panels[0, 0].set_ylabel("answers")
    figure.align_ylabels(panels[:, 0])
    return figure


def surprised_in_words(found: Mismatch) -> str:
    """Where and when the difference of the left side is largest."""
    parts = []
    for k, area in enumerate(("A1", "STG", "IFG")):
        wave = found.difference.sp[k]
        at = int(np.abs(wave).argmax())
        if abs(wave[at]) < 1e-9:
            return "Deviant and standard do not differ."
        parts.append(f"{area} {1e3 * wave[at]:+.1f} µV at {1e3 * found.t[at]:.0f} ms")
    return ("Largest difference: " + ", ".join(parts) + ".").replace("-", "−")


def latencies(times: Mapping[str, Any], band: tuple[float, float], measured: float) -> Figure:
    """When differences of many networks are largest, beside where people's are.

    Parameters
    ----------
    times : mapping of str to array
        s, one for each network, by area.
    band : (float, float)
        ms, between which differences of people have their peak.
    measured : float
        ms, that of one study.
    """
    figure, axes = empty_figure(2.6, left=0.1)
    axes.axvspan(*band, color=colour("grid"), alpha=0.5, linewidth=0)
    axes.axvline(measured, color=colour("vermilion"), linestyle="--")
    for k, (area, one) in enumerate(times.items()):
        one = 1e3 * np.sort(np.asarray(one))
        spread = 0.3 * np.sin(2.4 * np.arange(len(one)))
        axes.plot(one, k + spread, "o", markersize=4, color=colour("sp"), alpha=0.6)
        axes.text(4, k, area, va="center", ha="left")
    axes.text(measured + 4, len(times) - 0.62, "a study of people", va="center",
              color=colour("ink"))  # fmt: skip
    axes.set_ylim(-0.6, len(times) - 0.3)
    axes.set_yticks([])
    axes.set_xlim(0, 300)
    axes.set_xlabel("Time of the largest difference (ms)")
    return figure


def clicked(t: Any, drive: Any, sp: Any) -> Figure:
    """Clicks and the voltage that keeps their beat."""
    figure, (top, bottom) = empty_figure(3.2, 2, 1, left=0.13, sharex=True, hspace=0.15)
    ms = 1e3 * np.asarray(t)
    top.plot(ms, drive, color=colour("muted"), linestyle="-", linewidth=1.2)
    top.set_ylabel("clicks")
    top.set_yticks([])
    bottom.plot(ms, sp, color=colour("sp"), linestyle="-", linewidth=1.6)
    bottom.set_ylabel("sp (mV)")
    bottom.set_xlim(0, np.ceil(ms[-1]))
    bottom.set_xlabel("Time (ms)")
    figure.align_ylabels()
    return figure


def beats(rates: Any, usual: Any, changed: Any, rate: float, heard: tuple[Any, Any, Any]) -> Figure:
    """A spectrum with the peak that clicks make, and the height of that peak at every rate.

    Parameters
    ----------
    rates : array
        Clicks a second.
    usual, changed : array
        Height of the answer at each rate, for the usual column and for a changed one.
    rate : float
        The rate that is heard now.
    heard : (frequencies, with clicks, without)
        The spectra of the changed column at this rate, what the column makes of it alone.
    """
    figure, (left, right) = empty_figure(3.2, 1, 2, wspace=0.36, left=0.14, right=0.97, title=True)
    f, driven, rest = heard
    left.plot(f, rest, color=colour("muted"), linestyle="--", linewidth=1.2)
    left.plot(f, driven, color=colour("sp"), linestyle="-", linewidth=1.8)
    left.set_yscale("log")
    left.minorticks_off()
    left.set_yticks([1e-4, 1e-3, 1e-2, 1e-1], ["0.0001", "0.001", "0.01", "0.1"])
    left.set_ylim(5e-5, 0.1)
    left.set_xlim(4, 100)
    left.set_xlabel("Frequency (Hz)")
    left.set_title("Column's power (mV²/Hz)", fontsize="medium")
    right.plot(rates, usual, color=colour("muted"), linestyle="--", linewidth=1.4)
    right.plot(rates, changed, color=colour("sp"), linestyle="-", linewidth=2)
    at = int(np.argmin(np.abs(np.asarray(rates) - rate)))
    right.plot([rates[at]], [changed[at]], "o", markersize=9, color=colour("vermilion"))
    right.set_ylim(0, 0.06)
    right.set_xlim(0, 100)
    right.set_xlabel("Clicks a second")
    right.set_title("Height of the peak", fontsize="medium")
    return figure


def overlap(difference: float) -> Figure:
    """Two groups of people who differ on average by so many standard deviations.

    Parameters
    ----------
    difference : float
        Of the means, in standard deviations of a group.
    """
    figure, axes = empty_figure(2.8, left=0.05)
    x = np.linspace(-4, 5, 361)
    one, other = (np.exp(-0.5 * (x - mean) ** 2) for mean in (0.0, -difference))
    axes.fill_between(x, np.minimum(one, other), color=colour("grid"), linewidth=0)
    axes.plot(x, one, color=colour("slate"), linestyle="-", linewidth=2)
    axes.plot(x, other, color=colour("blue"), linestyle="--", linewidth=2)
    axes.axvline(-0.5 * difference, color=colour("ink"), linestyle=":", linewidth=1.2)
    axes.text(1.3, 0.8, "without\nthe diagnosis", color=colour("slate"), ha="left")
    axes.text(-1.3 - difference, 0.8, "with\nthe diagnosis", color=colour("blue"), ha="right")
    axes.set_ylim(0, 1.12)
    axes.set_xlim(-5.2, 4)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xticks([])
    axes.set_xlabel("size of a person's response")
    return figure
