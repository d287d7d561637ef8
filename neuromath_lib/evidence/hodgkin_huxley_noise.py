"""What patches with a finite number of channels must bring out: how often they fire at rest.

The references are rates counted in runs of an independent Markov simulation of 4 to 40 s, so they
have standard errors, and so have the rates counted here. A row is met within three standard
errors of the two together. Each run is seeded; another processor may round another way, and then
the last digits are those of another run as long.
"""

from __future__ import annotations

import functools
import math

import numpy as np

from neuromath_lib.evidence.table import Quantity, Source
from neuromath_lib.hodgkin_huxley.noise import channel_noise
from neuromath_lib.hodgkin_huxley.parameters import Axon

TITLE = "Channel noise: how often a patch fires without any current"

_SCHEMES = Source(
    "Goldwyn2011",
    "Goldwyn & Shea-Brown 2011",
    "10.1371/journal.pcbi.1002247",
    "Markov chain, channel-based and subunit-based noise",
)


def _rate(method: str, area_um2: float, seconds: float) -> float:
    rng = np.random.default_rng(1952)
    trace = channel_noise(Axon(), area_um2, 1000.0 * seconds, rng, method=method, every=10_000)
    return len(trace.spike_times()) / seconds


def _row(
    method: str,
    area_um2: float,
    reference: tuple[str, float],
    seconds: float,
    error_of_a_second: float,
) -> Quantity:
    """Declare a rate. Errors are standard errors in Hz, ours that of a run of one second."""
    names = {
        "exact": "every channel by itself",
        "channel": "diffusion of channel states",
        "subunit": "noise on m, h and n",
    }
    written, error = reference
    together = math.hypot(error, error_of_a_second / math.sqrt(seconds))
    return Quantity(
        name=f"noise_{method}_{area_um2:g}",
        quantity=f"firing rate of {area_um2:g} um2 without current, {names[method]}",
        symbol="r",
        unit="Hz",
        reference=written,
        tolerance=3.0 * together / float(written),
        compute=functools.partial(_rate, method, area_um2, seconds),
        source=_SCHEMES,
    )


# The errors of a second were measured on stretches of runs of 40 to 400 s.
QUANTITIES = (
    _row("exact", 1.0, ("51.2", 0.5), 15.0, 2.9),
    _row("exact", 10.0, ("40.6", 0.8), 8.0, 2.8),
    _row("exact", 30.0, ("27.3", 1.1), 5.0, 2.3),
    _row("exact", 100.0, ("11.0", 1.2), 5.0, 2.8),
    _row("channel", 100.0, ("10.4", 1.0), 30.0, 3.2),
    _row("subunit", 100.0, ("0.18", 0.05), 100.0, 0.48),
)
