"""What is to be remembered: patterns of +1 and -1, drawn by chance, and flaws put into them."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuromath_lib.hopfield import checking
from neuromath_lib.hopfield.checking import count, generator, signs


def random_patterns(n_patterns: int, n_units: int, rng: np.random.Generator) -> np.ndarray:
    """Draw patterns in which every unit is +1 or -1 as a coin falls.

    Parameters
    ----------
    n_patterns, n_units : int
        How many, and how long.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    numpy.ndarray of int
        Shape ``(n_patterns, n_units)``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.

    Examples
    --------
    >>> random_patterns(2, 6, np.random.default_rng(1)).shape
    (2, 6)
    """
    shape = (count("n_patterns", n_patterns), count("n_units", n_units))
    return 2 * generator(rng).integers(0, 2, size=shape) - 1


def correlated_patterns(
    n_patterns: int, n_units: int, correlation: float, rng: np.random.Generator
) -> np.ndarray:
    """Draw patterns that resemble each other, as letters or faces do.

    All are flawed copies of one hidden prototype. The mean overlap of any two is `correlation`.

    Parameters
    ----------
    n_patterns, n_units : int
        How many, and how long.
    correlation : float
        0 (random patterns) to 1 (all the same).
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    numpy.ndarray of int
        Shape ``(n_patterns, n_units)``, of +1 and -1.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    shape = (count("n_patterns", n_patterns), count("n_units", n_units))
    kept = 0.5 * (1.0 + np.sqrt(checking.fraction("correlation", correlation)))
    prototype = 2 * generator(rng).integers(0, 2, size=shape[1]) - 1
    return np.where(rng.random(shape) < kept, prototype, -prototype)


def biased_patterns(
    n_patterns: int, n_units: int, activity: float, rng: np.random.Generator
) -> np.ndarray:
    """Draw patterns in which the same number of units is +1 in each.

    Parameters
    ----------
    n_patterns, n_units : int
        How many, and how long.
    activity : float
        Fraction of units at +1; rounded to a whole number of units.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    numpy.ndarray of int
        Shape ``(n_patterns, n_units)``, of +1 and -1. For 0 and 1 see `sparse`.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    shape = (count("n_patterns", n_patterns), count("n_units", n_units))
    active = round(checking.fraction("activity", activity) * shape[1])
    patterns = np.full(shape, -1)
    np.put_along_axis(patterns, _chosen(shape, active, generator(rng)), 1, axis=1)
    return patterns


def flip(states: Any, fraction: float, rng: np.random.Generator) -> np.ndarray:
    """Return states with a fraction of their units turned over.

    Units are chosen without replacement: 10 % of 100 units is ten of them, each once, and another
    ten in the next state. (Drawn with replacement, some are turned over and back, and 10 % becomes
    9.1 %.)

    Parameters
    ----------
    states : array_like
        +1 and -1, shape ``(..., N)``. It is left as it is.
    fraction : float
        0 to 1; rounded to a whole number of units.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    numpy.ndarray of int
        A new array of the same shape.

    Raises
    ------
    ValueError
        If an argument is not what it should be.

    Examples
    --------
    >>> flipped = flip(np.ones((2, 10), int), 0.3, np.random.default_rng(1))
    >>> flipped.sum(axis=1).tolist()
    [4, 4]
    """
    flipped = signs("states", states).astype(np.int64)
    flipping = round(checking.fraction("fraction", fraction) * flipped.shape[-1])
    rows = flipped.reshape(-1, flipped.shape[-1])
    chosen = _chosen(rows.shape, flipping, generator(rng))
    np.put_along_axis(rows, chosen, -np.take_along_axis(rows, chosen, axis=1), axis=1)
    return rows.reshape(flipped.shape)


def _chosen(shape: tuple[int, int], number: int, rng: np.random.Generator) -> np.ndarray:
    """Return, for each line, the numbers of as many different units as asked for."""
    if number == 0:
        return np.empty((shape[0], 0), dtype=np.int64)
    tickets = rng.random(shape)
    return np.argpartition(tickets, min(number, shape[1] - 1), axis=1)[:, :number]
