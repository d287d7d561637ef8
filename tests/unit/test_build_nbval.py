"""Outputs that notebooks keep are compared, although their counts are stripped."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from mini_book import notebook

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("kept", "passes"), [("4\n", True), ("5\n", False)])
def test_a_kept_output_is_compared(tmp_path, kept, passes):
    shutil.copy(ROOT / "conftest.py", tmp_path)
    made = json.loads(notebook("code:# NBVAL_CHECK_OUTPUT\nprint(2 + 2)", "code:print(3)"))
    made["cells"][0]["outputs"] = [{"name": "stdout", "output_type": "stream", "text": kept}]
    (tmp_path / "sums.ipynb").write_text(json.dumps(made))
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval-lax", "-p", "no:cacheprovider", "sums.ipynb"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (result.returncode == 0) is passes, result.stdout
    assert ("2 passed" if passes else "1 failed, 1 passed") in result.stdout
