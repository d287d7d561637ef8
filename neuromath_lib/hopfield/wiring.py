"""Weights as the kernels want them: small whole numbers where they are such, else doubles.

A field of exactly zero decides nothing, so zero must come out as zero. Weights of Hebb's rule are
whole numbers, and divided by N they still are, but for a factor: they are recognised and run as
whole numbers. Others are summed as doubles, and a field within rounding of zero counts as zero.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np

_LARGEST = 2**14 - 1  # of a weight: twice that is still an int16
_FIELD = 2**30  # of a sum of weights: twice that is still an int32
_SINGLE, _DOUBLE = 2**24, 2**53  # up to these all whole numbers are floats
_BLOCK = 2**22  # weights looked at or multiplied at a time
_TILE = 512  # units on a side of the squares in which weights are turned over


@dataclasses.dataclass(frozen=True, eq=False)
class Wiring:
    """What the kernels take, and what their numbers mean.

    Attributes
    ----------
    outgoing : numpy.ndarray
        Weights from each unit to all others, a line each, int16 or float64.
    thresholds : numpy.ndarray
        In the same unit, shape ``(N,)``.
    unit : float
        One of the weights' numbers, in the caller's: ``weights = unit * outgoing.T``.
    tolerance : numpy.ndarray
        Fields up to this size are zero, for each unit.
    whole : bool
        Whether all are whole numbers, and fields exact.
    patterns : numpy.ndarray or None
        Patterns (P, N) whose sum of outer products the weights are, if that is known.
    """

    outgoing: np.ndarray
    thresholds: np.ndarray
    unit: float
    tolerance: np.ndarray
    whole: bool
    patterns: np.ndarray | None = None

    def fields(self, states: np.ndarray) -> np.ndarray:
        """Return the fields of states (probes, N) of type int8, int32 or float64."""
        if self.outgoing.dtype == np.float64:
            return states.astype(np.float64) @ self.outgoing - self.thresholds
        total = self._low_rank(states) if self.patterns is not None else self._sums(states)
        return total - self.thresholds.astype(np.int32)

    def _sums(self, states: np.ndarray) -> np.ndarray:
        n_units = states.shape[1]
        largest = max(int(self.outgoing.max()), -int(self.outgoing.min()))
        kind = np.float32 if n_units * largest < _SINGLE else np.float64
        states = states.astype(kind)
        lines = max(1, _BLOCK // n_units)
        total = np.zeros(states.shape, dtype=kind)
        for first in range(0, n_units, lines):
            block = self.outgoing[first : first + lines].astype(kind)
            total += states[:, first : first + lines] @ block
        return total.astype(np.int32)

    def _low_rank(self, states: np.ndarray) -> np.ndarray:
        """Go by way of the overlaps with the patterns: P + P numbers a unit, and not N."""
        patterns = self.patterns
        single = patterns.astype(np.float32)
        overlaps = states.astype(np.float32) @ single.T
        if np.abs(overlaps).sum(axis=1, dtype=np.float64).max() >= _SINGLE:
            overlaps = overlaps.astype(np.float64)
        total = (overlaps @ single).astype(np.int32)
        total -= len(patterns) * states.astype(np.int32)  # no unit is wired to itself
        return total


def wired(
    weights: np.ndarray, thresholds: np.ndarray, patterns: np.ndarray | None = None
) -> Wiring:
    """Put weights (N, N) and thresholds (N,) into the form that the kernels run fastest."""
    n_units = len(weights)
    unit = _common_unit(weights)
    if unit is not None and not _multiples(thresholds[None, :], unit):
        unit = None
    if unit is None:
        outgoing = _turned(weights, 1.0, np.float64)
        sizes = np.zeros(n_units)
        for block in _blocks(outgoing):
            sizes += np.abs(block).sum(axis=0)
        tolerance = 32.0 * np.finfo(float).eps * (sizes + np.abs(thresholds))
        return Wiring(outgoing, thresholds, 1.0, tolerance, False)
    thresholds = np.rint(thresholds / unit)
    largest = max(abs(float(weights.max())), abs(float(weights.min()))) / unit
    most = n_units * largest + np.abs(thresholds).max()
    small = largest <= _LARGEST and most < _FIELD
    outgoing = _turned(weights, unit, np.int16 if small else np.float64)
    whole = small or most < _DOUBLE
    rounding = 0.0 if whole else 32.0 * np.finfo(float).eps * most
    return Wiring(outgoing, thresholds, unit, np.full(n_units, rounding), whole, patterns)


def _turned(weights: np.ndarray, unit: float, kind: type) -> np.ndarray:
    """Return the transpose in multiples of a unit, square by square, each of which fits a cache."""
    turned = np.empty(weights.shape, dtype=kind)
    for i in range(0, len(weights), _TILE):
        for j in range(0, len(weights), _TILE):
            tile = weights[i : i + _TILE, j : j + _TILE].T
            turned[j : j + _TILE, i : i + _TILE] = tile if unit == 1.0 else np.rint(tile / unit)
    return turned


def _common_unit(weights: np.ndarray) -> float | None:
    """Return a number of which all weights are whole multiples, if one of three is such."""
    if weights.dtype.kind in "iu":
        return 1.0
    smallest = np.inf
    for block in _blocks(weights):
        sizes = np.abs(block)
        smallest = min(smallest, float(np.min(sizes, where=sizes > 0, initial=np.inf)))
    if smallest == np.inf:
        return 1.0
    for unit in (1.0, 1.0 / len(weights), smallest):
        if all(_multiples(block, unit) for block in _blocks(weights)):
            return unit
    return None


def _multiples(values: np.ndarray, unit: float) -> bool:
    kind = values.dtype if values.dtype == np.float32 else np.dtype(float)
    multiples = values / kind.type(unit)
    nearest = np.rint(multiples)
    return bool(np.all(np.abs(multiples - nearest) <= 8.0 * np.finfo(kind).eps * np.abs(nearest)))


def _blocks(array: np.ndarray) -> Iterator[np.ndarray]:
    """Go through an array a few lines at a time, the first by itself: most questions end there."""
    lines = max(1, _BLOCK // array.shape[1])
    yield array[:1]
    for first in range(1, len(array), lines):
        yield array[first : first + lines]
