"""Jaxley on the processor, with the `HH` channel that comes with it.

Many neurons are one compartment mapped over their currents, as its manual advises.
"""

from __future__ import annotations

import math
from typing import Any

import jax
import jax.numpy as jnp
import jaxley
from jaxley.channels import HH

from benchmarks import problem as model
from benchmarks.problem import CableProblem, Problem
from benchmarks.programs.common import Ready, from_voltage, main

PACKAGE = "jaxley"
RADIUS, LENGTH = 5.0, 10.0  # um
AREA = 2.0 * math.pi * RADIUS * LENGTH  # um2


class WarmHH(HH):
    """The same at another temperature, of which Jaxley's knows nothing: time runs faster."""

    def __init__(self, celsius: float) -> None:
        super().__init__("HH")
        self.speed = 3.0 ** ((celsius - model.CELSIUS) / 10.0)

    def update_states(self, states: Any, dt: float, v: Any, params: Any) -> Any:
        """Return the gates after a step."""
        return super().update_states(states, dt * self.speed, v, params)


def membrane(module: Any, channel: HH, problem: Problem | CableProblem) -> None:
    """Give compartments their channels, settled at rest."""
    module.insert(channel)
    module.set("capacitance", model.CAPACITANCE)
    if not problem.shipped:
        module.set("HH_gNa", model.G_NA * 1e-3)  # S/cm2
        module.set("HH_gK", model.G_K * 1e-3)
        module.set("HH_gLeak", model.G_LEAK * 1e-3)
        module.set("HH_eNa", model.E_NA)
        module.set("HH_eK", model.E_K)
        module.set("HH_eLeak", model.E_LEAK)
    module.set("v", problem.rest)
    module.init_states(delta_t=problem.dt)


def ready(problem: Problem, *, solver: str, double: bool) -> Ready:
    """Return the compiled simulation."""
    jax.config.update("jax_enable_x64", double)
    cell = jaxley.Compartment()
    cell.set("radius", RADIUS)
    cell.set("length", LENGTH)
    membrane(cell, HH(), problem)
    if problem.shock:
        cell.set("v", problem.rest + problem.shock)
    cell.record("v", verbose=False)

    def voltage(current: Any) -> Any:
        stimuli = cell.data_stimulate(jnp.full(problem.steps, current), verbose=False)
        return jaxley.integrate(cell, data_stimuli=stimuli, delta_t=problem.dt, solver=solver)[0]

    amplitudes = jnp.asarray(problem.currents * AREA * 1e-5)  # nA
    if problem.neurons == 1:
        compiled, argument = jax.jit(voltage), amplitudes[0]
    else:
        compiled, argument = jax.jit(jax.vmap(voltage)), amplitudes
    return Ready(
        run=lambda: compiled(argument).block_until_ready(),
        spikes=from_voltage(problem),
        trace=lambda v: v,
    )


def cable(problem: CableProblem, *, solver: str, double: bool) -> Ready:
    """Return the compiled simulation of a cable, its voltage recorded at two places."""
    jax.config.update("jax_enable_x64", double)
    branch = jaxley.Branch(jaxley.Compartment(), ncomp=problem.compartments)
    branch.set("radius", problem.radius)
    branch.set("length", 1e3 * problem.length / problem.compartments)
    branch.set("axial_resistivity", problem.resistivity)
    membrane(branch, WarmHH(problem.celsius), problem)
    for place in problem.places:
        branch.comp(place).record("v", verbose=False)
    current = jnp.zeros(problem.steps)
    current = current.at[: round(problem.pulse / problem.dt)].set(1e3 * problem.current)  # nA

    def voltages(current: Any) -> Any:
        stimuli = branch.comp(0).data_stimulate(current, verbose=False)
        return jaxley.integrate(branch, data_stimuli=stimuli, delta_t=problem.dt, solver=solver)

    compiled = jax.jit(voltages)
    return Ready(
        run=lambda: compiled(current).block_until_ready(),
        spikes=from_voltage(problem),
    )


def variants(make: Any) -> dict[str, Any]:
    """Return its default solver and its second-order one, in double and single precision."""
    return {
        "default": lambda problem: make(problem, solver="bwd_euler", double=True),
        "default, float32": lambda problem: make(problem, solver="bwd_euler", double=False),
        "Crank-Nicolson": lambda problem: make(problem, solver="crank_nicolson", double=True),
    }


def usual() -> tuple[Any, Any]:
    """Return what makes it ready for a neuron and for a cable in the way it is mostly used."""
    return variants(ready)["default"], variants(cable)["default"]


if __name__ == "__main__":
    main(PACKAGE, variants(ready), variants(cable))
