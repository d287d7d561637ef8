"""Figures in one style: ``figures.use()`` once, then matplotlib as usual.

The palette is at hand at once; matplotlib is imported when a figure is first asked for.
"""

from __future__ import annotations

from importlib import import_module

from neuromath_lib.figures import palette
from neuromath_lib.figures.palette import colour

__all__ = ["colour", "label", "palette", "use"]

_LAZY = {"use": "style", "label": "style"}


def __getattr__(name: str):
    if name in _LAZY:
        return getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
    try:
        return import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"{__name__}.{name}":
            raise
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
