"""Five hypotheses about the resting EEG in schizophrenia, as Adams et al. 2022 simulated them.

Each changes some connections of one column, in ten steps from the control column, by a factor
that reaches 0.7 (down) or 1.3 (up). The spectra were compared after the line under them was taken
away, at 4 Hz (theta), at the highest point from 15 to 30 Hz (beta) and at the highest from 50 Hz on
(gamma).

What was measured in people with a schizophrenia diagnosis, against controls: theta up, beta down,
gamma up, alpha unchanged. Three signs against five hypotheses are weak evidence, and they depend
on the convention for delays, on channel noise, on the removal of the line and on peaks being read
instead of means.

Source: Adams et al. 2022, doi:10.1016/j.biopsych.2021.07.024, Fig. 2.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.microcircuit.parameters import Column
from neuromath_lib.numerics.validation import number, numbers, whole_number

# Which connections each hypothesis changes, and whether up or down.
HYPOTHESES = {
    "M1": (("ii_ss", "ss_ii", "dp_ii", "ss_sp", "ii_dp", "sp_ii", "ii_sp", "sp_dp"), "down"),
    "M2": (("sp_ii", "dp_ii"), "down"),
    "M3": (("ii_ii",), "down"),
    "M4": (("ii_ii",), "up"),
    "M5": (("sp_sp",), "up"),
}
WORDS = {
    "M1": "every connection between populations weaker",
    "M2": "excitation of interneurons weaker",
    "M3": "self-inhibition of interneurons weaker",
    "M4": "self-inhibition of interneurons stronger",
    "M5": "self-inhibition of superficial pyramidal cells stronger",
}
FREQUENCIES = np.arange(4.0, 97.0)
FREQUENCIES.flags.writeable = False
THETA = 4.0  # Hz
BETA = (15.0, 30.0)  # Hz
GAMMA = 50.0  # and above, Hz
_BANDS = ("theta", "beta", "gamma")
UNCHANGED = 0.006  # log10 units: a smaller change counts as none


@dataclasses.dataclass(frozen=True, eq=False)
class Bands:
    """What is read off a spectrum without its background.

    Attributes
    ----------
    theta, beta, gamma : float or numpy.ndarray
        log10 above the line: at 4 Hz, highest in 15 to 30 Hz, highest from 50 Hz on.
    beta_at, gamma_at : float or numpy.ndarray
        Frequencies of these peaks, Hz.
    """

    theta: Any
    beta: Any
    gamma: Any
    beta_at: Any
    gamma_at: Any

    def signs(self, control: Bands, unchanged: float = UNCHANGED) -> np.ndarray:
        """Return 1, -1 or 0 for theta, beta and gamma: up, down or none, against a control.

        Parameters
        ----------
        control : Bands
            What to compare with; batches broadcast.
        unchanged : float
            A change of this much or less counts as none.

        Returns
        -------
        numpy.ndarray
            Of int, shape ``(..., 3)``.

        Raises
        ------
        ValueError
            If `control` is not Bands or `unchanged` is negative.
        """
        if not isinstance(control, Bands):
            raise ValueError(f"control was {control!r}; it should be what `bands` returns")
        unchanged = number("unchanged", unchanged, low=0.0)
        change = np.stack(
            np.broadcast_arrays(*(getattr(self, band) - getattr(control, band) for band in _BANDS)),
            axis=-1,
        )
        return np.where(np.abs(change) <= unchanged, 0, np.sign(change)).astype(int)

    def arrows(self, control: Bands, unchanged: float = UNCHANGED) -> tuple[str, str, str]:
        """Return "up", "down" or "none" for theta, beta and gamma against a control.

        Parameters
        ----------
        control : Bands
            What to compare with; both are single spectra.
        unchanged : float
            A change of this much or less counts as none.

        Raises
        ------
        ValueError
            If `control` is not Bands or `unchanged` is negative.
        """
        signs = self.signs(control, unchanged)
        if signs.ndim > 1:
            raise ValueError("control was a batch, or this was; `signs` compares batches")
        return tuple(("none", "up", "down")[sign] for sign in signs)


def resting_models(
    column: Column | None = None, *, steps: int = 10, up: float = 1.3, down: float = 0.7
) -> dict[str, list[Column]]:
    """Return the columns of five hypotheses, from the control in ten steps.

    Parameters
    ----------
    column : Column, optional
        The control; ``Column.adams2022(self_terms=True)`` if left out.
    steps : int
        How many columns for each hypothesis; the first is the control.
    up, down : float
        Factors that the last of them reaches.

    Returns
    -------
    dict of str to list of Column
        "M1" to "M5"; `WORDS` says what they are.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or the column lacks a connection.
    """
    column = Column.adams2022(self_terms=True) if column is None else column
    if not isinstance(column, Column):
        raise ValueError(f"column was {column!r}; it should be a Column")
    steps = whole_number("steps", steps, low=2)
    factors = {
        "up": number("up", up, above=0.0),
        "down": number("down", down, above=0.0),
    }
    return {
        model: [
            column.scaled(**dict.fromkeys(names, k * np.log(factors[direction]) / (steps - 1)))
            for k in range(steps)
        ]
        for model, (names, direction) in HYPOTHESES.items()
    }


def bands(frequencies: Any, residual: Any) -> Bands:
    """Read theta, beta and gamma off a spectrum whose background has been removed.

    Parameters
    ----------
    frequencies : array_like
        Hz; they must hold 4 Hz, some in 15 to 30 Hz, and some from 50 Hz on.
    residual : array_like
        log10 above the line, shape ``(..., n_frequencies)``.

    Returns
    -------
    Bands
        Values and frequencies of the peaks.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    hertz, values = _checked(frequencies, residual)
    theta = np.flatnonzero(np.abs(hertz - THETA) < 1e-9)
    beta = np.flatnonzero((hertz >= BETA[0]) & (hertz <= BETA[1]))
    gamma = np.flatnonzero(hertz >= GAMMA)
    if not (theta.size and beta.size and gamma.size):
        raise ValueError(
            f"frequencies went from {hertz.min():g} to {hertz.max():g} Hz; they should hold 4 Hz, "
            "some in 15 to 30 Hz and some from 50 Hz on"
        )
    peak = lambda where: (  # noqa: E731
        values[..., where].max(axis=-1),
        hertz[where][values[..., where].argmax(axis=-1)],
    )
    (beta_value, beta_at), (gamma_value, gamma_at) = peak(beta), peak(gamma)
    return Bands(values[..., theta[0]][()], beta_value, gamma_value, beta_at, gamma_at)


def band_mean(frequencies: Any, residual: Any, low: float, high: float) -> Any:
    """Return the mean of a spectrum over a band, as one might read it instead of its peak.

    Parameters
    ----------
    frequencies : array_like
        Hz.
    residual : array_like
        Shape ``(..., n_frequencies)``.
    low, high : float
        The band, Hz, both ends included. There is no agreed gamma band; 30 to 80 Hz is common.

    Returns
    -------
    float or numpy.ndarray
        One mean for each spectrum.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or no frequency lies in the band.
    """
    hertz, values = _checked(frequencies, residual)
    low, high = number("low", low, unit="Hz"), number("high", high, unit="Hz")
    inside = (hertz >= low) & (hertz <= high)
    if not inside.any():
        raise ValueError(
            f"low and high were {low:g} and {high:g} Hz; some of the frequencies should lie between"
        )
    return values[..., inside].mean(axis=-1)


def _checked(frequencies: Any, residual: Any) -> tuple[np.ndarray, np.ndarray]:
    hertz = np.asarray(numbers("frequencies", frequencies, above=0.0, unit="Hz"))
    values = np.asarray(numbers("residual", residual))
    if hertz.ndim != 1 or values.ndim == 0 or values.shape[-1] != len(hertz):
        raise ValueError(
            f"residual was of shape {values.shape}; its last axis should be as long as "
            f"frequencies, {hertz.shape}"
        )
    return hertz, values
