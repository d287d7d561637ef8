"""First and second call in this process: ``first_call METHOD`` prints one line of JSON."""

import json
import sys

from benchmarks.measuring import Timing
from neuromath_lib.hodgkin_huxley import Axon, Step, simulate

if __name__ == "__main__":
    method = sys.argv[1]
    timing = Timing()
    for _ in range(2):
        timing.time(lambda: simulate(Axon(), Step(10.0), 50.0, method=method))
    print(
        json.dumps(
            {
                "first": timing.wall[0],
                "first_cpu": timing.cpu[0],
                "second": timing.wall[1],
                "second_cpu": timing.cpu[1],
            }
        )
    )
