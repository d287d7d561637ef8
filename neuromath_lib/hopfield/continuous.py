"""Graded units: firing rates in place of yes and no, as in Hopfield's second paper.

A unit has an input u that relaxes and an output V between -1 and 1::

    tau du/dt = -u + W V + current,    V = tanh(gain u)

With symmetric weights there is an energy that falls all the time; where the gain is high its
minima lie close to the states of +1 and -1 of the `network` with the same weights. Where the gain
is below one over the largest eigenvalue of W, all inputs fade and nothing is remembered.

Source: J. J. Hopfield 1984, PNAS 81:3088, doi:10.1073/pnas.81.10.3088.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.hopfield.checking import symmetric, weight_matrix
from neuromath_lib.numerics.rk4 import rk4
from neuromath_lib.numerics.validation import number, numbers

_LARGEST = 2**30  # bytes of a course


@dataclasses.dataclass(frozen=True, eq=False)
class Course:
    """Graded units over time.

    Attributes
    ----------
    t : numpy.ndarray
        In units of tau's, shape ``(n,)``.
    u, v : numpy.ndarray
        Inputs and outputs, shape ``(..., n, N)``.
    """

    t: np.ndarray
    u: np.ndarray
    v: np.ndarray


@dataclasses.dataclass(frozen=True, eq=False)
class GradedNetwork:
    """Units with outputs between -1 and 1.

    Parameters
    ----------
    weights : array_like
        Shape ``(N, N)``; of Hebb's rule, divided by N.
    gain : float
        Steepness of the output where the input is 0, above 0.
    tau : float
        Time constant of the inputs, above 0; it sets the unit of time.
    current : float or array_like
        Constant input to all units or to each, shape ``(N,)``.

    Raises
    ------
    ValueError
        If a field is not what it should be.
    """

    weights: Any
    gain: float = 10.0
    tau: float = 1.0
    current: Any = 0.0

    def __post_init__(self) -> None:
        """Check the fields."""
        weights = weight_matrix(self.weights).astype(np.float64)
        weights.flags.writeable = False
        current = numbers("current", self.current)
        if np.ndim(current) and current.shape != (len(weights),):
            raise ValueError(
                f"current was an array of shape {current.shape}; it should be a number or of "
                f"shape ({len(weights)},)"
            )
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "gain", number("gain", self.gain, above=0.0))
        object.__setattr__(self, "tau", number("tau", self.tau, above=0.0))
        object.__setattr__(self, "current", current)

    def output(self, u: Any) -> np.ndarray:
        """Return ``tanh(gain u)``."""
        return np.tanh(self.gain * np.asarray(numbers("u", u)))

    def derivative(self, u: Any) -> np.ndarray:
        """Return ``du/dt`` at inputs u, shape ``(..., N)``."""
        u = np.asarray(numbers("u", u))
        if u.ndim == 0 or u.shape[-1] != len(self.weights):
            raise ValueError(
                f"u was an array of shape {u.shape}; its last axis should have "
                f"{len(self.weights)} units"
            )
        return self._derivative(u)

    def settle(self, v: Any, duration: float, *, dt: float | None = None) -> Course:
        """Let outputs take their course.

        Parameters
        ----------
        v : array_like
            Outputs at the start, between -1 and 1, shape ``(..., N)``; -1 and 1 themselves are
            taken a little inwards, for no finite input gives them.
        duration : float
            In the unit of tau, above 0.
        dt : float, optional
            Step of Runge and Kutta's rule; a twentieth of tau if left out, less if the gain is
            high.

        Returns
        -------
        Course
            ``.t`` (n,), ``.u`` and ``.v`` (..., n, N).

        Raises
        ------
        ValueError
            If an argument is not what it should be.
        FloatingPointError
            If the step is too long for so steep a network.
        """
        v = np.asarray(numbers("v", v, low=-1.0, high=1.0))
        if v.ndim == 0 or v.shape[-1] != len(self.weights):
            raise ValueError(
                f"v was an array of shape {v.shape}; its last axis should have "
                f"{len(self.weights)} units"
            )
        duration = number("duration", duration, above=0.0)
        steepest = 1.0 + self.gain * np.abs(self.weights).sum(axis=1).max()
        dt = 0.5 * self.tau / max(steepest, 10.0) if dt is None else number("dt", dt, above=0.0)
        steps = max(1, round(duration / dt))
        if 16.0 * (steps + 1) * v.size > _LARGEST:
            raise ValueError(
                f"duration was {duration:g}, which makes {steps} steps of {v.size} units; it "
                "should be shorter, or dt longer"
            )
        t = np.linspace(0.0, duration, steps + 1)
        start = np.arctanh(np.clip(v, -1.0 + 1e-9, 1.0 - 1e-9)) / self.gain
        u = np.moveaxis(rk4(lambda _, u: self._derivative(u), start, t), 0, -2)
        if not np.isfinite(u).all():
            raise FloatingPointError(
                f"the simulation blew up with dt = {dt:g}; try a shorter step or a smaller gain"
            )
        return Course(t, u, self.output(u))

    def energy(self, v: Any) -> Any:
        """Return the energy of outputs, which falls along every course.

        Parameters
        ----------
        v : array_like
            Outputs between -1 and 1, shape ``(..., N)``.

        Returns
        -------
        float or numpy.ndarray
            ``-1/2 V' W V - current . V + sum of int_0^V artanh(x) dx / gain``, shape ``(...,)``.

        Raises
        ------
        ValueError
            If the weights are not symmetric, or `v` is not between -1 and 1.
        """
        if not symmetric(self.weights):
            raise ValueError(
                "weights was not symmetric; an energy is defined for symmetric weights only"
            )
        v = np.asarray(numbers("v", v, low=-1.0, high=1.0))
        if v.ndim == 0 or v.shape[-1] != len(self.weights):
            raise ValueError(
                f"v was an array of shape {v.shape}; its last axis should have "
                f"{len(self.weights)} units"
            )
        from scipy.special import xlogy

        # int_0^V artanh = ((1 + V) log(1 + V) + (1 - V) log(1 - V)) / 2, log 2 at the ends
        leak = 0.5 * (xlogy(1.0 + v, 1.0 + v) + xlogy(1.0 - v, 1.0 - v))
        pull = -0.5 * v * (v @ self.weights.T) - self.current * v
        energy = (pull + leak / self.gain).sum(axis=-1)
        return float(energy) if np.ndim(energy) == 0 else energy

    def _derivative(self, u: np.ndarray) -> np.ndarray:
        return (np.tanh(self.gain * u) @ self.weights.T + self.current - u) / self.tau
