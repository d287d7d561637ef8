"""What a run is asked to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Settings:
    """Choices of the command line, and what groups hand on to each other.

    Attributes
    ----------
    quick : bool
        Tiny sizes, to see that all of it runs; the numbers mean nothing.
    peers, fresh : bool
        Whether to measure other programs, and a fresh clone with empty caches.
    workspace : Path
        A folder that is gone after the run.
    say : callable
        Takes sentences on what is going on.
    keep : callable
        Writes down what the group has measured so far.
    html : Path, optional
        A built book: made by the group "book" for the group "page".
    missing : dict, optional
        Name and reason of each of the other programs that cannot be had, once that is known.
    """

    quick: bool
    peers: bool
    fresh: bool
    workspace: Path
    say: Callable[[str], None] = print
    keep: Callable[[], None] = lambda: None
    html: Path | None = None
    missing: dict[str, str] | None = None

    @property
    def repeats(self) -> int:
        """How often to do a thing."""
        return 1 if self.quick else 7
