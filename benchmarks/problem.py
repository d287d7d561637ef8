"""The problems that every program is given, and an answer that owes nothing to the library.

One axon of Hodgkin and Huxley at 6.3 C starts at rest and gets a current that begins at t = 0.
Only numpy is needed here but for `reference`, since every program's environment reads this file.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

import numpy as np

# mV, ms, uA/cm2, mS/cm2, uF/cm2
CAPACITANCE, G_NA, G_K, G_LEAK = 1.0, 120.0, 36.0, 0.3
E_NA, E_K, E_LEAK = 50.0, -77.0, -54.387
CELSIUS = 6.3
LEVEL = 0.0  # mV; a spike is a crossing of it from below


@dataclass(frozen=True)
class Problem:
    """What to solve.

    Attributes
    ----------
    lowest, highest : float
        Currents, uA/cm2: neuron k of `neurons` gets one of evenly spaced values between them.
    duration, dt : float
        ms.
    neurons : int
        One neuron: its voltage is recorded at every step. More: only their spikes are.
    rest : float
        Voltage at which nothing moves, mV; the gates are settled there.
    shock : float
        What is added to the voltage at the start, the gates left as they are, mV.
    shipped : bool
        Whether a program's own parameters are left as they come.
    """

    lowest: float = 10.0
    highest: float = 10.0
    duration: float = 1000.0
    dt: float = 0.01
    neurons: int = 1
    rest: float = math.nan
    shock: float = 0.0
    shipped: bool = False

    @property
    def currents(self) -> np.ndarray:
        """Current of each neuron, uA/cm2."""
        return np.linspace(self.lowest, self.highest, self.neurons)

    @property
    def steps(self) -> int:
        """Number of steps."""
        return round(self.duration / self.dt)

    def at(self, dt: float) -> Problem:
        """The same with another step."""
        return replace(self, dt=dt)

    def outcome(self, trains: list[Any]) -> dict[str, Any]:
        """What is kept of an answer: how many spikes, and a single neuron's times."""
        return {
            "spikes": int(sum(len(times) for times in trains)),
            "last_train": [float(t) for t in trains[-1]] if self.neurons == 1 else None,
        }

    def to_json(self) -> str:
        """A line that `from_json` understands."""
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class CableProblem:
    """An impulse that runs along an axon with sealed ends, started at its left end.

    The axon is Hodgkin and Huxley's: radius and resistivity are those of their axon 17, and so is
    the temperature.

    Attributes
    ----------
    length : float
        mm.
    compartments : int
        Equally long.
    duration, dt : float
        ms.
    current, pulse : float
        uA into the first compartment, from t = 0 for so many ms.
    rest, shipped
        As in `Problem`.
    """

    length: float = 100.0
    compartments: int = 1000
    duration: float = 20.0
    dt: float = 0.01
    celsius: float = 18.5
    radius: float = 238.0  # um
    resistivity: float = 35.4  # ohm cm
    current: float = 50.0
    pulse: float = 0.2
    rest: float = math.nan
    shipped: bool = False

    @property
    def steps(self) -> int:
        """Number of steps."""
        return round(self.duration / self.dt)

    @property
    def places(self) -> tuple[int, int]:
        """Compartments between which the speed is measured, far from both ends."""
        return round(0.3 * self.compartments), round(0.7 * self.compartments)

    def at(self, dt: float) -> CableProblem:
        """The same with another step."""
        return replace(self, dt=dt)

    def outcome(self, trains: list[Any]) -> dict[str, Any]:
        """Speed between the two places, m/s; none where no impulse came by."""
        first, last = trains
        if not (len(first) and len(last)):
            return {"speed": None}
        begin, end = self.places
        distance = (end - begin) * self.length / self.compartments
        return {"speed": distance / float(last[0] - first[0])}

    def to_json(self) -> str:
        """A line that `from_json` understands."""
        return json.dumps(asdict(self))


# What the cable's impulse has to reach as steps and compartments shrink: the speed of the
# travelling wave, found by shooting in its own equations (m/s).
SPEED = 18.73189


def from_json(text: str) -> Problem | CableProblem:
    """Read what `to_json` wrote."""
    fields = json.loads(text)
    return (CableProblem if "compartments" in fields else Problem)(**fields)


def crossings(t: np.ndarray, v: np.ndarray, level: float = LEVEL) -> np.ndarray:
    """Times at which samples cross a level upwards, by the cubic through the four around each.

    Parameters
    ----------
    t
        Evenly spaced times.
    v
        Values at these times.
    level
        What is crossed.
    """
    before = np.flatnonzero((v[:-1] < level) & (v[1:] >= level))
    first = np.clip(before - 1, 0, len(v) - 4)
    y = v[first[:, None] + np.arange(4)].astype(float) - level
    # Newton's form on the nodes 0, 1, 2, 3
    d1 = y[:, 1] - y[:, 0]
    d2 = (y[:, 2] - 2 * y[:, 1] + y[:, 0]) / 2
    d3 = (y[:, 3] - 3 * y[:, 2] + 3 * y[:, 1] - y[:, 0]) / 6
    low = (before - first).astype(float)
    high = low + 1.0
    for _ in range(50):
        s = 0.5 * (low + high)
        value = y[:, 0] + s * (d1 + (s - 1) * (d2 + (s - 2) * d3))
        below = value < 0
        low, high = np.where(below, s, low), np.where(below, high, s)
    return t[0] + (t[1] - t[0]) * (first + 0.5 * (low + high))


def rates(v: float) -> tuple[float, float, float, float, float, float]:
    """alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n in 1/ms, as the paper has them."""
    u = v + 65.0
    x, y = 2.5 - 0.1 * u, 1.0 - 0.1 * u
    psi_x = x / math.expm1(x) if abs(x) > 1e-9 else 1.0 - 0.5 * x
    psi_y = y / math.expm1(y) if abs(y) > 1e-9 else 1.0 - 0.5 * y
    return (
        psi_x,
        4.0 * math.exp(-u / 18.0),
        0.07 * math.exp(-u / 20.0),
        1.0 / (math.exp(3.0 - 0.1 * u) + 1.0),
        0.1 * psi_y,
        0.125 * math.exp(-u / 80.0),
    )


def slope(_t: float, state: Any, current: float) -> tuple[float, float, float, float]:
    """dv/dt, dm/dt, dh/dt, dn/dt."""
    v, m, h, n = (float(x) for x in state)
    am, bm, ah, bh, an, bn = rates(v)
    inward = current - G_NA * m**3 * h * (v - E_NA) - G_K * n**4 * (v - E_K)
    inward -= G_LEAK * (v - E_LEAK)
    gates = (am * (1 - m) - bm * m, ah * (1 - h) - bh * h, an * (1 - n) - bn * n)
    return (inward / CAPACITANCE, *gates)


def settled(v: float) -> tuple[float, float, float, float]:
    """The state at a voltage that has been held for ever."""
    am, bm, ah, bh, an, bn = rates(v)
    return v, am / (am + bm), ah / (ah + bh), an / (an + bn)


@cache
def rest() -> float:
    """Resting voltage, mV, by bisection: the net current is inward below it, outward above."""
    low, high = -80.0, -60.0
    for _ in range(100):
        v = 0.5 * (low + high)
        if slope(0.0, settled(v), 0.0)[0] > 0:
            low = v
        else:
            high = v
    return 0.5 * (low + high)


@cache
def reference(current: float, duration: float) -> tuple[float, ...]:
    """Spike times, ms, by scipy's DOP853 at a relative tolerance of 1e-12, from the equations here.

    Parameters
    ----------
    current
        uA/cm2, from t = 0 on.
    duration
        ms.
    """
    from scipy.integrate import solve_ivp

    def crossed(_t: float, state: Any, _current: float) -> float:
        return state[0] - LEVEL

    crossed.direction = 1.0
    solution = solve_ivp(
        slope,
        (0.0, duration),
        settled(rest()),
        method="DOP853",
        rtol=1e-12,
        atol=1e-13,
        args=(current,),
        events=crossed,
    )
    return tuple(float(t) for t in solution.t_events[0])


def error_of_last(times: Any, right: Any) -> float:
    """Time of the last spike found, less that of the right spike of the same number, ms.

    Parameters
    ----------
    times
        Spikes found.
    right
        Spikes as they should be.

    Returns
    -------
    float
        NaN without a spike, or with more than there should be.
    """
    count = len(times)
    return float(times[-1] - right[count - 1]) if 0 < count <= len(right) else math.nan
