"""Two stores: one that learns fast and forgets fast, one that learns slowly and keeps.

Awake, the short-term store writes each pattern over what it holds. Asleep, it relaxes by itself,
and the long-term store slowly writes what is found over what that holds. The network recalls with
the mean of the two.

This is a model in the spirit of Walker & Russo 2004, Neural Processing Letters 19:147-156, and no
more than that: their text could not be had, so neither their equations nor their numbers are
claimed. The idea of handing memories from a fast
store to a slow one is P. Alvarez & L. R. Squire 1994, PNAS 91:7041, doi:10.1073/pnas.91.15.7041;
what is gained by it, A. Roxin & S. Fusi 2013, PLoS Comput Biol 9:e1003146,
doi:10.1371/journal.pcbi.1003146.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.hopfield.checking import (
    count,
    generator,
    pattern_matrix,
    signs,
    symmetric,
    weight_matrix,
)
from neuromath_lib.hopfield.learning import palimpsest
from neuromath_lib.hopfield.network import Network
from neuromath_lib.numerics.validation import choice, number

REPLAYS = ("restart", "burst")
_MAX_SWEEPS = 1000  # after which a replay counts as none; ten are the rule


@dataclasses.dataclass(frozen=True, eq=False)
class TwoStores:
    """A short-term and a long-term store of the same units.

    Nothing here changes in place: learning and sleeping return new stores.

    Parameters
    ----------
    short, long : array_like
        Weights of the two, symmetric, zero diagonal, shape ``(N, N)``. `TwoStores.empty` makes
        stores without any.
    rate_short, rate_long : float
        How much of what a store holds is written over by each pattern learnt awake, and by each
        replay: above 0, at most 1.
    state : array_like, optional
        What the network was last in, +1 and -1, shape ``(N,)``: where a burst begins.

    Raises
    ------
    ValueError
        If a field is not what it should be.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> monday, tuesday = (2 * rng.integers(0, 2, (10, 150)) - 1 for _ in range(2))
    >>> evening = TwoStores.empty(150).learn(monday)
    >>> rested = evening.sleep(200, rng, unlearning=0.003).learn(tuesday)
    >>> tired = evening.learn(tuesday)
    """

    short: Any
    long: Any
    rate_short: float = 0.1
    rate_long: float = 0.005
    state: Any = None

    def __post_init__(self) -> None:
        """Check the fields and make them read-only arrays."""
        for name in ("short", "long"):
            weights = np.array(weight_matrix(getattr(self, name), name=name), dtype=np.float64)
            if not symmetric(weights) or np.any(np.diagonal(weights)):
                raise ValueError(f"{name} was not symmetric with a zero diagonal; it should be")
            weights.flags.writeable = False
            object.__setattr__(self, name, weights)
        if self.short.shape != self.long.shape:
            raise ValueError(
                f"long was an array of shape {self.long.shape}; it should be {self.short.shape}, "
                "as short is"
            )
        for name in ("rate_short", "rate_long"):
            rate = number(name, getattr(self, name), above=0.0, high=1.0)
            object.__setattr__(self, name, rate)
        if self.state is not None:
            state = signs("state", self.state, n_units=len(self.short), ndim=1)
            state.flags.writeable = False
            object.__setattr__(self, "state", state)

    @classmethod
    def empty(cls, n_units: int, *, rate_short: float = 0.1, rate_long: float = 0.005) -> TwoStores:
        """Return stores that hold nothing.

        Parameters
        ----------
        n_units : int
            N.
        rate_short, rate_long : float
            As above.

        Returns
        -------
        TwoStores
            Two stores of zeros.

        Raises
        ------
        ValueError
            If an argument is not what it should be.
        """
        nothing = np.zeros((count("n_units", n_units),) * 2)
        return cls(nothing, nothing, rate_short, rate_long)

    @property
    def network(self) -> Network:
        """The network that recalls: its weights are the mean of the stores'."""
        return Network(0.5 * (self.short + self.long))

    def learn(self, patterns: Any) -> TwoStores:
        """Write patterns into the short-term store, one after the other.

        Parameters
        ----------
        patterns : array_like
            +1 and -1, shape ``(P, N)``.

        Returns
        -------
        TwoStores
            The stores afterwards, in the state of the last pattern.

        Raises
        ------
        ValueError
            If `patterns` is not an array (P, N) of +1 and -1.
        """
        patterns = pattern_matrix(patterns, n_units=len(self.short))
        short = palimpsest(patterns, self.rate_short, weights=self.short)
        return dataclasses.replace(self, short=short, state=patterns[-1])

    def sleep(
        self,
        events: int,
        rng: np.random.Generator,
        *,
        replay: str = "restart",
        unlearning: float = 0.0,
    ) -> TwoStores:
        """Replay: the short-term store relaxes, and the long-term store learns what it finds.

        Parameters
        ----------
        events : int
            How many replays, 0 or more.
        rng : numpy.random.Generator
            Source of chance.
        replay : str
            "restart": each replay starts at a state drawn by chance. "burst": it starts where the
            network is, so that what is strongest is found again and again.
        unlearning : float
            How much of each replay is taken from the short-term store, ``W <- W - unlearning
            s s'``; 0 or more.

        Returns
        -------
        TwoStores
            The stores in the morning.

        Raises
        ------
        ValueError
            If an argument is not what it should be, or a burst has nowhere to begin.
        """
        from neuromath_lib.hopfield import kernels

        events, rng = count("events", events, low=0), generator(rng)
        choice("replay", replay, REPLAYS)
        unlearning = number("unlearning", unlearning, low=0.0)
        if replay == "burst" and self.state is None:
            raise ValueError("replay was 'burst' without a state; learn something first")
        n_units = len(self.short)
        short, long = self.short.copy(), self.long.copy()
        state = np.ones(n_units) if self.state is None else self.state.astype(np.float64)
        kernels.replay(
            short,
            long,
            state,
            np.empty(n_units),
            np.empty(n_units, dtype=np.int64),
            replay == "restart",
            np.array([self.rate_long, unlearning]),
            events,
            _MAX_SWEEPS,
            rng,
        )
        last = state if events else self.state
        return dataclasses.replace(self, short=short, long=long, state=last)
