"""Where a membrane's batteries come from: salt at two concentrations, and a wall that chooses.

One kind of ion alone settles at Nernst's potential. Several together settle between theirs, at
the potential of Goldman (1943), Hodgkin and Katz (1949), at which the currents cancel although
no single one is still. `streams` gives the two one-way streams behind both.

Concentrations in mM, voltages in mV (inside minus outside), temperatures in Celsius.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.numerics.validation import common_shape, numbers

GAS_CONSTANT = 8.31446261815324  # J/(mol K), exact in the SI of 2019
FARADAY = 96485.33212331002  # C/mol, exact in the SI of 2019
ELEMENTARY_CHARGE = 1.602176634e-19  # C, exact
AVOGADRO = 6.02214076e23  # 1/mol, exact
VACUUM_PERMITTIVITY = 8.8541878128e-12  # F/m

_CELSIUS = {"low": -30.0, "high": 100.0, "unit": "Celsius"}
_MILLIMOLAR = {"above": 0.0, "unit": "mM"}


@dataclasses.dataclass(frozen=True)
class Ion:
    """A kind of ion and how much of it there is on either side of the membrane.

    Attributes
    ----------
    symbol : str
        Chemical symbol.
    outside, inside : float
        Concentrations, mM.
    valence : int
        Its charges, with their sign.
    """

    symbol: str
    outside: float
    inside: float
    valence: int = 1


# The round numbers that textbooks print for the squid's axon in the squid's own blood. Hodgkin
# and Katz (1949) give a range for potassium, 20 to 40 times as much inside as in sea water.
POTASSIUM = Ion("K", 20.0, 400.0)
SODIUM = Ion("Na", 440.0, 50.0)
CHLORIDE = Ion("Cl", 560.0, 52.0, -1)


def thermal_voltage(temperature: Any = 6.3) -> float | np.ndarray:
    """Return R T / F, the voltage that stands against a concentration ratio of e.

    Parameters
    ----------
    temperature : float or array_like
        Celsius.

    Returns
    -------
    float or numpy.ndarray
        mV.

    Raises
    ------
    ValueError
        If the temperature is not a number between -30 and 100.

    Examples
    --------
    >>> round(thermal_voltage(6.3), 4)
    24.0813
    """
    return 1e3 * GAS_CONSTANT * (numbers("temperature", temperature, **_CELSIUS) + 273.15) / FARADAY


def nernst(
    concentration_out: Any, concentration_in: Any, valence: Any = 1, temperature: Any = 6.3
) -> float | np.ndarray:
    """Return the voltage at which one kind of ion neither enters nor leaves.

    Parameters
    ----------
    concentration_out, concentration_in : float or array_like
        Concentrations outside and inside, mM.
    valence : int or array_like
        Charges of the ion, with their sign: 1 for potassium, -1 for chloride, 2 for calcium.
    temperature : float or array_like
        Celsius; 6.3 is where Hodgkin and Huxley's rates are given.

    Returns
    -------
    float or numpy.ndarray
        R T / (z F) ln(out / in), in mV, inside minus outside.

    Raises
    ------
    ValueError
        If a concentration is not positive, the valence not a whole number other than 0, the
        temperature out of reason, or the shapes do not fit together.

    Examples
    --------
    >>> round(nernst(20.0, 400.0), 2)
    -72.14
    """
    out = numbers("concentration_out", concentration_out, **_MILLIMOLAR)
    inside = numbers("concentration_in", concentration_in, **_MILLIMOLAR)
    z = _valence(valence)
    scale = thermal_voltage(temperature)
    common_shape(concentration_out=out, concentration_in=inside, valence=z, temperature=temperature)
    return _plain(scale / z * np.log(np.divide(out, inside)))


def goldman(
    permeability: Any,
    concentration_out: Any,
    concentration_in: Any,
    valence: Any = 1,
    temperature: Any = 6.3,
) -> float | np.ndarray:
    """Return the voltage at which several kinds of ion carry no net current.

    The equation of Goldman (1943), Hodgkin and Katz (1949), for ions of one charge.

    Parameters
    ----------
    permeability : array_like
        Permeabilities, the ions along the last axis. Only their ratios matter.
    concentration_out, concentration_in : array_like
        Concentrations outside and inside, mM, the ions along the last axis.
    valence : int or array_like
        1 or -1 for each ion.
    temperature : float
        Celsius.

    Returns
    -------
    float or numpy.ndarray
        mV, inside minus outside. The last axis is gone.

    Raises
    ------
    ValueError
        If a permeability is negative or all are zero, a concentration not positive, a valence
        other than 1 and -1, or the shapes do not fit together.

    Examples
    --------
    >>> round(goldman([1.0, 0.04], [20.0, 440.0], [400.0, 50.0]), 2)
    -57.06
    """
    p = np.atleast_1d(numbers("permeability", permeability, low=0.0))
    out = numbers("concentration_out", concentration_out, **_MILLIMOLAR)
    inside = numbers("concentration_in", concentration_in, **_MILLIMOLAR)
    z = _valence(valence)
    if np.any(np.abs(z) != 1):
        raise ValueError(f"valence was {valence!r}; it should be 1 or -1 for each ion")
    if not np.all(p.sum(axis=-1) > 0):
        raise ValueError("permeability was 0 for every ion; at least one should be above 0")
    common_shape(permeability=p, concentration_out=out, concentration_in=inside, valence=z)
    # A negative ion counts where it comes from, as if it were a positive one going the other way.
    come, leave = np.where(np.equal(z, 1), (out, inside), (inside, out))
    ratio = (p * come).sum(axis=-1) / (p * leave).sum(axis=-1)
    return _plain(thermal_voltage(temperature) * np.log(ratio))


def streams(
    v: Any,
    concentration_out: Any,
    concentration_in: Any,
    valence: Any = 1,
    temperature: Any = 6.3,
) -> tuple[float | np.ndarray, float | np.ndarray]:
    """Return the two one-way streams of an ion through a wall with an even field in it.

    Parameters
    ----------
    v : float or array_like
        Voltage, mV.
    concentration_out, concentration_in : float or array_like
        mM.
    valence : int or array_like
        Charges of the ion, with their sign.
    temperature : float or array_like
        Celsius.

    Returns
    -------
    inward, outward : float or numpy.ndarray
        In units of the permeability times 1 mM, so that at 0 mV each equals the concentration
        from which it comes. They are equal at the Nernst potential.

    Raises
    ------
    ValueError
        As `nernst`, and if `v` is not a finite number.
    """
    v = numbers("v", v, unit="mV")
    out = numbers("concentration_out", concentration_out, **_MILLIMOLAR)
    inside = numbers("concentration_in", concentration_in, **_MILLIMOLAR)
    z = _valence(valence)
    scale = thermal_voltage(temperature)
    common_shape(
        v=v, concentration_out=out, concentration_in=inside, valence=z, temperature=temperature
    )
    u = np.asarray(z * v / scale)
    return _plain(out * _uphill(u)), _plain(inside * _uphill(-u))


def _uphill(u: np.ndarray) -> np.ndarray:
    """Return u / (e^u - 1), which passes smoothly through 1 at 0."""
    small = np.abs(u) < 1e-6
    safe = np.where(small, 1.0, u)
    # Far uphill expm1 overflows to infinity, and the stream is rightly 0.
    with np.errstate(over="ignore"):
        return np.where(small, 1 - u / 2, safe / np.expm1(safe))


def _valence(valence: Any) -> float | np.ndarray:
    z = numbers("valence", valence)
    if np.any(np.equal(z, 0)) or np.any(np.not_equal(z, np.round(z))):
        raise ValueError(f"valence was {valence!r}; it should be a whole number other than 0")
    return z


def _plain(value: Any) -> float | np.ndarray:
    return float(value) if np.ndim(value) == 0 else value
