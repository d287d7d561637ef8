"""How long this library and other programs take, as it was measured by ``make bench``.

Nothing is measured here: `Measurements.read` reads ``measured.json``, which a run of the benchmarks
leaves beside this file, and its tables show what is in it, as text and as HTML. It lies in a
folder of its own so that the book knows which of its pages have to be made again after a run.
"""

from __future__ import annotations

import dataclasses
import html
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from neuromath_lib.evidence.faces import html_face, text_face

OF_ITS_TIME = "of its CPU time"  # unit of a promise that compares with another program
OTHERS = {
    "memories": ("hopfieldkit", "hopfieldnetwork", "neurodynex3", "dhnn"),
    "columns": ("tvb-library", "neurolib", "brainmass"),
}


@dataclasses.dataclass(frozen=True)
class SpeedTable:
    """Programs or methods beside each other, readable as text and as HTML.

    Attributes
    ----------
    title : str
        What was measured.
    columns : tuple of str
        Heads; the first columns are words, the others numbers.
    rows : tuple of tuple of str
        Cells.
    words : int
        How many of the columns are words.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 2

    def __str__(self) -> str:
        """Return the text face."""
        lines = [self.columns, *self.rows]
        return text_face(self.title, lines, range(self.words, len(self.columns)))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """Return the HTML face, in a box that scrolls by itself on a narrow page."""
        rows = (_html_row(row, self.words) for row in self.rows)
        return html_face(self.title, self.columns, rows)


@dataclasses.dataclass(frozen=True)
class Measurements:
    """A run of the benchmarks.

    Attributes
    ----------
    run : dict
        The machine and the versions.
    groups : dict
        What was measured, by group.
    """

    run: dict[str, Any]
    groups: dict[str, Any]

    @classmethod
    def read(cls, path: str | Path | None = None) -> Measurements:
        """Read what ``make bench`` wrote.

        Parameters
        ----------
        path : str or Path, optional
            Another file of the kind.
        """
        path = Path(__file__).with_name("measured.json") if path is None else Path(path)
        kept = json.loads(path.read_text(encoding="utf-8"))
        return cls(kept["run"], kept["groups"])

    @property
    def about(self) -> str:
        """On what machine, when, and what else it did meanwhile."""
        here, peers = self.run["machine"], self.groups["peers"]
        versions = self.run.get("peers", {})
        others = [
            f"{label} {versions[name]}"
            for name, label in (
                ("neuron", "NEURON"),
                ("jaxley", "Jaxley"),
                ("arbor", "Arbor"),
                ("brian2", "Brian2"),
            )
            if name in versions
        ]
        return (
            f"Measured on {peers['when'][:10]} on one core of an {here['processor']} processor "
            f"with {here['cores']} of them, {here['system']}, Python {here['python']}, numba "
            f"{here['packages']['numba']}; {', '.join(others)}. Meanwhile other programs kept "
            f"{peers['neighbours']:.2f} cores busy."
        )

    def table(self, group: str, title: str) -> dict[str, Any]:
        """Return the table of a group whose title begins with `title`.

        Raises
        ------
        KeyError
            If there is none.
        """
        for table in self.groups[group]["tables"]:
            if table["title"].startswith(title):
                return table
        raise KeyError(title)

    def side_by_side(self, title: str) -> SpeedTable:
        """Return the programs at equal step, the fastest first.

        Parameters
        ----------
        title : str
            Beginning of the title, as in ``benchmarks/RESULTS.md``.
        """
        found = self.table("peers", title)
        rows = sorted(found["rows"], key=lambda row: row["cpu"])
        columns = ["program", "method", "CPU time (ms)", "times ours"]
        speed = "speed" in found["heads"]
        error = "error" in found["heads"]
        if speed:
            columns.append("error of the speed (%)")
        elif error:
            columns.append("last spike late by (ms)")
        cells = []
        for row in rows:
            line = [row["program"], row["variant"], digits(1e3 * row["cpu"]), digits(row["ratio"])]
            if speed:
                share = row["error"]
                line.append(digits(None if share is None else 100.0 * share, sign=True))
            elif error:
                line.append(digits(row["error"], sign=True))
            cells.append(tuple(line))
        return SpeedTable(found["title"], tuple(columns), tuple(cells))

    def equal_error(self, title: str) -> SpeedTable:
        """Return what each program costs where all are as exact.

        Parameters
        ----------
        title : str
            Beginning of the title, as in ``benchmarks/RESULTS.md``.
        """
        found = self.table("peers", title)
        columns = ["program", "method"]
        for k in (0, 1):
            target = found["heads"][f"dt{k}"].removeprefix("dt for ").removesuffix(" (ms)")
            columns += [f"step for {target} (ms)", "CPU time (ms)", "times ours"]
        rows = sorted(found["rows"], key=lambda row: row["cpu0"] or math.inf)
        cells = []
        for row in rows:
            line = [row["program"], row["variant"]]
            for k in (0, 1):
                cpu = row[f"cpu{k}"]
                line += [
                    "\N{EM DASH}" if row[f"dt{k}"] is None else f"{row[f'dt{k}']:g}",
                    digits(None if cpu is None else 1e3 * cpu),
                    digits(row[f"ratio{k}"]),
                ]
            cells.append(tuple(line))
        return SpeedTable(found["title"], tuple(columns), tuple(cells))

    def growth(
        self, title: str, count: str, *, group: str = "library", cost: str = "cpu"
    ) -> tuple[list[int], list[float]]:
        """Return how many there were, and the CPU seconds that they took.

        Parameters
        ----------
        title : str
            Beginning of the title of a table of the library's.
        count : str
            What was counted, as "neurons" or "compartments".
        group : str
            Of the table: "library", "memories" or "columns".
        cost : str
            Which of its values: "cpu", or for memories also "building".
        """
        rows = self.table(group, title)["rows"]
        return [row[count] for row in rows], [row[cost] for row in rows]

    def measured(self, group: str) -> str:
        """When a group was measured, beside which versions, and what else the machine did.

        Parameters
        ----------
        group : str
            "memories" or "columns".
        """
        found, versions = self.groups[group], self.run.get("peers", {})
        others = [f"{name} {versions[name]}" for name in OTHERS[group] if name in versions]
        return (
            f"Measured on {found['when'][:10]} beside {', '.join(others)}. Meanwhile other "
            f"programs kept {found['neighbours']:.2f} cores busy."
        )

    def memories(self, title: str) -> SpeedTable:
        """Return the programs that store or recall memories, the fastest first.

        Parameters
        ----------
        title : str
            Beginning of the title, as in ``benchmarks/RESULTS.md``.
        """
        found = self.table("memories", title)
        whole = max(row["given"] for row in found["rows"])
        recall = "at_rest" in found["heads"]
        columns = ["program", "way", "CPU time (ms)", "times ours"]
        columns += ["at rest (%)", "same end (%)"] if recall else []
        cells = []
        for row in sorted(found["rows"], key=lambda row: row["cpu"]):
            way = row["variant"]
            if row["given"] < whole:
                way += f" (from {row['given']} of {whole})"
            line = [row["program"], way, digits(1e3 * row["cpu"]), digits(row["ratio"])]
            line += [share(row["at_rest"]), share(row["same"])] if recall else []
            cells.append(tuple(line))
        return SpeedTable(found["title"], tuple(columns), tuple(cells))

    def columns(self, title: str) -> SpeedTable:
        """Return the programs that simulate a column, the fastest first.

        Parameters
        ----------
        title : str
            Beginning of the title, as in ``benchmarks/RESULTS.md``.
        """
        found = self.table("columns", title)
        heads = ("program", "model", "rule", "step (ms)", "states", "CPU time (ms)", "times ours")
        cells = [
            (
                row["program"],
                row["variant"],
                row["rule"],
                f"{row['dt']:g}",
                str(row["states"]),
                digits(1e3 * row["cpu"]),
                digits(row["ratio"]),
            )
            for row in sorted(found["rows"], key=lambda row: row["cpu"])
        ]
        return SpeedTable(found["title"], heads, tuple(cells), words=3)

    def tasks(self, title: str) -> SpeedTable:
        """Return what the library took for tasks by itself, in the order asked.

        Parameters
        ----------
        title : str
            Beginning of the title, as in ``benchmarks/RESULTS.md``.
        """
        found = self.table("columns", title)
        cells = tuple((row["name"], digits(1e3 * row["cpu"])) for row in found["rows"])
        return SpeedTable(found["title"], ("task", "CPU time (ms)"), cells, words=1)

    def promises(self, group: str) -> SpeedTable:
        """Return what was promised of a group and what was measured.

        Parameters
        ----------
        group : str
            "memories" or "columns".
        """
        cells = []
        for promise in self.groups[group]["promises"]:
            low, high, unit = promise["measured"], promise["at_most"], promise["unit"]
            if unit != OF_ITS_TIME:
                kept = (f"at most {high:g} {unit}", f"{digits(low)} {unit}")
            elif high > 1.0:
                kept = (f"at most {high:g} times as slow", digits(low))
            else:
                kept = (f"at least {1.0 / high:g} times as fast", digits(1.0 / low))
            cells.append((promise["what"], *kept, "yes" if low <= high else "no"))
        title = f"Promises: {self.groups[group]['title']}"
        return SpeedTable(title, ("what", "goal", "measured", "kept"), tuple(cells), words=4)

    def fastest_other(
        self, group: str, title: str, ours: str = "this library"
    ) -> tuple[str, float]:
        """Return the fastest of the other programs of a table, and its CPU seconds.

        Parameters
        ----------
        group, title : str
            As for `table`.
        ours : str
            Who is no other.
        """
        rows = [row for row in self.table(group, title)["rows"] if row["program"] != ours]
        best = min(rows, key=lambda row: row["cpu"])
        return best["program"], best["cpu"]


def digits(value: float | None, significant: int = 2, *, sign: bool = False) -> str:
    """Write a number to so many digits, without an exponent; a dash for none."""
    if value is None or not math.isfinite(value):
        return "\N{EM DASH}"
    value = float(f"{value:.{significant - 1}e}")
    size = math.floor(math.log10(abs(value))) if value else 0
    text = f"{abs(value):,.{max(0, significant - 1 - size)}f}"
    if sign and value:
        return ("\N{MINUS SIGN}" if value < 0 else "+") + text
    return text


def share(value: float | None) -> str:
    """Write a fraction in per cent."""
    return "\N{EM DASH}" if value is None else f"{100.0 * value:.0f}"


def _html_row(row: Sequence[str], words: int = 2) -> str:
    cells = [html.escape(cell) for cell in row]
    text = f'<th scope="row">{cells[0]}</th>'
    text += "".join(f"<td>{cell}</td>" for cell in cells[1:words])
    return text + "".join(f'<td class="nm-number">{cell}</td>' for cell in cells[words:])
