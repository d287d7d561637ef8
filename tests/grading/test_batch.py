"""A batch can be stopped, goes on where it was, comes out the same, and outlives its workers."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from assignments.grading.__main__ import main
from assignments.grading.source import read_assignment

TEST = """
### BEGIN HIDDEN TESTS
import os

if answer == 13:
    os._exit(1)
assert answer == 42, "Think longer."
### END HIDDEN TESTS
"""


def tagged(kind: str, name: str, source: str, **tags) -> dict:
    """Return a cell with nbgrader's metadata."""
    metadata = {"nbgrader": {"grade_id": name, **tags}}
    return {"cell_type": kind, "metadata": metadata, "source": source}


@pytest.fixture
def small(tmp_path) -> Path:
    """An assignment of one question, and four submissions, one of which ends the grader."""
    solution = "### BEGIN SOLUTION\nanswer = 42\n### END SOLUTION"
    cells = [
        tagged("code", "solution", solution, solution=True),
        tagged("code", "meaning", TEST, grade=True, points=2),
        tagged("markdown", "why", "Because (1).", grade=True, solution=True, points=1),
    ]
    source = tmp_path / "small.ipynb"
    source.write_text(json.dumps({"cells": cells, "metadata": {}}), encoding="utf-8")
    folder = tmp_path / "submissions"
    folder.mkdir()
    for name, value in (("a", 42), ("b", 41), ("c", 42)):
        hand_in(folder / f"{name}.ipynb", value)
    return tmp_path


def hand_in(path: Path, value: int, why: str = "=1+1 <b>because</b>") -> None:
    """Write a submission."""
    cells = [
        tagged("code", "solution", f"answer = {value}"),
        tagged("markdown", "why", why),
    ]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")


def run(folder: Path, out: str = "out", *more: str) -> dict[str, dict[str, str]]:
    """Grade, and return the rows."""
    options = ["--assignment", str(folder / "small.ipynb"), "--quiet", "--workers", "2", *more]
    assert main([str(folder / "submissions"), str(folder / out), *options]) == 0
    with (folder / out / "grades.csv").open(newline="", encoding="utf-8-sig") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def written(out: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*.*")}


def test_twice_gives_the_same_and_the_second_time_nothing_is_run(small):
    rows = run(small)
    assert [rows[name]["total"] for name in "abc"] == ["2", "0", "2"]
    first = written(small / "out")
    times = {path: path.stat().st_mtime_ns for path in (small / "out" / "outcomes").iterdir()}
    run(small)
    assert written(small / "out") == first
    assert times == {path: path.stat().st_mtime_ns for path in times}
    run(small, "elsewhere")
    assert written(small / "elsewhere") == first


def test_what_is_missing_or_changed_is_graded_again_and_nothing_else(small):
    run(small)
    kept = sorted((small / "out" / "outcomes").iterdir())
    times = {path: path.stat().st_mtime_ns for path in kept[1:]}
    kept[0].unlink()  # as if the run had been stopped
    hand_in(small / "submissions" / "b.ipynb", 42)
    rows = run(small)
    assert [rows[name]["total"] for name in "abc"] == ["2", "2", "2"]
    assert times == {path: path.stat().st_mtime_ns for path in times}


def test_a_submission_that_ends_the_grader_costs_nobody_else(small):
    hand_in(small / "submissions" / "b.ipynb", 13)
    rows = run(small)
    assert [rows[name]["total"] for name in "abc"] == ["2", "0", "2"]
    assert "needs a person" in (small / "out" / "report.md").read_text("utf-8")


def test_points_that_a_person_gave_are_added(small):
    rows = run(small)
    assert rows["a"]["still_to_mark"] == "1"
    path = small / "out" / "manual.csv"
    words = path.read_text("utf-8-sig")
    assert "'=1+1" in words  # no formula for a spreadsheet
    path.write_text(words.replace("a.ipynb,why,1,,", "a.ipynb,why,1,0.5,Good"), "utf-8")
    rows = run(small)
    assert (rows["a"]["total"], rows["a"]["still_to_mark"]) == ("2.5", "0")
    (page,) = (small / "out" / "feedback").glob("a-*.html")
    assert "Good" in page.read_text("utf-8")
    assert "&lt;b&gt;" in page.read_text("utf-8")


def test_points_out_of_range_are_refused_by_name(small, capsys):
    run(small)
    path = small / "out" / "manual.csv"
    words = path.read_text("utf-8-sig")
    path.write_text(words.replace("a.ipynb,why,1,,", "a.ipynb,why,1,7,"), "utf-8")
    where = [str(small / "submissions"), str(small / "out")]
    assert main([*where, "--assignment", str(small / "small.ipynb"), "--quiet"]) == 2
    assert "'7'; it should be a number from 0 to 1" in capsys.readouterr().err


def test_no_folder_and_an_empty_one_are_named(tmp_path, capsys):
    assert main([str(tmp_path / "nowhere"), str(tmp_path / "out")]) == 2
    assert main([str(tmp_path), str(tmp_path / "out")]) == 2
    errors = capsys.readouterr().err
    assert "nowhere" in errors
    assert "no file in it" in errors


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ([], "no question"),
        ([tagged("code", "one", TEST, grade=True, points=0)], "points of 'one' was 0"),
        ([tagged("code", "one", "assert True", grade=True, points=1)], "no hidden test"),
        ([tagged("code", "one", TEST, grade=True, points=1)] * 2, "two questions"),
    ],
)
def test_a_source_that_cannot_be_graded_with_is_refused(tmp_path, cells, says):
    path = tmp_path / "source.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        read_assignment(path)
