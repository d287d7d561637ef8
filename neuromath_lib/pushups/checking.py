"""`check`: hand over an answer in a notebook, get a diagnosis."""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import prose
from .code import check_code, kind_of
from .exercise import Exercise, Quiz
from .rules import Verdict, judge

# What was handed over could not be taken as an answer, so there is nothing to call wrong.
_NO_ANSWER = ("empty", "unreadable", "type")


@dataclass(frozen=True)
class Diagnosis:
    """What `check` found out about an answer.

    Attributes
    ----------
    ok : bool
        Whether the answer is right. A diagnosis is true in an ``if`` or ``assert`` when it is.
    message : str
        The sentence printed, plain text.
    mistake : str
        The id of the mistake recognised, of the exercise or general (``"sign"``, ``"power 3"``,
        ``"reciprocal"``...); empty when right.
    """

    ok: bool
    message: str
    mistake: str = ""

    def __bool__(self) -> bool:
        return self.ok

    def _ipython_display_(self) -> None:
        # check() has printed the sentence; as the last line of a cell it is not shown twice.
        return None


def check(exercise: Exercise | Quiz, answer: Any) -> Diagnosis:
    """Check an answer, print what there is to say, and return it.

    Parameters
    ----------
    exercise : Exercise or Quiz
        As in ``deck("action_potential")["rest"]``.
    answer : object
        A number, a text such as ``"6,5 mV"``; for a choice its letter, its text or its place
        counted from 1 (a list where several are right); for code the function or array; for a
        quiz one answer a question.

    Returns
    -------
    Diagnosis
        With ``ok``, ``message`` and ``mistake``.

    Raises
    ------
    ValueError
        If ``exercise`` is not one, or its data contradict each other. Never for an answer: a
        wrong type gets a sentence too.
    """
    if isinstance(exercise, Quiz):
        return _check_quiz(exercise, answer)
    if not isinstance(exercise, Exercise):
        raise ValueError(
            f"exercise: was {exercise!r}; should be an Exercise, as in "
            'deck("action_potential")["rest"]'
        )
    diagnosis = _diagnose(exercise, answer)
    print(diagnosis.message)
    return diagnosis


def _diagnose(exercise: Exercise, answer: Any) -> Diagnosis:
    verdict = _verdict(exercise, answer)
    word = "Right." if verdict.ok else "" if verdict.rule in _NO_ANSWER else "Not yet."
    message = f"{word} {prose.to_plain(verdict.message)}".strip()
    return Diagnosis(verdict.ok, message, "" if verdict.ok else verdict.rule)


def _verdict(exercise: Exercise, answer: Any) -> Verdict:
    if exercise.kind == "code":
        # The question of the page can be answered here too: a letter or a number is for it.
        page = exercise.on_page
        if page is not None and _answers_page(exercise, answer):
            return _verdict(page, answer)
        return check_code(exercise, answer)
    if exercise.kind == "number":
        return _number_verdict(exercise, answer)
    return _choice_verdict(exercise, answer)


def _answers_page(exercise: Exercise, answer: Any) -> bool:
    if isinstance(answer, str):
        return True
    return exercise.on_page.kind == "number" and isinstance(answer, int | float | np.number)


def _number_verdict(exercise: Exercise, answer: Any) -> Verdict:
    given = _number_or_text(answer)
    if isinstance(given, Verdict):
        return given
    verdict = judge(exercise.rules, given)
    if verdict.ok:
        return verdict
    for mistake in exercise.mistakes:
        if mistake.predicate is not None and mistake.predicate(answer):
            return Verdict(False, mistake.id, exercise.fill(mistake.message))
    return verdict


def _number_or_text(answer: Any) -> float | str | Verdict:
    """Return a float, a text to be read, or the verdict on something that is neither."""

    def sorry(message: str) -> Verdict:
        return Verdict(False, "type", message)

    magnitude = getattr(answer, "magnitude", getattr(answer, "value", None))
    unit = getattr(answer, "units", getattr(answer, "unit", None))
    if magnitude is not None and unit is not None:  # quantities of pint, astropy and their kin
        answer = f"{float(magnitude)!r} {unit}"
    if isinstance(answer, str):
        return answer
    if isinstance(answer, bool | np.bool_):
        return sorry(f"I was given the truth value {answer}; this push-up asks for a number.")
    if isinstance(answer, np.ndarray | list | tuple):
        array = np.asarray(answer, dtype=object)
        if array.size != 1:
            return sorry(
                f"I was given {kind_of(answer)}; this push-up asks for one number. Which entry "
                "is the answer?"
            )
        return _number_or_text(array.reshape(-1)[0])
    if isinstance(answer, numbers.Complex) and not isinstance(answer, numbers.Real):
        return sorry(f"I was given the complex number {answer}; this push-up asks for a real one.")
    if callable(answer):
        return sorry("I was given a function; this push-up asks for a number. Call it first?")
    try:
        number = float(answer)
    except (TypeError, ValueError, OverflowError):
        return sorry(f"I was given {kind_of(answer)}; this push-up asks for a number.")
    if not math.isfinite(number):
        return sorry(
            f"I was given {number}, which is not a finite number. A division by zero on the way, "
            "or a result that was never filled in?"
        )
    return number


def _choice_verdict(exercise: Exercise, answer: Any) -> Verdict:
    several = exercise.kind == "choices"
    if isinstance(answer, str):
        whole = _letter(exercise, answer)
        split = re.split(r"[\s,;+&]+", answer.strip()) if several and whole is None else [answer]
        given = split if answer.strip() else []
    elif isinstance(answer, Iterable):
        given = list(answer)
    else:
        given = [answer]
    if not several and len(given) > 1:
        return Verdict(False, "type", "Choose one: this question has a single right option.")
    letters = [_letter(exercise, one) for one in given]
    if None in letters:
        unknown = given[letters.index(None)]
        known = ", ".join(exercise.lettered)
        was = f"“{unknown}”" if isinstance(unknown, str) else kind_of(unknown)
        return Verdict(
            False,
            "type",
            f"I do not find the option you mean by {was}. Give its letter ({known}), its text, "
            f"or its place from 1 to {len(exercise.options)}.",
        )
    verdict = judge(exercise.rules, sorted(set(letters)))
    if len(letters) != 1 or not isinstance(given[0], numbers.Number):
        return verdict
    # A number may have been meant to count from 0; saying which option was heard settles it.
    chosen = f"({letters[0]}: {exercise.lettered[letters[0]].text})"
    return Verdict(verdict.ok, verdict.rule, f"{verdict.message} {chosen}")


def _letter(exercise: Exercise, given: Any) -> str | None:
    lettered = exercise.lettered
    if isinstance(given, bool | np.bool_):
        return None
    if isinstance(given, numbers.Integral):
        return list(lettered)[int(given) - 1] if 1 <= given <= len(lettered) else None
    if not isinstance(given, str):
        return None
    text = _folded(given)
    letter = text.strip("().")
    texts = {key: _folded(prose.to_plain(option.text)) for key, option in lettered.items()}
    raw = {key: _folded(option.text) for key, option in lettered.items()}
    whole = [key for key in lettered if text in (texts[key], raw[key])]
    if whole:
        return whole[0]
    if letter in lettered:
        return letter
    if re.fullmatch("[1-8]", letter):
        return _letter(exercise, int(letter))
    begins = [key for key in lettered if len(text) > 2 and texts[key].startswith(text)]
    return begins[0] if len(begins) == 1 else None


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().rstrip(".").casefold()


def _check_quiz(quiz: Quiz, answers: Any) -> Diagnosis:
    given = list(answers) if isinstance(answers, Iterable) else [answers]
    if len(given) != len(quiz.questions):
        message = (
            f"The quiz has {len(quiz.questions)} questions and I was given {len(given)} answers; "
            "give one a question, in order."
        )
        print(message)
        return Diagnosis(False, message, "type")
    found = [_diagnose(q, a) for q, a in zip(quiz.questions, given, strict=True)]
    right = sum(d.ok for d in found)
    lines = [f"{n}. {d.message}" for n, d in enumerate(found, 1)]
    message = "\n".join([f"{right} of {len(found)} right.", *lines])
    print(message)
    return Diagnosis(right == len(found), message, "" if right == len(found) else "quiz")
