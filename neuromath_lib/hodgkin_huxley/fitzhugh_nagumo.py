"""FitzHugh and Nagumo's sketch of a nerve, with two variables that fit on a page.

::

    dv/dt = v - v^3 / 3 - w + I              fast: excites itself
    dw/dt = (v + a - b w) / tau              slow: pulls it back

All quantities are without units: it is a picture of the axon, not an approximation of it. After
R. FitzHugh 1961, Biophys J 1:445, doi:10.1016/S0006-3495(61)86902-6, and J. Nagumo, S. Arimoto &
S. Yoshizawa 1962, Proc IRE 50:2061, doi:10.1109/JRPROC.1962.288235. FitzHugh's c is the square
root of tau, his time is ours divided by c, and his voltage and current have the other sign; his c
of 3 would be a tau of 9, where texts now have 12.5.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.numerics.fixed_step import walk
from neuromath_lib.numerics.hopf import first_lyapunov
from neuromath_lib.numerics.rk4 import rk4_step
from neuromath_lib.numerics.validation import common_shape, number, numbers


@dataclasses.dataclass(frozen=True, eq=False)
class PlaneTrace:
    """A run in the phase plane: times `t` (n,), states `v` and `w` (..., n)."""

    t: np.ndarray
    v: np.ndarray
    w: np.ndarray


@dataclasses.dataclass(frozen=True)
class FitzHughNagumo:
    """The model and its constants.

    Parameters
    ----------
    a, b : float
        Where the line dw/dt = 0 stands, and how steep it is: ``v + a = b w``.
    tau : float
        How many times slower w is.

    Raises
    ------
    ValueError
        If a constant is not a number, or `b` or `tau` is not positive.

    Examples
    --------
    >>> FitzHughNagumo().hopf_points().round(5).tolist()
    [0.33128, 1.41872]
    """

    a: float = 0.7
    b: float = 0.8
    tau: float = 12.5

    def __post_init__(self) -> None:
        """Check the constants."""
        object.__setattr__(self, "a", number("a", self.a))
        object.__setattr__(self, "b", number("b", self.b, above=0.0))
        object.__setattr__(self, "tau", number("tau", self.tau, above=0.0))

    def derivative(self, v: Any, w: Any, current: Any = 0.0) -> tuple[Any, Any]:
        """Return dv/dt and dw/dt: the arrow at a point of the plane."""
        return v - v**3 / 3.0 - w + current, (v + self.a - self.b * w) / self.tau

    def nullclines(self, v: Any, current: Any = 0.0) -> tuple[Any, Any]:
        """Return the w at which dv/dt = 0 (a cubic) and at which dw/dt = 0 (a line).

        Parameters
        ----------
        v : float or array_like
            Where.
        current : float or array_like
            I; broadcasts with `v`.

        Raises
        ------
        ValueError
            If an argument is not a number or an array of them.
        """
        v, current = numbers("v", v), numbers("current", current)
        common_shape(v=v, current=current)
        return v - v**3 / 3.0 + current, (v + self.a) / self.b

    def equilibria(self, current: float = 0.0) -> np.ndarray:
        """Return all points where the nullclines cross, (v, w) a row, by rising v.

        Raises
        ------
        ValueError
            If `current` is not a number.
        """
        current = number("current", current)
        cubic = [-1.0 / 3.0, 0.0, 1.0 - 1.0 / self.b, current - self.a / self.b]
        roots = np.roots(cubic)
        v = np.sort(roots.real[np.abs(roots.imag) < 1e-7])
        for _ in range(3):  # Newton: numpy's roots are good to half the digits where two meet
            slope = np.polyval(np.polyder(cubic), v)
            v = v - np.where(slope == 0, 0.0, np.polyval(cubic, v) / np.where(slope == 0, 1, slope))
        return np.stack([v, (v + self.a) / self.b], axis=1)

    def jacobian(self, v: Any, w: Any = 0.0) -> np.ndarray:
        """Return the derivatives of dv/dt and dw/dt in v and w: (..., 2, 2)."""
        v, _ = np.broadcast_arrays(np.asarray(v, float), w)
        matrix = np.empty((*v.shape, 2, 2))
        matrix[..., 0, 0], matrix[..., 0, 1] = 1.0 - v * v, -1.0
        matrix[..., 1, 0], matrix[..., 1, 1] = 1.0 / self.tau, -self.b / self.tau
        return matrix

    def stable(self, v: Any) -> Any:
        """Return whether an equilibrium at `v` attracts: trace below 0, determinant above."""
        matrix = self.jacobian(v)
        trace = matrix[..., 0, 0] + matrix[..., 1, 1]
        return ((trace < 0) & (np.linalg.det(matrix) > 0))[()]

    def hopf_points(self) -> np.ndarray:
        """Return the currents between which the equilibrium repels, ascending; perhaps none.

        The trace of the Jacobian vanishes at v = -+ sqrt(1 - b / tau).
        """
        return np.sort([self._current(v) for v in self._hopf_voltages()])

    def lyapunov(self) -> np.ndarray:
        """Return the first Lyapunov coefficients there: above 0 the small cycles repel."""
        voltages = sorted(self._hopf_voltages(), key=self._current)
        scales = np.full(2, 0.05)
        return np.array(
            [
                first_lyapunov(
                    lambda y: self.jacobian(y[0]), np.array([v, (v + self.a) / self.b]), scales
                )
                for v in voltages
            ]
        )

    def simulate(
        self,
        current: Any,
        duration: float,
        *,
        v: Any = None,
        w: Any = None,
        dt: float = 0.02,
    ) -> PlaneTrace:
        """Run with a constant current from a point of the plane (Runge and Kutta's rule).

        Parameters
        ----------
        current : float or array_like
            I; with `v` and `w` it broadcasts to a batch.
        duration : float
            How long.
        v, w : float or array_like, optional
            Where to start; the lowest equilibrium without current if left out.
        dt : float
            Step.

        Returns
        -------
        PlaneTrace
            Time last.

        Raises
        ------
        ValueError
            If an argument is not what it should be.
        """
        current = numbers("current", current)
        duration = number("duration", duration, above=0.0)
        dt = number("dt", dt, above=0.0, high=duration)
        rest = self.equilibria(0.0)[0]
        v = numbers("v", rest[0] if v is None else v)
        w = numbers("w", rest[1] if w is None else w)
        shape = common_shape(current=current, v=v, w=w)
        start = np.stack([np.broadcast_to(v, shape), np.broadcast_to(w, shape)])

        def slope(_: float, y: np.ndarray) -> np.ndarray:
            return np.stack(self.derivative(y[0], y[1], current))

        t = np.arange(int(np.floor(duration / dt + 1e-9)) + 1) * dt
        states = walk(rk4_step, slope, start, t)
        return PlaneTrace(t, np.moveaxis(states[:, 0], 0, -1), np.moveaxis(states[:, 1], 0, -1))

    def _hopf_voltages(self) -> list[float]:
        # The determinant, (1 - b^2 / tau) / tau, must be positive: else it is a pair of real
        # eigenvalues that cancel.
        if self.b >= self.tau or self.b**2 >= self.tau:
            return []
        v = float(np.sqrt(1.0 - self.b / self.tau))
        return [-v, v]

    def _current(self, v: float) -> float:
        return (v + self.a) / self.b - v + v**3 / 3.0
