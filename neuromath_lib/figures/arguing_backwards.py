"""Figures of *Arguing backwards*: beliefs before and after, climbs, fits, what trades off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.figures.palette import colour

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_TICKS = (4, 10, 20, 40, 80)


def beliefs(grid: Any, prior: Any, likelihood: Any, posterior: Any, truth: float) -> Figure:
    """Prior, likelihood and posterior of one number, on a grid.

    Parameters
    ----------
    grid : array
        Values of the number.
    prior, likelihood, posterior : array
        Densities over the grid; the likelihood scaled to an area of 1.
    truth : float
        The value that made the datum; marked on the axis.
    """
    figure, axes = empty_figure(3.2, left=0.1, title=True)
    grid = np.asarray(grid)
    axes.fill_between(grid, posterior, color=colour("blue"), alpha=0.25, linewidth=0)
    axes.plot(grid, prior, color=colour("muted"), linestyle="--")
    axes.plot(grid, likelihood, color=colour("vermilion"), linestyle=":", linewidth=2)
    axes.plot(grid, posterior, color=colour("blue"), linewidth=2.4)
    axes.plot([truth], [0], "^", color=colour("ink"), clip_on=False, markersize=9, zorder=5)
    axes.set_title("dashed: prior; dotted: what the datum says; blue: posterior",
                   fontsize="medium")  # fmt: skip
    axes.set_xlim(grid[0], grid[-1])
    axes.set_ylim(0, 7)
    axes.set_xlabel("B, change of self-inhibition (logarithm)")
    axes.set_ylabel("Density")
    return figure


def occam(widths: Any, accuracy: Any, complexity: Any) -> Figure:
    """Accuracy, complexity and their difference, against the width of the prior.

    Parameters
    ----------
    widths : array
        Standard deviations of the prior.
    accuracy, complexity : array
        nats; their difference is the log evidence.
    """
    figure, axes = empty_figure(3.2, left=0.12)
    evidence = np.asarray(accuracy) - complexity
    axes.plot(widths, accuracy, color=colour("green"), linestyle="--")
    axes.plot(widths, complexity, color=colour("vermilion"), linestyle=":", linewidth=2)
    axes.plot(widths, evidence, color=colour("blue"), linewidth=2.4)
    best = int(np.argmax(evidence))
    axes.plot([widths[best]], [evidence[best]], "o", color=colour("blue"), markersize=8)
    for values, text, name, shift, along in (
        (accuracy, "accuracy", "green", 0.15, 0.5),
        (complexity, "complexity", "vermilion", 0.3, 0.8),
        (evidence, "log evidence", "blue", -0.45, 0.8),
    ):
        k = int(along * (len(widths) - 1))
        axes.text(widths[k], values[k] + shift, text, color=colour(name), ha="right")
    axes.set_xscale("log")
    axes.minorticks_off()
    ticks = [0.03, 0.1, 0.3, 1, 3]
    axes.set_xticks(ticks, [f"{x:g}" for x in ticks])
    axes.set_xlim(widths[0], widths[-1])
    axes.set_xlabel("Width of the prior (standard deviation of B)")
    axes.set_ylabel("nats")
    return figure


def two_spectra(f: Any, data: Any, predicted: Any = None) -> Figure:
    """Two log spectra, and below what changed from the first to the second.

    Parameters
    ----------
    f : array
        Hz.
    data, predicted : array, shape (2, n)
        Natural logarithms; a prediction is drawn as lines.
    """
    figure, (above, below) = empty_figure(
        4.0, 2, 1, sharex=True, height_ratios=(3, 2), left=0.13, title=True
    )
    data = np.asarray(data)
    looks = (("muted", "s", "--"), ("blue", "o", "-"))
    for row, (name, marker, _line) in zip(data, looks, strict=True):
        above.plot(f, row, marker, color=colour(name), markersize=4)
    below.plot(f, data[1] - data[0], "o", color=colour("blue"), markersize=4)
    below.axhline(0, color=colour("ink"), linewidth=1)
    if predicted is not None:
        for row, (name, _marker, line) in zip(predicted, looks, strict=True):
            above.plot(f, row, line, color=colour(name), linewidth=1.6)
        below.plot(f, predicted[1] - predicted[0], color=colour("blue"), linewidth=1.6)
    above.set_title("grey squares: first condition; blue dots: second", fontsize="medium")
    above.set_ylabel("Log power")
    below.set_ylabel("Change")
    below.set_ylim(-0.3, 0.3)
    below.set_xlabel("Frequency (Hz)")
    for axes in (above, below):
        axes.set_xscale("log")
        axes.minorticks_off()
        axes.set_xticks(_TICKS, [str(x) for x in _TICKS])
        axes.set_xlim(3.8, 95)
    figure.align_ylabels()
    return figure


def climbs(paths: Sequence[Any], chosen: int, truth: float) -> Figure:
    """Where searches went: free energy and the change B at every step.

    Parameters
    ----------
    paths : sequence of (array, array)
        Log evidence and B along each search.
    chosen : int
        The one that is drawn strongly.
    truth : float
        The B that made the data.
    """
    figure, (left, right) = empty_figure(3.2, 1, 2, wspace=0.35, left=0.12, title=True)
    longest = max(len(height) for height, _ in paths)
    best = max(height[-1] for height, _ in paths)
    order = [k for k in range(len(paths)) if k != chosen] + [chosen]
    for k in order:
        strong = k == chosen
        look = {
            "color": colour("blue" if strong else "muted"),
            "linestyle": "-",
            "alpha": 1.0 if strong else 0.6,
            "linewidth": 2.4 if strong else 1.0,
            "marker": "o" if strong else None,
            "markersize": 4,
        }
        steps = np.arange(len(paths[k][0]))
        left.plot(steps, paths[k][0], **look)
        right.plot(steps, paths[k][1], **look)
    right.axhline(truth, color=colour("ink"), linestyle="--", linewidth=1)
    left.axhline(best, color=colour("ink"), linestyle="--", linewidth=1)
    left.set_title("Free energy (nats)", fontsize="medium")
    right.set_title("Change B; dashed: the truth", fontsize="medium")
    left.set_ylim(best - 100, best + 8)
    right.set_ylim(-0.3, 0.9)
    for axes in (left, right):
        axes.set_xlim(-0.5, longest - 0.5)
        axes.set_xlabel("Accepted step")
    return figure


def correlations(names: Sequence[str], matrix: Any) -> Figure:
    """Posterior correlations: a square for each pair, its area how strong, its colour which way.

    Parameters
    ----------
    names : sequence of str
        Of the parameters.
    matrix : array, shape (p, p)
        Correlations.
    """
    figure, axes = empty_figure(4.6, left=0.26, right=0.98)
    figure.subplots_adjust(bottom=0.25)
    matrix, p = np.asarray(matrix), len(names)
    for row in range(p):
        for column in range(row):
            r = float(matrix[row, column])
            axes.plot([column], [row], "s" if r > 0 else "D", markersize=18 * np.sqrt(abs(r)),
                      color=colour("blue" if r > 0 else "vermilion"),
                      markeredgewidth=0)  # fmt: skip
    axes.set_xlim(-0.6, p - 1.4)
    axes.set_ylim(p - 0.4, 0.4)
    axes.set_xticks(range(p - 1), names[:-1], rotation=60, ha="right")
    axes.set_yticks(range(1, p), names[1:])
    axes.tick_params(length=0)
    return figure


def pair(draws: Any, spread: Any, width: Any, names: tuple[str, str]) -> Figure:
    """Two parameters after the data: draws of the posterior, and how wide the prior was.

    Parameters
    ----------
    draws : array, shape (n, 2)
        From the posterior.
    spread : array, shape (2,)
        Standard deviations of the prior, around 0; drawn as a dashed ellipse of two.
    width : float
        Half the width of the axes.
    names : tuple of str
        Of the two.
    """
    figure, axes = empty_figure(3.4, left=0.16)
    turn = np.linspace(0, 2 * np.pi, 181)
    axes.plot(2 * spread[0] * np.cos(turn), 2 * spread[1] * np.sin(turn),
              color=colour("muted"), linestyle="--")  # fmt: skip
    draws = np.asarray(draws)
    axes.plot(draws[:, 0], draws[:, 1], ".", color=colour("blue"), markersize=4)
    axes.set_xlim(-width, width)
    axes.set_ylim(-width, width)
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1])
    return figure


def recovered(truth: Any, mean: Any, interval: Any) -> Figure:
    """What was put in against what came out, with the intervals that were claimed.

    Parameters
    ----------
    truth, mean : array, shape (n,)
        Of the parameter.
    interval : array, shape (n, 2)
        Ends of the credible intervals; one that misses the truth is drawn hollow.
    """
    figure, axes = empty_figure(3.6, left=0.15)
    truth, mean, interval = map(np.asarray, (truth, mean, interval))
    inside = (interval[:, 0] <= truth) & (truth <= interval[:, 1])
    end = 1.05
    axes.plot([-end, end], [-end, end], color=colour("ink"), linewidth=1)
    for hit, name in ((True, "blue"), (False, "vermilion")):
        k = inside == hit
        axes.errorbar(truth[k], mean[k], np.abs(interval[k].T - mean[k]), linestyle="none",
                      marker="o" if hit else "D", markersize=5, color=colour(name),
                      markerfacecolor=colour(name) if hit else "none", linewidth=1.2)  # fmt: skip
    axes.text(-0.98 * end, 0.86 * end, "hollow diamonds: intervals that miss",
              color=colour("vermilion"))  # fmt: skip
    axes.set_xlim(-end, end)
    axes.set_ylim(-end, end)
    axes.set_xlabel("B that made the data")
    axes.set_ylabel("B found, with 90 % interval")
    return figure


def two_posteriors(draws: Any, mean: float, deviation: float, truth: float) -> Figure:
    """A histogram of a walk's draws, and the Gaussian that is to stand in for them."""
    figure, axes = empty_figure(3.0, left=0.1)
    axes.hist(np.ravel(draws), 40, density=True, color=colour("grid"))
    x = np.linspace(mean - 5 * deviation, mean + 5 * deviation, 201)
    density = np.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * np.sqrt(2 * np.pi))
    axes.plot(x, density, color=colour("blue"), linewidth=2.4)
    axes.plot([truth], [0], "^", color=colour("ink"), clip_on=False, markersize=9, zorder=5)
    axes.set_xlim(x[0], x[-1])
    axes.set_yticks([])
    axes.set_ylabel("Density")
    axes.set_xlabel("B, change of self-inhibition (logarithm)")
    return figure


def hypotheses(bars: Mapping[str, Mapping[str, float]]) -> Figure:
    """How far each hypothesis is behind the best one, nats, refitted and by reduction.

    Parameters
    ----------
    bars : mapping of str to mapping of str to float
        For each hypothesis, log evidence in each of two ways.
    """
    figure, axes = empty_figure(3.2, left=0.28, title=True)
    ways = list(next(iter(bars.values())))
    best = {way: max(values[way] for values in bars.values()) for way in ways}
    places = np.arange(len(bars))
    for shift, way, look in (
        (-0.2, ways[0], {"color": colour("blue")}),
        (0.2, ways[1], {"facecolor": "none", "edgecolor": colour("ink")}),
    ):
        behind = [best[way] - values[way] for values in bars.values()]
        axes.barh(places + shift, behind, 0.36, **look)
        for place, value in zip(places, behind, strict=True):
            axes.text(max(value, 0) + 0.3, place + shift, f"{value:.1f}", va="center",
                      fontsize="small")  # fmt: skip
    axes.set_yticks(places, list(bars))
    axes.invert_yaxis()
    axes.set_title(f"filled: {ways[0]}; outline: {ways[1]}", fontsize="medium")
    axes.set_xlabel("Nats behind the best")
    axes.set_xlim(0, 1.12 * max(best[w] - v[w] for v in bars.values() for w in ways) + 1)
    return figure
