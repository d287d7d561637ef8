"""The equations of a column, and of columns joined: rates, currents, slopes.

Each population p turns the rates that reach it into a voltage through a synaptic kernel
``t / T_p * exp(-t / T_p)``, which is the second-order equation

    dv_p/dt = w_p,    dw_p/dt = (I_p - 2 w_p - v_p / T_p) / T_p

and a voltage into a rate through a sigmoid, ``s(v) = 1 / (1 + exp(-slope v)) - 1/2``. The current
I_p is the sum of the rates that reach p, each times a strength in Hz. A voltage is the deviation
from rest, in mV; a rate is a deviation too, so it may be negative, and it has no unit: a strength
carries an implied 1 mV.

Source: Bastos et al. 2012, doi:10.1016/j.neuron.2012.10.038; with the constants of the reference
implementation, SPM.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.numerics.validation import common_shape, number, numbers

POPULATIONS = ("ss", "sp", "ii", "dp")
STATES = tuple(f"{kind}_{name}" for name in POPULATIONS for kind in "vw")

# Connections inside a column, source_target, in the order G1 to G13 of the literature, with what
# they do: +1 excites, -1 inhibits. A population that excites others may still inhibit itself.
CONNECTIONS = {
    "ss_ss": -1,
    "sp_ss": -1,
    "ii_ss": -1,
    "ii_ii": -1,
    "ss_ii": +1,
    "dp_ii": +1,
    "sp_sp": -1,
    "ss_sp": +1,
    "ii_dp": -1,
    "dp_dp": -1,
    "sp_ii": +1,
    "ii_sp": -1,
    "sp_dp": +1,
}

# Connections between columns, A1 to A4: two forward, two backward. Backward ones inhibit here.
EXTRINSIC = (("sp", "ss", +1), ("sp", "dp", +1), ("dp", "sp", -1), ("dp", "ii", -1))


@dataclasses.dataclass(frozen=True, eq=False)
class System:
    """Populations and what joins them: all that the equations need to know.

    The populations of column 0 come first, then those of column 1, and so on. Leading axes are a
    batch, which `coupling` always has in full.

    Attributes
    ----------
    coupling : numpy.ndarray
        Hz, shape ``(..., 4 n, 4 n)``: from the population of the column to that of the row;
        negative where it inhibits.
    time_constants : numpy.ndarray
        s, shape ``(..., 4 n)``.
    slope : numpy.ndarray
        Of the sigmoid of each population, 1/mV, shape ``(..., 4 n)``.
    lags : numpy.ndarray
        Delay of each connection, s, shape ``(..., 4 n, 4 n)``; ``(..., 1, 1)`` where all are
        alike.
    lag_within : numpy.ndarray
        Delay inside the column to which a population belongs, s, shape ``(..., 4 n)`` or
        ``(..., 1)``.
    """

    coupling: np.ndarray
    time_constants: np.ndarray
    slope: np.ndarray
    lags: np.ndarray
    lag_within: np.ndarray

    @property
    def columns(self) -> int:
        """Number of columns."""
        return self.coupling.shape[-1] // 4

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the batch."""
        return self.coupling.shape[:-2]


def firing_rate(v: Any, slope: Any = 2.0 / 3.0) -> Any:
    """Return the rate at which a population fires, as a deviation from its rate at rest.

    Parameters
    ----------
    v : float or array_like
        Voltage, mV from rest.
    slope : float or array_like
        Of the sigmoid, 1/mV. At rest the rate grows by ``slope / 4`` a mV.

    Returns
    -------
    float or numpy.ndarray
        Between -1/2 and 1/2.

    Raises
    ------
    ValueError
        If an argument is not a finite number, or the slope is not positive.

    Examples
    --------
    >>> float(firing_rate(0.0))
    0.0
    """
    v = numbers("v", v, unit="mV")
    slope = numbers("slope", slope, above=0.0, unit="1/mV")
    common_shape(v=v, slope=slope)
    return sigmoid(np.asarray(v), slope)[()]


def sigmoid(v: np.ndarray, slope: Any) -> np.ndarray:
    """Return ``1 / (1 + exp(-slope v)) - 1/2``, which is tanh in disguise and cannot overflow."""
    return 0.5 * np.tanh(0.5 * slope * v)


def synaptic_kernel(t: Any, time_constant: float = 0.002) -> Any:
    """Return the voltage that follows one brief impulse of current, per unit of its area.

    Parameters
    ----------
    t : float or array_like
        Time since the impulse, s; 0 is returned before it.
    time_constant : float
        s. The voltage is highest one time constant after the impulse.

    Returns
    -------
    float or numpy.ndarray
        ``t / T * exp(-t / T)``.

    Raises
    ------
    ValueError
        If an argument is not a finite number, or the time constant is not positive.

    Examples
    --------
    >>> round(float(synaptic_kernel(0.002)), 4)
    0.3679
    """
    t = np.asarray(numbers("t", t, unit="s"))
    time_constant = number("time_constant", time_constant, above=0.0, unit="s")
    x = np.maximum(t, 0.0) / time_constant
    return (x * np.exp(-x))[()]


def derivative(system: System, state: np.ndarray, drive: np.ndarray) -> np.ndarray:
    """Return d(state)/dt without delays.

    Parameters
    ----------
    system : System
        What joins the populations.
    state : numpy.ndarray
        v (mV) and w (mV/s) of each population in turn, shape ``(..., 8 n)``.
    drive : numpy.ndarray
        Added to the currents of the spiny stellate cells, shape ``(..., n)``.

    Returns
    -------
    numpy.ndarray
        mV/s and mV/s2 in turn, shape ``(..., 8 n)``.
    """
    v, w = state[..., 0::2], state[..., 1::2]
    rate = sigmoid(v, system.slope)
    current = np.matmul(system.coupling, rate[..., None])[..., 0]
    shape = np.broadcast_shapes(current.shape[:-1], drive.shape[:-1])
    current = np.array(np.broadcast_to(current, (*shape, current.shape[-1])))
    current[..., 0::4] += drive
    out = np.empty((*shape, state.shape[-1]), dtype=current.dtype)
    out[..., 0::2] = w
    out[..., 1::2] = (current - 2.0 * w - v / system.time_constants) / system.time_constants
    return out
