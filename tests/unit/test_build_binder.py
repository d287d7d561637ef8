"""Binder: what repo2docker would make of the project, and whether that runs a chapter."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = "chapters/part1/action_potential.ipynb"


def copy_of_the_project(target: Path) -> Path:
    """What a clone would hold, with what is not committed yet."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        shutil.copytree(
            ROOT, target, ignore=shutil.ignore_patterns(".venv", "_build", "__pycache__", ".git")
        )
        return target
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


def test_repo2docker_chooses_python_at_the_pinned_version(tmp_path):
    project = copy_of_the_project(tmp_path / "project")
    result = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."],
        cwd=project,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    said = result.stdout + result.stderr
    pinned = (ROOT / "runtime.txt").read_text().strip().removeprefix("python-")
    assert f"Building conda environment for python={pinned}" in said
    assert '/bin/pip install --no-cache-dir -r "requirements.txt"' in said
    assert "./postBuild" in said
    assert "R2D_ENTRYPOINT" in said
    assert "start" in said.split("R2D_ENTRYPOINT")[1].splitlines()[0]


def test_the_buildpack_it_picks_is_that_for_python(tmp_path):
    project = copy_of_the_project(tmp_path / "project")
    program = (
        "from repo2docker.app import Repo2Docker\n"
        "app = Repo2Docker()\n"
        "packs = (pack(base_image=app.base_image) for pack in app.buildpacks)\n"
        "print(next(type(pack).__name__ for pack in packs if pack.detect()))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=project, capture_output=True, text=True
    )
    assert result.stdout == "PythonBuildPack\n", result.stderr


def test_binder_finds_its_scripts_executable():
    for name in ("postBuild", "start"):
        assert os.access(ROOT / name, os.X_OK), name
        assert (ROOT / name).read_text().startswith("#!/bin/sh\n")
    result = subprocess.run(
        [ROOT / "start", "sh", "-c", "echo $NEUROMATH_EXPLORE"], capture_output=True, text=True
    )
    assert result.stdout == "live\n"


def is_about_the_network(output: str) -> bool:
    spec = importlib.util.spec_from_file_location("tools_setup", ROOT / "tools" / "setup.py")
    setup = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(setup)
    return "online" in setup.explain(output, Path("setup.log"))


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_what_binder_installs_runs_a_chapter(tmp_path):
    project = copy_of_the_project(tmp_path / "a project")
    venv = tmp_path / "venv"
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"} and not key.startswith("COV")
    } | {"PATH": f"{venv / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": str(home)}

    def run(*command: str | Path) -> str:
        result = subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True
        )
        output = result.stdout + result.stderr
        if result.returncode and is_about_the_network(output) and not os.environ.get("CI"):
            pytest.skip("NOT CHECKED: there is no network to install from")
        assert result.returncode == 0, output[-4000:]
        return output

    run(sys.executable, "-m", "venv", venv)
    # The steps of repo2docker's Python buildpack, in its order.
    run("pip", "install", "--no-cache-dir", "-r", "requirements.txt")
    run("pip", "install", "--no-cache-dir", ".")
    run("./postBuild")
    installed = run("python", "-P", "-c", "import neuromath_lib; print(neuromath_lib.__file__)")
    package = Path(installed.strip()).parent
    assert venv in package.parents, "Binder runs the installed package, not the checkout"
    caches = list(package.rglob("*.nbi"))
    assert caches, "postBuild fills the compile cache"
    before = {path: path.stat().st_mtime_ns for path in caches}
    run("./start", "jupyter", "nbconvert", "--to", "notebook", "--execute", "--stdout", CHAPTER)
    assert {path: path.stat().st_mtime_ns for path in caches} == before, "nothing compiles again"
    extensions = run("jupyter", "labextension", "list")
    assert "jupyterlab-myst" in extensions
