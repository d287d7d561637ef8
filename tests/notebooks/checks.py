"""What a notebook of the book must be like before anybody runs it.

Each check is a function of a `Notebook` and returns the list of what is wrong with it.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ANATOMY = tomllib.loads(Path(__file__).with_name("anatomy.toml").read_text(encoding="utf-8"))

KEEP_TAG = "keep_output"
COMPARED = "# NBVAL_CHECK_OUTPUT"
TEXT_OUTPUTS = {"text/plain", "text/html"}
CELL_METADATA = {"tags", "mystnb"}
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
MIN_ALT_WORDS = 8
DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>{}]+")
NO_DOI = re.compile(r"\bno DOI\b|\bDOI (could )?not (be )?looked up\b", re.I)
NETWORK_MODULES = {
    "aiohttp",
    "ftplib",
    "http",
    "httpx",
    "pooch",
    "requests",
    "smtplib",
    "socket",
    "ssl",
    "urllib",
    "urllib3",
    "wget",
}
# Calls that leave a figure in the output of a cell, by the last part of their dotted name.
DRAWING = {"subplots", "figure", "subplot_mosaic", "subplot", "imshow", "plot", "show"}


@dataclass(frozen=True)
class Problem:
    """Something wrong with a notebook: which check saw it, in which cell, and what it is."""

    check: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"[{self.check}] {self.where}: {self.what}"


@dataclass
class Cell:
    """A cell, with its place."""

    notebook: str
    index: int
    raw: dict

    @property
    def where(self) -> str:
        return f"{self.notebook} cell {self.index} ({self.raw.get('id', 'no id')})"

    @property
    def kind(self) -> str:
        return self.raw["cell_type"]

    @property
    def source(self) -> str:
        source = self.raw["source"]
        return source if isinstance(source, str) else "".join(source)

    @property
    def tags(self) -> list[str]:
        return self.raw.get("metadata", {}).get("tags", [])

    @property
    def alt(self) -> str | None:
        """The alternative text of the cell's figure."""
        mystnb = self.raw.get("metadata", {}).get("mystnb", {})
        return mystnb.get("image", {}).get("alt")

    @cached_property
    def tree(self) -> ast.Module | None:
        """The parsed code; None for text, and for code that is not Python."""
        if self.kind != "code":
            return None
        lines = [
            line if not line.lstrip().startswith(("%", "!")) else "pass"
            for line in self.source.splitlines()
        ]
        try:
            return ast.parse("\n".join(lines))
        except SyntaxError:
            return None


@dataclass
class Notebook:
    """A notebook as it lies on disk."""

    path: Path
    name: str

    @cached_property
    def raw(self) -> dict:
        return json.loads(self.path.read_text(encoding="utf-8"))

    @cached_property
    def cells(self) -> list[Cell]:
        return [Cell(self.name, i, cell) for i, cell in enumerate(self.raw["cells"])]

    @property
    def text(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind == "markdown"]

    @property
    def code(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind == "code"]

    @property
    def is_chapter(self) -> bool:
        """Whether it is a chapter of a part, and so has the whole anatomy."""
        return re.search(r"(^|/)part\d+/[^/]+\.ipynb$", self.name) is not None


# ---------------------------------------------------------------- clean


def check_stripped(notebook: Notebook) -> list[Problem]:
    """No outputs and no counts, but for the text that nbval compares."""
    problems = []
    for cell in notebook.code:
        outputs = cell.raw.get("outputs", [])
        kept = KEEP_TAG in cell.tags
        compared = COMPARED in cell.source
        counts = [cell.raw.get("execution_count")]
        counts += [output.get("execution_count") for output in outputs]
        if any(count is not None for count in counts):
            problems.append(Problem("stripped", cell.where, "has an execution count"))
        if kept != compared:
            problems.append(
                Problem(
                    "stripped",
                    cell.where,
                    f"the tag {KEEP_TAG} and the line {COMPARED!r} belong together; "
                    f"here is only the {'tag' if kept else 'line'}",
                )
            )
        if outputs and not kept:
            problems.append(Problem("stripped", cell.where, "has outputs: strip the notebook"))
        elif compared and not outputs:
            problems.append(
                Problem("stripped", cell.where, "has no output that nbval could compare")
            )
        for output in outputs if kept else []:
            strange = set(output.get("data", {})) - TEXT_OUTPUTS
            if output["output_type"] == "error":
                problems.append(Problem("stripped", cell.where, "has an error for an output"))
            elif strange:
                problems.append(
                    Problem(
                        "stripped", cell.where, f"keeps {sorted(strange)}; only text may be kept"
                    )
                )
    return problems


def check_ids(notebook: Notebook) -> list[Problem]:
    """Every cell has an id of its own."""
    version = (notebook.raw.get("nbformat"), notebook.raw.get("nbformat_minor"))
    problems = []
    if version < (4, 5):
        problems.append(Problem("ids", notebook.name, f"is nbformat {version}, not 4.5"))
    counts = Counter(cell.raw.get("id") for cell in notebook.cells)
    for cell in notebook.cells:
        name = cell.raw.get("id")
        if name is None:
            problems.append(Problem("ids", cell.where, "has no id"))
        elif not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name):
            problems.append(Problem("ids", cell.where, f"the id {name!r} is not a valid one"))
        elif counts[name] > 1:
            problems.append(Problem("ids", cell.where, f"shares the id {name!r}"))
    return problems


def check_metadata(notebook: Notebook) -> list[Problem]:
    """Nothing in the metadata but the kernel, tags and what the book reads."""
    metadata = notebook.raw.get("metadata", {})
    problems = []
    if metadata.get("kernelspec") != KERNELSPEC:
        problems.append(
            Problem(
                "metadata",
                notebook.name,
                f"the kernelspec is {metadata.get('kernelspec')}, not {KERNELSPEC}",
            )
        )
    if metadata.get("language_info", {"name": "python"}) != {"name": "python"}:
        problems.append(
            Problem("metadata", notebook.name, "language_info says more than the language's name")
        )
    if stray := set(metadata) - {"kernelspec", "language_info"}:
        problems.append(Problem("metadata", notebook.name, f"has stray {sorted(stray)}"))
    for cell in notebook.cells:
        if stray := set(cell.raw.get("metadata", {})) - CELL_METADATA:
            problems.append(Problem("metadata", cell.where, f"has stray {sorted(stray)}"))
    return problems


def check_style(notebook: Notebook) -> list[Problem]:
    """Ruff has nothing to say, neither on style nor on layout."""
    problems = []
    for arguments in (["check", "--no-cache", "--output-format=concise"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *arguments, str(notebook.path)],
            capture_output=True,
            text=True,
            timeout=60,
        )
        if done.returncode:
            said = (done.stdout + done.stderr).strip().splitlines()
            problems.append(
                Problem("style", notebook.name, f"ruff {arguments[0]}: {'; '.join(said[:5])}")
            )
    return problems


# ---------------------------------------------------------------- complete


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _calls_made(tree: ast.AST):
    """Calls that running the cell makes at once: none inside functions it only defines."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from _calls_made(child)


def draws(cell: Cell) -> bool:
    """Whether running the cell leaves a figure, as far as its text tells."""
    if cell.tree is None or "remove-output" in cell.tags or "remove-cell" in cell.tags:
        return False
    for call in _calls_made(cell.tree):
        name = _dotted(call.func)
        first, _, last = name.rpartition(".")
        if first and last in DRAWING:
            return True
        if re.match(r"(neuromath_lib\.)?figures\.\w+\.\w+$", name) and not last.endswith(
            ("_in_words", "table", "verdict")
        ):
            return True
    return False


def check_alt(notebook: Notebook) -> list[Problem]:
    """Cells that draw say in a sentence what their figure shows."""
    problems = []
    for cell in notebook.code:
        alt = cell.alt
        if alt is None:
            if draws(cell):
                problems.append(
                    Problem("alt", cell.where, "draws a figure and has no alternative text")
                )
            continue
        alt = " ".join(alt.split())
        if len(alt.split()) < MIN_ALT_WORDS or not alt.endswith((".", "!", "?")):
            problems.append(
                Problem("alt", cell.where, f"the alternative text is no sentence: {alt!r}")
            )
        elif re.search(r"\b(TODO|FIXME|TBD|XXX|lorem|placeholder)\b", alt, re.I):
            problems.append(
                Problem("alt", cell.where, f"the alternative text is a placeholder: {alt!r}")
            )
    return problems


def _within(source: str, word: str) -> str:
    """The directive of a class in a cell's text."""
    found = re.search(rf":::\{{[^\n]*\n:class:[^\n]*\bnm-{word}\b.*?\n:::", source, re.S)
    return found[0] if found else ""


def check_anatomy(notebook: Notebook) -> list[Problem]:
    """A chapter has all its parts, in an order that asks before it tells."""
    if not notebook.is_chapter:
        return []
    counts = ANATOMY["counts"]
    text = "\n\n".join(cell.source for cell in notebook.text)
    code = "\n\n".join(cell.source for cell in notebook.code)
    problems = []

    def missing(what: str) -> None:
        problems.append(Problem("anatomy", notebook.name, what))

    for what, cells, (low, high) in (
        ("text", notebook.text, counts["text_cells"]),
        ("code", notebook.code, counts["code_cells"]),
    ):
        if not low <= len(cells) <= high:
            missing(f"has {len(cells)} {what} cells; {low} to {high} are asked for")
    for part in ANATOMY["part"]:
        where = _within(text, part["within"]) if "within" in part else text
        if not re.search(part["pattern"], code if part.get("code") else where):
            missing(f"has no {part['name']}")
    for what, count, least in (
        ("explorers", len(re.findall(r"\bexplore\(", code)), counts["explorers"]),
        (
            "questions to predict first",
            len(re.findall(r":class:[^\n]*\bnm-predict\b", text)),
            counts["predictions"],
        ),
        (
            "glossary terms",
            len(set(re.findall(r"\{term\}`([^`]+)`", text))),
            counts["glossary_terms"],
        ),
    ):
        if count < least:
            missing(f"has {count} {what}; at least {least} are asked for")
    if not re.search(r"\{cite[:\w]*\}`", text):
        missing("cites nothing")
    return problems + _order(notebook)


def _order(notebook: Notebook) -> list[Problem]:
    problems = []
    cells = notebook.cells
    first_text = next((cell for cell in cells if cell.kind == "markdown"), None)
    if first_text is None or not _within(first_text.source, "card"):
        problems.append(Problem("anatomy", notebook.name, "does not begin with its card"))
    theory = re.compile(r"\$\$|\\begin\{|```\{math\}")
    first_theory = next(
        (c.index for c in cells if c.kind == "markdown" and theory.search(c.source)), len(cells)
    )
    first_figure = next((c.index for c in cells if draws(c)), len(cells))
    if first_figure > first_theory:
        problems.append(
            Problem("anatomy", notebook.name, "has an equation before its first figure (on-ramp)")
        )
    headings = re.findall(r"(?m)^## +(.+?)\s*$", "\n".join(cell.source for cell in notebook.text))
    wanted = ANATOMY["headings"]["order"]
    places = []
    for title in wanted:
        place = next((i for i, heading in enumerate(headings) if heading.startswith(title)), None)
        if place is None:
            problems.append(Problem("anatomy", notebook.name, f"has no heading {title!r}"))
        else:
            places.append(place)
    if places != sorted(places):
        problems.append(
            Problem("anatomy", notebook.name, f"has headings out of the order {wanted}")
        )
    return problems


# ---------------------------------------------------------------- well spoken, self-contained


def prose(source: str) -> str:
    """What the book itself says in a text cell: no code, no mathematics, no quotations."""
    source = re.sub(
        r"(?ms)^(`{3,}|~{3,})(?!\{(?:admonition|note|tip|warning)).*?^\1\s*$", "", source
    )
    source = re.sub(r"(?m)^ {0,3}>.*(\n(?!\s*\n).+)*", "", source)
    source = re.sub(r"\[[^\]]*\]\{[^}]*\.nm-quote[^}]*\}", "", source)
    source = re.sub(r"(?s)\$\$.*?\$\$", "", source)
    source = re.sub(r"\$[^$\n]+\$", "", source)
    source = re.sub(r"(?m)^:[\w-]+:.*$", "", source)
    source = re.sub(r"(\{[^}\s]*\})?(`+).+?\2", lambda m: "" if not m[1] else m[0], source)
    return source


def check_voice(notebook: Notebook) -> list[Problem]:
    """The prose has none of the words that make a reader feel slow."""
    problems = []
    for cell in notebook.text:
        problems += voice_problems(cell.where, cell.source)
    return problems


def voice_problems(where: str, source: str) -> list[Problem]:
    """Forbidden words in one piece of Markdown."""
    problems = []
    said = re.sub(r"\s+", " ", prose(source))
    for words in ANATOMY["voice"]["forbidden"]:
        pattern = r"\b" + re.escape(words) + r"\b"
        for match in re.finditer(pattern, said, re.I):
            around = said[max(0, match.start() - 30) : match.end() + 30]
            problems.append(Problem("voice", where, f"says {words!r}: ...{around}..."))
    return problems


def check_self_contained(notebook: Notebook) -> list[Problem]:
    """The code reaches for nothing outside the project: no absolute path, no network."""
    problems = []
    for cell in notebook.code:
        for line in cell.source.splitlines():
            if re.match(r"\s*(!|%pip|%conda|%%bash|%%sh|%%script)", line):
                problems.append(
                    Problem("self-contained", cell.where, f"runs a command: {line.strip()!r}")
                )
        if cell.tree is None:
            continue
        for node in ast.walk(cell.tree):
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            for module in modules:
                if module.split(".")[0] in NETWORK_MODULES:
                    problems.append(
                        Problem("self-contained", cell.where, f"imports {module}: no network")
                    )
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                value = node.value
                if re.match(r"(https?|ftp|wss?)://", value):
                    problems.append(
                        Problem("self-contained", cell.where, f"names the address {value!r}")
                    )
                elif re.match(r"(/\w[\w.-]*/|~/|[A-Za-z]:[\\/]\w|file:)", value):
                    problems.append(
                        Problem("self-contained", cell.where, f"names the absolute path {value!r}")
                    )
    return problems


# ---------------------------------------------------------------- sources


def cited(text: str) -> list[str]:
    """Keys cited in a piece of Markdown, in order."""
    roles = re.findall(r"\{(?:cite|footcite)[:\w]*\}`([^`]+)`", text)
    return [key.strip() for role in roles for key in role.split(",")]


def check_citations(notebook: Notebook, keys: set[str]) -> list[Problem]:
    """Every cited key is in the bibliography."""
    return [
        Problem("citations", cell.where, f"cites {key!r}, which chapters/references.bib has not")
        for cell in notebook.text
        for key in cited(cell.source)
        if key not in keys
    ]


def check_bibliography(path: Path) -> list[Problem]:
    """Every entry has a well-formed DOI of its own, or says that it has none."""
    from pybtex.database import parse_string

    entries = parse_string(path.read_text(encoding="utf-8"), "bibtex").entries
    problems = []
    seen: dict[str, str] = {}
    for key, entry in entries.items():
        doi = entry.fields.get("doi")
        if doi is None:
            if not NO_DOI.search(entry.fields.get("note", "")):
                problems.append(
                    Problem(
                        "bibliography",
                        key,
                        "has no doi, and no note with 'no DOI' or 'DOI not looked up'",
                    )
                )
        elif not DOI.fullmatch(doi):
            problems.append(Problem("bibliography", key, f"the DOI {doi!r} is not a DOI"))
        elif doi.lower() in seen:
            problems.append(
                Problem("bibliography", key, f"has the DOI {doi} of {seen[doi.lower()]}")
            )
        else:
            seen[doi.lower()] = key
        problems += [
            Problem("bibliography", key, f"has no {field}")
            for field in ("title",) + (("year",) if entry.type != "misc" else ())
            if not entry.fields.get(field)
        ]
        if not (entry.persons.get("author") or entry.persons.get("editor")):
            problems.append(Problem("bibliography", key, "has no author and no editor"))
    return problems
