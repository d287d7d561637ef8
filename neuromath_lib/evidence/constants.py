"""The constants of a model as a table for readers: symbol, words, value, unit, source."""

from __future__ import annotations

import dataclasses
import html
from typing import Any

from neuromath_lib.evidence.faces import html_face
from neuromath_lib.evidence.table import subscripts


@dataclasses.dataclass(frozen=True)
class Constant:
    """A constant of a model.

    Attributes
    ----------
    field : str
        Name of the attribute that holds it.
    symbol : str
        Its symbol; an underscore starts a subscript.
    words : str
        What it is.
    unit : str
        Its unit.
    source : str
        Where its usual value comes from.
    """

    field: str
    symbol: str
    words: str
    unit: str
    source: str


@dataclasses.dataclass(frozen=True)
class Constants:
    """The constants of one thing, with text and HTML faces.

    Attributes
    ----------
    title : str
        What they are the constants of.
    rows : tuple of (Constant, float)
        Each constant and its value.
    """

    title: str
    rows: tuple[tuple[Constant, float], ...]

    def __repr__(self) -> str:
        """Return the text face."""
        lines = [
            f"{c.words:<34} {c.field:<12} {value:>9g} {c.unit:<8} {c.source}"
            for c, value in self.rows
        ]
        return "\n".join([self.title, "", *lines])

    def _repr_html_(self) -> str:
        """Return the HTML face, in a box that scrolls by itself on a narrow page."""
        heads = ("constant", "symbol", "value", "unit", "in code", "source")
        rows = (
            f'<th scope="row">{html.escape(c.words)}</th><td>{subscripts(c.symbol)}</td>'
            f'<td class="nm-number">{value:g}</td><td>{html.escape(c.unit)}</td>'
            f"<td><code>{html.escape(c.field)}</code></td><td>{html.escape(c.source)}</td>"
            for c, value in self.rows
        )
        return html_face(self.title, heads, rows)


_TABLE_3 = "Hodgkin & Huxley 1952, Table 3"

AXON = (
    Constant("capacitance", "C", "capacitance of the membrane", "µF/cm²", _TABLE_3),
    Constant("g_na", "g_Na", "sodium conductance, all doors open", "mS/cm²", _TABLE_3),
    Constant("g_k", "g_K", "potassium conductance, all open", "mS/cm²", _TABLE_3),
    Constant("g_leak", "g_leak", "leak conductance", "mS/cm²", _TABLE_3),
    Constant("e_na", "E_Na", "sodium's reversal potential", "mV", _TABLE_3),
    Constant("e_k", "E_K", "potassium's reversal potential", "mV", _TABLE_3),
    Constant("e_leak", "E_leak", "the leak's reversal potential", "mV", f"{_TABLE_3}: 10.613"),
    Constant("temperature", "T", "temperature", "°C", "Hodgkin & Huxley 1952"),
)


def constants(axon: Any) -> Constants:
    """Return the constants of an axon as a table.

    Parameters
    ----------
    axon : Axon
        A single axon.

    Returns
    -------
    Constants
        Shown as a table in a notebook.

    Raises
    ------
    ValueError
        If `axon` lacks a constant, or is a batch.
    """
    values = []
    for constant in AXON:
        value = getattr(axon, constant.field, None)
        if not isinstance(value, int | float):
            raise ValueError(f"axon was {axon!r}; it should be one Axon, not a batch")
        values.append((constant, float(value)))
    return Constants("The constants of the axon, rest near −65 mV", tuple(values))
