"""Finding the deck of a chapter."""

from __future__ import annotations

import importlib
import pkgutil

from . import decks
from .exercise import Deck


def known_decks() -> list[str]:
    """Return the names of the decks in ``neuromath_lib/pushups/decks``."""
    return sorted(module.name for module in pkgutil.iter_modules(decks.__path__))


def deck(name: str) -> Deck:
    """Return the deck of a chapter.

    Parameters
    ----------
    name : str
        The name of the chapter's file without its ending, such as ``"action_potential"``.

    Raises
    ------
    ValueError
        If there is no such deck, or its module does not hold one under this name.
    """
    known = known_decks()
    if name not in known:
        listed = ", ".join(known) or "none yet"
        raise ValueError(f"name of a deck: was {name!r}; should be one of: {listed}")
    found = getattr(importlib.import_module(f"{decks.__name__}.{name}"), "DECK", None)
    if not isinstance(found, Deck) or found.name != name:
        was = found.name if isinstance(found, Deck) else type(found).__name__
        raise ValueError(f"DECK of decks/{name}.py: was {was!r}; should be a Deck named {name!r}")
    return found
