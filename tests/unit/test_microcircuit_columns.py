"""A column: its fields, its scalings, its equations and their Jacobian."""

import dataclasses
import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuromath_lib.microcircuit import CONNECTIONS, Column, Noise, equations, firing_rate
from neuromath_lib.microcircuit import synaptic_kernel as kernel
from neuromath_lib.microcircuit.equations import sigmoid

COLUMNS = {
    "standard": Column.standard(),
    "adams2022": Column.adams2022(),
    "self_terms": Column.adams2022(self_terms=True),
}
COLUMN = pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
METHODS = {
    "derivative": lambda column, value: column.derivative(value),
    "transfer_function": lambda column, value: column.transfer_function(value),
    "spectrum": lambda column, value: column.spectrum(value),
    "evoked": lambda column, value: column.evoked(value),
}


def test_connections_of_both_columns():
    assert Column.standard() == Column()
    present = [name for name in CONNECTIONS if getattr(Column.standard(), name)]
    assert present == list(CONNECTIONS)[:10]
    assert Column.adams2022().sp_ss == 0.0
    assert [getattr(Column.adams2022(), name) for name in ("sp_ii", "ii_sp", "sp_dp")] == [800] * 3
    assert Column.adams2022().slope == 1.0
    assert Column.adams2022(self_terms=True).extrinsic_self.tolist() == [40.0, 5.0, 10.0, 20.0]


def test_coupling_matrix_of_the_standard_column():
    expected = 200.0 * np.array(
        [[-4.0, -4.0, -8.0, 0.0], [4.0, -4.0, 0.0, 0.0], [4.0, 0.0, -4.0, 2.0], [0, 0, -2.0, -1.0]]
    )
    np.testing.assert_array_equal(Column.standard().coupling, expected)


def test_coupling_matrix_of_the_2022_variant_with_its_terms_onto_itself():
    inside = 200.0 * np.array(
        [[-4.0, 0.0, -4.0, 0.0], [4.0, -4.0, -4.0, 0.0], [4.0, 4.0, -4.0, 2.0], [0, 4.0, -2.0, -1]]
    )
    np.testing.assert_array_equal(Column.adams2022().coupling, inside)
    onto = np.zeros((4, 4))
    onto[0, 1], onto[3, 1], onto[1, 3], onto[2, 3] = 40.0, 5.0, -10.0, -20.0
    np.testing.assert_array_equal(Column.adams2022(self_terms=True).coupling, inside + onto)


def test_a_column_is_frozen_and_equal_to_its_like():
    column = Column(sp_sp=[700.0, 800.0])
    with pytest.raises(dataclasses.FrozenInstanceError):
        column.sp_sp = 1.0
    with pytest.raises(ValueError, match="read-only"):
        column.sp_sp[0] = 1.0
    assert column == Column(sp_sp=np.array([700, 800]))
    assert hash(column) == hash(Column(sp_sp=np.array([700, 800])))
    assert column != Column()
    assert Column() != "a column"


def test_scalings_multiply_and_add():
    column = Column.standard().scaled(sp_sp=0.25, time_constants=(0.1, 0, 0, -0.2), slope=0.3)
    assert column.sp_sp == pytest.approx(800.0 * np.exp(0.25))
    assert column.ss_sp == 800.0
    assert column.slope == pytest.approx(2.0 / 3.0 * np.exp(0.3))
    np.testing.assert_allclose(
        column.time_constants, [0.002 * np.exp(0.1), 0.002, 0.016, 0.028 * np.exp(-0.2)]
    )
    twice = Column.standard().scaled(ii_ss=0.1, delay=0.2).scaled(ii_ss=0.2, delay=0.1)
    assert twice.ii_ss == pytest.approx(1600.0 * np.exp(0.3))
    assert twice.delay == pytest.approx(0.001 * np.exp(0.3))
    assert Column.standard().scaled(ii_ss=-np.inf).ii_ss == 0.0


def test_a_batch_is_its_columns():
    rng = np.random.default_rng(0)
    gains, slopes = rng.normal(0, 0.2, (3, 1)), rng.normal(0, 0.1, 2)
    times = rng.normal(0, 0.1, (2, 4))
    batch = Column.standard().scaled(sp_sp=gains, slope=slopes, time_constants=times)
    assert batch.shape == (3, 2)
    f, t = np.array([5.0, 40.0]), np.linspace(0.0, 0.1, 6)
    state = rng.normal(0, 1, (3, 2, 8))
    for i in range(3):
        for j in range(2):
            one = Column.standard().scaled(
                sp_sp=gains[i, 0], slope=slopes[j], time_constants=times[j]
            )
            for delays in ("none", "current", "classic", "exact"):
                np.testing.assert_allclose(
                    batch.transfer_function(f, delays)[i, j],
                    one.transfer_function(f, delays),
                    rtol=1e-9,
                )
            np.testing.assert_allclose(
                batch.derivative(state, 2.0)[i, j], one.derivative(state[i, j], 2.0), rtol=1e-12
            )
            for delays in ("none", "classic", "exact"):
                ours, theirs = batch.evoked(t, delays=delays), one.evoked(t, delays=delays)
                np.testing.assert_allclose(ours.dp[i, j], theirs.dp, rtol=1e-6, atol=1e-12)
            np.testing.assert_allclose(batch.eigenvalues()[i, j], one.eigenvalues(), rtol=1e-8)
    assert batch.spectrum(f).total.shape == (3, 2, 2)
    assert batch.jacobian("current").shape == (3, 2, 8, 8)


def test_batches_meet_states_and_drives():
    column = Column.standard().scaled(sp_sp=[0.0, 0.1, 0.2])
    assert column.derivative(np.zeros(8)).shape == (3, 8)
    assert column.derivative(np.zeros((5, 1, 8)), drive=1.0).shape == (5, 3, 8)
    assert Column.standard().derivative(np.zeros(8), drive=np.ones(4)).shape == (4, 8)
    assert Column.standard().derivative(np.zeros((4, 8))).shape == (4, 8)


def test_drive_reaches_the_stellate_cells_alone_and_as_it_is():
    change = Column.standard().derivative(np.zeros(8), drive=3.0)
    np.testing.assert_allclose(change, [0, 3.0 / 0.002, 0, 0, 0, 0, 0, 0])


def test_rest_is_a_fixed_point():
    for column in COLUMNS.values():
        assert not column.derivative(np.zeros(8)).any()


@COLUMN
def test_jacobian_is_the_derivative_of_the_slopes(column):
    """By complex steps, which know no rounding."""
    rng = np.random.default_rng(1)
    for state in (np.zeros(8), rng.normal(0, 2, 8)):
        steps = state + 1e-30j * np.eye(8)
        numeric = equations.derivative(column.system, steps, np.zeros(1)).imag.T / 1e-30
        np.testing.assert_allclose(
            column.jacobian(state=state), numeric, rtol=1e-12, atol=1e-9 * np.abs(numeric).max()
        )
    np.testing.assert_array_equal(column.jacobian(), column.jacobian(state=np.zeros(8)))


def test_jacobian_elsewhere_keeps_the_operator_of_rest():
    column, state = Column.standard(), np.linspace(-1, 1, 8)
    q = column.jacobian("current") @ np.linalg.inv(column.jacobian())
    np.testing.assert_allclose(
        column.jacobian("current", state=state),
        q @ column.jacobian(state=state),
        rtol=1e-9,
        atol=1e-6,
    )
    batch = column.scaled(sp_sp=[0.0, 0.2])
    assert batch.jacobian("classic", state=np.zeros((3, 1, 8))).shape == (3, 2, 8, 8)


def test_rates_and_kernels():
    v = np.linspace(-2000, 2000, 101)
    with np.errstate(over="ignore"):
        np.testing.assert_allclose(
            sigmoid(v, 0.8), 1.0 / (1.0 + np.exp(-0.8 * v)) - 0.5, atol=1e-15
        )
    assert firing_rate(0.0) == 0.0
    assert (firing_rate(1e-6, 0.8) - firing_rate(-1e-6, 0.8)) / 2e-6 == pytest.approx(0.2)
    assert firing_rate([1.0, 2.0], [[0.5], [1.0], [2.0]]).shape == (3, 2)
    t = np.linspace(-0.1, 0.3, 4001)
    assert np.all(kernel(t, 0.016)[t < 0] == 0.0)
    assert t[np.argmax(kernel(t, 0.016))] == pytest.approx(0.016, abs=1e-4)


def test_kernel_is_the_answer_of_one_population():
    """Cut every connection: an impulse of current into ss must follow the kernel."""
    cut = Column.standard().scaled(**dict.fromkeys(list(CONNECTIONS)[:10], -np.inf))
    t, width = np.arange(0.0005, 0.06, 0.001), 2e-5
    answer = cut.evoked(t, onset=0.02, width=width).ss
    area = 32.0**2 * width * np.sqrt(2 * np.pi)
    # dw/dt = I / T, so that the kernel t / T exp(-t / T) stands for an impulse of area 1.
    np.testing.assert_allclose(answer, area * kernel(t - 0.02), atol=3e-4 * answer.max())


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: Column(sp_sp=-1.0), "sp_sp was -1.0"),
        (lambda: Column(sp_sp="a"), "sp_sp was 'a'"),
        (lambda: Column(sp_sp=np.nan), "sp_sp was nan"),
        (lambda: Column(sp_sp=[1.0, 2.0], ii_ii=[1.0, 2.0, 3.0]), r"sp_sp \(2,\), .*|do not fit"),
        (lambda: Column(slope=0.0), "slope was 0.0"),
        (lambda: Column(delay=-0.001), "delay was -0.001"),
        (lambda: Column(time_constants=0.002), "time_constants was of shape"),
        (lambda: Column(time_constants=(0.002, 0.002, 0.016)), "time_constants was of shape"),
        (lambda: Column(time_constants=(0.002, 0.002, 0.0, 0.028)), "time_constants was 0.0"),
        (lambda: Column(extrinsic=(1.0, 2.0)), "extrinsic was of shape"),
        (lambda: Column.adams2022(self_terms=1), "self_terms was 1"),
        (lambda: Column.standard().scaled(sp_ii=0.1), "sp_ii was given"),
        (lambda: Column.adams2022().scaled(sp_ss=0.1), "sp_ss was given"),
        (lambda: Column.standard().scaled(nothing=0.1), "nothing was given"),
        (lambda: Column.standard().scaled(sp_sp="0.1"), "sp_sp was '0.1'"),
        (lambda: Column.standard().scaled(sp_sp=np.inf), "sp_sp was inf"),
        (lambda: Column.standard().scaled(sp_sp=-60.0), "sp_sp was -60.0"),
        (lambda: Column.standard().scaled(time_constants=(0, 0, 0)), "time_constants was of shape"),
        (lambda: Column.standard().scaled(slope=np.nan), "slope was nan"),
        (lambda: Column.standard().derivative(np.zeros(7)), "state was of shape"),
        (lambda: Column.standard().derivative(np.zeros(8), "x"), "drive was 'x'"),
        (lambda: Column.standard().derivative(np.zeros((2, 8)), np.zeros(3)), "drive"),
        (lambda: Column.standard().jacobian("slow"), "delays was 'slow'"),
        (lambda: Column.standard().jacobian("exact"), "delays was 'exact'"),
        (lambda: Column.standard().jacobian(state=np.zeros(3)), "state was of shape"),
        (lambda: Column.standard().eigenvalues(None), "delays was None"),
        (lambda: Column.standard().eigenvalues("exact"), "delays was 'exact'"),
        (lambda: firing_rate("x"), "v was 'x'"),
        (lambda: firing_rate(0.0, -1.0), "slope was -1.0"),
        (lambda: kernel(0.0, 0.0), "time_constant was 0.0"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=named):
        call()


JUNK = st.one_of(
    st.none(),
    st.text(max_size=3),
    st.booleans(),
    st.just(np.nan),
    st.just([]),
    st.just([[1.0], [2.0, 3.0]]),
    st.just({"a": 1}),
    st.just(1j),
)


@settings(max_examples=40, deadline=None)
@given(method=st.sampled_from(sorted(METHODS)), value=JUNK)
def test_junk_is_refused_by_name(method, value):
    with pytest.raises(ValueError, match="was"):
        METHODS[method](Column.standard(), value)


@settings(max_examples=40, deadline=None)
@given(name=st.sampled_from([f.name for f in dataclasses.fields(Column)]), value=JUNK)
def test_junk_in_a_field_is_refused_by_name(name, value):
    with pytest.raises(ValueError, match=name):
        Column(**{name: value})


@settings(max_examples=25, deadline=None)
@given(
    logs=st.lists(st.floats(-0.6, 0.6), min_size=15, max_size=15),
    delays=st.sampled_from(["none", "current", "classic", "exact", "exact_classic"]),
)
def test_any_column_near_the_prior_has_a_finite_spectrum(logs, delays):
    column = Column.standard().scaled(
        **dict(zip(list(CONNECTIONS)[:10], logs, strict=False)),
        time_constants=logs[10:14],
        slope=logs[14],
    )
    spectrum = column.spectrum([1.0, 10.0, 60.0, 200.0], delays, Noise())
    assert np.isfinite(spectrum.total).all()
    assert (spectrum.neuronal > 0).all()


def test_every_argument_is_explained():
    """A docstring names each argument of the public methods."""
    for method in (Column.scaled, Column.spectrum, Column.evoked, Column.transfer_function):
        for name in inspect.signature(method).parameters:
            assert name == "self" or name in method.__doc__, (method, name)
