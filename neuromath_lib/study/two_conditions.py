"""One column, seen twice: the logarithms of two spectra that differ by a known kind of change.

Between the conditions connections change by factors exp(B); all else is shared. The data are
natural logarithms of spectral densities at single frequencies. An estimate of a density that
averages over K independent ones has a logarithm with a standard deviation of about 1/sqrt(K),
whatever the density, which is why it is logarithms that are compared.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from typing import Any

import numpy as np

from neuromath_lib.inference import Gaussian
from neuromath_lib.microcircuit import PRIOR_VARIANCES, Column, Noise
from neuromath_lib.microcircuit.equations import CONNECTIONS, POPULATIONS
from neuromath_lib.microcircuit.spectra import Spectrum
from neuromath_lib.numerics.validation import choice, numbers

# Four of the five hypotheses of Adams et al. 2022 about the resting EEG, as connections that
# change together by one factor; their third and fourth are the two signs of "interneurons".
HYPOTHESES = {
    "between": ("ii_ss", "ss_ii", "dp_ii", "ss_sp", "ii_dp", "sp_ii", "ii_sp", "sp_dp"),
    "excitation": ("sp_ii", "dp_ii"),
    "interneurons": ("ii_ii",),
    "self-inhibition": ("sp_sp",),
}

_TIMES = tuple(f"T_{name}" for name in POPULATIONS)
_SEEN = ("seen_ss", "seen_dp")
_NOISE = ("gain", "drive", "drive_exponent", "channel", "channel_exponent")
# The reference implementation gives its electrode's gain a mean of 1 and a variance of 64; here
# it is a logarithm, of variance 1. Amplitudes of the noise have its 1/128 and 1/32 beside, so that
# recordings may differ as much as connections do. The others are its own.
_VARIANCES = {
    **dict.fromkeys(CONNECTIONS, PRIOR_VARIANCES["connections"]),
    **dict.fromkeys(_TIMES, PRIOR_VARIANCES["time_constants"]),
    **dict.fromkeys(_SEEN, PRIOR_VARIANCES["observed"]),
    "slope": PRIOR_VARIANCES["slope"],
    "delay": PRIOR_VARIANCES["delay"],
    "gain": 1.0,
    "drive": 1.0 / 128.0 + 1.0 / 32.0,
    "drive_exponent": 1.0 / 128.0,
    "channel": 1.0 / 128.0 + 1.0 / 32.0,
    "channel_exponent": 1.0 / 128.0,
}
SHARED = ("sp_sp", *_TIMES, "slope", *_SEEN, "gain", "drive", "channel")
_STEP = 1e-4  # of central differences: rounding and curvature both leave seven digits


@dataclasses.dataclass(frozen=True, eq=False)
class TwoConditions:
    """The log spectra of a column before and after a change, as a function of parameters.

    Parameters
    ----------
    column : Column
        At the prior means.
    frequencies : array_like
        Hz.
    effects : mapping of str to tuple of str
        What may change from the first condition to the second: names, each with the connections
        whose logarithms change together by one number, B.
    shared : tuple of str
        What is unknown but the same in both: names of connections, "T_ss" to "T_dp", "slope",
        "delay" (log-scalings); "seen_ss", "seen_dp" (the electrode's weights for these
        populations, sp's being 1); "gain" (logarithm of the electrode's gain), and of `Noise`
        "drive", "drive_exponent", "channel", "channel_exponent".
    delays : str
        As of `Column.transfer_function`.

    Raises
    ------
    ValueError
        If a name is not known, or an argument is not what it should be.

    Examples
    --------
    >>> model = TwoConditions(Column.adams2022(), [10.0, 20.0], shared=("gain",))
    >>> model.names
    ('gain', 'self-inhibition')
    >>> model.predict([0.0, 0.25]).round(2).tolist()
    [[-3.6, -3.8], [-3.6, -3.87]]
    """

    column: Column = dataclasses.field(default_factory=Column.adams2022)
    frequencies: Any = dataclasses.field(default_factory=lambda: np.arange(4.0, 91.0))
    effects: Mapping[str, tuple[str, ...]] = dataclasses.field(
        default_factory=lambda: {"self-inhibition": HYPOTHESES["self-inhibition"]}
    )
    shared: tuple[str, ...] = SHARED
    delays: str = "current"

    def __post_init__(self) -> None:
        """Check the names and make the frequencies a read-only array."""
        if not isinstance(self.column, Column) or self.column.shape:
            raise ValueError(f"column was {self.column!r}; it should be one Column, not a batch")
        hertz = np.array(numbers("frequencies", self.frequencies, above=0.0, unit="Hz"))
        if hertz.ndim != 1:
            raise ValueError(f"frequencies was of shape {hertz.shape}; it should be one row")
        hertz.flags.writeable = False
        object.__setattr__(self, "frequencies", hertz)
        object.__setattr__(self, "shared", tuple(self.shared))
        object.__setattr__(self, "effects", {k: tuple(v) for k, v in self.effects.items()})
        present = tuple(name for name in CONNECTIONS if getattr(self.column, name))
        for name in self.shared:
            choice("shared", name, (*present, *_TIMES, *_SEEN, "slope", "delay", *_NOISE))
        for members in self.effects.values():
            for name in members:
                choice("effects", name, present)
        if len(set(self.names)) < len(self.names) or not self.names:
            raise ValueError(f"names were {self.names}; each should be there once")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters, in order: what is shared, then the effects."""
        return (*self.shared, *self.effects)

    @property
    def prior(self) -> Gaussian:
        """Mean 0; variances of the reference implementation, but for gain and noise amplitudes."""
        variances = [_VARIANCES[name] for name in self.shared]
        variances += [PRIOR_VARIANCES["condition"]] * len(self.effects)
        return Gaussian(np.zeros(len(variances)), variances)

    def index(self, name: str) -> int:
        """Return the place of a parameter."""
        return self.names.index(choice("name", name, self.names))

    def parameters(self, **values: float) -> np.ndarray:
        """Return a vector of parameters from those that are not 0, by name.

        A hyphen of a name is written as an underscore: ``self_inhibition=0.3``.
        """
        out = np.zeros(len(self.names))
        for name, value in values.items():
            known = name if name in self.names else name.replace("_", "-")
            out[self.index(known)] = value
        return out

    def spectra(self, parameters: Any) -> tuple[Spectrum, Spectrum]:
        """Return the spectrum of each condition, in its two parts; leading axes are a batch."""
        p = self._vectors(parameters)
        rows = p.reshape(-1, p.shape[-1])
        seen = self._seen(np.tile(rows, (2, 1)), np.repeat([0.0, 1.0], len(rows)))
        shape = (2, *p.shape[:-1], self.frequencies.size)
        drive, channel = self._noise(p)
        neuronal = np.exp(2.0 * self._of(p, "gain"))[..., None] * drive * seen.reshape(shape)
        return tuple(Spectrum(self.frequencies, one, channel) for one in neuronal)

    def predict(self, parameters: Any) -> np.ndarray:
        """Return the log spectra, shape ``(..., 2, n_frequencies)``; leading axes are a batch."""
        return np.stack([np.log(one.total) for one in self.spectra(parameters)], axis=-2)

    def jacobian(self, parameters: Any) -> np.ndarray:
        """Return the slopes of `predict`, shape ``(2, n_frequencies, n_parameters)``.

        Closed-form for gain and noise; central differences, all in one batch of columns, for
        what is inside the column.
        """
        p = self._vectors(parameters)
        if p.ndim != 1:
            raise ValueError(f"parameters was of shape {p.shape}; it should be one vector")
        inside = [k for k, name in enumerate(self.names) if name not in _NOISE]
        steps = _STEP * np.eye(p.size)[inside]
        points = np.concatenate([[p], p + steps, p - steps])
        power = np.log(self._seen(np.tile(points, (2, 1)), np.repeat([0.0, 1.0], len(points))))
        power = power.reshape(2, len(points), -1)
        drive, channel = self._noise(p)
        neuronal = np.exp(power[:, 0] + 2.0 * self._of(p, "gain")) * drive
        share = neuronal / (neuronal + channel)

        out = np.empty((2, self.frequencies.size, p.size))
        n = len(inside)
        rise = (power[:, 1 : n + 1] - power[:, n + 1 :]) / (2.0 * _STEP)
        out[:, :, inside] = share[..., None] * np.swapaxes(rise, 1, 2)
        log = np.log(self.frequencies)
        slopes = {
            "gain": 2.0 * share,
            "drive": share,
            "drive_exponent": -share * log * np.exp(self._of(p, "drive_exponent")),
            "channel": 1.0 - share,
            "channel_exponent": (share - 1.0) * log * np.exp(self._of(p, "channel_exponent")),
        }
        for name in set(_NOISE) & set(self.names):
            out[:, :, self.index(name)] = slopes[name]
        return out

    def _vectors(self, parameters: Any) -> np.ndarray:
        p = np.asarray(numbers("parameters", parameters))
        if p.ndim == 0 or p.shape[-1] != len(self.names):
            raise ValueError(
                f"parameters was of shape {p.shape}; it should end in {len(self.names)}, one for "
                "each of names"
            )
        return p

    @functools.cached_property
    def _places(self) -> dict[str, int]:
        return {name: k for k, name in enumerate(self.names)}

    def _of(self, p: np.ndarray, name: str) -> np.ndarray:
        return p[..., self._places[name]] if name in self._places else np.zeros(p.shape[:-1])

    def _seen(self, p: np.ndarray, changed: np.ndarray) -> np.ndarray:
        """Return the power of the transfer function of each row; `changed` is 0 or 1 for each."""
        logs = {name: self._of(p, name) for name in CONNECTIONS if name in self._places}
        for effect, members in self.effects.items():
            for name in members:
                logs[name] = logs.get(name, 0.0) + changed * self._of(p, effect)
        for name in ("slope", "delay"):
            if name in self._places:
                logs[name] = self._of(p, name)
        times = np.stack([self._of(p, name) for name in _TIMES], axis=-1)
        weights = np.zeros((len(p), 4))
        weights[:, POPULATIONS.index("sp")] = 1.0
        for name in _SEEN:
            weights[:, POPULATIONS.index(name[-2:])] = self._of(p, name)
        columns = self.column.scaled(time_constants=times, **logs)
        seen = columns.transfer_function(self.frequencies, self.delays, observed=weights)
        return seen.real**2 + seen.imag**2

    def _noise(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the spectra of the drive and of what the channel adds, common and specific."""
        exponent = self._of(p, "channel_exponent")
        channel = np.stack([self._of(p, "channel"), exponent], axis=-1)
        drive = np.stack([self._of(p, "drive"), self._of(p, "drive_exponent")], axis=-1)
        noise = Noise(a=drive, b=channel, c=channel)
        drive, common, specific, _ = noise.components(self.frequencies)
        return drive, common + specific
