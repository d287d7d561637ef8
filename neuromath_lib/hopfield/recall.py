"""Remembering: units updated until nothing changes, or for as long as asked when there is noise.

================  ========================================================================
order             what it does in one sweep
================  ========================================================================
"asynchronous"    every unit once, one after the other, in a new random order each sweep
"synchronous"     every unit at once; the network may end in a cycle of two states
================  ========================================================================

Without noise a unit goes where its field points and stays where the field is zero. At temperature
T it is +1 with probability ``1 / (1 + exp(-2 h / T))``, whatever it was (Glauber's rule).
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.hopfield.wiring import Wiring

ORDERS = ("asynchronous", "synchronous")
SWEEPS_COLD, SWEEPS_WARM = 1000, 100  # at most, unless the caller says otherwise


@dataclasses.dataclass(frozen=True, eq=False)
class Recall:
    """Where states went.

    Attributes
    ----------
    states : numpy.ndarray of int
        The last states, shape ``(..., N)``.
    sweeps : int or numpy.ndarray of int
        Rounds through all units that were made, shape ``(...,)``; 0 if nothing wanted to change.
    converged : bool or numpy.ndarray of bool
        Whether no unit wants to flip any more. Never at a temperature, nor in a cycle.
    period : int or numpy.ndarray of int
        1 for a state at rest; 2 if synchronous updates go back and forth between two states (or
        more, where weights are not symmetric); 0 if neither was seen in the sweeps allowed.
    """

    states: np.ndarray
    sweeps: Any
    converged: Any
    period: Any


def run(
    wiring: Wiring,
    states: np.ndarray,
    rng: np.random.Generator,
    temperature: float,
    order: str,
    max_sweeps: int,
) -> Recall:
    """Recall from states (..., N) of type int8, which are changed in place."""
    probes = states.reshape(-1, states.shape[-1])
    fields = wiring.fields(probes)
    if temperature > 0.0:
        warm_sweeps(wiring, probes, fields, rng, temperature, order, max_sweeps)
        sweeps = np.full(len(probes), max_sweeps)
        period = np.zeros(len(probes), dtype=np.int64)
    elif order == "asynchronous":
        sweeps, period = _settle(wiring, probes, fields, rng, max_sweeps)
    else:
        sweeps, period = _march(wiring, probes, fields, max_sweeps)
    shape = states.shape[:-1]
    return Recall(
        states.astype(np.int64),
        *(shaped(values, shape) for values in (sweeps, period == 1, period)),
    )


def warm_sweeps(
    wiring: Wiring,
    probes: np.ndarray,
    fields: np.ndarray,
    rng: np.random.Generator,
    temperature: float,
    order: str,
    sweeps: int,
) -> None:
    """Make as many sweeps of Glauber's rule; states and fields are changed in place."""
    from neuromath_lib.hopfield import kernels

    everyone = np.arange(len(probes))
    n_units = probes.shape[1]
    for _ in range(sweeps):
        # A unit is +1 if a random number is below 1 / (1 + exp(-2 h / T)): solved for h.
        chance = rng.random(probes.shape)
        with np.errstate(divide="ignore"):
            hurdles = 0.5 * temperature / wiring.unit * np.log(chance / (1.0 - chance))
        if order == "asynchronous":
            sites = rng.permutation(n_units)
            kernels.jostle(wiring.outgoing, probes, fields, sites, everyone, hurdles)
        else:
            wanted = (fields > hurdles) != (probes > 0)
            kernels.step(wiring.outgoing, probes, fields, wanted, everyone)


def cold_sweep(
    wiring: Wiring,
    probes: np.ndarray,
    fields: np.ndarray,
    rng: np.random.Generator,
    order: str,
    which: np.ndarray,
) -> None:
    """Make one sweep without noise of the probes numbered `which`, in place."""
    from neuromath_lib.hopfield import kernels

    if order == "asynchronous":
        sites = rng.permutation(probes.shape[1])
        kernels.descend(wiring.outgoing, probes, fields, sites, which, wiring.tolerance)
    else:
        wanted = _wanted(wiring, probes[which], fields[which])
        kernels.step(wiring.outgoing, probes, fields, wanted, which)


def _settle(
    wiring: Wiring,
    probes: np.ndarray,
    fields: np.ndarray,
    rng: np.random.Generator,
    max_sweeps: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Sweep until no unit wants to flip. One order of sites serves all probes of a sweep."""
    from neuromath_lib.hopfield import kernels

    sweeps = np.zeros(len(probes), dtype=np.int64)
    awake = np.arange(len(probes))
    awake = awake[kernels.restless(probes, fields, awake, wiring.tolerance)]
    while awake.size and sweeps[awake[0]] < max_sweeps:
        cold_sweep(wiring, probes, fields, rng, "asynchronous", awake)
        sweeps[awake] += 1
        still = kernels.restless(probes, fields, awake, wiring.tolerance)
        if not wiring.whole and not still.all():
            # Rounding adds up while fields are kept up to date: have a fresh look before resting.
            resting = awake[~still]
            fields[resting] = wiring.fields(probes[resting])
            still = kernels.restless(probes, fields, awake, wiring.tolerance)
        awake = awake[still]
    period = np.ones(len(probes), dtype=np.int64)
    period[awake] = 0
    return sweeps, period


def _march(
    wiring: Wiring, probes: np.ndarray, fields: np.ndarray, max_sweeps: int
) -> tuple[np.ndarray, np.ndarray]:
    """Update all units at once until a state comes back.

    States that come back after one or two steps are seen at once; longer cycles, which only
    weights that are not symmetric can have, by comparing with a state kept from a step whose
    number is a power of two (Brent's rule).
    """
    from neuromath_lib.hopfield import kernels

    sweeps = np.zeros(len(probes), dtype=np.int64)
    period = np.zeros(len(probes), dtype=np.int64)
    awake = np.arange(len(probes))
    last = np.zeros(probes.shape, dtype=bool)
    kept, kept_at = probes.copy(), 0
    for number in range(max_sweeps + 1):
        if not wiring.whole:
            fields[awake] = wiring.fields(probes[awake])
        wanted = _wanted(wiring, probes[awake], fields[awake])
        period[awake[~wanted.any(axis=1)]] = 1
        # The same units turning over twice: back where the state was two steps ago.
        period[awake[wanted.any(axis=1) & (wanted == last[awake]).all(axis=1)]] = 2
        if number > kept_at:
            back = (probes[awake] == kept[awake]).all(axis=1) & (period[awake] == 0)
            period[awake[back]] = number - kept_at
        if number & (number - 1) == 0:
            kept, kept_at = probes.copy(), number
        go_on = period[awake] == 0
        awake, wanted = awake[go_on], wanted[go_on]
        if not awake.size or number == max_sweeps:
            break
        kernels.step(wiring.outgoing, probes, fields, wanted, awake)
        last[awake] = wanted
        sweeps[awake] += 1
    return sweeps, period


def _wanted(wiring: Wiring, states: np.ndarray, fields: np.ndarray) -> np.ndarray:
    """Return which units want to flip."""
    return states * fields < -wiring.tolerance


def shaped(values: np.ndarray, shape: tuple[int, ...]) -> Any:
    """Return values of each probe in the shape of the batch; a plain number for one state."""
    return values.reshape(shape) if shape else values[0].item()
