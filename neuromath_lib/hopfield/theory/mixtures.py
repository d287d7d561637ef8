"""Mixtures: states that overlap several memories equally, when there are few memories.

An odd number n of memories, added up and cut to signs, makes a state in which the network can
rest, though nobody taught it. Noise melts mixtures before it melts memories.

Source: D. J. Amit, H. Gutfreund & H. Sompolinsky 1985, Phys Rev A 32:1007,
doi:10.1103/PhysRevA.32.1007.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from neuromath_lib.numerics.roots import bracketed_root
from neuromath_lib.numerics.validation import number, whole_number


def mixture_overlap(n_memories: int, temperature: float = 0.0) -> float:
    """Return the overlap of a symmetric mixture with each of its memories.

    Parameters
    ----------
    n_memories : int
        How many are mixed, odd; 1 is a memory by itself.
    temperature : float
        T, 0 or more.

    Returns
    -------
    float
        m, which solves ``m = <xi tanh(m (xi_1 + ... + xi_n) / T)>``; 0 from T = 1 on.

    Raises
    ------
    ValueError
        If `n_memories` is not an odd whole number, or `temperature` is negative.

    Examples
    --------
    >>> mixture_overlap(3)
    0.5
    """
    sums, weights = _sums(n_memories)
    temperature = number("temperature", temperature, low=0.0)
    if temperature >= 1.0:
        return 0.0
    share = np.abs(sums) / n_memories  # a memory's part in the sum, on average
    if temperature == 0.0:
        return float(weights @ share)
    sums = np.abs(sums)

    def excess(m: np.ndarray) -> np.ndarray:
        return (weights * share) @ np.tanh(np.outer(sums, m) / temperature) - m

    # Concave in m: it rises from 0 with a slope 1/T - 1 and falls below 0 at the end.
    low = 1e-3 * math.sqrt(1.0 - temperature) * temperature
    return float(bracketed_root(excess, [low / n_memories], [1.0])[0])


def mixture_energy(n_memories: int) -> float:
    """Return the energy of a symmetric mixture at T = 0, for each unit, with weights / N.

    Parameters
    ----------
    n_memories : int
        How many are mixed, odd.

    Returns
    -------
    float
        ``-n m**2 / 2``: -0.5 for a memory, -0.375 for a mixture of three.

    Raises
    ------
    ValueError
        If `n_memories` is not an odd whole number.
    """
    return -0.5 * n_memories * mixture_overlap(n_memories) ** 2


def mixture_temperature(n_memories: int) -> float:
    """Return the temperature below which a symmetric mixture is stable.

    Parameters
    ----------
    n_memories : int
        How many are mixed, odd. A single memory is stable below 1.

    Returns
    -------
    float
        T at which the mixture's free energy ceases to be a minimum.

    Raises
    ------
    ValueError
        If `n_memories` is not an odd whole number.
    """
    sums, weights = _sums(n_memories)
    if n_memories == 1:
        return 1.0
    pairs = (sums**2 - n_memories) / (n_memories * (n_memories - 1.0))  # mean of xi_1 xi_2

    def curvature(temperature: float) -> float:
        """Return the least eigenvalue of the second derivative, times T."""
        m = mixture_overlap(n_memories, temperature)
        squares = np.tanh(m * sums / temperature) ** 2
        return temperature - 1.0 + weights @ squares - weights @ (pairs * squares)

    return float(
        bracketed_root(np.vectorize(curvature), *_last_change(np.vectorize(curvature)))[()]
    )


def _last_change(curvature: Any) -> tuple[float, float]:
    """Return neighbouring temperatures between which stability is lost, going up from 0."""
    temperatures = np.linspace(0.02, 0.98, 49)
    first = int(np.argmax(curvature(temperatures) < 0.0))
    return temperatures[first - 1], temperatures[first]


def _sums(n_memories: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the sums that n signs can have, and how probable each is."""
    n = whole_number("n_memories", n_memories)
    if n % 2 == 0:
        raise ValueError(
            f"n_memories was {n}; it should be odd: an even number of memories leaves ties"
        )
    plus = np.arange(n + 1)
    return 2.0 * plus - n, np.array([math.comb(n, k) / 2.0**n for k in plus])
