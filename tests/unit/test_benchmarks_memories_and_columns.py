"""The benchmarks of memories and columns measure what they say, and take nobody at their word."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import environments, report, run, turns
from benchmarks.groups import columns, memories
from benchmarks.memories import Memories
from benchmarks.settings import Settings
from neuromath_lib.hopfield import Network, hebbian

ROOT = Path(__file__).resolve().parents[2]
SMALL = Memories(units=200, patterns=10, cues=8)


# ---------------------------------------------------------------- what is remembered


def test_a_task_survives_the_way_to_another_process():
    task = Memories("building", units=50, patterns=5, learnt=2)
    assert Memories.from_json(task.to_json()) == task
    assert task.to_learn().shape == (2, 50)
    assert SMALL.to_learn().shape == (10, 200)


def test_cues_have_exactly_a_tenth_turned_over():
    assert (SMALL.given != SMALL.stored[:8]).sum(axis=1).tolist() == [20] * 8
    assert set(np.unique(SMALL.stored)) == {-1, 1}
    other = Memories(units=200, patterns=10, cues=8, seed=2)
    assert (other.stored != SMALL.stored).any()


def test_weights_and_fields_are_the_library_s_but_not_by_its_code():
    weights = hebbian(SMALL.stored)
    np.testing.assert_array_equal(SMALL.weights(), weights)
    np.testing.assert_array_equal(SMALL.weights([3, 7]), weights[[3, 7]])
    np.testing.assert_array_equal(SMALL.fields(SMALL.given), SMALL.given.astype(int) @ weights)
    assert "neuromath_lib" not in (ROOT / "benchmarks" / "memories.py").read_text()


def test_states_that_are_not_at_rest_are_found_out():
    ends = Network(hebbian(SMALL.stored)).recall(SMALL.given, np.random.default_rng(1)).states
    good = SMALL.recall_outcome(ends)
    assert good["at_rest"] == good["recalled"] == 1.0
    cue, site = 2, 17
    ends[cue, site] *= -1
    bad = SMALL.recall_outcome(ends)
    assert bad["at_rest"] == bad["recalled"] - 1 / 8 == 7 / 8
    assert memories._alike(bad["ends"], good["ends"]) == 7 / 8
    assert SMALL.recall_outcome(SMALL.given)["recalled"] == 0.0
    with pytest.raises(ValueError, match="not \\+1 and -1"):
        SMALL.recall_outcome(0 * ends)


def test_a_field_of_zero_asks_for_nothing():
    pair = Memories(units=3, patterns=2, cues=1)
    pair.__dict__["stored"] = np.array([[1, 1, 1], [1, 1, -1]], dtype=np.int8)
    pair.__dict__["given"] = pair.stored[:1]
    assert pair.fields(pair.stored)[:, 2].tolist() == [0.0, 0.0]
    assert pair.recall_outcome(pair.stored[:1])["at_rest"] == 1.0


def test_wrong_weights_are_found_out():
    task = Memories("building", units=60, patterns=6, learnt=3)
    right = hebbian(task.to_learn())
    assert task.building_outcome(right, 1.0) == {"right": True}
    assert task.building_outcome(right / 60, 1 / 60) == {"right": True}
    assert task.building_outcome(right, 1 / 60) == {"right": False}
    assert task.building_outcome(right + 3 * np.eye(60), 1.0) == {"right": False}


@pytest.mark.parametrize("way", ["knows its patterns", "weights alone"])
def test_the_library_recalls_in_a_process_of_its_own(way):
    worker = memories.start(memories.Way("neuromath", way), SMALL)
    worker.run()
    found = worker.end()
    assert found["at_rest"] == found["recalled"] == 1.0
    assert len(found["ends"]) == 8
    assert found["cpu"] > 0


# ---------------------------------------------------------------- turns


class Pretended:
    """A program that takes a second, or fails when asked again."""

    def __init__(self, fails=False):
        from benchmarks.measuring import Timing

        self.timing, self.fails, self.stopped = Timing(), fails, False

    def run(self):
        if self.fails:
            raise environments.Unavailable("it was tired")
        self.timing.cpu.append(1.0)
        self.timing.wall.append(1.0)

    def end(self):
        return {"cpu": 1.0}

    def stop(self):
        self.stopped = True


def test_who_fails_is_named_and_the_others_go_on(tmp_path):
    group = report.Group("G")
    settings = Settings(quick=True, peers=True, fresh=False, workspace=tmp_path, say=lambda _: None)
    good, tired = Pretended(), Pretended(fails=True)

    def absent():
        raise environments.Unavailable("it is not there")

    found = turns.all_in_turn(
        settings,
        group,
        "T",
        {("a", "x"): lambda: good, ("b", "y"): lambda: tired, ("c", "z"): absent},
    )
    assert found == {("a", "x"): {"cpu": 1.0}}
    assert group.skipped == ["c, z (T): it is not there", "b, y (T): it was tired"]
    assert good.stopped
    assert tired.stopped


def test_part_of_a_task_is_scaled_to_all_of_it():
    found = {"cpu": 2.0, "lowest": 1.0, "highest": 3.0, "at_rest": 0.5}
    row = memories._row(("a", "x"), found, 10.0)
    assert (row["cpu"], row["lowest"], row["highest"], row["at_rest"]) == (20.0, 10.0, 30.0, 0.5)


def test_the_fastest_of_the_others_is_found():
    rows = [
        {"program": "this library", "cpu": 1.0},
        {"program": "b", "cpu": 3.0},
        {"program": "c", "cpu": 2.0},
        {"program": "d", "cpu": None},
    ]
    assert turns.fastest_other(rows, "this library")["program"] == "c"
    assert turns.fastest_other(rows[:1], "this library") is None


def test_a_promise_against_another_program_is_a_share_of_its_time():
    group = report.Group("G")
    table = report.Table(
        "T",
        {},
        [
            {"program": "this library", "variant": "w", "cpu": 0.01},
            {"program": "b", "variant": "v", "cpu": 1.0},
        ],
    )
    memories._promise(group, table, "recall", "w", 200.0)
    (promise,) = group.promises
    assert promise.at_most == 1 / 200
    assert promise.measured == pytest.approx(0.01)
    assert not promise.kept
    assert promise.what == "recall, against b (v)"


def test_programs_that_were_not_asked_for_are_not_set_up(tmp_path):
    settings = Settings(quick=True, peers=False, fresh=False, workspace=tmp_path)
    missing = environments.peers_missing(settings)
    assert {"dhnn", "hopfieldkit", "tvb-library", "brainmass"} <= missing.keys()
    assert environments.peers_missing(settings) is missing


def test_every_program_that_is_compared_is_installed_for_it():
    wanted = environments.requirements().keys()
    compared = {way.program for way in (*memories.RECALL, *memories.BUILDING)} - {"neuromath"}
    assert compared <= wanted
    assert {way.package for way in columns.WAYS} - {columns.OURS} <= wanted
    for way in (*memories.RECALL, *memories.BUILDING):
        assert (ROOT / "benchmarks" / "programs" / f"remember_{way.program}.py").is_file()
    for way in columns.WAYS:
        assert (ROOT / "benchmarks" / "programs" / f"column_{way.program}.py").is_file()


# ---------------------------------------------------------------- whole runs, tiny


def test_a_quick_run_of_both_groups_writes_its_tables(tmp_path):
    done = subprocess.run(
        [
            *(sys.executable, "benchmarks/run.py", "memories", "columns", "--quick"),
            *("--no-peers", "--output", str(tmp_path)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "results.json").read_text())["groups"]
    titles = [table["title"] for name in ("memories", "columns") for table in found[name]["tables"]]
    recall, building, growing, curve, tasks, inversions, *grown, side = titles
    assert recall.startswith("Recall")
    assert building.startswith("Building")
    assert growing.startswith("How cost grows")
    assert curve.startswith("A capacity curve")
    assert len(grown) == 3
    rows = {table["title"]: table["rows"] for group in found.values() for table in group["tables"]}
    assert [row["same"] for row in rows[recall]] == [1.0, 1.0]
    assert all(row["at_rest"] == 1.0 for row in (*rows[recall], *rows[growing]))
    assert all(row["right"] for row in rows[building])
    assert all(row["converged"] == 1.0 for row in rows[inversions])
    assert len(rows[tasks]) == 8
    assert [row["moves"] for row in rows[side]] == [True, True]
    assert len(found["memories"]["skipped"]) == 4
    assert "dhnn: not asked for" in found["memories"]["skipped"]
    assert str(ROOT) not in (tmp_path / "RESULTS.md").read_text()


def test_the_groups_can_be_measured_by_themselves():
    assert run.arguments(["columns", "memories"]).groups == ["memories", "columns"]


def test_a_cohort_is_counted_up():
    from benchmarks.programs import columns_alone

    rows = columns_alone.cohort([1, 2])
    assert [row["participants"] for row in rows] == [1, 2]
    assert 0 < rows[0]["cpu"] < rows[1]["cpu"]
    assert columns_alone.chain(3).forward[0, 1, 0] == 0.0
    assert columns_alone.chain(3).forward[0, 0, 1] == -math.inf
