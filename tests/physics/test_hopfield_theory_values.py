"""What the theory of Hopfield's networks must come out to, in the digits in which it is known."""

import math

import numpy as np
import pytest

from neuromath_lib.hopfield import Network, hebbian, theory

M = ["++++----++-+-+--", "++++------+-+-++", "++--++--+--++--+"]


def digits(value, written):
    """Say whether a value rounds to what is written."""
    decimals = len(written.partition(".")[2])
    return f"{value:.{decimals}f}".lstrip("0") == written.lstrip("0")


def test_zero_temperature():
    assert theory.critical_load() == pytest.approx(0.1379055665, abs=1e-10)
    at = theory.solve(theory.critical_load())
    assert at.overlap == pytest.approx(0.9674171, abs=1e-7)
    assert at.bit_error == pytest.approx(0.01629, abs=5e-6)
    for load, m in [(0.05, 0.9999922), (0.10, 0.9979993), (0.12, 0.9932227), (0.13, 0.9872119)]:
        assert theory.overlap(load) == pytest.approx(m, abs=5e-8)
    assert digits(theory.global_minimum_load(), ".051854")
    assert theory.spin_glass_temperature(0.05) == 1.0 + math.sqrt(0.05)


@pytest.mark.parametrize(
    ("temperature", "load"),
    [
        (0.1, ".1350"),
        (0.2, ".1226"),
        (0.3, ".1033"),
        (0.4, ".0810"),
        (0.5, ".0588"),
        (0.7, ".0223"),
        (0.9, ".0026"),
    ],
)
def test_retrieval_line(temperature, load):
    assert digits(theory.critical_load(temperature), load)


def test_finite_temperature():
    assert digits(theory.overlap(0.05, 0.3), ".9912")


def test_mixtures():
    assert theory.mixture_overlap(3) == 0.5
    assert theory.mixture_energy(3) == -0.375
    assert digits(theory.mixture_temperature(3), ".4598")
    assert digits(theory.mixture_temperature(5), ".385")
    assert digits(theory.mixture_temperature(7), ".344")


@pytest.mark.parametrize(
    ("error", "load"),
    [(0.001, ".1047"), (0.0036, ".1385"), (0.01, ".1848"), (0.05, ".3696"), (0.1, ".6089")],
)
def test_one_step_error(error, load):
    assert digits(theory.load_of_one_step_error(error), load)
    assert theory.one_step_error(float(load)) == pytest.approx(error, rel=2e-3)


def test_other_bounds():
    assert digits(theory.critical_load_with_noise(math.pi / 2 - 1), ".1018")
    assert theory.gardner_capacity() == pytest.approx(2.0, abs=1e-12)
    assert digits(theory.gardner_capacity(1.0), ".5196")
    assert digits(theory.gardner_capacity(0.0, 0.1), "3.91")
    assert digits(theory.gardner_capacity(0.0, 0.01), "19.2")
    assert [round(theory.dense_capacity(100, n)) for n in (2, 3, 4)] == [11, 362, 7238]


def test_sixteen_units():
    """Hopfield, Feinstein & Palmer 1983: three memories and their ghosts."""
    patterns = np.array([[1 if c == "+" else -1 for c in line] for line in M])
    network = Network(hebbian(patterns))
    ghost = np.sign(patterns.sum(axis=0))
    assert "".join("+" if x > 0 else "-" for x in ghost) == "++++----+--++--+"
    values, counts = np.unique(network.stability(ghost), return_counts=True)
    assert dict(zip(values.tolist(), counts.tolist(), strict=True)) == {5: 12, 21: 4}
    found = {tuple(state) for state in network.fixed_points().tolist()}
    assert len(found) == 14
    memories = {tuple(x) for x in np.concatenate([patterns, -patterns]).tolist()}
    a, b, c = patterns
    mixtures = np.array([np.sign(p * a + q * b + c) for p in (1, -1) for q in (1, -1)])
    mixtures = {tuple(x) for x in np.concatenate([mixtures, -mixtures]).tolist()}
    assert len(memories) == 6
    assert len(mixtures) == 8
    assert found == memories | mixtures
