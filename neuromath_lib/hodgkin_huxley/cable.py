"""A length of axon, cut into compartments, through which impulses run.

The cable equation says that what flows along the axon and does not come out again must have gone
through the membrane::

    C dV/dt = a / (2 R) d2V/dx2 - I_ion(V, m, h, n) + I_stimulus(x, t)

with a the radius, R the resistivity of the axoplasm, and sealed ends. Compartments are equally
long, voltages belong to their centres, and voltage and gates take turns half a step apart, so
that halving the compartments, or the step, quarters the error.

Source: A. L. Hodgkin & A. F. Huxley 1952, J Physiol 117:500-544, equation 29,
doi:10.1113/jphysiol.1952.sp004764; the staggered scheme is that of M. Hines 1984, Int J Biomed
Comput 15:69-76, doi:10.1016/0020-7101(84)90008-4.
"""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any

import numpy as np

from neuromath_lib.hodgkin_huxley import equations
from neuromath_lib.hodgkin_huxley.equations import State
from neuromath_lib.hodgkin_huxley.parameters import Axon
from neuromath_lib.hodgkin_huxley.simulate import RANGE
from neuromath_lib.hodgkin_huxley.stimuli import Step, Stimulus
from neuromath_lib.numerics.validation import number, numbers, whole_number

LEVEL = -30.0  # mV: what counts as an arrival. Just short of heat block, impulses peak at -20

_KICK = 100.0, 0.2  # mV that the default stimulus would give to a patch alone; ms that it takes
_RECORD = 0.05  # ms between the voltages stored, unless asked otherwise
_LARGEST = 4 * 2**30  # bytes that the voltages may take
_STRETCH = 256  # steps in a call of the kernel
_COARSEST = 3.0  # compartments longer than this many lengths of the front hold no impulse
_FROM_ELECTRODE = 2.5  # resting length constants in which an impulse takes shape
_FROM_END = 1.5  # resting length constants from which it feels an end
_UNDER_WAY = 0.5  # ms before the end: an impulse that arrived so late had not died out
_SPREAD = 0.01  # largest difference of speed between the halves of a stretch measured


@dataclasses.dataclass(frozen=True, eq=False)
class Cable:
    """What happened along a cable.

    Attributes
    ----------
    x : numpy.ndarray
        Centres of the compartments, mm, shape ``(n_x,)``.
    t : numpy.ndarray
        Times stored, ms, shape ``(n_t,)``.
    v : numpy.ndarray
        Membrane potential, mV, shape ``(n_t, n_x)``.
    arrivals : numpy.ndarray
        When each compartment's voltage rose through `level` for the first time, the second, ...;
        ms, shape ``(k, n_x)``, NaN where it did so less often. Found at every step, stored or not.
    level : float
        mV.
    end : State
        The last state, ``v``, ``m``, ``h``, ``n`` of shape ``(n_x,)``; another simulation can
        go on from it.
    length_mm : float
        Length of the cable.
    electrodes : tuple of (float, float)
        From where to where the electrodes reach, mm; and stretches above `level` from the start.
    length_constant_mm : float
        Over what distance a small voltage fades to 1/e in the resting cable, mm.
    axon : Axon
        The membrane.
    """

    x: np.ndarray
    t: np.ndarray
    v: np.ndarray
    arrivals: np.ndarray
    level: float
    end: State = dataclasses.field(repr=False)
    length_mm: float
    electrodes: tuple[tuple[float, float], ...]
    length_constant_mm: float
    axon: Axon = dataclasses.field(repr=False)

    def __repr__(self) -> str:
        """Say what it holds in one line."""
        return (
            f"Cable of {self.length_mm:g} mm in {len(self.x)} compartments, t = 0 to "
            f"{self.t[-1]:g} ms in {len(self.t)} points, V between {self.v.min():.1f} and "
            f"{self.v.max():.1f} mV"
        )

    def speed(
        self, start_mm: float | None = None, stop_mm: float | None = None, *, impulse: int = 0
    ) -> float:
        """Return how fast an impulse travelled, in m/s.

        It is the slope of the line through the arrivals from `start_mm` to `stop_mm`. Next to a
        sealed end an impulse speeds up, because nothing beyond has to be charged, and next to an
        electrode it is still taking shape; so both are left out unless asked for.

        Parameters
        ----------
        start_mm, stop_mm : float, optional
            Where to measure, mm. If left out, the longest stretch that keeps 1.5 length constants
            of the resting membrane away from both ends, and 2.5 from all electrodes.
        impulse : int
            0 for the first impulse that came by, 1 for the second, ...

        Returns
        -------
        float
            m/s, positive whichever way it went.

        Raises
        ------
        ValueError
            If the cable is too short, no impulse arrived, impulses from both sides met, or the
            impulse had no steady speed in this stretch of a cable that is the same all along.
        """
        inside = self._stretch(start_mm, stop_mm)
        x, times = self.x[inside], self._arrivals(impulse, inside)
        steps = np.diff(times)
        if not (np.all(steps > 0) or np.all(steps < 0)):
            turn = x[np.argmax(times)] if times.argmax() not in (0, len(x) - 1) else x[0]
            raise ValueError(
                f"impulses coming from different sides met or parted near x = {turn:.1f} mm; "
                "give start_mm and stop_mm on one side of it"
            )
        half = len(x) // 2
        halves = [_slope(x[part], times[part]) for part in (slice(half), slice(half, None))]
        if not self.axon.shape and abs(halves[1] / halves[0] - 1.0) > _SPREAD:
            raise ValueError(
                f"the impulse had no steady speed from {x[0]:.1f} to {x[-1]:.1f} mm: "
                f"{abs(halves[0]):.4g} m/s in one half, {abs(halves[1]):.4g} in the other; give "
                "start_mm and stop_mm farther from ends and electrodes, or see local_speed"
            )
        return float(abs(_slope(x, times)))

    def local_speed(self, *, impulse: int = 0) -> np.ndarray:
        """Return the speed in each compartment: its neighbours' distance over their delay.

        Parameters
        ----------
        impulse : int
            0 for the first impulse that came by, 1 for the second, ...

        Returns
        -------
        numpy.ndarray
            m/s, shape ``(n_x,)``; negative to the left, NaN where no impulse came by.

        Raises
        ------
        ValueError
            If there was no such impulse anywhere.
        """
        impulse = whole_number("impulse", impulse, low=0)
        if impulse >= len(self.arrivals):
            raise ValueError(self._missing(impulse))
        with np.errstate(divide="ignore", invalid="ignore"):
            return 1.0 / np.gradient(self.arrivals[impulse], self.x)

    def _stretch(self, start_mm: float | None, stop_mm: float | None) -> np.ndarray:
        default = max(self._steady_stretches(), key=lambda gap: gap[1] - gap[0])
        limits = {"low": 0.0, "high": self.length_mm, "unit": "mm"}
        start = default[0] if start_mm is None else number("start_mm", start_mm, **limits)
        stop = default[1] if stop_mm is None else number("stop_mm", stop_mm, **limits)
        inside = (self.x >= start - 1e-9) & (self.x <= stop + 1e-9)
        if inside.sum() < 6:
            if start_mm is None and stop_mm is None:
                clear = [self.length_constant_mm * far for far in (_FROM_END, _FROM_ELECTRODE)]
                more = np.ceil(default[0] - default[1] + clear[0])
                raise ValueError(
                    f"length_mm was {self.length_mm:g} mm; the cable is too short for speed(), "
                    f"which keeps {clear[0]:.3g} mm away from ends and {clear[1]:.3g} mm from "
                    f"electrodes: make it {more:g} mm longer, or give start_mm and stop_mm"
                )
            raise ValueError(
                f"stop_mm was {stop:g} mm and start_mm {start:g} mm; at least six compartments "
                "should lie between them"
            )
        return inside

    def _steady_stretches(self) -> list[tuple[float, float]]:
        """Return from where to where an impulse has its final shape, between all disturbances."""
        near_end, near_electrode = (
            self.length_constant_mm * far for far in (_FROM_END, _FROM_ELECTRODE)
        )
        disturbed = [
            (-np.inf, near_end),
            *((a - near_electrode, b + near_electrode) for a, b in self.electrodes),
            (self.length_mm - near_end, np.inf),
        ]
        disturbed.sort()
        reached = itertools.accumulate((stop for _, stop in disturbed), max)
        return [(stop, after[0]) for stop, after in zip(reached, disturbed[1:], strict=False)]

    def _arrivals(self, impulse: int, inside: np.ndarray) -> np.ndarray:
        impulse = whole_number("impulse", impulse, low=0)
        if impulse >= len(self.arrivals) or np.isnan(self.arrivals[impulse, inside]).any():
            raise ValueError(self._missing(impulse, inside))
        return self.arrivals[impulse, inside]

    def _missing(self, impulse: int, inside: np.ndarray | None = None) -> str:
        which = "impulse" if impulse == 0 else f"impulse number {impulse} (counted from 0)"
        if impulse >= len(self.arrivals):
            return (
                f"no {which} arrived anywhere: V never rose through {self.level:g} mV in "
                f"{self.t[-1]:g} ms; use a stronger or longer stimulus, or a longer duration"
            )
        times = self.arrivals[impulse]
        lost = self.x[np.isnan(times) & inside][0]
        last = int(np.nanargmin(np.where(np.isnan(times), np.nan, np.abs(self.x - lost))))
        if self.t[-1] - times[last] < _UNDER_WAY:
            return (
                f"no {which} arrived at x = {lost:.1f} mm: at the end of the simulation, t = "
                f"{self.t[-1]:g} ms, it had come to {self.x[last]:.1f} mm; use a longer duration"
            )
        return (
            f"no {which} arrived at x = {lost:.1f} mm: the last place it was seen at is "
            f"{self.x[last]:.1f} mm, at t = {times[last]:.2f} ms, where it died out"
        )


def cable_positions(length_mm: float, dx_um: float = 100.0) -> np.ndarray:
    """Return the centres of the compartments into which `simulate_cable` cuts a cable.

    With them an axon can be made that differs from place to place.

    Parameters
    ----------
    length_mm : float
        Length of the cable, mm.
    dx_um : float
        Length of a compartment, um. If it does not go into the cable a whole number of times,
        compartments are a little shorter.

    Returns
    -------
    numpy.ndarray
        mm, shape ``(n_x,)``.

    Raises
    ------
    ValueError
        If an argument is not a positive number, or there are fewer than four compartments.

    Examples
    --------
    >>> from neuromath_lib.hodgkin_huxley import Axon
    >>> x = cable_positions(60.0)
    >>> warmed = Axon(temperature=np.where((x > 25.0) & (x < 35.0), 36.0, 18.5))
    """
    length_mm = number("length_mm", length_mm, above=0.0, unit="mm")
    dx_um = number("dx_um", dx_um, above=0.0, unit="um")
    size = int(np.ceil(1000.0 * length_mm / dx_um * (1.0 - 1e-12) - 1e-9))
    if size < 4:
        raise ValueError(
            f"dx_um was {dx_um:g} um; it should be at most a quarter of the cable's "
            f"{length_mm:g} mm"
        )
    return (np.arange(size) + 0.5) * (length_mm / size)


def simulate_cable(
    axon: Axon,
    length_mm: float,
    duration: float = 20.0,
    stimulus: Any = None,
    *,
    dx_um: float = 100.0,
    dt: float = 0.01,
    radius_um: float = 238.0,
    axial_resistivity: float = 35.4,
    electrode_mm: float = 1.0,
    initial: Any = None,
    every: int | None = None,
    level: float = LEVEL,
) -> Cable:
    """Solve the cable equation from t = 0 to `duration`, with both ends sealed.

    Parameters
    ----------
    axon : Axon
        The membrane. A field that is an array, of length n_x, varies along the cable: see
        `cable_positions`.
    length_mm : float
        Length of the cable, mm.
    duration : float
        ms.
    stimulus : Stimulus, (position_mm, Stimulus), or a list of such pairs, optional
        What is injected, and where; a Stimulus alone goes to the left end, and an empty list
        is no stimulus. If left out, a kick to the left end that starts one impulse in most
        axons: .2 ms long, as wide as one length constant of the resting membrane, and as strong
        as would lift a patch of membrane by 100 mV. With an `initial` state it is left out.
    dx_um : float
        Length of a compartment, um.
    dt : float
        Step, ms.
    radius_um : float
        Radius of the axon, um.
    axial_resistivity : float
        Resistivity of the axoplasm, ohm cm.
    electrode_mm : float
        Width of the electrodes, mm. They are centred at their positions, cut off where the cable
        ends, and inject the stimulus' uA into each cm2 of the membrane under them.
    initial : State or any object with v, m, h, n, optional
        The state at t = 0, numbers or arrays of length n_x; each compartment's equilibrium if left
        out. ``Cable.end`` is one.
    every : int, optional
        Store every this many steps; one in .05 ms if left out.
    level : float
        mV. Where V rises through it, an impulse has arrived.

    Returns
    -------
    Cable
        ``x`` (mm), ``t`` (ms), ``v`` (n_t, n_x), ``speed()`` (m/s), ``arrivals`` (ms).

    Raises
    ------
    ValueError
        If an argument is not what it should be; the message names it. Compartments too long to
        pass an impulse on are refused.
    FloatingPointError
        If the voltage leaves the model's range.

    Examples
    --------
    >>> from neuromath_lib.hodgkin_huxley import Axon, Step
    >>> cable = simulate_cable(Axon(temperature=18.5), 80.0, 6.0)
    >>> round(cable.speed(), 1)
    18.7
    >>> kick = Step(500.0, stop=0.2)
    >>> both = simulate_cable(Axon(temperature=18.5), 80.0, 6.0, [(0.0, kick), (80.0, kick)])
    >>> len(both.arrivals)  # they meet and annihilate: each place is passed once
    1
    """
    plan = _Plan.checked(
        axon,
        length_mm,
        duration,
        stimulus,
        dx_um=dx_um,
        dt=dt,
        radius_um=radius_um,
        axial_resistivity=axial_resistivity,
        electrode_mm=electrode_mm,
        initial=initial,
        every=every,
        level=level,
    )
    return plan.run()


@dataclasses.dataclass(frozen=True, eq=False)
class _Plan:
    """A simulation whose arguments have been checked."""

    axon: Axon
    x: np.ndarray
    length_mm: float
    dt: float
    steps: int
    every: int
    level: float
    row: np.ndarray  # (8, n_x)
    axial: float  # mS/cm2
    length_constant_mm: float
    spans: list[tuple[float, float]]  # mm
    stimuli: list[Stimulus]
    initial: np.ndarray  # (4, n_x)

    @classmethod
    def checked(cls, axon: Any, length_mm: Any, duration: Any, stimulus: Any, **rest: Any) -> _Plan:
        if not isinstance(axon, Axon):
            raise ValueError(f"axon was {axon!r}; it should be an Axon, as in Axon()")
        x = cable_positions(length_mm, rest["dx_um"])
        size = len(x)
        length_mm = number("length_mm", length_mm)
        if axon.shape not in ((), (1,), (size,)):
            raise ValueError(
                f"axon had fields of shape {axon.shape}; the cable has {size} compartments, so "
                f"they should be numbers or arrays of length {size}: see cable_positions"
            )
        dt = number("dt", rest["dt"], above=0.0, unit="ms")
        duration = number("duration", duration, above=0.0, unit="ms")
        radius_um = number("radius_um", rest["radius_um"], above=0.0, unit="um")
        resistivity = number(
            "axial_resistivity", rest["axial_resistivity"], above=0.0, unit="ohm cm"
        )
        width = number("electrode_mm", rest["electrode_mm"], above=0.0, unit="mm")
        level = number("level", rest["level"], unit="mV")
        every = rest["every"]
        every = max(1, round(_RECORD / dt)) if every is None else whole_number("every", every)
        steps = int(np.floor(duration / dt * (1.0 + 1e-12) + 1e-9))
        if steps < every:
            raise ValueError(
                f"duration was {duration:g} ms; it should be at least one stored step, "
                f"{dt * every:g} ms (dt times every)"
            )
        lines = steps // every + 1
        if 8 * lines * size > _LARGEST:
            raise ValueError(
                f"every was {every}; it should be larger: {lines} points of {size} compartments "
                f"take {8 * lines * size / 2**30:.0f} GiB"
            )
        row = _row(axon, size)
        # a / (2 R) in mS: um are 1e-4 cm, ohms 1e-3 of an inverse mS; mm2 are 1e-2 cm2
        along = 10.0 * radius_um / (2.0 * resistivity)  # mS/cm2 times mm2
        _check_dx(along, row, length_mm / size, number("dx_um", rest["dx_um"]))
        resting = axon.equilibrium()
        g_rest = axon.g_na * resting.m**3 * resting.h + axon.g_k * resting.n**4 + axon.g_leak
        constant = float(np.sqrt(along / np.min(g_rest))) if np.min(g_rest) > 0 else length_mm
        pairs = _pairs(stimulus, length_mm)
        if pairs is None and rest["initial"] is None:
            kick = Step(float(row[0, 0]) * _KICK[0] / _KICK[1], stop=_KICK[1])
            pairs, width = [(0.0, kick)], 2.0 * constant
        pairs = pairs or []
        spans = [
            (max(0.0, place - 0.5 * width), min(length_mm, place + 0.5 * width))
            for place, _ in pairs
        ]
        return cls(
            axon=axon,
            x=x,
            length_mm=length_mm,
            dt=dt,
            steps=steps,
            every=every,
            level=level,
            row=row,
            axial=along / (length_mm / size) ** 2,
            length_constant_mm=constant,
            spans=spans,
            stimuli=[part for _, part in pairs],
            initial=_state(resting if rest["initial"] is None else rest["initial"], size),
        )

    def run(self) -> Cable:
        from neuromath_lib.hodgkin_huxley import cable_kernels

        size = len(self.x)
        places, weights = self._electrodes()
        v0, m, h, n = (np.ascontiguousarray(values) for values in self.initial)
        v = self._half_a_step(v0, m, h, n, weights)
        past = 2.0 * v0 - v
        highest = np.abs(v + 65.0)
        v_out = np.empty((self.steps // self.every + 1, size))
        v_out[0] = v0
        middle = v0
        step = np.arange(1, self.steps + 1)
        keep = np.where(step % self.every, -1, step // self.every)
        events = np.empty((2 * size, 2))
        crossings: list[np.ndarray] = []
        first = 0
        while first < self.steps:
            last = min(first + _STRETCH, self.steps)
            drive = self._drive(first, last)
            taken, found = cable_kernels.advance(
                v, m, h, n, past, highest, self.row, self.axial, self.dt, places, weights,
                drive, keep[first:last], self.level, v_out, events,
            )  # fmt: skip
            if not highest.max() <= RANGE:
                self._blew_up(first, highest)
            if found:
                crossings.append(events[:found] + np.array([first, 0.0]))
            first += taken
        middle = 0.5 * (past + v)  # V half a step either side of the gates
        return Cable(
            x=self.x,
            t=np.arange(len(v_out)) * (self.every * self.dt),
            v=v_out,
            arrivals=self._arrivals(crossings),
            level=self.level,
            end=State(v=middle, m=m, h=h, n=n),
            length_mm=self.length_mm,
            electrodes=(*self.spans, *self._above()),
            axon=self.axon,
            length_constant_mm=self.length_constant_mm,
        )

    def _electrodes(self) -> tuple[np.ndarray, np.ndarray]:
        """Return which compartments each electrode touches, and how much of each it covers."""
        half = 0.5 * self.length_mm / len(self.x)
        weights = np.zeros((len(self.spans), len(self.x)))
        places = np.zeros((len(self.spans), 2), dtype=np.int64)
        for e, (begin, end) in enumerate(self.spans):
            covered = np.minimum(self.x + half, end) - np.maximum(self.x - half, begin)
            weights[e] = np.clip(covered / (2.0 * half), 0.0, 1.0)
            touched = np.flatnonzero(weights[e])
            places[e] = touched[0], touched[-1] + 1
        return places, weights

    def _drive(self, first: int, last: int) -> np.ndarray:
        """Return mean currents about the gates' times, (steps, 2, electrodes)."""
        halves = 0.5 * self.dt * np.arange(2 * first + 1, 2 * last + 2)[:, None]
        drive = np.empty((2 * (last - first), len(self.stimuli)))
        for e, stimulus in enumerate(self.stimuli):
            drive[:, e] = np.broadcast_to(
                stimulus.average(halves[:-1], halves[1:]), (len(halves) - 1, 1)
            )[:, 0]
        return drive.reshape(last - first, 2, -1)

    def _half_a_step(
        self, v: np.ndarray, m: np.ndarray, h: np.ndarray, n: np.ndarray, weights: np.ndarray
    ) -> np.ndarray:
        """Return the voltage after half a step: two backward steps of a quarter.

        They smooth what is sharp in the initial state, where the rule of Crank and Nicolson,
        which keeps it, would ring; taken once, they cost no order.
        """
        from scipy.linalg import solve_banded

        rates = equations.rates(v, self.axon.temperature)
        quarter = 0.25 * self.dt
        m, h, n = (
            there + (here - there) * np.exp(-quarter / tau)
            for here, there, tau in (
                (m, rates.m_inf, rates.tau_m),
                (h, rates.h_inf, rates.tau_h),
                (n, rates.n_inf, rates.tau_n),
            )
        )
        capacitance, g_na, g_k, g_leak, e_na, e_k, e_leak, _ = self.row
        g_na, g_k = g_na * m**3 * h, g_k * n**4
        pull = g_na * e_na + g_k * e_k + g_leak * e_leak
        begin, end = np.zeros((1, 1)), np.full((1, 1), 0.5 * self.dt)
        for weight, stimulus in zip(weights, self.stimuli, strict=True):
            pull = pull + weight * np.ravel(stimulus.average(begin, end))[0]
        bands = np.full((3, len(v)), -self.axial)
        bands[1] = capacitance / quarter + g_na + g_k + g_leak + 2.0 * self.axial
        bands[1, [0, -1]] -= self.axial
        for _ in range(2):
            v = solve_banded((1, 1), bands, capacitance / quarter * v + pull)
        return v

    def _above(self) -> list[tuple[float, float]]:
        """Return the stretches, mm, that are above the level from the start."""
        above = np.concatenate([[False], self.initial[0] >= self.level, [False]])
        turns = np.flatnonzero(np.diff(above)) * (self.length_mm / len(self.x))
        return [(float(a), float(b)) for a, b in turns.reshape(-1, 2)]

    def _arrivals(self, crossings: list[np.ndarray]) -> np.ndarray:
        """Sort (time in steps, compartment) into a line of first arrivals, of second, ..."""
        if not crossings:
            return np.empty((0, len(self.x)))
        steps, place = np.concatenate(crossings).T
        place = place.astype(np.int64)
        order = np.lexsort((steps, place))
        steps, place = steps[order], place[order]
        counts = np.bincount(place, minlength=len(self.x))
        nth = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
        arrivals = np.full((counts.max(), len(self.x)), np.nan)
        arrivals[nth, place] = steps * self.dt
        return arrivals

    def _blew_up(self, first: int, highest: np.ndarray) -> None:
        worst = int(np.argmax(np.where(np.isfinite(highest), highest, np.inf)))
        raise FloatingPointError(
            f"the simulation blew up soon after t = {first * self.dt:g} ms at x = "
            f"{self.x[worst]:.1f} mm: the voltage left {-65.0 - RANGE:g} to {-65.0 + RANGE:g} mV; "
            "try a weaker stimulus, or a wider electrode_mm"
        )


def _slope(x: np.ndarray, times: np.ndarray) -> float:
    return 1.0 / np.polyfit(x - x.mean(), times - times.mean(), 1)[0]


def _row(axon: Axon, size: int) -> np.ndarray:
    fields = axon.capacitance, axon.g_na, axon.g_k, axon.g_leak, axon.e_na, axon.e_k, axon.e_leak
    parameters = (*fields, equations.speed(axon.temperature))
    return np.stack([np.broadcast_to(np.asarray(x, dtype=float), (size,)) for x in parameters])


def _check_dx(along: float, row: np.ndarray, dx_mm: float, dx_um: float) -> None:
    """Refuse compartments so long that the one that fires cannot raise its neighbour."""
    # About a quarter of the sodium channels are open at once in an impulse.
    open_sodium = 0.25 * float(row[1].max())
    front = np.sqrt(along / open_sodium) if open_sodium > 0 else np.inf
    if dx_mm > _COARSEST * front:
        raise ValueError(
            f"dx_um was {dx_um:g} um; that is too large to hold an impulse, whose front is about "
            f"{1000.0 * front:.3g} um long here: it should be at most {500.0 * front:.2g} um for "
            "a speed right to a percent"
        )


def _pairs(stimulus: Any, length_mm: float) -> list[tuple[float, Stimulus]] | None:
    """Return the stimuli and where they go, or None if that was left to us."""
    if stimulus is None:
        return None
    if isinstance(stimulus, Stimulus):
        stimulus = [(0.0, stimulus)]
    elif isinstance(stimulus, tuple) and len(stimulus) == 2 and isinstance(stimulus[1], Stimulus):
        stimulus = [stimulus]
    wanted = "it should be a Stimulus, a pair (position_mm, Stimulus), or a list of such pairs"
    if not isinstance(stimulus, (list, tuple)):
        raise ValueError(f"stimulus was {stimulus!r}; {wanted}")
    pairs = []
    for pair in stimulus:
        if not (isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[1], Stimulus)):
            raise ValueError(f"stimulus had the item {pair!r}; {wanted}")
        place = number("position_mm", pair[0], low=0.0, high=length_mm, unit="mm")
        if pair[1].shape:
            raise ValueError(
                f"stimulus at {place:g} mm was a batch of shape {pair[1].shape}; it should be one"
            )
        pairs.append((place, pair[1]))
    return pairs


def _state(state: Any, size: int) -> np.ndarray:
    missing = [name for name in "vmhn" if not hasattr(state, name)]
    if missing:
        raise ValueError(
            f"initial was {state!r}; it should have v, m, h and n, as axon.equilibrium() has"
        )
    limits = {
        "v": {"low": -65.0 - RANGE, "high": -65.0 + RANGE, "unit": "mV"},
        **{gate: {"low": -1e-6, "high": 1.0 + 1e-6} for gate in "mhn"},
    }
    checked = np.empty((4, size))
    for i, name in enumerate("vmhn"):
        values = numbers(f"initial.{name}", getattr(state, name), **limits[name])
        if np.shape(values) not in ((), (1,), (size,)):
            raise ValueError(
                f"initial.{name} was of shape {np.shape(values)}; the cable has {size} "
                f"compartments, so it should be a number or an array of length {size}"
            )
        checked[i] = values
    return checked
