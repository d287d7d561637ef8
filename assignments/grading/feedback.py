"""What a student gets back: a page without scripts, and without a single test."""

from __future__ import annotations

import hashlib
import html
import re

from assignments.grading.outcome import Outcome
from assignments.grading.source import Assignment


def file_name(outcome: Outcome) -> str:
    """Return a name for the page that every file system takes and no other page has."""
    readable = re.sub(r"[^\w.-]+", "_", outcome.submission.removesuffix(".ipynb"))[:60]
    mark = hashlib.sha256(outcome.submission.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"{readable}-{mark}.html"


def feedback(outcome: Outcome, assignment: Assignment, marked: dict[str, tuple[float, str]]) -> str:
    """Return the feedback as an HTML page.

    Parameters
    ----------
    outcome : Outcome
        What came of the submission.
    assignment : Assignment
        What was asked.
    marked : dict
        Name of a manual question -> points and comment of the person who marked it.

    Returns
    -------
    str
    """
    verdicts = {verdict.question: verdict for verdict in outcome.verdicts}
    sections = []
    for question in assignment.questions:
        if question.test is not None:
            verdict = verdicts[question.name]
            earned, message = f"{verdict.points:g}", verdict.message
        elif question.name in marked:
            points, message = marked[question.name]
            earned = f"{points:g}"
        else:
            earned, message = "–", "A person reads this answer."
        sections.append(
            f"<section>\n<h2>{_safe(question.name)}: {earned} of {question.points:g}</h2>\n"
            f"<p>{_safe(message)}</p>\n"
            + _quoted(outcome.written.get(question.name, ""))
            + "</section>"
        )
    total = outcome.points + sum(points for points, _ in marked.values())
    title = _safe(assignment.name.replace("_", " "))
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{title}: feedback</title>",
            "<style>:root{color-scheme:light dark}body{font:1rem/1.5 sans-serif;max-width:40rem;"
            "margin:2rem auto;padding:0 1rem}blockquote{white-space:pre-wrap}</style>",
            f"</head>\n<body>\n<main>\n<h1>{title}</h1>",
            f"<p>{_safe(outcome.submission)}: {total:g} of {assignment.points:g} points.</p>",
            *sections,
            "</main>\n</body>\n</html>\n",
        ]
    )


def _quoted(words: str) -> str:
    return f"<blockquote>{_safe(words)}</blockquote>\n" if words else ""


def _safe(words: str) -> str:
    return html.escape(words.encode("utf-8", "replace").decode("utf-8"))
