"""Processes of their own, and the environment in which the other programs live."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from benchmarks.machine import ROOT
from benchmarks.measuring import ONE_THREAD, Timing
from benchmarks.settings import Settings

PEERS = ROOT / "benchmarks" / ".venv-peers"
REQUIREMENTS = ROOT / "benchmarks" / "requirements-peers.txt"
LONGEST = 900.0  # seconds any one measurement may take
MARK = "answer: "  # with which the lines begin that a `Worker` reads


class Unavailable(Exception):
    """Something that cannot be measured here; the message says why."""


def reason(text: str) -> str:
    """Last words of a failed program, without paths and addresses, which mean nothing elsewhere."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(\w+\.)*\w*(Error|ERROR|Exception)\b", line)]
    last = (errors or lines or ["it said nothing"])[-1]
    last = re.sub(r"\w+://\S+", "(address)", last)
    return re.sub(r"(?<![\w.])/[\w.\-/]+", "(path)", last)[:240]


def run_module(
    module: str,
    *arguments: str,
    python: Path | str = sys.executable,
    environment: dict[str, str] | None = None,
    timeout: float = LONGEST,
) -> dict[str, Any]:
    """Run ``python -m module arguments`` from the project's folder; return its last line, JSON.

    Raises
    ------
    Unavailable
        If it fails, takes too long, or says something else.
    """
    try:
        done = subprocess.run(
            [str(python), "-m", module, *arguments],
            cwd=ROOT,
            env={**os.environ, **ONE_THREAD, **(environment or {})},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
        )
    except subprocess.TimeoutExpired:
        raise Unavailable(f"it took more than {timeout:.0f} s") from None
    if done.returncode:
        raise Unavailable(reason(done.stderr or done.stdout))
    try:
        return json.loads(done.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        raise Unavailable(reason(done.stdout)) from None


class Worker:
    """A program in a process of its own, ready to solve a problem whenever it is told to.

    Parameters
    ----------
    module
        ``benchmarks.programs.run_PROGRAM``.
    arguments
        Its command line.
    python
        Interpreter of the environment that has the program.

    Raises
    ------
    Unavailable
        If the program fails, or takes too long; so do all methods.

    Attributes
    ----------
    about : dict
        What it said when it had solved the problem for the first time.
    timing : Timing
        Samples so far.
    """

    def __init__(self, module: str, *arguments: str, python: Path | str = sys.executable) -> None:
        self.timing = Timing()
        self._said = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115
        self._process = subprocess.Popen(
            [str(python), "-m", module, *arguments],
            cwd=ROOT,
            env={**os.environ, **ONE_THREAD},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
            errors="replace",
        )
        self.about = self._answer()

    def run(self) -> None:
        """Solve the problem once more."""
        self._order("run")
        sample = self._answer()
        self.timing.cpu.append(sample["cpu"])
        self.timing.wall.append(sample["wall"])

    def end(self) -> dict[str, Any]:
        """End the process, and return what it found and what it took."""
        self._order("end")
        found = self._answer()
        self._process.wait()
        idle = self.about["idle"]
        cpu = self.timing.median() - idle
        return {
            "version": self.about["version"],
            "cpu": cpu,
            "lowest": min(self.timing.cpu) - idle,
            "highest": max(self.timing.cpu) - idle,
            "timing": self.timing.as_dict(),
            "idle": idle,
            # All that came before a second run, without the first run itself: building the model,
            # generating code, compiling it.
            "preparing": max(0.0, self.about["until_solved"] - cpu),
            **found,
        }

    def stop(self) -> None:
        """End the process at once, if it is still there."""
        self._process.kill()
        self._process.communicate()

    def _order(self, order: str) -> None:
        try:
            self._process.stdin.write(order + "\n")
            self._process.stdin.flush()
        except OSError:
            raise self._failed() from None

    def _answer(self) -> dict[str, Any]:
        alarm = threading.Timer(LONGEST, self._process.kill)
        alarm.start()
        try:
            for line in self._process.stdout:
                if line.startswith(MARK):
                    return json.loads(line[len(MARK) :])
        finally:
            alarm.cancel()
        raise self._failed()

    def _failed(self) -> Unavailable:
        self._process.wait()
        self._said.seek(0)
        return Unavailable(reason(self._said.read()))


def requirements() -> dict[str, str]:
    """Names of requirements-peers.txt, with what is asked of each."""
    lines = (line.split("#")[0].strip() for line in REQUIREMENTS.read_text().splitlines())
    return {re.split(r"[<>=!~ ]", line)[0]: line for line in lines if line}


def peers_python() -> Path:
    """Python of the peers' environment."""
    return PEERS / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def set_up_peers(say: Any = print) -> dict[str, str]:
    """Make the peers' environment, or leave it as it is when it is up to date.

    Each package is installed by itself, so that one that cannot be had does not keep out the rest.

    Parameters
    ----------
    say
        Takes sentences on what is going on.

    Returns
    -------
    dict
        Name and reason of each package that could not be installed.
    """
    kept = PEERS / "stamp.json"
    stamp = hashlib.sha256(
        REQUIREMENTS.read_bytes() + f"{sys.version_info[:2]} {sys.executable}".encode()
    ).hexdigest()
    if kept.is_file() and json.loads(kept.read_text()) == stamp:
        return {}
    say("setting up the other programs in benchmarks/.venv-peers (2 GB, some minutes) ...")
    shutil.rmtree(PEERS, ignore_errors=True)
    uv = shutil.which("uv")
    make = [uv, "venv", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
    _do([*make, str(PEERS)])
    install = (
        [uv, "pip", "install", "--python", str(peers_python())]
        if uv
        else [str(peers_python()), "-m", "pip", "--disable-pip-version-check", "install"]
    )
    missing = {}
    for name, wanted in requirements().items():
        try:
            _do([*install, "-q", "-c", str(REQUIREMENTS), wanted])
        except Unavailable as why:
            missing[name] = f"it could not be installed: {why}"
            say(f"  {name}: {missing[name]}")
    if not missing:
        kept.write_text(json.dumps(stamp))
    return missing


def peers_missing(settings: Settings) -> dict[str, str]:
    """Return which of the other programs cannot be had, and why; set them up when first asked."""
    if settings.missing is None:
        if not settings.peers:
            settings.missing = dict.fromkeys(requirements(), "not asked for")
        else:
            try:
                settings.missing = set_up_peers(settings.say)
            except Unavailable as why:
                reason = f"the environment of the other programs could not be made: {why}"
                settings.missing = dict.fromkeys(requirements(), reason)
    return settings.missing


def _do(command: list[Any]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    except OSError as error:
        raise Unavailable(reason(str(error))) from None
    if done.returncode:
        raise Unavailable(reason(done.stderr or done.stdout))


def peers_versions() -> dict[str, str]:
    """Versions of what matters in the peers' environment."""
    wanted = {*requirements(), "jax", "jaxlib"}
    folders = [str(path) for path in PEERS.rglob("site-packages") if path.parent.parent != PEERS]
    folders += [str(path) for path in PEERS.glob("lib/*/site-packages")]
    found = {(d.metadata["Name"] or "").lower(): d.version for d in distributions(path=folders)}
    return {name: found[name] for name in sorted(wanted) if name in found}
