"""Which submissions a folder holds, and whose they are."""

from __future__ import annotations

import dataclasses
import re
import stat
from pathlib import Path

from assignments.grading.notebook import LARGEST, Unreadable

# Ada Lovelace_123456_assignsubmission_file_/work.ipynb, or the same in one name (Moodle)
_MOODLE = re.compile(r"^(?P<student>.+?_\d+)_assignsubmission_(?:file|onlinetext)_?")
# lovelaceada_LATE_1234_56789_work-1.ipynb (Canvas)
_CANVAS = re.compile(r"^(?P<student>[^_]+)(?:_LATE)?_(?P<id>\d+)_\d+_.+?(?:-(?P<version>\d+))?$")


@dataclasses.dataclass(frozen=True)
class Submission:
    """One submission: its file, the name it has in the folder, whose it is, and which version."""

    path: Path
    name: str
    student: str
    version: int = 0

    def read(self) -> bytes:
        """Return the file's bytes.

        Raises
        ------
        Unreadable
            If it is a symbolic link, not a file, not a notebook by name, too large, or refuses.
        """
        try:
            state = self.path.lstat()
            if stat.S_ISLNK(state.st_mode):
                raise Unreadable("It is a symbolic link; links are not followed.")
            if not stat.S_ISREG(state.st_mode):
                raise Unreadable("It is not a file.")
            if self.path.suffix.lower() != ".ipynb":
                raise Unreadable(f"It is no notebook: its name ends in {self.path.suffix!r}.")
            if state.st_size > LARGEST:
                raise Unreadable(f"It is {state.st_size / 1e6:.0f} MB large.")
            return self.path.read_bytes()
        except OSError as error:
            raise Unreadable(f"It could not be read: {error.strerror}.") from None


def find_submissions(folder: Path) -> list[Submission]:
    """List a folder's submissions, as learning platforms and nbgrader name them.

    Parameters
    ----------
    folder : Path
        Notebooks, or folders of notebooks, one a student.

    Returns
    -------
    list of Submission
        Sorted by student and version. What is not a notebook is a submission too, unless the same
        student has a notebook.

    Raises
    ------
    ValueError
        If there is no such folder, or nothing in it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ValueError(f"submissions was {str(folder)!r}; it should be a folder")
    found = []
    for path in _files(folder):
        relative = path.relative_to(folder)
        student, version = _whose(relative)
        found.append(Submission(path, relative.as_posix(), student, version))
    with_notebook = {one.student for one in found if one.path.suffix.lower() == ".ipynb"}
    found = [
        one
        for one in found
        if one.path.suffix.lower() == ".ipynb" or one.student not in with_notebook
    ]
    if not found:
        raise ValueError(f"submissions was {str(folder)!r}; there is no file in it")
    return sorted(found, key=lambda one: (one.student, one.version, one.name))


def _files(folder: Path) -> list[Path]:
    """List what is in a folder, hidden things apart, and follow no link."""
    files = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "__MACOSX")):
            continue
        if path.is_dir() and not path.is_symlink():
            files += _files(path)
        else:
            files.append(path)
    return files


def _whose(relative: Path) -> tuple[str, int]:
    first = relative.parts[0] if len(relative.parts) > 1 else relative.stem
    if match := _MOODLE.match(first):
        return match["student"], 0
    if len(relative.parts) > 1:
        return first, 0
    if match := _CANVAS.match(first):
        return f"{match['student']}_{match['id']}", int(match["version"] or 0)
    return first, 0
