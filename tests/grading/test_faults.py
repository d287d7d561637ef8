"""Every fault gets fair marks, with a sandbox and without, and none changes another's."""

from __future__ import annotations

import csv
import socket
from pathlib import Path

import pytest

from assignments.grading.__main__ import USUAL, main
from assignments.grading.sandbox import bubblewrap_works
from assignments.grading.source import read_assignment
from grading import NO_SANDBOX
from grading.faults import POINTS, Fault, faults

LIMITS = ["--cell", "3", "--call", "2", "--workers", "2", "--quiet"]

# What the code does, not how the file is read, is another matter without a sandbox.
RUN_TWICE = {
    f"{name}.ipynb"
    for name in [
        "model",
        "perfect",
        "blank",
        "loop",
        "slow_function",
        "exit",
        "exit_in_function",
        "killed",
        "hog",
        "bomb",
        "equal",
        "patched",
        "reads_tests",
        "reads_others",
        "reads_library",
        "writes",
        "writes_own",
        "network",
        "faked",
        "input",
        "turing_12_34_work",
        "turing_12_35_work-1",
    ]
}


def rows_of(out: Path) -> dict[str, dict[str, str]]:
    """Return the table of grades, by submission."""
    with (out / "grades.csv").open(newline="", encoding="utf-8-sig") as file:
        return {row["submission"]: row for row in csv.DictReader(file)}


class Batch:
    """All faults, graded once."""

    def __init__(self, folder: Path, sandbox: str) -> None:
        self.submissions, self.out = folder / "submissions", folder / "out"
        self.out.mkdir()
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            self.faults = faults(read_assignment(USUAL), USUAL, self.out, port)
            if sandbox == "none":  # nothing but our own barrier would stand before the machine
                self.faults = [one for one in self.faults if one.file != "kills_all.ipynb"]
                if bubblewrap_works():  # the others have been read in the sandbox's batch
                    self.faults = [one for one in self.faults if one.file in RUN_TWICE]
            for fault in self.faults:
                path = self.submissions / fault.file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(fault.content)
            (self.submissions / "link.ipynb").symlink_to(self.submissions / "perfect.ipynb")
            self.faults.append(Fault("link.ipynb", b"", tuple(POINTS), "symbolic link"))
            where = [str(self.submissions), str(self.out)]
            assert main([*where, "--sandbox", sandbox, *LIMITS]) == 0
        self.rows = rows_of(self.out)
        self.report = (self.out / "report.md").read_text("utf-8")


@pytest.fixture(scope="module", params=["bubblewrap", "none"])
def batch(request, tmp_path_factory) -> Batch:
    """All faults graded, in a sandbox and without one."""
    if request.param == "bubblewrap" and not bubblewrap_works():
        pytest.skip(NO_SANDBOX)
    return Batch(tmp_path_factory.mktemp(request.param), request.param)


def test_every_submission_has_its_fair_marks(batch):
    wrong = []
    for fault in batch.faults:
        row = batch.rows[fault.file]
        earned = {name: float(row[name]) for name in POINTS}
        fair = {name: 0 if name in fault.loses else most for name, most in POINTS.items()}
        if earned != fair or float(row["total"]) != fault.fair:
            wrong.append((fault.file, earned))
    assert not wrong
    assert len(batch.rows) == len(batch.faults)


def test_what_is_unusual_is_reported(batch):
    sections = dict(
        part.split("\n", 1) for part in batch.report.split("\n## ")[1:]
    )  # name of the submission -> what is said about it
    for fault in batch.faults:
        if fault.reported:
            assert fault.reported in sections.get(fault.file, ""), fault.file
    assert "perfect.ipynb" not in sections
    assert "blank.ipynb" not in sections


def test_the_last_of_two_submissions_counts(batch):
    assert batch.rows["turing_12_34_work.ipynb"]["counts"] == "no"
    assert batch.rows["turing_12_35_work-1.ipynb"]["counts"] == "yes"


def test_without_a_sandbox_it_says_so_loudly(batch):
    assert ("THERE IS NO SANDBOX" in batch.report) == ("none" in batch.out.parent.name)


def test_feedback_has_no_test_in_it(batch):
    pages = list((batch.out / "feedback").glob("*.html"))
    assert len(pages) == len(batch.faults)
    hidden = {
        line.strip()
        for question in read_assignment(USUAL).questions
        if question.test is not None
        for line in question.test.partition("### BEGIN HIDDEN TESTS")[2].splitlines()
        if len(line.strip()) > 12 and not line.strip().startswith('"')
    }
    assert len(hidden) > 30
    for page in pages:
        words = page.read_text("utf-8")
        assert not [line for line in hidden if line in words]
        assert "<script" not in words
