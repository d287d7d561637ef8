"""Columns joined: forward and backward connections between areas of cortex."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable
from typing import Any

import numpy as np

from neuromath_lib.microcircuit import checks, equations, evoked, spectra, transfer
from neuromath_lib.microcircuit import delays as delayed
from neuromath_lib.microcircuit.checks import log_scaling
from neuromath_lib.microcircuit.equations import EXTRINSIC, POPULATIONS, System
from neuromath_lib.microcircuit.noise import Noise
from neuromath_lib.microcircuit.parameters import Column
from neuromath_lib.numerics.validation import choice, common_shape, numbers

RECIPROCAL = 5.0  # by which a connection is divided whose return is in the same matrix
_PRESENT = np.exp(-8.0)  # Hz: a weaker connection does not count as there


@dataclasses.dataclass(frozen=True, eq=False)
class Cortex:
    """Columns and the connections between them.

    Forward connections leave superficial pyramidal cells and excite spiny stellate and deep
    pyramidal cells (A1, A2); backward ones leave deep pyramidal cells and, here, inhibit
    superficial pyramidal cells and interneurons (A3, A4). Each is the target column's
    ``extrinsic`` strength times the exponential of a log-scaling. Where a matrix holds a
    connection and its return, both are divided by 5.

    Parameters
    ----------
    columns : sequence of Column, or Column
        The columns; one Column stands for as many as there are rows in `drive`.
    forward, backward : array_like
        Log-scalings of the connections, rows are targets, minus infinity where there is none.
        Shape ``(n, n)`` for both matrices of a kind; for a pair ``(2, n, n)``, or a tuple of two
        of shape ``(n, n)``. A batch comes before the axis of the pair, which then must be there
        (with length 1 or 2).
    drive : array_like
        Log-scaling of the input to each column, minus infinity for none, shape ``(..., n)``.
    delay : float or array_like
        Between columns, s; or one for each connection, shape ``(n, n)``, rows are targets.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or shapes do not fit together.

    Examples
    --------
    >>> off = -np.inf
    >>> pair = Cortex(
    ...     Column.standard(),
    ...     forward=[[off, off], [0.0, off]],
    ...     backward=[[off, 0.0], [off, off]],
    ...     drive=[0.0, off],
    ... )
    >>> pair.spectrum([10.0, 20.0]).shape
    (2, 2, 2)
    """

    columns: Any
    forward: Any
    backward: Any
    drive: Any
    delay: Any = 0.008

    def __post_init__(self) -> None:
        """Check the fields and make them tuples and read-only arrays."""
        drive = np.asarray(log_scaling("drive", self.drive))
        if drive.ndim == 0:
            raise ValueError(f"drive was {self.drive!r}; it should have one value for each column")
        n = drive.shape[-1]
        columns = (self.columns,) * n if isinstance(self.columns, Column) else self.columns
        if not isinstance(columns, Iterable):
            raise ValueError(f"columns was {self.columns!r}; it should be a list of Column")
        columns = tuple(columns)
        if not all(isinstance(column, Column) for column in columns):
            raise ValueError(f"columns was {self.columns!r}; it should be a list of Column")
        if len(columns) != n:
            raise ValueError(
                f"columns were {len(columns)} and drive was of shape {drive.shape}; drive should "
                "have one value for each of the columns along its last axis"
            )
        self._set("columns", columns)
        self._set("drive", drive)
        for name in ("forward", "backward"):
            self._set(name, _pair(name, getattr(self, name), n))
        delay = np.asarray(numbers("delay", self.delay, low=0.0, unit="s"))
        if delay.shape not in ((), (n, n)):
            raise ValueError(
                f"delay was of shape {delay.shape}; it should be a number or of shape ({n}, {n})"
            )
        self._set("delay", delay)
        self._set(
            "_shape",
            common_shape(
                drive=drive[..., 0],
                forward=self.forward[..., 0, 0, 0],
                backward=self.backward[..., 0, 0, 0],
                **{
                    f"columns[{k}]": np.broadcast_to(0.0, column.shape)
                    for k, column in enumerate(columns)
                },
            ),
        )

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the batch; ``()`` for one cortex."""
        return self._shape

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self.columns)

    def scaled(
        self,
        *,
        forward: Any = 0.0,
        backward: Any = 0.0,
        drive: Any = 0.0,
        time_constants: Any = (0.0, 0.0, 0.0, 0.0),
        **columns: Any,
    ) -> Cortex:
        """Return a cortex with log-scalings added, as by a change of condition.

        Parameters
        ----------
        forward, backward : float or array_like
            Added to the log-scalings of the connections; as in the class, or one number for all.
        drive : float or array_like
            Added to the log-scalings of the drive, one number or one for each column.
        time_constants : array_like
            Four log-scalings for all columns, or four for each, shape ``(..., n, 4)``.
        **columns : float or array_like
            Log-scalings of connections inside the columns, as in ``sp_sp=0.2``, or of their
            ``slope`` or ``delay``: one number, or one for each column along the last axis.

        Returns
        -------
        Cortex
            The scaled cortex.

        Raises
        ------
        ValueError
            If a name is not that of a connection, or a scaling is not numeric or does not fit.
        """
        n = len(self)
        times = checks.four("time_constants", time_constants, low=-50.0, high=50.0)
        common_shape(time_constants=times, **{"the columns": np.empty((n, 4))})
        times = np.broadcast_to(times, (*times.shape[:-2], n, 4))
        changes = {}
        for name, value in columns.items():
            value = np.asarray(log_scaling(name, value))
            common_shape(**{name: value, "the columns": np.empty(n)})
            changes[name] = np.broadcast_to(value, (*value.shape[:-1], n))
        extra = {}
        for name, value in (("forward", forward), ("backward", backward)):
            checked = np.asarray(log_scaling(name, value))
            extra[name] = checked if checked.ndim == 0 else _pair(name, value, n)
        drive = np.asarray(log_scaling("drive", drive))
        common_shape(drive=drive, **{"the columns": np.empty(n)})
        return dataclasses.replace(
            self,
            columns=tuple(
                column.scaled(
                    time_constants=times[..., k, :],
                    **{name: value[..., k] for name, value in changes.items()},
                )
                for k, column in enumerate(self.columns)
            ),
            forward=self.forward + extra["forward"],
            backward=self.backward + extra["backward"],
            drive=self.drive + drive,
        )

    @functools.cached_property
    def strengths(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Strengths of the connections A1 to A4, Hz, each of shape ``(..., n, n)``."""
        found = []
        for k in range(4):
            logs = (self.forward, self.forward, self.backward, self.backward)[k][..., k % 2, :, :]
            base = np.stack(
                np.broadcast_arrays(*(column.extrinsic[..., k] for column in self.columns)),
                axis=-1,
            )
            strength = np.exp(logs) * base[..., None]
            there = strength > _PRESENT
            both = there & np.swapaxes(there, -1, -2)
            found.append(np.where(both, strength / RECIPROCAL, strength))
        return tuple(found)

    @functools.cached_property
    def coupling(self) -> np.ndarray:
        """All strengths with their signs, Hz, shape ``(..., 4 n, 4 n)``: rows are targets."""
        n = len(self)
        matrix = np.zeros((*self.shape, n, 4, n, 4))
        for i, column in enumerate(self.columns):
            matrix[..., i, :, i, :] = column.coupling
        for (source, target, sign), strength in zip(EXTRINSIC, self.strengths, strict=True):
            to, from_ = POPULATIONS.index(target), POPULATIONS.index(source)
            matrix[..., :, to, :, from_] += sign * strength
        matrix = matrix.reshape(*self.shape, 4 * n, 4 * n)
        matrix.flags.writeable = False
        return matrix

    @functools.cached_property
    def system(self) -> System:
        """The cortex as the equations know it."""
        n = len(self)
        shape = np.broadcast_shapes(*(column.shape for column in self.columns))
        each = lambda name: np.concatenate(  # noqa: E731
            [np.broadcast_to(getattr(column.system, name), (*shape, 4)) for column in self.columns],
            axis=-1,
        )
        within = each("lag_within")
        same = np.kron(np.eye(n), np.ones((4, 4))) > 0
        between = np.kron(np.broadcast_to(self.delay, (n, n)), np.ones((4, 4)))
        return System(
            coupling=self.coupling,
            time_constants=each("time_constants"),
            slope=each("slope"),
            lags=np.where(same, within[..., :, None], between),
            lag_within=within,
        )

    def derivative(self, state: Any, input: Any = 0.0) -> np.ndarray:
        """Return d(state)/dt, without delays.

        Parameters
        ----------
        state : array_like
            v (mV) and w (mV/s) of ss, sp, ii, dp in turn, shape ``(..., n, 8)``.
        input : float or array_like
            To each column, shape ``(..., n)``, or one number for all. Times the exponential of
            `drive` it is added to the current of the spiny stellate cells.

        Returns
        -------
        numpy.ndarray
            mV/s and mV/s2 in turn, shape ``(..., n, 8)``.

        Raises
        ------
        ValueError
            If an argument is not numeric or the shapes do not fit.
        """
        n = len(self)
        state = np.asarray(numbers("state", state))
        if state.ndim < 2 or state.shape[-2:] != (n, 8):
            raise ValueError(f"state was of shape {state.shape}; it should end in ({n}, 8)")
        value = np.asarray(numbers("input", input))
        common_shape(
            state=state[..., 0], input=value, cortex=np.broadcast_to(0.0, (*self.shape, n))
        )
        drive = np.exp(self.drive) * value
        flat = state.reshape(*state.shape[:-2], 8 * n)
        found = equations.derivative(self.system, flat, drive)
        return found.reshape(*found.shape[:-1], n, 8)

    def jacobian(self, delays: str = "none") -> np.ndarray:
        """Return the derivative of the slopes in the state, at rest.

        Parameters
        ----------
        delays : str
            "none", "current" or "classic"; with the last two the matrix is QJ.

        Returns
        -------
        numpy.ndarray
            Shape ``(..., 8 n, 8 n)``; the states of column 0 come first.

        Raises
        ------
        ValueError
            If `delays` is not one of these.
        FloatingPointError
            If there is no delay operator.
        """
        choice("delays", delays, delayed.OPERATORS)
        return delayed.jacobian(self.system, delays)

    def eigenvalues(self, delays: str = "current") -> np.ndarray:
        """Return the eigenvalues at rest, 1/s, the slowest to decay first, shape ``(..., 8 n)``.

        Parameters
        ----------
        delays : str
            "none", "current" or "classic".

        Raises
        ------
        ValueError
            If `delays` is not one of these.
        FloatingPointError
            If there is no delay operator.
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
        inputs: str = "drive",
    ) -> np.ndarray:
        """Return how a rhythm in the drive of each column is seen over each column.

        Parameters
        ----------
        frequencies : float or array_like
            Hz, a number or one-dimensional.
        delays : str
            As in `Column.transfer_function`.
        observed : str or array_like
            Population, or weights for ss, sp, ii, dp, shape ``(4,)`` or ``(..., n, 4)``.
        gain : float
            With which the drives enter.
        inputs : str
            "drive": each column's is scaled by the exponential of `Cortex.drive`, so that columns
            without a drive have none here. "all": every column has one of its own, as in the
            reference implementation, where `drive` belongs to stimuli alone.

        Returns
        -------
        numpy.ndarray
            Complex, shape ``(..., n_frequencies, n, n)``: from the drive of the last axis.

        Raises
        ------
        ValueError
            If an argument is not what it should be.
        FloatingPointError
            If there is no delay operator.
        """
        n = len(self)
        hertz = checks.frequencies(frequencies, positive=False)
        weights = checks.observed(observed)
        if weights.ndim == 1:
            weights = np.broadcast_to(weights, (n, 4))
        common_shape(observed=weights[..., 0], cortex=np.broadcast_to(0.0, (*self.shape, n)))
        if weights.shape[-2] != n:
            raise ValueError(
                f"observed was of shape {weights.shape}; it should be (4,) or end in ({n}, 4)"
            )
        gain = np.asarray(numbers("gain", gain))[..., None]
        if choice("inputs", inputs, ("drive", "all")) == "drive":
            gain = gain * np.exp(self.drive)
        found = transfer.transfer_function(
            self.system,
            np.atleast_1d(hertz),
            choice("delays", delays, delayed.DELAYS),
            weights,
            np.broadcast_to(gain, (*gain.shape[:-1], n)),
        )
        return found if hertz.ndim else found[..., 0, :, :]

    def spectrum(
        self,
        frequencies: Any,
        delays: str = "current",
        noise: Noise = Noise(),
        observed: Any = "sp",
        *,
        rhythm: Any = None,
        gain: float = transfer.GAIN,
        inputs: str = "drive",
    ) -> spectra.Spectrum:
        """Return the cross-spectral density of one electrode over each column.

        Parameters
        ----------
        frequencies : float or array_like
            Hz, above 0, a number or one-dimensional.
        delays, observed, gain, inputs
            As in `transfer_function`.
        noise : Noise
            What drives the columns and what the channels add; at its prior means if left out.
        rhythm : Rhythm, optional
            A rhythm added to the spectra of the drives.

        Returns
        -------
        Spectrum
            ``.neuronal``, ``.channel`` and their sum ``.total``, complex, Hermitian in the last
            two axes, shape ``(..., n_frequencies, n, n)``. As an array it is ``.total``.

        Raises
        ------
        ValueError
            If an argument is not what it should be.
        FloatingPointError
            If there is no delay operator.
        """
        hertz = checks.frequencies(frequencies, positive=True)
        several = np.atleast_1d(hertz)
        seen = self.transfer_function(several, delays, observed, gain=gain, inputs=inputs)
        found = spectra.of_many(several, seen, noise, rhythm)
        return found if hertz.ndim else found.at((..., 0, slice(None), slice(None)))

    def evoked(
        self,
        t: Any,
        onset: Any = 0.06,
        width: Any = 0.016,
        delays: str = "current",
        *,
        gain: Any = evoked.GAIN,
    ) -> evoked.Evoked:
        """Return the answer of each column to a stimulus.

        Parameters
        ----------
        t, onset, width, gain
            As in `Column.evoked`; each column's drive is scaled by the exponential of `drive`.
        delays : str
            "none", "current", "classic", "exact" or "exact_classic".

        Returns
        -------
        Evoked
            ``.t`` and the voltages ``.ss``, ``.sp``, ``.ii``, ``.dp``, mV, shape
            ``(..., n, n_t)``.

        Raises
        ------
        ValueError
            If an argument is not what it should be.
        FloatingPointError
            If there is no delay operator, or the answer grows without bound.
        """
        choice("delays", delays, delayed.DELAYS)
        times, v = evoked.respond(self.system, t, onset, width, delays, self.drive, gain)
        return evoked.Evoked.of(times, v.reshape(*v.shape[:-2], len(self), 4, v.shape[-1]))

    def _set(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)


def _pair(name: str, value: Any, n: int) -> np.ndarray:
    """Return log-scalings of both matrices of a kind, shape ``(..., 2, n, n)``."""
    if isinstance(value, tuple | list) and len(value) == 2 and np.ndim(value[0]) >= 2:
        first, second = (np.asarray(log_scaling(name, part)) for part in value)
        common_shape(**{f"{name}[0]": first, f"{name}[1]": second})
        value = np.stack(np.broadcast_arrays(first, second), axis=-3)
    matrix = np.asarray(log_scaling(name, value))
    if matrix.ndim == 2:
        matrix = matrix[None]
    if matrix.ndim < 3 or matrix.shape[-2:] != (n, n) or matrix.shape[-3] not in (1, 2):
        raise ValueError(
            f"{name} was of shape {matrix.shape}; it should be ({n}, {n}), one for both matrices, "
            f"or (2, {n}, {n})"
        )
    return np.broadcast_to(matrix, (*matrix.shape[:-3], 2, n, n))
