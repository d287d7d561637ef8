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
    fit = _robust_lines(x, y.reshape(-1, len(x)), constant).reshape(2, *y.shape[:-1])
    return Line(fit[1][()], fit[0][()])


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


def _robust_lines(x: np.ndarray, y: np.ndarray, constant: float) -> np.ndarray:
    """Return intercepts and slopes of lines through each row of `y`, shape (2, rows)."""
    apart = x - x.mean()
    # A point that pulls the line towards itself has a residual too small by this factor.
    own = np.sqrt(np.maximum(1.0 - 1.0 / len(x) - apart**2 / np.sum(apart**2), 1e-4))
    fit = _lines(apart, y, np.ones_like(y))
    spread = 1e-6 * np.std(y, axis=-1, ddof=1)
    least = np.where(spread > 0.0, spread, 1.0)
    left = np.arange(len(y))
    for _ in range(200):
        before, rows = fit[:, left], y[left]
        residual = (rows - before[0][:, None] - before[1][:, None] * apart) / own
        ordered = np.sort(np.abs(residual), axis=-1)[:, 1:]
        scale = np.maximum(np.median(ordered, axis=-1) / _NORMAL, least[left])
        ratio = residual / (scale * constant)[:, None]
        weight = np.where(np.abs(ratio) < 1.0, (1.0 - ratio**2) ** 2, 0.0)
        fit[:, left] = new = _lines(apart, rows, weight)
        size = np.maximum(np.abs(new), np.abs(before))
        left = left[np.any(np.abs(new - before) > 1e-10 * size, axis=0)]
        if not left.size:
            break
    return np.stack([fit[0] - fit[1] * x.mean(), fit[1]])


def _lines(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return intercepts and slopes of weighted least squares, shape (2, rows)."""
    total = weight.sum(axis=-1)
    middle = weight @ x / total
    mean = (weight * y).sum(axis=-1) / total
    apart = x - middle[:, None]
    slope = (weight * apart * (y - mean[:, None])).sum(axis=-1) / (weight * apart**2).sum(axis=-1)
    return np.stack([mean - slope * middle, slope])
