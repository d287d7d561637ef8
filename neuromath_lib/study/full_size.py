"""What studies of full size found, kept: they take longer than a page of the book may.

The plans are kept with the numbers; `run` makes them again, person by person.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from importlib import resources

import numpy as np

from neuromath_lib.study.cohort import Plan


@dataclasses.dataclass(frozen=True, eq=False)
class FullSize:
    """Two studies: which hypothesis wins, and the difference of two groups.

    Attributes
    ----------
    plans : dict of str to Plan
        For each hypothesis that was true in turn.
    log_evidences : dict of str to numpy.ndarray, shape (participants, n_hypotheses)
        Of all hypotheses, in the order of `plans`, refitted to each participant.
    cohort_plan : Plan
        Of two groups.
    cohort : dict of str to float
        Its `summary`.
    """

    plans: dict[str, Plan]
    log_evidences: dict[str, np.ndarray]
    cohort_plan: Plan
    cohort: dict[str, float]

    @property
    def winners(self) -> np.ndarray:
        """How often each hypothesis (column) won where each (row) was true."""
        n = len(self.plans)
        return np.array(
            [np.bincount(one.argmax(axis=1), minlength=n) for one in self.log_evidences.values()]
        )


@functools.cache
def full_size() -> FullSize:
    """Return what was kept."""
    kept = json.loads(resources.files(__package__).joinpath("full_size.json").read_text("utf-8"))
    return FullSize(
        plans={name: Plan(**plan) for name, plan in kept["plans"].items()},
        log_evidences={name: np.array(rows) for name, rows in kept["log_evidences"].items()},
        cohort_plan=Plan(**kept["cohort_plan"]),
        cohort=kept["cohort"],
    )
