"""The library beside Brian2, NEURON, Jaxley and Arbor: same equations, stimulus, step, one core."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from benchmarks import accuracy, environments, problem
from benchmarks.accuracy import solve
from benchmarks.environments import Unavailable
from benchmarks.groups.library import MANY, MANY_QUICK, ONE, ONE_QUICK
from benchmarks.problem import Problem
from benchmarks.report import Group, Table
from benchmarks.settings import Settings

TITLE = "Side by side with other programs"
ALL_OURS_IS_COUNTED = True
OURS = "neuromath"
NAMES = {
    "neuromath": "this library",
    "neuron": "NEURON",
    "jaxley": "Jaxley",
    "arbor": "Arbor",
    "brian2": "Brian2",
}


@dataclasses.dataclass(frozen=True)
class Way:
    """One way to use one program.

    Attributes
    ----------
    program, variant : str
        As in ``benchmarks/programs``.
    accurate : bool
        Whether it is worth asking what it costs at equal error.
    """

    program: str
    variant: str
    accurate: bool = True


WAYS = (
    Way("neuromath", "staggered"),
    Way("neuromath", "rk4"),
    Way("neuron", "default"),
    Way("neuron", "CoreNEURON"),
    Way("neuron", "second order, no rate table"),
    Way("jaxley", "default"),
    Way("jaxley", "default, float32", accurate=False),
    Way("jaxley", "Crank-Nicolson"),
    Way("arbor", "default"),
    Way("brian2", "exponential Euler, cython", accurate=False),
    Way("brian2", "exponential Euler, C++"),
    Way("brian2", "RK4, C++"),
)
HOW = [
    "Same equations, initial state, stimulus and step; each program in a process of its own, bound "
    "to one core, one thread; double precision but where float32 is said. NEURON, Arbor and Jaxley "
    "use the channels that come with them, their parameters set to the same values.",
    "CPU: median (lowest, highest) of the run alone. Before: CPU of building the model and "
    "compiling it, not in the former. Brian2 with cython makes its code anew in every run; that is "
    "measured and taken off.",
    "NEURON's table of rates, 1 mV apart with straight lines between, is on by default; it is an "
    "error in the equations that no step removes.",
]


def measure(settings: Settings, group: Group) -> None:
    """Do all of it."""
    try:
        missing = environments.set_up_peers(settings.say)
    except Unavailable as why:
        group.skipped.append(f"All other programs: their environment could not be made: {why}")
        return
    group.skipped += [f"{NAMES.get(name, name)}: {why}" for name, why in missing.items()]
    ways = [way for way in WAYS if way.program not in missing]
    one = ONE_QUICK if settings.quick else ONE
    many = MANY_QUICK if settings.quick else MANY
    right = problem.reference(one.lowest, one.duration)
    side_by_side(settings, group, ways, one, right)
    side_by_side(settings, group, ways, many, ())
    if not settings.quick:
        equal_error(settings, group, [way for way in ways if way.accurate], one, right)


def python_for(way: Way) -> dict[str, Path]:
    """Interpreter of a program, as `solve` takes it; the library's is the one that runs this."""
    return {} if way.program == OURS else {"python": environments.peers_python()}


def side_by_side(
    settings: Settings, group: Group, ways: list[Way], what: Problem, right: tuple[float, ...]
) -> None:
    """One problem, by all programs, at equal step."""
    single = what.neurons == 1
    heads = {"program": "program", "variant": "method", "cpu": "CPU (s)"}
    heads |= {"lowest": "from", "highest": "to", "ratio": "ratio", "preparing": "before (s)"}
    heads |= {"spikes": "spikes"}
    heads |= {"error": "error of the last (ms)"} if single else {"peak_megabytes": "memory (MB)"}
    title = (
        f"One neuron for {what.duration:g} ms, dt {what.dt:g} ms"
        if single
        else f"{what.neurons:,} neurons for {what.duration:g} ms, dt {what.dt:g} ms"
    )
    table = Table(title, heads, notes=list(HOW) if single else [])
    if single:
        table.notes.append(
            f"There should be {len(right)} spikes. The others record the voltage at every step, "
            "the library v, m, h and n."
        )
    else:
        table.notes.append(
            f"Currents from {what.lowest:g} to {what.highest:g} uA/cm2. The programs find the "
            "spikes themselves; Jaxley does not, so it returns all voltages (hence its memory)."
        )
    group.tables.append(table)
    for way in ways:
        label = f"{NAMES[way.program]}, {way.variant}"
        settings.say(f"{title.split(',')[0] if single else title}: {label}")
        try:
            found = solve(
                way.program, way.variant, what, settings.repeats, right=right, **python_for(way)
            )
        except Unavailable as why:
            group.skipped.append(f"{label} ({title}): {why}")
            continue
        found.pop("last_train")
        table.rows.append({"program": NAMES[way.program], "variant": way.variant, **found})
        if ours := _default(table.rows):
            accuracy.add_ratios(table.rows, ours, {"cpu": "ratio"})
        settings.keep()
    _compare(table, settings.quick)


def _compare(table: Table, quick: bool) -> None:
    others = [row for row in table.rows if row["program"] != NAMES[OURS] and row.get("ratio")]
    if others and not quick:
        fastest = min(others, key=lambda row: row["cpu"])
        table.notes.append(
            f"The fastest of the others, {fastest['program']} ({fastest['variant']}), takes "
            f"{fastest['ratio']:.1f} times as long as the library's default."
        )


def _default(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((row for row in rows if row["variant"] == "staggered"), None)


def equal_error(
    settings: Settings,
    group: Group,
    ways: list[Way],
    one: Problem,
    right: tuple[float, ...],
) -> None:
    """What each program costs where it is as exact as the others."""
    table = Table(
        "One neuron for 1 s at equal error",
        {"program": "program", "variant": "method", **accuracy.EQUAL_ERROR_HEADS},
        notes=[accuracy.EQUAL_ERROR_NOTE],
    )
    group.tables.append(table)
    for way in ways:
        settings.say(f"equal error: {NAMES[way.program]}, {way.variant}")
        points = accuracy.ladder(
            lambda dt, way=way: solve(way.program, way.variant, one.at(dt), 1, **python_for(way)),
            right,
        )
        label = {"program": NAMES[way.program], "variant": way.variant}
        table.rows.append(accuracy.at_equal_error(label, points))
        if ours := _default(table.rows):
            accuracy.add_ratios(table.rows, ours, {"cpu0": "ratio0", "cpu1": "ratio1"})
        settings.keep()
