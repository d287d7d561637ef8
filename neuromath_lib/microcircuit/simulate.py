"""A column in time, driven by noise: what a recording of minutes would be made of.

The drive is a random signal with the spectrum Gu of `Noise`, up to the highest frequency that the
steps can carry, ``1 / (2 dt)``. It is made for the whole run at once and known between the steps
too, so that Runge and Kutta's rule keeps its order. While the drive is weak the
voltages have the spectrum that `Column.spectrum` predicts (neuronal part); at the prior means of
`Noise` it is so strong that the sigmoids saturate, and the prediction, which is linear, is off.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.microcircuit import checks, evoked, transfer
from neuromath_lib.microcircuit import delays as delayed
from neuromath_lib.microcircuit.cortex import Cortex
from neuromath_lib.microcircuit.noise import Noise, coloured
from neuromath_lib.microcircuit.parameters import Column
from neuromath_lib.numerics.validation import choice, common_shape, number, whole_number

QUIET = Noise(a=(-8.0, 0.0))  # so weak a drive that the column answers in proportion


@dataclasses.dataclass(frozen=True, eq=False)
class Recording:
    """Voltages and drive over time.

    Attributes
    ----------
    t : numpy.ndarray
        s.
    ss, sp, ii, dp : numpy.ndarray
        mV from rest, shape ``(..., n_t)``; of a cortex ``(..., n, n_t)``.
    drive : numpy.ndarray
        The random signal, before the gain, of the same shape.
    """

    t: np.ndarray
    ss: np.ndarray
    sp: np.ndarray
    ii: np.ndarray
    dp: np.ndarray
    drive: np.ndarray

    def seen(self, observed: Any = "sp") -> np.ndarray:
        """Return what an electrode sees, without channel noise: a weighted sum of voltages.

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


def simulate(
    column: Column | Cortex,
    duration: float,
    rng: np.random.Generator,
    *,
    dt: float = 5e-4,
    noise: Noise = QUIET,
    delays: str = "current",
    gain: float = transfer.GAIN,
    settle: float = 0.5,
    every: int = 1,
) -> Recording:
    """Let noise drive a column, or a cortex, and record its voltages.

    Parameters
    ----------
    column : Column or Cortex
        What is driven; a batch is driven by noises of its own.
    duration : float
        s.
    rng : numpy.random.Generator
        Where chance comes from. The same state gives the same recording.
    dt : float
        Step, s.
    noise : Noise
        Its `a` is the spectrum of the drive; what belongs to channels is not used, and `d`, which
        means nothing without a vector of frequencies, must be 0.
    delays : str
        "none", "current" or "classic" (``x' = Q f(x, u)``), "exact" or "exact_classic".
    gain : float
        With which the drive enters. In a cortex it is scaled by the exponential of its `drive`.
    settle : float
        Time from rest that is run but not recorded, s.
    every : int
        Record every this many steps.

    Returns
    -------
    Recording
        ``.t`` from 0, ``.ss``, ``.sp``, ``.ii``, ``.dp``, ``.drive``.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or the step is too long for the column.
    FloatingPointError
        If there is no delay operator, or the voltages grow without bound.

    Examples
    --------
    >>> record = simulate(Column.standard(), 0.1, np.random.default_rng(1))
    >>> record.sp.shape
    (200,)
    """
    from scipy.fft import next_fast_len

    if not isinstance(column, Column | Cortex):
        raise ValueError(f"column was {column!r}; it should be a Column or a Cortex")
    dt = number("dt", dt, above=0.0, unit="s")
    every = whole_number("every", every)
    count = int(np.floor(number("duration", duration, above=0.0, unit="s") / dt + 1e-9))
    if count < every:
        raise ValueError(
            f"duration was {duration} s; it should be at least {dt * every:g} s, dt times every"
        )
    if not isinstance(noise, Noise):
        raise ValueError(f"noise was {noise!r}; it should be a Noise, as in Noise(a=(-8, 0))")
    if np.any(noise.d != 0.0):
        raise ValueError(f"noise.d was {noise.d}; it should be 0 in a simulation")
    choice("delays", delays, delayed.DELAYS)
    gain = number("gain", gain)
    before = int(np.ceil(number("settle", settle, low=0.0, unit="s") / dt))
    system, n = column.system, column.system.columns
    limit = 1.5 / evoked.fastest(system, delays)
    if delays in delayed.EXACT and np.any(system.lags > 0.0):
        limit = min(limit, system.lags[system.lags > 0.0].min())
    if dt > limit:
        raise ValueError(f"dt was {dt:g} s; it should be at most {limit:.2g} s for this column")
    a = noise.a
    if isinstance(column, Cortex):
        scale = np.exp(column.drive)
    else:  # one column has no axis of columns
        scale, a = np.ones(1), a[..., None, :]
    batch = np.broadcast_to(0.0, (*column.shape, n))
    shape = common_shape(column=batch, **{"noise.a": a[..., 0]})
    batch = shape[:-1]
    steps = before + count

    def power(hertz: np.ndarray) -> np.ndarray:
        # Faster parts would be taken for slow ones: the rule weighs middles and edges of steps
        # unequally.
        density = np.where(hertz <= 0.5 / dt, np.exp(a[..., :1]) * hertz ** -np.exp(a[..., 1:]), 0)
        return np.broadcast_to(density, (*shape, len(hertz)))

    length = next_fast_len(2 * steps + 2, real=True)  # a large prime factor would take ten times
    signal = coloured(power, length, 0.5 * dt, rng)[..., : 2 * steps + 1]
    currents = np.swapaxes(signal * (gain * scale)[..., None], -1, -2)
    keep = np.full(steps, -1)
    lines = np.arange(before, steps, every)
    keep[lines] = np.arange(len(lines))
    v = evoked.march(system, batch, np.full(steps, dt), currents, keep, delays)
    v = np.swapaxes(v, -1, -2).reshape(*batch, n, 4, len(lines))
    drive = signal[..., 2 * lines + 2]
    if isinstance(column, Column):
        v, drive = v[..., 0, :, :], drive[..., 0, :]
    return Recording(np.arange(len(lines)) * dt * every, *(v[..., k, :] for k in range(4)), drive)
