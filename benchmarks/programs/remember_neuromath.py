"""The library of this book: a network that knows its patterns, or weights alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.memories import Memories
from benchmarks.programs.remembering import main
from neuromath_lib.hopfield import Network, hebbian


def building(memories: Memories) -> tuple[Callable[[], Any], float]:
    """From patterns to weights."""
    patterns = memories.to_learn().astype(np.int64)
    return lambda: hebbian(patterns), 1.0


def building_all(memories: Memories) -> tuple[Callable[[], Any], float]:
    """From patterns to a network that is ready to recall: checked, and wired."""
    patterns = memories.to_learn().astype(np.int64)

    def build() -> Any:
        network = Network.storing(patterns)
        network.field(patterns[0])  # wires it
        return network.weights

    return build, 1.0


def recall(memories: Memories, *, knows_patterns: bool) -> Callable[[], Any]:
    """All cues at once."""
    network = (
        Network.storing(memories.stored)
        if knows_patterns
        else Network(memories.weights().astype(np.int32))
    )
    cues = memories.given.astype(np.int64)
    rng = np.random.default_rng(2)
    return lambda: network.recall(cues, rng).states


if __name__ == "__main__":
    main(
        "neuromath-lib",
        {"hebbian": building, "Network.storing, wired": building_all},
        {
            "knows its patterns": lambda m: recall(m, knows_patterns=True),
            "weights alone": lambda m: recall(m, knows_patterns=False),
        },
    )
