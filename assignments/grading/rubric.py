"""The words hidden tests are written in, besides ``assert``."""

from __future__ import annotations

import math
from typing import Any


class Mistake(Exception):
    """An answer that is wrong in a way that has a name.

    Parameters
    ----------
    message
        What the student reads.
    earns
        The share of the question's points that it is worth, 0 to 1.
    """

    def __init__(self, message: str, earns: float = 0.0) -> None:
        super().__init__(message)
        self.earns = earns


def mistake(happened: bool, message: str, earns: float = 0.0) -> None:
    """End the question with a named mistake, if it happened.

    Parameters
    ----------
    happened : bool
        Whether the answer shows this mistake.
    message : str
        What the student reads.
    earns : float
        The share of the question's points, 0 to 1.

    Raises
    ------
    Mistake
        If it happened.
    ValueError
        If `earns` is not between 0 and 1.
    """
    if not 0 <= earns <= 1:
        raise ValueError(f"earns was {earns!r}; it should be a share between 0 and 1")
    if happened:
        raise Mistake(message, earns)


def number(answer: Any) -> float:
    """Take an answer for a number, or say what it was instead.

    Parameters
    ----------
    answer : Any
        Plain data that came from a student.

    Returns
    -------
    float

    Raises
    ------
    Mistake
        If it is not a finite number.
    """
    if isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        kind = "nothing (None)" if answer is None else f"a {type(answer).__name__}"
        raise Mistake(f"A number was asked for, and the answer is {kind}.")
    try:
        answer = float(answer)
    except OverflowError:
        answer = math.inf
    if not math.isfinite(answer):
        raise Mistake(f"A number was asked for, and the answer is {answer}.")
    return answer


def close(answer: Any, expected: float, *, rel: float = 1e-6, tolerance: float = 1e-9) -> bool:
    """Whether an answer is a number near the expected one.

    Parameters
    ----------
    answer : Any
        Plain data that came from a student.
    expected : float
        What it should be.
    rel, tolerance : float
        The larger of ``rel * abs(expected)`` and `tolerance` may lie between the two.

    Returns
    -------
    bool

    Raises
    ------
    Mistake
        If the answer is not a finite number.
    """
    return abs(number(answer) - expected) <= max(rel * abs(expected), tolerance)
