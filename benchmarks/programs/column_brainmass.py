"""brainmass: one node of Jansen and Rit with white noise, exponential Euler, in jax."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import brainmass
import brainstate
import brainunit as u
import jax
import numpy as np

from benchmarks.programs.column import main
from benchmarks.programs.common import Work

DT = 0.5 * u.ms


def node(noisy: bool) -> Any:
    """Return a node in double precision."""
    brainstate.environ.set(precision=64, dt=DT)
    noise = brainmass.GaussianNoise(1, sigma=10.0 * u.Hz) if noisy else None
    return brainmass.JansenRitStep(in_size=1, noise_E=noise)


def read(signal: Any) -> Any:
    """Return a signal without its unit."""
    return u.get_magnitude(signal)


def simulator(seconds: float) -> tuple[Work, Callable[[Any], Any]]:
    """Return its simulator, as its documentation shows it; it compiles in every run."""
    sim = brainmass.Simulator(node(noisy=True), dt=DT)

    def run() -> Any:
        found = sim.run(1000.0 * seconds * u.ms, monitors=lambda model: model.eeg())
        return jax.block_until_ready(found["output"])

    return Work(run=run), read


def loop(seconds: float, noisy: bool = True) -> tuple[Work, Callable[[Any], Any]]:
    """Return a loop of its steps, compiled once."""
    model = node(noisy)
    brainstate.nn.init_all_states(model)
    steps = np.arange(round(1000.0 * seconds / 0.5))

    def step(i: Any) -> Any:
        with brainstate.environ.context(i=i, t=i * DT):
            model.update()
            return model.eeg()

    compiled = brainstate.transform.jit(lambda: brainstate.transform.for_loop(step, steps))
    for _ in range(2):  # it compiles twice
        jax.block_until_ready(compiled())
    return Work(run=lambda: jax.block_until_ready(compiled())), read


if __name__ == "__main__":
    main(
        "brainmass",
        {
            "Jansen and Rit, Simulator.run": simulator,
            "Jansen and Rit, compiled loop": loop,
            "Jansen and Rit, compiled loop, no noise": lambda s: loop(s, noisy=False),
        },
    )
