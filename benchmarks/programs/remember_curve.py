"""A capacity curve in this process: ``remember_curve LOADS TRIALS UNITS`` prints a line of JSON."""

import json
import sys

import numpy as np

from benchmarks.measuring import Timing, one_core
from neuromath_lib.hopfield import capacity_curve

if __name__ == "__main__":
    n_loads, trials, units = map(int, sys.argv[1:])
    one_core()
    capacity_curve([0.1], 50, 1, np.random.default_rng(0))  # compiles
    timing = Timing()
    curve = timing.time(
        lambda: capacity_curve(
            np.linspace(0.05, 0.21, n_loads), units, trials, np.random.default_rng(1)
        )
    )
    half = curve.load_at(0.5)
    print(json.dumps({"cpu": timing.median(), "half": None if half != half else half}))
