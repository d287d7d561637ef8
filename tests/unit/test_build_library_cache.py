"""Which part of the library a chapter reaches, and when its outputs are stale."""

from __future__ import annotations

import json

import nbformat
import pytest
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from mini_book import notebook

from sphinx_ext.library_cache import KEY, Library, Names, code_of, digest, names_in, stamp


@pytest.fixture
def library(tmp_path):
    files = {
        "__init__.py": "",
        "numerics/__init__.py": "from .steps import step\n",
        "numerics/steps.py": "import numpy as np\n\ndef step(): ...\n",
        "axon/__init__.py": "from neuromath_lib.axon.simulate import simulate\n",
        "axon/simulate.py": "def simulate():\n    from neuromath_lib import numerics\n",
        "memory/__init__.py": "",
        "figures/__init__.py": "from . import palette\n",
        "figures/palette.py": "",
        "figures/book.mplstyle": "lines.linewidth: 2\n",
        "explore/__init__.py": "import neuromath_lib.figures as figures\n",
        "pushups/__init__.py": (
            "import importlib\n\n"
            "def deck(name):\n"
            '    return importlib.import_module(f"neuromath_lib.pushups.decks.{name}")\n'
        ),
        "pushups/decks/__init__.py": "",
        "pushups/decks/spikes.py": "from neuromath_lib import axon\n",
        "pushups/decks/sleep.py": "from neuromath_lib import memory\n",
        "evidence/__init__.py": 'TABLES = {"axon": "neuromath_lib.evidence.of_axon"}\n',
        "evidence/of_axon.py": "from ..axon import simulate\n",
    }
    root = tmp_path / "neuromath_lib"
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Library(root)


def reached(library: Library, *sources: str) -> set[str]:
    imported, strings = set(), set()
    for source in sources:
        names = names_in(source)
        imported |= names.imported
        strings |= names.strings
    modules = library.reachable(Names(frozenset(imported), frozenset(strings)))
    return {name.removeprefix("neuromath_lib.") for name in modules} - {"neuromath_lib"}


def test_the_panel_of_all_push_ups_is_outdated_by_a_deck_that_nothing_names(library):
    panel = ["from neuromath_lib import pushups\npushups.progress()"]
    chapter = ["from neuromath_lib import pushups\npushups.deck('spikes')"]
    before = digest(panel, library), digest(chapter, library)
    (library.root / "pushups" / "decks" / "new.py").write_text("")
    after = Library(library.root)
    assert digest(panel, after) != before[0]
    assert digest(chapter, after) == before[1]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import numpy", set()),
        ("from neuromath_lib import memory", {"memory"}),
        ("import neuromath_lib.explore", {"explore", "figures", "figures.palette"}),
        (
            "from neuromath_lib.axon import simulate",
            {"axon", "axon.simulate", "numerics", "numerics.steps"},
        ),
        ("%matplotlib inline\n!ls\nfrom neuromath_lib import memory\nmemory?", {"memory"}),
        ("x = %odd magic\nfrom neuromath_lib import memory", {"memory"}),
        (
            "from neuromath_lib import pushups\npushups.deck('sleep')",
            {"pushups", "pushups.decks", "pushups.decks.sleep", "memory"},
        ),
        (
            "from neuromath_lib import evidence",
            {"evidence", "evidence.of_axon", "axon", "axon.simulate", "numerics"}
            | {"numerics.steps"},
        ),
    ],
)
def test_what_a_chapter_reaches(library, source, expected):
    assert reached(library, source) == expected


def test_a_string_alone_reaches_nothing(library):
    assert reached(library, "x = 'sleep'") == set()


@pytest.mark.parametrize(
    ("changed", "stale"),
    [
        ("numerics/steps.py", True),
        ("axon/__init__.py", True),
        ("memory/__init__.py", False),
        ("figures/book.mplstyle", False),
    ],
)
def test_the_digest_follows_what_is_reached(library, changed, stale):
    sources = ["from neuromath_lib.axon import simulate"]
    before = digest(sources, library)
    path = library.root / changed
    path.write_text(path.read_text() + "# changed\n")
    assert (digest(sources, Library(library.root)) != before) is stale


def test_data_beside_a_module_counts(library):
    sources = ["from neuromath_lib import figures"]
    before = digest(sources, library)
    (library.root / "figures" / "book.mplstyle").write_text("lines.linewidth: 3\n")
    assert digest(sources, Library(library.root)) != before


def test_compiled_files_do_not_count(library):
    sources = ["from neuromath_lib import figures"]
    before = digest(sources, library)
    (library.root / "figures" / "palette.nbi").write_text("cache")
    assert digest(sources, Library(library.root)) == before


def test_versions_of_installed_packages_count(library, monkeypatch):
    sources = ["from neuromath_lib import numerics"]
    before = digest(sources, library)
    monkeypatch.setattr("sphinx_ext.library_cache._version", lambda top: f"{top} next")
    assert digest(sources, library) != before
    assert library.third_party({"neuromath_lib.numerics.steps"}, names_in("")).keys() == {"numpy"}


def test_a_cell_that_is_no_python_hides_nothing_else(library):
    sources = ["this is (no python", "from neuromath_lib import memory"]
    before = digest(sources, library)
    path = library.root / "memory" / "__init__.py"
    path.write_text("x = 1\n")
    assert digest(sources, Library(library.root)) != before


MYST = """---
file_format: mystnb
---

# Title

```{{code-cell}} ipython3
{options}import neuromath_lib.memory
```

```python
import neuromath_lib.axon
```
"""


@pytest.mark.parametrize(
    "options", ["", ":tags: [remove-input]\n\n", "---\ntags: [remove-input]\n---\n"]
)
def test_text_notebooks_are_read_and_stamped(options):
    from myst_nb.core.read import read_myst_markdown_notebook

    text = MYST.format(options=options)
    assert [source.strip() for source in code_of(text, ".md")] == ["import neuromath_lib.memory"]
    cells = read_myst_markdown_notebook(stamp(text, ".md", "1234abcd")).cells
    code = next(cell for cell in cells if cell.cell_type == "code")
    assert code.metadata[KEY] == "1234abcd"
    assert code.source.strip() == "import neuromath_lib.memory"
    assert code.metadata.get("tags", []) == (["remove-input"] if options else [])


def test_the_cache_executes_again_for_another_digest_and_not_for_other_prose(tmp_path):
    """The premise: jupyter-cache looks at the metadata of code cells, and not at text."""
    cache = get_cache(tmp_path / "cache")
    cells = ("markdown:# Title", "code:x = 1")
    ran = nbformat.reads(stamp(notebook(*cells), ".ipynb", "aaaa"), 4)
    cache.cache_notebook_bundle(CacheBundleIn(ran, str(tmp_path / "a.ipynb")), check_validity=False)

    def known(text: str) -> bool:
        try:
            cache.match_cache_notebook(nbformat.reads(text, 4))
        except KeyError:
            return False
        return True

    other_prose = notebook("markdown:# Another title", "markdown:More.", "code:x = 1")
    assert known(stamp(other_prose, ".ipynb", "aaaa"))
    assert not known(stamp(notebook(*cells), ".ipynb", "bbbb"))
    assert not known(stamp(notebook("markdown:# Title", "code:x = 2"), ".ipynb", "aaaa"))


def test_a_stamp_changes_nothing_but_the_metadata():
    text = notebook("markdown:# Title", "code:x = 1")
    stamped = json.loads(stamp(text, ".ipynb", "aaaa"))
    assert stamped["cells"][1]["metadata"].pop(KEY) == "aaaa"
    assert stamped == json.loads(text)
