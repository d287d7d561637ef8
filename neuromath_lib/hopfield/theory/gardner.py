"""Gardner's bound: how many patterns the best possible weights can keep.

Of all weights of a given length, what fraction keeps every unit of P patterns firmly? The fraction
shrinks to nothing at the load given here, whatever the learning rule.

Source: E. Gardner 1988, J Phys A 21:257, doi:10.1088/0305-4470/21/1/030.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from neuromath_lib.numerics.roots import bracketed_root
from neuromath_lib.numerics.validation import numbers


def gardner_capacity(margin: Any = 0.0, activity: Any = 0.5) -> Any:
    """Return the largest load that any weights can keep.

    Parameters
    ----------
    margin : float or array_like
        Kappa: each unit's field, in its own direction, is to be at least so many times the length
        of its row of weights; 0 or more.
    activity : float or array_like
        f, the fraction of units that are +1 in a pattern, above 0 and below 1. With f other than
        1/2 units may have thresholds, and the best is taken.

    Returns
    -------
    float or numpy.ndarray
        alpha; 2 for margin 0 and activity 1/2.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> round(gardner_capacity(), 10), round(gardner_capacity(1.0), 4)
    (2.0, 0.5196)
    """
    margin = numbers("margin", margin, low=0.0)
    f = numbers("activity", activity, above=0.0, high=np.nextafter(1.0, 0.0))
    margin, f = np.broadcast_arrays(np.asarray(margin, float), np.asarray(f, float))
    reach = margin / np.sqrt(4.0 * f * (1.0 - f))  # in units of the noise, variance 1 - (2 f - 1)^2

    # The bias b helps the units that are +1 and hurts the others. It costs
    # f I(reach - b) + (1 - f) I(reach + b), I(a) = int_{-a}^inf Dt (t + a)^2, least where:
    def slope(b: np.ndarray) -> np.ndarray:
        return (1.0 - f) * _mean(reach + b) - f * _mean(reach - b)

    bias = bracketed_root(slope, -40.0 - reach, 40.0 + reach)
    cost = f * _mean_square(reach - bias) + (1.0 - f) * _mean_square(reach + bias)
    return float(1.0 / cost) if cost.ndim == 0 else 1.0 / cost


def _mean(a: np.ndarray) -> np.ndarray:
    """Return the mean of ``t + a`` where that is positive, t normal."""
    from scipy.special import ndtr

    return a * ndtr(a) + np.exp(-0.5 * a * a) / math.sqrt(2.0 * math.pi)


def _mean_square(a: np.ndarray) -> np.ndarray:
    """Return the mean of ``(t + a)**2`` where ``t + a`` is positive, t normal."""
    from scipy.special import ndtr

    return (1.0 + a * a) * ndtr(a) + a * np.exp(-0.5 * a * a) / math.sqrt(2.0 * math.pi)
