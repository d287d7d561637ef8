"""NEURON, with the `hh` mechanism that comes with it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from neuron import coreneuron, h

from benchmarks import problem as model
from benchmarks.problem import Problem
from benchmarks.programs.common import Ready, from_voltage, main

SIDE = 10.0  # um, length and diameter of a cell
AREA = math.pi * SIDE * SIDE  # um2; the ends of a section do not count


def cell(current: float, kept: list[Any]) -> Any:
    """Return one compartment under a current in uA/cm2."""
    section = h.Section()
    section.L = section.diam = SIDE
    section.nseg = 1
    section.cm = model.CAPACITANCE
    section.insert("hh")
    section.ena, section.ek = model.E_NA, model.E_K
    middle = section(0.5)
    middle.hh.gnabar, middle.hh.gkbar = model.G_NA * 1e-3, model.G_K * 1e-3  # S/cm2
    middle.hh.gl, middle.hh.el = model.G_LEAK * 1e-3, model.E_LEAK
    electrode = h.IClamp(middle)
    electrode.delay, electrode.dur = 0.0, 1e9
    electrode.amp = current * AREA * 1e-5  # nA
    kept += [section, electrode]
    return section


def ready(
    problem: Problem, *, second_order: bool = False, table: bool = True, core: bool = False
) -> Ready:
    """Return all cells under NEURON's fixed step, or that of its rewrite for many cells."""
    coreneuron.enable = core
    kept: list[Any] = []
    sections = [cell(float(current), kept) for current in problem.currents]
    h.celsius = model.CELSIUS
    h.usetable_hh = int(table)
    h.secondorder = 2 if second_order else 0
    h.dt = problem.dt
    machine = h.ParallelContext()
    machine.set_maxstep(10.0)
    if problem.neurons == 1:
        voltage = h.Vector().record(sections[0](0.5)._ref_v)
        spikes = from_voltage(problem)
    else:
        times, numbers = h.Vector(), h.Vector()
        for number, section in enumerate(sections):
            detector = h.NetCon(section(0.5)._ref_v, None, sec=section)
            detector.threshold = model.LEVEL
            machine.set_gid2node(number, 0)
            machine.cell(number, detector)
            kept.append(detector)
        machine.spike_record(-1, times, numbers)

        def spikes(_result: Any) -> list[np.ndarray]:
            when, which = np.array(times), np.array(numbers).astype(int)
            return [when[which == number] for number in range(problem.neurons)]

    def run() -> Any:
        machine.psolve(problem.duration)
        return voltage.as_numpy() if problem.neurons == 1 else kept

    return Ready(run=run, spikes=spikes, reset=lambda: h.finitialize(problem.rest))


if __name__ == "__main__":
    main(
        "neuron",
        {
            "default": ready,
            "CoreNEURON": lambda problem: ready(problem, core=True),
            "second order, no rate table": lambda problem: ready(
                problem, second_order=True, table=False
            ),
        },
    )
