"""Periodic solutions of dy/dt = f(y, p): found by collocation, followed in p, judged by Floquet.

Time is counted in periods, s = t / T, and the orbit is a piecewise polynomial (`collocation`) that
fulfils dy/ds = T f(y, p) at the Gauss points of each interval. Nothing is integrated forwards, so
an orbit from which everything flees is found as easily as one that attracts. After E. J. Doedel,
H. B. Keller & J. P. Kernevez 1991, Int J Bifurcation Chaos 1:745, doi:10.1142/S0218127491000555.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from neuromath_lib.numerics import collocation
from neuromath_lib.numerics.collocation import DEGREE
from neuromath_lib.numerics.continuation import NoConvergence, Point, correct

GROUP = 5  # intervals that are chained before the linear system is solved

#: ``flow(y, p)`` returns f, df/dy and df/dp for y of shape (..., d).
Flow = Callable[[np.ndarray, float], tuple[np.ndarray, np.ndarray, np.ndarray]]


@dataclasses.dataclass(frozen=True, eq=False)
class Orbit:
    """A periodic solution.

    Attributes
    ----------
    mesh : numpy.ndarray
        Ends of the intervals, from 0 to 1, in periods.
    y : numpy.ndarray
        States, shape ``(intervals, DEGREE, d)``.
    period : float
        Time it takes.
    parameter : float
        The p of f(y, p).
    """

    mesh: np.ndarray
    y: np.ndarray
    period: float
    parameter: float

    def __call__(self, s: Any) -> np.ndarray:
        """Return the states at the phases `s` (1 is a whole period): ``(len(s), d)``."""
        return collocation.evaluate(self.mesh, self.y, np.atleast_1d(np.asarray(s, float)))

    def extremes(self, component: int) -> tuple[np.ndarray, np.ndarray]:
        """Return phases and values of the minimum and the maximum of one component."""
        return collocation.extremes(self.mesh, self.y[..., component])

    @property
    def x(self) -> np.ndarray:
        """All unknowns in one row: the states, the period, the parameter."""
        return np.concatenate([self.y.ravel(), [self.period, self.parameter]])

    def with_unknowns(self, x: np.ndarray) -> Orbit:
        """Return the orbit on the same mesh that the row `x` describes."""
        return Orbit(self.mesh, x[:-2].reshape(self.y.shape), float(x[-2]), float(x[-1]))

    def on(self, mesh: np.ndarray) -> Orbit:
        """Return the same orbit kept on another mesh."""
        at = collocation.points(mesh)
        y = self(at.ravel()).reshape(*at.shape, self.y.shape[-1])
        return dataclasses.replace(self, mesh=mesh, y=y)


@dataclasses.dataclass(frozen=True, eq=False)
class Equations:
    """What a periodic orbit must fulfil, near a given one.

    Parameters
    ----------
    flow : callable
        ``flow(y, p)`` returns f, df/dy and df/dp.
    near : Orbit
        Gives the mesh; and an orbit may be shifted in time, so the one is taken that is shifted
        least from this.
    scales : numpy.ndarray
        What counts as much in each component of y, shape ``(d,)``.
    parameter_scale : float
        What counts as much in the parameter.
    """

    flow: Flow
    near: Orbit
    scales: np.ndarray
    parameter_scale: float = 1.0

    @functools.cached_property
    def weights(self) -> np.ndarray:
        """The metric: mean square of the scaled states, plus that of period and parameter."""
        share = np.diff(self.near.mesh)[:, None, None] / DEGREE
        states = np.broadcast_to(share / self.scales**2, self.near.y.shape).ravel()
        last = [self.near.period**-2, self.parameter_scale**-2]
        return np.concatenate([states, last])

    @functools.cached_property
    def _phase_row(self) -> np.ndarray:
        """Weights of the states in the integral of y times the slope of the orbit near by."""
        slope = collocation.slope_at_gauss_points(self.near.mesh, self.near.y) / self.scales**2
        slope = slope * np.diff(self.near.mesh)[:, None, None] * collocation.WEIGHTS[:, None]
        by_node = np.einsum("gn,igd->ind", collocation.VALUE, slope)
        row = by_node[:, :-1].copy()
        row[:, 0] += np.roll(by_node[:, -1], 1, axis=0)
        return row

    @functools.cached_property
    def _phase_value(self) -> float:
        return float(np.sum(self._phase_row * self.near.y))

    def solve(self, x: np.ndarray, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the Newton step and the direction, as `continuation` asks."""
        orbit = self.near.with_unknowns(x)
        if not orbit.period > 0:
            raise NoConvergence("the period went through 0")
        state = collocation.at_gauss_points(orbit.y)
        f, df_dy, df_dp = self.flow(state, orbit.parameter)
        defect = orbit.period * f - collocation.slope_at_gauss_points(orbit.mesh, orbit.y)
        columns = np.stack([f, orbit.period * df_dp, defect], axis=-1)
        if not (np.isfinite(columns).all() and np.isfinite(df_dy).all()):
            raise NoConvergence("the equations are not finite there")
        chain = _Chain.of(orbit.mesh, orbit.period * df_dy, columns)
        phase_gap = self._phase_value - float(np.sum(self._phase_row * orbit.y))
        rows = np.stack([self._phase_row, row[:-2].reshape(orbit.y.shape)])
        border = np.stack([np.zeros(2), row[-2:]])
        return chain.solve(rows, border, np.array([[phase_gap, 0.0], [0.0, 1.0]]))


@dataclasses.dataclass(frozen=True, eq=False)
class _Chain:
    """The linearised equations, boiled down to the states where groups of intervals begin.

    Within a group every value is an affine function of the state at its beginning: ``start``
    (groups, values, d, d) times that, plus ``extra`` (groups, values, d, columns), one column each
    for the unknown numbers and the last for the right-hand side. ``end`` is the last value.
    """

    start: np.ndarray
    extra: np.ndarray
    shape: tuple[int, ...]

    @classmethod
    def of(cls, mesh: np.ndarray, jacobian: np.ndarray, columns: np.ndarray) -> _Chain:
        """Eliminate: jacobian (intervals, DEGREE, d, d) and columns (.., d, c) at Gauss points."""
        n, _, d, c = columns.shape
        local = -np.einsum("gn,igab->iganb", collocation.VALUE, jacobian)
        slope = collocation.SLOPE / np.diff(mesh)[:, None, None]
        diagonal = np.arange(d)
        local[:, :, diagonal, :, diagonal] += slope
        local = local.reshape(n, DEGREE * d, (DEGREE + 1) * d)
        right = np.concatenate([-local[..., :d], columns.reshape(n, DEGREE * d, c)], axis=-1)
        try:
            inside = np.linalg.solve(local[..., d:], right).reshape(n, DEGREE, d, d + c)
        except np.linalg.LinAlgError as error:
            raise NoConvergence("the linearised equations are singular") from error
        groups = n // GROUP
        inside = inside.reshape(groups, GROUP, DEGREE, d, d + c)
        begin = np.zeros((groups, d, d + c))
        begin[:, diagonal, diagonal] = 1.0
        values = [begin]
        for k in range(GROUP):
            here = inside[:, k]
            ahead = here[..., :d] @ begin[:, None]
            ahead[..., d:] += here[..., d:]
            values.extend(ahead[:, j] for j in range(DEGREE))
            begin = ahead[:, -1]
        stacked = np.stack(values, axis=1)
        return cls(stacked[..., :d], stacked[..., d:], (n, DEGREE, d))

    @property
    def transfers(self) -> np.ndarray:
        """How a small deviation grows over each group: (groups, d, d)."""
        return self.start[:, -1]

    def solve(
        self, rows: np.ndarray, border: np.ndarray, right: np.ndarray
    ) -> tuple[np.ndarray, ...]:
        """Close the chain and add equations: rows (r, n, DEGREE, d) of the states' weights.

        `border` (r, r) holds the unknown numbers' weights, `right` (r, solutions) the values. The
        chain's own right-hand side belongs to the first solution; the others have none.
        """
        groups, values, d, c = self.extra.shape
        numbers = c - 1
        size = groups * d
        matrix = np.zeros((size + len(rows), size + numbers))
        blocks = matrix[:size, :size].reshape(groups, d, groups, d)
        each = np.arange(groups)
        blocks[each, :, (each + 1) % groups, :] += np.eye(d)
        blocks[each, :, each, :] -= self.transfers
        matrix[:size, size:] = -self.extra[:, -1, :, :numbers].reshape(size, numbers)
        rows = rows.reshape(len(rows), groups, values - 1, d)
        matrix[size:, :size] = np.einsum("rgva,gvab->rgb", rows, self.start[:, :-1]).reshape(
            len(rows), size
        )
        through = np.einsum("rgva,gvac->rc", rows, self.extra[:, :-1])
        matrix[size:, size:] = border + through[:, :numbers]
        values_right = np.zeros((size + len(rows), right.shape[1]))
        values_right[:size, 0] = self.extra[:, -1, :, -1].reshape(size)
        values_right[size:] = right
        values_right[size:, 0] -= through[:, -1]
        try:
            solution = np.linalg.solve(matrix, values_right)
        except np.linalg.LinAlgError as error:
            raise NoConvergence("the linearised equations are singular") from error
        results = []
        for k, column in enumerate(solution.T):
            own = np.concatenate([column[size:], [float(k == 0)]])
            states = np.einsum(
                "gvab,gb->gva", self.start[:, :-1], column[:size].reshape(groups, d)
            ) + (self.extra[:, :-1] @ own)
            results.append(np.concatenate([states.ravel(), column[size:]]))
        return tuple(results)


def periodic_orbit(
    flow: Flow,
    guess: Orbit,
    *,
    scales: np.ndarray,
    tolerance: float = 1e-9,
    remeshings: int = 2,
) -> Orbit:
    """Return the periodic orbit near `guess`, at its parameter.

    Parameters
    ----------
    flow : callable
        ``flow(y, p)`` returns f, df/dy and df/dp.
    guess : Orbit
        Its number of intervals is kept, a multiple of 5.
    scales : array_like
        What counts as much in each component.
    tolerance : float
        Length of the last Newton step, in scaled units.
    remeshings : int
        How often the mesh is adapted to what was found.

    Raises
    ------
    NoConvergence
        If Newton's method does not arrive.
    """
    scales = np.asarray(scales, float)
    orbit = guess
    for k in range(remeshings + 1):
        equations = Equations(flow, orbit, scales)
        row = np.zeros(orbit.y.size + 2)
        row[-1] = 1.0
        point, _ = correct(
            equations.solve,
            orbit.x,
            row,
            orbit.parameter,
            weights=equations.weights,
            tolerance=tolerance,
        )
        orbit = orbit.with_unknowns(point.x)
        if k < remeshings:
            orbit = orbit.on(collocation.adapted(orbit.mesh, orbit.y, scales))
    return orbit


def transported(old: Orbit, point: Point, mesh: np.ndarray) -> tuple[Orbit, np.ndarray]:
    """Return the orbit of `point`, and its tangent as a row of unknowns, kept on `mesh`."""
    orbit = old.with_unknowns(point.x).on(mesh)
    direction = old.with_unknowns(point.tangent).on(mesh)
    return orbit, direction.x


def multipliers(flow: Flow, orbit: Orbit) -> np.ndarray:
    """Return the Floquet multipliers: what small deviations are multiplied by in a period.

    One of them is 1, that of a deviation along the orbit. The matrices of the stretches are never
    multiplied up: an orthogonal frame is carried around until its directions come in order of
    growth, so that small multipliers survive beside huge ones.

    Parameters
    ----------
    flow : callable
        ``flow(y, p)`` returns f, df/dy and df/dp.
    orbit : Orbit
        The orbit.

    Returns
    -------
    numpy.ndarray
        Complex, in order of falling size, shape ``(d,)``.
    """
    transfers = _transfers(flow, orbit)
    d = transfers.shape[-1]
    frame = np.eye(d)
    for _ in range(4):
        first, triangle = frame, np.eye(d)
        for transfer in transfers:
            frame, growth = np.linalg.qr(transfer @ frame)
            triangle = growth @ triangle
    # M first = frame triangle, so M in the frame `first` is (first' frame) triangle.
    values = np.linalg.eigvals((first.T @ frame) @ triangle)
    return values[np.argsort(-np.abs(values))].astype(complex)


def _transfers(flow: Flow, orbit: Orbit) -> np.ndarray:
    _, df_dy, _ = flow(collocation.at_gauss_points(orbit.y), orbit.parameter)
    return _Chain.of(orbit.mesh, orbit.period * df_dy, np.zeros((*df_dy.shape[:-1], 0))).transfers


def nontrivial(values: np.ndarray) -> np.ndarray:
    """Return the multipliers without the one nearest 1."""
    return np.delete(values, np.argmin(np.abs(values - 1.0)))


def adjoint(flow: Flow, orbit: Orbit) -> Orbit:
    """Return by how much the phase moves when the state is moved: the gradient of the phase.

    It is the periodic solution z of dz/dt = -(df/dy)' z with ``z . f = 1``: a deviation dy ahead
    of time t puts the solution ``z(t) . dy`` units of time ahead for good.

    Parameters
    ----------
    flow : callable
        ``flow(y, p)`` returns f, df/dy and df/dp.
    orbit : Orbit
        The orbit.

    Returns
    -------
    Orbit
        With z (time per unit of each component) in place of the states, on the same mesh.
    """
    state = collocation.at_gauss_points(orbit.y)
    f, df_dy, _ = flow(state, orbit.parameter)
    backwards = -orbit.period * np.swapaxes(df_dy, -1, -2)
    # One further unknown, the size of a source that must come out 0, makes the system square:
    # the periodic problem alone has a whole line of solutions, and z . f = 1 picks one of them.
    columns = np.stack([f, np.zeros_like(f)], axis=-1)
    chain = _Chain.of(orbit.mesh, backwards, columns)
    weights = f * np.diff(orbit.mesh)[:, None, None] * collocation.WEIGHTS[:, None]
    by_node = np.einsum("gn,igd->ind", collocation.VALUE, weights)
    row = by_node[:, :-1].copy()
    row[:, 0] += np.roll(by_node[:, -1], 1, axis=0)
    (solution,) = chain.solve(row[None], np.zeros((1, 1)), np.ones((1, 1)))
    return dataclasses.replace(orbit, y=solution[:-1].reshape(orbit.y.shape))
