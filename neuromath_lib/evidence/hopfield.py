"""What Hopfield's networks must bring out, chance aside: theory, sixteen units, letters.

References are solutions of the mean-field equations by other code, or exact counts. They are
given in the digits in which they are known, and met if they agree in all of these.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import numpy as np

from neuromath_lib.evidence.table import Quantity, Source
from neuromath_lib.hopfield import (
    Network,
    hebbian,
    letters,
    projection,
    random_patterns,
    sleep,
    theory,
)

TITLE = "Hopfield's networks: what theory says, and what comes out here"
REFERENCES = "mean-field equations solved to 1e-10 by other code"

SIXTEEN = ("++++----++-+-+--", "++++------+-+-++", "++--++--+--++--+")


def _source(key: str, label: str, doi: str) -> Callable[[str], Source]:
    return functools.partial(Source, key, label, doi)


HOPFIELD_1982 = _source("Hopfield1982", "Hopfield 1982", "10.1073/pnas.79.8.2554")
UNLEARNING = _source(
    "HopfieldFeinsteinPalmer1983", "Hopfield, Feinstein & Palmer 1983", "10.1038/304158a0"
)
MIXTURES = _source("Amit1985a", "Amit, Gutfreund & Sompolinsky 1985a", "10.1103/PhysRevA.32.1007")
SATURATION = _source(
    "Amit1985b", "Amit, Gutfreund & Sompolinsky 1985b", "10.1103/PhysRevLett.55.1530"
)
AGS_1987 = _source("Amit1987", "Amit, Gutfreund & Sompolinsky 1987", "10.1016/0003-4916(87)90092-3")
CLIPPING = _source("Sompolinsky1986", "Sompolinsky 1986", "10.1103/PhysRevA.34.2571")
GARDNER = _source("Gardner1988", "Gardner 1988", "10.1088/0305-4470/21/1/030")
DENSE = _source("KrotovHopfield2016", "Krotov & Hopfield 2016", "10.48550/arXiv.1606.01164")
PROJECTION = _source(
    "Personnaz1985", "Personnaz, Guyon & Dreyfus 1985", "10.1051/jphyslet:01985004608035900"
)
DREAMING = _source("Fachechi2019", "Fachechi, Agliari & Barra 2019", "10.1016/j.neunet.2019.01.006")


def _row(
    name: str,
    quantity: str,
    symbol: str,
    reference: str,
    compute: Callable[[], float],
    source: Source,
    published: str | None = None,
) -> Quantity:
    """Declare a number that must agree in all the digits of its reference."""
    half_a_digit = 0.5 * 10.0 ** -len(reference.partition(".")[2])
    size = abs(float(reference)) or 1.0
    exact = "." not in reference
    return Quantity(
        name=name,
        quantity=quantity,
        symbol=symbol,
        unit="",
        reference=reference,
        tolerance=0.0 if exact else 1.0001 * half_a_digit / size,
        compute=compute,
        source=source,
        published=published,
    )


@functools.cache
def sixteen_units() -> tuple[Network, np.ndarray]:
    """Return the network of 1983 and its three memories."""
    patterns = np.array([[1 if sign == "+" else -1 for sign in line] for line in SIXTEEN])
    return Network(hebbian(patterns)), patterns


def _ghost_sites(stability: int) -> int:
    network, patterns = sixteen_units()
    ghost = np.sign(patterns.sum(axis=0))
    return int((network.stability(ghost) == stability).sum())


def _letters_kept(number: int, rule: Callable) -> int:
    patterns = letters()[:number]
    return int((Network(rule(patterns)).stability(patterns) >= 0).all(axis=1).sum())


def _dreaming_gap(t: float) -> float:
    """Return the largest difference of a limit of the dreaming kernel from what it should be."""
    patterns = random_patterns(20, 100, np.random.default_rng(1))
    limit = hebbian(patterns) / 100 if t == 0.0 else projection(patterns)
    return float(np.abs(sleep.dreaming_kernel(patterns, t) - limit).max())


def _retrieval_line() -> tuple[Quantity, ...]:
    known = {0.1: "0.1350", 0.2: "0.1226", 0.3: "0.1033", 0.4: "0.0810"}
    known |= {0.5: "0.0588", 0.7: "0.0223", 0.9: "0.0026"}
    return tuple(
        _row(
            f"critical_load_{temperature}",
            f"critical load at T = {temperature}",
            "alpha_M",
            load,
            functools.partial(theory.critical_load, temperature),
            AGS_1987("phase diagram"),
        )
        for temperature, load in known.items()
    )


def _overlaps() -> tuple[Quantity, ...]:
    known = {0.05: "0.9999922", 0.10: "0.9979993", 0.12: "0.9932227", 0.13: "0.9872119"}
    return tuple(
        _row(
            f"overlap_{load:.2f}",
            f"overlap with a memory at load {load:.2f}, T = 0",
            "m",
            m,
            functools.partial(theory.overlap, load),
            SATURATION("equations at T = 0"),
        )
        for load, m in known.items()
    )


def _one_step() -> tuple[Quantity, ...]:
    known = {0.001: "0.1047", 0.0036: "0.1385", 0.01: "0.1848", 0.05: "0.3696", 0.1: "0.6089"}
    return tuple(
        _row(
            f"one_step_{error}",
            f"load at which {error:.2%} of the units flip in the first update",
            "alpha",
            load,
            functools.partial(theory.load_of_one_step_error, error),
            HOPFIELD_1982("noise of the other memories"),
        )
        for error, load in known.items()
    )


def _dense() -> tuple[Quantity, ...]:
    return tuple(
        _row(
            f"dense_{power}",
            f"patterns a dense memory of 100 units and power {power} keeps, asymptotically",
            "P",
            held,
            lambda power=power: round(theory.dense_capacity(100, power)),
            DENSE("eq. 6"),
        )
        for power, held in {2: "11", 3: "362", 4: "7238"}.items()
    )


QUANTITIES = (
    _row(
        "critical_load",
        "critical load, T = 0",
        "alpha_c",
        "0.1379055665",
        theory.critical_load,
        SATURATION("equations at T = 0"),
        published="0.14",
    ),
    _row(
        "critical_overlap",
        "overlap at the critical load",
        "m_c",
        "0.9674171",
        lambda: theory.overlap(theory.critical_load()),
        SATURATION("equations at T = 0"),
    ),
    _row(
        "critical_bit_error",
        "wrong units at the critical load, per cent",
        "e_c",
        "1.629",
        lambda: 100.0 * theory.solve(theory.critical_load()).bit_error,
        SATURATION("equations at T = 0"),
    ),
    *_overlaps(),
    _row(
        "global_minimum",
        "load below which memories lie lowest",
        "alpha",
        "0.051854",
        theory.global_minimum_load,
        SATURATION("energies at T = 0"),
        published="0.05",
    ),
    _row(
        "spin_glass",
        "temperature below which units freeze, load 0.05",
        "T_g",
        "1.2236",
        lambda: theory.spin_glass_temperature(0.05),
        AGS_1987("spin-glass line"),
        published="1 + sqrt(alpha)",
    ),
    *_retrieval_line(),
    _row(
        "overlap_warm",
        "overlap with a memory at load 0.05, T = 0.3",
        "m",
        "0.9912",
        lambda: theory.overlap(0.05, 0.3),
        AGS_1987("equations at finite T"),
    ),
    _row(
        "mixture_overlap",
        "overlap of a mixture of three with each",
        "m_3",
        "0.5",
        lambda: theory.mixture_overlap(3),
        MIXTURES("symmetric solutions"),
        published="1/2",
    ),
    _row(
        "mixture_energy",
        "energy of a mixture of three, for each unit",
        "E/N",
        "-0.375",
        lambda: theory.mixture_energy(3),
        MIXTURES("symmetric solutions"),
    ),
    _row(
        "mixture_temperature_3",
        "temperature below which a mixture of three is stable",
        "T_3",
        "0.4598",
        lambda: theory.mixture_temperature(3),
        MIXTURES("stability of mixtures"),
    ),
    _row(
        "mixture_temperature_5",
        "temperature below which a mixture of five is stable",
        "T_5",
        "0.385",
        lambda: theory.mixture_temperature(5),
        MIXTURES("stability of mixtures"),
    ),
    _row(
        "mixture_temperature_7",
        "temperature below which a mixture of seven is stable",
        "T_7",
        "0.344",
        lambda: theory.mixture_temperature(7),
        MIXTURES("stability of mixtures"),
    ),
    *_one_step(),
    _row(
        "clipped",
        "critical load with weights of one bit",
        "alpha_c",
        "0.1018",
        lambda: theory.critical_load_with_noise(math.pi / 2 - 1),
        CLIPPING("clipped synapses"),
    ),
    _row(
        "gardner",
        "load that the best weights can keep",
        "alpha_c",
        "2.0",
        theory.gardner_capacity,
        GARDNER("zero margin"),
        published="2",
    ),
    _row(
        "gardner_firm",
        "load that the best weights can keep with margin 1",
        "alpha_c",
        "0.5196",
        lambda: theory.gardner_capacity(1.0),
        GARDNER("finite margin"),
    ),
    _row(
        "gardner_sparse_10",
        "the same, with one unit in ten active",
        "alpha_c",
        "3.91",
        lambda: theory.gardner_capacity(0.0, 0.1),
        GARDNER("biased patterns"),
    ),
    _row(
        "gardner_sparse_100",
        "the same, with one unit in a hundred active",
        "alpha_c",
        "19.2",
        lambda: theory.gardner_capacity(0.0, 0.01),
        GARDNER("biased patterns"),
    ),
    *_dense(),
    _row(
        "sixteen_fixed_points",
        "states of rest of the network of sixteen units",
        "K",
        "14",
        lambda: len(sixteen_units()[0].fixed_points()),
        UNLEARNING("three memories of 16 units"),
    ),
    _row(
        "ghost_firm",
        "its ghost's units with stability 21",
        "n",
        "4",
        lambda: _ghost_sites(21),
        UNLEARNING("three memories of 16 units"),
    ),
    _row(
        "ghost_weak",
        "its ghost's units with stability 5",
        "n",
        "12",
        lambda: _ghost_sites(5),
        UNLEARNING("three memories of 16 units"),
    ),
    _row(
        "letters_2",
        "letters that Hebb's rule keeps of two",
        "n",
        "2",
        lambda: _letters_kept(2, hebbian),
        HOPFIELD_1982("correlated memories"),
    ),
    _row(
        "letters_3",
        "letters that Hebb's rule keeps of three",
        "n",
        "0",
        lambda: _letters_kept(3, hebbian),
        HOPFIELD_1982("correlated memories"),
    ),
    _row(
        "letters_26",
        "letters that the projection keeps of twenty-six",
        "n",
        "26",
        lambda: _letters_kept(26, projection),
        PROJECTION("projection rule"),
    ),
    _row(
        "dreaming_awake",
        "dreaming kernel without sleep, less Hebb's rule",
        "J",
        "0",
        lambda: _dreaming_gap(0.0),
        DREAMING("limits of the kernel"),
    ),
    _row(
        "dreaming_asleep",
        "dreaming kernel after endless sleep, less the projection",
        "J",
        "0.000000000",
        lambda: _dreaming_gap(math.inf),
        DREAMING("limits of the kernel"),
    ),
)
