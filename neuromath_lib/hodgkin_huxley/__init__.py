"""Hodgkin and Huxley's model of the squid's giant axon.

The way through the folder: `parameters` (what an axon is made of), `equations` (what it does),
`stimuli` (what is done to it), `simulate` (the two together over time, with `kernels` for speed),
and then the analyses. Of salt and its batteries: `batteries`. Of one patch: `trace`, `clamp`,
`clamp_fit`, `peaks`, `thresholds`, `strength`. Of firing: `equilibria`, `cycles`, `phase`,
`fitzhugh_nagumo`. Of a fibre: `travelling_pulse`, `cable`. Of channels that open by chance:
`noise`.

Units throughout: mV, ms, uA/cm2, mS/cm2, uF/cm2, Celsius.
"""

from neuromath_lib.hodgkin_huxley.batteries import (
    Ion,
    goldman,
    nernst,
    streams,
    thermal_voltage,
)
from neuromath_lib.hodgkin_huxley.cable import Cable, cable_positions, simulate_cable
from neuromath_lib.hodgkin_huxley.clamp import Clamp, voltage_clamp
from neuromath_lib.hodgkin_huxley.clamp_fit import (
    ClampFit,
    ClampRecord,
    Comparison,
    blocked_clamp,
    clamp_record,
    compare_exponents,
    fit_potassium,
    fit_sodium,
    potassium_curve,
    sodium_curve,
)
from neuromath_lib.hodgkin_huxley.cycles import (
    Cycle,
    CycleBranch,
    cycle,
    cycle_branch,
    firing_rate,
    fold_of_cycles,
)
from neuromath_lib.hodgkin_huxley.equations import Rates, State, derivative, settled
from neuromath_lib.hodgkin_huxley.equilibria import (
    HopfPoint,
    Linearisation,
    hopf_bifurcations,
    hopf_points,
    linearise,
)
from neuromath_lib.hodgkin_huxley.fitzhugh_nagumo import FitzHughNagumo
from neuromath_lib.hodgkin_huxley.noise import NoisyTrace, channel_noise, occupancies
from neuromath_lib.hodgkin_huxley.parameters import Axon
from neuromath_lib.hodgkin_huxley.peaks import Peak, peak
from neuromath_lib.hodgkin_huxley.phase import PhaseResponse, phase_response
from neuromath_lib.hodgkin_huxley.simulate import simulate, spike_trains
from neuromath_lib.hodgkin_huxley.stimuli import Ramp, Sampled, Sine, Step
from neuromath_lib.hodgkin_huxley.strength import strength_duration
from neuromath_lib.hodgkin_huxley.thresholds import (
    anode_break_threshold,
    pulse_threshold,
    rheobase,
    shock_threshold,
)
from neuromath_lib.hodgkin_huxley.trace import Trace
from neuromath_lib.hodgkin_huxley.travelling_pulse import (
    IonFlux,
    TravellingPulse,
    net_ion_flux,
    travelling_pulse,
)

__all__ = [
    "Axon",
    "Cable",
    "Clamp",
    "ClampFit",
    "ClampRecord",
    "Comparison",
    "Cycle",
    "CycleBranch",
    "FitzHughNagumo",
    "HopfPoint",
    "Ion",
    "IonFlux",
    "Linearisation",
    "NoisyTrace",
    "Peak",
    "PhaseResponse",
    "Ramp",
    "Rates",
    "Sampled",
    "Sine",
    "State",
    "Step",
    "Trace",
    "TravellingPulse",
    "anode_break_threshold",
    "blocked_clamp",
    "cable_positions",
    "channel_noise",
    "clamp_record",
    "compare_exponents",
    "cycle",
    "cycle_branch",
    "derivative",
    "firing_rate",
    "fit_potassium",
    "fit_sodium",
    "fold_of_cycles",
    "goldman",
    "hopf_bifurcations",
    "hopf_points",
    "linearise",
    "nernst",
    "net_ion_flux",
    "occupancies",
    "peak",
    "phase_response",
    "potassium_curve",
    "pulse_threshold",
    "rheobase",
    "settled",
    "shock_threshold",
    "simulate",
    "simulate_cable",
    "sodium_curve",
    "spike_trains",
    "streams",
    "strength_duration",
    "thermal_voltage",
    "travelling_pulse",
    "voltage_clamp",
]
