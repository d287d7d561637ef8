"""Published values beside computed ones: chapters print them, tests check them.

One module a model declares its quantities; `table` computes and compares them.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable

from neuromath_lib.evidence.constants import Constants, constants
from neuromath_lib.evidence.other_programs import Peers, peers
from neuromath_lib.evidence.table import COMPUTED_HERE, Quantity, Row, Source, Table
from neuromath_lib.numerics.validation import choice

__all__ = [
    "Constants",
    "Peers",
    "Quantity",
    "Row",
    "Source",
    "Table",
    "constants",
    "peers",
    "quantities",
    "table",
]

# The modules that declare a model's quantities, in the order of its table.
MODELS = {
    "hodgkin_huxley": (
        "hodgkin_huxley",
        "hodgkin_huxley_cycles",
        "hodgkin_huxley_cable",
        "hodgkin_huxley_accuracy",
    ),
    "hodgkin_huxley_batteries": ("hodgkin_huxley_batteries",),
    # Rates of firing by chance take long runs, and come out only within their errors.
    "hodgkin_huxley_noise": ("hodgkin_huxley_noise",),
    "hopfield": ("hopfield",),
    "hopfield_simulation": ("hopfield_simulation",),  # half a minute of large networks
    "hopfield_sleep": ("hopfield_sleep",),
    "microcircuit": ("microcircuit",),
    "microcircuit_resting": ("microcircuit_resting",),
    "inference": ("inference",),
}


def quantities(model: str) -> tuple[Quantity, ...]:
    """Return what is declared about a model, before anything is computed.

    Parameters
    ----------
    model : str
        "hodgkin_huxley", "hopfield", or another of `MODELS`.

    Returns
    -------
    tuple of Quantity
        In the order of the table.

    Raises
    ------
    ValueError
        If there is no such model.
    """
    return tuple(quantity for module in _modules(model) for quantity in module.QUANTITIES)


def table(model: str, only: Iterable[str] | None = None) -> Table:
    """Compute the quantities of a model and compare them with what is known.

    Parameters
    ----------
    model : str
        "hodgkin_huxley", "hopfield", or another of `MODELS`.
    only : iterable of str, optional
        Names of the rows wanted, in the order wanted; all of them if left out.

    Returns
    -------
    Table
        ``.rows``, each with ``quantity``, ``symbol``, ``unit``, ``published`` (what the source
        says, or None), ``reference``, ``computed``, ``tolerance``, ``ok`` and ``source``.

    Raises
    ------
    ValueError
        If there is no such model or no such row.

    Examples
    --------
    >>> row = table("hodgkin_huxley", only=["shock_7_time"]).rows[0]
    >>> row.published, round(row.computed, 3), row.ok
    ('3.4', 3.391, True)
    """
    declared = {quantity.name: quantity for quantity in quantities(model)}
    if isinstance(only, str):
        raise ValueError(f"only was {only!r}; it should be a list of names, as in [{only!r}]")
    names = list(declared) if only is None else list(only)
    for name in names:
        choice("only", name, tuple(declared))
    first = _modules(model)[0]
    return Table(
        title=first.TITLE,
        rows=tuple(declared[name].row() for name in names),
        references=getattr(first, "REFERENCES", COMPUTED_HERE),
    )


def _modules(model: str) -> list:
    names = MODELS[choice("model", model, tuple(MODELS))]
    return [importlib.import_module(f"{__name__}.{name}") for name in names]
