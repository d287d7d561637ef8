"""One program, one way to use it, one column of cortex driven by noise for some seconds."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.programs.common import Work, serve


def main(
    package: str, ways: dict[str, Callable[[float], tuple[Work, Callable[[Any], Any]]]]
) -> None:
    """Do what the command line asks: WAY SETTINGS, the settings being ``{"seconds": 2.0}``.

    Parameters
    ----------
    package
        Whose version is told.
    ways
        For each way what takes a number of seconds, and returns the work and what turns its
        result into the signal of one population, one value a step.
    """
    way, seconds = sys.argv[1], json.loads(sys.argv[2])["seconds"]
    read: list[Callable[[Any], Any]] = []

    def prepare() -> Work:
        work, signal = ways[way](seconds)
        read.append(signal)
        return work

    def outcome(_work: Work, result: Any) -> dict[str, Any]:
        signal = np.asarray(read[0](result), dtype=float).ravel()
        late = signal[len(signal) // 4 :]  # the rest is the way from the initial state
        moves = bool(np.isfinite(late).all() and np.ptp(late) > 0.0)
        return {"samples": len(signal), "moves": moves}

    serve(package, prepare, outcome)
