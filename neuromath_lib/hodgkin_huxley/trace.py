"""What a simulation returns: voltage, gates and currents over time, and when it spiked."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.hodgkin_huxley import equations
from neuromath_lib.hodgkin_huxley.equations import State
from neuromath_lib.hodgkin_huxley.parameters import Axon
from neuromath_lib.hodgkin_huxley.stimuli import Stimulus
from neuromath_lib.numerics.crossings import hermite_crossing
from neuromath_lib.numerics.validation import number


@dataclasses.dataclass(frozen=True, eq=False)
class Trace:
    """Voltage and gates over time, of one axon or of a batch.

    Attributes
    ----------
    t : numpy.ndarray
        Times, ms, shape ``(n,)``.
    v : numpy.ndarray
        Membrane potential, mV, shape ``(*batch, n)``.
    m, h, n : numpy.ndarray
        Gates, shape ``(*batch, n)``.
    axon : Axon
        What was simulated.
    stimulus : Stimulus
        What was injected.
    """

    t: np.ndarray
    v: np.ndarray
    m: np.ndarray
    h: np.ndarray
    n: np.ndarray
    axon: Axon = dataclasses.field(repr=False)
    stimulus: Stimulus = dataclasses.field(repr=False)

    def __repr__(self) -> str:
        """Say what it holds in one line."""
        axons = int(np.prod(self.shape))
        return (
            f"Trace of {axons} axon{'s' * (axons != 1)}, t = {self.t[0]:g} to {self.t[-1]:g} ms "
            f"in {len(self.t)} points, V between {self.v.min():.1f} and {self.v.max():.1f} mV"
        )

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the batch; ``()`` for one axon."""
        return self.v.shape[:-1]

    @property
    def i_na(self) -> np.ndarray:
        """Sodium current, uA/cm2, outward positive, shape ``(*batch, n)``."""
        return self._ionic().i_na

    @property
    def i_k(self) -> np.ndarray:
        """Potassium current, uA/cm2, outward positive, shape ``(*batch, n)``."""
        return self._ionic().i_k

    @property
    def i_leak(self) -> np.ndarray:
        """Leak current, uA/cm2, outward positive, shape ``(*batch, n)``."""
        return self._ionic().i_leak

    @property
    def current(self) -> np.ndarray:
        """Injected current, uA/cm2, shape ``(*batch, n)``; at an edge, the value after it."""
        return np.broadcast_to(self.stimulus(self.t), self.v.shape)

    @property
    def end(self) -> State:
        """The last state, from which another simulation can go on."""
        return State(*(values[..., -1][()] for values in (self.v, self.m, self.h, self.n)))

    def spike_times(self, level: float = 0.0) -> Any:
        """Return when the voltage crossed `level` upwards.

        Between two stored points the voltage is a cubic with the slopes that the equations give,
        so that a time is as exact as the simulation, not as coarse as its steps.

        Parameters
        ----------
        level : float
            mV.

        Returns
        -------
        numpy.ndarray or list of numpy.ndarray
            Times in ms; for a batch a list with one array for each axon, last axis fastest.

        Raises
        ------
        ValueError
            If `level` is not a finite number.
        """
        level = number("level", level, unit="mV")
        below = self.v.reshape(-1, len(self.t)) < level
        axon, k = np.nonzero(below[:, :-1] & ~below[:, 1:])
        times = self.t[k]
        if k.size:
            times = times + np.diff(self.t)[k] * hermite_crossing(*self.interval(axon, k), level)
        if not self.shape:
            return times
        counts = np.bincount(axon, minlength=len(below))
        return np.split(times, np.cumsum(counts)[:-1])

    def interval(self, axon: np.ndarray, k: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return the voltage and its slope at both ends of intervals between stored points.

        Parameters
        ----------
        axon : numpy.ndarray of int
            Which axons of the batch, numbered with the last axis fastest.
        k : numpy.ndarray of int
            Which intervals: from ``t[k]`` to ``t[k + 1]``.

        Returns
        -------
        tuple of numpy.ndarray
            v at both ends (mV), then dV/dt at both ends times the interval's length (mV). The
            current is that inside the interval, should it jump at an end.
        """
        alone, stimulus = self.axon, self.stimulus
        if self.shape:
            alone = alone.flat(self.shape, axon)
            stimulus = stimulus.flat(self.shape, axon)
        inside = 0.5 * (self.t[k] + self.t[k + 1])
        values, slopes = [], []
        for end in (k, k + 1):
            state = State(
                *(x.reshape(-1, len(self.t))[axon, end] for x in (self.v, self.m, self.h, self.n))
            )
            ionic = equations.ionic_currents(alone, state.v, state.m, state.h, state.n)
            current = stimulus.at(self.t[end], inside)
            values.append(state.v)
            slopes.append((current - ionic.total) / alone.capacitance * np.diff(self.t)[k])
        return (*values, *slopes)

    def _ionic(self) -> equations.IonicCurrents:
        return equations.ionic_currents(self.axon.with_time_axis(), self.v, self.m, self.h, self.n)
