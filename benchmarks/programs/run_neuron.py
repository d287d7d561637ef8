"""NEURON, with the `hh` mechanism that comes with it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from neuron import coreneuron, h

from benchmarks import problem as model
from benchmarks.problem import CableProblem, Problem
from benchmarks.programs.common import Ready, from_voltage, main

PACKAGE = "neuron"
SIDE = 10.0  # um, length and diameter of a cell
AREA = math.pi * SIDE * SIDE  # um2; the ends of a section do not count


def membrane(section: Any, shipped: bool) -> None:
    """Give a section its channels, with our parameters or with those that they come with."""
    section.cm = model.CAPACITANCE
    section.insert("hh")
    if shipped:
        return
    section.ena, section.ek = model.E_NA, model.E_K
    for part in section:
        part.hh.gnabar, part.hh.gkbar = model.G_NA * 1e-3, model.G_K * 1e-3  # S/cm2
        part.hh.gl, part.hh.el = model.G_LEAK * 1e-3, model.E_LEAK


def clamp(place: Any, amplitude: float, duration: float = 1e9) -> Any:
    """Return an electrode that injects so many nA from t = 0 on."""
    electrode = h.IClamp(place)
    electrode.delay, electrode.dur, electrode.amp = 0.0, duration, amplitude
    return electrode


def cell(current: float, kept: list[Any], shipped: bool) -> Any:
    """Return one compartment under a current in uA/cm2."""
    section = h.Section()
    section.L = section.diam = SIDE
    section.nseg = 1
    membrane(section, shipped)
    kept += [section, clamp(section(0.5), current * AREA * 1e-5)]
    return section


def settings(problem: Problem | CableProblem, celsius: float, second_order: bool, table: bool):
    """Set what NEURON keeps for all cells; return what runs them."""
    h.celsius = celsius
    h.usetable_hh = int(table)
    h.secondorder = 2 if second_order else 0
    h.dt = problem.dt
    machine = h.ParallelContext()
    machine.set_maxstep(10.0)
    return machine


def ready(
    problem: Problem, *, second_order: bool = False, table: bool = True, core: bool = False
) -> Ready:
    """Return all cells under NEURON's fixed step, or that of its rewrite for many cells."""
    coreneuron.enable = core
    kept: list[Any] = []
    sections = [cell(float(current), kept, problem.shipped) for current in problem.currents]
    machine = settings(problem, model.CELSIUS, second_order, table)
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

    def reset() -> None:
        h.finitialize(problem.rest)
        if problem.shock:
            sections[0](0.5).v += problem.shock
            h.frecord_init()  # the recording begins with the voltage as it now is

    return Ready(run=run, spikes=spikes, reset=reset, trace=np.array)  # the memory is NEURON's


def cable(problem: CableProblem, *, second_order: bool = False, table: bool = True) -> Ready:
    """Return a long section, its voltage recorded at two places."""
    section = h.Section()
    section.L, section.diam = 1e3 * problem.length, 2.0 * problem.radius
    section.nseg = problem.compartments
    section.Ra = problem.resistivity
    membrane(section, problem.shipped)
    electrode = clamp(section(0.5 / problem.compartments), 1e3 * problem.current, problem.pulse)
    machine = settings(problem, problem.celsius, second_order, table)
    voltages = [
        h.Vector().record(section((place + 0.5) / problem.compartments)._ref_v)
        for place in problem.places
    ]

    def run() -> Any:
        machine.psolve(problem.duration)
        return section, electrode, voltages

    return Ready(
        run=run,
        spikes=lambda _: from_voltage(problem)(np.stack([v.as_numpy() for v in voltages])),
        reset=lambda: h.finitialize(problem.rest),
    )


def usual() -> tuple[Any, Any]:
    """Return what makes it ready for a neuron and for a cable in the way it is mostly used."""
    return ready, cable


if __name__ == "__main__":
    main(
        PACKAGE,
        {
            "default": ready,
            "CoreNEURON": lambda problem: ready(problem, core=True),
            "second order, no rate table": lambda problem: ready(
                problem, second_order=True, table=False
            ),
        },
        {
            "default": cable,
            "second order, no rate table": lambda problem: cable(
                problem, second_order=True, table=False
            ),
        },
    )
