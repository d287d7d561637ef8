"""The page on speed shows what was measured, and can be built from what is kept."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from benchmarks import report
from neuromath_lib import figures
from neuromath_lib.evidence.peers_speed import Measurements, SpeedTable, digits

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def results(tmp_path):
    """Three programs, one of which is as fast as it is wrong, and one that is never exact."""
    rows = [
        {"program": "this library", "variant": "staggered", "cpu": 0.004, "ratio": 1.0},
        {"program": "A & B", "variant": "slow", "cpu": 0.1234, "ratio": 30.85},
        {"program": "C", "variant": "rash", "cpu": 0.002, "ratio": 0.5},
    ]
    errors = (0.0112, -1.77, None)
    timed = [{**row, "error": error} for row, error in zip(rows, errors, strict=True)]
    exact = [
        {**row, "dt0": dt, "cpu0": cpu, "ratio0": cpu and cpu / 0.002, "dt1": None, "cpu1": None}
        | {"ratio1": None}
        for row, dt, cpu in zip(rows, (0.02, 0.001, None), (0.002, 0.5, None), strict=True)
    ]
    heads = {"dt0": "dt for 0.1 ms (ms)", "dt1": "dt for 0.01 ms (ms)"}
    tables = [
        {"title": "One neuron, dt 1", "heads": {"error": ""}, "rows": timed},
        {"title": "A cable, dt 1", "heads": {"speed": ""}, "rows": timed},
        {"title": "One neuron, at equal error", "heads": heads, "rows": exact},
    ]
    growth = {"title": "How cost grows: x", "rows": [{"neurons": 1, "cpu": 0.5}]}
    machine = {"processor": "P", "cores": 2, "system": "S", "python": "3"}
    kept = {
        "run": {"machine": machine | {"packages": {"numba": "1"}}, "peers": {"neuron": "9"}},
        "groups": {
            "peers": {"when": "2026-01-02 03:04 UTC", "neighbours": 0.25, "tables": tables},
            "library": {"tables": [growth]},
        },
    }
    path = tmp_path / "results.json"
    path.write_text(json.dumps(kept))
    return Measurements.read(path)


def test_the_fastest_stands_first_and_is_not_flattered(results):
    table = results.side_by_side("One neuron, dt")
    assert [row[0] for row in table.rows] == ["C", "this library", "A & B"]
    assert table.rows[0] == ("C", "rash", "2.0", "0.50", "\N{EM DASH}")
    assert table.rows[1] == ("this library", "staggered", "4.0", "1.0", "+0.011")
    assert table.rows[2][2:] == ("120", "31", "\N{MINUS SIGN}1.8")


def test_the_error_of_a_speed_is_in_per_cent(results):
    table = results.side_by_side("A cable")
    assert table.columns[-1] == "error of the speed (%)"
    assert table.rows[1][-1] == "+1.1"


def test_equal_error_names_the_error_and_who_does_not_reach_it(results):
    table = results.equal_error("One neuron, at")
    assert table.columns[2] == "step for 0.1 ms (ms)"
    assert table.rows[0] == (
        *("this library", "staggered", "0.02", "2.0", "1.0"),
        *3 * ("\N{EM DASH}",),
    )
    assert table.rows[-1][2:] == 6 * ("\N{EM DASH}",)


def test_both_faces_say_the_same(results):
    table = results.side_by_side("One neuron, dt")
    assert "A & B" in str(table)
    assert "A &amp; B" in table._repr_html_()
    for row in table.rows:
        for cell in row[1:]:
            assert cell in str(table)
            assert f">{cell}</td>" in table._repr_html_()


def test_machine_date_and_neighbours_are_named(results):
    for words in ("2026-01-02", "an P processor", "NEURON 9", "0.25 cores busy"):
        assert words in results.about


def test_a_table_that_is_not_there_is_missed(results):
    assert results.growth("How cost grows", "neurons") == ([1], [0.5])
    with pytest.raises(KeyError, match="Two neurons"):
        results.side_by_side("Two neurons")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0112, "0.011"), (12345.0, "12,000"), (9.96, "10"), (0.0, "0.0"), (math.nan, "—")],
)
def test_numbers_are_written_without_exponents(value, text):
    assert digits(value) == text


def test_the_figure_shows_both_sizes_on_scales_of_powers():
    figure = figures.benchmarks.growth(
        ([1, 10, 100], [1e-3, 2e-3, 9e-3]), ([100, 1000], [3e-3, 2e-2])
    )
    (axes,) = figure.axes
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    drawn = [line.get_xydata() for line in axes.lines[:2]]
    np.testing.assert_allclose(drawn[0], [[1, 1e-3], [10, 2e-3], [100, 9e-3]])
    np.testing.assert_allclose(drawn[1], [[100, 3e-3], [1000, 2e-2]])
    assert {text.get_text() for text in axes.texts} == {
        "neurons, 100 ms",
        "compartments of a cable, 20 ms",
    }


def test_the_book_s_copy_has_the_tables_without_the_samples(tmp_path):
    table = report.Table("A", {"cpu": "CPU (s)"}, [{"cpu": 0.5, "timing": {"cpu": [0.5]}}])
    groups = {"library": report.Group("L", [table])}
    path = tmp_path / "measured.json"
    report.write_for_the_book(path, groups, {"machine": {}})
    assert not path.exists()
    report.write_for_the_book(path, groups | {"peers": report.Group("P")}, {"machine": {}})
    kept = Measurements.read(path)
    assert kept.table("library", "A")["rows"] == [{"cpu": 0.5}]


def test_what_is_kept_holds_what_the_page_asks_for():
    page = (ROOT / "chapters" / "benchmarks.md").read_text(encoding="utf-8")
    results = Measurements.read()
    code = "\n".join(
        block.split("```")[0].split("\n\n", 1)[-1].split("---\n")[-1]
        for block in page.split("```{code-cell} ipython3")[1:]
    )
    asked = [line for line in code.splitlines() if line.startswith("results.")]
    assert len(asked) == 5
    for line in asked:
        table = eval(line, {"results": results})
        assert isinstance(table, SpeedTable)
        assert any(row[0] == "this library" for row in table.rows)
    assert results.about.startswith("Measured on 20")
