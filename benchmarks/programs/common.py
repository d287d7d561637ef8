"""One program, one variant of it, one problem, timed in this process.

A module of a program hands `main` its variants: each a function that takes a `Problem`, does all
that a user does once, and returns a `Ready`. Printed is one line of JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from typing import Any

import numpy as np

from benchmarks.measuring import Timing, cpu_seconds, one_core, peak_megabytes, repeated
from benchmarks.problem import Problem, crossings


@dataclass
class Ready:
    """A problem that a program is ready to solve.

    Attributes
    ----------
    run
        Solves it, again each time; this alone is timed.
    spikes
        Turns what `run` returned into a list of spike times for each neuron.
    reset
        Goes back to the start; done before every run, untimed.
    idle
        Does what `run` does besides stepping (making the code anew, say); its time is taken off.
    """

    run: Callable[[], Any]
    spikes: Callable[[Any], list[Any]]
    reset: Callable[[], Any] | None = None
    idle: Callable[[], Any] | None = None


def from_voltage(problem: Problem) -> Callable[[Any], list[np.ndarray]]:
    """Spikes of voltages recorded at 0, dt, 2 dt ..., one row for each neuron."""

    def spikes(v: Any) -> list[np.ndarray]:
        v = np.atleast_2d(np.asarray(v))
        t = np.arange(v.shape[1]) * problem.dt
        return [crossings(t, row) for row in v]

    return spikes


def main(package: str, variants: dict[str, Callable[[Problem], Ready]]) -> None:
    """Do what the command line asks: VARIANT PROBLEM REPEATS.

    Parameters
    ----------
    package
        Whose version is told.
    variants
        Ways to use it.
    """
    variant, text, repeats = sys.argv[1], sys.argv[2], int(sys.argv[3])
    problem = Problem.from_json(text)
    one_core()
    before = cpu_seconds()
    ready = variants[variant](problem)
    if ready.reset:
        ready.reset()
    first = Timing()
    first.time(ready.run)
    preparing = cpu_seconds() - before
    idle = 0.0
    if ready.idle:
        idle = repeated(ready.idle, min(repeats, 3), before=ready.reset)[0].median()
    timing, result = repeated(ready.run, repeats, before=ready.reset)
    found = ready.spikes(result)
    cpu = timing.median() - idle
    print(
        json.dumps(
            {
                "version": metadata.version(package),
                "cpu": cpu,
                "timing": timing.as_dict(),
                "idle": idle,
                # All that came before a second run, without the first run itself: building the
                # model, generating code, compiling it.
                "preparing": max(0.0, preparing - cpu),
                "spikes": int(sum(len(times) for times in found)),
                "last_train": [float(t) for t in found[-1]] if problem.neurons == 1 else None,
                "peak_megabytes": peak_megabytes(),
            }
        )
    )
