"""What other programs find for the same quantities, beside the reference.

The values were collected by ``python benchmarks/run.py values`` and are kept in ``peers.json``:
nobody needs the other programs to read them.
"""

from __future__ import annotations

import dataclasses
import html
import importlib.resources
import json
from typing import Any

from neuromath_lib.evidence.faces import html_face, text_face
from neuromath_lib.numerics.validation import choice

MODELS = ("hodgkin_huxley",)
PARAMETERS = ("shipped", "same")

# Name, quantity, unit, digits after the point. Names are those of `evidence.table` where it has
# the quantity; its references are shown, and the others have one by definition.
_ROWS = (
    ("rest", "membrane potential at rest", "mV", 3),
    ("shock_15_peak", "15 mV shock: height of the spike", "mV", 2),
    ("shock_15_time", "15 mV shock: time of the peak", "ms", 3),
    ("first_spike", "10 µA/cm² from t = 0: first spike", "ms", 3),
    ("fourth_spike", "10 µA/cm² from t = 0: fourth spike", "ms", 2),
    ("period", "10 µA/cm²: period, once it has settled", "ms", 3),
    ("cycle_rate_10", "10 µA/cm²: rate of firing", "Hz", 2),
    ("cycle_rate_20", "20 µA/cm²: rate of firing", "Hz", 2),
    ("cycle_rate_50", "50 µA/cm²: rate of firing", "Hz", 2),
    ("spikes_in_a_second", "10 µA/cm²: spikes in a second", "", 0),
    ("last_spike_error", "10 µA/cm²: how late the last of them is", "ms", 2),
    ("cable_speed", "speed of an impulse at 18.5 °C", "m/s", 2),
)


@dataclasses.dataclass(frozen=True)
class Program:
    """A program that was asked.

    Attributes
    ----------
    name, version : str
        Its name; its version, empty for the library of this book.
    how : str
        The method it used.
    """

    name: str
    version: str
    how: str

    def __str__(self) -> str:
        """Return name and version."""
        return f"{self.name} {self.version}".strip()


@dataclasses.dataclass(frozen=True)
class PeerRow:
    """One quantity, and what each program finds.

    Attributes
    ----------
    name : str
        As in `evidence.table`, where that has it.
    quantity, unit : str
        What it is.
    reference : float
        What it is without any error of stepping.
    values : dict
        Name of a program to what it finds; None where it cannot be asked.
    decimals : int
        Digits after the point that are printed.
    """

    name: str
    quantity: str
    unit: str
    reference: float
    values: dict[str, float | None]
    decimals: int

    def cells(self) -> tuple[str, ...]:
        """Return what both faces print, in the order of the columns."""
        numbers = (self.reference, *self.values.values())
        return (self.quantity, self.unit, *(_written(x, self.decimals) for x in numbers))


@dataclasses.dataclass(frozen=True)
class Peers:
    """Programs side by side, readable as text and as HTML.

    Attributes
    ----------
    title : str
        What the table is about.
    programs : tuple of Program
        Its columns.
    rows : tuple of PeerRow
        Its rows.
    note : str
        How the values were found.
    """

    title: str
    programs: tuple[Program, ...]
    rows: tuple[PeerRow, ...]
    note: str

    def __getitem__(self, name: str) -> PeerRow:
        """Return the row of that name."""
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)

    @property
    def columns(self) -> tuple[str, ...]:
        """Heads of the columns."""
        return ("quantity", "unit", "reference", *(program.name for program in self.programs))

    def __str__(self) -> str:
        """Return the text face."""
        lines = [self.columns, *(row.cells() for row in self.rows)]
        return text_face(self.title, lines, range(2, len(self.columns)), self.note)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """Return the HTML face, in a box that scrolls by itself on a narrow page."""
        heads = [name for name in self.columns if name != "unit"]
        return html_face(self.title, heads, map(_html_row, self.rows), self.note)


def peers(model: str, *, parameters: str = "shipped") -> Peers:
    """Return what other programs find for a model's quantities.

    Parameters
    ----------
    model : str
        "hodgkin_huxley".
    parameters : str
        "shipped": each program's squid axon as it comes, which is what its users get. "same":
        all of them with the parameters of this book, which leaves only the errors of stepping.

    Returns
    -------
    Peers
        ``.rows``, each with ``name``, ``quantity``, ``unit``, ``reference`` and ``values``;
        ``.programs``.

    Raises
    ------
    ValueError
        If an argument is none of these.

    Examples
    --------
    >>> table = peers("hodgkin_huxley")
    >>> table["spikes_in_a_second"].reference
    69.0
    >>> [program.name for program in table.programs][1:]
    ['NEURON', 'Jaxley', 'Arbor', 'Brian2']
    """
    choice("model", model, MODELS)
    choice("parameters", parameters, PARAMETERS)
    kept = _kept()
    entries = kept["programs"]
    references = _references(model, kept)
    rows = tuple(
        PeerRow(
            name=name,
            quantity=quantity,
            unit=unit,
            reference=references[name],
            values={entry["name"]: entry[parameters].get(name) for entry in entries},
            decimals=decimals,
        )
        for name, quantity, unit, decimals in _ROWS
    )
    programs = tuple(
        Program(entry["name"], entry.get("version", ""), entry["how"]) for entry in entries
    )
    return Peers(
        title=(
            "The axon of each program, as it comes"
            if parameters == "shipped"
            else "The same axon in every program"
        ),
        programs=programs,
        rows=rows,
        note=_note(programs, kept, parameters),
    )


def _kept() -> dict[str, Any]:
    folder = importlib.resources.files("neuromath_lib.evidence")
    return json.loads((folder / "peers.json").read_text(encoding="utf-8"))


def _references(model: str, kept: dict[str, Any]) -> dict[str, float]:
    from neuromath_lib.evidence import quantities

    known = {quantity.name: float(quantity.reference) for quantity in quantities(model)}
    counted = {"spikes_in_a_second": float(kept["spikes_in_a_second"]), "last_spike_error": 0.0}
    # The cable's compartments are an error of their own; the wave itself has none.
    return {**known, **counted, "cable_speed": known["pulse_speed"]}


def _note(programs: tuple[Program, ...], kept: dict[str, Any], parameters: str) -> str:
    which = {
        "shipped": "Each with the squid axon it comes with",
        "same": "All with the parameters of this book",
    }[parameters]
    how = "; ".join(f"{program} ({program.how})" for program in programs)
    return (
        f"{which}, temperature set to 6.3 °C, steps of {kept['dt']:g} ms, settled at "
        f"{kept['start']:g} mV and then left alone for half a second: {how}. A dash: it cannot "
        "be asked. Rates are those of the second half of a second. If a spike is lost, the last "
        "one found is compared with the right one of the same number. The impulse runs through "
        "1000 compartments of 100 µm, radius 238 µm, 35.4 Ω cm."
    )


def _html_row(row: PeerRow) -> str:
    quantity, unit, *values = row.cells()
    label = f"{quantity}, {unit}" if unit else quantity
    cells = "".join(f'<td class="nm-number">{html.escape(value)}</td>' for value in values)
    return f'<th scope="row">{html.escape(label)}</th>{cells}'


def _written(value: float | None, decimals: int) -> str:
    return "\N{EM DASH}" if value is None else f"{value:.{decimals}f}"
