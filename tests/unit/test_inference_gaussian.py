"""A Gaussian says what it knows, and refuses what is none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuromath_lib.inference import Gaussian, model_probabilities


def some_gaussian(seed, size, rank):
    rng = np.random.default_rng(seed)
    scale = 10.0 ** rng.uniform(-6, 6, size)
    factor = scale[:, None] * rng.standard_normal((size, rank))
    return Gaussian(rng.standard_normal(size), factor @ factor.T)


@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_the_root_is_a_root_whatever_the_units_and_the_rank(seed, size, rank):
    belief = some_gaussian(seed, size, rank)
    sizes = np.where(belief.standard_deviation > 0, belief.standard_deviation, 1.0)
    error = (belief.root @ belief.root.T - belief.covariance) / np.outer(sizes, sizes)
    assert abs(error).max() < 1e-8
    assert belief.root.shape[1] == min(size, rank)
    assert belief.inverse_root @ belief.root == pytest.approx(np.eye(min(size, rank)), abs=1e-6)


def test_the_root_of_variances_is_made_of_single_parameters():
    root = Gaussian(np.zeros(3), [4.0, 0.0, 9.0]).root
    assert root.tolist() == [[2.0, 0.0], [0.0, 0.0], [0.0, 3.0]]


def test_draws_have_the_mean_and_the_covariance():
    belief = Gaussian([1.0, -2.0, 5.0], [[2.0, 1.0, 0.0], [1.0, 2.0, 0.0], [0.0, 0.0, 0.0]])
    draws = belief.draw(np.random.default_rng(0), 40_000)
    assert draws.mean(axis=0) == pytest.approx(belief.mean, abs=0.03)
    assert np.cov(draws.T) == pytest.approx(belief.covariance, abs=0.05)
    assert (draws[:, 2] == 5.0).all()
    assert belief.draw(np.random.default_rng(0)).shape == (3,)


def test_intervals_and_probabilities():
    belief = Gaussian([0.0, 3.0], [4.0, 0.0])
    assert belief.interval(0.95)[0] == pytest.approx([-3.92, 3.92], abs=1e-3)
    assert belief.interval(0.95)[1].tolist() == [3.0, 3.0]
    assert belief.probability_above(2.0) == pytest.approx([0.158655, 1.0], abs=1e-5)


def test_marginal_and_fixed():
    belief = Gaussian([1.0, 2.0, 3.0], [[2.0, 1.0, 0.5], [1.0, 2.0, 0.1], [0.5, 0.1, 1.0]])
    assert belief.marginal([2, 0]).covariance.tolist() == [[1.0, 0.5], [0.5, 2.0]]
    held = belief.fixed([1], 7.0)
    assert held.mean.tolist() == [1.0, 7.0, 3.0]
    assert held.covariance.tolist() == [[2.0, 0.0, 0.5], [0.0, 0.0, 0.0], [0.5, 0.0, 1.0]]


@pytest.mark.parametrize(
    ("mean", "covariance", "name"),
    [
        ([0.0, np.nan], [1.0, 1.0], "mean"),
        ("zero", [1.0], "mean"),
        ([[0.0]], [1.0], "mean"),
        ([0.0], [-1.0], "covariance"),
        ([0.0, 0.0], [1.0, 1.0, 1.0], "covariance"),
        ([0.0, 0.0], [[1.0, 0.5], [0.2, 1.0]], "covariance"),
        ([0.0, 0.0], [[1.0, 2.0], [2.0, 1.0]], "covariance"),
        ([0.0, 0.0], [[0.0, 0.1], [0.1, 1.0]], "covariance"),
        ([0.0], [np.inf], "covariance"),
    ],
)
def test_what_is_no_gaussian(mean, covariance, name):
    with pytest.raises(ValueError, match=rf"^{name} "):
        Gaussian(mean, covariance)


@pytest.mark.parametrize("which", [[3], [-1], [0, 0], [], [0.5], 1])
def test_indices_are_checked(which):
    with pytest.raises(ValueError, match=r"^which was"):
        Gaussian(np.zeros(3), 1.0).fixed(which)


def test_other_arguments_are_checked():
    belief = Gaussian([0.0], 1.0)
    with pytest.raises(ValueError, match=r"^mass"):
        belief.interval(1.0)
    with pytest.raises(ValueError, match=r"^rng"):
        belief.draw(1)
    with pytest.raises(ValueError, match=r"^threshold"):
        belief.probability_above([1.0, 2.0])
    with pytest.raises(ValueError, match=r"^value"):
        belief.fixed([0], [1.0, 2.0])


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=6))
def test_model_probabilities_add_up_and_keep_the_order(evidences):
    probabilities = model_probabilities(evidences)
    assert probabilities.sum() == pytest.approx(1.0)
    assert (np.diff(probabilities[np.argsort(evidences)]) >= 0).all()


def test_model_probabilities_take_a_prior():
    assert model_probabilities([0.0, 0.0], [3.0, 1.0]) == pytest.approx([0.75, 0.25])
    with pytest.raises(ValueError, match=r"^prior"):
        model_probabilities([0.0, 0.0], [1.0])
    with pytest.raises(ValueError, match=r"^log_evidences"):
        model_probabilities(0.0)
