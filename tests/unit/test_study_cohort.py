"""A study is the same however it is spread, and an interrupted one loses nothing."""

import dataclasses
import json

import joblib
import numpy as np
import pytest

from neuromath_lib.study import Plan, TwoConditions, cohort, effect_on_group, participant, run
from neuromath_lib.study.__main__ import main


@pytest.fixture(autouse=True)
def few_frequencies(monkeypatch):
    """Seven frequencies and two unknowns make an inversion quick."""
    monkeypatch.setattr(Plan, "model", small)


def small(plan, hypothesis=None):
    name = hypothesis or plan.changes
    return TwoConditions(
        frequencies=np.linspace(10.0, 70.0, 7),
        shared=("gain",),
        effects={name: cohort.HYPOTHESES[name]},
    )


def same(some, others):
    assert len(some) == len(others)
    for one, other in zip(some, others, strict=True):
        for field in dataclasses.fields(one):
            np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name))


PLAN = Plan(participants=4, seed=3)


def test_a_participant_depends_on_the_seed_and_the_number_alone():
    people = run(PLAN)
    assert [one.number for one in people] == [0, 1, 2, 3]
    assert [one.group for one in people] == [0, 1, 0, 1]
    same(run(dataclasses.replace(PLAN, participants=2)), people[:2])
    assert participant(dataclasses.replace(PLAN, seed=4), 1).truth[0] != people[1].truth[0]


def test_truths_have_the_mean_difference_and_spread_of_the_plan():
    plan = Plan(participants=4000, effect=0.8, mean=0.1, spread=0.25)
    truth = np.array([cohort.simulate(plan, k)[0] for k in range(1000)])
    deviation = 0.25 * np.sqrt(1 / 8)
    change = truth[:, -1]
    assert change.mean() == pytest.approx(0.1, abs=4 * deviation / np.sqrt(1000))
    apart = change[1::2].mean() - change[0::2].mean()
    assert apart == pytest.approx(0.8 * deviation, abs=4 * deviation * np.sqrt(4 / 1000))
    assert change[0::2].std() == pytest.approx(deviation, rel=0.15)
    assert truth[:, 0].std() == pytest.approx(0.25, rel=0.1)  # of the gain: prior 1


def test_an_interrupted_study_resumes_and_loses_nothing(tmp_path, monkeypatch):
    whole = run(PLAN, tmp_path / "whole")
    real, done = cohort.participant, []

    def fails_at_the_third(plan, k):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(k)
        return real(plan, k)

    monkeypatch.setattr(cohort, "participant", fails_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        run(PLAN, tmp_path / "cut")
    assert done == [0, 1]
    kept = sorted((tmp_path / "cut").glob("participant-*.npz"))
    assert [path.name for path in kept] == ["participant-00000.npz", "participant-00001.npz"]

    def notes(plan, k):
        done.append(k)
        return real(plan, k)

    monkeypatch.setattr(cohort, "participant", notes)
    same(run(PLAN, tmp_path / "cut"), whole)
    assert done == [0, 1, 2, 3]  # nobody twice
    same(run(PLAN, tmp_path / "cut"), whole)
    assert done == [0, 1, 2, 3]  # what is read is what was written


def test_half_a_file_does_not_count(tmp_path):
    run(dataclasses.replace(PLAN, participants=1), tmp_path)
    (tmp_path / "participant-00001.7.part").write_bytes(b"half")
    same(run(PLAN, tmp_path), run(PLAN))


def test_a_longer_plan_goes_on_and_another_is_refused(tmp_path):
    run(dataclasses.replace(PLAN, participants=1), tmp_path)
    same(run(PLAN, tmp_path), run(PLAN))
    assert json.loads((tmp_path / "plan.json").read_text())["participants"] == 4
    with pytest.raises(ValueError, match="another plan"):
        run(dataclasses.replace(PLAN, error=0.1), tmp_path)


def test_the_same_numbers_on_a_dask_cluster(tmp_path):
    import distributed

    alone = run(PLAN)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster),
    ):
        before = cluster.scheduler.transition_counter
        with joblib.parallel_config(backend="dask"):
            spread = run(PLAN, tmp_path)
        assert cluster.scheduler.transition_counter > before  # the cluster it was that worked
    same(spread, alone)
    assert len(list(tmp_path.glob("participant-*.npz"))) == 4


def test_the_same_numbers_with_two_workers():
    with joblib.parallel_config(backend="threading", n_jobs=2):
        same(run(PLAN), run(PLAN))


def test_the_true_hypothesis_keeps_its_name_among_the_others():
    one = participant(Plan(participants=1, changes="excitation", compare=True, mean=0.4), 0)
    assert one.hypotheses == tuple(cohort.HYPOTHESES)
    alone = participant(Plan(participants=1, changes="excitation", mean=0.4), 0)
    k = one.hypotheses.index("excitation")
    assert one.log_evidences[k] == alone.log_evidences[0]
    np.testing.assert_array_equal(one.mean, alone.mean)


def test_a_difference_of_groups_is_found():
    plan = Plan(participants=24, effect=3.0)
    level = effect_on_group(run(plan), plan.model().prior)
    true = 3.0 * 0.25 * np.sqrt(1 / 8)
    assert level.effects[1, 0] == pytest.approx(true, abs=3 * level.standard_deviation[1, 0])
    assert level.probability[1, 0] > 0.9


def test_the_command_line_prints_the_difference(tmp_path, capsys):
    main([str(tmp_path), "--participants", "2", "--seed", "3"])
    assert "difference: " in capsys.readouterr().out
    assert len(list(tmp_path.glob("participant-*.npz"))) == 2


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"participants": 0}, "participants was 0"),
        ({"error": 0.0}, "error was 0"),
        ({"spread": -1.0}, "spread was -1"),
        ({"changes": "magic"}, "changes was 'magic'"),
        ({"compare": 1}, "compare was 1"),
        ({"starts": 0}, "starts was 0"),
    ],
)
def test_bad_plans_are_refused(changes, says):
    with pytest.raises(ValueError, match=says):
        Plan(**changes)


def test_nobody_beyond_the_plan():
    with pytest.raises(ValueError, match="k was 4"):
        participant(PLAN, 4)
