"""What a nudge does to the next spike: the phase response of a firing axon.

A small deviation from the cycle dies out, but the axon is then ahead or behind for good. By how
much, for a deviation of one millivolt, depends on when it was made. An axon that can be delayed as
well as advanced is of type II: its rhythm begins at a Hopf point or a fold of cycles, and it can
lock to a partner. One that is only ever advanced is of type I.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.hodgkin_huxley.cycles import Cycle, cycle, flow_of
from neuromath_lib.hodgkin_huxley.parameters import Axon
from neuromath_lib.hodgkin_huxley.simulate import simulate
from neuromath_lib.hodgkin_huxley.stimuli import Step
from neuromath_lib.numerics.periodic_orbits import adjoint
from neuromath_lib.numerics.validation import number, numbers, whole_number


@dataclasses.dataclass(frozen=True, eq=False)
class PhaseResponse:
    """By how much a shock of the voltage advances all later spikes.

    Attributes
    ----------
    phase : numpy.ndarray
        When the shock comes, in periods, from one peak of the voltage (0) to the next (1).
    t : numpy.ndarray
        The same in ms.
    response : numpy.ndarray
        ms of advance for each mV of shock; negative is delay. nan where a shock of finite size
        stops the firing.
    size : float
        mV of the shock; 0 means infinitely small.
    cycle : Cycle
        The cycle that was shocked.
    """

    phase: np.ndarray
    t: np.ndarray
    response: np.ndarray
    size: float
    cycle: Cycle = dataclasses.field(repr=False)

    @property
    def period(self) -> float:
        """ms, of the cycle left alone."""
        return self.cycle.period

    @property
    def advance(self) -> np.ndarray:
        """ms by which the shock moves later spikes ahead; of 1 mV if the size is 0."""
        return self.response * (self.size or 1.0)

    @property
    def smallest(self) -> float:
        """The strongest delay (or least advance), ms/mV."""
        return float(np.nanmin(self.response))

    @property
    def largest(self) -> float:
        """The strongest advance, ms/mV."""
        return float(np.nanmax(self.response))

    @property
    def kind(self) -> str:
        """Type "II" if the delays are more than a twentieth of the advances, else "I"."""
        weaker, stronger = sorted([-self.smallest, self.largest])
        return "II" if weaker > 0.05 * stronger else "I"


def phase_response(
    axon: Axon,
    current: float,
    *,
    size: float = 0.0,
    phases: Any = 401,
    settle: int = 6,
) -> PhaseResponse:
    """Return the phase response of the cycle that attracts at a current.

    Parameters
    ----------
    axon : Axon
        One axon, not a batch.
    current : float
        uA/cm2.
    size : float
        Shock in mV. 0, the default, is the limit of small ones, computed exactly from the adjoint
        of the linearised equations and not by giving a small shock. Otherwise axons are shocked
        at the phases asked for, all in one batch, and compared with one that was not.
    phases : int or array_like
        How many phases from 0 to 1, or which ones.
    settle : int
        Periods to wait before later spikes are compared, with a shock of finite size.

    Returns
    -------
    PhaseResponse
        ``phase``, ``t`` (ms), ``response`` (ms/mV), ``kind``.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or no cycle attracts at this current.

    Notes
    -----
    The adjoint method: I. G. Malkin 1949; B. Ermentrout 1996, Neural Comput 8:979,
    doi:10.1162/neco.1996.8.5.979.

    Examples
    --------
    >>> from neuromath_lib.hodgkin_huxley import Axon
    >>> response = phase_response(Axon(), 10.0)
    >>> round(response.smallest, 3), round(response.largest, 3), response.kind
    (-0.249, 0.507, 'II')
    """
    size = number("size", size, low=-100.0, high=100.0, unit="mV")
    settle = whole_number("settle", settle)
    places = _phases(phases)
    firing = cycle(axon, current)
    if size == 0.0:
        gradient = adjoint(flow_of(axon), firing.orbit)
        peak = firing.orbit.extremes(0)[0][1]
        response = gradient(peak + places)[:, 0]
    else:
        response = _shocked(axon, firing, places, size, settle) / size
    return PhaseResponse(
        phase=places, t=places * firing.period, response=response, size=size, cycle=firing
    )


def _phases(phases: Any) -> np.ndarray:
    if isinstance(phases, bool):
        raise ValueError(f"phases was {phases!r}; it should be a number of phases, or phases")
    if isinstance(phases, int | np.integer):
        return np.linspace(0.0, 1.0, whole_number("phases", phases, low=2))
    return np.atleast_1d(numbers("phases", phases)).ravel()


def _shocked(axon: Axon, firing: Cycle, places: np.ndarray, size: float, settle: int) -> np.ndarray:
    """Return the advance in ms, between minus half a period and half a period."""
    # One axon more, the last, is not shocked.
    start = firing.state(np.append(places, 0.0) * firing.period)
    start = start.shocked(np.append(np.full(places.shape, size), 0.0))
    trace = simulate(
        axon,
        Step(firing.current),
        (settle + 2.5) * firing.period,
        dt=min(0.02, firing.period / 400.0),
        method="rk4",
        initial=start,
    )
    middle = 0.5 * (firing.v_max + firing.v_min)
    crossings = trace.spike_times(middle)
    reference = crossings[-1][-1]
    before = trace.t[-1] - 2.0 * firing.period
    advance = np.full(places.shape, np.nan)
    for k, times in enumerate(crossings[:-1]):
        if times.size and times[-1] > before:
            ahead = reference - (times[-1] + places[k] * firing.period)
            advance[k] = np.mod(ahead + 0.5 * firing.period, firing.period) - 0.5 * firing.period
    return advance
