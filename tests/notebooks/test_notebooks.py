"""Every notebook and page of the book, and the bibliography, before anything is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import checks

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = ROOT / "chapters"
BIBLIOGRAPHY = CHAPTERS / "references.bib"

NOTEBOOKS = sorted(
    path for path in CHAPTERS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts
)
PAGES = sorted(CHAPTERS.rglob("*.md"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def report(problems: list) -> None:
    if problems:
        pytest.fail("\n".join(map(str, problems)), pytrace=False)


@pytest.fixture(scope="module")
def keys() -> set[str]:
    from pybtex.database import parse_string

    return set(parse_string(BIBLIOGRAPHY.read_text(encoding="utf-8"), "bibtex").entries)


def test_there_are_notebooks():
    assert NOTEBOOKS, f"no notebook found in {CHAPTERS}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
@pytest.mark.parametrize(
    "check",
    [
        checks.check_stripped,
        checks.check_ids,
        checks.check_metadata,
        checks.check_style,
        checks.check_alt,
        checks.check_anatomy,
        checks.check_voice,
        checks.check_self_contained,
    ],
    ids=lambda check: check.__name__.removeprefix("check_"),
)
def test_notebook(path, check):
    report(check(checks.Notebook(path, name(path))))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_notebook_cites_what_is_listed(path, keys):
    report(checks.check_citations(checks.Notebook(path, name(path)), keys))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_page(path, keys):
    source = path.read_text(encoding="utf-8")
    unknown = [key for key in checks.cited(source) if key not in keys]
    report(
        checks.voice_problems(name(path), source)
        + [checks.Problem("citations", name(path), f"cites {key!r}, not listed") for key in unknown]
    )


def test_bibliography():
    report(checks.check_bibliography(BIBLIOGRAPHY))
