"""One file for each group of measurements; each has ``measure(settings) -> Group``."""
