"""What kind of Hopf point: the first Lyapunov coefficient.

Where a pair of eigenvalues crosses the imaginary axis a family of small cycles is born. If the
coefficient is negative they surround the equilibrium that has just lost its stability and attract
(supercritical); if it is positive they surround the one that is still stable, repel, and are the
edge of its basin (subcritical). Formula: Yu. A. Kuznetsov 2004, Elements of Applied Bifurcation
Theory, 3rd ed, Springer, doi:10.1007/978-1-4757-3978-7, section 5.4.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def critical_pair(matrix: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the frequency and the right and left vectors of the pair nearest the imaginary axis.

    Returns
    -------
    float
        Imaginary part of the eigenvalue, positive (angular frequency).
    right, left : numpy.ndarray
        ``matrix @ right = i w right``, largest component 1; ``left.conj() @ right = 1``.

    Raises
    ------
    ValueError
        If there is no pair of complex eigenvalues.
    """
    values, vectors = np.linalg.eig(matrix)
    if not np.any(values.imag > 0):
        raise ValueError("matrix should have a pair of complex eigenvalues, and has none")
    which = np.argmin(np.where(values.imag > 0, np.abs(values.real), np.inf))
    right = vectors[:, which] / vectors[np.argmax(np.abs(vectors[:, which])), which]
    others, lefts = np.linalg.eig(matrix.T)
    left = lefts[:, np.argmin(np.abs(others - values[which].conj()))]
    return float(values[which].imag), right, left / (left.conj() @ right).conj()


def first_lyapunov(
    jacobian: Callable[[np.ndarray], np.ndarray], y: np.ndarray, scales: np.ndarray
) -> float:
    """Return the first Lyapunov coefficient at a Hopf point.

    Parameters
    ----------
    jacobian : callable
        ``jacobian(y)``, shape (d, d); its own derivatives are taken by differences.
    y : numpy.ndarray
        The equilibrium, shape ``(d,)``.
    scales : numpy.ndarray
        What is a small step in each component, shape ``(d,)``.

    Returns
    -------
    float
        Its sign says which kind; its size depends on the eigenvector's, whose largest component
        is 1 here.
    """
    a = jacobian(y)
    omega, q, p = critical_pair(a)

    def along(u: np.ndarray, order: int) -> np.ndarray:
        """Return the first or second derivative of the Jacobian in the direction u."""
        if not np.any(u):
            return np.zeros_like(a)
        step = 1.0 / np.max(np.abs(u) / scales)
        j = [jacobian(y + k * step * u) for k in (-2, -1, 0, 1, 2)]
        if order == 1:
            return (j[0] - 8.0 * j[1] + 8.0 * j[3] - j[4]) / (12.0 * step)
        return (-j[0] + 16.0 * j[1] - 30.0 * j[2] + 16.0 * j[3] - j[4]) / (12.0 * step**2)

    def twice(u: np.ndarray, w: np.ndarray) -> np.ndarray:
        """Second derivative of f in two complex directions."""
        return (along(u.real, 1) + 1j * along(u.imag, 1)) @ w

    # Third derivative in q, q and conj(q), from q = b + i c.
    b, c = q.real, q.imag
    bb, cc = along(b, 2), along(c, 2)
    thrice = bb @ b + cc @ b + 1j * (bb @ c + cc @ c)
    slow = np.linalg.solve(a, twice(q, q.conj()).real)
    fast = np.linalg.solve(2j * omega * np.eye(len(y)) - a, twice(q, q))
    total = thrice - 2.0 * twice(slow.astype(complex), q) + twice(fast, q.conj())
    return float((p.conj() @ total).real / (2.0 * omega))
