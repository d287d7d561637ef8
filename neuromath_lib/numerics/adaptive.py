"""An adaptive rule, order 8: as small a step as the solution needs, none smaller.

The rule is DOP853 of Dormand and Prince as Hairer wrote it, in scipy's copy. It is meant as the
yardstick for the fixed-step rules, so its tolerances are tight unless asked otherwise.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from neuromath_lib.numerics.fixed_step import Slope
from neuromath_lib.numerics.validation import number, numbers


def adaptive(
    f: Slope,
    y0: Any,
    t: Any,
    *,
    rtol: float = 1e-10,
    atol: float = 1e-12,
    most_looks: float = np.inf,
) -> np.ndarray:
    """Solve dy/dt = f(t, y), with f smooth from ``t[0]`` to ``t[-1]``, at the times `t`.

    Parameters
    ----------
    f : callable
        ``f(t, y)`` returns dy/dt, in the shape of `y0`.
    y0 : array_like
        State at ``t[0]``, any shape.
    t : array_like
        Increasing times at which the state is wanted.
    rtol, atol : float
        Relative and absolute error allowed in a step.
    most_looks : float
        How often f may be evaluated before the attempt is given up. A stiff problem, whose fast
        parts have long settled, still forces an explicit rule into tiny steps.

    Returns
    -------
    numpy.ndarray
        States, shape ``(len(t), *y0.shape)``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    FloatingPointError
        If the solution blows up, no step is small enough, or `most_looks` is used up.
    """
    from scipy.integrate import solve_ivp

    times = np.atleast_1d(numbers("t", t))
    if times.ndim != 1 or len(times) < 2 or np.any(np.diff(times) <= 0):
        raise ValueError("t should be a one-dimensional array of at least two increasing times")
    start = np.array(numbers("y0", y0))
    number("rtol", rtol, above=0.0)
    number("atol", atol, above=0.0)

    looks = 0

    def flat(time: float, y: np.ndarray) -> np.ndarray:
        nonlocal looks
        looks += 1
        if looks > most_looks:
            raise FloatingPointError(
                f"gave up at t = {time:g} after {most_looks:.0f} evaluations: the problem is too "
                "stiff for an explicit rule, or the tolerance too small"
            )
        return np.ravel(f(time, y.reshape(start.shape)))

    with np.errstate(over="ignore", invalid="ignore"):
        solution = solve_ivp(
            flat,
            (times[0], times[-1]),
            start.ravel(),
            method="DOP853",
            t_eval=times,
            rtol=max(rtol, 1e-13),
            atol=atol,
        )
    if solution.status != 0 or not np.all(np.isfinite(solution.y)):
        reached = solution.t[-1] if solution.t.size else times[0]
        raise FloatingPointError(f"the solution blew up after t = {reached:g}: {solution.message}")
    return solution.y.T.reshape(len(times), *start.shape)
