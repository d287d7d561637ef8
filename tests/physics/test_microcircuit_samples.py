"""The larger samples that a chapter quotes are those that fresh draws give."""

import numpy as np
import pytest

from neuromath_lib.evidence import microcircuit_samples
from neuromath_lib.microcircuit.paradigms import confusion, sensitivity


def errors(share, draws):
    """Four standard errors of a share, and a little for shares near 0 and 1."""
    return 4 * np.sqrt(np.maximum(share * (1 - share), 0.02) / draws)


def test_fresh_draws_agree_on_single_changes():
    kept = microcircuit_samples.samples().single
    fresh = sensitivity(60, np.random.default_rng(5), pairs=False)
    assert kept.changes == fresh.changes
    assert kept.draws == 1000
    assert (np.abs(kept.share - fresh.share) <= errors(kept.share, 60)).all()


@pytest.mark.parametrize("by", ["signs", "nearest"])
def test_fresh_draws_agree_on_who_is_taken_for_whom(by):
    kept = getattr(microcircuit_samples.samples(), by)
    fresh = confusion(60, np.random.default_rng(6), by=by)
    assert kept.models == fresh.models
    assert kept.share.sum(axis=1) == pytest.approx(np.ones(5), abs=1e-3)
    assert (np.abs(kept.share - fresh.share) <= errors(kept.share, 60)).all()


def test_pairs_hold_the_single_changes_and_agree_with_the_larger_sample():
    kept = microcircuit_samples.samples()
    assert kept.pairs.changes[:24] == kept.single.changes
    assert len(kept.pairs.changes) == 24 + 264
    apart = np.abs(kept.pairs.share[:24] - kept.single.share)
    assert (apart <= errors(kept.single.share, kept.pairs.draws)).all()


def test_what_is_kept_can_be_made_again():
    made = microcircuit_samples.compute({"confusion": (3, 2), "single": (3, 2), "pairs": (1, 1)})
    assert made["single"]["draws"] == 6
    assert len(made["pairs"]["share"]) == len(made["pairs"]["changes"]) == 288
    assert np.shape(made["signs"]["share"]) == (5, 6)
