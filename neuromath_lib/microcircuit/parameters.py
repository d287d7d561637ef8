"""What a column of cortex is made of: connections, time constants, the slope of its rates."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import numpy as np

from neuromath_lib.microcircuit import checks, equations, evoked, linearisation, spectra, transfer
from neuromath_lib.microcircuit import delays as delayed
from neuromath_lib.microcircuit.checks import four, log_scaling
from neuromath_lib.microcircuit.equations import CONNECTIONS, EXTRINSIC, POPULATIONS, System
from neuromath_lib.microcircuit.noise import Noise
from neuromath_lib.numerics.validation import choice, common_shape, numbers

# Variances of the log-scalings under the priors of the reference implementation, SPM; their means
# are 0. "condition" is that of a change from one condition to another, "observed" that of the
# weights of ss and dp at the electrode, which are not log-scalings.
PRIOR_VARIANCES = {
    "connections": 1.0 / 32.0,
    "time_constants": 1.0 / 32.0,
    "drive": 1.0 / 32.0,
    "extrinsic": 1.0 / 16.0,
    "condition": 1.0 / 8.0,
    "slope": 1.0 / 64.0,
    "delay": 1.0 / 64.0,
    "observed": 1.0 / 32.0,
}
# The connections that the winning model of Adams et al. 2022 frees; the standard column lacks two.
FREED_IN_2022 = ("sp_sp", "ii_ii", "ii_sp", "ii_dp", "sp_ii", "dp_ii")

_RATES = {"low": 0.0, "unit": "Hz"}
# Row and column of each connection in the matrix: target and source.
_PLACES = {
    f"{source}_{target}": (row, column)
    for row, target in enumerate(POPULATIONS)
    for column, source in enumerate(POPULATIONS)
}


@dataclasses.dataclass(frozen=True, eq=False)
class Column:
    """A column of cortex: four populations and what joins them.

    `standard` and `adams2022` are the two of the literature; `scaled` changes them by
    log-scalings. A field is a number (four numbers along the last axis where there is one for
    each population), or an array with leading axes for a batch of columns.

    Parameters
    ----------
    ss_ss, sp_ss, ii_ss, ii_ii, ss_ii, dp_ii, sp_sp, ss_sp, ii_dp, dp_dp : float or array_like
        Strength of the connection source_target, Hz: G1 to G10. Never negative: whether it
        excites or inhibits is in `equations.CONNECTIONS`. ``sp_sp``, G7, is the self-inhibition
        of superficial pyramidal cells.
    sp_ii, ii_sp, sp_dp : float or array_like
        G11 to G13 of the 2022 variant, Hz; absent, 0, in the standard column.
    time_constants : array_like
        s, for ss, sp, ii, dp.
    slope : float or array_like
        Of the sigmoid, 1/mV.
    delay : float or array_like
        From one population to another, s. Whether and how it acts is said with each call.
    extrinsic : array_like
        Strength of the connections that arrive from other columns before scaling, Hz: forward
        sp -> ss and sp -> dp, backward dp -| sp and dp -| ii (A1 to A4).
    extrinsic_self : array_like
        The same four, from the column onto itself, Hz; 0 but in simulations that follow the
        script of Adams et al.

    Raises
    ------
    ValueError
        If a field is not a finite number, is negative, or the batches do not fit together.

    Examples
    --------
    >>> column = Column.standard().scaled(sp_sp=0.25)
    >>> round(float(abs(column.transfer_function(40.0)) ** 2), 5)
    0.03746
    """

    ss_ss: Any = 800.0
    sp_ss: Any = 800.0
    ii_ss: Any = 1600.0
    ii_ii: Any = 800.0
    ss_ii: Any = 800.0
    dp_ii: Any = 400.0
    sp_sp: Any = 800.0
    ss_sp: Any = 800.0
    ii_dp: Any = 400.0
    dp_dp: Any = 200.0
    sp_ii: Any = 0.0
    ii_sp: Any = 0.0
    sp_dp: Any = 0.0
    time_constants: Any = (0.002, 0.002, 0.016, 0.028)
    slope: Any = 2.0 / 3.0
    delay: Any = 0.001
    extrinsic: Any = (200.0, 100.0, 200.0, 100.0)
    extrinsic_self: Any = (0.0, 0.0, 0.0, 0.0)

    def __post_init__(self) -> None:
        """Check the fields and make them floats or read-only arrays."""
        for name in CONNECTIONS:
            self._set(name, numbers(name, getattr(self, name), **_RATES))
        self._set("slope", numbers("slope", self.slope, above=0.0, unit="1/mV"))
        self._set("delay", numbers("delay", self.delay, low=0.0, unit="s"))
        self._set(
            "time_constants", four("time_constants", self.time_constants, above=0.0, unit="s")
        )
        for name in ("extrinsic", "extrinsic_self"):
            value = np.asarray(numbers(name, getattr(self, name), **_RATES))
            if value.ndim == 0 or value.shape[-1] != 4:
                raise ValueError(
                    f"{name} was of shape {value.shape}; it should have four values along its "
                    "last axis, A1 to A4"
                )
            self._set(name, value)
        self._set("_shape", common_shape(**self._batches()))

    @classmethod
    def standard(cls) -> Column:
        """Return the column of Bastos et al. 2012: ten connections, a slope of 2/3 per mV."""
        return cls()

    @classmethod
    def adams2022(cls, self_terms: bool = False) -> Column:
        """Return the column of Adams et al. 2022 (after Shaw et al. 2017).

        Thirteen places, of which sp -| ss is empty: a loop between sp and ii and an excitation of
        dp by sp are new, and the slope is 1 per mV.

        Parameters
        ----------
        self_terms : bool
            Whether the column sends the connections between columns to itself, at 40, 5, 10 and
            20 Hz, as in the script of the authors' simulation of one column.

        Raises
        ------
        ValueError
            If `self_terms` is not True or False.
        """
        if not isinstance(self_terms, bool | np.bool_):
            raise ValueError(f"self_terms was {self_terms!r}; it should be True or False")
        return cls(
            sp_ss=0.0,
            ii_ss=800.0,
            sp_ii=800.0,
            ii_sp=800.0,
            sp_dp=800.0,
            slope=1.0,
            extrinsic=(200.0, 25.0, 50.0, 100.0),
            # 200 (1, 1/8, 1/4, 1/2) Hz, divided by 5 as a connection that is its own return
            extrinsic_self=(40.0, 5.0, 10.0, 20.0) if self_terms else (0.0, 0.0, 0.0, 0.0),
        )

    def scaled(
        self,
        *,
        time_constants: Any = (0.0, 0.0, 0.0, 0.0),
        slope: Any = 0.0,
        delay: Any = 0.0,
        **connections: Any,
    ) -> Column:
        """Return a column whose parameters are multiplied by exponentials of log-scalings.

        Parameters
        ----------
        time_constants : array_like
            Four log-scalings, for ss, sp, ii, dp.
        slope : float or array_like
            Of the sigmoid.
        delay : float or array_like
            Of the delay inside the column.
        **connections : float or array_like
            By name, as in ``sp_sp=0.25``; minus infinity cuts a connection. An array makes a
            batch of columns.

        Returns
        -------
        Column
            The scaled column; scalings of scalings add.

        Raises
        ------
        ValueError
            If a name is not that of a connection this column has, a log-scaling is not a number,
            or the batches do not fit together.

        Examples
        --------
        >>> Column.standard().scaled(sp_sp=[0.0, 0.25]).sp_sp.round(1).tolist()
        [800.0, 1027.2]
        """
        present = tuple(name for name in CONNECTIONS if np.any(getattr(self, name)))
        for name in connections:
            if name not in present:
                raise ValueError(
                    f"{name} was given a scaling; the connections of this column are "
                    f"{', '.join(present)}"
                )
        factors = {name: np.exp(log_scaling(name, value)) for name, value in connections.items()}
        factors["slope"] = np.exp(numbers("slope", slope, low=-50.0, high=50.0))
        factors["delay"] = np.exp(log_scaling("delay", delay))
        factors["time_constants"] = np.exp(
            four("time_constants", time_constants, low=-50.0, high=50.0)
        )
        for name, factor in factors.items():
            common_shape(**{name: factor, "column's": getattr(self, name)})
        return dataclasses.replace(
            self, **{name: getattr(self, name) * factor for name, factor in factors.items()}
        )

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the batch; ``()`` for one column."""
        return self._shape

    def __eq__(self, other: object) -> bool:
        """Return whether all fields are the same."""
        if not isinstance(other, Column):
            return NotImplemented
        return all(
            np.array_equal(getattr(self, field.name), getattr(other, field.name))
            for field in dataclasses.fields(self)
        )

    def __hash__(self) -> int:
        """Return a hash that equal columns share."""
        return hash(
            tuple(
                np.asarray(getattr(self, field.name)).tobytes()
                for field in dataclasses.fields(self)
            )
        )

    @functools.cached_property
    def coupling(self) -> np.ndarray:
        """Strengths with their signs, Hz, shape ``(..., 4, 4)``: rows are targets."""
        matrix = np.zeros((*self.shape, 4, 4))
        for name, sign in CONNECTIONS.items():
            matrix[(..., *_PLACES[name])] = sign * getattr(self, name)
        for k, (source, target, sign) in enumerate(EXTRINSIC):
            matrix[(..., *_PLACES[f"{source}_{target}"])] += sign * self.extrinsic_self[..., k]
        matrix.flags.writeable = False
        return matrix

    @functools.cached_property
    def system(self) -> System:
        """The column as the equations know it."""
        delay = np.asarray(self.delay)
        return System(
            coupling=self.coupling,
            time_constants=self.time_constants,
            slope=np.broadcast_to(np.asarray(self.slope)[..., None], (*np.shape(self.slope), 4)),
            lags=delay[..., None, None],
            lag_within=delay[..., None],
        )

    def derivative(self, state: Any, drive: Any = 0.0) -> np.ndarray:
        """Return d(state)/dt, without delays.

        Parameters
        ----------
        state : array_like
            v (mV) and w = dv/dt (mV/s) of ss, sp, ii, dp in turn, shape ``(..., 8)``. Leading
            axes broadcast with the column's.
        drive : float or array_like
            Added as it is to the current of the spiny stellate cells.

        Returns
        -------
        numpy.ndarray
            mV/s and mV/s2 in turn, shape ``(..., 8)``.

        Raises
        ------
        ValueError
            If an argument is not numeric or the shapes do not fit.
        """
        state = np.asarray(numbers("state", state))
        if state.ndim == 0 or state.shape[-1] != 8:
            raise ValueError(
                f"state was of shape {state.shape}; it should have eight values along its last "
                f"axis: {', '.join(equations.STATES)}"
            )
        drive = np.asarray(numbers("drive", drive))
        column = np.broadcast_to(0.0, self.shape)
        common_shape(state=state[..., 0], drive=drive, column=column)
        return equations.derivative(self.system, state, drive[..., None])

    def jacobian(self, delays: str = "none", state: Any = None) -> np.ndarray:
        """Return the derivative of the slopes in the state.

        Parameters
        ----------
        delays : str
            "none", "current" or "classic"; with the last two the matrix is QJ.
        state : array_like, optional
            Where, shape ``(..., 8)``; at rest if left out. The delay operator Q is always that
            of rest.

        Returns
        -------
        numpy.ndarray
            1/s (and mixed units, as `derivative`), shape ``(..., 8, 8)``.

        Raises
        ------
        ValueError
            If `delays` is not one of these, or `state` is not numeric or does not fit.
        FloatingPointError
            If there is no delay operator.
        """
        choice("delays", delays, delayed.OPERATORS)
        if state is None:
            return delayed.jacobian(self.system, delays)
        state = np.asarray(numbers("state", state))
        if state.ndim == 0 or state.shape[-1] != 8:
            raise ValueError(f"state was of shape {state.shape}; it should end in 8")
        common_shape(state=state[..., 0], column=np.broadcast_to(0.0, self.shape))
        plain = linearisation.jacobian(self.system, state)
        return delayed.operator(self.system, delays) @ plain

    def eigenvalues(self, delays: str = "current") -> np.ndarray:
        """Return the eigenvalues of the column at rest: its own rhythms and how they die out.

        Parameters
        ----------
        delays : str
            "none", "current" or "classic". With delays, those of QJ, each of which is a root of
            the delayed equations as well; `delays.rightmost_roots` finds the others.

        Returns
        -------
        numpy.ndarray
            1/s, complex, shape ``(..., 8)``, the slowest to decay first. A frequency in Hz is the
            imaginary part over 2 pi.

        Raises
        ------
        ValueError
            If `delays` is not one of these.
        FloatingPointError
            If there is no delay operator.

        Examples
        --------
        >>> Column.standard().eigenvalues("none")[0].round(2)
        np.complex128(-33.79+45.64j)
        """
        choice("delays", delays, delayed.OPERATORS)
        return delayed.eigenvalues(self.system, delays)

    def transfer_function(
        self,
        frequencies: Any,
        delays: str = "current",
        observed: Any = "sp",
        *,
        gain: float = transfer.GAIN,
    ) -> Any:
        """Return how strongly, and with what lag, a rhythm in the drive is seen at the electrode.

        Parameters
        ----------
        frequencies : float or array_like
            Hz, a number or one-dimensional.
        delays : str
            "none", "current", "classic", or "exact" and "exact_classic": the delayed equations
            themselves, without the approximation by Q.
        observed : str or array_like
            Population whose voltage is seen, or weights for ss, sp, ii, dp.
        gain : float
            With which the drive enters.

        Returns
        -------
        complex or numpy.ndarray
            mV per unit of drive, shape ``(..., n_frequencies)``.

        Raises
        ------
        ValueError
            If an argument is not what it should be.
        FloatingPointError
            If there is no delay operator.
        """
        hertz = checks.frequencies(frequencies, positive=False)
        weights = checks.observed(observed)
        common_shape(observed=weights[..., 0], column=np.broadcast_to(0.0, self.shape))
        found = transfer.transfer_function(
            self.system,
            np.atleast_1d(hertz),
            choice("delays", delays, delayed.DELAYS),
            weights[..., None, :],
            np.asarray(numbers("gain", gain))[..., None],
        )[..., 0, 0]
        return found if hertz.ndim else found[..., 0][()]

    def spectrum(
        self,
        frequencies: Any,
        delays: str = "current",
        noise: Noise = Noise(),
        observed: Any = "sp",
        *,
        rhythm: Any = None,
        gain: float = transfer.GAIN,
    ) -> spectra.Spectrum:
        """Return the spectrum that an electrode over the column is predicted to record.

        Parameters
        ----------
        frequencies : float or array_like
            Hz, above 0, a number or one-dimensional.
        delays, observed, gain
            As in `transfer_function`.
        noise : Noise
            What drives the column and what the channel adds; at its prior means if left out.
        rhythm : Rhythm, optional
            A rhythm added to the spectrum of the drive.

        Returns
        -------
        Spectrum
            ``.neuronal``, ``.channel`` and their sum ``.total``, shape ``(..., n_frequencies)``.

        Raises
        ------
        ValueError
            If an argument is not what it should be.
        FloatingPointError
            If there is no delay operator.
        """
        hertz = checks.frequencies(frequencies, positive=True)
        seen = self.transfer_function(np.atleast_1d(hertz), delays, observed, gain=gain)
        found = spectra.of_one(np.atleast_1d(hertz), seen, noise, rhythm)
        return found if hertz.ndim else found.at((..., 0))

    def evoked(
        self,
        t: Any,
        onset: Any = 0.06,
        width: Any = 0.016,
        delays: str = "none",
        *,
        drive: Any = 0.0,
        gain: Any = evoked.GAIN,
    ) -> evoked.Evoked:
        """Return the answer to a stimulus: a Gaussian bump of drive, and what follows it.

        The column is at rest until t = 0, when the stimulus is given. The drive is
        ``gain^2 exp(drive) exp(-(t - onset)^2 / (2 width^2))``: the bump of height `gain` enters
        with the gain `gain`, 32 both times.

        Parameters
        ----------
        t : float or array_like
            Times after the stimulus, s, increasing.
        onset, width : float or array_like
            Peak and standard deviation of the bump, s.
        delays : str
            "none", "current" or "classic" (``x' = Q f(x, u)``), "exact" or "exact_classic".
        drive : float or array_like
            Log-scaling of the drive.
        gain : float or array_like
            Height of the bump and gain of the drive.

        Returns
        -------
        Evoked
            ``.t`` and the voltages ``.ss``, ``.sp``, ``.ii``, ``.dp``, mV, shape ``(..., n_t)``.

        Raises
        ------
        ValueError
            If an argument is not what it should be.
        FloatingPointError
            If there is no delay operator, or the answer grows without bound.
        """
        drive = np.asarray(log_scaling("drive", drive))[..., None]
        times, v = evoked.respond(
            self.system, t, onset, width, choice("delays", delays, delayed.DELAYS), drive, gain
        )
        return evoked.Evoked.of(times, v)

    def _set(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)

    def _batches(self) -> dict[str, Any]:
        """Return every field without the axis that belongs to one column."""
        return {
            field.name: getattr(self, field.name)[..., 0]
            if field.name in ("time_constants", "extrinsic", "extrinsic_self")
            else getattr(self, field.name)
            for field in dataclasses.fields(self)
        }
