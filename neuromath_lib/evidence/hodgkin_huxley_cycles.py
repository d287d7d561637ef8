"""What the analysis of the axon's rhythms must bring out: a part of the registry for the axon."""

from __future__ import annotations

import functools

from neuromath_lib.evidence.table import Quantity, Source
from neuromath_lib.hodgkin_huxley import Axon, State, Step, simulate
from neuromath_lib.hodgkin_huxley.cycles import cycle, cycle_branch, firing_rate, fold_of_cycles
from neuromath_lib.hodgkin_huxley.equilibria import hopf_points
from neuromath_lib.hodgkin_huxley.fitzhugh_nagumo import FitzHughNagumo
from neuromath_lib.hodgkin_huxley.phase import PhaseResponse, phase_response
from neuromath_lib.hodgkin_huxley.strength import strength_duration

AXON = Axon()

_EQUATIONS = Source(
    "HodgkinHuxley1952",
    "Hodgkin & Huxley 1952",
    "10.1113/jphysiol.1952.sp004764",
    "from eq. 26 and Table 3",
)
_FITZHUGH = Source("FitzHugh1961", "FitzHugh 1961", "10.1016/S0006-3495(61)86902-6", "eqs. 1 and 2")


@functools.cache
def _response() -> PhaseResponse:
    return phase_response(AXON, 10.0, phases=1001)


def _spikes(start: State) -> int:
    """Return how often the axon fires in 200 ms at 8 uA/cm2, where it may rest or fire."""
    return simulate(AXON, Step(8.0), 200.0, initial=start).spike_times().size


def _knee(k: int) -> float:
    """Return the current of one of the two knees among cycles that repel, the higher first."""
    return float(sorted(cycle_branch(AXON).folds)[-1 - k])


QUANTITIES = (
    *(
        Quantity(
            name=f"hopf_{name}",
            quantity=f"{name} Hopf point, {kind}",
            symbol="I_H",
            unit="µA/cm²",
            reference=reference,
            tolerance=1e-5,
            compute=lambda k=k: hopf_points(AXON)[k],
            source=_EQUATIONS,
        )
        for k, (name, kind, reference) in enumerate(
            (
                ("lower", "where rest gives way", "9.775437996"),
                ("upper", "where firing fades out", "154.522433651"),
            )
        )
    ),
    Quantity(
        name="fold_of_cycles",
        quantity="current at which sustained firing begins: fold of cycles",
        symbol="I_f",
        unit="µA/cm²",
        reference="6.260321",
        tolerance=1e-4,
        compute=lambda: fold_of_cycles(AXON),
        source=_EQUATIONS,
    ),
    *(
        Quantity(
            name=f"knee_{name}",
            quantity=f"{name} knee of the branch of cycles that repel",
            symbol="I_f",
            unit="µA/cm²",
            reference=reference,
            tolerance=1e-4,
            compute=functools.partial(_knee, k),
            source=_EQUATIONS,
        )
        for k, (name, reference) in enumerate((("upper", "7.917785"), ("lower", "7.842347")))
    ),
    *(
        Quantity(
            name=f"cycle_rate_{current:g}",
            quantity=f"{current:g} µA/cm²: rate of the cycle that attracts",
            symbol="f",
            unit="Hz",
            reference=reference,
            tolerance=1e-3,
            compute=functools.partial(firing_rate, AXON, current),
            source=_EQUATIONS,
        )
        for current, reference in (
            (6.3, "52.371"),
            (10.0, "68.3237"),
            (20.0, "86.470"),
            (50.0, "117.036"),
            (100.0, "147.270"),
        )
    ),
    *(
        Quantity(
            name=f"bistable_{name}",
            quantity=f"8 µA/cm²: spikes in 200 ms, begun {where}",
            symbol="N",
            unit="",
            reference=reference,
            tolerance=0.0,
            compute=compute,
            source=_EQUATIONS,
        )
        for name, where, reference, compute in (
            ("rests", "at rest", "0", lambda: _spikes(AXON.equilibrium(8.0))),
            ("fires", "on the cycle", "12", lambda: _spikes(cycle(AXON, 8.0).state(0.0))),
        )
    ),
    *(
        Quantity(
            name=f"phase_{name}",
            quantity=f"10 µA/cm²: strongest {name} of the next spikes by a small shock",
            symbol="Z",
            unit="ms/mV",
            reference=reference,
            tolerance=1e-3,
            compute=lambda which=which: getattr(_response(), which),
            source=_EQUATIONS,
        )
        for name, which, reference in (
            ("delay", "smallest", "-0.2495"),
            ("advance", "largest", "0.5067"),
        )
    ),
    Quantity(
        name="long_pulse",
        quantity="threshold of a pulse of 100 ms, which is the rheobase",
        symbol="I",
        unit="µA/cm²",
        reference="2.2403336",
        tolerance=1e-5,
        compute=lambda: strength_duration(AXON, 100.0),
        source=_EQUATIONS,
    ),
    *(
        Quantity(
            name=f"fitzhugh_nagumo_{name}",
            quantity=f"FitzHugh and Nagumo's model: {name} Hopf point",
            symbol="I_H",
            unit="",
            reference=reference,
            tolerance=1e-5,
            compute=lambda k=k: FitzHughNagumo().hopf_points()[k],
            source=_FITZHUGH,
        )
        for k, (name, reference) in enumerate((("lower", "0.33128"), ("upper", "1.41872")))
    ),
)
