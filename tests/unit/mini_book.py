"""A book of two pages, built as the real one is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

TOC = """format: jb-book
root: chapters/index
chapters:
  - file: chapters/part1/axon
"""
CONFIG = """
import yaml, sys
config = yaml.safe_load(open("_config.yml"))
{change}
yaml.safe_dump(config, open("_config.yml", "w"))
"""


def notebook(*cells: str) -> str:
    """A notebook; a cell that begins with ``#`` or a letter in brackets is text."""
    made = []
    for k, cell in enumerate(cells):
        kind, _, source = cell.partition(":")
        made.append(
            {"cell_type": kind, "id": f"c{k}", "metadata": {}, "source": source}
            | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        )
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return json.dumps(
        {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    )


class MiniBook:
    """The real configuration and extensions around two small pages that are not executed.

    Parameters
    ----------
    folder
        Where it is put.
    """

    def __init__(self, folder: Path) -> None:
        self.root = folder
        for name in ("_config.yml", "pyproject.toml"):
            shutil.copy(ROOT / name, folder / name)
        for name in ("sphinx_ext", "tools", "chapters/assets"):
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        (folder / "_toc.yml").write_text(TOC)
        (folder / "chapters" / "part1").mkdir()
        (folder / "chapters" / "references.bib").write_text("")
        (folder / "chapters" / "index.md").write_text("# A book\n\nOf two pages, with $x$.\n")
        self.write_axon("markdown:# Axon\n\nProse.")
        self.configure('config["execute"]["execute_notebooks"] = "off"')

    def write_axon(self, *cells: str) -> None:
        """Replace the notebook of the book."""
        (self.root / "chapters" / "part1" / "axon.ipynb").write_text(notebook(*cells))

    def configure(self, change: str) -> None:
        """Change the configuration with a line of Python."""
        subprocess.run(
            [sys.executable, "-c", CONFIG.format(change=change)], cwd=self.root, check=True
        )

    def set_repository(self, url: str) -> None:
        """Give the repository an address, in the one place where it stands."""
        with (self.root / "pyproject.toml").open("a") as file:
            file.write(f'\n[project.urls]\nRepository = "{url}"\n')

    def build(self) -> subprocess.CompletedProcess[str]:
        """Build as ``make html`` does."""
        return subprocess.run(
            [sys.executable, "tools/build.py"],
            cwd=self.root,
            capture_output=True,
            text=True,
            env={**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(self.root)},
        )

    def page(self, name: str) -> str:
        """HTML of a page."""
        return (self.root / "_build" / "html" / name).read_text(encoding="utf-8")
