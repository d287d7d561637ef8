"""A group of subjects, where the answer is known."""

import numpy as np
import pytest

from neuromath_lib.inference import Gaussian, group, reduce, variational_laplace

PRIOR = Gaussian([0.3, -0.2], [[0.5, 0.1], [0.1, 0.4]])
NOISE = Gaussian([1.0], [0.0])


def subjects(seed=0, n=7, effects=((0.5, 0.0), (0.0, 0.3))):
    """Linear models with designs of their own, so that some are measured better than others."""
    rng = np.random.default_rng(seed)
    rows = np.column_stack([np.ones(n), np.arange(n) - (n - 1) / 2.0])
    designs = [rng.standard_normal((int(rng.integers(3, 30)), 2)) for _ in range(n)]
    truths = PRIOR.mean + rows @ effects + 0.1 * rng.standard_normal((n, 2))
    data = [
        d @ t + np.exp(-0.5) * rng.standard_normal(len(d))
        for d, t in zip(designs, truths, strict=True)
    ]
    found = [
        variational_laplace(lambda p, d=d: d @ p, y, PRIOR, noise_precision=NOISE)
        for d, y in zip(designs, data, strict=True)
    ]
    return rows, designs, data, found


def whole(rows, designs, data, between):
    """All data in one vector, effects and subjects integrated out by hand."""
    join = np.concatenate([d @ np.kron(r, np.eye(2)) for r, d in zip(rows, designs, strict=True)])
    mean = np.concatenate([d @ PRIOR.mean for d in designs])
    y = np.concatenate(data)
    ends = np.cumsum([len(one) for one in data])
    noise = np.exp(-1.0) * np.eye(len(y))
    for end, d in zip(ends, designs, strict=True):
        here = slice(end - len(d), end)
        noise[here, here] += d @ between @ d.T
    before = np.kron(np.eye(rows.shape[1]), PRIOR.covariance)
    spread = join @ before @ join.T + noise
    gain = before @ join.T @ np.linalg.inv(spread)
    error = y - mean
    evidence = -0.5 * error @ np.linalg.solve(spread, error)
    evidence -= 0.5 * np.linalg.slogdet(2.0 * np.pi * spread)[1]
    return gain @ (y - mean), before - gain @ join @ before, evidence


@pytest.mark.parametrize("between", ["shared", "each"])
def test_known_spread_between_subjects(between):
    rows, designs, data, found = subjects()
    if between == "shared":
        gamma, sigma = Gaussian([0.4], [0.0]), np.exp(-0.4) * PRIOR.covariance / 16.0
    else:
        gamma = Gaussian([0.4, -0.3], [0.0, 0.0])
        sigma = np.diag(np.exp([-0.4, 0.3]) * np.diag(PRIOR.covariance) / 16.0)
    result = group(found, rows, between=between, between_precision=gamma)
    mean, covariance, evidence = whole(rows, designs, data, sigma)
    assert result.mean == pytest.approx(mean, abs=1e-8)
    assert result.covariance == pytest.approx(covariance, abs=1e-8)
    assert result.between == pytest.approx(sigma, abs=1e-12)
    own = sum(one.log_evidence for one in found)
    assert own + result.log_evidence_change == pytest.approx(evidence, abs=1e-7)
    assert result.effects.shape == result.probability.shape == (2, 2)


def test_an_effect_switched_off_by_reduction_is_a_design_without_it():
    rows, _, _, found = subjects()
    known = Gaussian([0.0], [0.0])
    full = group(found, rows, between_precision=known)
    less = group(found, rows[:, :1], between_precision=known)
    change = reduce(full, full.prior, full.prior.fixed([2, 3]))
    difference = less.log_evidence_change - full.log_evidence_change
    assert change.log_evidence_change == pytest.approx(difference, abs=1e-8)
    assert change.posterior.mean[:2] == pytest.approx(less.mean, abs=1e-8)


def test_subjects_are_drawn_to_the_group_and_the_badly_measured_most():
    rows, designs, _, found = subjects()
    result = group(found, rows, between_precision=Gaussian([8.0], [0.0]))  # hardly any spread
    said = PRIOR.mean + rows @ result.effects
    for subject, guess in zip(result.subjects, said, strict=True):
        assert subject.mean == pytest.approx(guess, abs=0.02)
    loose = group(
        found,
        rows,
        between_precision=Gaussian([-8.0], [0.0]),
        effects_prior=Gaussian(np.zeros(4), 1e-12),
    )
    wide = Gaussian(PRIOR.mean, np.exp(8.0) * PRIOR.covariance / 16.0)
    for subject, one in zip(loose.subjects, found, strict=True):
        alone = reduce(one, PRIOR, wide).posterior
        assert subject.mean == pytest.approx(alone.mean, abs=1e-6)
        assert subject.covariance == pytest.approx(alone.covariance, abs=1e-6)
    pulled = [
        np.linalg.norm(subject.mean - one.mean)
        for subject, one in zip(result.subjects, found, strict=True)
    ]
    sizes = [len(d) for d in designs]
    assert pulled[int(np.argmin(sizes))] > pulled[int(np.argmax(sizes))]


def test_the_spread_is_found_and_effects_are_told_from_nothing():
    """Forty subjects, measured well: the spread is the sample's, and one effect of two is there."""
    rng = np.random.default_rng(2)
    n, prior = 40, Gaussian([0.0, 0.0], [0.125, 0.125])
    rows = np.column_stack([np.ones(n), np.repeat([-0.5, 0.5], n // 2)])
    truths = rows @ [[0.0, 0.2], [0.3, 0.0]] + [0.05, 0.2] * rng.standard_normal((n, 2))
    found = [Gaussian(truth, [1e-5, 1e-5]) for truth in truths]
    gamma = Gaussian([0.0, 0.0], [4.0, 4.0])
    result = group(found, rows, prior=prior, between="each", between_precision=gamma)
    residual = truths - rows @ np.linalg.lstsq(rows, truths, rcond=None)[0]
    sample = np.sqrt((residual**2).sum(axis=0) / (n - 2))
    assert np.sqrt(np.diag(result.between)) == pytest.approx(sample, rel=0.1)
    assert result.log_precision.standard_deviation == pytest.approx(np.sqrt(2 / 38), rel=0.1)
    assert result.probability[1, 0] > 0.999
    assert result.probability[0, 1] > 0.99
    assert result.probability[1, 1] < 0.5
    assert result.probability[0, 0] < 0.5
    assert (np.diff(result.history) > 0).all()


def test_the_evidence_with_an_unknown_spread_against_a_sum():
    rows, designs, data, found = subjects(seed=5, n=5)
    result = group(found, rows, between_precision=Gaussian([0.0], [1.0]))
    grid = np.linspace(-5.0, 6.0, 23)
    own = sum(one.log_evidence for one in found)
    joint = [
        whole(rows, designs, data, np.exp(-g) * PRIOR.covariance / 16.0)[2] - own - 0.5 * g * g
        for g in grid
    ]
    top = max(joint)
    exact = top + np.log(np.exp(np.subtract(joint, top)).sum() * 0.5 / np.sqrt(2.0 * np.pi))
    assert grid[int(np.argmax(joint))] == pytest.approx(result.log_precision.mean[0], abs=0.3)
    assert result.log_evidence_change == pytest.approx(exact, abs=0.05)


def test_some_parameters_only():
    rows, _, _, found = subjects()
    posteriors = [one.posterior for one in found]
    some = group(posteriors, rows, prior=PRIOR, parameters=[1])
    marginal = [one.marginal([1]) for one in posteriors]
    alone = group(marginal, rows, prior=PRIOR.marginal([1]))
    assert some.effects.shape == (2, 1)
    assert some.mean == pytest.approx(alone.mean)


def test_fixed_parameters_are_left_out():
    prior = Gaussian([0.0, 2.0], [1.0, 0.0])
    found = [Gaussian([m, 2.0], [0.01, 0.0]) for m in (0.5, 0.6, 0.4)]
    assert group(found, np.ones((3, 1)), prior=prior).effects.shape == (1, 1)
