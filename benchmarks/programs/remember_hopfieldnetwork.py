"""hopfieldnetwork: one cue after the other, its units in a new random order each sweep.

It is given floats, with which it is quickest. A field of 0 makes a unit +1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from hopfieldnetwork.libary import HopfieldNetwork

from benchmarks.memories import Memories
from benchmarks.programs.remembering import main


def building(memories: Memories) -> tuple[Callable[[], Any], float]:
    """All patterns in one call, a column each."""
    columns = np.ascontiguousarray(memories.to_learn().T, dtype=np.float64)

    def build() -> Any:
        network = HopfieldNetwork(N=memories.units)
        network.train_pattern(columns)
        return network.w

    return build, 1.0 / memories.units


def recall(memories: Memories) -> Callable[[], Any]:
    """Its own loop until a sweep changes nothing."""
    network = HopfieldNetwork(N=memories.units)
    network.w = memories.weights().astype(np.float64) / memories.units
    np.random.seed(2)  # noqa: NPY002 (its own source of chance)

    def run() -> Any:
        ends = []
        for cue in memories.given.astype(np.float64):
            network.set_initial_neurons_state(cue)
            network.update_neurons(0, "async", run_max=True)
            ends.append(network.S)
        return np.array(ends)

    return run


if __name__ == "__main__":
    main("hopfieldnetwork", {"train_pattern": building}, {"async, run_max": recall})
