"""A network: units of +1 and -1, weights between them, and what follows from both.

The field at a unit is ``h = W s`` (less its threshold, if it has one). A unit goes where its
field points. If the weights are symmetric there is an energy, ``E = -1/2 s' W s``, which a flip
changes by exactly ``-2 |h_i|``: remembering is rolling downhill.

Source: J. J. Hopfield 1982, PNAS 79:2554, doi:10.1073/pnas.79.8.2554.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import numpy as np

from neuromath_lib.hopfield import recall as recalling
from neuromath_lib.hopfield.checking import (
    count,
    generator,
    pattern_matrix,
    signs,
    symmetric,
    weight_matrix,
)
from neuromath_lib.hopfield.learning import hebbian
from neuromath_lib.hopfield.recall import ORDERS, SWEEPS_COLD, SWEEPS_WARM, Recall
from neuromath_lib.hopfield.wiring import Wiring, wired
from neuromath_lib.numerics.validation import choice, number, numbers

MOST_UNITS = 20  # whose 2**N states can all be looked at
_COPIED = 2**28  # bytes


@dataclasses.dataclass(frozen=True, eq=False)
class Descent:
    """The way of one state to rest, flip by flip.

    Attributes
    ----------
    states : numpy.ndarray of int
        Shape ``(flips + 1, N)``, from the start to the end.
    sites : numpy.ndarray of int
        Which unit flipped each time, shape ``(flips,)``.
    converged : bool
        Whether no unit wants to flip any more.
    """

    states: np.ndarray
    sites: np.ndarray
    converged: bool


@dataclasses.dataclass(frozen=True, eq=False)
class Network:
    """Units of +1 and -1 and the weights between them.

    Parameters
    ----------
    weights : array_like
        Shape ``(N, N)``, from unit j to unit i in ``weights[i, j]``; whole numbers or not. They
        are copied, and the copy is read-only; above 256 MB (N of about 8000) they are not copied,
        to leave room, and should not be changed any more.
    thresholds : float or array_like
        What a field must exceed, for all units or for each, shape ``(N,)``.
    self_connections : bool
        Whether units may be wired to themselves. No rule makes such weights, and with them a
        unit holds on to what it is; so they are an error unless asked for.

    Raises
    ------
    ValueError
        If `weights` is not a square array of finite numbers with a zero diagonal, or `thresholds`
        does not fit.

    Examples
    --------
    >>> patterns = np.array([[1, 1, 1, 1, -1, -1, -1, -1]])
    >>> network = Network(hebbian(patterns))
    >>> cue = [-1, 1, 1, 1, -1, -1, -1, 1]
    >>> network.recall(cue, np.random.default_rng(1)).states.tolist()
    [1, 1, 1, 1, -1, -1, -1, -1]
    >>> network.energy(cue), network.energy(patterns[0])
    (-4.0, -28.0)
    """

    weights: Any
    thresholds: Any = 0.0
    self_connections: bool = False

    def __post_init__(self) -> None:
        """Check the fields and make them read-only arrays."""
        weights = weight_matrix(self.weights)
        if weights.dtype.kind == "u":
            weights = weights.astype(np.int64)
        if not self.self_connections and np.any(np.diagonal(weights)):
            raise ValueError(
                "weights had a diagonal that is not zero: units wired to themselves; clear it by "
                "numpy.fill_diagonal(weights, 0), or say self_connections=True"
            )
        kept = weights.copy() if weights.nbytes <= _COPIED else weights.view()
        kept.flags.writeable = False
        object.__setattr__(self, "weights", kept)
        thresholds = numbers("thresholds", self.thresholds)
        if not isinstance(thresholds, float) and thresholds.shape != (self.n_units,):
            raise ValueError(
                f"thresholds was an array of shape {thresholds.shape}; it should be a number or "
                f"of shape ({self.n_units},), one for each unit"
            )
        object.__setattr__(self, "thresholds", thresholds)

    @classmethod
    def storing(cls, patterns: Any) -> Network:
        """Return the network of Hebb's rule that remembers which patterns it learnt.

        The same as ``Network(hebbian(patterns))``, but fields come from the patterns, which are
        fewer numbers than the weights, and large networks begin to recall sooner.

        Parameters
        ----------
        patterns : array_like
            +1 and -1, shape ``(P, N)``.

        Returns
        -------
        Network
            With weights that are whole numbers.

        Raises
        ------
        ValueError
            If `patterns` is not an array (P, N) of +1 and -1.
        """
        patterns = pattern_matrix(patterns)
        network = cls(hebbian(patterns))
        network.__dict__["_learnt"] = patterns
        return network

    @property
    def n_units(self) -> int:
        """Number of units, N."""
        return len(self.weights)

    @functools.cached_property
    def symmetric(self) -> bool:
        """Whether the weights from and to are the same."""
        return symmetric(self.weights)

    def field(self, states: Any) -> np.ndarray:
        """Return what reaches each unit: ``h = W s``, less the thresholds.

        Parameters
        ----------
        states : array_like
            +1 and -1, shape ``(..., N)``.

        Returns
        -------
        numpy.ndarray
            Shape ``(..., N)``; exact integers if weights and thresholds are whole numbers of an
            integer type, else float.

        Raises
        ------
        ValueError
            If `states` is not an array of +1 and -1 with N on the last axis.
        """
        states = signs("states", states, n_units=self.n_units)
        fields = self._wiring.fields(states.reshape(-1, self.n_units)).reshape(states.shape)
        exact = self.weights.dtype.kind in "iu" and self._wiring.unit == 1.0
        if exact and np.all(np.rint(self.thresholds) == self.thresholds):
            return fields.astype(np.int64)
        return fields * self._wiring.unit

    def stability(self, states: Any) -> np.ndarray:
        """Return how firmly each unit is held: ``s_i h_i``; a unit below zero wants to flip.

        Parameters
        ----------
        states : array_like
            +1 and -1, shape ``(..., N)``.

        Returns
        -------
        numpy.ndarray
            Shape ``(..., N)``.

        Raises
        ------
        ValueError
            If `states` is not an array of +1 and -1 with N on the last axis.
        """
        fields = self.field(states)
        return np.asarray(states).astype(fields.dtype) * fields

    def energy(self, states: Any) -> Any:
        """Return ``E = -1/2 s' W s`` (plus ``thresholds @ s``).

        Parameters
        ----------
        states : array_like
            +1 and -1, shape ``(..., N)``.

        Returns
        -------
        float or numpy.ndarray
            Shape ``(...,)``.

        Raises
        ------
        ValueError
            If the weights are not symmetric, for then there is no energy; or if `states` is not
            an array of +1 and -1 with N on the last axis.
        """
        if not self.symmetric:
            raise ValueError(
                "weights was not symmetric; an energy is defined for symmetric weights only"
            )
        states = signs("states", states, n_units=self.n_units)
        pulls = self.field(states) - self.thresholds  # the field is W s less them once already
        energy = -0.5 * (states * pulls).sum(axis=-1)
        return float(energy) if states.ndim == 1 else energy

    def recall(
        self,
        states: Any,
        rng: np.random.Generator,
        *,
        temperature: float = 0.0,
        order: str = "asynchronous",
        max_sweeps: int | None = None,
    ) -> Recall:
        """Update units until none wants to flip; at a temperature, as often as asked.

        Parameters
        ----------
        states : array_like
            Where to begin: +1 and -1, shape ``(..., N)``. They are left as they are.
        rng : numpy.random.Generator
            Source of chance: the order of the updates, and the noise. Each sweep draws one order
            for all states, so that without noise a state goes the same way alone or in company.
        temperature : float
            0 or more, in units of the fields. The temperatures of the theory belong to
            ``hebbian(patterns) / n_units``.
        order : str
            "asynchronous" or "synchronous"; see `recall`.
        max_sweeps : int, optional
            Most rounds through all units: 1000 if left out. At a temperature, where nothing comes
            to rest, the number of rounds: 100 if left out.

        Returns
        -------
        Recall
            ``.states``, ``.sweeps``, ``.converged``, ``.period``.

        Raises
        ------
        ValueError
            If an argument is not what it should be.
        """
        states = signs("states", states, n_units=self.n_units)
        temperature = number("temperature", temperature, low=0.0)
        choice("order", order, ORDERS)
        if max_sweeps is None:
            max_sweeps = SWEEPS_WARM if temperature > 0.0 else SWEEPS_COLD
        sweeps = count("max_sweeps", max_sweeps)
        return recalling.run(self._wiring, states, generator(rng), temperature, order, sweeps)

    def watch(
        self,
        states: Any,
        rng: np.random.Generator,
        sweeps: int,
        *,
        temperature: float = 0.0,
        order: str = "asynchronous",
    ) -> np.ndarray:
        """Update as `recall` does, and keep the states after each sweep.

        Parameters
        ----------
        states : array_like
            Where to begin: +1 and -1, shape ``(..., N)``.
        rng : numpy.random.Generator
            Source of chance.
        sweeps : int
            How many; no fewer if the states come to rest.
        temperature : float
            As in `recall`.
        order : str
            "asynchronous" or "synchronous".

        Returns
        -------
        numpy.ndarray of int8
            Shape ``(..., sweeps + 1, N)``, the start first. Make them int before you add them up.

        Raises
        ------
        ValueError
            If an argument is not what it should be.
        """
        states = signs("states", states, n_units=self.n_units)
        temperature = number("temperature", temperature, low=0.0)
        choice("order", order, ORDERS)
        sweeps = count("sweeps", sweeps)
        rng = generator(rng)
        probes = states.reshape(-1, self.n_units)
        fields = self._wiring.fields(probes)
        seen = np.empty((len(probes), sweeps + 1, self.n_units), dtype=np.int8)
        seen[:, 0] = probes
        everyone = np.arange(len(probes))
        for number_of_sweep in range(1, sweeps + 1):
            if not self._wiring.whole:
                fields = self._wiring.fields(probes)
            if temperature > 0.0:
                recalling.warm_sweeps(self._wiring, probes, fields, rng, temperature, order, 1)
            else:
                recalling.cold_sweep(self._wiring, probes, fields, rng, order, everyone)
            seen[:, number_of_sweep] = probes
        return seen.reshape(*states.shape[:-1], sweeps + 1, self.n_units)

    def descent(self, state: Any, rng: np.random.Generator, *, max_flips: int = 10_000) -> Descent:
        """Follow one state to rest, flip by flip, without noise.

        Parameters
        ----------
        state : array_like
            +1 and -1, shape ``(N,)``.
        rng : numpy.random.Generator
            Source of chance: which of the units that want to flip is next.
        max_flips : int
            Where to stop at the latest.

        Returns
        -------
        Descent
            ``.states`` (flips + 1, N), ``.sites`` (flips,), ``.converged``.

        Raises
        ------
        ValueError
            If an argument is not what it should be.
        """
        state = signs("state", state, n_units=self.n_units, ndim=1).astype(np.int64)
        max_flips, rng = count("max_flips", max_flips), generator(rng)
        states, sites = [state.copy()], []
        while True:
            fields = self._wiring.fields(state[None, :].astype(np.int8))[0]
            wanting = np.flatnonzero(state * fields < -self._wiring.tolerance)
            if not wanting.size or len(sites) == max_flips:
                return Descent(np.array(states), np.array(sites, dtype=int), not wanting.size)
            sites.append(int(rng.choice(wanting)))
            state[sites[-1]] *= -1
            states.append(state.copy())

    def fixed_points(self) -> np.ndarray:
        """Return all states in which no unit wants to flip, by looking at each of the 2**N.

        Returns
        -------
        numpy.ndarray of int
            Shape ``(K, N)``, in the order of binary numbers with -1 for 0.

        Raises
        ------
        ValueError
            If there are more than 20 units.
        """
        n_units = self.n_units
        if n_units > MOST_UNITS:
            raise ValueError(
                f"weights was of {n_units} units; to look at all states it should be of at most "
                f"{MOST_UNITS}"
            )
        places = np.arange(n_units)[::-1]
        found = []
        block = 2 ** min(n_units, 16)
        for first in range(0, 2**n_units, block):
            bits = np.arange(first, first + block)[:, None] >> places & 1
            states = (2 * bits - 1).astype(np.int8)
            held = states * self._wiring.fields(states) >= -self._wiring.tolerance
            found.append(states[held.all(axis=1)])
        return np.concatenate(found).astype(np.int64)

    @functools.cached_property
    def _wiring(self) -> Wiring:
        thresholds = np.broadcast_to(np.asarray(self.thresholds, dtype=float), (self.n_units,))
        return wired(self.weights, thresholds, self.__dict__.get("_learnt"))
