"""How little is enough: thresholds for shocks, currents, pulses, and letting go.

Nothing in the equations says *threshold*. Each number here is found by asking many axons at once
and narrowing down between the last that stayed quiet and the first that fired. "Fired" means that
the voltage rose above 0 mV.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from neuromath_lib.hodgkin_huxley import equations
from neuromath_lib.hodgkin_huxley.parameters import Axon
from neuromath_lib.hodgkin_huxley.peaks import peak
from neuromath_lib.hodgkin_huxley.simulate import simulate
from neuromath_lib.hodgkin_huxley.stimuli import Step, Stimulus
from neuromath_lib.numerics.bisection import turning_point
from neuromath_lib.numerics.validation import number

_FIRED = 0.0  # mV
_DT = 0.01  # ms at 6.3 Celsius, with rk4: a threshold's error is then a hundred-millionth of it


def shock_threshold(
    axon: Axon, *, largest: float = 60.0, duration: float = 60.0, rtol: float = 1e-9
) -> Any:
    """Return the smallest shock from rest that makes a spike, mV.

    Parameters
    ----------
    axon : Axon
        A field that is an array gives an array of thresholds.
    largest : float
        mV, the largest shock tried; one of 65 mV would lift the voltage above 0 by itself.
    duration : float
        ms to wait for the spike, which comes later the smaller the shock.
    rtol : float
        Relative accuracy of the search.

    Returns
    -------
    float or numpy.ndarray
        mV; infinity where no shock makes a spike. Where the response is graded, as at 18.5
        Celsius, it is the shock whose response reaches 0 mV, and nothing jumps there.

    Raises
    ------
    ValueError
        If an argument is not what it should be.

    Examples
    --------
    >>> round(shock_threshold(Axon()), 4)
    6.5051
    """
    largest = number("largest", largest, above=0.0, high=64.0, unit="mV")

    def search(one: Axon) -> float:
        rest = one.equilibrium()

        def fires(shocks: np.ndarray) -> np.ndarray:
            return _fires(one, Step(0.0), duration, rest.shocked(shocks))

        return turning_point(fires, 0.0, largest, rtol=rtol)

    return _each(axon, search)


def rheobase(
    axon: Axon, *, largest: float = 50.0, duration: float = 100.0, rtol: float = 1e-9
) -> Any:
    """Return the smallest lasting current that makes one spike from rest, uA/cm2.

    One spike, at its start, is all that the smallest current makes: the current at which firing
    goes on and on is almost three times as large.

    Parameters
    ----------
    axon : Axon
        A field that is an array gives an array of rheobases.
    largest : float
        uA/cm2, the largest current tried.
    duration : float
        ms to wait for the spike.
    rtol : float
        Relative accuracy of the search.

    Returns
    -------
    float or numpy.ndarray
        uA/cm2; infinity where no current makes a spike.

    Raises
    ------
    ValueError
        If an argument is not what it should be.

    Examples
    --------
    >>> round(rheobase(Axon()), 4)
    2.2403
    """
    largest = number("largest", largest, above=0.0, unit="uA/cm2")

    def search(one: Axon) -> float:
        def fires(currents: np.ndarray) -> np.ndarray:
            return _fires(one, Step(currents), duration)

        return turning_point(fires, 0.0, largest, rtol=rtol)

    return _each(axon, search)


def pulse_threshold(
    axon: Axon,
    width: float,
    *,
    onset: float = 0.0,
    background: Stimulus | None = None,
    largest: float = 500.0,
    window: float = 15.0,
    rtol: float = 1e-9,
) -> Any:
    """Return the smallest rectangular pulse that makes a spike, uA/cm2.

    Parameters
    ----------
    axon : Axon
        A field that is an array gives an array of thresholds.
    width : float
        Length of the pulse, ms.
    onset : float
        When the pulse begins, ms.
    background : Stimulus, optional
        What else is injected: an earlier pulse, for the refractory period.
    largest : float
        uA/cm2, the largest pulse tried. One of more than about 65 mV times the capacitance over
        `width` lifts the voltage above 0 by itself, spike or none.
    window : float
        ms after the onset within which the spike must come.
    rtol : float
        Relative accuracy of the search.

    Returns
    -------
    float or numpy.ndarray
        uA/cm2; infinity where no pulse makes a spike.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or the voltage is above 0 mV at the onset.

    Examples
    --------
    >>> round(pulse_threshold(Axon(), 0.5), 4)
    13.2751
    """
    width = number("width", width, above=0.0, unit="ms")
    onset = number("onset", onset, low=0.0, unit="ms")
    largest = number("largest", largest, above=0.0, unit="uA/cm2")
    window = number("window", window, above=0.0, unit="ms")
    if background is not None and (not isinstance(background, Stimulus) or background.shape):
        raise ValueError(f"background was {background!r}; it should be one stimulus, or left out")

    def search(one: Axon) -> float:
        def fires(amplitudes: np.ndarray) -> np.ndarray:
            pulse: Stimulus = Step(amplitudes, onset, onset + width)
            if background is not None:
                pulse = pulse + background
            return _fires(one, pulse, onset + window, after=onset)

        return turning_point(fires, 0.0, largest, rtol=rtol)

    return _each(axon, search)


def anode_break_threshold(
    axon: Axon, *, deepest: float = 40.0, duration: float = 60.0, rtol: float = 1e-9
) -> Any:
    """Return the voltage from which letting go makes a spike, mV.

    The membrane is held at a voltage below rest for so long that its gates settle there, and then
    left alone. Rested so, with sodium channels ready and potassium channels shut, it overshoots.

    Parameters
    ----------
    axon : Axon
        A field that is an array gives an array of voltages.
    deepest : float
        mV below the equilibrium, the deepest hold tried.
    duration : float
        ms to wait for the spike.
    rtol : float
        Accuracy of the search, relative to the depth.

    Returns
    -------
    float or numpy.ndarray
        The highest such voltage, mV; minus infinity where no hold makes a spike.

    Raises
    ------
    ValueError
        If an argument is not what it should be.

    Examples
    --------
    >>> round(anode_break_threshold(Axon()), 4)
    -67.9977
    """
    deepest = number("deepest", deepest, above=0.0, high=300.0, unit="mV")

    def search(one: Axon) -> float:
        rest = one.equilibrium().v

        def fires(depths: np.ndarray) -> np.ndarray:
            return _fires(one, Step(0.0), duration, equations.settled(one, rest - depths))

        return float(rest - turning_point(fires, 0.0, deepest, rtol=rtol))

    return _each(axon, search)


def _fires(
    axon: Axon, stimulus: Stimulus, duration: float, initial: Any = None, after: float = 0.0
) -> np.ndarray:
    # A warm axon's gates are faster, and so must be the steps.
    dt = _DT / max(1.0, float(np.max(equations.speed(axon.temperature))))
    trace = simulate(axon, stimulus, duration, initial=initial, dt=dt, method="rk4")
    begin = int(np.searchsorted(trace.t, after - 1e-9))
    if np.any(trace.v[..., begin] > _FIRED):
        raise ValueError(
            f"onset was {after:g} ms; the voltage is above 0 mV by then, whatever follows"
        )
    return peak(trace, after=after).v > _FIRED


def _each(axon: Axon, search: Callable[[Axon], float]) -> Any:
    """Search for one axon after the other, whose thresholds may differ widely."""
    if not isinstance(axon, Axon):
        raise ValueError(f"axon was {axon!r}; it should be an Axon, as in Axon()")
    if not axon.shape:
        return search(axon)
    found = [search(axon.flat(axon.shape, k)) for k in range(int(np.prod(axon.shape)))]
    return np.reshape(found, axon.shape)
