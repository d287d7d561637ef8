"""A column driven by noise: its spectrum is the predicted one."""

import numpy as np
import pytest
from scipy.signal import csd, welch

from neuromath_lib.microcircuit import Column, Cortex, Noise, kernels, simulate

OFF = -np.inf
COLUMN = Column.standard()
PAIR = Cortex(COLUMN, [[OFF, OFF], [0.0, OFF]], [[OFF, 0.0], [OFF, OFF]], [0.0, 0.0])
QUIET = Noise(a=(-8.0, 0.0))


@pytest.mark.parametrize("delays", ["none", "current", "classic", "exact", "exact_classic"])
def test_welch_spectrum_is_the_predicted_one(delays):
    record = simulate(COLUMN, 120.0, np.random.default_rng(3), noise=QUIET, delays=delays, every=2)
    f, density = welch(record.sp, fs=1000.0, nperseg=1000, detrend=False)
    keep = (f >= 4) & (f <= 90)
    ratio = density[keep] / 2.0 / COLUMN.spectrum(f[keep], delays, QUIET).neuronal
    # 239 half-overlapping segments: 7 % at each frequency, 1 % in the mean of 87
    assert ratio.mean() == pytest.approx(1.0, abs=0.03)
    assert 0.04 < ratio.std() < 0.10
    slope = np.polyfit(f[keep] / 86.0, ratio, 1)[0]
    assert abs(slope) < 0.1


@pytest.mark.parametrize("log_exponent", [-0.7, -np.inf])
def test_other_exponents_and_electrodes(log_exponent):
    """A flat drive has much power that is fast; none of it may come back as slow."""
    noise = Noise(a=(-14.0, log_exponent))
    column = Column.adams2022().scaled(sp_sp=0.2)
    weights = (0.3, 1.0, 0.0, -0.2)
    ratios = []
    for seed in range(2):
        record = simulate(column, 240.0, np.random.default_rng(seed), noise=noise, every=2)
        f, density = welch(record.seen(weights), fs=1000.0, nperseg=4000, detrend=False)
        keep = (f >= 15) & (f <= 90)
        predicted = column.spectrum(f[keep], noise=noise, observed=weights).neuronal
        ratios.append(np.mean(density[keep] / 2.0 / predicted))
    assert np.mean(ratios) == pytest.approx(1.0, abs=0.012)


def test_cross_spectrum_of_two_columns():
    record = simulate(PAIR, 120.0, np.random.default_rng(7), noise=QUIET, every=2)
    assert record.sp.shape == (2, 120_000)
    f, cross = csd(record.sp[1], record.sp[0], fs=1000.0, nperseg=1000, detrend=False)
    keep = (f >= 8) & (f <= 40)
    predicted = PAIR.spectrum(f[keep], noise=QUIET).neuronal[:, 0, 1]
    size = np.sqrt(
        np.prod(
            [PAIR.spectrum(f[keep], noise=QUIET).neuronal[:, k, k].real for k in (0, 1)], axis=0
        )
    )
    assert np.abs(np.mean((cross[keep] / 2.0 - predicted) / size)) < 0.03
    assert np.abs(np.mean(predicted / size)) > 0.1


def test_strong_noise_saturates():
    """At the prior mean of the drive the linear prediction is off: the sigmoids give way."""
    record = simulate(COLUMN, 60.0, np.random.default_rng(1), noise=Noise(), every=2)
    f, density = welch(record.sp, fs=1000.0, nperseg=1000, detrend=False)
    keep = (f >= 4) & (f <= 90)
    ratio = density[keep] / 2.0 / COLUMN.spectrum(f[keep]).neuronal
    assert abs(np.mean(ratio) - 1.0) > 0.1


def test_chance_comes_from_the_generator_alone():
    runs = [simulate(COLUMN, 0.1, np.random.default_rng(seed)).sp for seed in (1, 1, 2)]
    np.testing.assert_array_equal(runs[0], runs[1])
    assert np.abs(runs[0] - runs[2]).max() > 0


def test_times_drive_and_thinning():
    record = simulate(COLUMN, 0.2, np.random.default_rng(1), every=4, dt=2.5e-4)
    assert record.t.shape == record.sp.shape == record.drive.shape == (200,)
    np.testing.assert_allclose(record.t, 0.001 * np.arange(200))
    full = simulate(COLUMN, 0.2, np.random.default_rng(1), dt=2.5e-4)
    np.testing.assert_array_equal(full.sp[::4], record.sp)
    np.testing.assert_array_equal(full.drive[::4], record.drive)
    # the drive is the one that moved the column: w of ss follows it
    flat = simulate(COLUMN, 0.2, np.random.default_rng(1), noise=Noise(a=(-60.0, 0.0)))
    assert np.abs(flat.sp).max() < 1e-9


def test_a_batch_has_noises_of_its_own():
    record = simulate(COLUMN.scaled(sp_sp=[0.0, 0.0]), 0.2, np.random.default_rng(1))
    assert record.sp.shape == (2, 400)
    assert np.abs(np.corrcoef(record.drive)[0, 1]) < 0.99
    louder = simulate(COLUMN, 0.2, np.random.default_rng(1), noise=Noise(a=[[-8, 0], [-6, 0]]))
    assert louder.sp.shape == (2, 400)
    assert louder.drive[1].std() > louder.drive[0].std()
    silent = Cortex(COLUMN, PAIR.forward, PAIR.backward, [0.0, OFF])
    assert simulate(silent, 0.1, np.random.default_rng(1)).ss.shape == (2, 200)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda rng: simulate("x", 1.0, rng), "column was 'x'"),
        (lambda rng: simulate(COLUMN, 0.0, rng), "duration was 0.0"),
        (lambda rng: simulate(COLUMN, 1e-5, rng), "duration was"),
        (lambda rng: simulate(COLUMN, 1.0, 3), "rng was 3"),
        (lambda rng: simulate(COLUMN, 1.0, rng, dt=-1.0), "dt was -1.0"),
        (lambda rng: simulate(COLUMN, 1.0, rng, dt=0.01), "dt was 0.01"),
        (lambda rng: simulate(COLUMN, 1.0, rng, dt=0.0011, delays="exact"), "dt was 0.0011"),
        (lambda rng: simulate(COLUMN, 1.0, rng, noise=1.0), "noise was 1.0"),
        (lambda rng: simulate(COLUMN, 1.0, rng, noise=Noise(d=(1, 0, 0, 0))), "noise.d was"),
        (lambda rng: simulate(COLUMN, 1.0, rng, delays="x"), "delays was 'x'"),
        (lambda rng: simulate(COLUMN, 1.0, rng, gain="x"), "gain was 'x'"),
        (lambda rng: simulate(COLUMN, 1.0, rng, settle=-1.0), "settle was -1.0"),
        (lambda rng: simulate(COLUMN, 1.0, rng, every=0), "every was 0"),
        (lambda rng: simulate(COLUMN, 0.1, rng).seen("x"), "observed was 'x'"),
        (lambda rng: simulate(COLUMN, 0.1, rng).seen(np.eye(4)), "observed was of shape"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=named):
        call(np.random.default_rng(0))


@pytest.mark.parametrize("x", [0.0, 1e-9, -0.3, 2.0, -40.0, 1e3, -1e3])
def test_the_kernels_sigmoid_is_the_model_s(x):
    """Compiled or not, and where an exponential would overflow."""
    for function in (kernels.sigmoid, getattr(kernels.sigmoid, "py_func", kernels.sigmoid)):
        assert function(x) == pytest.approx(0.5 * np.tanh(0.5 * x), rel=1e-9, abs=1e-16)
        assert function(-x) == -function(x)
