"""Sleep: what a dream does, its limits, stores that stay as they were."""

import numpy as np
import pytest

from neuromath_lib.hopfield import Network, hebbian, projection, random_patterns, sleep


def rng(seed=1):
    return np.random.default_rng(seed)


def some(n_patterns=5, n_units=32, seed=1):
    return random_patterns(n_patterns, n_units, rng(seed))


def test_one_dream_takes_away_one_state_of_rest():
    weights = hebbian(some())
    before = weights.copy()
    after = sleep.unlearn(weights, 1, 0.25, rng())
    np.testing.assert_array_equal(weights, before)
    taken = (weights - after) / 0.25
    state = np.where(taken[0] == 0, 1, taken[0])  # up to its sign
    np.testing.assert_allclose(taken, np.outer(state, state) - np.eye(32), atol=1e-12)
    assert (Network(weights).stability(state.astype(int)) >= 0).all()


def test_dreams_leave_a_new_symmetric_matrix_without_diagonal():
    weights = hebbian(some())
    after = sleep.unlearn(weights, 200, 0.01, rng())
    assert after is not weights
    assert not np.diagonal(after).any()
    np.testing.assert_array_equal(after, after.T)
    np.testing.assert_array_equal(after, sleep.unlearn(weights, 200, 0.01, rng()))
    assert (after != sleep.unlearn(weights, 200, 0.01, rng(2))).any()
    none = sleep.unlearn(weights, 0, 0.01, rng())
    np.testing.assert_array_equal(none, weights)
    assert not np.shares_memory(none, weights)
    # a diagonal handed in is no part of any dream
    with_diagonal = weights + 5 * np.eye(32, dtype=int)
    np.testing.assert_array_equal(sleep.unlearn(with_diagonal, 200, 0.01, rng()), after)


def test_nights_are_one_course():
    patterns = some()
    course = sleep.nights(hebbian(patterns), patterns, [0, 50, 120], 0.01, rng())
    assert [night.dreams for night in course] == [0, 50, 120]
    whole = sleep.unlearn(hebbian(patterns), 120, 0.01, rng())
    np.testing.assert_array_equal(course[-1].weights, whole)
    held = patterns * (patterns @ whole) / np.linalg.norm(whole, axis=1)
    assert course[-1].stability == pytest.approx(held.min())


def test_a_stop_rule():
    """Without one, dreaming goes on until nothing is left."""
    patterns = random_patterns(30, 100, rng(3))
    weights = hebbian(patterns)
    assert Network(weights).stability(patterns).min() < 0
    best = sleep.best_night(weights, patterns, 0.01, rng())
    assert 0 < best.dreams < 30 / 0.01
    assert best.stability > 0
    assert Network(best.weights).stability(patterns).min() > 0
    over = sleep.unlearn(weights, 6000, 0.01, rng())
    assert Network(over).stability(patterns).min() < 0


@pytest.mark.parametrize("t", [0.5, 3.0, 100.0])
def test_the_dreaming_kernel_is_its_formula(t):
    patterns = some(10, 40)
    overlaps = patterns @ patterns.T / 40
    kernel = (1 + t) / 40 * patterns.T @ np.linalg.inv(np.eye(10) + t * overlaps) @ patterns
    found = sleep.dreaming_kernel(patterns, t)
    np.testing.assert_allclose(found + np.diag(np.diagonal(kernel)), kernel, atol=1e-12)
    np.testing.assert_array_equal(found, found.T)


def test_ends_of_the_dreaming_kernel():
    patterns = some(10, 40)
    np.testing.assert_array_equal(sleep.dreaming_kernel(patterns, 0), hebbian(patterns) / 40)
    np.testing.assert_allclose(sleep.dreaming_kernel(patterns, np.inf), projection(patterns))
    almost = sleep.dreaming_kernel(patterns, 1e12)
    np.testing.assert_allclose(almost, projection(patterns), atol=1e-9)
    twice = np.concatenate([patterns, patterns])
    np.testing.assert_allclose(
        sleep.dreaming_kernel(twice, np.inf), projection(patterns), atol=1e-9
    )


def test_scaling_down_changes_nothing_without_noise():
    patterns = some(20, 200)
    weights = hebbian(patterns)
    starts = random_patterns(30, 200, rng(2))
    whole = Network(weights).recall(starts, rng(3)).states
    for scale in (0.5, 0.8, 1e-6):
        np.testing.assert_array_equal(Network(scale * weights).recall(starts, rng(3)).states, whole)


def test_two_stores_learn_and_sleep_without_changing():
    first, second = some(4, 60, seed=1), some(4, 60, seed=2)
    empty = sleep.TwoStores.empty(60)
    assert not empty.short.any()
    day = empty.learn(first)
    assert not empty.short.any()
    by_hand = np.zeros((60, 60))
    for x in first:
        by_hand = 0.9 * by_hand + 0.1 * np.outer(x, x)
    np.fill_diagonal(by_hand, 0)
    np.testing.assert_allclose(day.short, by_hand, atol=1e-14)
    assert not day.long.any()
    np.testing.assert_allclose(day.network.weights, 0.5 * by_hand, atol=1e-14)
    np.testing.assert_array_equal(day.state, first[-1])
    kept = day.short.copy()
    night = day.sleep(30, rng(), unlearning=0.003)
    np.testing.assert_array_equal(day.short, kept)
    assert not day.long.any()
    assert night.long.any()
    assert (night.short != day.short).any()
    np.testing.assert_array_equal(day.sleep(30, rng()).short, day.short)
    same = day.sleep(30, rng(), unlearning=0.003)
    np.testing.assert_array_equal(same.long, night.long)
    np.testing.assert_array_equal(day.sleep(0, rng()).long, day.long)
    two_days = night.learn(second)
    np.testing.assert_array_equal(two_days.long, night.long)


def test_a_burst_replays_the_last_pattern():
    day = sleep.TwoStores.empty(100).learn(some(3, 100))
    night = day.sleep(10, rng(), replay="burst")
    last = day.state.astype(int)
    expected = (1 - 0.995**10) * np.outer(last, last)
    np.fill_diagonal(expected, 0)
    np.testing.assert_allclose(night.long, expected, atol=1e-12)
    np.testing.assert_array_equal(night.state, last)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda w: sleep.unlearn(w, -1, 0.01, rng()), "dreams was -1"),
        (lambda w: sleep.unlearn(w, 1.5, 0.01, rng()), "dreams was 1.5"),
        (lambda w: sleep.unlearn(w, 1, 0.0, rng()), "rate was 0"),
        (lambda w: sleep.unlearn(w, 1, np.nan, rng()), "rate was nan"),
        (lambda w: sleep.unlearn(w, 1, 0.01, None), "rng was None"),
        (lambda w: sleep.unlearn(np.triu(w), 1, 0.01, rng()), "weights was not symmetric"),
        (lambda w: sleep.unlearn(w[:3], 1, 0.01, rng()), "weights was an array of shape"),
        (lambda w: sleep.nights(w, some(), [5, 1], 0.01, rng()), "dreams was"),
        (lambda w: sleep.nights(w, some(2, 9), [5], 0.01, rng()), "patterns was an array"),
        (lambda w: sleep.best_night(w, some(), 0.01, rng(), every=0), "every was 0"),
        (lambda w: sleep.dreaming_kernel(some(), -1.0), "t was -1"),
        (lambda w: sleep.dreaming_kernel(some(), np.nan), "t was nan"),
        (lambda w: sleep.dreaming_kernel([[0, 1]], 1.0), "patterns was 0"),
        (lambda w: sleep.TwoStores(w, w), None),
        (lambda w: sleep.TwoStores(np.eye(3), np.zeros((3, 3))), "short was not symmetric"),
        (lambda w: sleep.TwoStores(w, np.zeros((3, 3))), "long was an array of shape"),
        (lambda w: sleep.TwoStores.empty(0), "n_units was 0"),
        (lambda w: sleep.TwoStores.empty(5, rate_short=0.0), "rate_short was 0"),
        (lambda w: sleep.TwoStores.empty(5, rate_long=2.0), "rate_long was 2"),
        (lambda w: sleep.TwoStores.empty(5).learn(some()), "patterns was an array of shape"),
        (lambda w: sleep.TwoStores.empty(5).sleep(1, rng(), replay="none"), "replay was 'none'"),
        (lambda w: sleep.TwoStores.empty(5).sleep(1, rng(), replay="burst"), "replay was 'burst'"),
        (lambda w: sleep.TwoStores.empty(5).sleep(-1, rng()), "events was -1"),
        (lambda w: sleep.TwoStores.empty(5).sleep(1, rng(), unlearning=-1), "unlearning was -1"),
    ],
)
def test_bad_input_is_named(call, said):
    weights = hebbian(some())
    if said is None:
        call(weights)
        return
    with pytest.raises(ValueError, match=said):
        call(weights)
