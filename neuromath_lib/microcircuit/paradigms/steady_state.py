"""Keeping a beat: clicks at 40 Hz, and the rhythm that answers them.

The clicks add a narrow bump to the spectrum of the drive. What is read is the spectrum with them,
without them, and where and how high their difference peaks.

Source: Adams et al. 2022, doi:10.1016/j.biopsych.2021.07.024.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.microcircuit.checks import frequencies as checked
from neuromath_lib.microcircuit.cortex import Cortex
from neuromath_lib.microcircuit.noise import Noise, Rhythm
from neuromath_lib.microcircuit.parameters import Column
from neuromath_lib.microcircuit.spectra import Spectrum


@dataclasses.dataclass(frozen=True, eq=False)
class SteadyState:
    """Spectra with and without a beat.

    Attributes
    ----------
    driven, rest : Spectrum
        With and without the rhythm in the drive.
    """

    driven: Spectrum
    rest: Spectrum

    @property
    def frequencies(self) -> np.ndarray:
        """Hz."""
        return self.driven.frequencies

    @property
    def response(self) -> np.ndarray:
        """What the beat adds: real, ``(..., n_frequencies)``; of a cortex, over each column."""
        added = self.driven.neuronal - self.rest.neuronal
        if np.iscomplexobj(added):
            added = np.swapaxes(np.diagonal(added, axis1=-2, axis2=-1).real, -1, -2)
        return added

    @property
    def peak(self) -> Any:
        """Height of the response at its highest."""
        return self.response.max(axis=-1)

    @property
    def peak_at(self) -> Any:
        """Frequency at which it is highest, Hz."""
        return self.frequencies[self.response.argmax(axis=-1)]


def steady_state(
    column: Column | Cortex,
    frequencies: Any,
    *,
    frequency: float = 40.0,
    width: float = 1.0,
    amplitude: Any = 1.0,
    delays: str = "current",
    noise: Noise = Noise(),
    observed: Any = "sp",
) -> SteadyState:
    """Return the spectra of a column or cortex with and without a beat in its drive.

    Parameters
    ----------
    column : Column or Cortex
        What listens.
    frequencies : array_like
        Hz, above 0, one-dimensional.
    frequency, width, amplitude
        Of the rhythm in the drive, as in `Rhythm`: Hz, Hz (at most 4), and the height that is
        added to Gu. No convention fixes width and amplitude; these are choices.
    delays, noise, observed
        As in `Column.spectrum`.

    Returns
    -------
    SteadyState
        ``.driven``, ``.rest``, ``.response``, ``.peak``, ``.peak_at``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    FloatingPointError
        If there is no delay operator.
    """
    if not isinstance(column, Column | Cortex):
        raise ValueError(f"column was {column!r}; it should be a Column or a Cortex")
    hertz = np.atleast_1d(checked(frequencies, positive=True))
    rhythm = Rhythm(frequency, width, amplitude)
    return SteadyState(
        column.spectrum(hertz, delays, noise, observed, rhythm=rhythm),
        column.spectrum(hertz, delays, noise, observed),
    )
