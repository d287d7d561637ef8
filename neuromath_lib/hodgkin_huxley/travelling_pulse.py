"""The impulse that keeps its shape: how fast it travels, found as Huxley found it by hand.

Along an axon of radius a and axial resistivity R the membrane current is what the voltage's
curvature leaves there: ``a / (2 R) d2V/dx2 = C dV/dt + I``. An impulse that travels at speed s
and keeps its shape is a function of ``t - x / s`` alone, and then::

    V'' / K = V' + I / C        with  K = 2 R C s^2 / a

With the right K the impulse leaves rest and comes back to it. With a K too large V runs off to
plus infinity, with one too small to minus infinity, and so K is caught between the two. Radius
and resistivity only come in at the end: ``s = sqrt(K a / (2 R C))``.

In a computer even the right K, to sixteen digits, lasts for half the impulse: rounding errors
grow as exp(K t). So the shooting goes on from there, aiming with V' where it aimed with K.

Source: A. L. Hodgkin & A. F. Huxley 1952, J Physiol 117:500-544, equations 30 and 31 and the
sections on the propagated action potential and on ionic movements;
doi:10.1113/jphysiol.1952.sp004764.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.hodgkin_huxley import equations
from neuromath_lib.hodgkin_huxley.parameters import Axon
from neuromath_lib.numerics.crossings import hermite
from neuromath_lib.numerics.validation import common_shape, numbers

_FARADAY = 96485.33212  # C/mol

_FOOT = 1e-4  # mV above rest: where an impulse is picked up
_TURNED = 10.0  # mV above rest: an impulse past its peak that climbs so far has flown off
_BACK = 2e-3  # mV from rest: where an impulse is let go
_TOGETHER = 1e-7  # mV: two flights closer than this are the same
_FINENESS = 0.1  # step times the fastest rate about
_LARGEST = 4.0  # K, as a multiple of the largest conductance over capacitance: no impulse has it
_SCAN = 1.15  # ratio of one K tried to the next
_MOST_STEPS = 2_000_000  # in one flight


@dataclasses.dataclass(frozen=True, eq=False)
class TravellingPulse:
    """An impulse that travels along an axon and keeps its shape.

    Attributes
    ----------
    speed : float or numpy.ndarray
        m/s (or mm/ms), in the common shape of axon, radius and resistivity.
    k : float or numpy.ndarray
        Huxley's K, ``2 R C s^2 / a``, 1/ms, in the shape of the axon.
    t : numpy.ndarray
        Times at one place, ms, evenly spaced, 0 at the impulse's peak; shape ``(n,)``.
    v, m, h, n : numpy.ndarray
        Voltage (mV) and gates at these times, shape ``(*axon.shape, n)``.
    dv_dt : numpy.ndarray
        Slope of the voltage, mV/ms, in the same shape.
    axon : Axon
        What it travels along.
    radius_um, axial_resistivity : float or numpy.ndarray
        Radius, um, and resistivity of the axoplasm, ohm cm.
    """

    speed: Any
    k: Any
    t: np.ndarray
    v: np.ndarray
    m: np.ndarray
    h: np.ndarray
    n: np.ndarray
    dv_dt: np.ndarray
    axon: Axon = dataclasses.field(repr=False)
    radius_um: Any = dataclasses.field(repr=False)
    axial_resistivity: Any = dataclasses.field(repr=False)

    def __repr__(self) -> str:
        """Say what it holds in one line."""
        if np.ndim(self.speed):
            low, high = np.min(self.speed), np.max(self.speed)
            return f"TravellingPulse of shape {np.shape(self.speed)}, {low:.4g} to {high:.4g} m/s"
        return f"TravellingPulse: {self.speed:.4f} m/s, K = {self.k:.4f} /ms"


@dataclasses.dataclass(frozen=True, eq=False)
class IonFlux:
    """Ions that crossed the membrane because of one impulse, beyond what leaks at rest.

    Attributes
    ----------
    na_in : float or numpy.ndarray
        Sodium that came in, pmol/cm2.
    k_out : float or numpy.ndarray
        Potassium that went out, pmol/cm2.
    """

    na_in: Any
    k_out: Any


def travelling_pulse(
    axon: Axon, radius_um: Any = 238.0, axial_resistivity: Any = 35.4
) -> TravellingPulse:
    """Find the impulse that travels along an axon and keeps its shape, and its speed.

    Parameters
    ----------
    axon : Axon
        The membrane; arrays among its fields make a batch.
    radius_um : float or array_like
        Radius of the axon, um. The paper's axon had 238.
    axial_resistivity : float or array_like
        Resistivity of the axoplasm, ohm cm. The paper's axon had 35.4.

    Returns
    -------
    TravellingPulse
        ``speed`` (m/s), ``k`` (1/ms), ``t`` (ms), ``v``, ``m``, ``h``, ``n``.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or if along this axon no impulse travels:
        because it is too warm or has too few sodium channels, because it fires by itself, or
        because it does not come back to rest.

    Notes
    -----
    Where two impulses solve the equation this is the faster one, which is the one that is seen:
    the slower one is unstable. In the paper's axon the two meet, and vanish, at 33.69
    Celsius: heat block.

    Examples
    --------
    >>> from neuromath_lib.hodgkin_huxley import Axon
    >>> pulse = travelling_pulse(Axon(temperature=18.5))
    >>> round(pulse.speed, 2), round(pulse.k, 3)
    (18.73, 10.438)
    >>> travelling_pulse(Axon(temperature=18.5), radius_um=[238.0, 952.0]).speed.round(2).tolist()
    [18.73, 37.46]
    """
    if not isinstance(axon, Axon):
        raise ValueError(f"axon was {axon!r}; it should be an Axon, as in Axon()")
    radius_um = numbers("radius_um", radius_um, above=0.0, unit="um")
    resistivity = numbers("axial_resistivity", axial_resistivity, above=0.0, unit="ohm cm")
    common_shape(
        axon=np.broadcast_to(0.0, axon.shape), radius_um=radius_um, axial_resistivity=resistivity
    )
    size = int(np.prod(axon.shape))
    members = [_Shooting.at(axon, k) for k in range(size)]
    impulses = [member.impulse() for member in members]
    k = np.reshape([member.k for member in members], axon.shape)[()]
    t, states = _side_by_side(impulses)
    v, dv_dt, m, h, n = (x.reshape(*axon.shape, len(t)) for x in states)
    # K a / (2 R C) in cm2/s2 is 5e4 times the numbers below; 100 cm are a metre.
    speed = np.sqrt(5.0 * k * radius_um / (resistivity * axon.capacitance))
    if np.ndim(speed) == 0:
        speed, k = float(speed), float(k)
    return TravellingPulse(
        speed=speed,
        k=k,
        t=t,
        v=v,
        m=m,
        h=h,
        n=n,
        dv_dt=dv_dt,
        axon=axon,
        radius_um=radius_um,
        axial_resistivity=resistivity,
    )


def net_ion_flux(impulse: Any) -> IonFlux:
    """Return what one impulse costs: the sodium let in and the potassium let out.

    What flows at rest is subtracted; it flows anyway.

    Parameters
    ----------
    impulse : TravellingPulse or Trace
        One that begins and ends at rest: ``travelling_pulse(axon)``, or a simulated spike.

    Returns
    -------
    IonFlux
        ``na_in`` and ``k_out``, pmol/cm2, in the batch's shape.

    Raises
    ------
    ValueError
        If `impulse` is neither, or does not begin and end within 1 mV of rest.

    Examples
    --------
    >>> from neuromath_lib.hodgkin_huxley import Axon
    >>> cost = net_ion_flux(travelling_pulse(Axon(temperature=18.5)))
    >>> round(float(cost.na_in), 2), round(float(cost.k_out), 2)
    (4.36, 4.29)
    """
    missing = [name for name in ("t", "v", "m", "h", "n", "axon") if not hasattr(impulse, name)]
    if missing:
        raise ValueError(
            f"impulse was {impulse!r}; it should be what travelling_pulse or simulate returns"
        )
    axon = impulse.axon.with_time_axis()
    rest = axon.equilibrium()
    away = np.abs(impulse.v[..., [0, -1]] - rest.v).max()
    if away > 1.0:
        raise ValueError(
            f"impulse was {away:.3g} mV from rest at its beginning or end; it should begin and "
            "end at rest (simulate longer)"
        )
    flowing = equations.ionic_currents(axon, impulse.v, impulse.m, impulse.h, impulse.n)
    resting = equations.ionic_currents(axon, rest.v, rest.m, rest.h, rest.n)
    # uA/cm2 times ms is nC/cm2, and 1 nC is 1000 / Faraday pmol of a monovalent ion.
    na, k = (
        np.trapezoid(during - before, impulse.t) * 1000.0 / _FARADAY
        for during, before in ((flowing.i_na, resting.i_na), (flowing.i_k, resting.i_k))
    )
    return IonFlux(na_in=-na, k_out=k)


Path = tuple[float, np.ndarray]  # step, ms; states (n, 5): V, dV/dt, m, h, n


class _Shooting:
    """One axon, its rest, and the shots fired from it."""

    def __init__(self, axon: Axon, name: str) -> None:
        self.axon = axon
        self.name = name
        rest = axon.equilibrium()
        self.rest = np.array([rest.v, 0.0, rest.m, rest.h, rest.n])
        phi = equations.speed(axon.temperature)
        fields = "capacitance", "g_na", "g_k", "g_leak", "e_na", "e_k", "e_leak"
        self.row = np.array([*(getattr(axon, field) for field in fields), phi])
        self.low = min(axon.e_na, axon.e_k, axon.e_leak)
        self.high = max(axon.e_na, axon.e_k, axon.e_leak)
        self.most_g = (axon.g_na + axon.g_k + axon.g_leak) / axon.capacitance
        r = axon.rates(np.linspace(self.low, self.high, 64))
        self.fastest_gate = float(np.max(1.0 / np.minimum(np.minimum(r.tau_m, r.tau_n), r.tau_h)))
        at_rest = axon.rates(rest.v)
        self.slowest_gate = 1.0 / max(at_rest.tau_h, at_rest.tau_n)
        self.k, self.dt = self._find_k()

    @classmethod
    def at(cls, axon: Axon, index: int) -> _Shooting:
        """Return the shooting of the axon numbered `index` of a batch."""
        if not axon.shape:
            return cls(axon, "this axon")
        fields = {field.name: getattr(axon, field.name) for field in dataclasses.fields(axon)}
        alone = {
            name: float(np.broadcast_to(value, axon.shape).reshape(-1)[index])
            for name, value in fields.items()
        }
        place = ", ".join(str(int(i)) for i in np.unravel_index(index, axon.shape))
        return cls(Axon(**alone), f"axon [{place}] of the batch")

    def impulse(self) -> Path:
        """Return the whole impulse: the flight to where rounding errors show, again and again."""
        dt = self.dt
        pieces = [self._agreed(*self.caught)]
        spent = len(pieces[0])
        gates = self._linear(self.k)
        slowest = -np.max(gates.real[gates.real < 0])
        limit = spent + int(50.0 / slowest / dt)
        while not self._is_back(pieces[-1][-1]):
            piece = self._agreed(*self._catch_slope(pieces[-1][-1], dt))
            if len(piece) < 2 or spent > limit:
                raise ValueError(
                    f"axon: the wave along {self.name} does not come back to rest at "
                    f"{self.rest[0]:.1f} mV, so it is a front and not an impulse"
                )
            pieces.append(piece[1:])
            spent += len(piece)
        return dt, np.concatenate(pieces)

    def _linear(self, k: float) -> np.ndarray:
        return np.linalg.eigvals(self._jacobian(k))

    def _jacobian(self, k: float) -> np.ndarray:
        """Return the derivatives of the five slopes at rest."""
        axon = self.axon
        v, _, m, h, n = self.rest
        outward = self._outward_by(v, m, h, n)
        jacobian = np.zeros((5, 5))
        jacobian[0, 1] = 1.0
        jacobian[1] = k * np.array([outward[0], axon.capacitance, *outward[1:]])
        jacobian[1] /= axon.capacitance
        at_rest = axon.rates(v)
        nearby = axon.rates(np.array([v - 1e-3, v + 1e-3]))
        for i, gate in enumerate("mhn", start=2):
            tau = getattr(at_rest, f"tau_{gate}")
            jacobian[i, 0] = np.diff(getattr(nearby, f"{gate}_inf"))[0] / 2e-3 / tau
            jacobian[i, i] = -1.0 / tau
        return jacobian

    def _outward_by(self, v: float, m: float, h: float, n: float) -> tuple[float, ...]:
        """Return the derivatives of the ionic current by V, m, h, n."""
        axon = self.axon
        return (
            axon.g_na * m**3 * h + axon.g_k * n**4 + axon.g_leak,
            3.0 * axon.g_na * m**2 * h * (v - axon.e_na),
            axon.g_na * m**3 * (v - axon.e_na),
            4.0 * axon.g_k * n**3 * (v - axon.e_k),
        )

    def _step(self, k: float) -> float:
        steepest = 0.5 * (k + np.sqrt(k * k + 4.0 * k * self.most_g))
        return _FINENESS / max(steepest, self.fastest_gate)

    def _from_foot(self, k: float, dt: float) -> tuple[int, float, np.ndarray]:
        """Leave rest along the one direction that leads away from it, upwards."""
        values, vectors = np.linalg.eig(self._jacobian(k))
        away = int(np.argmax(values.real))
        direction = vectors[:, away].real
        growth = values[away].real
        start = self.rest + _FOOT / direction[0] * direction
        sign, path = self._shoot(start, k, dt, 60.0 / growth + 40.0 / self.row[7], self.high)
        return sign, len(path) * dt * growth, path

    def _shoot(
        self, start: np.ndarray, k: float, dt: float, limit: float, high: float
    ) -> tuple[int, np.ndarray]:
        from neuromath_lib.hodgkin_huxley import cable_kernels

        path = np.empty((int(min(limit / dt, _MOST_STEPS)) + 2, 5))
        rest = self.rest[0]
        sign, steps = cable_kernels.shoot(
            start, self.row, k, dt, self.low, high, rest, rest + _TURNED, path
        )
        return sign, path[: steps + 1]

    def _find_k(self) -> tuple[float, float]:
        if self.axon.g_na == 0.0:
            raise self._nothing_travels()
        space_clamped = self._jacobian(1.0)[[1, 2, 3, 4]][:, [0, 2, 3, 4]]
        space_clamped[0] *= -1.0  # C V' = -I, where the impulse's equation has V'' / K = V' + I / C
        if np.linalg.eigvals(space_clamped).real.max() > 0.0:
            raise ValueError(
                f"axon: {self.name} is not stable at rest ({self.rest[0]:.1f} mV), so it fires "
                "by itself; an impulse needs an axon at rest to travel into"
            )
        too_small, too_large = self._bracket()
        dt = self._step(too_large)
        falling, rising = (self._from_foot(k, dt)[2] for k in (too_small, too_large))
        while True:
            k = 0.5 * (too_small + too_large)
            if k in (too_small, too_large):
                break
            sign, _, path = self._from_foot(k, dt)
            if sign > 0:
                too_large, rising = k, path
            else:
                too_small, falling = k, path
        self.caught = falling, rising
        return too_large, dt

    def _bracket(self) -> tuple[float, float]:
        """Return a K with which V falls and a larger one with which it rises.

        From above, because the faster of two impulses is wanted. If V rises with all of them, an
        impulse may hide between two: where V takes longest to decide.
        """
        tried: list[tuple[float, float]] = []
        k = _LARGEST * self.most_g
        # A foot that rises no faster than h and n can follow makes no impulse.
        while np.max(self._linear(k).real) > self.slowest_gate or len(tried) < 3:
            sign, folds, _ = self._from_foot(k, self._step(k))
            if sign <= 0 and tried:
                return k, tried[-1][0]
            tried.append((k, folds))
            k /= _SCAN
        ks, folds = np.array(tried).T
        best = int(np.argmax(folds[1:-1])) + 1
        low, high = np.log(ks[best + 1]), np.log(ks[best - 1])
        golden = 0.5 * (np.sqrt(5.0) - 1.0)
        while high - low > 1e-7:
            inner = high - golden * (high - low), low + golden * (high - low)
            longer = []
            for x in inner:
                k = float(np.exp(x))
                sign, fold, _ = self._from_foot(k, self._step(k))
                if sign <= 0:
                    return k, float(np.exp(high))
                longer.append(fold)
            low, high = (low, inner[1]) if longer[0] > longer[1] else (inner[0], high)
        raise self._nothing_travels()

    def _nothing_travels(self) -> ValueError:
        return ValueError(
            f"axon: no impulse travels along {self.name}: at {self.axon.temperature:g} Celsius "
            f"and with g_na = {self.axon.g_na:g} mS/cm2 sodium is too slow, or too little, to "
            "raise the stretch ahead before the gates close; try a lower temperature (the "
            "paper's axon is blocked by heat at 33.7) or a larger g_na"
        )

    def _catch_slope(self, state: np.ndarray, dt: float) -> tuple[np.ndarray, np.ndarray]:
        """Go on from `state` by changing its slope until V neither rises nor falls."""
        growth = np.max(self._linear(self.k).real)
        limit = 60.0 / growth + 40.0 / self.row[7]

        def shot(slope: float) -> tuple[int, np.ndarray]:
            start = state.copy()
            start[1] = slope
            return self._shoot(start, self.k, dt, limit, max(state[0], self.rest[0]) + _TURNED)

        reach = 10.0 * _TOGETHER * growth
        for _ in range(12):
            low, high = state[1] - reach, state[1] + reach
            (down, falling), (up, rising) = shot(low), shot(high)
            if down < 0 < up:
                break
            reach *= 10.0
        while True:
            middle = 0.5 * (low + high)
            if middle in (low, high) or high - low < 1e-16 * growth:
                return falling, rising
            sign, path = shot(middle)
            if sign > 0:
                high, rising = middle, path
            else:
                low, falling = middle, path

    def _agreed(self, falling: np.ndarray, rising: np.ndarray) -> np.ndarray:
        """Return the mean of two flights for as long as they are the same."""
        shared = min(len(falling), len(rising))
        apart = np.abs(falling[:shared, 0] - rising[:shared, 0]) > _TOGETHER
        until = int(np.argmax(apart)) if apart.any() else shared
        return 0.5 * (falling[:until] + rising[:until])

    def _is_back(self, state: np.ndarray) -> bool:
        away = state - self.rest
        swing = abs(away[0]) + abs(away[1]) / self.row[7]
        return bool(swing < _BACK and np.abs(away[2:]).max() < _BACK / 50.0)


def _side_by_side(impulses: list[Path]) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    """Return times with 0 at the peaks, and the five states, (axons, n), on them."""
    peaks = []
    for dt, states in impulses:
        top = int(np.argmax(states[:, 0]))
        # V' is 0 at the peak and nearly a straight line on either side of it
        before = top if states[top, 1] > 0 else top - 1
        fall = states[before, 1] - states[before + 1, 1]
        peaks.append((before + states[before, 1] / fall) * dt)
    if len(impulses) == 1:
        dt, states = impulses[0]
        return np.arange(len(states)) * dt - peaks[0], tuple(
            np.ascontiguousarray(states.T)[:, None]
        )
    dt = min(step for step, _ in impulses)
    ends = [len(states) * step - peak for (step, states), peak in zip(impulses, peaks, strict=True)]
    t = np.arange(-int(max(peaks) / dt), int(max(ends) / dt) + 1) * dt
    aligned = np.empty((5, len(impulses), len(t)))
    for i, ((step, states), peak) in enumerate(zip(impulses, peaks, strict=True)):
        place = np.clip((t + peak) / step, 0.0, len(states) - 1.0)
        k = np.minimum(place.astype(int), len(states) - 2)
        slopes = np.gradient(states, axis=0)
        slopes[:, 0] = states[:, 1] * step
        aligned[:, i] = hermite(
            (place - k)[:, None], states[k], states[k + 1], slopes[k], slopes[k + 1]
        ).T
    return t, tuple(aligned)
