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


# ---------------------------------------------------------------- single precision


@pytest.mark.parametrize(
    "v", [np.linspace(-300.0, 170.0, 12001), -40 + np.linspace(-9, 9, 4001), [-40.0, -55.0]]
)
def test_rates_agree_in_single_precision(v):
    u = np.asarray(v, dtype=np.float32) + np.float32(65.0)
    plain = Axon().rates(u.astype(float) - 65.0)
    fast = [kernels.fractions_single(x) for x in u]
    assert {type(x) for x in fast[0]} <= {float, np.float32}
    am, dm, bm, ah, dh, an, dn, bn = np.array(fast).T
    for expected, found in [
        (plain.alpha_m, am / dm),
        (plain.beta_m, bm),
        (plain.alpha_h, ah),
        (plain.beta_h, 1 / dh),
        (plain.alpha_n, an / dn),
        (plain.beta_n, bn),
    ]:
        np.testing.assert_allclose(found, expected, rtol=2e-5)


@pytest.mark.parametrize("per", [1e-3, 1.0, 50.0])
@pytest.mark.parametrize("q", [1e-4, 0.1, 10.0, 1e6])
@pytest.mark.parametrize("x", [0.0, 0.3, 1.0])
def test_a_gate_takes_the_same_step_in_single_precision(per, q, x):
    up, down = 0.7 * per, 2.0 * per
    change = kernels.trapezoid_single(*(np.float32(a) for a in (x, up, down, per, q)))
    assert x + change == pytest.approx(kernels.trapezoid(x, up, down, per, q), abs=1e-6)


@pytest.mark.parametrize(("duration", "away", "near"), [(100.0, 1e-4, 0.005), (1000.0, 5e-4, 0.05)])
def test_spikes_come_at_the_same_times_in_single_precision(duration, away, near):
    """As near as the docstring of `spike_trains` says."""
    currents = np.linspace(0.0, 20.0, 401)
    double, single = (
        spike_trains(Axon(), Step(currents), duration, precision=precision)
        for precision in ("double", "single")
    )
    assert [len(train) for train in single] == [len(train) for train in double]
    apart = np.array(
        [np.max(np.abs(a - b), initial=0.0) for a, b in zip(double, single, strict=True)]
    )
    assert apart.max() > 1e-7  # two precisions indeed
    barely = (currents > 5.9) & (currents < 7.0)
    assert apart[~barely].max() < away
    assert apart[barely].max() < near


@pytest.mark.parametrize("level", [0.0, -20.1, 13.3333, -70.0])
def test_other_axons_stimuli_and_levels_in_single_precision(level):
    rng = np.random.default_rng(5)
    axon = Axon(
        rng.uniform(0.9, 1.2, (3, 1)), temperature=np.array([6.3, 10.0, 14.0])[:, None], e_na=52.0
    )
    stimulus = Step(np.linspace(10.0, 30.0, 4), start=2.003) + Sine(5.0, 20.0, 300.0)
    start = {"initial": Axon().equilibrium().shocked(7.0), "level": level}
    double = spike_trains(axon, stimulus, 80.0, **start)
    single = spike_trains(axon, stimulus, 80.0, **start, precision="single")
    assert sum(len(train) for train in double) > 20
    for a, b in zip(double, single, strict=True):
        assert b.dtype == np.float64
        np.testing.assert_allclose(b, a, rtol=0, atol=2e-3)


def test_a_stretch_of_steps_goes_on_where_the_last_ended_in_single_precision(monkeypatch):
    arguments = Axon(), Step(np.linspace(8.0, 20.0, 9)), 60.0
    whole = spike_trains(*arguments, precision="single")
    monkeypatch.setattr(simulate_module, "_LOOKS", 64)
    for a, b in zip(whole, spike_trains(*arguments, precision="single"), strict=True):
        np.testing.assert_allclose(b, a, rtol=0, atol=1e-4)


@pytest.mark.parametrize("current", [-1e6, 1e6, 1e9])
def test_an_axon_out_of_range_is_reported_alike(monkeypatch, current):
    monkeypatch.setattr(simulate_module, "_LOOKS", 64)  # not in the first stretch of steps
    stimulus = Step(np.r_[np.zeros(8), current], start=1.0)
    words = []
    for precision in ("double", "single"):
        with pytest.raises(FloatingPointError) as caught:
            spike_trains(Axon(), stimulus, 5.0, precision=precision)
        words.append(str(caught.value))
    assert "axon [8]" in words[0]
    assert words[0] == words[1]


@pytest.mark.parametrize(
    ("currents", "how"),
    [
        (10.0, {"precision": "single"}),
        (np.zeros(7), {"precision": "single"}),
        (np.zeros(20), {"precision": "single", "method": "rk4"}),
        (np.zeros(20), {"precision": "half"}),
        (np.zeros(20), {"precision": 32}),
    ],
)
def test_a_precision_that_is_not_to_be_had(currents, how):
    with pytest.raises(ValueError, match=r"precision was .*should be .*'double'"):
        spike_trains(Axon(), Step(currents), 5.0, **how)
