"""A network as data for a page: exact, small, and with its random orders drawn beforehand."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from neuromath_lib.explore.pattern_pads import PatternPad

SWEEPS = 32  # small networks rest after a few; what still moves then may never rest
_WHOLE = (np.int8, np.int16, np.int32)


def pack(pad: PatternPad) -> dict[str, Any]:
    """Return what the page's script needs.

    Parameters
    ----------
    pad : PatternPad
        Network, memories and seed.

    Returns
    -------
    dict
        ``weights``: the lower triangle where they are symmetric, else all but the diagonal, line
        by line; ``unit``: by what to multiply weights and thresholds; ``whole``: whether they are
        whole numbers; ``orders``: in which to update the units, one sweep after the other;
        ``memories``: with ``1`` for +1 and ``0`` for -1; and ``thresholds``, ``symmetric``,
        ``seed``. Arrays are little-endian, in base64, each with its kind.
    """
    n_units = pad.start.size
    unit = _unit(pad.weights, pad.thresholds)
    weights, thresholds = pad.weights, pad.thresholds
    if unit is not None:
        weights, thresholds = np.rint(weights / unit), np.rint(thresholds / unit)
    symmetric = np.array_equal(weights, weights.T)
    places = np.tri(n_units, k=-1, dtype=bool) if symmetric else ~np.eye(n_units, dtype=bool)
    rng = np.random.default_rng(pad.seed)
    orders = np.array([rng.permutation(n_units) for _ in range(SWEEPS)], dtype=np.uint8)
    return {
        "weights": _array(weights[places]),
        "thresholds": thresholds.tolist() if np.any(thresholds) else 0,
        "unit": unit or 1,
        "whole": unit is not None,
        "symmetric": symmetric,
        "orders": _array(orders),
        "memories": [bits(memory) for memory in pad.memories],
        "names": list(pad.names),
        "seed": pad.seed,
    }


def bits(state: np.ndarray) -> str:
    """Return a state with ``1`` for +1 and ``0`` for -1."""
    return "".join("1" if unit > 0 else "0" for unit in state)


def _unit(weights: np.ndarray, thresholds: np.ndarray) -> float | None:
    """Return the unit, 1 or 1 / N, of which all are whole multiples, None if there is none."""
    for unit in (1, 1 / len(weights)):
        if all(_multiples(values / unit) for values in (weights, thresholds)):
            return unit
    return None


def _multiples(values: np.ndarray) -> bool:
    nearest = np.rint(values)
    small = np.abs(nearest).max() <= np.iinfo(_WHOLE[-1]).max
    rounding = 8.0 * np.finfo(float).eps * np.abs(nearest)
    return bool(small and np.all(np.abs(values - nearest) <= rounding))


def _array(values: np.ndarray) -> dict[str, str]:
    if values.dtype.kind == "f":
        least, most = values.min(), values.max()
        if np.all(values == np.rint(values)):
            kinds = [k for k in _WHOLE if np.iinfo(k).min <= least and most <= np.iinfo(k).max]
            values = values.astype(kinds[0]) if kinds else values
    kind = values.dtype.name
    little = values.astype(values.dtype.newbyteorder("<"))
    return {"kind": kind, "data": base64.b64encode(little.tobytes()).decode()}
