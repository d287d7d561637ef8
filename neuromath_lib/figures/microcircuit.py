"""What figures of a column share: a spectrum with its parts, and the lines of the populations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.palette import colour
from neuromath_lib.figures.style import label
from neuromath_lib.microcircuit.equations import POPULATIONS

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


# Where a population stands in a diagram: pyramidal and stellate cells above each other as in the
# layers of cortex, interneurons beside them; and into which direction its loop to itself points.
_PLACES = {"sp": (0.0, 2.3), "ss": (0.0, 1.0), "dp": (0.0, -0.3), "ii": (2.2, 1.0)}
_OUTWARD = {"sp": 90.0, "ss": 180.0, "dp": -90.0, "ii": 0.0}


def diagram(column: Any, *, marked: Any = ()) -> Figure:
    """A column's populations and the connections that it has, with their strengths in Hz.

    Arrowheads excite, bars inhibit; a line has the colour of the population that sends it.

    Parameters
    ----------
    column : Column
        One column.
    marked : sequence of str
        Connections to draw boldly, as in ``("sp_sp",)``.
    """
    from matplotlib.patches import Circle

    figure, axes = empty_figure(4.9, left=0.02, right=0.98)
    figure.subplots_adjust(bottom=0.01, top=0.99)
    axes.set_axis_off()
    axes.set_xlim(-1.9, 3.4)
    axes.set_ylim(-1.25, 3.15)
    axes.set_aspect("equal")
    names = list(_PLACES)
    for source in names:
        for target in names:
            j, i = POPULATIONS.index(source), POPULATIONS.index(target)
            strength = float(column.coupling[i, j])
            if strength:
                _connection(axes, source, target, strength, f"{source}_{target}" in marked)
    for name, place in _PLACES.items():
        axes.add_patch(Circle(place, 0.24, facecolor=colour("paper"), edgecolor=colour(name),
                              linewidth=2.4, linestyle=LINES[name], zorder=4))  # fmt: skip
        axes.text(*place, name, ha="center", va="center", fontsize="large", color=colour(name),
                  zorder=5)  # fmt: skip
    axes.annotate("", (-0.22, 0.86), (-1.25, 0.5), arrowprops={
        "arrowstyle": "-|>", "color": colour("muted"), "linewidth": 1.4})  # fmt: skip
    axes.text(-1.3, 0.45, "drive", ha="right", va="center", color=colour("muted"))
    axes.text(3.4, -1.15, "arrow: excites, bar: inhibits; Hz", ha="right",
              color=colour("muted"))  # fmt: skip
    return figure


def _connection(axes: Axes, source: str, target: str, strength: float, marked: bool) -> None:
    """Draw one connection, bent to its right so that its return does not lie on it."""
    from matplotlib.patches import FancyArrowPatch

    begin, end = np.array(_PLACES[source]), np.array(_PLACES[target])
    if source == target:
        angle = np.radians(_OUTWARD[source])
        out = np.array([np.cos(angle), np.sin(angle)])
        aside = np.array([-out[1], out[0]])
        begin, end = begin + 0.20 * out + 0.15 * aside, end + 0.20 * out - 0.15 * aside
        bend, shrink, label_at = -2.2, 0.0, begin + 0.52 * out - 0.15 * aside
    else:
        around = {source, target} == {"sp", "dp"}  # past ss, on the left
        bend, shrink = (0.74 if source == "sp" else -0.8) if around else 0.2, 19.0
        way = end - begin
        side = np.array([way[1], -way[0]])
        middle = 0.5 * (begin + end) + bend * side  # of the curve's three points
        # Away from what the line crosses: the drive, and the line from sp to ii.
        t = {("sp", "dp"): 0.36, ("ss", "sp"): 0.42}.get((source, target), 0.64)
        label_at = (1 - t) ** 2 * begin + 2 * t * (1 - t) * middle + t**2 * end
        # Numbers are wider than high, so they need more room beside a line than above it.
        label_at += np.array([0.25, 0.15]) * np.sign(bend) * side / np.linalg.norm(way)
    style = "-|>,head_length=6,head_width=3.2" if strength > 0 else "-[,widthB=4.5,lengthB=0"
    axes.add_patch(
        FancyArrowPatch(begin, end, connectionstyle=f"arc3,rad={bend}", arrowstyle=style,
                        mutation_scale=1, shrinkA=shrink if source != target else 0,
                        shrinkB=shrink + 3 if source != target else 2, fill=strength > 0,
                        color=colour(source), linewidth=3.4 if marked else 1.5, zorder=3)
    )  # fmt: skip
    axes.text(*label_at, f"{abs(strength):.0f}", ha="center", va="center", fontsize="medium",
              color=colour(source), weight="bold" if marked else "normal", zorder=6)  # fmt: skip
