"""The book: rebuilds in a clone, and, with ``--fresh``, from nothing to the first page."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.accuracy import median
from benchmarks.environments import Unavailable, reason
from benchmarks.machine import ROOT
from benchmarks.report import Group, Promise, Table
from benchmarks.settings import Settings

ALL_OURS_IS_COUNTED = False  # kernels and browsers are not waited for
CHAPTER = "chapters/part1/action_potential.ipynb"
MODULE = "neuromath_lib/hodgkin_huxley/equations.py"
LONGEST = 1500.0  # seconds a build may take


def measure(settings: Settings) -> Group:
    """Do all of it."""
    group = Group("Book")
    try:
        rebuilds(settings, group)
    except Unavailable as why:
        group.skipped.append(f"Rebuilds: {why}")
    if settings.fresh:
        fresh(settings, group)
    else:
        group.skipped.append("From a fresh clone to the first page: takes minutes; give --fresh.")
    return group


def clone(folder: Path) -> Path:
    """Clone the project as committed."""
    done = subprocess.run(
        ["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder)],
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


# ---------------------------------------------------------------- a fresh clone


def fresh(settings: Settings, group: Group) -> None:
    """From nothing to the first page, with uv and with pip, all caches empty."""
    table = Table(
        "From nothing to the first page: `git clone`, `make book`, all caches empty",
        {
            "tool": "installer",
            "environment": "environment ready (s)",
            "built": "book built (s)",
            "page": "first page (s)",
        },
        notes=[
            "Seconds of the clock since the clone began, of a local repository; then over the "
            "network as it is here. One run each: what varies most is the network."
        ],
    )
    for tool in ("uv", "pip"):
        settings.say(f"a fresh clone with {tool}")
        try:
            table.rows.append({"tool": tool, **first_page(settings, tool)})
        except Unavailable as why:
            group.skipped.append(f"Fresh clone with {tool}: {why}")
    if table.rows:
        group.tables.append(table)


def first_page(settings: Settings, tool: str) -> dict[str, float]:
    """Clone, run ``make book``, and wait for the page; seconds until each stage."""
    home = settings.workspace / f"fresh-{tool}"
    home.mkdir()
    environment = empty_caches(home)
    environment["PATH"] = path_for(tool, settings.workspace)
    start = time.perf_counter()
    folder = clone(home / "book")
    port = free_port()
    server = subprocess.Popen(
        ["make", "book", f"PORT={port}"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        stages = watch(server, start)
        if "page" not in stages:
            raise Unavailable(f"make book ended early: {stages['last']}")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)  # make, and the server it started
        server.wait(timeout=30)
        shutil.rmtree(home, ignore_errors=True)  # a gigabyte
    return {name: stages[name] for name in ("environment", "built", "page")}


def watch(server: subprocess.Popen, start: float) -> dict[str, Any]:
    """Follow what ``make book`` says until its page can be read."""
    signs: dict[str, Callable[[str], Any]] = {
        "environment": lambda line: "The environment is ready" in line,
        "built": lambda line: "The book is in" in line,
    }
    stages: dict[str, Any] = {"last": "it said nothing"}
    said: list[str] = []
    for line in server.stdout:
        said.append(line)
        for name, is_sign in signs.items():
            if is_sign(line):
                stages[name] = time.perf_counter() - start
        address = re.search(r"http://[\w.:\-]+/?\S*", line)
        if "built" in stages and address:
            with urllib.request.urlopen(address[0], timeout=30) as page:
                if page.status == 200 and page.read():
                    stages["page"] = time.perf_counter() - start
                    return stages
    stages["last"] = reason("".join(said))
    return stages


def empty_caches(home: Path) -> dict[str, str]:
    """Environment variables that point every cache to an empty folder."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "MAKEFLAGS", "MAKELEVEL"}
    }
    for name in (
        "UV_CACHE_DIR",
        "PIP_CACHE_DIR",
        "XDG_CACHE_HOME",
        "MPLCONFIGDIR",
        "IPYTHONDIR",
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
    ):
        environment[name] = str(home / name.lower())
    return environment


def path_for(tool: str, workspace: Path) -> str:
    """PATH with uv first, or without it. A uv that is not there is installed, untimed."""
    folders = [
        folder
        for folder in os.environ.get("PATH", os.defpath).split(os.pathsep)
        if not shutil.which("uv", path=folder)
    ]
    if tool == "uv":
        found = shutil.which("uv")
        folders.insert(0, str(Path(found).parent if found else get_uv(workspace)))
    return os.pathsep.join(folders)


def get_uv(workspace: Path) -> Path:
    """Install uv into an environment of its own; the folder that holds it alone."""
    venv, alone = workspace / "uv-environment", workspace / "uv-alone"
    for command in (
        [sys.executable, "-m", "venv", str(venv)],
        [str(venv / "bin" / "pip"), "install", "-q", "--disable-pip-version-check", "uv"],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise Unavailable(f"uv could not be installed: {reason(done.stderr)}")
    alone.mkdir(exist_ok=True)
    (alone / "uv").symlink_to(venv / "bin" / "uv")
    return alone


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
