"""Results: tables of numbers, kept as JSON, and the page that people read."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import machine

OF_ITS_TIME = "of its CPU time"  # unit of a promise that compares with another program
BOOK = ("library", "peers", "memories", "columns")  # groups that a page of the book shows


@dataclass
class Table:
    """Rows of named values, and which of them are shown under which heads.

    Attributes
    ----------
    title : str
        What is measured.
    heads : dict
        Key of a value to the head of its column, in the order shown. A row may hold more.
    rows : list of dict
        Values: numbers, texts, or None for what is not known.
    notes : list of str
        What a reader must know to judge the numbers.
    """

    title: str
    heads: dict[str, str]
    rows: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Promise:
    """Something the book says of itself, and what was measured."""

    what: str
    at_most: float
    measured: float
    unit: str

    @property
    def kept(self) -> bool:
        """Whether the measured value is within the promised one."""
        return self.measured <= self.at_most


@dataclass
class Group:
    """What one file of ``benchmarks/groups`` has measured.

    Attributes
    ----------
    title : str
        Its name.
    tables : list of Table
        Its measurements.
    promises : list of Promise
        What was promised of them.
    skipped : list of str
        What was not measured, and why: shown, never silent.
    neighbours : float, optional
        Mean number of cores that other programs kept busy meanwhile.
    when, commit, load
        When it was begun, what was measured, and the load average of the minute before.
    """

    title: str
    tables: list[Table] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    neighbours: float | None = None
    when: str = ""
    commit: str = ""
    load: float | None = None

    @classmethod
    def from_results(cls, kept: dict[str, Any]) -> Group:
        """Read a group out of ``results.json``; what was NaN there is None."""
        promises = [
            Promise(**{**p, "measured": math.nan if p["measured"] is None else p["measured"]})
            for p in kept["promises"]
        ]
        tables = [Table(**table) for table in kept["tables"]]
        return cls(**{**kept, "tables": tables, "promises": promises})


def kept_groups(folder: Path, here: dict[str, Any]) -> dict[str, Group]:
    """Groups of an earlier run on this machine with these versions; none of any other.

    Parameters
    ----------
    folder
        Where ``results.json`` lies.
    here
        The machine, as `machine.describe` says.
    """
    return groups_of(folder / "results.json", here)


def groups_of(path: Path, here: dict[str, Any]) -> dict[str, Group]:
    """Groups of a file of results, if they were measured on this machine; else none."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        then = kept["run"]["machine"]
        if any(then[key] != here[key] for key in ("processor", "cores", "python", "packages")):
            return {}
        return {name: Group.from_results(group) for name, group in kept["groups"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def significant(value: Any, digits: int = 3) -> str:
    """Write a value for a table cell: numbers to a number of digits, None as a dash."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if not isinstance(value, float):
        return str(value).replace("|", "\\|")
    if value == 0 or math.isinf(value):
        return f"{value:g}"
    if abs(value) < 1e-3:
        mantissa, exponent = f"{value:.{max(0, digits - 2)}e}".split("e")
        return f"{mantissa}e{int(exponent)}"
    before = math.floor(math.log10(abs(value))) + 1
    return f"{value:,.{max(0, digits - before)}f}"


def markdown_table(table: Table) -> list[str]:
    """Lines of one table."""
    keys = list(table.heads)
    numeric = {
        key for key in keys if any(isinstance(row.get(key), int | float) for row in table.rows)
    }
    lines = ["| " + " | ".join(table.heads.values()) + " |"]
    lines.append("|" + "|".join("---:" if key in numeric else "---" for key in keys) + "|")
    for row in table.rows:
        lines.append("| " + " | ".join(significant(row.get(key)) for key in keys) + " |")
    return lines


def results(groups: dict[str, Group], run: dict[str, Any]) -> dict[str, Any]:
    """Everything, ready for JSON; NaN becomes null."""
    return _plain({"run": run, "groups": {name: asdict(group) for name, group in groups.items()}})


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(x) for key, x in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(x) for x in value]
    if isinstance(value, float):
        return float(f"{value:.9g}") if math.isfinite(value) else None
    if isinstance(value, bool | int | str) or value is None:
        return value
    return _plain(value.item())  # a number of numpy's


def markdown(groups: dict[str, Group], run: dict[str, Any]) -> str:
    """Return the page that people read."""
    here = run["machine"]
    memory = here["memory_gigabytes"]
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench` (`benchmarks/run.py`). Each section was measured in one go, and "
        "so was all that a ratio in it compares. `benchmarks/results.json` holds the samples.",
        "",
        f"- Machine: {here['processor']}, {here['cores']} cores"
        + (f", {memory:.0f} GiB" if memory else "")
        + f", {here['system']}",
        f"- Python {here['python']}; "
        + ", ".join(f"{name} {version}" for name, version in here["packages"].items()),
        *(
            [
                "- Others: "
                + ", ".join(f"{name} {version}" for name, version in run["peers"].items())
            ]
            if run.get("peers")
            else []
        ),
    ]
    if run["quick"]:
        lines += ["", "**A quick run: sizes are tiny and the numbers mean nothing.**"]
    for warning in load_warnings(groups):
        lines += ["", f"**{warning}**"]
    promises = [promise for group in groups.values() for promise in group.promises]
    if promises:
        table = Table(
            "", {"what": "promised", "goal": "at most", "measured": "measured", "kept": "kept"}
        )
        for p in promises:
            table.rows.append(
                {
                    "what": p.what,
                    "goal": f"{significant(float(p.at_most))} {p.unit}",
                    "measured": f"{significant(float(p.measured))} {p.unit}",
                    "kept": "yes" if p.kept else "**no**",
                }
            )
        lines += ["", "## Promises", "", *markdown_table(table)]
    for group in groups.values():
        lines += ["", f"## {group.title}"]
        about = f"{group.when}, commit {group.commit}; load average {significant(group.load, 2)}"
        if group.neighbours is not None:
            about += f"; other programs kept {group.neighbours:.2f} cores busy meanwhile"
        lines += ["", f"{about}."]
        for table in group.tables:
            lines += ["", f"### {table.title}", "", *markdown_table(table)]
            if table.notes:
                lines += ["", *(f"- {note}" for note in table.notes)]
        if group.skipped:
            lines += ["", "**Not measured**", "", *(f"- {why}" for why in group.skipped)]
    return "\n".join(lines) + "\n"


def write(folder: Path, groups: dict[str, Group], run: dict[str, Any]) -> None:
    """Write ``results.json`` and ``RESULTS.md``."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(results(groups, run), indent=1, allow_nan=False)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")
    (folder / "RESULTS.md").write_text(markdown(groups, run), encoding="utf-8")


def write_for_the_book(path: Path, groups: dict[str, Group], run: dict[str, Any]) -> None:
    """Write what a page of the book shows: the same tables without the samples.

    Groups that are in the file and not among those given are kept if they were measured on this
    machine; nothing is written unless all that the page shows are then there.

    Parameters
    ----------
    path
        The file.
    groups
        Groups measured now.
    run
        The machine and the versions.
    """
    together = groups_of(path, run["machine"]) | groups
    if not set(BOOK) <= together.keys():
        return
    kept = results({name: together[name] for name in BOOK}, run)
    for group in kept["groups"].values():
        for table in group["tables"]:
            shown = {*table["heads"], "cpu", "error"}
            table["rows"] = [
                {key: value for key, value in row.items() if key in shown} for row in table["rows"]
            ]
    text = json.dumps(kept, indent=1, allow_nan=False, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def load_warnings(groups: dict[str, Group]) -> list[str]:
    """Sentences on a machine that was not idle."""
    found = []
    cores = machine.cores()
    for group in groups.values():
        if machine.is_busy(group.neighbours):
            found.append(
                f"“{group.title}” was measured on a busy machine: other programs kept "
                f"{group.neighbours:.1f} of {cores} cores busy."
            )
        elif machine.is_busy(group.load):
            found.append(
                f"“{group.title}” was measured on a busy machine: the load average was "
                f"{group.load:.1f} on {cores} cores."
            )
    if found:
        found.append(
            "CPU seconds are then too long, by shared caches and memory, and seconds of the clock "
            "by much more."
        )
    return found
