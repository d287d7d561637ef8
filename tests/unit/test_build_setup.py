"""The set-up: which Python it takes, what it says when something is missing, when it is quick."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_TOOLS = ("sh", "cat", "env", "command", "dirname")


def load(name: str):
    spec = importlib.util.spec_from_file_location(f"tools_{name}", ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


setup = load("setup")


def program(path: Path, text: str) -> Path:
    path.write_text("#!/bin/sh\n" + text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def bin_folder(tmp_path):
    """A folder that is the whole PATH: a shell's necessities and nothing else."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in SYSTEM_TOOLS:
        if found := shutil.which(tool):
            (folder / tool).symlink_to(found)
    return folder


@pytest.fixture
def project(tmp_path):
    """A project in a folder with a space in its name."""
    folder = tmp_path / "a project"
    folder.mkdir()
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "requirements.lock").write_text("numpy==2.0.0 \\\n    --hash=sha256:00\n")
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\n')
    return folder


def find_python(project: Path, bin_folder: Path, **environment: str):
    return subprocess.run(
        ["/bin/sh", "tools/find_python.sh"],
        cwd=project,
        env={"PATH": str(bin_folder), **environment},
        capture_output=True,
        text=True,
    )


OLD = 'case "$2" in *print*) echo 3.8;; esac; case "$2" in *exit*) exit 1;; esac'


def test_without_any_python_it_says_where_to_get_one(project, bin_folder):
    result = find_python(project, bin_folder)
    assert result.returncode == 1
    assert result.stdout == ""
    assert "No Python was found" in result.stderr
    assert "3.11 or newer" in result.stderr
    assert "python.org/downloads" in result.stderr


def test_an_old_python_is_named_with_its_version(project, bin_folder):
    program(bin_folder / "python3", OLD)
    result = find_python(project, bin_folder)
    assert result.returncode == 1
    assert "Python 3.8 was found" in result.stderr
    assert "3.11 or newer" in result.stderr


def test_a_new_python_behind_an_old_one_is_found(project, bin_folder):
    program(bin_folder / "python3", OLD)
    (bin_folder / "python3.11").symlink_to(sys.executable)
    result = find_python(project, bin_folder)
    assert result.returncode == 0
    assert Path(result.stdout.strip()).is_file()
    assert result.stderr == ""


def test_the_python_of_a_finished_environment_comes_first(project, bin_folder):
    (bin_folder / "python3.14").symlink_to(sys.executable)
    elsewhere = project / "other python"
    program(elsewhere, f'[ "$1" = -c ] && case "$2" in *executable*) echo "{elsewhere}";; esac')
    (project / ".venv").mkdir()
    (project / ".venv" / "made-with").write_text(f"{elsewhere}\n")
    assert find_python(project, bin_folder).stdout.strip() == str(elsewhere)
    elsewhere.unlink()
    assert find_python(project, bin_folder).returncode == 0


def test_a_python_that_is_asked_for_must_do(project, bin_folder):
    old = program(project / "old", OLD)
    result = find_python(project, bin_folder, PYTHON=str(old))
    assert result.returncode == 1
    assert f"PYTHON={old} is Python 3.8" in result.stderr
    result = find_python(project, bin_folder, PYTHON="/no/such/python")
    assert result.returncode == 1
    assert "does not run" in result.stderr


def test_uv_is_asked_when_there_is_no_python(project, bin_folder):
    program(bin_folder / "uv", f'[ "$2" = find ] && echo "{sys.executable}"')
    result = find_python(project, bin_folder)
    assert result.returncode == 0
    assert Path(result.stdout.strip()).is_file()


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("NewConnectionError: Failed to establish a new connection: [Errno 101]", "online"),
        ("error: Failed to fetch: `https://files/x`\n  dns error", "online"),
        (
            "Could not find a version that satisfies the requirement x\n"
            "Temporary failure in name resolution\nNo matching distribution found for x",
            "online",
        ),
        ("PermissionError: [Errno 13] Permission denied: '/x'", "folder of your own"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "checksum"),
        ("ERROR: No matching distribution found for numba==9", "another version of Python"),
    ],
)
def test_failures_of_the_installer_are_explained(output, words):
    assert words in setup.explain(output, Path("setup.log"))


def test_an_unknown_failure_shows_its_last_words():
    said = setup.explain("one\ntwo\nsomething odd", Path("setup.log"))
    assert "something odd" in said
    assert "setup.log" in said


def run_setup(project: Path, bin_folder: Path):
    return subprocess.run(
        [sys.executable, project / "tools" / "setup.py"],
        env={"PATH": str(bin_folder), "HOME": str(project)},
        capture_output=True,
        text=True,
    )


# A uv that makes an environment out of the running Python and notes what it was asked.
UV = f"""
echo "$@" >> "$HOME/asked"
if [ "$1" = venv ]; then
    mkdir -p "$4/bin" && ln -sf "{sys.executable}" "$4/bin/python"
fi
"""


def test_a_second_run_has_nothing_to_do(project, bin_folder):
    program(bin_folder / "uv", UV)
    (bin_folder / "mkdir").symlink_to(shutil.which("mkdir"))
    (bin_folder / "ln").symlink_to(shutil.which("ln"))
    first = run_setup(project, bin_folder)
    assert first.returncode == 0, first.stderr
    assert "ready" in first.stdout
    asked = (project / "asked").read_text()
    assert "--require-hashes" in asked
    second = run_setup(project, bin_folder)
    assert (second.returncode, second.stdout) == (0, "")
    assert (project / "asked").read_text() == asked


def test_it_starts_again_when_the_lock_the_place_or_the_end_differ(project, bin_folder, tmp_path):
    program(bin_folder / "uv", UV)
    (bin_folder / "mkdir").symlink_to(shutil.which("mkdir"))
    (bin_folder / "ln").symlink_to(shutil.which("ln"))
    run_setup(project, bin_folder)

    def calls():
        return (project / "asked").read_text().count("--require-hashes")

    assert calls() == 1
    with (project / "requirements.lock").open("a") as lock:
        lock.write("scipy==1.0.0\n")
    run_setup(project, bin_folder)
    assert calls() == 2, "a changed lock file is installed"
    (project / ".venv" / "stamp.json").unlink()
    run_setup(project, bin_folder)
    assert calls() == 3, "a set-up that was not finished is done again"
    with (project / "pyproject.toml").open("a") as text:
        text.write('version = "2"\n')
    run_setup(project, bin_folder)
    assert calls() == 3, "a changed pyproject.toml needs no new packages"
    assert (project / "asked").read_text().rstrip().endswith(str(project))
    moved = tmp_path / "moved"
    project.rename(moved)
    kept = json.loads((moved / ".venv" / "stamp.json").read_text())
    assert kept != setup.stamp(moved, uses=sys.executable), "environments cannot be moved"


def test_a_failing_installer_leaves_a_sentence_and_no_stamp(project, bin_folder):
    program(bin_folder / "uv", 'echo "error: dns error: failed to lookup address"; exit 2')
    result = run_setup(project, bin_folder)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "could not be set up" in result.stderr
    assert "online" in result.stderr
    assert not (project / ".venv" / "stamp.json").exists()


def test_a_python_without_venv_names_the_package(project, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(setup.SetupError, match="apt install python3-venv"):
        setup.make_venv(project / ".venv", project / "setup.log")


def test_too_little_room_is_said_before_anything_is_downloaded(project, monkeypatch):
    monkeypatch.setattr(setup.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 9, 10**8))
    monkeypatch.setattr(setup, "install", lambda *_: pytest.fail("nothing should be installed"))
    with pytest.raises(setup.SetupError, match=r"0\.1 GB free"):
        setup.set_up(project)


def test_progress_counts_each_package_once(capsys):
    progress = setup.Progress(50)
    for k in range(25):
        progress(f"Collecting package{k}==1.0\n")
        progress(f"Collecting package{k}==1.0 (again)\n")
    assert capsys.readouterr().out.strip() == "25 of at most 50: package24"


def test_the_lock_file_has_a_hash_for_every_package_and_names_no_host():
    lock = (ROOT / "requirements.lock").read_text()
    assert setup.pinned(lock) > 100
    assert "--index-url" not in lock
    assert "--find-links" not in lock
    unhashed = [
        line
        for line, following in zip(lock.splitlines(), lock.splitlines()[1:], strict=False)
        if "==" in line and not line.startswith((" ", "#")) and "--hash" not in following
    ]
    assert unhashed == []


def test_nothing_in_the_environment_decides_where_packages_are_put(project, tmp_path):
    log = tmp_path / "log"
    os.environ["VIRTUAL_ENV"] = "/elsewhere"
    try:
        setup.run([sys.executable, "-c", "import os; print(os.environ.get('VIRTUAL_ENV'))"], log)
    finally:
        del os.environ["VIRTUAL_ENV"]
    assert log.read_text().splitlines()[-1] == "None"
