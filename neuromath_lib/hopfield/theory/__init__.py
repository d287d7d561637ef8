"""What mathematics says about large networks, before any is simulated.

`one_step`: how many bits go wrong in the first update. `mean_field`: what is left of a memory in
the end, and the load at which nothing is. `mixtures`: states that are three memories at once.
`gardner`: how many patterns any weights could keep. `dense`: the same for dense memories.

Loads are numbers of patterns for each unit, ``alpha = P / N``. Temperatures belong to weights
``hebbian(patterns) / n_units``.
"""

from neuromath_lib.hopfield.theory.dense import dense_capacity
from neuromath_lib.hopfield.theory.gardner import gardner_capacity
from neuromath_lib.hopfield.theory.mean_field import (
    MeanField,
    critical_load,
    critical_load_with_noise,
    global_minimum_load,
    overlap,
    solve,
    spin_glass_temperature,
)
from neuromath_lib.hopfield.theory.mixtures import (
    mixture_energy,
    mixture_overlap,
    mixture_temperature,
)
from neuromath_lib.hopfield.theory.one_step import load_of_one_step_error, one_step_error

__all__ = [
    "MeanField",
    "critical_load",
    "critical_load_with_noise",
    "dense_capacity",
    "gardner_capacity",
    "global_minimum_load",
    "load_of_one_step_error",
    "mixture_energy",
    "mixture_overlap",
    "mixture_temperature",
    "one_step_error",
    "overlap",
    "solve",
    "spin_glass_temperature",
]
