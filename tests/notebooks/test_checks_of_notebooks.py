"""Each check of a notebook reports the one fault it is for, and leaves a good notebook alone."""

from __future__ import annotations

import copy
import json

import pytest

from . import checks
from .budget import over_budget

CARD = """# A chapter

:::{admonition} This chapter
:class: nm-card

**The question.** Why? **Time.** 20 minutes. **What you need.** Nothing.
**Afterwards you can** *predict* what happens.
:::"""
PREDICT = """:::{admonition} Predict first
:class: nm-predict

Up or down?
:::"""
LAST = """## References

```{bibliography}
:filter: docname in docnames
```

:::{admonition} Cite this chapter
:class: nm-cite

*A chapter.*
:::"""
ALT = "A voltage that rises from rest to a peak and falls back again."
DRAW = "figures.hodgkin_huxley.voltage(trace);"


def text(source: str) -> dict:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code(source: str, outputs: list | None = None, **metadata) -> dict:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": outputs or [],
        "source": source,
    }


def figure(source: str, alt: str = ALT) -> dict:
    return code(source, mystnb={"image": {"alt": alt}})


def good() -> dict:
    """A notebook that is a whole chapter and has no fault."""
    table = {
        "output_type": "execute_result",
        "execution_count": None,
        "metadata": {},
        "data": {"text/plain": ["quantity  value"], "text/html": ["<table></table>"]},
    }
    cells = [
        text(CARD),
        code(
            "from neuromath_lib import evidence, figures, pushups\n"
            "from neuromath_lib.explore import explore\n"
            "from neuromath_lib.hodgkin_huxley import Axon, Step, simulate\n\n"
            "trace = simulate(Axon(), Step(10.0), 20.0)"
        ),
        figure(DRAW),
        text("## The story\n\nIn 1952 {cite}`HodgkinHuxley1952` it was known.\n\n" + PREDICT),
        *[
            code(
                f'explore(lambda a: figures.hodgkin_huxley.gates(Axon(), a), name="n{i}", a=[1, 2])'
            )
            for i in range(3)
        ],
        text("## The equations\n\n$$ a = b $$\n\n" + PREDICT),
        text(":::{admonition} Mathematics\n:class: nm-math dropdown\n\n$a$\n:::"),
        *[code(f"x{i} = {i}\nassert x{i} == {i}") for i in range(8)],
        *[text(f"Paragraph {i}, which is `just` code.") for i in range(14)],
        text(" ".join(f"{{term}}`word {i}`" for i in range(5))),
        text("> It is just a quotation.\n> Simply so.\n\nAs [they just said]{.nm-quote}."),
        text("## Evidence"),
        code(
            '# NBVAL_CHECK_OUTPUT\nevidence.table("hodgkin_huxley")', [table], tags=["keep_output"]
        ),
        text("## Where it is wrong"),
        text(":::{admonition} Limits\n:class: nm-limits\n\nHere.\n:::"),
        text("## Push-ups"),
        code('deck = pushups.deck("action_potential")\ndeck["edge"]'),
        text("## Quiz"),
        code('deck["quiz"]'),
        text(LAST),
    ]
    for index, cell in enumerate(cells):
        cell["id"] = f"cell-{index}"
    return {
        "cells": cells,
        "metadata": {"kernelspec": dict(checks.KERNELSPEC)},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def first(notebook: dict, of: str, having: str = "") -> dict:
    return next(
        cell
        for cell in notebook["cells"]
        if cell["cell_type"] == of and having in "".join(cell["source"])
    )


def drop(notebook: dict, having: str) -> None:
    notebook["cells"] = [cell for cell in notebook["cells"] if having not in cell["source"]]


def replace(notebook: dict, old: str, new: str) -> None:
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].replace(old, new)


def say(words: str):
    return lambda nb: first(nb, "markdown", "Paragraph 3").update(source=words)


def do(line: str):
    return lambda nb: first(nb, "code", "x3").update(source=f"x3 = 3\n{line}\nassert x3 == 3")


def shuffle(notebook: dict) -> None:
    notebook["cells"].insert(1, notebook["cells"].pop(7))


FAULTS = {
    "an output left": (
        "stripped",
        lambda nb: first(nb, "code", "x3").update(
            outputs=[{"output_type": "stream", "name": "stdout", "text": ["3"]}]
        ),
        "has outputs",
    ),
    "a count left": (
        "stripped",
        lambda nb: first(nb, "code", "x3").update(execution_count=7),
        "execution count",
    ),
    "nothing to compare": (
        "stripped",
        lambda nb: first(nb, "code", "evidence.table").update(outputs=[]),
        "no output that nbval could compare",
    ),
    "a tag without its line": (
        "stripped",
        lambda nb: first(nb, "code", "x3")["metadata"].update(tags=["keep_output"]),
        "belong together",
    ),
    "a kept picture": (
        "stripped",
        lambda nb: first(nb, "code", "evidence.table")["outputs"][0]["data"].update(
            {"image/png": "iVBOR"}
        ),
        "image/png",
    ),
    "no id": ("ids", lambda nb: nb["cells"][3].pop("id"), "has no id"),
    "an id twice": ("ids", lambda nb: nb["cells"][3].update(id="cell-4"), "shares the id"),
    "an old format": ("ids", lambda nb: nb.update(nbformat_minor=4), "not 4.5"),
    "another kernel": (
        "metadata",
        lambda nb: nb["metadata"]["kernelspec"].update(name="my-env"),
        "kernelspec",
    ),
    "metadata of an editor": (
        "metadata",
        lambda nb: nb["cells"][2]["metadata"].update(vscode={"languageId": "python"}),
        "vscode",
    ),
    "a widget's state": ("metadata", lambda nb: nb["metadata"].update(widgets={}), "widgets"),
    "an unused import": ("style", do("import os"), "F401"),
    "a crooked line": ("style", do("y = [1,2]"), "format"),
    "a figure without words": (
        "alt",
        lambda nb: first(nb, "code", DRAW)["metadata"].clear(),
        "no alternative text",
    ),
    "words that say nothing": (
        "alt",
        lambda nb: first(nb, "code", DRAW).update(
            metadata={"mystnb": {"image": {"alt": "A plot"}}}
        ),
        "no sentence",
    ),
    "words to come": (
        "alt",
        lambda nb: first(nb, "code", DRAW).update(
            metadata={
                "mystnb": {"image": {"alt": "TODO say what this figure shows to the reader."}}
            }
        ),
        "placeholder",
    ),
    "too few text cells": (
        "anatomy",
        lambda nb: [drop(nb, f"Paragraph {i}") for i in range(1, 8)],
        "text cells",
    ),
    "too many code cells": (
        "anatomy",
        lambda nb: nb["cells"].extend(
            dict(copy.deepcopy(first(nb, "code", "x3")), id=f"more-{i}") for i in range(12)
        ),
        "code cells",
    ),
    "no card": ("anatomy", lambda nb: replace(nb, "nm-card", "tip"), "no card"),
    "no minutes": ("anatomy", lambda nb: replace(nb, "20 minutes", "A while"), "minutes"),
    "two explorers": ("anatomy", lambda nb: drop(nb, 'name="n2"'), "2 explorers"),
    "no limits": ("anatomy", lambda nb: replace(nb, "nm-limits", "note"), "no limits"),
    "no evidence": (
        "anatomy",
        lambda nb: replace(nb, 'evidence.table("hodgkin_huxley")', "evidence"),
        "no evidence table",
    ),
    "no push-ups": ("anatomy", lambda nb: replace(nb, "pushups.deck(", "dict("), "no push-ups"),
    "no quiz": ("anatomy", lambda nb: replace(nb, 'deck["quiz"]', "deck"), "no quiz"),
    "no terms": ("anatomy", lambda nb: replace(nb, "{term}", ""), "glossary terms"),
    "nothing cited": ("anatomy", lambda nb: replace(nb, "{cite}", ""), "cites nothing"),
    "no bibliography": (
        "anatomy",
        lambda nb: replace(nb, "```{bibliography}\n:filter: docname in docnames\n```", ""),
        "no bibliography",
    ),
    "no way to cite": ("anatomy", lambda nb: replace(nb, "nm-cite", "note"), "no cite"),
    "theory first": ("anatomy", shuffle, "before its first figure"),
    "parts out of order": (
        "anatomy",
        lambda nb: [
            replace(nb, "## Quiz", "## Swap"),
            replace(nb, "## Evidence", "## Quiz"),
            replace(nb, "## Swap", "## Evidence"),
        ],
        "out of the order",
    ),
    "just": ("voice", say("It is just a bucket."), "'just'"),
    "obviously": ("voice", say("Obviously, it leaks."), "'obviously'"),
    "recall that, over a line": ("voice", say("Recall\nthat it leaks."), "'recall that'"),
    "a person made a diagnosis": ("voice", say("Some schizophrenics."), "'schizophrenics'"),
    "in an admonition": (
        "voice",
        say("```{admonition} Note\nIt is simply a bucket.\n```"),
        "'simply'",
    ),
    "an absolute path": ("self-contained", do('print("/home/me/data.csv")'), "absolute path"),
    "a path with a drive": ("self-contained", do(r'print("C:\\data.csv")'), "absolute path"),
    "an address": ("self-contained", do('print("https://example.org/data.csv")'), "address"),
    "a network module": ("self-contained", do("import urllib.request"), "urllib"),
    "an install": ("self-contained", do("%pip install thing"), "runs a command"),
    "an unknown source": (
        "citations",
        lambda nb: replace(nb, "HodgkinHuxley1952", "Nobody1900"),
        "Nobody1900",
    ),
}


@pytest.fixture
def write(tmp_path):
    def write(notebook: dict) -> checks.Notebook:
        folder = tmp_path / "part1"
        folder.mkdir(exist_ok=True)
        path = folder / "chapter.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        config = tmp_path / "ruff.toml"
        config.write_text('line-length = 100\nlint.select = ["E", "F"]\n')
        return checks.Notebook(path, "chapters/part1/chapter.ipynb")

    return write


def all_problems(notebook: checks.Notebook, *, style: bool) -> list:
    every = [
        checks.check_stripped,
        checks.check_ids,
        checks.check_metadata,
        checks.check_alt,
        checks.check_anatomy,
        checks.check_voice,
        checks.check_self_contained,
    ]
    problems = [problem for check in every for problem in check(notebook)]
    problems += checks.check_citations(notebook, {"HodgkinHuxley1952"})
    return problems + (checks.check_style(notebook) if style else [])


def test_the_good_notebook_is_good(write):
    assert not all_problems(write(good()), style=True)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(fault, write):
    check, spoil, told = FAULTS[fault]
    notebook = good()
    spoil(notebook)
    problems = all_problems(write(notebook), style=check == "style")
    assert {problem.check for problem in problems} == {check}, [str(p) for p in problems]
    assert any(told in problem.what for problem in problems)


ENTRY = "@article{{A1, author={{A. B.}}, title={{T}}, year={{1952}}, {}}}"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("doi={10.1113/jphysiol.1952.sp004764}", None),
        ("note={This book has no DOI}", None),
        ("note={DOI could not be looked up}", None),
        ("note={DOI not looked up}", None),
        ("note={A fine paper}", "has no doi"),
        ("volume={3}", "has no doi"),
        ("doi={https://doi.org/10.1113/jphysiol.1952.sp004764}", "is not a DOI"),
        ("doi={10.1113 jphysiol}", "is not a DOI"),
        ("doi={11.1113/x}", "is not a DOI"),
    ],
)
def test_bibliography_entries(tmp_path, fields, told):
    path = tmp_path / "references.bib"
    path.write_text(ENTRY.format(fields), encoding="utf-8")
    problems = checks.check_bibliography(path)
    assert [told in problem.what for problem in problems] == ([True] if told else [])


def test_a_doi_twice_is_seen(tmp_path):
    path = tmp_path / "references.bib"
    entry = ENTRY.format("doi={10.1113/jphysiol.1952.sp004764}")
    path.write_text(entry + "\n" + entry.replace("A1", "A2"), encoding="utf-8")
    assert ["has the DOI" in problem.what for problem in checks.check_bibliography(path)] == [True]


def test_the_time_budget():
    assert over_budget({"a.ipynb": 12.0, "b.ipynb": 25.0}) == []
    slow = over_budget({"a.ipynb": 61.0, "b.ipynb": 2.0})
    assert ["a.ipynb takes 61.0 s" in slow[0], "31.5 s on average" in slow[1]] == [True, True]
    assert over_budget({}) == []
