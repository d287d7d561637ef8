"""What the networks do beyond single numbers: phases, drift, rescue, and mistakes others made."""

import numpy as np
import pytest

from neuromath_lib.evidence import hopfield_simulation, hopfield_sleep
from neuromath_lib.hopfield import (
    Network,
    clipped,
    diluted,
    faces,
    flip,
    hebbian,
    letters,
    overlap,
    projection,
    random_patterns,
    recalled,
    sleep,
    sparse,
    storkey,
    theory,
)


def rng(seed=1):
    return np.random.default_rng(seed)


def test_finite_networks_drift_towards_the_theory():
    """ ".138" is never measured: half is recalled at more, and less so in larger networks."""
    half = [hopfield_simulation.half_recalled(n) for n in (1000, 2000, 5000)]
    assert half == sorted(half, reverse=True)
    assert half[-1] > theory.critical_load() + 0.008


@pytest.mark.parametrize(("load", "temperature"), [(0.05, 0.3), (0.1, 0.2), (0.03, 0.5)])
def test_glauber_meets_the_theory(load, temperature):
    """And not that of twice the temperature, or half."""
    n = 2000
    patterns = random_patterns(round(load * n), n, rng(5))
    course = Network(hebbian(patterns) / n).watch(patterns[:8], rng(), 40, temperature=temperature)
    found = np.mean([overlap(course[k, 15:], patterns[k]).mean() for k in range(8)])
    expected = theory.overlap(load, temperature)
    assert found == pytest.approx(expected, abs=0.006)
    assert abs(theory.overlap(load, temperature / 2) - expected) > 0.004


def test_memories_melt_when_it_is_warm():
    patterns = random_patterns(5, 1000, rng())
    warm = Network(hebbian(patterns) / 1000).recall(patterns, rng(), temperature=1.5)
    assert np.abs(overlap(warm.states, patterns)).max() < 0.2


def test_bits_wrong_after_one_step():
    n, load = 2000, 0.2
    patterns = random_patterns(round(load * n), n, rng())
    wrong = (Network(hebbian(patterns)).stability(patterns) < 0).mean()
    assert wrong == pytest.approx(theory.one_step_error(load), rel=0.05)


def test_bits_wrong_in_the_end():
    n, load = 4000, 0.1
    patterns = random_patterns(round(load * n), n, rng())
    ends = Network.storing(patterns).recall(patterns[:60], rng()).states
    m = (ends * patterns[:60]).mean()
    assert m == pytest.approx(theory.overlap(load), abs=3e-4)


def test_mixtures_rest_and_melt():
    patterns = random_patterns(3, 2000, rng())
    mixture = np.sign(patterns.sum(axis=0))
    network = Network(hebbian(patterns) / 2000)
    assert network.recall(mixture, rng()).sweeps == 0
    assert overlap(mixture, patterns) == pytest.approx(np.full(3, 0.5), abs=0.05)
    assert network.energy(mixture) / 2000 == pytest.approx(theory.mixture_energy(3), abs=0.01)
    cool = network.recall(mixture, rng(), temperature=0.2, max_sweeps=100).states
    warm = network.recall(mixture, rng(), temperature=0.6, max_sweeps=200).states
    assert np.abs(overlap(cool, patterns)).min() > 0.3
    assert np.sort(np.abs(overlap(warm, patterns)))[1] < 0.2


def test_rules_in_order_of_what_they_keep():
    n = 300
    patterns = random_patterns(75, n, rng(2))
    kept = [
        recalled(Network(rule(patterns)), patterns, rng(), noise=0.05).mean()
        for rule in (hebbian, storkey, projection)
    ]
    assert kept[0] < 0.1
    assert kept[1] > 0.6
    assert kept[2] == 1.0


def test_clipping_and_cutting_cost_capacity():
    patterns = random_patterns(90, 1000, rng())
    weights = hebbian(patterns)
    for poorer in (clipped(weights), diluted(weights, 0.3, rng())):
        assert Network(poorer).symmetric
    errors = [
        (Network(w).stability(patterns) < 0).mean()
        for w in (weights, clipped(weights), diluted(weights, 0.3, rng()))
    ]
    assert errors[0] < errors[1]
    assert errors[0] < errors[2]
    assert recalled(Network(clipped(weights)), patterns, rng()).mean() > 0.9


def test_sparse_patterns_fit_in_greater_number():
    f, n = 0.05, 600
    patterns = sparse.sparse_patterns(150, n, f, rng())
    cut = sparse.threshold(n, f)
    found = sparse.recall(sparse.covariance(patterns, f), patterns, rng(), threshold=cut)
    assert (found.states != patterns).mean() < 0.002
    dense_ones = random_patterns(150, n, rng())
    assert recalled(Network(hebbian(dense_ones)), dense_ones, rng()).mean() < 0.1


def test_letters_and_faces_come_back_from_the_projection():
    alphabet = letters()
    assert recalled(Network(projection(alphabet)), alphabet, rng(), noise=0.1, criterion=1).all()
    people = faces(40)
    assert people.shape == (40, 625)
    assert set(np.unique(people)) == {-1, 1}
    assert abs(people.mean()) < 0.05
    network = Network(projection(people))
    assert recalled(network, people, rng(), noise=0.05).mean() > 0.95
    assert not (Network(hebbian(people)).stability(people) >= 0).all(axis=1).any()


def test_unlearning_helps_then_erases():
    before, best, past, gone = hopfield_sleep.accessibilities()
    assert best > before + 0.1
    assert past < before - 0.1
    assert gone < 0.02


def test_more_sleep_is_not_always_better():
    assert hopfield_sleep.dreaming(0.7, 10.0) > hopfield_sleep.dreaming(0.7, 1000.0) + 0.7
    assert hopfield_sleep.dreaming(0.5, 0.0) < 0.05


def test_the_highest_load_that_sleep_rescues():
    """About .6: all memories are states of rest at some moment of the night; not so at .7."""
    best = {}
    for load in (0.5, 0.7):
        patterns = random_patterns(round(load * 200), 200, rng(5))
        night = sleep.best_night(hebbian(patterns), patterns, 0.01, rng(5), max_dreams=13_000)
        best[load] = night.stability
    assert best[0.5] > 0
    assert best[0.7] < 0


def test_replay_alone_feeds_the_strongest_and_unlearning_protects_all():
    awake = hopfield_sleep.two_stores("none", 0.0)[1]
    bursts = hopfield_sleep.two_stores("burst", 0.0)[1]
    replay = hopfield_sleep.two_stores("restart", 0.0)[1]
    protected = hopfield_sleep.two_stores("restart", 0.003)[1]
    assert awake < 0.05 < bursts < replay < protected
    assert bursts == pytest.approx(0.1, abs=0.02)  # one memory of ten: the last


def test_a_fixed_order_or_too_few_updates_would_show():
    """After a recall no unit wants to flip, however large the network and the load."""
    n = 700
    patterns = random_patterns(200, n, rng())
    network = Network(hebbian(patterns))
    result = network.recall(flip(patterns, 0.3, rng()), rng())
    assert result.converged.all()
    assert network.stability(result.states).min() >= 0
    assert result.sweeps.max() > 4
    few = network.recall(flip(patterns, 0.3, rng()), rng(), max_sweeps=1)
    assert not few.converged.all()
    assert (network.stability(few.states).min(axis=1) >= 0).tolist() == few.converged.tolist()
