"""What sleep must do to memories: unlearning, the dreaming kernel, two stores.

References are means of simulations by other code; each run here is seeded. The rows of two stores
belong to a model in the spirit of Walker & Russo (2004), whose text could not be had: none of
these numbers is theirs.
"""

from __future__ import annotations

import functools

import numpy as np

from neuromath_lib.evidence.hopfield import DREAMING, UNLEARNING
from neuromath_lib.evidence.table import Quantity, Source
from neuromath_lib.hopfield import (
    Network,
    accessibility,
    hebbian,
    random_patterns,
    recalled,
    sleep,
)

TITLE = "Sleep and memory: what models of it do"
REFERENCES = "simulations by other code"

_TWO_STORES = Source(
    "RoxinFusi2013",
    "Roxin & Fusi 2013",
    "10.1371/journal.pcbi.1003146",
    "why a fast store and a slow one (another model)",
)
DREAMS = (0, 300, 500, 1000)
EXPOSURES = (0.0, 0.16, 0.26, 0.32, 0.5)  # dreams times rate over N


@functools.cache
def accessibilities() -> tuple[float, ...]:
    """Return how often random starts end at a memory, after so many dreams; 5 in 32 units."""
    found = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        patterns = random_patterns(5, 32, rng)
        course = sleep.nights(hebbian(patterns), patterns, DREAMS, 0.01, rng)
        found.append(
            [accessibility(Network(night.weights), patterns, 300, rng).total for night in course]
        )
    return tuple(np.mean(found, axis=0).tolist())


@functools.cache
def rescue() -> tuple[tuple[float, float], ...]:
    """Return exact recall from 10 % noise and least stability along a night; load .3, N = 200."""
    rng = np.random.default_rng(1983)
    patterns = random_patterns(60, 200, rng)
    dreams = [round(x * 200 / 0.01) for x in EXPOSURES]
    return tuple(
        (
            float(recalled(Network(night.weights), patterns, rng, noise=0.1, criterion=1).mean()),
            night.stability,
        )
        for night in sleep.nights(hebbian(patterns), patterns, dreams, 0.01, rng)
    )


@functools.cache
def dreaming(load: float, t: float) -> float:
    """Return the fraction recalled from 5 % noise with the dreaming kernel, N = 500."""
    found = []
    for seed in range(4):
        rng = np.random.default_rng(seed)
        patterns = random_patterns(round(load * 500), 500, rng)
        network = Network(sleep.dreaming_kernel(patterns, t))
        found.append(recalled(network, patterns, rng, noise=0.05).mean())
    return float(np.mean(found))


@functools.cache
def two_stores(replay: str, unlearning: float) -> tuple[float, float]:
    """Return the fraction of ten memories recalled after sleep, and after ten others more."""
    found = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        first, second = (random_patterns(10, 150, rng) for _ in range(2))
        stores = sleep.TwoStores.empty(150).learn(first)
        if replay != "none":
            stores = stores.sleep(200, rng, replay=replay, unlearning=unlearning)
        rested = recalled(stores.network, first, rng, noise=0.1).mean()
        later = recalled(stores.learn(second).network, first, rng, noise=0.1).mean()
        found.append((rested, later))
    return tuple(np.mean(found, axis=0).tolist())


def _row(
    name: str, quantity: str, symbol: str, reference: str, tolerance: float, compute, source: Source
) -> Quantity:
    """Declare a fraction; the tolerance is absolute, as the differences that matter are."""
    return Quantity(
        name=name,
        quantity=quantity,
        symbol=symbol,
        unit="",
        reference=reference,
        tolerance=tolerance / (abs(float(reference)) or 1.0),
        compute=compute,
        source=source,
        decimals=2,
    )


def _accessibility(which: int, reference: str) -> Quantity:
    return _row(
        f"accessibility_{DREAMS[which]}",
        f"random starts that find a memory, after {DREAMS[which]} dreams",
        "a",
        reference,
        0.05,
        lambda: accessibilities()[which],
        UNLEARNING("unlearning"),
    )


def _rescue(which: int, reference: str) -> Quantity:
    return _row(
        f"rescue_{EXPOSURES[which]}",
        f"memories recalled exactly at load 0.3, x = {EXPOSURES[which]}",
        "f",
        reference,
        0.05,
        lambda: rescue()[which][0],
        UNLEARNING("unlearning, larger networks"),
    )


def _held(which: int, reference: str) -> Quantity:
    return _row(
        f"held_{EXPOSURES[which]}",
        f"all memories states of rest at load 0.3, x = {EXPOSURES[which]} (1: yes)",
        "f",
        reference,
        0.0,
        lambda: float(rescue()[which][1] > 0.0),
        UNLEARNING("unlearning, larger networks"),
    )


def _dreaming(load: float, t: float, reference: str) -> Quantity:
    return _row(
        f"dreaming_{load}_{t:g}",
        f"memories recalled at load {load} after sleep of t = {t:g}",
        "f",
        reference,
        0.05,
        functools.partial(dreaming, load, t),
        DREAMING("dreaming kernel"),
    )


def _stores(
    name: str, words: str, reference: str, replay: str, unlearning: float = 0.0, when: int = 1
) -> Quantity:
    return _row(
        f"stores_{name}",
        f"first ten memories recalled, {words}",
        "f",
        reference,
        0.07,
        lambda: two_stores(replay, unlearning)[when],
        _TWO_STORES,
    )


QUANTITIES = (
    _accessibility(0, "0.61"),
    _accessibility(1, "0.85"),
    _accessibility(2, "0.36"),
    _accessibility(3, "0.00"),
    _rescue(0, "0.00"),
    _rescue(2, "1.00"),
    _rescue(4, "0.00"),
    _held(0, "0"),
    _held(1, "1"),
    _held(2, "1"),
    _held(3, "1"),
    _held(4, "0"),
    _dreaming(0.2, 1.0, "1.00"),
    _dreaming(0.5, 10.0, "1.00"),
    _dreaming(0.7, 10.0, "0.96"),
    _dreaming(0.7, 1000.0, "0.04"),
    _stores("awake", "no sleep, ten others learnt", "0.01", "none"),
    _stores("bursts", "bursts of replay, ten others learnt", "0.10", "burst"),
    _stores("replay", "replay, ten others learnt", "0.27", "restart"),
    _stores(
        "unlearning_rested", "replay with unlearning", "0.95", "restart", unlearning=0.003, when=0
    ),
    _stores(
        "unlearning",
        "replay with unlearning, ten others learnt",
        "0.52",
        "restart",
        unlearning=0.003,
    ),
)
