"""Every number of the microcircuit that is known beforehand, and that a wrong one would be seen."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from neuromath_lib import evidence
from neuromath_lib.evidence import microcircuit_measured
from neuromath_lib.evidence.microcircuit_constants import column_constants
from neuromath_lib.microcircuit import CONNECTIONS, Column, Cortex

REFERENCE = Path(__file__).parents[1] / "reference" / "microcircuit"
DECLARED = evidence.quantities("microcircuit") + evidence.quantities("microcircuit_resting")
NAMED = {f"G{k}": name for k, name in enumerate(CONNECTIONS, start=1)}
FREE = [f"G{k}" for k in (7, 4, 12, 9, 11, 6, 5, 8, 1, 3, 10, 13)]
POINTS = json.loads((REFERENCE / "derivative.json").read_text("utf-8"))
SPECTRUM = np.genfromtxt(REFERENCE / "spectrum_prior.csv", delimiter=",", names=True)


@pytest.mark.parametrize("quantity", DECLARED, ids=lambda quantity: quantity.name)
def test_row(quantity):
    row = quantity.row()
    assert np.isfinite(row.computed)
    assert row.ok, f"{row.quantity}: {row.computed} is not {row.reference} within {row.tolerance}"


def test_rows_are_many_named_once_and_can_fail():
    assert len({quantity.name for quantity in DECLARED}) == len(DECLARED) >= 100
    for quantity in DECLARED:
        wrong = (
            float(quantity.reference)
            + 1.5 * quantity.tolerance * (abs(float(quantity.reference)) or 1.0)
            + 1.0 * (quantity.tolerance == 0.0)
        )
        computed = quantity.compute()
        if abs(computed - wrong) > quantity.tolerance * abs(wrong):
            assert not dataclasses.replace(quantity, reference=repr(wrong)).row().ok


@pytest.mark.parametrize("point", POINTS["ten_connections"], ids=lambda point: point["id"])
def test_derivative_of_the_standard_column(point):
    gain = 512.0 if point["mode"].startswith("endogenous") else 32.0 * np.exp(point["C"])
    found = Column.standard().derivative(point["x"], gain * point["u"])
    np.testing.assert_allclose(found, point["f"], rtol=1e-9)


@pytest.mark.parametrize("point", POINTS["thirteen_connections"], ids=lambda point: point["id"])
def test_derivative_of_the_2022_variant(point):
    scalings = point["G_in_order_7_4_12_9_11_6_5_8_1_3_10_13"]
    column = Column.adams2022(self_terms=point["A_note"].startswith("A=0")).scaled(
        **{NAMED[g]: value for g, value in zip(FREE, scalings, strict=True)},
        time_constants=point["T"],
        slope=point["S"],
    )
    found = column.derivative(point["x"], 512.0 * point["u"])
    np.testing.assert_allclose(found, point["f"], rtol=1e-9)


def test_derivative_of_a_cortex_of_one():
    point = POINTS["ten_connections"][1]
    cortex = Cortex([Column.standard()], [[-np.inf]], [[-np.inf]], [point["C"]])
    found = cortex.derivative([point["x"]], 32.0 * point["u"])
    np.testing.assert_allclose(found, [point["f"]], rtol=1e-9)


def test_spectrum_at_prior_means():
    f = SPECTRUM["Hz"]
    expected = SPECTRUM["reS_g000"] + 1j * SPECTRUM["imS_g000"]
    # The reference stops its delay operator at a millionth.
    np.testing.assert_allclose(Column.standard().transfer_function(f), expected, rtol=2e-6)
    spectrum = Column.standard().spectrum(f)
    np.testing.assert_allclose(spectrum.neuronal, SPECTRUM["neuronalPSD_g000"], rtol=2e-6)
    np.testing.assert_allclose(spectrum.total, SPECTRUM["fullCSD_g000"], rtol=2e-6)


def test_spectrum_without_delays_against_plain_algebra():
    """To 1e-6 and better: sum over modes against the block of voltages alone."""
    f = np.arange(1.0, 101.0)
    column = Column.adams2022(self_terms=True).scaled(sp_sp=0.1, time_constants=(0.1, 0, -0.1, 0))
    t = column.time_constants
    rates = column.coupling * column.slope / 4.0
    for k, s in enumerate(2j * np.pi * f):
        # (s + 1/T)^2 v = (rates v + 512 e_ss) / T
        matrix = np.diag((s + 1.0 / t) ** 2) - rates / t[:, None]
        v = np.linalg.solve(matrix, [512.0 / t[0], 0, 0, 0])
        found = column.transfer_function(f, "none", np.eye(4))[:, k]
        np.testing.assert_allclose(found, v, rtol=1e-9)


@pytest.mark.parametrize(
    ("operator", "exact", "near"),
    [("current", "exact", 0.03), ("classic", "exact_classic", 0.12)],
)
def test_operators_are_near_the_delayed_equations(operator, exact, near):
    f = np.arange(1.0, 101.0)
    ratio = np.abs(Column.standard().transfer_function(f, operator)) / np.abs(
        Column.standard().transfer_function(f, exact)
    )
    largest = np.abs(ratio - 1.0).max()
    assert 0.5 * near < largest < near


def test_constants_as_a_table():
    table = column_constants(Column.adams2022())
    assert "sp ⊣ sp" in repr(table)
    assert "sp ⊣ ss" not in repr(table)
    assert len(table.rows) == 12 + 4 + 2
    assert "<table>" in table._repr_html_()
    with pytest.raises(ValueError, match="column was"):
        column_constants(Column.standard().scaled(sp_sp=[0.0, 0.1]))
    with pytest.raises(ValueError, match="column was"):
        column_constants(3)


def test_what_was_measured():
    table = microcircuit_measured.measured()
    assert len(table.rows) == len(microcircuit_measured.MEASURED) >= 20
    assert "Z 2.63" in repr(table)
    assert "t(376) = 3.46" in table._repr_html_()
    assert {row.measurement for row in microcircuit_measured.measured("rest").rows} == {"rest"}
    assert "schizophrenics" not in repr(table)
    with pytest.raises(ValueError, match="only was 'eyes'"):
        microcircuit_measured.measured("eyes")
