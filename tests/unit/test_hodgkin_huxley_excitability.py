"""Arguments, shapes and speed of the analyses of rest and rhythm."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuromath_lib.hodgkin_huxley import Axon, equations
from neuromath_lib.hodgkin_huxley.cycles import (
    cycle,
    cycle_branch,
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
from neuromath_lib.hodgkin_huxley.linearisation import flow, psi_slope
from neuromath_lib.hodgkin_huxley.phase import phase_response
from neuromath_lib.hodgkin_huxley.strength import strength_duration

AXON = Axon()
BATCH = Axon(temperature=[6.3, 30.0])


@given(
    st.floats(-200, 150),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(-5, 40),
)
def test_the_jacobian_is_the_derivative(v, m, h, n, temperature):
    axon = Axon(temperature=temperature, capacitance=1.3)
    y = np.array([v, m, h, n])
    slopes, jacobian, by_current = flow(axon, y, 7.0)
    state = equations.State(*y)
    expected = equations.derivative(axon, state, 7.0)
    np.testing.assert_allclose(
        slopes, [expected.v, expected.m, expected.h, expected.n], rtol=1e-12, atol=1e-12
    )
    for k, step in enumerate((1e-3, 1e-5, 1e-5, 1e-5)):
        ahead, behind = (flow(axon, y + sign * step * np.eye(4)[k], 7.0)[0] for sign in (1, -1))
        column = (ahead - behind) / (2 * step)
        scale = 1.0 + np.abs(slopes).max() + np.abs(column).max()
        np.testing.assert_allclose(jacobian[:, k] / scale, column / scale, atol=1e-6)
    assert by_current.tolist() == [1 / 1.3, 0, 0, 0]


def test_psi_slope_is_smooth_at_zero():
    x = np.array([-0.0500001, -0.0499999, -1e-12, 0.0, 1e-12, 0.0499999, 0.0500001])
    exact = -0.5 + x / 6 - x**3 / 180 + x**5 / 5040
    np.testing.assert_allclose(psi_slope(x), exact, rtol=1e-13)
    assert np.all(np.isfinite(psi_slope([-1e3, 1e3])))
    assert psi_slope(-1e3) == pytest.approx(-1.0)


def test_batches():
    rates = firing_rate(BATCH, [[5.0], [20.0], [200.0]])
    assert rates.shape == (3, 2)
    assert (rates > 0).tolist() == [[False, False], [True, False], [False, False]]
    assert rates[1, 0] == firing_rate(AXON, 20.0)
    assert isinstance(firing_rate(AXON, 20.0), float)
    onsets = fold_of_cycles(BATCH)
    assert onsets[0] == pytest.approx(6.260321, rel=1e-6)
    assert np.isnan(onsets[1])
    assert [points.size for points in hopf_points(BATCH)] == [2, 0]
    assert linearise(BATCH, [[0.0], [1.0], [2.0]]).jacobian.shape == (3, 2, 4, 4)
    strengths = strength_duration(BATCH, [[0.1], [1.0]])
    assert strengths.shape == (2, 2)
    assert strengths[1, 0] == pytest.approx(strength_duration(AXON, 1.0), rel=1e-6)
    assert isinstance(strength_duration(AXON, 1.0), float)


def test_many_durations_in_any_shape():
    durations = np.geomspace(0.05, 10.0, 12).reshape(3, 4)
    strengths = strength_duration(AXON, durations, rtol=1e-4)
    assert strengths.shape == (3, 4)
    assert np.all(np.diff(strengths.ravel()) < 0)


def test_too_weak_is_infinite():
    assert strength_duration(AXON, np.inf, largest=0.5) == np.inf


@pytest.mark.parametrize("bad", ["ten", np.nan, np.inf, None, [1.0, np.nan]])
def test_bad_currents_are_named(bad):
    for function in (linearise, firing_rate):
        with pytest.raises(ValueError, match="current was"):
            function(AXON, bad)


@pytest.mark.parametrize("bad", ["ten", np.nan, np.inf, None, [1.0, 2.0]])
def test_bad_single_currents_are_named(bad):
    for function in (cycle, cycles, phase_response, equilibria):
        with pytest.raises(ValueError, match="current was"):
            function(AXON, bad)


@pytest.mark.parametrize("bad", [None, 6.3, "axon"])
def test_not_an_axon(bad):
    for function in (hopf_points, hopf_bifurcations, fold_of_cycles, cycle_branch, linearise):
        with pytest.raises(ValueError, match="axon was"):
            function(bad)
    for function in (firing_rate, cycle, phase_response, strength_duration):
        with pytest.raises(ValueError, match="axon was"):
            function(bad, 10.0)


def test_a_batch_where_one_axon_is_wanted():
    for function in (hopf_bifurcations, cycle_branch, equilibria):
        with pytest.raises(ValueError, match=r"axon was a batch of shape \(2,\)"):
            function(BATCH)
    for function in (cycle, cycles, phase_response):
        with pytest.raises(ValueError, match=r"axon was a batch of shape \(2,\)"):
            function(BATCH, 10.0)


def test_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match="current"):
        firing_rate(BATCH, [1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="durations"):
        strength_duration(BATCH, [1.0, 2.0, 3.0])


def test_no_cycle_is_said():
    with pytest.raises(ValueError, match=r"current was 5 uA/cm2; .* stable cycle"):
        cycle(AXON, 5.0)
    with pytest.raises(ValueError, match="without a Hopf point"):
        cycle_branch(Axon(temperature=35.0))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"durations": 0.0}, "durations was"),
        ({"durations": [-1.0, 1.0]}, "durations was"),
        ({"durations": "long"}, "durations was"),
        ({"durations": np.nan}, "durations was"),
        ({"durations": 1.0, "wait": 0.0}, "wait was"),
        ({"durations": 1.0, "largest": -1.0}, "largest was"),
        ({"durations": 1.0, "rtol": 0.0}, "rtol was"),
    ],
)
def test_bad_pulses_are_named(arguments, named):
    with pytest.raises(ValueError, match=named):
        strength_duration(AXON, **arguments)


def test_an_axon_that_rests_above_zero_cannot_be_excited():
    with pytest.raises(ValueError, match="rests above 0 mV"):
        strength_duration(Axon(g_k=0.0, e_leak=40.0), 1.0)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"size": "big"}, "size was"),
        ({"size": np.nan}, "size was"),
        ({"phases": 1}, "phases was"),
        ({"phases": True}, "phases was"),
        ({"phases": [0.0, np.nan]}, "phases was"),
        ({"settle": 0}, "settle was"),
    ],
)
def test_bad_phase_arguments_are_named(arguments, named):
    with pytest.raises(ValueError, match=named):
        phase_response(AXON, 10.0, **arguments)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [({"a": "x"}, "a was"), ({"b": 0.0}, "b was"), ({"tau": -1.0}, "tau was")],
)
def test_bad_sketches_are_named(arguments, named):
    with pytest.raises(ValueError, match=named):
        FitzHughNagumo(**arguments)


@settings(max_examples=25, deadline=None)
@given(st.floats(-2, 2), st.floats(0.1, 3), st.floats(1, 30), st.floats(-2, 2))
def test_equilibria_of_any_sketch(a, b, tau, current):
    model = FitzHughNagumo(a, b, tau)
    found = model.equilibria(current)
    assert len(found) in (1, 2, 3)
    np.testing.assert_allclose(model.derivative(*found.T, current), 0.0, atol=1e-6)


def test_a_sketch_without_hopf_points():
    assert FitzHughNagumo(b=0.9, tau=0.8).hopf_points().size == 0
    with pytest.raises(ValueError, match="dt was"):
        FitzHughNagumo().simulate(0.5, 10.0, dt=0.0)
    with pytest.raises(ValueError, match="current was"):
        FitzHughNagumo().nullclines([0.0, 1.0], "none")
