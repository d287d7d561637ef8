"""What a stimulus calls forth: the nonlinear equations solved in time.

The stimulus is given at t = 0 to a column at rest, and arrives as a Gaussian bump of drive. Steps
are a small part of the fastest mode's time and end on the times asked for, so that nothing is
interpolated and an answer does not depend on which other times were asked for. With the delayed
equations themselves ("exact") steps are also shorter than the shortest delay.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.microcircuit import checks, linearisation
from neuromath_lib.microcircuit import delays as delayed
from neuromath_lib.microcircuit.equations import System
from neuromath_lib.numerics.validation import common_shape, numbers

GAIN = 32.0

_BEYOND = 100.0  # times the largest voltage that rates and drive can bring about
_OF_WIDTH = 0.25  # of the bump's width, the longest step
_STEP = 0.1  # of the fastest mode's time; Runge and Kutta's error is then some 1e-7


@dataclasses.dataclass(frozen=True, eq=False)
class Evoked:
    """Voltages that follow a stimulus.

    Attributes
    ----------
    t : numpy.ndarray
        s after the stimulus.
    ss, sp, ii, dp : numpy.ndarray
        mV from rest, shape ``(..., n_t)``; of a cortex ``(..., n, n_t)``.
    """

    t: np.ndarray
    ss: np.ndarray
    sp: np.ndarray
    ii: np.ndarray
    dp: np.ndarray

    @classmethod
    def of(cls, t: np.ndarray, v: np.ndarray) -> Evoked:
        """Return the answer with voltages `v`, shape ``(..., 4, n_t)``, at one time or many."""
        populations = (v[..., k, :] for k in range(4))
        return cls(t, *(p if t.ndim else p[..., 0][()] for p in populations))

    def seen(self, observed: Any = "sp") -> np.ndarray:
        """Return what an electrode sees: a weighted sum of the voltages.

        Parameters
        ----------
        observed : str or array_like
            A population, or four weights for ss, sp, ii, dp.

        Raises
        ------
        ValueError
            If it is neither.
        """
        return checks.seen(observed, (self.ss, self.sp, self.ii, self.dp))


def respond(
    system: System,
    t: Any,
    onset: Any,
    width: Any,
    delays: str,
    drive: np.ndarray,
    gain: Any,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the times and the voltages that follow a bump of drive.

    Parameters
    ----------
    system : System
        What joins the populations.
    t, onset, width, gain
        As in `Column.evoked`.
    delays : str
        One of `delays.DELAYS`.
    drive : numpy.ndarray
        Log-scaling of the drive of each column, shape ``(..., n)``.

    Returns
    -------
    t : numpy.ndarray
        As given.
    v : numpy.ndarray
        mV, shape ``(..., 4 n, n_t)``.
    """
    times = np.asarray(numbers("t", t, unit="s"))
    if times.ndim > 1 or np.any(np.diff(np.atleast_1d(times)) < 0):
        raise ValueError(
            f"t was of shape {times.shape}; it should be a number, or one-dimensional and "
            "increasing"
        )
    onset = np.asarray(numbers("onset", onset, unit="s"))
    width = np.asarray(numbers("width", width, above=0.0, unit="s"))
    gain = np.asarray(numbers("gain", gain))
    shape = common_shape(
        onset=onset,
        width=width,
        gain=gain,
        drive=drive[..., 0],
        column=np.broadcast_to(0.0, system.shape),
    )
    height = np.broadcast_to((gain * gain)[..., None] * np.exp(drive), (*shape, system.columns))

    def bump(at: np.ndarray) -> np.ndarray:
        """Return the drive, shape ``(..., n_at, n)``."""
        away = (at - onset[..., None]) / width[..., None]
        curve = np.broadcast_to(np.exp(-0.5 * away * away), (*shape, len(at)))
        return curve[..., None] * height[..., None, :]

    finest = float(np.min(width)) * _OF_WIDTH
    return times, integrate(system, shape, np.atleast_1d(times), bump, delays, finest)


def integrate(
    system: System,
    shape: tuple[int, ...],
    t: np.ndarray,
    drive: Any,
    delays: str,
    finest: float,
) -> np.ndarray:
    """Return the voltages at the times `t`, from rest at 0, shape ``(*shape, 4 n, n_t)``.

    Parameters
    ----------
    system : System
        What joins the populations; its batch broadcasts to `shape`.
    shape : tuple of int
        Of the batch.
    t : numpy.ndarray
        s, increasing; at negative times everything is at rest.
    drive : callable
        Takes times, returns the drive of each column, shape ``(*shape, n_times, n)``.
    delays : str
        One of `delays.DELAYS`.
    finest : float
        Longest step that the drive allows, s.

    Raises
    ------
    FloatingPointError
        If the answer grows without bound.
    """
    ahead = t[t > 0]
    v = np.zeros((int(np.prod(shape)), 4 * system.columns, len(t)))
    if ahead.size:
        solve = _late if delays in delayed.EXACT else _ordinary
        v[..., len(t) - len(ahead) :] = solve(
            system, shape, ahead, drive, delays, min(finest, _STEP / fastest(system, delays))
        )
    return v.reshape(*shape, 4 * system.columns, len(t))


def fastest(system: System, delays: str) -> float:
    """Return the largest magnitude of an eigenvalue in the batch, 1/s."""
    found = np.linalg.eigvals(linearisation.jacobian(system))
    largest = np.abs(found).max()
    if delays not in ("none", *delayed.EXACT):
        largest = max(largest, np.abs(np.linalg.eigvals(delayed.jacobian(system, delays))).max())
    return float(largest)


def flat(system: System, shape: tuple[int, ...]) -> System:
    """Return the batch, broadcast to `shape`, in one row, with every lag written out."""
    size = system.coupling.shape[-1]
    ends = {
        "coupling": (size, size),
        "time_constants": (size,),
        "slope": (size,),
        "lags": (size, size),
        "lag_within": (size,),
    }
    return System(
        **{
            name: np.ascontiguousarray(
                np.broadcast_to(getattr(system, name), (*shape, *end)).reshape(-1, *end)
            )
            for name, end in ends.items()
        }
    )


def _ordinary(
    system: System,
    shape: tuple[int, ...],
    t: np.ndarray,
    drive: Any,
    delays: str,
    longest: float,
) -> np.ndarray:
    before = np.concatenate([[0.0], t[:-1]])
    counts = np.ceil((t - before) / longest).astype(np.int64)
    steps = np.repeat((t - before) / np.maximum(counts, 1), counts)
    within = np.arange(len(steps)) - np.repeat(np.cumsum(counts) - counts, counts)
    starts = np.repeat(before, counts) + within * steps
    keep = np.full(len(steps), -1)
    # Of equal times only the first is written; the others are filled from it.
    keep[np.cumsum(counts)[counts > 0] - 1] = np.arange(np.count_nonzero(counts))
    looks = np.append(np.stack([starts, starts + 0.5 * steps], axis=1).ravel(), t[-1])
    out = march(system, shape, steps, drive(looks), keep, delays)
    out = out.reshape(-1, *out.shape[-2:])
    filled = np.maximum.accumulate(np.where(counts > 0, np.arange(len(t)), 0))
    at = np.searchsorted(np.flatnonzero(counts > 0), filled)
    return np.swapaxes(out[:, at], -1, -2)


def _late(
    system: System,
    shape: tuple[int, ...],
    t: np.ndarray,
    drive: Any,
    delays: str,
    longest: float,
) -> np.ndarray:
    from scipy.interpolate import make_interp_spline

    lags = system.lags[system.lags > 0.0]
    h = lags.min() / np.ceil(lags.min() / longest) if lags.size else longest
    count = int(np.ceil(t[-1] / h)) + 6
    currents = drive(0.5 * h * np.arange(2 * count + 1))
    states = march(system, shape, np.full(count, h), currents, np.arange(count), delays)
    states = states.reshape(-1, *states.shape[-2:])
    states = np.concatenate([np.zeros_like(states[:, :1]), states], axis=1)
    spline = make_interp_spline(h * np.arange(count + 1), states, k=5, axis=1)
    return np.swapaxes(spline(t), -1, -2)


def march(
    system: System,
    shape: tuple[int, ...],
    steps: np.ndarray,
    currents: np.ndarray,
    keep: np.ndarray,
    delays: str,
) -> np.ndarray:
    """Return voltages after the kept steps, from rest, shape ``(*shape, kept, 4 n)``.

    Parameters
    ----------
    system, shape, delays
        As in `integrate`.
    steps : numpy.ndarray
        Length of each step, s; with the delayed equations all alike.
    currents : numpy.ndarray
        Drive at the edges of the steps and in their middles, shape
        ``(*shape, 2 steps + 1, n)``.
    keep : numpy.ndarray
        For each step the line to which the voltages after it are written, or -1.

    Raises
    ------
    FloatingPointError
        If the voltages grow beyond reason.
    """
    from neuromath_lib.microcircuit import kernels

    row, n = flat(system, shape), system.columns
    coupling = np.ascontiguousarray(np.swapaxes(row.coupling, -1, -2))
    currents = np.ascontiguousarray(currents).reshape(len(row.coupling), -1, n)
    out = np.zeros((len(row.coupling), keep.max() + 1, 8 * n))
    late = delays in delayed.EXACT
    if not late:
        operator = np.broadcast_to(delayed.operator(system, delays), (*shape, 8 * n, 8 * n))
        operator = operator.reshape(-1, 8 * n, 8 * n)
    for k, states in enumerate(out):
        populations = row.time_constants[k], row.slope[k]
        if late:
            lags = np.unique(row.lags[k])
            parts = [np.where(lag == row.lags[k].T, coupling[k], 0.0) for lag in lags]
            within = row.lag_within[k]
            carry = within if delayed.EXACT[delays] == "classic" else np.zeros_like(within)
            kernels.late(
                steps[0],
                currents[k],
                keep,
                lags,
                np.stack(parts),
                *populations,
                within,
                carry,
                states,
            )
        else:
            kernels.ordinary(
                steps,
                currents[k],
                keep,
                coupling[k],
                *populations,
                np.ascontiguousarray(operator[k].T),
                delays != "none",
                states,
            )
    voltages = out[..., 0::2]
    # No rate is larger than 1/2: without delays a voltage cannot pass this.
    reach = 0.5 * np.abs(system.coupling).sum(axis=-1).max() + np.abs(currents).max()
    if not np.abs(voltages).max() <= _BEYOND * reach * system.time_constants.max():
        raise FloatingPointError(
            "the voltages grow without bound for these parameters; delays this long make the leak "
            "of a voltage unstable, which no sigmoid holds in"
        )
    return voltages.reshape(*shape, len(out[0]), 4 * n)
