"""What the person who grades gets: a table, a list of what is theirs to mark, a report."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from assignments.grading.feedback import feedback, file_name
from assignments.grading.outcome import Outcome
from assignments.grading.source import Assignment

Marks = dict[tuple[str, str], tuple[float, str]]
_MANUAL = ["submission", "question", "out_of", "points", "comment", "text"]


def read_marks(out: Path, assignment: Assignment) -> Marks:
    """Read the points a person gave in ``manual.csv``.

    Parameters
    ----------
    out : Path
        The folder that an earlier run wrote.
    assignment : Assignment
        What was asked.

    Returns
    -------
    dict
        Submission and question -> points and comment.

    Raises
    ------
    ValueError
        If points are no number, or not between zero and what the question is worth.
    """
    path = out / "manual.csv"
    if not path.exists():
        return {}
    worth = {question.name: question.points for question in assignment.questions}
    marks = {}
    with path.open(newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            given = (row.get("points") or "").strip()
            if not given or row["question"] not in worth:
                continue
            most = worth[row["question"]]
            try:
                points = float(given)
            except ValueError:
                points = -1.0
            if not 0 <= points <= most:
                raise ValueError(
                    f"{path}: points of {row['submission']!r} for {row['question']!r} was "
                    f"{given!r}; it should be a number from 0 to {most:g}"
                )
            marks[row["submission"], row["question"]] = points, row.get("comment") or ""
    return marks


def write_all(out: Path, assignment: Assignment, outcomes: list[Outcome], warning: str) -> None:
    """Write ``grades.csv``, ``manual.csv``, ``report.md`` and the feedback.

    Parameters
    ----------
    out : Path
        The folder.
    assignment : Assignment
        What was asked.
    outcomes : list of Outcome
        In the order of the rows.
    warning : str
        About all of them; may be empty.
    """
    marks = read_marks(out, assignment)
    counting = {outcome.student: outcome.submission for outcome in outcomes}
    _write_grades(out / "grades.csv", assignment, outcomes, marks, counting)
    _write_manual(out / "manual.csv", assignment, outcomes, marks)
    words = report(assignment, outcomes, counting, warning)
    (out / "report.md").write_bytes(words.encode("utf-8", "replace"))
    folder = out / "feedback"
    folder.mkdir(exist_ok=True)
    for outcome in outcomes:
        marked = {
            question: mark
            for (submission, question), mark in marks.items()
            if submission == _cell(outcome.submission)
        }
        page = feedback(outcome, assignment, marked)
        (folder / file_name(outcome)).write_text(page, encoding="utf-8")


def report(
    assignment: Assignment, outcomes: list[Outcome], counting: dict[str, str], warning: str
) -> str:
    """Return everything unusual, as Markdown.

    Parameters
    ----------
    assignment : Assignment
        What was asked.
    outcomes : list of Outcome
        What came of it.
    counting : dict
        Student -> the submission that counts.
    warning : str
        About all of them; may be empty.

    Returns
    -------
    str
    """
    lines = [f"# {assignment.name}: {len(outcomes)} submissions", ""]
    if warning:
        lines += [f"**{warning}**", ""]
    several = Counter(outcome.student for outcome in outcomes)
    for outcome in outcomes:
        odd = list(outcome.unusual)
        if several[outcome.student] > 1:
            which = counting[outcome.student]
            counts = "this one" if which == outcome.submission else repr(which)
            odd.insert(
                0, f"{several[outcome.student]} submissions by one student; {counts} counts."
            )
        if odd:
            lines += [f"## {_line(outcome.submission)}", ""]
            lines += [f"- {_line(sentence)}" for sentence in odd] + [""]
    if len(lines) == 2:
        lines += ["Nothing unusual.", ""]
    return "\n".join(lines)


def _write_grades(path, assignment, outcomes, marks, counting) -> None:
    names = [question.name for question in assignment.questions]
    manual = [question for question in assignment.questions if question.test is None]
    head = ["submission", "student", "counts", *names, "total", "out_of", "still_to_mark"]
    rows = []
    for outcome in outcomes:
        name = _cell(outcome.submission)
        points = {verdict.question: verdict.points for verdict in outcome.verdicts}
        points |= {question: mark for (one, question), (mark, _) in marks.items() if one == name}
        waiting = sum(
            question.points
            for question in manual
            if question.name in outcome.written and question.name not in points
        )
        counts = "yes" if counting[outcome.student] == outcome.submission else "no"
        rows.append(
            [name, _cell(outcome.student), counts]
            + [f"{points[question]:g}" if question in points else "" for question in names]
            + [f"{sum(points.values()):g}", f"{assignment.points:g}", f"{waiting:g}"]
        )
    _write_table(path, head, rows)


def _write_manual(path, assignment, outcomes, marks) -> None:
    rows = []
    for outcome in outcomes:
        for question in assignment.questions:
            if question.name in outcome.written:
                name = _cell(outcome.submission)
                points, comment = marks.get((name, question.name), ("", ""))
                given = f"{points:g}" if points != "" else ""
                words = _cell(outcome.written[question.name])
                rows.append(
                    [name, question.name, f"{question.points:g}", given, _cell(comment), words]
                )
    _write_table(path, _MANUAL, rows)


def _write_table(path: Path, head: list[str], rows: list[list[str]]) -> None:
    draft = path.with_suffix(".draft")
    # With a mark at the beginning, so that spreadsheets read names as they are written.
    with draft.open("w", newline="", encoding="utf-8-sig", errors="replace") as file:
        csv.writer(file).writerows([head, *rows])
    draft.replace(path)


def _cell(words: str) -> str:
    """Keep a spreadsheet from taking a student's words for a formula."""
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r")) else words


def _line(words: str) -> str:
    return " ".join(words.split()).replace("<", "&lt;")
