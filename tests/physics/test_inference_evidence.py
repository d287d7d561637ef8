"""Every row of the table of linear models is met, and its sources are in the bibliography."""

import re
from pathlib import Path

import pytest

from neuromath_lib import evidence

BIBLIOGRAPHY = Path(__file__).parents[2] / "chapters" / "references.bib"
DECLARED = evidence.quantities("inference")


@pytest.mark.parametrize("quantity", DECLARED, ids=lambda quantity: quantity.name)
def test_row(quantity):
    row = quantity.row()
    assert row.ok, f"{row.quantity}: {row.computed} is not {row.reference} within {row.tolerance}"


def test_sources_are_in_the_bibliography():
    text = BIBLIOGRAPHY.read_text("utf-8")
    for key, doi in {(q.source.key, q.source.doi) for q in DECLARED}:
        entry = re.search(rf"@\w+{{{key},.*?\n}}", text, re.DOTALL)
        assert entry, key
        assert doi in entry.group()
