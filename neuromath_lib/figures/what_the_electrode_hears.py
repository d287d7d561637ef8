"""Figures of what an electrode hears: hums, spectra and their parts, lines through them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.microcircuit import LINES, frequency_axis, powers_of_ten
from neuromath_lib.figures.palette import colour
from neuromath_lib.figures.style import label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from neuromath_lib.microcircuit import Column
    from neuromath_lib.microcircuit.paradigms import Line

_HUMMED = np.linspace(1.0, 100.0, 199)  # Hz
_CLOCK = np.linspace(0.0, 0.2, 401)  # s


def hum(column: Column, hertz: float, delays: str = "current") -> Figure:
    """A hum that goes into a column and the one that comes out; and the gain at every pitch.

    Parameters
    ----------
    column : Column
    hertz : float
        Pitch of the hum, whose height is 1.
    delays : str
        As in `Column.transfer_function`.
    """
    figure, (left, right) = empty_figure(3.2, 1, 2, wspace=0.36, left=0.12, right=0.97, title=True)
    answer = column.transfer_function(float(hertz), delays)
    turn = np.exp(2j * np.pi * hertz * _CLOCK)
    left.plot(1e3 * _CLOCK, turn.imag, color=colour("muted"), linestyle="--", linewidth=1.2)
    left.plot(1e3 * _CLOCK, 4 * (answer * turn).imag, "-", color=colour("sp"), linewidth=2.4)
    left.set_ylim(-1.12, 1.12)
    left.set_yticks([-1, 0, 1])
    left.set_xlim(0, 200)
    left.set_xlabel("Time (ms)")
    left.set_title("In: dashed. Out, times 4: bold", fontsize="medium")
    gains = np.abs(column.transfer_function(_HUMMED, delays))
    right.plot(_HUMMED, gains, "-", color=colour("sp"))
    right.plot([hertz], [abs(answer)], "o", markersize=9, color=colour("vermilion"))
    right.set_ylim(0, 0.25)
    right.set_xlim(0, 100)
    right.set_xlabel("Frequency (Hz)")
    right.set_title("Gain (mV for a hum of 1)", fontsize="medium")
    return figure


def hum_in_words(column: Column, hertz: float, delays: str = "current") -> str:
    """The gain at a pitch and by how much the answer lags."""
    answer = column.transfer_function(float(hertz), delays)
    late = (-np.angle(answer)) % (2 * np.pi) / (2 * np.pi)
    return (
        f"{hertz:g} Hz: a hum of 1 comes out as {abs(answer):.3f} mV, {late:.2f} of a turn late, "
        f"or {1e3 * late / hertz:.1f} ms."
    )


def seen(frequencies: Any, powers: Mapping[str, Any]) -> Figure:
    """What each population would show if the electrode saw it alone: |S|^2 against frequency."""
    figure, axes = empty_figure(3.4, left=0.15, right=0.79)
    frequencies = np.asarray(frequencies)
    names = {"ss": "stellate", "sp": "superficial\npyramidal", "ii": "interneurons",
             "dp": "deep\npyramidal"}  # fmt: skip
    at = {"ss": 100, "sp": 100, "ii": 27, "dp": 38}
    for population, power in powers.items():
        axes.plot(frequencies, power, color=colour(population), linestyle=LINES[population],
                  linewidth=2.6 if population == "sp" else 1.6)  # fmt: skip
        k = int(np.argmin(np.abs(frequencies - at[population])))
        deep = population == "dp"
        label(axes, frequencies[k], power[k], names[population], population,
              offset=(-9, -8) if deep else (5, 3), ha="right" if deep else "left")  # fmt: skip
    frequency_axis(axes, frequencies[0], frequencies[-1])
    powers_of_ten(axes, -6, 1)
    axes.set_ylabel("Power passed on (mV²)")
    return figure


def in_time(t: Any, drive: Any, sp: Any) -> Figure:
    """A second of drive and of the voltage that an electrode would see of it."""
    figure, (top, bottom) = empty_figure(3.4, 2, 1, left=0.15, sharex=True, hspace=0.15)
    milliseconds = 1e3 * np.asarray(t)
    top.plot(milliseconds, drive, "-", color=colour("muted"), linewidth=0.9)
    top.set_ylabel("Drive")
    bottom.plot(milliseconds, 1e3 * np.asarray(sp), "-", color=colour("sp"), linewidth=1.1)
    bottom.set_ylabel("sp (µV)")
    bottom.set_xlabel("Time (ms)")
    bottom.set_xlim(milliseconds[0], np.ceil(milliseconds[-1]))
    figure.align_ylabels()
    return figure


def measured(
    frequencies: Any, predicted: Any, estimated: Any, low: int, high: int, *, spread: float = 0.0
) -> Figure:
    """Predicted spectrum and the one counted in a recording, and their ratio.

    Parameters
    ----------
    frequencies : array
        Hz.
    predicted, estimated : array
        Two-sided densities.
    low, high : int
        Powers of ten at the ends of the upright axis.
    spread : float
        Relative standard deviation that chance gives the estimate; two of them are shaded.
    """
    figure, (left, right) = empty_figure(3.2, 1, 2, wspace=0.34, left=0.14, right=0.97, title=True)
    frequencies = np.asarray(frequencies)
    left.plot(frequencies, predicted, "-", color=colour("vermilion"), linewidth=1.6)
    left.plot(frequencies, estimated, ".", markersize=3.5, color=colour("sp"))
    powers_of_ten(left, low, high)
    frequency_axis(left, frequencies[0], frequencies[-1])
    left.set_title("Power (mV²/Hz)", fontsize="medium")
    ratio = np.asarray(estimated) / np.asarray(predicted)
    right.axhspan(1 - 2 * spread, 1 + 2 * spread, color=colour("grid"), linewidth=0)
    right.axhline(1, color=colour("vermilion"), linewidth=1.6)
    right.plot(frequencies, ratio, ".", markersize=3.5, color=colour("sp"))
    frequency_axis(right, frequencies[0], frequencies[-1])
    right.set_ylim(0, 1.5)
    right.set_yticks([0, 0.5, 1, 1.5])
    right.set_title("Counted over predicted", fontsize="medium")
    return figure


def line_through(frequencies: Any, spectrum: Any, true: Any, line: Line) -> Figure:
    """A spectrum with a line through it, and what is left when the line is taken away.

    Parameters
    ----------
    frequencies, spectrum : array
    true : array
        The background that was put in, without the bump.
    line : Line
        The one that was fitted.
    """
    figure, (left, right) = empty_figure(3.2, 1, 2, wspace=0.34, left=0.14, right=0.97, title=True)
    frequencies = np.asarray(frequencies)
    fitted = line(frequencies)
    left.plot(frequencies, true, color=colour("muted"), linestyle="--")
    left.plot(frequencies, spectrum, "-", color=colour("voltage"), linewidth=2)
    left.plot(frequencies, 10**fitted, "-", color=colour("vermilion"))
    left.set_title("Power", fontsize="medium")
    powers_of_ten(left, -3, 0)
    right.axhline(0, color=colour("vermilion"))
    left_over = np.log10(spectrum) - fitted
    right.plot(frequencies, np.log10(np.asarray(spectrum) / true), color=colour("muted"),
               linestyle="--")  # fmt: skip
    right.plot(frequencies, left_over, "-", color=colour("voltage"), linewidth=2)
    right.set_ylim(-0.7, 0.5)
    right.set_title("What is left (log10)", fontsize="medium")
    for axes in (left, right):
        frequency_axis(axes, frequencies[0], frequencies[-1])
    return figure


def late(frequencies: Any, powers: Mapping[str, Any]) -> Figure:
    """|S|^2 under several conventions about delays."""
    figure, axes = empty_figure(3.3, left=0.13, right=0.97)
    looks = {
        "none": ("muted", "--"),
        "current": ("sp", "-"),
        "exact": ("blue", ":"),
        "classic": ("vermilion", "-"),
        "exact_classic": ("h", ":"),
    }
    places = {
        "none": (50, (-4, -9), "right"),
        "current": (43, (0, 10), "center"),
        "classic": (52, (-6, 8), "right"),
        "exact_classic": (70, (8, 8), "left"),
    }
    frequencies = np.asarray(frequencies)
    for name, power in powers.items():
        hue, line = looks[name]
        axes.plot(frequencies, power, color=colour(hue), linestyle=line,
                  linewidth=3 if line == ":" else 1.8)  # fmt: skip
        if name in places:
            hertz, shift, side = places[name]
            k = int(np.argmin(np.abs(frequencies - hertz)))
            label(axes, frequencies[k], power[k], name, hue, offset=shift, ha=side)
    powers_of_ten(axes, -3, 0)
    frequency_axis(axes, 0, frequencies[-1], log=False)
    axes.set_ylabel("Power passed on (mV²)")
    return figure


def together(frequencies: Any, coherences: Mapping[str, Any], lagged: Mapping[str, Any]) -> Figure:
    """Coherence of two columns, and that part of it which noise without a lag cannot make."""
    figure, panels = empty_figure(3.0, 1, 2, wspace=0.34, left=0.12, right=0.97, title=True)
    frequencies = np.asarray(frequencies)
    looks = dict(zip(coherences, (("muted", "--"), ("sp", "-")), strict=True))
    for axes, values, title in zip(
        panels, (coherences, lagged), ("Coherence", "Imaginary part of coherency"), strict=True
    ):
        for name, one in values.items():
            hue, line = looks[name]
            axes.plot(frequencies, one, color=colour(hue), linestyle=line,
                      linewidth=1.6 if line == "--" else 2.4)  # fmt: skip
        axes.set_title(title, fontsize="medium")
        frequency_axis(axes, 0, 100, log=False)
    panels[0].set_ylim(0, 0.3)
    panels[1].set_ylim(-0.05, 0.05)
    for name, (hue, _) in looks.items():
        height = 0.12 if name == next(iter(looks)) else 0.06
        panels[0].text(50, height, name, color=colour(hue), ha="center")
    return figure
