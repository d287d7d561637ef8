"""What is measured in a process of its own: `run_NAME` solves a `Problem` with program NAME."""
