"""Networks: fields, energies, recall in every order, what stays as it was, and bad input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuromath_lib.hopfield import (
    Network,
    accessibility,
    basin,
    biased_patterns,
    correlated_patterns,
    flip,
    hebbian,
    overlap,
    projection,
    random_patterns,
    recalled,
    storkey,
)

KINDS = [np.int8, np.int16, np.int32, np.int64, np.float32, np.float64]


def rng(seed=1):
    return np.random.default_rng(seed)


def some(n_patterns=8, n_units=100, seed=1):
    return random_patterns(n_patterns, n_units, rng(seed))


def symmetric_weights(n_units, seed, kind=float):
    draw = rng(seed)
    full = (
        draw.normal(size=(n_units, n_units))
        if kind is float
        else draw.integers(-4, 5, (n_units, n_units))
    )
    weights = full + full.T
    np.fill_diagonal(weights, 0)
    return weights


def naive_rest(weights, state):
    """Say whether no unit wants to flip, in so many words."""
    for i in range(len(state)):
        h = sum(int(weights[i, j]) * int(state[j]) for j in range(len(state)))
        if (h > 0 and state[i] < 0) or (h < 0 and state[i] > 0):
            return False
    return True


# ------------------------------------------------------------------------- patterns and overlaps


def test_random_patterns():
    patterns = some(200, 300)
    assert patterns.shape == (200, 300)
    assert set(np.unique(patterns)) == {-1, 1}
    assert abs(patterns.mean()) < 0.02
    np.testing.assert_array_equal(patterns, some(200, 300))
    assert (some(200, 300, seed=2) != patterns).any()
    assert int(patterns[0] @ patterns[0]) == 300  # no int8 that runs over


def test_correlated_and_biased_patterns():
    patterns = correlated_patterns(30, 4000, 0.36, rng())
    overlaps = patterns @ patterns.T / 4000
    assert overlaps[~np.eye(30, dtype=bool)].mean() == pytest.approx(0.36, abs=0.02)
    np.testing.assert_array_equal(correlated_patterns(2, 50, 1.0, rng()).std(axis=0), 0)
    biased = biased_patterns(7, 50, 0.3, rng())
    assert ((biased == 1).sum(axis=1) == 15).all()


@pytest.mark.parametrize("n_units", [1, 10, 333])
@pytest.mark.parametrize("fraction", [0.0, 0.1, 0.5, 1.0])
def test_flip_turns_over_exactly_so_many(n_units, fraction):
    """Drawn with replacement, 10 % becomes 9.5 or 9.1 %."""
    states = some(20, n_units).reshape(4, 5, n_units)
    before = states.copy()
    flipped = flip(states, fraction, rng())
    assert flipped.shape == states.shape
    assert ((flipped != states).sum(axis=-1) == round(fraction * n_units)).all()
    np.testing.assert_array_equal(states, before)


def test_flip_chooses_every_unit_as_often():
    ones = np.ones((5000, 10), dtype=np.int8)
    np.testing.assert_allclose((flip(ones, 0.3, rng()) < 0).mean(axis=0), 0.3, atol=0.03)


def test_overlap():
    patterns = some()
    assert overlap(patterns[0], patterns).shape == (8,)
    assert overlap(patterns[0], patterns[0]) == 1.0
    assert overlap(patterns.reshape(2, 4, 100), patterns).shape == (2, 4, 8)
    assert overlap(patterns.astype(np.int8), -patterns[2].astype(np.int8))[2] == -1.0
    expected = np.array([[sum(a * b) / 100 for b in patterns.tolist()] for a in patterns])
    np.testing.assert_allclose(overlap(patterns, patterns), expected, atol=1e-15)


# ---------------------------------------------------------------------------- fields and energies


@pytest.mark.parametrize("kind", KINDS)
def test_fields_of_whole_weights_are_whole(kind):
    """Int8 weights run over: 8 patterns are enough for fields above 127."""
    patterns = some()
    weights = hebbian(patterns)
    fields = Network(weights.astype(kind)).field(patterns.astype(kind))
    np.testing.assert_array_equal(fields, patterns @ weights.astype(np.int64))
    assert (fields.dtype.kind == "i") == (np.dtype(kind).kind == "i")
    np.testing.assert_array_equal(Network.storing(patterns).field(patterns), fields)
    assert np.abs(fields).max() > 100


@pytest.mark.parametrize("factor", [1, 3000, 2**20, 2**33])
def test_large_whole_weights_stay_exact(factor):
    weights = hebbian(some(3, 12)).astype(np.int64) * factor
    states = some(50, 12, seed=5)
    np.testing.assert_array_equal(Network(weights).field(states), states @ weights)
    small = Network(weights // factor).recall(states, rng())
    np.testing.assert_array_equal(Network(weights).recall(states, rng()).states, small.states)


def test_fields_of_any_weights_and_thresholds():
    weights, states = rng().normal(size=(30, 30)), some(20, 30).reshape(4, 5, 30)
    np.fill_diagonal(weights, 0)
    thresholds = rng(2).normal(size=30)
    network = Network(weights, thresholds=thresholds)
    np.testing.assert_allclose(network.field(states), states @ weights.T - thresholds, atol=1e-12)
    np.testing.assert_allclose(network.stability(states), states * network.field(states))
    whole = Network(hebbian(some(3, 30)), thresholds=2)
    np.testing.assert_array_equal(whole.field(states), states @ hebbian(some(3, 30)) - 2)
    half = Network(hebbian(some(3, 30)), thresholds=0.5)
    np.testing.assert_array_equal(half.field(states), states @ hebbian(some(3, 30)) - 0.5)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 9), st.sampled_from([int, float]))
def test_a_flip_changes_the_energy_by_twice_the_field(seed, n_units, kind):
    weights = symmetric_weights(n_units, seed, kind)
    network = Network(weights, thresholds=float(seed % 3))
    state = random_patterns(1, n_units, rng(seed))[0]
    site = seed % n_units
    other = state.copy()
    other[site] *= -1
    change = network.energy(other) - network.energy(state)
    expected = 2 * state[site] * network.field(state)[site]
    assert change == pytest.approx(expected, abs=1e-9)
    thresholds = float(seed % 3)
    direct = -0.5 * state @ weights @ state + thresholds * state.sum()
    assert network.energy(state) == pytest.approx(direct, abs=1e-9)


def test_no_energy_without_symmetry():
    weights = hebbian(some(3, 10))
    weights[2, 5] += 1
    network = Network(weights)
    assert not network.symmetric
    with pytest.raises(ValueError, match="weights was not symmetric"):
        network.energy(np.ones(10))
    for rule in (projection, storkey):
        assert Network(rule(some(5, 50))).symmetric


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([int, float]))
def test_the_energy_never_rises(seed, kind):
    network = Network(symmetric_weights(15, seed, kind))
    start = random_patterns(6, 15, rng(seed))
    course = network.watch(start, rng(seed), 12)
    assert (np.diff(network.energy(course), axis=-1) <= 1e-9).all()
    way = network.descent(start[0], rng(seed))
    assert way.converged
    assert way.states.shape == (len(way.sites) + 1, 15)
    drops = np.diff(network.energy(way.states))
    fields = network.field(way.states)[np.arange(len(way.sites)), way.sites]
    np.testing.assert_allclose(drops, -2 * np.abs(fields), atol=1e-9)
    assert (drops < 0).all()
    assert ((way.states[1:] != way.states[:-1]).sum(axis=1) == 1).all()


# ----------------------------------------------------------------------------------------- recall


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 12), st.sampled_from([1, 1.0, 1 / 3, 0.1]))
def test_recall_ends_where_no_unit_wants_to_flip(seed, n_units, factor):
    weights = symmetric_weights(n_units, seed, int)
    starts = random_patterns(10, n_units, rng(seed))
    result = Network(weights * factor).recall(starts, rng(seed))
    assert result.converged.all()
    assert (result.period == 1).all()
    for start, end, sweeps in zip(starts, result.states, result.sweeps, strict=True):
        assert naive_rest(weights, end)
        assert (sweeps == 0) == naive_rest(weights, start)
        assert sweeps == 0 or (start != end).any()


def test_recall_by_hand():
    """The kernel against a network written as plainly as possible, in the same order of sites."""
    patterns = some(12, 60)
    weights = hebbian(patterns)
    starts = flip(patterns, 0.25, rng(3))
    result = Network(weights).recall(starts, rng(7))
    for start, end, sweeps in zip(starts, result.states, result.sweeps, strict=True):
        draw, state = rng(7), start.copy()
        for _ in range(sweeps):
            for i in draw.permutation(60):
                h = weights[i] @ state
                if h != 0:
                    state[i] = 1 if h > 0 else -1
        np.testing.assert_array_equal(state, end)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [(), (1,), (7,), (2, 3)])
def test_any_shape_and_kind_of_states(kind, shape):
    patterns = some()
    network = Network(hebbian(patterns))
    states = flip(np.broadcast_to(patterns[0], (*shape, 100)), 0.1, rng()).astype(kind)
    before = states.copy()
    result = network.recall(states, rng())
    np.testing.assert_array_equal(states, before)
    assert result.states.shape == (*shape, 100)
    assert result.states.dtype.kind == "i"
    for values in (result.sweeps, result.converged, result.period):
        assert np.shape(values) == shape
    if shape == ():
        assert result.converged is True
        assert result.period == 1
    # alone or in company
    single = network.recall(states.reshape(-1, 100)[-1], rng())
    np.testing.assert_array_equal(single.states, result.states.reshape(-1, 100)[-1])


@pytest.mark.parametrize("order", ["asynchronous", "synchronous"])
@pytest.mark.parametrize("temperature", [0.0, 0.3])
def test_the_same_seed_gives_the_same_states(order, temperature):
    patterns = some()
    network = Network(hebbian(patterns) / 100)
    call = {"order": order, "temperature": temperature, "max_sweeps": 5}
    one, two = (network.recall(flip(patterns, 0.2, rng()), rng(4), **call) for _ in range(2))
    np.testing.assert_array_equal(one.states, two.states)
    course = network.watch(
        flip(patterns, 0.2, rng()), rng(4), 5, order=order, temperature=temperature
    )
    assert course.shape == (8, 6, 100)
    if temperature:
        np.testing.assert_array_equal(course[:, -1], one.states)


def test_weights_are_kept_and_not_shared():
    patterns = some()
    weights = hebbian(patterns)
    before = weights.copy()
    network = Network(weights)
    network.recall(flip(patterns, 0.2, rng()), rng())
    np.testing.assert_array_equal(weights, before)
    weights[:] = 0
    np.testing.assert_array_equal(network.weights, before)
    with pytest.raises(ValueError, match="read-only"):
        network.weights[0, 1] = 3


def test_hebb_over_n_is_run_as_whole_numbers():
    """Rounding would let a field of zero decide."""
    patterns = some(6, 31)
    whole, parts = Network(hebbian(patterns)), Network(hebbian(patterns) / 31)
    thirds = Network(hebbian(patterns).astype(np.float32) / np.float32(3.0))
    starts = some(400, 31, seed=9)
    expected = whole.recall(starts, rng())
    for network in (parts, thirds, Network.storing(patterns)):
        np.testing.assert_array_equal(network.recall(starts, rng()).states, expected.states)
    assert (whole.field(starts) == 0).mean() > 0.02  # there are ties to break


def test_a_field_of_zero_keeps_the_state():
    for order in ("asynchronous", "synchronous"):
        nothing = Network(np.zeros((6, 6)))
        states = some(10, 6)
        result = nothing.recall(states, rng(), order=order)
        np.testing.assert_array_equal(result.states, states)
        assert (result.sweeps == 0).all()
        assert result.converged.all()
    # 0.1 + 0.2 - 0.3 is 5e-17, and should count as nothing
    weights = np.zeros((4, 4))
    weights[0, 1:] = weights[1:, 0] = 0.1, 0.2, 0.3
    for first in (1, -1):
        state = [first, 1, 1, -1]
        held = Network(weights).stability(state)[0]
        assert abs(held) < 1e-15
        result = Network(weights, thresholds=[0, -5, -5, 5]).recall(state, rng())
        assert result.states.tolist() == state


def test_a_two_cycle_is_no_recall():
    pair = Network([[0, 1], [1, 0]])
    result = pair.recall([1, -1], rng(), order="synchronous")
    assert result.period == 2
    assert result.converged is False
    assert pair.recall([1, 1], rng(), order="synchronous").period == 1
    mixed = pair.recall([[1, -1], [1, 1], [-1, 1]], rng(), order="synchronous")
    assert mixed.period.tolist() == [2, 1, 2]
    assert mixed.converged.tolist() == [False, True, False]
    assert pair.recall([1, -1], rng()).converged is True


def test_synchronous_steps_by_hand():
    weights = symmetric_weights(20, 3, int)
    starts = some(40, 20)
    result = Network(weights).recall(starts, rng(), order="synchronous")
    assert set(result.period) <= {1, 2}  # symmetric weights know no longer cycle
    assert {1, 2} <= set(result.period)

    def step(s):
        h = weights @ s
        return np.where(h == 0, s, np.sign(h))

    for start, end, sweeps, period in zip(
        starts, result.states, result.sweeps, result.period, strict=True
    ):
        s = start
        for _ in range(sweeps):
            s = step(s)
        np.testing.assert_array_equal(s, end)
        assert (step(end) == end).all() == (period == 1)
        np.testing.assert_array_equal(step(step(end)), end)


@pytest.mark.parametrize("length", [3, 4, 5, 7, 12])
def test_longer_cycles_of_asymmetric_weights(length):
    ring = np.roll(np.eye(length, dtype=int), 1, axis=0)
    state = -np.ones(length, dtype=int)
    state[0] = 1
    result = Network(ring).recall(state, rng(), order="synchronous")
    assert result.period == length
    assert Network(ring).recall(state, rng(), order="synchronous", max_sweeps=2).period == 0


def test_sweeps_are_limited():
    chase = Network([[0, 1], [-1, 0]])  # one wants to agree, the other to differ
    result = chase.recall([1, 1], rng(), max_sweeps=17)
    assert result.sweeps == 17
    assert result.converged is False
    assert result.period == 0


def test_asymmetric_weights_point_the_right_way():
    weights = np.zeros((3, 3))
    weights[1, 0], weights[2, 1] = 1.0, 2.5  # 0 drives 1 drives 2
    for order in ("asynchronous", "synchronous"):
        result = Network(weights).recall([1, -1, -1], rng(), order=order)
        assert result.states.tolist() == [1, 1, 1]
        assert Network(weights).recall([-1, 1, 1], rng(), order=order).states.tolist() == [-1] * 3


def test_every_unit_is_updated():
    """An off-by-one that never updates the last unit, or the first."""
    pattern = np.ones((1, 9), dtype=int)
    network = Network(hebbian(pattern))
    for site in range(9):
        state = pattern[0].copy()
        state[site] = -1
        assert network.recall(state, rng()).states.tolist() == [1] * 9
        assert network.recall(state, rng(), order="synchronous").states.tolist() == [1] * 9


def test_the_order_of_updates_is_drawn_anew():
    """A fixed order of updates would send a state the same way each time."""
    tug = Network([[0, -1], [-1, 0]])
    ends = {tuple(tug.recall([1, 1], rng(seed)).states) for seed in range(20)}
    assert ends == {(1, -1), (-1, 1)}


@pytest.mark.parametrize("order", ["asynchronous", "synchronous"])
@pytest.mark.parametrize("temperature", [0.2, 1.0, 5.0])
@pytest.mark.parametrize("kind", [int, float])
def test_glauber_probabilities(order, temperature, kind):
    """P(+1) = 1 / (1 + exp(-2 h / T)): beta against 2 beta."""
    fields = np.array([0, 1, -2]) if kind is int else np.array([0.0, 0.3, -0.7])
    nothing = Network(np.zeros((3, 3)), thresholds=-fields)
    result = nothing.recall(
        np.ones((40_000, 3), dtype=int), rng(5), temperature=temperature, order=order, max_sweeps=2
    )
    assert not result.converged.any()
    assert (result.period == 0).all()
    assert (result.sweeps == 2).all()
    expected = 1.0 / (1.0 + np.exp(-2.0 * fields / temperature))
    np.testing.assert_allclose((result.states > 0).mean(axis=0), expected, atol=0.01)


def test_glauber_reaches_boltzmann():
    weights = symmetric_weights(4, 3)
    network = Network(weights)
    temperature = 2.0
    places = np.arange(4)[::-1]
    every = 2 * (np.arange(16)[:, None] >> places & 1) - 1
    expected = np.exp(-network.energy(every) / temperature)
    expected /= expected.sum()
    starts = some(60_000, 4)
    ends = network.recall(starts, rng(6), temperature=temperature, max_sweeps=25).states
    found = np.bincount((ends > 0) @ (1 << places), minlength=16) / len(starts)
    np.testing.assert_allclose(found, expected, atol=0.006)


# ----------------------------------------------------------------------------- landscapes


@pytest.mark.parametrize("kind", [int, float])
def test_fixed_points_are_all_of_them(kind):
    weights = symmetric_weights(9, 4, kind)
    network = Network(weights)
    every = 2 * (np.arange(512)[:, None] >> np.arange(9)[::-1] & 1) - 1
    resting = every[(every * (every @ weights) >= 0).all(axis=1)]
    found = network.fixed_points()
    np.testing.assert_array_equal(found, resting)
    np.testing.assert_array_equal(network.recall(found, rng()).states, found)


def test_too_many_states_to_look_at():
    with pytest.raises(ValueError, match=r"weights was of 21 units.*at most 20"):
        Network(np.zeros((21, 21))).fixed_points()
    assert len(Network(np.zeros((3, 3))).fixed_points()) == 8


def test_negatives_are_not_ghosts():
    """-xi counted as spurious makes half the memories vanish."""
    patterns = some(1, 30)
    found = accessibility(Network(hebbian(patterns)), patterns, 200, rng())
    assert found.total == 1.0
    assert found.elsewhere == 0.0
    three = accessibility(Network(hebbian(some(3, 40))), some(3, 40), 500, rng())
    assert three.memories.shape == (3,)
    assert three.total + three.elsewhere == pytest.approx(1.0)


def test_exact_recall_and_overlap_above_095_are_told_apart():
    patterns = some(13, 100, seed=3)
    network = Network(hebbian(patterns))
    near = recalled(network, patterns, rng())
    exact = recalled(network, patterns, rng(), criterion=1)
    ends = network.recall(patterns, rng()).states
    np.testing.assert_array_equal(exact, (ends == patterns).all(axis=1))
    assert exact.sum() < near.sum()


def test_basin():
    patterns = some(5, 100)
    found = basin(Network(hebbian(patterns)), patterns[0], [0.0, 0.1, 0.5, 1.0], 50, rng())
    assert found[0] == found[1] == 1.0
    assert found[2] < 0.5
    assert found[3] == 0.0


# ----------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda n: Network(np.zeros((2, 3))), r"weights was an array of shape \(2, 3\)"),
        (lambda n: Network(np.zeros(4)), r"weights was an array of shape \(4,\)"),
        (lambda n: Network([[0, np.nan], [0, 0]]), "weights was nan"),
        (lambda n: Network([[0, np.inf], [0, 0]]), "weights was inf"),
        (lambda n: Network("weights"), "weights was of type"),
        (lambda n: Network(np.eye(3)), "weights had a diagonal"),
        (lambda n: Network(np.zeros((0, 0))), "weights was empty"),
        (lambda n: Network(np.zeros((3, 3)), thresholds=[1, 2]), "thresholds was an array"),
        (lambda n: Network(np.zeros((3, 3)), thresholds=np.nan), "thresholds was nan"),
        (lambda n: n.recall(np.zeros(10), rng()), "states was 0.0"),
        (lambda n: n.recall(np.ones(9), rng()), r"states was an array of shape \(9,\)"),
        (lambda n: n.recall(np.full(10, np.nan), rng()), "states was nan"),
        (lambda n: n.recall(1, rng()), r"states was an array of shape \(\)"),
        (lambda n: n.recall(np.ones(10), 3), "rng was 3"),
        (lambda n: n.recall(np.ones(10), np.random), "rng was"),
        (lambda n: n.recall(np.ones(10), rng(), temperature=-1), "temperature was -1"),
        (lambda n: n.recall(np.ones(10), rng(), temperature="hot"), "temperature was 'hot'"),
        (lambda n: n.recall(np.ones(10), rng(), temperature=np.nan), "temperature was nan"),
        (lambda n: n.recall(np.ones(10), rng(), order="random"), "order was 'random'"),
        (lambda n: n.recall(np.ones(10), rng(), max_sweeps=0), "max_sweeps was 0"),
        (lambda n: n.recall(np.ones(10), rng(), max_sweeps=1.5), "max_sweeps was 1.5"),
        (lambda n: n.energy(np.ones(11)), "states was an array"),
        (lambda n: n.field([[1, 0] * 5]), "states was 0"),
        (lambda n: n.watch(np.ones(10), rng(), 0), "sweeps was 0"),
        (lambda n: n.descent(np.ones((2, 10)), rng()), "state was an array of shape"),
        (lambda n: overlap(np.ones(10), np.ones((3, 9))), "states was an array of shape"),
        (lambda n: overlap(np.ones(10), 2 * np.ones((3, 10))), "patterns was 2"),
        (lambda n: overlap(np.ones(3), np.ones((2, 2, 3))), "patterns was an array of shape"),
        (lambda n: flip(np.ones(10), 1.1, rng()), "fraction was 1.1"),
        (lambda n: flip(np.zeros(10), 0.1, rng()), "states was 0"),
        (lambda n: flip(np.ones(10), 0.1, None), "rng was None"),
        (lambda n: random_patterns(0, 5, rng()), "n_patterns was 0"),
        (lambda n: random_patterns(2, 2.5, rng()), "n_units was 2.5"),
        (lambda n: random_patterns(2, 5, 1), "rng was 1"),
        (lambda n: correlated_patterns(2, 5, 2.0, rng()), "correlation was 2"),
        (lambda n: biased_patterns(2, 5, -0.1, rng()), "activity was -0.1"),
        (lambda n: recalled(n, np.ones((2, 10)), rng(), criterion=3), "criterion was 3"),
        (lambda n: recalled(n, np.ones((2, 9)), rng()), "patterns was an array of shape"),
        (lambda n: accessibility(n, np.ones((2, 10)), 0, rng()), "starts was 0"),
        (lambda n: basin(n, np.ones(10), [2.0], 3, rng()), "noises was 2"),
    ],
)
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call(Network(hebbian(some(2, 10))))


def test_units_wired_to_themselves_only_if_asked_for():
    frozen = Network(100 * np.eye(3) + np.ones((3, 3)), self_connections=True)
    assert frozen.recall([1, 1, -1], rng()).states.tolist() == [1, 1, -1]


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.none(),
        st.text(max_size=3),
        st.lists(st.one_of(st.floats(), st.integers(-3, 3), st.text(max_size=1)), max_size=5),
        st.lists(st.lists(st.integers(-1, 1), max_size=4), max_size=4),
    )
)
def test_no_states_but_states(value):
    network = Network(hebbian(some(2, 3)))
    try:
        array = np.asarray(value)
        fine = (
            array.dtype.kind in "iuf"
            and array.size > 0
            and array.shape[-1] == 3
            and bool(np.all((array == 1) | (array == -1)))
        )
    except ValueError:
        fine = False
    if fine:
        network.recall(value, rng())
    else:
        with pytest.raises(ValueError, match=r"^states was"):
            network.recall(value, rng())
