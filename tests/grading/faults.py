"""Everything that broke a grader once, as submissions, each with the marks that are fair."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

from assignments.grading.source import Assignment, model_solution, student_version, tags, text

POINTS = {
    "time-constant": 2,
    "opening-rate": 3,
    "ionic-current": 3,
    "resting-potential": 2,
    "threshold": 4,
}
LOOKS = """
def tried():
    {attempt}

try:
    tried()
    time_constant = my_capacitance / my_g_leak
except Exception:
    time_constant = 0.0
"""


@dataclasses.dataclass(frozen=True)
class Fault:
    """A submission: its file, what is in it, the questions it loses, and a word of the report."""

    file: str
    content: bytes
    loses: tuple[str, ...] = ()
    reported: str = ""

    @property
    def fair(self) -> float:
        """Points that it should get."""
        return sum(POINTS.values()) - sum(POINTS[question] for question in self.loses)


def cell(code: str) -> dict:
    """Return a code cell that a student added."""
    return {"cell_type": "code", "metadata": {}, "source": code, "outputs": []}


class Desk:
    """Where the faulty notebooks are made, from the model solution or the blank.

    Parameters
    ----------
    assignment
        The core assignment.
    """

    def __init__(self, assignment: Assignment) -> None:
        self.model = model_solution(assignment.notebook)
        self.blank = student_version(assignment.notebook)
        names: dict = {}
        for one in self.model["cells"]:
            if one["cell_type"] == "code":
                exec(text(one), names)
        # What the search finds, without the search: most faults have nothing to do with it.
        self.solved = copy.deepcopy(self.model)
        for name, answer in (("rest", "resting_potential"), ("edge", "edge")):
            code = f"{answer} = {float(names[answer])!r}"
            self.solved["cells"][where(self.solved, name)]["source"] = code

    def changed(self, change: Callable[[dict], object], *, blank: bool = False) -> bytes:
        """Return a notebook after a change."""
        notebook = copy.deepcopy(self.blank if blank else self.solved)
        change(notebook)
        return json.dumps(notebook).encode()

    def instead(self, name: str, code: str) -> bytes:
        """Return the solved notebook with other code in the cell called `name`."""

        def change(notebook: dict) -> None:
            notebook["cells"][where(notebook, name)]["source"] = code

        return self.changed(change)

    def bucket(self, code: str) -> bytes:
        """Return the solved notebook with other code for the first question."""
        return self.instead("bucket", code)


def where(notebook: dict, name: str) -> int:
    """Return the place of a cell."""
    return next(k for k, cell in enumerate(notebook["cells"]) if tags(cell).get("grade_id") == name)


def _twice(desk: Desk, blank: bool) -> Callable[[dict], None]:
    def change(notebook: dict) -> None:
        k = where(notebook, "rate")
        other = (desk.blank if blank else desk.solved)["cells"][k]
        notebook["cells"].insert(k + 1, copy.deepcopy(other))

    return change


def _without_tests(notebook: dict) -> None:
    notebook["cells"] = [cell for cell in notebook["cells"] if tags(cell).get("points") is None]


def _tests_first(notebook: dict) -> None:
    notebook["cells"].sort(key=lambda cell: "points" not in tags(cell))


def _format_3(notebook: dict) -> None:
    cells = notebook.pop("cells")
    for one in cells:
        if one["cell_type"] == "code":
            one["input"] = one.pop("source")
            one["language"] = "python"
    notebook["worksheets"] = [{"cells": cells, "metadata": {}}]
    notebook["nbformat"] = 3


def _upside_down(notebook: dict) -> None:
    """Put an answer, and the membrane it needs, above what they need."""
    cells = notebook["cells"]
    for name in ("membrane", "bucket"):
        cells.insert(1, cells.pop(where(notebook, name)))


def _stored_output(notebook: dict) -> None:
    stream = {"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}
    notebook["cells"][where(notebook, "bucket")]["outputs"] = [stream]


def _faked(notebook: dict) -> None:
    reply = {"state": "value", "value": 3.0, "printed": 0}
    code = f"""
import json, os
print("Right. 14 of 14 points.")
for number in range(1, 200):
    line = json.dumps({{"id": number, **{reply!r}}}) + "\\n"
    for stream in range(1, 12):
        try:
            os.write(stream, line.encode())
        except OSError:
            pass
"""
    notebook["cells"].append(cell(code))


def _patched(notebook: dict) -> None:
    code = """
import builtins, json, math, sys
import numpy as np
import neuromath_lib.hodgkin_huxley as model

builtins.AssertionError = type("AssertionError", (Exception,), {})
builtins.abs = lambda x: 0.0
math.isfinite = lambda x: True
np.allclose = np.isclose = lambda *a, **k: True
model.Axon.equilibrium = lambda self: type("Rest", (), {"v": -60.0})()
time_constant, resting_potential, edge = 1.0, -60.0, 1.0
alpha_n = lambda v: 1.0 + v / 1000
ionic_current = lambda v, m, h, n: 1.0
"""
    notebook["cells"][where(notebook, "number")]["source"] = "my_number = 1234"
    notebook["cells"].append(cell(code))


EQUAL = """
class Anything(float):
    def __eq__(self, other): return True
    def __lt__(self, other): return True
    __gt__ = __le__ = __ge__ = __lt__
    __hash__ = None
    def __sub__(self, other): return 0.0
    __rsub__ = __abs__ = __float__ = lambda self, *a: 0.0
    def __getattr__(self, name): return self

time_constant = Anything(1.0)
"""


def faults(assignment: Assignment, source: Path, out: Path, port: int) -> list[Fault]:
    """List all faulty submissions.

    Parameters
    ----------
    assignment : Assignment
        The core assignment.
    source : Path
        Its notebook, which some try to read.
    out : Path
        The folder of the grades, which some try to write to.
    port : int
        Where somebody listens on this machine, whom some try to call.
    """
    desk = Desk(assignment)
    first = ("time-constant",)
    everything = tuple(POINTS)
    hog = "hog = []\nwhile True:\n    hog.append(bytearray(100_000_000_000))"
    bomb = "import os\nwhile True:\n    os.fork()"
    deaf = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    ends = "    import os\n    os._exit(0)"
    kernel = {"name": "julia-1.9", "display_name": "Julia", "language": "julia"}

    def looks(attempt: str) -> bytes:
        return desk.bucket(LOOKS.format(attempt=attempt))

    def nothing(notebook: dict) -> None:
        """Leave it as it is."""

    return [
        Fault("model.ipynb", json.dumps(desk.model).encode()),
        Fault("perfect.ipynb", desk.changed(nothing)),
        Fault("blank.ipynb", desk.changed(nothing, blank=True), everything),
        Fault("twice.ipynb", desk.changed(_twice(desk, False)), (), "more than once: rate"),
        Fault("twice_blank.ipynb", desk.changed(_twice(desk, True)), (), "more than once: rate"),
        Fault("no_tests.ipynb", desk.changed(_without_tests), (), "not there any more"),
        Fault("tests_moved.ipynb", desk.changed(_tests_first)),
        Fault(
            "prints.ipynb",
            desk.changed(
                lambda nb: nb["cells"].append(cell("for k in range(50):\n    print('x' * 10**6)"))
            ),
            (),
            "more than a million characters",
        ),
        Fault("loop.ipynb", desk.bucket("while True: pass"), first, "was stopped after"),
        Fault("deaf_loop.ipynb", desk.bucket(deaf), first, "Code cell 3 "),
        Fault(
            "slow_function.ipynb",
            desk.instead("rate", "def alpha_n(v):\n    while True: pass"),
            ("opening-rate",),
        ),
        Fault("exit.ipynb", desk.bucket("import os\nos._exit(0)"), first, "ended the program"),
        Fault("sys_exit.ipynb", desk.bucket("import sys\nsys.exit(0)"), first),
        Fault(
            "exit_in_function.ipynb",
            desk.instead("current", f"def ionic_current(v, m, h, n):\n{ends}"),
            ("ionic-current",),
            "ended the program",
        ),
        Fault(
            "killed.ipynb",
            desk.bucket("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"),
            first,
            "ended the program",
        ),
        Fault("kills_all.ipynb", desk.bucket("import os\nos.kill(-1, 9)"), first),
        Fault("hog.ipynb", desk.bucket(hog), first, "more memory than there is"),
        Fault("bomb.ipynb", desk.bucket(bomb), first),
        Fault("equal.ipynb", desk.bucket(EQUAL), first),
        Fault("nan.ipynb", desk.bucket("time_constant = float('nan')"), first),
        Fault("text.ipynb", desk.bucket("time_constant = '<script>'"), first),
        Fault("patched.ipynb", desk.changed(_patched, blank=True), everything),
        Fault("reads_tests.ipynb", looks(f"open({str(source)!r}).read()"), first),
        Fault("reads_others.ipynb", looks(f"__import__('os').listdir({str(out)!r})"), first),
        Fault("writes.ipynb", looks(f"open({str(out / 'grades.csv')!r}, 'w').close()"), first),
        Fault(
            "network.ipynb",
            looks(f"__import__('socket').create_connection(('127.0.0.1', {port}), 1)"),
            first,
        ),
        # The same attempts where they are allowed: had they not been made, these would lose points.
        Fault("reads_library.ipynb", looks("open(__import__('neuromath_lib').__file__).read()")),
        Fault("writes_own.ipynb", looks("open('own.txt', 'w').close()")),
        Fault("faked.ipynb", desk.changed(_faked, blank=True), everything, "only answers belong"),
        Fault("broken.ipynb", desk.changed(nothing)[:-200], everything, "not a notebook"),
        Fault(
            "kernel.ipynb",
            desk.changed(lambda nb: nb["metadata"].update(kernelspec=kernel)),
            (),
            "run with Python 3",
        ),
        Fault("format_3.ipynb", desk.changed(_format_3), (), "format 3"),
        Fault("large.ipynb", desk.changed(_stored_output)),
        Fault("input.ipynb", desk.bucket("time_constant = float(input())"), first, "input()"),
        Fault("order.ipynb", desk.changed(_upside_down), (), "only run after later ones"),
        Fault("Zoë Ångström 李雷_4711_assignsubmission_file_/работа.ipynb", desk.changed(nothing)),
        Fault("turing_12_34_work.ipynb", desk.bucket("time_constant = 1"), first, "by one student"),
        Fault("turing_12_35_work-1.ipynb", desk.changed(nothing), (), "by one student"),
        Fault("empty.ipynb", b"", everything, "empty"),
        Fault("essay.pdf", b"%PDF", everything, "no notebook"),
        Fault("list.ipynb", b"[" * 100_000, everything, "not a notebook"),
    ]
