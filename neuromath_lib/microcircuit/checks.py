"""Arguments that several modules of this folder take, checked in one place."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuromath_lib.microcircuit.equations import POPULATIONS
from neuromath_lib.numerics.validation import choice, numbers

LOG = {"low": -50.0, "high": 50.0}  # exp(50) is 5e21: a log-scaling beyond it is a slip


def log_scaling(name: str, value: Any) -> float | np.ndarray:
    """Return a log-scaling, finite or minus infinity (which turns off what it scales)."""
    checked = numbers(name, value, infinite=True, high=LOG["high"])
    small = np.asarray(checked)
    if np.any((small < LOG["low"]) & (small != -np.inf)):
        raise ValueError(
            f"{name} was {small.min()}; it should be a log-scaling between -50 and 50, or -inf"
        )
    return checked


def four(name: str, value: Any, **limits: Any) -> np.ndarray:
    """Return an array whose last axis holds one value for each population."""
    checked = np.asarray(numbers(name, value, **limits))
    if checked.ndim == 0 or checked.shape[-1] != 4:
        raise ValueError(
            f"{name} was of shape {checked.shape}; it should have four values along its last "
            "axis, for ss, sp, ii and dp"
        )
    return checked


def frequencies(value: Any, *, positive: bool) -> np.ndarray:
    """Return frequencies in Hz: a number, or one-dimensional."""
    limits = {"above": 0.0} if positive else {}
    checked = np.asarray(numbers("frequencies", value, unit="Hz", **limits))
    if checked.ndim > 1:
        raise ValueError(
            f"frequencies was of shape {checked.shape}; it should be a number or one-dimensional"
        )
    return checked


def observed(value: Any) -> np.ndarray:
    """Return what an electrode sees as weights of the voltages of ss, sp, ii and dp."""
    if isinstance(value, str):
        choice("observed", value, POPULATIONS)
        return np.eye(4)[POPULATIONS.index(value)]
    return four("observed", value)


def seen(value: Any, voltages: tuple[np.ndarray, ...]) -> np.ndarray:
    """Return the voltages of ss, sp, ii and dp as an electrode sees them, added by weight."""
    weights = observed(value)
    if weights.ndim != 1:
        raise ValueError(f"observed was of shape {weights.shape}; it should be four weights")
    return sum(weight * voltage for weight, voltage in zip(weights, voltages, strict=True))
