"""What cannot be inverted is refused, with the argument's name."""

import doctest
import importlib
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuromath_lib.inference import Gaussian, group, reduce, variational_laplace

PRIOR = Gaussian([0.0, 0.0], [1.0, 1.0])
GOOD = {"predict": lambda p: np.repeat(p, 2), "data": np.zeros(4), "prior": PRIOR}


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"predict": 3}, "predict"),
        ({"predict": lambda p: p}, "predict"),
        ({"predict": lambda p: np.repeat(p, 2) * 1j}, "predict"),
        ({"predict": lambda p: np.array(["a"] * 4)}, "predict"),
        ({"data": [1.0, np.nan, 0.0, 0.0]}, "data"),
        ({"data": [1j, np.inf, 0.0, 0.0]}, "data"),
        ({"data": "data"}, "data"),
        ({"data": []}, "data"),
        ({"data": [[1.0], [1.0, 2.0]]}, "data"),
        ({"prior": [0.0, 0.0]}, "prior"),
        ({"noise_precision": 8.0}, "noise_precision"),
        ({"noise_precision": Gaussian([0.0, 0.0], 1.0)}, "noise_precision"),
        ({"blocks": [0, 0, 1, 1]}, "noise_precision"),
        ({"blocks": [0, 0, 2, 2]}, "blocks"),
        ({"blocks": [0, 0, 0.5, 1]}, "blocks"),
        ({"blocks": [0, 1]}, "blocks"),
        ({"components": np.eye(3)}, "components"),
        ({"components": -np.eye(4)}, "components"),
        ({"components": np.diag([1.0, 1.0, 1.0, 0.0])}, "components"),
        ({"components": np.triu(np.ones((4, 4)))}, "components"),
        ({"components": np.eye(4), "blocks": [0, 0, 0, 0]}, "components"),
        ({"starts": 0}, "starts"),
        ({"starts": 2.5}, "starts"),
        ({"starts": 2}, "rng"),
        ({"starts": 2, "rng": 7}, "rng"),
        ({"jacobian": np.eye(4)}, "jacobian"),
        ({"jacobian": lambda p: np.zeros((4, 3))}, "jacobian"),
        ({"difference": 0.0}, "difference"),
        ({"tolerance": -1.0}, "tolerance"),
        ({"max_steps": 0}, "max_steps"),
    ],
)
def test_inversion(changes, name):
    with pytest.raises(ValueError, match=rf"^{name} "):
        variational_laplace(**(GOOD | changes))


def test_errors_of_the_model_are_not_swallowed():
    def predict(p):
        raise KeyError("a slip")

    with pytest.raises(KeyError, match="a slip"):
        variational_laplace(predict, np.zeros(4), PRIOR)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ((None, PRIOR, PRIOR), "posterior"),
        ((PRIOR, 1.0, PRIOR), "prior"),
        ((PRIOR, PRIOR, Gaussian([0.0], 1.0)), "reduced_prior"),
        ((PRIOR.fixed([0]), PRIOR, PRIOR), "posterior"),
        ((PRIOR, PRIOR.fixed([0]), PRIOR.fixed([0])), "posterior"),
        ((Gaussian([0.0, 0.0], 4.0), PRIOR, Gaussian([0.0, 0.0], 9.0)), "reduced_prior"),
    ],
)
def test_reduction(arguments, name):
    with pytest.raises(ValueError, match=rf"^{name} "):
        reduce(*arguments)


@pytest.mark.parametrize(
    ("posteriors", "design", "options", "name"),
    [
        (3, np.ones((3, 1)), {}, "posteriors"),
        ([], np.ones((0, 1)), {}, "posteriors"),
        ([PRIOR, 3], np.ones((2, 1)), {}, "posteriors"),
        ([PRIOR] * 3, np.ones((2, 1)), {}, "design"),
        ([PRIOR] * 3, np.ones(3), {}, "design"),
        ([PRIOR] * 3, np.ones((3, 1)), {"prior": None}, "prior"),
        ([PRIOR] * 3, np.ones((3, 1)), {"prior": Gaussian([0.0, 0.0], 0.0)}, "prior"),
        ([PRIOR] * 3, np.ones((3, 1)), {"prior": Gaussian([0.0] * 2, np.ones((2, 2)))}, "prior"),
        ([PRIOR] * 3, np.ones((3, 1)), {"parameters": [2]}, "parameters"),
        ([PRIOR] * 3, np.ones((3, 1)), {"between": "none"}, "between"),
        ([PRIOR] * 3, np.ones((3, 1)), {"ratio": 0.0}, "ratio"),
        ([PRIOR] * 3, np.ones((3, 1)), {"effects_prior": Gaussian([0.0], 1.0)}, "effects_prior"),
        ([PRIOR] * 3, np.ones((3, 1)), {"between_precision": PRIOR}, "between_precision"),
    ],
)
def test_group(posteriors, design, options, name):
    with pytest.raises(ValueError, match=rf"^{name} "):
        group(posteriors, design, **({"prior": Gaussian([0.0, 0.0], 2.0)} | options))


def test_inversions_of_different_priors_make_no_group():
    found = [
        variational_laplace(lambda p: p, [1.0], Gaussian([0.0], [v]), noise_precision=known)
        for v in (1.0, 2.0)
        for known in [Gaussian([0.0], [0.0])]
    ]
    with pytest.raises(ValueError, match=r"^posteriors had different priors"):
        group(found, np.ones((2, 1)))


@given(st.floats(allow_nan=True, allow_infinity=True), st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_any_datum_is_either_explained_or_refused(value, place):
    data = np.zeros(4)
    data[place] = value
    if not np.isfinite(value):
        with pytest.raises(ValueError, match=r"^data "):
            variational_laplace(**(GOOD | {"data": data}))
    elif abs(value) < 1e100:
        found = variational_laplace(**(GOOD | {"data": data}))
        assert np.isfinite(found.log_evidence)
        assert (np.diff(found.history.log_evidence) > 0).all()


def test_everything_may_be_fixed():
    nothing_free = Gaussian([1.0, 2.0], [0.0, 0.0])
    found = variational_laplace(**(GOOD | {"prior": nothing_free}))
    assert found.mean.tolist() == [1.0, 2.0]
    assert not found.covariance.any()
    known = variational_laplace(
        **(GOOD | {"prior": nothing_free, "noise_precision": Gaussian([0.0], [0.0])})
    )
    assert known.log_evidence == pytest.approx(-0.5 * 10.0 - 2.0 * np.log(2.0 * np.pi))


@pytest.mark.parametrize("name", ["gaussian", "comparison", "reduction", "laplace", "second_level"])
def test_examples(name):
    found = doctest.testmod(importlib.import_module(f"neuromath_lib.inference.{name}"))
    assert found.failed == 0
    assert found.attempted > 0


def test_no_model_is_known_here():
    code = (
        "import sys, neuromath_lib.inference; print([m for m in sys.modules if 'neuromath' in m])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    for model in ("hodgkin_huxley", "hopfield", "microcircuit", "figures"):
        assert model not in answer.stdout
