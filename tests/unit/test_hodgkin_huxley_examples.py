"""The examples in the docstrings are true."""

import doctest
import importlib

import pytest

MODULES = [
    *(
        f"neuromath_lib.numerics.{name}"
        for name in (
            "euler",
            "midpoint",
            "rk4",
            "adaptive",
            "bisection",
            "roots",
            "compilation",
            "continuation",
        )
    ),
    *(
        f"neuromath_lib.hodgkin_huxley.{name}"
        for name in (
            "parameters",
            "equations",
            "stimuli",
            "simulate",
            "trace",
            "clamp",
            "peaks",
            "thresholds",
            "equilibria",
            "cycles",
            "phase",
            "strength",
            "fitzhugh_nagumo",
            "travelling_pulse",
            "cable",
            "noise",
        )
    ),
    "neuromath_lib.evidence",
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    found = doctest.testmod(importlib.import_module(name))
    assert found.failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder()
    examples = [
        test.examples for name in MODULES for test in finder.find(importlib.import_module(name))
    ]
    assert sum(map(len, examples)) > 20
