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
from benchmarks.problem import Problem
from benchmarks.programs.common import Ready, from_voltage, main

RADIUS, LENGTH = 5.0, 10.0  # um
AREA = 2.0 * math.pi * RADIUS * LENGTH  # um2


def ready(problem: Problem, *, solver: str, double: bool) -> Ready:
    """Return the compiled simulation."""
    jax.config.update("jax_enable_x64", double)
    cell = jaxley.Compartment()
    cell.insert(HH())
    cell.set("radius", RADIUS)
    cell.set("length", LENGTH)
    cell.set("capacitance", model.CAPACITANCE)
    cell.set("HH_gNa", model.G_NA * 1e-3)  # S/cm2
    cell.set("HH_gK", model.G_K * 1e-3)
    cell.set("HH_gLeak", model.G_LEAK * 1e-3)
    cell.set("HH_eNa", model.E_NA)
    cell.set("HH_eK", model.E_K)
    cell.set("HH_eLeak", model.E_LEAK)
    cell.set("v", problem.rest)
    cell.init_states(delta_t=problem.dt)
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
    )


def variants() -> dict[str, Any]:
    """Return its default solver and its second-order one, in double and single precision."""
    return {
        "default": lambda problem: ready(problem, solver="bwd_euler", double=True),
        "default, float32": lambda problem: ready(problem, solver="bwd_euler", double=False),
        "Crank-Nicolson": lambda problem: ready(problem, solver="crank_nicolson", double=True),
    }


if __name__ == "__main__":
    main("jaxley", variants())
