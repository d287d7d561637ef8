"""The examples in the docstrings of studies are right."""

import doctest

import pytest

from neuromath_lib.study import cohort, two_conditions


@pytest.mark.parametrize("module", [two_conditions, cohort], ids=lambda module: module.__name__)
def test_examples(module):
    assert doctest.testmod(module).failed == 0


def test_there_are_some():
    assert doctest.testmod(two_conditions).attempted >= 3
