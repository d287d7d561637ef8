"""The book: what it takes to build it again, after what was changed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.accuracy import median
from benchmarks.environments import Unavailable, reason
from benchmarks.machine import ROOT
from benchmarks.report import Group, Promise, Table
from benchmarks.settings import Settings

TITLE = "Book"
ALL_OURS_IS_COUNTED = False  # kernels and browsers are not waited for
CHAPTER = "chapters/part1/action_potential.ipynb"
MODULE = "neuromath_lib/hodgkin_huxley/equations.py"
LONGEST = 1500.0  # seconds a build may take


def measure(settings: Settings, group: Group) -> None:
    """Do all of it."""
    try:
        rebuilds(settings, group)
    except Unavailable as why:
        group.skipped.append(f"Rebuilds: {why}")
    if not settings.fresh:
        group.skipped.append("From a fresh clone to the first page: takes minutes; give --fresh.")


def clone(folder: Path) -> Path:
    """Clone the project as committed."""
    done = subprocess.run(
        ["git", "clone", "--quiet", "--no-local", str(ROOT), str(folder)],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Unavailable(f"git clone failed: {reason(done.stderr)}")
    return folder


# ---------------------------------------------------------------- rebuilds


def rebuilds(settings: Settings, group: Group) -> None:
    """A first build in a clone, then one after nothing, prose, and library were changed."""
    folder = clone(settings.workspace / "rebuilds")
    table = Table(
        "Building, with an environment there",
        {
            "what": "what changed",
            "wall": "seconds",
            "lowest": "from",
            "highest": "to",
            "executed": "notebooks run",
        },
        notes=[
            "`tools/build.py` in a clone of the commit; seconds of the clock, median (lowest, "
            f"highest). Prose: a sentence of `{CHAPTER}`. Library: a comment in `{MODULE}`."
        ],
    )
    table.rows.append(_row("everything: the first build", [build(folder, settings)]))
    settings.html = folder / "_build" / "html"
    times = 1 if settings.quick else 3
    for what, change in (("nothing", None), ("prose", add_prose), ("library", add_comment)):
        samples = []
        for k in range(times if what != "library" else min(times, 2)):
            if change:
                change(folder, k)
            samples.append(build(folder, settings))
        table.rows.append(_row(what, samples))
    group.tables.append(table)
    unchanged = next(row for row in table.rows if row["what"] == "nothing")
    group.promises.append(
        Promise("rebuild, nothing changed", 15.0, unchanged["wall"], "s of the clock")
    )


def _row(what: str, samples: list[dict[str, Any]]) -> dict[str, Any]:
    walls = [sample["wall"] for sample in samples]
    return {
        "what": what,
        "wall": median(walls),
        "lowest": min(walls),
        "highest": max(walls),
        "executed": samples[-1]["executed"],
        "samples": samples,
    }


def build(folder: Path, settings: Settings) -> dict[str, Any]:
    """Build the clone with this environment; how long it took and how many notebooks ran."""
    settings.say("building the book in a clone")
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder),  # the clone's library, not the one installed
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "tools/build.py"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=LONGEST,
    )
    wall = time.perf_counter() - start
    if done.returncode:
        raise Unavailable(f"the book was not built: {first_warning(done.stdout)}")
    return {"wall": wall, "executed": len(re.findall(r"Executed notebook in", done.stdout))}


def first_warning(output: str) -> str:
    """What a failed build complains of first."""
    lines = [line for line in output.splitlines() if re.search(r"WARNING|ERROR|Error", line)]
    return reason(lines[0] if lines else output)


def add_prose(folder: Path, k: int) -> None:
    """Add a sentence to the first text cell of the chapter that has a paragraph."""
    path = folder / CHAPTER
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and not source.lstrip().startswith(("#", ":", "`")):
            cell["source"] = f"{source}\n\nA sentence more, number {k}."
            break
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")


def add_comment(folder: Path, k: int) -> None:
    """Add a comment to a module that the chapter imports."""
    with (folder / MODULE).open("a", encoding="utf-8") as file:
        file.write(f"# a comment, number {k}\n")
