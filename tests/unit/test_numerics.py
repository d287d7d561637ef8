"""The integrators have the orders they claim, and bad input is named."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuromath_lib import numerics
from neuromath_lib.numerics import (
    bracketed_root,
    hermite,
    hermite_crossing,
    hermite_peak,
    turning_point,
)

RULES = [(numerics.euler, 1), (numerics.midpoint, 2), (numerics.rk4, 4)]


def forced(t, y):
    """Have an answer that depends on time and on both components, and is known."""
    return np.array([y[1], -y[0] + 0.0 * t]) + np.array([0.0, 2.0 * np.cos(t)])


def forced_exactly(t):
    return np.array([np.cos(t) + t * np.sin(t), t * np.cos(t)])


def error(rule, steps):
    t = np.linspace(0.0, 3.0, steps + 1)
    return np.abs(rule(forced, [1.0, 0.0], t)[-1] - forced_exactly(3.0)).max()


@pytest.mark.parametrize(("rule", "order"), RULES)
def test_measured_order(rule, order):
    errors = [error(rule, steps) for steps in (200, 400)]
    assert np.log2(errors[0] / errors[1]) == pytest.approx(order, abs=0.1)


def test_adaptive_meets_its_tolerance():
    t = np.linspace(0.0, 3.0, 7)
    y = numerics.adaptive(forced, [1.0, 0.0], t, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(y.T, forced_exactly(t), atol=1e-8)


@pytest.mark.parametrize("rule", [rule for rule, _ in RULES] + [numerics.adaptive])
def test_any_shape_of_state(rule):
    y0 = np.arange(6.0).reshape(2, 3)
    y = rule(lambda t, y: -y, y0, np.linspace(0, 1, 201))
    assert y.shape == (201, 2, 3)
    np.testing.assert_allclose(y[-1], y0 * np.exp(-1), rtol=5e-3)


@pytest.mark.parametrize("rule", [rule for rule, _ in RULES] + [numerics.adaptive])
def test_one_number_as_state(rule):
    y = rule(lambda t, y: -y, 1, np.linspace(0, 1, 401))
    assert y.shape == (401,)
    assert y[-1] == pytest.approx(np.exp(-1), abs=2e-3)


def test_steps_may_differ():
    t = np.array([0.0, 0.1, 0.15, 0.4, 0.5])
    np.testing.assert_allclose(numerics.rk4(lambda t, y: 3 * t**2, 0.0, t), t**3, atol=1e-15)


@pytest.mark.parametrize("rule", [rule for rule, _ in RULES] + [numerics.adaptive])
def test_blow_up_is_said(rule):
    with pytest.raises(FloatingPointError, match="blew up"):
        rule(lambda t, y: y * y, 1.0, np.linspace(0.0, 30.0, 61))


@pytest.mark.parametrize("rule", [rule for rule, _ in RULES] + [numerics.adaptive])
@pytest.mark.parametrize(
    ("y0", "t", "named"),
    [
        (1.0, [0.0, 1.0, 0.5], "t should be"),
        (1.0, [0.0, np.nan], "t was"),
        ("one", [0.0, 1.0], "y0 was"),
        ([1.0, np.inf], [0.0, 1.0], "y0 was"),
    ],
)
def test_bad_input_is_named(rule, y0, t, named):
    with pytest.raises(ValueError, match=named):
        rule(lambda t, y: -y, y0, t)


def test_slope_of_wrong_shape():
    with pytest.raises(ValueError, match=r"f returned shape \(3,\)"):
        numerics.euler(lambda t, y: np.zeros(3), [1.0, 2.0], [0.0, 1.0])


@settings(deadline=None)
@given(
    st.floats(0.01, 0.99),
    st.floats(-2, 2),
    st.floats(0.1, 3),
)
def test_crossing_of_a_cubic_is_exact(where, bend, slope):
    """A monotone cubic is its own Hermite interpolant."""

    def curve(s):
        return slope * (s - where) + bend**2 * (s - where) ** 3

    def tangent(s):
        return slope + 3 * bend**2 * (s - where) ** 2

    found = hermite_crossing(curve(0.0), curve(1.0), tangent(0.0), tangent(1.0))
    assert found == pytest.approx(where, abs=1e-12)
    down = hermite_crossing(-curve(0.0), -curve(1.0), -tangent(0.0), -tangent(1.0))
    assert down == pytest.approx(where, abs=1e-12)


def test_crossing_of_a_sampled_sine_has_fourth_order():
    errors = []
    for spacing in (0.2, 0.1):
        ends = np.array([-0.37 * spacing, 0.63 * spacing])
        s = hermite_crossing(*np.sin(ends), *(np.cos(ends) * spacing), level=0.0)
        errors.append(abs(ends[0] + s * spacing))
    assert errors[0] / errors[1] > 14


@pytest.mark.parametrize("flip", [False, True])
def test_peak(flip):
    def curve(s):
        return 1.0 - (s - 0.3) ** 2 + 0.2 * (s - 0.3) ** 3

    def tangent(s):
        return -2 * (s - 0.3) + 0.6 * (s - 0.3) ** 2

    ends = (1.0, 0.0) if flip else (0.0, 1.0)
    sign = -1.0 if flip else 1.0
    where, height = hermite_peak(*map(curve, ends), *(sign * tangent(e) for e in ends))
    assert height == pytest.approx(1.0, abs=1e-14)
    assert where == pytest.approx(0.7 if flip else 0.3, abs=1e-12)
    assert hermite(where, *map(curve, ends), *(sign * tangent(e) for e in ends)) == height


def test_peak_at_an_end():
    where, height = hermite_peak([0.0, 1.0], [1.0, 0.0], [1.0, -1.0], [1.0, -1.0])
    np.testing.assert_array_equal(where, [1.0, 0.0])
    np.testing.assert_array_equal(height, [1.0, 1.0])


def test_roots_each_by_itself():
    cubes = np.array([1.0, 8.0, 2.0, 27.0])
    found = bracketed_root(lambda x: x**3 - cubes, 0.0, np.full(4, 30.0))
    np.testing.assert_allclose(found, np.cbrt(cubes), rtol=1e-12)


def test_root_of_a_hard_function():
    found = bracketed_root(lambda x: np.sign(x - 0.7) * np.abs(x - 0.7) ** 7, -1.0, 2.0)
    assert found == pytest.approx(0.7, abs=1e-10)


def test_root_needs_a_bracket():
    with pytest.raises(ValueError, match="sign change"):
        bracketed_root(lambda x: x * x + 1, -1.0, 1.0)


@given(st.floats(0.0, 100.0), st.sampled_from([2, 3, 50]))
@settings(deadline=None)
def test_turning_point(where, questions):
    rounds = []

    def answers(x):
        rounds.append(len(x))
        return x >= where

    found = turning_point(answers, 0.0, 100.0, rtol=1e-9, questions=questions)
    assert found == pytest.approx(where, rel=1e-9, abs=1e-12)
    assert max(rounds) <= max(questions, 2)


@pytest.mark.parametrize("where", [1e-320, 1e-200, 1e-16])
def test_turning_point_hardly_above_the_lower_end(where):
    """No relative tolerance is ever met at 0; the search must end all the same."""
    assert turning_point(lambda x: x >= where, 0.0, 1.0) == pytest.approx(0.0, abs=1e-15)


def test_turning_point_at_the_ends():
    assert turning_point(lambda x: x >= 1.0, 1.0, 2.0) == 1.0
    assert turning_point(lambda x: x > 5.0, 1.0, 2.0) == np.inf
    with pytest.raises(ValueError, match="high was 1"):
        turning_point(lambda x: x > 0, 1.0, 1.0)


def test_giving_up_on_a_stiff_problem():
    with pytest.raises(FloatingPointError, match="too stiff"):
        numerics.adaptive(lambda t, y: -1e6 * (y - np.cos(t)), 0.0, [0.0, 10.0], most_looks=5000)


def test_compiled_source_runs_without_numba():
    program = """
import sys
sys.modules["numba"] = None
from neuromath_lib.numerics.compilation import compiled, is_compiled
@compiled
def total(values):
    result = 0.0
    for value in values:
        result += value
    return result
assert not is_compiled(total)
assert total([1.0, 2.5]) == 3.5
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_compiled_where_numba_is():
    pytest.importorskip("numba")
    from neuromath_lib.numerics.compilation import compiled, is_compiled

    @compiled
    def survives(big):
        return (1.0 + big) - big

    @compiled
    def is_nan(x):
        return x != x

    assert is_compiled(survives)
    assert survives(2.0**60) == 0.0  # `reassoc` would answer 1
    assert is_nan(np.nan)  # `nnan` would answer no


def test_importing_numerics_loads_neither_numba_nor_scipy():
    program = (
        "import sys, neuromath_lib.numerics;"
        "assert not {'numba', 'scipy', 'matplotlib'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
