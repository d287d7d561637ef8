"""What the travelling impulse must bring out: its speed, by two ways, and what it costs."""

from __future__ import annotations

import functools

from neuromath_lib.evidence.table import Quantity, Source
from neuromath_lib.hodgkin_huxley.cable import simulate_cable
from neuromath_lib.hodgkin_huxley.parameters import Axon
from neuromath_lib.hodgkin_huxley.travelling_pulse import (
    IonFlux,
    TravellingPulse,
    net_ion_flux,
    travelling_pulse,
)

TITLE = "The travelling impulse: what the paper says, and what comes out here"

AXON = Axon(temperature=18.5)


def _paper(where: str) -> Source:
    return Source(
        "HodgkinHuxley1952", "Hodgkin & Huxley 1952", "10.1113/jphysiol.1952.sp004764", where
    )


@functools.cache
def _pulse() -> TravellingPulse:
    return travelling_pulse(AXON)


@functools.cache
def _flux() -> IonFlux:
    return net_ion_flux(_pulse())


QUANTITIES = (
    Quantity(
        name="pulse_k",
        quantity="travelling impulse at 18.5 °C: K of its equation, by shooting",
        symbol="K",
        unit="1/ms",
        reference="10.438051",
        tolerance=1e-4,
        compute=lambda: _pulse().k,
        source=_paper("eq. 31 and Fig. 15"),
        published="10.47",
    ),
    Quantity(
        name="pulse_speed",
        quantity="its speed, in an axon of radius 238 µm and 35.4 Ω cm",
        symbol="θ",
        unit="m/s",
        reference="18.73189",
        tolerance=1e-4,
        compute=lambda: _pulse().speed,
        source=_paper("Fig. 15"),
        published="18.8 (measured: 21.2)",
    ),
    Quantity(
        name="cable_speed",
        quantity="the same speed, in a simulated cable of compartments of 100 µm",
        symbol="θ",
        unit="m/s",
        reference="18.73",
        tolerance=2e-3,
        compute=lambda: simulate_cable(AXON, 100.0, 6.0, dx_um=100.0).speed(),
        source=_paper("from eq. 29"),
        published="18.8 (measured: 21.2)",
        decimals=3,
    ),
    Quantity(
        name="sodium_entry",
        quantity="net sodium that comes in with a travelling impulse",
        symbol="ΔNa",
        unit="pmol/cm²",
        reference="4.358",
        tolerance=1e-3,
        compute=lambda: _flux().na_in,
        source=_paper("section on ionic movements"),
        published="4.33",
    ),
    Quantity(
        name="potassium_loss",
        quantity="net potassium that goes out with it",
        symbol="ΔK",
        unit="pmol/cm²",
        reference="4.287",
        tolerance=1e-3,
        compute=lambda: _flux().k_out,
        source=_paper("section on ionic movements"),
        published="4.26",
    ),
)
