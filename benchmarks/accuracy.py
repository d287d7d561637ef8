"""Solve a problem with some program, and find what a given accuracy costs."""

from __future__ import annotations

import math
import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.environments import Unavailable, run_module
from benchmarks.problem import Problem, error_of_last

STEPS = (0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001)  # ms
TARGETS = (0.1, 0.01)  # ms
MOST_SECONDS = 5.0  # CPU seconds that a step of the ladder may take


def solve(
    program: str,
    variant: str,
    problem: Problem,
    repeats: int,
    *,
    python: Path | str = sys.executable,
    right: Sequence[float] = (),
) -> dict[str, Any]:
    """Solve a problem in a process of its own, on one core.

    Parameters
    ----------
    program, variant
        ``benchmarks/programs/run_PROGRAM.py`` and one of its ways.
    problem
        What to solve.
    repeats
        How often.
    python
        Interpreter of the environment that has the program.
    right
        Spike times as they should be; with them, the result has the error of the last.

    Raises
    ------
    Unavailable
        If the program fails.
    """
    module = f"benchmarks.programs.run_{program}"
    found = run_module(module, variant, problem.to_json(), str(repeats), python=python)
    samples = [seconds - found["idle"] for seconds in found["timing"]["cpu"]]
    found["lowest"], found["highest"] = min(samples), max(samples)
    if right and found["last_train"] is not None:
        found["error"] = error_of_last(found["last_train"], right)
    return found


def ladder(
    solve_at: Callable[[float], dict[str, Any]],
    right: Sequence[float],
    *,
    steps: Sequence[float] = STEPS,
    target: float = TARGETS[-1],
    most_seconds: float = MOST_SECONDS,
) -> list[dict[str, Any]]:
    """Go from coarse to fine steps until the error is small enough twice, or it takes too long.

    Parameters
    ----------
    solve_at
        Solves at a given dt; `Unavailable` (it blew up) is passed over.
    right
        Spike times as they should be.
    steps
        Values of dt, from coarse to fine.
    target
        Error that is small enough, ms.
    most_seconds
        The next step is not taken if it is predicted to take longer.
    """
    points: list[dict[str, Any]] = []
    for dt in steps:
        if points and points[-1]["cpu"] * points[-1]["dt"] / dt > most_seconds:
            break
        try:
            found = solve_at(dt)
        except Unavailable:
            continue
        complete = found["spikes"] == len(right)
        error = error_of_last(found["last_train"], right) if complete else math.nan
        points.append({"dt": dt, "cpu": found["cpu"], "error": error})
        if len(points) > 1 and all(abs(point["error"]) <= target for point in points[-2:]):
            break
    return points


def cheapest(points: Sequence[dict[str, Any]], target: float) -> dict[str, Any] | None:
    """Coarsest step from which on the error stays within a target; None if there is none.

    A coarse step may hit the right time by accident; so all finer ones must be within it too.
    """
    good = None
    for point in reversed(points):
        if not abs(point["error"]) <= target:
            break
        good = point
    return good


def at_equal_error(label: dict[str, Any], points: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Row of the table that `EQUAL_ERROR_HEADS` is the head of."""
    row: dict[str, Any] = {**label, "points": list(points)}
    for k, target in enumerate(TARGETS):
        found = cheapest(points, target)
        row[f"dt{k}"] = found and found["dt"]
        row[f"cpu{k}"] = found and found["cpu"]
    return row


EQUAL_ERROR_HEADS = {
    key: head
    for k, target in enumerate(TARGETS)
    for key, head in (
        (f"dt{k}", f"dt for {target:g} ms (ms)"),
        (f"cpu{k}", "CPU (s)"),
        (f"ratio{k}", "ratio"),
    )
}
EQUAL_ERROR_NOTE = (
    f"The coarsest of {', '.join(f'{dt:g}' for dt in STEPS)} ms from which on the last of all "
    "spikes is within the error named, none lost. A dash: not reached with "
    f"{MOST_SECONDS:.0f} s of computing."
)


def add_ratios(rows: list[dict[str, Any]], ours: dict[str, Any], keys: dict[str, str]) -> None:
    """Put into each row how many times as much as `ours` it takes.

    Parameters
    ----------
    rows
        Rows of one table.
    ours
        The one that is 1.
    keys
        Key of a value to the key of its ratio.
    """
    for row in rows:
        for key, ratio in keys.items():
            known = row.get(key) is not None and ours.get(key)
            row[ratio] = row[key] / ours[key] if known else None


def median(values: Sequence[float]) -> float:
    """Median, NaN of nothing."""
    return statistics.median(values) if values else math.nan
