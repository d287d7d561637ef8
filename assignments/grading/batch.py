"""Grade many submissions: over several cores, each once, and none at another's expense."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import hashlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from tqdm import tqdm

from assignments.grading import sandbox
from assignments.grading.grade import grade, without_marks
from assignments.grading.notebook import Unreadable
from assignments.grading.outcome import Outcome
from assignments.grading.sandbox import LIBRARY, Limits
from assignments.grading.source import Assignment, model_solution, read_assignment, text
from assignments.grading.submissions import Submission

_worker = 0


@dataclasses.dataclass(frozen=True)
class Job:
    """How all submissions of a batch are graded."""

    source: Path
    limits: Limits
    bubblewrap: bool
    compiled: Path


def grade_all(
    submissions: list[Submission],
    source: Path,
    kept: Path,
    *,
    limits: Limits,
    bubblewrap: bool,
    workers: int,
    progress: bool = True,
) -> list[Outcome]:
    """Grade submissions, except those that are graded and have not changed since.

    Parameters
    ----------
    submissions : list of Submission
        What was handed in.
    source : Path
        The assignment's source notebook.
    kept : Path
        A folder for the outcomes; one that is there already is not worked out again, unless the
        submission, the assignment, the library, the limits or the grading itself changed.
    limits : Limits
        What each may use.
    bubblewrap : bool
        Whether to use bubblewrap.
    workers : int
        How many at a time.
    progress : bool
        Whether to show a progress bar.

    Returns
    -------
    list of Outcome
        In the order of the submissions.
    """
    if workers < 1:
        raise ValueError(f"workers was {workers!r}; it should be 1 or more")
    assignment = read_assignment(source)
    kept.mkdir(parents=True, exist_ok=True)
    rules = _rules(source, limits, bubblewrap)
    places = [kept / f"{_key(submission, rules)}.json" for submission in submissions]
    todo = [k for k, place in enumerate(places) if not place.exists()]
    if todo:
        with tempfile.TemporaryDirectory(prefix="kernels-") as folder:
            os.chmod(folder, 0o755)
            compiled = Path(folder).resolve()
            _compile(assignment, compiled)
            job = Job(source, limits, bubblewrap, compiled)
            bar = tqdm(total=len(places), initial=len(places) - len(todo), disable=not progress)
            with bar:
                for k, outcome in _graded(submissions, todo, job, assignment, workers):
                    _keep(outcome, places[k])
                    bar.update()
    return [Outcome.from_json(json.loads(place.read_text("utf-8"))) for place in places]


def _graded(submissions, todo, job, assignment, workers):
    """Yield each submission's number and outcome, whatever happens to the workers."""
    left = set(todo)
    with _pool(workers) as pool:
        running = {pool.submit(_grade, submissions[k], job): k for k in todo}
        try:
            for future in concurrent.futures.as_completed(running):
                outcome = future.result()
                left.discard(running[future])
                yield running[future], outcome
        except BrokenProcessPool:
            pass  # a worker died, and took the others' work along; alone each shows if it did it
    for k in sorted(left):
        with _pool(1) as pool:
            try:
                outcome = pool.submit(_grade, submissions[k], job).result()
            except BrokenProcessPool:
                why = "The grading itself ended abruptly; this submission needs a person."
                outcome = without_marks(submissions[k], assignment, why)
        yield k, outcome


def _pool(workers: int) -> concurrent.futures.ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    numbers = context.Queue()
    for number in range(workers):
        numbers.put(number)
    return concurrent.futures.ProcessPoolExecutor(
        workers, mp_context=context, initializer=_begin, initargs=(numbers,)
    )


def _begin(numbers) -> None:
    global _worker
    _worker = numbers.get()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process stops the batch


def _grade(submission: Submission, job: Job) -> Outcome:
    """Grade one, in a worker. An error of the grading costs this submission's row, no other."""
    assignment = read_assignment(job.source)
    try:
        return grade(
            submission,
            assignment,
            job.limits,
            worker=_worker,
            bubblewrap=job.bubblewrap,
            compiled=job.compiled,
        )
    except Exception as error:
        why = f"The grading itself failed ({type(error).__name__}); this submission needs a person."
        return without_marks(submission, assignment, why)


def _compile(assignment: Assignment, compiled: Path) -> None:
    """Run the model solution once, so that the library's kernels are compiled for everybody."""
    cells = model_solution(assignment.notebook)["cells"]
    code = "\n\n".join(text(cell) for cell in cells if cell["cell_type"] == "code")
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(compiled), "MPLBACKEND": "agg"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=compiled,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["(no message)"])[-1]
        raise ValueError(f"the model solution of {assignment.name} does not run: {last}")


def _rules(source: Path, limits: Limits, bubblewrap: bool) -> str:
    """Return a hash of everything but the submission that a grade depends on."""
    digest = hashlib.sha256(repr((limits, bubblewrap, sys.version)).encode())
    files = [source, *sorted(Path(__file__).parent.glob("*.py")), *sorted(LIBRARY.rglob("*.py"))]
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _key(submission: Submission, rules: str) -> str:
    try:
        content = submission.read()
    except Unreadable as error:
        content = str(error).encode()
    digest = hashlib.sha256(f"{rules}\n{submission.name}\n".encode("utf-8", "surrogateescape"))
    digest.update(content)
    return digest.hexdigest()[:32]


def _keep(outcome: Outcome, place: Path) -> None:
    """Write an outcome whole or not at all."""
    draft = place.with_suffix(".draft")
    draft.write_text(json.dumps(outcome.as_json()), encoding="utf-8")
    draft.replace(place)


def choose_bubblewrap(wanted: bool | None) -> bool:
    """Decide whether to use bubblewrap.

    Parameters
    ----------
    wanted : bool or None
        None: if it works here.

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        If it is wanted and does not work.
    """
    works = sandbox.bubblewrap_works() if wanted is not False else False
    if wanted and not works:
        raise ValueError("sandbox was 'bubblewrap'; it does not work here")
    return works
