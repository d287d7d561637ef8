"""The fast equations are the plain ones."""

import sys

import numpy as np
import pytest

from neuromath_lib.hodgkin_huxley import Axon, Step, derivative, equations, kernels
from neuromath_lib.hodgkin_huxley import simulate as simulate_function
from neuromath_lib.hodgkin_huxley.equations import State

# The function of the same name stands before its module.
simulate_module = sys.modules[simulate_function.__module__]


def test_both_modules_know_the_same_range():
    assert simulate_module.RANGE == kernels.RANGE


@pytest.mark.parametrize(
    "v", [np.linspace(-300.0, 300.0, 12001), -40 + np.linspace(-2, 2, 4001), [-40.0, -55.0]]
)
def test_rates_agree(v):
    plain = Axon().rates(np.asarray(v))
    fast = np.array([kernels.rates(x) for x in v]).T
    am, dm, bm, ah, dh, an, dn, bn = fast
    for expected, found in [
        (plain.alpha_m, am / dm),
        (plain.beta_m, bm),
        (plain.alpha_h, ah),
        (plain.beta_h, 1 / dh),
        (plain.alpha_n, an / dn),
        (plain.beta_n, bn),
    ]:
        np.testing.assert_allclose(found, expected, rtol=2e-12)


def test_derivatives_agree():
    rng = np.random.default_rng(0)
    axon = Axon(2.0, 100.0, 30.0, 0.5, 45.0, -80.0, -60.0, 17.0)
    row = simulate_module._row(axon, 1)[:, 0].copy()
    for _ in range(20):
        y = np.array([rng.uniform(-110, 60), *rng.uniform(0, 1, 3)])
        out = np.empty(4)
        kernels.derivative(y, row, 3.0, out)
        plain = derivative(axon, State(*y), 3.0)
        np.testing.assert_allclose(out, [plain.v, plain.m, plain.h, plain.n], rtol=1e-11)


@pytest.mark.parametrize("per", [1e-3, 1.0, 50.0])
@pytest.mark.parametrize("q", [1e-4, 0.1, 10.0, 1e6])
@pytest.mark.parametrize("x", [0.0, 0.3, 1.0])
def test_a_gate_never_leaves_its_range(per, q, x):
    up, down = 0.7 * per, 2.0 * per
    after = kernels.trapezoid(x, up, down, per, q)
    assert 0.0 <= after <= 1.0
    if q == 1e-4:  # to second order an exponential relaxation
        exact = 0.7 / 2.7 + (x - 0.7 / 2.7) * np.exp(-2.7 * 2 * q)
        assert after == pytest.approx(exact, abs=1e-10)
    if q == 1e6:
        assert after == pytest.approx(0.7 / 2.7, rel=1e-12)


def test_speed_is_threefold_in_ten_degrees():
    assert equations.speed(16.3) == pytest.approx(3.0, rel=1e-12)
    assert equations.speed(6.3) == 1.0


def test_step_is_used():
    """A stimulus reaches the kernel at all: a guard for the tests that compare methods."""
    quiet, driven = (simulate_function(Axon(), Step(a), 1.0).v[-1] for a in (0.0, 1.0))
    assert driven - quiet > 0.5
