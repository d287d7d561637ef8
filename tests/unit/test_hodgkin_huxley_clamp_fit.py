"""Fits of clamp records find what was put in, with honest errors, and say when they cannot."""

import doctest
import math

import numpy as np
import pytest

from neuromath_lib.hodgkin_huxley import Axon, clamp_fit, voltage_clamp
from neuromath_lib.hodgkin_huxley.clamp_fit import (
    blocked_clamp,
    clamp_record,
    compare_exponents,
    fit_potassium,
    fit_sodium,
    potassium_curve,
    sodium_curve,
)

TIMES = np.arange(1, 121) / 10
QUICK = np.arange(1, 161) / 20
LEAK = {"g_leak": 0.3, "e_leak": -54.387}
REST = voltage_clamp(Axon(), -65.0, 0.0)


def potassium(seed, noise, v=0.0, axon=None):
    record = clamp_record(
        axon or Axon(), v, TIMES, np.random.default_rng(seed), noise=noise, blockers=["TTX"]
    )
    return record.conductance(-77.0, **LEAK)


def sodium(seed, noise, v=0.0):
    record = clamp_record(
        Axon(), v, QUICK, np.random.default_rng(seed), noise=noise, blockers=["TEA"]
    )
    return record.conductance(50.0, **LEAK)[0]


def test_examples():
    assert doctest.testmod(clamp_fit).failed == 0


class TestRecords:
    def test_without_noise_a_record_is_the_sum_of_the_currents(self):
        v = np.array([-40.0, 0.0, 30.0])
        record = clamp_record(Axon(), v, TIMES, np.random.default_rng(0), noise=0.0)
        clamp = voltage_clamp(Axon(), v, TIMES)
        assert np.array_equal(record.current, clamp.i_na + clamp.i_k + clamp.i_leak)

    def test_the_noise_is_as_large_as_stated_and_repeats_with_its_seed(self):
        one, two = (
            clamp_record(Axon(), np.zeros(50), TIMES, np.random.default_rng(3), noise=20.0)
            for _ in range(2)
        )
        clean = clamp_record(Axon(), 0.0, TIMES, np.random.default_rng(0), noise=0.0)
        assert np.array_equal(one.current, two.current)
        assert (one.current - clean.current).std() == pytest.approx(20.0, rel=0.03)

    def test_poisons_take_away_what_they_should_and_nothing_else(self):
        intact = voltage_clamp(Axon(), 0.0, QUICK)
        ttx = blocked_clamp(Axon(), 0.0, QUICK, blockers=["TTX"])
        tea = blocked_clamp(Axon(), 0.0, QUICK, blockers=["TEA"])
        pronase = blocked_clamp(Axon(), 0.0, QUICK, blockers=["pronase"])
        assert not ttx.i_na.any()
        assert np.array_equal(ttx.i_k, intact.i_k)
        assert not tea.i_k.any()
        assert np.array_equal(tea.i_na, intact.i_na)
        assert np.allclose(pronase.g_na, 120.0 * intact.m**3)
        assert np.allclose(pronase.i_na, pronase.g_na * -50.0)
        assert np.array_equal(pronase.i_k, intact.i_k)

    def test_pronase_works_on_a_batch_of_axons_and_at_one_time(self):
        axons = Axon(g_na=np.array([60.0, 120.0]))
        many = blocked_clamp(axons, 0.0, QUICK, blockers=["pronase"])
        assert np.allclose(many.g_na[1], 2 * many.g_na[0])
        assert blocked_clamp(axons, 0.0, 1.0, blockers=["pronase"]).g_na.shape == (2,)

    def test_conductance_divides_the_push_away(self):
        record = clamp_record(
            Axon(), [-30.0, 20.0], TIMES, np.random.default_rng(0), noise=0.0, blockers=["TTX"]
        )
        expected = voltage_clamp(Axon(), np.array([-30.0, 20.0]), TIMES).g_k
        assert np.allclose(record.conductance(-77.0, **LEAK), expected)


class TestFits:
    @pytest.mark.parametrize("v", [-40.0, -10.0, 0.0, 60.0])
    @pytest.mark.parametrize("g_0", [None, float(REST.g_k)])
    def test_potassium_without_noise_is_recovered(self, v, g_0):
        rates = Axon().rates(v)
        fit = fit_potassium(TIMES, potassium(0, 0.0, v)[0], 4, g_0=g_0)
        assert fit.values["tau"] == pytest.approx(rates.tau_n, rel=1e-4)
        assert fit.values["g_inf"] == pytest.approx(36.0 * rates.n_inf**4, rel=1e-4)
        start = Axon().rates(-65.0).n_inf / rates.n_inf
        if g_0 is None:
            assert fit.values["start"] == pytest.approx(start, rel=1e-3)
        else:
            assert set(fit.values) == set(fit.errors) == {"g_inf", "tau"}

    @pytest.mark.parametrize("v", [-30.0, 0.0, 40.0])
    def test_sodium_without_noise_is_recovered(self, v):
        rates, rest = Axon().rates(v), Axon().rates(-65.0)
        fit = fit_sodium(QUICK, sodium(0, 0.0, v), 3, g_0=None)
        assert fit.values["tau_m"] == pytest.approx(rates.tau_m, rel=1e-3)
        assert fit.values["tau_h"] == pytest.approx(rates.tau_h, rel=1e-3)
        assert fit.values["g_full"] == pytest.approx(120 * rates.m_inf**3 * rest.h_inf, rel=1e-3)
        assert fit.values["remainder"] == pytest.approx(rates.h_inf / rest.h_inf, abs=1e-3)

    def test_a_warm_axon_with_other_conductances(self):
        axon = Axon(temperature=16.3, g_k=20.0)
        rates = axon.rates(0.0)
        g_0 = float(voltage_clamp(axon, -65.0, 0.0).g_k)
        fit = fit_potassium(TIMES, potassium(0, 0.0, axon=axon)[0], 4, g_0=g_0)
        assert fit.values["tau"] == pytest.approx(rates.tau_n, rel=1e-4)
        assert fit.values["g_inf"] == pytest.approx(20.0 * rates.n_inf**4, rel=1e-4)

    def test_standard_errors_cover_the_truth_as_often_as_they_should(self):
        rates, pulls = Axon().rates(0.0), []
        for seed in range(200):
            fit = fit_potassium(TIMES, potassium(seed, 20.0)[0], 4, g_0=float(REST.g_k))
            truth = {"tau": rates.tau_n, "g_inf": 36.0 * rates.n_inf**4}
            pulls.append([(fit.values[k] - truth[k]) / fit.errors[k] for k in truth])
        pulls = np.array(pulls)
        # 200 throws: the share within one error is 68.3 +- 3.3 %; five of those either way
        assert np.all(abs((abs(pulls) < 1).mean(axis=0) - 0.683) < 0.165)
        assert np.all(abs(pulls.mean(axis=0)) < 5 / math.sqrt(200))
        assert np.all(abs(pulls.std(axis=0) - 1) < 0.25)

    def test_sodium_errors_cover_the_truth(self):
        rates, pulls = Axon().rates(0.0), []
        for seed in range(100):
            fit = fit_sodium(QUICK, sodium(seed, 20.0), 3, g_0=float(REST.g_na))
            pulls.append(
                [
                    (fit.values["tau_m"] - rates.tau_m) / fit.errors["tau_m"],
                    (fit.values["tau_h"] - rates.tau_h) / fit.errors["tau_h"],
                ]
            )
        pulls = np.array(pulls)
        assert np.all(abs(pulls.mean(axis=0)) < 0.5)
        assert np.all(abs(pulls.std(axis=0) - 1) < 0.35)

    def test_four_times_the_points_halve_the_error(self):
        errors = []
        for n in (100, 400):
            t = np.linspace(0.05, 12.0, n)
            noise = np.random.default_rng(8).standard_normal(n)
            errors.append(
                fit_potassium(t, potassium_curve(t, 4, 24.5, 1.6, 0.35) + 0.3 * noise, 4).errors
            )
        assert errors[0]["tau"] / errors[1]["tau"] == pytest.approx(2.0, rel=0.25)

    def test_a_constant_on_its_edge_has_an_infinite_error(self):
        t = np.linspace(0.1, 12.0, 100)
        late = potassium_curve(t, 6, 20.0, 2.0, 0.0)
        fit = fit_potassium(t, late, 1)  # one gate cannot be as late: it wants a start below 0
        assert fit.values["start"] < 1e-6
        assert math.isinf(fit.errors["start"])
        assert math.isfinite(fit.errors["tau"])

    def test_what_is_reported_fits_together(self):
        fit = fit_potassium(TIMES, potassium(1, 20.0)[0], 4, g_0=float(REST.g_k))
        data = potassium(1, 20.0)[0]
        assert np.allclose(fit.fitted + fit.residuals, data)
        assert fit.rss == pytest.approx((fit.residuals**2).sum())
        assert fit.aic == pytest.approx(120 * math.log(fit.rss / 120) + 2 * 3)

    def test_the_sodium_curve_is_the_clamp(self):
        rates, rest = Axon().rates(10.0), Axon().rates(-65.0)
        curve = sodium_curve(
            QUICK,
            3,
            120.0 * rates.m_inf**3 * rest.h_inf,
            rates.tau_m,
            rates.tau_h,
            rest.m_inf / rates.m_inf,
            rates.h_inf / rest.h_inf,
        )
        assert np.allclose(curve, voltage_clamp(Axon(), 10.0, QUICK).g_na)


class TestContest:
    def test_four_wins_in_nearly_every_record_with_little_noise(self):
        wins = [
            compare_exponents(TIMES, potassium(seed, 10.0), g_0=float(REST.g_k)).best
            for seed in range(30)
        ]
        assert wins.count(4) >= 29

    def test_three_wins_for_sodium(self):
        wins = [
            compare_exponents(
                QUICK, sodium(seed, 10.0), kind="sodium", g_0=float(REST.g_na)
            ).within()
            for seed in range(10)
        ]
        assert wins.count((3,)) == 10

    def test_another_truth_wins_where_it_was_put_in(self):
        noise = np.random.default_rng(2).standard_normal((2, TIMES.size))
        for truth in (2, 6):
            data = potassium_curve(TIMES, truth, 24.5, 1.6, 0.1) + 0.02 * noise
            assert compare_exponents(TIMES, data, exponents=range(1, 9)).best == truth

    def test_too_much_noise_is_not_decided(self):
        undecided = [
            len(compare_exponents(TIMES, potassium(seed, 100.0), exponents=(3, 4, 5, 6)).within())
            for seed in range(20)
        ]
        assert min(undecided) >= 2

    def test_eleven_records_decide_what_one_does_not(self):
        v = np.arange(-45.0, 60.0, 10.0)
        assert len(compare_exponents(TIMES, potassium(1952, 20.0)).within()) > 1
        together = compare_exponents(TIMES, potassium(1952, 20.0, v))
        assert together.within() == (4,)
        assert together.aic[3] == pytest.approx(sum(fit.aic for fit in together.fits[3]))


class TestBadInput:
    @pytest.mark.parametrize(
        ("argument", "change"),
        [
            ("noise", {"noise": -1.0}),
            ("noise", {"noise": float("nan")}),
            ("holding", {"holding": [1.0, 2.0]}),
            ("rng", {"rng": 7}),
            ("axon", {"axon": "squid"}),
            ("axon", {"axon": Axon(g_na=np.array([1.0, 2.0]))}),
            ("v", {"v": [[0.0]]}),
            ("v", {"v": "zero"}),
            ("t", {"t": [-1.0, 0.0]}),
            ("blockers", {"blockers": ["ttx"]}),
            ("blockers", {"blockers": "TTX"}),
        ],
    )
    def test_record(self, argument, change):
        given = {"axon": Axon(), "v": 0.0, "t": TIMES, "rng": np.random.default_rng(0), **change}
        with pytest.raises(ValueError, match=rf"^{argument}\b"):
            clamp_record(**given)

    @pytest.mark.parametrize(
        ("argument", "change"),
        [
            ("t", {"t": TIMES[::-1]}),
            ("t", {"t": TIMES[:4], "conductance": TIMES[:4]}),
            ("t", {"t": [[1.0, 2.0]]}),
            ("conductance", {"conductance": TIMES[:-1]}),
            ("conductance", {"conductance": np.full(TIMES.size, np.nan)}),
            ("exponent", {"exponent": 0}),
            ("exponent", {"exponent": 2.5}),
            ("exponent", {"exponent": True}),
            ("exponent", {"exponent": 41}),
            ("g_0", {"g_0": -0.1}),
        ],
    )
    @pytest.mark.parametrize("fit", [fit_potassium, fit_sodium])
    def test_fit(self, fit, argument, change):
        with pytest.raises(ValueError, match=rf"^{argument}\b"):
            fit(**{"t": TIMES, "conductance": TIMES, "exponent": 4, **change})

    def test_contest(self):
        with pytest.raises(ValueError, match=r"\Akind\b"):
            compare_exponents(TIMES, TIMES, kind="calcium")
        with pytest.raises(ValueError, match=r"\Aexponents\b"):
            compare_exponents(TIMES, TIMES, exponents=())
        with pytest.raises(ValueError, match=r"\Alimit\b"):
            compare_exponents(TIMES, potassium(0, 5.0), exponents=(4,)).within(-1)

    def test_no_driving_force_no_conductance(self):
        record = clamp_record(Axon(), 50.0, TIMES, np.random.default_rng(0))
        with pytest.raises(ValueError, match="reversal was 50 mV"):
            record.conductance(50.0)


def test_data_without_a_signal_are_fitted_or_refused_but_never_nan():
    flat = 0.1 * np.random.default_rng(6).standard_normal(TIMES.size)
    for fit in (fit_potassium, fit_sodium):
        found = fit(TIMES, flat, 3)
        assert all(math.isfinite(value) for value in found.values.values())
        assert math.isfinite(found.aic)
        assert not any(map(math.isnan, found.errors.values()))
