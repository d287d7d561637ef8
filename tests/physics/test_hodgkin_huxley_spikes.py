"""What the model must do, held against an independent integration and against the paper.

The numbers come from DOP853 at a relative tolerance of 1e-12, run by other code, unless a comment
says that they are the paper's: Hodgkin & Huxley 1952, J Physiol 117:500-544.
"""

from pathlib import Path

import numpy as np
import pytest

from neuromath_lib.hodgkin_huxley import (
    Axon,
    Ramp,
    Step,
    anode_break_threshold,
    peak,
    pulse_threshold,
    rheobase,
    settled,
    shock_threshold,
    simulate,
    spike_trains,
    voltage_clamp,
)

REFERENCE = Path(__file__).parents[1] / "reference" / "hodgkin_huxley"
ACCURATE = {"method": "rk4", "dt": 0.005}


def table(name):
    return np.genfromtxt(REFERENCE / name, delimiter=",", names=True, dtype=None, encoding="utf-8")


@pytest.fixture(scope="module")
def axon():
    return Axon()


@pytest.fixture(scope="module")
def rest(axon):
    return axon.equilibrium()


def test_rest(rest):
    assert rest.v == pytest.approx(-64.9963793312, rel=1e-12)
    assert rest.m == pytest.approx(0.0529550868, rel=1e-8)
    assert rest.h == pytest.approx(0.5959941247, rel=1e-9)
    assert rest.n == pytest.approx(0.3177323998, rel=1e-9)


def test_the_leak_that_puts_rest_at_65():
    axon = Axon(e_leak=-65.0 + 10.5989209694)
    assert axon.equilibrium().v == pytest.approx(-65.0, abs=1e-9)


def test_rates_table(axon):
    rows = table("rates_table.csv")
    rates = axon.rates(rows["V_mV"].astype(float))
    for column in rows.dtype.names[2:]:
        name = column.removesuffix("_ms")
        np.testing.assert_allclose(getattr(rates, name), rows[column], rtol=1e-12)


@pytest.mark.parametrize(("rate", "v", "value"), [("alpha_m", -40.0, 1.0), ("alpha_n", -55.0, 0.1)])
def test_rates_where_the_formula_is_zero_by_zero(axon, rate, v, value):
    assert getattr(axon.rates(v), rate) == pytest.approx(value, rel=1e-12)
    near = v + np.array([-1e-12, -1e-13, 0.0, 1e-13, 1e-12])
    np.testing.assert_allclose(getattr(axon.rates(near), rate), value, rtol=1e-12)
    around = getattr(axon.rates(v + np.linspace(-1e-3, 1e-3, 2001)), rate)
    assert (np.diff(around) > 0).all()
    np.testing.assert_allclose(np.diff(around, 2), 0.0, atol=1e-13)


def test_clamp_to_zero(axon):
    t = np.linspace(0.0, 2.0, 20001)
    clamp = voltage_clamp(axon, 0.0, t)
    top = np.argmax(clamp.g_na)
    fit = np.polynomial.Polynomial.fit(t[top - 2 : top + 3], clamp.g_na[top - 2 : top + 3], 4)
    when = fit.deriv().roots().real[np.argmin(abs(fit.deriv().roots() - t[top]))]
    assert fit(when) == pytest.approx(29.136758, rel=1e-6)
    assert when == pytest.approx(0.617613, rel=1e-6)
    assert voltage_clamp(axon, 0.0, 1000.0).g_k == pytest.approx(24.549226, rel=1e-6)


def test_clamp_peaks_table(axon):
    rows = table("voltage_clamp_peaks.csv")
    v = rows["V_clamp_mV"].astype(float)
    at_peak = [voltage_clamp(axon, x, t) for x, t in zip(v, rows["t_gNa_peak_ms"], strict=True)]
    np.testing.assert_allclose([c.g_na for c in at_peak], rows["gNa_peak_mS_cm2"], rtol=1e-9)
    np.testing.assert_allclose([c.i_na for c in at_peak], rows["INa_peak_uA_cm2"], rtol=1e-9)
    for later in (0.99, 1.01):  # it is a peak
        off = [
            voltage_clamp(axon, x, later * t).g_na
            for x, t in zip(v, rows["t_gNa_peak_ms"], strict=True)
        ]
        assert (off < rows["gNa_peak_mS_cm2"]).all()
    final = voltage_clamp(axon, v, 500.0)
    np.testing.assert_allclose(final.g_k, rows["gK_ss_mS_cm2"], rtol=1e-9)
    np.testing.assert_allclose(final.i_k, rows["IK_ss_uA_cm2"], rtol=1e-9)
    total = final.i_na + final.i_k + final.i_leak
    np.testing.assert_allclose(total, rows["Iion_ss"], rtol=1e-8)


def test_the_clamp_obeys_the_equations(axon):
    """Differences of the closed form are the rates times what is left to go."""
    t = np.linspace(0.0, 5.0, 50001)
    clamp = voltage_clamp(axon, -20.0, t, holding=-90.0)
    rates = axon.rates(-20.0)
    for gate in "mhn":
        x = getattr(clamp, gate)
        slope = getattr(rates, f"alpha_{gate}") * (1 - x) - getattr(rates, f"beta_{gate}") * x
        np.testing.assert_allclose(np.gradient(x, t)[1:-1], slope[1:-1], atol=1e-4)
    assert clamp.m[0] == pytest.approx(axon.rates(-90.0).m_inf, rel=1e-12)


def test_shapes_of_the_clamp(axon):
    assert np.ndim(voltage_clamp(axon, 0, 1).g_na) == 0
    assert voltage_clamp(axon, [0.0, 10.0], 1.0).g_k.shape == (2,)
    assert voltage_clamp(
        axon, [[0.0], [10.0]], np.arange(5), holding=[-65.0, -90.0, -120.0]
    ).i_k.shape == (2, 3, 5)
    batch = voltage_clamp(Axon(temperature=[6.3, 16.3]), 0.0, [0.3, 0.9])
    assert batch.i_leak.shape == (2, 2)
    assert batch.g_na[1, 0] == pytest.approx(batch.g_na[0, 1], rel=1e-12)
    before = voltage_clamp(axon, 0.0, [-1.0, 0.0])
    assert before.v.tolist() == [-65.0, 0.0]
    assert before.m[0] == before.m[1]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"v": "0"}, "v was"),
        ({"t": np.nan}, "t was"),
        ({"t": np.zeros((2, 2))}, "t was"),
        ({"holding": None}, "holding was"),
        ({"axon": 3}, "axon was"),
        ({"v": [1.0, 2.0], "holding": [1.0, 2.0, 3.0]}, "do not fit together"),
    ],
)
def test_bad_clamps_are_named(axon, arguments, named):
    with pytest.raises(ValueError, match=named):
        voltage_clamp(**{"axon": axon, "v": 0.0, "t": [0.0, 1.0], **arguments})


def test_shocks(axon, rest):
    trace = simulate(axon, Step(0.0), 20.0, initial=rest.shocked([15, 90, 7, 6]), **ACCURATE)
    found = peak(trace)
    assert found.v[0] == pytest.approx(40.41035, rel=1e-4)
    assert found.t[0] == pytest.approx(1.15931, rel=1e-4)  # the paper: about 1.1
    assert found.t[1] == pytest.approx(0.29754, rel=1e-4)  # the paper: 0.3
    assert found.t[2] == pytest.approx(3.39122, rel=1e-4)  # the paper: 3.4
    assert found.v[3] == pytest.approx(rest.v + 6.0, abs=1e-9)  # the paper: none
    assert [len(t) for t in trace.spike_times()] == [1, 0, 1, 0]  # 90 mV starts above 0


def test_threshold_of_a_shock(axon):
    assert shock_threshold(axon) == pytest.approx(6.5050712, rel=1e-5)


def test_a_cold_axon_answers_all_or_none_and_a_warm_one_by_degrees(rest):
    """Within a ten-thousandth of the threshold: the jump at 6.3 Celsius is a slope at 18.5."""
    jumps, between = {}, {}
    for temperature in (6.3, 18.5):
        axon = Axon(temperature=temperature)
        shocks = shock_threshold(axon) * (1.0 + np.linspace(-1e-4, 1e-4, 201))
        trace = simulate(axon, Step(0.0), 25.0, initial=rest.shocked(shocks))
        heights = peak(trace, after=0.5).v
        jumps[temperature] = np.diff(heights).max()
        between[temperature] = np.sum((heights > -40.0) & (heights < 10.0))
    assert jumps[6.3] > 60.0
    assert between[6.3] == 0
    assert jumps[18.5] < 0.05
    assert between[18.5] == 201


def test_rheobase(axon):
    assert rheobase(axon) == pytest.approx(2.2403336, rel=1e-5)


def test_first_spikes_and_period(axon):
    times = simulate(axon, Step(10.0), 500.0, **ACCURATE).spike_times()
    rows = table("spike_times.csv")
    expected = rows["t_ms"][rows["protocol"] == "step10_100ms"]
    np.testing.assert_allclose(times[: len(expected)], expected, rtol=1e-6)
    np.testing.assert_allclose(times[:4], [1.901232, 16.822652, 31.471888, 46.109062], rtol=1e-5)
    assert times[-1] - times[-2] == pytest.approx(14.63620999, rel=1e-5)


@pytest.mark.parametrize(("method", "v", "gates"), [("rk4", 1e-3, 1e-5), ("staggered", 0.5, 5e-3)])
def test_trace_of_a_step(axon, method, v, gates):
    rows = table("trace_step10_100ms.csv")
    trace = simulate(axon, Step(10.0), 100.0, method=method, every=5)
    np.testing.assert_allclose(trace.t, rows["t_ms"], atol=1e-9)
    np.testing.assert_allclose(trace.v, rows["V_mV"], atol=v)
    for gate in "mhn":
        np.testing.assert_allclose(getattr(trace, gate), rows[gate], atol=gates)


def test_the_yardstick_meets_the_reference(axon):
    rows = table("trace_step10_100ms.csv")
    trace = simulate(axon, Step(10.0), 40.0, method="adaptive", dt=0.05)
    np.testing.assert_allclose(trace.v, rows["V_mV"][:801], atol=2e-8)
    for gate in "mhn":
        np.testing.assert_allclose(getattr(trace, gate), rows[gate][:801], atol=1e-9)


def test_anode_break(axon):
    rows = table("spike_times.csv")
    expected = rows["t_ms"][rows["protocol"] == "anode_break_-10_20ms_then_0"]
    times = simulate(axon, Step(-10.0, 5.0, 25.0), 100.0, **ACCURATE).spike_times()
    np.testing.assert_allclose(times, expected, rtol=1e-7)
    released = simulate(axon, Step(0.0), 20.0, initial=settled(axon, -95.0), **ACCURATE)
    assert peak(released).t == pytest.approx(6.556, rel=1e-4)
    assert anode_break_threshold(axon) + 65.0 == pytest.approx(-2.99769, rel=1e-4)


@pytest.mark.parametrize(("onset", "ratio"), [(7.0, 9.2), (10.0, 3.6), (20.0, 0.85)])
def test_paired_pulses(axon, onset, ratio):
    alone = pulse_threshold(axon, 0.5)
    assert alone == pytest.approx(13.2751, rel=1e-5)
    second = pulse_threshold(axon, 0.5, onset=onset, background=Step(25.0, 0.0, 0.5))
    assert second / alone == pytest.approx(ratio, rel=0.01)


@pytest.mark.parametrize(("slope", "current"), [(0.3, 10.50), (0.4, 4.62)])
def test_ramps(axon, slope, current):
    first = simulate(axon, Ramp(slope), 60.0, **ACCURATE).spike_times()[0]
    assert slope * first == pytest.approx(current, rel=1e-2)


def test_at_8_it_rests_or_fires(axon):
    """The same current, the same axon, two futures."""
    quiet = spike_trains(axon, Step(8.0), 400.0, initial=axon.equilibrium(8.0).shocked(0.1))
    pushed = spike_trains(axon, Step(8.0), 400.0, initial=axon.equilibrium(8.0).shocked(15.0))
    assert len(quiet) == 0
    assert len(pushed) > 20
    assert pushed[-1] > 380.0


def test_one_well_timed_pulse_stops_the_firing(axon):
    onsets = np.linspace(200.0, 216.0, 65)
    trains = spike_trains(
        axon, Step(10.0, 0.0, 5.0) + Step(8.0) + Step(8.0, onsets, onsets + 1.0), 400.0
    )
    stopped = [len(t) > 0 and t[-1] < 250.0 for t in trains]
    assert any(stopped)
    assert not all(stopped)


@pytest.mark.parametrize(
    ("current", "rate"), [(10, 68.3237), (20, 86.470), (50, 117.036), (30, 98.74521436)]
)
def test_rate_at_a_current(axon, current, rate):
    times = simulate(axon, Step(current), 400.0, **ACCURATE).spike_times()
    assert 1000.0 / (times[-1] - times[-2]) == pytest.approx(rate, rel=1e-5)


def test_rates_and_extremes_of_the_firing(axon):
    rows = table("firing_rate.csv")
    rows = rows[(rows["I_uA_cm2"] > 6.3) & (rows["V_max_mV"] > 3.0)]
    strong = Step(rows["I_uA_cm2"].astype(float)) + Step(10.0, 0.0, 2.0)
    trace = simulate(axon, strong, 400.0, method="rk4")
    late = trace.v[:, trace.t > 350.0]
    np.testing.assert_allclose(late.max(axis=1), rows["V_max_mV"], atol=0.02)
    np.testing.assert_allclose(late.min(axis=1), rows["V_min_mV"], atol=0.01)
    periods = [times[-1] - times[-2] for times in trace.spike_times()]
    np.testing.assert_allclose(periods, rows["period_ms"], rtol=1e-5)


def test_above_63_the_firing_no_longer_crosses_zero(axon):
    """A count of crossings would call this silence: it is the level that is wrong."""
    trace = simulate(axon, Step(80.0), 200.0)
    assert len(trace.spike_times()) <= 2
    assert len(trace.spike_times(level=-30.0)) > 20
