"""neurodynex3, the exercises of a textbook: made to be read, not to be quick.

It does not say when a state is at rest: sweeps are made until one changes nothing. A field of 0
makes a unit +1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from neurodynex3.hopfield_network.network import HopfieldNetwork

from benchmarks.memories import Memories
from benchmarks.programs.remembering import main


def building(memories: Memories) -> tuple[Callable[[], Any], float]:
    """One call."""
    network = HopfieldNetwork(memories.units)
    patterns = list(memories.to_learn().astype(np.float64))

    def build() -> Any:
        network.store_patterns(patterns)
        return network.weights

    return build, 1.0 / memories.units


def recall(memories: Memories) -> Callable[[], Any]:
    """Sweeps until nothing changes."""
    network = HopfieldNetwork(memories.units)
    network.weights = memories.weights().astype(np.float64) / memories.units
    network.set_dynamics_sign_async()
    np.random.seed(2)  # noqa: NPY002 (its own source of chance)

    def run() -> Any:
        ends = []
        for cue in memories.given.astype(np.float64):
            network.set_state_from_pattern(cue)
            before = None
            while before is None or not np.array_equal(before, network.state):
                before = network.state
                network.iterate()
            ends.append(network.state)
        return np.array(ends)

    return run


if __name__ == "__main__":
    main("neurodynex3", {"store_patterns": building}, {"sign, async": recall})
