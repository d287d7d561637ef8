"""What arguing backwards must bring out where the answer is known exactly.

Linear Gaussian models, whose posterior and evidence can be written down: a single datum, a straight
line through eight, and five subjects of a group.
"""

from __future__ import annotations

import functools

import numpy as np

from neuromath_lib.evidence.table import Quantity, Source
from neuromath_lib.inference import (
    Gaussian,
    Group,
    Inversion,
    group,
    model_probabilities,
    reduce,
    variational_laplace,
)

TITLE = "Arguing backwards where the answer is known: by hand, and by the library"
REFERENCES = "the same integrals in closed form"

_KNOWN = Gaussian([0.0], [0.0])  # noise of variance 1, for certain
_LINE = (2.1, 1.7, 1.2, 1.0, 0.4, 0.3, -0.4, -0.6)  # log power at eight frequencies


def _friston(where: str) -> Source:
    return Source("Friston2007", "Friston et al. 2007", "10.1016/j.neuroimage.2006.08.035", where)


def _penny(where: str) -> Source:
    return Source(
        "FristonPenny2011", "Friston & Penny 2011", "10.1016/j.neuroimage.2011.03.062", where
    )


def _second_level(where: str) -> Source:
    return Source("Friston2016", "Friston et al. 2016", "10.1016/j.neuroimage.2015.11.015", where)


@functools.cache
def datum() -> Inversion:
    """Return what a datum of 1 says, with noise and prior of variance 1."""
    return variational_laplace(lambda p: p, [1.0], Gaussian([0.0], [1.0]), noise_precision=_KNOWN)


@functools.cache
def line() -> Inversion:
    """Return a straight line of log power on log frequency, with noise of variance 1/16."""
    x = np.log(np.array([4.0, 6.0, 9.0, 13.0, 20.0, 30.0, 45.0, 68.0]) / 16.0)
    return variational_laplace(
        lambda p: p[0] + p[1] * x,
        _LINE,
        Gaussian([0.0, -1.0], [1.0, 0.25]),
        noise_precision=Gaussian([np.log(16.0)], [0.0]),
    )


@functools.cache
def five() -> Group:
    """Return the mean of five subjects whose spread is known."""
    return group(
        [Gaussian([m], [0.2]) for m in (0.4, 0.6, 0.8, 1.0, 1.2)],
        np.ones((5, 1)),
        prior=Gaussian([0.0], [1.0]),
        between_precision=Gaussian([0.0], [0.0]),
    )


def _switched_off() -> float:
    found = datum()
    return reduce(found, found.prior, found.prior.fixed([0])).log_evidence_change


def _line_switched_off() -> float:
    found = line()
    return reduce(found, found.prior, found.prior.fixed([1], -1.0)).log_evidence_change


_LAPLACE = "the free energy of a linear model"
_REDUCTION = "evidence of a reduced model"

QUANTITIES = (
    Quantity("datum_mean", "one datum: posterior mean", "m", "", "0.5", 1e-8,
             lambda: datum().mean[0], _friston(_LAPLACE), decimals=6),
    Quantity("datum_variance", "one datum: posterior variance", "C", "", "0.5", 1e-8,
             lambda: datum().covariance[0, 0], _friston(_LAPLACE), decimals=6),
    Quantity("datum_evidence", "one datum: log evidence, −½ ln 4π − ¼", "F", "nats",
             "-1.5155121234846454", 1e-8, lambda: datum().log_evidence, _friston(_LAPLACE),
             decimals=8),
    Quantity("datum_reduced", "one datum: gained by switching off, ½ ln 2 − ¼", "dF", "nats",
             "0.09657359027997264", 1e-8, _switched_off, _penny(_REDUCTION), decimals=8),
    Quantity("datum_probability", "one datum: probability that it is off", "P", "",
             "0.5241246506880327", 1e-8,
             lambda: model_probabilities([0.0, _switched_off()])[1], _penny(_REDUCTION),
             decimals=8),
    Quantity("line_slope", "straight line: posterior mean of the slope", "m_2", "",
             "-0.964574770806", 1e-8, lambda: line().mean[1], _friston(_LAPLACE), decimals=8),
    Quantity("line_evidence", "straight line: log evidence", "F", "nats", "-1.272989652176", 1e-8,
             lambda: line().log_evidence, _friston(_LAPLACE), decimals=8),
    Quantity("line_reduced", "straight line: gained by holding the slope at −1", "dF", "nats",
             "1.602618473030", 1e-8, _line_switched_off, _penny(_REDUCTION), decimals=8),
    Quantity("group_mean", "five subjects: mean of the group, 16/17", "m", "",
             "0.9411764705882353", 1e-8, lambda: five().effects[0, 0],
             _second_level("second level of a linear model"), decimals=8),
    Quantity("group_variance", "five subjects: its variance, 1/17", "C", "",
             "0.058823529411764705", 1e-8, lambda: five().standard_deviation[0, 0] ** 2,
             _second_level("second level of a linear model"), decimals=8),
)  # fmt: skip
