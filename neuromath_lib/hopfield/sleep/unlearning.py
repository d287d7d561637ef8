"""Unlearning: dreams that take away a little of what the network falls into by itself.

Left to chance, a network falls into ghosts (mixtures, and worse) more often than its memories
deserve. A dream starts anywhere, relaxes, and weakens what it finds: ``W <- W - rate s s'``. Ghosts
suffer more than memories, at first. Then the memories go too: about P / rate dreams take away all
that P patterns brought, so a sleeper must wake in time.

Sources: F. Crick & G. Mitchison 1983, Nature 304:111, doi:10.1038/304111a0 (the idea);
J. J. Hopfield, D. I. Feinstein & R. G. Palmer 1983, Nature 304:158, doi:10.1038/304158a0;
J. L. van Hemmen, L. B. Ioffe, R. Kuhn & M. Vaas 1990, Physica A 163:386 (when to stop).
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.hopfield.checking import (
    count,
    generator,
    pattern_matrix,
    symmetric,
    weight_matrix,
)
from neuromath_lib.numerics.validation import number

_MAX_SWEEPS = 1000  # after which a dream counts as none; ten are the rule


def unlearn(weights: Any, dreams: int, rate: float, rng: np.random.Generator) -> np.ndarray:
    """Return the weights after so many dreams.

    Each dream starts at a state drawn by chance, relaxes by asynchronous updates without noise
    until no unit wants to flip, and subtracts ``rate`` times the outer product of the state it
    ends in. The diagonal stays zero.

    Parameters
    ----------
    weights : array_like
        Symmetric, shape ``(N, N)``. They are left as they are.
    dreams : int
        How many, 0 or more.
    rate : float
        In the unit of the weights, above 0; .01 for those of `hebbian`.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    numpy.ndarray of float
        A new array, shape ``(N, N)``, symmetric, zero diagonal.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    weights = _prepared(weights)
    rate = number("rate", rate, above=0.0)
    _dream(weights, count("dreams", dreams, low=0), rate, generator(rng))
    return weights


@dataclasses.dataclass(frozen=True, eq=False)
class Night:
    """A moment of a night's dreaming.

    Attributes
    ----------
    dreams : int
        How many there were.
    weights : numpy.ndarray
        What they left, shape ``(N, N)``.
    stability : float
        How firmly the least firmly held unit of all memories is held: the smallest
        ``xi_i h_i / |W_i|``. Above 0 every memory is a state of rest.
    """

    dreams: int
    weights: np.ndarray
    stability: float


def nights(
    weights: Any,
    patterns: Any,
    dreams: Any,
    rate: float,
    rng: np.random.Generator,
) -> list[Night]:
    """Return what one course of dreaming has done after each of several numbers of dreams.

    Parameters
    ----------
    weights : array_like
        Symmetric, shape ``(N, N)``.
    patterns : array_like
        The memories, shape ``(P, N)``, by which to judge.
    dreams : array_like of int
        Numbers of dreams, growing, 0 or more.
    rate : float
        As in `unlearn`.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    list of Night
        One for each of `dreams`.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    weights = _prepared(weights)
    patterns = pattern_matrix(patterns, n_units=len(weights))
    rate, rng = number("rate", rate, above=0.0), generator(rng)
    numbers_of_dreams = [count("dreams", each, low=0) for each in np.atleast_1d(dreams).tolist()]
    if np.any(np.diff(numbers_of_dreams) < 0):
        raise ValueError(f"dreams was {dreams!r}; the numbers should grow")
    course, before = [], 0
    for number_of_dreams in numbers_of_dreams:
        _dream(weights, number_of_dreams - before, rate, rng)
        before = number_of_dreams
        course.append(Night(before, weights.copy(), least_stability(weights, patterns)))
    return course


def best_night(
    weights: Any,
    patterns: Any,
    rate: float,
    rng: np.random.Generator,
    *,
    every: int | None = None,
    max_dreams: int | None = None,
) -> Night:
    """Dream until the memories are held most firmly, and stop there: the rule that saves them.

    Parameters
    ----------
    weights : array_like
        Symmetric, shape ``(N, N)``.
    patterns : array_like
        The memories, shape ``(P, N)``.
    rate : float
        As in `unlearn`.
    rng : numpy.random.Generator
        Source of chance.
    every : int, optional
        After how many dreams to look; a fiftieth of `max_dreams` if left out.
    max_dreams : int, optional
        At most; P / rate if left out, by when hardly anything can be left.

    Returns
    -------
    Night
        The best that was seen, the evening before included.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    patterns = pattern_matrix(patterns)
    rate = number("rate", rate, above=0.0)
    if max_dreams is None:
        max_dreams = max(1, round(len(patterns) / rate))
    max_dreams = count("max_dreams", max_dreams)
    every = max(1, max_dreams // 50) if every is None else count("every", every)
    looks = np.arange(0, max_dreams + 1, every)
    return max(nights(weights, patterns, looks, rate, rng), key=lambda night: night.stability)


def least_stability(weights: np.ndarray, patterns: np.ndarray) -> float:
    """Return the smallest ``xi_i h_i / |W_i|`` of all patterns and units."""
    lengths = np.sqrt((weights.astype(np.float64) ** 2).sum(axis=1))
    held = patterns * (patterns.astype(np.float64) @ weights.T)
    return float((held / np.where(lengths > 0.0, lengths, 1.0)).min())


def _prepared(weights: Any) -> np.ndarray:
    weights = weight_matrix(weights).astype(np.float64)
    if not symmetric(weights):
        raise ValueError("weights was not symmetric; it should be, or a dream may never end")
    np.fill_diagonal(weights, 0.0)
    return np.ascontiguousarray(weights)


def _dream(weights: np.ndarray, dreams: int, rate: float, rng: np.random.Generator) -> None:
    from neuromath_lib.hopfield import kernels

    n_units = len(weights)
    state, fields = np.empty(n_units), np.empty(n_units)
    order = np.empty(n_units, dtype=np.int64)
    kernels.dream(weights, state, fields, order, rate, dreams, _MAX_SWEEPS, rng)
