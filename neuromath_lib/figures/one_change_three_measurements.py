"""Figures of the resting EEG and five hypotheses: what changes, how it is read, what breaks it.

The column before a change is dashed, in ink; after it whole, in blue. No figure shows data of
persons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.microcircuit import frequency_axis
from neuromath_lib.figures.palette import colour
from neuromath_lib.figures.style import label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BEFORE = {"color": colour("ink"), "linestyle": "--", "linewidth": 1.4}
AFTER = {"color": colour("blue"), "linestyle": "-", "linewidth": 2.2}
GLYPHS = {"up": "↑", "down": "↓", "none": "·"}
BANDS = ("theta", "beta", "gamma")
MEASURED = ("up", "down", "up")

_PLACES = {"sp": (0.22, 0.78), "ii": (0.80, 0.60), "ss": (0.22, 0.44), "dp": (0.36, 0.12)}
_OUTWARDS = {"sp": 120, "ii": 0, "ss": 180, "dp": 240}  # where a loop leaves, degrees
_NEGLIGIBLE = 0.002  # of a factor: drawn as unchanged


def _read_at(bands: Any) -> tuple[tuple[float, float], ...]:
    return ((4.0, float(bands.theta)), (float(bands.beta_at), float(bands.beta)),
            (float(bands.gamma_at), float(bands.gamma)))  # fmt: skip


def _residuals(
    axes: Axes, f: np.ndarray, before: Any, after: Any, low: float, high: float, *, words: bool
) -> None:
    """Two spectra above their lines, with the three places at which each is read."""
    from neuromath_lib.microcircuit.paradigms import bands

    control, changed = bands(f, before), bands(f, after)
    axes.axhline(0, color=colour("grid"), linewidth=1)
    axes.plot(f, before, **BEFORE)
    axes.plot(f, after, **AFTER)
    for found, name, face in ((control, "ink", "paper"), (changed, "blue", "blue")):
        axes.plot(*zip(*_read_at(found), strict=True), "o", markersize=6,
                  markerfacecolor=colour(face), markeredgecolor=colour(name),
                  clip_on=False)  # fmt: skip
    axes.set_ylim(low, high)
    frequency_axis(axes, 0, 96, log=False)
    axes.set_xticks([0, 20, 40, 60, 80])
    if words:
        arrows = changed.arrows(control)
        for place, symbol, way in zip((8, 24, 68), "θβγ", arrows, strict=True):
            axes.text(place, high - 0.03 * (high - low), f"{symbol} {GLYPHS[way]}", ha="center",
                      va="top")  # fmt: skip


def knob(f: np.ndarray, before: Any, after: Any, *, low: float = -0.3, high: float = 0.5) -> Figure:
    """Two spectra above their lines, log10, and where they are read.

    Parameters
    ----------
    f : array
        Hz.
    before, after : array
        log10 of the spectra minus their lines.
    low, high : float
        Ends of the upright axis.
    """
    figure, axes = empty_figure(3.4, left=0.13)
    _residuals(axes, f, before, after, low, high, words=True)
    at = int(np.argmin(np.abs(f - 52)))
    label(axes, f[at], before[at], "before", "ink", offset=(-4, 8), ha="right")
    at = int(np.argmin(np.abs(f - 84)))
    label(axes, f[at], after[at], "after", "blue", offset=(6, 6))
    axes.set_ylabel("Power above the line (log10)")
    return figure


def _diagram(axes: Axes, before: Any, after: Any) -> None:
    """The connections of a column, those that have changed in blue: thicker if stronger."""
    from matplotlib.patches import FancyArrowPatch

    from neuromath_lib.microcircuit.equations import CONNECTIONS

    axes.set_xlim(-0.1, 1.1)
    axes.set_ylim(-0.1, 1.02)
    axes.set_aspect("equal")
    axes.axis("off")
    for name, sign in CONNECTIONS.items():
        first, now = float(getattr(before, name)), float(getattr(after, name))
        if not first:
            continue
        factor = now / first
        changed = abs(factor - 1) > _NEGLIGIBLE
        source, target = name.split("_")
        ends = (_PLACES[source], _PLACES[target])
        bend = "arc3,rad=0.16"
        shrink = 12
        if source == target:
            turn = np.radians(_OUTWARDS[source])
            aside = 0.07 * np.array([-np.sin(turn), np.cos(turn)])
            out = np.array(ends[0]) + 0.075 * np.array([np.cos(turn), np.sin(turn)])
            ends, bend, shrink = (out - aside, out + aside), "arc3,rad=1.5", 0
        style = "-|>,head_width=0.18,head_length=0.32" if sign > 0 else "-[,widthB=0.32,lengthB=0"
        axes.add_patch(FancyArrowPatch(
            *ends, arrowstyle=style, connectionstyle=bend, shrinkA=shrink, shrinkB=shrink,
            mutation_scale=12, color=colour("blue" if changed else "muted"),
            linewidth=1.0 + 5 * (factor - 1) if factor > 1 + _NEGLIGIBLE else 1.0,
            linestyle=(0, (2, 2)) if factor < 1 - _NEGLIGIBLE else "-",
        ))  # fmt: skip
    for name, (x, y) in _PLACES.items():
        axes.plot([x], [y], "o", markersize=19, markerfacecolor=colour("paper"),
                  markeredgecolor=colour(name), markeredgewidth=1.6)  # fmt: skip
        axes.text(x, y, name, ha="center", va="center", color=colour(name))


def hypothesis(f: np.ndarray, before: Any, after: Any, columns: tuple[Any, Any]) -> Figure:
    """Which connections a hypothesis changes, and what that does to the spectrum.

    Parameters
    ----------
    f : array
        Hz.
    before, after : array
        log10 of the spectra minus their lines.
    columns : tuple of Column
        Before and after the change.
    """
    figure, (left, right) = empty_figure(3.4, 1, 2, left=0.0, right=0.98, wspace=0.26,
                                         width_ratios=(1, 1.35))  # fmt: skip
    _diagram(left, *columns)
    _residuals(right, f, before, after, -0.3, 0.5, words=True)
    right.set_ylabel("Power above the line (log10)")
    return figure


def in_words(f: np.ndarray, before: Any, after: Any) -> str:
    """The changes of the three readings, with their directions."""
    from neuromath_lib.microcircuit.paradigms import bands

    control, changed = bands(f, before), bands(f, after)
    parts = [
        f"{band} {getattr(changed, band) - getattr(control, band):+.4f} ({way})"
        for band, way in zip(BANDS, changed.arrows(control), strict=True)
    ]
    return "; ".join(parts).replace("-", "−") + "."


def parts(
    before: Any, after: Any, lines: tuple[Any, Any], *, low: int = -4, high: int = 0,
    floor: float = -0.7, top: float = 0.9,
) -> Figure:  # fmt: skip
    """What the column makes and what the recording adds; and what is left above the line.

    Parameters
    ----------
    before, after : Spectrum
        Of one column each.
    lines : tuple of array
        log10 of what is read, minus its line, before and after.
    low, high : int
        Powers of ten of the upright axis on the left.
    floor, top : float
        Ends of the upright axis on the right; what is lower leaves the picture.
    """
    figure, (left, right) = empty_figure(3.4, 1, 2, left=0.11, right=0.98, wspace=0.36, title=True)
    f = before.frequencies
    left.plot(f, before.neuronal, **BEFORE)
    left.plot(f, after.neuronal, **AFTER)
    left.plot(f, before.channel, color=colour("muted"), linestyle=":", linewidth=1.6)
    left.set_yscale("log")
    left.minorticks_off()
    left.set_yticks(
        10.0 ** np.arange(low, high + 1), [f"{10.0**k:g}" for k in range(low, high + 1)]
    )
    left.set_ylim(10.0**low, 10.0**high)
    frequency_axis(left, 0, 96, log=False)
    left.set_xticks([0, 20, 40, 60, 80])
    left.set_title("column, and noise (dotted)", fontsize="medium")
    _residuals(right, f, *lines, floor, top, words=True)
    right.set_title("above the line (log10)", fontsize="medium")
    return figure


def lines_removed(before: Any, after: Any) -> Figure:
    """Two spectra with the lines under them, in log-log coordinates; then without them.

    Parameters
    ----------
    before, after : Spectrum
        Of one column each.
    """
    from neuromath_lib.microcircuit.paradigms import background, remove_background

    figure, (left, right) = empty_figure(3.4, 1, 2, left=0.12, right=0.98, wspace=0.36, title=True)
    f = before.frequencies
    for one, style in ((before, BEFORE), (after, AFTER)):
        left.plot(f, np.log10(one.total), **style)
        left.plot(f, background(f, one)(f), color=style["color"], linestyle=style["linestyle"],
                  linewidth=0.9)  # fmt: skip
    frequency_axis(left, 3.6, 100)
    left.set_ylim(-2.2, -0.9)
    left.set_yticks([-2, -1.5, -1])
    left.set_title("power (log10), and the lines", fontsize="medium")
    _residuals(right, f, remove_background(f, before), remove_background(f, after), -0.3, 0.5,
               words=True)  # fmt: skip
    right.set_title("above the lines", fontsize="medium")
    return figure


def by_bands(f: np.ndarray, change: np.ndarray, bands: Mapping[str, tuple[float, float]]) -> Figure:
    """The change at every frequency, and its mean over each band.

    Parameters
    ----------
    f : array
        Hz.
    change : array
        log10 of the residual after minus before.
    bands : mapping of str to tuple
        Ends of each band, Hz, both included.
    """
    figure, axes = empty_figure(3.2, left=0.13)
    axes.axhline(0, color=colour("ink"), linewidth=1)
    axes.plot(f, change, **AFTER)
    for k, (name, (low, high)) in enumerate(bands.items()):
        inside = (f >= low) & (f <= high)
        mean = change[inside].mean()
        axes.fill_between([low, high], 0, mean, color=colour("blue"), alpha=0.25, linewidth=0)
        axes.text(low, 0.155 - 0.028 * min(k, 3), f"{name} {mean:+.3f}".replace("-", "−"),
                  va="center")  # fmt: skip
    axes.set_ylim(-0.1, 0.175)
    frequency_axis(axes, 0, 96, log=False)
    axes.set_ylabel("Change of log10 power")
    return figure


def overlap(d: float) -> Figure:
    """Two groups whose means are `d` standard deviations apart, and the cut half-way."""
    figure, axes = empty_figure(2.9, left=0.04, right=0.96)
    x = np.linspace(-3.6, 4.8, 400)
    bell = lambda middle: np.exp(-0.5 * (x - middle) ** 2) / np.sqrt(2 * np.pi)  # noqa: E731
    axes.plot(x, bell(0), **BEFORE)
    axes.plot(x, bell(d), **AFTER)
    axes.fill_between(x, np.minimum(bell(0), bell(d)), color=colour("grid"), linewidth=0)
    axes.axvline(d / 2, color=colour("muted"), linewidth=1)
    axes.text(-1.1, 0.3, "one\ngroup", ha="right", color=colour("ink"))
    axes.text(d + 1.1, 0.3, "the\nother", ha="left", color=colour("blue"))
    axes.set_xlim(x[0], x[-1])
    axes.set_ylim(0, 0.44)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("A measured quantity (standard deviations)")
    return figure


def arrow_grid(rows: Mapping[str, Mapping[str, Sequence[str]]]) -> Figure:
    """Arrows of every hypothesis under every way of reading; those that fit are framed.

    Parameters
    ----------
    rows : mapping of str to mapping
        For each way of reading, "up", "down" or "none" for theta, beta and gamma of each
        hypothesis.
    """
    models = list(next(iter(rows.values())))
    figure, axes = empty_figure(0.62 + 0.36 * (len(rows) + 1), left=0.01, right=0.99)
    figure.subplots_adjust(bottom=0.02, top=0.98)
    axes.axis("off")
    axes.set_xlim(0, 10.2)
    axes.set_ylim(-len(rows) - 0.1, 1.5)
    places = {model: 5.1 + 1.05 * k for k, model in enumerate(models)}
    for model, x in places.items():
        axes.text(x, 1.05, model, ha="center", va="center")
        axes.text(x, 0.35, "θβγ", ha="center", va="center", color=colour("muted"),
                  fontsize="small")  # fmt: skip
    for k, (name, found) in enumerate(rows.items()):
        y = -k - 0.35
        axes.text(0.02, y, name, va="center")
        for model, arrows in found.items():
            fits = tuple(arrows) == MEASURED
            axes.text(
                places[model], y, "\N{THIN SPACE}".join(GLYPHS[way] for way in arrows), ha="center",
                va="center", fontsize="large", color=colour("blue" if fits else "ink"),
            )  # fmt: skip
            if fits:
                axes.plot(
                    places[model] + 0.5 * np.array([-1, 1, 1, -1, -1]),
                    y + 0.42 * np.array([-1, -1, 1, 1, -1]),
                    color=colour("blue"), linewidth=1.2, linestyle="-",
                )  # fmt: skip
    return figure


def shares(found: Sequence[tuple[str, float]], draws: int) -> Figure:
    """How often each change gives the pattern, with two standard errors.

    Parameters
    ----------
    found : sequence of tuple
        A change in words and its share, most frequent first.
    draws : int
        From how many baselines.
    """
    figure, axes = empty_figure(0.75 + 0.31 * len(found), left=0.34, right=0.96)
    for k, (name, share) in enumerate(found):
        own = name.startswith("sp -| sp")
        error = 2 * np.sqrt(share * (1 - share) / draws)
        axes.barh(-k, share, 0.62, color=colour("blue" if own else "slate"))
        axes.plot([max(share - error, 0), min(share + error, 1)], [-k, -k], color=colour("ink"),
                  linewidth=1.6, linestyle="-")  # fmt: skip
    names = [name.replace("-|", "\u22a3").replace("->", "\u2192") for name, _ in found]
    axes.set_yticks([-k for k in range(len(found))], names)
    axes.set_xlim(0, 1)
    axes.set_xlabel("Share of baselines with the pattern")
    return figure


def mistaken(share: np.ndarray, models: Sequence[str]) -> Figure:
    """For whose change each hypothesis's change is taken, in per cent.

    Parameters
    ----------
    share : array, shape (models, models + 1)
        Rows: who made the change; columns: for whom it is taken, last for none.
    models : sequence of str
    """
    figure, axes = empty_figure(3.3, left=0.16, right=0.98)
    names = [*models, "none"]
    for row, values in enumerate(share):
        for k, value in enumerate(values):
            axes.fill([k - 0.46, k + 0.46, k + 0.46, k - 0.46],
                      [-row - 0.44, -row - 0.44, -row + 0.44, -row + 0.44],
                      color=colour("blue"), alpha=0.45 * float(value), linewidth=0)  # fmt: skip
            axes.text(k, -row, f"{100 * value:.0f}", ha="center", va="center")
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.set_ylim(-len(models) + 0.5, 0.5)
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks([-k for k in range(len(models))], models)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_xlabel("taken for (per cent of the baselines)")
    axes.set_ylabel("who made the change")
    return figure
