"""Check everything: style, the build, and all tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

ADVICE = {
    "style": "style: `make format` mends most of it; the rest is listed under 1/3.",
    "build": "the book: the warnings under 2/3 name page and line; `make html` repeats this step.",
    "tests": (
        "tests: the names after FAILED or ERROR above can be run alone, for example\n"
        "    .venv/bin/python -m pytest tests/unit/test_numerics.py -k order"
    ),
}


def pytest_command(arguments: list[str], *, pages: bool) -> list[str]:
    """Run of pytest over tests and notebooks, with a file on one worker.

    Parameters
    ----------
    arguments
        What the caller adds.
    pages
        Whether there are built pages to look at.
    """
    command = [sys.executable, "-m", "pytest", "tests", "chapters", "--nbval-lax"]
    command += ["-n", os.environ.get("NEUROMATH_WORKERS", "2"), "--dist", "loadfile"]
    command += ["--no-loadscope-reorder"]  # conftest.py has put the long ones first
    command += ["--durations", "8"]
    if not pages:
        command += ["--ignore", "tests/pages"]
    return command + arguments


def main() -> int:
    """Do all three steps, whatever comes of the first, and say what to do about failures."""
    start = time.monotonic()
    failed = []

    def step(number: int, title: str) -> None:
        print(f"\n==== {number}/3 {title} ({time.monotonic() - start:.0f} s)", flush=True)

    step(1, "style of code and notebooks")
    if subprocess.run([sys.executable, "tools/lint.py"], cwd=ROOT).returncode:
        failed.append("style")
    step(2, "the book")
    built = subprocess.run([sys.executable, "tools/build.py"], cwd=ROOT).returncode == 0
    if not built:
        failed.append("build")
    step(3, "library, notebooks, pages")
    if not built:
        print("The pages are not looked at, as the book was not built.")
    command = pytest_command(sys.argv[1:], pages=built)
    # The build has drawn every picture of every explorer; with a kernel one is drawn at a time.
    # Workers share the cores already: more threads would spend their time waiting for each other.
    environment = {
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "NEUROMATH_HTML": str(ROOT / "_build" / "html"),
        "NEUROMATH_EXPLORE": "live",
        **os.environ,
    }
    if subprocess.run(command, cwd=ROOT, env=environment).returncode:
        failed.append("tests")
    sys.stdout.flush()
    for name in failed:
        print(f"FAILED {ADVICE[name]}")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        sys.exit(130)
