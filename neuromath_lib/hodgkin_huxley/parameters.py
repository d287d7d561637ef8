"""What a patch of axon is made of: capacitance, conductances, batteries, temperature."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.hodgkin_huxley import equations
from neuromath_lib.hodgkin_huxley.equations import Rates, State
from neuromath_lib.numerics.roots import bracketed_root
from neuromath_lib.numerics.validation import common_shape, numbers

_LIMITS: dict[str, dict[str, Any]] = {
    "capacitance": {"above": 0.0, "unit": "uF/cm2"},
    "g_na": {"low": 0.0, "unit": "mS/cm2"},
    "g_k": {"low": 0.0, "unit": "mS/cm2"},
    "g_leak": {"low": 0.0, "unit": "mS/cm2"},
    "e_na": {"low": -300.0, "high": 300.0, "unit": "mV"},
    "e_k": {"low": -300.0, "high": 300.0, "unit": "mV"},
    "e_leak": {"low": -300.0, "high": 300.0, "unit": "mV"},
    "temperature": {"low": -5.0, "high": 60.0, "unit": "Celsius"},
}


@dataclasses.dataclass(frozen=True, eq=False)
class Axon:
    """A patch of squid axon with the constants of Hodgkin and Huxley (1952), Table 3.

    Each field is a number, or an array for a batch of axons.

    Parameters
    ----------
    capacitance : float or array_like
        uF/cm2.
    g_na, g_k, g_leak : float or array_like
        Largest conductances of sodium and potassium channels, and the leak's, mS/cm2.
    e_na, e_k, e_leak : float or array_like
        Reversal potentials, mV. The paper's leak, 10.613 mV from rest, is -54.387 here; it puts
        rest at -64.99638 mV, a hair from the -65 that the paper's scale calls zero.
    temperature : float or array_like
        Celsius. It makes the gates faster, threefold in 10 degrees, and touches nothing else.

    Raises
    ------
    ValueError
        If a field is not a finite number, is negative where it cannot be, or out of reason.

    Examples
    --------
    >>> axon = Axon(temperature=18.5)
    >>> round(axon.equilibrium().v, 4)
    -64.9964
    """

    capacitance: Any = 1.0
    g_na: Any = 120.0
    g_k: Any = 36.0
    g_leak: Any = 0.3
    e_na: Any = 50.0
    e_k: Any = -77.0
    e_leak: Any = -54.387
    temperature: Any = 6.3

    def __post_init__(self) -> None:
        """Check the fields and make them floats or read-only arrays."""
        for name, limits in _LIMITS.items():
            object.__setattr__(self, name, numbers(name, getattr(self, name), **limits))
        common_shape(**{name: getattr(self, name) for name in _LIMITS})

    def __eq__(self, other: object) -> bool:
        """Return whether all fields are the same."""
        if not isinstance(other, Axon):
            return NotImplemented
        return all(np.array_equal(getattr(self, name), getattr(other, name)) for name in _LIMITS)

    def __hash__(self) -> int:
        """Return a hash that equal axons share."""
        return hash(tuple(np.asarray(getattr(self, name)).tobytes() for name in _LIMITS))

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the batch; ``()`` for one axon."""
        return common_shape(**{name: getattr(self, name) for name in _LIMITS})

    def rates(self, v: Any) -> Rates:
        """Return the gates' rates at the membrane potential `v`.

        Parameters
        ----------
        v : float or array_like
            mV. Broadcasts with the axon's temperature.

        Returns
        -------
        Rates
            ``alpha_m``, ``beta_m``, ... (1/ms), ``m_inf``, ... and ``tau_m``, ... (ms).

        Raises
        ------
        ValueError
            If `v` is not a finite number or an array of them.
        """
        v = numbers("v", v, unit="mV")
        common_shape(v=v, temperature=self.temperature)
        return equations.rates(v, self.temperature)

    def equilibrium(self, current: Any = 0.0) -> State:
        """Return the state in which nothing changes while `current` flows.

        Parameters
        ----------
        current : float or array_like
            Injected current, uA/cm2. Broadcasts with the axon's fields.

        Returns
        -------
        State
            ``v`` (mV), ``m``, ``h``, ``n``. It may be unstable: at 10 uA/cm2 it is. Where an axon
            has several, the one with the lowest voltage.

        Raises
        ------
        ValueError
            If `current` is not a finite number or an array of them, or there is no equilibrium
            within 1000 mV of the reversal potentials.
        """
        current = numbers("current", current, unit="uA/cm2")
        shape = common_shape(current=current, axon=np.empty(self.shape))
        low, high = self._bracket(current, shape)
        v = bracketed_root(lambda v: current - equations.steady_current(self, v), low, high)
        return equations.settled(self, v[()])

    def flat(self, shape: tuple[int, ...], which: slice = slice(None)) -> Axon:
        """Return the axons numbered `which`, of this batch broadcast to `shape`, in one row."""
        fields = {name: getattr(self, name) for name in _LIMITS}
        return Axon(
            **{
                name: value
                if isinstance(value, float)
                else np.broadcast_to(value, shape).reshape(-1)[which]
                for name, value in fields.items()
            }
        )

    def with_time_axis(self) -> Axon:
        """Return the same batch with an axis of length 1 at the end, to meet a trace's times."""
        fields = {name: getattr(self, name) for name in _LIMITS}
        return Axon(
            **{
                name: value if isinstance(value, float) else value[..., None]
                for name, value in fields.items()
            }
        )

    def _bracket(self, current: Any, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Enclose the lowest zero of the steady current: a scan of 256 voltages for each axon."""
        batteries = self.e_na, self.e_k, self.e_leak
        lowest = np.minimum.reduce(np.broadcast_arrays(*batteries)) - 1.0
        highest = np.maximum.reduce(np.broadcast_arrays(*batteries)) + 1.0
        for reach in (0.0, 30.0, 100.0, 300.0, 1000.0):
            low = np.broadcast_to(lowest - np.where(np.less(current, 0), reach, 0.0), shape)
            high = np.broadcast_to(highest + np.where(np.greater(current, 0), reach, 0.0), shape)
            ends = [current - equations.steady_current(self, v) for v in (low, high)]
            if np.all((ends[0] >= 0) & (ends[1] <= 0)):
                break
        else:
            raise ValueError(
                f"current was {current}; for this axon it should be smaller: no equilibrium lies "
                "within 1000 mV of the reversal potentials"
            )
        grid = np.linspace(low, high, 256)
        inward = current - equations.steady_current(self, grid)
        first = np.maximum(np.argmax(inward <= 0, axis=0), 1)
        pick = lambda k: np.take_along_axis(grid, k[None], axis=0)[0]  # noqa: E731
        return pick(first - 1), pick(first)
