"""The canonical microcircuit and its inversion, and a column in time beside three packages."""

from __future__ import annotations

import dataclasses
import json
import sys

from benchmarks import accuracy, environments
from benchmarks.environments import Worker, run_module
from benchmarks.report import OF_ITS_TIME, Group, Promise, Table
from benchmarks.settings import Settings
from benchmarks.turns import all_in_turn, fastest_other

TITLE = "Columns of cortex"
ALL_OURS_IS_COUNTED = True
OURS = "this library"
SECONDS = 2.0  # that are simulated
COHORT = 60  # participants


@dataclasses.dataclass(frozen=True)
class Way:
    """One way to use one program.

    Attributes
    ----------
    program, package : str
        ``benchmarks/programs/column_PROGRAM.py``, and its name as it is installed.
    way : str
        As there.
    states, rule, dt : int, str, float
        Numbers that it integrates, how, and its step, ms.
    """

    program: str
    package: str
    way: str
    states: int
    rule: str
    dt: float


HEUN, EULER = "Heun, noise", "Euler, noise"
DEFAULT = "canonical microcircuit"
WAYS = (
    Way("neuromath", OURS, DEFAULT, 8, "Runge-Kutta 4, coloured noise", 0.5),
    Way("neuromath", OURS, f"{DEFAULT}, exact delays", 8, "Runge-Kutta 4, coloured noise", 0.5),
    Way("tvb", "tvb-library", "Jansen and Rit", 6, HEUN, 0.5),
    Way("tvb", "tvb-library", "Wilson and Cowan", 2, HEUN, 0.5),
    Way("tvb", "tvb-library", "oscillator", 2, HEUN, 0.5),
    Way("neurolib", "neurolib", "Wilson and Cowan", 4, EULER, 0.1),
    Way("neurolib", "neurolib", "oscillator (Hopf)", 4, EULER, 0.1),
    Way("neurolib", "neurolib", "oscillator (Hopf), long steps", 4, EULER, 0.5),
    *(
        Way("brainmass", "brainmass", f"Jansen and Rit, {how}", 6, f"exponential Euler{noise}", 0.5)
        for how, noise in (
            ("Simulator.run", ", noise"),
            ("compiled loop", ", noise"),
            ("compiled loop, no noise", ""),
        )
    ),
)
HOW = [
    "Each program integrates a model of its own, the closest or the simplest that it has, and each "
    "its own noise: this compares prices, not answers. States: numbers that change with time, for "
    "neurolib two of them the noise. Steps are the program's own choice in neurolib (0.1 ms; long "
    "steps: 0.5 ms), ours otherwise.",
    "All programs keep the signal at every step; in double precision, each in a process of its "
    "own, bound to one core, one thread, and they take turns.",
    "brainmass compiles its model in every call of Simulator.run; a loop around its steps, "
    "compiled once, is what a user in a hurry would write. Without noise its column goes to rest.",
    "Ours has delays of 1 ms inside the column; the others, one node each, have none.",
]
ANEW = (
    "Each sample is of a column made anew, the making not timed unless it says so: a column keeps "
    "what it has worked out."
)
GOALS = {
    "spectrum of one column, 100 frequencies": 0.0005,
    "spectra of six columns joined": 0.010,
    "evoked response of 500 ms, one column": 0.005,
    "inversion of two conditions, 1 start": 1.0,
    "inversion of two conditions, 8 starts": 8.0,
}
SAMPLES = {"cpu": "CPU (s)", "lowest": "from", "highest": "to"}


def measure(settings: Settings, group: Group) -> None:
    """Do all of it."""
    settings.say("spectra, evoked responses, inversions, a cohort")
    found = run_module("benchmarks.programs.columns_alone", "quick" if settings.quick else "full")
    alone(settings, group, found)
    missing = environments.peers_missing(settings)
    names = dict.fromkeys(way.package for way in WAYS if way.package in missing)
    group.skipped += [f"{name}: {missing[name]}" for name in names]
    side_by_side(settings, group, [way for way in WAYS if way.package not in missing])


def alone(settings: Settings, group: Group, found: dict[str, list]) -> None:
    """Tables of what the library was asked by itself."""
    group.tables += [
        Table("What one asks of columns", {"name": "task", **SAMPLES}, found["tasks"], [ANEW]),
        Table(
            "Arguing backwards: the spectra of one column in two conditions",
            {
                "name": "task",
                **SAMPLES,
                "parameters": "parameters",
                "converged": "converged",
                "effect": "effect found",
            },
            found["inversions"],
            [
                "Each sample is of a participant of its own: parameters drawn from half the prior, "
                "self-inhibition stronger by exp(0.3) in the second condition, noise as of 60 "
                "spectra averaged. Effect found: median over the participants of what stands "
                "for 0.3; the prior pulls it towards 0."
            ],
        ),
        Table(
            "How cost grows: columns, joined in a chain, 100 frequencies",
            {"columns": "columns", **SAMPLES},
            found["columns"],
        ),
        Table(
            "How cost grows: frequencies, one column",
            {"frequencies": "frequencies", **SAMPLES},
            found["frequencies"],
        ),
        Table(
            "How cost grows: participants, two conditions each, one start",
            {"participants": "participants", "cpu": "CPU (s)"},
            found["participants"],
            ["Inverted one by one on one core, each once."],
        ),
    ]
    settings.keep()
    if settings.quick:
        return
    cpu = {row["name"]: row["cpu"] for row in (*found["tasks"], *found["inversions"])}
    group.promises += [
        Promise(name, at_most, cpu[name], "s of CPU") for name, at_most in GOALS.items()
    ]
    eight = COHORT * cpu["inversion of two conditions, 8 starts"]
    group.promises.append(
        Promise(f"a cohort of {COHORT}, 8 starts each, projected, two cores", 600.0, eight / 2, "s")
    )


def side_by_side(settings: Settings, group: Group, ways: list[Way]) -> None:
    """Two seconds of one column, by all programs."""
    seconds = 0.1 if settings.quick else SECONDS
    title = f"One column for {seconds:g} s"
    entrants = {(way.package, way.way): lambda way=way: start(way, seconds) for way in ways}
    found = all_in_turn(settings, group, title, entrants)
    heads = {"program": "program", "variant": "model", "states": "states", "rule": "rule"}
    heads |= {"dt": "dt (ms)", "cpu": "CPU (s)", "lowest": "from", "highest": "to"}
    heads |= {"ratio": "ratio", "preparing": "before (s)", "moves": "moves"}
    table = Table(title, heads, notes=HOW)
    for way in ways:
        if row := found.get((way.package, way.way)):
            about = {"states": way.states, "rule": way.rule, "dt": way.dt}
            table.rows.append({"program": way.package, "variant": way.way, **about, **row})
    ours = next((row for row in table.rows if row["variant"] == DEFAULT), None)
    if ours:
        accuracy.add_ratios(table.rows, ours, {"cpu": "ratio"})
    group.tables.append(table)
    settings.keep()
    if settings.quick or not ours:
        return
    for package, least, words in (
        ("tvb-library", 100.0, "the fastest model of"),
        ("neurolib", 0.25, "the simplest model, at its own step, of"),
    ):
        rows = [row for row in table.rows if row["program"] == package]
        rows = [row for row in rows if "long steps" not in row["variant"]]
        if other := fastest_other(rows, OURS):
            group.promises.append(
                Promise(
                    f"2 s of one column, against {words} {package}",
                    1.0 / least,
                    ours["cpu"] / other["cpu"],
                    OF_ITS_TIME,
                )
            )


def start(way: Way, seconds: float) -> Worker:
    """Return the process of a program that has simulated its column once."""
    ours = way.package == OURS
    python = sys.executable if ours else environments.peers_python()
    module = f"benchmarks.programs.column_{way.program}"
    return Worker(module, way.way, json.dumps({"seconds": seconds}), python=python)
