"""Figures of the impulse on its way: one function a figure, each returning a matplotlib Figure.

Colours and lines are those of the axon's other figures: voltage in ink, the rest as labelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from neuromath_lib.figures.layout import empty_figure, thin, voltage_axis
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from neuromath_lib.hodgkin_huxley import Cable, TravellingPulse

_ROW = 130.0  # mV from one snapshot to the next


def _at(cable: Cable, time: float) -> int:
    """The stored time nearest to ``time`` ms."""
    return int(np.abs(cable.t - time).argmin())


def _signed(value: float, digits: int = 0) -> str:
    return f"{value:.{digits}f}".replace("-", "−")


def snapshots(cable: Cable, times: Sequence[float]) -> Figure:
    """The voltage along a fibre at several times, one row each, the earliest on top.

    Parameters
    ----------
    cable : Cable
    times : sequence of float
        ms; the nearest stored ones are drawn.
    """
    figure, axes = empty_figure(0.9 + 0.5 * len(times), left=0.11, right=0.9)
    keep = thin(cable.x, 400)
    for row, time in enumerate(times):
        v = cable.v[_at(cable, time)]
        base = -row * _ROW
        axes.axhline(base, color=colour("grid"), linewidth=0.8, zorder=0)
        axes.plot(cable.x[keep], v[keep] + 65.0 + base, "-", color=colour("voltage"))
        axes.annotate(
            f"{time:g} ms",
            (0, base),
            (-5, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize="small",
        )
    axes.plot([1.02, 1.02], [0, 100], "-", transform=axes.get_yaxis_transform(), clip_on=False,
              color=colour("muted"), linewidth=2)  # fmt: skip
    axes.annotate(
        "100 mV",
        (1.02, 50),
        (4, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        va="center",
        color=colour("muted"),
        fontsize="small",
    )
    axes.set_ylim(-(len(times) - 1) * _ROW - 30, 125)
    axes.set_yticks([])
    _place_axis(axes, cable.length_mm)
    return figure


def _place_axis(axes, length: float) -> None:
    axes.set_xlim(0, length)
    axes.set_xlabel("Place along the fibre (mm)")


def axial_current(
    cable: Cable, time: float, radius_um: float = 238.0, axial_resistivity: float = 35.4
) -> np.ndarray:
    """Current along the inside of the fibre, uA, positive to the right: Ohm's law."""
    area = np.pi * (1e-4 * radius_um) ** 2  # cm2
    slope = np.gradient(cable.v[_at(cable, time)], cable.x) * 1e-2  # mV/mm to V/cm
    return -1e6 * area / axial_resistivity * slope


def moment(cable: Cable, time: float) -> Figure:
    """A fibre at one time: the voltage along it, and the current that flows along its inside."""
    figure, (top, bottom) = empty_figure(4.3, 2, 1, sharex=True, height_ratios=[3, 2], left=0.13)
    keep = thin(cable.x, 300)
    x = cable.x[keep]
    top.plot(x, cable.v[_at(cable, time)][keep], "-", color=colour("voltage"))
    voltage_axis(top)
    current = axial_current(cable, time)[keep]
    bottom.axhline(0, color=colour("grid"), linewidth=1)
    for sign, hue in ((1, "vermilion"), (-1, "blue")):
        bottom.fill_between(
            x, current, 0, where=sign * current > 0, color=colour(hue), alpha=0.35, linewidth=0
        )
    bottom.plot(x, current, "-", color=colour("ink"), linewidth=1.2)
    bottom.text(0.985, 0.84, "to the right", color=colour("vermilion"), ha="right",
                transform=bottom.transAxes, fontsize="small")  # fmt: skip
    bottom.text(0.985, 0.06, "to the left", color=colour("blue"), ha="right",
                transform=bottom.transAxes, fontsize="small")  # fmt: skip
    bottom.set_ylim(-14, 14)
    bottom.set_yticks([-10, 0, 10], ["−10", "0", "10"])
    bottom.set_ylabel("Inside (µA)")
    _place_axis(bottom, cable.length_mm)
    return figure


def moment_in_words(cable: Cable, time: float) -> str:
    """Where the crest of the voltage is at ``time`` ms, and how high."""
    v = cable.v[_at(cable, time)]
    top = int(v.argmax())
    if v[top] < cable.level:
        return f"At {time:g} ms nothing is on its way: the highest voltage is {_signed(v[top])} mV."
    return f"At {time:g} ms the crest is at {cable.x[top]:.0f} mm, at {_signed(v[top])} mV."


def fading(x: np.ndarray, rise: np.ndarray, formula: np.ndarray, length_constant: float) -> Figure:
    """A steady voltage along a fibre with no doors: computed line, formula as circles.

    Parameters
    ----------
    x, rise : array, shape (n,)
        Places, mm, and how far above rest the voltage stands there, mV.
    formula : array, shape (n,)
        What the formula gives there; NaN where it does not hold.
    length_constant : float
        mm.
    """
    figure, axes = empty_figure(3.1)
    axes.plot(x, rise, "-", color=colour("voltage"))
    some = slice(len(x) // 40, None, len(x) // 20)
    axes.plot(
        x[some], formula[some], "o", color=colour("voltage"), markersize=4.5,
        markerfacecolor=colour("paper"),
    )  # fmt: skip
    middle = 0.5 * (x[0] + x[-1])
    top = float(rise.max())
    axes.plot([middle, middle + length_constant], [0.06 * top] * 2, "-", color=colour("muted"))
    axes.annotate(
        "one length constant",
        (middle + 0.5 * length_constant, 0.06 * top),
        (0, 5),
        textcoords="offset points",
        ha="center",
        color=colour("muted"),
        fontsize="small",
    )
    axes.set_ylim(0, 1.08 * top)
    axes.set_ylabel("Above rest (mV)")
    _place_axis(axes, float(x[-1] + x[0]))
    return figure


def flight(t: np.ndarray, v: np.ndarray, pulse: TravellingPulse) -> Figure:
    """A shot at the impulse, over the impulse itself (wide, grey).

    ``t`` is 0 where the shot passes −55 mV; the impulse is laid so that it passes there too.
    """
    figure, axes = empty_figure()
    goal = pulse.t - _passes(pulse.t, pulse.v)
    near = (goal > -0.6) & (goal < 3.0)
    keep = thin(goal[near], 300)
    axes.plot(goal[near][keep], pulse.v[near][keep], "-", color=colour("grid"), linewidth=6)
    axes.plot(t, v, "-", color=colour("voltage"))
    if not -85.0 < v[-1] < 55.0:
        up = v[-1] > 0
        axes.annotate(
            "to +∞" if up else "to −∞",
            (t[-1], 55.0 if up else -88.0),
            (8, -4 if up else 6),
            textcoords="offset points",
            color=colour("vermilion" if up else "blue"),
        )
    voltage_axis(axes, -92.0, 60.0)
    axes.set_xlim(-0.6, 3.0)
    axes.set_xlabel("Time (ms)")
    return figure


def _passes(t: np.ndarray, v: np.ndarray, level: float = -55.0) -> float:
    """When the voltage first rises through ``level`` mV."""
    after = int(np.argmax(v > level))
    return float(np.interp(level, v[after - 1 : after + 1], t[after - 1 : after + 1]))


def aligned(t: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Times counted from where the voltage first rises through −55 mV."""
    return t - _passes(t, v)


def flight_in_words(t: np.ndarray, v: np.ndarray) -> str:
    """Where a shot ended, and what follows for K."""
    when = f"{t[-1]:.2f} ms after it passed −55 mV"
    if v[-1] > 0:
        return f"It runs off upwards, {when}: K is too large."
    return f"It runs off downwards, {when}: K is too small."


def departure(
    pulse: TravellingPulse,
    rising: tuple[np.ndarray, np.ndarray],
    falling: tuple[np.ndarray, np.ndarray],
) -> Figure:
    """The best two shots, each (times, voltage), over the whole impulse (wide, grey)."""
    figure, axes = empty_figure()
    goal = aligned(pulse.t, pulse.v)
    near = (goal > -0.6) & (goal < 6.0)
    keep = thin(goal[near], 400)
    axes.plot(goal[near][keep], pulse.v[near][keep], "-", color=colour("grid"), linewidth=6)
    for (t, v), line, says, height in (
        (rising, "-", "K too large", 50),
        (falling, "--", "K too small", -88),
    ):
        axes.plot(aligned(t, v), v, line, color=colour("voltage"), linewidth=1.4)
        axes.annotate(says, (aligned(t, v)[-1], height), (7, 0), textcoords="offset points")
    axes.text(4.0, -60, "the library's impulse", color=colour("muted"))
    voltage_axis(axes, -92.0, 60.0)
    axes.set_xlim(-0.6, 6.0)
    axes.set_xlabel("Time (ms)")
    return figure


def speeds(
    celsius: np.ndarray,
    speed: np.ndarray,
    temperature: float,
    here: float,
    measured: float | None = None,
) -> Figure:
    """Speed against temperature for one fibre, with a dot at one temperature.

    Parameters
    ----------
    celsius, speed : array, shape (n,)
        The curve, Celsius and m/s.
    temperature, here : float
        Where the dot goes.
    measured : float, optional
        A measured speed at 18.5 Celsius, drawn as a cross.
    """
    figure, axes = empty_figure(3.3)
    axes.plot(celsius, speed, "-", color=colour("voltage"))
    axes.plot([temperature], [here], "o", color=colour("voltage"), markersize=8)
    if measured is not None:
        axes.plot([18.5], [measured], "x", color=colour("vermilion"), markersize=9)
        axes.annotate(
            "measured in 1952",
            (18.5, measured),
            (-8, 4),
            textcoords="offset points",
            ha="right",
            color=colour("vermilion"),
            fontsize="small",
        )
    axes.set_xlim(0, 40)
    axes.set_ylim(0, 36)
    axes.axvspan(float(celsius[-1]), 40, color=colour("grid"), alpha=0.5, linewidth=0)
    axes.text(36.9, 2, "no impulse", color=colour("muted"), ha="center", fontsize="small")
    axes.set_xlabel("Temperature (°C)")
    axes.set_ylabel("Speed (m/s)")
    return figure


def stretch(cable: Cable, time: float, warm: tuple[float, float]) -> Figure:
    """The voltage along a fibre, one stretch of which (``warm``, from and to, mm) is warmed."""
    figure, axes = empty_figure()
    keep = thin(cable.x, 400)
    axes.axvspan(*warm, color=colour("vermilion"), alpha=0.15, linewidth=0)
    axes.text(sum(warm) / 2, 51, "warmed", color=colour("ink"), ha="center", va="center")
    axes.plot(cable.x[keep], cable.v[_at(cable, time)][keep], "-", color=colour("voltage"))
    voltage_axis(axes)
    _place_axis(axes, cable.length_mm)
    return figure


def outcome(cable: Cable, edge: float = 10.0) -> str:
    """Whether an impulse reached the last ``edge`` mm of a fibre, and if not, how far it came."""
    if not len(cable.arrivals):
        return "Nothing set out."
    first = cable.arrivals[0]
    far = cable.x > cable.length_mm - edge
    if np.isfinite(first[far]).all():
        return "It comes through."
    last = int(np.nanargmax(np.where(np.isfinite(first), cable.x, np.nan)))
    return f"It dies at {cable.x[last]:.0f} mm."


def blocks(lengths: np.ndarray, celsius: np.ndarray, steady: float) -> Figure:
    """The temperature at which a warmed stretch stops the impulse, against its length."""
    figure, axes = empty_figure(3.2)
    axes.axhline(steady, color=colour("muted"), linewidth=1, linestyle=":")
    axes.plot(lengths, celsius, "o-", color=colour("voltage"))
    axes.annotate(
        "a fibre warmed all along",
        (lengths[-1], steady),
        (0, -4),
        textcoords="offset points",
        ha="right",
        va="top",
        color=colour("muted"),
        fontsize="small",
    )
    axes.text(0.55, 0.68, "stopped", transform=axes.transAxes, color=colour("vermilion"))
    axes.text(0.03, 0.12, "passes", transform=axes.transAxes, color=colour("green"))
    axes.set_xlim(0, float(lengths[-1]) * 1.05)
    axes.set_ylim(30, max(42.0, float(celsius.max()) + 1))
    axes.set_xlabel("Length of the warmed stretch (mm)")
    axes.set_ylabel("Temperature (°C)")
    return figure


def price(celsius: np.ndarray, sodium: np.ndarray, least: np.ndarray) -> Figure:
    """Sodium let in by one impulse against temperature, with the least that could do the work."""
    figure, axes = empty_figure(3.2)
    axes.plot(celsius, sodium, "o-", color=colour("sodium"))
    axes.plot(celsius, least, "o--", color=colour("voltage"), markersize=4)
    axes.annotate("sodium let in", (celsius[1], sodium[1]), (10, 4), textcoords="offset points",
                  color=colour("sodium"))  # fmt: skip
    axes.annotate("what the swing needs", (celsius[0], least[0]), (6, 8),
                  textcoords="offset points", color=colour("voltage"))  # fmt: skip
    axes.set_xlim(celsius[0] - 1.3, celsius[-1] + 1)
    axes.set_ylim(0, None)
    axes.set_xlabel("Temperature (°C)")
    axes.set_ylabel("One impulse (pmol/cm²)")
    return figure
