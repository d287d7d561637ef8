"""Theory: the equations hold, limits meet, bad input is named."""

import csv
import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from neuromath_lib.hopfield import theory

REFERENCE = Path(__file__).parents[1] / "reference" / "hopfield"


def normal(function, low=-np.inf, high=np.inf):
    """Average over a normal variable, by other means than the library's."""
    density = lambda z: math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)  # noqa: E731
    points = np.linspace(max(low, -12.0), min(high, 12.0), 25)
    return sum(
        quad(lambda z: density(z) * function(z), a, b, epsabs=1e-13)[0]
        for a, b in itertools.pairwise(points)
    )


def lines(name):
    with open(REFERENCE / name, encoding="utf-8") as file:
        return [[float(x) for x in line] for line in list(csv.reader(file))[1:]]


def test_zero_temperature_against_the_reference():
    table = np.array(lines("overlap_zero_temperature.csv"))
    load, m, error, unstable, r, response, memory, glass = table.T
    np.testing.assert_allclose(theory.overlap(load), m, atol=2e-10)
    for k, alpha in enumerate(load):
        found = theory.solve(alpha)
        assert found.bit_error == pytest.approx(error[k], rel=1e-6)
        assert found.noise == pytest.approx(r[k], abs=1e-8)
        assert found.response == pytest.approx(response[k], abs=1e-8)
        assert found.free_energy == pytest.approx(memory[k], abs=1e-8)
        assert theory.solve(alpha, kind="unstable").overlap == pytest.approx(unstable[k], abs=2e-8)
        ghost = theory.solve(alpha, kind="spin glass")
        assert ghost.overlap == 0.0
        assert ghost.free_energy == pytest.approx(glass[k], abs=1e-8)


def test_one_step_error_against_the_reference():
    for load, error in lines("one_step_error.csv"):
        assert theory.one_step_error(load) == pytest.approx(error, rel=1e-7)
        assert theory.load_of_one_step_error(error) == pytest.approx(load, rel=1e-7)


@settings(max_examples=15, deadline=None)
@given(
    st.floats(0.02, 0.95),
    st.floats(0.05, 0.95),
    st.sampled_from(["retrieval", "unstable", "spin glass"]),
)
def test_the_equations_hold(temperature, share, kind):
    """Put the solution back into the equations as they are written."""
    load = share * theory.critical_load(temperature)
    found = theory.solve(load, temperature, kind)
    spread = math.sqrt(load * found.noise)

    def activity(z):
        return math.tanh((spread * z + found.overlap) / temperature)

    assert normal(activity) == pytest.approx(found.overlap, abs=1e-8)
    assert normal(lambda z: activity(z) ** 2) == pytest.approx(found.order, abs=1e-8)
    response = (1.0 - found.order) / temperature
    assert response == pytest.approx(found.response, abs=1e-8)
    assert found.order / (1.0 - response) ** 2 == pytest.approx(found.noise, rel=1e-6)


def test_low_temperatures_lead_to_zero():
    for load in (0.03, 0.1, 0.13):
        cold = theory.overlap(load, [0.0, 1e-8, 1e-5, 1e-3])
        np.testing.assert_allclose(cold, cold[0], atol=2e-5)
        assert abs(cold[2] - cold[0]) < 3e-7
    assert theory.critical_load(1e-4) == pytest.approx(theory.critical_load(), abs=1e-5)
    assert theory.global_minimum_load(1e-3) == pytest.approx(0.051854, abs=1e-4)


def test_few_patterns_are_no_noise():
    """With hardly any load, m = tanh(m / T), as in a magnet."""
    for temperature in (0.2, 0.6, 0.9):
        m = theory.overlap(1e-9, temperature)
        assert m == pytest.approx(math.tanh(m / temperature), abs=1e-6)
        assert m == pytest.approx(theory.mixture_overlap(1, temperature), abs=1e-5)
    assert theory.overlap(1e-12) == 1.0


def test_overlap_broadcasts_and_falls():
    found = theory.overlap(np.linspace(0.01, 0.2, 20)[:, None], [0.0, 0.2, 0.5, 1.0])
    assert found.shape == (20, 4)
    assert (np.diff(found, axis=0) <= 0).all()
    assert (np.diff(found, axis=1) <= 0).all()
    assert (found[14:, 0] == 0).all()
    assert (found[:, 3] == 0).all()
    assert isinstance(theory.overlap(0.1), float)
    assert isinstance(theory.critical_load(0.5), float)
    assert theory.critical_load([[0.1, 2.0]]).tolist() == [[theory.critical_load(0.1), 0.0]]


def test_at_the_critical_load_itself():
    for temperature in (0.0, 0.4):
        most = theory.critical_load(temperature)
        assert theory.overlap(most, temperature) > 0.6
        assert theory.overlap(most * (1 + 1e-9), temperature) == 0.0
        assert theory.solve(most * (1 + 1e-9), temperature) is None
        pair = [theory.solve(most, temperature, kind).overlap for kind in ("retrieval", "unstable")]
        assert pair[0] == pytest.approx(pair[1], abs=1e-5)


def test_spin_glass_begins_at_its_line():
    line = theory.spin_glass_temperature(0.09)
    assert line == pytest.approx(1.3)
    assert theory.solve(0.09, line + 0.01, "spin glass") is None
    assert 0 < theory.solve(0.09, line - 0.01, "spin glass").order < 0.05
    np.testing.assert_allclose(theory.spin_glass_temperature([0.04, 0.25]), [1.2, 1.5])


def test_mixtures_by_counting():
    """The overlap of a mixture is that of a sum of signs with one of them."""
    for n in (1, 3, 5, 7):
        signs = 2 * (np.arange(2**n)[:, None] >> np.arange(n) & 1) - 1
        mixed = np.sign(signs.sum(axis=1))
        m = (mixed * signs[:, 0]).mean()
        assert theory.mixture_overlap(n) == pytest.approx(m)
        assert theory.mixture_energy(n) == pytest.approx(-0.5 * n * m**2)
        warm = theory.mixture_overlap(n, 0.3)
        again = (signs[:, 0] * np.tanh(warm * signs.sum(axis=1) / 0.3)).mean()
        assert warm == pytest.approx(again, abs=1e-10)
    assert theory.mixture_overlap(3, 1.0) == 0.0
    assert 0 < theory.mixture_overlap(3, 0.999) < 0.1


def test_gardner_by_integration():
    for margin in (0.0, 0.5, 2.0):
        cost = normal(lambda t, k=margin: (t + k) ** 2, low=-margin)
        assert theory.gardner_capacity(margin) == pytest.approx(1.0 / cost, rel=1e-9)
    assert theory.gardner_capacity(0.0, 0.1) == pytest.approx(theory.gardner_capacity(0.0, 0.9))
    table = theory.gardner_capacity(np.array([0.0, 1.0])[:, None], [0.5, 0.2, 0.01])
    assert table.shape == (2, 3)
    assert table[0, 0] == pytest.approx(2.0)
    assert (np.diff(table, axis=0) < 0).all()
    sparse = theory.gardner_capacity(0.0, 1e-4)
    assert sparse == pytest.approx(1 / (1e-4 * math.log(1e4)), rel=0.3)


def test_static_noise():
    assert theory.critical_load_with_noise(0.0) == pytest.approx(theory.critical_load(), rel=1e-12)
    halved = theory.critical_load_with_noise(1.0)
    assert 0.5 * theory.critical_load() < halved < theory.critical_load()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: theory.overlap(0), "load was 0"),
        (lambda: theory.overlap(-0.1), "load was -0.1"),
        (lambda: theory.overlap([0.1, np.nan]), "load was nan"),
        (lambda: theory.overlap("much"), "load was 'much'"),
        (lambda: theory.overlap(0.1, -1), "temperature was -1"),
        (lambda: theory.overlap(0.1, np.nan), "temperature was nan"),
        (lambda: theory.critical_load(-0.5), "temperature was -0.5"),
        (lambda: theory.one_step_error(0.0), "load was 0"),
        (lambda: theory.one_step_error(np.inf), "load was inf"),
        (lambda: theory.load_of_one_step_error(0.5), "error was 0.5"),
        (lambda: theory.gardner_capacity(-1.0), "margin was -1"),
        (lambda: theory.gardner_capacity(0.0, 0.0), "activity was 0"),
        (lambda: theory.gardner_capacity(0.0, 1.0), "activity was 1"),
        (lambda: theory.solve(0.1, 0.0, "ghost"), "kind was 'ghost'"),
        (lambda: theory.solve([0.1, 0.2]), "load was an array"),
        (lambda: theory.spin_glass_temperature(0), "load was 0"),
        (lambda: theory.global_minimum_load(1.0), "temperature was 1"),
        (lambda: theory.mixture_overlap(2), "n_memories was 2; it should be odd"),
        (lambda: theory.mixture_temperature(0), "n_memories was 0"),
        (lambda: theory.dense_capacity(100, 1), "power was 1"),
        (lambda: theory.dense_capacity(1, 2), "n_units was 1"),
        (lambda: theory.critical_load_with_noise(-1), "static_noise was -1"),
    ],
)
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()
