"""The cells of a submitted notebook, read leniently: a fault of format costs nobody marks."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter

from assignments.grading.source import Assignment, tags, text

LARGEST = 120_000_000  # bytes: a notebook with 50 MB of output is still read


class Unreadable(Exception):
    """A file that holds no notebook; the message says why."""


@dataclasses.dataclass(frozen=True)
class Work:
    """What a student wrote: code cells in order, written answers by name, and what was odd."""

    code: tuple[str, ...]
    answers: dict[str, str]
    unusual: tuple[str, ...]


def read_work(content: bytes, assignment: Assignment) -> Work:
    """Read a submission.

    Parameters
    ----------
    content : bytes
        The file.
    assignment : Assignment
        What it is a submission to.

    Returns
    -------
    Work
        A cell that occurs twice, once as released and once with work in it, counts with the work.

    Raises
    ------
    Unreadable
        If it is not a notebook.
    """
    notebook = _parsed(content)
    unusual = []
    cells = notebook.get("cells")
    if not isinstance(cells, list) and isinstance(notebook.get("worksheets"), list):
        unusual.append("The notebook is of format 3, of the years before 2015; it was read.")
        cells = [
            cell
            for sheet in notebook["worksheets"]
            if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
            for cell in sheet["cells"]
        ]
    if not isinstance(cells, list):
        raise Unreadable("It is JSON, but there are no cells in it: not a notebook.")
    unusual += _about_the_kernel(notebook)
    cells = [cell for cell in cells if isinstance(cell, dict)]
    named = Counter(tags(cell)["grade_id"] for cell in cells if tags(cell))
    twice = sorted(name for name, count in named.items() if count > 1)
    if twice:
        unusual.append(f"Cells that occur more than once: {', '.join(twice)}.")
    expected = {question.name for question in assignment.questions if question.test is not None}
    gone = sorted(expected - set(named))
    if gone:
        unusual.append(f"Test cells that are not there any more: {', '.join(gone)}.")
    blanks = assignment.blanks()
    code, answers = [], {}
    for cell in cells:
        name, source = tags(cell).get("grade_id"), text(cell)
        blank = source.strip() == blanks.get(name, "").strip()
        if cell.get("cell_type") == "code":
            if source.strip() and not (blank and named[name] > 1):
                code.append(source)
        elif name is not None and not blank:
            answers[name] = "\n\n".join(filter(None, [answers.get(name), source.strip()]))
    if not code:
        unusual.append("There is no code in the notebook.")
    return Work(tuple(code), answers, tuple(unusual))


def _parsed(content: bytes) -> dict:
    if not content.strip():
        raise Unreadable("The file is empty.")
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"The file is not a notebook: {type(error).__name__}: {error}") from None
    if not isinstance(notebook, dict):
        raise Unreadable("It is JSON, but not a notebook.")
    return notebook


def _about_the_kernel(notebook: dict) -> list[str]:
    metadata = notebook.get("metadata")
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    name = kernel.get("name") if isinstance(kernel, dict) else None
    if name in (None, "python3"):
        return []
    return [f"The notebook asks for the kernel {str(name)[:60]!r}; it was run with Python 3."]
