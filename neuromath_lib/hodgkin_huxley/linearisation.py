"""How the slopes change with the state: the Jacobian of the four equations, by hand.

Voltage acts on every gate and every gate on the voltage, but no gate on another: the matrix is an
arrow, full only in its first row, its first column and its diagonal.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from neuromath_lib.hodgkin_huxley import equations
from neuromath_lib.hodgkin_huxley.equations import Rates
from neuromath_lib.hodgkin_huxley.parameters import Axon


def psi_slope(x: Any) -> Any:
    """Return the derivative of ``x / (exp(x) - 1)``, which is -1/2 + x/6 - x^3/180 near 0."""
    x = np.asarray(x, dtype=float)
    small = np.abs(x) < 0.05
    safe = np.where(small, 1.0, x)
    psi = equations.psi(safe)
    # psi' = psi (1 - exp(x) psi) / x, and exp(x) psi(x) is psi(-x), which does not overflow.
    exact = psi * (1.0 - equations.psi(-safe)) / safe
    series = -0.5 + x * (1.0 / 6.0 - x * x * (1.0 / 180.0 - x * x / 5040.0))
    return np.where(small, series, exact)[()]


def rate_slopes(v: Any, temperature: Any, r: Rates | None = None) -> Rates:
    """Return the derivatives of the rates in `v`, 1/(ms mV).

    Parameters
    ----------
    v : array_like
        mV.
    temperature : array_like
        Celsius.
    r : Rates, optional
        The rates at `v`, if they are known already.
    """
    r = equations.rates(v, temperature) if r is None else r
    phi = equations.speed(temperature)
    u = np.asarray(v, float) - equations.REST_OF_THE_PAPER
    return Rates(
        alpha_m=-0.1 * phi * psi_slope((25.0 - u) / 10.0),
        beta_m=r.beta_m / -18.0,
        alpha_h=r.alpha_h / -20.0,
        beta_h=0.1 * r.beta_h * (1.0 - r.beta_h / phi),
        alpha_n=-0.01 * phi * psi_slope((10.0 - u) / 10.0),
        beta_n=r.beta_n / -80.0,
    )


def flow(axon: Axon, y: np.ndarray, current: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the slopes, their Jacobian, and their derivative in the current.

    Parameters
    ----------
    axon : Axon
        The membrane; its fields broadcast with ``y[..., 0]``.
    y : numpy.ndarray
        v (mV), m, h, n along the last axis.
    current : float or numpy.ndarray
        uA/cm2.

    Returns
    -------
    slopes : numpy.ndarray
        d/dt of v, m, h, n, per ms, shape ``(..., 4)``.
    jacobian : numpy.ndarray
        ``jacobian[..., i, j]`` is the derivative of slope i in component j.
    by_current : numpy.ndarray
        1/C in the first component, 0 in the others.
    """
    v, m, h, n = np.moveaxis(y, -1, 0)
    with np.errstate(all="ignore"):
        r = equations.rates(v, axon.temperature)
        d = rate_slopes(v, axon.temperature, r)
        n2 = n * n
        na_by_m = axon.g_na * m * m
        g_na, g_k = na_by_m * m * h, axon.g_k * n2 * n2
        na, k = v - axon.e_na, v - axon.e_k
        ionic = g_na * na + g_k * k + axon.g_leak * (v - axon.e_leak)
        slopes = np.zeros((*np.shape(ionic), 4))
        jacobian = np.zeros((*slopes.shape, 4))
        by_current = np.zeros_like(slopes)
        slopes[..., 0] = (current - ionic) / axon.capacitance
        jacobian[..., 0, 0] = -(g_na + g_k + axon.g_leak) / axon.capacitance
        jacobian[..., 0, 1] = -3.0 * na_by_m * h * na / axon.capacitance
        jacobian[..., 0, 2] = -na_by_m * m * na / axon.capacitance
        jacobian[..., 0, 3] = -4.0 * axon.g_k * n2 * n * k / axon.capacitance
        by_current[..., 0] = 1.0 / axon.capacitance
        for i, (x, gate) in enumerate(((m, "m"), (h, "h"), (n, "n")), start=1):
            alpha, beta = getattr(r, f"alpha_{gate}"), getattr(r, f"beta_{gate}")
            up, down = getattr(d, f"alpha_{gate}"), getattr(d, f"beta_{gate}")
            slopes[..., i] = alpha * (1.0 - x) - beta * x
            jacobian[..., i, 0] = up * (1.0 - x) - down * x
            jacobian[..., i, i] = -(alpha + beta)
    return slopes, jacobian, by_current


def jacobian(axon: Axon, state: Any) -> np.ndarray:
    """Return the derivatives of the slopes of v, m, h, n in v, m, h, n.

    Parameters
    ----------
    axon : Axon
        The membrane.
    state : State or any object with v, m, h, n
        Where; arrays make a batch.

    Returns
    -------
    numpy.ndarray
        Shape ``(..., 4, 4)``; units: 1/ms, mV/ms, 1/(ms mV) by their place.
    """
    y = np.stack(np.broadcast_arrays(state.v, state.m, state.h, state.n), axis=-1)
    return flow(axon, y.astype(float), 0.0)[1]
