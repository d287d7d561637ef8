"""What synapses can do to weights: hold one bit each, or be missing."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuromath_lib.hopfield import checking
from neuromath_lib.hopfield.checking import generator, symmetric, weight_matrix


def clipped(weights: Any) -> np.ndarray:
    """Keep the sign of each weight and forget its size.

    Parameters
    ----------
    weights : array_like
        Shape ``(N, N)``.

    Returns
    -------
    numpy.ndarray of int64
        +1, 0 and -1, with a zero diagonal. The critical load of Hebb's rule falls from .138 to
        .1018 (`theory.critical_load_with_noise`).

    Raises
    ------
    ValueError
        If `weights` is not a square array of finite numbers.
    """
    signs = np.sign(weight_matrix(weights)).astype(np.int64)
    np.fill_diagonal(signs, 0)
    return signs


def diluted(weights: Any, lost: float, rng: np.random.Generator) -> np.ndarray:
    """Cut a fraction of the connections, both ways at once if the weights are symmetric.

    Parameters
    ----------
    weights : array_like
        Shape ``(N, N)``.
    lost : float
        Fraction of the pairs of units (of the single connections, if the weights are not
        symmetric) that is cut, 0 to 1.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    numpy.ndarray
        Weights of the same type, with a zero diagonal.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    weights = weight_matrix(weights).copy()
    lost = checking.fraction("lost", lost)
    tickets = generator(rng).random(weights.shape)
    if symmetric(weights):
        tickets = np.triu(tickets, 1)
        tickets += tickets.T
    weights[tickets < lost] = 0
    np.fill_diagonal(weights, 0)
    return weights
