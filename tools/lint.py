"""Check the style of code and notebooks; ``--fix`` mends what can be mended."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# What JupyterLab writes into a notebook about the Python of the person who saved it.
JUPYTER_NOISE = " ".join(
    f"metadata.language_info.{key}"
    for key in (
        "codemirror_mode",
        "file_extension",
        "mimetype",
        "nbconvert_exporter",
        "pygments_lexer",
        "version",
    )
)
ROOT = Path(__file__).resolve().parents[1]


def commands(fix: bool) -> list[tuple[str, list[str]]]:
    """What is checked or mended, each with a sentence for when it fails."""
    run = [sys.executable, "-m"]
    notebooks = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "chapters").rglob("*.ipynb"))
    strip = [*run, "nbstripout", "--keep-id", "--extra-keys", JUPYTER_NOISE]
    if fix:
        return [
            ("", [*strip, *notebooks]),
            ("ruff found what it cannot mend.", [*run, "ruff", "check", "--fix", "."]),
            ("", [*run, "ruff", "format", "."]),
        ]
    return [
        ("ruff found something to mend.", [*run, "ruff", "check", "."]),
        ("Some files are not formatted.", [*run, "ruff", "format", "--check", "."]),
        ("Some notebooks carry outputs.", [*strip, "--verify", *notebooks]),
    ]


def main() -> int:
    """Run all of them, and fail if one does."""
    failed = []
    for sentence, command in commands(fix="--fix" in sys.argv[1:]):
        if subprocess.run(command, cwd=ROOT).returncode:
            failed.append(sentence)
    for sentence in failed:
        print(sentence, file=sys.stderr)
    if failed and "--fix" not in sys.argv[1:]:
        print("`make format` mends most of it.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
