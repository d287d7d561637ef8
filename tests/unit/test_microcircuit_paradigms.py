"""Background lines, five hypotheses, a surprise, a beat."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuromath_lib.microcircuit import Column, Cortex
from neuromath_lib.microcircuit.paradigms import (
    auditory_cortex,
    background,
    band_mean,
    bands,
    mismatch,
    remove_background,
    resting_models,
    steady_state,
)
from neuromath_lib.microcircuit.paradigms.resting import HYPOTHESES, WORDS

F = np.arange(4.0, 97.0)
T = np.linspace(0.0, 0.3, 31)


def test_a_line_is_found_and_a_peak_left():
    x = np.log10(F)
    peak = 0.8 * np.exp(-((F - 23.0) ** 2) / 8.0)
    rough = 0.01 * np.random.default_rng(0).standard_normal(len(F))
    density = 10.0 ** (0.3 - 1.2 * x + peak + rough)
    line = background(F, density)
    assert line.slope == pytest.approx(-1.2, abs=0.03)
    assert line.intercept == pytest.approx(0.3, abs=0.05)
    plain = background(F, density, constant=np.inf)
    assert abs(plain.intercept - 0.3) > 2 * abs(line.intercept - 0.3)
    np.testing.assert_allclose(remove_background(F, density), np.log10(density) - line(F))
    ordinary = np.polyfit(x, np.log10(density), 1)
    np.testing.assert_allclose([plain.slope, plain.intercept], ordinary, rtol=1e-6)


def test_the_line_is_where_its_weights_leave_it():
    """At the end, the weighted residuals are at right angles to the line; weights by hand."""
    rng = np.random.default_rng(3)
    x = np.log10(F)
    y = 0.5 - x + 0.1 * rng.standard_normal(len(F)) + (F > 60) * (F < 65) * 0.9
    line = background(F, 10.0**y)
    design = np.stack([np.ones_like(x), x], axis=1)
    leverage = np.diag(design @ np.linalg.solve(design.T @ design, design.T))
    residual = y - line(F)
    apart = residual / np.sqrt(1.0 - leverage)
    scale = np.median(np.sort(np.abs(apart))[1:]) / 0.6745
    weight = np.clip(1.0 - (apart / (4.685 * scale)) ** 2, 0.0, None) ** 2
    np.testing.assert_allclose(design.T @ (weight * residual), 0.0, atol=1e-7)
    assert (weight == 0.0).any()


def test_lines_of_a_batch():
    density = np.stack([[F**-1.0, 2 * F**-0.5, F**0.2]] * 2)
    line = background(F, density)
    assert line.slope.shape == (2, 3)
    np.testing.assert_allclose(line.slope[0], [-1.0, -0.5, 0.2], atol=1e-8)
    assert remove_background(F, density).shape == (2, 3, len(F))
    spectrum = Column.standard().scaled(sp_sp=[0.0, 0.1]).spectrum(F)
    assert remove_background(F, spectrum).shape == (2, len(F))


def test_the_scale_of_a_spectrum_moves_the_line_alone():
    density = Column.adams2022().spectrum(F).total
    np.testing.assert_allclose(
        remove_background(F, density), remove_background(F, 1e6 * density), atol=1e-8
    )


def test_models_begin_at_the_control_and_end_at_their_factor():
    models = resting_models()
    assert list(models) == ["M1", "M2", "M3", "M4", "M5"] == list(WORDS)
    control = Column.adams2022(self_terms=True)
    for model, columns in models.items():
        assert len(columns) == 10
        assert columns[0] == control
        names, direction = HYPOTHESES[model]
        factor = {"up": 1.3, "down": 0.7}[direction]
        for name in ("sp_sp", "ii_ii", "sp_ii", "ss_ss", "ii_ss", "dp_dp", "sp_dp"):
            changed = getattr(columns[-1], name) / getattr(control, name)
            assert changed == pytest.approx(factor if name in names else 1.0)
    ratios = [column.sp_sp / 800.0 for column in models["M5"]]
    np.testing.assert_allclose(np.diff(np.log(ratios)), np.log(1.3) / 9)
    few = resting_models(Column.adams2022(), steps=3, up=2.0, down=0.5)
    assert few["M4"][1].ii_ii == pytest.approx(800.0 * np.sqrt(2.0))
    assert few["M5"][0].extrinsic_self.tolist() == [0, 0, 0, 0]


def test_reading_bands():
    residual = np.zeros((2, len(F)))
    residual[0, F == 4.0], residual[0, F == 30.0], residual[0, F == 50.0] = 0.1, 0.2, 0.3
    residual[0, F == 49.0] = residual[0, F == 31.0] = residual[0, F == 14.0] = 9.0
    found = bands(F, residual)
    assert found.theta.tolist() == [0.1, 0.0]
    assert found.beta[0] == 0.2
    assert found.beta_at[0] == 30.0
    assert found.gamma[0] == 0.3
    assert found.gamma_at[0] == 50.0
    one, other = bands(F, residual[0]), bands(F, residual[1])
    assert one.arrows(other) == ("up", "up", "up")
    assert other.arrows(one) == ("down", "down", "down")
    assert one.arrows(other, unchanged=0.25) == ("none", "none", "up")
    assert band_mean(F, residual, 29.5, 30.5).tolist() == [0.2, 0.0]


def test_auditory_cortex_is_joined_as_it_should_be():
    cortex = auditory_cortex()
    forward, backward = cortex.strengths[0] > 0, cortex.strengths[2] > 0
    expected = {(1, 0), (2, 1), (4, 3), (5, 4)}
    assert set(zip(*np.nonzero(forward), strict=True)) == expected
    assert set(zip(*np.nonzero(backward), strict=True)) == {(j, i) for i, j in expected}
    assert np.isfinite(cortex.drive).tolist() == [True, False, False, True, False, False]
    np.testing.assert_allclose(cortex.strengths[1].max(), 100.0)  # nothing is its own return
    louder = auditory_cortex(forward=0.2, backward=-0.1, drive=0.3)
    assert louder.strengths[0].max() == pytest.approx(200 * np.exp(0.2))
    assert louder.strengths[2].max() == pytest.approx(200 * np.exp(-0.1))
    assert louder.drive[0] == 0.3


def test_mismatch_is_the_difference_of_two_answers():
    found = mismatch(T, sp_sp=[0, 0, 0.2, 0, 0, 0.1], forward=0.1, backward=-0.1)
    np.testing.assert_array_equal(found.t, T)
    np.testing.assert_allclose(found.difference.sp, found.deviant.sp - found.standard.sp)
    assert found.standard.sp.shape == (6, 31)
    np.testing.assert_allclose(found.standard.sp[:3], found.standard.sp[3:], rtol=1e-6)
    surprised = auditory_cortex(forward=0.1, backward=-0.1).scaled(sp_sp=[0, 0, 0.2, 0, 0, 0.1])
    np.testing.assert_allclose(found.deviant.sp, surprised.evoked(T).sp, rtol=1e-9)
    assert not mismatch(T).difference.sp.any()
    own = mismatch(T, cortex=auditory_cortex(Column.adams2022()), sp_sp=0.1, delays="none")
    assert own.cortex.columns[0] == Column.adams2022()
    assert np.abs(own.difference.sp).max() > 0


def test_a_beat_is_answered_at_its_frequency():
    found = steady_state(Column.standard(), F, width=2.0, amplitude=0.5)
    assert found.peak_at == 40.0
    seen = np.abs(Column.standard().transfer_function(F)) ** 2
    np.testing.assert_allclose(
        found.response, seen * 0.5 * np.exp(-((F - 40) ** 2) / 8), atol=1e-12
    )
    assert found.peak == pytest.approx(found.response.max())
    np.testing.assert_array_equal(found.frequencies, F)
    many = steady_state(auditory_cortex(), F, amplitude=[1, 0, 0, 0, 0, 0])
    assert many.response.shape == (6, len(F))
    assert many.peak[0] > 10 * many.peak[1] > 0
    assert many.peak[3] == 0
    batch = steady_state(Column.standard().scaled(sp_sp=[0.0, 0.3]), F)
    assert batch.peak.shape == (2,)
    assert batch.peak[1] < batch.peak[0]


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: background([1.0, 2.0, 3.0], [1.0, 1.0, 1.0]), "frequencies was of shape"),
        (lambda: background(np.ones(9), np.ones(9)), "frequencies was of shape"),
        (lambda: background([0, 1, 2, 3], np.ones(4)), "frequencies was 0.0"),
        (lambda: background(F, np.ones(3)), "spectrum was of shape"),
        (lambda: background(F, np.zeros(len(F))), "spectrum was 0.0"),
        (lambda: background(F, "x"), "spectrum was"),
        (lambda: background(F, np.full(len(F), np.nan)), "spectrum was nan"),
        (lambda: background(F, 1 / F, constant=0.0), "constant was 0.0"),
        (lambda: remove_background(F, -F), "spectrum was -4.0"),
        (lambda: resting_models(3), "column was 3"),
        (lambda: resting_models(steps=1), "steps was 1"),
        (lambda: resting_models(up=-1.0), "up was -1.0"),
        (lambda: resting_models(down="x"), "down was 'x'"),
        (lambda: resting_models(Column.standard()), "was given"),
        (lambda: bands(F, np.ones(3)), "residual was of shape"),
        (lambda: bands(F[5:], np.ones(len(F) - 5)), "frequencies went from"),
        (lambda: bands(F, np.zeros(len(F))).arrows(3), "control was 3"),
        (lambda: band_mean(F, np.zeros(len(F)), 200.0, 300.0), "low and high were"),
        (lambda: mismatch(T, cortex=3), "cortex was 3"),
        (lambda: mismatch(T, sp_sp="x"), "sp_sp was 'x'"),
        (lambda: mismatch(T, forward=np.zeros((2, 2))), "forward was of shape"),
        (lambda: mismatch(T, delays="x"), "delays was 'x'"),
        (lambda: auditory_cortex([Column.standard()] * 5), "columns were 5"),
        (lambda: steady_state(3, F), "column was 3"),
        (lambda: steady_state(Column.standard(), F, width=4.5), "width was 4.5"),
        (lambda: steady_state(Column.standard(), [0.0]), "frequencies was 0.0"),
        (lambda: steady_state(Column.standard(), F, amplitude=-1), "amplitude was -1"),
        (lambda: steady_state(auditory_cortex(), F, amplitude=[1, 2]), "rhythm"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=named):
        call()


@settings(max_examples=25, deadline=None)
@given(slope=st.floats(-3, 3), height=st.floats(-5, 5), spike=st.integers(0, len(F) - 1))
def test_one_wild_point_does_not_move_a_line(slope, height, spike):
    y = height + slope * np.log10(F)
    y[spike] += 3.0
    line = background(F, 10.0**y)
    assert line.slope == pytest.approx(slope, abs=1e-6)
    assert line.intercept == pytest.approx(height, abs=1e-6)


def test_models_hold_columns():
    assert all(isinstance(c, Column) for columns in resting_models().values() for c in columns)
    assert isinstance(auditory_cortex(), Cortex)
