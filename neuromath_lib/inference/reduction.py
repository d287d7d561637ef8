"""Bayesian model reduction: what another prior would have made of the same data.

A posterior divided by its prior is the likelihood, up to a constant. If both are Gaussian, so is
the likelihood, and any other Gaussian prior can be put in its place without going back to the
data (Friston & Penny 2011, NeuroImage 56:2089-2099). It is exact for linear models.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from neuromath_lib.inference.gaussian import Gaussian, gaussian


@dataclasses.dataclass(frozen=True, eq=False)
class Reduction:
    """What the reduced prior would have led to.

    Attributes
    ----------
    log_evidence_change : float
        Log evidence with the reduced prior less log evidence with the full one, nats.
    posterior : Gaussian
        Posterior under the reduced prior.
    """

    log_evidence_change: float
    posterior: Gaussian


@dataclasses.dataclass(frozen=True, eq=False)
class Likelihood:
    """A posterior divided by its prior: exp(constant + slope'z - z'precision z / 2).

    z measures from the prior's mean, in the directions that the prior leaves free and in units
    of its own width (see `Gaussian.root`).
    """

    precision: np.ndarray
    slope: np.ndarray
    constant: float


def likelihood(posterior: Gaussian, prior: Gaussian) -> Likelihood:
    """Divide a posterior by its prior.

    Raises
    ------
    ValueError
        If the posterior knows something exactly that the prior left free, or the reverse.
    """
    to_z = prior.inverse_root
    shift = posterior.mean - prior.mean
    mean, covariance = to_z @ shift, to_z @ posterior.covariance @ to_z.T
    _inside("posterior", "prior", prior, shift, posterior.covariance)
    try:
        factor = cho_factor(covariance, lower=True)
    except np.linalg.LinAlgError as error:
        raise ValueError(
            "posterior had a singular covariance where the prior's was not; it should leave free "
            "what the prior leaves free"
        ) from error
    precision = cho_solve(factor, np.eye(mean.size))
    slope = precision @ mean
    log_determinant = 2.0 * np.log(np.diag(factor[0])).sum()
    return Likelihood(
        precision=precision - np.eye(mean.size),
        slope=slope,
        constant=float(-0.5 * log_determinant - 0.5 * mean @ slope),
    )


def reduce(posterior: Any, prior: Any, reduced_prior: Any) -> Reduction:
    """Replace the prior of an inversion by another one, without inverting again.

    Parameters
    ----------
    posterior : Gaussian, Inversion or Group
        Anything with a mean and a covariance.
    prior : Gaussian
        The prior that led to it.
    reduced_prior : Gaussian
        The prior to have had instead. It may hold parameters fixed that were free
        (``prior.fixed([2])`` switches the third off), but not free what was fixed.

    Returns
    -------
    Reduction
        ``.log_evidence_change`` (nats; positive if the reduced model is better) and
        ``.posterior``.

    Raises
    ------
    ValueError
        If an argument is not a Gaussian over the same parameters, or the reduced prior allows
        what the prior rules out.

    Notes
    -----
    With q, p and r the precisions of posterior, prior and reduced prior, and s = q + r - p, the
    change is
    ``1/2 ln(|r||q| / |s||p|) - 1/2 (m_q'q m_q + m_r'r m_r - m_p'p m_p - m_s's m_s)``.
    Here the same is computed in the free directions of the prior, so that no precision is
    infinite.

    Examples
    --------
    A datum of 1 with noise of variance 1, and a prior of variance 1:

    >>> prior, posterior = Gaussian([0.0], [1.0]), Gaussian([0.5], [0.5])
    >>> round(reduce(posterior, prior, prior.fixed([0])).log_evidence_change, 4)
    0.0966
    """
    prior = gaussian("prior", prior)
    posterior = gaussian("posterior", posterior, prior.size)
    reduced_prior = gaussian("reduced_prior", reduced_prior, prior.size)
    shift = reduced_prior.mean - prior.mean
    _inside("reduced_prior", "prior", prior, shift, reduced_prior.covariance)
    data = likelihood(posterior, prior)
    centre = prior.inverse_root @ shift
    root = prior.inverse_root @ reduced_prior.root
    inner = np.eye(root.shape[1]) + root.T @ data.precision @ root
    pull = root.T @ (data.slope - data.precision @ centre)
    try:
        factor = cho_factor(inner, lower=True)
    except np.linalg.LinAlgError as error:
        raise ValueError(
            "reduced_prior was wider than a posterior that is wider than its prior allows; it "
            "should be narrower"
        ) from error
    mean = cho_solve(factor, pull)
    change = (
        data.constant
        + data.slope @ centre
        - 0.5 * centre @ data.precision @ centre
        + 0.5 * pull @ mean
        - np.log(np.diag(factor[0])).sum()
    )
    outward = reduced_prior.root
    spread = outward @ cho_solve(factor, outward.T)
    return Reduction(
        log_evidence_change=float(change),
        posterior=Gaussian(reduced_prior.mean + outward @ mean, (spread + spread.T) / 2.0),
    )


def _inside(
    name: str, other: str, prior: Gaussian, shift: np.ndarray, covariance: np.ndarray
) -> None:
    """Refuse a Gaussian that reaches where the prior has no probability at all."""
    scale = np.where(prior.standard_deviation > 0, prior.standard_deviation, 1.0)
    outside = (np.eye(prior.size) - prior.root @ prior.inverse_root) / scale[:, None]
    size = 1.0 + abs(shift / scale).max()
    spread = np.sqrt(np.diag(covariance)) / scale
    if abs(outside @ shift).max() > 1e-7 * size or abs(
        outside @ covariance / scale
    ).max() > 1e-7 * (spread.max() ** 2 + 1e-300):
        raise ValueError(
            f"{name} allowed what {other} rules out; it should hold fixed, at the same value, "
            f"what {other} holds fixed"
        )
