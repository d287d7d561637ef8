"""Solve a problem with some program, and find what a given accuracy costs."""

from __future__ import annotations

import math
import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.environments import Unavailable, Worker
from benchmarks.problem import SPEED, CableProblem, Problem, error_of_last

STEPS = (0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001)  # ms
TARGETS = (0.1, 0.01)  # ms
MOST_SECONDS = 1.0  # CPU seconds that a step of the ladder may take


def solve(
    program: str,
    variant: str,
    problem: Problem | CableProblem,
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
    worker = start(program, variant, problem, python=python)
    try:
        while not worker.timing.enough(repeats):
            worker.run()
        return with_error(worker.end(), right)
    finally:
        worker.stop()


def start(
    program: str,
    variant: str,
    problem: Problem | CableProblem,
    *,
    python: Path | str = sys.executable,
) -> Worker:
    """Return the process that solves a problem, having done so once."""
    module = f"benchmarks.programs.run_{program}"
    return Worker(module, variant, problem.to_json(), python=python)


def with_error(found: dict[str, Any], right: Sequence[float] = ()) -> dict[str, Any]:
    """Add the error: of the last spike, ms, or of the speed of an impulse, as a share of it."""
    if right and found.get("last_train") is not None:
        found["error"] = error_of_last(found["last_train"], right)
    if found.get("speed") is not None:
        found["error"] = found["speed"] / SPEED - 1.0
    return found


def ladder(
    solve_at: Callable[[float], dict[str, Any]],
    right: Sequence[float] = (),
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
        Spike times as they should be; an answer that lost some has no error that counts.
    steps
        Values of dt, from coarse to fine.
    target
        Error that is small enough.
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
        error = found.get("error", math.nan)
        if right and found["spikes"] != len(right):
            error = math.nan
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


def at_equal_error(
    label: dict[str, Any],
    points: Sequence[dict[str, Any]],
    targets: Sequence[float] = TARGETS,
) -> dict[str, Any]:
    """Row of the table that `equal_error_heads` are the heads of."""
    row: dict[str, Any] = {**label, "points": list(points)}
    for k, target in enumerate(targets):
        found = cheapest(points, target)
        row[f"dt{k}"] = found and found["dt"]
        row[f"cpu{k}"] = found and found["cpu"]
    return row


def equal_error_heads(targets: Sequence[str]) -> dict[str, str]:
    """Heads of the columns for errors, named with their units."""
    return {
        key: head
        for k, target in enumerate(targets)
        for key, head in (
            (f"dt{k}", f"dt for {target} (ms)"),
            (f"cpu{k}", "CPU (s)"),
            (f"ratio{k}", "ratio"),
        )
    }


EQUAL_ERROR_HEADS = equal_error_heads([f"{target:g} ms" for target in TARGETS])


def equal_error_note(condition: str) -> str:
    """Say how the steps of the table were found."""
    return (
        f"The coarsest of {', '.join(f'{dt:g}' for dt in STEPS)} ms from which on {condition}. "
        f"A dash: not reached with {MOST_SECONDS:.0f} s of computing."
    )


EQUAL_ERROR_NOTE = equal_error_note("the last of all spikes is within the error named, none lost")


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
