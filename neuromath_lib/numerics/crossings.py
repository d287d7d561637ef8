"""Where a sampled curve crosses a level or turns, read off a cubic through values and slopes.

Between two samples a curve with known values and slopes is drawn as the one cubic that has them
(Hermite's). Its error shrinks with the fourth power of the spacing, so the crossing of a curve
that was computed to second or fourth order is found as well as the curve itself is known.
All functions are vectorised: each element describes one interval, rescaled to 0..1.
"""

from __future__ import annotations

import numpy as np


def hermite(s: np.ndarray, y0: np.ndarray, y1: np.ndarray, d0: np.ndarray, d1: np.ndarray):
    """Return the cubic at `s` in 0..1 that has values y0, y1 and slopes d0, d1 per interval."""
    cubic, square, slope = _coefficients(y0, y1, d0, d1)
    return ((cubic * s + square) * s + slope) * s + y0


def hermite_crossing(
    y0: np.ndarray,
    y1: np.ndarray,
    d0: np.ndarray,
    d1: np.ndarray,
    level: float = 0.0,
    *,
    steps: int = 60,
) -> np.ndarray:
    """Return where, as a fraction 0..1 of the interval, the cubic crosses `level`.

    Parameters
    ----------
    y0, y1 : array_like
        Values at the two ends, on different sides of `level` (or on it).
    d0, d1 : array_like
        Slopes at the two ends, times the interval's length.
    level : float
        The level crossed.
    steps : int
        Most Newton or bisection steps taken.

    Returns
    -------
    numpy.ndarray
        Fractions, in the broadcast shape of the arguments.
    """
    y0, y1, d0, d1 = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (y0, y1, d0, d1)))
    cubic, square, slope = _coefficients(y0, y1, d0, d1)
    low, high = np.zeros(y0.shape), np.ones(y0.shape)
    rising = y1 >= y0
    span = np.where(y1 == y0, 1.0, y1 - y0)
    s = np.clip((level - y0) / span, 0.0, 1.0)
    for _ in range(steps):
        value = ((cubic * s + square) * s + slope) * s + y0 - level
        too_far = (value > 0) == rising
        high = np.where(too_far, s, high)
        low = np.where(too_far, low, s)
        tangent = (3.0 * cubic * s + 2.0 * square) * s + slope
        with np.errstate(divide="ignore", invalid="ignore"):
            newton = s - value / tangent
        inside = (newton > low) & (newton < high)
        following = np.where(value == 0, s, np.where(inside, newton, 0.5 * (low + high)))
        if np.all(np.abs(following - s) < 1e-14):
            return following
        s = following
    return s


def hermite_peak(
    y0: np.ndarray, y1: np.ndarray, d0: np.ndarray, d1: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return where in 0..1 the cubic is highest, and how high.

    Parameters
    ----------
    y0, y1, d0, d1 : array_like
        Values and slopes at the ends, as in `hermite_crossing`.

    Returns
    -------
    where, height : numpy.ndarray
        The fraction of the interval, and the value there.
    """
    y0, y1, d0, d1 = (np.asarray(x, dtype=float) for x in (y0, y1, d0, d1))
    cubic, square, slope = _coefficients(y0, y1, d0, d1)
    # The derivative is 3 c s^2 + 2 q s + d; its roots in the form that survives c -> 0.
    root = np.sqrt(np.maximum(square * square - 3.0 * cubic * slope, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        turning = -slope / (square - root), -slope / (square + root)
    where, height = np.where(y1 > y0, 1.0, 0.0), np.maximum(y0, y1)
    for s in turning:
        s = np.where(np.isfinite(s), np.clip(s, 0.0, 1.0), 0.0)
        value = hermite(s, y0, y1, d0, d1)
        where, height = np.where(value > height, s, where), np.maximum(value, height)
    return where, height


def _coefficients(y0, y1, d0, d1):
    rise = np.subtract(y1, y0)
    return d0 + d1 - 2.0 * rise, 3.0 * rise - 2.0 * np.asarray(d0) - d1, np.asarray(d0)
