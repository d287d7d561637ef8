"""Every row of the tables of Hopfield's networks and of sleep is met."""

import numpy as np
import pytest

from neuromath_lib import evidence

MODELS = ("hopfield", "hopfield_simulation", "hopfield_sleep")
DECLARED = [(model, quantity) for model in MODELS for quantity in evidence.quantities(model)]


@pytest.mark.parametrize(("model", "quantity"), DECLARED, ids=lambda x: getattr(x, "name", ""))
def test_row(model, quantity):
    row = quantity.row()
    assert np.isfinite(row.computed)
    assert row.ok, f"{row.quantity}: {row.computed} is not {row.reference} within {row.tolerance}"


def test_names_are_unique_and_sources_named():
    for model in MODELS:
        declared = evidence.quantities(model)
        assert len({quantity.name for quantity in declared}) == len(declared)
        assert all(quantity.source.doi and quantity.source.where for quantity in declared)
    assert len(DECLARED) >= 70


def test_tolerances_are_as_narrow_as_what_is_known():
    """A value off by one in its last digit is not met."""
    for name in ("critical_load", "overlap_0.13", "critical_load_0.5", "clipped", "gardner_firm"):
        row = evidence.table("hopfield", only=[name])[name]
        last = 10.0 ** -len(row.written[0].partition(".")[2])
        assert row.tolerance * row.reference < last


def test_tables_say_where_references_come_from():
    table = evidence.table("hopfield", only=["clipped"])
    assert "mean-field equations solved to 1e-10" in str(table)
    assert "DOP853" not in str(table)
    assert "DOP853" in str(evidence.table("hodgkin_huxley", only=["alpha_n"]))
