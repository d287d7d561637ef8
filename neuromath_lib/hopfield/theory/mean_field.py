"""Amit, Gutfreund and Sompolinsky: what is left of a memory among alpha N others.

In a large network that stands near one memory, the field at a unit is the memory's part, ``m``,
and noise from all the others, normal with variance ``alpha r``. Three numbers close the circle::

    m = int Dz tanh((sqrt(alpha r) z + m) / T)           overlap with the memory
    q = int Dz tanh((sqrt(alpha r) z + m) / T)^2         how frozen the units are
    r = q / (1 - C)^2,   C = (1 - q) / T                 noise, fed back by the units' answer C

How they are solved: take the ratio of signal to noise, ``k = m / sqrt(alpha r)``, as given, and
the equations fall apart into explicit ones. With ``g = sqrt(alpha r) / T`` the first says
``M(g, k) / (g k) = T``, one unknown on one monotonic curve; then everything else is a formula, the
load included. The curve ``alpha(k)`` has one summit: the critical load. Memories live on its far
side, k above the summit's.

Sources: D. J. Amit, H. Gutfreund & H. Sompolinsky 1985, Phys Rev Lett 55:1530,
doi:10.1103/PhysRevLett.55.1530, and 1987, Ann Phys 173:30, doi:10.1016/0003-4916(87)90092-3
(replica symmetric throughout); static noise, H. Sompolinsky 1986, Phys Rev A 34:2571,
doi:10.1103/PhysRevA.34.2571.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from neuromath_lib.numerics.roots import bracketed_root
from neuromath_lib.numerics.validation import choice, number, numbers

KINDS = ("retrieval", "unstable", "spin glass")

_WIDE = 9.5  # standard deviations beyond which a normal density is nothing
_STEEP = 20.0  # beyond this tanh is 1
_NODES = 96  # of Gauss and Legendre's rule: enough for all digits of a bell times a step
_NEAR = 1e-3  # signal over noise on the pass between memories and the rest, at hardly any load
_COLD = 1e-9  # temperatures below count as 0, from which they differ by less than 1e-10


@dataclasses.dataclass(frozen=True)
class MeanField:
    """A solution of the mean-field equations.

    Attributes
    ----------
    load, temperature : float
        What it is a solution for.
    overlap : float
        m, with the memory.
    order : float
        q, how frozen the units are: the mean square of their mean activities.
    noise : float
        r: the variance of the field of the other memories is ``load * noise``.
    response : float
        C, the units' answer to a small field, which feeds the noise.
    bit_error : float
        Fraction of units that differ from the memory, ``(1 - m) / 2``; at T = 0 accurate however
        small it is.
    free_energy : float
        For each unit; the energy at T = 0.
    """

    load: float
    temperature: float
    overlap: float
    order: float
    noise: float
    response: float
    bit_error: float
    free_energy: float


def overlap(load: Any, temperature: Any = 0.0) -> Any:
    """Return the overlap with a memory that a large network comes to rest with.

    Parameters
    ----------
    load : float or array_like
        alpha = P / N, above 0.
    temperature : float or array_like
        T, 0 or more, for weights divided by N.

    Returns
    -------
    float or numpy.ndarray
        m; 0 where the load is above `critical_load` and memories are lost.

    Raises
    ------
    ValueError
        If `load` is not positive, or `temperature` is negative.

    Examples
    --------
    >>> round(overlap(0.1), 7), overlap(0.14), round(overlap(0.05, 0.3), 4)
    (0.9979993, 0.0, 0.9912)
    """
    load = numbers("load", load, above=0.0)
    temperature = numbers("temperature", temperature, low=0.0)
    loads, temperatures = np.broadcast_arrays(load, temperature)
    found = np.zeros(loads.shape)
    for t in np.unique(temperatures):
        here = temperatures == t
        found[here] = _overlaps(loads[here], float(t))
    return float(found) if found.ndim == 0 else found


def critical_load(temperature: Any = 0.0) -> Any:
    """Return the load above which memories are lost: .1379 at T = 0, nothing from T = 1 on.

    Parameters
    ----------
    temperature : float or array_like
        T, 0 or more, for weights divided by N.

    Returns
    -------
    float or numpy.ndarray
        alpha; the phase diagram's retrieval line.

    Raises
    ------
    ValueError
        If `temperature` is negative.

    Examples
    --------
    >>> round(critical_load(), 10)
    0.1379055665
    """
    temperature = numbers("temperature", temperature, low=0.0)
    if isinstance(temperature, float):
        return _summit(temperature)[1]
    return np.array([_summit(float(t))[1] for t in temperature.flat]).reshape(temperature.shape)


def solve(load: float, temperature: float = 0.0, kind: str = "retrieval") -> MeanField | None:
    """Return a solution of the mean-field equations, all of its numbers.

    Parameters
    ----------
    load : float
        alpha, above 0.
    temperature : float
        T, 0 or more.
    kind : str
        "retrieval": near a memory. "unstable": the pass between a memory and everything else.
        "spin glass": frozen, near no memory.

    Returns
    -------
    MeanField or None
        None where there is no such solution.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    load = number("load", load, above=0.0)
    temperature = _cold(number("temperature", temperature, low=0.0))
    choice("kind", kind, KINDS)
    if kind == "spin glass":
        return _spin_glass(load, temperature)
    if load > _summit(temperature)[1]:
        return None
    k = _signal_to_noise(np.array([load]), temperature, kind)
    return _described(load, _averages(k, temperature), k)


def spin_glass_temperature(load: Any) -> Any:
    """Return the temperature below which units freeze without resembling any memory.

    Parameters
    ----------
    load : float or array_like
        alpha, above 0.

    Returns
    -------
    float or numpy.ndarray
        ``1 + sqrt(alpha)``.

    Raises
    ------
    ValueError
        If `load` is not positive.
    """
    return 1.0 + np.sqrt(numbers("load", load, above=0.0))


def global_minimum_load(temperature: float = 0.0) -> float:
    """Return the load below which memories lie lower than everything else in the landscape.

    Parameters
    ----------
    temperature : float
        T, 0 or more and below 1.

    Returns
    -------
    float
        alpha; .051854 at T = 0.

    Raises
    ------
    ValueError
        If `temperature` is out of range.
    """
    temperature = _cold(number("temperature", temperature, low=0.0, high=np.nextafter(1.0, 0.0)))
    most = _summit(temperature)[1]

    def difference(load: float) -> float:
        memory, glass = (solve(load, temperature, kind) for kind in ("retrieval", "spin glass"))
        return memory.free_energy - glass.free_energy

    low = 1e-3 * most
    return float(bracketed_root(np.vectorize(difference), low, most * (1.0 - 1e-9)))


def critical_load_with_noise(static_noise: float) -> float:
    """Return the critical load at T = 0 when weights carry noise beside Hebb's rule.

    Parameters
    ----------
    static_noise : float
        Variance of the noise over that of the weights themselves, 0 or more. Clipping to one bit
        is noise of ``pi / 2 - 1``; keeping only a fraction c of the connections, ``(1 - c) / c``.

    Returns
    -------
    float
        alpha; .1379 without noise, .1018 for clipped weights.

    Raises
    ------
    ValueError
        If `static_noise` is negative.

    Examples
    --------
    >>> round(critical_load_with_noise(math.pi / 2 - 1), 4)
    0.1018
    """
    from scipy.special import erf

    static_noise = number("static_noise", static_noise, low=0.0)

    def load(y: np.ndarray) -> np.ndarray:
        # As without noise, the variance of the field now being load * (r + static_noise).
        response = 2.0 / math.sqrt(math.pi) * y * np.exp(-y * y) / erf(y)
        variance = (erf(y) / y) ** 2 / 2.0
        return variance / (1.0 / (1.0 - response) ** 2 + static_noise)

    return float(load(np.array(_highest(load, 0.5, 5.0))))


@dataclasses.dataclass(frozen=True)
class _Averages:
    """Means over the noise of the field, at a given ratio of signal to noise."""

    temperature: float
    overlap: np.ndarray  # m
    order: np.ndarray  # q
    noise: np.ndarray  # sqrt(alpha r)
    steepness: np.ndarray  # C sqrt(alpha r), finite at T = 0 too
    gain: np.ndarray  # sqrt(alpha r) / T

    @property
    def root_of_load(self) -> np.ndarray:
        """sqrt(alpha), from the definition of r."""
        return (self.noise - self.steepness) / np.sqrt(self.order)


def _averages(k: np.ndarray, temperature: float) -> _Averages:
    """Solve the first two equations for the ratios of signal to noise `k`."""
    from scipy.special import erf

    if temperature == 0.0:
        m, ones = erf(k / math.sqrt(2.0)), np.ones(k.shape)
        return _Averages(0.0, m, ones, m / k, 2.0 * _bell(k), np.inf * ones)
    gain = bracketed_root(
        lambda g: _mean_tanh(k, g) / (g * k) - temperature,
        np.minimum(1e-3, 1e-3 / k) * math.sqrt(1.0 - temperature),
        1.001 / (temperature * k),
        xtol=1e-15,
    )
    m, rest = _mean_tanh(k, gain), _mean_slope(k, gain)
    return _Averages(temperature, m, 1.0 - rest, m / k, gain * rest, gain)


def _bell(x: np.ndarray) -> np.ndarray:
    return np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)


@functools.cache
def _rule() -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and weights for integrals from 0 to 1."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return 0.5 * (nodes + 1.0), 0.5 * weights


def _stretch(k: np.ndarray, g: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return fields t, weights, and the end of the stretch on which ``tanh(g t)`` is not 1."""
    end = np.minimum(_STEEP / g, k + _WIDE)
    start = np.minimum(np.maximum(k - _WIDE, 0.0), end)
    nodes, weights = _rule()
    length = (end - start)[..., None]
    return start[..., None] + length * nodes, length * weights, end


def _mean_tanh(k: np.ndarray, g: np.ndarray) -> np.ndarray:
    """Return ``int Dz tanh(g (z + k))``."""
    from scipy.special import erfc

    t, weights, end = _stretch(k, g)
    bells = _bell(t - k[..., None]) - _bell(t + k[..., None])
    rest = erfc((end - k) / math.sqrt(2.0)) - erfc((end + k) / math.sqrt(2.0))
    return (weights * bells * np.tanh(g[..., None] * t)).sum(axis=-1) + 0.5 * rest


def _mean_slope(k: np.ndarray, g: np.ndarray) -> np.ndarray:
    """Return ``int Dz (1 - tanh(g (z + k))^2)``."""
    t, weights, _ = _stretch(k, g)
    bells = _bell(t - k[..., None]) + _bell(t + k[..., None])
    return (weights * bells / np.cosh(g[..., None] * t) ** 2).sum(axis=-1)


def _mean_log(k: np.ndarray, g: np.ndarray) -> np.ndarray:
    """Return ``int Dz log(1 + exp(-2 g |z + k|))``."""
    t, weights, _ = _stretch(k, g)
    bells = _bell(t - k[..., None]) + _bell(t + k[..., None])
    return (weights * bells * np.log1p(np.exp(-2.0 * g[..., None] * t))).sum(axis=-1)


@functools.lru_cache(maxsize=512)
def _summit(temperature: float) -> tuple[float, float]:
    """Return the ratio of signal to noise at which the load is highest, and that load."""
    temperature = _cold(temperature)
    if temperature >= 1.0:
        return math.inf, 0.0
    if temperature == 0.0:
        from scipy.special import erf

        # sqrt(2 alpha) = erf(y)/y - 2/sqrt(pi) exp(-y^2) with k = sqrt(2) y: its derivative is 0.
        def slope(y: np.ndarray) -> np.ndarray:
            bell = 2.0 / math.sqrt(math.pi) * np.exp(-y * y)
            return bell / y - erf(y) / y**2 + 2.0 * y * bell

        k = math.sqrt(2.0) * float(bracketed_root(slope, 0.5, 5.0))
    else:
        k = _highest(lambda k: _averages(k, temperature).root_of_load, 1e-2, 10.0)
    return k, float(_averages(np.array([k]), temperature).root_of_load[0]) ** 2


def _highest(f: Callable[[np.ndarray], np.ndarray], low: float, high: float) -> float:
    """Return where a function with one summit is highest, on finer and finer grids."""
    for _ in range(9):
        x = np.geomspace(low, high, 33)
        best = int(np.argmax(f(x)))
        low, high = x[max(best - 1, 0)], x[min(best + 1, 32)]
    return float(x[best])


def _signal_to_noise(loads: np.ndarray, temperature: float, kind: str) -> np.ndarray:
    """Return the ratios of signal to noise that belong to loads, on one side of the summit."""
    summit, most = _summit(temperature)
    # At the summit itself rounding would decide whether there is a solution.
    roots = np.minimum(np.sqrt(loads), math.sqrt(most) * (1.0 - 4e-15))
    far = _WIDE + 2.0 / roots if kind == "retrieval" else np.minimum(_NEAR, roots)
    return bracketed_root(
        lambda k: _averages(k, temperature).root_of_load - roots, np.full(roots.shape, summit), far
    )


def _overlaps(loads: np.ndarray, temperature: float) -> np.ndarray:
    temperature = _cold(temperature)
    found = np.zeros(loads.shape)
    alive = loads <= _summit(temperature)[1]
    if alive.any():
        k = _signal_to_noise(loads[alive], temperature, "retrieval")
        found[alive] = _averages(k, temperature).overlap
    return found


def _cold(temperature: float) -> float:
    return 0.0 if temperature < _COLD else temperature


def _spin_glass(load: float, temperature: float) -> MeanField | None:
    """Solve the equations without a memory: k = 0."""
    k = np.zeros(1)
    root = math.sqrt(load)
    ones = np.ones(1)
    if temperature == 0.0:
        steepness = 2.0 * _bell(k)
        state = _Averages(0.0, 0.0 * k, ones, root + steepness, steepness, np.inf * ones)
        return _described(load, state, k)

    def at(gain: np.ndarray) -> _Averages:
        rest = _mean_slope(np.zeros(gain.shape), gain)
        noise = gain * temperature
        return _Averages(temperature, 0.0 * gain, 1.0 - rest, noise, gain * rest, gain)

    low = np.full(1, 1e-4)
    if at(low).root_of_load[0] >= root:
        return None
    high = np.full(1, (root + 1.0) / temperature)
    return _described(load, at(bracketed_root(lambda g: at(g).root_of_load - root, low, high)), k)


def _described(load: float, state: _Averages, k: np.ndarray) -> MeanField:
    from scipy.special import erf, erfc

    m, q, noise = (float(x[0]) for x in (state.overlap, state.order, state.noise))
    response = float(state.steepness[0]) / noise
    r = q / (1.0 - response) ** 2
    # T <log 2 cosh(h / T)>: the mean of |h|, and at a temperature what is rounded off
    x = float(k[0])
    size = noise * (x * erf(x / math.sqrt(2.0)) + 2.0 * float(_bell(k)[0]))
    melting = 0.0
    if state.temperature > 0.0:
        size += state.temperature * float(_mean_log(k, state.gain)[0])
        melting = 0.5 * load * state.temperature * math.log(1.0 - response)
    free_energy = (
        0.5 * load + 0.5 * m * m + melting - 0.5 * load * (q / (1.0 - response) - r * response)
    ) - size
    exact = state.temperature == 0.0 and m > 0.0
    return MeanField(
        load=load,
        temperature=state.temperature,
        overlap=m,
        order=q,
        noise=r,
        response=response,
        bit_error=float(0.5 * erfc(x / math.sqrt(2.0))) if exact else 0.5 * (1.0 - m),
        free_energy=float(free_energy),
    )
