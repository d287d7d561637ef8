"""From drive to electrode, frequency by frequency: the transfer function in closed form.

At rest the column is linear, and a linear system answers a rhythm with a rhythm. With QJ's
eigenvalues s_k, eigenvectors v_k and their duals,

    S(w) = sum over k of (C v_k) (v_k^+ Q B) / (2 pi i w - s_k)

The reference implementation first moves the eigenvalues to the left, ``Re s - exp(Re s)``, which
keeps a column that is not stable from growing without bound and leaves a stable one as it is.
Matrices with too few eigenvectors (a chain of equal columns without a way back) are solved
frequency by frequency instead, as are the delayed equations themselves.
"""

from __future__ import annotations

import numpy as np

from neuromath_lib.microcircuit import delays as delayed
from neuromath_lib.microcircuit import linearisation
from neuromath_lib.microcircuit.equations import System

GAIN = 512.0  # of the drive in spectra; evoked responses have another

_SETTLED = -30.0  # 1/s: exp of it is 1e-13, and the conditioning of such a mode is nothing


def transfer_function(
    system: System, hertz: np.ndarray, delays: str, observed: np.ndarray, gain: np.ndarray
) -> np.ndarray:
    """Return S(w), shape ``(..., n_frequencies, n, n)``, for n columns.

    Parameters
    ----------
    system : System
        What joins the populations.
    hertz : numpy.ndarray
        Frequencies, one-dimensional.
    delays : str
        One of `delays.DELAYS`.
    observed : numpy.ndarray
        What the electrode over each column sees of its voltages, shape ``(..., n, 4)``.
    gain : numpy.ndarray
        With which each column's drive enters, shape ``(..., n)``.
    """
    drive = linearisation.input_matrix(system, gain)
    electrode = _electrode(observed)
    omega = 2j * np.pi * hertz
    if delays in delayed.EXACT:
        return _of_late_equations(system, omega, delays, electrode, drive)
    modes = delayed.modes(system, delays)
    if np.all(modes.sound):
        return _of_modes(system, omega, modes, electrode, drive)
    return _of_matrices(system, omega, modes, electrode, drive)


def conditioned(values: np.ndarray) -> np.ndarray:
    """Return the eigenvalues moved to the left: ``Re s - exp(Re s)``."""
    return values - np.exp(np.minimum(values.real, 300.0))


def _electrode(observed: np.ndarray) -> np.ndarray:
    """Return the weights of all voltages for each electrode, shape ``(..., n, 4 n)``."""
    n = observed.shape[-2]
    if n == 1:
        return observed
    matrix = np.zeros((*observed.shape[:-2], n, n, 4))
    k = np.arange(n)
    matrix[..., k, k, :] = observed
    return matrix.reshape(*observed.shape[:-2], n, 4 * n)


def _at_once(system: System, drive: np.ndarray) -> np.ndarray:
    """Return J^-1 B, which holds voltages only, shape ``(..., 8 n, n)``."""
    try:
        v = np.linalg.solve(linearisation.voltage_block(system), drive)
    except np.linalg.LinAlgError as error:
        raise FloatingPointError(
            "the delay operator does not exist for these parameters: the Jacobian is singular"
        ) from error
    out = np.zeros((*v.shape[:-2], 2 * v.shape[-2], v.shape[-1]))
    out[..., 0::2, :] = v
    return out


def _of_modes(
    system: System,
    omega: np.ndarray,
    modes: delayed.Modes,
    electrode: np.ndarray,
    drive: np.ndarray,
) -> np.ndarray:
    # Q B = QJ J^-1 B, so that its part along an eigenvector is s times that of J^-1 B.
    into = modes.values[..., None] * (modes.inverse @ _at_once(system, drive))
    out = electrode @ modes.vectors[..., 0::2, :]
    weight = 1.0 / (omega[:, None] - conditioned(modes.values)[..., None, :])
    if system.columns == 1:
        product = out[..., 0, :] * into[..., :, 0]
        return np.matmul(weight, product[..., None])[..., None]
    return (out[..., None, :, :] * weight[..., None, :]) @ into[..., None, :, :]


def _of_matrices(
    system: System,
    omega: np.ndarray,
    modes: delayed.Modes,
    electrode: np.ndarray,
    drive: np.ndarray,
) -> np.ndarray:
    matrix = modes.matrix.astype(complex)
    if np.any(modes.values.real > _SETTLED):
        # Only as good as the eigenvectors; the reference implementation does the same.
        moved = (modes.vectors * conditioned(modes.values)[..., None, :]) @ np.linalg.pinv(
            modes.vectors
        )
        slow = np.any(modes.values.real > _SETTLED, axis=-1)
        matrix = np.where(slow[..., None, None], moved, matrix)
    into = modes.matrix @ _at_once(system, drive)
    size = matrix.shape[-1]
    system_at = omega[:, None, None] * np.eye(size) - matrix[..., None, :, :]
    states = np.linalg.solve(system_at, into[..., None, :, :].astype(complex))
    return electrode[..., None, :, :] @ states[..., 0::2, :]


def _of_late_equations(
    system: System,
    omega: np.ndarray,
    delays: str,
    electrode: np.ndarray,
    drive: np.ndarray,
) -> np.ndarray:
    matrix, carry = delayed.characteristic(system, delays, omega)
    voltages = np.linalg.solve(matrix, carry[..., :, None] * drive[..., None, :, :])
    return electrode[..., None, :, :] @ voltages
