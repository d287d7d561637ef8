"""Graded units, dense memories, softmax retrieval."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuromath_lib.hopfield import (
    GradedNetwork,
    Network,
    attention,
    dense,
    flip,
    hebbian,
    overlap,
    random_patterns,
)


def rng(seed=1):
    return np.random.default_rng(seed)


def some(n_patterns, n_units, seed=1):
    return random_patterns(n_patterns, n_units, rng(seed))


# ------------------------------------------------------------------------------------------ dense


@pytest.mark.parametrize("rectified", [False, True])
@pytest.mark.parametrize("power", [2, 3, 5])
def test_dense_recall_ends_where_no_flip_lowers_the_energy(power, rectified):
    patterns = some(7, 12)
    starts = some(40, 12, seed=3)
    before = starts.copy()
    result = dense.recall(patterns, starts, power, rng(), rectified=rectified)
    np.testing.assert_array_equal(starts, before)
    assert result.converged.all()
    energy = dense.energy(patterns, result.states, power, rectified=rectified)
    assert (energy <= dense.energy(patterns, starts, power, rectified=rectified)).all()
    for site in range(12):
        other = result.states.copy()
        other[:, site] *= -1
        assert (dense.energy(patterns, other, power, rectified=rectified) >= energy).all()


def test_power_two_is_hopfields_network():
    patterns, starts = some(9, 60), some(30, 60, seed=2)
    plain = Network(hebbian(patterns)).recall(starts, rng(5))
    sharp = dense.recall(patterns, starts, 2, rng(5))
    np.testing.assert_array_equal(plain.states, sharp.states)
    np.testing.assert_array_equal(plain.sweeps, sharp.sweeps)


@pytest.mark.parametrize("power", [3, 4, 20, 60])
def test_dense_memories_hold_more(power):
    patterns = some(150, 100)
    assert Network(hebbian(patterns)).stability(patterns).min() < 0
    assert dense.bit_errors(patterns, power) == 0.0
    found = dense.recall(patterns, flip(patterns[:20], 0.1, rng()), power, rng())
    np.testing.assert_array_equal(found.states, patterns[:20])
    assert found.converged.all()


def test_bit_errors_are_those_of_the_fields():
    patterns = some(40, 100)
    held = Network(hebbian(patterns)).stability(patterns)
    assert dense.bit_errors(patterns, 2) == (held < 0).mean()
    assert dense.bit_errors(patterns, 2, tested=7) == (held[:7] < 0).mean()


def test_shapes_and_limits_of_dense_recall():
    patterns = some(4, 30)
    single = dense.recall(patterns, patterns[0], 3, rng())
    assert single.converged is True
    assert single.states.shape == (30,)
    assert dense.recall(patterns, patterns.reshape(2, 2, 30), 3, rng()).sweeps.shape == (2, 2)
    assert isinstance(dense.energy(patterns, patterns[0], 3), float)
    stopped = dense.recall(some(60, 30), some(20, 30, seed=4), 2, rng(), max_sweeps=1)
    assert not stopped.converged.all()
    assert stopped.converged.any() == (stopped.period == 1).any()


# -------------------------------------------------------------------------------------- attention


def test_one_step_is_attention():
    patterns, queries = rng().normal(size=(6, 10)), rng(2).normal(size=(3, 4, 10))
    scores = np.exp(0.7 * np.einsum("abn,pn->abp", queries, patterns))
    expected = np.einsum("abp,pn->abn", scores / scores.sum(-1, keepdims=True), patterns)
    np.testing.assert_allclose(attention.retrieve(patterns, queries, 0.7), expected, atol=1e-12)
    again = attention.attention(queries, patterns, patterns, 0.7)
    np.testing.assert_allclose(again, expected, atol=1e-12)
    values = rng(3).normal(size=(6, 2))
    assert attention.attention(queries, patterns, values, 0.7).shape == (3, 4, 2)
    twice = attention.retrieve(patterns, expected, 0.7)
    np.testing.assert_allclose(attention.retrieve(patterns, queries, 0.7, steps=2), twice)
    np.testing.assert_allclose(attention.weights(patterns, queries, 0.7).sum(axis=-1), 1.0)


def test_beta_is_not_two_beta():
    patterns = np.array([[1.0], [0.0]])
    share = 1 / (1 + np.exp(-2.0))
    assert attention.retrieve(patterns, [1.0], 2.0)[0] == pytest.approx(share)


def test_sharp_and_blunt_retrieval():
    patterns = some(10, 50).astype(float)
    np.testing.assert_allclose(attention.retrieve(patterns, patterns, 1e6), patterns)
    mean = attention.retrieve(patterns, patterns, 1e-9)
    np.testing.assert_allclose(mean, np.broadcast_to(patterns.mean(axis=0), mean.shape), atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.01, 20.0))
def test_no_step_raises_the_energy(seed, beta):
    patterns, states = rng(seed).normal(size=(5, 8)), rng(seed + 1).normal(size=(4, 8))
    before = attention.energy(patterns, states, beta)
    assert (before >= -1e-12).all()
    after = attention.energy(patterns, attention.retrieve(patterns, states, beta), beta)
    assert (after <= before + 1e-12).all()


# ------------------------------------------------------------------------------------- continuous


def test_graded_units_run_downhill_to_memories():
    patterns = some(3, 80)
    network = GradedNetwork(hebbian(patterns) / 80, gain=8.0)
    course = network.settle(0.5 * flip(patterns, 0.15, rng()), 15.0)
    assert course.v.shape == (3, len(course.t), 80)
    assert (np.diff(network.energy(course.v), axis=-1) <= 1e-10).all()
    np.testing.assert_array_equal(np.sign(course.v[:, -1]), patterns)
    assert np.abs(network.derivative(course.u[:, -1])).max() < 1e-3


def test_low_gain_remembers_nothing():
    patterns = some(3, 80)
    weights = hebbian(patterns) / 80
    steepest = np.linalg.eigvalsh(weights)[-1]
    faint = GradedNetwork(weights, gain=0.8 / steepest).settle(0.9 * patterns[0], 100.0)
    assert np.abs(faint.v[-1]).max() < 1e-3
    clear = GradedNetwork(weights, gain=1.5 / steepest).settle(0.9 * patterns[0], 100.0)
    assert np.abs(clear.v[-1]).mean() > 0.3


def test_a_leaky_unit_by_hand():
    """One unit without weights charges as a capacitor does."""
    alone = GradedNetwork([[0.0]], gain=2.0, tau=3.0, current=0.25)
    course = alone.settle([0.0], 6.0)
    expected = 0.25 * (1 - np.exp(-course.t / 3.0))
    np.testing.assert_allclose(course.u[:, 0], expected, atol=1e-8)
    np.testing.assert_allclose(course.v, np.tanh(2.0 * course.u))
    # the energy's slope is -u, less the weights' pull
    v, h = 0.4, 1e-5
    slope = (alone.energy([v + h]) - alone.energy([v - h])) / (2 * h)
    assert slope == pytest.approx(np.arctanh(v) / 2.0 - 0.25, abs=1e-8)
    assert np.isfinite(alone.energy([1.0]))


def test_high_gain_rests_where_the_binary_network_does():
    patterns = some(4, 60)
    weights = hebbian(patterns) / 60
    ends = GradedNetwork(weights, gain=50.0).settle(0.9 * flip(patterns, 0.2, rng()), 20.0)
    signs = np.sign(ends.v[:, -1]).astype(int)
    assert Network(weights).stability(signs).min() >= 0
    assert np.abs(overlap(signs, patterns)).max(axis=1).min() > 0.9


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: dense.recall(some(2, 5), np.zeros(5), 3, rng()), "states was 0"),
        (lambda: dense.recall(some(2, 5), np.ones(4), 3, rng()), "states was an array of shape"),
        (lambda: dense.recall(some(2, 5), np.ones(5), 1, rng()), "power was 1"),
        (lambda: dense.recall(some(2, 5), np.ones(5), 2.5, rng()), "power was 2.5"),
        (lambda: dense.recall(some(2, 5), np.ones(5), 3, 1), "rng was 1"),
        (lambda: dense.recall(np.ones(5), np.ones(5), 3, rng()), "patterns was an array of shape"),
        (lambda: dense.energy(some(2, 5), np.ones(5), 0), "power was 0"),
        (lambda: dense.bit_errors(some(2, 5), 2, tested=0), "tested was 0"),
        (lambda: attention.retrieve(np.ones(3), np.ones(3), 1.0), "patterns was an array of shape"),
        (lambda: attention.retrieve(np.ones((2, 3)), np.ones(2), 1.0), "states|queries"),
        (lambda: attention.retrieve(np.ones((2, 3)), np.ones(3), 0.0), "beta was 0"),
        (lambda: attention.retrieve(np.ones((2, 3)), np.ones(3), 1.0, steps=0), "steps was 0"),
        (lambda: attention.retrieve([[np.nan]], [1.0], 1.0), "patterns was nan"),
        (lambda: attention.attention([1.0], [[1.0]], np.ones((2, 1)), 1.0), "values was 2 lines"),
        (lambda: GradedNetwork(np.ones((2, 3))), "weights was an array of shape"),
        (lambda: GradedNetwork(np.zeros((2, 2)), gain=0.0), "gain was 0"),
        (lambda: GradedNetwork(np.zeros((2, 2)), tau=-1.0), "tau was -1"),
        (lambda: GradedNetwork(np.zeros((2, 2)), current=[1.0]), "current was an array"),
        (lambda: GradedNetwork(np.zeros((2, 2))).settle([2.0, 0.0], 1.0), "v was 2"),
        (lambda: GradedNetwork(np.zeros((2, 2))).settle([0.0], 1.0), "v was an array of shape"),
        (lambda: GradedNetwork(np.zeros((2, 2))).settle([0.0, 0.0], 0.0), "duration was 0"),
        (lambda: GradedNetwork(np.zeros((2, 2))).settle([0, 0], 1e12), "duration was 1e"),
        (lambda: GradedNetwork([[0, 1], [2, 0]]).energy([0.0, 0.0]), "weights was not symmetric"),
        (lambda: GradedNetwork(np.zeros((2, 2))).derivative([0.0]), "u was an array of shape"),
    ],
)
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()
