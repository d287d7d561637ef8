"""Rest and rhythm: Hopf points, branches of cycles, rates, phase response, strength-duration."""

from pathlib import Path

import numpy as np
import pytest

from neuromath_lib.evidence.hodgkin_huxley_cycles import QUANTITIES
from neuromath_lib.hodgkin_huxley import Axon, Step, derivative, simulate
from neuromath_lib.hodgkin_huxley.cycles import (
    cycle,
    cycle_branch,
    cycle_branches,
    cycles,
    firing_rate,
    fold_of_cycles,
)
from neuromath_lib.hodgkin_huxley.equilibria import (
    equilibria,
    hopf_bifurcations,
    hopf_points,
    linearise,
)
from neuromath_lib.hodgkin_huxley.fitzhugh_nagumo import FitzHughNagumo
from neuromath_lib.hodgkin_huxley.phase import phase_response
from neuromath_lib.hodgkin_huxley.strength import strength_duration

REFERENCE = Path(__file__).parents[1] / "reference" / "hodgkin_huxley" / "firing_rate.csv"
RATES = np.genfromtxt(REFERENCE, delimiter=",", names=True)
AXON = Axon()


@pytest.mark.parametrize("quantity", QUANTITIES, ids=lambda quantity: quantity.name)
def test_table(quantity):
    row = quantity.row()
    assert row.ok, f"{row.quantity}: {row.computed} is not {row.reference} within {row.tolerance}"


# --- equilibria ----------------------------------------------------------------------------------


def test_rest_turns_unstable_exactly_at_the_hopf_points():
    low, high = hopf_points(AXON)
    around = [low - 1e-6, low + 1e-6, high - 1e-6, high + 1e-6]
    assert linearise(AXON, around).stable.tolist() == [True, False, False, True]
    pair = linearise(AXON, low).eigenvalues[:2]
    np.testing.assert_allclose(pair.real, 0.0, atol=1e-9)
    assert pair[0] == pytest.approx(np.conj(pair[1]))


def test_the_lower_hopf_point_is_subcritical_and_the_upper_supercritical():
    assert [point.subcritical for point in hopf_bifurcations(AXON)] == [True, False]


def test_small_deviations_fade_as_the_eigenvalues_say():
    rest = linearise(AXON)
    start = rest.state.shocked(1e-4)
    trace = simulate(AXON, Step(0.0), 60.0, method="rk4", initial=start)
    values, vectors = np.linalg.eig(rest.jacobian)
    shares = np.linalg.solve(vectors, [1e-4, 0.0, 0.0, 0.0])
    expected = ((vectors[0] * shares) @ np.exp(values[:, None] * trace.t)).real
    np.testing.assert_allclose(trace.v - rest.state.v, expected, atol=1e-9)


def test_the_papers_own_leak_shifts_the_hopf_points():
    exact = Axon(e_leak=-65.0 + 10.5989209694)
    np.testing.assert_allclose(hopf_points(exact) - hopf_points(AXON), 0.0042237, atol=1e-7)


def test_temperature_moves_the_hopf_points_together_until_they_meet():
    points = hopf_points(Axon(temperature=[6.3, 18.5, 28.0, 28.9]))
    widths = [np.ptp(each) for each in points[:3]]
    assert widths == sorted(widths, reverse=True)
    assert points[3].size == 0
    # A temperature that scaled the conductances or the capacitance would move the equilibrium.
    warm = linearise(Axon(temperature=18.5), 20.0).state.v
    assert warm == pytest.approx(linearise(AXON, 20.0).state.v, abs=1e-9)
    # All rates three times as fast is all currents and conductances three times smaller.
    warm = Axon(temperature=16.3)
    slow = Axon(g_na=40.0, g_k=12.0, g_leak=0.1)
    np.testing.assert_allclose(hopf_points(warm), 3.0 * hopf_points(slow), rtol=1e-10)


@pytest.mark.parametrize("current", [-200.0, -50.0, 200.0, 500.0])
def test_far_currents_have_one_stable_equilibrium(current):
    (only,) = equilibria(AXON, current)
    assert only.stable
    assert only.state.v == pytest.approx(linearise(AXON, current).state.v, abs=1e-9)


def test_an_axon_with_three_equilibria():
    axon, current = Axon(g_k=10.0), -2.5
    assert len(equilibria(axon, -20.0)) == len(equilibria(axon, 20.0)) == 1
    found = equilibria(axon, current)
    assert len(found) == 3
    assert found[0].state.v < found[1].state.v < found[2].state.v
    assert not found[1].stable
    for one in found:
        slopes = derivative(axon, one.state, current)
        np.testing.assert_allclose([slopes.v, slopes.m, slopes.h, slopes.n], 0.0, atol=1e-10)


# --- cycles --------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", RATES[1:], ids=lambda row: f"{row[0]:g}")
def test_reference_cycles(row):
    found = cycle(AXON, row["I_uA_cm2"])
    assert found.stable
    assert found.period == pytest.approx(row["period_ms"], rel=1e-8)
    assert found.rate == pytest.approx(row["freq_Hz"], rel=1e-8)
    assert found.v_max == pytest.approx(row["V_max_mV"], abs=1e-4)
    assert found.v_min == pytest.approx(row["V_min_mV"], abs=1e-4)
    expected = row["largest_abs_nontrivial_multiplier"]
    assert found.multiplier == pytest.approx(expected, rel=1e-4)


def test_the_first_row_of_the_reference_is_the_cycle_that_repels():
    row = RATES[0]
    stable, unstable = cycles(AXON, row["I_uA_cm2"])
    assert stable.stable
    assert not unstable.stable
    assert unstable.period == pytest.approx(row["period_ms"], rel=1e-8)
    expected = row["largest_abs_nontrivial_multiplier"]
    assert unstable.multiplier == pytest.approx(expected, rel=1e-4)
    assert firing_rate(AXON, row["I_uA_cm2"]) == pytest.approx(stable.rate, rel=1e-9)
    # A simulation stays on the one that attracts.
    start = stable.state(0.0)
    trace = simulate(AXON, Step(6.27), 1000.0, dt=0.02, method="rk4", initial=start)
    assert np.diff(trace.spike_times())[-1] == pytest.approx(stable.period, rel=1e-6)


def test_the_branch_from_one_hopf_point_to_the_other():
    branch = cycle_branch(AXON)
    assert branch.ends_at == "hopf point"
    np.testing.assert_allclose(branch.current[[0, -1]], hopf_points(AXON), rtol=1e-9)
    np.testing.assert_allclose(branch.folds, [7.842347, 7.917785, 6.260321], rtol=1e-6)
    first, last = branch.fold_index[-1], len(branch.current) - 1
    inner = np.arange(len(branch.current))
    np.testing.assert_array_equal(branch.stable, (inner > first) & (inner < last))
    np.testing.assert_allclose(branch.multiplier[branch.fold_index[-1]], 1.0, atol=1e-3)
    assert np.all(branch.multiplier[1:first] > 1.0)
    assert branch.multiplier.max() > 1e8  # nothing integrated forwards would stay there
    np.testing.assert_allclose(branch.period[-1], 1e3 / hopf_bifurcations(AXON)[1].frequency)


def test_four_cycles_between_the_knees_and_the_defect_of_each():
    found = cycles(AXON, 7.88)
    assert [one.stable for one in found] == [True, False, False, False]
    for one in found:
        assert one.t[-1] == pytest.approx(one.period)
        assert one.v[0] == pytest.approx(one.v_max, abs=1e-6)
        assert one.v.max() <= one.v_max + 1e-6
        # Each comes back to where it started when integrated, those that repel not for long.
        trace = simulate(
            AXON, Step(7.88), 0.2 * one.period, method="adaptive", initial=one.state(0.0)
        )
        end = one.state(trace.t[-1])
        assert trace.v[-1] == pytest.approx(end.v, abs=2e-3)


def test_bistable_rests_or_fires():
    start = cycle(AXON, 8.0).state(0.0)
    assert simulate(AXON, Step(8.0), 200.0, initial=start).spike_times().size == 12
    rest = AXON.equilibrium(8.0)
    assert simulate(AXON, Step(8.0), 200.0, initial=rest).spike_times().size == 0
    assert linearise(AXON, 8.0).stable
    assert firing_rate(AXON, 8.0) == pytest.approx(62.4699, rel=1e-5)


def test_the_rate_is_no_count_of_crossings():
    """Above 63 uA/cm2 the voltage stays below 0 mV and the rhythm goes on."""
    current = np.array([62.0, 64.0, 100.0, 150.0])
    tops = [cycle(AXON, i).v_max for i in current]
    assert tops[0] > 0 > tops[1]
    assert np.all(np.diff(firing_rate(AXON, current)) > 0)


def test_the_rate_ends_where_the_cycle_does():
    onset, (low, high) = fold_of_cycles(AXON), hopf_points(AXON)
    edges = [onset - 1e-5, onset + 1e-5, low, high - 1e-4, high + 1e-4, 1e3, -1e3]
    firing = firing_rate(AXON, edges) > 0
    assert firing.tolist() == [False, True, True, True, False, False, False]


def test_sustained_firing_needs_almost_three_times_the_rheobase():
    assert fold_of_cycles(AXON) / strength_duration(AXON, np.inf) == pytest.approx(2.794, abs=1e-3)


@pytest.mark.parametrize(
    "axon",
    [
        Axon(temperature=18.5),
        Axon(g_na=90.0),
        Axon(g_k=20.0),
        Axon(capacitance=2.0, e_k=-70.0),
    ],
    ids=lambda axon: repr(axon)[:40],
)
def test_other_axons_fire_as_simulated(axon):
    onset, top = fold_of_cycles(axon), hopf_points(axon)[-1]
    currents = onset + (top - onset) * np.array([0.01, 0.3, 0.8])
    expected = firing_rate(axon, currents)
    for current, rate in zip(currents, expected, strict=True):
        found = cycle(axon, current)
        trace = simulate(
            axon,
            Step(current),
            12.0 * found.period,
            dt=found.period / 1000.0,
            method="rk4",
            initial=found.state(0.25 * found.period),
        )
        times = trace.spike_times(0.5 * (found.v_max + found.v_min))
        assert 1e3 / np.diff(times)[-1] == pytest.approx(rate, rel=1e-5)
    # Just below the onset the same start ends at rest.
    below = onset - 0.02 * (top - onset)
    start = cycle(axon, currents[0]).state(0.0)
    period = cycle(axon, currents[0]).period
    trace = simulate(axon, Step(below), 60.0 * period, dt=period / 500.0, initial=start)
    late = trace.v[trace.t > 50.0 * period]
    assert np.ptp(late) < 2.0


def test_a_hot_axon_has_no_rhythm():
    axon = Axon(temperature=30.0)
    assert hopf_points(axon).size == 0
    assert cycle_branches(axon) == ()
    assert np.isnan(fold_of_cycles(axon))
    np.testing.assert_array_equal(firing_rate(axon, [0.0, 20.0, 80.0]), 0.0)


def test_a_branch_that_ends_in_a_homoclinic_orbit():
    """Without potassium channels a saddle stands in the way of the cycle."""
    branches = cycle_branches(Axon(g_k=0.0))
    assert any(branch.ends_at == "homoclinic orbit" for branch in branches)


# --- phase response ------------------------------------------------------------------------------


def test_the_adjoint_agrees_with_small_shocks():
    phases = np.linspace(0.0, 1.0, 21)
    exact = phase_response(AXON, 10.0, phases=phases).response
    shocks = [phase_response(AXON, 10.0, size=s, phases=phases).response for s in (0.01, -0.01)]
    np.testing.assert_allclose(np.mean(shocks, axis=0), exact, atol=3e-5)


def test_type_two_and_delays_come_first():
    response = phase_response(AXON, 10.0)
    assert response.kind == "II"
    assert response.phase[np.argmin(response.response)] == pytest.approx(0.56, abs=0.02)
    assert response.phase[np.argmax(response.response)] == pytest.approx(0.78, abs=0.02)
    assert response.response[0] == pytest.approx(response.response[-1], abs=1e-9)


def test_above_63_the_phase_response_is_there_too():
    phases = np.linspace(0.0, 1.0, 11)
    exact = phase_response(AXON, 100.0, phases=phases).response
    shocks = [phase_response(AXON, 100.0, size=s, phases=phases).response for s in (0.01, -0.01)]
    np.testing.assert_allclose(np.mean(shocks, axis=0), exact, atol=3e-5)


def test_a_shock_that_stops_the_firing_is_said_to():
    response = phase_response(AXON, 8.0, size=5.0, phases=np.linspace(0.0, 1.0, 31))
    stopped = np.isnan(response.response)
    assert stopped.any()
    assert not stopped[0]
    assert np.nanmin(response.advance) < -1.0


# --- strength and duration -----------------------------------------------------------------------


def test_strength_duration():
    durations = np.array([0.05, 0.5, 2.0, 20.0, 1000.0, np.inf])
    strengths = strength_duration(AXON, durations)
    assert strengths[1] == pytest.approx(13.2751, rel=1e-5)
    np.testing.assert_allclose(strengths[-2:], 2.2403336, rtol=1e-6)
    assert np.all(np.diff(strengths[:4]) < 0)
    # A short pulse is a shock: its charge over the capacitance is the threshold of 6.5050712 mV.
    assert strength_duration(AXON, 1e-3) * 1e-3 == pytest.approx(6.5050712, rel=2e-4)


def test_just_above_fires_just_below_does_not():
    durations = np.array([0.1, 1.0, 7.7])
    strengths = strength_duration(AXON, durations)
    for factor, spikes in ((0.9999, 0), (1.0001, 1)):
        trace = simulate(AXON, Step(factor * strengths, 0.0, durations), 60.0, method="rk4")
        assert [times.size for times in trace.spike_times()] == [spikes] * 3


def test_warm_thresholds_do_not_hang_on_the_step():
    """The gates are 13 times as fast at 30 Celsius; a step that did not follow would show."""
    warm = strength_duration(Axon(temperature=30.0), [0.5, np.inf])
    np.testing.assert_allclose(warm, [39.372143, 36.276474], rtol=1e-6)


# --- FitzHugh and Nagumo -------------------------------------------------------------------------


def test_the_sketch_rests_fires_and_rests():
    model = FitzHughNagumo()
    low, high = model.hopf_points()
    for current in (low - 1e-6, low + 1e-6, high - 1e-6, high + 1e-6):
        ((v, w),) = model.equilibria(current)
        np.testing.assert_allclose(model.derivative(v, w, current), 0.0, atol=1e-14)
        assert model.stable(v) == (not low < current < high)
    swings = np.ptp(model.simulate([0.0, 0.8, 1.7], 300.0, dt=0.1).v[:, -1000:], axis=1)
    assert swings[1] > 3.0
    assert swings[[0, 2]].max() < 0.05


def test_the_sketchs_nullclines_cross_at_the_equilibrium():
    model = FitzHughNagumo()
    ((v, w),) = model.equilibria(0.5)
    cubic, line = model.nullclines(v, 0.5)
    assert cubic == pytest.approx(w)
    assert line == pytest.approx(w)
