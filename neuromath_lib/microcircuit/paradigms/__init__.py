"""Experiments on columns: rest, a surprise, a beat.

`background` takes the straight line from under a spectrum, `resting` holds five hypotheses about
the resting EEG and `sensitivity` asks how much their signs can tell, `mismatch` lets six columns
hear a standard and a deviant, `steady_state` drives a column at 40 Hz.
"""

from neuromath_lib.microcircuit.paradigms.background import Line, background, remove_background
from neuromath_lib.microcircuit.paradigms.mismatch import (
    AREAS,
    Mismatch,
    auditory_cortex,
    mismatch,
)
from neuromath_lib.microcircuit.paradigms.resting import Bands, band_mean, bands, resting_models
from neuromath_lib.microcircuit.paradigms.sensitivity import (
    Confusion,
    Sensitivity,
    baselines,
    confusion,
    sensitivity,
)
from neuromath_lib.microcircuit.paradigms.steady_state import SteadyState, steady_state

__all__ = [
    "AREAS",
    "Bands",
    "Confusion",
    "Line",
    "Mismatch",
    "Sensitivity",
    "SteadyState",
    "auditory_cortex",
    "background",
    "band_mean",
    "bands",
    "baselines",
    "confusion",
    "mismatch",
    "remove_background",
    "resting_models",
    "sensitivity",
    "steady_state",
]
