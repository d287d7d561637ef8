"""The benchmarks measure what they say; how fast anything is, no test asks."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import accuracy, environments, measuring, problem, report, run, turns
from benchmarks.groups import book, fresh, page, peers
from benchmarks.programs import common
from benchmarks.programs import values as asked

ROOT = Path(__file__).resolve().parents[2]


def test_a_quick_run_writes_tables_and_json(tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            "benchmarks/run.py",
            "library",
            "--quick",
            "--no-peers",
            "--output",
            str(tmp_path),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    results = json.loads((tmp_path / "results.json").read_text())
    tables = {table["title"]: table for table in results["groups"]["library"]["tables"]}
    (methods,) = (table for title, table in tables.items() if title.startswith("The five methods"))
    (staggered,) = methods["rows"]
    assert staggered["spikes"] == 2
    assert 0 < abs(staggered["error"]) < 0.01
    assert staggered["cpu"] > 0
    text = (tmp_path / "RESULTS.md").read_text()
    assert "the numbers mean nothing" in text
    assert all(f"### {title}" in text for title in tables)
    assert str(ROOT) not in text


# ---------------------------------------------------------------- what is solved


def test_the_reference_is_the_library_s_model_but_not_its_code():
    from neuromath_lib.hodgkin_huxley import Axon, Step, simulate

    right = problem.reference(10.0, 20.0)
    trace = simulate(Axon(), Step(10.0), 20.0, method="adaptive")
    np.testing.assert_allclose(right, trace.spike_times(), rtol=0, atol=1e-6)
    assert problem.rest() == pytest.approx(Axon().equilibrium().v, abs=1e-9)
    assert "neuromath_lib" not in Path(problem.__file__).read_text()


def test_crossings_are_exact_for_cubics_also_at_the_ends():
    t = np.arange(0.0, 8.0, 0.5)
    roots = np.array([0.2, 3.3, 7.3])
    v = np.prod([t - root for root in roots], axis=0)
    np.testing.assert_allclose(problem.crossings(t, v), roots[[0, 2]], atol=1e-12)
    assert problem.crossings(t, v - 1e6).size == 0


def test_a_spike_that_was_lost_is_not_an_error_of_a_whole_period():
    right = [2.0, 17.0, 32.0]
    assert problem.error_of_last([2.0, 17.5], right) == pytest.approx(0.5)
    assert math.isnan(problem.error_of_last([], right))
    assert math.isnan(problem.error_of_last([1.0, 2.0, 3.0, 4.0], right))


def test_a_problem_survives_the_way_to_another_process():
    many = problem.Problem(lowest=0.0, highest=20.0, neurons=5, rest=-65.0)
    assert problem.from_json(many.to_json()) == many
    cable = problem.CableProblem(compartments=200, rest=-65.0)
    assert problem.from_json(cable.to_json()) == cable
    assert cable.places == (60, 140)
    assert many.currents.tolist() == [0.0, 5.0, 10.0, 15.0, 20.0]
    assert many.at(0.1).steps == 10_000


def test_recorded_voltages_become_spikes_of_each_neuron():
    this = problem.Problem(dt=0.5, duration=10.0, neurons=2)
    t = np.arange(this.steps + 1) * this.dt
    first, second = common.from_voltage(this)(np.stack([t - 2.25, 0 * t - 65.0]))
    np.testing.assert_allclose(first, [2.25])
    assert second.size == 0


# ---------------------------------------------------------------- equal error


def pretend(order: float, calls: list[float]):
    """A program whose error is dt to some order, and that takes 1/dt milliseconds."""

    def solve_at(dt):
        calls.append(dt)
        if dt == 0.1:
            raise environments.Unavailable("it blew up")
        return {"cpu": 1e-3 / dt, "spikes": 1, "error": dt**order}

    return solve_at


def test_the_ladder_ends_when_it_is_exact_enough_twice():
    calls: list[float] = []
    points = accuracy.ladder(pretend(2, calls), [5.0], target=0.001)
    assert calls == [0.1, 0.05, 0.02, 0.01]
    assert accuracy.cheapest(points, 0.001)["dt"] == 0.02
    assert accuracy.cheapest(points, 1e-9) is None


def test_the_ladder_ends_before_a_step_that_takes_too_long():
    calls: list[float] = []
    accuracy.ladder(pretend(0.01, calls), [5.0], most_seconds=0.11)
    assert calls == [0.1, 0.05, 0.02, 0.01]


def test_a_coarse_step_that_is_right_by_accident_does_not_count():
    points = [
        {"dt": 0.1, "cpu": 1.0, "error": 0.001},
        {"dt": 0.05, "cpu": 2.0, "error": -0.5},
        {"dt": 0.02, "cpu": 5.0, "error": 0.05},
        {"dt": 0.01, "cpu": 9.0, "error": 0.04},
    ]
    assert accuracy.cheapest(points, 0.1)["dt"] == 0.02
    points[-1]["error"] = math.nan  # spikes lost
    assert accuracy.cheapest(points, 0.1) is None


def test_an_answer_that_lost_spikes_has_no_error():
    def solve_at(dt):
        return {"cpu": 1e-3, "spikes": 1 if dt > 0.03 else 2, "error": 0.5 * dt}

    points = accuracy.ladder(solve_at, [5.0, 9.0], target=0.001, steps=(0.1, 0.05, 0.02))
    assert [math.isnan(point["error"]) for point in points] == [True, True, False]


def test_errors_are_those_of_spikes_or_of_a_speed():
    assert accuracy.with_error({"last_train": [2.0, 17.5]}, [2.0, 17.0])["error"] == 0.5
    assert accuracy.with_error({"speed": 1.01 * problem.SPEED})["error"] == pytest.approx(0.01)
    assert "error" not in accuracy.with_error({"speed": None})
    cable = problem.CableProblem(length=100.0, compartments=1000)
    assert cable.outcome([[1.0], [3.0, 9.0]])["speed"] == pytest.approx(20.0)
    assert cable.outcome([[1.0], []])["speed"] is None


# ---------------------------------------------------------------- taking turns


def test_a_program_waits_for_its_turn_and_is_timed_each_time():
    cable = problem.CableProblem(length=60.0, compartments=100, duration=5.0, rest=problem.rest())
    worker = accuracy.start("neuromath", "staggered", cable)
    try:
        for _ in range(3):
            worker.run()
        found = accuracy.with_error(worker.end())
    finally:
        worker.stop()
    assert len(found["timing"]["cpu"]) == 3
    assert found["lowest"] <= found["cpu"] <= found["highest"]
    assert abs(found["error"]) < 0.05


def test_a_program_that_fails_says_why():
    with pytest.raises(environments.Unavailable, match="KeyError"):
        accuracy.start("neuromath", "no such way", problem.Problem(rest=-65.0))


def test_everybody_takes_turns_until_all_have_enough():
    order = []

    class Pretended:
        def __init__(self, name, samples):
            self.name, self.samples, self.timing = name, samples, self

        def enough(self, _repeats):
            return self.samples == 0

        def run(self):
            order.append(self.name)
            self.samples -= 1

    def attempt(way, work):
        work()
        return way != "breaks"

    workers = {"a": Pretended("a", 3), "breaks": Pretended("x", 3), "b": Pretended("b", 1)}
    turns.take_turns(workers, 3, attempt)
    assert order == ["a", "x", "b", "a", "a"]


# ---------------------------------------------------------------- what others find


def test_values_are_read_off_the_voltage():
    t = np.arange(0.0, 1000.0, 0.025)

    def pretended(what):
        rate = what.lowest / 1000.0  # spikes a ms
        shape = 50.0 * np.sin(2 * np.pi * rate * (t - 1.0)) - 10.0 if rate else 0 * t - 66.0
        if what.shock:
            shape = what.rest + 100.0 * np.exp(-((t - 1.234) ** 2))
        v = shape[: what.steps + 1]
        return common.Ready(run=lambda: v, spikes=lambda _: [], trace=lambda v: v)

    found = asked.values(pretended, None, shipped=True, right=(1.0, 101.0))
    assert found["rest"] == -66.0
    assert found["shock_15_peak"] == pytest.approx(34.0, abs=1e-3)
    assert found["shock_15_time"] == pytest.approx(1.234, abs=1e-4)
    assert found["cycle_rate_20"] == pytest.approx(20.0, rel=1e-6)
    assert found["period"] == pytest.approx(100.0, rel=1e-6)
    assert found["spikes_in_a_second"] == 10
    assert found["last_spike_error"] is None  # more than there should be
    assert "cable_speed" not in found


# ---------------------------------------------------------------- clocks


def test_processor_time_counts_work_and_not_waiting():
    timing = measuring.Timing()
    timing.time(lambda: sum(k * k for k in range(1_000_000)))
    timing.time(lambda: __import__("time").sleep(0.2))
    worked, waited = timing.cpu
    assert worked > 0.005
    assert waited < 0.1 < timing.wall[1]


def test_processor_time_counts_children():
    timing = measuring.Timing()
    code = "sum(k * k for k in range(1_000_000))"
    timing.time(lambda: subprocess.run([sys.executable, "-c", code], check=True))
    assert timing.cpu[0] > 0.005


def test_long_work_is_repeated_less_and_short_work_more():
    long = measuring.Timing(cpu=[4.0] * 3, wall=[4.0] * 3)
    assert long.enough(7)
    assert not measuring.Timing(cpu=[4.0] * 2, wall=[4.0] * 2).enough(7)
    assert measuring.Timing(cpu=[30.0], wall=[30.0]).enough(7)
    assert not measuring.Timing(cpu=[1e-3] * 7, wall=[1e-3] * 7).enough(7)
    assert measuring.Timing(cpu=[1e-3] * 50, wall=[1e-3] * 50).enough(7)
    assert measuring.Timing(cpu=[1e-3], wall=[1e-3]).enough(1)


# ---------------------------------------------------------------- the page that people read


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (math.nan, "–"),
        (True, "yes"),
        (10_000, "10,000"),
        (0.0123456, "0.0123"),
        (1234.56, "1,235"),
        (9.999, "10.00"),
        (-8.1e-6, "-8.1e-6"),
        (0.0, "0"),
        ("a|b", "a\\|b"),
    ],
)
def test_numbers_are_written_to_three_digits(value, text):
    assert report.significant(value) == text


def a_run():
    table = report.Table(
        "Speed", {"name": "program", "cpu": "CPU (s)"}, [{"name": "x", "cpu": 0.5, "more": [1.0]}]
    )
    group = report.Group(
        "Peers",
        [table],
        [report.Promise("one second", 0.01, 0.02, "s")],
        ["Arbor: it could not be installed"],
        neighbours=1.9,
        when="then",
        commit="abc",
        load=6.4,
    )
    here = {
        "processor": "P",
        "cores": 2,
        "memory_gigabytes": None,
        "system": "S",
        "python": "3",
        "packages": {"numpy": "2"},
    }
    return {"peers": group}, {"quick": False, "machine": here}


def test_what_was_not_measured_and_what_was_not_kept_is_said(tmp_path):
    groups, facts = a_run()
    report.write(tmp_path, groups, facts)
    text = (tmp_path / "RESULTS.md").read_text()
    assert "| x | 0.500 |" in text
    assert "| one second | 0.0100 s | 0.0200 s | **no** |" in text
    assert "**Not measured**" in text
    assert "Arbor: it could not be installed" in text
    assert json.loads((tmp_path / "results.json").read_text())["groups"]["peers"]["tables"]


def test_results_hold_no_nan_and_no_types_of_numpy():
    groups, facts = a_run()
    groups["peers"].tables[0].rows[0] |= {"cpu": math.nan, "spikes": np.int64(3)}
    text = json.dumps(report.results(groups, facts), allow_nan=False)
    row = json.loads(text)["groups"]["peers"]["tables"][0]["rows"][0]
    assert row["cpu"] is None
    assert row["spikes"] == 3


def test_a_busy_machine_is_named(monkeypatch):
    monkeypatch.setattr(report.machine, "cores", lambda: 2)
    groups, _ = a_run()
    assert "1.9 of 2 cores" in report.load_warnings(groups)[0]
    groups["peers"].neighbours = None
    assert "6.4 on 2 cores" in report.load_warnings(groups)[0]
    groups["peers"].load = 0.4
    assert report.load_warnings(groups) == []


def test_groups_that_are_not_measured_again_are_kept_on_the_same_machine_only(tmp_path):
    groups, facts = a_run()
    groups["peers"].promises[0].measured = math.nan
    report.write(tmp_path, groups, facts)
    again = report.kept_groups(tmp_path, facts["machine"])
    assert report.markdown(again, facts) == report.markdown(groups, facts)
    assert report.kept_groups(tmp_path, {**facts["machine"], "python": "4"}) == {}
    assert report.kept_groups(tmp_path / "nowhere", facts["machine"]) == {}


# ---------------------------------------------------------------- choices and failures


def test_the_command_line_says_what_is_measured_and_where_it_is_written():
    assert run.arguments([]).groups == list(run.GROUPS)
    assert run.arguments([]).output == ROOT / "benchmarks"
    assert run.arguments(["--quick"]).output == ROOT / "_build" / "benchmarks"
    assert run.arguments(["page", "library"]).groups == ["library", "page"]
    assert "peers" not in run.arguments(["--no-peers"]).groups
    assert run.arguments(["--fresh"]).groups == [*run.GROUPS, "fresh"]
    assert run.arguments(["values"]).groups == ["values"]
    with pytest.raises(SystemExit):
        run.arguments(["libary"])


def test_a_failed_program_says_why_without_paths_and_addresses():
    with pytest.raises(environments.Unavailable, match="No module named"):
        environments.run_module("benchmarks.programs.run_nothing")
    assert environments.reason("x\nOSError: no https://a.b/c in /home/me/x\n  y") == (
        "OSError: no (address) in (path)"
    )
    assert environments.reason("") == "it said nothing"


def test_peers_are_named_and_bounded():
    wanted = environments.requirements()
    assert {"brian2", "neuron", "jaxley"} <= wanted.keys()
    assert wanted["numpy"] == "numpy<2.4"


def test_a_path_without_uv_has_no_uv(tmp_path, monkeypatch):
    (tmp_path / "uv").write_text("#!/bin/sh\n")
    (tmp_path / "uv").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin")
    assert str(tmp_path) not in fresh.path_for("pip", tmp_path)
    assert fresh.path_for("uv", tmp_path).startswith(str(tmp_path))


def test_prose_and_library_of_a_clone_change(tmp_path):
    chapter, module = tmp_path / book.CHAPTER, tmp_path / book.MODULE
    for path in (chapter, module):
        path.parent.mkdir(parents=True)
        path.write_bytes((ROOT / path.relative_to(tmp_path)).read_bytes())
    before = json.loads(chapter.read_text()), module.read_text()
    book.add_prose(tmp_path, 1)
    book.add_comment(tmp_path, 1)
    cells = json.loads(chapter.read_text())["cells"]
    changed = [k for k, (a, b) in enumerate(zip(before[0]["cells"], cells, strict=True)) if a != b]
    assert len(changed) == 1
    assert cells[changed[0]]["cell_type"] == "markdown"
    assert module.read_text().startswith(before[1])
    compile(module.read_text(), "module", "exec")


def test_ninety_five_of_a_hundred():
    assert page.percentile([float(k) for k in range(1, 101)], 0.95) == 95.0
    assert page.percentile([3.0], 0.95) == 3.0


def test_the_library_is_compared_in_the_precision_of_the_other():
    rows = [
        {"program": program, "variant": variant, "cpu": cpu}
        for program, variant, cpu in [
            ("this library", "staggered", 1.0),
            ("this library", "staggered, float32", 0.5),
            ("Jaxley", "default", 3.0),
            ("NEURON", "default", 2.5),
            ("Jaxley", "default, float32", 2.0),
        ]
    ]
    table = report.Table("t", {}, rows=list(rows))
    peers._compare(table, quick=False)
    double, single = table.notes
    assert "double precision, NEURON (default), takes 2.5 times" in double
    assert double.endswith("the library (staggered).")
    assert "single precision, Jaxley (default, float32), takes 4.0 times" in single
    assert single.endswith("the library (staggered, float32).")
    table = report.Table("t", {}, rows=[row for row in rows if row["cpu"] != 0.5])
    peers._compare(table, quick=False)
    assert "takes 2.0 times as long as the library (staggered)." in table.notes[1]


def test_the_library_finds_as_many_spikes_in_single_precision():
    many = problem.Problem(lowest=0.0, highest=20.0, duration=20.0, neurons=30)
    double, single = (
        accuracy.solve("neuromath", variant, many, 1)
        for variant in ("staggered", "staggered, float32")
    )
    assert single["spikes"] == double["spikes"] > 20
