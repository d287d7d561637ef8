"""Hodgkin and Huxley's model of the squid's giant axon.

The way through the folder: `parameters` (what an axon is made of), `equations` (what it does),
`stimuli` (what is done to it), `simulate` (the two together over time, with `kernels` for speed),
and then the analyses: `trace`, `clamp`, `peaks`, `thresholds`.

Units throughout: mV, ms, uA/cm2, mS/cm2, uF/cm2, Celsius.
"""

from neuromath_lib.hodgkin_huxley.clamp import Clamp, voltage_clamp
from neuromath_lib.hodgkin_huxley.equations import Rates, State, derivative, settled
from neuromath_lib.hodgkin_huxley.parameters import Axon
from neuromath_lib.hodgkin_huxley.peaks import Peak, peak
from neuromath_lib.hodgkin_huxley.simulate import simulate, spike_trains
from neuromath_lib.hodgkin_huxley.stimuli import Ramp, Sampled, Sine, Step
from neuromath_lib.hodgkin_huxley.thresholds import (
    anode_break_threshold,
    pulse_threshold,
    rheobase,
    shock_threshold,
)
from neuromath_lib.hodgkin_huxley.trace import Trace

__all__ = [
    "Axon",
    "Clamp",
    "Peak",
    "Ramp",
    "Rates",
    "Sampled",
    "Sine",
    "State",
    "Step",
    "Trace",
    "anode_break_threshold",
    "derivative",
    "peak",
    "pulse_threshold",
    "rheobase",
    "settled",
    "shock_threshold",
    "simulate",
    "spike_trains",
    "voltage_clamp",
]
