"""How high a voltage rises, and when."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.hodgkin_huxley.trace import Trace
from neuromath_lib.numerics.crossings import hermite_peak
from neuromath_lib.numerics.validation import number


@dataclasses.dataclass(frozen=True, eq=False)
class Peak:
    """The highest voltage of a trace.

    Attributes
    ----------
    v : float or numpy.ndarray
        How high, mV; in the shape of the batch.
    t : float or numpy.ndarray
        When, ms.
    """

    v: Any
    t: Any


def peak(trace: Trace, *, after: float = 0.0) -> Peak:
    """Find the highest voltage, between the stored points as well as on them.

    Parameters
    ----------
    trace : Trace
        A simulation.
    after : float
        Look only from this time on, ms.

    Returns
    -------
    Peak
        ``v`` (mV) and ``t`` (ms). A voltage that only falls has its peak where the search begins.

    Raises
    ------
    ValueError
        If `trace` is not a Trace, or fewer than two of its points lie at or after `after`.

    Examples
    --------
    >>> from neuromath_lib.hodgkin_huxley import Axon, Step, simulate
    >>> axon = Axon()
    >>> shock = axon.equilibrium().shocked(15.0)
    >>> highest = peak(simulate(axon, Step(0.0), 5.0, method="rk4", initial=shock))
    >>> round(highest.v, 2), round(highest.t, 3)
    (40.41, 1.159)
    """
    if not isinstance(trace, Trace):
        raise ValueError(f"trace was {trace!r}; it should be a Trace, as simulate returns")
    after = number("after", after, unit="ms")
    begin = int(np.searchsorted(trace.t, after - 1e-9))
    last = len(trace.t) - 1
    if begin >= last:
        raise ValueError(f"after was {after:g} ms; the trace ends at {trace.t[-1]:g} ms")
    v = trace.v.reshape(-1, len(trace.t))
    everyone = np.arange(len(v))
    top = begin + np.argmax(v[:, begin:], axis=1)
    # The true top lies on one side or the other of the highest point.
    height, time = v[everyone, top], trace.t[top]
    for k in (np.maximum(top - 1, begin), np.minimum(top, last - 1)):
        where, value = hermite_peak(*trace.interval(everyone, k))
        higher = value > height
        height = np.where(higher, value, height)
        time = np.where(higher, trace.t[k] + where * np.diff(trace.t)[k], time)
    if not trace.shape:
        return Peak(v=float(height[0]), t=float(time[0]))
    return Peak(v=height.reshape(trace.shape), t=time.reshape(trace.shape))
