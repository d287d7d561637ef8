"""The dreaming kernel: learning by day and unlearning by night, in one formula.

Source: A. Fachechi, E. Agliari & A. Barra 2019, Neural Networks 112:24,
doi:10.1016/j.neunet.2019.01.006.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from neuromath_lib.hopfield.checking import pattern_matrix
from neuromath_lib.hopfield.learning import hebbian, projector
from neuromath_lib.numerics.validation import number


def dreaming_kernel(patterns: Any, t: float) -> np.ndarray:
    """Return the weights after as much sleep: ``(1 + t) / N  xi' (I + t C)^-1 xi``, C = xi xi'/N.

    Parameters
    ----------
    patterns : array_like
        +1 and -1, shape ``(P, N)``.
    t : float
        Length of the sleep, 0 or more. 0 is Hebb's rule divided by N; infinity is `projection`.

    Returns
    -------
    numpy.ndarray of float
        Shape ``(N, N)``, symmetric, zero diagonal.

    Raises
    ------
    ValueError
        If `patterns` is not an array (P, N) of +1 and -1, or `t` is negative.
    """
    patterns = pattern_matrix(patterns)
    t = number("t", t, low=0.0, infinite=True)
    n_patterns, n_units = patterns.shape
    if t == 0.0:
        return hebbian(patterns) / n_units
    if t == np.inf:
        kernel = projector(patterns)
    else:
        xi = patterns.astype(np.float64)
        correlations = xi @ xi.T / n_units
        # Divided by 1 + t, so that no length of sleep is too large a number.
        awake, asleep = 1.0 / (1.0 + t), t / (1.0 + t)
        kernel = xi.T @ np.linalg.solve(awake * np.eye(n_patterns) + asleep * correlations, xi)
        kernel = 0.5 * (kernel + kernel.T) / n_units
    np.fill_diagonal(kernel, 0.0)
    return kernel
