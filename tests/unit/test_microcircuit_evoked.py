"""Evoked responses: against another integrator, in order, exact where that is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from neuromath_lib.microcircuit import Column, Cortex, delays, evoked, kernels

COLUMN = Column.standard()
T = np.linspace(0.0, 0.3, 61)
OFF = -np.inf
PAIR = Cortex(COLUMN, [[OFF, OFF], [0.0, OFF]], [[OFF, 0.0], [OFF, OFF]], [0.0, -0.3])


def bump(t, onset=0.06, width=0.016):
    return 1024.0 * np.exp(-((t - onset) ** 2) / (2 * width**2))


@pytest.mark.parametrize("convention", ["none", "current", "classic"])
@pytest.mark.parametrize("column", [COLUMN, Column.adams2022(self_terms=True).scaled(sp_sp=0.3)])
def test_against_another_integrator(column, convention):
    q = delays.operator(column.system, convention)

    def slopes(t, x):
        return q @ column.derivative(x, bump(t))

    other = solve_ivp(slopes, (0, 0.3), np.zeros(8), "DOP853", T, rtol=1e-11, atol=1e-12)
    found = column.evoked(T, delays=convention)
    for k, name in enumerate(("ss", "sp", "ii", "dp")):
        np.testing.assert_allclose(getattr(found, name), other.y[2 * k], atol=3e-8)


def test_columns_joined_against_another_integrator():
    def slopes(t, x):
        return PAIR.derivative(x.reshape(2, 8), bump(t)).ravel()

    other = solve_ivp(slopes, (0, 0.3), np.zeros(16), "DOP853", T, rtol=1e-11, atol=1e-12)
    found = PAIR.evoked(T, delays="none")
    assert found.sp.shape == (2, len(T))
    np.testing.assert_allclose(found.sp, other.y[2::8], atol=3e-8)


@pytest.mark.parametrize("convention", ["exact", "exact_classic"])
def test_weak_answers_have_the_transfer_function(convention):
    """Fourier's transform of a weak answer is the drive's times the transfer function."""
    t = np.arange(0.0, 1.0, 0.001)
    for column in (COLUMN, PAIR):
        gain = 0.02
        found = column.evoked(t, 0.2, 0.01, convention, gain=gain).sp
        drive = gain**2 * np.exp(-((t - 0.2) ** 2) / (2 * 0.01**2))
        if column is PAIR:
            drive = np.exp(PAIR.drive)[:, None] * drive
        for f in (4.0, 10.0, 22.0):
            turn = np.exp(-2j * np.pi * f * t)
            seen = column.transfer_function(f, convention, gain=1.0)
            if column is PAIR:
                seen = column.transfer_function(f, convention, gain=1.0, inputs="all")
                expected = seen @ (drive @ turn)
            else:
                expected = seen * (drive @ turn)
            np.testing.assert_allclose(found @ turn, expected, rtol=2e-5)


@pytest.mark.parametrize("convention", ["current", "exact", "exact_classic"])
def test_order_four(convention, monkeypatch):
    def at(step):
        monkeypatch.setattr(evoked, "_STEP", step)
        return COLUMN.evoked(T, delays=convention).sp

    best = at(0.02)
    coarse, fine = (np.abs(at(step) - best).max() for step in (0.4, 0.2))
    assert 3.5 < np.log2(coarse / fine) < 5.0


def test_order_four_with_lags_between_the_steps(monkeypatch):
    """Lags that are no multiples of each other are read between the points by the cubic."""
    odd = Cortex(COLUMN, PAIR.forward, PAIR.backward, PAIR.drive, delay=[[0, 0.00837], [0.0053, 0]])

    def at(step):
        monkeypatch.setattr(evoked, "_STEP", step)
        return odd.evoked(T, delays="exact").sp

    best = at(0.02)
    rate = evoked.fastest(odd.system, "exact")  # steps are 1 ms over a whole number
    coarse, fine = (np.abs(at(0.001 * rate / n) - best).max() for n in (1.999, 5.999))
    assert 3.3 < np.log(coarse / fine) / np.log(3.0) < 5.0


def test_an_answer_does_not_depend_on_the_other_times():
    all_times, few = COLUMN.evoked(T).sp, COLUMN.evoked(T[[10, 40]]).sp
    np.testing.assert_allclose(all_times[[10, 40]], few, rtol=1e-6)
    uneven = np.sort(np.random.default_rng(0).uniform(0, 0.3, 50))
    fine = COLUMN.evoked(np.linspace(0, 0.3, 3001)).sp
    np.testing.assert_allclose(
        COLUMN.evoked(uneven).sp, np.interp(uneven, np.linspace(0, 0.3, 3001), fine), atol=2e-6
    )


@pytest.mark.parametrize("convention", ["none", "exact"])
def test_times_before_at_and_repeated(convention):
    found = COLUMN.evoked([-0.1, 0.0, 0.06, 0.06, 0.1, 0.1], delays=convention)
    assert found.sp[0] == found.sp[1] == 0.0
    assert found.sp[2] == found.sp[3] > 0
    assert found.sp[4] == found.sp[5]
    at_one = COLUMN.evoked(0.1, delays=convention)
    assert np.ndim(at_one.sp) == 0
    assert at_one.sp == pytest.approx(found.sp[4], rel=1e-6)
    assert not COLUMN.evoked([-0.1, 0.0]).ss.any()


def test_onset_width_and_drive_make_a_batch():
    found = COLUMN.evoked(T, onset=[0.05, 0.06], width=[[0.01], [0.016], [0.02]])
    assert found.sp.shape == (3, 2, len(T))
    np.testing.assert_allclose(found.sp[1, 1], COLUMN.evoked(T).sp, atol=1e-6)
    louder = COLUMN.evoked(T, drive=[0.0, 0.5])
    np.testing.assert_allclose(
        louder.sp[1], COLUMN.evoked(T, gain=32.0 * np.exp(0.25)).sp, rtol=1e-9
    )
    assert not COLUMN.evoked(T, drive=OFF).sp.any()


def test_narrow_bumps_are_not_missed():
    narrow = COLUMN.evoked(T, onset=0.0613, width=1e-4, gain=3.2).sp
    wide = COLUMN.evoked(T, onset=0.0613, width=2e-4, gain=3.2 / np.sqrt(2)).sp
    np.testing.assert_allclose(narrow[20:], wide[20:], rtol=5e-3)


def test_electrodes_see_sums():
    found = COLUMN.evoked(T)
    np.testing.assert_array_equal(found.seen(), found.sp)
    np.testing.assert_allclose(
        found.seen((0.1, 1.0, 0.0, -0.2)), 0.1 * found.ss + found.sp - 0.2 * found.dp
    )


def test_kernels_are_the_plain_equations():
    rng = np.random.default_rng(5)
    system = PAIR.system
    state, drive = rng.normal(0, 1, 16), rng.normal(0, 9, 2)
    out = np.empty(16)
    kernels.slopes(
        state,
        drive,
        system.coupling.T.copy(),
        system.time_constants,
        system.slope,
        np.empty(8),
        out,
    )
    plain = PAIR.derivative(state.reshape(2, 8), drive / np.exp(PAIR.drive)).ravel()
    np.testing.assert_allclose(out, plain, rtol=1e-12)


def test_growth_without_bound_is_said():
    """Leaks that arrive late are not held in by the sigmoids."""
    late = COLUMN.scaled(delay=1.3)
    assert late.eigenvalues("classic")[0].real > 0
    for convention in ("classic", "exact_classic"):
        with pytest.raises(FloatingPointError, match="without bound"):
            late.evoked(np.linspace(0, 4, 5), delays=convention)
    assert np.abs(late.evoked(np.linspace(0, 4, 5), delays="none").sp).max() < 10


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: COLUMN.evoked("t"), "t was 't'"),
        (lambda: COLUMN.evoked([0.1, 0.0]), "t was of shape"),
        (lambda: COLUMN.evoked(np.zeros((2, 2))), "t was of shape"),
        (lambda: COLUMN.evoked([0.0, np.nan]), "t was nan"),
        (lambda: COLUMN.evoked(T, width=0.0), "width was 0.0"),
        (lambda: COLUMN.evoked(T, onset="now"), "onset was 'now'"),
        (lambda: COLUMN.evoked(T, delays="q"), "delays was 'q'"),
        (lambda: COLUMN.evoked(T, drive=np.nan), "drive was nan"),
        (lambda: COLUMN.evoked(T, gain=[]), "gain was"),
        (lambda: COLUMN.evoked(T, onset=[0.1, 0.2], width=[0.1, 0.2, 0.3]), "onset .2,., width"),
        (lambda: COLUMN.evoked(T).seen("eye"), "observed was 'eye'"),
        (lambda: COLUMN.evoked(T).seen(np.eye(4)), "observed was of shape"),
        (lambda: PAIR.evoked(T, delays=3), "delays was 3"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=named):
        call()


@settings(max_examples=15, deadline=None)
@given(
    gain=st.floats(0.1, 60.0),
    width=st.floats(0.002, 0.05),
    delays=st.sampled_from(["none", "current", "classic", "exact", "exact_classic"]),
)
def test_answers_are_finite_and_bounded(gain, width, delays):
    found = COLUMN.evoked([0.0, 0.03, 0.06, 0.1, 0.4], width=width, delays=delays, gain=gain)
    for name in ("ss", "sp", "ii", "dp"):
        assert np.isfinite(getattr(found, name)).all()
    assert np.abs(found.sp).max() < 0.002 * 800.0  # what full rates would do
