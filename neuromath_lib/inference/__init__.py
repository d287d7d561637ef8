"""Arguing backwards: from data to the parameters of a model that could have made them.

The way through the folder: `gaussian` (what is believed, before and after), `noise` (how precise
the data are), `climbing` (one search, uphill in free energy, from one start) and `laplace` (the
searches together: `variational_laplace`), `reduction` (what other priors would have made of the
same data, without going back to them), `comparison` (from log evidences to probabilities) and
`second_level` (many subjects and what they share: `group`).

No model is known here: a model is a function from parameters to data. Log evidences are in nats;
everything else has the units of the parameters and data that it is given.
"""

from neuromath_lib.inference.climbing import History
from neuromath_lib.inference.comparison import model_probabilities
from neuromath_lib.inference.gaussian import Gaussian
from neuromath_lib.inference.laplace import Inversion, variational_laplace
from neuromath_lib.inference.reduction import Reduction, reduce
from neuromath_lib.inference.second_level import Group, group

__all__ = [
    "Gaussian",
    "Group",
    "History",
    "Inversion",
    "Reduction",
    "group",
    "model_probabilities",
    "reduce",
    "variational_laplace",
]
