"""The voltage clamp: hold the voltage, and the equations can be solved with a pencil.

At a fixed voltage each gate relaxes exponentially, x(t) = x_inf + (x_0 - x_inf) exp(-t / tau).
This is how Hodgkin and Huxley found the gates in the first place (their equations 7 to 19).
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.hodgkin_huxley import equations
from neuromath_lib.hodgkin_huxley.parameters import Axon
from neuromath_lib.numerics.validation import common_shape, numbers


@dataclasses.dataclass(frozen=True, eq=False)
class Clamp:
    """Gates, conductances and currents of a clamped membrane, time along the last axis.

    Attributes
    ----------
    t : numpy.ndarray
        Times after the step of voltage, ms.
    v : numpy.ndarray
        Membrane potential, mV.
    m, h, n : numpy.ndarray
        Gates.
    g_na, g_k : numpy.ndarray
        Conductances, mS/cm2.
    i_na, i_k, i_leak : numpy.ndarray
        Currents, uA/cm2, outward positive. The capacitive current flows only in the instant of
        the step and is not among them.
    """

    t: Any
    v: Any
    m: Any
    h: Any
    n: Any
    g_na: Any
    g_k: Any
    i_na: Any
    i_k: Any
    i_leak: Any


def voltage_clamp(axon: Axon, v: Any, t: Any, *, holding: Any = -65.0) -> Clamp:
    """Step the voltage from `holding`, held for long, to `v` at t = 0. Exact, no integration.

    Parameters
    ----------
    axon : Axon
        The membrane.
    v : float or array_like
        Voltage from t = 0 on, mV; an array makes a batch.
    t : float or array_like
        Times, ms, a number or one-dimensional, in any order. Before 0 the membrane is still at
        `holding`.
    holding : float or array_like
        Voltage before, mV.

    Returns
    -------
    Clamp
        ``g_na``, ``g_k`` (mS/cm2), ``i_na``, ``i_k``, ``i_leak`` (uA/cm2) and the gates, in the
        shape ``(*batch, len(t))``, or the batch's if `t` is a number.

    Raises
    ------
    ValueError
        If an argument is not a finite number or an array of them, or shapes do not fit.

    Examples
    --------
    >>> clamp = voltage_clamp(Axon(), 0.0, [0.0, 0.6, 20.0])
    >>> clamp.g_na.round(3).tolist()
    [0.011, 29.117, 0.309]
    """
    if not isinstance(axon, Axon):
        raise ValueError(f"axon was {axon!r}; it should be an Axon, as in Axon()")
    v = numbers("v", v, unit="mV")
    holding = numbers("holding", holding, unit="mV")
    t = np.asarray(numbers("t", t, unit="ms"))
    if t.ndim > 1:
        raise ValueError(f"t was of shape {t.shape}; it should be a number or one-dimensional")
    shape = common_shape(axon=np.broadcast_to(0.0, axon.shape), v=v, holding=holding)
    if t.ndim:
        axon, v, holding = axon.with_time_axis(), np.asarray(v), np.asarray(holding)
        v, holding = v[..., None], holding[..., None]
    before = equations.settled(axon, holding)
    rates = equations.rates(v, axon.temperature)
    since = np.maximum(t, 0.0)

    def gate(start: Any, end: Any, tau: Any) -> np.ndarray:
        return end + (start - end) * np.exp(-since / tau)

    full = np.zeros(shape + t.shape)
    v = np.where(t < 0.0, holding, v) + full
    m = gate(before.m, rates.m_inf, rates.tau_m) + full
    h = gate(before.h, rates.h_inf, rates.tau_h) + full
    n = gate(before.n, rates.n_inf, rates.tau_n) + full
    ionic = equations.ionic_currents(axon, v, m, h, n)
    return Clamp(
        t=t[()],
        v=v[()],
        m=m[()],
        h=h[()],
        n=n[()],
        g_na=(axon.g_na * m**3 * h)[()],
        g_k=(axon.g_k * n**4)[()],
        i_na=ionic.i_na[()],
        i_k=ionic.i_k[()],
        i_leak=(ionic.i_leak + full)[()],
    )
