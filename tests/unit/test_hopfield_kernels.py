"""The same source runs uncompiled, and nothing heavy is imported before it is needed."""

import doctest
import importlib
import subprocess
import sys

import numpy as np
import pytest

from neuromath_lib.hopfield import hebbian, random_patterns

PROGRAM = """
import numpy as np
from neuromath_lib.hopfield import Network, dense, hebbian, random_patterns, sleep

rng = np.random.default_rng(7)
patterns = random_patterns(4, 24, rng)
starts = random_patterns(6, 24, rng)
weights = hebbian(patterns)
day = sleep.TwoStores.empty(24).learn(patterns)
results = [
    Network(weights).recall(starts, rng).states,
    Network(np.sqrt(2) * weights + 0.1 * (1 - np.eye(24))).recall(starts, rng).states,
    Network(weights).recall(starts, rng, order="synchronous").states,
    Network(weights).recall(starts, rng, temperature=3.0, max_sweeps=4).states,
    dense.recall(patterns, starts, 3, rng).states,
    np.rint(1000 * sleep.unlearn(weights, 20, 0.1, rng)),
    np.rint(1000 * day.sleep(20, rng, unlearning=0.01).long),
]
"""


def test_uncompiled_kernels_give_the_same_numbers():
    here = {}
    exec(PROGRAM, here)
    wanted = [result.astype(int).tolist() for result in here["results"]]
    program = (
        "import sys\nsys.modules['numba'] = None\n"
        + PROGRAM
        + f"\nwanted = {wanted!r}\n"
        + "from neuromath_lib.hopfield import kernels\n"
        + "assert not hasattr(kernels.descend, 'py_func')\n"
        + "assert [r.astype(int).tolist() for r in results] == wanted\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)


def test_compiled_where_numba_is():
    pytest.importorskip("numba")
    from neuromath_lib.hopfield import kernels

    assert hasattr(kernels.descend, "py_func")


def test_importing_loads_nothing_heavy():
    program = (
        "import sys, neuromath_lib.hopfield;"
        "heavy = {'numba', 'scipy', 'matplotlib', 'joblib', 'tqdm', 'skimage'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


MODULES = [
    f"neuromath_lib.hopfield.{name}"
    for name in (
        "patterns",
        "learning",
        "network",
        "measures",
        "attention",
        "sleep.two_stores",
        "theory.one_step",
        "theory.mean_field",
        "theory.mixtures",
        "theory.gardner",
        "theory.dense",
    )
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    found = doctest.testmod(importlib.import_module(name))
    assert found.failed == 0
    assert found.attempted > 0


def test_kernels_update_what_they_are_told_to():
    """Probes that are at rest, or not asked for, are left alone."""
    from neuromath_lib.hopfield import kernels

    patterns = random_patterns(2, 20, np.random.default_rng(1))
    weights = hebbian(patterns).astype(np.int16)
    states = np.ones((3, 20), dtype=np.int8)
    fields = (states @ weights.astype(np.int32)).astype(np.int32)
    before = states.copy()
    kernels.descend(weights, states, fields, np.arange(20), np.array([1]), np.zeros(20))
    assert (states[1] != before[1]).any()
    np.testing.assert_array_equal(states[[0, 2]], before[[0, 2]])
    np.testing.assert_array_equal(fields, states @ weights.astype(np.int32))
    restless = kernels.restless(states, fields, np.arange(3), np.zeros(20))
    assert restless[0]
    assert restless[2]
