"""How the slopes change with the state: the Jacobian of a column or of columns joined, by hand.

Only voltages act on other populations, and only through their rates, so that the whole matrix is
told by one block, from voltages to the slopes of w.
"""

from __future__ import annotations

import numpy as np

from neuromath_lib.microcircuit.equations import System, sigmoid


def voltage_block(system: System, v: np.ndarray | None = None) -> np.ndarray:
    """Return the derivative of dw/dt in the voltages, 1/s2, shape ``(..., 4 n, 4 n)``.

    Parameters
    ----------
    system : System
        What joins the populations.
    v : numpy.ndarray, optional
        Voltages, shape ``(..., 4 n)``; rest if left out.
    """
    if v is None:
        rate_slope = system.slope / 4.0
    else:
        rate_slope = system.slope * (0.25 - sigmoid(v, system.slope) ** 2)
    block = system.coupling * rate_slope[..., None, :]
    diagonal(block)[...] -= 1.0 / system.time_constants
    return block / system.time_constants[..., None]


def diagonal(matrix: np.ndarray) -> np.ndarray:
    """Return the diagonals of contiguous matrices, shape ``(..., N)``, to be changed in place."""
    size = matrix.shape[-1]
    return matrix.reshape(*matrix.shape[:-2], size * size)[..., :: size + 1]


def jacobian(system: System, state: np.ndarray | None = None) -> np.ndarray:
    """Return the derivative of the slopes in the state, without delays.

    Parameters
    ----------
    system : System
        What joins the populations.
    state : numpy.ndarray, optional
        Where, shape ``(..., 8 n)``; rest if left out.

    Returns
    -------
    numpy.ndarray
        Shape ``(..., 8 n, 8 n)``.
    """
    block = voltage_block(system, None if state is None else state[..., 0::2])
    matrix = np.zeros((*block.shape[:-2], 2 * block.shape[-1], 2 * block.shape[-1]))
    size = matrix.shape[-1]
    flat = matrix.reshape(*matrix.shape[:-2], size * size)
    flat[..., 1 :: 2 * size + 2] = 1.0  # from each w to its v
    diagonal(matrix)[..., 1::2] = -2.0 / system.time_constants
    matrix[..., 1::2, 0::2] = block
    return matrix


def input_matrix(system: System, gain: np.ndarray) -> np.ndarray:
    """Return the derivative of the slopes of w in the drives, shape ``(..., 4 n, n)``.

    Parameters
    ----------
    system : System
        What joins the populations.
    gain : numpy.ndarray
        With which each column's drive enters, shape ``(..., n)``.
    """
    n = system.columns
    per_column = gain / system.time_constants[..., 0::4]
    matrix = np.zeros((*per_column.shape[:-1], 4 * n, n))
    column = np.arange(n)
    matrix[..., 4 * column, column] = per_column
    return matrix
