"""The library of this book."""

from __future__ import annotations

from functools import partial

from benchmarks import problem as model
from benchmarks.problem import Problem
from benchmarks.programs.common import Ready, main
from neuromath_lib.hodgkin_huxley import Axon, Step, simulate, spike_trains
from neuromath_lib.hodgkin_huxley.simulate import METHODS

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


def ready(problem: Problem, method: str) -> Ready:
    """One axon with its whole trace (v, m, h, n at every step), or the spikes of many."""
    if problem.neurons == 1:
        current = Step(problem.lowest)
        return Ready(
            run=lambda: simulate(AXON, current, problem.duration, dt=problem.dt, method=method),
            spikes=lambda trace: [trace.spike_times()],
        )
    many = Step(problem.currents)
    return Ready(
        run=lambda: spike_trains(AXON, many, problem.duration, dt=problem.dt, method=method),
        spikes=lambda trains: trains,
    )


if __name__ == "__main__":
    main(
        "neuromath-lib",
        {method: partial(ready, method=method) for method in METHODS},
    )
