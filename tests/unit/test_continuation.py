"""Curves around folds, periodic orbits and Hopf points of systems whose answers are known."""

import itertools

import numpy as np
import pytest

from neuromath_lib.numerics import collocation
from neuromath_lib.numerics.continuation import NoConvergence, correct, dense, fold, follow
from neuromath_lib.numerics.hopf import critical_pair, first_lyapunov
from neuromath_lib.numerics.periodic_orbits import (
    Equations,
    Orbit,
    adjoint,
    multipliers,
    nontrivial,
    periodic_orbit,
)


def cubic(x):
    return np.array([x[1] - x[0] ** 3 + 3.0 * x[0]])


@pytest.mark.parametrize("jacobian", [None, lambda x: np.array([[3 - 3 * x[0] ** 2, 1.0]])])
def test_a_cubic_with_two_folds(jacobian):
    solve = dense(cubic, jacobian)
    walk = follow(solve, [-3.0, -18.0], [1.0, 0.0], step=0.1, largest=0.5)
    points = list(itertools.takewhile(lambda point: point.x[0] < 3.0, walk))
    for point in points:
        np.testing.assert_allclose(cubic(point.x), 0.0, atol=1e-8)
        assert np.linalg.norm(point.tangent) == pytest.approx(1.0)
    assert np.all(np.diff([point.x[0] for point in points]) > 0)
    folds = [
        fold(solve, one, other, 1).x
        for one, other in itertools.pairwise(points)
        if one.tangent[1] * other.tangent[1] < 0
    ]
    np.testing.assert_allclose(folds, [[-1.0, 2.0], [1.0, -2.0]], atol=1e-7)


def test_weights_change_the_length_and_not_the_curve():
    weights = np.array([4.0, 0.25])
    walk = follow(dense(cubic), [-3.0, -18.0], [1.0, 0.0], step=0.2, largest=0.5, weights=weights)
    points = list(itertools.islice(walk, 30))
    assert all(abs(cubic(point.x)[0]) < 1e-8 for point in points)
    assert np.sum(weights * points[5].tangent ** 2) == pytest.approx(1.0)


def test_no_solution_is_said():
    with pytest.raises(NoConvergence):
        correct(dense(lambda x: [x[0] ** 2 + 1.0]), np.array([0.3, 0.0]), np.array([0.0, 1.0]), 0.0)
    with pytest.raises(NoConvergence):
        next(follow(dense(lambda x: [0.0 * x[0] + 1.0]), [0.0, 0.0], [1.0, 0.0], step=0.1))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"start": [0.0, np.nan]}, "start was"),
        ({"direction": [0.0, 0.0]}, "direction was"),
        ({"direction": [1.0, 0.0, 0.0]}, "direction was"),
        ({"step": 0.0}, "step was"),
    ],
)
def test_bad_input_is_named(arguments, named):
    good = {"start": [-3.0, -18.0], "direction": [1.0, 0.0], "step": 0.1}
    with pytest.raises(ValueError, match=named):
        next(follow(dense(cubic), **(good | arguments)))


def test_a_fold_needs_a_turn():
    walk = follow(dense(cubic), [-3.0, -18.0], [1.0, 0.0], step=0.01)
    one, other = next(walk), next(walk)
    with pytest.raises(ValueError, match="turn of unknown 1"):
        fold(dense(cubic), one, other, 1)


def test_jacobian_of_the_wrong_shape():
    with pytest.raises(ValueError, match="one equation fewer"):
        next(follow(dense(lambda x: x), [1.0, 0.0], [0.0, 1.0], step=0.1))


# --- periodic orbits -----------------------------------------------------------------------------


def circle(strength=1.0, twist=0.0):
    """Return a flow with the orbit r = sqrt(p), turning at 2 + twist p, and a third direction.

    ``dr/dt = strength r (p - r^2)``, so that a deviation in r grows at -2 strength p.
    """

    def flow(y, p):
        x1, x2, x3 = np.moveaxis(y, -1, 0)
        r2 = x1 * x1 + x2 * x2
        g, turn = strength * (p - r2), 2.0 + twist * r2
        f = np.stack([g * x1 - turn * x2, turn * x1 + g * x2, -30.0 * x3], axis=-1)
        j = np.zeros((*f.shape, 3))
        j[..., 0, 0] = g - 2 * strength * x1 * x1 - 2 * twist * x1 * x2
        j[..., 0, 1] = -turn - 2 * strength * x1 * x2 - 2 * twist * x2 * x2
        j[..., 1, 0] = turn - 2 * strength * x1 * x2 + 2 * twist * x1 * x1
        j[..., 1, 1] = g - 2 * strength * x2 * x2 + 2 * twist * x1 * x2
        j[..., 2, 2] = -30.0
        by_p = np.stack([strength * x1, strength * x2, 0.0 * x3], axis=-1)
        return f, j, by_p

    return flow


def guess(radius, period, p, intervals=20):
    mesh = np.linspace(0.0, 1.0, intervals + 1)
    angle = 2 * np.pi * collocation.points(mesh)
    y = radius * np.stack([np.cos(angle), np.sin(angle), 0.1 * np.sin(angle)], axis=-1)
    return Orbit(mesh, y, period, p)


@pytest.mark.parametrize(("strength", "twist"), [(1.0, 0.0), (1.0, 0.7), (-1.0, 0.3), (-8.0, 0.0)])
def test_a_circle_its_period_and_its_multipliers(strength, twist):
    flow = circle(strength, twist)
    orbit = periodic_orbit(flow, guess(1.0, 2.9, 1.2, 40), scales=np.ones(3))
    period = 2 * np.pi / (2.0 + twist * 1.2)
    assert orbit.period == pytest.approx(period, rel=1e-9)
    np.testing.assert_allclose(np.hypot(*orbit(np.linspace(0, 1, 50)).T[:2]), 1.2**0.5, rtol=1e-6)
    values = multipliers(flow, orbit)
    assert np.all(np.diff(np.abs(values)) <= 0)
    expected = np.exp([-2 * strength * 1.2 * period, -30.0 * period])
    found = np.sort(np.abs(nontrivial(values)))[::-1]
    np.testing.assert_allclose(found[0], expected[0], rtol=1e-4)
    assert np.min(np.abs(values - 1.0)) < 1e-6
    assert found[1] < 1e-25


def test_the_adjoint_of_a_circle():
    """Moving a point ahead along the circle by an angle gains angle / speed of time."""
    flow = circle()
    orbit = periodic_orbit(flow, guess(1.0, 2.9, 1.0), scales=np.ones(3))
    s = np.linspace(0, 1, 33)
    x1, x2, _ = orbit(s).T
    expected = np.stack([-x2, x1, 0.0 * x1], axis=1) / 2.0
    np.testing.assert_allclose(adjoint(flow, orbit)(s), expected, atol=1e-6)


def van_der_pol(y, p):
    x, v = np.moveaxis(y, -1, 0)
    f = np.stack([v, p * (1 - x * x) * v - x], axis=-1)
    j = np.zeros((*f.shape, 2))
    j[..., 0, 1] = 1.0
    j[..., 1, 0], j[..., 1, 1] = -2 * p * x * v - 1, p * (1 - x * x)
    return f, j, np.stack([0 * x, (1 - x * x) * v], axis=-1)


def test_van_der_pol():
    """Period at 1: 6.66328685933 (any text's table); the multiplier from the mean divergence."""
    mesh = np.linspace(0.0, 1.0, 61)
    angle = 2 * np.pi * collocation.points(mesh)
    start = Orbit(mesh, 2.0 * np.stack([np.cos(angle), -np.sin(angle)], axis=-1), 6.5, 1.0)
    orbit = periodic_orbit(van_der_pol, start, scales=np.ones(2))
    assert orbit.period == pytest.approx(6.6632868593231301896996820305, rel=1e-9)
    _, (low, high) = orbit.extremes(0)
    assert high == pytest.approx(2.00861986087484313650940188, rel=1e-7)
    assert low == pytest.approx(-high, rel=1e-7)
    s = np.linspace(0.0, 1.0, 20001)[:-1]
    growth = np.exp(orbit.period * np.mean(1 - orbit(s)[:, 0] ** 2))
    assert nontrivial(multipliers(van_der_pol, orbit))[0].real == pytest.approx(growth, rel=1e-5)


def test_no_orbit_is_said():
    def still(y, p):
        return -y, np.broadcast_to(-np.eye(3), (*y.shape, 3)), 0.0 * y

    with pytest.raises(NoConvergence):
        periodic_orbit(still, guess(1.0, 3.0, 1.0), scales=np.ones(3))


def test_orbits_solve_is_dense_solve():
    """The chained elimination gives what one big Jacobian gives."""
    flow = circle(0.5, 0.4)
    near = guess(1.1, 2.5, 1.0, intervals=5)
    equations = Equations(flow, near, np.ones(3))
    x = near.x + 0.01 * np.cos(np.arange(near.x.size))
    row = np.sin(1.0 + np.arange(x.size))

    def residual(x):
        orbit = near.with_unknowns(x)
        f = flow(collocation.at_gauss_points(orbit.y), orbit.parameter)[0]
        gap = orbit.period * f - collocation.slope_at_gauss_points(orbit.mesh, orbit.y)
        shift = np.sum(equations._phase_row * (orbit.y - near.y))
        return np.append(gap.ravel(), shift)

    for ours, theirs in zip(equations.solve(x, row), dense(residual)(x, row), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


def test_a_mesh_follows_the_action():
    mesh = np.linspace(0.0, 1.0, 41)
    y = np.exp(-(((collocation.points(mesh) - 0.5) / 0.03) ** 2))[..., None]
    new = collocation.adapted(mesh, y, np.ones(1))
    assert new[0] == 0.0
    assert new[-1] == 1.0
    assert np.all(np.diff(new) > 0)
    assert np.sum((new > 0.4) & (new < 0.6)) > 15


# --- Hopf points ---------------------------------------------------------------------------------


@pytest.mark.parametrize("cube", [-1.0, 0.5, 2.0])
def test_lyapunov_of_the_normal_form(cube):
    """dz/dt = i w z + c z |z|^2 with the vector q = (1, -i), in Kuznetsov's size."""

    def jacobian(y):
        x1, x2 = y
        r2 = x1 * x1 + x2 * x2
        return np.array(
            [
                [cube * (r2 + 2 * x1 * x1), -3.0 + 2 * cube * x1 * x2],
                [3.0 + 2 * cube * x1 * x2, cube * (r2 + 2 * x2 * x2)],
            ]
        )

    found = first_lyapunov(jacobian, np.zeros(2), np.full(2, 0.1))
    # q = (1, -i): the third derivative in (q, q, conj q) is 8 c q, so 8 c / (2 w)
    assert found == pytest.approx(8.0 * cube / (2.0 * 3.0), rel=1e-6)


def test_quadratic_terms_count_too():
    """Bautin's example in the plane, by Kuznetsov's real formula for two dimensions."""

    def jacobian(y):
        # dx/dt = -w y + a x^2 + b x y, dy/dt = w x + c x y + d y^2, with w = 2
        a, b, c, d = 0.3, -0.7, 0.9, 0.4
        x1, x2 = y
        return np.array([[2 * a * x1 + b * x2, -2.0 + b * x1], [2.0 + c * x2, c * x1 + 2 * d * x2]])

    fxx, fxy, fyy, gxx, gxy, gyy = 0.6, -0.7, 0.0, 0.0, 0.9, 0.8
    w = 2.0
    # 16 a = (1/w) [fxy (fxx + fyy) - gxy (gxx + gyy) - fxx gxx + fyy gyy]; 4 a / w in our size
    a = (fxy * (fxx + fyy) - gxy * (gxx + gyy) - fxx * gxx + fyy * gyy) / (16 * w)
    found = first_lyapunov(jacobian, np.zeros(2), np.full(2, 0.1))
    cubic_scale = (8.0 / (2 * w)) / 1.0  # the normal form's own c = a
    assert found == pytest.approx(cubic_scale * a, rel=1e-6)


def test_no_pair_is_said():
    with pytest.raises(ValueError, match="complex eigenvalues"):
        critical_pair(np.diag([1.0, 2.0]))
