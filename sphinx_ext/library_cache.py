"""Re-execute a chapter when the part of the library it can reach has changed, and only then.

jupyter-cache recognises a notebook by its code cells, their metadata and its kernel; it knows
nothing of ``neuromath_lib``. So a digest of everything of the library that a chapter can reach
goes into the metadata of the chapter's first code cell while the page is read, and a page whose
digest is no longer current is named as outdated. Prose is not part of it.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

LIBRARY = "neuromath_lib"
KEY = "neuromath_library"
_MAGIC = re.compile(r"^([ \t]*)(?:[%!?].*|.*\?)$", re.MULTILINE)
_IGNORED_SUFFIXES = {".pyc", ".nbi", ".nbc"}
# Calls whose result depends on every module of a package, which no import shows.
_OF_ALL = {"progress": f"{LIBRARY}.pushups.decks"}


@dataclass(frozen=True)
class Names:
    """What a piece of Python may import: dotted names, and strings that could name a module."""

    imported: frozenset[str]
    strings: frozenset[str]


def names_in(source: str, package: str = "") -> Names:
    """Collect the imports (anywhere, also inside functions) and the strings of a source.

    Parameters
    ----------
    source
        Python; lines with IPython magics are passed over.
    package
        Package the source lies in, against which relative imports are resolved.

    Notes
    -----
    A source that is not Python (a cell with an odd magic in it) is searched for words instead,
    which finds rather more than there is.
    """
    try:
        tree = ast.parse(_MAGIC.sub(r"\1pass", source))
    except SyntaxError:
        return _words_in(source)
    imported: set[str] = set()
    strings: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base]) if base else ".".join(above)
            imported.add(base)
            imported.update(f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.add(node.value)
    return Names(frozenset(imported), frozenset(strings))


def _words_in(source: str) -> Names:
    imported: set[str] = set()
    for base, rest in re.findall(r"\b(?:from|import)\s+([\w.]+)([^\n]*)", source):
        imported |= {base, *(f"{base}.{word}" for word in re.findall(r"\w+", rest))}
    return Names(frozenset(imported), frozenset(re.findall(r"\w+", source)))


@dataclass
class Library:
    """The modules of the library as they lie on disk.

    Parameters
    ----------
    root
        Folder of the package itself (``.../neuromath_lib``).
    """

    root: Path
    modules: dict[str, Path] = field(init=False)

    def __post_init__(self) -> None:
        self.modules = {}
        for path in sorted(self.root.rglob("*.py")):
            parts = [self.root.name, *path.relative_to(self.root).with_suffix("").parts]
            if parts[-1] == "__init__":
                parts.pop()
            self.modules[".".join(parts)] = path
        self._names: dict[str, Names] = {}

    def reachable(self, names: Names) -> set[str]:
        """Modules that code with these names can reach.

        A module is reached when it, or something in it, is imported by reached code; when reached
        code of the library spells its full name in a string; or when the chapter names it in a
        string (``deck("action_potential")`` reaches ``pushups.decks.action_potential``).
        """
        by_last_name = {name for name in self.modules if name.rsplit(".", 1)[-1] in names.strings}
        waiting = list(self._resolve(names.imported)) if self._mentions(names) else []
        if waiting:
            waiting += by_last_name
        reached: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in reached:
                continue
            reached.add(name)
            inside = self._names_of(name)
            waiting += self._resolve(inside.imported)
            waiting += inside.strings & self.modules.keys()
            if "." in name:
                waiting.append(name.rsplit(".", 1)[0])  # importing a module runs its package
        return reached

    def listed(self, sources: list[str]) -> set[str]:
        """Modules that a chapter depends on because it calls what goes through all of a package."""
        packages = [
            package
            for call, package in _OF_ALL.items()
            if any(re.search(rf"\b{call}\(", source) for source in sources)
        ]
        return {
            name for name in self.modules for package in packages if name.startswith(f"{package}.")
        }

    def files(self, modules: Iterable[str]) -> list[Path]:
        """Files of these modules, with the data (scripts, styles, tables) in their folders."""
        found = {self.modules[name] for name in modules}
        for folder in {path.parent for path in found}:
            found.update(
                path
                for path in folder.iterdir()
                if path.is_file() and path.suffix not in {".py", *_IGNORED_SUFFIXES}
            )
        return sorted(found)

    def _mentions(self, names: Names) -> bool:
        return any(name.split(".")[0] == self.root.name for name in names.imported)

    def _resolve(self, imported: Iterable[str]) -> set[str]:
        """Turn dotted names into modules: the longest prefix that is one."""
        found = set()
        for name in imported:
            while name and name not in self.modules:
                name = name.rpartition(".")[0]
            if name:
                found.add(name)
        return found

    def _names_of(self, module: str) -> Names:
        if module not in self._names:
            path = self.modules[module]
            package = module if path.name == "__init__.py" else module.rpartition(".")[0]
            self._names[module] = names_in(path.read_text(encoding="utf-8"), package)
        return self._names[module]

    def third_party(self, modules: Iterable[str], names: Names) -> dict[str, str]:
        """Versions of the installed packages that the chapter and its modules import."""
        imported = set(names.imported).union(*(self._names_of(m).imported for m in modules))
        tops = {name.split(".")[0] for name in imported} - {self.root.name, ""}
        versions = {top: _version(top) for top in sorted(tops - sys.stdlib_module_names)}
        return {top: version for top, version in versions.items() if version}


@cache
def _version(top: str) -> str:
    try:
        return metadata.version(top)
    except metadata.PackageNotFoundError:
        return ""


_FENCE = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{code-cell\}[^\n]*\n(?P<body>.*?)^(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_OPTIONS = re.compile(r"\A---\n.*?^---\n|\A(?::[\w-]+:[^\n]*\n)+", re.MULTILINE | re.DOTALL)


def code_of(text: str, suffix: str) -> list[str]:
    """Sources of a page's code cells.

    Parameters
    ----------
    text
        The page: a notebook as JSON, or MyST Markdown with ``{code-cell}`` blocks.
    suffix
        ``".ipynb"`` or ``".md"``.
    """
    if suffix == ".md":
        return [_OPTIONS.sub("", match["body"]) for match in _FENCE.finditer(text)]
    return [
        source if isinstance(source := cell["source"], str) else "".join(source)
        for cell in json.loads(text)["cells"]
        if cell["cell_type"] == "code"
    ]


def digest(sources: list[str], library: Library) -> str:
    """Digest of all that a page's outputs depend on besides its own cells.

    Parameters
    ----------
    sources
        Sources of the page's code cells.
    library
        The library on disk.

    Returns
    -------
    str
        The same as long as neither the reachable modules and their data, nor the versions of
        Python and of the installed packages they import, have changed.
    """
    imported: set[str] = set()
    strings: set[str] = set()
    for source in sources:
        names = names_in(source)
        imported |= names.imported
        strings |= names.strings
    names = Names(frozenset(imported), frozenset(strings))
    modules = library.reachable(names) | library.listed(sources)
    sha = hashlib.sha256(f"python {sys.version_info[0]}.{sys.version_info[1]}".encode())
    for top, version in library.third_party(modules, names).items():
        sha.update(f"{top}=={version}\n".encode())
    for path in library.files(modules):
        sha.update(path.relative_to(library.root).as_posix().encode())
        sha.update(path.read_bytes())
    return sha.hexdigest()[:16]


def stamp(text: str, suffix: str, value: str) -> str:
    """Return a page with a digest in the metadata of its first code cell."""
    if suffix == ".md":
        match = _FENCE.search(text)
        start = match.start("body")
        if text.startswith("---\n", start):
            return f"{text[: start + 4]}{KEY}: {value}\n{text[start + 4 :]}"
        return f"{text[:start]}:{KEY}: {value}\n{text[start:]}"
    notebook = json.loads(text)
    first = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    first["metadata"] = {**first.get("metadata", {}), KEY: value}
    return json.dumps(notebook)


def _path(app: Sphinx, docname: str) -> Path:
    return Path(app.env.doc2path(docname))


def _library(app: Sphinx) -> Library:
    if not hasattr(app, "_neuromath_library"):
        app._neuromath_library = Library(Path(app.srcdir) / LIBRARY)
    return app._neuromath_library


def _digests(env: BuildEnvironment) -> dict[str, str]:
    if not hasattr(env, "neuromath_digests"):
        env.neuromath_digests = {}
    return env.neuromath_digests


def stamp_source(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put the digest into the source of a page with code that is about to be read."""
    suffix = _path(app, docname).suffix
    if sources := code_of(source[0], suffix):
        value = digest(sources, _library(app))
        _digests(app.env)[docname] = value
        source[0] = stamp(source[0], suffix, value)


def name_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Name the pages whose digest is not current any more."""
    outdated = []
    for docname, old in _digests(env).items():
        path = _path(app, docname)
        if docname in removed or not path.is_file():
            continue
        sources = code_of(path.read_text(encoding="utf-8"), path.suffix)
        if digest(sources, _library(app)) != old:
            outdated.append(docname)
    return outdated


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Drop what is known of a page that is read again or gone."""
    _digests(env).pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    """Take over what a parallel reader found out."""
    theirs = _digests(other)
    _digests(env).update({name: theirs[name] for name in docnames if name in theirs})


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("source-read", stamp_source)
    app.connect("env-get-outdated", name_outdated)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    return {"version": "1", "env_version": 2, "parallel_read_safe": True}
