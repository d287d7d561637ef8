"""Reference pages that follow the code: one line names a package, its docstrings do the rest.

In a page, the block::

    ```{library} neuromath_lib.numerics
    ```

becomes, before the page is read, a table of the package's public names (its ``__all__``) and the
documentation of each, made by autosummary, autodoc and numpydoc. Submodules that are public are
documented under a heading of their own.
"""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path
from types import ModuleType
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

_BLOCK = re.compile(r"^```\{library\} +([\w.]+)\s*\n```[ \t]*$", re.MULTILINE)


def public_names(module: ModuleType) -> list[str]:
    """Public names of a module: its ``__all__``, or what it defines itself without underscore."""
    if hasattr(module, "__all__"):
        return list(module.__all__)
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__
    ]


def entries(module: ModuleType) -> list[str]:
    """Lines of reStructuredText that document the public names of a module.

    Parameters
    ----------
    module
        The module; its docstring opens the text.

    Raises
    ------
    ExtensionError
        If a public name has no docstring: a reference page would show an empty entry.
    """
    name = module.__name__
    objects = {public: getattr(module, public) for public in public_names(module)}
    modules = {public: value for public, value in objects.items() if inspect.ismodule(value)}
    lines = [f".. currentmodule:: {name}", ""]
    listed = [public for public in objects if public not in modules]
    if listed:
        lines += [".. autosummary::", "   :nosignatures:", ""]
        lines += [f"   {public}" for public in listed] + [""]
    for public in listed:
        value = objects[public]
        if inspect.isclass(value):
            lines += [f".. autoclass:: {name}.{public}", "   :members:", ""]
        elif callable(value):
            lines += [f".. autofunction:: {name}.{public}", ""]
        else:
            lines += [f".. autodata:: {name}.{public}", "   :no-value:", ""]
        if (inspect.isclass(value) or callable(value)) and not inspect.getdoc(value):
            raise ExtensionError(f"{name}.{public} is public and has no docstring")
    return lines


def page_text(name: str) -> str:
    """Markdown that documents a package and its public submodules.

    Parameters
    ----------
    name
        Dotted name of the package.
    """
    module = importlib.import_module(name)
    blocks = []
    for part in [module, *(v for v in vars(module).values() if _is_public_part(module, v))]:
        if part is not module:
            blocks.append(f"## `{part.__name__}`\n")
        intro = inspect.getdoc(part) or ""
        body = [line for line in intro.splitlines()] + [""] + entries(part)
        blocks.append("```{eval-rst}\n" + "\n".join(body) + "\n```\n")
    return "\n".join(blocks)


def _is_public_part(module: ModuleType, value: object) -> bool:
    return (
        inspect.ismodule(value)
        and value.__name__.startswith(module.__name__ + ".")
        and value.__name__.rpartition(".")[2] in public_names(module)
    )


def expand(app: Sphinx, docname: str, source: list[str]) -> None:
    """Replace the blocks of one page, and make the page depend on the package's files."""

    def documented(match: re.Match[str]) -> str:
        module = importlib.import_module(match[1])
        for path in sorted(Path(inspect.getfile(module)).parent.rglob("*.py")):
            app.env.note_dependency(str(path))
        return page_text(match[1])

    source[0] = _BLOCK.sub(documented, source[0])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("source-read", expand)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
