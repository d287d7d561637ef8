"""What five hypotheses about the resting EEG must bring out, and what breaks the result.

One column of the 2022 variant with the terms onto itself of the authors' script, delays "classic",
4 to 96 Hz in steps of 1, channel noise at its prior means, log10 of the spectrum minus its robust
line. References are an independent computation after the authors' script; values are met within
0.001, two or three units of the last digit known.
"""

from __future__ import annotations

import dataclasses
import functools

import numpy as np

from neuromath_lib.evidence.table import Quantity, Source
from neuromath_lib.microcircuit import Column
from neuromath_lib.microcircuit.paradigms import (
    background,
    band_mean,
    bands,
    remove_background,
    resting_models,
)
from neuromath_lib.microcircuit.paradigms.resting import FREQUENCIES, WORDS, Bands

TITLE = "Five hypotheses about the resting EEG: what was measured, and what comes out here"
REFERENCES = "an independent computation after the authors' script"

_MET = 0.001
CONTROL = "control"


def _source(where: str) -> Source:
    return Source("Adams2022", "Adams et al. 2022", "10.1016/j.biopsych.2021.07.024", where)


@dataclasses.dataclass(frozen=True)
class Reading:
    """A way of reading a spectrum: conventions that change the result.

    Attributes
    ----------
    delays : str
        "classic" in the original.
    part : str
        "total" in the original; "neuronal" leaves channel noise out.
    line : bool
        Whether the robust line is taken away.
    """

    delays: str = "classic"
    part: str = "total"
    line: bool = True

    def residual(self, column: Column) -> np.ndarray:
        """Return what is read: log10 of the spectrum, less its line."""
        density = getattr(column.spectrum(FREQUENCIES, self.delays), self.part)
        return remove_background(FREQUENCIES, density) if self.line else np.log10(density)


@functools.cache
def column(model: str) -> Column:
    """Return the last column of a model, "M1" to "M5", or the control."""
    if model == CONTROL:
        return Column.adams2022(self_terms=True)
    return resting_models()[model][-1]


@functools.cache
def read(model: str, reading: Reading = Reading()) -> Bands:
    """Return theta, beta and gamma of a model's last column."""
    return bands(FREQUENCIES, reading.residual(column(model)))


def _value(model: str, band: str, reading: Reading = Reading()) -> float:
    return float(getattr(read(model, reading), band))


def _arrow(model: str, k: int) -> float:
    signs = {"up": 1.0, "none": 0.0, "down": -1.0}
    return signs[read(model).arrows(read(CONTROL))[k]]


def _slope(model: str) -> float:
    return float(background(FREQUENCIES, column(model).spectrum(FREQUENCIES, "classic")).slope)


def _raw_theta() -> float:
    raw = Reading(line=False)
    return 100.0 * (10.0 ** (_value("M5", "theta", raw) - _value(CONTROL, "theta", raw)) - 1.0)


def _gamma_mean() -> float:
    before, after = (Reading().residual(column(model)) for model in (CONTROL, "M5"))
    return float(band_mean(FREQUENCIES, after - before, 30.0, 80.0))


_VALUES = {
    CONTROL: ("-0.034", "0.282", "0.2143"),
    "M1": ("0.092", "0.024", "0.164"),
    "M2": ("-0.003", "0.213", "0.2195"),
    "M3": ("-0.086", "0.232", "0.218"),
    "M4": ("0.000", "0.353", "0.212"),
    "M5": ("0.045", "0.2175", "0.2389"),
}
_PEAKS = {
    (CONTROL, "beta_at"): "23",
    (CONTROL, "gamma_at"): "66",
    ("M3", "beta_at"): "21",
    ("M4", "beta_at"): "25",
    ("M5", "gamma_at"): "68",
}
_ARROWS = {
    "M1": ("1", "-1", "-1"),
    "M2": ("1", "-1", "0"),
    "M3": ("-1", "-1", "0"),
    "M4": ("1", "1", "0"),
    "M5": ("1", "-1", "1"),
}
_MEASURED = ("up in people, Z 2.63", "down in people, Z -2.77", "up in people, Z 2.58")
_BANDS = ("theta", "beta", "gamma")
_HZ = {"theta": "4 Hz", "beta": "15 to 30 Hz", "gamma": "50 Hz and above"}


def _within(written: str, least: float = _MET) -> float:
    """Return the relative tolerance that stands for an absolute one."""
    return least / (abs(float(written)) or 1.0)


def _words(model: str) -> str:
    return model if model == CONTROL else f"{model}, {WORDS[model]}"


QUANTITIES = (
    *(
        Quantity(
            name=f"{model}_{band}",
            quantity=f"{_words(model)}: {band}, {_HZ[band]}",
            symbol="log10 G",
            unit="",
            reference=written,
            tolerance=_within(written),
            compute=functools.partial(_value, model, band),
            source=_source("Fig. 2D"),
        )
        for model, values in _VALUES.items()
        for band, written in zip(_BANDS, values, strict=True)
    ),
    *(
        Quantity(
            name=f"{model}_{at}",
            quantity=f"{_words(model)}: frequency of the {at.removesuffix('_at')} peak",
            symbol="f",
            unit="Hz",
            reference=written,
            tolerance=1e-9,
            compute=functools.partial(_value, model, at),
            source=_source("Fig. 2D"),
        )
        for (model, at), written in _PEAKS.items()
    ),
    *(
        Quantity(
            name=f"{model}_{band}_arrow",
            quantity=f"{_words(model)}: {band} against control, 1 up, -1 down",
            symbol="sign",
            unit="",
            reference=written,
            tolerance=0.0,
            compute=functools.partial(_arrow, model, k),
            source=_source("Fig. 2D"),
            published=_MEASURED[k] if model == "M5" else None,
        )
        for model, arrows in _ARROWS.items()
        for k, (band, written) in enumerate(zip(_BANDS, arrows, strict=True))
    ),
    *(
        Quantity(
            name=f"{model}_line",
            quantity=f"{_words(model)}: slope of the line taken away",
            symbol="slope",
            unit="",
            reference=written,
            tolerance=_within(written),
            compute=functools.partial(_slope, model),
            source=_source("Fig. 2"),
        )
        for model, written in ((CONTROL, "-0.683"), ("M5", "-0.598"))
    ),
    *(
        Quantity(
            name=f"current_{model}_gamma",
            quantity=f'{_words(model)}: gamma with delays "current"',
            symbol="log10 G",
            unit="",
            reference=written,
            tolerance=_within(written),
            compute=functools.partial(_value, model, "gamma", Reading(delays="current")),
            source=_source("Fig. 2D, another convention"),
        )
        for model, written in ((CONTROL, "0.020"), ("M5", "0.016"))
    ),
    Quantity(
        name="raw_theta",
        quantity="M5, theta against control without taking the line away",
        symbol="ΔG/G",
        unit="%",
        reference="-0.1",
        tolerance=0.5,
        compute=_raw_theta,
        source=_source("Fig. 2D, another reading"),
    ),
    Quantity(
        name="mean_gamma",
        quantity="M5, mean from 30 to 80 Hz against control, instead of the peak",
        symbol="Δ log10 G",
        unit="",
        reference="-0.009",
        tolerance=_within("-0.009"),
        compute=_gamma_mean,
        source=_source("Fig. 2D, another reading"),
    ),
)
