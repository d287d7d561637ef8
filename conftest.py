"""How tests are run: notebooks' kept outputs are compared, and what takes long begins early."""

from __future__ import annotations

import pytest

# Files whose tests take a minute and more, the longest first: a long one at the end would leave
# the other worker with nothing to do.
LONG = (
    "tests/unit/test_build_binder.py",
    "tests/unit/test_build_book.py",
    "tests/pages/test_pages.py",
    "tests/pages/",
    "tests/grading/",
    "chapters/",
    "tests/physics/",
)
PAGES = "tests/pages/test_pages.py"


def share(nodeid: str) -> str:
    """What a worker takes at a time: a file (a notebook, too), and of the pages one page."""
    file, _, test = nodeid.partition("::")
    page = test.partition("[")[2]
    return f"{file}[{page}" if file == PAGES and page else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Spread a run with ``--dist loadfile`` by `share`."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByShare(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return share(nodeid)

    return ByShare(config, log)


def _rank(item) -> int:
    name = item.nodeid
    return next((k for k, start in enumerate(LONG) if name.startswith(start)), len(LONG))


def pytest_collection_modifyitems(items):
    """Sort the files, and count the cells whose outputs are kept, so that nbval compares them."""
    items.sort(key=_rank)
    for item in items:
        cell = getattr(item, "cell", None)
        if cell is not None and getattr(cell, "outputs", None) and cell.execution_count is None:
            cell.execution_count = 1  # notebooks are committed without counts
