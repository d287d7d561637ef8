"""Many roots at once, each kept between two brackets (Chandrupatla's rule).

Inverse quadratic interpolation where it can be trusted, halving where it cannot. After
T. R. Chandrupatla 1997, Advances in Engineering Software 28:145, doi:10.1016/S0965-9978(96)00051-8.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def bracketed_root(
    f: Callable[[np.ndarray], np.ndarray],
    low: Any,
    high: Any,
    *,
    xtol: float = 1e-13,
    steps: int = 200,
) -> np.ndarray:
    """Return x with f(x) = 0 between `low` and `high`, for each element by itself.

    Parameters
    ----------
    f : callable
        Works element by element on an array of the brackets' shape.
    low, high : array_like
        Brackets; f has opposite signs (or a zero) at the two.
    xtol : float
        Accuracy asked for, relative to the larger of 1 and the root.
    steps : int
        Most steps taken.

    Returns
    -------
    numpy.ndarray
        The roots.

    Raises
    ------
    ValueError
        If f has the same sign at both ends of some bracket.
    """
    older, newest = (np.array(x, dtype=float) for x in np.broadcast_arrays(low, high))
    f_older, f_newest = np.asarray(f(older), float), np.asarray(f(newest), float)
    if np.any(np.sign(f_older) * np.sign(f_newest) > 0):
        raise ValueError("low and high should enclose a sign change of f, and somewhere do not")
    oldest, f_oldest = older, f_older
    fraction = np.full(newest.shape, 0.5)
    best = newest
    for _ in range(steps):
        x = newest + fraction * (older - newest)
        f_x = np.asarray(f(x), float)
        same = np.sign(f_x) == np.sign(f_newest)
        oldest, f_oldest = np.where(same, newest, older), np.where(same, f_newest, f_older)
        older, f_older = np.where(same, older, newest), np.where(same, f_older, f_newest)
        newest, f_newest = x, f_x
        best = np.where(np.abs(f_older) < np.abs(f_newest), older, newest)
        f_best = np.minimum(np.abs(f_older), np.abs(f_newest))
        width = np.abs(older - newest)
        allowed = xtol * np.maximum(1.0, np.abs(best))
        done = (width <= 2.0 * allowed) | (f_best == 0)
        if np.all(done):
            break
        with np.errstate(divide="ignore", invalid="ignore"):
            xi = (newest - older) / (oldest - older)
            phi = (f_newest - f_older) / (f_oldest - f_older)
            inverse_quadratic = f_newest / (f_older - f_newest) * f_oldest / (
                f_older - f_oldest
            ) + (oldest - newest) / (older - newest) * f_newest / (
                f_oldest - f_newest
            ) * f_older / (f_oldest - f_older)
            trusted = (phi * phi < xi) & ((1.0 - phi) ** 2 < 1.0 - xi)
            edge = np.minimum(0.5, allowed / np.where(width > 0, width, 1.0))
        trusted &= np.isfinite(inverse_quadratic)
        fraction = np.clip(np.where(trusted, inverse_quadratic, 0.5), edge, 1.0 - edge)
        # A root found stays where it is while the others are still looked for.
        fraction = np.where(done, np.where(f_newest == 0, 0.0, edge), fraction)
    return best
