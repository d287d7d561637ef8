"""How much dense associative memories hold: Krotov and Hopfield's asymptotic formula."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from neuromath_lib.numerics.validation import numbers, whole_number


def dense_capacity(n_units: Any, power: int) -> Any:
    """Return how many random patterns a dense memory keeps without any error.

    Parameters
    ----------
    n_units : float or array_like
        N, at least 2.
    power : int
        n of the energy ``-sum over patterns of (xi . s)**n``, at least 2; 2 is Hopfield's own.

    Returns
    -------
    float or numpy.ndarray
        ``N**(n - 1) / (2 (2n - 3)!! ln N)``. It holds for large N; `dense.bit_errors` measures.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Notes
    -----
    D. Krotov & J. J. Hopfield 2016, Advances in NIPS 29, arXiv:1606.01164, eq. 6: at this number
    a bit of a memory is wrong with a probability below 1 / N.

    Examples
    --------
    >>> [round(dense_capacity(100, n)) for n in (2, 3, 4)]
    [11, 362, 7238]
    """
    n_units = np.asarray(numbers("n_units", n_units, low=2.0))
    power = whole_number("power", power, low=2)
    odd = math.prod(range(2 * power - 3, 0, -2))
    held = n_units ** (power - 1) / (2.0 * odd * np.log(n_units))
    return float(held) if held.ndim == 0 else held
