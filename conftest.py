"""How tests are run: notebooks' kept outputs are compared, and what takes long begins early."""

from __future__ import annotations

# Files whose tests take a minute and more, the longest first. Two workers take one file at a time:
# a long one at the end would leave one of them with nothing to do.
LONG = (
    "tests/unit/test_build_binder.py",
    "tests/pages/test_explorers.py",
    "tests/pages/test_reading.py",
    "tests/pages/test_pushups_and_terms.py",
    "chapters/",
    "tests/pages/",
    "tests/physics/",
)


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
