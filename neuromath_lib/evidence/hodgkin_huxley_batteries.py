"""What salt and a thin wall with doors must bring out: batteries, rest, the time constant.

The references of the batteries are the formulas worked out to 40 digits from the exact constants
of the SI; the others are exact, or independent integrations as in the table of the axon.
"""

from __future__ import annotations

import numpy as np

from neuromath_lib.evidence.constants import Constant, Constants
from neuromath_lib.evidence.table import Quantity, Source
from neuromath_lib.hodgkin_huxley.batteries import (
    CHLORIDE,
    ELEMENTARY_CHARGE,
    FARADAY,
    GAS_CONSTANT,
    POTASSIUM,
    SODIUM,
    goldman,
    nernst,
    thermal_voltage,
)
from neuromath_lib.hodgkin_huxley.parameters import Axon
from neuromath_lib.hodgkin_huxley.simulate import simulate
from neuromath_lib.hodgkin_huxley.stimuli import Step

TITLE = "Batteries, rest and the time constant: what the papers say, and what comes out here"

REST_PERMEABILITIES = (1.0, 0.04, 0.45)  # K, Na, Cl: as later authors quote Hodgkin & Katz 1949


def _axon_paper(where: str) -> Source:
    return Source(
        "HodgkinHuxley1952", "Hodgkin & Huxley 1952", "10.1113/jphysiol.1952.sp004764", where
    )


def _sodium_paper(where: str) -> Source:
    return Source("HodgkinKatz1949", "Hodgkin & Katz 1949", "10.1113/jphysiol.1949.sp004310", where)


def _rest_of_three_ions() -> float:
    ions = (POTASSIUM, SODIUM, CHLORIDE)
    return goldman(
        REST_PERMEABILITIES,
        [ion.outside for ion in ions],
        [ion.inside for ion in ions],
        [ion.valence for ion in ions],
    )


def _rest_of_three_pipes() -> float:
    axon = Axon()
    gates = axon.equilibrium()
    pipes = np.array([axon.g_na * gates.m**3 * gates.h, axon.g_k * gates.n**4, axon.g_leak])
    tanks = np.array([axon.e_na, axon.e_k, axon.e_leak])
    return float(pipes @ tanks / pipes.sum())


def _leak_time_constant() -> float:
    """From a simulated decay: the time over the number of e-foldings in it."""
    leaky = Axon(g_na=0.0, g_k=0.0)
    rest = leaky.equilibrium()
    decay = simulate(leaky, Step(0.0), 10.0, initial=rest.shocked(10.0), method="rk4")
    return float(decay.t[-1] / np.log((decay.v[0] - rest.v) / (decay.v[-1] - rest.v)))


def _charges(voltage: float = 65.0) -> float:
    """Elementary charges on a square micrometre of membrane."""
    coulomb_per_cm2 = Axon().capacitance * 1e-6 * voltage * 1e-3
    return coulomb_per_cm2 / ELEMENTARY_CHARGE / 1e8


QUANTITIES = (
    Quantity(
        name="thermal_voltage",
        quantity="R T / F at 6.3 °C",
        symbol="RT/F",
        unit="mV",
        reference="24.0811378",
        tolerance=1e-8,
        compute=thermal_voltage,
        source=_axon_paper("the temperature of its rates"),
    ),
    Quantity(
        name="battery_20",
        quantity="potassium's battery, 20 times as much inside, 6.3 °C",
        symbol="E_K",
        unit="mV",
        reference="-72.1406417",
        tolerance=1e-8,
        compute=lambda: nernst(1.0, 20.0),
        source=_sodium_paper("introduction"),
        published="20 to 40 times as much",
    ),
    Quantity(
        name="battery_40",
        quantity="the same, 40 times as much inside",
        symbol="E_K",
        unit="mV",
        reference="-88.8324145",
        tolerance=1e-8,
        compute=lambda: nernst(1.0, 40.0),
        source=_sodium_paper("introduction"),
        published="20 to 40 times as much",
    ),
    Quantity(
        name="goldman_rest",
        quantity="rest of three ions, P as 1 : 0.04 : 0.45, 6.3 °C",
        symbol="V_rest",
        unit="mV",
        reference="-57.1260815",
        tolerance=1e-8,
        compute=_rest_of_three_ions,
        source=_sodium_paper("introduction"),
        published="about 50, inside negative",
    ),
    Quantity(
        name="pipes_rest",
        quantity="rest of the model, as the average of its three tanks",
        symbol="V_rest",
        unit="mV",
        reference="-64.9963793312",
        tolerance=1e-10,
        compute=_rest_of_three_pipes,
        source=_axon_paper("Table 3"),
        published="-65 (zero of its scale)",
    ),
    Quantity(
        name="leak_time_constant",
        quantity="time constant of the leak alone, from a simulated decay",
        symbol="τ",
        unit="ms",
        reference="3.33333333",
        tolerance=1e-8,
        compute=_leak_time_constant,
        source=_axon_paper("Table 3"),
        published="C = 1, g = 0.3",
    ),
    Quantity(
        name="charges",
        quantity="charges on a square micrometre at 65 mV",
        symbol="N",
        unit="1/µm²",
        reference="4056.98090",
        tolerance=1e-8,
        compute=_charges,
        source=_axon_paper("Table 3"),
        published="C = 1",
    ),
)

_SI = "exact, in the SI of 2019"
_ROUND = "round numbers of the textbooks"

_SYMBOLS = (
    (Constant("GAS_CONSTANT", "R", "gas constant", "J/(mol K)", _SI), GAS_CONSTANT),
    (Constant("FARADAY", "F", "charge of a mole of ions", "C/mol", _SI), FARADAY),
    (Constant("temperature", "T", "temperature, in kelvin", "K", "6.3 °C"), 279.45),
    (
        Constant("thermal_voltage", "RT/F", "the three together", "mV", "computed"),
        thermal_voltage(),
    ),
)


def symbols() -> Constants:
    """Return the constants behind the batteries as a table, with the squid's concentrations.

    Returns
    -------
    Constants
        Shown as a table in a notebook.
    """
    words = {"K": "potassium", "Na": "sodium", "Cl": "chloride"}
    waters = []
    for ion in (POTASSIUM, SODIUM, CHLORIDE):
        for side, value in (("outside", ion.outside), ("inside", ion.inside)):
            name = f"{words[ion.symbol].upper()}.{side}"
            letter = "out" if side == "outside" else "in"
            constant = Constant(
                name, f"{ion.symbol}_{letter}", f"{words[ion.symbol]} {side}", "mM", _ROUND
            )
            waters.append((constant, value))
    return Constants("What the batteries are made of", (*_SYMBOLS, *waters))
