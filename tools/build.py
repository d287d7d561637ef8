"""Build the book into ``_build/html``; every warning is an error, all of them are shown."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import time
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def build(root: Path) -> bool:
    """Run ``jupyter-book build . -W --keep-going``.

    Parameters
    ----------
    root
        Folder with ``_config.yml``.

    Returns
    -------
    bool
        Whether the book was built without a warning.
    """
    import jupyter_book.sphinx as jupyter_book_sphinx
    from jupyter_book.cli.main import main as jupyter_book
    from sphinx.util.console import color_terminal, nocolor

    os.chdir(root)
    # These two print a screenful of options each.
    for name in ("myst_parser.sphinx_ext.main", "myst_nb.sphinx_ext"):
        logging.getLogger(f"sphinx.{name}").addFilter(
            lambda record: "Config(" not in record.getMessage()
        )
    if not color_terminal():
        nocolor()
    # The command has no option for it: pages are read, and their notebooks run, side by side. Each
    # then has a core; threads of linear algebra that wait for each other would be in the way.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    one_by_one = jupyter_book_sphinx.build_sphinx
    jupyter_book_sphinx.build_sphinx = partial(one_by_one, jobs=readers())
    try:
        jupyter_book(["build", ".", "-W", "--keep-going"], standalone_mode=False)
    except (RuntimeError, SystemExit) as end:  # how jupyter-book ends a failed build
        if isinstance(end, SystemExit) and not end.code:
            return True
        # Sphinx keeps the pages it has read, warnings or not: without this, the next build would
        # pass over them in silence. Executed notebooks stay in their own cache.
        shutil.rmtree(root / "_build" / ".doctrees", ignore_errors=True)
        return False
    finally:
        jupyter_book_sphinx.build_sphinx = one_by_one
    return True


def readers() -> int:
    """Pages to read at a time: as many as this process may use processors, and at most four."""
    try:
        processors = len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        processors = os.cpu_count() or 1
    return min(processors, 4)


def main() -> int:
    """Build, and say how it went."""
    start = time.monotonic()
    try:
        built = build(ROOT)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except ModuleNotFoundError as error:
        print(
            f"{error.name} is missing from the environment: `make clean-all`, then try again.",
            file=sys.stderr,
        )
        return 1
    seconds = time.monotonic() - start
    if not built:
        print(
            "\nThe book was not built. Each WARNING or error above names the page and the line;\n"
            "mend them and run the same command again.",
            file=sys.stderr,
        )
        return 1
    print(f"\nThe book is in _build/html ({seconds:.0f} s).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
