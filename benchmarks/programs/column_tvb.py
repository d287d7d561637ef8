"""tvb-library, The Virtual Brain: one region, no delay, Heun's rule with additive noise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from tvb.simulator.lab import (
    connectivity,
    coupling,
    integrators,
    models,
    monitors,
    noise,
    simulator,
)

from benchmarks.programs.column import main
from benchmarks.programs.common import Work

DT = 0.5  # ms


def ready(seconds: float, model: Any) -> tuple[Work, Callable[[Any], Any]]:
    """Return a simulator, configured; a run goes on where the last one ended."""
    one = connectivity.Connectivity(
        weights=np.zeros((1, 1)),
        tract_lengths=np.zeros((1, 1)),
        region_labels=np.array(["column"]),
        centres=np.zeros((1, 3)),
    )
    sim = simulator.Simulator(
        model=model(),
        connectivity=one,
        coupling=coupling.Linear(a=np.array([0.0])),
        integrator=integrators.HeunStochastic(dt=DT, noise=noise.Additive(nsig=np.array([1e-5]))),
        monitors=(monitors.Raw(),),
        simulation_length=1000.0 * seconds,
    )
    sim.configure()
    return Work(run=sim.run), lambda recorded: recorded[0][1][:, 0, 0, 0]


if __name__ == "__main__":
    main(
        "tvb-library",
        {
            "Jansen and Rit": lambda s: ready(s, models.JansenRit),
            "Wilson and Cowan": lambda s: ready(s, models.WilsonCowan),
            "oscillator": lambda s: ready(s, models.Generic2dOscillator),
        },
    )
