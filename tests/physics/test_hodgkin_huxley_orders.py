"""Each method has the order it claims, also where a stimulus has edges off the grid."""

import numpy as np
import pytest

from neuromath_lib.hodgkin_huxley import Axon, Ramp, Sampled, Sine, Step, simulate

ORDERS = [("euler", 1), ("exponential", 1), ("staggered", 2), ("rk4", 4)]
PROTOCOLS = {
    "shock": (Step(0.0), 15.0),
    "step": (Step(10.0), 0.0),
    "edges on the grid": (Step(30.0, 1.0, 2.0) + Step(-5.0, 3.0, 4.0), 0.0),
    "edges off the grid": (
        Step(20.0, 1.0373, 3.2119) + Ramp(2.0, 2.0171, 6.013) + Sine(1.0, 3.0, 130.0),
        0.0,
    ),
    "samples off the grid": (Sampled(5 + 9 * np.sin(np.arange(30)), 0.37), 0.0),
}
# Small enough that the leading term of the error is all that counts.
STEPS = {"euler": 0.00125, "exponential": 0.00125, "staggered": 0.005, "rk4": 0.005}
NAMES = ("v", "m", "h", "n")


def run(protocol, axon=None, duration=8.0, **options):
    stimulus, shock = PROTOCOLS[protocol]
    axon = axon or Axon()
    start = axon.equilibrium().shocked(shock)
    return simulate(axon, stimulus, duration, initial=start, **options)


@pytest.fixture(scope="module")
def references():
    return {name: run(name, method="adaptive", dt=0.1) for name in PROTOCOLS}


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize(("method", "order"), ORDERS)
def test_measured_order(references, protocol, method, order):
    """In the voltage and the gates on the grid, in the mean square over the whole run."""
    for name in NAMES:
        errors = []
        for dt in (STEPS[method], STEPS[method] / 2):
            trace = run(protocol, method=method, dt=dt, every=round(0.1 / dt))
            wrong = getattr(trace, name) - getattr(references[protocol], name)
            errors.append(np.sqrt(np.mean(wrong**2)))
        assert np.log2(errors[0] / errors[1]) == pytest.approx(order, abs=0.1), name


@pytest.mark.parametrize(("method", "order"), [("staggered", 2), ("rk4", 4)])
def test_measured_order_of_a_warm_and_odd_axon(method, order):
    axon = Axon(capacitance=1.3, g_na=100.0, e_k=-80.0, g_leak=0.5, temperature=15.0)
    reference = run("edges off the grid", axon, method="adaptive", dt=0.1)
    errors = []
    for dt in (0.005, 0.0025):
        trace = run("edges off the grid", axon, method=method, dt=dt, every=round(0.1 / dt))
        errors.append(np.sqrt(np.mean((trace.v - reference.v) ** 2)))
    assert np.log2(errors[0] / errors[1]) == pytest.approx(order, abs=0.1)


@pytest.mark.parametrize(("method", "order"), [("staggered", 2), ("rk4", 4)])
def test_the_voltage_at_an_edge_has_the_order_too(method, order):
    """The one point where a mean of two half steps would be wrong by half a jump."""
    stimulus = Step(50.0, 1.0, 1.5)
    reference = simulate(Axon(), stimulus, 2.0, method="adaptive", dt=0.5)
    for k in (2, 3):
        errors = []
        for dt in (0.02, 0.01):
            trace = simulate(Axon(), stimulus, 2.0, method=method, dt=dt)
            errors.append(abs(trace.v[round(0.5 * k / dt)] - reference.v[k]))
        if errors[0] > 1e-9:
            assert np.log2(errors[0] / errors[1]) > order - 0.3


@pytest.fixture(scope="module")
def last_spikes():
    found = {"adaptive": simulate(Axon(), Step(10.0), 1000.0, method="adaptive").spike_times()}
    for method, _ in ORDERS:
        found[method] = simulate(Axon(), Step(10.0), 1000.0, method=method).spike_times()
    return found


def test_errors_after_a_second(last_spikes):
    """The last of 69 spikes at dt = 0.01 ms, in ms; the numbers of an independent measurement."""
    exact = last_spikes["adaptive"]
    assert len(exact) == 69
    error = {method: times[-1] - exact[len(times) - 1] for method, times in last_spikes.items()}
    assert abs(error["staggered"]) <= 0.015
    assert abs(error["rk4"]) <= 1e-5
    assert error["euler"] == pytest.approx(-0.26, abs=0.01)
    assert error["exponential"] == pytest.approx(4.92, abs=0.01)
    assert len(last_spikes["exponential"]) == 68  # one is lost
