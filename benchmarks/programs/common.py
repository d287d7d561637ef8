"""One program, one way to use it, one problem, timed in this process.

A module of a program hands `main` its ways: each a function that takes a problem, does all that a
user does once, and returns a `Ready`. The process then waits for orders, so that several programs
can take turns: ``run`` on its input solves the problem once more, the end of its input ends it.
It answers each with a line of JSON that begins with a mark.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from typing import Any

import numpy as np

from benchmarks.environments import MARK
from benchmarks.measuring import Timing, cpu_seconds, one_core, peak_megabytes, repeated
from benchmarks.problem import CableProblem, Problem, crossings, from_json


@dataclass(kw_only=True)
class Work:
    """What a program is ready to do.

    Attributes
    ----------
    run
        Does it, again each time; this alone is timed.
    reset
        Goes back to the start; done before every run, untimed.
    idle
        Does what `run` does besides stepping (making the code anew, say); its time is taken off.
    """

    run: Callable[[], Any]
    reset: Callable[[], Any] | None = None
    idle: Callable[[], Any] | None = None


@dataclass(kw_only=True)
class Ready(Work):
    """Axons that a program is ready to simulate.

    Attributes
    ----------
    spikes
        Turns what `run` returned into a list of spike times: one array for each neuron, or for
        each place of a cable.
    trace
        Turns what `run` returned into the voltages of a single neuron at 0, dt, 2 dt ...
    """

    spikes: Callable[[Any], list[Any]]
    trace: Callable[[Any], Any] | None = None


def from_voltage(problem: Problem | CableProblem) -> Callable[[Any], list[np.ndarray]]:
    """Spikes of voltages recorded at 0, dt, 2 dt ..., one row for each neuron or place."""

    def spikes(v: Any) -> list[np.ndarray]:
        v = np.atleast_2d(np.asarray(v))
        t = np.arange(v.shape[1]) * problem.dt
        return [crossings(t, row) for row in v]

    return spikes


Ways = dict[str, Callable[[Any], Ready]]


def answer(**values: Any) -> None:
    """Tell the process that gave the order."""
    print(MARK + json.dumps(values), flush=True)


def main(package: str, neurons: Ways, cables: Ways | None = None) -> None:
    """Do what the command line asks: WAY PROBLEM.

    Parameters
    ----------
    package
        Whose version is told.
    neurons, cables
        Ways to use it on either kind of problem.
    """
    way, problem = sys.argv[1], from_json(sys.argv[2])
    ways = neurons if isinstance(problem, Problem) else cables or {}
    serve(
        package,
        lambda: ways[way](problem),
        lambda ready, result: problem.outcome(ready.spikes(result)),
    )


def serve(
    package: str,
    prepare: Callable[[], Work],
    outcome: Callable[[Any, Any], dict[str, Any]],
) -> None:
    """Prepare, do the work once, and then once more for each order; tell in the end what came out.

    Parameters
    ----------
    package
        Whose version is told.
    prepare
        Does all that a user does once.
    outcome
        Takes what `prepare` and the last run returned.
    """
    one_core()
    before = cpu_seconds()
    ready = prepare()
    if ready.reset:
        ready.reset()
    first = Timing()
    result = first.time(ready.run)
    total = cpu_seconds() - before
    idle = repeated(ready.idle, 1, before=ready.reset)[0].median() if ready.idle else 0.0
    answer(version=metadata.version(package), until_solved=total, idle=idle)
    for order in sys.stdin:
        if order.strip() != "run":
            break
        result = None  # so that its memory can be used again: else every second run is slower
        if ready.reset:
            ready.reset()
        timing = Timing()
        result = timing.time(ready.run)
        answer(cpu=timing.cpu[0], wall=timing.wall[0])
    answer(**outcome(ready, result), peak_megabytes=peak_megabytes())
