"""Follow a curve of solutions around its folds (pseudo-arclength continuation).

n equations in n + 1 unknowns have a curve of solutions. Following it by one of the unknowns (a
current, say) fails where the curve turns back. So we step along its tangent instead and return to
it by Newton's method within the plane at right angles to the step. After H. B. Keller 1977, in
Applications of Bifurcation Theory (ed. P. H. Rabinowitz), Academic Press, 359-384.

The equations enter as one function, ``solve(x, row)``, which returns two vectors:

- the Newton step p in the plane: ``J p = -F`` and ``row . p = 0``;
- the direction q of the curve: ``J q = 0`` and ``row . q = 1``;

F being the n residuals at x and J their Jacobian, (n, n + 1). `dense` makes it from F and J; a
large system with structure writes its own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from neuromath_lib.numerics.validation import number, numbers

Solve = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


class NoConvergence(ArithmeticError):
    """Newton's method did not arrive; a shorter step may help."""


@dataclasses.dataclass(frozen=True, eq=False)
class Point:
    """A point of a curve.

    Attributes
    ----------
    x : numpy.ndarray
        The unknowns, shape ``(n + 1,)``.
    tangent : numpy.ndarray
        Direction of the curve, of length 1 in the metric in use.
    """

    x: np.ndarray
    tangent: np.ndarray


def dense(
    residual: Callable[[np.ndarray], Any],
    jacobian: Callable[[np.ndarray], Any] | None = None,
) -> Solve:
    """Return ``solve(x, row)`` for a small system.

    Parameters
    ----------
    residual : callable
        F(x), shape ``(n,)`` for x of shape ``(n + 1,)``.
    jacobian : callable, optional
        dF/dx, shape ``(n, n + 1)``; central differences of `residual` if left out.
    """

    def solve(x: np.ndarray, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        value = np.atleast_1d(np.asarray(residual(x), float))
        slope = differences(residual, x) if jacobian is None else np.atleast_2d(jacobian(x))
        if slope.shape != (len(x) - 1, len(x)):
            raise ValueError(
                f"the Jacobian was of shape {slope.shape}; it should be {(len(x) - 1, len(x))}: "
                "one equation fewer than there are unknowns"
            )
        right = np.zeros((len(x), 2))
        right[:-1, 0], right[-1, 1] = -value, 1.0
        try:
            step, direction = np.linalg.solve(np.vstack([slope, row]), right).T
        except np.linalg.LinAlgError as error:
            raise NoConvergence("the Jacobian is singular") from error
        return step, direction

    return solve


def differences(f: Callable[[np.ndarray], Any], x: np.ndarray) -> np.ndarray:
    """Return df/dx by central differences, error about 1e-10 of f's size."""
    columns = []
    for k, size in enumerate(6e-6 * np.maximum(np.abs(x), 1.0)):
        ahead, behind = x.copy(), x.copy()
        ahead[k] += size
        behind[k] -= size
        rise = np.atleast_1d(f(ahead)) - np.atleast_1d(f(behind))
        columns.append(rise / (ahead[k] - behind[k]))
    return np.stack(columns, axis=1)


def correct(
    solve: Solve,
    guess: np.ndarray,
    row: np.ndarray,
    value: float,
    *,
    weights: np.ndarray | float = 1.0,
    tolerance: float = 1e-9,
    steps: int = 12,
) -> tuple[Point, int]:
    """Return the solution near `guess` at which ``row . x = value``, by Newton's method.

    Parameters
    ----------
    solve : callable
        The equations, as the module says.
    guess : numpy.ndarray
        Where to start.
    row : numpy.ndarray
        The plane in which to look; a unit vector holds one unknown fixed.
    value : float
        Which of the parallel planes.
    weights : numpy.ndarray or float
        Squared length of x is ``sum(weights x^2)``.
    tolerance : float
        The last Newton step may be this long; the error left is about its square.
    steps : int
        Most steps taken.

    Returns
    -------
    Point
        Its tangent has ``row . tangent > 0``.
    int
        Number of steps taken.

    Raises
    ------
    NoConvergence
        If the steps do not shrink.
    """
    x = np.array(guess, float)
    before = np.inf
    for count in range(1, steps + 1):
        newton, direction = solve(x, row)
        step = newton + (value - row @ x) * direction
        length = np.sqrt(np.sum(weights * step * step))
        if not np.isfinite(length) or (count > 2 and length > max(2.0 * before, tolerance)):
            raise NoConvergence(f"Newton's steps grew to {length:.2g}")
        x = x + step
        if length <= tolerance:
            norm = np.sqrt(np.sum(weights * direction * direction))
            return Point(x, direction / norm), count
        before = length
    raise NoConvergence(f"Newton's method left {before:.2g} after {steps} steps")


def advance(
    solve: Solve, point: Point, step: float, *, weights: np.ndarray | float = 1.0, **options: Any
) -> tuple[Point, int]:
    """Return the point of the curve about `step` further along, and Newton's steps to it.

    Raises
    ------
    NoConvergence
        If Newton's method does not arrive.
    """
    row = weights * point.tangent
    guess = point.x + step * point.tangent
    return correct(solve, guess, row, float(row @ guess), weights=weights, **options)


def follow(
    solve: Solve,
    start: Any,
    direction: Any,
    *,
    step: float,
    smallest: float = 1e-6,
    largest: float = np.inf,
    weights: np.ndarray | float = 1.0,
) -> Iterator[Point]:
    """Yield points along the curve, without end: stop asking when you have what you need.

    Parameters
    ----------
    solve : callable
        The equations, as the module says; or see `dense`.
    start : array_like
        A guess of the first point, shape ``(n + 1,)``.
    direction : array_like
        Roughly the way to go.
    step : float
        Length of the first step; later ones grow to at most `largest` where Newton's method is
        quick, and shrink where it is slow.
    smallest : float
        Where even such a step fails, the curve is given up.
    weights : numpy.ndarray or float
        Squared length of x is ``sum(weights x^2)``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    NoConvergence
        If the curve cannot be followed further.

    Examples
    --------
    >>> circle = dense(lambda x: x[0] ** 2 + x[1] ** 2 - 1.0)
    >>> around = follow(circle, [1.0, 0.0], [0.0, 1.0], step=0.1, largest=0.3)
    >>> import itertools
    >>> leftmost = float(min(point.x[0] for point in itertools.islice(around, 40)))
    >>> leftmost < -0.97  # past the folds at the top and the bottom
    True
    """
    x = np.array(np.atleast_1d(numbers("start", start)))
    along = np.array(np.atleast_1d(numbers("direction", direction)))
    if x.ndim != 1 or along.shape != x.shape or not along.any():
        raise ValueError(
            f"direction was {direction!r}; it should be a vector as long as start, not all zero"
        )
    step = number("step", step, above=0.0)
    row = weights * along
    point, _ = correct(solve, x, row, float(row @ x), weights=weights)
    yield point
    while True:
        try:
            ahead, count = advance(solve, point, step, weights=weights)
            if np.sum(weights * ahead.tangent * point.tangent) < 0.7:  # a sharp turn: look closer
                raise NoConvergence("the curve turns more sharply than the steps")
        except NoConvergence:
            step *= 0.5
            if step < smallest:
                raise
            continue
        point = ahead
        yield point
        step = next_step(step, count, largest)


def next_step(step: float, count: int, largest: float) -> float:
    """Return how far to go after `count` Newton steps: further if few, less far if many."""
    factor = {1: 2.0, 2: 2.0, 3: 1.5, 4: 1.1, 5: 0.9}.get(count, 0.6)
    return min(factor * step, largest)


def fold(
    solve: Solve,
    before: Point,
    after: Point,
    index: int,
    *,
    weights: np.ndarray | float = 1.0,
    tolerance: float = 1e-9,
) -> Point:
    """Return the point between two at which one unknown turns back.

    Parameters
    ----------
    solve : callable
        The equations.
    before, after : Point
        Neighbours on the curve, between which component `index` of the tangent changes sign.
    index : int
        Which unknown.
    tolerance : float
        How small that component of the unit tangent must become.

    Raises
    ------
    ValueError
        If it does not change sign.
    NoConvergence
        If the point is not found.
    """
    if before.tangent[index] * after.tangent[index] > 0:
        raise ValueError(f"before and after should enclose a turn of unknown {index}")
    chord = after.x - before.x
    row = weights * chord / np.sum(weights * chord * chord)
    ends = [(0.0, before), (1.0, after)]
    slopes = [before.tangent[index], after.tangent[index]]
    best, last = before, -1
    for _ in range(40):
        # False position; an end that stays put twice has its weight halved (Illinois rule).
        share = slopes[0] / (slopes[0] - slopes[1])
        where = ends[0][0] + share * (ends[1][0] - ends[0][0])
        near = 0 if share < 0.5 else 1
        place, origin = ends[near]
        # From the nearer end along the curve's tangent, into the plane through `where`.
        reach = (where - place) / (row @ origin.tangent)
        guess = origin.x + reach * origin.tangent
        best, _ = correct(solve, guess, row, float(row @ before.x) + where, weights=weights)
        slope = best.tangent[index]
        if abs(slope) < tolerance or abs(ends[1][0] - ends[0][0]) < 1e-13:
            return best
        side = 0 if slope * slopes[0] > 0 else 1
        ends[side] = (where, best)
        slopes[side] = slope
        if side == last:
            slopes[1 - side] *= 0.5
        last = side
    if abs(best.tangent[index]) > 1e3 * tolerance:
        raise NoConvergence("the turning point was not found")
    return best
