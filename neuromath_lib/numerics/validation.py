"""Bad input is answered by a sentence: which argument, what it was, what it should be."""

from __future__ import annotations

from typing import Any

import numpy as np


def numbers(
    name: str,
    value: Any,
    *,
    low: float = -np.inf,
    high: float = np.inf,
    above: float | None = None,
    infinite: bool = False,
    unit: str = "",
) -> float | np.ndarray:
    """Return `value` as a float, or as a read-only float array, or say why it cannot be one.

    Parameters
    ----------
    name : str
        The argument's name, for the message.
    value : number or array_like
        What the caller passed.
    low, high : float
        Smallest and largest value allowed.
    above : float, optional
        A value that must be exceeded (for "positive": ``above=0``).
    infinite : bool
        Whether plus or minus infinity is allowed. NaN never is.
    unit : str
        Unit, for the message.

    Returns
    -------
    float or numpy.ndarray
        A float for a number or a 0-d array, else a read-only array of float64.

    Raises
    ------
    ValueError
        If `value` is not numeric, is NaN, or is out of range.
    """
    wanted = _wanted(low, high, above, unit)
    try:
        array = np.asarray(value)
    except Exception as error:  # ragged lists and the like: numpy raises several kinds
        raise ValueError(f"{name} was {_shown(value)}; it should be {wanted}") from error
    if array.dtype.kind not in "iuf" or array.size == 0:
        raise ValueError(f"{name} was {_shown(value)}; it should be {wanted}")
    array = array.astype(np.float64)
    good = ~np.isnan(array) if infinite else np.isfinite(array)
    good &= (array >= low) & (array <= high)
    if above is not None:
        good &= array > above
    if not good.all():
        worst = array[~good].flat[0]
        where = "" if array.ndim == 0 else " in one of its elements"
        raise ValueError(f"{name} was {worst!s}{where}; it should be {wanted}")
    if array.ndim == 0:
        return float(array)
    array.flags.writeable = False
    return array


def number(name: str, value: Any, **limits: Any) -> float:
    """Return `value` as one float; the limits are those of `numbers`.

    Raises
    ------
    ValueError
        If `value` is not one number, or is out of range.
    """
    checked = numbers(name, value, **limits)
    if not isinstance(checked, float):
        raise ValueError(
            f"{name} was an array of shape {np.shape(checked)}; it should be one number"
        )
    return checked


def whole_number(name: str, value: Any, *, low: int = 1) -> int:
    """Return `value` as an int that is at least `low`.

    Raises
    ------
    ValueError
        If `value` is not a whole number, or is too small.
    """
    checked = number(name, value)
    if checked != int(checked) or checked < low:
        raise ValueError(f"{name} was {value!r}; it should be a whole number, at least {low}")
    return int(checked)


def choice(name: str, value: Any, options: tuple[str, ...]) -> str:
    """Return `value` if it is one of `options`.

    Raises
    ------
    ValueError
        If it is not.
    """
    if not isinstance(value, str) or value not in options:
        listed = ", ".join(repr(option) for option in options)
        raise ValueError(f"{name} was {_shown(value)}; it should be one of {listed}")
    return value


def common_shape(**arrays: Any) -> tuple[int, ...]:
    """Return the shape to which the named arrays broadcast.

    Raises
    ------
    ValueError
        If they do not fit together; the message names them with their shapes.
    """
    shapes = {name: np.shape(array) for name, array in arrays.items()}
    try:
        return np.broadcast_shapes(*shapes.values())
    except ValueError as error:
        listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items() if shape)
        raise ValueError(f"shapes that do not fit together: {listed}") from error


def _wanted(low: float, high: float, above: float | None, unit: str) -> str:
    unit = f" {unit}" if unit else ""
    if above is not None and high == np.inf:
        return f"a number above {above:g}{unit}"
    if above is not None:
        return f"a number above {above:g} and at most {high:g}{unit}"
    if low == -np.inf and high == np.inf:
        return f"a finite number{' in' if unit else ''}{unit}"
    if high == np.inf:
        return f"a number of at least {low:g}{unit}"
    return f"a number between {low:g} and {high:g}{unit}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
