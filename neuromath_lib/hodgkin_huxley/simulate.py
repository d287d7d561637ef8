"""Run an axon: five methods, one call.

==============  =====  =====================================================================
method          order  what it does
==============  =====  =====================================================================
"euler"             1  all slopes taken where the step begins
"exponential"       1  each equation solved exactly with the others held still
"staggered"         2  voltage and gates half a step apart, each step linear; the default
"rk4"               4  Runge and Kutta's four looks a step
"adaptive"          8  Dormand and Prince's, steps as long as the error allows; the yardstick
==============  =====  =====================================================================

Edges of a stimulus need not lie on the grid. "rk4" and "adaptive" break their steps there; the
others take the exact mean of the current over a step (over each half of it, "staggered"), which
keeps their order: `tests/physics` measures it.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from neuromath_lib.hodgkin_huxley import equations
from neuromath_lib.hodgkin_huxley.equations import State
from neuromath_lib.hodgkin_huxley.parameters import Axon
from neuromath_lib.hodgkin_huxley.stimuli import Stimulus
from neuromath_lib.hodgkin_huxley.trace import Trace
from neuromath_lib.numerics.crossings import hermite_crossing
from neuromath_lib.numerics.validation import (
    choice,
    common_shape,
    number,
    numbers,
    whole_number,
)

METHODS = ("euler", "exponential", "staggered", "rk4", "adaptive")
PRECISIONS = ("double", "single")
RANGE = 720.0  # mV on either side of -65, as in the kernels
REST = -65.0  # mV: where voltages in single precision are counted from

_ROW = 256  # axons advanced together: their state and parameters stay in the nearest cache
_FEW = 7  # axons that fill no vector, and do better one by one
_LOOKS = 32768  # entries of the table of currents made at a time, for the same reason
_MANY = 16384  # crossings worked out together
_LARGEST = 8 * 2**30  # bytes a trace may take
_YARDSTICK = {"rtol": 1e-12, "atol": 1e-13}
_LOOKS_TO_SPARE, _LOOKS_A_MS = 50_000, 2_000  # a firing axon asks for 400 a ms


def simulate(
    axon: Axon,
    stimulus: Stimulus,
    duration: float,
    *,
    dt: float = 0.01,
    method: str = "staggered",
    initial: Any = None,
    every: int = 1,
) -> Trace:
    """Solve the equations from t = 0 to `duration`.

    Arrays among the axon's fields, the stimulus' parameters or the initial state make a batch;
    they broadcast against each other, and time comes last.

    Parameters
    ----------
    axon : Axon
        The membrane.
    stimulus : Stimulus
        The injected current: `Step`, `Ramp`, `Sine`, `Sampled`, or a sum of them.
    duration : float
        ms. The last point is the last multiple of ``dt * every`` that is not beyond it.
    dt : float
        Step, ms; with "adaptive", the spacing of the points returned.
    method : str
        "euler", "exponential", "staggered", "rk4" or "adaptive".
    initial : State or any object with v, m, h, n, optional
        The state at t = 0; the axon's equilibrium without current if left out. A shock is
        ``axon.equilibrium().shocked(7.0)``.
    every : int
        Store every this many steps. It saves memory, not accuracy; but spike times are read off
        the points stored, so see `spike_trains` for those of many axons.

    Returns
    -------
    Trace
        ``t`` (ms, ``k * dt * every``), ``v``, ``m``, ``h``, ``n`` and more.

    Raises
    ------
    ValueError
        If an argument is not what it should be; the message names it.
    FloatingPointError
        If the solution leaves what the model or a stable step can reach.

    Examples
    --------
    >>> from neuromath_lib.hodgkin_huxley import Axon, Step, simulate
    >>> trace = simulate(Axon(), Step(10.0), 50.0)
    >>> trace.spike_times().round(2).tolist()
    [1.9, 16.82, 31.47, 46.11]
    >>> simulate(Axon(), Step([0.0, 5.0, 10.0]), 50.0).v.shape
    (3, 5001)
    """
    run = _Run.checked(axon, stimulus, duration, dt, method, initial, every)
    size = max(1, int(np.prod(run.shape)))
    if 4 * 8 * size * run.lines > _LARGEST:
        raise ValueError(
            f"every was {every}; it should be larger: {run.lines} points of {size} axons take "
            f"{4 * 8 * size * run.lines / 2**30:.0f} GiB"
        )
    stored = np.empty((4, size, run.lines))
    # Axons one by one are written where they belong, and not copied there but for the first line.
    into = stored if run.one_by_one else None
    for which, line, lines in run.pieces(into):
        if run.one_by_one and line > 0:
            continue
        if which[-1] - which[0] == len(which) - 1:
            which = slice(which[0], which[-1] + 1)  # three times as fast as an array of numbers
        for values, new in zip(stored, lines, strict=True):
            values[which, line : line + len(new)] = new.T
    v, m, h, n = stored.reshape(4, *run.shape, run.lines)
    return Trace(t=run.times(), v=v, m=m, h=h, n=n, axon=axon, stimulus=stimulus)


def spike_trains(
    axon: Axon,
    stimulus: Stimulus,
    duration: float,
    *,
    level: float = 0.0,
    dt: float = 0.01,
    method: str = "staggered",
    initial: Any = None,
    precision: str = "double",
) -> Any:
    """Return the spike times of a simulation whose traces need not be kept.

    They are those of ``simulate(...).spike_times(level)``, for as many axons as you like: ten
    thousand of them for a second would fill 30 GB with traces.

    Parameters
    ----------
    axon, stimulus, duration, dt, method, initial
        As in `simulate`.
    level : float
        mV, crossed upwards.
    precision : str
        "double", or "single", which takes half the time: only for method "staggered" and a batch
        of at least 8 axons. For constant currents of 0 to 20 uA/cm2 its spikes come within 1e-4
        ms of those in double precision after 100 ms, 5e-4 ms after 1 s, less than the method's
        own error; where an axon barely fires, near 6 uA/cm2, within 0.005 and 0.05 ms. Further
        than 240 mV from -65 mV its rates no longer change with the voltage.

    Returns
    -------
    numpy.ndarray or list of numpy.ndarray
        Times in ms; for a batch a list with one array for each axon, last axis fastest.

    Raises
    ------
    ValueError, FloatingPointError
        As `simulate` does; ValueError too if there is no such precision, or "single" is asked for
        where it is not to be had.
    """
    run = _Run.checked(axon, stimulus, duration, dt, method, initial, 1)
    level = number("level", level, unit="mV")
    size = max(1, int(np.prod(run.shape)))
    found: list[list[np.ndarray]] = [[] for _ in range(size)]
    in_the_midst = run.method == "staggered" and not run.one_by_one
    single = choice("precision", precision, PRECISIONS) == "single"
    if single:
        if not in_the_midst:
            raise ValueError(
                f"precision was 'single', with method {run.method!r} and a batch of {size}; it "
                f"should be 'double': 'single' is for method 'staggered' and {_FEW + 1} axons or "
                "more"
            )
        # As a float32 has it, so that the level lies between both ends of a step that crosses it.
        level = float(np.float32(level - REST)) + REST
    pieces = _crossings(run, level, single) if in_the_midst else _crossings_of_lines(run, level)
    for axons, begin, ends in _together(pieces):
        times = _crossing_times(run, axons, begin, ends, level)
        order = np.argsort(axons, kind="stable")  # in time order for each axon
        each, firsts = np.unique(axons[order], return_index=True)
        for k, spikes in zip(each, np.split(times[order], firsts[1:]), strict=True):
            found[k].append(spikes)
    trains = [np.concatenate(spikes) if spikes else np.empty(0) for spikes in found]
    return trains if run.shape else trains[0]


# Axons; the steps in which they cross the level; v, m, h, n at both ends of these, (n, 2, 4).
Crossings = tuple[np.ndarray, np.ndarray, np.ndarray]


def _together(pieces: Iterator[Crossings]) -> Iterator[Crossings]:
    """Yield the same in large pieces, which are quicker to work with."""
    waiting: list[Crossings] = []
    count = 0
    for piece in pieces:
        waiting.append(piece)
        count += len(piece[0])
        if count >= _MANY:
            yield tuple(np.concatenate(parts) for parts in zip(*waiting, strict=True))
            waiting, count = [], 0
    if waiting:
        yield tuple(np.concatenate(parts) for parts in zip(*waiting, strict=True))


def _crossings(run: _Run, level: float, single: bool) -> Iterator[Crossings]:
    """Yield the steps in which axons spike, found in the midst of the simulation."""
    from neuromath_lib.hodgkin_huxley import kernels

    # A float32 has more digits of a voltage that is counted from -65 mV, where axons mostly are.
    kernel, real, zero = (
        (kernels.staggered_single, np.float32, REST)
        if single
        else (kernels.staggered, np.float64, 0.0)
    )
    schedule = _Schedule.made(run, np.empty(0))
    for which in run.rows(np.arange(run.initial.shape[1])):
        size = len(which)
        axon, stimulus = run.axon_of(which), run.stimulus_of(which)
        row = _row(axon, size)
        row[4:7] -= zero
        block = max(64, _LOOKS * 8 // (real(0).itemsize * size))
        start = run.initial[:, which]
        v = (_half_a_step(run, axon, stimulus, list(start)) - zero).astype(real)
        gates = [x.astype(real) for x in start[1:]]
        lines = np.empty((4, block + 1, size), dtype=real)
        lines[:, 0] = start
        lines[0, 0] = start[0] - zero
        lost = np.full(size, np.inf)
        steady = _steady(run, stimulus, 0, run.steps) is not None
        for first in range(0, run.steps, block):
            last = min(first + block, run.steps)
            taken = last - first
            if first == 0 or not steady:
                drive = _drive(run, stimulus, schedule, first, last, size)
                drive = drive.astype(real, copy=False)
            with np.errstate(all="ignore"):
                kernel(
                    v, *gates, row, drive, run.dt, np.arange(1, taken + 1), lost, float(first),
                    *lines,
                )  # fmt: skip
            _raise_if_lost(run, which, lost, [v, *gates], schedule, last)
            step, which_of_them = _upward(lines[0, : taken + 1], level - zero)
            if step.size:
                ends = np.stack(
                    [lines[:, step, which_of_them].T, lines[:, step + 1, which_of_them].T], axis=1
                ).astype(float, copy=False)
                ends[:, :, 0] += zero
                yield which[which_of_them], first + step, ends
            lines[:, 0] = lines[:, taken]


def _crossings_of_lines(run: _Run, level: float) -> Iterator[Crossings]:
    """Yield the same, read off the lines of any method."""
    last: Lines | None = None
    for which, line, lines in run.pieces():
        if line > 0 and last is not None:
            lines = tuple(np.concatenate(pair) for pair in zip(last, lines, strict=True))
            line -= 1
        last = tuple(x[-1:].copy() for x in lines)
        step, axon = _upward(lines[0], level)
        if step.size:
            begin, end = (np.stack([x[k, axon] for x in lines], axis=1) for k in (step, step + 1))
            yield which[axon], line + step, np.stack([begin, end], axis=1)


def _upward(v: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Return where lines of voltages cross the level: before which line, and which axons."""
    below = v < level
    return np.divmod(np.flatnonzero(below[:-1] > below[1:]), v.shape[1])


def _crossing_times(
    run: _Run, axons: np.ndarray, step: np.ndarray, ends: np.ndarray, level: float
) -> np.ndarray:
    """Return when V crossed the level in these steps: see `Trace.spike_times`."""
    axon, stimulus = run.axon_of(axons), run.stimulus_of(axons)
    begin, end = step * run.dt, (step + 1) * run.dt
    inside = 0.5 * (begin + end)
    slopes = []
    for k, time in enumerate((begin, end)):
        ionic = equations.ionic_currents(axon, *ends[:, k].T)
        slopes.append((stimulus.at(time, inside) - ionic.total) / axon.capacitance * (end - begin))
    return begin + (end - begin) * hermite_crossing(*ends[:, :, 0].T, *slopes, level)


Lines = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


@dataclasses.dataclass(frozen=True, eq=False)
class _Run:
    """A simulation whose arguments have been checked."""

    axon: Axon
    stimulus: Stimulus
    initial: np.ndarray  # (4, size)
    shape: tuple[int, ...]
    dt: float
    steps: int
    method: str
    every: int

    @classmethod
    def checked(
        cls,
        axon: Any,
        stimulus: Any,
        duration: Any,
        dt: Any,
        method: Any,
        initial: Any,
        every: Any,
    ) -> _Run:
        if not isinstance(axon, Axon):
            raise ValueError(f"axon was {axon!r}; it should be an Axon, as in Axon()")
        if not isinstance(stimulus, Stimulus):
            raise ValueError(
                f"stimulus was {stimulus!r}; it should be a Step, Ramp, Sine, Sampled, or a sum "
                "of them: a constant current is Step(10.0)"
            )
        method = choice("method", method, METHODS)
        dt = number("dt", dt, above=0.0, unit="ms")
        duration = number("duration", duration, above=0.0, unit="ms")
        every = whole_number("every", every)
        steps = int(np.floor(duration / dt * (1.0 + 1e-12) + 1e-9))
        if steps < every:
            raise ValueError(
                f"duration was {duration:g} ms; it should be at least one stored step, "
                f"{dt * every:g} ms (dt times every)"
            )
        state = _initial(_resting(axon) if initial is None else initial)
        shape = common_shape(
            axon=np.broadcast_to(0.0, axon.shape),
            stimulus=np.broadcast_to(0.0, stimulus.shape),
            initial=np.broadcast_to(0.0, np.broadcast_shapes(*(np.shape(x) for x in state))),
        )
        start = np.stack([np.broadcast_to(x, shape).reshape(-1) for x in state])
        return cls(axon, stimulus, start, shape, dt, steps, method, every)

    @property
    def one_by_one(self) -> bool:
        """Whether each axon makes a row."""
        return self.method == "staggered" and self.initial.shape[1] <= _FEW

    @property
    def lines(self) -> int:
        """Number of points stored."""
        return self.steps // self.every + 1

    def times(self) -> np.ndarray:
        """Times of the points stored."""
        return np.arange(self.lines) * self.every * self.dt

    def pieces(self, into: np.ndarray | None = None) -> Iterator[tuple[np.ndarray, int, Lines]]:
        """Yield which axons, the first line, and lines of v, m, h, n (lines, axons).

        The lines of an axon come in order, and all of them before the next row's. They are only
        valid until the next are asked for; but where each axon makes a row they may be written
        `into` an array of shape (4, axons, lines), and stay.
        """
        everyone = np.arange(self.initial.shape[1])
        if self.method == "adaptive":
            for k in everyone:
                yield everyone[k : k + 1], 0, _adaptive(self, int(k))
            return
        for group, edges in _alike(self, everyone):
            for which in self.rows(group):
                yield which, 0, tuple(x[None, which] for x in self.initial)
                room = None if into is None else tuple(x[which[0], :, None] for x in into)
                yield from _march(self, which, self.stimulus_of(which), edges, room)

    def rows(self, group: np.ndarray) -> Iterator[np.ndarray]:
        """Yield which axons are advanced together."""
        length = 1 if self.one_by_one else _ROW
        for begin in range(0, len(group), length):
            yield group[begin : begin + length]

    def stimulus_of(self, which: np.ndarray) -> Stimulus:
        """Return the stimuli of some axons; a single one for all, to be evaluated only once."""
        return self.stimulus.flat(self.shape, which) if self.shape else self.stimulus

    def axon_of(self, which: np.ndarray) -> Axon:
        """Return some axons."""
        return self.axon.flat(self.shape, which) if self.shape else self.axon


def _resting(axon: Axon) -> State:
    if axon.shape:
        return axon.equilibrium()
    return _resting_alone(*(getattr(axon, field.name) for field in dataclasses.fields(axon)))


@functools.lru_cache(maxsize=64)
def _resting_alone(*fields: float) -> State:
    """Return an axon's equilibrium; who runs an axon once does so again, with another current."""
    return Axon(*fields).equilibrium()


def _initial(state: Any) -> tuple[Any, Any, Any, Any]:
    missing = [name for name in "vmhn" if not hasattr(state, name)]
    if missing:
        raise ValueError(
            f"initial was {state!r}; it should have v, m, h and n, as axon.equilibrium() has"
        )
    v = numbers("initial.v", state.v, low=-65.0 - RANGE, high=-65.0 + RANGE, unit="mV")
    gates = [
        numbers(f"initial.{name}", getattr(state, name), low=-1e-6, high=1.0 + 1e-6)
        for name in "mhn"
    ]
    common_shape(v=v, m=gates[0], h=gates[1], n=gates[2])
    return (v, *gates)


def _alike(run: _Run, everyone: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield groups of axons whose steps break at the same times, and these times.

    Only "rk4" breaks steps. An edge within a billionth of a step of the grid is on the grid.
    """
    if run.method != "rk4":
        yield everyone, np.empty(0)
        return
    flat = run.stimulus.flat(run.shape) if run.shape else run.stimulus
    shared, own = (_off_grid(edges, run) for edges in flat.edges())
    if own.shape[0] == 1:
        together = np.concatenate([shared, own[0]])
        yield everyone, np.unique(together[np.isfinite(together)])
        return
    kinds, kind = np.unique(np.sort(own, axis=1), axis=0, return_inverse=True)
    for k, edges in enumerate(kinds):
        together = np.concatenate([shared, edges])
        yield np.flatnonzero(kind.ravel() == k), np.unique(together[np.isfinite(together)])


def _off_grid(edges: np.ndarray, run: _Run) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        place = edges / run.dt
        on_grid = np.abs(place - np.round(place)) < 1e-9
    return np.where(on_grid | (place <= 0) | (place >= run.steps), np.inf, edges)


def _march(
    run: _Run, which: np.ndarray, stimulus: Stimulus, edges: np.ndarray, into: Lines | None
) -> Iterator[tuple[np.ndarray, int, Lines]]:
    """Yield the lines of one row, a stretch of steps at a time, written into place or not."""
    from neuromath_lib.hodgkin_huxley import kernels

    size = len(which)
    kernel = kernels.alone if run.one_by_one else getattr(kernels, run.method)
    axon = run.axon_of(which)
    row = _row(axon, size)
    state = [np.ascontiguousarray(x[which]) for x in run.initial]
    if run.method == "staggered":
        state[0] = _half_a_step(run, axon, stimulus, state)
    schedule = _Schedule.made(run, edges)
    lost = np.full(size, np.inf)
    stretch = min(max(64, _LOOKS // size), schedule.steps)
    room = into or tuple(np.empty((stretch, size)) for _ in range(4))
    for first in range(0, schedule.steps, stretch):
        last = min(first + stretch, schedule.steps)
        keep, line, count = schedule.lines(first, last)
        place = slice(line, line + count) if into else slice(count)
        lines = tuple(x[place] for x in room)
        step = np.diff(schedule.ends(first, last)) if run.method == "rk4" else run.dt
        drive = _drive(run, stimulus, schedule, first, last, size)
        with np.errstate(all="ignore"):
            kernel(*state, row, drive, step, keep, lost, float(first), *lines)
        _raise_if_lost(run, which, lost, state, schedule, last)
        if count:
            yield which, line, lines


def _row(axon: Axon, size: int) -> np.ndarray:
    fields = axon.capacitance, axon.g_na, axon.g_k, axon.g_leak, axon.e_na, axon.e_k, axon.e_leak
    parameters = (*fields, equations.speed(axon.temperature))
    return np.stack([np.broadcast_to(np.asarray(x, dtype=float), (size,)) for x in parameters])


@dataclasses.dataclass(frozen=True, eq=False)
class _Schedule:
    """When steps begin and end, and after which of them the state is stored."""

    dt: float
    every: int
    steps: int
    broken: tuple[np.ndarray, np.ndarray] | None  # ends and lines, where edges break steps

    @classmethod
    def made(cls, run: _Run, edges: np.ndarray) -> _Schedule:
        whole = cls(run.dt, run.every, run.steps, None)
        if not edges.size:
            return whole
        times = np.concatenate([whole.ends(0, run.steps), edges])
        lines = np.concatenate([whole.line_after(0, run.steps), np.full(edges.size, -1)])
        order = np.argsort(times, kind="stable")
        return cls(run.dt, run.every, len(times) - 1, (times[order], lines[order[1:] - 1]))

    def ends(self, first: int, last: int) -> np.ndarray:
        """Return where the steps from `first` to before `last` begin, and where the last ends."""
        if self.broken:
            return self.broken[0][first : last + 1]
        return np.arange(first, last + 1) * self.dt

    def line_after(self, first: int, last: int) -> np.ndarray:
        """Return the line to store after each of these steps, -1 for none."""
        if self.broken:
            return self.broken[1][first:last]
        step = np.arange(first + 1, last + 1)
        return step if self.every == 1 else np.where(step % self.every, -1, step // self.every)

    def lines(self, first: int, last: int) -> tuple[np.ndarray, int, int]:
        """Return the same, counted from the first of these lines; that one; and how many."""
        if self.every == 1 and not self.broken:
            return np.arange(last - first), first + 1, last - first
        keep = self.line_after(first, last)
        stored = keep >= 0
        count = int(np.count_nonzero(stored))
        line = int(keep[np.argmax(stored)]) if count else 0
        return np.where(stored, keep - line, -1), line, count


def _drive(
    run: _Run, stimulus: Stimulus, schedule: _Schedule, first: int, last: int, size: int
) -> np.ndarray:
    """Return the currents for the steps `first` to `last`: (steps, looks, axons).

    A constant current is returned as that of a single step.
    """
    if run.method == "rk4":
        ends = schedule.ends(first, last)
        begin, end = ends[:-1, None], ends[1:, None]
        middle = 0.5 * (begin + end)
        drive = np.empty((last - first, 3, size))
        for look, time in enumerate((begin, middle, end)):
            drive[:, look] = stimulus.at(time, middle)
        return drive
    length, begin, end = _walls(run, first, last)
    looks = (end - begin) // (last - first)
    means, rows = _steady(run, stimulus, first, last), looks
    if means is None:
        walls = length * np.arange(begin, end + 1)[:, None]
        means, rows = stimulus.average(walls[:-1], walls[1:]), end - begin
    return np.ascontiguousarray(np.broadcast_to(means, (rows, size))).reshape(-1, looks, size)


def _walls(run: _Run, first: int, last: int) -> tuple[float, int, int]:
    """Return how far apart the times are between which means are taken, and the end ones' numbers.

    They are those of the steps; if voltage and gates take turns, those of the voltage and of the
    gates between.
    """
    if run.method == "staggered":
        return 0.5 * run.dt, 2 * first + 1, 2 * last + 1
    return run.dt, first, last


def _steady(run: _Run, stimulus: Stimulus, first: int, last: int) -> np.ndarray | None:
    """Return the current if it is known to be constant over these steps."""
    length, begin, end = _walls(run, first, last)
    mean = stimulus.average(np.full((1, 1), length * begin), np.full((1, 1), length * end))
    return mean if np.ndim(mean) < 2 else None


def _half_a_step(run: _Run, axon: Axon, stimulus: Stimulus, state: list[np.ndarray]) -> np.ndarray:
    """Return the voltage after half a step, with the gates as they are a quarter of one in."""
    v, *gates = state
    rates = equations.rates(v, axon.temperature)
    quarter = 0.25 * run.dt
    settling = (
        (rates.m_inf, rates.tau_m),
        (rates.h_inf, rates.tau_h),
        (rates.n_inf, rates.tau_n),
    )
    m, h, n = (
        there + (here - there) * np.exp(-quarter / tau)
        for here, (there, tau) in zip(gates, settling, strict=True)
    )
    current = np.ravel(stimulus.average(np.zeros((1, 1)), np.full((1, 1), 0.5 * run.dt)))
    g_na, g_k = axon.g_na * m**3 * h, axon.g_k * n**4
    share = quarter / axon.capacitance
    pull = g_na * axon.e_na + g_k * axon.e_k + axon.g_leak * axon.e_leak + current
    g = share * (g_na + g_k + axon.g_leak)
    return (v * (1.0 - g) + 2.0 * share * pull) / (1.0 + g)


def _raise_if_lost(
    run: _Run,
    which: np.ndarray,
    lost: np.ndarray,
    state: list[np.ndarray],
    schedule: _Schedule,
    last: int,
) -> None:
    healthy = np.isfinite(np.stack(state)).all(axis=0)
    lost = np.where(healthy, lost, np.minimum(lost, last - 1))
    if np.all(np.isinf(lost)):
        return
    worst = int(np.argmin(lost))
    step = int(lost[worst])
    _blew_up(run, int(which[worst]), schedule.ends(step, step + 1)[1])


def _blew_up(run: _Run, axon: int, time: float) -> None:
    explicit = run.method in ("euler", "rk4")
    remedy = "a smaller dt, or method 'staggered'" if explicit else "a smaller current or shock"
    raise FloatingPointError(
        f"the simulation blew up at t = {time:g} ms{_place(run, axon)}: with method "
        f"{run.method!r} and dt = {run.dt:g} ms the voltage left {-65.0 - RANGE:g} to "
        f"{-65.0 + RANGE:g} mV, or a gate left 0 to 1; try {remedy}"
    )


def _place(run: _Run, axon: int) -> str:
    if not run.shape:
        return ""
    index = ", ".join(str(int(k)) for k in np.unravel_index(axon, run.shape))
    return f", axon [{index}] of the batch"


def _adaptive(run: _Run, which: int) -> Lines:
    """Return all lines of one axon, integrated from edge to edge."""
    from neuromath_lib.hodgkin_huxley import kernels
    from neuromath_lib.numerics.adaptive import adaptive

    axon = run.axon_of(slice(which, which + 1))
    stimulus = run.stimulus.flat(run.shape, which) if run.shape else run.stimulus
    row = np.ascontiguousarray(_row(axon, 1)[:, 0])
    edges = np.unique(_within(stimulus, run))
    schedule = _Schedule.made(run, np.setdiff1d(edges, np.arange(run.steps + 1) * run.dt))
    ends, line_after = schedule.ends(0, schedule.steps), schedule.line_after(0, schedule.steps)
    broken = np.isin(ends, edges)
    broken[[0, -1]] = True
    states = np.empty((len(ends), 4))
    states[0] = run.initial[:, which]
    walls = np.flatnonzero(broken)
    for begin, end in itertools.pairwise(walls):
        inside = 0.5 * (ends[begin] + ends[end])

        def slope(time: float, y: np.ndarray, inside: float = inside) -> np.ndarray:
            out = np.empty(4)
            kernels.derivative(y, row, float(stimulus.at(time, inside)), out)
            return out

        span = ends[begin : end + 1]
        most = _LOOKS_TO_SPARE + _LOOKS_A_MS * (span[-1] - span[0])
        try:
            states[begin : end + 1] = adaptive(
                slope, states[begin], span, most_looks=most, **_YARDSTICK
            )
        except FloatingPointError as error:
            raise FloatingPointError(
                f"method 'adaptive' found no way on{_place(run, which)}: {error}; try a smaller "
                "current or shock, or method 'staggered'"
            ) from error
        gone = np.abs(states[begin : end + 1, 0] + 65.0) > RANGE
        if gone.any():
            _blew_up(run, which, ends[begin + int(np.argmax(gone))])
    kept = np.concatenate([[True], line_after >= 0])
    return tuple(np.ascontiguousarray(x)[:, None] for x in states[kept].T)


def _within(stimulus: Stimulus, run: _Run) -> np.ndarray:
    """Return a single stimulus' edges inside the run, those on the grid as the grid has them."""
    edges = np.concatenate([np.ravel(edges) for edges in stimulus.edges()])
    edges = edges[np.isfinite(edges)]
    place = edges / run.dt
    nearest = np.round(place)
    edges = np.where(np.abs(place - nearest) < 1e-9, nearest * run.dt, edges)
    return edges[(edges > 0) & (edges < run.steps * run.dt)]
