"""Rates that arrive late: three conventions, and the delayed equations themselves.

==================  =========================================================================
delays              what it stands for
==================  =========================================================================
"none"              everything acts at once
"current"           rates and leaks arrive late; a voltage follows its own w at once
"classic"           that too is late: every entry of the Jacobian but those on the diagonal
"exact"             the delayed equations of "current", with no approximation
"exact_classic"     those of "classic"
==================  =========================================================================

The delayed equation ``x'(t) = f(x(t - D))`` is replaced in the literature by an ordinary one,
``x' = Q f(x)``, in which QJ solves

    QJ = sum over n of ((-D)^n * J) QJ^n / n!        (entry by entry, D and J)

which is ``QJ = sum over lags d of J_d expm(-d QJ)``, J_d being the entries of J that are d late.
If ``QJ v = s v`` then ``sum J_d exp(-d s) v = s v``: every eigenvalue of QJ is a root of the
delayed equations too. There are infinitely many of these; QJ keeps as many as it has states,
those that grow out of the eigenvalues of J when the delays grow from 0. In one column the
first-order guess ``(1 + D * J)^-1 J`` comes so close to them that Newton's method has them in
four steps, all at once. Where it does not, and for columns joined, whose long delays take their
fast modes far, the matrix equation is iterated, damped.

Source: the reference implementation's delay operator, SPM; the delays, 1 ms inside a column and
8 ms between columns, are its too.
"""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np

from neuromath_lib.microcircuit import linearisation
from neuromath_lib.microcircuit.equations import System
from neuromath_lib.numerics.validation import choice, whole_number

OPERATORS = ("none", "current", "classic")
EXACT = {"exact": "current", "exact_classic": "classic"}
DELAYS = (*OPERATORS, *EXACT)

_KEPT = 16  # columns of a batch whose modes are kept
_CLOSE = 1e-7  # Newton's method squares an error: after a change this small it is at rounding
_LEAP = 0.3  # part of itself by which a root may differ from its guess and still be the same root
_INDEPENDENT = 1e8  # condition of eigenvectors beyond which they are not trusted
_DAMPING = (0.7, 0.5, 0.25, 0.1)  # of the iteration, smaller where larger ones do not settle


@dataclasses.dataclass(frozen=True, eq=False)
class Modes:
    """Eigenvalues and eigenvectors of J or QJ, or the matrix alone where these fail.

    Attributes
    ----------
    values : numpy.ndarray
        1/s, complex, shape ``(..., N)``.
    vectors, inverse : numpy.ndarray
        In columns, and the inverse, shape ``(..., N, N)``.
    matrix : numpy.ndarray
        J or QJ, real.
    sound : numpy.ndarray
        Whether the eigenvectors are independent enough to be used, shape ``(...)``.
    """

    values: np.ndarray
    vectors: np.ndarray
    inverse: np.ndarray
    matrix: np.ndarray
    sound: np.ndarray


def modes(system: System, delays: str) -> Modes:
    """Return the modes of the column at rest under the convention `delays`.

    Those of a few columns are kept with them, as spectra, steps in time and their length all ask
    for the same.

    Raises
    ------
    FloatingPointError
        If the delay operator cannot be found.
    """
    kept = system.__dict__.setdefault("_modes", {})
    if delays in kept:
        return kept[delays]
    found = _modes(system, delays)
    if math.prod(system.shape) <= _KEPT:
        for name in ("values", "vectors", "inverse", "matrix", "sound"):
            getattr(found, name).flags.writeable = False
        kept[delays] = found
    return found


def _modes(system: System, delays: str) -> Modes:
    plain = linearisation.jacobian(system)
    shape, size = plain.shape[:-2], plain.shape[-1]
    plain = plain.reshape(-1, size, size)
    if delays == "none":
        matrix = plain
        values, vectors = _eigenpairs(plain)
        inverse, sound = _inverse(vectors)
    else:
        late = _Late.of(system, delays, len(plain))
        lags = late.state_lags()
        guess = _solved(np.eye(size) + lags * plain, plain)
        if system.columns == 1:
            values, vectors, inverse, matrix, sound = _polished_modes(late, guess)
        else:
            matrix, sound = guess, np.zeros(len(plain), dtype=bool)
        left = np.flatnonzero(~sound)
        if left.size:
            for k in left:
                matrix[k] = _fixed_point(plain[k], lags[k], guess[k])
            values, vectors = _eigenpairs(matrix)
            inverse, sound = _inverse(vectors)
    return Modes(
        values.reshape(*shape, size),
        vectors.reshape(*shape, size, size),
        inverse.reshape(*shape, size, size),
        matrix.reshape(*shape, size, size),
        sound.reshape(shape),
    )


def jacobian(system: System, delays: str) -> np.ndarray:
    """Return J ("none") or QJ at rest, shape ``(..., 8 n, 8 n)``."""
    if delays == "none":
        return linearisation.jacobian(system)
    return modes(system, delays).matrix.copy()


def operator(system: System, delays: str) -> np.ndarray:
    """Return Q at rest, shape ``(..., 8 n, 8 n)``: the identity without delays."""
    plain = linearisation.jacobian(system)
    if delays == "none":
        return np.broadcast_to(np.eye(plain.shape[-1]), plain.shape)
    delayed = jacobian(system, delays)
    return _transposed(_solved(_transposed(plain), _transposed(delayed)))


def eigenvalues(system: System, delays: str) -> np.ndarray:
    """Return the eigenvalues of J or QJ, the slowest to decay first, shape ``(..., 8 n)``."""
    # Of the real matrix, so that pairs are conjugate to the last digit and stay together.
    values = np.linalg.eigvals(jacobian(system, delays)).astype(complex)
    order = np.lexsort((-values.imag, -values.real), axis=-1)
    return np.take_along_axis(values, order, axis=-1)


def characteristic(
    system: System, delays: str, s: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return P(s), whose null vectors are the voltages of a mode ``exp(s t)``.

    Parameters
    ----------
    system : System
        What joins the populations.
    delays : str
        "exact" or "exact_classic".
    s : numpy.ndarray
        1/s, shape ``(K,)``.

    Returns
    -------
    matrix : numpy.ndarray
        Shape ``(..., K, 4 n, 4 n)``.
    carry : numpy.ndarray
        Factor by which a drive is late before it reaches a voltage, shape ``(..., K, 4 n)`` or
        ``(..., K, 1)``.
    """
    late = _Late.of(system, EXACT[delays], None)
    matrix, _ = late.characteristic(s)
    return matrix, np.exp(-s[:, None] * late.carry[..., None, :])


def rightmost_roots(column: Any, count: int = 8, delays: str = "exact", nodes: int = 24) -> Any:
    """Return the roots of the delayed equations that decay most slowly.

    There are infinitely many. QJ has some of them among its eigenvalues, and not always the
    slowest. Chebyshev's polynomials carry the past of the column, which turns the delayed
    equations into a large ordinary system; its eigenvalues are then polished by Newton's method.

    Parameters
    ----------
    column : Column or Cortex
        One, not a batch.
    count : int
        How many.
    delays : str
        "exact" or "exact_classic".
    nodes : int
        Degree of the polynomials.

    Returns
    -------
    numpy.ndarray
        1/s, complex, the slowest to decay first, shape ``(count,)``.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or `nodes` are too few for `count` roots.

    Examples
    --------
    >>> from neuromath_lib.microcircuit import Column
    >>> rightmost_roots(Column.standard(), 2).round(2).tolist()
    [(-32.13+46.8j), (-32.13-46.8j)]
    """
    system = getattr(column, "system", None)
    if not isinstance(system, System) or system.shape:
        raise ValueError(f"column was {column!r}; it should be one Column or Cortex, not a batch")
    choice("delays", delays, tuple(EXACT))
    count, nodes = whole_number("count", count), whole_number("nodes", nodes, low=4)
    late = _Late.of(system, EXACT[delays], 1)
    lags = late.state_lags()[0]
    plain = linearisation.jacobian(system)
    longest = lags.max()
    if longest == 0.0:
        found = np.linalg.eigvals(plain).astype(complex)
    else:
        large = _chebyshev_generator(plain, lags, longest, nodes)
        found = np.linalg.eigvals(large)
        found = found[np.argsort(-found.real)][: 4 * count]
        found = _polished(late, found)
    if len(found) < count:
        raise ValueError(f"nodes was {nodes}; it should be larger to find {count} roots")
    return found[np.lexsort((-found.imag, -found.real.round(6)))][:count]


@dataclasses.dataclass(frozen=True, eq=False)
class _Late:
    """The linear equations with their lags, for a row of systems.

    A mode exp(s t) with voltages v obeys
    ``(s^2 + damping s) v_p = sum_q block_pq exp(-s lags_pq) v_q``, and its w is
    ``s exp(s carry) v``.
    """

    block: np.ndarray  # (row, P, P)
    damping: np.ndarray  # (row or 1, P)
    lags: np.ndarray  # (row or 1, P or 1, P or 1), with the carry
    carry: np.ndarray  # (row or 1, P or 1)
    carries: bool  # whether any carry is not 0

    @classmethod
    def of(cls, system: System, delays: str, row: int | None) -> _Late:
        """Return the linear equations; with `row`, the batch made into one axis of that length."""
        block = linearisation.voltage_block(system)
        carry = system.lag_within if delays == "classic" else 0.0 * system.lag_within
        found = cls(
            block,
            2.0 / system.time_constants,
            system.lags + carry[..., :, None],
            carry,
            delays == "classic",
        )
        if row is None:
            return found
        shape = block.shape[:-2]

        def flat(array: np.ndarray, axes: int) -> np.ndarray:
            end = array.shape[array.ndim - axes :]
            return np.broadcast_to(array, (*shape, *end)).reshape(row, *end)

        return cls(
            block.reshape(row, *block.shape[-2:]),
            flat(found.damping, 1),
            flat(found.lags, 2),
            flat(found.carry, 1),
            found.carries,
        )

    def characteristic(self, s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return P(s) and dP/ds, each of shape ``(..., K, P, P)``."""
        lags = self.lags[..., None, :, :]
        slope = -np.exp(-s[..., None, None] * lags) * self.block[..., None, :, :]
        matrix = slope.copy()
        slope *= -lags
        damping, each = self.damping[..., None, :], s[..., None]
        linearisation.diagonal(matrix)[...] += each * (each + damping)
        linearisation.diagonal(slope)[...] += 2.0 * each + damping
        return matrix, slope

    def state_lags(self) -> np.ndarray:
        """Return the lag of every entry of J, shape ``(..., 2 P, 2 P)``."""
        size = self.block.shape[-1]
        out = np.zeros((*self.block.shape[:-2], 2 * size, 2 * size))
        out[..., 1::2, 0::2] = self.lags - self.carry[..., None]
        k = np.arange(size)
        out[..., 2 * k, 2 * k + 1] = self.carry
        return out


def _polished_modes(late: _Late, guess: np.ndarray) -> tuple:
    """Return values, vectors, inverse and matrix of QJ from a guess, and whether they are right."""
    start, vectors = _eigenpairs(guess)
    s, v = start, np.swapaxes(vectors[:, 0::2], -1, -2)  # (row, K) and (row, K, P)
    # A guess that goes wrong may overflow; what it comes to is then not right, and not used.
    with np.errstate(all="ignore"):
        for _ in range(12):
            before = s
            s, v = _newton(late, s, v)
            change = np.abs((s - before) / s).max(axis=-1)
            if np.all((change < _CLOSE) | ~np.isfinite(change)):
                break
        right = (change < _CLOSE) & (np.abs((s - start) / s).max(axis=-1) < _LEAP)
        v = np.swapaxes(v, -1, -2)
        vectors[:, 0::2] = v
        lateness = np.exp(s[:, None, :] * late.carry[..., None]) if late.carries else 1.0
        vectors[:, 1::2] = s[:, None, :] * lateness * v
        inverse, independent = _inverse(vectors)
        matrix = (vectors * s[:, None, :]) @ inverse
        size = np.abs(matrix.real).max(axis=(-1, -2))
        right &= independent & (np.abs(matrix.imag).max(axis=(-1, -2)) <= 1e-7 * size)
    return s, vectors, inverse, matrix.real.copy(), right


def _eigenpairs(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values, vectors = np.linalg.eig(matrix)
    return values.astype(complex), vectors.astype(complex)


def _newton(late: _Late, s: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return one step of Newton's method for pairs of root and vector, ``(row, K)`` of them."""
    matrix, slope = late.characteristic(s)
    try:
        x = np.linalg.solve(matrix, slope @ v[..., None])[..., 0]
    except np.linalg.LinAlgError:  # a guess hit its root to the last digit
        matrix, slope = late.characteristic(s * (1.0 + 1e-13))
        x = np.linalg.solve(matrix, slope @ v[..., None])[..., 0]
    dual = v.conj()
    weight = (dual * x).sum(axis=-1) / (dual * v).sum(axis=-1)
    return s - 1.0 / weight, x / weight[..., None]


def _inverse(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the inverse of each matrix of eigenvectors, and whether they are independent."""
    try:
        inverse = np.linalg.inv(vectors)
    except np.linalg.LinAlgError:
        inverse = np.stack([_inverse_or_nan(one) for one in vectors])
    # The length of an eigenvector times that of its dual, 1 where it stands at right angles to
    # all others; of voltages alone, because a w is some hundred times its v.
    forth = np.linalg.norm(vectors[:, 0::2], axis=-2)
    back = np.linalg.norm(inverse[..., 0::2], axis=-1)
    with np.errstate(invalid="ignore"):
        return inverse, (forth * back).max(axis=-1) < _INDEPENDENT


def _inverse_or_nan(matrix: np.ndarray) -> np.ndarray:
    try:
        return np.linalg.inv(matrix)
    except np.linalg.LinAlgError:
        return np.full_like(matrix, np.nan)


def _fixed_point(plain: np.ndarray, lags: np.ndarray, guess: np.ndarray) -> np.ndarray:
    """Return QJ of one system by damped iteration of its matrix equation, from a guess."""
    # In units in which v and w are alike, exponentials need fewer terms.
    unit = np.ones(len(plain))
    unit[1::2] = np.abs(np.diag(plain)[1::2]).max()
    plain, guess = (matrix / unit[:, None] * unit for matrix in (plain, guess))
    known = [float(lag) for lag in np.unique(lags)]
    parts = [np.where(lags == lag, plain, 0.0) for lag in known]
    close = 1e-12 * np.abs(plain).max()
    with np.errstate(all="ignore"):
        for damping in _DAMPING:
            found = guess
            for _ in range(int(100 / damping)):
                change = _late_sum(found, known, parts) - found
                found = found + damping * change
                largest = np.abs(change).max()
                if largest <= close:
                    return found * unit[:, None] / unit
                if not largest < 1e9 * np.abs(plain).max():
                    break
    raise FloatingPointError(
        "the delay operator does not settle for these parameters; use delays='exact', shorter "
        "delays or weaker connections"
    )


def _late_sum(matrix: np.ndarray, lags: list[float], parts: list[np.ndarray]) -> np.ndarray:
    """Return the sum of the parts, each times ``expm(-lag matrix)``."""
    from scipy.linalg import expm  # not needed for one column near the usual ones

    total = np.zeros_like(matrix)
    first, shortest = None, 0.0
    for lag, part in zip(lags, parts, strict=True):
        if lag == 0.0:
            total = total + part
            continue
        times = round(lag / shortest) if shortest else 0
        if times and abs(times * shortest - lag) < 1e-12 * lag:
            total = total + part @ np.linalg.matrix_power(first, times)
            continue
        power = expm(-lag * matrix)
        first, shortest = (first, shortest) if shortest else (power, lag)
        total = total + part @ power
    return total


def _chebyshev_generator(
    plain: np.ndarray, lags: np.ndarray, longest: float, nodes: int
) -> np.ndarray:
    """Return the matrix that moves the present and past of a state, on Chebyshev's points."""
    k = np.arange(nodes + 1)
    x = np.cos(np.pi * k / nodes)  # from the present, 1, to the longest lag ago, -1
    weight = np.where((k == 0) | (k == nodes), 0.5, 1.0) * (-1.0) ** k
    apart = x[:, None] - x[None, :] + np.eye(nodes + 1)
    slope = weight[None, :] / weight[:, None] / apart
    slope -= np.diag(slope.sum(axis=1))
    size = len(plain)
    large = np.kron(slope * (2.0 / longest), np.eye(size))
    large[:size] = 0.0
    for lag in np.unique(lags):
        at = 1.0 - 2.0 * lag / longest
        near = np.abs(at - x) < 1e-14
        basis = near.astype(float) if near.any() else weight / (at - x)
        large[:size] += np.kron((basis / basis.sum())[None, :], np.where(lags == lag, plain, 0.0))
    return large


def _polished(late: _Late, guesses: np.ndarray) -> np.ndarray:
    """Return the roots near the guesses, each once, by Newton's method on the smallest mode."""
    roots: list[complex] = []
    for guess in guesses:
        matrix, _ = late.characteristic(np.array([[guess]]))
        v = np.linalg.svd(matrix[0, 0])[2][-1].conj()[None, None, :]
        s = np.array([[guess]])
        for _ in range(30):
            old = s
            s, v = _newton(late, s, v)
            if not np.isfinite(s).all() or abs(s - old)[0, 0] < 1e-12 * abs(s)[0, 0]:
                break
        root = complex(s[0, 0])
        fresh = all(abs(root - other) > 1e-6 * abs(root) for other in roots)
        if np.isfinite(root) and abs(root - guess) < 0.05 * abs(guess) and fresh:
            roots.append(root)
    return np.array(roots)


def _solved(matrix: np.ndarray, right: np.ndarray) -> np.ndarray:
    try:
        return np.linalg.solve(matrix, right)
    except np.linalg.LinAlgError as error:
        raise FloatingPointError(
            "the delay operator does not exist for these parameters: a matrix is singular"
        ) from error


def _transposed(matrix: np.ndarray) -> np.ndarray:
    return np.swapaxes(matrix, -1, -2)
