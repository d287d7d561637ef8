"""What a column of cortex must bring out: slopes, rhythms, spectra, answers to a stimulus.

References are values of the reference implementation of the field, SPM, run in GNU Octave, in the
digits in which they are known. It stops its delay operator at a millionth, so that what depends on
delays is met to some 1e-6 and not better.
"""

from __future__ import annotations

import functools

import numpy as np

from neuromath_lib.evidence.table import Quantity, Source
from neuromath_lib.microcircuit import Column

TITLE = "A column of cortex: what the reference implementation says, and what comes out here"
REFERENCES = "the reference implementation of the field (SPM) in GNU Octave"

COLUMN = Column.standard()
_CONSTANTS = "the microcircuit, with the constants of SPM"


def _bastos(where: str) -> Source:
    return Source("Bastos2012", "Bastos et al. 2012", "10.1016/j.neuron.2012.10.038", where)


def _adams(where: str) -> Source:
    return Source("Adams2022", "Adams et al. 2022", "10.1016/j.biopsych.2021.07.024", where)


# A state (v, w of ss, sp, ii, dp), an input u that enters with the gain 512, and what follows.
_STATE = (-0.331, -15.3151, 0.3773, -73.3455, 0.0624, -61.4009, -1.483, 68.7817)
_SLOPES = {
    "ss": "180654.309574026",
    "sp": "-67978.606269098",
    "ii": "-1556.369374839",
    "dp": "-1535.486347771",
}
_STATE_2022 = (-1.3867, -6.6835, 1.7293, 20.6298, 0.5561, -75.7387, -0.6593, -37.1523)
_SCALINGS_2022 = {
    "sp_sp": 0.1364,
    "ii_ii": -0.0296,
    "ii_sp": 0.1492,
    "ii_dp": -0.2485,
    "sp_ii": -0.2733,
    "dp_ii": 0.2794,
    "ss_ii": 0.1396,
    "ss_sp": -0.0518,
    "ss_ss": -0.0729,
    "ii_ss": 0.2924,
    "dp_dp": 0.2774,
    "sp_dp": -0.0045,
    "time_constants": (0.0342, 0.3046, 0.0726, -0.1503),
    "slope": 0.2098,
}
_SLOPES_2022 = {
    "ss": "567070.713500559",
    "sp": "-537204.281925124",
    "ii": "-11056.978283141",
    "dp": "17220.947727477",
}


def _slope(column: Column, state: tuple[float, ...], drive: float, k: int) -> float:
    return float(column.derivative(state, drive)[2 * k + 1])


def _derivatives(
    name: str,
    words: str,
    column: Column,
    state: tuple[float, ...],
    u: float,
    slopes: dict[str, str],
    source: Source,
) -> list[Quantity]:
    return [
        Quantity(
            name=f"{name}_{population}",
            quantity=f"{words}: slope of w of {population} at a state",
            symbol=f"dw_{population}/dt",
            unit="mV/s²",
            reference=value,
            tolerance=1e-9,
            compute=functools.partial(_slope, column, state, 512.0 * u, k),
            source=source,
        )
        for k, (population, value) in enumerate(slopes.items())
    ]


_EIGENVALUES = {
    "none": (
        ("-33.79", "45.64"),
        ("-58.60", "106.27"),
        ("-387.16", "282.70"),
        ("-618.67", "285.66"),
    ),
    "current": (
        ("-32.13", "46.80"),
        ("-50.82", "109.80"),
        ("-218.50", "400.05"),
        ("-373.30", "471.08"),
    ),
    "classic": (
        ("-30.37", "47.81"),
        ("-42.58", "111.84"),
        ("-87.68", "376.64"),
        ("-176.66", "456.95"),
    ),
}


def _eigenvalue(delays: str, pair: int, part: str) -> float:
    return float(getattr(COLUMN.eigenvalues(delays)[2 * pair], part))


def _rhythms() -> list[Quantity]:
    rows = []
    for delays, pairs in _EIGENVALUES.items():
        for k, parts in enumerate(pairs):
            for part, written in zip(("real", "imag"), parts, strict=True):
                words = "decay" if part == "real" else "angular frequency"
                rows.append(
                    Quantity(
                        name=f"eigenvalue_{delays}_{k + 1}_{part}",
                        quantity=f'delays "{delays}", pair {k + 1} of eigenvalues: {words}',
                        symbol="Re s" if part == "real" else "Im s",
                        unit="1/s",
                        reference=written,
                        # half a unit of the last digit known, which is the second
                        tolerance=max(1e-4, 0.0051 / abs(float(written))),
                        compute=functools.partial(_eigenvalue, delays, k, part),
                        source=_bastos(_CONSTANTS),
                    )
                )
    return rows


def _power(delays: str, frequency: float) -> float:
    return float(np.abs(COLUMN.transfer_function(frequency, delays)) ** 2)


def _powers() -> list[Quantity]:
    known = {
        6.0: "0.0164209846",
        10.0: "0.0166160666",
        20.0: "0.0407780807",
        40.0: "0.0408945012",
        60.0: "0.0377086293",
        80.0: "0.0188620274",
    }
    rows = [
        Quantity(
            name=f"power_current_{frequency:g}",
            quantity=f'delays "current": power passed to sp at {frequency:g} Hz',
            symbol="|S|²",
            unit="mV²",
            reference=written,
            tolerance=1e-4,
            compute=functools.partial(_power, "current", frequency),
            source=_bastos(_CONSTANTS),
        )
        for frequency, written in known.items()
    ]
    for delays, written in (("none", "0.0104"), ("classic", "0.364")):
        rows.append(
            Quantity(
                name=f"power_{delays}_60",
                quantity=f'delays "{delays}": power passed to sp at 60 Hz',
                symbol="|S|²",
                unit="mV²",
                reference=written,
                tolerance=1e-3,
                compute=functools.partial(_power, delays, 60.0),
                source=_bastos(_CONSTANTS),
            )
        )
    return rows


def _part(part: str, frequency: float) -> float:
    return float(getattr(COLUMN.spectrum(np.arange(1.0, 101.0)), part)[int(frequency) - 1])


def _spectrum() -> list[Quantity]:
    at = "spectrum at prior means, 10 Hz"
    rows = (
        ("neuronal_10", f"{at}: the column's part", "neuronal", "0.00166160667"),
        ("total_10", f"{at}: with channel noise", "total", "0.02872866331"),
    )
    return [
        Quantity(
            name=name,
            quantity=words,
            symbol="G",
            unit="mV²/Hz",
            reference=written,
            tolerance=1e-4,
            compute=functools.partial(_part, part, 10.0),
            source=_bastos(_CONSTANTS),
        )
        for name, words, part, written in rows
    ]


_TIMES = np.linspace(0.06, 0.11, 5001)  # s; the peaks lie within
_G7 = ("-0.5", "-0.25", "0", "0.25", "0.5")
_EVOKED = {
    "none": ("0.283951", "0.273784", "0.261730", "0.247701", "0.231719"),
    "current": ("0.291743", "0.281197", "0.268700", "0.254164", "0.237618"),
}


@functools.cache
def _maxima(delays: str) -> np.ndarray:
    columns = COLUMN.scaled(sp_sp=[float(scaling) for scaling in _G7])
    return columns.evoked(_TIMES, delays=delays).sp.max(axis=-1)


def _maximum(delays: str, k: int) -> float:
    return float(_maxima(delays)[k])


def _answers() -> list[Quantity]:
    return [
        Quantity(
            name=f"evoked_{delays}_{scaling}",
            quantity=f'delays "{delays}": largest evoked voltage of sp, log-scaling of '
            f"self-inhibition {scaling}",
            symbol="v_sp",
            unit="mV",
            reference=written,
            tolerance=1e-5,
            compute=functools.partial(_maximum, delays, k),
            source=_bastos(_CONSTANTS),
        )
        for delays, values in _EVOKED.items()
        for k, (scaling, written) in enumerate(zip(_G7, values, strict=True))
    ]


def _change(frequency: float) -> float:
    column = Column.adams2022(self_terms=True)
    before, after = (
        np.abs(one.transfer_function(frequency, "classic")) ** 2
        for one in (column, column.scaled(sp_sp=0.25))
    )
    return float(np.log(after / before))


def _changes() -> list[Quantity]:
    known = {5: "-0.12", 10: "-0.13", 23: "-0.25", 40: "-0.14", 66: "0.11", 80: "0.27"}
    return [
        Quantity(
            name=f"change_{frequency}",
            quantity=f"2022 variant, self-inhibition +0.25: change of log power at {frequency} Hz",
            symbol="Δ ln |S|²",
            unit="",
            reference=written,
            tolerance=0.0051 / abs(float(written)),
            compute=functools.partial(_change, float(frequency)),
            source=_adams("Fig. 2"),
        )
        for frequency, written in known.items()
    ]


QUANTITIES = (
    *_derivatives("slope", "standard column", COLUMN, _STATE, 0.367, _SLOPES, _bastos(_CONSTANTS)),
    *_derivatives(
        "slope_2022",
        "2022 variant",
        Column.adams2022().scaled(**_SCALINGS_2022),
        _STATE_2022,
        0.799,
        _SLOPES_2022,
        _adams("Fig. 1"),
    ),
    *_rhythms(),
    *_powers(),
    *_spectrum(),
    *_answers(),
    *_changes(),
)
