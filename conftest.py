"""Notebooks are committed without counts; nbval compares outputs only of cells that have one."""

from __future__ import annotations


def pytest_collection_modifyitems(items):
    """Count the cells whose outputs are kept as run, so that they are compared."""
    for item in items:
        cell = getattr(item, "cell", None)
        if cell is not None and getattr(cell, "outputs", None) and cell.execution_count is None:
            cell.execution_count = 1
