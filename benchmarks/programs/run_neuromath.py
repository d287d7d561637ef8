"""The library of this book."""

from __future__ import annotations

import dataclasses
import math
from functools import partial
from typing import Any

import numpy as np

from benchmarks import problem as model
from benchmarks.problem import CableProblem, Problem
from benchmarks.programs.common import Ready, main
from neuromath_lib.hodgkin_huxley import Axon, Step, simulate, simulate_cable, spike_trains
from neuromath_lib.hodgkin_huxley.simulate import METHODS

PACKAGE = "neuromath-lib"
AXON = Axon(
    capacitance=model.CAPACITANCE,
    g_na=model.G_NA,
    g_k=model.G_K,
    g_leak=model.G_LEAK,
    e_na=model.E_NA,
    e_k=model.E_K,
    e_leak=model.E_LEAK,
    temperature=model.CELSIUS,
)


def ready(problem: Problem, method: str, precision: str = "double") -> Ready:
    """One axon with its whole trace (v, m, h, n at every step), or the spikes of many."""
    if problem.neurons == 1 and precision == "double":
        current = Step(problem.lowest)
        start = AXON.equilibrium().shocked(problem.shock)
        how = {"dt": problem.dt, "method": method, "initial": start}
        return Ready(
            run=lambda: simulate(AXON, current, problem.duration, **how),
            spikes=lambda trace: [trace.spike_times()],
            trace=lambda trace: trace.v,
        )
    many = Step(problem.currents)
    how = {"dt": problem.dt, "method": method, "precision": precision}
    return Ready(
        run=lambda: spike_trains(AXON, many, problem.duration, **how),
        spikes=lambda trains: trains,
    )


def cable(problem: CableProblem) -> Ready:
    """The whole voltage 20 times a millisecond, and all arrivals in all compartments."""
    dx_um = 1000.0 * problem.length / problem.compartments
    area = 2.0 * math.pi * problem.radius * dx_um * 1e-8  # cm2, of a compartment
    electrode_mm = 2e-3 * dx_um  # half of it lies beyond the end
    pulse = Step(problem.current / area, stop=problem.pulse)
    axon = dataclasses.replace(AXON, temperature=problem.celsius)
    return Ready(
        run=lambda: simulate_cable(
            axon,
            problem.length,
            problem.duration,
            pulse,
            dx_um=dx_um,
            dt=problem.dt,
            radius_um=problem.radius,
            axial_resistivity=problem.resistivity,
            electrode_mm=electrode_mm,
            level=model.LEVEL,
        ),
        spikes=lambda found: [
            found.arrivals[:1, place][~np.isnan(found.arrivals[:1, place])]
            for place in problem.places
        ],
    )


def usual() -> tuple[Any, Any]:
    """Return what makes it ready for a neuron and for a cable in the way it is mostly used."""
    return partial(ready, method="staggered"), cable


if __name__ == "__main__":
    main(
        PACKAGE,
        {method: partial(ready, method=method) for method in METHODS}
        | {"staggered, float32": partial(ready, method="staggered", precision="single")},
        {"staggered": cable},
    )
