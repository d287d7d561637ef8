"""Strength against duration: how strong a pulse must be that lasts so long.

A short pulse has to bring a charge, so its strength goes as one over its duration; a long one has
to bring a current, the rheobase. In between lies the curve that L. Lapicque drew in 1907.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from neuromath_lib.hodgkin_huxley import equations
from neuromath_lib.hodgkin_huxley.parameters import Axon
from neuromath_lib.hodgkin_huxley.peaks import peak
from neuromath_lib.hodgkin_huxley.simulate import simulate
from neuromath_lib.hodgkin_huxley.stimuli import Step
from neuromath_lib.numerics.validation import common_shape, number, numbers

_DT = 0.02  # ms at 6.3 Celsius; with rk4 the threshold's error is then below a millionth of it
_ABREAST = 8  # strengths tried at once for each duration
_RISE = 1.25  # from one to the next, on the way up: so slow that no voltage leaves all bounds
_FIRED = 0.0  # mV
_ROWS = 32  # durations taken together, to bound the memory


def strength_duration(
    axon: Axon,
    durations: Any,
    *,
    wait: float | None = None,
    largest: float = 1e5,
    rtol: float = 1e-8,
) -> Any:
    """Return the weakest rectangular pulse from rest that makes a spike, for each duration.

    Parameters
    ----------
    axon : Axon
        The membrane.
    durations : float or array_like
        ms, at least 0.001; infinity gives the rheobase. They broadcast with the axon's fields.
    wait : float, optional
        ms from the onset within which the voltage must rise above 0 mV. If left out, eight times
        the slowest time constant at rest: 68 ms at 6.3 Celsius.
    largest : float
        uA/cm2; no pulse that is more than twice as strong is tried.
    rtol : float
        Relative accuracy of the search.

    Returns
    -------
    float or numpy.ndarray
        uA/cm2, in the shape of `durations` and axon together. Infinity where no pulse makes a
        spike.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or the axon rests above 0 mV.

    Notes
    -----
    Where the response is graded, as at 18.5 Celsius, "makes a spike" means no more than what it
    says: the voltage rises above 0 mV.

    Examples
    --------
    >>> from neuromath_lib.hodgkin_huxley import Axon
    >>> strength_duration(Axon(), [0.5, float("inf")]).round(4).tolist()
    [13.2751, 2.2403]
    """
    if not isinstance(axon, Axon):
        raise ValueError(f"axon was {axon!r}; it should be an Axon, as in Axon()")
    durations = numbers("durations", durations, low=1e-3, infinite=True, unit="ms")
    largest = number("largest", largest, above=0.0, unit="uA/cm2")
    rtol = number("rtol", rtol, low=1e-12, high=0.1)
    shape = common_shape(durations=durations, axon=np.empty(axon.shape))
    if wait is not None:
        wait = number("wait", wait, above=0.1, unit="ms")
    if np.any(axon.equilibrium().v > _FIRED):
        raise ValueError("axon was one that rests above 0 mV; it should rest below, to be excited")
    durations = np.broadcast_to(durations, shape).ravel()
    found = np.empty(durations.size)
    for rows in _alike(axon, shape):
        some = axon.flat(shape, rows) if axon.shape else axon
        found[rows] = _thresholds(some, durations[rows], wait, largest, rtol)
    return found.reshape(shape)[()]


Fires = Callable[[np.ndarray, np.ndarray], np.ndarray]


def _alike(axon: Axon, shape: tuple[int, ...]) -> Iterator[np.ndarray]:
    """Yield the numbers of rows to take together: axons about as fast, which suit one step."""
    fast = np.broadcast_to(equations.speed(axon.temperature), shape).ravel()
    order = np.argsort(fast, kind="stable")
    first = 0
    while first < order.size:
        alike = fast[order[first:]] <= 1.5 * fast[order[first]]
        last = first + min(int(np.count_nonzero(alike)), _ROWS)
        yield order[first:last]
        first = last


def _thresholds(
    axon: Axon, durations: np.ndarray, wait: float | None, largest: float, rtol: float
) -> np.ndarray:
    """Return the thresholds of one row of pulses, of one axon or as many as there are pulses."""
    wait = _patience(axon) if wait is None else wait
    dt = min(_DT / max(1.0, float(np.max(equations.speed(axon.temperature)))), wait / 100.0)
    stops = np.minimum(durations, 2.0 * wait)

    def fires(which: np.ndarray, strengths: np.ndarray) -> np.ndarray:
        """Return which of the pulses, (row, abreast), make spikes."""
        some = axon.flat(axon.shape, which).with_time_axis() if axon.shape else axon
        pulses = Step(strengths, 0.0, stops[which, None])
        return peak(simulate(some, pulses, wait, dt=dt, method="rk4")).v > _FIRED

    weak = 0.2 * axon.capacitance / stops + 0.02  # moves V by .2 mV, or hardly
    return _narrowed(fires, *_enclosed(fires, weak, largest), rtol)


def _patience(axon: Axon) -> float:
    """Return eight times the slowest time constant at rest, ms."""
    rest = axon.equilibrium()
    rates = axon.rates(rest.v)
    conductance = axon.g_na * rest.m**3 * rest.h + axon.g_k * rest.n**4 + axon.g_leak
    with np.errstate(divide="ignore"):
        membrane = np.minimum(axon.capacitance / conductance, 100.0)
    return 8.0 * float(max(np.max(x) for x in (rates.tau_m, rates.tau_h, rates.tau_n, membrane)))


def _enclosed(fires: Fires, weak: np.ndarray, largest: float) -> tuple[np.ndarray, np.ndarray]:
    """Climb from `weak` pulses; return the last that failed and the first that fired."""
    low, high = np.zeros(weak.size), np.full(weak.size, np.inf)
    ladder = _RISE ** np.arange(_ABREAST)
    which = np.arange(weak.size)
    start = weak.copy()
    while which.size:
        strengths = start[which, None] * ladder
        fired = fires(which, strengths)
        first = np.argmax(fired, axis=1)
        done = fired.any(axis=1)
        below = np.where(done, first - 1, _ABREAST - 1)
        rows = np.arange(which.size)
        low[which] = np.where(below >= 0, strengths[rows, below], low[which])
        high[which[done]] = strengths[rows[done], first[done]]
        start[which] = _RISE * strengths[:, -1]
        which = which[~done & (start[which] <= largest)]
    return low, high


def _narrowed(fires: Fires, low: np.ndarray, high: np.ndarray, rtol: float) -> np.ndarray:
    """Narrow each interval down, all of them at once."""
    shares = np.arange(1, _ABREAST + 1) / (_ABREAST + 1.0)
    while True:
        with np.errstate(invalid="ignore"):
            which = np.flatnonzero(np.isfinite(high) & (high - low > rtol * high))
        if not which.size:
            return np.where(np.isfinite(high), 0.5 * (low + high), np.inf)
        below, above = low[which, None], high[which, None]
        strengths = below + shares * (above - below)
        fired = fires(which, strengths)
        first = np.where(fired.any(axis=1), np.argmax(fired, axis=1), _ABREAST)
        ends = np.concatenate([below, strengths, above], axis=1)
        rows = np.arange(which.size)
        low[which], high[which] = ends[rows, first], ends[rows, first + 1]
