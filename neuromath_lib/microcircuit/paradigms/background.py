"""What is left of a spectrum when the straight line under it is taken away.

The line is fitted to log10 of the spectrum against log10 of the frequency by iteratively
re-weighted least squares with Tukey's bisquare weights, so that peaks do not pull it up.
Conventions differ between programs and the third digit with them; here they are MATLAB's
`robustfit`, which the literature used: residuals are divided by sqrt(1 - leverage), the scale is
the median of the absolute residuals without the smallest, over 0.6745, and the constant is 4.685.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.numerics.validation import number, numbers

BISQUARE = 4.685  # 95 % efficient when errors are normal
_NORMAL = 0.6745  # median of the absolute value of a standard normal variable


@dataclasses.dataclass(frozen=True, eq=False)
class Line:
    """A straight line through a spectrum in log-log coordinates.

    Attributes
    ----------
    slope, intercept : float or numpy.ndarray
        log10(spectrum) is about ``intercept + slope * log10(frequency)``.
    """

    slope: Any
    intercept: Any

    def __call__(self, frequencies: Any) -> np.ndarray:
        """Return the line at these frequencies, log10, shape ``(..., n_frequencies)``."""
        x = np.log10(numbers("frequencies", frequencies, above=0.0, unit="Hz"))
        return np.asarray(self.intercept)[..., None] + np.asarray(self.slope)[..., None] * x


def background(frequencies: Any, spectrum: Any, *, constant: float = BISQUARE) -> Line:
    """Fit a robust straight line to a spectrum in log-log coordinates.

    Parameters
    ----------
    frequencies : array_like
        Hz, above 0, at least 4 and not all alike.
    spectrum : array_like or Spectrum
        Densities, above 0, shape ``(..., n_frequencies)``; a `Spectrum` stands for its total.
    constant : float
        Of the bisquare weights. An infinite one gives ordinary least squares.

    Returns
    -------
    Line
        Slopes and intercepts, one for each spectrum.

    Raises
    ------
    ValueError
        If an argument is not what it should be.

    Examples
    --------
    >>> f = np.arange(1.0, 50.0)
    >>> round(float(background(f, 3.0 / f).slope), 6)
    -1.0
    """
    x, y = _logarithms(frequencies, spectrum)
    constant = number("constant", constant, above=0.0, infinite=True)
    rows = [_robust_line(x, row, constant) for row in y.reshape(-1, len(x))]
    intercept, slope = np.array(rows).T.reshape(2, *y.shape[:-1])
    return Line(slope[()], intercept[()])


def remove_background(frequencies: Any, spectrum: Any, *, constant: float = BISQUARE) -> np.ndarray:
    """Return log10 of a spectrum minus the robust straight line under it.

    Parameters
    ----------
    frequencies, spectrum, constant
        As in `background`.

    Returns
    -------
    numpy.ndarray
        Shape ``(..., n_frequencies)``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    _, y = _logarithms(frequencies, spectrum)
    line = background(frequencies, spectrum, constant=constant)
    return y - line(frequencies)


def _logarithms(frequencies: Any, spectrum: Any) -> tuple[np.ndarray, np.ndarray]:
    hertz = np.asarray(numbers("frequencies", frequencies, above=0.0, unit="Hz"))
    if hertz.ndim != 1 or len(hertz) < 4 or np.ptp(hertz) == 0.0:
        raise ValueError(
            f"frequencies was of shape {hertz.shape}; it should be one-dimensional, at least four "
            "and not all alike"
        )
    density = np.asarray(numbers("spectrum", np.asarray(spectrum), above=0.0))
    if density.ndim == 0 or density.shape[-1] != len(hertz):
        raise ValueError(
            f"spectrum was of shape {density.shape}; its last axis should be as long as "
            f"frequencies, {len(hertz)}"
        )
    return np.log10(hertz), np.log10(density)


def _robust_line(x: np.ndarray, y: np.ndarray, constant: float) -> np.ndarray:
    """Return intercept and slope."""
    design = np.stack([np.ones_like(x), x], axis=1)
    basis, _ = np.linalg.qr(design)
    # A point that pulls the line towards itself has a residual too small by this factor.
    own = np.sqrt(np.maximum(1.0 - np.sum(basis**2, axis=1), 1e-4))
    fit = np.linalg.lstsq(design, y, rcond=None)[0]
    least = 1e-6 * np.std(y, ddof=1) or 1.0
    for _ in range(200):
        residual = (y - design @ fit) / own
        scale = max(np.median(np.sort(np.abs(residual))[1:]) / _NORMAL, least)
        apart = residual / (scale * constant)
        root = np.where(np.abs(apart) < 1.0, 1.0 - apart**2, 0.0)  # of the weight
        before = fit
        fit = np.linalg.lstsq(design * root[:, None], y * root, rcond=None)[0]
        if np.all(np.abs(fit - before) <= 1e-10 * np.maximum(np.abs(fit), np.abs(before))):
            break
    return fit
