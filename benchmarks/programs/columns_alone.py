"""The microcircuit and its inversion by themselves: ``columns_alone QUICK`` prints rows of JSON.

Columns are made anew for every sample but not timed, unless it says so: a column keeps what it has
worked out once.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.measuring import Timing, one_core
from neuromath_lib.inference import variational_laplace
from neuromath_lib.microcircuit import Column, Cortex, simulate
from neuromath_lib.microcircuit.paradigms import auditory_cortex
from neuromath_lib.study import TwoConditions

MILLISECONDS = np.arange(0.0, 0.5, 0.001)  # s
AVERAGED = 60  # independent estimates that a spectrum is the mean of
EFFECT = 0.3  # of self-inhibition, in the second condition


def timed(
    name: str, work: Callable[[Any], Any], make: Callable[[], Any], repeats: int, **more: Any
) -> dict[str, Any]:
    """Return a row: the median of samples, each of something new."""
    work(make())
    timing = Timing()
    while not timing.enough(repeats):
        thing = make()
        timing.time(lambda thing=thing: work(thing))
    return {
        "name": name,
        "cpu": timing.median(),
        "lowest": min(timing.cpu),
        "highest": max(timing.cpu),
        "timing": timing.as_dict(),
        **more,
    }


def hertz(count: int) -> np.ndarray:
    """Return frequencies up to 100 Hz."""
    return np.linspace(1.0, 100.0, count)


def chain(n: int) -> Cortex:
    """Return columns each of which sends forward to the next and gets something back."""
    up = np.full((n, n), -math.inf)
    up[np.arange(1, n), np.arange(n - 1)] = 0.0
    return Cortex(Column.standard(), up, up.T, np.zeros(n))


def participant(model: TwoConditions, number: int) -> np.ndarray:
    """Return the log spectra of one participant, with the noise of a recording of some minutes."""
    rng = np.random.default_rng(number)
    truth = 0.5 * model.prior.draw(rng)
    truth[model.index("self-inhibition")] = EFFECT
    right = model.predict(truth)
    return right + rng.standard_normal(right.shape) / math.sqrt(AVERAGED)


def tasks(repeats: int) -> list[dict[str, Any]]:
    """What one does with a column, and with six."""
    rng = np.random.default_rng(1)
    f = hertz(100)
    new = lambda: Column.standard().scaled(sp_sp=0.1 * rng.standard_normal())  # noqa: E731
    many = lambda: Column.standard().scaled(  # noqa: E731
        sp_sp=0.1 * rng.standard_normal(1000)
    )
    same = Column.standard()
    six = auditory_cortex
    return [
        timed("spectrum of one column, 100 frequencies", lambda c: c.spectrum(f), new, repeats),
        timed(
            "the same, making the column included",
            lambda _: new().spectrum(f),
            lambda: None,
            repeats,
        ),
        timed(
            "the same, of a column that was asked before",
            lambda c: c.spectrum(f),
            lambda: same,
            repeats,
        ),
        timed("spectra of 1,000 columns at once", lambda c: c.spectrum(f), many, repeats),
        timed("spectra of six columns joined", lambda c: c.spectrum(f), six, repeats),
        timed(
            "evoked response of 500 ms, one column",
            lambda c: c.evoked(MILLISECONDS),
            new,
            repeats,
        ),
        timed("the same, of six columns joined", lambda c: c.evoked(MILLISECONDS), six, repeats),
        timed(
            "2 s of one column driven by noise",
            lambda c: simulate(c, 2.0, rng, settle=0.0),
            new,
            repeats,
        ),
    ]


def inversions(repeats: int, quick: bool) -> list[dict[str, Any]]:
    """Two conditions of one column, inverted from one start and from eight."""
    model = TwoConditions()
    rows = []
    for starts in (1, 2 if quick else 8):
        numbers = iter(range(10_000))
        found = []

        def invert(data: np.ndarray, starts: int = starts, found: list = found) -> None:
            found.append(
                variational_laplace(
                    model.predict,
                    data,
                    model.prior,
                    jacobian=model.jacobian,
                    starts=starts,
                    rng=np.random.default_rng(0),
                )
            )

        row = timed(
            f"inversion of two conditions, {starts} start{'s' if starts > 1 else ''}",
            invert,
            lambda numbers=numbers: participant(model, next(numbers)),
            repeats,
        )
        places = [one.mean[model.index("self-inhibition")] for one in found]
        rows.append(
            row
            | {
                "parameters": len(model.names),
                "converged": float(np.mean([one.history.converged for one in found])),
                "effect": float(np.median(places)),
            }
        )
    return rows


def cohort(counts: list[int]) -> list[dict[str, Any]]:
    """Participants inverted one by one, each from the prior's mean."""
    model = TwoConditions()
    total, rows, done = 0.0, [], 0
    for count in counts:
        for number in range(done, count):
            data, timing = participant(model, number), Timing()
            timing.time(
                lambda data=data: variational_laplace(
                    model.predict, data, model.prior, jacobian=model.jacobian
                )
            )
            total += timing.cpu[0]
        done = count
        rows.append({"participants": count, "cpu": total})
    return rows


if __name__ == "__main__":
    quick = sys.argv[1] == "quick"
    one_core()
    repeats = 1 if quick else 7
    columns = [1, 2] if quick else [1, 2, 4, 6, 8, 12, 16]
    frequencies = [10] if quick else [10, 100, 1000, 10_000, 100_000]
    f = hertz(100)
    report = {
        "tasks": tasks(repeats),
        "inversions": inversions(1 if quick else 5, quick),
        "columns": [
            timed(
                "chain", lambda c: c.spectrum(f), lambda n=n: chain(n), min(repeats, 3), columns=n
            )
            for n in columns
        ],
        "frequencies": [
            timed(
                "spectrum",
                lambda c, k=k: c.spectrum(hertz(k)),
                lambda: Column.standard().scaled(sp_sp=0.1),
                min(repeats, 3),
                frequencies=k,
            )
            for k in frequencies
        ],
        "participants": cohort([1, 2] if quick else [1, 2, 5, 10, 20, 40, 60]),
    }
    print(json.dumps(report))
