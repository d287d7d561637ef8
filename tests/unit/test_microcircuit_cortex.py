"""Columns joined: what joins them, their equations, and their cross-spectra."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuromath_lib.microcircuit import Column, Cortex, Noise, Rhythm

OFF = -np.inf
COLUMN = Column.standard()
F = np.array([4.0, 10.0, 23.0, 40.0, 66.0])


def pair(**changes):
    given_ = {
        "columns": COLUMN,
        "forward": [[OFF, OFF], [0.0, OFF]],
        "backward": [[OFF, 0.0], [OFF, OFF]],
        "drive": [0.0, -0.5],
    }
    return Cortex(**(given_ | changes))


def test_what_forward_and_backward_join():
    cortex = pair(forward=[[OFF, OFF], [0.1, OFF]], backward=[[OFF, -0.2], [OFF, OFF]])
    between = cortex.coupling.reshape(2, 4, 2, 4)
    up, down = between[1, :, 0, :], between[0, :, 1, :]
    expected = np.zeros((4, 4))
    expected[0, 1], expected[3, 1] = 200.0 * np.exp(0.1), 100.0 * np.exp(0.1)
    np.testing.assert_allclose(up, expected, rtol=1e-12)
    expected = np.zeros((4, 4))
    expected[1, 3], expected[2, 3] = -200.0 * np.exp(-0.2), -100.0 * np.exp(-0.2)
    np.testing.assert_allclose(down, expected, rtol=1e-12)
    np.testing.assert_array_equal(between[0, :, 0, :], COLUMN.coupling)
    np.testing.assert_array_equal(between[1, :, 1, :], COLUMN.coupling)


def test_pairs_of_matrices():
    one = [[OFF, OFF], [0.1, OFF]]
    other = [[OFF, OFF], [-0.3, OFF]]
    for value in ((one, other), [one, other], np.array([one, other])):
        a1, a2, _, _ = pair(forward=value).strengths
        assert a1[1, 0] == pytest.approx(200.0 * np.exp(0.1))
        assert a2[1, 0] == pytest.approx(100.0 * np.exp(-0.3))


def test_strengths_are_those_of_the_target():
    cortex = pair(columns=[COLUMN, Column.adams2022()])
    a1, a2, a3, a4 = (matrix.max() for matrix in cortex.strengths)
    assert (a1, a2, a3, a4) == (200.0, 25.0, 200.0, 100.0)
    cortex = pair(columns=[Column.adams2022(), COLUMN])
    assert [matrix.max() for matrix in cortex.strengths] == [200.0, 100.0, 50.0, 100.0]


def test_a_connection_and_its_return_in_one_matrix_are_divided_by_five():
    both = [[OFF, 0.3], [0.1, OFF]]
    a1 = pair(forward=both).strengths[0]
    np.testing.assert_allclose(a1, [[0, 40 * np.exp(0.3)], [40 * np.exp(0.1), 0]])
    # forward one way and backward the other are not in one matrix
    np.testing.assert_allclose([matrix.max() for matrix in pair().strengths], [200, 100, 200, 100])
    # a connection of a column onto itself is its own return
    onto = Cortex([Column.adams2022()], [[0.0]], [[0.0]], [0.0])
    np.testing.assert_allclose(onto.coupling, Column.adams2022(self_terms=True).coupling)
    # -32, as some write "absent", counts as absent
    faint = pair(forward=[[OFF, -32.0], [0.1, OFF]]).strengths[0]
    assert faint[1, 0] == pytest.approx(200 * np.exp(0.1))


def test_derivative_is_that_of_the_columns_and_what_they_send():
    rng = np.random.default_rng(0)
    cortex, state = pair(), rng.normal(0, 1, (5, 2, 8))
    found = cortex.derivative(state, input=[3.0, 2.0])
    rate = 1.0 / (1.0 + np.exp(-2.0 / 3.0 * state[..., 0::2])) - 0.5
    ss, sp, ii, dp = 0, 1, 2, 3
    for k in range(2):
        alone = COLUMN.derivative(state[:, k], (3.0, 2.0 * np.exp(-0.5))[k])
        if k == 1:
            alone[:, 1] += 200.0 * rate[:, 0, sp] / 0.002
            alone[:, 7] += 100.0 * rate[:, 0, sp] / 0.028
        else:
            alone[:, 3] -= 200.0 * rate[:, 1, dp] / 0.002
            alone[:, 5] -= 100.0 * rate[:, 1, dp] / 0.016
        np.testing.assert_allclose(found[:, k], alone, rtol=1e-12)
    assert ss == 0
    assert ii == 2
    assert cortex.derivative(state).shape == (5, 2, 8)
    np.testing.assert_array_equal(
        pair(drive=[0.0, OFF]).derivative(np.zeros((2, 8)), 7.0)[1], np.zeros(8)
    )


def test_columns_that_are_not_joined_are_columns():
    cortex = pair(forward=np.full((2, 2), OFF), backward=np.full((2, 2), OFF), drive=[0.0, 0.0])
    spectrum, alone = cortex.spectrum(F), COLUMN.spectrum(F)
    for k in range(2):
        np.testing.assert_allclose(spectrum.total[:, k, k], alone.total, rtol=1e-9)
    assert not spectrum.neuronal[:, 0, 1].any()
    t = np.linspace(0, 0.2, 21)
    for delays in ("none", "current", "exact"):
        np.testing.assert_allclose(
            cortex.evoked(t, delays=delays).sp[1], COLUMN.evoked(t, delays=delays).sp, atol=1e-7
        )


@pytest.mark.parametrize("delays", ["none", "current", "classic", "exact", "exact_classic"])
def test_transfer_function_entry_by_entry(delays):
    """Against the Jacobian with its lags, or QJ, written out."""
    cortex = pair(columns=[COLUMN, Column.adams2022().scaled(sp_sp=0.2)])
    plain = cortex.jacobian()
    into = np.zeros((16, 2))
    into[1, 0], into[9, 1] = 512.0 / 0.002, 512.0 / 0.002 * np.exp(-0.5)
    weights = np.array([[0.1, 1.0, 0.0, 0.2], [0.0, 0.5, 0.3, 0.0]])
    electrode = np.zeros((2, 16))
    electrode[0, 0:8:2], electrode[1, 8:16:2] = weights
    lags = np.kron(np.array([[0.001, 0.008], [0.008, 0.001]]), np.ones((8, 8)))
    np.fill_diagonal(lags, 0.0)
    if delays == "exact":
        lags[plain == 1.0] = 0.0
    for k, f in enumerate(F):
        s = 2j * np.pi * f
        if delays.startswith("exact"):
            states = np.linalg.solve(s * np.eye(16) - plain * np.exp(-s * lags), into)
        else:
            late = cortex.jacobian(delays)
            q = late @ np.linalg.inv(plain)
            states = np.linalg.solve(s * np.eye(16) - late, q @ into)
        found = cortex.transfer_function(F, delays, weights)[k]
        np.testing.assert_allclose(found, electrode @ states, rtol=1e-8)


def test_chains_without_a_way_back_have_too_few_eigenvectors_and_still_a_spectrum():
    off = np.full((3, 3), OFF)
    up = off.copy()
    up[1, 0] = up[2, 1] = 0.0
    chain = Cortex(COLUMN, up, off, [0.0, OFF, OFF])
    nearly = Cortex(
        [COLUMN, COLUMN.scaled(sp_sp=1e-4), COLUMN.scaled(sp_sp=-1e-4)], up, off, [0.0, OFF, OFF]
    )
    for delays in ("none", "current", "classic"):
        np.testing.assert_allclose(
            chain.transfer_function(F, delays), nearly.transfer_function(F, delays), rtol=2e-3
        )


def test_a_slow_chain_is_conditioned_as_well():
    """Slow modes and too few eigenvectors at once: finite, and near what is conditioned alone."""
    slow = COLUMN.scaled(time_constants=(1.5, 1.5, 1.0, 1.0))
    assert slow.eigenvalues("none")[0].real > -30.0
    off = np.full((2, 2), OFF)
    chain = Cortex(slow, [[OFF, OFF], [0.0, OFF]], off, [0.0, OFF])
    found = chain.transfer_function(F, "none")
    np.testing.assert_allclose(found[:, 0, 0], slow.transfer_function(F, "none"), rtol=1e-4)
    assert np.isfinite(found).all()


def test_cross_spectra():
    cortex = pair()
    noise = Noise(
        a=[[0.1, 0.0], [0.4, 0.1]],
        b=(0.2, 0.1),
        c=[[0.3, 0.0], [-0.3, 0.2]],
        d=[[0.1, 0, 0, 0.2], [0, -0.1, 0, 0]],
        f=(0.1, -0.2),
    )
    spectrum = cortex.spectrum(F, noise=noise)
    assert spectrum.total.shape == (5, 2, 2)
    seen = cortex.transfer_function(F)
    passed = np.exp(0.1 - 0.2 * np.arange(1, 6) / 5)
    each = [Noise(a=noise.a[k], c=noise.c[k], d=noise.d[k]) for k in range(2)]
    for k in range(5):
        drive = np.diag([one.drive(F)[k] for one in each])
        own = np.diag([one.specific(F)[k] for one in each])
        neuronal = seen[k] @ drive @ seen[k].conj().T
        np.testing.assert_allclose(spectrum.neuronal[k], neuronal * passed[k], rtol=1e-10)
        channel = noise.common(F)[k] + own
        np.testing.assert_allclose(spectrum.channel[k], channel * passed[k], rtol=1e-10)
    np.testing.assert_allclose(spectrum.total, np.swapaxes(spectrum.total, 1, 2).conj())
    np.testing.assert_array_equal(np.asarray(spectrum), spectrum.total)
    one = cortex.spectrum(10.0)
    assert one.shape == cortex.transfer_function(10.0).shape == (2, 2)
    np.testing.assert_allclose(one.total, cortex.spectrum([10.0]).total[0])


@pytest.mark.parametrize("name", ["a", "b", "c", "f"])
def test_a_batch_of_noises(name):
    values = np.array([[0.0, 0.0], [1.0, 0.1], [0.2, 0.3]])
    per_column = name in "ac"
    noise = Noise(**{name: values[:, None] if per_column else values})
    found = pair().spectrum(F, noise=noise)
    assert found.neuronal.shape == found.channel.shape == (3, 5, 2, 2)
    one = pair().spectrum(F, noise=Noise(**{name: values[1]}))
    np.testing.assert_allclose(found.total[1], one.total, rtol=1e-10)


def test_inputs_of_drive_or_of_all():
    cortex = pair(drive=[0.0, OFF])
    driven, everyone = cortex.transfer_function(F), cortex.transfer_function(F, inputs="all")
    assert not driven[..., 1].any()
    np.testing.assert_allclose(driven[..., 0], everyone[..., 0])
    assert np.abs(everyone[..., 1]).min() > 0
    np.testing.assert_allclose(
        pair().transfer_function(F)[..., 1], everyone[..., 1] * np.exp(-0.5), rtol=1e-10
    )


def test_a_rhythm_for_each_column():
    cortex = pair()
    rhythm = Rhythm(amplitude=[1.0, 0.0])
    added = cortex.spectrum(F, rhythm=rhythm).neuronal - cortex.spectrum(F).neuronal
    seen = cortex.transfer_function(40.0)[:, :1]
    np.testing.assert_allclose(added[3], seen @ seen.conj().T, rtol=1e-9)


def test_a_batch_is_its_cortices():
    gains = np.array([[0.1, 0.0], [-0.2, 0.3], [0.0, 0.0]])
    forward = 0.1 * np.arange(3)[:, None, None, None] + np.array([[OFF, OFF], [0.0, OFF]])
    batch = pair(forward=forward).scaled(sp_sp=gains)
    assert batch.shape == (3,)
    t = np.linspace(0, 0.15, 7)
    for k in range(3):
        one = pair(forward=forward[k, 0]).scaled(sp_sp=gains[k])
        np.testing.assert_allclose(batch.spectrum(F).total[k], one.spectrum(F).total, rtol=1e-8)
        np.testing.assert_allclose(batch.eigenvalues()[k], one.eigenvalues(), rtol=1e-7)
        np.testing.assert_allclose(batch.evoked(t).dp[k], one.evoked(t).dp, atol=1e-8)
    assert batch.evoked(t).sp.shape == (3, 2, 7)
    assert batch.evoked(0.1).sp.shape == (3, 2)
    assert batch.derivative(np.zeros((2, 8))).shape == (3, 2, 8)


def test_scaling_changes_what_it_names():
    base = pair()
    changed = base.scaled(sp_sp=[0.2, -0.1], forward=0.3, backward=-0.4, drive=[0.0, 0.5])
    assert changed.columns[0].sp_sp == pytest.approx(800 * np.exp(0.2))
    assert changed.columns[1].sp_sp == pytest.approx(800 * np.exp(-0.1))
    assert changed.strengths[0][1, 0] == pytest.approx(200 * np.exp(0.3))
    assert changed.strengths[3][0, 1] == pytest.approx(100 * np.exp(-0.4))
    np.testing.assert_allclose(changed.drive, [0.0, 0.0])
    assert changed.strengths[0][0, 1] == 0.0
    slower = base.scaled(time_constants=[[0, 0, 0, 0], [0.1, 0, 0, 0.2]], slope=0.1, delay=[0, 0.3])
    assert slower.columns[0].time_constants.tolist() == COLUMN.time_constants.tolist()
    assert slower.columns[1].time_constants[3] == pytest.approx(0.028 * np.exp(0.2))
    assert slower.columns[0].slope == pytest.approx(2 / 3 * np.exp(0.1))
    assert slower.columns[1].delay == pytest.approx(0.001 * np.exp(0.3))
    alike = base.scaled(time_constants=(0, 0, 0.1, 0)).columns[1]
    assert alike == COLUMN.scaled(time_constants=(0, 0, 0.1, 0))
    only = base.scaled(forward=[[0, 0], [0.7, 0]])
    assert only.strengths[0][1, 0] == pytest.approx(200 * np.exp(0.7))
    assert len(base) == 2


def test_delays_of_each_connection():
    slow = pair(delay=[[0.0, 0.012], [0.020, 0.0]])
    lags = slow.system.lags.reshape(2, 4, 2, 4)
    assert np.all(lags[0, :, 0, :] == 0.001)
    assert np.all(lags[0, :, 1, :] == 0.012)
    assert np.all(lags[1, :, 0, :] == 0.020)
    alike = pair(delay=np.full((2, 2), 0.008)).transfer_function(F)
    np.testing.assert_allclose(alike, pair().transfer_function(F), rtol=1e-10)
    assert np.abs(slow.transfer_function(F) / pair().transfer_function(F) - 1).max() > 0.01


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: pair(columns="x"), "columns was 'x'"),
        (lambda: pair(columns=3), "columns was 3"),
        (lambda: pair(columns=[COLUMN]), "columns were 1 and drive was of shape"),
        (lambda: pair(forward=np.zeros((3, 3))), "forward was of shape"),
        (lambda: pair(forward=[[np.nan, 0], [0, 0]]), "forward was nan"),
        (lambda: pair(backward=[[np.inf, 0], [0, 0]]), "backward was inf"),
        (lambda: pair(backward=0.0), "backward was of shape"),
        (lambda: pair(backward=np.zeros((4, 2, 2))), "backward was of shape"),
        (lambda: pair(drive=0.0), "drive was 0.0"),
        (lambda: pair(drive="xy"), "drive was 'xy'"),
        (lambda: pair(delay=-1.0), "delay was -1.0"),
        (lambda: pair(delay=[0.1, 0.2]), "delay was of shape"),
        (lambda: pair().derivative(np.zeros(8)), "state was of shape"),
        (lambda: pair().derivative(np.zeros((2, 8)), [1, 2, 3]), "input"),
        (lambda: pair().spectrum([0.0]), "frequencies was 0.0"),
        (lambda: pair().spectrum(F, observed=np.ones((3, 4))), "observed"),
        (lambda: pair().spectrum(F, inputs="none"), "inputs was 'none'"),
        (lambda: pair().spectrum(F, noise=Noise(a=np.zeros((3, 2)))), "noise.a"),
        (lambda: pair().spectrum(F, rhythm=Rhythm(amplitude=[1, 2, 3])), "rhythm"),
        (lambda: pair().spectrum(F, delays="late"), "delays was 'late'"),
        (lambda: pair().jacobian("exact"), "delays was 'exact'"),
        (lambda: pair().eigenvalues("x"), "delays was 'x'"),
        (lambda: pair().scaled(sp_ii=0.1), "sp_ii was given"),
        (lambda: pair().scaled(sp_sp=[0.1, 0.2, 0.3]), "sp_sp"),
        (lambda: pair().scaled(forward="x"), "forward was 'x'"),
        (lambda: pair().scaled(drive=[0, 0, 0]), "drive"),
        (lambda: pair().scaled(time_constants=0.1), "time_constants was of shape"),
        (lambda: pair().scaled(time_constants=np.zeros((3, 4))), "time_constants"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=named):
        call()


@settings(max_examples=30, deadline=None)
@given(
    name=st.sampled_from(["columns", "forward", "backward", "drive", "delay"]),
    value=st.one_of(st.none(), st.text(max_size=3), st.just({}), st.just(1j), st.just([[0, [1]]])),
)
def test_junk_in_a_field_is_refused_by_name(name, value):
    with pytest.raises(ValueError, match=name):
        pair(**{name: value})
