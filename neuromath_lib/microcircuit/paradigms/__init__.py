"""Experiments on columns: rest, a surprise, a beat.

`background` takes the straight line from under a spectrum, `resting` holds five hypotheses about
the resting EEG, `mismatch` lets six columns hear a standard and a deviant, `steady_state` drives a
column at 40 Hz.
"""

from neuromath_lib.microcircuit.paradigms.background import Line, background, remove_background
from neuromath_lib.microcircuit.paradigms.mismatch import Mismatch, auditory_cortex, mismatch
from neuromath_lib.microcircuit.paradigms.resting import Bands, band_mean, bands, resting_models
from neuromath_lib.microcircuit.paradigms.steady_state import SteadyState, steady_state

__all__ = [
    "Bands",
    "Line",
    "Mismatch",
    "SteadyState",
    "auditory_cortex",
    "background",
    "band_mean",
    "bands",
    "mismatch",
    "remove_background",
    "resting_models",
    "steady_state",
]
