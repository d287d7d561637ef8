"""Repetitive firing as an object: the periodic orbit, whether it attracts or repels.

A simulation shows only cycles that attract. Continuation finds the others too: a branch of them
is born at one Hopf point, turns at folds, where a cycle that attracts meets one that repels, and
ends at the other Hopf point. Sustained firing begins at the first current with a cycle that
attracts, which for the axon of the paper is a fold far below the Hopf point; in between the axon
rests or fires, as it was started. The branch was first followed by J. Rinzel & R. N. Miller 1980,
Math Biosci 49:27, doi:10.1016/0025-5564(80)90109-1.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from neuromath_lib.hodgkin_huxley import linearisation
from neuromath_lib.hodgkin_huxley.equations import State
from neuromath_lib.hodgkin_huxley.equilibria import (
    HopfPoint,
    check_axon,
    hopf_bifurcations,
    single,
)
from neuromath_lib.hodgkin_huxley.parameters import Axon
from neuromath_lib.numerics import collocation, periodic_orbits
from neuromath_lib.numerics.continuation import (
    NoConvergence,
    Point,
    advance,
    correct,
    fold,
    next_step,
)
from neuromath_lib.numerics.hopf import critical_pair
from neuromath_lib.numerics.periodic_orbits import Equations, Orbit
from neuromath_lib.numerics.validation import common_shape, number, numbers

INTERVALS = 60
SCALES = np.array([40.0, 0.5, 0.5, 0.5])  # what counts as much in v (mV), m, h, n

_FIRST_STEP, _LARGEST_STEP, _SMALLEST_STEP = 0.02, 0.4, 1e-5
_MOST_POINTS = 600
_LONGEST = 100.0  # times the period at birth: the branch runs into an orbit that takes for ever
_SMALLEST_CYCLE = 0.5  # mV from top to bottom


@dataclasses.dataclass(frozen=True, eq=False)
class Cycle:
    """One periodic orbit of an axon.

    Attributes
    ----------
    current : float
        uA/cm2.
    period : float
        ms.
    t : numpy.ndarray
        Times, ms, from one peak of the voltage to the next.
    v, m, h, n : numpy.ndarray
        The states at these times.
    v_max, v_min : float
        mV.
    multipliers : numpy.ndarray
        Floquet multipliers without the trivial one, largest first, complex: what the three kinds
        of small deviation are multiplied by in a period.
    """

    current: float
    period: float
    t: np.ndarray
    v: np.ndarray
    m: np.ndarray
    h: np.ndarray
    n: np.ndarray
    v_max: float
    v_min: float
    multipliers: np.ndarray
    orbit: Orbit = dataclasses.field(repr=False)
    axon: Axon = dataclasses.field(repr=False)

    @property
    def rate(self) -> float:
        """Hz."""
        return 1e3 / self.period

    @property
    def multiplier(self) -> float:
        """Size of the largest multiplier: below 1 the cycle attracts."""
        return float(np.abs(self.multipliers[0]))

    @property
    def stable(self) -> bool:
        """Whether the cycle attracts."""
        return self.multiplier < 1.0

    def state(self, t: float) -> State:
        """Return the state `t` ms after the peak, as simulate takes it for `initial`."""
        peak = self.orbit.extremes(0)[0][1]
        v, m, h, n = self.orbit(peak + np.asarray(t, float).ravel() / self.period).T
        shape = np.shape(t)
        return State(*(x.reshape(shape)[()] for x in (v, m, h, n)))


@dataclasses.dataclass(frozen=True, eq=False)
class CycleBranch:
    """A family of cycles, in the order in which the branch runs.

    Attributes
    ----------
    current : numpy.ndarray
        uA/cm2; the first and, if the branch reaches one, the last are Hopf points, where the
        cycle has shrunk to the equilibrium.
    period : numpy.ndarray
        ms.
    v_max, v_min : numpy.ndarray
        Top and bottom of the voltage, mV.
    multiplier : numpy.ndarray
        Size of the largest nontrivial Floquet multiplier (at a Hopf point, of the equilibrium's
        other eigenvalues over one turn, at least 1).
    stable : numpy.ndarray of bool
        Where it is below 1.
    folds : numpy.ndarray
        Currents at which the branch turns back, in the order in which they are met.
    fold_index : numpy.ndarray of int
        Their place among the points.
    ends_at : str
        "hopf point", "homoclinic orbit" (the period has grown a hundredfold), or "lost".
    """

    current: np.ndarray
    period: np.ndarray
    v_max: np.ndarray
    v_min: np.ndarray
    multiplier: np.ndarray
    stable: np.ndarray
    fold_index: np.ndarray
    ends_at: str
    stations: tuple[_Station, ...] = dataclasses.field(repr=False)
    axon: Axon = dataclasses.field(repr=False)

    @property
    def folds(self) -> np.ndarray:
        """Currents at which the branch turns back, uA/cm2."""
        return self.current[self.fold_index]

    @property
    def rate(self) -> np.ndarray:
        """Hz."""
        return 1e3 / self.period

    def cycle(self, k: int) -> Cycle:
        """Return the cycle at point `k` of the branch."""
        return _as_cycle(self.axon, self.stations[k].orbit)


def cycle_branch(axon: Axon) -> CycleBranch:
    """Follow the cycles born at the lowest Hopf point, through all folds, to their end.

    Parameters
    ----------
    axon : Axon
        One axon, not a batch.

    Returns
    -------
    CycleBranch
        About a hundred cycles, each solved to a relative error of about 1e-8.

    Raises
    ------
    ValueError
        If `axon` is not an Axon, is a batch, or has no Hopf point.

    Examples
    --------
    >>> from neuromath_lib.hodgkin_huxley import Axon
    >>> branch = cycle_branch(Axon())
    >>> branch.folds.round(4).tolist()
    [7.8423, 7.9178, 6.2603]
    """
    branches = cycle_branches(axon)
    if not branches:
        raise ValueError("axon was one without a Hopf point; it should have one: no cycle is born")
    return branches[0]


def cycle_branches(axon: Axon) -> tuple[CycleBranch, ...]:
    """Return the branches from all Hopf points, each branch once; see `cycle_branch`.

    Two Hopf points joined by a branch share it. Without Hopf points there are none: a family of
    cycles that hangs together with no equilibrium is not found. For the axon of the paper such
    families exist at best within .03 degrees of the temperature at which the Hopf points meet.
    """
    return _branches(single("axon", axon))


def fold_of_cycles(axon: Axon) -> Any:
    """Return the lowest current at which a cycle attracts: sustained firing begins.

    Parameters
    ----------
    axon : Axon
        The membrane.

    Returns
    -------
    float or numpy.ndarray
        uA/cm2. A fold of the branch if there is one (a rhythm begins at full size), the Hopf point
        if that is supercritical (it begins at size 0), the end of the branch if it runs into a
        homoclinic orbit (at rate 0). nan where nothing attracts, as in a hot axon that cannot
        fire for ever; so that a curve over temperature ends instead of failing.

    Raises
    ------
    ValueError
        If `axon` is not an Axon.

    Examples
    --------
    >>> from neuromath_lib.hodgkin_huxley import Axon
    >>> round(fold_of_cycles(Axon()), 5)
    6.26032
    """
    check_axon(axon)
    if not axon.shape:
        return _onset(axon)
    count = int(np.prod(axon.shape))
    return np.reshape([_onset(axon.flat(axon.shape, k)) for k in range(count)], axon.shape)


def firing_rate(axon: Axon, current: Any) -> Any:
    """Return the rate of the cycle that attracts, 0 where there is none.

    It is the rate of an axon that is firing. At some currents (6.26 to 9.78 for the axon of the
    paper) one that rests goes on resting. It is no count of crossings of 0 mV: above 63 uA/cm2 the
    cycle no longer reaches 0 mV and is as regular as before.

    Parameters
    ----------
    axon : Axon
        The membrane.
    current : float or array_like
        uA/cm2; broadcasts with the axon's fields.

    Returns
    -------
    float or numpy.ndarray
        Hz. Where several cycles attract, that of the largest swing.

    Raises
    ------
    ValueError
        If an argument is not what it should be.

    Notes
    -----
    The first call for an axon follows its branch of cycles, which takes a second or two; the
    branches of the last few axons are kept.

    Examples
    --------
    >>> from neuromath_lib.hodgkin_huxley import Axon
    >>> firing_rate(Axon(), [5.0, 8.0, 100.0, 160.0]).round(2).tolist()
    [0.0, 62.47, 147.27, 0.0]
    """
    check_axon(axon)
    current = numbers("current", current, unit="uA/cm2")
    shape = common_shape(current=current, axon=np.empty(axon.shape))
    if not shape:
        return _rate(axon, float(current))
    currents = np.broadcast_to(current, shape).ravel()
    each = [axon.flat(shape, k) if axon.shape else axon for k in range(currents.size)]
    values = [_rate(one, float(i)) for one, i in zip(each, currents, strict=True)]
    return np.reshape(values, shape)


def cycle(axon: Axon, current: float) -> Cycle:
    """Return the cycle that attracts at a current.

    Parameters
    ----------
    axon : Axon
        One axon, not a batch.
    current : float
        uA/cm2.

    Returns
    -------
    Cycle
        One period, its extremes and multipliers. Of several that attract, the largest.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or no cycle attracts at this current.

    Examples
    --------
    >>> from neuromath_lib.hodgkin_huxley import Axon
    >>> round(cycle(Axon(), 10.0).period, 5)
    14.63621
    """
    axon = single("axon", axon)
    current = number("current", current, unit="uA/cm2")
    orbit = _attracting(axon, current)
    if orbit is None:
        raise ValueError(f"current was {current:g} uA/cm2; it should be one with a stable cycle")
    return _as_cycle(axon, orbit)


def cycles(axon: Axon, current: float) -> list[Cycle]:
    """Return all cycles at a current, those that attract and those that repel.

    Parameters
    ----------
    axon : Axon
        One axon, not a batch.
    current : float
        uA/cm2.

    Returns
    -------
    list of Cycle
        The largest first; empty if there are none on the branches from the Hopf points.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    axon = single("axon", axon)
    current = number("current", current, unit="uA/cm2")
    found = [_as_cycle(axon, orbit) for orbit in _orbits_at(axon, current)]
    return sorted(found, key=lambda one: one.v_min - one.v_max)


def flow_of(axon: Axon) -> periodic_orbits.Flow:
    """Return the axon's equations as `numerics.periodic_orbits` takes them."""
    return functools.partial(linearisation.flow, axon)


@dataclasses.dataclass(frozen=True, eq=False)
class _Station:
    """A cycle of a branch and the way on: the tangent, in the orbit's unknowns."""

    orbit: Orbit
    tangent: np.ndarray
    kind: str = ""  # or "fold", or "hopf"

    def on(self, mesh: np.ndarray) -> Point:
        """Return the unknowns and the tangent for another mesh."""
        direction = self.orbit.with_unknowns(self.tangent).on(mesh)
        return Point(self.orbit.on(mesh).x, direction.x)

    @property
    def swing(self) -> float:
        """Voltage from bottom to top, mV."""
        return float(np.ptp(self.orbit.y[..., 0]))


@functools.lru_cache(maxsize=16)
def _branches(axon: Axon) -> tuple[CycleBranch, ...]:
    hopf = hopf_bifurcations(axon)
    reached: set[int] = set()
    branches = []
    for k, point in enumerate(hopf):
        if k in reached:
            continue
        stations, ends_at = _walk(axon, point, hopf)
        branches.append(_as_branch(axon, stations, ends_at))
        if ends_at == "hopf point":
            last = stations[-1].orbit
            reached.add(int(np.argmin([_distance(one, last) for one in hopf])))
    return tuple(branches)


def _distance(point: HopfPoint, orbit: Orbit) -> float:
    return abs(point.state.v - float(np.mean(orbit.y[..., 0])))


def _walk(axon: Axon, birth: HopfPoint, hopf: list[HopfPoint]) -> tuple[list[_Station], str]:
    """Follow the cycles born at a Hopf point; return them, and where the branch ends."""
    flow = flow_of(axon)
    spread = hopf[-1].current - hopf[0].current
    scale = max(spread / 15.0, 0.05 * max(abs(birth.current), 1.0))
    start = _birth(axon, birth)
    stations = [start]
    near = start.orbit.with_unknowns(start.orbit.x + start.tangent)
    step = _FIRST_STEP
    while len(stations) < _MOST_POINTS:
        last = stations[-1]
        mesh = last.orbit.mesh
        if len(stations) > 4 and len(stations) % 2:
            mesh = collocation.adapted(mesh, last.orbit.y, SCALES)
            near = last.orbit.on(mesh)
        equations = Equations(flow, near, SCALES, scale)
        here = last.on(mesh)
        length = np.sqrt(np.sum(equations.weights * here.tangent**2))
        here = Point(here.x, here.tangent / length)
        try:
            ahead, count = advance(equations.solve, here, step, weights=equations.weights)
            if np.sum(equations.weights * ahead.tangent * here.tangent) < 0.8:
                raise NoConvergence("the branch turns more sharply than the steps")
        except NoConvergence:
            step *= 0.5
            if step < _SMALLEST_STEP:
                slow = last.orbit.period > 5.0 * birth.period
                return stations, "homoclinic orbit" if slow else "lost"
            continue
        orbit = near.with_unknowns(ahead.x)
        if len(stations) > 1 and _vanished(last, orbit):
            end = min(hopf, key=lambda point: _distance(point, last.orbit))
            stations.append(_death(end, last))
            return stations, "hopf point"
        station = _Station(orbit, ahead.tangent)
        if last.kind != "hopf" and here.tangent[-1] * ahead.tangent[-1] < 0:
            turn = fold(equations.solve, here, ahead, -1, weights=equations.weights)
            stations.append(_Station(near.with_unknowns(turn.x), turn.tangent, "fold"))
        stations.append(station)
        if orbit.period > _LONGEST * birth.period:
            return stations, "homoclinic orbit"
        near = orbit
        step = next_step(step, count, _LARGEST_STEP)
    return stations, "lost"


def _vanished(last: _Station, orbit: Orbit) -> bool:
    """Return whether a cycle has shrunk to nothing, or through it to its own mirror image."""
    if np.ptp(orbit.y[..., 0]) < _SMALLEST_CYCLE:
        return np.ptp(orbit.y[..., 0]) < last.swing
    share = np.diff(orbit.mesh)[:, None, None] / collocation.DEGREE
    swings = [y - np.sum(share * y, axis=(0, 1)) for y in (last.orbit.on(orbit.mesh).y, orbit.y)]
    return bool(np.sum(share / SCALES**2 * swings[0] * swings[1]) < 0)


def _birth(axon: Axon, point: HopfPoint) -> _Station:
    """Return the equilibrium as a cycle of no size, with the small cycles for a tangent."""
    mesh = np.linspace(0.0, 1.0, INTERVALS + 1)
    y = np.array([point.state.v, point.state.m, point.state.h, point.state.n])
    _, right, _ = critical_pair(linearisation.flow(axon, y, 0.0)[1])
    turn = np.exp(2j * np.pi * collocation.points(mesh))
    wave = (turn[..., None] * right).real
    still = np.broadcast_to(y, wave.shape)
    orbit = Orbit(mesh, still, point.period, point.current)
    return _Station(orbit, np.concatenate([wave.ravel(), [0.0, 0.0]]), "hopf")


def _death(point: HopfPoint, last: _Station) -> _Station:
    """Return the equilibrium at which the branch ends, in step with the last cycle."""
    y = np.array([point.state.v, point.state.m, point.state.h, point.state.n])
    still = np.broadcast_to(y, last.orbit.y.shape)
    orbit = Orbit(last.orbit.mesh, still, point.period, point.current)
    shrinking = still - last.orbit.y
    return _Station(orbit, np.concatenate([shrinking.ravel(), [0.0, 0.0]]), "hopf")


def _as_branch(axon: Axon, stations: list[_Station], ends_at: str) -> CycleBranch:
    orbits = [station.orbit for station in stations]
    extremes = np.array([orbit.extremes(0)[1] for orbit in orbits])
    multiplier = np.array([_multiplier(axon, station) for station in stations])
    plain = np.array([station.kind == "" for station in stations])
    return CycleBranch(
        current=np.array([orbit.parameter for orbit in orbits]),
        period=np.array([orbit.period for orbit in orbits]),
        v_max=extremes[:, 1],
        v_min=extremes[:, 0],
        multiplier=multiplier,
        stable=plain & (multiplier < 1.0),
        fold_index=np.array(
            [k for k, station in enumerate(stations) if station.kind == "fold"], dtype=int
        ),
        ends_at=ends_at,
        stations=tuple(stations),
        axon=axon,
    )


def _multiplier(axon: Axon, station: _Station) -> float:
    """Return the size of the largest nontrivial multiplier."""
    if station.kind == "hopf":
        matrix = linearisation.flow(axon, station.orbit.y[0, 0], 0.0)[1]
        values = np.linalg.eigvals(matrix)
        off_axis = np.sort(values.real[np.argsort(np.abs(values.real))[2:]])
        return float(np.exp(max(0.0, off_axis[-1]) * station.orbit.period))
    values = periodic_orbits.multipliers(flow_of(axon), station.orbit)
    return float(np.abs(periodic_orbits.nontrivial(values)).max())


def _onset(axon: Axon) -> float:
    """Return the lowest current with a cycle that attracts, or the edge of such currents."""
    lowest = []
    for branch in _branches(axon):
        for k in np.flatnonzero(branch.stable):
            for beside in (k - 1, k + 1):
                if not 0 <= beside < len(branch.stable):
                    continue
                edge = branch.stations[beside].kind != ""
                lowest.append(branch.current[beside if edge else k])
                if not edge and not branch.stable[beside]:
                    lowest.append(_loss(axon, branch, k, beside))
    return float(min(lowest)) if lowest else float("nan")


def _loss(axon: Axon, branch: CycleBranch, inside: int, outside: int) -> float:
    """Return the current, between two points without a fold, at which attraction is lost."""
    attracts, repels = branch.current[inside], branch.current[outside]
    while abs(repels - attracts) > 1e-6 * max(1.0, abs(repels)):
        middle = 0.5 * (attracts + repels)
        ends = branch.stations[min(inside, outside)], branch.stations[max(inside, outside)]
        orbit = _between(axon, *ends, middle)
        if orbit is not None and _attracts(axon, orbit):
            attracts = middle
        else:
            repels = middle
    return float(attracts)


def _rate(axon: Axon, current: float) -> float:
    orbit = _attracting(axon, current)
    return 0.0 if orbit is None else 1e3 / orbit.period


def _attracting(axon: Axon, current: float) -> Orbit | None:
    found = _orbits_at(axon, current, stable=True)
    return max(found, key=lambda orbit: np.ptp(orbit.y[..., 0]), default=None)


def _orbits_at(axon: Axon, current: float, *, stable: bool = False) -> Iterator[Orbit]:
    """Yield the orbits at a current, perhaps only those that attract."""
    for branch in _branches(axon):
        for k, (left, right) in enumerate(itertools.pairwise(branch.current)):
            # A half-open interval, so that a cycle on a point of the branch is met once.
            if not (min(left, right) < current < max(left, right) or current == right != left):
                continue
            if stable and not branch.stable[k : k + 2].any():
                continue
            orbit = _between(axon, branch.stations[k], branch.stations[k + 1], current)
            if orbit is not None and (not stable or _attracts(axon, orbit)):
                yield orbit


def _attracts(axon: Axon, orbit: Orbit) -> bool:
    values = periodic_orbits.multipliers(flow_of(axon), orbit)
    return bool(np.abs(periodic_orbits.nontrivial(values)).max() < 1.0)


def _between(
    axon: Axon, one: _Station, other: _Station, current: float, halvings: int = 6
) -> Orbit | None:
    """Return the cycle at a current between two neighbours on a branch; None at a Hopf point.

    The guess is the cubic through both along their tangents, at the place where its current is
    the one wanted: near a fold or a Hopf point a straight line would miss.
    """
    big = one if one.swing > other.swing else other
    mesh = big.orbit.mesh
    equations = Equations(flow_of(axon), big.orbit, SCALES, max(abs(current), 1.0))
    ends = one.on(mesh), other.on(mesh)
    length = np.sqrt(np.sum(equations.weights * (ends[1].x - ends[0].x) ** 2))
    slopes = [
        end.tangent * (length / np.sqrt(np.sum(equations.weights * end.tangent**2))) for end in ends
    ]
    places = np.linspace(0.0, 1.0, 2001)
    path = _cubic(places, *(x[-1] for x in (ends[0].x, ends[1].x, *slopes)))
    place = places[np.argmin(np.abs(path - current))]
    guess = _cubic(place, ends[0].x, ends[1].x, *slopes)
    guess[-1] = current
    if np.ptp(big.orbit.with_unknowns(guess).y[..., 0]) < 1e-6:
        return None
    row = np.zeros_like(guess)
    row[-1] = 1.0
    try:
        point, _ = correct(equations.solve, guess, row, current, weights=equations.weights)
        orbit = big.orbit.with_unknowns(point.x)
        if np.ptp(orbit.y[..., 0]) > 0.2 * min(one.swing, other.swing):
            return orbit
    except NoConvergence:
        pass
    if halvings == 0:
        return None
    middle = _halfway(equations, ends)
    left = (one.orbit.parameter - current) * (middle.orbit.parameter - current) <= 0
    pair = (one, middle) if left else (middle, other)
    return _between(axon, *pair, current, halvings - 1)


def _halfway(equations: Equations, ends: tuple[Point, Point]) -> _Station:
    row = equations.weights * (ends[1].x - ends[0].x)
    guess = 0.5 * (ends[0].x + ends[1].x)
    point, _ = correct(equations.solve, guess, row, float(row @ guess), weights=equations.weights)
    return _Station(equations.near.with_unknowns(point.x), point.tangent)


def _cubic(s: Any, a: Any, b: Any, slope_a: Any, slope_b: Any) -> Any:
    rise = b - a
    cubic, square = slope_a + slope_b - 2.0 * rise, 3.0 * rise - 2.0 * slope_a - slope_b
    return ((cubic * s + square) * s + slope_a) * s + a


def _as_cycle(axon: Axon, orbit: Orbit, points: int = 1000) -> Cycle:
    (_, top), (low, high) = orbit.extremes(0)
    s = np.linspace(0.0, 1.0, points + 1)
    v, m, h, n = orbit(top + s).T
    values = periodic_orbits.multipliers(flow_of(axon), orbit)
    values = periodic_orbits.nontrivial(values)
    return Cycle(
        current=orbit.parameter,
        period=orbit.period,
        t=s * orbit.period,
        v=v,
        m=m,
        h=h,
        n=n,
        v_max=float(high),
        v_min=float(low),
        multipliers=values,
        orbit=orbit,
        axon=axon,
    )
