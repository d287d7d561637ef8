"""The fast equations are the plain ones."""

import sys

import numpy as np
import pytest

from neuromath_lib.hodgkin_huxley import (
    Axon,
    Sampled,
    Sine,
    Step,
    derivative,
    equations,
    kernels,
    spike_trains,
)
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


# ---------------------------------------------------------------- one axon, and a row of them

CASES = {
    "at rest": (Axon(), Step(0.0), {}),
    "firing": (Axon(), Step(10.0, start=1.003), {"duration": 80.0}),
    "warm, other parameters": (
        Axon(2.0, 100.0, 30.0, 0.5, 45.0, -80.0, -60.0, 25.0),
        Step(40.0),
        {"duration": 40.0},
    ),
    # Gates would overshoot
    "hot, long steps": (Axon(temperature=36.0), Step(10.0), {"dt": 0.5, "duration": 40.0}),
    # Exponentials run over if multiplied
    "far out": (Axon(), Step(0.0), {"initial": State(400.0, 0.1, 0.6, 0.3), "dt": 0.001}),
    "far down": (Axon(), Step(0.0), {"initial": State(-600.0, 0.1, 0.6, 0.3), "dt": 0.02}),
    # Voltages at which the formulas are 0/0
    "at -40": (Axon(), Step(0.0), {"initial": State(-40.0, 0.1, 0.6, 0.3)}),
    "at -55": (Axon(), Step(0.0), {"initial": State(-55.0, 0.1, 0.6, 0.3)}),
    "sine, every third": (Axon(), Sine(5.0, 20.0, 300.0), {"every": 3, "duration": 50.0}),
    "samples": (
        Axon(),
        Sampled(np.random.default_rng(3).normal(10.0, 30.0, 500), dt=0.07),
        {"duration": 35.0},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_one_axon_does_as_it_does_in_a_row(case):
    axon, stimulus, rest = CASES[case]
    rest = {"duration": 5.0, **rest}
    one = simulate_function(axon, stimulus, **rest)
    row = simulate_function(axon, stimulus + Step(np.zeros(9)), **rest)
    for name in "vmhn":
        expected = getattr(row, name)
        np.testing.assert_allclose(
            np.broadcast_to(getattr(one, name), expected.shape), expected, rtol=1e-9, atol=1e-9
        )


def test_few_axons_do_as_they_do_in_a_row():
    currents = np.linspace(0.0, 30.0, 9)
    row = simulate_function(Axon(), Step(currents), 30.0)
    few = simulate_function(Axon(), Step(currents[:6].reshape(2, 3)), 30.0)
    np.testing.assert_allclose(few.v.reshape(6, -1), row.v[:6], rtol=1e-9, atol=1e-9)


def test_exponentials_are_mended_to_machine_precision():
    d = np.linspace(-kernels._NEAR, kernels._NEAR, 101)
    for scale in (10.0, 18.0, 20.0, 80.0):
        mended = [kernels.mended(x, kernels._mending(scale)) for x in d]
        np.testing.assert_allclose(mended, np.exp(-d / scale), rtol=5e-16)


def test_there_is_room_for_more_spikes_at_once_than_there_are_axons():
    """All axons cross the level together, again and again, in one stretch of steps."""
    trains = spike_trains(Axon(), Step(np.full(20, 10.0)), 400.0)
    alone = spike_trains(Axon(), Step(10.0), 400.0)
    assert len(alone) > 20
    for train in trains:
        np.testing.assert_allclose(train, alone, rtol=0, atol=1e-7)
