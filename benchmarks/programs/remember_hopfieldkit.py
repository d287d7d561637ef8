"""hopfieldkit: one cue after the other until a sweep changes nothing; a field of 0 makes +1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from hopfieldkit import HopfieldNetwork

from benchmarks.memories import Memories
from benchmarks.programs.remembering import main


def building(memories: Memories) -> tuple[Callable[[], Any], float]:
    """One call."""
    patterns = memories.to_learn().astype(np.float64)
    return lambda: HopfieldNetwork(memories.units).fit(patterns).weights, 1.0 / memories.units


def recall(memories: Memories) -> Callable[[], Any]:
    """Its own loop."""
    network = HopfieldNetwork(memories.units)
    network.weights = memories.weights().astype(np.float64) / memories.units
    cues = memories.given.astype(np.float64)
    return lambda: np.array([network.recall(cue, seed=k) for k, cue in enumerate(cues)])


if __name__ == "__main__":
    main("hopfieldkit", {"fit": building}, {"recall": recall})
