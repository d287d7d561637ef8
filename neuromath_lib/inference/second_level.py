"""Many subjects and what they share: parametric empirical Bayes.

The parameters of subject i are drawn around what a design says of them,

    theta_i - prior mean = sum_k design[i, k] effect_k + epsilon_i,   epsilon_i ~ N(0, Sigma),

and each subject's posterior, divided by the prior that it was found with, is the likelihood of
theta_i (Friston et al. 2016, NeuroImage 128:413-431). Subjects that were measured well weigh more.
Sigma is not known: it is a known shape times exp(-gamma), and gamma is found as `climbing` finds
the precision of data, at the top of the log evidence, effects and subjects integrated out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from neuromath_lib.inference.gaussian import Gaussian, gaussian, indices
from neuromath_lib.inference.reduction import likelihood, reduce
from neuromath_lib.numerics.validation import choice, number, numbers

_STEPS = 64
_DIFFERENCE = 1e-3  # in standard deviations of the prior of the log-precisions
_TOLERANCE = 1e-8  # nats


@dataclasses.dataclass(frozen=True, eq=False)
class Group:
    """What subjects share, and how they differ.

    Attributes
    ----------
    mean, covariance : numpy.ndarray
        Posterior of all effects in one vector: first all parameters of the first column of the
        design, then of the second, and so on.
    prior : Gaussian
        What was believed of the same vector.
    effects : numpy.ndarray, shape (n_effects, n_parameters)
        The mean, one row for each column of the design.
    standard_deviation : numpy.ndarray, shape (n_effects, n_parameters)
        Of the effects.
    probability : numpy.ndarray, shape (n_effects, n_parameters)
        Posterior probability that the effect is there, against a model without it, equally
        probable before.
    log_precision : Gaussian
        Posterior of gamma.
    between : numpy.ndarray, shape (n_parameters, n_parameters)
        Covariance Sigma of subjects around what the design says.
    log_evidence_change : float
        Log evidence of the group's model less the sum of the subjects' own, nats.
    subjects : tuple of Gaussian
        Posterior of each subject's parameters, with the group for a prior.
    history : numpy.ndarray
        Log evidence (as above) of each accepted step of the search for gamma. It never falls.
    """

    mean: np.ndarray
    covariance: np.ndarray
    prior: Gaussian
    effects: np.ndarray
    standard_deviation: np.ndarray
    probability: np.ndarray
    log_precision: Gaussian
    between: np.ndarray
    log_evidence_change: float
    subjects: tuple[Gaussian, ...]
    history: np.ndarray


def group(
    posteriors: Sequence[Any],
    design: Any,
    *,
    prior: Gaussian | None = None,
    parameters: Iterable[int] | None = None,
    effects_prior: Gaussian | None = None,
    between_precision: Gaussian | None = None,
    between: str = "shared",
    ratio: float = 16.0,
) -> Group:
    """Ask what a group of subjects has in common, and which effects of a design are there.

    Parameters
    ----------
    posteriors : sequence of Inversion or Gaussian
        One for each subject, over the same parameters.
    design : array_like, shape (n_subjects, n_effects)
        Usually a column of ones (the mean of all) and columns centred on 0 (group, age, ...).
    prior : Gaussian, optional
        Prior that every posterior was found with; may be left out if they are Inversions, which
        remember it.
    parameters : iterable of int, optional
        Which parameters vary over subjects; all that the prior leaves free if left out. The rest
        are integrated out under their prior, subject by subject.
    effects_prior : Gaussian, optional
        Prior of the effects in one vector, ordered as in `Group.mean`. Mean 0 and, for each
        column of the design, the subjects' prior covariance if left out. Effects are measured
        from the prior mean of the parameters, and have their units.
    between_precision : Gaussian, optional
        Prior of gamma, the log-precision of subjects around the design: one number if `between`
        is "shared", else one for each parameter. Mean 0 and variance 1/16 if left out; variance
        0 if the spread is known.
    between : str
        "shared": Sigma = exp(-gamma) prior covariance / ratio. "each": a gamma for each
        parameter, Sigma diagonal.
    ratio : float
        How much smaller the variance between subjects is expected to be than the prior's.

    Returns
    -------
    Group
        ``.effects``, ``.probability``, ``.between``, ``.subjects``. It has a mean and a
        covariance: ``reduce(found, found.prior, found.prior.fixed([3]))`` compares models of the
        group.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or the shapes do not fit.
    FloatingPointError
        If the search for gamma does not settle.

    Examples
    --------
    Four subjects, each known well, around 1:

    >>> prior = Gaussian([0.0], [1.0])
    >>> found = group([Gaussian([m], [0.01]) for m in (0.9, 1.1, 0.8, 1.2)], np.ones((4, 1)),
    ...               prior=prior)
    >>> found.effects.round(1).tolist(), bool(found.probability[0, 0] > 0.95)
    ([[1.0]], True)
    """
    beliefs, prior = _beliefs(posteriors, prior)
    chosen = _chosen(parameters, prior)
    prior = prior.marginal(chosen)
    q = chosen.size
    if prior.root.shape[1] < q:
        raise ValueError(
            "prior had a singular covariance over parameters; it should leave each of them free"
        )
    rows = np.asarray(numbers("design", design))
    if rows.ndim != 2 or len(rows) != len(beliefs):
        raise ValueError(
            f"design was of shape {rows.shape}; it should be ({len(beliefs)}, n_effects), a row "
            "for each posterior"
        )
    if effects_prior is None:
        effects_prior = Gaussian(
            np.zeros(rows.shape[1] * q), np.kron(np.eye(rows.shape[1]), prior.covariance)
        )
    effects_prior = gaussian("effects_prior", effects_prior, rows.shape[1] * q)
    shapes = _shapes(prior, choice("between", between, ("shared", "each")), ratio)
    if between_precision is None:
        between_precision = Gaussian(np.zeros(len(shapes)), np.full(len(shapes), 1.0 / 16.0))
    between_precision = gaussian("between_precision", between_precision, len(shapes))
    level = _Level.of([one.marginal(chosen) for one in beliefs], prior, rows, effects_prior, shapes)
    log_precision, evidence, history = _settle(level, between_precision)
    return _result(level, log_precision, evidence, history)


@dataclasses.dataclass(frozen=True, eq=False)
class _Level:
    """The likelihoods of all subjects in units of the prior, and how the design joins them."""

    prior: Gaussian
    effects_prior: Gaussian
    shapes: np.ndarray  # (k, q, q), of Sigma, in units of the prior
    precision: np.ndarray  # (n, q, q)
    slope: np.ndarray  # (n, q)
    constant: float
    joins: np.ndarray  # (n, q, n_effects q): from effects to what they predict of a subject

    @classmethod
    def of(
        cls,
        beliefs: list[Gaussian],
        prior: Gaussian,
        rows: np.ndarray,
        effects_prior: Gaussian,
        shapes: np.ndarray,
    ) -> _Level:
        data = [likelihood(one, prior) for one in beliefs]
        to_z = prior.inverse_root
        return cls(
            prior=prior,
            effects_prior=effects_prior,
            shapes=np.stack([to_z @ shape @ to_z.T for shape in shapes]),
            precision=np.stack([one.precision for one in data]),
            slope=np.stack([one.slope for one in data]),
            constant=sum(one.constant for one in data),
            joins=np.stack([np.kron(row, to_z) for row in rows]),
        )

    def given(self, log_precision: np.ndarray) -> tuple[float, _Given]:
        """Return the log evidence for log-precisions, and what it was made from."""
        sigma = np.einsum("i,iab->ab", np.exp(-log_precision), self.shapes)
        root = np.linalg.cholesky(sigma)
        inner = np.eye(len(root)) + root.T @ self.precision @ root
        held = root @ np.linalg.solve(inner, np.broadcast_to(root.T, inner.shape))
        best = np.einsum("nab,nb->na", held, self.slope)
        keep = np.eye(len(root)) - held @ self.precision  # theta = keep X beta + best
        pull = np.einsum("nba,nb->na", keep, self.slope)
        grip = self.precision @ keep
        total = np.einsum("nae,nab,nbf->ef", self.joins, grip, self.joins)
        centre, spread = self.effects_prior.mean, self.effects_prior.root
        rest = np.einsum("nae,na->e", self.joins, pull) - total @ centre
        factor = cho_factor(np.eye(spread.shape[1]) + spread.T @ total @ spread, lower=True)
        shift = cho_solve(factor, spread.T @ rest)
        evidence = (
            self.constant
            + 0.5 * np.einsum("na,na->", self.slope, best)
            - 0.5 * np.linalg.slogdet(inner)[1].sum()
            + rest @ centre
            + 0.5 * centre @ total @ centre
            + 0.5 * (spread.T @ rest) @ shift
            - np.log(np.diag(factor[0])).sum()
        )
        covariance = spread @ cho_solve(factor, spread.T)
        effects = Gaussian(centre + spread @ shift, (covariance + covariance.T) / 2.0)
        return float(evidence), _Given(sigma, held, best, keep, effects)


@dataclasses.dataclass(frozen=True, eq=False)
class _Given:
    sigma: np.ndarray
    held: np.ndarray
    best: np.ndarray
    keep: np.ndarray
    effects: Gaussian


def _settle(level: _Level, prior: Gaussian) -> tuple[Gaussian, float, np.ndarray]:
    """Climb to the most probable log-precisions; a Gaussian there, and the log evidence."""
    free = prior.root.shape[1]

    def height(u: np.ndarray) -> float:
        return level.given(prior.mean + prior.root @ u)[0] - 0.5 * u @ u

    u = np.zeros(free)
    here = height(u)
    path = [here]
    for _ in range(_STEPS):
        gradient, curvature = _ground(height, u, here)
        step = np.linalg.solve(curvature, gradient)
        if 0.5 * gradient @ step < _TOLERANCE:
            break
        for _ in range(30):
            there = height(u + step)
            if there > here:
                break
            step = step / 2.0
        else:
            break  # what is promised is below the rounding of the differences
        u, here = u + step, there
        path.append(here)
    else:
        raise FloatingPointError(f"the spread between subjects did not settle in {_STEPS} steps")
    _, curvature = _ground(height, u, here)
    spread = prior.root @ np.linalg.solve(curvature, prior.root.T)
    found = Gaussian(prior.mean + prior.root @ u, (spread + spread.T) / 2.0)
    correction = -0.5 * np.linalg.slogdet(curvature)[1]
    return found, float(here + correction), np.array(path)


def _ground(height: Any, u: np.ndarray, here: float) -> tuple[np.ndarray, np.ndarray]:
    """Return gradient and curvature (positive definite) of `height`, by differences."""
    n, steps = u.size, _DIFFERENCE * np.eye(u.size)
    above = np.array([height(u + step) for step in steps])
    below = np.array([height(u - step) for step in steps])
    gradient = (above - below) / (2.0 * _DIFFERENCE)
    second = np.diag(above + below - 2.0 * here) if n else np.zeros((0, 0))
    for i in range(n):
        for j in range(i):
            both = height(u + steps[i] + steps[j]) + height(u - steps[i] - steps[j])
            cross = both + 2.0 * here - above[i] - below[i] - above[j] - below[j]
            second[i, j] = second[j, i] = cross / 2.0
    values, vectors = np.linalg.eigh(-second / _DIFFERENCE**2)
    # Far from the top the ground may bend the wrong way; the prior alone bends by 1.
    return gradient, (vectors * np.maximum(abs(values), 0.1)) @ vectors.T


def _result(level: _Level, log_precision: Gaussian, evidence: float, history: np.ndarray) -> Group:
    _, given = level.given(log_precision.mean)
    effects, q = given.effects, level.prior.size
    outward = level.prior.root
    subjects = []
    for held, best, keep, join in zip(given.held, given.best, given.keep, level.joins, strict=True):
        reach = keep @ join
        mean = reach @ effects.mean + best
        spread = outward @ (held + reach @ effects.covariance @ reach.T) @ outward.T
        subjects.append(Gaussian(level.prior.mean + outward @ mean, (spread + spread.T) / 2.0))
    between = outward @ given.sigma @ outward.T
    return Group(
        mean=effects.mean,
        covariance=effects.covariance,
        prior=level.effects_prior,
        effects=effects.mean.reshape(-1, q),
        standard_deviation=effects.standard_deviation.reshape(-1, q),
        probability=_probabilities(effects, level.effects_prior).reshape(-1, q),
        log_precision=log_precision,
        between=(between + between.T) / 2.0,
        log_evidence_change=evidence,
        subjects=tuple(subjects),
        history=history,
    )


def _probabilities(effects: Gaussian, prior: Gaussian) -> np.ndarray:
    """Return the probability of each effect against a model in which it alone is 0.

    An effect that its prior holds fixed is there for certain if it is not 0.
    """
    probability = (prior.mean != 0.0).astype(float)
    for k in np.flatnonzero(prior.standard_deviation):
        change = reduce(effects, prior, prior.fixed([k])).log_evidence_change
        probability[k] = 1.0 / (1.0 + np.exp(min(change, 700.0)))
    return probability


def _beliefs(posteriors: Any, prior: Any) -> tuple[list[Gaussian], Gaussian]:
    try:
        given = list(posteriors)
    except TypeError as error:
        raise ValueError(
            f"posteriors was {posteriors!r}; it should be a list, one for each subject"
        ) from error
    if not given:
        raise ValueError("posteriors was empty; it should hold one for each subject")
    if prior is None:
        priors = [getattr(one, "prior", None) for one in given]
        if any(one is None for one in priors):
            raise ValueError(
                "prior was left out; it should be given, as posteriors are not all Inversions"
            )
        prior = priors[0]
        for one in priors[1:]:
            if not (
                np.array_equal(one.mean, prior.mean)
                and np.array_equal(one.covariance, prior.covariance)
            ):
                raise ValueError("posteriors had different priors; they should share one")
    prior = gaussian("prior", prior)
    return [gaussian("posteriors", one, prior.size) for one in given], prior


def _chosen(parameters: Any, prior: Gaussian) -> np.ndarray:
    free = np.flatnonzero(prior.standard_deviation)
    if parameters is None:
        if not free.size:
            raise ValueError("prior had no free parameter; it should leave at least one free")
        return free
    chosen = indices("parameters", parameters, prior.size)
    if not np.isin(chosen, free).all():
        raise ValueError(
            f"parameters was {chosen.tolist()}; it should hold only those that the prior leaves "
            f"free, {free.tolist()}"
        )
    return chosen


def _shapes(prior: Gaussian, between: str, ratio: Any) -> np.ndarray:
    covariance = prior.covariance / number("ratio", ratio, above=0.0)
    if between == "shared":
        return covariance[None]
    return np.stack([np.diag(row) for row in np.diag(np.diag(covariance))])
