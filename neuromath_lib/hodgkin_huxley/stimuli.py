"""Currents to inject: steps, ramps, sines and samples, which add with ``+``.

Every parameter may be an array and then describes a batch of stimuli: ``Step(np.linspace(0, 10))``
is fifty steps. Parameters broadcast against each other.

A stimulus answers three questions and nothing else is asked of it: how large it is at a time, how
large on average over an interval, and where it has edges. The answers are exact.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import numpy as np

from neuromath_lib.numerics.validation import common_shape, number, numbers


class Stimulus:
    """What all stimuli can do: be added, and be evaluated at times."""

    def __add__(self, other: object) -> Stimulus:
        """Return both stimuli at once."""
        if not isinstance(other, Stimulus):
            return NotImplemented
        return Together((*_parts(self), *_parts(other)))

    def __radd__(self, other: object) -> Stimulus:
        """Let ``sum([...])`` work, which starts from 0."""
        return self if isinstance(other, int) and other == 0 else NotImplemented

    def __call__(self, t: Any) -> Any:
        """Return the current at the times `t`.

        Parameters
        ----------
        t : float or array_like
            Times, ms: a number or one-dimensional.

        Returns
        -------
        float or numpy.ndarray
            uA/cm2, shape ``(*batch, len(t))``, or the batch's for a number. At an edge, the
            value just after it.
        """
        times = np.asarray(numbers("t", t, unit="ms"))
        if times.ndim > 1:
            raise ValueError(f"t was of shape {times.shape}; it should be one-dimensional")
        column = np.atleast_1d(times)[:, None]
        values = self.flat(self.shape).at(column, column)
        values = np.broadcast_to(values, (column.size, int(np.prod(self.shape))))
        return values.T.reshape(self.shape + times.shape).copy()[()]

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the batch; ``()`` for one stimulus."""
        return common_shape(**_fields(self))

    def flat(self, shape: tuple[int, ...], which: Any = slice(None)) -> Stimulus:
        """Return the stimuli numbered `which`, of this batch broadcast to `shape`, in one row."""
        arrays = {k: value for k, value in _fields(self).items() if np.ndim(value)}
        return dataclasses.replace(
            self,
            **{k: np.broadcast_to(value, shape).reshape(-1)[which] for k, value in arrays.items()},
        )

    def at(self, t: np.ndarray, seen_from: np.ndarray) -> np.ndarray:
        """Return the current at `t`, approached from the side on which `seen_from` lies.

        Element by element; the parameters are numbers, or arrays that broadcast with `t`.
        """
        raise NotImplementedError

    def average(self, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Return the exact mean of the current from `begin` to `end`, element by element.

        Both are columns of increasing times, shape ``(n, 1)``; a constant may come back as
        anything that broadcasts with ``(n, row)``.
        """
        raise NotImplementedError

    def edges(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the times (ms) at which the current is not smooth.

        Returns
        -------
        shared : numpy.ndarray
            Edges common to the whole row, shape ``(k,)``.
        own : numpy.ndarray
            Edges that differ from one to the next, shape ``(row, j)``.
        """
        raise NotImplementedError


@dataclasses.dataclass(frozen=True, eq=False)
class Step(Stimulus):
    """A current of `amplitude` from `start` to `stop`, and none outside.

    Parameters
    ----------
    amplitude : float or array_like
        uA/cm2. A positive current makes the inside less negative.
    start, stop : float or array_like
        ms. On while ``start <= t < stop``; `stop` may be infinite.

    Raises
    ------
    ValueError
        If a parameter is not a number, or `stop` comes before `start`.

    Examples
    --------
    >>> pulses = Step(25.0, start=1.0, stop=1.5) + Step(10.0, start=8.0, stop=8.5)
    >>> pulses([0.0, 1.2, 8.0]).tolist()
    [0.0, 25.0, 10.0]
    """

    amplitude: Any
    start: Any = 0.0
    stop: Any = np.inf

    def __post_init__(self) -> None:
        """Check the parameters."""
        _check(self, amplitude="uA/cm2")
        _check_interval(self)

    def at(self, t: np.ndarray, seen_from: np.ndarray) -> np.ndarray:
        """Return the current at `t`, seen from one side."""
        return self.amplitude * _inside(self, seen_from) + 0.0  # no -0.0

    def average(self, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Return the mean from `begin` to `end`."""
        if np.all(self.start <= begin[0]) and np.all(end[-1] <= self.stop):
            return np.asarray(self.amplitude)
        first, last = _overlap(self, begin, end)
        return self.amplitude * ((last - first) / (end - begin))

    def edges(self) -> tuple[np.ndarray, np.ndarray]:
        """Return start and stop."""
        return _edges(self.start, self.stop)


@dataclasses.dataclass(frozen=True, eq=False)
class Ramp(Stimulus):
    """A current that grows from 0 at `start` by `slope` each millisecond until `stop`.

    Parameters
    ----------
    slope : float or array_like
        uA/cm2 in a ms.
    start, stop : float or array_like
        ms. The current is ``slope * (t - start)`` while ``start <= t < stop`` and 0 outside:
        at `stop` it drops back to nothing. `stop` may be infinite.

    Raises
    ------
    ValueError
        If a parameter is not a number, or `stop` comes before `start`.

    Examples
    --------
    >>> Ramp(0.4, start=10.0, stop=30.0)([5.0, 20.0, 30.0]).tolist()
    [0.0, 4.0, 0.0]
    """

    slope: Any
    start: Any = 0.0
    stop: Any = np.inf

    def __post_init__(self) -> None:
        """Check the parameters."""
        _check(self, slope="uA/cm2/ms")
        _check_interval(self)

    def at(self, t: np.ndarray, seen_from: np.ndarray) -> np.ndarray:
        """Return the current at `t`, seen from one side."""
        return self.slope * (t - self.start) * _inside(self, seen_from) + 0.0  # no -0.0

    def average(self, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Return the mean from `begin` to `end`."""
        first, last = _overlap(self, begin, end)
        in_the_middle = self.slope * (0.5 * (first + last) - self.start)
        return in_the_middle * ((last - first) / (end - begin))

    def edges(self) -> tuple[np.ndarray, np.ndarray]:
        """Return start and stop."""
        return _edges(self.start, self.stop)


@dataclasses.dataclass(frozen=True, eq=False)
class Sine(Stimulus):
    """A current that swings about a mean: ``mean + amplitude * sin(2 pi frequency t)``.

    It is on at all times; the sine starts upwards at t = 0.

    Parameters
    ----------
    mean, amplitude : float or array_like
        uA/cm2.
    frequency_hz : float or array_like
        Hz, not negative (time is in ms; the factor 1000 is taken care of).

    Raises
    ------
    ValueError
        If a parameter is not a finite number, or the frequency is negative.

    Examples
    --------
    >>> Sine(mean=1.0, amplitude=2.0, frequency_hz=50.0)([0.0, 5.0]).tolist()
    [1.0, 3.0]
    """

    mean: Any
    amplitude: Any
    frequency_hz: Any

    def __post_init__(self) -> None:
        """Check the parameters."""
        _check(self, mean="uA/cm2", amplitude="uA/cm2")
        object.__setattr__(
            self, "frequency_hz", numbers("frequency_hz", self.frequency_hz, low=0.0, unit="Hz")
        )
        common_shape(**_fields(self))

    def at(self, t: np.ndarray, seen_from: np.ndarray) -> np.ndarray:
        """Return the current at `t`."""
        return self.mean + self.amplitude * np.sin(2.0 * np.pi * self._per_ms * t)

    def average(self, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Return the mean from `begin` to `end`."""
        middle = np.sin(np.pi * self._per_ms * (begin + end))
        return self.mean + self.amplitude * middle * np.sinc(self._per_ms * (end - begin))

    def edges(self) -> tuple[np.ndarray, np.ndarray]:
        """Return no edges."""
        return _edges()

    @property
    def _per_ms(self) -> Any:
        return self.frequency_hz / 1000.0


@dataclasses.dataclass(frozen=True, eq=False)
class Sampled(Stimulus):
    """A current given by samples, each held until the next.

    Parameters
    ----------
    values : array_like
        uA/cm2, time along the last axis, earlier axes a batch. ``values[..., k]`` holds while
        ``k dt <= t < (k + 1) dt``; before the first and after the last the current is 0.
    dt : float
        Spacing of the samples, ms. It need not be that of the simulation.

    Raises
    ------
    ValueError
        If a value is not a finite number, there is no time axis, or `dt` is not positive.

    Examples
    --------
    >>> Sampled([0.0, 5.0, 2.0], dt=0.5)([0.0, 0.7, 1.0, 9.0]).tolist()
    [0.0, 5.0, 2.0, 0.0]
    """

    values: Any
    dt: Any
    rows: Any = dataclasses.field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Check the parameters."""
        values = numbers("values", self.values, unit="uA/cm2")
        if np.ndim(values) == 0:
            raise ValueError(f"values was {values}; it should have a time axis, as in [{values}]")
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "dt", number("dt", self.dt, above=0.0, unit="ms"))

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the batch; ``()`` for one stimulus."""
        return self.values.shape[:-1] if self.rows is None else np.shape(self.rows)

    def flat(self, shape: tuple[int, ...], which: Any = slice(None)) -> Sampled:
        """Return the stimuli numbered `which`, of this batch broadcast to `shape`, in one row."""
        if self.rows is not None:
            rows = np.broadcast_to(self.rows, shape).reshape(-1)[which]
            return dataclasses.replace(self, rows=rows)
        if not self.shape:
            return self
        count = int(np.prod(self.shape))
        rows = np.broadcast_to(np.arange(count).reshape(self.shape), shape).reshape(-1)[which]
        return dataclasses.replace(self, values=self.values.reshape(count, -1), rows=rows)

    def at(self, t: np.ndarray, seen_from: np.ndarray) -> np.ndarray:
        """Return the current at `t`, seen from one side."""
        # 0.29 / 0.01 is 28.999999999999996: the sliver keeps a sample's own time with it.
        return self._sample(np.floor(seen_from / self.dt + 1e-9).astype(np.int64))

    def average(self, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Return the mean from `begin` to `end`."""
        first = np.floor(begin / self.dt).astype(np.int64)
        last = np.floor(end / self.dt).astype(np.int64)
        at_first, at_last = self._sample(first), self._sample(last)
        whole = self._pick(self._sums, np.clip(last, 0, self._count)) - self._pick(
            self._sums, np.clip(first + 1, 0, self._count)
        )
        integral = (
            at_first * ((first + 1) * self.dt - begin)
            + whole * self.dt
            + at_last * (end - last * self.dt)
        )
        return np.where(first == last, at_first, integral / (end - begin))

    def edges(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the times at which the value changes."""
        walls = np.zeros((*self.values.shape[:-1], 1))
        changes = np.diff(np.concatenate([walls, self.values, walls], axis=-1)) != 0
        changes = changes.reshape(-1, changes.shape[-1]).any(axis=0)
        return _edges(*(np.flatnonzero(changes) * self.dt))

    @property
    def _count(self) -> int:
        return self.values.shape[-1]

    @functools.cached_property
    def _sums(self) -> np.ndarray:
        start = np.zeros((*self.values.shape[:-1], 1))
        return np.concatenate([start, np.cumsum(self.values, axis=-1)], axis=-1)

    def _sample(self, k: np.ndarray) -> np.ndarray:
        known = (k >= 0) & (k < self._count)
        return np.where(known, self._pick(self.values, np.where(known, k, 0)), 0.0)

    def _pick(self, table: np.ndarray, k: np.ndarray) -> np.ndarray:
        return table[k] if self.rows is None else table[self.rows, k]


@dataclasses.dataclass(frozen=True, eq=False)
class Together(Stimulus):
    """Several stimuli at once; what ``+`` returns.

    Parameters
    ----------
    parts : tuple of Stimulus
        Their batches broadcast against each other.

    Raises
    ------
    ValueError
        If the batches do not fit together.
    """

    parts: tuple[Stimulus, ...]

    def __post_init__(self) -> None:
        """Check that the batches fit together."""
        _ = self.shape

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the batch; ``()`` for one stimulus."""
        names = [f"{type(part).__name__} number {k + 1}" for k, part in enumerate(self.parts)]
        shapes = [np.broadcast_to(0.0, part.shape) for part in self.parts]
        return common_shape(**dict(zip(names, shapes, strict=True)))

    def flat(self, shape: tuple[int, ...], which: Any = slice(None)) -> Together:
        """Return the stimuli numbered `which`, of this batch broadcast to `shape`, in one row."""
        return Together(tuple(part.flat(shape, which) for part in self.parts))

    def at(self, t: np.ndarray, seen_from: np.ndarray) -> np.ndarray:
        """Return the current at `t`, seen from one side."""
        return functools.reduce(np.add, (part.at(t, seen_from) for part in self.parts))

    def average(self, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Return the mean from `begin` to `end`."""
        return functools.reduce(np.add, (part.average(begin, end) for part in self.parts))

    def edges(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the edges of all parts."""
        shared, own = zip(*(part.edges() for part in self.parts), strict=True)
        row = max(len(edges) for edges in own)
        own = [np.broadcast_to(edges, (row, edges.shape[1])) for edges in own]
        return np.concatenate(shared), np.concatenate(own, axis=1)


def _parts(stimulus: Stimulus) -> tuple[Stimulus, ...]:
    return stimulus.parts if isinstance(stimulus, Together) else (stimulus,)


def _fields(stimulus: Any) -> dict[str, Any]:
    return {field.name: getattr(stimulus, field.name) for field in dataclasses.fields(stimulus)}


def _check(stimulus: Any, **units: str) -> None:
    for name, unit in units.items():
        object.__setattr__(stimulus, name, numbers(name, getattr(stimulus, name), unit=unit))


def _check_interval(stimulus: Any) -> None:
    _check(stimulus, start="ms")
    stop = numbers("stop", stimulus.stop, infinite=True, unit="ms")
    object.__setattr__(stimulus, "stop", stop)
    common_shape(**_fields(stimulus))
    if np.any(np.less(stop, stimulus.start)):
        raise ValueError(f"stop was {stop}; it should not come before start, {stimulus.start}")


def _inside(stimulus: Any, t: np.ndarray) -> np.ndarray:
    return (stimulus.start <= t) & (t < stimulus.stop)


def _overlap(stimulus: Any, begin: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    first = np.maximum(begin, stimulus.start)
    return first, np.maximum(np.minimum(end, stimulus.stop), first)


def _edges(*times: Any) -> tuple[np.ndarray, np.ndarray]:
    shared = np.array([time for time in times if np.ndim(time) == 0], dtype=float)
    own = [np.ravel(time) for time in times if np.ndim(time)]
    return shared, np.stack(own, axis=1) if own else np.empty((1, 0))
