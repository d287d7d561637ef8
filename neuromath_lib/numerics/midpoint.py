"""The midpoint rule, order 2: walk half a step to look, then take the slope found there."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuromath_lib.numerics.fixed_step import Slope, walk


def midpoint_step(f: Slope, t: float, y: np.ndarray, dt: float) -> np.ndarray:
    """Return y at ``t + dt``: two looks at the slope, the second in mid-step."""
    halfway = y + 0.5 * dt * np.asarray(f(t, y))
    return y + dt * np.asarray(f(t + 0.5 * dt, halfway))


def midpoint(f: Slope, y0: Any, t: Any) -> np.ndarray:
    """Solve dy/dt = f(t, y) on the times `t`; halving the step quarters the error.

    Parameters and errors are those of `neuromath_lib.numerics.fixed_step.walk`.

    Examples
    --------
    >>> import numpy as np
    >>> y = midpoint(lambda t, y: -y, 1.0, np.linspace(0.0, 1.0, 101))
    >>> round(float(y[-1]), 4)
    0.3679
    """
    return walk(midpoint_step, f, y0, t)
