"""From log evidences to probabilities of models."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import softmax

from neuromath_lib.numerics.validation import numbers


def model_probabilities(log_evidences: Any, prior: Any = None) -> np.ndarray:
    """Return how probable each model is, if one of them made the data.

    Parameters
    ----------
    log_evidences : array_like, shape (..., n)
        Log evidence of each model for the same data, in nats; models last. Differences suffice.
    prior : array_like, shape (n,), optional
        Probability of each before the data, or anything proportional; equal if left out.

    Returns
    -------
    numpy.ndarray, shape (..., n)
        Sums to 1 along the last axis.

    Raises
    ------
    ValueError
        If an argument is not finite or of the wrong shape, or a prior is not positive.

    Examples
    --------
    >>> model_probabilities([0.0, 3.0]).round(3).tolist()
    [0.047, 0.953]
    """
    evidences = np.asarray(numbers("log_evidences", log_evidences))
    if evidences.ndim == 0:
        raise ValueError(f"log_evidences was {evidences}; it should hold one for each model")
    if prior is None:
        return softmax(evidences, axis=-1)
    weights = np.asarray(numbers("prior", prior, above=0.0))
    if weights.shape != evidences.shape[-1:]:
        raise ValueError(
            f"prior was of shape {weights.shape}; it should be {evidences.shape[-1:]}, one for "
            "each model"
        )
    return softmax(evidences + np.log(weights), axis=-1)
