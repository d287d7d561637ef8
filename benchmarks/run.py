"""Measure the library and the book: ``make bench``, or ``python benchmarks/run.py --help``."""

from __future__ import annotations

import argparse
import datetime
import importlib
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import environments, machine, report  # noqa: E402
from benchmarks.measuring import Neighbours  # noqa: E402
from benchmarks.settings import Settings  # noqa: E402

GROUPS = ("library", "peers", "book", "page")  # and "fresh", which takes many minutes


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="benchmarks/run.py",
        description="Measure the library and the book, side by side with other programs.",
    )
    parser.add_argument(
        "groups",
        nargs="*",
        metavar="GROUP",
        help=f"what to measure: {', '.join(GROUPS)}; all of them if none is named",
    )
    parser.add_argument("--quick", action="store_true", help="tiny sizes: only to see that it runs")
    parser.add_argument(
        "--no-peers", action="store_true", help="leave out the other programs and their 1 GB"
    )
    parser.add_argument(
        "--fresh",
        action="store_true",
        help="also time a fresh clone with empty caches, with uv and with pip (many minutes)",
    )
    parser.add_argument(
        "--output",
        type=Path,
        help="folder for RESULTS.md and results.json; benchmarks/ for a complete run, "
        "_build/benchmarks/ otherwise",
    )
    chosen = parser.parse_args(given)
    unknown = [name for name in chosen.groups if name not in GROUPS]
    if unknown:
        parser.error(f"there is no group {unknown[0]!r}; there are {', '.join(GROUPS)}")
    wanted = chosen.groups or GROUPS
    chosen.groups = [
        name for name in GROUPS if name in wanted and not (name == "peers" and chosen.no_peers)
    ]
    if chosen.output is None:
        complete = not chosen.quick and len(chosen.groups) == len(GROUPS)
        chosen.output = ROOT / ("benchmarks" if complete else "_build/benchmarks")
    if chosen.fresh:
        chosen.groups.append("fresh")
    return chosen


def main(given: list[str] | None = None) -> int:
    """Measure, write, and say where."""
    chosen = arguments(given)
    start = time.monotonic()
    here = machine.describe()
    run = {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "quick": chosen.quick,
        "groups": chosen.groups,
        "machine": here,
    }
    for warning in report.load_warnings({}, here["load_at_start"]):
        print(f"WARNING: {warning}", file=sys.stderr)
    groups: dict[str, report.Group] = {}
    with tempfile.TemporaryDirectory(prefix="neuromath-bench-") as workspace:
        settings = Settings(
            quick=chosen.quick,
            peers=not chosen.no_peers,
            fresh=chosen.fresh,
            workspace=Path(workspace),
            say=lambda text: print(f"[{time.monotonic() - start:5.0f} s] {text}", flush=True),
        )
        for name in chosen.groups:
            settings.say(f"== {name}")
            module = importlib.import_module(f"benchmarks.groups.{name}")
            neighbours = Neighbours()
            groups[name] = module.measure(settings)
            if module.ALL_OURS_IS_COUNTED:
                groups[name].neighbours = neighbours.cores()
            for why in groups[name].skipped:
                print(f"NOT MEASURED: {why}", file=sys.stderr)
            # After each group, so that a run that is stopped leaves what it had.
            run["minutes"] = (time.monotonic() - start) / 60
            run["warnings"] = report.load_warnings(groups, here["load_at_start"])
            if chosen.quick:
                quick = "A quick run: sizes are tiny and the numbers mean nothing."
                run["warnings"].insert(0, quick)
            if name == "peers":
                run["peers"] = environments.peers_versions()
            report.write(chosen.output, groups, run)
    print(f"\n{chosen.output / 'RESULTS.md'} ({run['minutes']:.0f} minutes)")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        sys.exit(130)
