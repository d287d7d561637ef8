"""One program, one way to use it, some patterns: building the weights or recalling by cues.

A module of a program hands `main` its ways: for each a function that builds weights from patterns,
and one that takes the weights of Hebb's rule and recalls. Every program recalls with weights that
it did not have to build itself, so that slow building keeps nobody from recalling.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from benchmarks.memories import Memories
from benchmarks.programs.common import Work, serve

Ways = dict[str, Callable[[Memories], tuple[Callable[[], Any], float]]]


def main(package: str, build: Ways, recall: dict[str, Callable[[Memories], Callable]]) -> None:
    """Do what the command line asks: WAY MEMORIES.

    Parameters
    ----------
    package
        Whose version is told.
    build
        For each way what returns a function that builds weights, and what a weight of 1 is in
        them.
    recall
        For each way what returns a function that recalls all cues and returns their ends.
    """
    way, memories = sys.argv[1], Memories.from_json(sys.argv[2])
    scale = [1.0]

    def prepare() -> Work:
        if memories.task == "building":
            run, scale[0] = build[way](memories)
            return Work(run=run)
        return Work(run=recall[way](memories))

    def outcome(_work: Work, result: Any) -> dict[str, Any]:
        if memories.task == "building":
            return memories.building_outcome(result, scale[0])
        return memories.recall_outcome(result)

    serve(package, prepare, outcome)
