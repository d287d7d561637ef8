"""How much can it hold? Many networks, each filled pattern by pattern, and what they still recall.

A trial is one network that goes on learning: it is tested at each load on its way up. Trials are
independent of each other, each with a random generator of its own, so that they can be spread
over processors or machines, in any order, with the same numbers: joblib does it, and within
``joblib.parallel_config(backend="dask")`` it is a Dask cluster that works.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.hopfield import checking
from neuromath_lib.hopfield.checking import count, generator
from neuromath_lib.numerics.validation import number, numbers


@dataclasses.dataclass(frozen=True, eq=False)
class CapacityCurve:
    """What fraction of patterns is recalled at which load.

    Attributes
    ----------
    loads : numpy.ndarray
        alpha = P / N, shape ``(K,)``; those asked for, rounded to whole patterns.
    trials : numpy.ndarray
        Fraction recalled in each trial, shape ``(n_trials, K)``.
    n_units : int
        N.
    """

    loads: np.ndarray
    trials: np.ndarray
    n_units: int

    @property
    def recalled(self) -> np.ndarray:
        """Mean over the trials, shape ``(K,)``."""
        return self.trials.mean(axis=0)

    @property
    def standard_error(self) -> np.ndarray:
        """Standard error of that mean, shape ``(K,)``; NaN for a single trial."""
        n_trials = len(self.trials)
        if n_trials == 1:
            return np.full(self.loads.shape, np.nan)
        return self.trials.std(axis=0, ddof=1) / np.sqrt(n_trials)

    def load_at(self, fraction: float = 0.5) -> float:
        """Return the load at which the fraction recalled falls through `fraction`.

        Parameters
        ----------
        fraction : float
            Above 0, below 1.

        Returns
        -------
        float
            Where a straight line between the neighbouring loads says; NaN if the loads do not
            reach so far.

        Raises
        ------
        ValueError
            If `fraction` is not between 0 and 1.
        """
        fraction = number("fraction", fraction, above=0.0, high=np.nextafter(1.0, 0.0))
        below = np.flatnonzero(self.recalled < fraction)
        if not below.size or below[0] == 0:
            return float("nan")
        k = below[0]
        high, low = self.recalled[k - 1], self.recalled[k]
        share = (high - fraction) / (high - low)
        return float(self.loads[k - 1] + share * (self.loads[k] - self.loads[k - 1]))


def capacity_curve(
    loads: Any,
    n_units: int,
    n_trials: int,
    rng: np.random.Generator,
    *,
    probes: int = 10,
    noise: float = 0.0,
    criterion: float = 0.95,
    n_jobs: int | None = None,
    progress: bool = False,
) -> CapacityCurve:
    """Fill networks by Hebb's rule, and see what fraction of their patterns they recall.

    Parameters
    ----------
    loads : array_like
        alpha = P / N, above 0 and growing, shape ``(K,)``.
    n_units : int
        N.
    n_trials : int
        How many networks.
    rng : numpy.random.Generator
        Source of chance; each trial gets a child of it.
    probes : int
        How many of a network's patterns to test at each load; fewer where it has fewer.
    noise : float
        Fraction of units turned over at the start; 0 starts at the pattern itself.
    criterion : float
        A pattern is recalled if the overlap in the end is above this.
    n_jobs : int, optional
        As of `joblib.Parallel`; what `joblib.parallel_config` says if left out, or 1.
    progress : bool
        Show a progress bar.

    Returns
    -------
    CapacityCurve
        ``.loads``, ``.recalled``, ``.standard_error``, ``.load_at(0.5)``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    loads = np.atleast_1d(np.asarray(numbers("loads", loads, above=0.0)))
    n_units, n_trials = count("n_units", n_units), count("n_trials", n_trials)
    numbers_of_patterns = np.rint(loads * n_units).astype(int)
    if loads.ndim != 1 or np.any(np.diff(loads) <= 0.0):
        raise ValueError(
            "loads was not an array of growing numbers; it should be, from low to high"
        )
    if numbers_of_patterns[0] < 1:
        raise ValueError(
            f"loads was {loads[0]:g} with {n_units} units; it should make at least one pattern"
        )
    settings = {
        "probes": count("probes", probes),
        "noise": checking.fraction("noise", noise),
        "criterion": number("criterion", criterion, low=-1.0, high=1.0),
    }
    children = generator(rng).spawn(n_trials)
    tasks = [(numbers_of_patterns, n_units, child, settings) for child in children]
    trials = spread(trial, tasks, n_jobs=n_jobs, progress=progress)
    return CapacityCurve(numbers_of_patterns / n_units, np.array(trials), n_units)


def trial(
    numbers_of_patterns: np.ndarray, n_units: int, rng: np.random.Generator, settings: dict
) -> list[float]:
    """Fill one network, and return the fraction recalled at each number of patterns."""
    from neuromath_lib.hopfield.measures import recalled
    from neuromath_lib.hopfield.network import Network
    from neuromath_lib.hopfield.patterns import random_patterns

    most = int(numbers_of_patterns[-1])
    patterns = random_patterns(most, n_units, rng).astype(np.int8)
    single = patterns.astype(np.float32)
    kind = np.int16 if most < 2**15 else np.int32  # a weight is at most the number of patterns
    weights = np.zeros((n_units, n_units), dtype=kind)
    learnt, found = 0, []
    for number_of_patterns in numbers_of_patterns:
        new = single[learnt:number_of_patterns]
        if len(new):
            weights += (new.T @ new).astype(kind)
            np.fill_diagonal(weights, 0)
        learnt = int(number_of_patterns)
        tested = patterns[rng.permutation(learnt)[: settings["probes"]]]
        network = Network(weights)
        found.append(
            recalled(
                network,
                tested,
                rng,
                noise=settings["noise"],
                criterion=settings["criterion"],
            ).mean()
        )
    return found


def spread(function: Any, tasks: list[tuple], *, n_jobs: int | None, progress: bool) -> list:
    """Call a function with each tuple of arguments, wherever joblib is told to, in order."""
    from joblib import Parallel, delayed
    from tqdm.auto import tqdm

    calls = [delayed(function)(*task) for task in tasks]
    try:
        results = Parallel(n_jobs=n_jobs, return_as="generator")(calls)
    except ValueError:  # a backend that returns everything in the end
        results = Parallel(n_jobs=n_jobs)(calls)
    return list(tqdm(results, total=len(tasks), disable=not progress, leave=False))
