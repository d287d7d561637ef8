"""Studies: a model of the brain and a way of arguing backwards, put together.

`two_conditions` is the spectrum of one column in two conditions, as `inference` wants a model: a
function from parameters to data, with a prior and slopes.

This folder stands above `microcircuit` and `inference`, which know nothing of each other.
"""

from neuromath_lib.study.two_conditions import HYPOTHESES, TwoConditions

__all__ = ["HYPOTHESES", "TwoConditions"]
