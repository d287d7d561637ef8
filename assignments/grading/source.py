"""An assignment as its author writes it, and the two notebooks that follow from it.

Cells carry nbgrader's metadata and its tags (``### BEGIN SOLUTION``, ``### BEGIN HIDDEN TESTS``),
so that nbgrader can work with them too. The student version is cut here, in nbgrader's format, and
needs no package.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

_SOLUTION = re.compile(r"^([ \t]*)### BEGIN SOLUTION\n.*?^[ \t]*### END SOLUTION$", re.M | re.S)
_HIDDEN = re.compile(
    r"^[ \t]*### BEGIN HIDDEN TESTS\n.*?^[ \t]*### END HIDDEN TESTS\n?", re.M | re.S
)
TEXT_STUB = "YOUR ANSWER HERE"


@dataclasses.dataclass(frozen=True)
class Question:
    """One question: its name, its points, and its test, or None if a person marks it."""

    name: str
    points: float
    test: str | None


@dataclasses.dataclass(frozen=True)
class Assignment:
    """An assignment: its name, its questions in order, and its source notebook."""

    name: str
    questions: tuple[Question, ...]
    notebook: dict[str, Any]

    @property
    def points(self) -> float:
        """What it is worth altogether."""
        return sum(question.points for question in self.questions)

    def blanks(self) -> dict[str, str]:
        """Map the name of a cell to what the student version has in it."""
        return {
            tags(cell)["grade_id"]: text(cell)
            for cell in student_version(self.notebook)["cells"]
            if tags(cell)
        }


def tags(cell: dict[str, Any]) -> dict[str, Any]:
    """Return what a cell's metadata say to nbgrader; empty if nothing, or nothing sensible."""
    metadata = cell.get("metadata")
    found = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return found if isinstance(found, dict) and isinstance(found.get("grade_id"), str) else {}


def text(cell: dict[str, Any]) -> str:
    """Return a cell's source, which a notebook keeps as a string or a list of lines."""
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def read_assignment(path: Path) -> Assignment:
    """Read a source notebook.

    Parameters
    ----------
    path : Path
        The notebook; its name without suffix is the assignment's.

    Returns
    -------
    Assignment

    Raises
    ------
    ValueError
        If two questions have one name, or a question has no test or no points.
    """
    notebook = json.loads(Path(path).read_text(encoding="utf-8"))
    questions = []
    for cell in notebook["cells"]:
        tag = tags(cell)
        if not tag.get("grade"):
            continue
        manual = bool(tag.get("solution"))
        question = Question(tag["grade_id"], tag.get("points", 0), None if manual else text(cell))
        if question.name in {other.name for other in questions}:
            raise ValueError(f"{path}: two questions are called {question.name!r}")
        if not question.points > 0:
            raise ValueError(
                f"{path}: points of {question.name!r} was {question.points!r}; "
                "it should be above zero"
            )
        if not manual and not _HIDDEN.search(text(cell)):
            raise ValueError(f"{path}: {question.name!r} has no hidden test")
        questions.append(question)
    if not questions:
        raise ValueError(f"{path}: there is no question in it")
    return Assignment(Path(path).stem, tuple(questions), notebook)


def student_version(notebook: dict[str, Any]) -> dict[str, Any]:
    """Cut solutions and hidden tests out of a source notebook.

    Parameters
    ----------
    notebook : dict
        The source notebook, as JSON.

    Returns
    -------
    dict
        What students get.
    """

    def cut(cell: dict[str, Any]) -> str:
        if tags(cell).get("solution") and cell["cell_type"] == "markdown":
            return TEXT_STUB
        return _SOLUTION.sub(r"\1# YOUR CODE HERE\n\1raise NotImplementedError()", text(cell))

    return _without_tests(notebook, cut)


def model_solution(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return the source notebook without its hidden tests, as a perfect student would hand it in.

    Parameters
    ----------
    notebook : dict
        The source notebook, as JSON.

    Returns
    -------
    dict
    """
    return _without_tests(notebook, text)


def _without_tests(
    notebook: dict[str, Any], rewritten: Callable[[dict[str, Any]], str]
) -> dict[str, Any]:
    """Copy a notebook with each cell's text rewritten and its hidden tests cut out."""
    copied = copy.deepcopy(notebook)
    for cell in copied["cells"]:
        source = _HIDDEN.sub("", rewritten(cell)).rstrip("\n")
        cell["source"] = source.splitlines(keepends=True)
    return copied
