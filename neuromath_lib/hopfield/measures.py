"""How much of a memory is there, and from where it is found."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.hopfield import checking
from neuromath_lib.hopfield.checking import count, generator, pattern_matrix, signs
from neuromath_lib.hopfield.network import Network
from neuromath_lib.hopfield.patterns import flip, random_patterns
from neuromath_lib.numerics.validation import number, numbers


def overlap(states: Any, patterns: Any) -> Any:
    """Return how much states resemble patterns: ``m = xi @ s / N``, 1 for the same, -1 inverted.

    Parameters
    ----------
    states : array_like
        +1 and -1, shape ``(..., N)``.
    patterns : array_like
        +1 and -1, shape ``(P, N)``, or ``(N,)`` for one.

    Returns
    -------
    float or numpy.ndarray
        Shape ``(..., P)``; ``(...,)`` for one pattern.

    Raises
    ------
    ValueError
        If an argument is not an array of +1 and -1, or they differ in their number of units.

    Examples
    --------
    >>> overlap([1, 1, 1, -1], [[1, 1, 1, 1], [-1, -1, -1, 1]]).tolist()
    [0.5, -1.0]
    """
    patterns = signs("patterns", patterns)
    if patterns.ndim > 2:
        raise ValueError(
            f"patterns was an array of shape {patterns.shape}; it should be (P, N) or (N,)"
        )
    states = signs("states", states, n_units=patterns.shape[-1])
    # A dot product of whole numbers, exact in double precision.
    overlaps = states.astype(np.float64) @ patterns.T.astype(np.float64) / patterns.shape[-1]
    return float(overlaps) if np.ndim(overlaps) == 0 else overlaps


@dataclasses.dataclass(frozen=True, eq=False)
class Accessibility:
    """Where states drawn by chance end.

    Attributes
    ----------
    memories : numpy.ndarray
        Fraction of the starts that ends at each memory or at its negative, shape ``(P,)``.
    elsewhere : float
        Fraction that ends anywhere else: in a mixture or another ghost.
    """

    memories: np.ndarray
    elsewhere: float

    @property
    def total(self) -> float:
        """Fraction of the starts that ends at some memory."""
        return float(self.memories.sum())


def accessibility(
    network: Network, patterns: Any, starts: int, rng: np.random.Generator
) -> Accessibility:
    """Let states drawn by chance come to rest, and count at which memories they do.

    A memory's negative is the same memory: energy and weights cannot tell them apart.

    Parameters
    ----------
    network : Network
        The network.
    patterns : array_like
        The memories, shape ``(P, N)``.
    starts : int
        How many states to draw.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    Accessibility
        ``.memories`` (P,), ``.total``, ``.elsewhere``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    patterns = pattern_matrix(patterns, n_units=network.n_units)
    begin = random_patterns(count("starts", starts), network.n_units, generator(rng))
    ends = network.recall(begin, rng).states
    reached = np.abs(overlap(ends, patterns)) == 1.0
    return Accessibility(reached.mean(axis=0), float(1.0 - reached.any(axis=1).mean()))


def recalled(
    network: Network,
    patterns: Any,
    rng: np.random.Generator,
    *,
    noise: float = 0.0,
    criterion: float = 0.95,
    max_sweeps: int = 1000,
) -> np.ndarray:
    """Return which patterns come back when a fraction of their units is turned over.

    Parameters
    ----------
    network : Network
        The network.
    patterns : array_like
        The patterns, shape ``(P, N)``.
    rng : numpy.random.Generator
        Source of chance.
    noise : float
        Fraction of units turned over, 0 to 1.
    criterion : float
        A pattern has come back if the overlap is above this; with 1, if every unit is right.
    max_sweeps : int
        Most rounds through all units.

    Returns
    -------
    numpy.ndarray of bool
        Shape ``(P,)``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    patterns = pattern_matrix(patterns, n_units=network.n_units)
    criterion = number("criterion", criterion, low=-1.0, high=1.0)
    cues = flip(patterns, checking.fraction("noise", noise), rng)
    ends = network.recall(cues, rng, max_sweeps=max_sweeps).states
    overlaps = (ends * patterns).sum(axis=1) / network.n_units
    return overlaps == 1.0 if criterion == 1.0 else overlaps > criterion


def basin(
    network: Network,
    pattern: Any,
    noises: Any,
    trials: int,
    rng: np.random.Generator,
    *,
    criterion: float = 0.95,
) -> np.ndarray:
    """Return how often a pattern comes back, for growing fractions of units turned over.

    Parameters
    ----------
    network : Network
        The network.
    pattern : array_like
        Shape ``(N,)``.
    noises : array_like
        Fractions of units turned over, 0 to 1, shape ``(K,)``.
    trials : int
        How many flawed copies to try for each.
    rng : numpy.random.Generator
        Source of chance.
    criterion : float
        As in `recalled`.

    Returns
    -------
    numpy.ndarray
        Fraction of the trials that came back, shape ``(K,)``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    pattern = signs("pattern", pattern, n_units=network.n_units, ndim=1)
    noises = np.atleast_1d(numbers("noises", noises, low=0.0, high=1.0))
    copies = np.broadcast_to(pattern, (count("trials", trials), network.n_units))
    return np.array(
        [
            recalled(network, copies, rng, noise=noise, criterion=criterion).mean()
            for noise in noises
        ]
    )
