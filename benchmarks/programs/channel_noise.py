"""What an event of the exact channel noise costs: ``channel_noise AREA DURATION REPEATS``."""

import json
import sys

import numpy as np

from benchmarks.measuring import one_core, repeated
from neuromath_lib.hodgkin_huxley import Axon, channel_noise

if __name__ == "__main__":
    area, duration, repeats = float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    one_core()

    def run(length: float = duration):
        """Run a patch with the same chances each time."""
        return channel_noise(Axon(), area, length, np.random.default_rng(1), every=100)

    run(min(duration, 10.0))  # compiles
    timing, trace = repeated(run, repeats)
    print(
        json.dumps(
            {
                "cpu": timing.median(),
                "lowest": min(timing.cpu),
                "highest": max(timing.cpu),
                "events": int(trace.events),
                "channels": trace.na_channels + trace.k_channels,
                "spikes": len(trace.spike_times()),
                "timing": timing.as_dict(),
            }
        )
    )
