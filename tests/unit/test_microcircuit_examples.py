"""The examples in the docstrings are true, and numba is not imported before it is needed."""

import doctest
import importlib
import subprocess
import sys

import pytest

MODULES = [
    f"neuromath_lib.microcircuit.{name}"
    for name in (
        "equations",
        "parameters",
        "cortex",
        "delays",
        "noise",
        "simulate",
        "paradigms.background",
    )
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    found = doctest.testmod(importlib.import_module(name))
    assert found.failed == 0
    assert found.attempted > 0


def test_importing_is_light():
    code = (
        "import sys, neuromath_lib.microcircuit as m;"
        "m.Column.standard().spectrum([10.0]);"
        "print('numba' in sys.modules, 'matplotlib' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.split() == ["False", "False"]


def test_kernels_run_without_a_compiler():
    """The plain source gives what the compiled one gives."""
    code = (
        "import sys; sys.modules['numba'] = None\n"
        "import numpy as np\n"
        "from neuromath_lib.microcircuit import Column\n"
        "from neuromath_lib.microcircuit import kernels\n"
        "assert not hasattr(kernels.late, 'py_func')\n"
        "for delays in ('current', 'exact'):\n"
        "    print(repr(Column.standard().evoked([0.03, 0.06], delays=delays).sp[1]))\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    plain = [float(line.split("(")[-1].rstrip(")")) for line in answer.stdout.splitlines()]
    from neuromath_lib.microcircuit import Column

    fast = [Column.standard().evoked([0.03, 0.06], delays=d).sp[1] for d in ("current", "exact")]
    assert plain == pytest.approx(fast, rel=1e-10)
