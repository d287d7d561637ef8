"""The first update: how many bits of a memory go wrong at once.

A network that stands in a memory feels it with a field of size N, and the other P - 1 memories as
noise of variance N P. A bit goes wrong if the noise is larger, and against it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from neuromath_lib.numerics.validation import numbers


def one_step_error(load: Any) -> Any:
    """Return the fraction of a memory's units that flip in the first update.

    Parameters
    ----------
    load : float or array_like
        alpha = P / N, above 0.

    Returns
    -------
    float or numpy.ndarray
        ``1/2 erfc(1 / sqrt(2 alpha))``.

    Raises
    ------
    ValueError
        If `load` is not a positive number.

    Examples
    --------
    >>> round(one_step_error(0.138), 5)
    0.00355
    """
    from scipy.special import erfc

    load = numbers("load", load, above=0.0)
    return _plain(0.5 * erfc(1.0 / np.sqrt(2.0 * np.asarray(load))))


def load_of_one_step_error(error: Any) -> Any:
    """Return the load at which as many units flip in the first update.

    Parameters
    ----------
    error : float or array_like
        Fraction of units, above 0 and below 1/2.

    Returns
    -------
    float or numpy.ndarray
        alpha.

    Raises
    ------
    ValueError
        If `error` is not above 0 and below 1/2.
    """
    from scipy.special import erfcinv

    error = numbers("error", error, above=0.0, high=np.nextafter(0.5, 0.0))
    return _plain(0.5 / erfcinv(2.0 * np.asarray(error)) ** 2)


def _plain(values: Any) -> Any:
    return float(values) if np.ndim(values) == 0 else values
