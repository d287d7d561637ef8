"""Where an answer turns from no to yes, many questions at a time.

A question that costs the same for fifty inputs as for one (a batch) is best asked fifty at a time:
the interval shrinks fiftyfold in a round instead of twofold.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from neuromath_lib.numerics.validation import number


def turning_point(
    answers: Callable[[np.ndarray], Any],
    low: float,
    high: float,
    *,
    rtol: float = 1e-9,
    questions: int = 50,
) -> float:
    """Return the x between `low` and `high` from which the answer is yes.

    Parameters
    ----------
    answers : callable
        Takes an array of x, returns an array of bool.
    low, high : float
        Where to look.
    rtol : float
        Width of the interval at which to stop, relative to the larger of its ends; at the latest
        when it is 1e-15 of where the search began.
    questions : int
        How many x to ask about in a round, at least 2.

    Returns
    -------
    float
        The lowest turning point among those that the first round can tell apart; `low` if the
        answer is yes there already, infinity if it is nowhere yes.

    Raises
    ------
    ValueError
        If `high` is not above `low`.
    """
    low, high = number("low", low), number("high", high)
    if not high > low:
        raise ValueError(f"high was {high:g}; it should be above low, {low:g}")
    finest = 1e-15 * (high - low)
    x = np.linspace(low, high, max(2, questions))
    yes = np.asarray(answers(x), dtype=bool)
    if yes[0]:
        return low
    if not yes.any():
        return np.inf
    while True:
        first = int(np.argmax(yes))
        below, above = x[first - 1], x[first]
        if above - below <= max(rtol * max(abs(below), abs(above)), finest):
            return float(0.5 * (below + above))
        x = np.linspace(below, above, questions + 2)
        inside = np.asarray(answers(x[1:-1]), dtype=bool)
        yes = np.concatenate([[False], inside, [True]])
