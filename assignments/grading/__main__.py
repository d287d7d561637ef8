"""``python -m assignments.grading``: what ``make grade`` calls."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from assignments.grading.batch import choose_bubblewrap, grade_all
from assignments.grading.report import read_marks, write_all
from assignments.grading.sandbox import WARNING, Limits
from assignments.grading.source import read_assignment
from assignments.grading.submissions import find_submissions

SOURCES = Path(__file__).resolve().parents[1] / "sources"
USUAL = SOURCES / "part1" / "action_potential.ipynb"


def main(arguments: list[str] | None = None) -> int:
    """Grade a folder of submissions.

    Parameters
    ----------
    arguments : list of str, optional
        Those of the command line if left out.

    Returns
    -------
    int
        0, or 2 if there was nothing to grade; the marks have no say in it.
    """
    parser = argparse.ArgumentParser(prog="make grade", description=main.__doc__.splitlines()[0])
    parser.add_argument("submissions", type=Path, help="a folder of notebooks")
    parser.add_argument("out", type=Path, help="where grades, feedback and report go")
    parser.add_argument("--assignment", type=Path, default=USUAL, help="the source notebook")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--sandbox", choices=["bubblewrap", "none"], help="whatever works, if left")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    for name, value in (("cell", Limits.cell), ("call", Limits.call), ("total", Limits.total)):
        parser.add_argument(f"--{name}", type=float, default=value, help=f"seconds; {value:g}")
    options = parser.parse_args(arguments)
    wanted = {None: None, "bubblewrap": True, "none": False}[options.sandbox]
    try:
        assignment = read_assignment(options.assignment)
        submissions = find_submissions(options.submissions)
        read_marks(options.out, assignment)
        bubblewrap = choose_bubblewrap(wanted)
        warning = "" if bubblewrap else WARNING
        if warning:
            print(f"\n{warning}\n", file=sys.stderr)
        outcomes = grade_all(
            submissions,
            options.assignment,
            options.out / "outcomes",
            limits=Limits(cell=options.cell, call=options.call, total=options.total),
            bubblewrap=bubblewrap,
            workers=options.workers,
            progress=not options.quiet,
        )
    except (ValueError, OSError) as error:
        print(f"Nothing was graded: {error}", file=sys.stderr)
        return 2
    write_all(options.out, assignment, outcomes, warning)
    odd = sum(bool(outcome.unusual) for outcome in outcomes)
    print(f"{len(outcomes)} submissions graded into {options.out}; {odd} with something unusual.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
