"""Grade one submission, whatever is in it."""

from __future__ import annotations

from pathlib import Path

from assignments.grading.judging import Verdict, judge
from assignments.grading.notebook import Unreadable, Work, read_work
from assignments.grading.outcome import Outcome
from assignments.grading.sandbox import Limits
from assignments.grading.source import Assignment
from assignments.grading.student import Student
from assignments.grading.submissions import Submission


def grade(
    submission: Submission,
    assignment: Assignment,
    limits: Limits,
    *,
    worker: int = 0,
    bubblewrap: bool,
    compiled: Path,
) -> Outcome:
    """Run a submission and judge each of its answers.

    Parameters
    ----------
    submission : Submission
        What was handed in.
    assignment : Assignment
        What was asked.
    limits : Limits
        What it may use.
    worker : int
        The number of the worker.
    bubblewrap : bool
        Whether there is a sandbox.
    compiled : Path
        A folder of compiled kernels.

    Returns
    -------
    Outcome
        Always: what cannot be read earns nothing and says why.
    """
    try:
        work = read_work(submission.read(), assignment)
    except Unreadable as error:
        return without_marks(submission, assignment, str(error))
    options = {"worker": worker, "bubblewrap": bubblewrap, "compiled": compiled}
    with Student(work.code, limits, **options) as student:
        student.run()
        seed = f"{assignment.name}/{submission.student}"
        verdicts = tuple(
            judge(question, student, seed)
            for question in assignment.questions
            if question.test is not None
        )
        odd = [*work.unusual, *student.unusual]
    odd += [verdict.unusual for verdict in verdicts if verdict.unusual]
    written = _written(work, assignment)
    return Outcome(
        submission.name, submission.student, submission.version, verdicts, written, tuple(odd)
    )


def without_marks(submission: Submission, assignment: Assignment, why: str) -> Outcome:
    """Return the outcome of a submission that could not be run.

    Parameters
    ----------
    submission : Submission
        What was handed in.
    assignment : Assignment
        What was asked.
    why : str
        For the student and the person who grades.

    Returns
    -------
    Outcome
    """
    verdicts = tuple(
        Verdict(question.name, 0.0, question.points, why)
        for question in assignment.questions
        if question.test is not None
    )
    return Outcome(submission.name, submission.student, submission.version, verdicts, {}, (why,))


def _written(work: Work, assignment: Assignment) -> dict[str, str]:
    manual = [question.name for question in assignment.questions if question.test is None]
    return {name: work.answers[name] for name in manual if name in work.answers}
