"""What drives a column and what the recording adds: spectra that fall with frequency.

Drive         ``Gu = exp(a1) f^(-exp(a2)) exp(DCT d)``, f in Hz
channel       ``Gs = exp(c1 - 2) f^(-exp(c2))``, in each channel by itself
common        ``Gn = exp(b1 - 2) f^(-exp(b2))``, in all channels at once
filter        everything is multiplied by ``exp(f1 + f2 k / n)`` at the k-th of n frequencies

At the prior means, where every parameter is 0, each of them is 1/f times a constant. DCT are the
second to fifth columns of the orthonormal discrete cosine transform (DCT-II) over the vector of
frequencies, so that `d` and `f` mean something only together with it.

Source: the reference implementation, SPM.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import numpy as np

from neuromath_lib.numerics.validation import common_shape, number, numbers, whole_number

_LENGTHS = {"a": 2, "b": 2, "c": 2, "d": 4, "f": 2}
_LIMITS = {"low": -60.0, "high": 60.0}
_WIDEST = 4.0  # Hz


@dataclasses.dataclass(frozen=True, eq=False)
class Noise:
    """Parameters of the drive and of what the recording adds; all 0 at their prior means.

    Parameters
    ----------
    a : array_like
        Of the drive: log amplitude, log exponent.
    b : array_like
        Of the noise common to all channels: log amplitude (from exp(-2)), log exponent. An
        exponent of minus infinity makes a spectrum flat.
    c : array_like
        Of the noise in each channel by itself, in the same way.
    d : array_like
        Four weights of slow waves over the frequencies, in the logarithm of the drive's spectrum.
    f : array_like
        Of a filter: its logarithm, and what is added to that over the frequencies.

    Raises
    ------
    ValueError
        If a field is not numeric or not of this length.

    Notes
    -----
    Leading axes are a batch, as in ``a=[[0, 0], [1, 0]]``. In a `Cortex` the axis before the last
    of `a`, `c` and `d` is that of the columns; without it all columns are alike.

    Examples
    --------
    >>> Noise().drive([1.0, 10.0]).round(6).tolist()
    [1.0, 0.1]
    """

    a: Any = (0.0, 0.0)
    b: Any = (0.0, 0.0)
    c: Any = (0.0, 0.0)
    d: Any = (0.0, 0.0, 0.0, 0.0)
    f: Any = (0.0, 0.0)

    def __post_init__(self) -> None:
        """Check the fields and make them read-only arrays."""
        for name, length in _LENGTHS.items():
            value = np.asarray(numbers(name, getattr(self, name), infinite=True, high=60.0))
            if value.ndim == 0 or value.shape[-1] != length:
                raise ValueError(
                    f"{name} was of shape {value.shape}; it should have {length} values along "
                    "its last axis"
                )
            finite = value[..., :1] if name in "abc" else value
            numbers(name, finite, **_LIMITS)
            object.__setattr__(self, name, value)

    def __eq__(self, other: object) -> bool:
        """Return whether all fields are the same."""
        if not isinstance(other, Noise):
            return NotImplemented
        return all(np.array_equal(getattr(self, name), getattr(other, name)) for name in _LENGTHS)

    def __hash__(self) -> int:
        """Return a hash that equal noises share."""
        return hash(tuple(getattr(self, name).tobytes() for name in _LENGTHS))

    def drive(self, frequencies: Any) -> np.ndarray:
        """Return the spectrum of the drive, Gu, shape ``(..., n_frequencies)``."""
        return self.components(frequencies)[0]

    def common(self, frequencies: Any) -> np.ndarray:
        """Return the spectrum of the noise common to all channels, Gn."""
        return self.components(frequencies)[1]

    def specific(self, frequencies: Any) -> np.ndarray:
        """Return the spectrum of the noise of a channel by itself, Gs."""
        return self.components(frequencies)[2]

    def filter(self, frequencies: Any) -> np.ndarray:
        """Return the factor by which everything is multiplied."""
        return self.components(frequencies)[3]

    def components(self, frequencies: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return drive, common noise, specific noise and filter, each ``(..., n_frequencies)``."""
        hertz = _hertz(frequencies)
        log, n = np.log(hertz), len(hertz)
        drive = np.exp(self.a[..., :1] - np.exp(self.a[..., 1:]) * log + self.d @ cosines(n, 4).T)
        common = np.exp(self.b[..., :1] - 2.0 - np.exp(self.b[..., 1:]) * log)
        specific = np.exp(self.c[..., :1] - 2.0 - np.exp(self.c[..., 1:]) * log)
        passed = np.exp(self.f[..., :1] + self.f[..., 1:] * (np.arange(1, n + 1) / n))
        return drive, common, specific, passed


@dataclasses.dataclass(frozen=True, eq=False)
class Rhythm:
    """A rhythm in the drive, as a train of clicks gives it: a Gaussian bump in its spectrum.

    Parameters
    ----------
    frequency : float
        Hz.
    width : float
        Standard deviation of the bump, Hz, at most 4.
    amplitude : float or array_like
        Height of the bump, added to Gu (which is 1/40 at 40 Hz at its prior mean); for a
        `Cortex` one value, or one for each column along the last axis.

    Raises
    ------
    ValueError
        If a field is not what it should be.
    """

    frequency: float = 40.0
    width: float = 1.0
    amplitude: Any = 1.0

    def __post_init__(self) -> None:
        """Check the fields."""
        object.__setattr__(
            self, "frequency", number("frequency", self.frequency, above=0.0, unit="Hz")
        )
        object.__setattr__(
            self, "width", number("width", self.width, above=0.0, high=_WIDEST, unit="Hz")
        )
        object.__setattr__(self, "amplitude", numbers("amplitude", self.amplitude, low=0.0))

    def drive(self, frequencies: Any) -> np.ndarray:
        """Return what the rhythm adds to Gu, shape ``(..., n_frequencies)``."""
        hertz = _hertz(frequencies)
        bump = np.exp(-0.5 * ((hertz - self.frequency) / self.width) ** 2)
        return np.asarray(self.amplitude)[..., None] * bump


@functools.lru_cache(maxsize=64)
def cosines(n: int, count: int) -> np.ndarray:
    """Return the second and following columns of the orthonormal DCT-II, shape (n, count).

    Examples
    --------
    >>> waves = cosines(64, 4)
    >>> np.allclose(waves.T @ waves, np.eye(4)), np.allclose(waves.sum(axis=0), 0.0)
    (True, True)
    """
    k = np.arange(1, count + 1)
    waves = np.sqrt(2.0 / n) * np.cos(np.pi * (2 * np.arange(n)[:, None] + 1) * k / (2 * n))
    waves.flags.writeable = False
    return waves


def coloured(density: Any, n: int, dt: float, rng: np.random.Generator) -> np.ndarray:
    """Return a random signal whose spectrum is given.

    Parameters
    ----------
    density : callable
        Takes frequencies in Hz, all positive, and returns the two-sided spectral density there;
        leading axes of what it returns are a batch of independent signals.
    n : int
        Number of samples.
    dt : float
        Their spacing, s. The density is met up to ``1 / (2 dt)`` and the signal has none beyond.
    rng : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    numpy.ndarray
        Shape ``(..., n)``, mean 0, periodic.

    Raises
    ------
    ValueError
        If an argument is not what it should be.

    Notes
    -----
    Spectra in this folder are two-sided densities per Hz, so that the variance of a signal is
    their integral over negative and positive frequencies. A one-sided estimate, such as that of
    `scipy.signal.welch`, is twice as large.
    """
    n, dt = whole_number("n", n, low=2), number("dt", dt, above=0.0, unit="s")
    if not isinstance(rng, np.random.Generator):
        raise ValueError(
            f"rng was {rng!r}; it should be a numpy Generator, as numpy.random.default_rng(1)"
        )
    hertz = np.fft.rfftfreq(n, dt)[1:]
    power = np.asarray(density(hertz))
    draws = rng.standard_normal((*power.shape, 2))
    amplitude = np.sqrt(power / (2.0 * n * dt)) * n
    parts = amplitude * (draws[..., 0] + 1j * draws[..., 1])
    if n % 2 == 0:  # the highest frequency has no negative twin, and one real part
        parts[..., -1] = np.sqrt(power[..., -1] / (n * dt)) * n * draws[..., -1, 0]
    parts = np.concatenate([np.zeros((*power.shape[:-1], 1)), parts], axis=-1)
    return np.fft.irfft(parts, n)


def _hertz(frequencies: Any) -> np.ndarray:
    hertz = np.asarray(numbers("frequencies", frequencies, above=0.0, unit="Hz"))
    if hertz.ndim != 1:
        raise ValueError(f"frequencies was of shape {hertz.shape}; it should be one-dimensional")
    return hertz


def check(noise: Any, rhythm: Any) -> None:
    """Raise ValueError unless these are a Noise and a Rhythm or None."""
    if not isinstance(noise, Noise):
        raise ValueError(f"noise was {noise!r}; it should be a Noise, as in Noise(a=(1, 0))")
    if rhythm is not None and not isinstance(rhythm, Rhythm):
        raise ValueError(f"rhythm was {rhythm!r}; it should be a Rhythm or None")


def fits(noise: Noise, per_column: tuple[str, ...], shape: tuple[int, ...]) -> None:
    """Raise ValueError unless the batches of a noise broadcast with `shape`.

    `shape` ends with the number of columns; the parameters named in `per_column` have that axis.
    """
    for name in _LENGTHS:
        value = getattr(noise, name)[..., 0]
        if value.ndim == 0:
            continue
        target = np.broadcast_to(0.0, shape if name in per_column else shape[:-1])
        common_shape(**{f"noise.{name}": value, "the batch": target})
