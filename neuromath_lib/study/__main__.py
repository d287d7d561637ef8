"""Do a study of full size from the command line; interrupt it when you like, and call again."""

from __future__ import annotations

import argparse
import dataclasses

from neuromath_lib.study.cohort import Plan, run, summary


def main(arguments: list[str] | None = None) -> None:
    """Read the plan from the command line, do what is left of it and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m neuromath_lib.study", description=__doc__)
    parser.add_argument("folder", help="where participants are kept, each in a file")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default: 1)")
    for field in dataclasses.fields(Plan):
        name = f"--{field.name}"
        if field.type == "bool":
            parser.add_argument(name, action="store_true")
        else:
            kind = {"int": int, "float": float, "str": str}[field.type]
            parser.add_argument(name, type=kind, default=field.default,
                                help=f"default: {field.default}")  # fmt: skip
    given = vars(parser.parse_args(arguments))
    folder, jobs = given.pop("folder"), given.pop("jobs")
    plan = Plan(**given)
    people = run(plan, folder, n_jobs=jobs, progress=True)
    for name, value in summary(people, plan).items():
        print(f"{name}: {value:.4g}")


if __name__ == "__main__":
    main()
