"""Studies: a model of the brain and a way of arguing backwards, put together.

`two_conditions` is the spectrum of one column in two conditions, as `inference` wants a model: a
function from parameters to data, with a prior and slopes. `cohort` is a simulated study of many
people, `python -m neuromath_lib.study` the same from the command line, and
`full_size` what two such studies found.

This folder stands above `microcircuit` and `inference`, which know nothing of each other.
"""

from neuromath_lib.study.cohort import (
    Participant,
    Plan,
    effect_on_group,
    participant,
    run,
    simulate,
    summary,
)
from neuromath_lib.study.full_size import FullSize, full_size
from neuromath_lib.study.two_conditions import HYPOTHESES, TwoConditions

__all__ = [
    "HYPOTHESES",
    "FullSize",
    "Participant",
    "Plan",
    "TwoConditions",
    "effect_on_group",
    "full_size",
    "participant",
    "run",
    "simulate",
    "summary",
]
