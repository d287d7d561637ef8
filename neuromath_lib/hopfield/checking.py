"""What patterns, states and weights must be, said in a sentence where they are not."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuromath_lib.numerics.validation import number, whole_number


def signs(name: str, value: Any, *, n_units: int | None = None, ndim: int | None = None) -> Any:
    """Return a fresh int8 array of +1 and -1, units on the last axis.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : array_like
        What the caller passed: any kind of number.
    n_units : int, optional
        How long the last axis should be.
    ndim : int, optional
        How many axes there should be; any number above 0 if left out.

    Returns
    -------
    numpy.ndarray
        A contiguous copy.

    Raises
    ------
    ValueError
        If `value` holds anything but +1 and -1, or has another shape.
    """
    array = _array(name, value, "an array of +1 and -1")
    _fits(name, array, n_units, ndim)
    good = (array == 1) | (array == -1)
    if not good.all():
        worst = array[~good].flat[0]
        hint = "; of 0 and 1 make -1 and +1 by 2 * x - 1" if worst == 0 else ""
        raise ValueError(
            f"{name} was {worst!s} in one of its elements; it should be +1 and -1 only{hint}"
        )
    return np.array(array, dtype=np.int8, order="C")


def pattern_matrix(patterns: Any, *, n_units: int | None = None) -> np.ndarray:
    """Return patterns as an int8 array (P, N) of +1 and -1.

    Raises
    ------
    ValueError
        If they are anything else; one pattern alone must be given as ``pattern[None, :]``.
    """
    array = _array("patterns", patterns, "an array (P, N) of +1 and -1")
    if array.ndim == 1:
        raise ValueError(
            f"patterns was an array of shape {array.shape}; it should be (P, N), one pattern a "
            "line; a single one is pattern[None, :]"
        )
    return signs("patterns", array, n_units=n_units, ndim=2)


def weight_matrix(value: Any, *, name: str = "weights") -> np.ndarray:
    """Return a square array of finite numbers as it is, or as an array if it was a list.

    Raises
    ------
    ValueError
        If it is not square, not numeric or not finite.
    """
    array = _array(name, value, "a square array of numbers")
    if array.ndim != 2 or array.shape[0] != array.shape[1]:
        raise ValueError(f"{name} was an array of shape {array.shape}; it should be (N, N)")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        worst = array[~np.isfinite(array)].flat[0]
        raise ValueError(f"{name} was {worst!s} in one of its elements; it should be finite")
    if array.dtype == np.float16 or array.dtype.itemsize > 8:
        return array.astype(np.float64)
    return array


def generator(value: Any) -> np.random.Generator:
    """Return `value` if it is a `numpy.random.Generator`, or say that it should be one.

    Raises
    ------
    ValueError
        If it is anything else.
    """
    if not isinstance(value, np.random.Generator):
        raise ValueError(
            f"rng was {value!r}; it should be a numpy.random.Generator, "
            "as numpy.random.default_rng(1) gives"
        )
    return value


def symmetric(weights: np.ndarray) -> bool:
    """Return whether the weights from and to are the same, but for rounding."""
    if np.array_equal(weights, weights.T):
        return True
    if weights.dtype.kind != "f":
        return False
    largest = np.abs(weights).max()
    rounding = 1e-10 if weights.dtype == np.float64 else 1e-5
    return bool(np.abs(weights - weights.T).max() <= rounding * largest)


def fraction(name: str, value: Any) -> float:
    """Return a number between 0 and 1.

    Raises
    ------
    ValueError
        If it is not.
    """
    return number(name, value, low=0.0, high=1.0)


def count(name: str, value: Any, *, low: int = 1) -> int:
    """Return a whole number of at least `low`; a bool is none.

    Raises
    ------
    ValueError
        If it is not.
    """
    return whole_number(name, value, low=low)


def _array(name: str, value: Any, wanted: str) -> np.ndarray:
    try:
        array = np.asarray(value)
    except Exception as error:  # ragged lists and the like: numpy raises several kinds
        raise ValueError(f"{name} was not an array; it should be {wanted}") from error
    if array.dtype.kind not in "iuf":
        raise ValueError(f"{name} was of type {array.dtype}; it should be {wanted}")
    if array.size == 0:
        raise ValueError(f"{name} was empty, of shape {array.shape}; it should be {wanted}")
    return array


def _fits(name: str, array: np.ndarray, n_units: int | None, ndim: int | None) -> None:
    if array.ndim == 0 or (ndim is not None and array.ndim != ndim):
        wanted = "(P, N)" if ndim == 2 else "(..., N)"
        raise ValueError(f"{name} was an array of shape {array.shape}; it should be {wanted}")
    if n_units is not None and array.shape[-1] != n_units:
        raise ValueError(
            f"{name} was an array of shape {array.shape}; its last axis should have {n_units} units"
        )
