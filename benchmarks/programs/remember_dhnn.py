"""dhnn: all cues at once, at each step one unit of each, drawn with replacement.

It does not say when a state is at rest: as many steps as there are units are made again and again,
until no unit that it ever draws wants to flip. The last unit it never draws. A field of 0 makes a
unit -1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from dhnn import DHNN

from benchmarks.memories import Memories
from benchmarks.programs.remembering import main


def building(memories: Memories, kind: Any) -> tuple[Callable[[], Any], float]:
    """One call, with patterns of a type."""
    patterns = list(memories.to_learn().astype(kind))
    network = DHNN(pflag=1, nflag=-1)

    def build() -> Any:
        network.train(patterns)
        return network.weight

    return build, 1.0


def recall(memories: Memories) -> Callable[[], Any]:
    """Steps until nothing that is ever drawn wants to flip."""
    network = DHNN(pflag=1, nflag=-1)
    network._w = memories.weights().astype(np.float64)
    np.random.seed(2)  # noqa: NPY002 (its own source of chance)

    def run() -> Any:
        states = memories.given.astype(np.float64)
        while True:
            network.predict(states, theta=0.0, epochs=memories.units)
            wanting = states * (states @ network.weight) < 0
            if not wanting[:, :-1].any():
                return states

    return run


if __name__ == "__main__":
    main(
        "dhnn",
        {
            "train, whole numbers": lambda m: building(m, np.int64),
            "train, floats": lambda m: building(m, np.float64),
        },
        {"predict": recall},
    )
