"""Loops at the speed of C, from the same source that runs as plain Python without a compiler.

``@compiled`` hands a function to numba when numba is there and returns it untouched when it is
not, so that nothing but patience depends on it. numba takes half a second to import: a module
whose functions wear this decorator should be imported where it is first needed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# All of fastmath but `reassoc`, which may cancel (x + big) - big, and but `nnan` and `ninf`,
# under which a test for a solution that blew up may be optimised away.
SAFE_FASTMATH = frozenset({"contract", "arcp", "nsz"})


def compiled(function: Callable | None = None, **options: Any) -> Callable:
    """Compile `function` with numba, cached on disk; return it as it is if numba is missing.

    Parameters
    ----------
    function : callable
        Loops over numpy arrays and numbers.
    **options
        Further options of ``numba.njit``.

    Returns
    -------
    callable
        The compiled function, or `function`. The compiled one holds the Python source in its
        attribute ``py_func``.

    Examples
    --------
    >>> @compiled
    ... def total(values):
    ...     result = 0.0
    ...     for value in values:
    ...         result += value
    ...     return result
    """
    if function is None:
        return lambda wrapped: compiled(wrapped, **options)
    try:
        import numba
    except ImportError:
        return function
    settings = {"fastmath": set(SAFE_FASTMATH), "error_model": "numpy", "nogil": True} | options
    try:
        return numba.njit(cache=True, **settings)(function)
    except RuntimeError:  # nowhere to keep the cache: a read-only disk, or a notebook cell
        return numba.njit(**settings)(function)


def is_compiled(function: Callable) -> bool:
    """Return whether `function` went through numba."""
    return hasattr(function, "py_func")
