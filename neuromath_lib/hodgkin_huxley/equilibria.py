"""Where an axon can rest, and whether it would stay there.

Near an equilibrium the four equations are linear, and their matrix tells everything: a small
deviation is a sum of parts that shrink or grow as exp(real part t) and turn at the imaginary part.
Where a pair begins to grow (a Hopf point) rest gives way to rhythm.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.hodgkin_huxley import equations, linearisation
from neuromath_lib.hodgkin_huxley.equations import State
from neuromath_lib.hodgkin_huxley.parameters import Axon
from neuromath_lib.numerics.hopf import critical_pair, first_lyapunov
from neuromath_lib.numerics.roots import bracketed_root
from neuromath_lib.numerics.validation import number

SCALES = np.array([1.0, 0.01, 0.01, 0.01])  # small steps in v (mV), m, h, n

_SCAN = 4001  # voltages looked at for Hopf points, about 0.1 mV apart
_BEYOND = 100.0  # mV outside the batteries


@dataclasses.dataclass(frozen=True, eq=False)
class Linearisation:
    """An equilibrium and what becomes of small deviations from it.

    Attributes
    ----------
    state : State
        The equilibrium: v (mV), m, h, n.
    current : float or numpy.ndarray
        The current that keeps it, uA/cm2.
    jacobian : numpy.ndarray
        Of v, m, h, n, shape ``(..., 4, 4)``.
    eigenvalues : numpy.ndarray
        Complex, 1/ms, those that grow fastest first, shape ``(..., 4)``.
    """

    state: State
    current: Any
    jacobian: np.ndarray
    eigenvalues: np.ndarray

    @property
    def stable(self) -> Any:
        """Whether all small deviations die out."""
        return (self.eigenvalues[..., 0].real < 0)[()]

    @property
    def frequency(self) -> Any:
        """Hz, at which the slowest-fading (fastest-growing) turning deviation turns; 0 if none."""
        turning = np.where(self.eigenvalues.imag > 0, self.eigenvalues.real, -np.inf)
        which = np.argmax(turning, axis=-1)[..., None]
        found = np.take_along_axis(self.eigenvalues.imag, which, axis=-1)[..., 0]
        return (np.maximum(found, 0.0) / (2.0 * np.pi) * 1e3)[()]


def linearise(axon: Axon, current: Any = 0.0) -> Linearisation:
    """Return the equilibrium at a current, its Jacobian and its eigenvalues.

    Parameters
    ----------
    axon : Axon
        The membrane.
    current : float or array_like
        uA/cm2; broadcasts with the axon's fields.

    Returns
    -------
    Linearisation
        Where an axon has several equilibria, that of the lowest voltage (see `equilibria`).

    Raises
    ------
    ValueError
        If an argument is not what it should be.

    Examples
    --------
    >>> from neuromath_lib.hodgkin_huxley import Axon
    >>> rest = linearise(Axon())
    >>> bool(rest.stable), round(float(rest.frequency))
    (True, 61)
    >>> linearise(Axon(), [9.7, 9.8]).stable.tolist()
    [True, False]
    """
    check_axon(axon)
    state = axon.equilibrium(current)
    return _linearised(axon, state, current)


def equilibria(axon: Axon, current: float = 0.0) -> list[Linearisation]:
    """Return all equilibria of one axon at one current, by rising voltage.

    The axon of the paper has one at any current; others may have three.

    Parameters
    ----------
    axon : Axon
        One axon, not a batch.
    current : float
        uA/cm2.

    Raises
    ------
    ValueError
        If `axon` is a batch, or `current` not a number.
    """
    axon = single("axon", axon)
    current = number("current", current, unit="uA/cm2")
    lowest = float(np.asarray(axon.equilibrium(current).v))
    top = max(axon.e_na, axon.e_k, axon.e_leak, lowest) + 1.0
    grid = np.linspace(lowest - 1e-6, top, _SCAN)
    balance = current - equations.steady_current(axon, grid)
    turns = np.flatnonzero(np.sign(balance[:-1]) * np.sign(balance[1:]) < 0)
    v = bracketed_root(
        lambda v: current - equations.steady_current(axon, v), grid[turns], grid[turns + 1]
    )
    voltages = v if turns.size else np.array([lowest])
    return [_linearised(axon, equations.settled(axon, float(x)), current) for x in voltages]


@dataclasses.dataclass(frozen=True, eq=False)
class HopfPoint:
    """A current at which a pair of eigenvalues crosses the imaginary axis.

    Attributes
    ----------
    current : float
        uA/cm2.
    state : State
        The equilibrium there.
    frequency : float
        Hz, of the small cycles born there.
    lyapunov : float
        First Lyapunov coefficient, 1/ms, for cycles measured in mV. Its sign counts.
    """

    current: float
    state: State
    frequency: float
    lyapunov: float

    @property
    def subcritical(self) -> bool:
        """Whether the small cycles repel."""
        return self.lyapunov > 0

    @property
    def period(self) -> float:
        """ms, of the small cycles."""
        return 1e3 / self.frequency


def hopf_points(axon: Axon) -> Any:
    """Return the currents at which rest gives way to rhythm, or rhythm to rest.

    Parameters
    ----------
    axon : Axon
        The membrane.

    Returns
    -------
    numpy.ndarray or list of numpy.ndarray
        uA/cm2, ascending; empty if there is none, as in a hot axon. For a batch of axons a list
        with one array for each, last axis fastest.

    Raises
    ------
    ValueError
        If `axon` is not an Axon.

    Notes
    -----
    In equilibrium the current is a plain function of the voltage, so the scan is over voltage and
    misses no branch. There the characteristic polynomial x^4 + a1 x^3 + a2 x^2 + a3 x + a4 has a
    pair of imaginary roots exactly if a1 a2 a3 = a3^2 + a1^2 a4 and a3 / a1 > 0 (Routh, Hurwitz).

    Examples
    --------
    >>> from neuromath_lib.hodgkin_huxley import Axon
    >>> hopf_points(Axon()).round(6).tolist()
    [9.775438, 154.522434]
    """
    check_axon(axon)
    if axon.shape:
        count = int(np.prod(axon.shape))
        return [hopf_points(axon.flat(axon.shape, k)) for k in range(count)]
    return np.sort(equations.steady_current(axon, _hopf_voltages(axon)))


def hopf_bifurcations(axon: Axon) -> list[HopfPoint]:
    """Return the Hopf points of one axon with their frequencies and kinds, by rising current.

    Parameters
    ----------
    axon : Axon
        One axon, not a batch.

    Raises
    ------
    ValueError
        If `axon` is not an Axon, or a batch.

    Examples
    --------
    >>> from neuromath_lib.hodgkin_huxley import Axon
    >>> [point.subcritical for point in hopf_bifurcations(Axon())]
    [True, False]
    """
    axon = single("axon", axon)
    found = []
    for v in _hopf_voltages(axon):
        state = equations.settled(axon, float(v))
        y = np.array([state.v, state.m, state.h, state.n])
        omega, _, _ = critical_pair(linearisation.flow(axon, y, 0.0)[1])
        coefficient = first_lyapunov(lambda y: linearisation.flow(axon, y, 0.0)[1], y, 0.3 * SCALES)
        current = float(equations.steady_current(axon, v))
        found.append(HopfPoint(current, state, omega / (2.0 * np.pi) * 1e3, coefficient))
    return sorted(found, key=lambda point: point.current)


def single(name: str, axon: Any) -> Axon:
    """Return `axon` if it is one axon, or say that it should be."""
    check_axon(axon)
    if axon.shape:
        raise ValueError(f"{name} was a batch of shape {axon.shape}; it should be one axon")
    return axon


def check_axon(axon: Any) -> None:
    """Raise a ValueError if `axon` is not an Axon."""
    if not isinstance(axon, Axon):
        raise ValueError(f"axon was {axon!r}; it should be an Axon, as in Axon()")


def _linearised(axon: Axon, state: State, current: Any) -> Linearisation:
    matrix = linearisation.jacobian(axon, state)
    values = np.linalg.eigvals(matrix)
    order = np.argsort(-values.real, axis=-1, kind="stable")
    values = np.take_along_axis(values, order, axis=-1).astype(complex)
    return Linearisation(state, current, matrix, values)


def _hurwitz(axon: Axon, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what vanishes at a Hopf point, and the square of the frequency there (rad/ms)."""
    state = equations.settled(axon, v)
    y = np.stack([state.v, state.m, state.h, state.n], axis=-1)
    j = linearisation.flow(axon, y, 0.0)[1]
    # The arrow: (x - a) prod(x + d_i) - sum_i k_i prod_{j != i}(x + d_j), k_i the two arms' product
    a, d = j[..., 0, 0], -np.stack([j[..., i, i] for i in (1, 2, 3)])
    k = np.stack([j[..., 0, i] * j[..., i, 0] for i in (1, 2, 3)])
    e1, e3 = d.sum(axis=0), d.prod(axis=0)
    pairs = np.stack([d[1] * d[2], d[0] * d[2], d[0] * d[1]])
    sums = np.stack([d[1] + d[2], d[0] + d[2], d[0] + d[1]])
    e2 = pairs.sum(axis=0)
    a1 = e1 - a
    a2 = e2 - a * e1 - k.sum(axis=0)
    a3 = e3 - a * e2 - (k * sums).sum(axis=0)
    a4 = -a * e3 - (k * pairs).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        squared = a3 / a1
    size = np.abs(a1 * a2 * a3) + a3 * a3 + np.abs(a1 * a1 * a4) + 1e-300
    return (a1 * a2 * a3 - a3 * a3 - a1 * a1 * a4) / size, squared


def _hopf_voltages(axon: Axon) -> np.ndarray:
    batteries = axon.e_na, axon.e_k, axon.e_leak
    grid = np.linspace(min(batteries) - _BEYOND, max(batteries) + _BEYOND, _SCAN)
    value, _ = _hurwitz(axon, grid)
    # Two points that have nearly met hide between two voltages: look closer where the curve
    # turns towards zero.
    inner = np.abs(value[1:-1])
    towards = (inner <= np.abs(value[:-2])) & (inner <= np.abs(value[2:])) & (inner < 0.05)
    closer = [np.linspace(grid[k], grid[k + 2], 201) for k in np.flatnonzero(towards)]
    if closer:
        grid = np.unique(np.concatenate([grid, *closer]))
        value, _ = _hurwitz(axon, grid)
    turns = np.flatnonzero(np.sign(value[:-1]) * np.sign(value[1:]) < 0)
    if not turns.size:
        return np.empty(0)
    v = bracketed_root(lambda v: _hurwitz(axon, v)[0], grid[turns], grid[turns + 1])
    v = np.atleast_1d(v)
    return v[_hurwitz(axon, v)[1] > 0]
