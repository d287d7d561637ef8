"""Hopfield's networks beside four packages: the same patterns, cues and weights, one core."""

from __future__ import annotations

import dataclasses
import sys
from typing import Any

from benchmarks import accuracy, environments
from benchmarks.environments import Unavailable, Worker, run_module
from benchmarks.memories import Memories
from benchmarks.report import OF_ITS_TIME, Group, Promise, Table
from benchmarks.settings import Settings
from benchmarks.turns import all_in_turn, fastest_other

TITLE = "Memories: Hopfield's networks"
ALL_OURS_IS_COUNTED = True
OURS = "this library"


@dataclasses.dataclass(frozen=True)
class Way:
    """One way to use one program, and how much of a task it is given.

    Attributes
    ----------
    program, way : str
        ``benchmarks/programs/remember_PROGRAM.py`` and one of its ways.
    shares : dict
        Number of units to the fraction of the patterns or cues that it is given, where all would
        take it long; what it takes is then scaled. Enough of them that what does not grow with
        their number hardly counts. 0: it is not asked at all.
    """

    program: str
    way: str
    shares: dict[int, float] = dataclasses.field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name of the program in the tables."""
        return OURS if self.program == "neuromath" else self.program


RECALL = (
    Way("neuromath", "knows its patterns"),
    Way("neuromath", "weights alone"),
    Way("hopfieldkit", "recall", {5000: 0.2}),
    Way("hopfieldnetwork", "async, run_max", {1000: 0.3, 5000: 0.05}),
    Way("neurodynex3", "sign, async", {1000: 0.3, 5000: 0.02}),
    Way("dhnn", "predict", {1000: 0.1, 5000: 0.02}),
)
BUILDING = (
    Way("neuromath", "hebbian"),
    Way("neuromath", "Network.storing, wired"),
    Way("dhnn", "train, floats"),
    Way("dhnn", "train, whole numbers", {5000: 0.2}),
    Way("hopfieldnetwork", "train_pattern"),
    Way("hopfieldkit", "fit", {5000: 0.1}),
    Way("neurodynex3", "store_patterns", {1000: 0.01, 5000: 0.0}),
)
DIFFERENCES = [
    "All are given the weights of Hebb's rule for the same patterns, and the same cues: patterns "
    "with exactly a tenth of their units turned over. Each goes on until no unit wants to flip; "
    "neurodynex3 and dhnn do not say when that is, so they are stopped by a test of ours.",
    "At rest: cues that ended where no unit wants to flip, by exact arithmetic. Recalled: those "
    "that overlap their pattern by more than .95. Same end: those that ended in the very state of "
    "the first line. The order of the updates is random, and from some cues it decides between "
    "neighbouring states of rest.",
    "Where a field is 0 the library leaves a unit as it is, dhnn makes it -1 and the others +1. "
    "dhnn draws its units with replacement, and never the last of them, so that a cue whose last "
    "unit was turned over does not come to rest. The library, hopfieldnetwork, hopfieldkit and "
    "neurodynex3 go through all units in a new random order in each sweep; the library's order "
    "is the same for all cues of a sweep.",
]
SIDE_BY_SIDE = {
    "program": "program",
    "variant": "way",
    "cpu": "CPU (s)",
    "lowest": "from",
    "highest": "to",
    "ratio": "ratio",
    "given": "given",
}
GIVEN = (
    "Given: how many of the cues a program was asked for where all would take it long; its time "
    "was scaled to all. dhnn works on all its cues at once, at much the same price for each; the "
    "other packages work on them one by one."
)


def measure(settings: Settings, group: Group) -> None:
    """Do all of it."""
    missing = environments.peers_missing(settings)
    group.skipped += [
        f"{way.name}: {missing[way.program]}" for way in RECALL[2:] if way.program in missing
    ]
    sizes = (100,) if settings.quick else (1000, 5000)
    for units in sizes:
        recall(settings, group, units, missing)
    for units in sizes:
        building(settings, group, units, missing)
    growth(settings, group)
    curve(settings, group)


def start(way: Way, memories: Memories) -> Worker:
    """Return the process of a program that has done a task once."""
    ours = way.program == "neuromath"
    python = sys.executable if ours else environments.peers_python()
    return Worker(
        f"benchmarks.programs.remember_{way.program}", way.way, memories.to_json(), python=python
    )


def recall(settings: Settings, group: Group, units: int, missing: dict[str, str]) -> None:
    """From cues to states of rest, by all programs."""
    task = Memories("recall", units, units // 10, cues=min(100, units // 10))
    title = f"Recall: {task.cues} cues, {units:,} units, {task.patterns} patterns"
    ways = [way for way in RECALL if way.program not in missing]
    found, given = _side_by_side(settings, group, title, task, ways, "cues", task.cues)
    table = Table(
        title,
        {
            **SIDE_BY_SIDE,
            "at_rest": "at rest",
            "recalled": "recalled",
            "same": "same end",
        },
        notes=[*DIFFERENCES, GIVEN] if not group.tables else [GIVEN],
    )
    reference = found.get((OURS, RECALL[0].way), {}).get("ends", [])
    for who, row in found.items():
        ends = row.pop("ends")
        row["same"] = _alike(ends, reference)
        table.rows.append(_row(who, row, task.cues / given[who]) | {"given": given[who]})
    _finish(settings, group, table, RECALL[0].way)
    if not settings.quick:
        wanted = 200.0 if units == 1000 else 100.0
        _promise(group, table, f"recall, {units:,} units", RECALL[0].way, wanted)


def building(settings: Settings, group: Group, units: int, missing: dict[str, str]) -> None:
    """From patterns to weights, by all programs."""
    task = Memories("building", units, units // 10)
    title = f"Building weights: {units:,} units, {task.patterns} patterns"
    ways = [way for way in BUILDING if way.program not in missing]
    found, given = _side_by_side(settings, group, title, task, ways, "learnt", task.patterns)
    table = Table(
        title,
        {**SIDE_BY_SIDE, "right": "right"},
        notes=[
            "Given: how many of the patterns a program was asked to store where all would take it "
            "long; its time was scaled to all, what does not grow with the patterns included, "
            "which makes it a little too long. Right: 200 rows are those of Hebb's rule.",
            "The library's patterns are whole numbers; its second line includes checking the "
            "weights and getting ready to recall, which the others do not. dhnn multiplies "
            "matrices, quickly if its patterns are floats.",
        ],
    )
    if units > 1000:
        table.notes.append(
            "neurodynex3 goes through all pairs of units in Python; its time grows with their "
            "number and that of the patterns, to an hour here, and was not measured again."
        )
    for who, row in found.items():
        table.rows.append(_row(who, row, task.patterns / given[who]) | {"given": given[who]})
    _finish(settings, group, table, BUILDING[0].way)
    if not settings.quick:
        wanted = 10.0 if units == 1000 else 50.0
        _promise(group, table, f"building weights, {units:,} units", BUILDING[0].way, wanted)


def _side_by_side(
    settings: Settings,
    group: Group,
    title: str,
    task: Memories,
    ways: list[Way],
    share_of: str,
    whole: int,
) -> tuple[dict, dict]:
    """Let each way do its share of the task; what was found, and how much each was given.

    ``share_of`` is the field of the task that holds how much there is to do, ``whole`` all of it.
    """
    entrants, given = {}, {}
    for way in ways:
        count = round(way.shares.get(task.units, 1.0) * whole)
        if count:
            its = dataclasses.replace(task, **{share_of: count})
            given[way.name, way.way] = count
            entrants[way.name, way.way] = lambda way=way, its=its: start(way, its)
    return all_in_turn(settings, group, title, entrants), given


def growth(settings: Settings, group: Group) -> None:
    """How the cost grows with the number of units."""
    table = Table(
        "How cost grows: a tenth as many patterns as units, 100 cues",
        {
            "units": "units",
            "building": "building (CPU s)",
            "first": "first recall (CPU s)",
            "cpu": "recall (CPU s)",
            "lowest": "from",
            "highest": "to",
            "at_rest": "at rest",
            "recalled": "recalled",
            "peak_megabytes": "most memory (MB)",
        },
        notes=[
            "Building is `Network.storing`, which checks the patterns and the weights, too; the "
            "first recall of a network gets it ready. Below 1,000 units a cue for each pattern. "
            "Memory is that of the whole process, one network in it."
        ],
    )
    group.tables.append(table)
    sizes = [100] if settings.quick else [100, 300, 1000, 2000, 5000, 10_000, 20_000]
    for units in sizes:
        settings.say(f"{units:,} units")
        try:
            row = run_module(
                "benchmarks.programs.remember_growing",
                str(units),
                str(1 if settings.quick else 3),
            )
        except Unavailable as why:
            group.skipped.append(f"{units:,} units: {why}")
            continue
        table.rows.append({"units": units, **row})
        settings.keep()
    if not settings.quick and table.rows and table.rows[-1]["units"] == sizes[-1]:
        largest = table.rows[-1]
        gigabytes = largest["peak_megabytes"] * 1e6 / 2**30
        group.promises += [
            Promise("20,000 units: recall of 100 cues", 3.0, largest["cpu"], "s of CPU"),
            Promise("20,000 units: memory", 4.0, gigabytes, "GiB"),
        ]


def curve(settings: Settings, group: Group) -> None:
    """What a whole capacity curve costs."""
    loads, trials, units = (3, 2, 100) if settings.quick else (33, 50, 1000)
    settings.say("a capacity curve")
    row = run_module("benchmarks.programs.remember_curve", str(loads), str(trials), str(units))
    group.tables.append(
        Table(
            "A capacity curve: `capacity_curve`",
            {
                "loads": "loads",
                "trials": "networks",
                "units": "units",
                "cpu": "CPU (s)",
                "half": "half are recalled at a load of",
            },
            [{"loads": loads, "trials": trials, "units": units, **row}],
            ["Ten patterns of each network are asked for at each load."],
        )
    )
    if not settings.quick:
        group.promises.append(Promise("a capacity curve", 15.0, row["cpu"], "s of CPU"))


def _alike(ends: list[str], reference: list[str]) -> float | None:
    """Fraction of the ends that are those of the reference."""
    pairs = list(zip(ends, reference, strict=False))
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else None


def _row(who: tuple[str, str], found: dict[str, Any], factor: float) -> dict[str, Any]:
    """Row of a program that was given one part in `factor` of the task."""
    scaled = {key: factor * found[key] for key in ("cpu", "lowest", "highest")}
    return {"program": who[0], "variant": who[1], **found, **scaled}


def _finish(settings: Settings, group: Group, table: Table, default: str) -> None:
    ours = next((row for row in table.rows if row["variant"] == default), None)
    if ours:
        accuracy.add_ratios(table.rows, ours, {"cpu": "ratio"})
    group.tables.append(table)
    settings.keep()


def _promise(group: Group, table: Table, what: str, default: str, wanted: float) -> None:
    """Promise to be so many times as fast as the fastest of the others."""
    other = fastest_other(table.rows, OURS)
    ours = next((row for row in table.rows if row["variant"] == default), None)
    if other and ours:
        group.promises.append(
            Promise(
                f"{what}, against {other['program']} ({other['variant']})",
                1.0 / wanted,
                ours["cpu"] / other["cpu"],
                OF_ITS_TIME,
            )
        )
