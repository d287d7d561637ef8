"""What other programs find for the quantities of the model, kept for the book to show."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import environments, problem
from benchmarks.environments import Unavailable
from benchmarks.groups.peers import NAMES
from benchmarks.machine import ROOT
from benchmarks.programs import values as asked

KEPT = ROOT / "neuromath_lib" / "evidence" / "peers.json"
HOW = {
    "neuromath": "staggered, its default",
    "neuron": "backward Euler and a table of rates, its defaults",
    "jaxley": "backward Euler, its default; at 18.5 °C gates sped up by a line of our own",
    "arbor": "its only method",
    "brian2": "equations typed in, exponential Euler",
}


def collect(say: Callable[[str], None] = print) -> dict[str, Any]:
    """Ask all programs, each in a process of its own.

    Parameters
    ----------
    say
        Takes sentences on what is going on.

    Returns
    -------
    dict
        Settings, and for each program its version and what it found with its own parameters
        ("shipped") and with those of the book ("same").
    """
    missing = environments.set_up_peers(say)
    right = problem.reference(asked.CURRENTS[0], 1000.0)
    programs = []
    for program, name in NAMES.items():
        if program in missing:
            say(f"{name}: {missing[program]}")
            continue
        ours = program == "neuromath"
        python = Path(sys.executable) if ours else environments.peers_python()
        entry: dict[str, Any] = {"name": name, "how": HOW[program]}
        for parameters in ("shipped", "same"):
            say(f"{name}, {parameters} parameters")
            try:
                found = environments.run_module(
                    "benchmarks.programs.values",
                    program,
                    parameters,
                    json.dumps(right),
                    python=python,
                )
            except Unavailable as why:
                say(f"  {why}")
                found = {"version": entry.get("version", "-"), "values": {}}
            if not ours:
                entry["version"] = found["version"]
            entry[parameters] = {
                key: None if value is None else float(f"{value:.9g}")
                for key, value in found["values"].items()
            }
        programs.append(entry)
    return {
        "dt": asked.DT,
        "start": asked.START,
        "spikes_in_a_second": len(right),
        "programs": programs,
    }


def write(say: Callable[[str], None] = print, path: Path = KEPT) -> None:
    """Ask, and keep the answers."""
    text = json.dumps(collect(say), indent=1, allow_nan=False, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    say(f"written: {path.name}")
