"""Transfer functions, noise, and the spectra they make."""

import dataclasses

import numpy as np
import pytest
import scipy.fft
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import welch

from neuromath_lib.microcircuit import Column, Noise, Rhythm, Spectrum, coloured
from neuromath_lib.microcircuit.noise import cosines

F = np.arange(2.0, 90.0, 4.0)
COLUMN = Column.standard()


def by_hand(column, frequencies, delays, weights):
    """C (i w - QJ)^-1 Q B, with an inverse for each frequency."""
    plain, late = column.jacobian(), column.jacobian(delays)
    into = np.zeros(8)
    into[1] = 512.0 / column.time_constants[0]
    into = late @ np.linalg.solve(plain, into)
    electrode = np.zeros(8)
    electrode[0::2] = weights
    return np.array(
        [electrode @ np.linalg.solve(2j * np.pi * f * np.eye(8) - late, into) for f in frequencies]
    )


@pytest.mark.parametrize("delays", ["none", "current", "classic"])
@pytest.mark.parametrize("column", [COLUMN, Column.adams2022(self_terms=True)])
def test_transfer_function_is_the_resolvent(column, delays):
    for observed, weights in (("sp", [0, 1, 0, 0]), ("ii", [0, 0, 1, 0]), ([0.2, 1, 0, -0.3],) * 2):
        np.testing.assert_allclose(
            column.transfer_function(F, delays, observed),
            by_hand(column, F, delays, weights),
            rtol=1e-9,
        )


@pytest.mark.parametrize(("convention", "exact"), [("current", "exact"), ("classic",) * 2])
def test_exact_transfer_function_is_that_of_the_lagging_jacobian(convention, exact):
    """C (s - J * exp(-s D))^-1 B, entry by entry."""
    exact = "exact_classic" if exact == "classic" else exact
    plain = COLUMN.jacobian()
    lags = np.where(np.eye(8) > 0, 0.0, 0.001)
    if convention == "current":
        lags[plain == 1.0] = 0.0
    into = np.zeros(8)
    into[1] = 512.0 / 0.002
    for f in (3.0, 40.0, 150.0):
        s = 2j * np.pi * f
        expected = np.linalg.solve(s * np.eye(8) - plain * np.exp(-s * lags), into)
        for k, name in enumerate(("ss", "sp", "ii", "dp")):
            assert COLUMN.transfer_function(f, exact, name) == pytest.approx(
                expected[2 * k], rel=1e-10
            )


def test_slow_frequencies_need_no_delays():
    """At 0 Hz only J counts, whatever the delays."""
    still = -np.linalg.solve(COLUMN.jacobian(), [0, 512.0 / 0.002, 0, 0, 0, 0, 0, 0])[2]
    for delays in ("none", "current", "classic", "exact", "exact_classic"):
        assert COLUMN.transfer_function(0.0, delays) == pytest.approx(still, rel=1e-9)


def test_negative_frequencies_are_conjugate():
    for delays in ("current", "exact"):
        np.testing.assert_allclose(
            COLUMN.transfer_function(-F, delays),
            COLUMN.transfer_function(F, delays).conj(),
            rtol=1e-10,
        )


def test_an_unstable_column_does_not_blow_up():
    """Its growing modes are moved to the left, as in the reference implementation."""
    column = COLUMN.scaled(ss_sp=2.2, sp_ss=2.2, ss_ss=-3.0, sp_sp=-3.0, ss_ii=-3.0)
    assert column.eigenvalues("none")[0].real > 0
    # The reference's formula, written out with its pseudo-inverse.
    s, v = np.linalg.eig(column.jacobian())
    into = np.linalg.pinv(v) @ np.array([0, 512 / 0.002, 0, 0, 0, 0, 0, 0])
    s = s.real - np.exp(s.real) + 1j * s.imag
    expected = np.array([np.sum(v[2] * into / (2j * np.pi * f - s)) for f in F])
    np.testing.assert_allclose(column.transfer_function(F, "none"), expected, rtol=1e-8)


def test_gain_and_observed_scale():
    base = COLUMN.transfer_function(F)
    np.testing.assert_allclose(COLUMN.transfer_function(F, gain=51.2), base / 10, rtol=1e-12)
    np.testing.assert_allclose(
        COLUMN.transfer_function(F, observed=(0, 3.0, 0, 0)), 3 * base, rtol=1e-12
    )
    mixed = COLUMN.transfer_function(F, observed=(0.5, 1.0, 0.0, 0.25))
    parts = [COLUMN.transfer_function(F, observed=name) for name in ("ss", "sp", "dp")]
    np.testing.assert_allclose(mixed, 0.5 * parts[0] + parts[1] + 0.25 * parts[2], rtol=1e-10)


def test_shapes_of_numbers_and_vectors():
    batch = COLUMN.scaled(sp_sp=[0.0, 0.1, 0.2])
    assert np.shape(COLUMN.transfer_function(10.0)) == ()
    assert COLUMN.transfer_function([10.0]).shape == (1,)
    assert batch.transfer_function(F, observed=np.eye(4)[:3]).shape == (3, len(F))
    assert COLUMN.transfer_function(F, observed=np.eye(4)).shape == (4, len(F))
    one = COLUMN.spectrum(10.0)
    assert np.ndim(one.total) == 0
    assert one.total == pytest.approx(COLUMN.spectrum([10.0]).total[0])
    many = batch.spectrum(F, noise=Noise(a=np.zeros((5, 1, 2))))
    assert many.neuronal.shape == many.channel.shape == many.total.shape == many.shape == (5, 3, 22)
    np.testing.assert_array_equal(np.asarray(many), many.total)
    np.testing.assert_array_equal(many[0, 1], many.total[0, 1])
    np.testing.assert_allclose(np.log10(many), np.log10(many.total))


def test_spectrum_of_every_noise_parameter():
    noise = Noise(
        a=(0.3, -0.2), b=(0.1, 0.2), c=(-0.4, 0.3), d=(0.2, -0.1, 0.3, 0.1), f=(0.5, -0.7)
    )
    waves = scipy.fft.dct(np.eye(len(F)), axis=1, norm="ortho")[:, 1:5]
    drive = np.exp(0.3) * F ** -np.exp(-0.2) * np.exp(waves @ [0.2, -0.1, 0.3, 0.1])
    common = np.exp(0.1 - 2) * F ** -np.exp(0.2)
    own = np.exp(-0.4 - 2) * F ** -np.exp(0.3)
    passed = np.exp(0.5 - 0.7 * np.arange(1, len(F) + 1) / len(F))
    np.testing.assert_allclose(noise.drive(F), drive, rtol=1e-12)
    np.testing.assert_allclose(noise.common(F), common, rtol=1e-12)
    np.testing.assert_allclose(noise.specific(F), own, rtol=1e-12)
    np.testing.assert_allclose(noise.filter(F), passed, rtol=1e-12)
    spectrum = COLUMN.spectrum(F, noise=noise)
    seen = np.abs(COLUMN.transfer_function(F)) ** 2
    np.testing.assert_allclose(spectrum.neuronal, seen * drive * passed, rtol=1e-12)
    np.testing.assert_allclose(spectrum.channel, (common + own) * passed, rtol=1e-12)
    np.testing.assert_allclose(spectrum.total, spectrum.neuronal + spectrum.channel, rtol=1e-15)


def test_most_of_a_spectrum_at_prior_means_is_noise():
    spectrum = COLUMN.spectrum(10.0)
    assert spectrum.neuronal == pytest.approx(0.00166, abs=5e-6)
    assert spectrum.total == pytest.approx(0.0287, abs=5e-5)


def test_cosines_are_the_orthonormal_transform():
    for n in (5, 17, 64):
        expected = scipy.fft.dct(np.eye(n), axis=1, norm="ortho")[:, 1:5]
        np.testing.assert_allclose(cosines(n, 4), expected, atol=1e-14)


def test_a_batch_of_noises():
    noise = Noise(a=[[0.0, 0.0], [1.0, 0.1]], d=np.zeros((2, 4)))
    spectrum = COLUMN.spectrum(F, noise=noise)
    for k, a in enumerate(noise.a):
        one = COLUMN.spectrum(F, noise=Noise(a=a))
        np.testing.assert_allclose(spectrum.total[k], one.total, rtol=1e-12)


@pytest.mark.parametrize("name", ["b", "c", "f"])
def test_a_batch_of_noises_of_the_channel_alone(name):
    noise = Noise(**{name: [[0.0, 0.0], [1.0, 0.1], [0.2, 0.3]]})
    found = COLUMN.spectrum(F, noise=noise)
    assert found.neuronal.shape == found.channel.shape == (3, len(F))
    one = COLUMN.spectrum(F, noise=Noise(**{name: [1.0, 0.1]}))
    np.testing.assert_allclose(found.total[1], one.total, rtol=1e-12)


def test_a_rhythm_is_added_to_the_drive():
    rhythm = Rhythm(frequency=30.0, width=3.0, amplitude=0.5)
    added = COLUMN.spectrum(F, rhythm=rhythm).neuronal - COLUMN.spectrum(F).neuronal
    bump = 0.5 * np.exp(-((F - 30.0) ** 2) / 18.0)
    np.testing.assert_allclose(added, np.abs(COLUMN.transfer_function(F)) ** 2 * bump, atol=1e-15)
    assert COLUMN.spectrum(F, rhythm=Rhythm(amplitude=[0.0, 1.0, 2.0])).shape == (3, len(F))


def test_noises_are_frozen_and_equal_to_their_likes():
    assert Noise() == Noise(a=[0, 0])
    assert hash(Noise()) == hash(Noise(a=[0, 0]))
    assert Noise() != Noise(a=[1, 0])
    assert Noise() != 3
    with pytest.raises(dataclasses.FrozenInstanceError):
        Noise().a = 1
    with pytest.raises(ValueError, match="read-only"):
        Noise().a[0] = 1.0


@pytest.mark.parametrize("n", [4096, 4095])
def test_coloured_noise_has_its_spectrum_and_variance(n):
    rng, dt = np.random.default_rng(4), 1e-3
    signal = coloured(lambda f: np.broadcast_to(2.0 / f, (60, len(f))), n, dt, rng)
    assert signal.shape == (60, n)
    f, density = welch(signal, fs=1000.0, nperseg=n, window="boxcar", detrend=False)
    keep = (f > 0) & (f < 499)
    ratio = density[:, keep].mean(axis=0) / 2.0 / (2.0 / f[keep])
    assert ratio.mean() == pytest.approx(1.0, abs=0.01)
    f = np.fft.fftfreq(n, dt)
    expected = np.sum(2.0 / np.abs(f[1:])) / (n * dt)
    assert signal.var(axis=-1).mean() == pytest.approx(expected, rel=0.1)
    again = coloured(
        lambda f: np.broadcast_to(2.0 / f, (60, len(f))), n, dt, np.random.default_rng(4)
    )
    np.testing.assert_array_equal(signal, again)


def test_the_highest_frequency_has_its_share():
    """A signal that is all at 1 / (2 dt) alternates."""
    only = lambda f: np.where(f > 499.0, 1.0, 0.0) * np.ones((4000, 1))  # noqa: E731
    signal = coloured(only, 8, 1e-3, np.random.default_rng(0))
    np.testing.assert_allclose(signal[:, 1:], -signal[:, :-1], atol=1e-12)
    assert signal.var() == pytest.approx(1.0 / (8 * 1e-3), rel=0.1)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: COLUMN.spectrum([0.0, 1.0]), "frequencies was 0.0"),
        (lambda: COLUMN.spectrum([-1.0]), "frequencies was -1.0"),
        (lambda: COLUMN.spectrum("10"), "frequencies was '10'"),
        (lambda: COLUMN.spectrum(np.ones((2, 2))), "frequencies was of shape"),
        (lambda: COLUMN.spectrum(F, "delayed"), "delays was 'delayed'"),
        (lambda: COLUMN.spectrum(F, noise=(0, 0)), "noise was"),
        (lambda: COLUMN.spectrum(F, observed="pyramid"), "observed was 'pyramid'"),
        (lambda: COLUMN.spectrum(F, observed=(1, 0, 0)), "observed was of shape"),
        (lambda: COLUMN.spectrum(F, observed=np.nan), "observed was nan"),
        (lambda: COLUMN.spectrum(F, rhythm=40.0), "rhythm was 40.0"),
        (lambda: COLUMN.spectrum(F, gain="x"), "gain was 'x'"),
        (lambda: COLUMN.scaled(sp_sp=[0, 0]).spectrum(F, observed=np.ones((3, 4))), "observed"),
        (lambda: COLUMN.scaled(sp_sp=[0, 0]).spectrum(F, noise=Noise(a=np.zeros((3, 2)))), "noise"),
        (lambda: Noise(a=(0, 0, 0)), "a was of shape"),
        (lambda: Noise(d=0.0), "d was of shape"),
        (lambda: Noise(b=("x", 0)), "b was"),
        (lambda: Noise(c=(np.nan, 0)), "c was nan"),
        (lambda: Noise(f=(np.inf, 0)), "f was inf"),
        (lambda: Noise().drive([0.0]), "frequencies was 0.0"),
        (lambda: Noise().drive(3.0), "frequencies was of shape"),
        (lambda: Rhythm(width=5.0), "width was 5.0"),
        (lambda: Rhythm(width=0.0), "width was 0.0"),
        (lambda: Rhythm(frequency=-40.0), "frequency was -40.0"),
        (lambda: Rhythm(amplitude=-1.0), "amplitude was -1.0"),
        (lambda: coloured(lambda f: 1 / f, 1, 0.1, np.random.default_rng()), "n was 1"),
        (lambda: coloured(lambda f: 1 / f, 8, 0.0, np.random.default_rng()), "dt was 0.0"),
        (lambda: coloured(lambda f: 1 / f, 8, 0.1, 3), "rng was 3"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=named):
        call()


@settings(max_examples=30, deadline=None)
@given(
    name=st.sampled_from("abcdf"),
    value=st.one_of(
        st.none(), st.text(max_size=2), st.just([]), st.just([np.nan] * 4), st.just({})
    ),
)
def test_junk_in_a_noise_is_refused_by_name(name, value):
    with pytest.raises(ValueError, match=f"^{name} was"):
        Noise(**{name: value})


def test_spectrum_stands_for_its_total():
    spectrum = Spectrum(np.array([1.0]), np.array([2.0]), np.array([3.0]))
    assert spectrum.total == spectrum[0] == np.asarray(spectrum)[0] == 5.0
