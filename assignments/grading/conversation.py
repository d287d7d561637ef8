"""Requests to the student's side and its replies, each within its time."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import time
from typing import Any

LONGEST = 1_100_000  # bytes of a reply


class Lost(Exception):
    """The student's side ended, fell silent or talked nonsense; the message says which."""


class Conversation:
    """The talk with one process: a request, then its reply, each a JSON of one line.

    Parameters
    ----------
    process
        The student's side.
    """

    def __init__(self, process: subprocess.Popen) -> None:
        self.process = process
        self._last = 0
        self._rest = b""
        self._selector = selectors.DefaultSelector()
        self._selector.register(process.stdout, selectors.EVENT_READ)

    def ask(self, patience: float, **request: Any) -> dict[str, Any]:
        """Send a request and wait for its reply.

        Parameters
        ----------
        patience : float
            Seconds on the clock.
        **request
            What is asked.

        Returns
        -------
        dict
            The reply, with a ``state`` that is text.

        Raises
        ------
        Lost
            If there is no proper reply in time.
        """
        self._last += 1
        end = time.monotonic() + patience
        self._send(json.dumps({"id": self._last, **request}).encode() + b"\n", end)
        try:
            reply = json.loads(self._line(end))
        except (ValueError, RecursionError):
            raise Lost("wrote where only answers belong") from None
        proper = isinstance(reply, dict) and isinstance(reply.get("state"), str)
        if not proper or reply.get("id") != self._last:
            raise Lost("wrote where only answers belong")
        return reply

    def _send(self, words: bytes, end: float) -> None:
        """Write without waiting for ever: a process that sleeps reads nothing."""
        pipe = self.process.stdin.fileno()
        os.set_blocking(pipe, False)
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_WRITE)
            while words:
                left = end - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise Lost("ran out of time and could not be interrupted")
                try:
                    words = words[os.write(pipe, words) :]
                except BlockingIOError:
                    continue
                except OSError:
                    raise Lost("ended the program") from None

    def _line(self, end: float) -> bytes:
        while b"\n" not in self._rest:
            left = end - time.monotonic()
            if left <= 0 or not self._selector.select(left):
                raise Lost("ran out of time and could not be interrupted")
            piece = os.read(self.process.stdout.fileno(), 65536)
            if not piece:
                raise Lost("ended the program")
            self._rest += piece
            if len(self._rest) > LONGEST:
                raise Lost("wrote where only answers belong")
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def close(self) -> None:
        """Stop listening."""
        self._selector.close()
