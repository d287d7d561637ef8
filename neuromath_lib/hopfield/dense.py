"""Dense associative memories: energies that tell memories apart more sharply.

Hopfield's energy is a sum of squares, ``-1/2 sum over patterns of (xi . s)^2``. With a higher
power n in its place, ``E = -sum over patterns of (xi @ s)^n``, a near memory outweighs all others
together, and far more of them fit. There are no weights any more: the patterns themselves are
kept, as if each were a hidden unit. A unit goes where the energy is lower, and stays where it is
the same; power 2 is Hopfield's network with Hebb's weights.

Source: D. Krotov & J. J. Hopfield 2016, Advances in NIPS 29, arXiv:1606.01164.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from neuromath_lib.hopfield.checking import count, generator, pattern_matrix, signs
from neuromath_lib.hopfield.recall import Recall, shaped

_BLOCK = 2**22  # numbers made at a time
_EXACT = 2.0**53  # up to this all whole numbers are doubles
_ROUNDING = 1e-13


def recall(
    patterns: Any,
    states: Any,
    power: int,
    rng: np.random.Generator,
    *,
    rectified: bool = False,
    max_sweeps: int = 1000,
) -> Recall:
    """Update units, one after the other in random order, until none wants to flip.

    Parameters
    ----------
    patterns : array_like
        +1 and -1, shape ``(P, N)``.
    states : array_like
        Where to begin: +1 and -1, shape ``(..., N)``. They are left as they are.
    power : int
        n, at least 2.
    rng : numpy.random.Generator
        Source of chance: the order of the updates, one a sweep for all states.
    rectified : bool
        Count negative overlaps as 0. With an even power a memory's negative is a memory as well;
        rectified it is not.
    max_sweeps : int
        Most rounds through all units.

    Returns
    -------
    Recall
        ``.states``, ``.sweeps``, ``.converged``, ``.period``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    from neuromath_lib.hopfield import kernels

    patterns = pattern_matrix(patterns)
    n_units = patterns.shape[1]
    states = signs("states", states, n_units=n_units)
    power, max_sweeps = count("power", power, low=2), count("max_sweeps", max_sweeps)
    rng = generator(rng)
    pull, rounding = _pull(patterns.shape, power, rectified)
    probes = states.reshape(-1, n_units)
    overlaps = (probes.astype(np.float64) @ patterns.T.astype(np.float64)).astype(np.int64)
    by_unit = np.ascontiguousarray(patterns.T)
    sweeps = np.zeros(len(probes), dtype=np.int64)
    awake = np.arange(len(probes))
    while awake.size and sweeps[awake[0]] < max_sweeps:
        order = rng.permutation(n_units)
        changed = kernels.dense_descend(by_unit, pull, probes, overlaps, order, awake, rounding)
        awake = awake[changed]
        sweeps[awake] += 1
    if awake.size:  # did the last sweep that was allowed leave anything to do?
        held = _stabilities(patterns, probes[awake], pull) >= -rounding
        awake = awake[~held.all(axis=1)]
    period = np.ones(len(probes), dtype=np.int64)
    period[awake] = 0
    shape = states.shape[:-1]
    return Recall(
        states.astype(np.int64), *(shaped(x, shape) for x in (sweeps, period == 1, period))
    )


def energy(patterns: Any, states: Any, power: int, *, rectified: bool = False) -> Any:
    """Return ``E = -sum over patterns of (xi @ s)^n``.

    Parameters
    ----------
    patterns : array_like
        +1 and -1, shape ``(P, N)``.
    states : array_like
        +1 and -1, shape ``(..., N)``.
    power : int
        n, at least 2.
    rectified : bool
        Count negative overlaps as 0.

    Returns
    -------
    float or numpy.ndarray
        Shape ``(...,)``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    patterns = pattern_matrix(patterns)
    states = signs("states", states, n_units=patterns.shape[1])
    power = count("power", power, low=2)
    overlaps = states.astype(np.float64) @ patterns.T.astype(np.float64)
    if rectified:
        overlaps = np.maximum(overlaps, 0.0)
    energies = -(overlaps**power).sum(axis=-1)
    return float(energies) if states.ndim == 1 else energies


def bit_errors(
    patterns: Any, power: int, *, rectified: bool = False, tested: int | None = None
) -> float:
    """Return the fraction of the patterns' units that want to flip.

    Parameters
    ----------
    patterns : array_like
        +1 and -1, shape ``(P, N)``.
    power : int
        n, at least 2.
    rectified : bool
        Count negative overlaps as 0.
    tested : int, optional
        Look at the first so many patterns only; at all if left out.

    Returns
    -------
    float
        0 if every unit of every pattern looked at is held.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    patterns = pattern_matrix(patterns)
    pull, rounding = _pull(patterns.shape, count("power", power, low=2), rectified)
    tested = len(patterns) if tested is None else count("tested", tested)
    return float((_stabilities(patterns, patterns[:tested], pull) < -rounding).mean())


def _pull(shape: tuple[int, int], power: int, rectified: bool) -> tuple[np.ndarray, float]:
    """Return ``F(r + 1) - F(r - 1)`` for overlaps r from -N to N, and its relative rounding."""
    n_patterns, n_units = shape
    grid = np.arange(-n_units - 1, n_units + 2).astype(np.float64)
    if rectified:
        grid = np.maximum(grid, 0.0)
    if 2.0 * n_patterns * (n_units + 1.0) ** power < _EXACT:
        values, rounding = grid**power, 0.0
    else:  # too large for exact sums: in units of the largest
        values, rounding = (grid / (n_units + 1.0)) ** power, _ROUNDING
    return values[2:] - values[:-2], rounding


def _stabilities(patterns: np.ndarray, states: np.ndarray, pull: np.ndarray) -> np.ndarray:
    """Return ``s_i h_i`` of states (K, N), with h half the energy that a flip to +1 would save.

    Given in parts of the sum of sizes of what is summed, so that rounding is known.
    """
    n_patterns, n_units = patterns.shape
    by_unit = np.ascontiguousarray(patterns.T).astype(np.int64)
    result = np.empty(states.shape)
    overlaps = (states.astype(np.float64) @ patterns.T.astype(np.float64)).astype(np.int64)
    lines = max(1, _BLOCK // n_patterns)
    for state, overlap, found in zip(states.astype(np.int64), overlaps, result, strict=True):
        for first in range(0, n_units, lines):
            agreed = by_unit[first : first + lines] * state[first : first + lines, None]
            parts = agreed * pull[n_units + overlap - agreed]
            sizes = np.abs(parts).sum(axis=1)
            found[first : first + lines] = parts.sum(axis=1) / np.where(sizes > 0, sizes, 1.0)
    return result
