"""Euler's rule, order 1: the slope here, followed for a whole step."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuromath_lib.numerics.fixed_step import Slope, walk


def euler_step(f: Slope, t: float, y: np.ndarray, dt: float) -> np.ndarray:
    """Return y at ``t + dt``: one look at the slope, where the step begins."""
    return y + dt * np.asarray(f(t, y))


def euler(f: Slope, y0: Any, t: Any) -> np.ndarray:
    """Solve dy/dt = f(t, y) on the times `t`; halving the step halves the error.

    Parameters and errors are those of `neuromath_lib.numerics.fixed_step.walk`.

    Examples
    --------
    >>> import numpy as np
    >>> y = euler(lambda t, y: -y, 1.0, np.linspace(0.0, 1.0, 101))
    >>> round(float(y[-1]), 4)  # exp(-1) is 0.3679
    0.366
    """
    return walk(euler_step, f, y0, t)
