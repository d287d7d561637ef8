"""Published against computed: a row for each quantity, a table of rows, two faces.

A registry (one module a model) declares quantities; nothing is computed until a table is asked
for. Chapters print the tables, tests check them row by row.
"""

from __future__ import annotations

import dataclasses
import html
import math
from collections.abc import Callable, Iterator

from neuromath_lib.evidence.faces import html_face, text_face

COMPUTED_HERE = "independent integration, DOP853 at a relative tolerance of 1e-12"


@dataclasses.dataclass(frozen=True)
class Source:
    """Where a quantity comes from.

    Attributes
    ----------
    key : str
        Key in the book's bibliography.
    label : str
        Authors and year, as a reader knows them.
    doi : str
        Digital object identifier, without the address of a resolver.
    where : str
        Place in the source: figure, table, equation.
    """

    key: str
    label: str
    doi: str
    where: str

    def __str__(self) -> str:
        """Return label, place and DOI."""
        return f"{self.label}, {self.where}, doi:{self.doi}"


@dataclasses.dataclass(frozen=True)
class Quantity:
    """Something the model must bring out, declared before it is computed.

    Attributes
    ----------
    name : str
        Short name, to pick it by.
    quantity : str
        What it is, in words.
    symbol : str
        Its symbol; an underscore starts a subscript.
    unit : str
        Its unit; empty for a pure number.
    reference : str
        The value to be met, in the digits in which it is known; from an integration by other
        code (`COMPUTED_HERE`), or exact where the formula can be evaluated by hand.
    tolerance : float
        Relative deviation from `reference` that is allowed; absolute where that is 0.
    compute : callable
        Takes nothing, returns the value.
    source : Source
        Where the quantity, or the equations that give it, come from.
    published : str, optional
        What the source itself says, as it says it.
    decimals : int, optional
        Digits after the point to print of the computed value; those of `reference` if left out.
    """

    name: str
    quantity: str
    symbol: str
    unit: str
    reference: str
    tolerance: float
    compute: Callable[[], float]
    source: Source
    published: str | None = None
    decimals: int | None = None

    def row(self) -> Row:
        """Compute the quantity and compare."""
        computed = float(self.compute())
        reference = float(self.reference)
        scale = abs(reference) or 1.0
        deviation = abs(computed - reference) / scale
        return Row(
            name=self.name,
            quantity=self.quantity,
            symbol=self.symbol,
            unit=self.unit,
            published=self.published,
            reference=reference,
            computed=computed,
            tolerance=self.tolerance,
            deviation=deviation,
            ok=bool(deviation <= self.tolerance),
            source=self.source,
            written=(
                self.reference,
                _written(computed, _decimals(self.reference, self.decimals)),
            ),
        )


@dataclasses.dataclass(frozen=True)
class Row:
    """A quantity, what was published, what should come out, and what did.

    Attributes
    ----------
    name, quantity, symbol, unit, source
        As declared.
    published : str or None
        What the source itself says; None where it is silent.
    reference : float
        The value of the independent integration.
    computed : float
        The value this library gives.
    tolerance, deviation : float
        Relative deviation from `reference`: the largest allowed, and the one found.
    ok : bool
        Whether it was met. A deviation that is not a number is not met.
    written : tuple of str
        `reference` and `computed` in the digits that are printed.
    """

    name: str
    quantity: str
    symbol: str
    unit: str
    published: str | None
    reference: float
    computed: float
    tolerance: float
    deviation: float
    ok: bool
    source: Source
    written: tuple[str, str]

    def cells(self) -> tuple[str, ...]:
        """Return what both faces print, in the order of the columns."""
        return (
            self.quantity,
            self.symbol,
            self.unit,
            self.published or "\N{EM DASH}",
            *self.written,
            "exact" if self.tolerance == 0 else f"{self.tolerance:.0e}".replace("e-0", "e-"),
            "yes" if self.ok else "NO",
            self.source.where,
        )


COLUMNS = (
    "quantity",
    "symbol",
    "unit",
    "the paper says",
    "reference",
    "computed here",
    "tolerance",
    "met",
    "in the paper",
)
_ONLY_IN_HTML = ("symbol", "in the paper")  # a line of text should not be twice a screen wide
_HTML_COLUMNS = (
    "quantity",
    "the paper says",
    "reference",
    "computed here",
    "unit",
    "tolerance",
    "met",
)


@dataclasses.dataclass(frozen=True)
class Table:
    """Rows with a title, readable as text and as HTML.

    Attributes
    ----------
    title : str
        What the table is about.
    rows : tuple of Row
        Its rows.
    references : str
        Where references come from that are neither exact nor counted in simulations.
    """

    title: str
    rows: tuple[Row, ...]
    references: str = COMPUTED_HERE

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        """Go through the rows."""
        return iter(self.rows)

    def __getitem__(self, name: str) -> Row:
        """Return the row of that name."""
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(name)

    @property
    def ok(self) -> bool:
        """Whether every row is met."""
        return all(row.ok for row in self.rows)

    @property
    def note(self) -> str:
        """What the columns mean, in a sentence or two."""
        met = sum(row.ok for row in self.rows)
        sources = sorted({f"{row.source.label}, doi:{row.source.doi}" for row in self.rows})
        return (
            f"{met} of {len(self.rows)} met. The paper: {'; '.join(sources)}; a dash where it is "
            f"silent. Reference: {self.references}, an exact value, or, where chance rules, the "
            "mean of an independent simulation; the tolerance is relative to it."
        )

    def __str__(self) -> str:
        """Return the text face."""
        kept = [k for k, name in enumerate(COLUMNS) if name not in _ONLY_IN_HTML]
        lines = [[line[k] for k in kept] for line in (COLUMNS, *(r.cells() for r in self.rows))]
        right = {kept.index(COLUMNS.index(name)) for name in ("reference", "computed here")}
        return text_face(self.title, lines, right, self.note)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """Return the HTML face, in a box that scrolls by itself on a narrow page."""
        return html_face(self.title, _HTML_COLUMNS, map(_html_row, self.rows), self.note)


def _html_row(row: Row) -> str:
    quantity, symbol, unit, published, reference, computed, tolerance, met, where = row.cells()
    link = html.escape(f"https://doi.org/{row.source.doi}", quote=True)
    kind = "yes" if row.ok else "no"
    return (
        f'<th scope="row">{html.escape(quantity)}, {subscripts(symbol)}</th>'
        f'<td>{html.escape(published)} <a href="{link}">({html.escape(where)})</a></td>'
        f'<td class="nm-number">{html.escape(reference)}</td>'
        f'<td class="nm-number">{html.escape(computed)}</td>'
        f"<td>{html.escape(unit)}</td>"
        f'<td class="nm-number">{html.escape(tolerance)}</td>'
        f'<td class="nm-met-{kind}">{met}</td>'
    )


def subscripts(symbol: str) -> str:
    """Return the symbol with what follows an underscore, up to a blank or bracket, set low."""
    first, *rest = symbol.split("_")
    out = [f"<i>{html.escape(first)}</i>"]
    for part in rest:
        end = next((k for k, letter in enumerate(part) if letter in " ()/^,"), len(part))
        out.append(f"<sub>{html.escape(part[:end])}</sub>{html.escape(part[end:])}")
    return "".join(out)


def _decimals(reference: str, asked: int | None) -> int:
    return len(reference.partition(".")[2]) if asked is None else asked


def _written(value: float, decimals: int) -> str:
    if not math.isfinite(value):
        return str(value)
    text = f"{value:.{decimals}f}"
    return "0" + text[2:] if text.startswith("-0") and float(text) == 0 else text
