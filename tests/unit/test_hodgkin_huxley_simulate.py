"""Simulations: shapes, batches, equivalent protocols, bad input."""

import dataclasses
import subprocess
import sys
import types

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuromath_lib.hodgkin_huxley import (
    Axon,
    Ramp,
    Sampled,
    Sine,
    State,
    Step,
    Trace,
    peak,
    simulate,
    spike_trains,
)

METHODS = ["euler", "exponential", "staggered", "rk4", "adaptive"]
FIXED = METHODS[:-1]
NAMES = ("v", "m", "h", "n", "i_na", "i_k", "i_leak", "current")


def same(one, other, index=..., *, atol=1e-9):
    np.testing.assert_allclose(one.t, other.t, atol=1e-12)
    for name in NAMES:
        np.testing.assert_allclose(
            getattr(one, name)[index], getattr(other, name), atol=atol, rtol=1e-7, err_msg=name
        )


@pytest.mark.parametrize("method", METHODS)
def test_shape_of_a_trace(method):
    trace = simulate(Axon(), Step(10.0), 2, dt=0.01, method=method)
    assert isinstance(trace, Trace)
    np.testing.assert_allclose(trace.t, np.arange(201) * 0.01, atol=1e-12)
    for name in NAMES:
        assert getattr(trace, name).shape == (201,)
    rest = Axon().equilibrium()
    assert trace.v[0] == rest.v
    assert trace.end.v == trace.v[-1]
    assert isinstance(trace.spike_times(), np.ndarray)


@pytest.mark.parametrize("method", METHODS)
def test_a_batch_is_its_singles(method):
    """Axons, stimuli and initial states differ in different axes; edges lie off the grid."""
    starts = np.array([0.2, 0.7133, 1.31])
    axon = Axon(g_na=[[110.0], [125.0]], temperature=[[6.3], [12.0]])
    values = np.random.default_rng(3).normal(5, 9, size=(2, 1, 9))
    stimulus = Step(15, starts, starts + 1.2345) + Sampled(values, 0.11) + Ramp(0.5)
    rest = Axon().equilibrium()
    initial = State(rest.v + np.array([0.0, 3.0, 6.0]), rest.m, rest.h, rest.n)
    options = {"method": method, "dt": 0.02, "every": 2}
    batch = simulate(axon, stimulus, 3.2, initial=initial, **options)
    assert batch.v.shape == (2, 3, 81)
    spikes = batch.spike_times(-30.0)
    assert len(spikes) == 6
    for i in range(2):
        for j in range(3):
            single = simulate(
                Axon(g_na=axon.g_na[i, 0], temperature=axon.temperature[i, 0]),
                Step(15, starts[j], starts[j] + 1.2345) + Sampled(values[i, 0], 0.11) + Ramp(0.5),
                3.2,
                initial=rest.shocked(3.0 * j),
                **options,
            )
            same(batch, single, (i, j))
            np.testing.assert_allclose(spikes[3 * i + j], single.spike_times(-30.0), atol=1e-9)


@pytest.mark.parametrize("method", FIXED)
def test_a_large_batch_is_its_singles(method):
    """More than one row of the kernel, and more than one stretch of steps."""
    currents = np.linspace(0.0, 40.0, 300)
    batch = simulate(Axon(), Step(currents), 12.0, method=method, every=7)
    assert batch.v.shape == (300, 172)
    for k in (0, 255, 256, 299):
        single = simulate(Axon(), Step(currents[k]), 12.0, method=method, every=7)
        same(batch, single, k, atol=1e-8)


@pytest.mark.parametrize("method", METHODS)
def test_a_batch_of_one_and_numbers_in_arrays(method):
    single = simulate(Axon(), Step(10.0), 3.0, method=method)
    same(simulate(Axon(), Step([10]), 3, method=method), single, 0)
    same(simulate(Axon(g_k=np.array(36)), Step(np.array(10)), 3.0, method=method), single)
    assert len(simulate(Axon(), Step([10]), 3, method=method).spike_times()) == 1


@pytest.mark.parametrize("method", METHODS)
def test_equivalent_protocols_agree(method):
    """A sum of steps, samples of the same, and the sum the other way round."""
    steps = Step(12.0, 0.25, 1.0) + Step(-5.0, 0.5, 2.0)
    samples = Sampled([0.0, 12.0, 7.0, 7.0, -5.0, -5.0, -5.0, -5.0], 0.25)
    turned = Step(-5.0, 0.5, 2.0) + Step(12.0, 0.25, 1.0)
    ramps = Ramp(3.0, 0.3, 2.0) + Ramp(-3.0, 0.8, 2.0)
    bent = Ramp(3.0, 0.3, 0.8) + Step(1.5, 0.8, 2.0)
    for one, other in [(steps, samples), (steps, turned), (ramps, bent)]:
        runs = [simulate(Axon(), s, 4.0, method=method, dt=0.02) for s in (one, other)]
        same(*runs, atol=1e-8)


@pytest.mark.parametrize("method", METHODS)
def test_equivalent_protocols_off_the_grid_agree(method):
    steps = Step(12.0, 0.111, 0.333) + Step(-5.0, 0.222, 0.444)
    samples = Sampled([0.0, 12.0, 7.0, -5.0], 0.111)
    runs = [simulate(Axon(), s, 2.0, method=method, dt=0.025) for s in (steps, samples)]
    same(*runs, atol=1e-8)


@pytest.mark.parametrize("method", METHODS)
def test_a_constant_in_four_dresses(method):
    constant = simulate(Axon(), Step(8.0), 5.0, method=method, dt=0.02)
    for dress in (
        Step(3.0) + Step(5.0),
        Sine(8.0, 0.0, 50.0),
        Sampled(np.full(700, 8.0), 0.01),
        Step(8.0, start=-3.0, stop=100.0),
    ):
        same(simulate(Axon(), dress, 5.0, method=method, dt=0.02), constant)


@pytest.mark.parametrize("method", METHODS)
def test_going_on_from_the_end(method):
    whole = simulate(Axon(), Step(10.0), 6.0, method=method)
    first = simulate(Axon(), Step(10.0), 2.5, method=method)
    second = simulate(Axon(), Step(10.0), 3.5, method=method, initial=first.end)
    tolerance = 0.05 if method == "staggered" else 1e-6  # it halves its first step
    np.testing.assert_allclose(second.v, whole.v[250:], atol=tolerance)


@pytest.mark.parametrize("method", METHODS)
def test_every_stores_some_of_the_same(method):
    whole = simulate(Axon(), Step(10.0), 4.07, method=method)
    some = simulate(Axon(), Step(10.0), 4.07, method=method, every=5)
    np.testing.assert_allclose(some.t, whole.t[::5], atol=1e-12)
    np.testing.assert_allclose(some.v, whole.v[::5], atol=1e-9)


def test_initial_may_be_anything_with_the_four():
    rest = Axon().equilibrium()
    thing = types.SimpleNamespace(v=-50, m=rest.m, h=rest.h, n=np.array([rest.n, 0.4]))
    assert simulate(Axon(), Step(0.0), 1.0, initial=thing).v.shape == (2, 101)
    assert simulate(Axon(), Step(0.0), 1.0, initial=rest.shocked(7.0)).v[0] == rest.v + 7.0
    moved = dataclasses.replace(rest, v=-40.0)
    assert simulate(Axon(), Step(0.0), 1.0, initial=moved).v[0] == -40.0


def test_initial_defaults_to_rest_without_current():
    trace = simulate(Axon(e_leak=-50.0), Step(20.0), 1.0)
    assert trace.v[0] == Axon(e_leak=-50.0).equilibrium().v


def test_the_last_point_is_not_beyond_the_end():
    assert len(simulate(Axon(), Step(0.0), 1.0, dt=0.03).t) == 34
    for duration, dt, steps in [(0.3, 0.1, 3), (100, 0.01, 10000), (0.7, 0.07, 10), (1, 1 / 3, 3)]:
        assert len(simulate(Axon(), Step(0.0), duration, dt=dt).t) == steps + 1


def test_spike_times_of_a_silent_batch():
    times = simulate(Axon(), Step([0.0, 1.0]), 5.0).spike_times()
    assert [len(t) for t in times] == [0, 0]
    assert len(simulate(Axon(), Step(0.0), 5.0).spike_times()) == 0


def test_spike_times_at_a_level_no_spike_reaches():
    assert len(simulate(Axon(), Step(10.0), 30.0).spike_times(level=60.0)) == 0


def test_spike_times_are_finer_than_the_steps():
    fine = simulate(Axon(), Step(10.0), 40.0, method="rk4", dt=0.0025).spike_times()
    coarse = simulate(Axon(), Step(10.0), 40.0, method="rk4", dt=0.0025, every=20).spike_times()
    np.testing.assert_allclose(coarse, fine, atol=2e-4)
    assert np.abs(coarse - np.round(coarse / 0.05) * 0.05).max() > 5e-3


@pytest.mark.parametrize(("amplitude", "level"), [(10.0, -55.05), ([10.0, 10.0], -55.05)])
def test_a_crossing_just_before_an_edge(amplitude, level):
    """A capacitor charged at 10 mV/ms until t = 1 passes any level before then in time."""
    capacitor = Axon(g_na=0.0, g_k=0.0, g_leak=0.0, e_leak=-65.0)
    start = State(-65.0, 0.0, 0.0, 0.0)
    trace = simulate(capacitor, Step(amplitude, 0.0, 1.0), 2.0, dt=0.1, initial=start)
    np.testing.assert_allclose(np.ravel(trace.spike_times(level)), 0.995, atol=1e-12)


@pytest.mark.parametrize("method", FIXED)
def test_spike_trains_are_those_of_the_traces(method):
    stimulus = Step(np.linspace(0.0, 30.0, 300), start=1.0) + Sine(0.0, 1.0, 40.0)
    trains = spike_trains(Axon(), stimulus, 25.0, method=method, level=-10.0)
    times = simulate(Axon(), stimulus, 25.0, method=method).spike_times(-10.0)
    assert len(trains) == 300
    for train, expected in zip(trains, times, strict=True):
        np.testing.assert_allclose(train, expected, atol=1e-9)


def test_spike_train_of_one_axon_over_many_stretches():
    train = spike_trains(Axon(), Step(10.0), 700.0)
    expected = simulate(Axon(), Step(10.0), 700.0).spike_times()
    assert isinstance(train, np.ndarray)
    np.testing.assert_allclose(train, expected, atol=1e-12)


def test_spike_trains_of_the_adaptive_method():
    train = spike_trains(Axon(), Step([0.0, 10.0]), 5.0, method="adaptive")
    assert [len(t) for t in train] == [0, 1]


def test_peak():
    rest = Axon().equilibrium()
    trace = simulate(Axon(), Step(0.0), 8.0, initial=rest.shocked([[6.0, 15.0], [30.0, 90.0]]))
    found = peak(trace)
    assert found.v.shape == found.t.shape == (2, 2)
    assert (found.v >= trace.v.max(axis=-1)).all()
    np.testing.assert_allclose(found.v, trace.v.max(axis=-1), atol=0.1)
    assert found.t[0, 0] == 0.0
    late = peak(trace, after=4.0)
    assert (late.t >= 4.0).all()
    with pytest.raises(ValueError, match="after was 9 ms"):
        peak(trace, after=9.0)
    with pytest.raises(ValueError, match="trace was"):
        peak([1, 2, 3])


GOOD = {"axon": Axon(), "stimulus": Step(10.0), "duration": 1.0}
BAD_NUMBERS = ["1", None, np.nan, np.inf, -1.0, 0, [1.0, 2.0], 1j, True]


@settings(deadline=None)
@given(st.sampled_from(["duration", "dt"]), st.sampled_from(BAD_NUMBERS))
def test_bad_times_are_named(name, value):
    with pytest.raises(ValueError, match=rf"^{name} was .*should be"):
        simulate(**{**GOOD, name: value})


@settings(deadline=None)
@given(st.sampled_from([0, -1, 1.5, "2", None, np.nan]))
def test_bad_every_is_named(value):
    with pytest.raises(ValueError, match=r"^every was"):
        simulate(**GOOD, every=value)


@settings(deadline=None)
@given(st.one_of(st.text(), st.integers(), st.none(), st.just(["euler"])))
def test_unknown_methods_are_named(method):
    if method in METHODS:
        return
    with pytest.raises(ValueError, match=r"(?s)^method was .*'euler', 'exponential'"):
        simulate(**GOOD, method=method)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"axon": "axon"}, "axon was 'axon'"),
        ({"axon": Axon}, "axon was"),
        ({"stimulus": 10.0}, r"stimulus was 10.0; .*Step\(10.0\)"),
        ({"initial": (1, 2, 3, 4)}, "initial was"),
        ({"initial": State(np.nan, 0.1, 0.5, 0.3)}, "initial.v was nan"),
        ({"initial": State(-65.0, 1.1, 0.5, 0.3)}, "initial.m was 1.1"),
        ({"initial": State(-65.0, 0.1, -0.5, 0.3)}, "initial.h was -0.5"),
        ({"initial": State(-65.0, 0.1, 0.5, "n")}, "initial.n was 'n'"),
        ({"initial": State(5000.0, 0.1, 0.5, 0.3)}, "initial.v was 5000"),
        ({"dt": 2.0}, "duration was 1 ms"),
        ({"every": 101}, "duration was 1 ms"),
        ({"axon": Axon(g_na=[1.0, 2.0]), "stimulus": Step([1.0, 2.0, 3.0])}, "axon .2,., stim"),
        ({"stimulus": Step(np.zeros(100_000)), "duration": 1000.0}, "every was 1; .*GiB"),
    ],
)
def test_bad_input_is_named(change, named):
    with pytest.raises(ValueError, match=named):
        simulate(**{**GOOD, **change})


def test_bad_level_is_named():
    with pytest.raises(ValueError, match="level was nan"):
        simulate(**GOOD).spike_times(np.nan)
    with pytest.raises(ValueError, match="level was 'up'"):
        spike_trains(**GOOD, level="up")


@pytest.mark.parametrize(
    ("method", "stimulus", "dt"),
    [
        ("euler", Step(100.0), 1.0),
        ("rk4", Step(100.0), 1.0),
        ("rk4", Step([0.0, -2000.0]), 0.01),
        ("euler", Step(-2000.0), 0.01),
        ("staggered", Step([[1.0], [-3000.0]]), 0.01),
        ("exponential", Step(-3000.0), 0.01),
        ("adaptive", Step(1e6), 0.01),
        ("staggered", Step(1e9), 0.01),
        ("euler", Step(1e300), 0.01),
    ],
)
def test_blowing_up_is_said(method, stimulus, dt):
    with pytest.raises(FloatingPointError, match=r"blew up at t = .* ms.*try a smaller"):
        simulate(Axon(), stimulus, 30.0, method=method, dt=dt)


def test_blowing_up_says_where():
    with pytest.raises(FloatingPointError, match=r"axon \[1, 2\] of the batch"):
        simulate(Axon(), Step([[0.0, 1.0, 2.0], [3.0, 4.0, -3000.0]]), 30.0)


@settings(deadline=None, max_examples=30)
@given(
    st.floats(0.0, 200.0),
    st.floats(-20.0, 90.0),
    st.floats(0.0, 30.0),
    st.sampled_from(["exponential", "staggered", "rk4"]),
)
def test_gates_stay_probabilities(current, shock, temperature, method):
    axon = Axon(temperature=temperature)
    start = axon.equilibrium().shocked(shock)
    trace = simulate(axon, Step(current), 5.0, method=method, dt=0.005, initial=start)
    for gate in (trace.m, trace.h, trace.n):
        assert gate.min() > -1e-6
        assert gate.max() < 1 + 1e-6
    assert np.isfinite(trace.v).all()


@pytest.mark.parametrize("method", ["exponential", "staggered"])
@pytest.mark.parametrize("dt", [0.01, 0.1, 1.0])
def test_implicit_methods_bear_what_makes_explicit_ones_blow_up(method, dt):
    """A deep hold closes the m gates in a microsecond; that is no reason to fail."""
    trace = simulate(Axon(temperature=25.0), Step(-60.0), 40.0, method=method, dt=dt)
    settled = Axon(temperature=25.0).equilibrium(-60.0)
    assert trace.v[-1] == pytest.approx(settled.v, abs=0.5)
    assert trace.m[-1] == pytest.approx(settled.m, abs=1e-6)
    assert trace.m.min() >= 0.0


def test_the_kernels_run_uncompiled_to_the_same_result():
    program = """
import sys
sys.modules["numba"] = None
import numpy as np
from neuromath_lib.hodgkin_huxley import Axon, Step, simulate, kernels
assert not hasattr(kernels.staggered, "py_func")
for method in ["euler", "exponential", "staggered", "rk4", "adaptive"]:
    trace = simulate(Axon(), Step([20.0, -5.0], 0.1), 2.0, dt=0.02, method=method)
    print(*trace.v[:, -1], *trace.n[:, -1])
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], check=True, capture_output=True, text=True
    )
    for method, line in zip(METHODS, done.stdout.splitlines(), strict=True):
        trace = simulate(Axon(), Step([20.0, -5.0], 0.1), 2.0, dt=0.02, method=method)
        expected = [*trace.v[:, -1], *trace.n[:, -1]]
        np.testing.assert_allclose(np.array(line.split(), float), expected, rtol=1e-9)


def test_importing_the_model_loads_neither_numba_nor_scipy():
    program = (
        "import sys, neuromath_lib.hodgkin_huxley;"
        "assert not {'numba', 'scipy', 'matplotlib'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
