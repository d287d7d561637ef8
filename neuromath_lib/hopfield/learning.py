"""Learning rules: from patterns to weights.

====================  =============================================================  ==============
rule                  what it does                                                   weights
====================  =============================================================  ==============
`hebbian`             units that are active together are wired together              whole numbers
`storkey`             the same, less what the network knows already                  carry 1/N
`projection`          keeps any patterns that are not mixtures of each other         carry 1
`perceptron`          mends its mistakes until there are none                        whole numbers
`palimpsest`          writes on and on; old patterns fade                            carry the rate
`sequence`            each pattern calls the next                                    whole numbers
====================  =============================================================  ==============

Every rule takes patterns of +1 and -1, shape ``(P, N)``, returns new weights, shape ``(N, N)``,
with ``weights[i, j]`` from unit j to unit i, and sets their diagonal to zero last: no unit is
wired to itself. For patterns of 0 and 1, few of them 1, see `sparse`; for what synapses do to
weights afterwards, `synapses`; for sleep, `sleep`.

Sources: J. J. Hopfield 1982, PNAS 79:2554 (Hebb's rule, sequences); A. Storkey 1997, ICANN, LNCS
1327:451; L. Personnaz, I. Guyon & G. Dreyfus 1985, J Phys Lett 46:359 (projection); E. Gardner
1988, J Phys A 21:257 (perceptron); M. Mezard, J. P. Nadal & G. Toulouse 1986, J Physique 47:1457
(palimpsest).
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from neuromath_lib.hopfield.checking import count, pattern_matrix, weight_matrix
from neuromath_lib.numerics.validation import number

_TILE = 512  # units on a side: a square of weights that fits a cache


def hebbian(patterns: Any) -> np.ndarray:
    """Wire together what fires together: ``W = sum over patterns of xi xi'``, exact integers.

    Parameters
    ----------
    patterns : array_like
        +1 and -1, shape ``(P, N)``.

    Returns
    -------
    numpy.ndarray of int32
        Shape ``(N, N)``, symmetric, zero diagonal, not divided by anything. The temperatures of
        the theory belong to ``hebbian(patterns) / n_units``.

    Raises
    ------
    ValueError
        If `patterns` is not an array (P, N) of +1 and -1.

    Examples
    --------
    >>> hebbian([[1, 1, -1]]).tolist()
    [[0, 1, -1], [1, 0, -1], [-1, -1, 0]]
    """
    weights = _outer_products(pattern_matrix(patterns))
    np.fill_diagonal(weights, 0)
    return weights


def storkey(patterns: Any) -> np.ndarray:
    """Learn one pattern after the other, less what the weights make of it already.

    ``W_ij`` changes by ``(x_i x_j - x_i h_ji - h_ij x_j) / N``, where ``h_ij`` is the field at i
    but for what comes from i and j. Local, as Hebb's rule is, with more than twice its capacity.

    Parameters
    ----------
    patterns : array_like
        +1 and -1, shape ``(P, N)``; their order matters a little.

    Returns
    -------
    numpy.ndarray of float
        Shape ``(N, N)``, symmetric, zero diagonal.

    Raises
    ------
    ValueError
        If `patterns` is not an array (P, N) of +1 and -1.
    """
    patterns = pattern_matrix(patterns).astype(np.float64)
    n_units = patterns.shape[1]
    weights = np.zeros((n_units, n_units))
    for pattern in patterns:
        # With a = W x, the field h_ij is a_i - W_ij x_j, and x_j x_j is 1.
        known = np.outer(pattern, weights @ pattern)
        weights += (np.outer(pattern, pattern) - (known + known.T) + 2.0 * weights) / n_units
        np.fill_diagonal(weights, 0.0)
    return weights


def projection(patterns: Any) -> np.ndarray:
    """Project states on the patterns: ``W = xi' (xi xi')^-1 xi``, or pseudo-inverse rule.

    Patterns that depend on each other (one given twice, or with its negative) do no harm. With N
    independent patterns every state is one, and nothing is left but zeros.

    Parameters
    ----------
    patterns : array_like
        +1 and -1, shape ``(P, N)``.

    Returns
    -------
    numpy.ndarray of float
        Shape ``(N, N)``, symmetric, zero diagonal.

    Raises
    ------
    ValueError
        If `patterns` is not an array (P, N) of +1 and -1.
    """
    weights = projector(pattern_matrix(patterns))
    np.fill_diagonal(weights, 0.0)
    return weights


def projector(patterns: np.ndarray) -> np.ndarray:
    """Return the projection on the span of the patterns, diagonal included."""
    # The span's orthonormal basis, from the overlaps of the patterns, which are whole numbers.
    patterns = patterns.astype(np.float64)
    eigenvalues, vectors = np.linalg.eigh(patterns @ patterns.T)
    spanned = eigenvalues > 1e-10 * eigenvalues[-1]
    basis = (vectors[:, spanned] / np.sqrt(eigenvalues[spanned])).T @ patterns
    return basis.T @ basis


def perceptron(patterns: Any, *, margin: float = 0.0, max_epochs: int = 10_000) -> np.ndarray:
    """Add to the weights what each badly kept unit asks for, until all are kept.

    A unit of a pattern is kept if ``x_i h_i > margin * |W_i|``, with ``|W_i|`` the length of its
    row of weights. For each that is not, ``W_ij`` and ``W_ji`` grow by ``x_i x_j``.

    Parameters
    ----------
    patterns : array_like
        +1 and -1, shape ``(P, N)``.
    margin : float
        Kappa: how firmly each unit should be kept, 0 or more. `theory.gardner_capacity` says how
        many patterns any weights can keep so firmly; symmetric ones can keep almost as many.
    max_epochs : int
        Most rounds through all patterns.

    Returns
    -------
    numpy.ndarray of int64
        Shape ``(N, N)``, symmetric, zero diagonal.

    Warns
    -----
    RuntimeWarning
        If some units were not kept after the last round; the weights returned are those reached.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    patterns = pattern_matrix(patterns).astype(np.float64)
    margin = number("margin", margin, low=0.0)
    n_units = patterns.shape[1]
    weights = np.zeros((n_units, n_units))
    for _ in range(count("max_epochs", max_epochs)):
        firmness = margin * np.sqrt((weights * weights).sum(axis=1))
        asking = np.where(patterns * (patterns @ weights) > firmness, 0.0, patterns)
        if not asking.any():
            break
        change = asking.T @ patterns
        weights += change + change.T
        np.fill_diagonal(weights, 0.0)
    else:
        warnings.warn(
            f"not all of {len(patterns)} patterns were kept with margin {margin:g} after "
            f"{max_epochs} epochs: more epochs, fewer patterns or a smaller margin",
            RuntimeWarning,
            stacklevel=2,
        )
    return weights.astype(np.int64)


def palimpsest(patterns: Any, rate: float, *, weights: Any = None) -> np.ndarray:
    """Write patterns over older ones: ``W <- (1 - rate) W + rate xi xi'``, one after the other.

    Parameters
    ----------
    patterns : array_like
        +1 and -1, shape ``(P, N)``, in the order in which they are learnt.
    rate : float
        Above 0, at most 1: how much of what was there each pattern wipes out.
    weights : array_like, optional
        What was there before, shape ``(N, N)``; nothing if left out.

    Returns
    -------
    numpy.ndarray of float
        Shape ``(N, N)``, zero diagonal.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    patterns = pattern_matrix(patterns)
    rate = number("rate", rate, above=0.0, high=1.0)
    ages = np.arange(len(patterns))[::-1]
    strengths = rate * (1.0 - rate) ** ages
    learnt = (patterns.T * strengths) @ patterns.astype(np.float64)
    learnt = 0.5 * (learnt + learnt.T)  # the same both ways to the last digit
    if weights is not None:
        older = weight_matrix(weights)
        if older.shape != learnt.shape:
            raise ValueError(
                f"weights was an array of shape {older.shape}; it should be {learnt.shape}, "
                "to fit the patterns"
            )
        learnt += (1.0 - rate) ** len(patterns) * older
    np.fill_diagonal(learnt, 0.0)
    return learnt


def sequence(patterns: Any, *, cyclic: bool = False) -> np.ndarray:
    """Let each pattern call the next: ``W = sum of xi(mu + 1) xi(mu)'``.

    These weights are not symmetric, so they have no energy; with synchronous updates a network
    walks through the patterns, one a step.

    Parameters
    ----------
    patterns : array_like
        +1 and -1, shape ``(P, N)``, at least two, in order.
    cyclic : bool
        Whether the last calls the first.

    Returns
    -------
    numpy.ndarray of int64
        Shape ``(N, N)``, zero diagonal.

    Raises
    ------
    ValueError
        If `patterns` is not an array (P, N) of +1 and -1 with at least two lines.
    """
    patterns = pattern_matrix(patterns)
    if len(patterns) < 2:
        raise ValueError(f"patterns was {len(patterns)} pattern; it should be two or more")
    before, after = patterns[:-1], patterns[1:]
    if cyclic:
        before, after = patterns, np.roll(patterns, -1, axis=0)
    weights = (after.T.astype(np.float64) @ before).astype(np.int64)
    np.fill_diagonal(weights, 0)
    return weights


def _outer_products(patterns: np.ndarray) -> np.ndarray:
    """Return the sum of the patterns' outer products: one half of it, and the other by mirror.

    Whole numbers below 2**24 are exact in single precision, in which processors are fastest.
    """
    n_patterns, n_units = patterns.shape
    single = patterns.astype(np.float32 if n_patterns < 2**24 else np.float64)
    weights = np.empty((n_units, n_units), dtype=np.int32)
    for first in range(0, n_units, _TILE):
        last = min(first + _TILE, n_units)
        band = single[:, first:last].T @ single[:, first:]
        weights[first:last, first:] = band
        for left in range(last, n_units, _TILE):
            tile = band[:, left - first : left - first + _TILE]
            weights[left : left + _TILE, first:last] = tile.T
    return weights
