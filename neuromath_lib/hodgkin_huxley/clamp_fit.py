"""Be Hodgkin and Huxley: noisy clamp records, and the exponents and constants fitted to them.

At a held voltage the paper describes potassium's conductance by (its equation 11)

    g(t) = g_inf (1 - (1 - s) exp(-t / tau))^p,   p = 4,

and sodium's (its equation 19, here with the small terms that the paper leaves out) by

    g(t) = a (1 - (1 - s) exp(-t / tau_m))^p (r + (1 - r) exp(-t / tau_h)),   p = 3.

`s` is how open a gate is at the start, as a fraction of where it will settle, and `r` is how much
of h will be left, as a fraction of what there was.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from neuromath_lib.hodgkin_huxley.clamp import Clamp, voltage_clamp
from neuromath_lib.hodgkin_huxley.parameters import Axon
from neuromath_lib.numerics.validation import choice, numbers

BLOCKERS = ("TTX", "TEA", "pronase")
LARGEST_EXPONENT = 40
_NEAR_REVERSAL = 2.0  # mV: nearer than this a conductance is noise divided by almost nothing


@dataclasses.dataclass(frozen=True, eq=False)
class ClampRecord:
    """What a voltage clamp writes down: the current it took to hold the voltage.

    Attributes
    ----------
    t : numpy.ndarray, shape (n,)
        Times after the step, ms.
    v : numpy.ndarray, shape (k,)
        Voltages held, mV.
    current : numpy.ndarray, shape (k, n)
        Ionic current and noise, uA/cm2, outward positive.
    noise : float
        Standard deviation of the noise, uA/cm2.
    holding : float
        Voltage before the step, mV.
    blockers : tuple of str
        What was in the bath, or in the axon.
    """

    t: np.ndarray
    v: np.ndarray
    current: np.ndarray
    noise: float
    holding: float
    blockers: tuple[str, ...]

    def conductance(
        self, reversal: float, *, g_leak: float = 0.0, e_leak: float = 0.0
    ) -> np.ndarray:
        """Divide the current, less the leak, by the driving force.

        Parameters
        ----------
        reversal : float
            Reversal potential of the one current that is left, mV.
        g_leak, e_leak : float
            The leak to subtract first, mS/cm2 and mV.

        Returns
        -------
        numpy.ndarray, shape (k, n)
            mS/cm2.

        Raises
        ------
        ValueError
            If an argument is not a number, or a held voltage is within 2 mV of `reversal`, where
            there is no driving force to divide by.
        """
        reversal = _number("reversal", reversal, unit="mV")
        g_leak = _number("g_leak", g_leak, low=0.0, unit="mS/cm2")
        e_leak = _number("e_leak", e_leak, unit="mV")
        force = self.v - reversal
        if (abs(force) < _NEAR_REVERSAL).any():
            raise ValueError(
                f"reversal was {reversal:g} mV, and {self.v[abs(force).argmin()]:g} mV was held; "
                f"it should be {_NEAR_REVERSAL:g} mV or more from every held voltage"
            )
        leak = g_leak * (self.v - e_leak)
        return (self.current - leak[:, None]) / force[:, None]


@dataclasses.dataclass(frozen=True, eq=False)
class ClampFit:
    """One curve fitted to one record.

    Attributes
    ----------
    exponent : int
        The power of the gate.
    values, errors : dict of str to float
        Fitted constants and their standard errors (mS/cm2, ms, or a fraction). The error of a
        constant that ended on the edge of what is possible (a fraction of 0, say) is infinite.
    fitted, residuals : numpy.ndarray, shape (n,)
        The curve, and the data less the curve, mS/cm2.
    rss : float
        Residual sum of squares, (mS/cm2)^2.
    aic : float
        Akaike's criterion for noise of one unknown size, n ln(rss/n) + 2 (constants + 1).
    """

    exponent: int
    values: dict[str, float]
    errors: dict[str, float]
    fitted: np.ndarray
    residuals: np.ndarray
    rss: float
    aic: float

    @property
    def noise(self) -> float:
        """Estimated standard deviation of the noise, mS/cm2."""
        return float(np.sqrt(self.rss / (self.residuals.size - len(self.values))))


@dataclasses.dataclass(frozen=True, eq=False)
class Comparison:
    """Several exponents fitted to the same records.

    Attributes
    ----------
    exponents : tuple of int
        What competed.
    fits : tuple of tuple of ClampFit
        For each exponent its fits, one a record.
    rss, aic : numpy.ndarray
        Summed over the records, for each exponent.
    """

    exponents: tuple[int, ...]
    fits: tuple[tuple[ClampFit, ...], ...]
    rss: np.ndarray
    aic: np.ndarray

    @property
    def delta(self) -> np.ndarray:
        """How far each exponent's criterion lies above the smallest."""
        return self.aic - self.aic.min()

    @property
    def best(self) -> int:
        """The exponent with the smallest criterion."""
        return self.exponents[int(self.aic.argmin())]

    def within(self, limit: float = 6.0) -> tuple[int, ...]:
        """Return the exponents that the data do not rule out.

        Parameters
        ----------
        limit : float
            How far above the smallest criterion counts as worse. Six means some twenty times
            less likely.

        Returns
        -------
        tuple of int
            One exponent if the data decide, several if they do not.

        Raises
        ------
        ValueError
            If `limit` is negative or not a number.
        """
        limit = _number("limit", limit, low=0.0)
        return tuple(p for p, d in zip(self.exponents, self.delta, strict=True) if d <= limit)


def blocked_clamp(
    axon: Axon, v: Any, t: Any, *, blockers: Iterable[str] = (), holding: Any = -65.0
) -> Clamp:
    """Clamp a membrane after poisons: `voltage_clamp` with some of its doors out of action.

    Parameters
    ----------
    axon : Axon
        The membrane.
    v, t, holding : float or array_like
        As for `voltage_clamp`, mV and ms.
    blockers : iterable of str
        Any of "TTX" (no sodium conductance), "TEA" (no potassium conductance) and "pronase" (no h
        gates: sodium's doors have their m gates alone). Each acts completely, which no poison
        does.

    Returns
    -------
    Clamp
        As from `voltage_clamp`.

    Raises
    ------
    ValueError
        If a blocker is unknown, or another argument is not what it should be.

    Examples
    --------
    >>> blocked_clamp(Axon(), 0.0, [0.6], blockers=["TTX"]).g_na.tolist()
    [0.0]
    """
    known = _blockers(blockers)
    if not isinstance(axon, Axon):
        raise ValueError(f"axon was {axon!r}; it should be an Axon, as in Axon()")
    changes = {}
    if "TTX" in known:
        changes["g_na"] = 0.0 * np.asarray(axon.g_na)
    if "TEA" in known:
        changes["g_k"] = 0.0 * np.asarray(axon.g_k)
    axon = dataclasses.replace(axon, **changes)
    clamp = voltage_clamp(axon, v, t, holding=holding)
    if "pronase" not in known:
        return clamp
    fields = axon.with_time_axis() if np.ndim(t) else axon
    g_na = fields.g_na * clamp.m**3
    return dataclasses.replace(
        clamp, h=np.ones_like(clamp.h), g_na=g_na, i_na=g_na * (clamp.v - fields.e_na)
    )


def clamp_record(
    axon: Axon,
    v: Any,
    t: Any,
    rng: np.random.Generator,
    *,
    noise: float = 20.0,
    holding: float = -65.0,
    blockers: Iterable[str] = (),
) -> ClampRecord:
    """Make the record that a clamp of this membrane would write, with noise.

    The noise is Gaussian and independent from sample to sample: kinder than an amplifier's.

    Parameters
    ----------
    axon : Axon
        One membrane.
    v : float or array_like, shape (k,)
        Voltages to hold, mV.
    t : array_like, shape (n,)
        Times, ms, from 0 on.
    rng : numpy.random.Generator
        Where the noise comes from.
    noise : float
        Its standard deviation, uA/cm2.
    holding : float
        Voltage before the step, mV.
    blockers : iterable of str
        As for `blocked_clamp`.

    Returns
    -------
    ClampRecord

    Raises
    ------
    ValueError
        If an argument is not what it should be.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> record = clamp_record(Axon(), [0.0], [0.6, 20.0], rng, noise=0.0)
    >>> record.current.round(1).tolist()
    [[-1268.6, 1891.1]]
    """
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng was {rng!r}; it should be a numpy.random.Generator")
    if not isinstance(axon, Axon) or axon.shape:
        raise ValueError(f"axon was {axon!r}; it should be one Axon, as in Axon()")
    noise = _number("noise", noise, low=0.0, unit="uA/cm2")
    holding = _number("holding", holding, unit="mV")
    v = np.atleast_1d(numbers("v", v, unit="mV"))
    t = np.atleast_1d(numbers("t", t, low=0.0, unit="ms"))
    if v.ndim > 1:
        raise ValueError(f"v was of shape {v.shape}; it should be a number or one-dimensional")
    known = _blockers(blockers)
    clamp = blocked_clamp(axon, v, t, blockers=known, holding=holding)
    current = clamp.i_na + clamp.i_k + clamp.i_leak
    current = current + noise * rng.standard_normal(current.shape)
    return ClampRecord(t=t, v=v, current=current, noise=noise, holding=holding, blockers=known)


def potassium_curve(t: Any, exponent: int, g_inf: float, tau: float, start: float) -> np.ndarray:
    """Potassium's conductance at a held voltage, mS/cm2: g_inf (1 - (1 - start) e^(-t/tau))^p."""
    return g_inf * (1.0 - (1.0 - start) * np.exp(-np.asarray(t) / tau)) ** exponent


def sodium_curve(
    t: Any,
    exponent: int,
    g_full: float,
    tau_m: float,
    tau_h: float,
    start: float,
    remainder: float,
) -> np.ndarray:
    """Sodium's conductance at a held voltage, mS/cm2; `g_full` is what it would be if h stayed."""
    left = remainder + (1.0 - remainder) * np.exp(-np.asarray(t) / tau_h)
    return potassium_curve(t, exponent, g_full, tau_m, start) * left


def fit_potassium(t: Any, conductance: Any, exponent: int, *, g_0: float | None = None) -> ClampFit:
    """Fit potassium's S-shaped rise with a gate to some power.

    Parameters
    ----------
    t : array_like, shape (n,)
        Times after the step, ms.
    conductance : array_like, shape (n,)
        Measured conductance, mS/cm2.
    exponent : int
        The power, 1 to 40.
    g_0 : float, optional
        Conductance before the step, mS/cm2, if it is known. Otherwise the start is fitted too.

    Returns
    -------
    ClampFit
        Constants ``g_inf`` (mS/cm2), ``tau`` (ms) and, unless `g_0` was given, ``start``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    RuntimeError
        If the fit does not settle.

    Examples
    --------
    >>> t = np.linspace(0.0, 10.0, 101)
    >>> fit = fit_potassium(t, potassium_curve(t, 4, 24.5, 1.9, 0.35), 4)
    >>> {name: round(value, 3) for name, value in fit.values.items()}
    {'g_inf': 24.5, 'tau': 1.9, 'start': 0.35}
    """
    t, data, exponent, g_0 = _checked(t, conductance, exponent, g_0, constants=3)
    g_inf = max(float(np.mean(data[-max(3, data.size // 10) :])), _scale(data))
    start = 0.3 if g_0 is None else _fraction(g_0, g_inf, exponent)
    half = t[np.argmax(data >= 0.5 * g_inf)] if (data >= 0.5 * g_inf).any() else t[-1] / 2
    lag = np.log((1.0 - start) / (1.0 - 0.5 ** (1.0 / exponent)))
    tau = max(half, 0.01 * t[-1]) / max(lag, 0.2)
    guess = {"g_inf": g_inf, "tau": tau, "start": start}
    return _fit(t, data, exponent, potassium_curve, guess, g_0, size="g_inf")


def fit_sodium(t: Any, conductance: Any, exponent: int, *, g_0: float | None = 0.0) -> ClampFit:
    """Fit sodium's rise and fall with one gate to some power and another, h, to the first.

    Parameters
    ----------
    t, conductance, exponent
        As for `fit_potassium`.
    g_0 : float, optional
        Conductance before the step, mS/cm2; 0, as the paper takes it, unless told. None fits it.

    Returns
    -------
    ClampFit
        Constants ``g_full`` (mS/cm2), ``tau_m``, ``tau_h`` (ms), ``remainder`` and, if `g_0` is
        None, ``start``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    RuntimeError
        If the fit does not settle.
    """
    t, data, exponent, g_0 = _checked(t, conductance, exponent, g_0, constants=5)
    peak = int(data.argmax())
    height, when = max(float(data[peak]), _scale(data)), max(t[peak], 0.01 * t[-1])
    guess = {
        "g_full": 1.6 * height,
        "tau_m": when / (1.0 + np.log(exponent)),
        "tau_h": 2.0 * when,
        "start": 0.05 if g_0 is None else _fraction(g_0, 1.6 * height, exponent),
        "remainder": 0.02,
    }
    return _fit(t, data, exponent, sodium_curve, guess, g_0, size="g_full")


_FITS: dict[str, Callable[..., ClampFit]] = {"potassium": fit_potassium, "sodium": fit_sodium}


def compare_exponents(
    t: Any,
    conductance: Any,
    *,
    kind: str = "potassium",
    exponents: Iterable[int] = range(1, 7),
    g_0: float | None = None,
) -> Comparison:
    """Let exponents compete for the same records; one exponent has to serve them all.

    Parameters
    ----------
    t : array_like, shape (n,)
        Times, ms.
    conductance : array_like, shape (n,) or (k, n)
        One record, or one in each row, mS/cm2. Each has constants and noise of its own.
    kind : str
        "potassium" or "sodium".
    exponents : iterable of int
        What competes.
    g_0 : float, optional
        As for the fits.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    RuntimeError
        If a fit does not settle.
    """
    fit = _FITS[choice("kind", kind, tuple(_FITS))]
    rows = np.atleast_2d(numbers("conductance", conductance, unit="mS/cm2"))
    powers = tuple(exponents)
    if not powers:
        raise ValueError("exponents was empty; it should hold at least one exponent")
    fits = tuple(tuple(fit(t, row, power, g_0=g_0) for row in rows) for power in powers)
    return Comparison(
        exponents=powers,
        fits=fits,
        rss=np.array([sum(one.rss for one in row) for row in fits]),
        aic=np.array([sum(one.aic for one in row) for row in fits]),
    )


def _fit(
    t: np.ndarray,
    data: np.ndarray,
    exponent: int,
    curve: Callable[..., np.ndarray],
    guess: Mapping[str, float],
    g_0: float | None,
    size: str,
) -> ClampFit:
    """Least squares within the bounds of what is possible; conductances scaled to be about 1."""
    from scipy.optimize import least_squares

    scale, span = abs(guess[size]), t[-1]
    names = [name for name in guess if name != "start" or g_0 is None]
    low = {"start": 0.0, "remainder": 0.0}
    high = {"start": 0.999, "remainder": 1.0, size: np.inf}
    units = np.array([scale if name == size else 1.0 for name in names])

    def constants(x: np.ndarray) -> dict[str, float]:
        given = dict(zip(names, x * units, strict=True))
        if g_0 is not None:
            given["start"] = _fraction(g_0, given[size], exponent)
        return given

    def misfit(x: np.ndarray) -> np.ndarray:
        return (curve(t, exponent, **constants(x)) - data) / scale

    tiny = {size: 1e-6, **low}
    bounds = (
        [tiny.get(name, 1e-4 * span) for name in names],
        [high.get(name, 1e3 * span) for name in names],
    )
    first = np.array([guess[name] for name in names]) / units
    first = np.clip(first, np.array(bounds[0]) + 1e-3, np.array(bounds[1]) - 1e-3)
    with np.errstate(all="ignore"):  # a free search may step where the curve overflows
        try:
            found = least_squares(misfit, first, method="lm", x_scale=first, max_nfev=500)
            inside = bool(((found.x > bounds[0]) & (found.x < bounds[1])).all())
        except ValueError:
            inside = False
    if not (inside and found.success):
        found = least_squares(misfit, first, bounds=bounds, x_scale=first, max_nfev=2000)
    if not found.success:
        raise RuntimeError(f"the fit with exponent {exponent} did not settle: {found.message}")
    values = constants(found.x)
    fitted = curve(t, exponent, **values)
    residuals = data - fitted
    rss = float(residuals @ residuals)
    free = found.active_mask == 0
    free &= (found.x - bounds[0] > 1e-7) & (np.array(bounds[1]) - found.x > 1e-7)
    errors = np.full(len(names), np.inf)
    if free.any():
        spread = 2.0 * found.cost / (t.size - len(names))
        slope = found.jac[:, free]
        errors[free] = np.sqrt(spread * np.diag(np.linalg.pinv(slope.T @ slope))) * units[free]
    floor = (1e-12 * scale) ** 2  # data without noise: rounding, not the model, sets the residual
    return ClampFit(
        exponent=exponent,
        values={name: float(values[name]) for name in names},
        errors={name: float(e) for name, e in zip(names, errors, strict=True)},
        fitted=fitted,
        residuals=residuals,
        rss=rss,
        aic=float(t.size * np.log(max(rss / t.size, floor)) + 2 * (len(names) + 1)),
    )


def _fraction(g_0: float, g_inf: float, exponent: int) -> float:
    return min((g_0 / g_inf) ** (1.0 / exponent), 0.999)


def _scale(data: np.ndarray) -> float:
    """A positive conductance of the data's size, for data that are mostly noise."""
    return max(1e-9, 0.1 * float(np.abs(data).max()))


def _checked(
    t: Any, conductance: Any, exponent: Any, g_0: Any, constants: int
) -> tuple[np.ndarray, np.ndarray, int, float | None]:
    t = np.asarray(numbers("t", t, low=0.0, unit="ms"))
    data = np.asarray(numbers("conductance", conductance, unit="mS/cm2"))
    if t.ndim != 1 or t.size < constants + 2 or (np.diff(t) <= 0).any():
        raise ValueError(
            f"t was of shape {t.shape}; it should be one-dimensional, rising, "
            f"and of at least {constants + 2} times"
        )
    if data.shape != t.shape:
        raise ValueError(
            f"conductance was of shape {data.shape}; it should be that of t, {t.shape}"
        )
    if isinstance(exponent, bool) or not isinstance(exponent, (int, np.integer)):
        raise ValueError(
            f"exponent was {exponent!r}; it should be a whole number from 1 to {LARGEST_EXPONENT}"
        )
    if not 1 <= exponent <= LARGEST_EXPONENT:
        raise ValueError(
            f"exponent was {exponent}; it should be a whole number from 1 to {LARGEST_EXPONENT}"
        )
    if g_0 is not None:
        g_0 = _number("g_0", g_0, low=0.0, unit="mS/cm2")
    return t, data, int(exponent), g_0


def _number(name: str, value: Any, **limits: Any) -> float:
    checked = numbers(name, value, **limits)
    if not isinstance(checked, float):
        raise ValueError(f"{name} was {value!r}; it should be one number")
    return checked


def _blockers(blockers: Iterable[str]) -> tuple[str, ...]:
    if isinstance(blockers, str):
        raise ValueError(f"blockers was {blockers!r}; it should be a list, such as [{blockers!r}]")
    given = tuple(blockers)
    for one in given:
        if one not in BLOCKERS:
            known = ", ".join(map(repr, BLOCKERS))
            raise ValueError(f"blockers held {one!r}; it should hold only {known}")
    return given
