"""Arbor, with the `hh` mechanism that comes with it."""

from __future__ import annotations

import math
from typing import Any

import arbor
import numpy as np
from arbor import units

from benchmarks import problem as model
from benchmarks.problem import CableProblem, Problem
from benchmarks.programs.common import Ready, from_voltage, main

PACKAGE = "arbor"
SHOCKS = False  # its initial voltage sets the gates, too
RADIUS, LENGTH = 5.0, 10.0  # um
AREA = 2.0 * math.pi * RADIUS * LENGTH  # um2


def cylinder(
    problem: Problem | CableProblem, length: float, radius: float, celsius: float
) -> tuple[Any, Any]:
    """Return the form (um) of a piece of axon, and what it is made of."""
    tree = arbor.segment_tree()
    ends = (arbor.mpoint(x, 0.0, 0.0, radius) for x in (0.0, length))
    tree.append(arbor.mnpos, *ends, tag=1)
    decor = arbor.decor()
    decor.set_property(
        Vm=problem.rest * units.mV,
        cm=model.CAPACITANCE * 1e-2 * units.F / units.m2,
        tempK=(celsius + 273.15) * units.Kelvin,
    )
    values = {}
    if not problem.shipped:
        decor.set_ion("na", rev_pot=model.E_NA * units.mV)
        decor.set_ion("k", rev_pot=model.E_K * units.mV)
        values = {
            "gnabar": model.G_NA * 1e-3,
            "gkbar": model.G_K * 1e-3,
            "gl": model.G_LEAK * 1e-3,
            "el": model.E_LEAK,
        }
    decor.paint("(all)", arbor.density("hh", values))
    return tree, decor


class Recipe(arbor.recipe):
    """Cells of one compartment, each under its own current."""

    def __init__(self, problem: Problem) -> None:
        arbor.recipe.__init__(self)
        self.problem = problem
        self.properties = arbor.neuron_cable_properties()
        self.properties.catalogue = arbor.default_catalogue()

    def num_cells(self) -> int:
        return self.problem.neurons

    def cell_kind(self, _gid: int) -> Any:
        return arbor.cell_kind.cable

    def global_properties(self, _kind: Any) -> Any:
        return self.properties

    def probes(self, _gid: int) -> list[Any]:
        if self.problem.neurons > 1:
            return []
        return [arbor.cable_probe_membrane_voltage("(location 0 0.5)", "voltage")]

    def cell_description(self, gid: int) -> Any:
        tree, decor = cylinder(self.problem, LENGTH, RADIUS, model.CELSIUS)
        current = float(self.problem.currents[gid]) * AREA * 1e-5 * units.nA
        decor.place("(location 0 0.5)", arbor.i_clamp(current))
        decor.place(
            "(location 0 0.5)", arbor.threshold_detector(model.LEVEL * units.mV), "detector"
        )
        return arbor.cable_cell(tree, decor, discretization=arbor.cv_policy_single())


class CableRecipe(Recipe):
    """One long cell."""

    def num_cells(self) -> int:
        return 1

    def probes(self, _gid: int) -> list[Any]:
        return [
            arbor.cable_probe_membrane_voltage(self.location(place), f"voltage {place}")
            for place in self.problem.places
        ]

    def location(self, place: int) -> str:
        """Return the centre of a compartment."""
        return f"(location 0 {(place + 0.5) / self.problem.compartments})"

    def cell_description(self, _gid: int) -> Any:
        problem = self.problem
        tree, decor = cylinder(problem, 1e3 * problem.length, problem.radius, problem.celsius)
        decor.set_property(rL=problem.resistivity * units.Ohm * units.cm)
        pulse = arbor.i_clamp(
            0.0 * units.ms, problem.pulse * units.ms, 1e3 * problem.current * units.nA
        )
        decor.place(self.location(0), pulse)
        policy = arbor.cv_policy_fixed_per_branch(problem.compartments)
        return arbor.cable_cell(tree, decor, discretization=policy)


def cable(problem: CableProblem) -> Ready:
    """Return the simulation of a cable, its voltage sampled at two places."""
    simulation = arbor.simulation(CableRecipe(problem), arbor.context(threads=1))
    step = problem.dt * units.ms
    handles = [
        simulation.sample((0, f"voltage {place}"), arbor.regular_schedule(step))
        for place in problem.places
    ]

    def spikes(_result: Any) -> list[np.ndarray]:
        return from_voltage(problem)(
            np.stack([simulation.samples(handle)[0][0][:, 1] for handle in handles])
        )

    return Ready(
        run=lambda: simulation.run(problem.duration * units.ms, step),
        spikes=spikes,
        reset=simulation.reset,
    )


def ready(problem: Problem) -> Ready:
    """Return the simulation on one thread."""
    if problem.shock:
        raise ValueError("Arbor's initial voltage sets the gates too: it has no shock")
    context = arbor.context(threads=1)
    simulation = arbor.simulation(Recipe(problem), context)
    step = problem.dt * units.ms
    if problem.neurons == 1:
        handle = simulation.sample((0, "voltage"), arbor.regular_schedule(step))
    else:
        simulation.record(arbor.spike_recording.local)

    def spikes(_result: Any) -> list[np.ndarray]:
        if problem.neurons == 1:
            samples, _meta = simulation.samples(handle)[0]
            return from_voltage(problem)(samples[:, 1])
        found = simulation.spikes()
        which, when = found["source"]["gid"], found["time"]
        return [when[which == number] for number in range(problem.neurons)]

    return Ready(
        run=lambda: simulation.run(problem.duration * units.ms, step),
        spikes=spikes,
        reset=simulation.reset,
        trace=lambda _: simulation.samples(handle)[0][0][:, 1],
    )


def usual() -> tuple[Any, Any]:
    """Return what makes it ready for a neuron and for a cable in the way it is mostly used."""
    return ready, cable


if __name__ == "__main__":
    main(PACKAGE, {"default": ready}, {"default": cable})
