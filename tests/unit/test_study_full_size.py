"""What was kept of the studies of full size comes out again."""

import dataclasses

import numpy as np
import pytest

from neuromath_lib.study import HYPOTHESES, full_size, participant


def test_every_hypothesis_was_true_once_and_everybody_was_judged():
    kept = full_size()
    assert tuple(kept.plans) == tuple(HYPOTHESES)
    for name, plan in kept.plans.items():
        assert plan.changes == name
        assert plan.compare
        assert kept.log_evidences[name].shape == (plan.participants, len(HYPOTHESES))
    assert kept.winners.sum(axis=1).tolist() == [p.participants for p in kept.plans.values()]


@pytest.mark.parametrize("name", ["excitation", "self-inhibition"])
def test_a_person_of_the_kept_study_comes_out_again(name):
    kept = full_size()
    again = participant(kept.plans[name], 3)
    assert again.log_evidences == pytest.approx(kept.log_evidences[name][3], abs=0.05)


def test_the_kept_cohort_found_what_was_put_in():
    kept = full_size()
    true = kept.cohort["true difference"]
    width = kept.cohort_plan.spread * np.sqrt(1 / 8)
    assert true == pytest.approx(kept.cohort_plan.effect * width)
    assert abs(kept.cohort["difference"] - true) < 2 * kept.cohort["standard deviation"]
    assert kept.cohort_plan.participants == kept.cohort["participants"] == 60


def test_the_one_who_was_lost_was_on_a_false_hill():
    kept = full_size()
    (lost,) = np.flatnonzero(kept.log_evidences["between"].argmax(axis=1) != 0)
    plan = dataclasses.replace(kept.plans["between"], starts=6, compare=False)
    assert participant(plan, lost).log_evidences[0] > kept.log_evidences["between"][lost].max() + 50
