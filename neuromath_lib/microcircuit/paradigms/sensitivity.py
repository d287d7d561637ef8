"""How much three signs can tell: other changes with the same pattern, and models mistaken.

A pattern such as theta up, beta down, gamma up was found for one change of one column at its prior
means. Here the column before the change is drawn anew, again and again, from its priors; then one
asks how often each change of one connection, or of two, gives the pattern, and how often a change
made by one hypothesis would be taken for that of another.

Source: the analysis is this library's, of the simulation of Adams et al. 2022.
"""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np

from neuromath_lib.microcircuit.delays import DELAYS
from neuromath_lib.microcircuit.equations import CONNECTIONS
from neuromath_lib.microcircuit.paradigms.background import remove_background
from neuromath_lib.microcircuit.paradigms.resting import (
    FREQUENCIES,
    HYPOTHESES,
    UNCHANGED,
    Bands,
    bands,
)
from neuromath_lib.microcircuit.parameters import PRIOR_VARIANCES, Column
from neuromath_lib.numerics.validation import choice, number, whole_number

UP, DOWN = 1.3, 0.7
PATTERN = (1, -1, 1)  # theta up, beta down, gamma up


@dataclasses.dataclass(frozen=True, eq=False)
class Sensitivity:
    """How often changes give a pattern.

    Attributes
    ----------
    changes : tuple of tuple
        Each change: pairs of a connection and "up" or "down".
    share : numpy.ndarray
        Of the baselines from which it gives the pattern, shape (n_changes,).
    draws : int
        Number of baselines.
    pattern : tuple of int
        Signs of the changes of theta, beta and gamma.
    """

    changes: tuple[tuple[tuple[str, str], ...], ...]
    share: np.ndarray
    draws: int
    pattern: tuple[int, ...]

    def best(self, count: int = 10) -> list[tuple[tuple[tuple[str, str], ...], float]]:
        """Return the changes that give the pattern most often, with their shares."""
        order = np.argsort(-self.share, kind="stable")[: whole_number("count", count)]
        return [(self.changes[k], float(self.share[k])) for k in order]


@dataclasses.dataclass(frozen=True, eq=False)
class Confusion:
    """For which hypothesis the change made by each is taken.

    Attributes
    ----------
    models : tuple of str
        "M1" to "M5".
    share : numpy.ndarray
        Rows: who made the change; columns: for whom it is taken, then, last, for none. Rows add
        to 1.
    draws : int
        Number of baselines.
    """

    models: tuple[str, ...]
    share: np.ndarray
    draws: int


def baselines(
    draws: int,
    rng: np.random.Generator,
    *,
    column: Column | None = None,
    spread: float = 1.0,
) -> Column:
    """Return a batch of columns drawn from the priors of connections, times and slope.

    Parameters
    ----------
    draws : int
        How many.
    rng : numpy.random.Generator
        Where chance comes from.
    column : Column, optional
        At the prior means; ``Column.adams2022(self_terms=True)`` if left out.
    spread : float
        Of the log-scalings, in standard deviations of the priors.

    Returns
    -------
    Column
        A batch of shape ``(draws,)``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    draws = whole_number("draws", draws)
    if not isinstance(rng, np.random.Generator):
        raise ValueError(
            f"rng was {rng!r}; it should be a numpy Generator, as numpy.random.default_rng(1)"
        )
    column = Column.adams2022(self_terms=True) if column is None else column
    if not isinstance(column, Column) or column.shape:
        raise ValueError(f"column was {column!r}; it should be one Column, not a batch")
    spread = number("spread", spread, low=0.0)
    of = lambda kind, shape: (  # noqa: E731
        spread * np.sqrt(PRIOR_VARIANCES[kind]) * rng.standard_normal(shape)
    )
    return column.scaled(
        **{name: of("connections", draws) for name in _present(column)},
        time_constants=of("time_constants", (draws, 4)),
        slope=of("slope", draws),
    )


def sensitivity(
    draws: int,
    rng: np.random.Generator,
    *,
    pattern: tuple[int, int, int] = PATTERN,
    pairs: bool = True,
    column: Column | None = None,
    spread: float = 1.0,
    up: float = UP,
    down: float = DOWN,
    delays: str = "classic",
    unchanged: float = UNCHANGED,
) -> Sensitivity:
    """Find which changes of one connection, or of two, give a pattern from random baselines.

    Parameters
    ----------
    draws : int
        Number of baselines; a share has a standard error of at most ``0.5 / sqrt(draws)``.
    rng, column, spread
        As in `baselines`.
    pattern : tuple of int
        Signs of the changes of theta, beta and gamma: 1, -1 or 0.
    pairs : bool
        Whether pairs of connections are changed too (264 changes more).
    up, down : float
        Factors of a change.
    delays : str
        As in `Column.spectrum`.
    unchanged : float
        A change of this much or less counts as none, log10.

    Returns
    -------
    Sensitivity
        ``.changes`` and how often each gives the pattern, ``.share``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    wanted = tuple(pattern) if isinstance(pattern, tuple | list) else ()
    if len(wanted) != 3 or any(sign not in (-1, 0, 1) for sign in wanted):
        raise ValueError(f"pattern was {pattern!r}; it should be three signs, as (1, -1, 1)")
    choice("delays", delays, DELAYS)
    base = baselines(draws, rng, column=column, spread=spread)
    logs = {
        "up": np.log(number("up", up, above=0.0)),
        "down": np.log(number("down", down, above=0.0)),
    }
    single = [(name, way) for name in _present(base) for way in logs]
    changes = [(one,) for one in single]
    if pairs:
        changes += [two for two in itertools.combinations(single, 2) if two[0][0] != two[1][0]]
    control = _read(base, delays)
    shares = [
        np.mean(
            np.all(
                _read(base.scaled(**{name: logs[way] for name, way in change}), delays).signs(
                    control, unchanged
                )
                == wanted,
                axis=-1,
            )
        )
        for change in changes
    ]
    return Sensitivity(tuple(changes), np.array(shares), draws, wanted)


def confusion(
    draws: int,
    rng: np.random.Generator,
    *,
    column: Column | None = None,
    spread: float = 1.0,
    up: float = UP,
    down: float = DOWN,
    delays: str = "classic",
    unchanged: float = UNCHANGED,
    by: str = "signs",
) -> Confusion:
    """Let each hypothesis change columns drawn at random, and see for whose change it is taken.

    Parameters
    ----------
    draws, rng, column, spread, up, down, delays, unchanged
        As in `sensitivity`.
    by : str
        "signs": the change is taken for that of the hypotheses with the same three signs at the
        prior means, in equal parts where there are several, and for none's where there is none.
        "nearest": for that of the hypothesis whose three changes at the prior means are closest.

    Returns
    -------
    Confusion
        ``.share``, rows the truth, columns what it is taken for.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    choice("by", by, ("signs", "nearest"))
    choice("delays", delays, DELAYS)
    base = baselines(draws, rng, column=column, spread=spread)
    centre = Column.adams2022(self_terms=True) if column is None else column
    logs = {
        "up": np.log(number("up", up, above=0.0)),
        "down": np.log(number("down", down, above=0.0)),
    }
    models = tuple(HYPOTHESES)
    known, found = [], []
    for places, start in ((known, centre), (found, base)):
        control = _read(start, delays)
        for names, way in HYPOTHESES.values():
            changed = _read(start.scaled(**dict.fromkeys(names, logs[way])), delays)
            places.append(
                changed.signs(control, unchanged) if by == "signs" else _change(changed, control)
            )
    share = np.zeros((len(models), len(models) + 1))
    for row, made in enumerate(found):
        if by == "nearest":
            apart = [np.linalg.norm(made - one, axis=-1) for one in known]
            taken = np.eye(len(models))[np.argmin(apart, axis=0)]
        else:
            taken = np.stack([np.all(made == one, axis=-1) for one in known], axis=-1)
            taken = taken / np.maximum(taken.sum(axis=-1, keepdims=True), 1)
        share[row, :-1] = taken.mean(axis=0)
        share[row, -1] = 1.0 - share[row, :-1].sum()
    return Confusion(models, np.where(np.abs(share) < 1e-12, 0.0, share), draws)


def _present(column: Column) -> list[str]:
    return [name for name in CONNECTIONS if np.any(getattr(column, name))]


def _read(column: Column, delays: str) -> Bands:
    spectrum = column.spectrum(FREQUENCIES, delays)
    return bands(FREQUENCIES, remove_background(FREQUENCIES, spectrum))


def _change(changed: Bands, control: Bands) -> np.ndarray:
    return np.stack(
        [getattr(changed, band) - getattr(control, band) for band in ("theta", "beta", "gamma")],
        axis=-1,
    )
