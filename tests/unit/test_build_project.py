"""Files of the project that must agree with each other."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from sphinx_ext import accessible, api_pages, launch

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def citations() -> dict[str, str]:
    """Texts of the boxes that say how to cite a chapter."""
    found = {}
    for path in sorted((ROOT / "chapters").rglob("*.ipynb")):
        for cell in json.loads(path.read_text())["cells"]:
            text = "".join(cell["source"])
            for box in re.findall(r":class: nm-cite\n(.*?):::", text, re.DOTALL):
                found[str(path.relative_to(ROOT))] = box
    return found


def test_one_version_everywhere():
    version = PROJECT["version"]
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert cff["version"] == version
    for name, box in citations().items():
        assert f"version {version}" in box, name
    import neuromath_lib

    assert getattr(neuromath_lib, "__version__", version) == version


def test_the_address_of_the_repository_stands_in_one_place():
    url = launch.repository(ROOT / "pyproject.toml")
    config = yaml.safe_load((ROOT / "_config.yml").read_text())
    assert config["repository"]["url"] == ""
    if not url:
        for name in ("README.md", "CONTRIBUTING.md", "CITATION.cff", "_config.yml"):
            assert not re.search(
                r"https://(github|gitlab)\.com/(?!owner/name)", (ROOT / name).read_text()
            )


@pytest.mark.parametrize("url", ["ftp://x/y/z", "https://github.com/only-owner", "github.com/a/b"])
def test_an_address_that_leads_nowhere_is_refused(tmp_path, url):
    path = tmp_path / "pyproject.toml"
    path.write_text(f'[project]\nname = "x"\n[project.urls]\nRepository = "{url}"\n')
    with pytest.raises(launch.ConfigError, match="should look like"):
        launch.repository(path)


def test_make_help_names_every_command():
    makefile = (ROOT / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()) - {"env"}
    for command in (["make"], ["make", "help"]):
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        listed = dict(re.findall(r"^  make ([a-z-]+) +(\S.*)$", said, re.MULTILINE))
        assert set(listed) == phony
    for word in ("book", "html", "test", "lint", "lab", "clean", "help", "format", "lock", "bench"):
        assert word in phony


def test_binder_and_the_package_agree_on_python():
    name, version = (ROOT / "runtime.txt").read_text().strip().split("-")
    assert name == "python"
    assert version in SpecifierSet(PROJECT["requires-python"])


def test_readers_get_what_the_lab_needs_and_no_machine_of_ours_is_named():
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["-e .[lab]"]
    assert any(
        name.startswith("jupyterlab-myst") for name in PROJECT["optional-dependencies"]["lab"]
    )


@pytest.mark.parametrize("path", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=str)
def test_workflows_are_well_formed_and_pin_their_actions(path):
    workflow = yaml.safe_load(path.read_text())
    assert workflow["permissions"]
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    for step in steps:
        assert ("uses" in step) != ("run" in step)
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"])
    targets = re.findall(r"make ([a-z]+)", " ".join(step.get("run", "") for step in steps))
    makefile = (ROOT / "Makefile").read_text()
    for target in targets:
        assert f"\n{target}:" in makefile


@pytest.mark.parametrize(
    "package",
    [
        "evidence",
        "explore",
        "figures",
        "hodgkin_huxley",
        "hopfield",
        "inference",
        "study",
        "microcircuit",
        "numerics",
        "pushups",
    ],
)
def test_reference_pages_follow_the_code(package):
    page = (ROOT / "chapters" / "api" / f"{package}.md").read_text()
    name = f"neuromath_lib.{package}"
    assert f"{{library}} {name}\n" in page
    text = api_pages.page_text(name)
    module = sys.modules[name]
    for public in api_pages.public_names(module):
        assert re.search(rf"(auto\w+:: |`){re.escape(name)}\.{public}\b", text), public


def test_a_public_name_without_docstring_is_refused(tmp_path, monkeypatch):
    (tmp_path / "undocumented.py").write_text('__all__ = ["f"]\n\ndef f():\n    pass\n')
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(api_pages.ExtensionError, match=r"undocumented\.f .* no docstring"):
        api_pages.page_text("undocumented")


def test_pages_lose_roles_and_labels_that_mislead():
    html = (
        '<div role="list" class="citation-list">\n'
        '<div class="citation" id="id1" role="doc-biblioentry">x</div></div>'
        '<div role="list" class="other"></div>'
        '<summary aria-label="Toggle hidden content"><p>Show</p></summary>'
    )
    assert accessible.without_misleading_labels(html) == (
        '<div class="citation-list">\n<div class="citation" id="id1">x</div></div>'
        '<div role="list" class="other"></div>'
        "<summary><p>Show</p></summary>"
    )


def test_what_the_readme_shows_runs():
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        run = subprocess.run(
            [sys.executable, "-c", block], cwd=ROOT, capture_output=True, text=True
        )
        assert run.returncode == 0, run.stderr
        assert run.stdout
