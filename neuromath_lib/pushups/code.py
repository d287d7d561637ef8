"""Checking what a reader wrote in Python, and saying where it stopped."""

from __future__ import annotations

import inspect
import linecache
import traceback
from collections.abc import Callable
from typing import Any

import numpy as np

from .exercise import Exercise
from .rules import Verdict

_GLOSSES = {
    "NameError": "A name is used that was never given a value: a typing slip, or a cell not run?",
    "UnboundLocalError": "A variable is read before the function has given it a value.",
    "ZeroDivisionError": "Something is divided by zero there.",
    "IndexError": "An index runs past the end: Python counts from 0, so the last one is n - 1.",
    "KeyError": "That key is not in the dictionary.",
    "AttributeError": "The object has no such attribute: a typing slip, or another kind of object?",
    "RecursionError": "The function calls itself without end.",
    "OverflowError": "A number grew past what a float can hold: a step too large, a sign flipped?",
    "FloatingPointError": "The arithmetic left the numbers: a division by zero, or an overflow.",
    "UnicodeError": "A text could not be read.",
    "ModuleNotFoundError": "Python does not find that module; is its name spelled right?",
}


def check_code(exercise: Exercise, given: Any) -> Verdict:
    """Run the exercise's checker on the reader's object; nothing of theirs gets through."""
    wrong_type = _wrong_type(exercise, given)
    if wrong_type:
        return Verdict(False, "type", wrong_type)
    if exercise.expects == "array":
        given = np.asarray(given, dtype=float)
        if not np.all(np.isfinite(given)):
            where = tuple(int(i) for i in np.argwhere(~np.isfinite(given))[0])
            place = where[0] if len(where) == 1 else where
            return Verdict(
                False,
                "nan",
                f"The array holds {given[where]} at index {place}. A division by zero on "
                "the way, or a value that was never filled in?",
            )
    said, error = _run(exercise.checker, given)
    if error is None and (said is None or said is True):
        return Verdict(True, "right", exercise.because)
    for mistake in exercise.mistakes:
        matched, stopped = _run(mistake.predicate, given)
        if stopped is None and matched:
            return Verdict(False, mistake.id, mistake.message)
    if isinstance(error, AssertionError) and str(error) and not _own_frames(error, given):
        return Verdict(False, "otherwise", str(error))
    if error is not None:
        return Verdict(False, "error", explain(error, given))
    if isinstance(said, str) and said.strip():
        return Verdict(False, "otherwise", said)
    return Verdict(False, "otherwise", "It runs, and what it returns is not right yet.")


def _run(function: Callable | None, given: Any) -> tuple[Any, Exception | None]:
    if function is None:
        return False, None
    try:
        return function(given), None
    except Exception as error:
        return None, error


def _wrong_type(exercise: Exercise, given: Any) -> str:
    ask = f'check(deck["{exercise.id}"], '
    if exercise.expects == "function" and not callable(given):
        came = "nothing (None)" if given is None else kind_of(given)
        return (
            f"I was given {came}; this push-up wants the function itself, to call it with numbers "
            f"of its own. Hand over its name without brackets: `{ask}my_function)`."
        )
    if exercise.expects == "array":
        if callable(given):
            return (
                "I was given a function; this push-up wants the array it computes. Call it first: "
                f"`{ask}my_function(...))`."
            )
        try:
            array = np.asarray(given, dtype=float)
        except (TypeError, ValueError):
            array = None
        if array is None or given is None or isinstance(given, str) or array.ndim == 0:
            return (
                f"I was given {kind_of(given)}; this push-up wants an array or a list of numbers."
            )
    return ""


def kind_of(given: Any) -> str:
    if given is None:
        return "nothing (None)"
    if isinstance(given, bool):
        return f"the truth value {given}"
    if isinstance(given, int | float | np.number):
        return f"the number {given}"
    if isinstance(given, str):
        return "a text"
    if isinstance(given, np.ndarray):
        return f"an array of shape {given.shape}"
    if isinstance(given, list | tuple | set):
        return f"a {type(given).__name__} of {len(given)}"
    if inspect.isroutine(given):
        return "a function"
    return f"an object of type {type(given).__name__}"


def _code_of(given: Any):
    function = inspect.unwrap(given) if callable(given) else given
    function = getattr(function, "func", function)  # functools.partial
    if not hasattr(function, "__code__"):
        function = vars(type(function)).get("__call__")  # an object that can be called
    return getattr(function, "__code__", None)


def _own_frames(error: BaseException, given: Any) -> list[tuple[str, int]]:
    """Return (file, line) of the frames in the reader's code, from where it was entered."""
    code = _code_of(given)
    frames = [
        (frame.f_code, frame.f_code.co_filename, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    entered = [n for n, (code_of, _, _) in enumerate(frames) if code_of is code]
    if code is None or not entered:
        return []

    def theirs(file: str) -> bool:
        return file == code.co_filename or file.startswith("<") or "ipykernel_" in file

    return [(file, line) for _, file, line in frames[entered[0] :] if theirs(file)]


def explain(error: Exception, given: Any) -> str:
    """Return what to tell a reader whose function raised: where, what, and what that means.

    Parameters
    ----------
    error : Exception
        With its traceback.
    given : object
        The reader's function.
    """
    kind = type(error).__name__
    frames = _own_frames(error, given)
    said = str(error).strip()
    what = f"{kind}: {said}" if said else kind
    if not frames:
        if isinstance(error, TypeError) and callable(given) and "argument" in said:
            return f"Your function could not be called as the push-up asks. Python says: {said}."
        return (
            "Your code ran, and what came back could not be compared with the right answer "
            f"({what}). Does it return something, and in the shape the push-up asks for?"
        )
    file, line = frames[-1]
    source = linecache.getline(file, line).strip()
    gloss = _GLOSSES.get(kind, "")
    if isinstance(error, TypeError) and "NoneType" in said:
        gloss = "A value there is None: a function without `return`, perhaps?"
    place = f"line {line}" + (f", `{source}`" if source else "")
    return f"Your function stopped at {place}. Python says: {what}. {gloss}".strip()
