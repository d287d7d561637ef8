"""Spectra as an electrode records them: what the columns do, and what the channel adds."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.microcircuit import noise as noises
from neuromath_lib.numerics.validation import common_shape


@dataclasses.dataclass(frozen=True, eq=False)
class Spectrum:
    """A predicted spectrum and its two parts.

    Both parts have passed the filter, so that they add up. Densities are two-sided, per Hz.

    Attributes
    ----------
    frequencies : numpy.ndarray
        Hz.
    neuronal : numpy.ndarray
        What the columns contribute: real, shape ``(..., n_frequencies)`` for a column; complex,
        ``(..., n_frequencies, n, n)`` for a cortex.
    channel : numpy.ndarray
        What the recording adds, common and specific noise together, of the same shape.

    Notes
    -----
    Where an array is wanted, a spectrum stands for its ``total``: ``np.log10(spectrum)``,
    ``spectrum[..., 3]``.
    """

    frequencies: np.ndarray
    neuronal: np.ndarray
    channel: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """What is recorded: the sum of both parts."""
        return self.neuronal + self.channel

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of ``total``."""
        return np.shape(self.total)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        """Return ``total``."""
        return np.array(self.total, dtype=dtype)

    def __getitem__(self, key: Any) -> Any:
        """Return that part of ``total``."""
        return self.total[key]

    def at(self, key: Any) -> Spectrum:
        """Return the spectrum at its first frequency alone, where `key` picks that of an array."""
        return Spectrum(self.frequencies[0], self.neuronal[key][()], self.channel[key][()])


def of_one(hertz: np.ndarray, seen: np.ndarray, noise: Any, rhythm: Any) -> Spectrum:
    """Return the spectrum of one column whose transfer function is `seen`."""
    noises.check(noise, rhythm)
    noises.fits(noise, (), (*seen.shape[:-1], 1))
    drive, common, specific, passed = noise.components(hertz)
    if rhythm is not None:
        common_shape(rhythm=rhythm.amplitude, column=seen[..., 0])
        drive = drive + rhythm.drive(hertz)
    neuronal = (seen.real**2 + seen.imag**2) * (drive * passed)
    return Spectrum(hertz, *np.broadcast_arrays(neuronal, (common + specific) * passed))


def of_many(hertz: np.ndarray, seen: np.ndarray, noise: Any, rhythm: Any) -> Spectrum:
    """Return the cross-spectral density of columns whose transfer functions are `seen`.

    `seen` has the shape ``(..., n_frequencies, n, n)``, from the drive of the last axis.
    """
    noises.check(noise, rhythm)
    n = seen.shape[-1]
    batch = (*seen.shape[:-3], n)
    noises.fits(noise, ("a", "c", "d"), batch)
    drive, common, specific, passed = noise.components(hertz)
    if rhythm is not None:
        common_shape(rhythm=rhythm.amplitude, columns=np.broadcast_to(0.0, batch))
        drive = drive + rhythm.drive(hertz)
    drive = np.swapaxes(_each(drive, n), -1, -2)  # (..., n_frequencies, n)
    passed = passed[..., :, None, None]
    neuronal = (seen * drive[..., None, :]) @ np.swapaxes(seen.conj(), -1, -2) * passed
    alone = np.swapaxes(_each(specific, n), -1, -2)[..., None] * np.eye(n)
    channel = (common[..., :, None, None] + alone) * passed
    return Spectrum(hertz, *np.broadcast_arrays(neuronal, channel.astype(complex)))


def _each(values: np.ndarray, n: int) -> np.ndarray:
    """Return values of shape ``(..., n, n_frequencies)``, from one for all where there is one."""
    shape = values.shape[:-2] if values.ndim > 1 else ()
    return np.broadcast_to(values, (*shape, n, values.shape[-1]))
