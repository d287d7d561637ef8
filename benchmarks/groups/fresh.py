"""From nothing to the first page: a clone, an environment, the book; with all caches empty."""

from __future__ import annotations

import contextlib
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

from benchmarks.environments import Unavailable, reason
from benchmarks.groups.book import clone
from benchmarks.report import Group, Table
from benchmarks.settings import Settings

TITLE = "From a fresh clone to the first page"
ALL_OURS_IS_COUNTED = False  # installers and kernels are not all waited for


def measure(settings: Settings, group: Group) -> None:
    """Do it with uv and with pip."""
    table = Table(
        "`git clone`, `make book`, all caches empty",
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
