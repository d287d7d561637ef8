"""Problems as the failure of a test: one a line, none twice."""

from __future__ import annotations

import pytest

from .visit import Problem


def report(problems: list[Problem]) -> None:
    """Fail with what is wrong, if anything is."""
    if problems:
        pytest.fail("\n".join(dict.fromkeys(map(str, problems))), pytrace=False)
