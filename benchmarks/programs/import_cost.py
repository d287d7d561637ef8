"""What an import costs in this process: ``import_cost NAME`` prints one line of JSON."""

import importlib
import json
import sys
import time

if __name__ == "__main__":
    name = sys.argv[1]
    before = set(sys.modules)
    wall, cpu = time.perf_counter(), time.process_time()
    importlib.import_module(name)
    cpu = time.process_time() - cpu
    wall = time.perf_counter() - wall
    loaded = set(sys.modules) - before
    numba = any(module.split(".")[0] == "numba" for module in loaded)
    print(json.dumps({"wall": wall, "cpu": cpu, "modules": len(loaded), "numba": numba}))
