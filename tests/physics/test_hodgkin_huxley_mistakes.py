"""Mistakes that others made: each has a test here that would catch it."""

import inspect

import numpy as np
import pytest

from neuromath_lib.hodgkin_huxley import (
    Axon,
    Sampled,
    Step,
    peak,
    simulate,
    spike_trains,
    voltage_clamp,
)

METHODS = ["euler", "exponential", "staggered", "rk4", "adaptive"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("v", [-40.0, -55.0])
def test_zero_by_zero_inside_a_simulation(method, v):
    """NaN at exactly -40 or -55 mV; a jump close by."""
    rest = Axon().equilibrium()
    v = v + np.array([-1e-9, -1e-12, 0.0, 1e-12, 1e-9])
    start = rest.shocked(v - rest.v)
    trace = simulate(Axon(), Step(0.0), 1.0, method=method, initial=start)
    assert np.isfinite(trace.v).all()
    assert np.ptp(trace.v, axis=0).max() < 1e-6


def test_leak_of_the_paper():
    """54.387 with the wrong sign, -54.3, or 10.6 on the modern scale."""
    assert Axon().e_leak == pytest.approx(10.613 - 65.0)
    assert Axon().equilibrium().v == pytest.approx(-64.9963793312, abs=1e-9)


def test_signs_of_voltage_and_currents():
    """u for V, or the paper's sign: positive current lifts V, sodium flows in, potassium out."""
    trace = simulate(Axon(), Step(10.0), 5.0)
    assert trace.v[10] > trace.v[0]
    assert 30.0 < trace.v.max() < 50.0
    assert trace.i_na.min() < -500.0
    assert trace.i_k.max() > 500.0
    assert trace.i_na.max() < 1.0
    assert simulate(Axon(), Step(-5.0), 5.0).v[-1] < trace.v[0]


def test_currents_add_up():
    trace = simulate(Axon(capacitance=2.0), Step(10.0), 5.0, method="rk4", dt=0.001)
    charging = 2.0 * np.gradient(trace.v, trace.t)
    rest = trace.current - trace.i_na - trace.i_k - trace.i_leak
    np.testing.assert_allclose(charging[1:-1], rest[1:-1], atol=0.05)


@pytest.mark.parametrize("method", METHODS)
def test_units_of_the_current(method):
    """1 uA/cm2 on 1 uF/cm2 is 1 mV in 1 ms; through 0.3 mS/cm2 it is 3.33 mV."""
    capacitor = Axon(g_na=0.0, g_k=0.0, g_leak=0.0, e_leak=-65.0)
    start = Axon().equilibrium()
    trace = simulate(capacitor, Step(1.0), 3.0, method=method, initial=start)
    np.testing.assert_allclose(trace.v - start.v, trace.t, atol=1e-9)
    leaky = Axon(g_na=0.0, g_k=0.0)
    trace = simulate(leaky, Step(1.0), 20.0, method=method, dt=0.01)
    exact = leaky.e_leak + (1 / 0.3) * (1 - np.exp(-0.3 * trace.t))
    error = {"euler": 6e-3, "staggered": 1e-5}.get(method, 1e-7)
    np.testing.assert_allclose(trace.v, exact, atol=error)


def test_temperature_makes_gates_faster_and_nothing_else():
    """Q10 on conductances or capacitance, or no temperature at all."""
    cold, warm = Axon(), Axon(temperature=16.3)
    v = np.linspace(-100, 50, 31)
    np.testing.assert_allclose(warm.rates(v).alpha_m, 3 * cold.rates(v).alpha_m, rtol=1e-12)
    np.testing.assert_allclose(warm.rates(v).beta_h, 3 * cold.rates(v).beta_h, rtol=1e-12)
    np.testing.assert_allclose(warm.rates(v).tau_n, cold.rates(v).tau_n / 3, rtol=1e-12)
    np.testing.assert_allclose(warm.rates(v).m_inf, cold.rates(v).m_inf, rtol=1e-12)
    assert warm.equilibrium().v == pytest.approx(cold.equilibrium().v, abs=1e-10)
    slow, fast = voltage_clamp(cold, 0.0, 0.6), voltage_clamp(warm, 0.0, 0.2)
    assert fast.g_na == pytest.approx(slow.g_na, rel=1e-12)
    passive = [
        simulate(Axon(g_na=0.0, g_k=0.0, temperature=t), Step(5.0), 10.0).v for t in (6.3, 18.5)
    ]
    np.testing.assert_allclose(*passive, atol=1e-12)


def test_temperature_reaches_the_simulation():
    """A warm spike is short, and lower."""
    traces = [simulate(Axon(temperature=t), Step(20.0), 8.0) for t in (6.3, 18.5)]
    widths = [np.sum(trace.v > -30.0) * 0.01 for trace in traces]
    assert widths[1] < 0.6 * widths[0]
    assert peak(traces[1]).v < peak(traces[0]).v - 5.0


@pytest.mark.parametrize("method", METHODS)
def test_gates_start_at_their_rest(method):
    """h = 0, or gates started anywhere else, make a transient without any stimulus."""
    trace = simulate(Axon(), Step(0.0), 30.0, method=method, dt=0.02)
    rest = Axon().equilibrium()
    for name in ("v", "m", "h", "n"):
        np.testing.assert_allclose(getattr(trace, name), getattr(rest, name), atol=1e-9)


def test_threshold_is_no_voltage():
    """Not -55 mV: a shock to -58.4 fires, a slow push to -58.6 never does."""
    rest = Axon().equilibrium()
    assert len(simulate(Axon(), Step(0.0), 20.0, initial=rest.shocked(6.6)).spike_times()) == 1
    slow = np.linspace(0.0, 9.0, 2001)
    crept = simulate(Axon(), Sampled(slow, 0.5), 1000.0, every=10)
    assert crept.v.max() > rest.v + 4.0
    assert len(crept.spike_times()) == 0


def test_one_spike_and_firing_on_are_different_questions():
    """6 to 7 uA/cm2 is where firing goes on; one spike takes a third of that."""
    counts = [len(t) for t in spike_trains(Axon(), Step([2.2, 2.3, 6.0, 7.0]), 400.0)]
    assert counts[0] == 0
    assert counts[1] == 1
    assert 1 <= counts[2] < 6
    assert counts[3] > 15


def test_the_default_is_not_the_method_that_loses_spikes():
    """Exponential Euler, all at once, is stable and off by 5 ms after a second."""
    assert inspect.signature(simulate).parameters["method"].default == "staggered"
    exact = simulate(Axon(), Step(10.0), 300.0, method="rk4").spike_times()
    good = simulate(Axon(), Step(10.0), 300.0).spike_times()
    poor = simulate(Axon(), Step(10.0), 300.0, method="exponential").spike_times()
    assert abs(good[-1] - exact[-1]) < 0.005
    assert abs(poor[-1] - exact[len(poor) - 1]) > 1.0
