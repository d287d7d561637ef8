"""Hopfield's networks: memories as states of rest, and what learning and sleep do to them.

The way through the folder: `patterns` and `pictures` (what is to be remembered), `learning`,
`synapses` and `sparse` (from patterns to weights), `network` (fields, energy, states of rest),
`recall` (updating until nothing changes, with `kernels` for speed on a `wiring` of small
integers), and then the analyses: `measures`, `capacity`, `theory`. What sleep could do: `sleep`.
The family: `continuous` (graded units), `dense` (sharper energies), `attention` (softmax).

States and patterns are +1 and -1; patterns have shape (P, N), states (..., N). Weights of
`hebbian` are whole numbers, not divided by N; the temperatures of the theory belong to
``hebbian(patterns) / n_units``.
"""

from neuromath_lib.hopfield import attention, dense, sleep, sparse, theory
from neuromath_lib.hopfield.capacity import CapacityCurve, capacity_curve
from neuromath_lib.hopfield.continuous import Course, GradedNetwork
from neuromath_lib.hopfield.learning import (
    hebbian,
    palimpsest,
    perceptron,
    projection,
    sequence,
    storkey,
)
from neuromath_lib.hopfield.measures import (
    Accessibility,
    accessibility,
    basin,
    overlap,
    recalled,
)
from neuromath_lib.hopfield.network import Descent, Network
from neuromath_lib.hopfield.patterns import (
    biased_patterns,
    correlated_patterns,
    flip,
    random_patterns,
)
from neuromath_lib.hopfield.pictures import faces, letters, sketches
from neuromath_lib.hopfield.recall import Recall
from neuromath_lib.hopfield.synapses import clipped, diluted

__all__ = [
    "Accessibility",
    "CapacityCurve",
    "Course",
    "Descent",
    "GradedNetwork",
    "Network",
    "Recall",
    "accessibility",
    "attention",
    "basin",
    "biased_patterns",
    "capacity_curve",
    "clipped",
    "correlated_patterns",
    "dense",
    "diluted",
    "faces",
    "flip",
    "hebbian",
    "letters",
    "overlap",
    "palimpsest",
    "perceptron",
    "projection",
    "random_patterns",
    "recalled",
    "sequence",
    "sketches",
    "sleep",
    "sparse",
    "storkey",
    "theory",
]
