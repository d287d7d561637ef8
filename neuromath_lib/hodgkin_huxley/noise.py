"""Channel noise: a patch of axon with a finite number of channels, each of which opens by chance.

The equations of Hodgkin and Huxley are the law of large numbers for channels with independent
gates: a sodium channel with three m gates and one h gate has 8 states, a potassium channel with
four n gates has 5. With few channels the law's exceptions show: a patch too small for silence
fires without any current.

===========  ===========================================================================
method       what it does
===========  ===========================================================================
"exact"      every gate of every channel by itself, at its own random moment
"channel"    fractions of channels in each state, drifting and diffusing: good for many
"subunit"    noise on m, h and n themselves: popular, and too weak with few channels or many
===========  ===========================================================================

Sources: the Markov channels, A. Skaugen & L. Walloe 1979, Acta Physiol Scand 107:343; the
diffusions, R. F. Fox & Y. Lu 1994, Phys Rev E 49:3421, doi:10.1103/PhysRevE.49.3421, and
R. F. Fox 1997, Biophys J 72:2068 (the subunits); one noise for each pair of reactions, P. Orio &
D. Soudry 2012, PLoS ONE 7:e36670, doi:10.1371/journal.pone.0036670; why the subunits are wrong,
J. H. Goldwyn, N. S. Imennov, M. Famulare & E. Shea-Brown 2011, Phys Rev E 83:041908,
doi:10.1103/PhysRevE.83.041908, and J. H. Goldwyn & E. Shea-Brown 2011, PLoS Comput Biol
7:e1002247, doi:10.1371/journal.pcbi.1002247.
"""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np

from neuromath_lib.hodgkin_huxley import equations
from neuromath_lib.hodgkin_huxley.equations import State
from neuromath_lib.hodgkin_huxley.parameters import Axon
from neuromath_lib.hodgkin_huxley.stimuli import Step, Stimulus
from neuromath_lib.hodgkin_huxley.trace import Trace
from neuromath_lib.numerics.validation import choice, number, whole_number

METHODS = ("exact", "channel", "subunit")
LEVEL, REARM = 0.0, -45.0  # mV: a spike crosses the one upwards, having been below the other

_RANGE = 720.0  # mV on either side of -65, as in the kernels
_LARGEST = 8 * 2**30  # bytes a trace may take
_WORK = 5e6  # events or steps between two looks at the progress bar and the keyboard


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class NoisyTrace(Trace):
    """Voltage and channels over time, of one patch or of a batch of repetitions.

    Attributes
    ----------
    t, v
        As in `Trace`.
    m, h, n : numpy.ndarray
        Fractions of all m gates, h gates and n gates that are open. The open fraction of the
        channels is not ``m^3 h`` of these but for very many channels.
    na_open, k_open : numpy.ndarray
        Fractions of the sodium and potassium channels that are open, shape ``(*batch, n)``.
        "channel" may take them a little below 0.
    na_channels, k_channels : int
        How many channels the patch has.
    events : int or numpy.ndarray of int
        How many gates opened or closed, with "exact"; 0 with the others.
    spikes : tuple of numpy.ndarray
        Spike times of each repetition, ms, whatever was stored; see `spike_times`.
    held : bool
        Whether the voltage was held still.
    """

    na_open: np.ndarray
    k_open: np.ndarray
    na_channels: int
    k_channels: int
    events: Any
    spikes: tuple[np.ndarray, ...] = dataclasses.field(repr=False)
    held: bool

    @property
    def i_na(self) -> np.ndarray:
        """Sodium current through the open channels, uA/cm2, outward positive."""
        return self.axon.g_na * self.na_open * (self.v - self.axon.e_na)

    @property
    def i_k(self) -> np.ndarray:
        """Potassium current through the open channels, uA/cm2, outward positive."""
        return self.axon.g_k * self.k_open * (self.v - self.axon.e_k)

    @property
    def i_leak(self) -> np.ndarray:
        """Leak current, uA/cm2, outward positive."""
        return self.axon.g_leak * (self.v - self.axon.e_leak)

    def spike_times(self, level: float = LEVEL, rearm: float = REARM) -> Any:
        """Return when the voltage crossed `level` upwards, having been below `rearm` in between.

        Noise makes a voltage near `level` cross it many times; without the second condition a
        single spike would count as several. The times for the usual level were found during the
        run; those for another are read off the stored points.

        Parameters
        ----------
        level : float
            mV.
        rearm : float
            mV, not above `level`. The first crossing needs no re-arming.

        Returns
        -------
        numpy.ndarray or list of numpy.ndarray
            Times in ms; for a batch a list with one array for each repetition.

        Raises
        ------
        ValueError
            If an argument is not a finite number, or `rearm` is above `level`.
        """
        level = number("level", level, unit="mV")
        rearm = number("rearm", rearm, high=level, unit="mV")
        if (level, rearm) == (LEVEL, REARM):
            return list(self.spikes) if self.shape else self.spikes[0]
        crossings = super().spike_times(level)
        if not self.shape:
            return _rearmed(crossings, self.t, self.v, rearm)
        return [
            _rearmed(times, self.t, v, rearm) for times, v in zip(crossings, self.v, strict=True)
        ]

    def interval(self, axon: np.ndarray, k: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return the voltage and its slope at both ends of intervals, as `Trace.interval` does."""
        length = self.t[k + 1] - self.t[k]
        scale = 0.0 if self.held else length / self.axon.capacitance
        inside = self.t[k] + 0.5 * length
        total = (self.i_na + self.i_k + self.i_leak).reshape(-1, len(self.t))
        v = self.v.reshape(-1, len(self.t))
        slopes = (
            (self.stimulus.at(self.t[end], inside) - total[axon, end]) * scale for end in (k, k + 1)
        )
        return (v[axon, k], v[axon, k + 1], *slopes)


def channel_noise(
    axon: Axon,
    area_um2: float,
    duration: float,
    rng: np.random.Generator,
    *,
    current: Any = 0.0,
    na_density: float = 60.0,
    k_density: float = 18.0,
    method: str = "exact",
    dt: float = 0.01,
    every: int = 1,
    hold: float | None = None,
    initial: Any = None,
    n_runs: int | None = None,
    progress: bool = False,
) -> NoisyTrace:
    """Run a patch of axon whose channels open and close by chance.

    The patch has ``round(density * area_um2)`` channels of either kind, and the conductances per
    area are ``axon.g_na`` and ``axon.g_k`` times the fraction that is open: the size of the patch
    sets the noise and nothing else.

    Parameters
    ----------
    axon : Axon
        The membrane; one, not a batch.
    area_um2 : float
        Area of the patch, um2.
    duration : float
        ms. The last point is the last multiple of ``dt * every`` that is not beyond it.
    rng : numpy.random.Generator
        Source of chance. The same generator in the same state gives the same result.
    current : float or Stimulus
        Injected current, uA/cm2. Of a `Stimulus` that changes within a step the mean over the
        step is taken.
    na_density, k_density : float
        Channels per um2.
    method : str
        "exact", "channel" or "subunit"; see Notes.
    dt : float
        ms. The step of "channel" and "subunit". For "exact" it is only the spacing of the points
        returned, and that at which a changing current is looked at.
    every : int
        Store every this many steps. Spike times do not depend on it.
    hold : float, optional
        Hold the voltage here, mV, and let only the channels move: a voltage clamp.
    initial : State or any object with v, m, h, n, optional
        Voltage at the start, and probabilities from which the states of the channels are drawn.
        By default the axon's equilibrium without current, or channels settled at `hold`. With
        both `hold` and `initial` the voltage steps from the latter to `hold` at t = 0.
    n_runs : int, optional
        Repeat so often, one after the other with the same generator; a batch is returned.
    progress : bool
        Show a progress bar.

    Returns
    -------
    NoisyTrace
        A `Trace` with ``na_open``, ``k_open`` and more.

    Raises
    ------
    ValueError
        If an argument is not what it should be; the message names it.
    FloatingPointError
        If the voltage leaves what the model or a stable step can reach.

    Notes
    -----
    "exact" has no error of time stepping. Between two events the conductances are constant, so
    the voltage is an exponential, evaluated as such. The rates change with it; events are drawn
    at upper bounds of the rates over a band of voltage and kept with the probability rate over
    bound (thinning; P. A. W. Lewis & G. S. Shedler 1979, Naval Res Logist Q 26:403,
    doi:10.1002/nav.3800260304), which has the law of the model itself, up to the rounding of
    floating point numbers. Its cost grows with the area: about 85 events in a ms for each um2 at
    rest.

    "channel" is the diffusion with the mean and the covariance of the exact process (the chemical
    Langevin equation), one noise for each of the 14 pairs of opposite reactions, scaled by the
    square root of `dt`. Fractions are not forced into 0..1: that would push them off their mean.
    It is right where there are many channels in each state that matters. At 1 um2 it fires too
    often; below about .5 um2 a conductance may fall below 0 and the voltage run away.

    "subunit" puts one noise on each of m, h and n, scaled with the number of channels, and takes
    m^3 h and n^4 of them. At rest the variance of that m^3 h is a seventieth of that of the open
    channels (`tests/physics` has the sum), and of that n^4 a third, whatever their number. How
    often the patch fires is less wrong where few channels make any noise strong enough: two thirds
    of what it should be at 10 um2, a fiftieth at 100 um2. It is here to be found out.

    Examples
    --------
    >>> import numpy as np
    >>> trace = channel_noise(Axon(), 1.0, 200.0, np.random.default_rng(1))
    >>> trace.na_channels, trace.k_channels
    (60, 18)
    >>> bool(3 < len(trace.spike_times()) < 20)  # no current, and yet it fires
    True
    """
    if not isinstance(axon, Axon):
        raise ValueError(f"axon was {axon!r}; it should be an Axon, as in Axon()")
    if axon.shape:
        raise ValueError(f"axon was a batch of shape {axon.shape}; it should be a single one")
    if not isinstance(rng, np.random.Generator):
        raise ValueError(
            f"rng was {rng!r}; it should be a numpy Generator, as in np.random.default_rng(1)"
        )
    method = choice("method", method, METHODS)
    sizes = np.array(_sizes(area_um2, na_density, k_density))
    dt = number("dt", dt, above=0.0, unit="ms")
    duration = number("duration", duration, above=0.0, unit="ms")
    every = whole_number("every", every)
    steps = int(np.floor(duration / dt * (1.0 + 1e-12) + 1e-9))
    if steps < every:
        raise ValueError(
            f"duration was {duration:g} ms; it should be at least one stored step, "
            f"{dt * every:g} ms (dt times every)"
        )
    stimulus = _stimulus(current)
    start = _start(axon, initial, hold)
    if hold is not None and (isinstance(current, Stimulus) or current != 0.0):
        raise ValueError(f"current was {current!r}; it should be 0 where hold sets the voltage")
    runs = 1 if n_runs is None else whole_number("n_runs", n_runs)
    lines = steps // every + 1
    size = 6 * 8 * runs * lines
    if size > _LARGEST:
        raise ValueError(
            f"every was {every}; it should be larger: {lines} points of {runs} runs take "
            f"{size / 2**30:.0f} GiB"
        )

    stored = np.empty((6, runs, lines))
    events, spikes = np.empty(runs, dtype=np.int64), []
    still = hold is not None
    stretch = _stretch(axon, sizes, method, dt)
    with _bar(runs * steps * dt, progress) as bar:
        for run in range(runs):
            patch = _Patch.drawn(axon, start, sizes, method, still, rng)
            stored[:, run, 0] = patch.seen()
            for first in range(0, steps, stretch):
                last = min(first + stretch, steps)
                drive = _drive(stimulus, first, last, dt)
                patch.advance(drive, dt, first, every, stored[:, run])
                bar.update((last - first) * dt)
            events[run] = patch.events
            spikes.append(np.concatenate([np.empty(0), *patch.spikes]))
    shape = () if n_runs is None else (runs,)
    v, m, h, n, na_open, k_open = stored.reshape(6, *shape, lines)
    return NoisyTrace(
        t=np.arange(lines) * every * dt,
        v=v,
        m=m,
        h=h,
        n=n,
        axon=axon,
        stimulus=stimulus,
        na_open=na_open,
        k_open=k_open,
        na_channels=int(sizes[0]),
        k_channels=int(sizes[1]),
        events=events if shape else int(events[0]),
        spikes=tuple(spikes),
        held=still,
    )


@dataclasses.dataclass(eq=False)
class _Patch:
    """A patch under way: what the kernels change, and what they need to know."""

    rng: np.random.Generator
    method: str
    state: np.ndarray  # voltage, armed or not, then the clock and the band of "exact"
    channels: np.ndarray  # counts (13), fractions (13) or gates (3)
    parameters: np.ndarray
    sizes: np.ndarray
    events: int = 0
    spikes: list[np.ndarray] = dataclasses.field(default_factory=list)

    @classmethod
    def drawn(
        cls,
        axon: Axon,
        start: State,
        sizes: np.ndarray,
        method: str,
        still: bool,
        rng: np.random.Generator,
    ) -> _Patch:
        """Draw the channels' first states: those of independent gates with given probabilities."""
        if method == "subunit":
            channels = np.array([start.m, start.h, start.n])
        else:
            na, k = occupancies(start.m, start.h, start.n)
            channels = np.concatenate([rng.multinomial(sizes[0], na), rng.multinomial(sizes[1], k)])
            if method == "channel":
                channels = channels / np.repeat(sizes, (8, 5))
        clock = rng.standard_exponential() if method == "exact" else 0.0
        parameters = np.array(
            [
                0.0 if still else 1.0 / axon.capacitance,
                *(axon.g_na, axon.g_k, axon.g_leak, axon.e_na, axon.e_k, axon.e_leak),
                equations.speed(axon.temperature),
            ]
        )
        state = np.array([start.v, float(start.v < LEVEL), clock, start.v + 1.0, start.v - 1.0])
        return cls(rng, method, state, channels, parameters, sizes)

    def advance(
        self, drive: np.ndarray, dt: float, first: int, every: int, out: np.ndarray
    ) -> None:
        """Go on for as many steps as `drive` has, or say that the voltage ran away."""
        from neuromath_lib.hodgkin_huxley import noise_kernels

        lines = slice(first // every, (first + drive.size) // every + 1)
        kept = np.ascontiguousarray(out[:, lines])
        levels = np.array([LEVEL, REARM])
        with np.errstate(all="ignore"):
            spikes, count, events = getattr(noise_kernels, self.method)(
                self.rng,
                self.state,
                self.channels,
                self.parameters,
                self.sizes,
                levels,
                drive,
                dt,
                first,
                every,
                kept,
            )
        if events < 0:
            remedy = {"channel": "a smaller dt, a larger area or "}.get(self.method, "")
            raise FloatingPointError(
                f"the simulation blew up between t = {first * dt:g} and "
                f"{(first + drive.size) * dt:g} ms: with method {self.method!r} and dt = {dt:g} ms "
                f"the voltage left {-65.0 - _RANGE:g} to {-65.0 + _RANGE:g} mV, or channels were "
                f"too fast for a step; try {remedy}a smaller current"
            )
        out[:, lines] = kept
        self.events += events
        self.spikes.append(spikes[:count])

    def seen(self) -> list[float]:
        """Return what a trace keeps: voltage, fractions of open gates, of open channels."""
        if self.method == "subunit":
            m, h, n = self.channels
            return [self.state[0], m, h, n, m**3 * h, n**4]
        totals = self.sizes if self.method == "exact" else (1, 1)
        na, k = self.channels[:8] / totals[0], self.channels[8:] / totals[1]
        m = na @ (np.arange(8) // 2) / 3.0
        return [self.state[0], m, na[1::2].sum(), k @ np.arange(5) / 4.0, na[7], k[4]]


def occupancies(m: float, h: float, n: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the probability of each state of a channel whose gates are independent.

    Parameters
    ----------
    m, h, n : float
        Probabilities, 0 to 1, that an m, h, n gate is open.

    Returns
    -------
    na : numpy.ndarray
        Of a sodium channel, shape ``(8,)``; element ``2 i + j`` with i of three m gates and j of
        one h gate open. The last conducts.
    k : numpy.ndarray
        Of a potassium channel, shape ``(5,)``, by the number of open n gates. The last conducts.

    Examples
    --------
    >>> na, k = occupancies(0.5, 1.0, 0.5)
    >>> na.tolist()
    [0.0, 0.125, 0.0, 0.375, 0.0, 0.375, 0.0, 0.125]
    """
    m, h, n = (number(name, x, low=0.0, high=1.0) for name, x in zip("mhn", (m, h, n), strict=True))
    four = [math.comb(3, i) * m**i * (1.0 - m) ** (3 - i) for i in range(4)]
    na = np.outer(four, [1.0 - h, h]).ravel()
    k = np.array([math.comb(4, i) * n**i * (1.0 - n) ** (4 - i) for i in range(5)])
    return na / na.sum(), k / k.sum()


def _rearmed(times: np.ndarray, t: np.ndarray, v: np.ndarray, rearm: float) -> np.ndarray:
    """Return those of the crossings before which the voltage was below `rearm`, and the first."""
    kept: list[float] = []
    since = 0
    for time, k in zip(times, np.searchsorted(t, times, side="right"), strict=True):
        if not kept or v[since:k].min() < rearm:
            kept.append(time)
            since = k
    return np.array(kept)


def _sizes(area_um2: Any, na_density: Any, k_density: Any) -> tuple[int, int]:
    area = number("area_um2", area_um2, above=0.0, unit="um2")
    densities = {
        "na_density": number("na_density", na_density, above=0.0, unit="channels per um2"),
        "k_density": number("k_density", k_density, above=0.0, unit="channels per um2"),
    }
    for name, density in densities.items():
        if density * area < 1.0:
            raise ValueError(
                f"area_um2 was {area:g} with {name} {density:g} per um2; it should be at least "
                f"{1.0 / density:g} um2, which has one channel"
            )
        if density * area > 2**53:
            raise ValueError(f"area_um2 was {area:g}; it should be small enough to count channels")
    na, k = (round(density * area) for density in densities.values())
    return na, k


def _stimulus(current: Any) -> Stimulus:
    if not isinstance(current, Stimulus):
        return Step(number("current", current, unit="uA/cm2"))
    if current.shape:
        raise ValueError(f"current was a batch of shape {current.shape}; it should be a single one")
    return current


def _start(axon: Axon, initial: Any, hold: Any) -> State:
    reach = {"low": -65.0 - _RANGE, "high": -65.0 + _RANGE, "unit": "mV"}
    if hold is not None:
        hold = number("hold", hold, **reach)
    if initial is None:
        return axon.equilibrium() if hold is None else equations.settled(axon, hold)
    if not all(hasattr(initial, name) for name in "vmhn"):
        raise ValueError(
            f"initial was {initial!r}; it should have v, m, h and n, as axon.equilibrium() has"
        )
    v = number("initial.v", initial.v, **reach)
    gates = (number(f"initial.{x}", getattr(initial, x), low=0.0, high=1.0) for x in "mhn")
    return State(v if hold is None else hold, *gates)


def _stretch(axon: Axon, sizes: np.ndarray, method: str, dt: float) -> int:
    """Return how many steps to make at a time."""
    work = float(sizes.sum()) * equations.speed(axon.temperature) * dt if method == "exact" else 1.0
    return int(min(max(_WORK / max(work, 1.0), 1.0), 2**17))


def _drive(stimulus: Stimulus, first: int, last: int, dt: float) -> np.ndarray:
    ends = np.arange(first, last + 1)[:, None] * dt
    means = stimulus.average(ends[:-1], ends[1:])
    return np.array(np.broadcast_to(means, (last - first, 1)), dtype=float).ravel()


def _bar(duration: float, progress: bool) -> Any:
    from tqdm.auto import tqdm

    return tqdm(total=duration, unit="ms", unit_scale=True, disable=not progress, leave=False)
