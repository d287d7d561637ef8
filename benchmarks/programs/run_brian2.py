"""Brian2, with the equations written out as its manual does.

"cython" steps from Python; "C++" writes a whole program, compiles it and runs it.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import brian2 as b2
import numpy as np

from benchmarks import problem as model
from benchmarks.problem import Problem
from benchmarks.programs.common import Ready, from_voltage, main

PACKAGE = "brian2"
EQUATIONS = """
dv/dt = (I - g_na*m**3*h*(v - e_na) - g_k*n**4*(v - e_k) - g_leak*(v - e_leak)) / C : volt
dm/dt = alpha_m*(1 - m) - beta_m*m : 1
dh/dt = alpha_h*(1 - h) - beta_h*h : 1
dn/dt = alpha_n*(1 - n) - beta_n*n : 1
u = v + 65*mV : volt
alpha_m = 1/exprel((25*mV - u)/(10*mV))/ms : Hz
beta_m = 4*exp(-u/(18*mV))/ms : Hz
alpha_h = 0.07*exp(-u/(20*mV))/ms : Hz
beta_h = 1/(exp((30*mV - u)/(10*mV)) + 1)/ms : Hz
alpha_n = 0.1/exprel((10*mV - u)/(10*mV))/ms : Hz
beta_n = 0.125*exp(-u/(80*mV))/ms : Hz
I : amp/meter**2 (constant)
"""


def ready(problem: Problem, *, method: str, whole_program: bool) -> Ready:
    """Return the group of neurons, built."""
    folder = Path(tempfile.mkdtemp(prefix="brian2-"))
    b2.prefs.codegen.runtime.cython.cache_dir = str(folder / "cython")  # nothing compiled before
    if whole_program:
        b2.set_device("cpp_standalone", build_on_run=False, directory=str(folder / "program"))
    else:
        b2.prefs.codegen.target = "cython"
    b2.defaultclock.dt = problem.dt * b2.ms
    siemens = b2.msiemens / b2.cm**2
    constants = {
        "C": model.CAPACITANCE * b2.ufarad / b2.cm**2,
        "g_na": model.G_NA * siemens,
        "g_k": model.G_K * siemens,
        "g_leak": model.G_LEAK * siemens,
        "e_na": model.E_NA * b2.mV,
        "e_k": model.E_K * b2.mV,
        "e_leak": model.E_LEAK * b2.mV,
    }
    neurons = b2.NeuronGroup(
        problem.neurons,
        EQUATIONS,
        method=method,
        threshold="v > 0*mV" if problem.neurons > 1 else None,
        refractory="v > 0*mV" if problem.neurons > 1 else False,
        namespace=constants,
    )
    start = model.settled(problem.rest)
    neurons.v = (start[0] + problem.shock) * b2.mV
    neurons.m, neurons.h, neurons.n = start[1:]
    neurons.I = problem.currents * b2.uamp / b2.cm**2
    if problem.neurons == 1:
        monitor = b2.StateMonitor(neurons, "v", record=0)
    else:
        monitor = b2.SpikeMonitor(neurons)
    network = b2.Network(neurons, monitor)

    def spikes(_result: Any) -> list[np.ndarray]:
        if problem.neurons == 1:
            return from_voltage(problem)(np.asarray(monitor.v[0] / b2.mV))
        when, which = np.asarray(monitor.t / b2.ms), np.asarray(monitor.i)
        return [when[which == number] for number in range(problem.neurons)]

    if whole_program:
        network.run(problem.duration * b2.ms)
        b2.device.build(directory=str(folder / "program"), run=False)
        return Ready(
            run=lambda: b2.device.run(str(folder / "program"), with_output=False),
            spikes=spikes,
            trace=lambda _: np.asarray(monitor.v[0] / b2.mV),
        )
    network.store()
    return Ready(
        run=lambda: network.run(problem.duration * b2.ms),
        spikes=spikes,
        reset=network.restore,
        trace=lambda _: np.asarray(monitor.v[0] / b2.mV),
        # Brian2 makes its code anew at the start of every run.
        idle=lambda: network.run(problem.dt * b2.ms),
    )


def variants() -> dict[str, Any]:
    """Return its usual method for such neurons, from Python and as a program, and its RK4."""
    usual = "exponential_euler"
    return {
        "exponential Euler, cython": lambda p: ready(p, method=usual, whole_program=False),
        "exponential Euler, C++": lambda p: ready(p, method=usual, whole_program=True),
        "RK4, C++": lambda p: ready(p, method="rk4", whole_program=True),
    }


def usual() -> tuple[Any, Any]:
    """Return what makes it ready for a neuron and for a cable in the way it is mostly used."""
    return partial(ready, method="exponential_euler", whole_program=False), None


if __name__ == "__main__":
    main(PACKAGE, variants())
