"""Models that bend: several tops, places without a prediction, and integrals to compare with."""

import numpy as np
import pytest
from scipy.integrate import quad

from neuromath_lib.inference import Gaussian, variational_laplace

KNOWN = Gaussian([0.0], [0.0])


def two_tops(p):
    """The square of a parameter: its sign is for the prior to say."""
    return np.array([p[0] ** 2])


def test_a_bimodal_model_needs_more_than_one_start():
    prior = Gaussian([0.25], [1.0])
    known = Gaussian([4.0], [0.0])
    above = variational_laplace(two_tops, [1.0], prior, noise_precision=known)
    rng = np.random.default_rng(3)
    many = variational_laplace(two_tops, [1.0], prior, noise_precision=known, starts=8, rng=rng)
    assert above.mean[0] == pytest.approx(1.0, abs=0.05)
    tops = {round(float(way.parameters[-1, 0])) for way in many.starts}
    assert tops == {-1, 1}
    width = np.sqrt(above.covariance[0, 0])
    assert many.mean[0] == pytest.approx(above.mean[0], abs=0.2 * width)

    below = Gaussian([-0.01], [1.0])  # the same hill from the other side
    assert variational_laplace(two_tops, [1.0], below, noise_precision=known).mean[0] < 0


def test_more_starts_find_the_higher_top():
    """From the prior's mean the search runs into the lower of two tops."""

    def predict(p):
        return np.array([p[0] ** 2 + 0.3 * p[0], p[0] ** 3])

    prior = Gaussian([0.0], [1.0])
    data, known = [1.0, -1.0], Gaussian([4.0], [0.0])
    one = variational_laplace(predict, data, prior, noise_precision=known)
    rng = np.random.default_rng(0)
    many = variational_laplace(predict, data, prior, noise_precision=known, starts=8, rng=rng)
    assert one.mean[0] > 0.0 > many.mean[0]
    assert many.log_evidence > one.log_evidence + 2.0
    assert many.log_evidence == many.log_evidences.max()
    assert many.log_evidences[0] == one.log_evidence
    assert many.starts[0].log_evidence.tolist() == one.history.log_evidence.tolist()


def test_the_same_seed_gives_the_same_answer_wherever_it_runs():
    prior, known = Gaussian([0.2], [1.0]), Gaussian([4.0], [0.0])
    runs = [
        variational_laplace(
            two_tops,
            [1.0],
            prior,
            noise_precision=known,
            starts=4,
            rng=np.random.default_rng(seed),
            n_jobs=n_jobs,
        ).log_evidences.tolist()
        for seed, n_jobs in ((1, None), (1, 2), (2, None))
    ]
    assert runs[0] == runs[1] != runs[2]


def exponential(p):
    return np.exp(p[0]) * np.exp(-np.arange(8) / (4.0 * np.exp(p[1])))


def test_a_curved_model_against_integration():
    prior = Gaussian([0.0, 0.0], [0.25, 0.0])
    rng = np.random.default_rng(0)
    data = exponential([0.3, 0.0]) + 0.1 * rng.standard_normal(8)
    found = variational_laplace(exponential, data, prior, noise_precision=Gaussian([4.6], [0.0]))

    def joint(p):
        error = data - exponential([p, 0.0])
        fit = -0.5 * np.exp(4.6) * error @ error + 4.0 * (4.6 - np.log(2.0 * np.pi))
        return fit - 0.5 * p**2 / 0.25 - 0.5 * np.log(2.0 * np.pi * 0.25)

    top = joint(found.mean[0])
    mass = quad(lambda p: np.exp(joint(p) - top), -1.0, 1.5)[0]
    mean = quad(lambda p: p * np.exp(joint(p) - top), -1.0, 1.5)[0] / mass
    assert found.log_evidence == pytest.approx(top + np.log(mass), abs=0.01)
    assert found.mean[0] == pytest.approx(mean, abs=0.1 * np.sqrt(found.covariance[0, 0]))
    assert found.mean[1] == found.covariance[1, 1] == 0.0


@pytest.mark.parametrize("seed", range(5))
def test_the_free_energy_never_falls_and_intervals_hold_the_truth(seed):
    rng = np.random.default_rng(seed)
    prior = Gaussian([0.0, 0.0], [0.5, 0.5])
    truth = prior.draw(rng)
    data = exponential(truth) + 0.05 * rng.standard_normal(8)
    found = variational_laplace(exponential, data, prior, noise_precision=Gaussian([4.0], [2.0]))
    assert found.history.converged
    assert (np.diff(found.history.log_evidence) > 0).all()
    assert found.history.log_evidence[-1] == found.log_evidence
    assert (abs(found.mean - truth) < 4.0 * found.posterior.standard_deviation).all()


def test_a_jacobian_of_ones_own():
    data = exponential([0.4, -0.3])
    prior = Gaussian([0.0, 0.0], [0.5, 0.5])
    calls = []

    def jacobian(p):
        calls.append(p)
        value = exponential(p)
        return np.stack([value, value * np.arange(8) / (4.0 * np.exp(p[1]))], axis=-1)

    known = Gaussian([6.0], [0.0])
    one = variational_laplace(exponential, data, prior, noise_precision=known)
    two = variational_laplace(exponential, data, prior, noise_precision=known, jacobian=jacobian)
    assert calls
    assert two.mean == pytest.approx(one.mean, abs=1e-6)
    assert two.log_evidence == pytest.approx(one.log_evidence, abs=1e-5)


@pytest.mark.parametrize("failure", ["nan", FloatingPointError, np.linalg.LinAlgError])
def test_where_there_is_no_prediction_a_step_is_refused_and_counted(failure):
    """The full step leads past 1, where the model ends."""

    def predict(p):
        if p[0] >= 1.0:
            if failure == "nan":
                return np.array([np.nan])
            raise failure("past the edge")
        return np.array([p[0] / (1.0 - p[0])])

    prior = Gaussian([0.0], [1.0])
    found = variational_laplace(predict, [4.0], prior, noise_precision=Gaussian([6.0], [0.0]))
    assert found.mean[0] == pytest.approx(0.8, abs=0.01)
    assert found.history.failures
    assert found.history.rejected.sum() >= len(found.history.failures)
    if failure != "nan":
        assert "past the edge" in found.history.failures[0]


def test_a_start_without_a_prediction_is_named_and_does_not_stop_the_others():
    def predict(p):
        return np.array([np.log(p[0])]) if p[0] > 0 else np.array([np.nan])

    prior, rng = Gaussian([1.0], [1.0]), np.random.default_rng(0)
    found = variational_laplace(predict, [0.5], prior, noise_precision=KNOWN, starts=12, rng=rng)
    lost = [way for way in found.starts if isinstance(way, str)]
    assert lost
    assert all("not finite" in way for way in lost)
    assert np.isneginf(found.log_evidences).sum() == len(lost)
    with pytest.raises(FloatingPointError, match="no prediction at the start"):
        variational_laplace(predict, [0.5], Gaussian([-1.0], [1.0]), noise_precision=KNOWN)


def test_a_wall_all_around_is_not_called_convergence():
    """The start is the only place where the model answers with more than the tiniest step."""

    def predict(p):
        return p if abs(p[0]) < 1e-3 else np.array([np.nan])

    found = variational_laplace(predict, [1.0], Gaussian([0.0], [1.0]), noise_precision=KNOWN)
    assert not found.history.converged or abs(found.mean[0]) > 9e-4
    assert found.history.failures


def test_a_climb_cut_short_says_so():
    prior = Gaussian([0.0, 0.0], [0.5, 0.5])
    data = exponential([1.0, 0.8])
    found = variational_laplace(exponential, data, prior, max_steps=1)
    assert not found.history.converged
    assert found.history.reason == "1 steps were taken"


def test_precisions_of_two_blocks_are_told_apart():
    rng = np.random.default_rng(4)
    x = np.linspace(-1.0, 1.0, 200)
    labels = np.repeat([0, 1], 100)
    data = 0.7 * x + np.where(labels, 0.1, 1.0) * rng.standard_normal(200)
    found = variational_laplace(
        lambda p: p[0] * x,
        data,
        Gaussian([0.0], [1.0]),
        noise_precision=Gaussian([0.0, 0.0], [16.0, 16.0]),
        blocks=labels,
    )
    expected = np.array([0.0, np.log(100.0)])
    assert (abs(found.noise.mean - expected) < 3 * found.noise.standard_deviation).all()
    assert found.noise.standard_deviation == pytest.approx(np.sqrt(2.0 / 100.0), rel=0.1)
