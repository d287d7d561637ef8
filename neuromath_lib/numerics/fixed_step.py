"""Walk along a grid of times with a one-step rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from neuromath_lib.numerics.validation import numbers

Slope = Callable[[float, np.ndarray], Any]
Rule = Callable[[Slope, float, np.ndarray, float], np.ndarray]


def walk(rule: Rule, f: Slope, y0: Any, t: Any) -> np.ndarray:
    """Apply `rule` from each time of `t` to the next.

    Parameters
    ----------
    rule : callable
        ``rule(f, t, y, dt)`` returns y at ``t + dt``.
    f : callable
        ``f(t, y)`` returns dy/dt, in the shape of `y0`.
    y0 : array_like
        State at ``t[0]``, any shape.
    t : array_like
        Times, increasing, one-dimensional; the steps may differ in length.

    Returns
    -------
    numpy.ndarray
        States, shape ``(len(t), *y0.shape)``.

    Raises
    ------
    ValueError
        If `t` or `y0` is not what it should be, or `f` returns another shape than `y0` has.
    FloatingPointError
        If the solution stops being finite.
    """
    times = np.atleast_1d(numbers("t", t))
    if times.ndim != 1 or np.any(np.diff(times) <= 0):
        raise ValueError("t should be a one-dimensional array of increasing times")
    y = np.array(numbers("y0", y0))
    slope_shape = np.shape(f(times[0], y))
    if slope_shape != y.shape:
        raise ValueError(
            f"f returned shape {slope_shape} for a y0 of shape {y.shape}; they should be the same"
        )
    states = np.empty((len(times), *y.shape))
    states[0] = y
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(len(times) - 1):
            states[k + 1] = rule(f, times[k], states[k], times[k + 1] - times[k])
            if not np.all(np.isfinite(states[k + 1])):
                raise FloatingPointError(
                    f"the solution blew up at t = {times[k + 1]:g}: try a smaller step than "
                    f"{times[k + 1] - times[k]:g}"
                )
    return states
