"""What a program finds for the quantities of the model: the same questions to all of them.

``values PROGRAM SHIPPED`` prints one line of JSON. The questions are those of the model's table
that a program can be asked without writing a solver: they are read off the voltage it records.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import math
import sys
from collections.abc import Callable
from importlib import metadata
from typing import Any

import numpy as np

from benchmarks.problem import CableProblem, Problem, crossings, error_of_last
from benchmarks.programs.common import Ready

DT = 0.025  # ms: what NEURON and Jaxley take if nothing is said
START = -65.0  # mV: from where users let a membrane settle
CURRENTS = (10.0, 20.0, 50.0)  # uA/cm2


def answer(ready: Ready) -> Any:
    """Let a program solve a problem once."""
    if ready.reset:
        ready.reset()
    return ready.run()


def voltage(make: Callable[[Problem], Ready], problem: Problem) -> np.ndarray:
    """Voltage of a single neuron at 0, dt, 2 dt ..."""
    ready = make(problem)
    return np.asarray(ready.trace(answer(ready)), dtype=float)


def highest(v: np.ndarray, dt: float) -> tuple[float, float]:
    """Height and time of the highest point of samples, by the parabola through three of them."""
    k = int(np.clip(np.argmax(v), 1, len(v) - 2))
    before, here, after = v[k - 1 : k + 2]
    bend = before - 2.0 * here + after
    offset = 0.5 * (before - after) / bend if bend else 0.0
    return here - 0.25 * (before - after) * offset, (k + offset) * dt


def values(
    neuron: Callable[[Problem], Ready],
    cable: Callable[[CableProblem], Ready] | None,
    *,
    shipped: bool,
    right: tuple[float, ...],
    dt: float = DT,
    shocks: bool = True,
) -> dict[str, float | None]:
    """Ask everything.

    Parameters
    ----------
    neuron, cable
        Make a program ready for either kind of problem.
    shipped
        Whether its parameters stay as they come.
    right
        Spikes at 10 uA/cm2 as they should be, ms.
    dt
        ms.
    shocks
        Whether it can set the voltage and leave the gates.

    Returns
    -------
    dict
        Name of a quantity to its value, None where there is none.
    """
    settled = Problem(0.0, 0.0, duration=500.0, dt=dt, rest=START, shipped=shipped)
    rest = float(voltage(neuron, settled)[-1])
    found: dict[str, float | None] = {"rest": rest}
    quiet = dataclasses.replace(settled, rest=rest)
    if shocks:
        v = voltage(neuron, dataclasses.replace(quiet, duration=10.0, shock=15.0))
        found["shock_15_peak"], found["shock_15_time"] = highest(v, dt)
    for current in CURRENTS:
        problem = dataclasses.replace(quiet, lowest=current, highest=current, duration=1000.0)
        v = voltage(neuron, problem)
        times = crossings(np.arange(len(v)) * dt, v)
        late = times[times > 500.0]
        rate = 1000.0 * (len(late) - 1) / (late[-1] - late[0]) if len(late) > 1 else None
        found[f"cycle_rate_{current:.0f}"] = rate
        if current == CURRENTS[0]:
            found["first_spike"] = float(times[0])
            found["fourth_spike"] = float(times[3])
            found["period"] = 1000.0 / rate
            found["spikes_in_a_second"] = len(times)
            found["last_spike_error"] = error_of_last(times, right)
    if cable:
        problem = CableProblem(dt=dt, duration=10.0, rest=rest, shipped=shipped)
        ready = cable(problem)
        found["cable_speed"] = problem.outcome(ready.spikes(answer(ready)))["speed"]
    return {
        name: None if value is None or not math.isfinite(value) else value
        for name, value in found.items()
    }


def main() -> None:
    """Do what the command line asks."""
    program, shipped, right = sys.argv[1], sys.argv[2] == "shipped", json.loads(sys.argv[3])
    module = importlib.import_module(f"benchmarks.programs.run_{program}")
    neuron, cable = module.usual()
    found = values(
        neuron, cable, shipped=shipped, right=tuple(right), shocks=getattr(module, "SHOCKS", True)
    )
    print(json.dumps({"version": metadata.version(module.PACKAGE), "values": found}))


if __name__ == "__main__":
    main()
