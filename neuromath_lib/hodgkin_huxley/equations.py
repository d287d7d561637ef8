"""The four equations of Hodgkin and Huxley (1952), in the modern sign.

::

    C dV/dt = I - g_na m^3 h (V - e_na) - g_k n^4 (V - e_k) - g_leak (V - e_leak)
      dx/dt = alpha_x (1 - x) - beta_x x          for each gate x = m, h, n

V is the membrane potential in mV, inside minus outside; rest is near -65 mV and an inward current
is negative. The paper counts from rest and with the opposite sign: its V is -(V + 65) here.
Times are in ms, currents in uA/cm2, conductances in mS/cm2, capacitance in uF/cm2.

Source: A. L. Hodgkin & A. F. Huxley 1952, J Physiol 117:500-544,
doi:10.1113/jphysiol.1952.sp004764; the rates are its equations 12, 13, 20, 21, 23 and 24.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.numerics.validation import common_shape, numbers

REST_OF_THE_PAPER = -65.0  # mV: where the paper's scale of voltage has its zero
TEMPERATURE_OF_THE_PAPER = 6.3  # Celsius
Q10 = 3.0  # the gates are three times as fast 10 degrees warmer


@dataclasses.dataclass(frozen=True, eq=False)
class Rates:
    """How fast each gate opens (alpha) and closes (beta), in 1/ms.

    From them follow where a gate goes if the voltage stays, ``x_inf`` (a probability), and how
    soon, ``tau_x`` (ms).
    """

    alpha_m: Any
    beta_m: Any
    alpha_h: Any
    beta_h: Any
    alpha_n: Any
    beta_n: Any

    def __post_init__(self) -> None:
        """Turn numpy's numbers into Python's, which print as what they are."""
        _plain(self)

    @property
    def m_inf(self) -> Any:
        """Open probability of an m gate in the long run."""
        return self.alpha_m / (self.alpha_m + self.beta_m)

    @property
    def h_inf(self) -> Any:
        """Open probability of the h gate in the long run."""
        return self.alpha_h / (self.alpha_h + self.beta_h)

    @property
    def n_inf(self) -> Any:
        """Open probability of an n gate in the long run."""
        return self.alpha_n / (self.alpha_n + self.beta_n)

    @property
    def tau_m(self) -> Any:
        """Time constant of an m gate, ms."""
        return 1.0 / (self.alpha_m + self.beta_m)

    @property
    def tau_h(self) -> Any:
        """Time constant of the h gate, ms."""
        return 1.0 / (self.alpha_h + self.beta_h)

    @property
    def tau_n(self) -> Any:
        """Time constant of an n gate, ms."""
        return 1.0 / (self.alpha_n + self.beta_n)


@dataclasses.dataclass(frozen=True, eq=False)
class State:
    """Where an axon is: voltage and gates. Each is a number, or an array for a batch.

    Attributes
    ----------
    v : float or array
        Membrane potential, mV.
    m, h, n : float or array
        Gates, between 0 and 1.
    """

    v: Any
    m: Any
    h: Any
    n: Any

    def __post_init__(self) -> None:
        """Turn numpy's numbers into Python's, which print as what they are."""
        _plain(self)

    def shocked(self, amount: Any) -> State:
        """Return the state right after a shock: V moved by `amount` mV, the gates left alone.

        Parameters
        ----------
        amount : float or array_like
            mV; an array makes a batch.

        Examples
        --------
        >>> from neuromath_lib.hodgkin_huxley import Axon
        >>> rest = Axon().equilibrium()
        >>> round(rest.shocked(7.0).v - rest.v, 9)
        7.0
        """
        amount = numbers("amount", amount, unit="mV")
        common_shape(amount=amount, v=self.v)
        return dataclasses.replace(self, v=self.v + amount)


def psi(x: Any) -> Any:
    """Return ``x / (exp(x) - 1)``, which is 1 - x/2 + x^2/12 - ... near 0 and 1 at 0.

    Written with ``expm1``, which does not cancel, so that only 0 itself needs care.
    """
    x = np.asarray(x, dtype=float)
    at_zero = x == 0.0
    with np.errstate(over="ignore"):
        return np.where(at_zero, 1.0, x / np.where(at_zero, 1.0, np.expm1(x)))[()]


def speed(temperature: Any) -> Any:
    """Return how much faster than at 6.3 Celsius the gates are: ``3 ** ((T - 6.3) / 10)``."""
    return Q10 ** ((np.asarray(temperature, dtype=float) - TEMPERATURE_OF_THE_PAPER) / 10.0)[()]


def rates(v: Any, temperature: Any = TEMPERATURE_OF_THE_PAPER) -> Rates:
    """Return the opening and closing rates of the three gates.

    Parameters
    ----------
    v : array_like
        Membrane potential, mV.
    temperature : array_like
        Celsius; broadcasts with `v`.

    Returns
    -------
    Rates
        In 1/ms, in the broadcast shape.
    """
    u = np.asarray(v, dtype=float) - REST_OF_THE_PAPER
    phi = speed(temperature)
    with np.errstate(over="ignore"):
        return Rates(
            alpha_m=phi * psi((25.0 - u) / 10.0),
            beta_m=phi * (4.0 * np.exp(-u / 18.0)),
            alpha_h=phi * (0.07 * np.exp(-u / 20.0)),
            beta_h=phi / (np.exp((30.0 - u) / 10.0) + 1.0),
            alpha_n=phi * (0.1 * psi((10.0 - u) / 10.0)),
            beta_n=phi * (0.125 * np.exp(-u / 80.0)),
        )


@dataclasses.dataclass(frozen=True, eq=False)
class IonicCurrents:
    """The three currents through the membrane, uA/cm2, outward positive."""

    i_na: Any
    i_k: Any
    i_leak: Any

    @property
    def total(self) -> Any:
        """Their sum."""
        return self.i_na + self.i_k + self.i_leak


def ionic_currents(axon: Any, v: Any, m: Any, h: Any, n: Any) -> IonicCurrents:
    """Return the currents through the channels: Ohm's law, three times.

    Parameters
    ----------
    axon : Axon
        Its fields broadcast with the rest.
    v : array_like
        Membrane potential, mV.
    m, h, n : array_like
        Gates.

    Returns
    -------
    IonicCurrents
        In uA/cm2.
    """
    return IonicCurrents(
        i_na=axon.g_na * m**3 * h * (v - axon.e_na),
        i_k=axon.g_k * n**4 * (v - axon.e_k),
        i_leak=axon.g_leak * (v - axon.e_leak),
    )


def derivative(axon: Any, state: Any, current: Any = 0.0) -> State:
    """Return the right-hand sides: how fast voltage and gates change.

    Parameters
    ----------
    axon : Axon
        The membrane.
    state : State
        Where it is.
    current : array_like
        Injected current, uA/cm2.

    Returns
    -------
    State
        dV/dt in mV/ms, and dm/dt, dh/dt, dn/dt in 1/ms.
    """
    r = rates(state.v, axon.temperature)
    ionic = ionic_currents(axon, state.v, state.m, state.h, state.n)
    return State(
        v=(current - ionic.total) / axon.capacitance,
        m=r.alpha_m * (1.0 - state.m) - r.beta_m * state.m,
        h=r.alpha_h * (1.0 - state.h) - r.beta_h * state.h,
        n=r.alpha_n * (1.0 - state.n) - r.beta_n * state.n,
    )


def steady_current(axon: Any, v: Any) -> Any:
    """Return the current through the channels once the gates have settled at `v`, uA/cm2."""
    r = rates(v, axon.temperature)
    return ionic_currents(axon, v, r.m_inf, r.h_inf, r.n_inf).total


def settled(axon: Any, v: Any) -> State:
    """Return the state of an axon that has been held at `v` mV for long."""
    number_or_array = np.asarray(v, dtype=float)[()]
    r = rates(number_or_array, axon.temperature)
    return State(v=number_or_array, m=r.m_inf, h=r.h_inf, n=r.n_inf)


def _plain(thing: Any) -> None:
    for field in dataclasses.fields(thing):
        value = getattr(thing, field.name)
        if isinstance(value, (np.generic, np.ndarray)) and value.ndim == 0:
            object.__setattr__(thing, field.name, value.item())
