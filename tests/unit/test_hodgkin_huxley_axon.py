"""Parameters, equations and the state of rest."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuromath_lib.hodgkin_huxley import Axon, State, Step, derivative, settled, simulate

GATES = ("m", "h", "n")


def test_fields_become_floats():
    axon = Axon(g_na=100, temperature=np.float32(10.0))
    assert isinstance(axon.g_na, float)
    assert isinstance(axon.temperature, float)


def test_equality_and_hash():
    assert Axon() == Axon(g_na=120)
    assert hash(Axon()) == hash(Axon(g_na=120))
    assert Axon() != Axon(g_na=121.0)
    assert Axon(g_na=[1.0, 2.0]) == Axon(g_na=np.array([1, 2]))
    assert Axon() != "an axon"


def test_an_axon_is_frozen():
    axon = Axon(g_na=np.array([100.0, 120.0]))
    with pytest.raises(dataclasses.FrozenInstanceError):
        axon.g_k = 3.0
    with pytest.raises(ValueError, match="read-only"):
        axon.g_na[0] = 0.0


def test_the_callers_array_stays_the_callers():
    mine = np.array([100.0, 120.0])
    axon = Axon(g_na=mine)
    mine[0] = 7.0
    assert axon.g_na[0] == 100.0


@pytest.mark.parametrize("v", [-40, -40.0, np.float64(-40), np.array(-40.0)])
def test_rates_of_one_number_are_one_number(v):
    assert np.ndim(Axon().rates(v).alpha_m) == 0


def test_rates_keep_the_shape():
    assert Axon().rates(np.zeros((2, 3))).tau_n.shape == (2, 3)
    assert Axon(temperature=[6.3, 18.5]).rates(-60.0).alpha_h.shape == (2,)
    assert Axon(temperature=[[6.3], [18.5]]).rates(np.zeros(3)).alpha_h.shape == (2, 3)


@pytest.mark.parametrize("v", [-1e4, -500.0, 500.0, 1e4])
def test_rates_far_away_are_finite_or_infinite_but_never_nan(v):
    rates = Axon().rates(v)
    for gate in GATES:
        assert not np.isnan(getattr(rates, f"alpha_{gate}"))
        assert not np.isnan(getattr(rates, f"beta_{gate}"))


@pytest.mark.parametrize("current", [0.0, -20, 3, 50.0, 500.0])
@pytest.mark.parametrize(
    "axon",
    [Axon(), Axon(temperature=30.0), Axon(e_leak=-65.0, g_k=20.0), Axon(capacitance=3.0)],
    ids=["standard", "warm", "other", "large"],
)
def test_nothing_changes_at_equilibrium(axon, current):
    change = derivative(axon, axon.equilibrium(current), current)
    for name in ("v", "m", "h", "n"):
        assert abs(getattr(change, name)) < 1e-9


def test_equilibria_of_a_batch_are_those_of_the_singles():
    axon = Axon(g_k=[[30.0], [36.0]])
    currents = np.array([0, 5, 10])
    batch = axon.equilibrium(currents)
    assert batch.v.shape == (2, 3)
    assert batch.h.shape == (2, 3)
    for i, g_k in enumerate([30.0, 36.0]):
        for j, current in enumerate(currents):
            single = Axon(g_k=g_k).equilibrium(float(current))
            assert isinstance(single.v, float)
            assert batch.v[i, j] == pytest.approx(single.v, abs=1e-10)


def test_of_several_equilibria_the_lowest():
    """Little potassium current and a deep leak: the membrane can also settle near 0 mV."""
    axon = Axon(g_k=0.0, e_leak=-75.0)
    low = axon.equilibrium()
    assert low.v < -70.0
    high = -10.0
    for _ in range(2):  # another zero of the steady current lies above
        assert derivative(axon, settled(axon, high), 0.0).v > 0
        high += 5.0


def test_no_leak_still_has_a_rest():
    assert -80 < Axon(g_leak=0.0).equilibrium().v < -50


def test_no_equilibrium_is_said():
    with pytest.raises(ValueError, match=r"current was -50\.0"):
        Axon(g_na=0.0, g_k=0.0, g_leak=0.01).equilibrium(-50.0)


def test_a_shock_moves_the_voltage_alone():
    rest = Axon().equilibrium()
    shocked = rest.shocked([6, 7.0])
    np.testing.assert_allclose(shocked.v, rest.v + np.array([6.0, 7.0]))
    assert (shocked.m, shocked.h, shocked.n) == (rest.m, rest.h, rest.n)
    with pytest.raises(ValueError, match="amount"):
        rest.shocked("seven")


def test_one_state_prints_as_numbers():
    assert repr(Axon().equilibrium()).startswith("State(v=-64.99637933")
    assert "np." not in repr(Axon().rates(-40.0))


def test_derivative_of_a_batch():
    state = State(np.full((4, 1), -60.0), 0.1, np.full(3, 0.5), 0.3)
    assert derivative(Axon(), state, 1.0).v.shape == (4, 3)


NOT_NUMBERS = ["120", None, np.nan, np.inf, -np.inf, [1.0, np.nan], [[1.0], [1.0, 2.0]], True, []]
FIELDS = [field.name for field in dataclasses.fields(Axon)]


@settings(deadline=None)
@given(st.sampled_from(FIELDS), st.sampled_from(NOT_NUMBERS))
def test_bad_fields_are_named(field, value):
    with pytest.raises(ValueError, match=rf"^{field} was .*should be"):
        Axon(**{field: value})


@settings(deadline=None)
@given(st.sampled_from(["g_na", "g_k", "g_leak", "capacitance"]), st.floats(-1e6, -1e-6))
def test_negative_fields_are_named(field, value):
    with pytest.raises(ValueError, match=f"^{field} was"):
        Axon(**{field: value})


def test_no_capacitance():
    with pytest.raises(ValueError, match=r"capacitance was 0\.0; it should be a number above 0"):
        Axon(capacitance=0)


@settings(deadline=None)
@given(st.one_of(st.floats(60.1, 1e5), st.floats(-300, -5.1)))
def test_temperature_out_of_reason(temperature):
    with pytest.raises(ValueError, match=r"temperature was .* between -5 and 60 Celsius"):
        Axon(temperature=temperature)


def test_fields_that_do_not_fit_together():
    with pytest.raises(ValueError, match=r"g_na \(2,\).*g_k \(3,\)"):
        Axon(g_na=[1.0, 2.0], g_k=[1.0, 2.0, 3.0])


@settings(deadline=None)
@given(st.sampled_from(NOT_NUMBERS))
def test_bad_voltage_and_current_are_named(value):
    with pytest.raises(ValueError, match=r"^v was"):
        Axon().rates(value)
    with pytest.raises(ValueError, match=r"^current was"):
        Axon().equilibrium(value)


@settings(deadline=None, max_examples=40)
@given(
    st.floats(0.8, 3.0),
    st.floats(0.0, 150.0),
    st.floats(5.0, 60.0),
    st.floats(0.05, 1.0),
    st.floats(0.0, 30.0),
)
def test_an_axon_left_alone_stays_where_it_was(capacitance, g_na, g_k, g_leak, temperature):
    """Also where the equilibrium is unstable, for as long as rounding takes to grow."""
    axon = Axon(capacitance, g_na, g_k, g_leak, temperature=temperature)
    trace = simulate(axon, Step(0.0), 0.5)
    assert np.ptp(trace.v) < 1e-6
