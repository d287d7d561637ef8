"""The canonical microcircuit: a column of cortex, columns joined, and the EEG over them.

The way through the folder: `parameters` (what a column is made of) and `cortex` (columns joined),
`equations` (what they do) with `linearisation` (their Jacobian) and `delays` (rates that arrive
late), then what comes of it: `transfer`, `noise` and `spectra` in the frequency domain, `evoked`
and `simulate` in time (with `kernels` for speed), and the experiments of `paradigms`.

Units throughout: mV, s, Hz. States are v and w = dv/dt of ss (spiny stellate), sp (superficial
pyramidal), ii (inhibitory interneurons) and dp (deep pyramidal), in this order.
"""

from neuromath_lib.microcircuit import paradigms
from neuromath_lib.microcircuit.cortex import Cortex
from neuromath_lib.microcircuit.delays import rightmost_roots
from neuromath_lib.microcircuit.equations import (
    CONNECTIONS,
    POPULATIONS,
    firing_rate,
    synaptic_kernel,
)
from neuromath_lib.microcircuit.evoked import Evoked
from neuromath_lib.microcircuit.noise import Noise, Rhythm, coloured
from neuromath_lib.microcircuit.parameters import FREED_IN_2022, PRIOR_VARIANCES, Column
from neuromath_lib.microcircuit.simulate import Recording, simulate
from neuromath_lib.microcircuit.spectra import Spectrum

__all__ = [
    "CONNECTIONS",
    "FREED_IN_2022",
    "POPULATIONS",
    "PRIOR_VARIANCES",
    "Column",
    "Cortex",
    "Evoked",
    "Noise",
    "Recording",
    "Rhythm",
    "Spectrum",
    "coloured",
    "firing_rate",
    "paradigms",
    "rightmost_roots",
    "simulate",
    "synaptic_kernel",
]
