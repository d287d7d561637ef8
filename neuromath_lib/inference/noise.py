"""How precise data are: a sum of known parts, each with a precision of its own to be found.

The precision matrix of the noise is Pi = sum_i exp(h_i) Q_i. With blocks, Q_i marks the data of
block i; with components, the Q_i are given. What a search needs of either is the same: the log
determinant of Pi, and a few traces.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from neuromath_lib.numerics.validation import numbers


@dataclasses.dataclass(frozen=True, eq=False)
class Blocks:
    """Independent noise, of one precision in each block of the data.

    Attributes
    ----------
    labels : numpy.ndarray of int, shape (n,)
        The block of each datum.
    count : int
        How many blocks.
    """

    labels: np.ndarray
    count: int

    def products(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Return left' Q_i right for every part, parts first; `left` and `right` are (n, m)."""
        marks = [self.labels == block for block in range(self.count)]
        return np.stack([left[mark].T @ right[mark] for mark in marks])

    def log_determinant(self, log_precision: np.ndarray) -> float:
        """Return ln|Pi|."""
        return float(self._sizes @ log_precision)

    def shares(self, log_precision: np.ndarray) -> np.ndarray:
        """Return tr(P_i Pi^-1), P_i = exp(h_i) Q_i: how many data each part accounts for."""
        return self._sizes

    def overlaps(self, log_precision: np.ndarray) -> np.ndarray:
        """Return tr(P_i Pi^-1 P_j Pi^-1) for all pairs of parts, shape (k, k)."""
        return np.diag(self._sizes)

    @property
    def _sizes(self) -> np.ndarray:
        return np.bincount(self.labels, minlength=self.count).astype(float)


@dataclasses.dataclass(frozen=True, eq=False)
class Components:
    """Noise whose precision matrix is a sum of given matrices, so that data may be correlated.

    Attributes
    ----------
    matrices : numpy.ndarray, shape (k, n, n)
        The Q_i.
    """

    matrices: np.ndarray

    @property
    def count(self) -> int:
        """How many parts."""
        return len(self.matrices)

    def products(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Return left' Q_i right for every part, parts first; `left` and `right` are (n, m)."""
        return np.stack([left.T @ (matrix @ right) for matrix in self.matrices])

    def log_determinant(self, log_precision: np.ndarray) -> float:
        """Return ln|Pi|; LinAlgError if it is singular."""
        factor, _ = cho_factor(self._precision(log_precision))
        return float(2.0 * np.log(np.diag(factor)).sum())

    def shares(self, log_precision: np.ndarray) -> np.ndarray:
        """Return tr(P_i Pi^-1), P_i = exp(h_i) Q_i: how many data each part accounts for."""
        return np.trace(self._relative(log_precision), axis1=1, axis2=2)

    def overlaps(self, log_precision: np.ndarray) -> np.ndarray:
        """Return tr(P_i Pi^-1 P_j Pi^-1) for all pairs of parts, shape (k, k)."""
        relative = self._relative(log_precision)
        return np.einsum("iab,jba->ij", relative, relative)

    def _precision(self, log_precision: np.ndarray) -> np.ndarray:
        return np.einsum("i,iab->ab", np.exp(log_precision), self.matrices)

    def _relative(self, log_precision: np.ndarray) -> np.ndarray:
        factor = cho_factor(self._precision(log_precision))
        parts = np.exp(log_precision)[:, None, None] * self.matrices
        return np.stack([cho_solve(factor, part) for part in parts])


def noise_parts(
    shape: tuple[int, ...], complex_data: bool, blocks: Any, components: Any, count: int
) -> Blocks | Components:
    """Check the description of the noise against the data and return it.

    Complex data have twice as many numbers, first all real parts, then all imaginary ones.

    Raises
    ------
    ValueError
        If blocks or components do not fit the data, or their number is not `count`.
    """
    size, copies = int(np.prod(shape)), 2 if complex_data else 1
    if blocks is not None and components is not None:
        raise ValueError("components was given beside blocks; it should be one or the other")
    if components is not None:
        parts = _components(components, size)
        if copies == 2:
            parts = np.stack([np.kron(np.eye(2), part) for part in parts])
        found: Blocks | Components = Components(parts)
    else:
        labels = _labels(blocks, shape)
        found = Blocks(np.tile(labels, copies), int(labels.max()) + 1)
    if found.count != count:
        raise ValueError(
            f"noise_precision was over {count} log-precisions; it should be over {found.count}, "
            "one for each block or component"
        )
    return found


def _labels(blocks: Any, shape: tuple[int, ...]) -> np.ndarray:
    if blocks is None:
        return np.zeros(int(np.prod(shape)), int)
    labels = np.asarray(numbers("blocks", blocks, low=0.0))
    try:
        labels = np.broadcast_to(labels, shape).ravel()
    except ValueError as error:
        raise ValueError(
            f"blocks was of shape {labels.shape}; it should broadcast to that of data, {shape}"
        ) from error
    whole = labels.astype(int)
    if (whole != labels).any() or np.unique(whole).size != whole.max() + 1:
        raise ValueError(
            f"blocks held {np.unique(labels).tolist()[:8]}; it should hold the whole numbers from "
            "0 up, none left out"
        )
    return whole


def _components(components: Any, size: int) -> np.ndarray:
    parts = np.asarray(numbers("components", components))
    if parts.ndim == 2:
        parts = parts[None]
    if parts.shape[1:] != (size, size):
        raise ValueError(
            f"components was of shape {parts.shape}; it should be (k, {size}, {size}), for data "
            f"of {size} values"
        )
    scale = abs(parts).max()
    if (abs(parts - parts.transpose(0, 2, 1)) > 1e-10 * scale).any():
        raise ValueError("components held a matrix that was not symmetric; all should be")
    if np.linalg.eigvalsh(parts).min() < -1e-10 * scale:
        raise ValueError("components held a matrix with a negative eigenvalue; it should have none")
    if np.linalg.eigvalsh(parts.sum(axis=0))[0] <= 1e-12 * scale:
        raise ValueError("components had a singular sum; it should leave no datum without noise")
    return parts
