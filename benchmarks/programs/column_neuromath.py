"""The library of this book: four populations, eight states, delays, Runge and Kutta's order 4."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.programs.column import main
from benchmarks.programs.common import Work
from neuromath_lib.microcircuit import Column, simulate


def ready(seconds: float, **how: Any) -> tuple[Work, Callable[[Any], Any]]:
    """From rest, all that is simulated is recorded."""
    column, rng = Column.standard(), np.random.default_rng(1)
    return (
        Work(run=lambda: simulate(column, seconds, rng, settle=0.0, **how)),
        lambda recording: recording.sp,
    )


if __name__ == "__main__":
    main(
        "neuromath-lib",
        {
            "canonical microcircuit": ready,
            "canonical microcircuit, exact delays": lambda s: ready(s, delays="exact"),
        },
    )
