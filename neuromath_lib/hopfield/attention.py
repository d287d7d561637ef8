"""Softmax retrieval: a network of real numbers that remembers in one step, and transformers.

A state asks all patterns at once how alike they are, sharpens the answers by a softmax, and
becomes the mixture they vote for::

    new state = X' softmax(beta X state)

with the patterns as the lines of X. One step is what a transformer's attention does with queries
(states), keys and values (both the patterns), up to projections that are learnt; there beta is
``1 / sqrt(dimension)``.

Source: H. Ramsauer et al. 2020, ICLR 2021, arXiv:2008.02217.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from neuromath_lib.hopfield.checking import count
from neuromath_lib.numerics.validation import number, numbers


def retrieve(patterns: Any, states: Any, beta: float, steps: int = 1) -> np.ndarray:
    """Replace states by the patterns they resemble most, in proportion.

    Parameters
    ----------
    patterns : array_like
        Any real numbers, shape ``(P, N)``.
    states : array_like
        Any real numbers, shape ``(..., N)``.
    beta : float
        How sharp the choice is, above 0; the dot products are multiplied by it as they are.
    steps : int
        How often.

    Returns
    -------
    numpy.ndarray of float
        Shape ``(..., N)``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.

    Examples
    --------
    >>> retrieve([[3.0, 0.0], [0.0, 3.0]], [1.0, 0.5], beta=8.0).round(3).tolist()
    [3.0, 0.0]
    """
    patterns, states = _patterns(patterns), numbers("states", states)
    for _ in range(count("steps", steps)):
        states = attention(states, patterns, patterns, beta)
    return states


def attention(queries: Any, keys: Any, values: Any, beta: float) -> np.ndarray:
    """Return values, weighted for each query by how well it fits their keys.

    Parameters
    ----------
    queries : array_like
        Shape ``(..., N)``.
    keys : array_like
        Shape ``(P, N)``.
    values : array_like
        Shape ``(P, M)``.
    beta : float
        Above 0.

    Returns
    -------
    numpy.ndarray of float
        ``softmax(beta queries keys') values``, shape ``(..., M)``.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or the shapes do not fit.
    """
    keys = _patterns(keys, "keys")
    values = _patterns(values, "values")
    if len(values) != len(keys):
        raise ValueError(f"values was {len(values)} lines; it should be {len(keys)}, as keys has")
    return _softmax(_answers(queries, keys, beta, "queries")) @ values


def weights(patterns: Any, states: Any, beta: float) -> np.ndarray:
    """Return how much each pattern counts for each state.

    Parameters
    ----------
    patterns : array_like
        Shape ``(P, N)``.
    states : array_like
        Shape ``(..., N)``.
    beta : float
        Above 0.

    Returns
    -------
    numpy.ndarray of float
        ``softmax(beta X state)``, shape ``(..., P)``; sums to 1.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    return _softmax(_answers(states, _patterns(patterns), beta, "states"))


def energy(patterns: Any, states: Any, beta: float) -> Any:
    """Return the energy that no step of `retrieve` can raise.

    Parameters
    ----------
    patterns : array_like
        Shape ``(P, N)``.
    states : array_like
        Shape ``(..., N)``.
    beta : float
        Above 0.

    Returns
    -------
    float or numpy.ndarray
        ``-log(sum exp(beta X state)) / beta + |state|^2 / 2 + log(P) / beta + M^2 / 2``, with M
        the length of the longest pattern; never negative. Shape ``(...,)``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    patterns = _patterns(patterns)
    answers = _answers(states, patterns, beta, "states")
    states = np.asarray(states, dtype=float)
    top = answers.max(axis=-1)
    logarithm = top + np.log(np.exp(answers - top[..., None]).sum(axis=-1))
    longest = (patterns**2).sum(axis=1).max()
    result = (math.log(len(patterns)) - logarithm) / beta + 0.5 * (
        (states**2).sum(axis=-1) + longest
    )
    return float(result) if np.ndim(result) == 0 else result


def _patterns(value: Any, name: str = "patterns") -> np.ndarray:
    array = numbers(name, value)
    if np.ndim(array) != 2:
        raise ValueError(f"{name} was an array of shape {np.shape(array)}; it should have two axes")
    return array


def _answers(states: Any, patterns: np.ndarray, beta: Any, name: str) -> np.ndarray:
    states = numbers(name, states)
    if np.ndim(states) == 0 or states.shape[-1] != patterns.shape[1]:
        raise ValueError(
            f"{name} was an array of shape {np.shape(states)}; its last axis should have "
            f"{patterns.shape[1]} numbers"
        )
    return number("beta", beta, above=0.0) * (states @ patterns.T)


def _softmax(answers: np.ndarray) -> np.ndarray:
    # With the largest taken off nothing overflows, and the quotient is the same.
    shares = np.exp(answers - answers.max(axis=-1, keepdims=True))
    return shares / shares.sum(axis=-1, keepdims=True)
