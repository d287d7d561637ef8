"""One task for several programs, which take turns, each in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.environments import Unavailable, Worker
from benchmarks.report import Group
from benchmarks.settings import Settings


def all_in_turn(
    settings: Settings,
    group: Group,
    title: str,
    entrants: Mapping[tuple[str, str], Callable[[], Worker]],
) -> dict[tuple[str, str], dict[str, Any]]:
    """Let everybody do the task once, then once more, until all have been seen often enough.

    Parameters
    ----------
    settings
        How often.
    group
        Is told who failed, and why.
    title
        Of the task.
    entrants
        Name of a program and of a way to use it, to what starts it.

    Returns
    -------
    dict
        What each found and took, without those that failed.
    """
    workers: dict[tuple[str, str], Worker] = {}
    found: dict[tuple[str, str], dict[str, Any]] = {}

    def attempt(who: tuple[str, str], work: Callable[[], Any]) -> bool:
        try:
            work()
        except Unavailable as why:
            group.skipped.append(f"{', '.join(who)} ({title}): {why}")
            return False
        return True

    try:
        for who, begin in entrants.items():
            settings.say(f"{title}: {', '.join(who)}")
            attempt(who, lambda who=who, begin=begin: workers.update({who: begin()}))
        settings.say(f"{title}: taking turns")
        take_turns(workers, settings.repeats, attempt)
        for who, worker in workers.items():
            if worker.timing.cpu:
                attempt(who, lambda who=who, worker=worker: found.update({who: worker.end()}))
    finally:
        for worker in workers.values():
            worker.stop()
    return found


def take_turns(
    workers: Mapping[Any, Worker],
    repeats: int,
    attempt: Callable[[Any, Callable[[], Any]], bool],
) -> None:
    """Let everybody solve the problem once, then once more, until there are enough samples.

    Parameters
    ----------
    workers
        Who takes part.
    repeats
        Samples wanted of each.
    attempt
        Does its second argument, and returns whether it could be done; who fails is out.
    """
    waiting = dict(workers)
    while waiting:
        for who, worker in list(waiting.items()):
            if worker.timing.enough(repeats) or not attempt(who, worker.run):
                del waiting[who]


def fastest_other(rows: list[dict[str, Any]], ours: str) -> dict[str, Any] | None:
    """Return the row of the fastest program but `ours`; None if there is none."""
    others = [row for row in rows if row["program"] != ours and row.get("cpu")]
    return min(others, key=lambda row: row["cpu"], default=None)
