"""Figures of *A column of cortex*: its answer, its modes, its rhythms, its delays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.layout import empty_figure, time_axis
from neuromath_lib.figures.microcircuit import LINES, frequency_axis, powers_of_ten
from neuromath_lib.figures.palette import colour
from neuromath_lib.microcircuit.equations import POPULATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAMES = {
    "ss": "spiny stellate",
    "sp": "superficial pyramidal",
    "ii": "interneurons",
    "dp": "deep pyramidal",
}
# How the curves of the conventions on delays look.
_CONVENTIONS = {
    "none": ("muted", "--"),
    "current": ("sp", "-"),
    "classic": ("vermilion", "-."),
    "exact": ("blue", ":"),
}


def answer(t: Any, voltages: Mapping[str, Any]) -> Figure:
    """Draw what the four populations do after a bump of drive, one row each.

    Parameters
    ----------
    t : array
        ms.
    voltages : mapping of str to array
        mV of each population.
    """
    figure, rows = empty_figure(4.2, 4, 1, sharex=True, sharey=True, hspace=0.12, left=0.13)
    high = 1.15 * max(np.max(v) for v in voltages.values())
    low = 1.15 * min(np.min(v) for v in voltages.values())
    for axes, name in zip(rows, ("sp", "ss", "ii", "dp"), strict=True):
        axes.axhline(0, color=colour("grid"), linewidth=1)
        axes.plot(t, voltages[name], color=colour(name), linestyle=LINES[name], linewidth=2.2)
        axes.text(0.99, 0.9, NAMES[name], color=colour(name), ha="right", va="top",
                  transform=axes.transAxes)  # fmt: skip
        axes.set_ylim(low, high)
    rows[1].set_ylabel("mV from rest", y=-0.1)
    time_axis(rows[-1], np.asarray(t))
    return figure


def pairs(values: Any) -> tuple[Any, Any]:
    """Return how long a push lasts, ms, and how often it swings, Hz, for each pair of eigenvalues.

    Parameters
    ----------
    values : array
        Eigenvalues, 1/s; of a conjugate pair one is kept. Last axis.
    """
    values = np.asarray(values)[..., ::2]
    return -1e3 / values.real, np.abs(values.imag) / (2 * np.pi)


def mode(values: Any, vectors: Any, which: int) -> Figure:
    """Draw how the populations swing in one mode, beside the place of all modes.

    Parameters
    ----------
    values : array
        Eigenvalues, 1/s, one of each pair.
    vectors : array
        Their voltages, a column each, in the order ss, sp, ii, dp.
    which : int
        Which of them.
    """
    figure, (left, right) = empty_figure(3.3, 1, 2, wspace=0.34, left=0.12, title=True)
    s, shape = values[which], np.asarray(vectors)[:, which]
    shape = shape / shape[np.argmax(np.abs(shape))]
    t = np.linspace(0.0, 4.0 / -s.real, 300)
    left.axhline(0, color=colour("grid"), linewidth=1)
    for name, part in zip(POPULATIONS, shape, strict=True):
        left.plot(1e3 * t, (part * np.exp(s * t)).real, color=colour(name), linestyle=LINES[name])
    left.set_xlim(0, 1e3 * t[-1])
    left.set_ylim(-1.08, 1.08)
    left.set_yticks([-1, 0, 1])
    left.set_xlabel("Time (ms)")
    left.set_ylabel("Share in the mode")
    left.set_title("ss – –   sp ––   ii ···   dp –·", fontsize="medium")
    _rhythm_axes(right)
    fades, hertz = -1e3 / values.real, np.abs(values.imag) / (2 * np.pi)
    right.plot(fades, hertz, "o", markersize=7, markerfacecolor="none", color=colour("muted"))
    right.plot(fades[which], hertz[which], "o", markersize=9, color=colour("blue"))
    right.set_title("All four pairs", fontsize="medium")
    return figure


def mode_in_words(values: Any, vectors: Any, which: int) -> str:
    """Say what one mode does and who takes part."""
    s, size = values[which], np.abs(np.asarray(vectors)[:, which])
    parts = [f"{POPULATIONS[k]} {size[k] / size.max():.2f}" for k in np.argsort(-size)]
    return (
        f"{abs(s.imag) / (2 * np.pi):.1f} Hz, fades e-fold in {-1e3 / s.real:.1f} ms. "
        f"Shares: {', '.join(parts)}."
    )


def plane(now: Any, before: Any, words: str) -> Figure:
    """Draw the four pairs of eigenvalues, and hollow where they were.

    Parameters
    ----------
    now, before : array
        Eigenvalues, 1/s, in conjugate pairs.
    words : str
        What was changed; the title.
    """
    figure, axes = empty_figure(3.5, title=True)
    _rhythm_axes(axes)
    axes.plot(*pairs(before), "o", markersize=8, markerfacecolor="none", color=colour("muted"))
    axes.plot(*pairs(now), "o", markersize=8, color=colour("blue"))
    axes.set_title(words, fontsize="medium")
    return figure


def plane_in_words(now: Any) -> str:
    """Say where the pairs of eigenvalues are."""
    fades, hertz = pairs(now)
    each = [f"{f:.1f} Hz ({t:.1f} ms)" for f, t in zip(hertz, fades, strict=True)]
    return "Rhythms, and in which time they fade: " + ", ".join(each) + "."


def _rhythm_axes(axes: Axes) -> None:
    """Axes of time to fade and of frequency, both in factors; above the line a rhythm rings."""
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.minorticks_off()
    axes.set_xlim(0.9, 60)
    axes.set_ylim(4, 110)
    axes.set_xticks([1, 2, 5, 10, 20, 50], ["1", "2", "5", "10", "20", "50"])
    axes.set_yticks([5, 10, 20, 50, 100], ["5", "10", "20", "50", "100"])
    fades = np.array([0.9, 60.0])
    axes.plot(fades, 1e3 / fades, color=colour("grid"), linewidth=2)
    axes.set_xlabel("Fades in (ms)")
    axes.set_ylabel("Rhythm (Hz)")


def late(masks: Mapping[str, Any]) -> Figure:
    """Draw which entries of the Jacobian are late, one square matrix for each convention.

    Parameters
    ----------
    masks : mapping of str to array
        0 where an entry is nothing, 1 where it acts at once, 2 where it is late.
    """
    from matplotlib.patches import Rectangle

    figure, panels = empty_figure(3.4, 1, len(masks), squeeze=False, wspace=0.08, left=0.09,
                                  title=True)  # fmt: skip
    ticks = [f"{kind}{name}" for name in POPULATIONS for kind in ("v ", "w ")]
    for axes, (title, mask) in zip(panels[0], masks.items(), strict=True):
        # Patches and not an image, which would keep its colours in the dark.
        for (row, column), kind in np.ndenumerate(mask):
            if kind:
                hue = colour("vermilion" if kind == 2 else "muted")
                corner = (column - 0.5, row - 0.5)
                axes.add_patch(Rectangle(corner, 1, 1, linewidth=0, facecolor=hue))
        axes.set(xlim=(-0.5, 7.5), ylim=(7.5, -0.5), aspect="equal")
        axes.set_xticks(np.arange(0.5, 8, 2), POPULATIONS)
        axes.set_yticks(range(8), ticks if axes is panels[0][0] else [""] * 8)
        axes.tick_params(length=0)
        for k in (1.5, 3.5, 5.5):
            axes.axhline(k, color=colour("grid"), linewidth=1)
            axes.axvline(k, color=colour("grid"), linewidth=1)
        axes.set_title(title, fontsize="medium")
    return figure


def conventions(f: Any, powers: Mapping[str, Any]) -> Figure:
    """Draw the power that passes to sp under each convention on delays.

    Parameters
    ----------
    f : array
        Hz.
    powers : mapping of str to array
        For "none", "current", "classic" or "exact".
    """
    figure, axes = empty_figure(3.5, left=0.15, right=0.86)
    ends = {name: float(power[-1]) for name, power in powers.items() if name != "exact"}
    lowest = 0.0
    for name in sorted(ends, key=ends.__getitem__):  # no label may lie on the one below it
        ends[name] = lowest = max(ends[name], 2.0 * lowest)
    for name, power in powers.items():
        hue, line = _CONVENTIONS[name]
        axes.plot(f, power, color=colour(hue), linestyle=line, linewidth=2)
        if name in ends:
            axes.text(1.03 * f[-1], ends[name], name, color=colour(hue), va="center",
                      clip_on=False)  # fmt: skip
    frequency_axis(axes, f[0], f[-1])
    powers_of_ten(axes, -4, 1)
    axes.set_ylabel("Power passed, |S|² (mV²)")
    return figure


def cloud(fades: Any, hertz: Any, own: tuple[Any, Any]) -> Figure:
    """Draw the rhythms of very many columns as a cloud, and those of one as rings.

    Parameters
    ----------
    fades, hertz : array
        ms and Hz, any shape.
    own : pair of array
        The same of one column.
    """
    figure, axes = empty_figure(3.6)
    _rhythm_axes(axes)
    axes.plot(np.ravel(fades), np.ravel(hertz), ".", markersize=2, alpha=0.35, color=colour("blue"),
              markeredgewidth=0, rasterized=True)  # fmt: skip
    axes.plot(*own, "o", markersize=9, markerfacecolor="none", markeredgewidth=2,
              color=colour("ink"))  # fmt: skip
    return figure
