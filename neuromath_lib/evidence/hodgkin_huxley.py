"""What Hodgkin and Huxley's equations must bring out.

Every protocol starts at rest but for the clamp, which is held at -65 mV, and the anode break,
which is held 30 mV below. A spike is an upward crossing of 0 mV.

The paper's own values are quoted as it gives them. They were worked out on a desk calculator, so
"about 1.1" is not a tolerance but a voice: it stands beside the reference, which decides.
"""

from __future__ import annotations

import functools

import numpy as np

from neuromath_lib.evidence.table import Quantity, Source
from neuromath_lib.hodgkin_huxley import (
    Axon,
    Ramp,
    Step,
    Trace,
    anode_break_threshold,
    peak,
    pulse_threshold,
    rheobase,
    settled,
    shock_threshold,
    simulate,
    voltage_clamp,
)
from neuromath_lib.numerics.crossings import hermite_peak

TITLE = "Hodgkin and Huxley's axon: what the paper says, and what comes out here"

AXON = Axon()
SHOCKS = (15.0, 90.0, 7.0, 6.0)  # mV


def _paper(where: str) -> Source:
    return Source(
        "HodgkinHuxley1952", "Hodgkin & Huxley 1952", "10.1113/jphysiol.1952.sp004764", where
    )


_EQUATIONS = _paper("from eq. 26 and Table 3")


@functools.cache
def _after_shocks() -> Trace:
    start = AXON.equilibrium().shocked(SHOCKS)
    return simulate(AXON, Step(0.0), 20.0, method="rk4", dt=0.005, initial=start)


@functools.cache
def _regular() -> np.ndarray:
    return simulate(AXON, Step(10.0), 150.0, method="rk4", dt=0.005).spike_times()


@functools.cache
def _clamp_peak() -> tuple[float, float]:
    """Return the height and time of the sodium conductance's peak in a clamp to 0 mV."""
    t = np.linspace(0.0, 2.0, 2001)
    clamp = voltage_clamp(AXON, 0.0, t)
    rates = AXON.rates(0.0)
    dm = (rates.m_inf - clamp.m) / rates.tau_m
    dh = (rates.h_inf - clamp.h) / rates.tau_h
    slope = clamp.g_na * (3.0 * dm / clamp.m + dh / clamp.h) * (t[1] - t[0])
    k = np.arange(len(t) - 1)
    where, height = hermite_peak(clamp.g_na[k], clamp.g_na[k + 1], slope[k], slope[k + 1])
    best = int(np.argmax(height))
    return float(height[best]), float(t[best] + where[best] * (t[1] - t[0]))


def _release_peak() -> float:
    start = settled(AXON, -65.0 - 30.0)
    trace = simulate(AXON, Step(0.0), 12.0, method="rk4", dt=0.005, initial=start)
    return float(peak(trace).t)


@functools.cache
def _single_pulse() -> float:
    return pulse_threshold(AXON, 0.5, rtol=1e-7)


def _second_pulse(onset: float) -> float:
    first = Step(25.0, 0.0, 0.5)
    second = pulse_threshold(AXON, 0.5, onset=onset, background=first, rtol=1e-6)
    return second / _single_pulse()


def _ramp(slope: float) -> float:
    return slope * simulate(AXON, Ramp(slope), 50.0, method="rk4").spike_times()[0]


QUANTITIES = (
    Quantity(
        name="rest",
        quantity="membrane potential at rest",
        symbol="V_rest",
        unit="mV",
        reference="-64.9963793312",
        tolerance=1e-10,
        compute=lambda: AXON.equilibrium().v,
        source=_paper("Table 3"),
        published="-65 (zero of its scale)",
    ),
    Quantity(
        name="alpha_m",
        quantity="opening rate of m where its formula is 0/0, at -40 mV",
        symbol="α_m",
        unit="1/ms",
        reference="1.0000000000",
        tolerance=1e-12,
        compute=lambda: AXON.rates(-40.0).alpha_m,
        source=_paper("eq. 20"),
    ),
    Quantity(
        name="alpha_n",
        quantity="opening rate of n where its formula is 0/0, at -55 mV",
        symbol="α_n",
        unit="1/ms",
        reference="0.1000000000",
        tolerance=1e-12,
        compute=lambda: AXON.rates(-55.0).alpha_n,
        source=_paper("eq. 12"),
    ),
    Quantity(
        name="clamp_g_na",
        quantity="clamp to 0 mV: peak sodium conductance",
        symbol="g_Na",
        unit="mS/cm²",
        reference="29.136758",
        tolerance=1e-6,
        compute=lambda: _clamp_peak()[0],
        source=_paper("from eqs. 14 to 24"),
    ),
    Quantity(
        name="clamp_time",
        quantity="clamp to 0 mV: time of that peak",
        symbol="t",
        unit="ms",
        reference="0.617613",
        tolerance=1e-6,
        compute=lambda: _clamp_peak()[1],
        source=_paper("from eqs. 14 to 24"),
    ),
    Quantity(
        name="clamp_g_k",
        quantity="clamp to 0 mV: final potassium conductance",
        symbol="g_K",
        unit="mS/cm²",
        reference="24.549226",
        tolerance=1e-6,
        compute=lambda: voltage_clamp(AXON, 0.0, 1000.0).g_k,
        source=_paper("from eqs. 6 to 13"),
    ),
    Quantity(
        name="shock_15_peak",
        quantity="15 mV shock: height of the spike",
        symbol="V_peak",
        unit="mV",
        reference="40.41035",
        tolerance=1e-4,
        compute=lambda: peak(_after_shocks()).v[0],
        source=_paper("Fig. 12"),
    ),
    Quantity(
        name="shock_15_time",
        quantity="15 mV shock: time of the peak",
        symbol="t_peak",
        unit="ms",
        reference="1.15931",
        tolerance=1e-4,
        compute=lambda: peak(_after_shocks()).t[0],
        source=_paper("Fig. 12"),
        published="about 1.1",
    ),
    Quantity(
        name="shock_90_time",
        quantity="90 mV shock: time of the peak",
        symbol="t_peak",
        unit="ms",
        reference="0.29754",
        tolerance=1e-4,
        compute=lambda: peak(_after_shocks()).t[1],
        source=_paper("Fig. 12"),
        published="0.3",
    ),
    Quantity(
        name="shock_7_time",
        quantity="7 mV shock: time of the peak",
        symbol="t_peak",
        unit="ms",
        reference="3.39122",
        tolerance=1e-4,
        compute=lambda: peak(_after_shocks()).t[2],
        source=_paper("Fig. 12"),
        published="3.4",
    ),
    Quantity(
        name="shock_6_spikes",
        quantity="6 mV shock: number of spikes",
        symbol="N",
        unit="",
        reference="0",
        tolerance=0.0,
        compute=lambda: len(_after_shocks().spike_times()[3]),
        source=_paper("Fig. 12"),
        published="none",
    ),
    Quantity(
        name="shock_threshold",
        quantity="smallest shock that makes a spike",
        symbol="ΔV",
        unit="mV",
        reference="6.5050712",
        tolerance=1e-5,
        compute=lambda: shock_threshold(AXON),
        source=_paper("Fig. 12"),
        published="between 6 and 7",
    ),
    Quantity(
        name="rheobase",
        quantity="smallest lasting current that makes a spike",
        symbol="I_rh",
        unit="µA/cm²",
        reference="2.2403336",
        tolerance=1e-5,
        compute=lambda: rheobase(AXON),
        source=_EQUATIONS,
    ),
    Quantity(
        name="first_spike",
        quantity="10 µA/cm² from t = 0: first spike",
        symbol="t_1",
        unit="ms",
        reference="1.901232",
        tolerance=1e-5,
        compute=lambda: _regular()[0],
        source=_EQUATIONS,
    ),
    Quantity(
        name="fourth_spike",
        quantity="10 µA/cm² from t = 0: fourth spike",
        symbol="t_4",
        unit="ms",
        reference="46.109062",
        tolerance=1e-5,
        compute=lambda: _regular()[3],
        source=_EQUATIONS,
    ),
    Quantity(
        name="period",
        quantity="10 µA/cm²: period, once it has settled",
        symbol="T",
        unit="ms",
        reference="14.63620999",
        tolerance=1e-5,
        compute=lambda: _regular()[-1] - _regular()[-2],
        source=_EQUATIONS,
    ),
    Quantity(
        name="anode_break",
        quantity="let go after a hold 30 mV below rest: time of the peak",
        symbol="t_peak",
        unit="ms",
        reference="6.556",
        tolerance=1e-4,
        compute=_release_peak,
        decimals=4,
        source=_paper("Fig. 22"),
    ),
    Quantity(
        name="anode_break_threshold",
        quantity="shallowest hold, from -65 mV, that ends in a spike",
        symbol="ΔV",
        unit="mV",
        reference="-2.99769",
        tolerance=1e-4,
        compute=lambda: anode_break_threshold(AXON) + 65.0,
        source=_EQUATIONS,
    ),
    Quantity(
        name="pulse_threshold",
        quantity="smallest pulse of 0.5 ms that makes a spike",
        symbol="I",
        unit="µA/cm²",
        reference="13.2751",
        tolerance=1e-5,
        compute=_single_pulse,
        source=_EQUATIONS,
    ),
    *(
        Quantity(
            name=f"second_pulse_{onset:.0f}",
            quantity=f"threshold of a second pulse {onset:.0f} ms after the first, over that",
            symbol="I_2/I_1",
            unit="",
            reference=reference,
            tolerance=1e-2,
            compute=functools.partial(_second_pulse, onset),
            source=_EQUATIONS,
            decimals=3,
        )
        for onset, reference in ((7.0, "9.2"), (10.0, "3.6"), (20.0, "0.85"))
    ),
    *(
        Quantity(
            name=f"ramp_{name}",
            quantity=f"ramp of {slope} µA/cm² in a ms: current at the first spike",
            symbol="I",
            unit="µA/cm²",
            reference=reference,
            tolerance=1e-2,
            compute=functools.partial(_ramp, slope),
            source=_EQUATIONS,
            decimals=3,
        )
        for name, slope, reference in (("slow", 0.3, "10.50"), ("fast", 0.4, "4.62"))
    ),
)
