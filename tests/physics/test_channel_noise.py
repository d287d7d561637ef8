"""Channels that open by chance: the law they must follow, and the firing it leads to."""

import math

import numpy as np
import pytest

from neuromath_lib.evidence.hodgkin_huxley_noise import QUANTITIES
from neuromath_lib.hodgkin_huxley import Axon, Step, simulate, voltage_clamp
from neuromath_lib.hodgkin_huxley.noise import channel_noise, occupancies

REST = Axon().equilibrium()


@pytest.mark.parametrize("quantity", QUANTITIES, ids=lambda quantity: quantity.name)
def test_firing_without_current(quantity):
    """Within three standard errors of the reference's run and ours together."""
    row = quantity.row()
    assert row.ok, f"{row.quantity}: {row.computed} is not {row.reference} within {row.tolerance}"


def test_subunits_fire_but_far_too_rarely():
    spikes = {
        method: channel_noise(
            *(Axon(), 100.0, 1000.0 * seconds, np.random.default_rng(2)),
            **{"method": method, "every": 1000},
        ).spike_times()
        for method, seconds in (("channel", 10), ("subunit", 30))
    }
    assert spikes["subunit"].size > 0
    assert spikes["channel"].size / 10.0 > 15.0 * spikes["subunit"].size / 30.0


# --- a clamped voltage: channels are independent, so the law is binomial ----------------------


def open_probabilities(axon, v):
    rates = axon.rates(v)
    return rates.m_inf**3 * rates.h_inf, rates.n_inf**4


@pytest.mark.parametrize(("v", "temperature"), [(-65.0, 6.3), (-30.0, 6.3), (0.0, 18.5)])
def test_held_channels_are_binomial(v, temperature):
    axon = Axon(temperature=temperature)
    # dt is only where to look: samples 30 ms apart have forgotten each other
    trace = channel_noise(axon, 5.0, 18e3, np.random.default_rng(4), hold=v, dt=30.0)
    p_na, p_k = open_probabilities(axon, v)
    samples = len(trace.t) - 1
    for fraction, p, size in ((trace.na_open, p_na, 300), (trace.k_open, p_k, 90)):
        counts = np.round(fraction[1:] * size)
        np.testing.assert_allclose(counts, fraction[1:] * size, atol=1e-9)
        variance = size * p * (1.0 - p)
        assert counts.mean() == pytest.approx(size * p, abs=4.0 * math.sqrt(variance / samples))
        # the fourth moment of a binomial: 3 variance^2 + variance (1 - 6 p (1 - p))
        spread = math.sqrt((2.0 + (1.0 - 6.0 * p * (1.0 - p)) / variance) / samples)
        assert counts.var() / variance == pytest.approx(1.0, abs=4.0 * spread)


def test_held_channels_have_the_whole_distribution():
    scipy_stats = pytest.importorskip("scipy.stats")
    trace = channel_noise(Axon(), 1.0, 36e3, np.random.default_rng(5), hold=-50.0, dt=30.0)
    for fraction, p, size in zip(
        (trace.na_open, trace.k_open), open_probabilities(Axon(), -50.0), (60, 18), strict=True
    ):
        counts = np.bincount(np.round(fraction[1:] * size).astype(int), minlength=size + 1)
        expected = scipy_stats.binom.pmf(np.arange(size + 1), size, p) * counts.sum()
        likely = expected > 8.0
        found = np.append(counts[likely], counts[~likely].sum())
        wanted = np.append(expected[likely], expected[~likely].sum())
        assert scipy_stats.chisquare(found, wanted).pvalue > 1e-3


@pytest.mark.parametrize("v", [-65.0, -45.0, -20.0])
def test_held_channels_move_as_often_as_their_rates_say(v):
    trace = channel_noise(Axon(), 30.0, 300.0, np.random.default_rng(15), hold=v, dt=1.0)
    rates = Axon().rates(v)
    a_channel = sum(
        2.0 * gates * size * alpha * beta / (alpha + beta)  # as many open as close
        for gates, size, alpha, beta in (
            (3, 1800, rates.alpha_m, rates.beta_m),
            (1, 1800, rates.alpha_h, rates.beta_h),
            (4, 540, rates.alpha_n, rates.beta_n),
        )
    )
    assert trace.events / 300.0 == pytest.approx(a_channel, rel=0.004)


@pytest.mark.parametrize("method", ["exact", "channel"])
def test_a_step_of_voltage_opens_channels_as_the_clamp_says(method):
    """The mean over repetitions is deterministic, and so is the variance, at every moment."""
    axon, runs = Axon(), 400
    held = voltage_clamp(axon, -65.0, 0.0)
    trace = channel_noise(
        *(axon, 10.0, 4.0, np.random.default_rng(6)),
        **{"hold": -10.0, "initial": held, "method": method, "n_runs": runs, "dt": 0.01},
    )
    clamp = voltage_clamp(axon, -10.0, trace.t)
    for found, p, size in (
        (trace.na_open, clamp.g_na / axon.g_na, 600),
        (trace.k_open, clamp.g_k / axon.g_k, 180),
    ):
        when = slice(30, None, 30)
        p, found = p[when], found[:, when]
        variance = p * (1.0 - p) / size
        assert np.all(np.abs(found.mean(axis=0) - p) < 4.5 * np.sqrt(variance / runs) + 1e-4)
        seen = found.var(axis=0)[p * size > 10.0] / variance[p * size > 10.0]
        assert np.all(np.abs(seen - 1.0) < 5.0 * math.sqrt(2.0 / runs))


@pytest.mark.parametrize("method", ["exact", "channel"])
@pytest.mark.parametrize("lag", [1.0, 4.0])
def test_potassium_channels_remember_as_long_as_their_gates(method, lag):
    axon, v = Axon(), -45.0
    rates = axon.rates(v)
    every = 1 if method == "exact" else round(lag / 0.02)
    trace = channel_noise(
        *(axon, 10.0, 2500.0 * lag, np.random.default_rng(7)),
        **{"hold": v, "method": method, "dt": lag / every, "every": every},
    )
    x = trace.k_open - trace.k_open.mean()
    still_open = rates.n_inf + (1.0 - rates.n_inf) * math.exp(-lag / rates.tau_n)
    p = rates.n_inf**4
    expected = (still_open**4 - p) / (1.0 - p)
    assert np.mean(x[1:] * x[:-1]) / x.var() == pytest.approx(expected, abs=0.07)


# --- noise of the diffusions: as strong as the channels', whatever the step --------------------


def variance_of_potassium(method, dt, seed, v=-30.0, temperature=6.3):
    """Return the variance of the open fraction, over the binomial one."""
    trace = channel_noise(
        *(Axon(temperature=temperature), 100.0, 8000.0, np.random.default_rng(seed)),
        **{"hold": v, "method": method, "dt": dt, "every": round(2.0 / dt)},
    )
    p = open_probabilities(Axon(), v)[1]
    return trace.k_open.var() * 1800 / (p * (1.0 - p))


def assert_independent_of_step(variance):
    """A noise that is not scaled by sqrt(dt) makes the variance grow or shrink with dt."""
    seen = np.array([variance(0.1), variance(0.02), variance(0.004)])
    assert np.all(np.abs(seen / seen.mean() - 1.0) < 0.15), seen


def test_the_variance_of_channel_does_not_depend_on_the_step():
    assert_independent_of_step(lambda dt: variance_of_potassium("channel", dt, seed=8))
    assert variance_of_potassium("channel", 0.02, seed=9) == pytest.approx(1.0, abs=0.1)


def test_the_variance_of_subunit_does_not_depend_on_the_step():
    warm = {"seed": 8, "temperature": 35.0}  # gates as fast as the longest step
    assert_independent_of_step(lambda dt: variance_of_potassium("subunit", dt, **warm))
    # n^4 of one noisy n: (4 n^3)^2 n (1 - n) instead of n^4 (1 - n^4), to first order in noise
    n = Axon().rates(-30.0).n_inf
    expected = 16.0 * n**7 * (1.0 - n) / (n**4 * (1.0 - n**4))
    assert variance_of_potassium("subunit", 0.02, seed=9) == pytest.approx(expected, rel=0.1)


@pytest.mark.parametrize(("power", "passes"), [(0.5, True), (1.0, False), (0.0, False)])
def test_the_check_of_the_step_catches_wrong_noise(power, passes):
    """One gate with a noise of dt^power: only the square root passes the check above."""
    rates = Axon().rates(-30.0)
    alpha, beta = rates.alpha_n, rates.beta_n

    def variance(dt):
        rng = np.random.default_rng(10)
        n, total = np.full(4000, rates.n_inf), 0.0
        for _ in range(round(10.0 / dt)):
            noise = np.sqrt(alpha * (1.0 - n) + beta * n) * 1e-3 * rng.standard_normal(n.size)
            n = n + dt * (alpha * (1.0 - n) - beta * n) + dt**power * noise
        return total + n.var()

    if passes:
        assert_independent_of_step(variance)
    else:
        with pytest.raises(AssertionError):
            assert_independent_of_step(variance)


def test_sodium_at_rest_shows_why_subunits_are_too_quiet():
    size, m, h = 6000, REST.m, REST.h
    variance = {}
    for method in ("exact", "channel", "subunit"):
        trace = channel_noise(
            *(Axon(), 100.0, 400.0, np.random.default_rng(11)),
            **{"hold": REST.v, "method": method, "dt": 0.02},
        )
        variance[method] = trace.na_open.var()
    p = m**3 * h
    binomial = p * (1.0 - p) / size
    assert variance["exact"] == pytest.approx(binomial, rel=0.1)
    assert variance["channel"] == pytest.approx(binomial, rel=0.15)
    assert variance["exact"] > 50.0 * variance["subunit"]
    first_order = (9.0 * m**5 * (1.0 - m) * h**2 + m**6 * h * (1.0 - h)) / size
    assert variance["subunit"] == pytest.approx(first_order, rel=0.15)
    assert 65.0 < binomial / first_order < 75.0


# --- voltage -----------------------------------------------------------------------------------


def test_between_events_the_voltage_is_an_exponential():
    axon = Axon(capacitance=2.0, g_leak=0.5)
    trace = channel_noise(axon, 1.0, 200.0, np.random.default_rng(12), current=3.0, dt=0.002)
    same = (np.diff(trace.na_open) == 0) & (np.diff(trace.k_open) == 0)
    g_na, g_k = axon.g_na * trace.na_open[:-1], axon.g_k * trace.k_open[:-1]
    g = g_na + g_k + axon.g_leak
    end = (g_na * axon.e_na + g_k * axon.e_k + axon.g_leak * axon.e_leak + 3.0) / g
    expected = end + (trace.v[:-1] - end) * np.exp(-g * 0.002 / 2.0)
    error = np.abs(trace.v[1:] - expected)[same]
    assert same.mean() > 0.9
    # but for the few steps in which a channel opened and closed again
    assert np.quantile(error, 0.98) < 1e-11
    assert np.abs(error).max() < 1.0


@pytest.mark.parametrize("temperature", [6.3, 18.5])
@pytest.mark.parametrize("method", ["exact", "channel", "subunit"])
def test_many_channels_are_the_deterministic_axon(method, temperature):
    axon = Axon(temperature=temperature)
    yardstick = simulate(axon, Step(30.0), 4.0, method="adaptive")

    def distance(area, seed):
        trace = channel_noise(
            axon, area, 4.0, np.random.default_rng(seed), current=30.0, method=method
        )
        return np.sqrt(np.mean((trace.v - yardstick.v) ** 2))

    small = np.mean([distance(50.0, seed) for seed in range(10)])
    large = np.mean([distance(3200.0, seed) for seed in range(3)])
    assert large < 1.5
    # 64 times the area is an eighth of the noise; the distance is mostly that of one spike
    assert 2.5 < small / large < 25.0


@pytest.mark.parametrize("method", ["channel", "subunit"])
def test_without_noise_the_diffusions_are_of_second_order(method):
    axon = Axon()
    yardstick = simulate(axon, Step(10.0), 20.0, method="adaptive", dt=0.04)
    errors = []
    for dt in (0.04, 0.02, 0.01):
        trace = channel_noise(
            *(axon, 1e13, 20.0, np.random.default_rng(0)),
            **{"current": 10.0, "method": method, "dt": dt, "every": round(0.04 / dt)},
        )
        errors.append(np.abs(trace.v - yardstick.v).max())
    orders = np.log2(np.divide(errors[:-1], errors[1:]))
    np.testing.assert_allclose(orders, 2.0, atol=0.15)


@pytest.mark.parametrize(("current", "temperature", "area"), [(5.0, 6.3, 20.0), (0.0, 18.5, 10.0)])
def test_exact_and_channel_agree_on_firing_elsewhere(current, temperature, area):
    axon = Axon(temperature=temperature)
    rates, errors = [], []
    for method in ("exact", "channel"):
        trains = channel_noise(
            *(axon, area, 500.0, np.random.default_rng(13)),
            **{"current": current, "method": method, "n_runs": 12, "every": 1000},
        ).spike_times()
        counts = np.array([len(train) for train in trains]) / 0.5
        rates.append(counts.mean())
        errors.append(counts.std(ddof=1) / math.sqrt(12))
    # the diffusion is not exact: some percent at these areas
    assert abs(rates[0] - rates[1]) < 3.5 * math.hypot(*errors) + 0.06 * rates[0]
    assert rates[0] > 10.0


def test_occupancies_are_the_ones_that_stay():
    """The law from which channels are drawn is stationary: no drift at the start."""
    na, k = occupancies(REST.m, REST.h, REST.n)
    assert na.sum() == pytest.approx(1.0)
    assert na[7] == pytest.approx(REST.m**3 * REST.h)
    assert k[4] == pytest.approx(REST.n**4)
    trace = channel_noise(
        Axon(), 1000.0, 10.0, np.random.default_rng(14), hold=REST.v, n_runs=20, dt=1.0
    )
    means = trace.k_open.mean(axis=0)
    p = REST.n**4
    assert np.all(np.abs(means - p) < 4.0 * math.sqrt(p / 18000 / 20))
