"""neurolib: one node, Euler's rule with noise of Ornstein and Uhlenbeck, compiled by numba."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from neurolib.models.hopf import HopfModel
from neurolib.models.wc import WCModel

from benchmarks.programs.column import main
from benchmarks.programs.common import Work


def ready(seconds: float, model: Any, dt: float | None = None) -> tuple[Work, Callable[[Any], Any]]:
    """Return a model with its own parameters and a little noise."""
    node = model()
    node.params["duration"] = 1000.0 * seconds
    node.params["sigma_ou"] = 0.01
    if dt is not None:
        node.params["dt"] = dt

    def run() -> Any:
        node.run()
        return node.output

    return Work(run=run), lambda output: output[0]


if __name__ == "__main__":
    main(
        "neurolib",
        {
            "oscillator (Hopf)": lambda s: ready(s, HopfModel),
            "oscillator (Hopf), long steps": lambda s: ready(s, HopfModel, 0.5),
            "Wilson and Cowan": lambda s: ready(s, WCModel),
        },
    )
