"""A linear Gaussian model has an exact answer, and the searches find it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import multivariate_normal

from neuromath_lib.inference import Gaussian, reduce, variational_laplace

CLOSE = {"rel": 1e-8, "abs": 1e-8}


def linear(seed, n=12, p=3, singular=False):
    """A random design, prior and data."""
    rng = np.random.default_rng(seed)
    design = rng.standard_normal((n, p))
    factor = rng.standard_normal((p, p))
    covariance = factor @ factor.T + 0.1 * np.eye(p)
    if singular:
        covariance[0] = covariance[:, 0] = 0.0
    prior = Gaussian(rng.standard_normal(p), covariance)
    data = design @ prior.draw(rng) + rng.standard_normal(n)
    return design, prior, data


def exact(design, prior, data, noise_covariance):
    """Posterior mean, covariance and log evidence, in the space of the data."""
    spread = design @ prior.covariance @ design.T + noise_covariance
    gain = prior.covariance @ design.T @ np.linalg.inv(spread)
    mean = prior.mean + gain @ (data - design @ prior.mean)
    covariance = prior.covariance - gain @ design @ prior.covariance
    return mean, covariance, multivariate_normal(design @ prior.mean, spread).logpdf(data)


@given(st.integers(0, 10**6), st.booleans(), st.sampled_from([0.0, 1e-14]))
@settings(max_examples=30, deadline=None)
def test_known_precision(seed, singular, tight):
    design, prior, data = linear(seed, singular=singular)
    found = variational_laplace(
        lambda p: design @ p, data, prior, noise_precision=Gaussian([1.5], [tight])
    )
    mean, covariance, evidence = exact(design, prior, data, np.exp(-1.5) * np.eye(len(data)))
    assert found.mean == pytest.approx(mean, **CLOSE)
    assert found.covariance == pytest.approx(covariance, **CLOSE)
    assert found.log_evidence == pytest.approx(evidence, **CLOSE)
    assert found.history.converged
    assert len(found.history.log_evidence) <= 3


def test_a_start_near_the_top_is_exact_too():
    """What is left to gain is below the tolerance from the beginning."""
    found = variational_laplace(
        lambda p: p, [1e-3], Gaussian([0.0], [1.0]), noise_precision=Gaussian([0.0], [0.0])
    )
    assert found.mean[0] == pytest.approx(5e-4, rel=1e-8)


def test_units_do_not_matter():
    design, prior, data = linear(3)
    scale = np.array([1e-6, 1.0, 1e6])
    scaled = Gaussian(scale * prior.mean, np.outer(scale, scale) * prior.covariance)
    known = Gaussian([0.0], [0.0])
    one = variational_laplace(lambda p: design @ p, data, prior, noise_precision=known)
    two = variational_laplace(lambda p: design @ (p / scale), data, scaled, noise_precision=known)
    assert two.log_evidence == pytest.approx(one.log_evidence, abs=1e-7)
    assert two.mean / scale == pytest.approx(one.mean, abs=1e-7)


def test_blocks_and_correlated_noise_with_known_precision():
    design, prior, data = linear(5)
    labels = np.repeat([0, 1], 6)
    found = variational_laplace(
        lambda p: design @ p,
        data,
        prior,
        noise_precision=Gaussian([0.5, -1.0], [0.0, 0.0]),
        blocks=labels,
    )
    noise = np.diag(np.exp(np.where(labels, 1.0, -0.5)))
    assert found.log_evidence == pytest.approx(exact(design, prior, data, noise)[2], **CLOSE)

    along = 0.6 ** abs(np.subtract.outer(range(12), range(12)))
    parts = np.stack([np.linalg.inv(along), np.diag(1.0 + np.arange(12.0))])
    found = variational_laplace(
        lambda p: design @ p,
        data,
        prior,
        noise_precision=Gaussian([0.5, -1.0], [0.0, 0.0]),
        components=parts,
    )
    noise = np.linalg.inv(np.exp(0.5) * parts[0] + np.exp(-1.0) * parts[1])
    mean, covariance, evidence = exact(design, prior, data, noise)
    assert found.mean == pytest.approx(mean, **CLOSE)
    assert found.covariance == pytest.approx(covariance, **CLOSE)
    assert found.log_evidence == pytest.approx(evidence, **CLOSE)


def test_blocks_are_components_that_mark_data():
    """Two ways to say the same noise, and two pieces of code."""
    design, prior, data = linear(8, n=16)
    labels = np.repeat([0, 1], 8)
    noise = Gaussian([0.0, 0.0], [2.0, 2.0])
    marks = np.stack([np.diag((labels == k).astype(float)) for k in (0, 1)])
    one, two = (
        variational_laplace(lambda p: design @ p, data, prior, noise_precision=noise, **said)
        for said in ({"blocks": labels}, {"components": marks})
    )
    assert one.log_evidence == pytest.approx(two.log_evidence, abs=1e-9)
    assert one.noise.covariance == pytest.approx(two.noise.covariance, abs=1e-9)


def test_complex_data_are_real_and_imaginary_parts():
    rng = np.random.default_rng(11)
    design = rng.standard_normal((3, 4, 2)) + 1j * rng.standard_normal((3, 4, 2))
    prior = Gaussian(np.zeros(2), np.eye(2))
    data = design @ [0.5, -0.3] + rng.standard_normal((3, 4)) + 1j * rng.standard_normal((3, 4))
    found = variational_laplace(
        lambda p: design @ p, data, prior, noise_precision=Gaussian([0.7], [0.0])
    )
    flat = design.reshape(12, 2)
    both = np.concatenate([flat.real, flat.imag])
    values = np.concatenate([data.real.ravel(), data.imag.ravel()])
    mean, covariance, evidence = exact(both, prior, values, np.exp(-0.7) * np.eye(24))
    assert found.mean == pytest.approx(mean, **CLOSE)
    assert found.covariance == pytest.approx(covariance, **CLOSE)
    assert found.log_evidence == pytest.approx(evidence, **CLOSE)
    assert found.predicted == pytest.approx(design @ found.mean, abs=1e-12)

    shaped = variational_laplace(
        lambda p: design @ p,
        data,
        prior,
        noise_precision=Gaussian([0.0], [1.0]),
        components=np.eye(12),
    )
    plain = variational_laplace(
        lambda p: design @ p, data, prior, noise_precision=Gaussian([0.0], [1.0])
    )
    assert shaped.log_evidence == pytest.approx(plain.log_evidence, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_unknown_precision_against_integration(seed):
    """The free energy is a Gaussian at the top; the integral over the precision is exact."""
    design, prior, data = linear(seed, n=20)
    noise = Gaussian([0.0], [1.0])
    found = variational_laplace(lambda p: design @ p, data, prior, noise_precision=noise)

    def joint(h):
        evidence = exact(design, prior, data, np.exp(-h) * np.eye(20))[2]
        return evidence - 0.5 * h**2 - 0.5 * np.log(2.0 * np.pi)

    top = joint(found.noise.mean[0])
    moment = [
        quad(lambda h, k=k: h**k * np.exp(joint(h) - top), -5.0, 5.0, epsabs=1e-10)[0]
        for k in range(3)
    ]
    assert found.log_evidence == pytest.approx(top + np.log(moment[0]), abs=0.01)
    mean = moment[1] / moment[0]
    width = np.sqrt(moment[2] / moment[0] - mean**2)
    assert found.noise.mean[0] == pytest.approx(mean, abs=0.15 * width)
    assert found.noise.standard_deviation[0] == pytest.approx(width, rel=0.1)


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_reduction_is_refitting(seed):
    rng = np.random.default_rng(seed)
    design, prior, data = linear(seed)
    known = {"noise_precision": Gaussian([0.3], [0.0])}
    full = variational_laplace(lambda p: design @ p, data, prior, **known)
    factor = rng.standard_normal((3, 2))
    for reduced in (
        prior.fixed([1]),
        prior.fixed([0, 2], [0.5, -1.0]),
        prior.fixed([0, 1, 2]),
        Gaussian(rng.standard_normal(3), factor @ factor.T),
        Gaussian(prior.mean, 2.0 * prior.covariance),
        prior,
    ):
        again = variational_laplace(lambda p: design @ p, data, reduced, **known)
        change = reduce(full, prior, reduced)
        scale = 1.0 + abs(again.log_evidence)
        difference = again.log_evidence - full.log_evidence
        assert change.log_evidence_change == pytest.approx(difference, abs=1e-7 * scale)
        assert change.posterior.mean == pytest.approx(again.mean, abs=1e-7)
        assert change.posterior.covariance == pytest.approx(again.covariance, abs=1e-7)


def test_reduction_of_a_reduction():
    """From a prior that already holds one parameter fixed."""
    design, prior, data = linear(2)
    known = {"noise_precision": Gaussian([0.3], [0.0])}
    some, fewer = prior.fixed([0], 0.4), prior.fixed([0, 1], [0.4, 0.0])
    full = variational_laplace(lambda p: design @ p, data, some, **known)
    again = variational_laplace(lambda p: design @ p, data, fewer, **known)
    change = reduce(full, some, fewer).log_evidence_change
    assert change == pytest.approx(again.log_evidence - full.log_evidence, abs=1e-8)
    for wider in (prior, prior.fixed([0], 0.5)):
        with pytest.raises(ValueError, match=r"^reduced_prior allowed"):
            reduce(full, some, wider)
