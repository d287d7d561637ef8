"""One search, uphill in free energy, from one start.

The free energy of Friston et al. (2007, NeuroImage 34:220-234), whose maximum over h and the
parameters stands in for the log evidence, in the whitened coordinates z and u of parameters and
log-precisions (`Gaussian.root`), in which both priors are standard normal:

    F = 1/2 ln|Pi| - n/2 ln 2 pi - 1/2 e' Pi e - 1/2 z'z - 1/2 ln|1 + J' Pi J|
        - 1/2 u'u - 1/2 ln|1 + K|

with e the data less the prediction, J its slopes, and K the information that the data hold about
the log-precisions: how sharply the lines before it fall off to the sides of their top in u, with
the parameters following. (The expected information is often used; the observed one brings F
nearer to the integral over the log-precisions.)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from neuromath_lib.inference.gaussian import Gaussian
from neuromath_lib.inference.noise import Blocks, Components

FAILURES = (ArithmeticError, np.linalg.LinAlgError)  # FloatingPointError is an ArithmeticError
_LONGEST_NOISE_STEP = 3.0  # in log-precision: a factor of 20
_NOISE_STEPS = 32
_RIDGE = 1.0  # nats: where the width of the top changes, the free energy may end below the mode
_SMALL_RISES = 4  # so many rises below the tolerance, one after the other, end a climb
_FIRST_DAMPING, _LAST_DAMPING = 1e-3, 1e12


@dataclasses.dataclass(frozen=True, eq=False)
class History:
    """What happened on the way up: the start, then every accepted step.

    Attributes
    ----------
    log_evidence : numpy.ndarray, shape (n,)
        Free energy, nats. It never falls.
    parameters : numpy.ndarray, shape (n, p)
        Where.
    log_precisions : numpy.ndarray, shape (n, k)
        Of the noise.
    damping : numpy.ndarray, shape (n,)
        How much the step was held back (Levenberg's factor); 0 is a full Gauss-Newton step.
    rejected : numpy.ndarray of int, shape (n,)
        How many steps were tried and refused before it; after the last accepted step, see
        `rejected_last`.
    rejected_last : int
        How many were refused at the end.
    failures : tuple of str
        Why predictions failed, one line for each refused step that had none.
    converged : bool
        Whether nothing was left to gain, rather than the climb being cut short. A climb that ends
        because no step raised the free energy counts if a full step promised less than 1 nat.
    reason : str
        Why it ended.
    """

    log_evidence: np.ndarray
    parameters: np.ndarray
    log_precisions: np.ndarray
    damping: np.ndarray
    rejected: np.ndarray
    rejected_last: int
    failures: tuple[str, ...]
    converged: bool
    reason: str


@dataclasses.dataclass(frozen=True, eq=False)
class Problem:
    """Everything that a climb needs: data as one vector of real numbers, and what is believed.

    `predict` and `slopes` take parameters and return vectors like the data, and their slopes,
    shape (n, p); `slopes` is None for central differences.
    """

    predict: Callable[[np.ndarray], np.ndarray]
    slopes: Callable[[np.ndarray], np.ndarray] | None
    data: np.ndarray
    prior: Gaussian
    noise_prior: Gaussian
    parts: Blocks | Components
    difference: float
    tolerance: float
    max_steps: int

    def parameters(self, z: np.ndarray) -> np.ndarray:
        """Return the parameters of a point."""
        return self.prior.mean + self.prior.root @ z

    def log_precision(self, u: np.ndarray) -> np.ndarray:
        """Return the log-precisions of a point."""
        return self.noise_prior.mean + self.noise_prior.root @ u


@dataclasses.dataclass(frozen=True, eq=False)
class Point:
    """A place on the hill and the shape of the ground: value, slope and curvature.

    `gradient` and `curvature` are those of the log joint probability in z, `noise_gradient` and
    `noise_curvature` those of `height` in u: the free energy without its last term, which says
    how wide the top is and not where.
    """

    z: np.ndarray
    u: np.ndarray
    predicted: np.ndarray
    height: float
    free_energy: float
    gradient: np.ndarray
    curvature: np.ndarray
    noise_gradient: np.ndarray
    noise_curvature: np.ndarray


def climb(problem: Problem, start: np.ndarray) -> tuple[Point, History]:
    """Climb from `start` (in z) until nothing is left to gain.

    A step is accepted if it raises the free energy. One that does not, or that leads to where
    there is no prediction, is refused and tried again shorter.

    Raises
    ------
    FloatingPointError
        If there is no prediction at the start.
    """
    try:
        here = _stand(problem, start, np.zeros(problem.noise_prior.root.shape[1]))
    except FAILURES as error:
        raise FloatingPointError(f"no prediction at the start: {_said(error)}") from error
    path, refused, failures = [(here, 0.0, 0)], 0, []
    damping, small, close, reason = 0.0, 0, False, ""
    while not reason:
        step, promise, full = _step(here, damping)
        if full < problem.tolerance and (close or refused):
            reason, converged = "a full step promised less than the tolerance", True
        elif promise < 1e-3 * problem.tolerance or damping > _LAST_DAMPING:
            failed = refused > 0 and len(failures) >= refused
            reason = "no prediction uphill" if failed else "no step uphill raised the free energy"
            converged = not failed and full < _RIDGE
        elif len(path) > problem.max_steps:
            reason, converged = f"{problem.max_steps} steps were taken", False
        if reason:
            break
        close = full < problem.tolerance  # one step more: a linear model is then exact
        try:
            there = _stand(problem, here.z + step, here.u)
            rise = there.free_energy - here.free_energy
        except FAILURES as error:
            failures.append(_said(error))
            rise = -np.inf
        if not rise > 0.0:
            refused += 1
            damping = max(10.0 * damping, _FIRST_DAMPING)
            continue
        path.append((there, damping, refused))
        here, refused = there, 0
        damping = damping / 10.0 if damping > _FIRST_DAMPING else 0.0
        small = small + 1 if rise < problem.tolerance else 0
        if small == _SMALL_RISES:
            reason, converged = "the free energy had stopped rising", True
    points = [point for point, _, _ in path]
    return here, History(
        log_evidence=np.array([point.free_energy for point in points]),
        parameters=np.array([problem.parameters(point.z) for point in points]),
        log_precisions=np.array([problem.log_precision(point.u) for point in points]),
        damping=np.array([held for _, held, _ in path]),
        rejected=np.array([count for _, _, count in path]),
        rejected_last=refused,
        failures=tuple(failures),
        converged=converged,
        reason=reason,
    )


def _step(here: Point, damping: float) -> tuple[np.ndarray, float, float]:
    """Return a step, the rise it promises, and what an undamped one would promise, nats."""
    factor = cho_factor(here.curvature)
    full = 0.5 * here.gradient @ cho_solve(factor, here.gradient)
    held = here.curvature + damping * np.diag(np.diag(here.curvature))
    step = cho_solve(cho_factor(held), here.gradient)
    promise = here.gradient @ step - 0.5 * step @ here.curvature @ step
    return step, float(promise), float(full)


def _stand(problem: Problem, z: np.ndarray, u: np.ndarray) -> Point:
    """Predict and differentiate at z, then find the best log-precisions there, from u on."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        predicted = _finite(problem.predict(problem.parameters(z)), "a prediction")
        slopes = _finite(_slopes(problem, z), "a derivative of the prediction")
        ground = _Ground(problem, z, predicted, slopes)
        here = ground.at(u)
        for _ in range(_NOISE_STEPS if u.size else 0):
            better = _better_noise(problem, ground, here)
            if better is None:
                break
            here = better
    return here


def _better_noise(problem: Problem, ground: _Ground, here: Point) -> Point | None:
    """Take one step uphill in u, as long as Newton's or shorter; None if none is left."""
    step = cho_solve(cho_factor(here.noise_curvature), here.noise_gradient)
    if 0.5 * here.noise_gradient @ step < 1e-3 * problem.tolerance:
        return None
    longest = abs(problem.noise_prior.root @ step).max()
    step *= min(1.0, _LONGEST_NOISE_STEP / longest)
    for _ in range(12):
        try:
            there = ground.at(here.u + step)
        except FAILURES:  # so precise, or so noisy, that arithmetic ends: look nearer
            there = here
        if there.height > here.height:
            return there
        step = step / 3.0
    return None


class _Ground:
    """Free energy over log-precisions, for one prediction and its slopes."""

    def __init__(
        self, problem: Problem, z: np.ndarray, predicted: np.ndarray, slopes: np.ndarray
    ) -> None:
        error = (problem.data - predicted)[:, None]
        parts = problem.parts
        self.problem, self.z, self.predicted, self.slopes = problem, z, predicted, slopes
        self.squares = parts.products(error, error)[:, 0, 0]
        self.pulls = parts.products(slopes, error)[:, :, 0]
        self.grips = parts.products(slopes, slopes)

    def at(self, u: np.ndarray) -> Point:
        """Return value, gradients and curvatures; FAILURES if they are not finite."""
        problem, z = self.problem, self.z
        log_precision = problem.log_precision(u)
        scale = np.exp(log_precision)
        grips = scale[:, None, None] * self.grips
        curvature = np.eye(z.size) + grips.sum(axis=0)
        factor = cho_factor(_finite(curvature, "a precision"), lower=True)
        hold = np.stack([cho_solve(factor, grip) for grip in grips])  # C J' P_i J
        shares = problem.parts.shares(log_precision)
        error = scale @ self.squares
        root = problem.noise_prior.root
        lean = 0.5 * (shares - scale * self.squares - np.trace(hold, axis1=1, axis2=2))
        noise_curvature = self._noise_curvature(log_precision, factor, hold, lean)
        value = (
            0.5 * problem.parts.log_determinant(log_precision)
            - 0.5 * problem.data.size * np.log(2.0 * np.pi)
            - 0.5 * error
            - 0.5 * z @ z
            - np.log(np.diag(factor[0])).sum()
            - 0.5 * u @ u
        )
        return Point(
            z=z,
            u=u,
            predicted=self.predicted,
            height=float(_finite(value, "the free energy")),
            free_energy=float(value - 0.5 * np.linalg.slogdet(noise_curvature)[1]),
            gradient=scale @ self.pulls - z,
            curvature=curvature,
            noise_gradient=root.T @ lean - u,
            noise_curvature=noise_curvature,
        )

    def _noise_curvature(
        self, log_precision: np.ndarray, factor: tuple, hold: np.ndarray, lean: np.ndarray
    ) -> np.ndarray:
        """Return 1 + K, K cut to what is not negative: off the top the ground may bend up."""
        root = self.problem.noise_prior.root
        pulls = np.exp(log_precision)[:, None] * self.pulls
        information = (
            0.5 * self.problem.parts.overlaps(log_precision)
            - 0.5 * np.einsum("iab,jba->ij", hold, hold)
            - pulls @ cho_solve(factor, pulls.T)
            - np.diag(lean)
        )
        values, vectors = np.linalg.eigh(_finite(root.T @ information @ root, "a precision"))
        return np.eye(len(values)) + (vectors * np.maximum(values, 0.0)) @ vectors.T


def _slopes(problem: Problem, z: np.ndarray) -> np.ndarray:
    """Differentiate the prediction in z, by central differences unless the model can."""
    if problem.slopes is not None:
        return problem.slopes(problem.parameters(z)) @ problem.prior.root
    columns = np.empty((problem.data.size, z.size))
    for k in range(z.size):
        step = np.zeros_like(z)
        step[k] = problem.difference
        above = problem.predict(problem.parameters(z + step))
        below = problem.predict(problem.parameters(z - step))
        columns[:, k] = (above - below) / (2.0 * problem.difference)
    return columns


def _finite(values: np.ndarray, what: str) -> np.ndarray:
    if not np.isfinite(values).all():
        raise FloatingPointError(f"{what} was not finite")
    return values


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
