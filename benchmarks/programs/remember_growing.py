"""Networks of one size, in this process: ``remember_growing UNITS REPEATS`` prints a line of JSON.

Memory counts: patterns and weights are let go of as soon as nobody needs them.
"""

import json
import sys

import numpy as np

from benchmarks.measuring import Timing, one_core, peak_megabytes, repeated
from benchmarks.memories import Memories
from neuromath_lib.hopfield import Network

if __name__ == "__main__":
    units, repeats = int(sys.argv[1]), int(sys.argv[2])
    one_core()
    small = Memories(units=50, patterns=5, cues=5)  # compiles
    Network.storing(small.stored).recall(small.given, np.random.default_rng(0))
    memories = Memories(units=units, patterns=units // 10, cues=min(100, units // 10))
    building, first = Timing(), Timing()
    network = None
    while not building.enough(1 if units > 5000 else repeats):
        network = None
        network = building.time(lambda: Network.storing(memories.stored))
    first.time(lambda: network.recall(memories.given, np.random.default_rng(1)))
    timing, found = repeated(
        lambda: network.recall(memories.given, np.random.default_rng(2)), repeats
    )
    peak = peak_megabytes()  # before checking, which takes memory too
    outcome = memories.recall_outcome(found.states)
    del outcome["ends"]
    print(
        json.dumps(
            {
                "building": building.median(),
                "first": first.median(),
                "cpu": timing.median(),
                "lowest": min(timing.cpu),
                "highest": max(timing.cpu),
                "timing": timing.as_dict(),
                "peak_megabytes": peak,
                "cues": memories.cues,
                **outcome,
            }
        )
    )
