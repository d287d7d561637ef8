"""A student's notebook, run cell by cell, that answers questions about what it defines."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from assignments.grading import sandbox
from assignments.grading.conversation import Conversation, Lost
from assignments.grading.sandbox import Limits

STARTS = 8  # a notebook that breaks more often than this is left alone
LAUNCH = 60.0  # seconds on the clock for Python to come up on a busy machine
MUCH = 1_000_000  # characters printed


class Unanswered(Exception):
    """There is no answer to judge; the message says why, to the student."""


class Student:
    """The process behind a notebook; it is started again without the cell that broke it.

    Parameters
    ----------
    cells
        The code cells in order.
    limits
        What they may use.
    worker
        The number of the worker who asks.
    bubblewrap
        Whether there is a sandbox.
    compiled
        A folder of compiled kernels.
    """

    def __init__(
        self,
        cells: tuple[str, ...],
        limits: Limits,
        *,
        worker: int = 0,
        bubblewrap: bool,
        compiled: Path,
    ) -> None:
        self.cells = cells
        self.limits = limits
        self.unusual: list[str] = []
        self._options = {"bubblewrap": bubblewrap, "compiled": compiled}
        self._worker = worker
        self._end = time.monotonic() + limits.total
        self._talk: Conversation | None = None
        self._home: Path | None = None
        self._starts = 0
        self._done: list[int] = []
        self._dead: dict[str, str] = {}

    def __enter__(self) -> Student:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def run(self) -> None:
        """Run all cells in order, then those again that came before what they needed."""
        early = [k for k in range(len(self.cells)) if self._run(k).startswith("NameError")]
        mended: list[int] = []
        while early:
            left = [k for k in early if self._run(k).startswith("NameError")]
            if len(left) == len(early):
                break
            mended += [k for k in early if k not in left]
            early = left
        if mended:
            self._note(f"Cells that only run after later ones: {_numbers(sorted(mended))}.")

    def answer(self, name: str) -> Any:
        """Return what the notebook calls `name`: plain data, or something to call.

        Parameters
        ----------
        name : str
            The name that the assignment asks for.

        Returns
        -------
        plain data or callable
            The callable runs the student's function on their side, and returns plain data.

        Raises
        ------
        Unanswered
            If there is nothing of that name, or it is not plain data.
        """
        reply = self._ask(f"`{name}`", self.limits.call, do="get", name=name)
        if reply["state"] == "function":
            return lambda *arguments: self._call(name, arguments)
        return _value(reply, f"`{name}`")

    def _call(self, name: str, arguments: tuple) -> Any:
        call = f"`{name}({', '.join(map(_shown, arguments))})`"
        if name in self._dead:
            raise Unanswered(self._dead[name])
        packed = [_packed(argument) for argument in arguments]
        try:
            reply = self._ask(call, self.limits.call, do="call", name=name, arguments=packed)
        except Unanswered as error:
            self._dead[name] = str(error)
            raise
        if reply["state"] == "out of time":
            self._dead[name] = f"{call} took longer than {self.limits.call:g} s."
            raise Unanswered(self._dead[name])
        return _value(reply, call)

    def _ask(self, what: str, seconds: float, **request: Any) -> dict[str, Any]:
        """Ask, and start again if that was one question too many."""
        try:
            return self._started().ask(self._patience(seconds), seconds=seconds, **request)
        except Lost as error:
            self._stop()
            self._note(f"Asked for {what}, the notebook {error}.")
            raise Unanswered(f"Asked for {what}, your notebook {error}.") from None

    def _run(self, k: int) -> str:
        """Run a cell and return its error, which is empty if there was none."""
        seconds = self.limits.cell
        try:
            talk = self._started()
            reply = talk.ask(self._patience(seconds), do="run", code=self.cells[k], seconds=seconds)
        except (Lost, Unanswered) as error:
            if isinstance(error, Lost):
                self._stop()
                self._note(f"Code cell {k + 1} {error}; the others were run without it.")
            self._done = [other for other in self._done if other != k]
            return "lost"
        if reply["state"] == "out of time":
            self._note(f"Code cell {k + 1} was stopped after {seconds:g} s.")
            return "out of time"
        if reply.get("printed", 0) > MUCH:
            self._note("The notebook prints more than a million characters.")
        self._done.append(k)
        error = str(reply.get("error", ""))
        if error.startswith("MemoryError"):
            self._note(f"Code cell {k + 1} asked for more memory than there is.")
            self._done.remove(k)
        if "not allowed while this is graded" in error or error.startswith("EOFError: input()"):
            self._note(f"Code cell {k + 1}: {error}")
        return error

    def _started(self) -> Conversation:
        """Return the conversation, begun again with the cells that did no harm, if need be."""
        while self._talk is None:
            if self._starts == STARTS:
                self._note(f"The notebook broke {STARTS} times and was left alone.")
                raise Unanswered("Your notebook ends the program again and again.")
            self._starts += 1
            self._home = Path(tempfile.mkdtemp(prefix="grading-"))
            process = sandbox.start(self.limits, self._worker, home=self._home, **self._options)
            self._talk = Conversation(process)
            seconds, k = self.limits.cell, None
            try:
                self._talk.ask(LAUNCH, do="get", name="__name__")
                for k in self._done:
                    patience = self._patience(seconds)
                    self._talk.ask(patience, do="run", code=self.cells[k], seconds=seconds)
            except Lost:
                self._stop()
                if k is not None:
                    self._done.remove(k)
        return self._talk

    def _patience(self, seconds: float) -> float:
        """Seconds on the clock to wait for what may compute so long."""
        left = self._end - time.monotonic()
        if left <= 0:
            self._note(f"The notebook took longer than {self.limits.total:g} s altogether.")
            raise Unanswered("Your notebook takes too long altogether.")
        return min(12 * seconds + 5, left)

    def _stop(self) -> None:
        if self._talk is not None:
            self._talk.close()
            sandbox.stop(self._talk.process)
            shutil.rmtree(self._home, ignore_errors=True)
            self._talk = None

    def _note(self, sentence: str) -> None:
        if sentence not in self.unusual:
            self.unusual.append(sentence)


def _value(reply: dict[str, Any], what: str) -> Any:
    state = reply["state"]
    if state == "value" and "value" in reply:
        return reply["value"]
    if state == "missing":
        raise Unanswered(f"There is no {what} in your notebook when all cells have run.")
    if state == "not plain":
        raise Unanswered(
            f"{what} is {str(reply.get('error'))[:300]}; it should be a number, or a list of them."
        )
    raise Unanswered(f"{what} raised {str(reply.get('error'))[:300]}")


def _packed(argument: Any) -> Any:
    if isinstance(argument, np.ndarray):
        return {"array": argument.tolist()}
    return argument.item() if isinstance(argument, np.generic) else argument


def _shown(argument: Any) -> str:
    if isinstance(argument, float | np.floating):
        return f"{argument:.6g}"
    return "..." if isinstance(argument, np.ndarray) else repr(argument)


def _numbers(cells: list[int]) -> str:
    return ", ".join(str(k + 1) for k in cells)
