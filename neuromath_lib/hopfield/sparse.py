"""Sparse coding: patterns of 0 and 1, few of them 1, learnt by their covariance.

A pattern with a fraction f of active units says less than a random one of +1 and -1, and many
more fit: about ``1 / (2 f ln(1/f))`` for each unit where f is small. Two things are needed that
the symmetric network does without: the mean is taken off before learning, and units have a
threshold, or else all of them would speak at once.

Source: M. V. Tsodyks & M. V. Feigel'man 1988, Europhys Lett 6:101,
doi:10.1209/0295-5075/6/2/002.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.hopfield.checking import count, generator, weight_matrix
from neuromath_lib.hopfield.network import Network
from neuromath_lib.hopfield.recall import Recall
from neuromath_lib.numerics.validation import number


def sparse_patterns(
    n_patterns: int, n_units: int, activity: float, rng: np.random.Generator
) -> np.ndarray:
    """Draw patterns of 0 and 1 with the same number of active units in each.

    Parameters
    ----------
    n_patterns, n_units : int
        How many, and how long.
    activity : float
        Fraction of active units, above 0 and below 1; rounded to a whole number of units.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    numpy.ndarray of int
        Shape ``(n_patterns, n_units)``.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or no unit would be active, or all.
    """
    shape = (count("n_patterns", n_patterns), count("n_units", n_units, low=2))
    activity = number("activity", activity, above=0.0, high=1.0)
    active = round(activity * shape[1])
    if not 0 < active < shape[1]:
        raise ValueError(
            f"activity was {activity:g}; it should make at least one of {shape[1]} units active, "
            "and not all"
        )
    patterns = np.zeros(shape, dtype=np.int64)
    chosen = np.argpartition(generator(rng).random(shape), active, axis=1)[:, :active]
    np.put_along_axis(patterns, chosen, 1, axis=1)
    return patterns


def covariance(patterns: Any, activity: float | None = None) -> np.ndarray:
    """Learn how units vary together: ``W = sum of (eta - f)(eta - f)'``.

    Parameters
    ----------
    patterns : array_like
        0 and 1, shape ``(P, N)``.
    activity : float, optional
        f; the mean of the patterns if left out.

    Returns
    -------
    numpy.ndarray of float
        Shape ``(N, N)``, symmetric, zero diagonal.

    Raises
    ------
    ValueError
        If `patterns` is not an array (P, N) of 0 and 1, or `activity` is not between 0 and 1.
    """
    patterns = _zeros_and_ones("patterns", patterns, ndim=2)
    centred = patterns - _activity(patterns, activity)
    weights = centred.T @ centred
    np.fill_diagonal(weights, 0.0)
    return weights


def threshold(n_units: int, activity: float) -> float:
    """Return the field halfway between what active and silent units of a pattern receive.

    Parameters
    ----------
    n_units : int
        N.
    activity : float
        f, above 0 and below 1.

    Returns
    -------
    float
        ``(1/2 - f) f (1 - f) N``, for weights of `covariance`. Active units receive
        ``(1 - f)`` and silent ones ``-f`` times ``f (1 - f) N``, and noise.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    n_units = count("n_units", n_units)
    f = number("activity", activity, above=0.0, high=1.0)
    return (0.5 - f) * f * (1.0 - f) * n_units


def recall(
    weights: Any,
    states: Any,
    rng: np.random.Generator,
    *,
    threshold: float = 0.0,
    max_sweeps: int = 1000,
) -> Recall:
    """Let units of 0 and 1 fall into place: active where the field is above the threshold.

    The same as a `Network` of +1 and -1 with ``s = 2 V - 1``, which is how it is run.

    Parameters
    ----------
    weights : array_like
        Shape ``(N, N)``, as of `covariance`.
    states : array_like
        0 and 1, shape ``(..., N)``. Left as they are.
    rng : numpy.random.Generator
        Source of chance: the order of the updates.
    threshold : float
        A unit is active where ``sum_j W_ij V_j`` is above it, silent below, and stays at it.
    max_sweeps : int
        Most rounds through all units.

    Returns
    -------
    Recall
        ``.states`` of 0 and 1, ``.sweeps``, ``.converged``, ``.period``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    weights = weight_matrix(weights)
    states = _zeros_and_ones("states", states)
    threshold = number("threshold", threshold)
    lift = 2.0 * threshold - weights.sum(axis=1, dtype=np.float64)
    found = Network(weights, thresholds=lift).recall(2 * states - 1, rng, max_sweeps=max_sweeps)
    return dataclasses.replace(found, states=(found.states + 1) // 2)


def _activity(patterns: np.ndarray, activity: float | None) -> float:
    if activity is None:
        return float(patterns.mean())
    return number("activity", activity, low=0.0, high=1.0)


def _zeros_and_ones(name: str, value: Any, ndim: int | None = None) -> np.ndarray:
    try:
        array = np.asarray(value)
        wrong = array.dtype.kind not in "iuf" or array.size == 0 or array.ndim == 0
    except ValueError:
        wrong = True
    if wrong or (ndim is not None and array.ndim != ndim):
        wanted = "(P, N)" if ndim == 2 else "(..., N)"
        raise ValueError(f"{name} was {value!r:.60}; it should be an array {wanted} of 0 and 1")
    good = (array == 0) | (array == 1)
    if not good.all():
        raise ValueError(
            f"{name} was {array[~good].flat[0]!s} in one of its elements; it should be 0 and 1 only"
        )
    return array.astype(np.int64)
