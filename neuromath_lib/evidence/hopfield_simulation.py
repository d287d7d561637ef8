"""What simulated networks must bring out beside the theory: finite size, noise, dense memories.

References are means of simulations by other code, for dense memories the formula's own
expectation; each run here is seeded.
"""

from __future__ import annotations

import functools

import numpy as np

from neuromath_lib.evidence.hopfield import AGS_1987, DENSE, SATURATION
from neuromath_lib.evidence.table import Quantity
from neuromath_lib.hopfield import Network, capacity_curve, dense, hebbian, random_patterns

TITLE = "Hopfield's networks, simulated: how finite ones differ from the theory"
REFERENCES = "simulations by other code; of dense memories, the paper's own estimate"


@functools.cache
def half_recalled(n_units: int) -> float:
    """Return the load at which half of the patterns are still states of rest, or nearly."""
    loads, trials, probes = {
        1000: (np.arange(0.145, 0.18, 0.005), 12, 40),
        2000: (np.arange(0.145, 0.17, 0.005), 6, 60),
        5000: (np.arange(0.143, 0.158, 0.004), 2, 100),
    }[n_units]
    rng = np.random.default_rng(1982)
    return capacity_curve(loads, n_units, trials, rng, probes=probes).load_at(0.5)


@functools.cache
def warm_overlap() -> float:
    """Return the mean overlap of 3000 units with the memory they began in, load .05, T = .3."""
    rng = np.random.default_rng(1987)
    found = []
    for _ in range(4):
        patterns = random_patterns(150, 3000, rng)
        course = Network(hebbian(patterns) / 3000).watch(patterns[:10], rng, 40, temperature=0.3)
        later = course[:, 15:].astype(float)
        found.append(np.einsum("ktn,kn->kt", later, patterns[:10]).mean() / 3000)
    return float(np.mean(found))


@functools.cache
def dense_errors(power: int, n_patterns: int) -> float:
    """Return the per cent of wrong bits where the formula says none, N = 100."""
    rng = np.random.default_rng(2016)
    networks = {2: 200, 3: 20, 4: 2}[power]
    return 100.0 * float(
        np.mean(
            [
                dense.bit_errors(random_patterns(n_patterns, 100, rng), power, tested=200)
                for _ in range(networks)
            ]
        )
    )


def _half(n_units: int, reference: str) -> Quantity:
    return Quantity(
        name=f"half_recalled_{n_units}",
        quantity=f"load at which half the patterns are recalled, N = {n_units}",
        symbol="alpha_50",
        unit="",
        reference=reference,
        tolerance=0.02,
        compute=functools.partial(half_recalled, n_units),
        source=SATURATION("N to infinity: 0.138"),
    )


def _dense(power: int, n_patterns: int, reference: str) -> Quantity:
    return Quantity(
        name=f"dense_errors_{power}",
        quantity=f"wrong bits of {n_patterns} patterns, 100 units, power {power}, per cent",
        symbol="e",
        unit="",
        reference=reference,
        tolerance=0.5,
        compute=functools.partial(dense_errors, power, n_patterns),
        source=DENSE("eq. 5 and 6"),
        published="below 1",
    )


QUANTITIES = (
    _half(1000, "0.160"),
    _half(2000, "0.153"),
    _half(5000, "0.149"),
    Quantity(
        name="warm_overlap",
        quantity="overlap with a memory at load 0.05, T = 0.3, N = 3000",
        symbol="m",
        unit="",
        reference="0.9914",
        tolerance=0.0009,  # three standard errors of the reference
        compute=warm_overlap,
        source=AGS_1987("N to infinity: 0.9912"),
    ),
    # The formula's own expectation, eq. 5: an error function of the ratio of signal to noise.
    _dense(2, 11, "0.13"),
    _dense(3, 362, "0.13"),
    _dense(4, 7238, "0.13"),
)
