"""How exact the methods of `simulate` are: their orders, and a spike train after a second.

The orders are those of the theory. The errors of the spike train were measured beforehand against
an integration by other code; here the yardstick is the rule of Runge and Kutta with a step so
short that its own error is a few billionths of a millisecond.
"""

from __future__ import annotations

import functools

import numpy as np

from neuromath_lib.evidence.table import Quantity, Source
from neuromath_lib.hodgkin_huxley import Axon, Step, simulate, spike_trains

AXON = Axon()
STIMULUS = Step(10.0)

_EQUATIONS = Source(
    "HodgkinHuxley1952",
    "Hodgkin & Huxley 1952",
    "10.1113/jphysiol.1952.sp004764",
    "from eq. 26 and Table 3",
)
_STEP_OF_THE_YARDSTICK = 0.002  # ms
_NAMES = {
    "euler": "Euler's rule",
    "exponential": "exponential Euler",
    "staggered": "staggered steps",
    "rk4": "the rule of Runge and Kutta",
}
# Short enough that the leading term of the error is all that counts, long enough for round-off.
_STEPS = {"euler": 0.00125, "exponential": 0.00125, "staggered": 0.005, "rk4": 0.005}


def _wrong(method: str, dt: float) -> float:
    """Root mean square error of the voltage over 8 ms, mV."""
    trace = simulate(AXON, STIMULUS, 8.0, method=method, dt=dt, every=round(0.1 / dt))
    return float(np.sqrt(np.mean((trace.v - _exact_start()) ** 2)))


@functools.cache
def _exact_start() -> np.ndarray:
    return simulate(AXON, STIMULUS, 8.0, method="adaptive", dt=0.1).v


def _order(method: str) -> float:
    """Twofold drops of the error where the step is halved."""
    dt = _STEPS[method]
    return float(np.log2(_wrong(method, dt) / _wrong(method, dt / 2)))


@functools.cache
def _spikes(method: str, dt: float = 0.01) -> np.ndarray:
    return spike_trains(AXON, STIMULUS, 1000.0, method=method, dt=dt)


def _late(method: str) -> float:
    """Error of the last spike of a second, against the spike of the same number, ms."""
    exact, found = _spikes("rk4", _STEP_OF_THE_YARDSTICK), _spikes(method)
    both = min(len(exact), len(found))
    return float(found[both - 1] - exact[both - 1])


QUANTITIES = (
    *(
        Quantity(
            name=f"order_{method}",
            quantity=f"{_NAMES[method]}: order, from halving the step",
            symbol="p",
            unit="",
            reference=reference,
            tolerance=0.1 / float(reference),
            compute=functools.partial(_order, method),
            source=_EQUATIONS,
            decimals=2,
        )
        for method, reference in (
            ("euler", "1"),
            ("exponential", "1"),
            ("staggered", "2"),
            ("rk4", "4"),
        )
    ),
    Quantity(
        name="spikes_second",
        quantity="10 µA/cm² for 1 s: number of spikes",
        symbol="N",
        unit="",
        reference="69",
        tolerance=0.0,
        compute=lambda: len(_spikes("rk4", _STEP_OF_THE_YARDSTICK)),
        source=_EQUATIONS,
    ),
    Quantity(
        name="spikes_exponential",
        quantity="the same by exponential Euler, step 0.01 ms",
        symbol="N",
        unit="",
        reference="68",
        tolerance=0.0,
        compute=lambda: len(_spikes("exponential")),
        source=_EQUATIONS,
    ),
    *(
        Quantity(
            name=f"late_{method}",
            quantity=f"error of its last spike by {_NAMES[method]}, step 0.01 ms",
            symbol="δt",
            unit="ms",
            reference=reference,
            tolerance=tolerance,
            compute=functools.partial(_late, method),
            source=_EQUATIONS,
        )
        for method, reference, tolerance in (
            ("euler", "-0.258", 4e-3),
            ("exponential", "4.92", 2e-3),
            ("staggered", "0.0112", 1e-2),
        )
    ),
    Quantity(
        name="late_rk4",
        quantity=f"error of its last spike by {_NAMES['rk4']}, step 0.01 ms",
        symbol="δt",
        unit="ns",
        reference="1.9",
        tolerance=0.05,
        compute=lambda: 1e6 * _late("rk4"),
        source=_EQUATIONS,
    ),
)
