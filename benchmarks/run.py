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

from benchmarks import environments, machine, report, values  # noqa: E402
from benchmarks.measuring import Neighbours  # noqa: E402
from benchmarks.settings import Settings  # noqa: E402

FOR_THE_BOOK = ROOT / "neuromath_lib" / "evidence" / "peers_speed" / "measured.json"
# There is "fresh" too, which takes many minutes and is asked for by an option.
GROUPS = ("library", "peers", "memories", "columns", "book", "page")


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
        help=f"what to measure: {', '.join(GROUPS)}; all of them if none is named. By itself, "
        "'values' asks the other programs for the model's quantities instead, for the book",
    )
    parser.add_argument("--quick", action="store_true", help="tiny sizes: only to see that it runs")
    parser.add_argument(
        "--no-peers", action="store_true", help="leave out the other programs and their 2 GB"
    )
    parser.add_argument(
        "--fresh",
        action="store_true",
        help="also time a fresh clone with empty caches, with uv and with pip (many minutes)",
    )
    parser.add_argument(
        "--output",
        type=Path,
        help="folder for RESULTS.md and results.json (groups that are there and not measured now "
        "are kept); benchmarks/, or _build/benchmarks/ for a quick run",
    )
    chosen = parser.parse_args(given)
    if chosen.groups == ["values"]:
        return chosen
    unknown = [name for name in chosen.groups if name not in GROUPS]
    if unknown:
        parser.error(f"there is no group {unknown[0]!r}; there are {', '.join(GROUPS)}")
    wanted = chosen.groups or GROUPS
    chosen.groups = [
        name for name in GROUPS if name in wanted and not (name == "peers" and chosen.no_peers)
    ]
    if chosen.output is None:
        chosen.output = ROOT / ("_build/benchmarks" if chosen.quick else "benchmarks")
    if chosen.fresh:
        chosen.groups.append("fresh")
    return chosen


def in_order(groups: dict[str, report.Group]) -> dict[str, report.Group]:
    """Sort groups as they are listed."""
    return {name: groups[name] for name in (*GROUPS, "fresh") if name in groups}


def main(given: list[str] | None = None) -> int:
    """Measure, write, and say where."""
    chosen = arguments(given)
    start = time.monotonic()
    if chosen.groups == ["values"]:
        values.write()
        return 0
    here = machine.describe()
    run = {"quick": chosen.quick, "machine": here}
    groups = {} if chosen.quick else report.kept_groups(chosen.output, here)
    measured = {}
    if machine.is_busy(machine.load()):
        print(f"WARNING: this machine is busy, load average {machine.load():.1f}", file=sys.stderr)
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
            group = report.Group(module.TITLE)
            group.when = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")
            group.commit, group.load = machine.commit(), machine.load()
            neighbours = Neighbours()

            def keep(name=name, group=group, module=module, neighbours=neighbours) -> None:
                """Write down what there is, so that a run that is stopped leaves what it had."""
                if module.ALL_OURS_IS_COUNTED:
                    group.neighbours = neighbours.cores()
                if name in report.BOOK:
                    run["peers"] = environments.peers_versions()
                groups[name] = measured[name] = group
                report.write(chosen.output, in_order(groups), run)
                if chosen.output == ROOT / "benchmarks" and not chosen.quick:
                    report.write_for_the_book(FOR_THE_BOOK, measured, run)

            settings.keep = keep
            module.measure(settings, group)
            keep()
            for why in group.skipped:
                print(f"NOT MEASURED: {why}", file=sys.stderr)
    print(f"\n{chosen.output / 'RESULTS.md'} ({(time.monotonic() - start) / 60:.0f} minutes)")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        sys.exit(130)
