"""The constants of a column as a table for readers."""

from __future__ import annotations

from typing import Any

from neuromath_lib.evidence.constants import Constant, Constants
from neuromath_lib.microcircuit.equations import CONNECTIONS, POPULATIONS

_BASTOS = "Bastos et al. 2012, as in SPM"
_SHAW = "Shaw et al. 2017, Adams et al. 2022"
_NAMES = {
    "ss": "spiny stellate",
    "sp": "superficial pyramidal",
    "ii": "inhibitory interneurons",
    "dp": "deep pyramidal",
}


def column_constants(column: Any) -> Constants:
    """Return the constants of a column as a table.

    Parameters
    ----------
    column : Column
        A single column.

    Returns
    -------
    Constants
        Shown as a table in a notebook: the connections that are there, time constants, slope of
        the sigmoid, delay.

    Raises
    ------
    ValueError
        If `column` is not one column.
    """
    if getattr(column, "shape", None) != () or not hasattr(column, "sp_sp"):
        raise ValueError(f"column was {column!r}; it should be one Column, not a batch")
    rows = []
    for k, (name, sign) in enumerate(CONNECTIONS.items(), start=1):
        value = float(getattr(column, name))
        if value:
            source, target = name.split("_")
            arrow = "→" if sign > 0 else "⊣"
            origin = _BASTOS if k <= 10 else _SHAW
            rows.append(
                (Constant(name, f"G_{k}", f"{source} {arrow} {target}", "Hz", origin), value)
            )
    for k, population in enumerate(POPULATIONS):
        words = f"time constant, {_NAMES[population]}"
        constant = Constant(f"time_constants[{k}]", f"T_{population}", words, "ms", _BASTOS)
        rows.append((constant, 1000.0 * float(column.time_constants[k])))
    rows.append((Constant("slope", "R", "slope of the sigmoid", "1/mV", _BASTOS), column.slope))
    delay = Constant("delay", "d", "delay inside the column", "ms", _BASTOS)
    rows.append((delay, 1000.0 * column.delay))
    return Constants("The constants of the column", tuple(rows))
