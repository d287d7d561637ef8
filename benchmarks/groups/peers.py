"""The library beside Brian2, NEURON, Jaxley and Arbor: same equations, stimulus, step, one core."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import accuracy, environments, problem
from benchmarks.accuracy import solve, start, with_error
from benchmarks.environments import Unavailable, Worker
from benchmarks.groups.library import CABLE, CABLE_QUICK, MANY, MANY_QUICK, ONE, ONE_QUICK
from benchmarks.problem import SPEED, CableProblem, Problem
from benchmarks.report import Group, Table
from benchmarks.settings import Settings
from benchmarks.turns import take_turns

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
    accurate, one, many, cable : bool
        Whether it is asked what it costs at equal error; for one neuron; for many; for a cable.
        Ways whose answer is known beforehand to be slow are left out, so that others take more
        turns.
    """

    program: str
    variant: str
    accurate: bool = True
    one: bool = True
    many: bool = True
    cable: bool = False


WAYS = (
    Way("neuromath", "staggered", cable=True),
    Way("neuromath", "staggered, float32", accurate=False, one=False),
    Way("neuromath", "rk4", many=False),
    Way("neuron", "default", cable=True),
    Way("neuron", "CoreNEURON", accurate=False),
    Way("neuron", "second order, no rate table", many=False, cable=True),
    Way("jaxley", "default", cable=True),
    Way("jaxley", "default, float32", accurate=False, cable=True),
    Way("jaxley", "Crank-Nicolson", many=False, cable=True),
    Way("arbor", "default", cable=True),
    Way("brian2", "exponential Euler, cython", accurate=False, many=False),
    Way("brian2", "exponential Euler, C++", accurate=False),
    Way("brian2", "RK4, C++", many=False),
)
SPEED_TARGETS = (0.01, 0.002)
HOW = [
    "Same equations, initial state, stimulus and step; each program in a process of its own, bound "
    "to one core, one thread; double precision but where float32 is said. NEURON, Arbor and Jaxley "
    "use the channels that come with them, their parameters set to the same values.",
    "The programs take turns: each solves the problem once, then each once more, until all have "
    "been seen often enough; so what else happens on the machine strikes all of them alike.",
    "CPU: median (lowest, highest) of the run alone. Before: CPU of building the model and "
    "compiling it, not in the former. Brian2 with cython makes its code anew in every run; that is "
    "measured and taken off.",
    "NEURON's table of rates, 1 mV apart with straight lines between, is on by default; it is an "
    "error in the equations that no step removes.",
]


def measure(settings: Settings, group: Group) -> None:
    """Do all of it."""
    missing = environments.peers_missing(settings)
    group.skipped += [f"{NAMES[name]}: {why}" for name, why in missing.items() if name in NAMES]
    ways = [way for way in WAYS if way.program not in missing]
    one = ONE_QUICK if settings.quick else ONE
    many = MANY_QUICK if settings.quick else MANY
    right = problem.reference(one.lowest, one.duration)
    cable = CABLE_QUICK if settings.quick else CABLE
    side_by_side(settings, group, [way for way in ways if way.one], one, right)
    side_by_side(settings, group, [way for way in ways if way.many], many)
    side_by_side(settings, group, [way for way in ways if way.cable], cable)
    if not settings.quick:
        exact = [way for way in ways if way.accurate]
        equal_error(settings, group, exact, one, right)
        equal_error(settings, group, [way for way in exact if way.cable], cable)


def python_for(way: Way) -> dict[str, Path]:
    """Interpreter of a program, as `solve` takes it; the library's is the one that runs this."""
    return {} if way.program == OURS else {"python": environments.peers_python()}


def described(what: Problem | CableProblem) -> str:
    """Name of a problem."""
    if isinstance(what, CableProblem):
        thing = f"A cable of {what.compartments:,} compartments"
    else:
        thing = "One neuron" if what.neurons == 1 else f"{what.neurons:,} neurons"
    return f"{thing} for {what.duration:g} ms"


def side_by_side(
    settings: Settings,
    group: Group,
    ways: list[Way],
    what: Problem | CableProblem,
    right: tuple[float, ...] = (),
) -> None:
    """One problem, by all programs, at equal step."""
    heads = {"program": "program", "variant": "method", "cpu": "CPU (s)"}
    heads |= {"lowest": "from", "highest": "to", "ratio": "ratio", "preparing": "before (s)"}
    if isinstance(what, CableProblem):
        heads |= {"speed": "speed (m/s)"}
        notes = [
            f"{what.length:g} mm of squid axon at {what.celsius:g} °C, radius {what.radius:g} um, "
            f"{what.resistivity:g} ohm cm; {what.current:g} uA into the first compartment for "
            f"{what.pulse:g} ms. The right speed is {SPEED} m/s. Jaxley's channels know no "
            "temperature; they were given one by a line of our own. The others record the voltage "
            "at two places, the library all voltages every 0.05 ms and all arrivals."
        ]
    elif what.neurons == 1:
        heads |= {"spikes": "spikes", "error": "error of the last (ms)"}
        notes = [
            *HOW,
            f"There should be {len(right)} spikes. The others record the voltage at every step, "
            "the library v, m, h and n.",
        ]
    else:
        heads |= {"spikes": "spikes", "peak_megabytes": "memory (MB)"}
        notes = [
            f"Currents from {what.lowest:g} to {what.highest:g} uA/cm2. The programs find the "
            "spikes themselves; Jaxley does not, so it returns all voltages (hence its memory)."
        ]
    title = f"{described(what)}, dt {what.dt:g} ms"
    table = Table(title, heads, notes=notes)
    group.tables.append(table)
    workers: dict[Way, Worker] = {}
    try:
        for way in ways:
            settings.say(f"{title}: {NAMES[way.program]}, {way.variant}")
            _try(group, title, way, lambda way=way: workers.update({way: _start(way, what)}))
        settings.say(f"{title}: taking turns")
        take_turns(workers, settings.repeats, lambda way, turn: _try(group, title, way, turn))
        for way, worker in workers.items():
            if not worker.timing.cpu:
                continue
            found = with_error(worker.end(), right)
            found.pop("last_train", None)
            table.rows.append({"program": NAMES[way.program], "variant": way.variant, **found})
    finally:
        for worker in workers.values():
            worker.stop()
    if ours := _default(table.rows):
        accuracy.add_ratios(table.rows, ours, {"cpu": "ratio"})
    _compare(table, settings.quick)
    settings.keep()


def _start(way: Way, what: Problem | CableProblem) -> Worker:
    return start(way.program, way.variant, what, **python_for(way))


def _try(group: Group, title: str, way: Way, work: Callable[[], Any]) -> bool:
    try:
        work()
    except Unavailable as why:
        group.skipped.append(f"{NAMES[way.program]}, {way.variant} ({title}): {why}")
        return False
    return True


def _compare(table: Table, quick: bool) -> None:
    """Note the fastest of the others in each precision, beside the library in the same one.

    Where the library has only doubles, they stand for it in both.
    """
    ours = _default(table.rows)
    if quick or not ours:
        return
    for precision in ("double", "single"):
        rows = [row for row in table.rows if row.get("cpu") and _precision(row) == precision]
        others = [row for row in rows if row["program"] != NAMES[OURS]]
        if not others:
            continue
        fastest = min(others, key=lambda row: row["cpu"])
        like = next((row for row in rows if row["program"] == NAMES[OURS]), ours)
        table.notes.append(
            f"The fastest of the others in {precision} precision, {fastest['program']} "
            f"({fastest['variant']}), takes {fastest['cpu'] / like['cpu']:.1f} times as long as "
            f"the library ({like['variant']})."
        )


def _precision(row: dict[str, Any]) -> str:
    return "single" if "float32" in row["variant"] else "double"


def _default(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((row for row in rows if row["variant"] == "staggered"), None)


def equal_error(
    settings: Settings,
    group: Group,
    ways: list[Way],
    what: Problem | CableProblem,
    right: tuple[float, ...] = (),
) -> None:
    """What each program costs where it is as exact as the others."""
    cable = isinstance(what, CableProblem)
    targets = SPEED_TARGETS if cable else accuracy.TARGETS
    heads = accuracy.EQUAL_ERROR_HEADS
    note = accuracy.EQUAL_ERROR_NOTE
    if cable:
        heads = accuracy.equal_error_heads([f"{100 * target:g} %" for target in targets])
        note = accuracy.equal_error_note("the speed of the impulse is within the error named")
    table = Table(
        f"{described(what)}, at equal error",
        {"program": "program", "variant": "method", **heads},
        notes=[note],
    )
    group.tables.append(table)
    for way in ways:
        settings.say(f"{table.title}: {NAMES[way.program]}, {way.variant}")
        points = accuracy.ladder(
            lambda dt, way=way: solve(
                way.program, way.variant, what.at(dt), 3, right=right, **python_for(way)
            ),
            right,
            steps=accuracy.STEPS[1:] if cable else accuracy.STEPS,
            target=targets[-1],
        )
        label = {"program": NAMES[way.program], "variant": way.variant}
        table.rows.append(accuracy.at_equal_error(label, points, targets))
        if ours := _default(table.rows):
            accuracy.add_ratios(table.rows, ours, {"cpu0": "ratio0", "cpu1": "ratio1"})
        settings.keep()
