"""Channel noise: what a trace holds, the same seed the same trace, bad input."""

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuromath_lib.hodgkin_huxley import Axon, Sampled, State, Step, Trace, equations, noise_kernels
from neuromath_lib.hodgkin_huxley import noise as noise_module
from neuromath_lib.hodgkin_huxley.noise import METHODS, channel_noise, occupancies

NAMES = ("v", "m", "h", "n", "na_open", "k_open", "i_na", "i_k", "i_leak", "current")


def noisy(area=5.0, duration=20.0, seed=1, axon=None, **options):
    return channel_noise(
        Axon() if axon is None else axon, area, duration, np.random.default_rng(seed), **options
    )


@pytest.mark.parametrize("method", METHODS)
def test_shape_of_a_trace(method):
    trace = noisy(method=method, duration=3.0)
    assert isinstance(trace, Trace)
    np.testing.assert_allclose(trace.t, np.arange(301) * 0.01, atol=1e-12)
    for name in NAMES:
        assert getattr(trace, name).shape == (301,)
    assert trace.v[0] == Axon().equilibrium().v
    assert (trace.na_channels, trace.k_channels) == (300, 90)
    assert (trace.events > 0) == (method == "exact")
    np.testing.assert_array_equal(trace.i_na, 120.0 * trace.na_open * (trace.v - 50.0))
    np.testing.assert_array_equal(trace.i_k, 36.0 * trace.k_open * (trace.v + 77.0))
    assert isinstance(trace.spike_times(), np.ndarray)
    assert trace.end.v == trace.v[-1]


def test_exact_traces_count_whole_channels_and_gates():
    trace = noisy(area=2.0)
    sizes = {"m": 360, "h": 120, "n": 144, "na_open": 120, "k_open": 36}
    for name, size in sizes.items():
        count = getattr(trace, name) * size
        np.testing.assert_allclose(count, np.round(count), atol=1e-9)
        assert count.min() >= 0
        assert count.max() <= size


@pytest.mark.parametrize("method", METHODS)
def test_the_same_seed_gives_the_same_trace(method):
    one, two, other = (noisy(method=method, seed=seed) for seed in (3, 3, 4))
    np.testing.assert_array_equal(one.v, two.v)
    np.testing.assert_array_equal(one.na_open, two.na_open)
    assert not np.array_equal(one.v, other.v)


def test_any_bit_generator_will_do():
    rngs = [np.random.Generator(kind(1)) for kind in (np.random.MT19937, np.random.Philox)]
    traces = [channel_noise(Axon(), 1.0, 5.0, rng) for rng in rngs]
    assert not np.array_equal(traces[0].v, traces[1].v)


@pytest.mark.parametrize("method", METHODS)
def test_spike_times_and_trace_do_not_depend_on_what_is_stored(method):
    dense = noisy(duration=100.0, method=method, current=8.0)
    sparse = noisy(duration=100.0, method=method, current=8.0, every=50)
    assert len(dense.spike_times()) > 2
    np.testing.assert_array_equal(dense.spike_times(), sparse.spike_times())
    np.testing.assert_array_equal(dense.v[::50], sparse.v)
    np.testing.assert_array_equal(dense.k_open[::50], sparse.k_open)


@pytest.mark.parametrize("method", METHODS)
def test_a_run_in_stretches_is_the_run_in_one(method, monkeypatch):
    whole = noisy(duration=60.0, method=method, current=8.0, every=7)
    monkeypatch.setattr(noise_module, "_stretch", lambda *_: 333)
    pieces = noisy(duration=60.0, method=method, current=8.0, every=7)
    np.testing.assert_array_equal(whole.v, pieces.v)
    np.testing.assert_array_equal(whole.h, pieces.h)
    np.testing.assert_array_equal(whole.spike_times(), pieces.spike_times())


@pytest.mark.parametrize("method", METHODS)
def test_repetitions_are_runs_one_after_the_other(method):
    batch = noisy(duration=40.0, method=method, n_runs=3, current=8.0)
    assert batch.shape == (3,)
    rng = np.random.default_rng(1)
    for k in range(3):
        single = channel_noise(Axon(), 5.0, 40.0, rng, method=method, current=8.0)
        for name in NAMES:
            np.testing.assert_array_equal(getattr(batch, name)[k], getattr(single, name))
        np.testing.assert_array_equal(batch.spike_times()[k], single.spike_times())
        np.testing.assert_allclose(batch.spike_times(5.0)[k], single.spike_times(5.0))


def test_a_spike_counts_once_until_it_is_rearmed():
    """A patch of a few channels of its own will cross 0 mV several times in one spike."""
    trace = noisy(area=1.0, duration=3000.0, seed=2)
    crossings = Trace.spike_times(trace)
    spikes = trace.spike_times()
    assert len(crossings) > len(spikes) > 50
    for first, second in itertools.pairwise(spikes):
        between = (trace.t > first) & (trace.t < second)
        assert trace.v[between].min() < -45.0
    # the same by hand, from the stored voltage
    count, armed = 0, True
    for v in trace.v:
        if armed and v >= 0.0:
            count, armed = count + 1, False
        armed = armed or v < -45.0
    assert count == len(spikes)
    # read off the stored points, at (almost) the level of those found during the run
    np.testing.assert_allclose(trace.spike_times(1e-9), spikes, atol=0.01)
    assert len(trace.spike_times(0.0, rearm=0.0)) == len(crossings)
    assert len(trace.spike_times(-20.0, rearm=-50.0)) >= len(spikes)


@pytest.mark.parametrize("method", METHODS)
def test_a_stimulus_may_change(method):
    step = noisy(area=200.0, duration=30.0, method=method, current=Step(40.0, 10.0, 12.0))
    assert 10.0 < step.spike_times()[0] < 12.5
    np.testing.assert_array_equal(step.current[[0, 1100, 2000]], [0.0, 40.0, 0.0])
    constant = noisy(duration=20.0, method=method, current=7.0)
    same = noisy(duration=20.0, method=method, current=Step(7.0))
    np.testing.assert_array_equal(constant.v, same.v)
    samples = noisy(duration=20.0, method=method, current=Sampled(np.full(40, 7.0), 0.5))
    np.testing.assert_array_equal(samples.v[:1900], constant.v[:1900])


@pytest.mark.parametrize("method", METHODS)
def test_hold_and_initial(method):
    held = noisy(method=method, hold=-20.0)
    assert np.all(held.v == -20.0)
    assert held.spike_times().size == 0
    stepped = noisy(
        area=1e4, duration=0.01, method=method, hold=0.0, initial=State(-90, 0.1, 1, 0.5)
    )
    assert stepped.v[0] == 0.0
    assert stepped.m[0] == pytest.approx(0.1, abs=0.01)
    assert stepped.h[0] == 1.0
    assert stepped.n[0] == pytest.approx(0.5, abs=0.01)
    shocked = noisy(area=500.0, method=method, initial=Axon().equilibrium().shocked(20.0))
    assert len(shocked.spike_times()) == 1


def test_the_conductance_is_shared_among_the_channels():
    """Twice the channels are half the conductance each: the mean current is the axon's."""
    for density in (20.0, 200.0):
        trace = noisy(
            area=20.0, duration=400.0, hold=0.0, na_density=density, k_density=density, every=50
        )
        assert trace.k_channels == 20 * density
        n = Axon().rates(0.0).n_inf
        assert trace.i_k.mean() == pytest.approx(36.0 * n**4 * 77.0, rel=0.03)


def test_extreme_axons():
    for axon in (
        Axon(g_leak=0.0),
        Axon(g_na=0.0, g_k=0.0, g_leak=0.0),
        Axon(capacitance=1e-3),
        Axon(e_na=-77.0, e_leak=-77.0),
        Axon(temperature=45.0),
    ):
        for method in METHODS:
            trace = noisy(axon=axon, method=method, current=0.0)
            assert np.isfinite(trace.v).all()
    silent = noisy(axon=Axon(g_na=0.0, g_k=0.0, g_leak=0.0), current=2.0, duration=5.0)
    np.testing.assert_allclose(silent.v, silent.v[0] + 2.0 * silent.t, atol=1e-9)
    one_channel = noisy(area=1.0 / 18.0, duration=200.0)
    assert one_channel.k_channels == 1
    assert set(one_channel.k_open) == {0.0, 1.0}


@pytest.mark.parametrize("method", METHODS)
def test_a_voltage_that_runs_away_says_so(method):
    with pytest.raises(FloatingPointError, match="blew up"):
        noisy(method=method, current=1e6)


def test_rates_are_the_axons():
    out = np.empty(6)
    v = np.concatenate([np.linspace(-200.0, 200.0, 801), -40.0 + np.linspace(-1e-9, 1e-9, 5)])
    for temperature in (6.3, 18.5):
        rates = equations.rates(v, temperature)
        for k, x in enumerate(v):
            noise_kernels.rates(x, equations.speed(temperature), out)
            expected = [
                getattr(rates, name)[k]
                for name in ("alpha_m", "beta_m", "alpha_h", "beta_h", "alpha_n", "beta_n")
            ]
            np.testing.assert_allclose(out, expected, rtol=1e-12)


@given(st.floats(-200, 200), st.floats(1e-3, 20.0), st.floats(0.01, 40.0))
@settings(max_examples=60, deadline=None)
def test_rates_stay_within_the_bounds_of_a_band(v, width, phi):
    least, most, rate = np.empty(6), np.empty(6), np.empty(6)
    noise_kernels.bound(v - width, v + width, phi, least, most)
    for x in np.linspace(v - width, v + width, 9):
        noise_kernels.rates(x, phi, rate)
        assert np.all(rate <= most * (1 + 1e-13))
        assert np.all(rate >= least * (1 - 1e-13))


@given(st.floats(-50, 50), st.floats(1e-6, 30.0), st.floats(-0.5, 60.0))
@settings(max_examples=80, deadline=None)
def test_when_a_relaxation_has_risen(slope, time, decay):
    if abs(slope) < 1e-3 or decay * time > 12.0:
        return
    rise = slope * time * noise_kernels.relaxed(decay * time)
    assert noise_kernels.duration_of(rise, slope, decay) == pytest.approx(time, rel=1e-8)


def test_relaxed_is_smooth_where_its_series_ends():
    for x in (0.0199999, 0.0200001, -0.0199999, -0.0200001, 3.0, 1e-9):
        assert noise_kernels.relaxed(x) == pytest.approx(-np.expm1(-x) / x, rel=1e-13)
    assert noise_kernels.relaxed(0.0) == 1.0


@pytest.mark.parametrize("method", METHODS)
def test_plain_python_gives_the_same(method, monkeypatch):
    compiled = noisy(area=1.0, duration=1.0, method=method)
    kernel = getattr(noise_kernels, method)
    monkeypatch.setattr(noise_kernels, method, getattr(kernel, "py_func", kernel))
    plain = noisy(area=1.0, duration=1.0, method=method)
    np.testing.assert_allclose(plain.v, compiled.v, rtol=1e-9)
    np.testing.assert_allclose(plain.na_open, compiled.na_open, atol=1e-9)


def test_bounds_may_be_as_wide_as_they_like(monkeypatch):
    """With bounds many times the rates, most drawn events are not real, and the law is the same."""
    kernel = noise_kernels.exact
    monkeypatch.setattr(noise_kernels, "exact", getattr(kernel, "py_func", kernel))
    monkeypatch.setattr(noise_kernels, "BAND", 10.0)
    trace = noisy(area=1.0, duration=60.0, hold=-50.0)
    rates = Axon().rates(-50.0)
    expected = sum(
        2.0 * size * alpha * beta / (alpha + beta)
        for size, alpha, beta in (
            (180, rates.alpha_m, rates.beta_m),
            (60, rates.alpha_h, rates.beta_h),
            (72, rates.alpha_n, rates.beta_n),
        )
    )
    assert trace.events / 60.0 == pytest.approx(expected, rel=0.05)


def test_tables_of_states():
    gates, move = noise_kernels.GATES, noise_kernels.MOVE
    for kind in range(6):
        states = np.flatnonzero(gates[kind])
        assert noise_kernels.FIRST[kind] == states[0]
        for s in states:
            back = kind ^ 1
            assert gates[back, s + move[kind]] == gates[back, s] + 1
            assert move[back] == -move[kind]
    assert len(noise_kernels.PAIRS) == 14


def test_more_spikes_than_the_list_held_at_first():
    spikes = np.arange(4.0)
    longer = noise_kernels.noted(spikes, 4, 9.0)
    np.testing.assert_array_equal(longer[:5], [0, 1, 2, 3, 9])
    assert longer.size == 8


BAD = [
    ({"axon": 3}, "axon"),
    ({"axon": Axon(g_na=[100.0, 120.0])}, "axon"),
    ({"area_um2": 0.0}, "area_um2"),
    ({"area_um2": 0.05}, "area_um2"),
    ({"area_um2": np.nan}, "area_um2"),
    ({"area_um2": [1.0, 2.0]}, "area_um2"),
    ({"area_um2": 1e30}, "area_um2"),
    ({"duration": 0.0}, "duration"),
    ({"duration": 0.001}, "duration"),
    ({"duration": "long"}, "duration"),
    ({"duration": np.inf}, "duration"),
    ({"rng": 1}, "rng"),
    ({"rng": np.random.RandomState(1)}, "rng"),
    ({"rng": None}, "rng"),
    ({"current": "10"}, "current"),
    ({"current": np.nan}, "current"),
    ({"current": [1.0, 2.0]}, "current"),
    ({"current": Step([1.0, 2.0])}, "current"),
    ({"na_density": 0.0}, "na_density"),
    ({"na_density": -60.0}, "na_density"),
    ({"k_density": np.inf}, "k_density"),
    ({"method": "markov"}, "method"),
    ({"method": None}, "method"),
    ({"dt": 0.0}, "dt"),
    ({"dt": -0.01}, "dt"),
    ({"dt": np.nan}, "dt"),
    ({"every": 0}, "every"),
    ({"every": 1.5}, "every"),
    ({"every": 10000}, "duration"),
    ({"duration": 1e9}, "every"),
    ({"hold": np.nan}, "hold"),
    ({"hold": 1e4}, "hold"),
    ({"hold": 0.0, "current": 1.0}, "current"),
    ({"hold": 0.0, "current": Step(1.0)}, "current"),
    ({"initial": 3.0}, "initial"),
    ({"initial": State(-65.0, 1.5, 0.5, 0.5)}, "initial.m"),
    ({"initial": State(np.nan, 0.5, 0.5, 0.5)}, "initial.v"),
    ({"n_runs": 0}, "n_runs"),
    ({"n_runs": 2.5}, "n_runs"),
]


@pytest.mark.parametrize(("change", "name"), BAD, ids=lambda x: str(x).split(" at 0x")[0][:40])
def test_bad_input(change, name):
    arguments = {
        "axon": Axon(),
        "area_um2": 1.0,
        "duration": 10.0,
        "rng": np.random.default_rng(1),
    } | change
    with pytest.raises(ValueError, match=f"^{name} was"):
        channel_noise(**arguments)


@pytest.mark.parametrize("arguments", [("high",), (0.0, 5.0), (np.nan,), (0.0, np.nan)])
def test_bad_levels(arguments):
    with pytest.raises(ValueError, match=r"^(level|rearm) was"):
        noisy(duration=1.0).spike_times(*arguments)


@pytest.mark.parametrize("name", ["m", "h", "n"])
def test_bad_probabilities(name):
    with pytest.raises(ValueError, match=f"^{name} was"):
        occupancies(**{"m": 0.1, "h": 0.5, "n": 0.3} | {name: 1.2})


def test_a_peak_can_be_read_off_a_noisy_trace():
    from neuromath_lib.hodgkin_huxley import peak

    trace = noisy(area=100.0, duration=5.0, initial=Axon().equilibrium().shocked(20.0))
    top = peak(trace)
    assert top.v == pytest.approx(trace.v.max(), abs=0.05)
    assert dataclasses.is_dataclass(trace)
