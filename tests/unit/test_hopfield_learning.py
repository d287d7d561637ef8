"""Learning rules against their formulas written out, and synapses."""

import itertools
import warnings

import numpy as np
import pytest

from neuromath_lib.hopfield import (
    Network,
    clipped,
    correlated_patterns,
    diluted,
    hebbian,
    letters,
    palimpsest,
    perceptron,
    projection,
    random_patterns,
    sequence,
    sparse,
    storkey,
)
from neuromath_lib.hopfield.sleep import dreaming_kernel

RULES = [
    hebbian,
    storkey,
    projection,
    perceptron,
    sequence,
    lambda p: palimpsest(p, 0.1),
    lambda p: dreaming_kernel(p, 3.0),
]


def patterns_of(n_patterns=5, n_units=40, seed=1):
    return random_patterns(n_patterns, n_units, np.random.default_rng(seed))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kind", [np.int8, np.int64, np.float32, np.float64, list])
def test_any_kind_of_number_gives_the_same_weights_without_diagonal(rule, kind):
    patterns = patterns_of()
    given = patterns.tolist() if kind is list else patterns.astype(kind)
    before = np.array(given)
    weights = rule(given)
    assert weights.shape == (40, 40)
    assert not np.diagonal(weights).any()
    np.testing.assert_allclose(weights, rule(patterns), atol=1e-12)
    np.testing.assert_array_equal(given, before)
    if rule is not sequence:
        np.testing.assert_array_equal(weights, weights.T)


@pytest.mark.filterwarnings("ignore:not all of 2 patterns")
@pytest.mark.parametrize("rule", RULES)
def test_one_unit_and_two(rule):
    assert rule([[1], [1]]).tolist() == [[0]]
    assert rule([[1, -1], [1, 1]]).shape == (2, 2)


@pytest.mark.parametrize(("n_patterns", "n_units"), [(1, 7), (3, 8), (200, 33), (300, 20)])
def test_hebbian_is_the_sum_of_outer_products(n_patterns, n_units):
    patterns = patterns_of(n_patterns, n_units)
    expected = sum(np.outer(x, x) for x in patterns) - n_patterns * np.eye(n_units, dtype=int)
    weights = hebbian(patterns.astype(np.int8))
    assert weights.dtype.kind == "i"
    np.testing.assert_array_equal(weights, expected)


def test_storkey_is_its_formula():
    patterns = patterns_of(3, 6)
    n = 6
    weights = np.zeros((n, n))
    for x in patterns:
        old = weights.copy()
        for i in range(n):
            for j in range(n):
                h_ij = sum(old[i, k] * x[k] for k in range(n) if k not in (i, j))
                h_ji = sum(old[j, k] * x[k] for k in range(n) if k not in (i, j))
                weights[i, j] = old[i, j] + (x[i] * x[j] - x[i] * h_ji - h_ij * x[j]) / n
    np.fill_diagonal(weights, 0.0)
    np.testing.assert_allclose(storkey(patterns), weights, atol=1e-12)


def test_projection_is_its_formula_and_projects():
    patterns = patterns_of(12, 40)
    full = patterns.T @ np.linalg.inv(patterns @ patterns.T) @ patterns
    weights = projection(patterns)
    np.testing.assert_allclose(weights, full - np.diag(np.diagonal(full)), atol=1e-12)
    held = Network(weights).stability(patterns)
    np.testing.assert_allclose(held, np.broadcast_to(1 - np.diagonal(full), held.shape), atol=1e-12)


def test_projection_of_patterns_that_depend_on_each_other():
    patterns = patterns_of(5)
    twice = np.concatenate([patterns, patterns[:2], -patterns[3:]])
    np.testing.assert_allclose(projection(twice), projection(patterns), atol=1e-10)
    everything = 2 * (np.arange(16)[:, None] >> np.arange(4) & 1) - 1
    np.testing.assert_allclose(projection(everything), np.zeros((4, 4)), atol=1e-12)


def test_perceptron_keeps_what_hebb_loses():
    patterns = correlated_patterns(20, 60, 0.5, np.random.default_rng(2))
    assert (Network(hebbian(patterns)).stability(patterns) < 0).any()
    weights = perceptron(patterns, margin=0.3)
    assert weights.dtype.kind == "i"
    held = Network(weights).stability(patterns)
    assert (held > 0.3 * np.linalg.norm(weights, axis=1)).all()
    with pytest.warns(RuntimeWarning, match="not all of 20 patterns"):
        perceptron(patterns, margin=3.0, max_epochs=20)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        perceptron(patterns, max_epochs=1000)


def test_palimpsest_writes_over():
    patterns = patterns_of(4, 10)
    weights = np.zeros((10, 10))
    for x in patterns:
        weights = 0.8 * weights + 0.2 * np.outer(x, x)
    np.fill_diagonal(weights, 0)
    np.testing.assert_allclose(palimpsest(patterns, 0.2), weights, atol=1e-14)
    halves = palimpsest(patterns[2:], 0.2, weights=palimpsest(patterns[:2], 0.2))
    np.testing.assert_allclose(halves, weights, atol=1e-14)


def test_palimpsest_forgets_the_oldest():
    patterns = patterns_of(60, 200)
    ends = Network(palimpsest(patterns, 0.08)).stability(patterns).min(axis=1)
    assert (ends[-5:] > 0).all()
    assert (ends[:20] < 0).all()


def test_a_sequence_is_walked_through():
    patterns = patterns_of(6, 300)
    weights = sequence(patterns)
    np.testing.assert_array_equal(
        weights + np.diag(sum(b * a for a, b in itertools.pairwise(patterns))),
        sum(np.outer(b, a) for a, b in itertools.pairwise(patterns)),
    )
    rng = np.random.default_rng(1)
    walk = Network(weights).watch(patterns[0], rng, 5, order="synchronous")
    np.testing.assert_array_equal(walk, patterns)
    circle = Network(sequence(patterns, cyclic=True))
    result = circle.recall(patterns[0], rng, order="synchronous")
    assert result.period == 6
    assert not result.converged
    assert not circle.symmetric
    with pytest.raises(ValueError, match="patterns was 1 pattern"):
        sequence(patterns[:1])


def test_clipped_and_diluted():
    weights = hebbian(patterns_of(4, 50))
    signs = clipped(weights)
    np.testing.assert_array_equal(signs, np.sign(weights))
    assert signs.dtype.kind == "i"
    rng = np.random.default_rng(1)
    thin = diluted(weights, 0.3, rng)
    assert thin.dtype == weights.dtype
    np.testing.assert_array_equal(thin, thin.T)
    there = weights != 0
    assert (thin[there] == 0).mean() == pytest.approx(0.3, abs=0.06)
    assert set(thin[there][thin[there] != 0]) <= set(weights[there])
    one_way = diluted(sequence(patterns_of(5, 50)), 0.5, rng)
    assert ((one_way == 0) != (one_way.T == 0)).any()
    np.testing.assert_array_equal(diluted(weights, 0.0, rng), weights)
    assert not diluted(weights, 1.0, rng).any()
    with_diagonal = weights + np.eye(50, dtype=int)
    assert not np.diagonal(clipped(with_diagonal)).any()
    assert with_diagonal[0, 0] == 1


def test_covariance_of_sparse_patterns():
    rng = np.random.default_rng(1)
    patterns = sparse.sparse_patterns(30, 400, 0.05, rng)
    assert (patterns.sum(axis=1) == 20).all()
    weights = sparse.covariance(patterns)
    expected = sum(np.outer(x - 0.05, x - 0.05) for x in patterns)
    np.fill_diagonal(expected, 0.0)
    np.testing.assert_allclose(weights, expected, atol=1e-12)
    cut = sparse.threshold(400, 0.05)
    cues = patterns.copy()
    cues[:, :40] = 0
    found = sparse.recall(weights, cues, rng, threshold=cut)
    np.testing.assert_array_equal(found.states, patterns)
    assert found.converged.all()
    # units of 0 and 1 without a threshold, or the wrong way round, do not
    lost = sparse.recall(weights, cues, rng, threshold=0.0)
    assert (lost.states != patterns).any(axis=1).mean() > 0.9


def test_zero_one_units_follow_their_own_rule():
    rng = np.random.default_rng(3)
    weights = rng.integers(-3, 4, (12, 12)).astype(float)
    weights = weights + weights.T
    np.fill_diagonal(weights, 0)
    found = sparse.recall(weights, rng.integers(0, 2, (50, 12)), rng, threshold=1.0)
    fields = found.states @ weights
    assert found.converged.all()
    assert (np.where(found.states == 1, fields - 1.0, 1.0 - fields) >= 0).all()


def test_letters_break_hebb_and_not_the_projection():
    """Hebb keeps 2 of 2 letters and 0 of 3; the projection 26 of 26."""
    alphabet = letters()
    assert alphabet.shape == (26, 1024)
    for n, kept in ((2, 2), (3, 0)):
        held = Network(hebbian(alphabet[:n])).stability(alphabet[:n])
        assert (held >= 0).all(axis=1).sum() == kept
    held = Network(projection(alphabet)).stability(alphabet)
    assert (held > 0).all(axis=1).sum() == 26


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ([[0, 1], [1, 0]], "patterns was 0 .*2 \\* x - 1"),
        ([[1.0, np.nan]], "patterns was nan"),
        ([[1, 2]], "patterns was 2"),
        ([1, -1], "patterns was an array of shape \\(2,\\)"),
        (np.ones((2, 2, 2)), "patterns was an array of shape \\(2, 2, 2\\)"),
        (np.ones((0, 5)), "patterns was empty"),
        ([[1, -1], [1]], "patterns was"),
        ("abc", "patterns was"),
        ([[True, False]], "patterns was of type bool"),
        (None, "patterns was"),
    ],
)
def test_bad_patterns(rule, bad, said):
    with pytest.raises(ValueError, match=said):
        rule(bad)


def test_bad_arguments_of_rules():
    p = patterns_of()
    rng = np.random.default_rng(1)
    for call, said in [
        (lambda: perceptron(p, margin=-1), "margin was -1"),
        (lambda: perceptron(p, max_epochs=0), "max_epochs was 0"),
        (lambda: palimpsest(p, 0.0), "rate was 0"),
        (lambda: palimpsest(p, 1.5), "rate was 1.5"),
        (lambda: palimpsest(p, 0.1, weights=np.zeros((3, 3))), "weights was an array of shape"),
        (lambda: clipped(np.zeros((2, 3))), r"weights was an array of shape \(2, 3\)"),
        (lambda: clipped([[0, np.nan], [1, 0]]), "weights was nan"),
        (lambda: diluted(np.zeros((2, 2)), 1.5, rng), "lost was 1.5"),
        (lambda: diluted(np.zeros((2, 2)), 0.5, 7), "rng was 7"),
        (lambda: sparse.covariance(p), "patterns was -1"),
        (lambda: sparse.covariance([[0, 1]], activity=2.0), "activity was 2"),
        (lambda: sparse.sparse_patterns(3, 10, 0.01, rng), "activity was 0.01"),
        (lambda: sparse.threshold(10, 0.0), "activity was 0"),
        (lambda: sparse.recall(np.zeros((2, 2)), [0, 2], rng), "states was 2"),
        (lambda: letters(""), "text was ''"),
        (lambda: letters("A "), "text was 'A '.* no ink"),
        (lambda: letters("A", size=3), "size was 3"),
    ]:
        with pytest.raises(ValueError, match=said):
            call()
