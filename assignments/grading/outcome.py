"""What came of one submission."""

from __future__ import annotations

import dataclasses
from typing import Any

from assignments.grading.judging import Verdict


@dataclasses.dataclass(frozen=True)
class Outcome:
    """One submission, graded.

    Parameters
    ----------
    submission, student, version
        As in `Submission`.
    verdicts
        One an automatic question, in the assignment's order.
    written
        Name of a manual question -> what the student wrote.
    unusual
        Sentences for the person who grades.
    """

    submission: str
    student: str
    version: int
    verdicts: tuple[Verdict, ...]
    written: dict[str, str]
    unusual: tuple[str, ...]

    @property
    def points(self) -> float:
        """Points of the automatic questions."""
        return sum(verdict.points for verdict in self.verdicts)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Outcome:
        """Return what `as_json` made plain."""
        verdicts = tuple(Verdict(**verdict) for verdict in data["verdicts"])
        return cls(**{**data, "verdicts": verdicts, "unusual": tuple(data["unusual"])})
