"""One question: what the student's notebook answers, against a test that never goes near it."""

from __future__ import annotations

import ast
import builtins
import contextlib
import dataclasses
import hashlib
import signal
from collections.abc import Iterator

import numpy as np

from assignments.grading.rubric import Mistake
from assignments.grading.source import Question
from assignments.grading.student import Student, Unanswered

PATIENCE = 600.0  # seconds on the clock for one test, which an answer may have led astray


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What a question earned, what the student reads about it, and what was odd."""

    question: str
    points: float
    out_of: float
    message: str
    unusual: str = ""


def asked_for(test: str) -> list[str]:
    """List the names a test takes from the student's notebook.

    Parameters
    ----------
    test : str
        The code of the test.

    Returns
    -------
    list of str
        The names that it reads and does not make, in order.
    """
    names = [node for node in ast.walk(ast.parse(test)) if isinstance(node, ast.Name)]
    made = {node.id for node in names if not isinstance(node.ctx, ast.Load)} | {"rng"}
    for node in ast.walk(ast.parse(test)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            made |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.FunctionDef):
            made.add(node.name)
        elif isinstance(node, ast.arg):
            made.add(node.arg)
    names.sort(key=lambda node: (node.lineno, node.col_offset))
    read = [node.id for node in names if node.id not in made and not hasattr(builtins, node.id)]
    return list(dict.fromkeys(read))


def judge(question: Question, student: Student, seed: str) -> Verdict:
    """Judge a question by its test.

    Parameters
    ----------
    question : Question
        An automatic one. Its test may use ``rng``, a generator of random numbers.
    student : Student
        Whose notebook has run.
    seed : str
        Whose random variants these are; the same text gives the same.

    Returns
    -------
    Verdict
        The test itself is in no message: only what its author wrote for students.
    """
    digest = hashlib.sha256(f"{question.name}/{seed}".encode()).digest()
    names = {"__name__": question.name, "rng": np.random.default_rng(list(digest))}
    share, message, unusual = 0.0, "", ""
    try:
        for name in asked_for(question.test):
            names[name] = student.answer(name)
        with _patience():
            exec(compile(question.test, f"<test of {question.name}>", "exec"), names)
        share, message = 1.0, "Right."
    except Mistake as error:
        share, message = error.earns, str(error)
    except AssertionError as error:
        message = str(error) or "The answer is not right yet."
    except Unanswered as error:
        message = str(error)
    except Exception as error:
        message = "The answer is not of the kind that was asked for."
        unusual = f"The test of {question.name} ended with {type(error).__name__}: {error}"[:300]
    points = round(share * question.points, 4)
    return Verdict(question.name, points, question.points, message, unusual)


@contextlib.contextmanager
def _patience() -> Iterator[None]:
    """End a test that an answer keeps busy, such as a huge number that it counts up to."""

    def enough(signum: int, frame: object) -> None:
        raise TimeoutError(f"it took longer than {PATIENCE:g} s")

    before = signal.signal(signal.SIGALRM, enough)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
