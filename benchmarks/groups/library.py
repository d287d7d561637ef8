"""The library alone: loading, the first call, the five methods, one neuron and ten thousand."""

from __future__ import annotations

import dataclasses
from typing import Any

from benchmarks import accuracy, problem
from benchmarks.accuracy import median, solve
from benchmarks.environments import Unavailable, run_module
from benchmarks.problem import CableProblem, Problem
from benchmarks.report import Group, Promise, Table
from benchmarks.settings import Settings

TITLE = "Library"
ALL_OURS_IS_COUNTED = True  # no process of ours outlives its parent
METHODS = ("euler", "exponential", "staggered", "rk4", "adaptive")
ONE = Problem(rest=problem.rest())
ONE_QUICK = Problem(duration=20.0, rest=problem.rest())
MANY = Problem(lowest=0.0, highest=20.0, duration=100.0, neurons=10_000, rest=problem.rest())
MANY_QUICK = Problem(lowest=0.0, highest=20.0, duration=5.0, neurons=50, rest=problem.rest())
CABLE = CableProblem(rest=problem.rest())
CABLE_QUICK = CableProblem(length=60.0, compartments=150, duration=6.0, rest=problem.rest())
IMPORTS = ("neuromath_lib", "neuromath_lib.hodgkin_huxley")


def measure(settings: Settings, group: Group) -> None:
    """Do all of it."""
    loading(settings, group)
    first_calls(settings, group)
    one = ONE_QUICK if settings.quick else ONE
    settings.say("reference: DOP853, by scipy, from equations of its own")
    right = problem.reference(one.lowest, one.duration)
    methods(settings, group, one, right)
    if not settings.quick:
        equal_error(settings, group, one, right)
    growth(settings, group)
    cable_growth(settings, group)
    noise(settings, group)


def loading(settings: Settings, group: Group) -> None:
    """What an import costs."""
    table = Table(
        "Loading",
        {
            "name": "import",
            "wall": "seconds",
            "cpu": "CPU (s)",
            "modules": "modules loaded",
            "numba": "numba among them",
        },
        notes=["Median of processes of their own, Python's own start not counted."],
    )
    for name in IMPORTS:
        settings.say(f"import {name}")
        runs = [
            run_module("benchmarks.programs.import_cost", name) for _ in range(settings.repeats)
        ]
        table.rows.append(
            {
                "name": f"`{name}`",
                "wall": median([run["wall"] for run in runs]),
                "cpu": median([run["cpu"] for run in runs]),
                "modules": runs[0]["modules"],
                "numba": runs[0]["numba"],
                "samples": runs,
            }
        )
    group.tables.append(table)
    settings.keep()
    group.promises += [
        Promise(f"import {row['name']}", 0.3, row["wall"], "s of the clock") for row in table.rows
    ]


def first_calls(settings: Settings, group: Group) -> None:
    """First and second call in a new process, with nothing compiled before and with all of it."""
    table = Table(
        "First and second call of `simulate(Axon(), Step(10.0), 50.0)`",
        {
            "method": "method",
            "cache": "numba's cache",
            "first": "first call (s)",
            "first_cpu": "CPU (s)",
            "second": "second call (s)",
            "second_cpu": "CPU (s)",
        },
        notes=[
            "In a new process that has imported `neuromath_lib.hodgkin_huxley`; the first call "
            "imports numba, too. Medians."
        ],
    )
    for method in ["euler"] if settings.quick else METHODS[:4]:
        settings.say(f"first call of {method}")
        for k in range(1 if settings.quick else 2):
            cache = settings.workspace / f"numba-{method}-{k}"
            for state in ("empty", "filled"):
                run = run_module(
                    "benchmarks.programs.first_call",
                    method,
                    environment={"NUMBA_CACHE_DIR": str(cache)},
                )
                table.rows.append({"method": method, "cache": state, **run})
    table.rows = _medians(table.rows, ("method", "cache"))
    group.tables.append(table)
    settings.keep()
    slowest = max(row["first"] for row in table.rows)
    group.promises.append(
        Promise("first call of `simulate`, nothing compiled before", 2.0, slowest, "s of the clock")
    )


def _medians(rows: list[dict[str, Any]], keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """One row for each combination of `keys`, with the medians of all else and the samples."""
    kinds: dict[tuple, list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault(tuple(row[key] for key in keys), []).append(row)
    return [
        {
            **dict(zip(keys, kind, strict=True)),
            **{key: median([row[key] for row in alike]) for key in alike[0] if key not in keys},
            "samples": alike,
        }
        for kind, alike in kinds.items()
    ]


def methods(settings: Settings, group: Group, one: Problem, right: tuple[float, ...]) -> None:
    """Error and CPU time of the five methods at equal steps."""
    table = Table(
        f"The five methods: one axon at {one.lowest:g} uA/cm2 for {one.duration:g} ms",
        {
            "method": "method",
            "dt": "dt (ms)",
            "spikes": "spikes",
            "error": "error of the last spike (ms)",
            "cpu": "CPU (s)",
            "lowest": "from",
            "highest": "to",
            "preparing": "before (s)",
        },
        notes=[
            f"There should be {len(right)} spikes. The reference is DOP853 at a relative tolerance "
            "of 1e-12, from equations written again for this purpose.",
            "The error is that of the last spike found, against the spike of the same number. "
            "With `adaptive`, dt is the spacing of the points returned.",
            "CPU: median (lowest, highest) of `simulate`, which returns v, m, h and n at every "
            "step, after a first call. Before: CPU of that first call beyond a later one, with "
            "numba's cache filled.",
        ],
    )
    for dt in [one.dt] if settings.quick else [0.01, 0.05, 0.1]:
        for method in ["staggered"] if settings.quick else METHODS:
            if method == "adaptive" and dt != one.dt:
                continue
            settings.say(f"{method}, dt {dt:g} ms")
            row: dict[str, Any] = {"method": method, "dt": dt}
            try:
                repeats = 1 if method == "adaptive" else settings.repeats
                row |= solve("neuromath", method, one.at(dt), repeats, right=right)
            except Unavailable as why:
                table.notes.append(f"{method} at dt {dt:g} ms: {why}")
            row.pop("last_train", None)
            table.rows.append(row)
    group.tables.append(table)
    settings.keep()
    if settings.quick:
        return
    default = next(row for row in table.rows if row["method"] == "staggered")
    group.promises += [
        Promise("staggered, dt 0.01: error after 1 s", 0.015, abs(default["error"]), "ms"),
        Promise("one neuron for 1 s", 0.0045, default["cpu"], "s of CPU"),
    ]


def equal_error(settings: Settings, group: Group, one: Problem, right: tuple[float, ...]) -> None:
    """What the fixed-step methods cost at equal error."""
    table = Table(
        "The same at equal error",
        {"method": "method", **accuracy.EQUAL_ERROR_HEADS},
        notes=[accuracy.EQUAL_ERROR_NOTE],
    )
    for method in METHODS[:4]:
        settings.say(f"{method} at equal error")
        points = accuracy.ladder(
            lambda dt, method=method: solve("neuromath", method, one.at(dt), 3, right=right), right
        )
        table.rows.append(accuracy.at_equal_error({"method": method}, points))
    ours = next(row for row in table.rows if row["method"] == "staggered")
    accuracy.add_ratios(table.rows, ours, {"cpu0": "ratio0", "cpu1": "ratio1"})
    group.tables.append(table)
    settings.keep()


def growth(settings: Settings, group: Group) -> None:
    """How the cost grows with the number of neurons (`spike_trains`, staggered)."""
    many = MANY_QUICK if settings.quick else MANY
    table = Table(
        f"How cost grows: `spike_trains`, staggered, {many.duration:g} ms, dt {many.dt:g} ms",
        {
            "neurons": "neurons",
            "cpu": "CPU (s)",
            "lowest": "from",
            "highest": "to",
            "each": "ns a neuron and step",
            "spikes": "spikes",
            "peak_megabytes": "most memory (MB)",
        },
        notes=[
            f"Currents from {many.lowest:g} to {many.highest:g} uA/cm2, one core. A single neuron "
            f"gets {many.highest / 2:g}, and its whole trace is kept."
        ],
    )
    sizes = [many.neurons] if settings.quick else [1, 10, 100, 1000, 10_000, 100_000]
    for size in sizes:
        settings.say(f"{size:,} neurons")
        this = dataclasses.replace(many, neurons=size)
        if size == 1:
            this = dataclasses.replace(this, lowest=many.highest / 2, highest=many.highest / 2)
        row = solve("neuromath", "staggered", this, settings.repeats)
        row.pop("last_train", None)
        row["each"] = 1e9 * row["cpu"] / (size * this.steps)
        table.rows.append({"neurons": size, **row})
    group.tables.append(table)
    settings.keep()
    if not settings.quick:
        cpu = next(row["cpu"] for row in table.rows if row["neurons"] == many.neurons)
        group.promises.append(Promise("10,000 neurons for 100 ms", 1.0, cpu, "s of CPU"))


def cable_growth(settings: Settings, group: Group) -> None:
    """How the cost grows with the number of compartments."""
    cable = CABLE_QUICK if settings.quick else CABLE
    table = Table(
        f"How cost grows: `simulate_cable`, {cable.duration:g} ms, dt {cable.dt:g} ms",
        {
            "compartments": "compartments",
            "cpu": "CPU (s)",
            "lowest": "from",
            "highest": "to",
            "each": "ns a compartment and step",
            "speed": "speed (m/s)",
            "peak_megabytes": "most memory (MB)",
        },
        notes=[
            f"{cable.length:g} mm of squid axon at {cable.celsius:g} °C, cut ever finer, one core. "
            f"As compartments and steps shrink the speed goes to {problem.SPEED} m/s."
        ],
    )
    for count in [cable.compartments] if settings.quick else [100, 300, 1000, 3000, 10_000]:
        settings.say(f"{count:,} compartments")
        this = dataclasses.replace(cable, compartments=count)
        row = solve("neuromath", "staggered", this, settings.repeats)
        row["each"] = 1e9 * row["cpu"] / (count * this.steps)
        table.rows.append({"compartments": count, **row})
    group.tables.append(table)
    settings.keep()


def noise(settings: Settings, group: Group) -> None:
    """What an event costs where every gate of every channel moves by itself."""
    table = Table(
        "Channel noise: `channel_noise`, every gate of every channel by itself",
        {
            "area": "patch (um2)",
            "channels": "channels",
            "duration": "ms",
            "events": "events",
            "cpu": "CPU (s)",
            "lowest": "from",
            "highest": "to",
            "each": "ns an event",
        },
        notes=[
            "At rest, 60 sodium and 18 potassium channels a um2. An event is a gate that opens or "
            "closes. None of the other programs has this: their channels are fractions, or (a "
            "mechanism of one's own) channels that are drawn step by step."
        ],
    )
    for area in [1.0] if settings.quick else [1.0, 10.0, 100.0]:
        settings.say(f"channel noise, {area:g} um2")
        duration = 20.0 if settings.quick else 20_000.0 / area
        row = run_module(
            "benchmarks.programs.channel_noise", str(area), str(duration), str(settings.repeats)
        )
        row["each"] = 1e9 * row["cpu"] / row["events"]
        table.rows.append({"area": area, "duration": duration, **row})
    group.tables.append(table)
    settings.keep()
    if not settings.quick:
        slowest = max(row["each"] for row in table.rows)
        group.promises.append(Promise("exact channel noise", 1000.0, slowest, "ns an event"))
