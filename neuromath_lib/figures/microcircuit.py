"""What figures of a column share: a spectrum with its parts, and the lines of the populations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.palette import colour
from neuromath_lib.figures.style import label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# A population is told by its line as well as by its colour; sp, which the electrode sees, is whole.
LINES = {"ss": "--", "sp": "-", "ii": ":", "dp": "-."}


def frequency_axis(axes: Axes, low: float, high: float, *, log: bool = True) -> None:
    """Make the level axis one of frequency, Hz, in factors unless `log` is false."""
    if log:
        axes.set_xscale("log")
        axes.minorticks_off()
        shown = [x for x in (1, 2, 4, 10, 20, 40, 100) if low <= x <= high]
        axes.set_xticks(shown, [f"{x:g}" for x in shown])
    axes.set_xlim(low, high)
    axes.set_xlabel("Frequency (Hz)")


def powers_of_ten(axes: Axes, low: int, high: int) -> None:
    """Make the upright axis one in factors of ten, from 10^low to 10^high."""
    axes.set_yscale("log")
    axes.minorticks_off()
    powers = range(low, high + 1)
    shown = [f"{10.0**k:g}" if -4 < k < 4 else f"$10^{{{k}}}$" for k in powers]
    axes.set_yticks([10.0**k for k in powers], shown)
    axes.set_ylim(10.0**low, 10.0**high)


def spectrum(
    predicted: Any, *, before: Any = None, low: int = -5, high: int = 0, height: float = 3.4
) -> Figure:
    """A predicted spectrum and its two parts: what the column does and what the channel adds.

    Parameters
    ----------
    predicted : Spectrum
        Of one column.
    before : Spectrum, optional
        Drawn faintly behind it, to compare with.
    low, high : int
        Powers of ten at the ends of the upright axis.
    height : float
        Inches.
    """
    figure, axes = empty_figure(height, left=0.15)
    f = np.asarray(predicted.frequencies)
    if before is not None:
        for part in (before.total, before.neuronal, before.channel):
            axes.plot(f, part, color=colour("grid"), linestyle="-", linewidth=3)
    axes.plot(f, predicted.total, color=colour("voltage"), linestyle="-", linewidth=2.4)
    axes.plot(f, predicted.channel, color=colour("muted"), linestyle="--")
    axes.plot(f, predicted.neuronal, color=colour("sp"), linestyle="-", linewidth=1.8)
    at = int(np.argmin(np.abs(np.log(f) - np.log(2.2 * f[0]))))
    for part, text, name, shift, where in (
        (predicted.total, "recorded", "voltage", (4, 9), "bottom"),
        (predicted.channel, "noise", "muted", (-4, -7), "top"),
        (predicted.neuronal, "column", "sp", (-4, -9), "top"),
    ):
        label(axes, f[at], part[at], text, name, offset=shift, va=where,
              ha="left" if shift[0] > 0 else "right")  # fmt: skip
    frequency_axis(axes, f[0], f[-1])
    powers_of_ten(axes, low, high)
    axes.set_ylabel("Power (mV²/Hz)")
    return figure


def spectrum_in_words(predicted: Any, hertz: float = 10.0) -> str:
    """How much of the power at `hertz` is the column's."""
    k = int(np.argmin(np.abs(np.asarray(predicted.frequencies) - hertz)))
    share = float(predicted.neuronal[k] / predicted.total[k])
    shown = f"{share:.0%}" if share >= 0.1 else f"{share:.1%}"
    return f"At {hertz:g} Hz the column makes {shown} of the power."
