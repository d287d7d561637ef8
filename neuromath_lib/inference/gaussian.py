"""A Gaussian belief about several numbers at once, some of which may be known exactly."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from neuromath_lib.numerics.validation import number, numbers, whole_number

_ROUNDING = 1e-10  # of a correlation matrix: smaller eigenvalues are taken for zero


@dataclasses.dataclass(frozen=True, eq=False)
class Gaussian:
    """A Gaussian distribution over n numbers; a variance of 0 says that a number is known.

    Parameters
    ----------
    mean : array_like, shape (n,)
        Means, in the units of what is described. A number counts as one element.
    covariance : array_like
        Covariance matrix, shape ``(n, n)``; or variances, shape ``(n,)``; or one variance for
        all. It may be singular.

    Raises
    ------
    ValueError
        If an argument is not finite, the shapes do not fit, or the covariance is not symmetric
        or has a negative eigenvalue.

    Examples
    --------
    >>> belief = Gaussian([0.0, 1.0], [0.25, 0.0])
    >>> belief.standard_deviation.tolist()
    [0.5, 0.0]
    >>> round(float(belief.probability_above(0.5)[0]), 4)
    0.1587
    """

    mean: np.ndarray
    covariance: np.ndarray

    def __post_init__(self) -> None:
        mean = np.array(numbers("mean", self.mean), ndmin=1)
        if mean.ndim != 1:
            raise ValueError(f"mean was of shape {mean.shape}; it should be one-dimensional")
        n = mean.size
        covariance = np.array(numbers("covariance", self.covariance))
        if covariance.ndim == 0:
            covariance = np.full(n, float(covariance))
        if covariance.shape == (n,):
            covariance = np.diag(covariance)
        if covariance.shape != (n, n):
            raise ValueError(
                f"covariance was of shape {covariance.shape}; it should be ({n}, {n}), "
                f"({n},) or a number, to fit the mean"
            )
        variances = np.diag(covariance)
        if (variances < 0).any():
            raise ValueError(
                f"covariance had a variance of {variances.min():g}; it should be 0 or more"
            )
        sizes = np.sqrt(variances)
        if (abs(covariance - covariance.T) > 1e-8 * np.outer(sizes, sizes) + 1e-300).any():
            raise ValueError("covariance was not symmetric; it should be a covariance matrix")
        covariance = (covariance + covariance.T) / 2.0
        if (covariance[sizes == 0.0] != 0.0).any():
            raise ValueError(
                "covariance had a variance of 0 with a covariance beside it; it should have "
                "zeros in the whole row of a number that is known"
            )
        lowest = np.linalg.eigvalsh(_correlation(covariance))[0]
        if lowest < -1e-8:
            raise ValueError(
                f"covariance had a negative eigenvalue ({lowest:.2g}, as a correlation matrix); "
                "it should have none"
            )
        mean.flags.writeable = covariance.flags.writeable = False
        object.__setattr__(self, "mean", mean)
        object.__setattr__(self, "covariance", covariance)

    @property
    def size(self) -> int:
        """How many numbers are described."""
        return self.mean.size

    @property
    def standard_deviation(self) -> np.ndarray:
        """Standard deviations, shape ``(n,)``."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def correlation(self) -> np.ndarray:
        """Correlation matrix, shape ``(n, n)``; 0 between a number that is known and any other."""
        return _correlation(self.covariance)

    @functools.cached_property
    def root(self) -> np.ndarray:
        """A matrix B with B B' = covariance, shape ``(n, q)``, q the rank.

        Every value that the distribution allows is mean + B z, and z is standard normal: free
        numbers only, on a common scale. Columns of a diagonal covariance are single parameters.
        """
        free = np.flatnonzero(np.diag(self.covariance))
        root = np.zeros((self.size, free.size))
        scale = self.standard_deviation[free]
        root[free] = np.diag(scale)
        correlation = _correlation(self.covariance)[np.ix_(free, free)]
        if (correlation != np.eye(free.size)).any():
            values, vectors = np.linalg.eigh(correlation)
            kept = values > _ROUNDING * free.size
            factor = scale[:, None] * vectors[:, kept] * np.sqrt(values[kept])
            root = np.zeros((self.size, factor.shape[1]))
            root[free] = factor
        root.flags.writeable = False
        return root

    @functools.cached_property
    def inverse_root(self) -> np.ndarray:
        """The matrix, shape ``(q, n)``, that takes a deviation from the mean back to z."""
        scale = np.where(self.standard_deviation > 0, self.standard_deviation, 1.0)
        return np.linalg.pinv(self.root / scale[:, None], rcond=1e-12) / scale

    def draw(self, rng: np.random.Generator, count: int | None = None) -> np.ndarray:
        """Draw values.

        Parameters
        ----------
        rng : numpy.random.Generator
            Source of chance.
        count : int, optional
            How many; one, without a leading axis, if left out.

        Returns
        -------
        numpy.ndarray, shape (n,) or (count, n)

        Raises
        ------
        ValueError
            If an argument is not what it should be.
        """
        if not isinstance(rng, np.random.Generator):
            raise ValueError(f"rng was {rng!r}; it should be a numpy.random.Generator")
        shape = () if count is None else (whole_number("count", count),)
        return self.mean + rng.standard_normal((*shape, self.root.shape[1])) @ self.root.T

    def interval(self, mass: float = 0.9) -> np.ndarray:
        """Return the central credible interval of each number, shape ``(n, 2)``.

        Parameters
        ----------
        mass : float
            Probability inside, above 0 and below 1.

        Raises
        ------
        ValueError
            If `mass` is out of range.
        """
        mass = number("mass", mass, above=0.0, high=np.nextafter(1.0, 0.0))
        reach = ndtri(0.5 + mass / 2.0) * self.standard_deviation
        return np.stack([self.mean - reach, self.mean + reach], axis=-1)

    def probability_above(self, threshold: Any = 0.0) -> np.ndarray:
        """Return the probability that each number exceeds `threshold`, shape ``(n,)``.

        Raises
        ------
        ValueError
            If `threshold` is not a finite number, or one for each.
        """
        threshold = np.asarray(numbers("threshold", threshold))
        if threshold.shape not in ((), self.mean.shape):
            raise ValueError(
                f"threshold was of shape {threshold.shape}; it should be a number or of shape "
                f"{self.mean.shape}"
            )
        spread = self.standard_deviation
        known = spread == 0.0
        distance = (self.mean - threshold) / np.where(known, 1.0, spread)
        return np.where(known, self.mean > threshold, ndtr(distance))

    def marginal(self, which: Iterable[int]) -> Gaussian:
        """Return the distribution of some of the numbers, in the order asked for.

        Raises
        ------
        ValueError
            If `which` holds anything but different indices.
        """
        chosen = indices("which", which, self.size)
        return Gaussian(self.mean[chosen], self.covariance[np.ix_(chosen, chosen)])

    def fixed(self, which: Iterable[int], value: Any = 0.0) -> Gaussian:
        """Return the same belief with some numbers held at a value: parameters switched off.

        The others keep their mean and covariance; they are not conditioned on the value.

        Parameters
        ----------
        which : iterable of int
            Indices of the numbers.
        value : float or array_like
            Where to hold them.

        Raises
        ------
        ValueError
            If `which` holds anything but different indices, or `value` does not fit.
        """
        chosen = indices("which", which, self.size)
        value = np.asarray(numbers("value", value))
        if value.shape not in ((), (chosen.size,)):
            raise ValueError(
                f"value was of shape {value.shape}; it should be a number or of shape "
                f"({chosen.size},)"
            )
        mean, covariance = self.mean.copy(), self.covariance.copy()
        mean[chosen] = value
        covariance[chosen] = 0.0
        covariance[:, chosen] = 0.0
        return Gaussian(mean, covariance)


def gaussian(name: str, value: Any, size: int | None = None) -> Gaussian:
    """Return a Gaussian from one, or from anything with a mean and a covariance.

    Raises
    ------
    ValueError
        If `value` has no mean and covariance, or describes another number of parameters.
    """
    if not isinstance(value, Gaussian):
        if not (hasattr(value, "mean") and hasattr(value, "covariance")) or callable(value.mean):
            raise ValueError(
                f"{name} was {str(value)[:60]}; it should be a Gaussian(mean, covariance)"
            )
        value = Gaussian(value.mean, value.covariance)
    if size is not None and value.size != size:
        raise ValueError(
            f"{name} was a Gaussian over {value.size} numbers; it should be over {size}"
        )
    return value


def indices(name: str, which: Any, size: int) -> np.ndarray:
    """Return different indices below `size` as an array; at least one.

    Raises
    ------
    ValueError
        If `which` is anything else.
    """
    wanted = f"it should be different whole numbers from 0 to {size - 1}"
    try:
        chosen = np.asarray(list(which))
    except TypeError as error:
        raise ValueError(f"{name} was {which!r}; {wanted}, in a list") from error
    if chosen.ndim != 1 or chosen.size == 0 or chosen.dtype.kind not in "iu":
        raise ValueError(f"{name} was {which!r}; {wanted}, in a list")
    if (chosen < 0).any() or (chosen >= size).any() or np.unique(chosen).size < chosen.size:
        raise ValueError(f"{name} was {chosen.tolist()}; {wanted}")
    return chosen


def _correlation(covariance: np.ndarray) -> np.ndarray:
    scale = np.sqrt(np.diag(covariance))
    scale = np.where(scale > 0.0, scale, 1.0)
    correlation = covariance / scale[:, None] / scale
    np.fill_diagonal(correlation, 1.0)
    return correlation
