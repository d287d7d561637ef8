"""Piecewise polynomials on a mesh that goes where the action is.

A function of period 1 is kept as its values at points: `DEGREE` to an interval, evenly spaced from
its start; the next interval's first point closes it. The points where a differential equation is
to hold are the Gauss points of each interval, which makes the values at the ends of intervals
exact to the order 2 DEGREE. After C. de Boor & B. Swartz 1973, SIAM J Numer Anal 10:582,
doi:10.1137/0710052.
"""

from __future__ import annotations

import numpy as np

DEGREE = 4


def _lagrange(nodes: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return each node's Lagrange polynomial at the places `at`: (places, nodes)."""
    powers = np.vander(nodes, increasing=True)
    return np.vander(at, len(nodes), increasing=True) @ np.linalg.inv(powers)


_NODES = np.linspace(0.0, 1.0, DEGREE + 1)
_COEFFICIENTS = np.linalg.inv(np.vander(_NODES, increasing=True))  # of powers of s, by node
_GAUSS = 0.5 * (1.0 + np.polynomial.legendre.leggauss(DEGREE)[0])
WEIGHTS = 0.5 * np.polynomial.legendre.leggauss(DEGREE)[1]
VALUE = _lagrange(_NODES, _GAUSS)  # (DEGREE, DEGREE + 1): values at Gauss points from nodes
SLOPE = (
    (  # the same for derivatives, on an interval of length 1
        np.vander(_GAUSS, DEGREE, increasing=True) * np.arange(1, DEGREE + 1)
    )
    @ _COEFFICIENTS[1:]
)


def points(mesh: np.ndarray) -> np.ndarray:
    """Return the places of all values: (intervals, DEGREE) for a mesh of intervals + 1 ends."""
    return mesh[:-1, None] + np.diff(mesh)[:, None] * _NODES[:-1]


def closed(y: np.ndarray) -> np.ndarray:
    """Return the values of each interval with its end: (intervals, DEGREE + 1, dimension)."""
    return np.concatenate([y, np.roll(y[:, :1], -1, axis=0)], axis=1)


def at_gauss_points(y: np.ndarray) -> np.ndarray:
    """Return the values at the Gauss points: (intervals, DEGREE, dimension)."""
    return VALUE @ closed(y)


def slope_at_gauss_points(mesh: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the derivatives at the Gauss points: (intervals, DEGREE, dimension)."""
    return SLOPE @ closed(y) / np.diff(mesh)[:, None, None]


def evaluate(mesh: np.ndarray, y: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return the function at the places `at` (any real numbers): (places, dimension)."""
    at = np.mod(at, 1.0)
    k = np.clip(np.searchsorted(mesh, at, side="right") - 1, 0, len(mesh) - 2)
    local = (at - mesh[k]) / np.diff(mesh)[k]
    basis = np.vander(local, DEGREE + 1, increasing=True) @ _COEFFICIENTS
    return np.einsum("pj,pjd->pd", basis, closed(y)[k])


def extremes(mesh: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and the highest place and value of one component.

    Parameters
    ----------
    mesh : numpy.ndarray
        Ends of the intervals.
    y : numpy.ndarray
        Values of one component, (intervals, DEGREE).

    Returns
    -------
    places, values : numpy.ndarray
        Of the minimum and the maximum, shape ``(2,)`` each.
    """
    whole = closed(y[..., None])[..., 0]
    places, values = [], []
    for sign in (-1.0, 1.0):
        top = np.unravel_index(np.argmax(sign * whole), whole.shape)
        found = (mesh[top[0]] + _NODES[top[1]] * np.diff(mesh)[top[0]], whole[top])
        # The maximum lies in the interval of the highest point, or in its neighbour.
        for k in ((top[0] - 1) % len(whole), top[0], (top[0] + 1) % len(whole)):
            polynomial = np.polynomial.Polynomial(_COEFFICIENTS @ whole[k])
            turns = polynomial.deriv().roots()
            turns = turns[np.abs(turns.imag) < 1e-9].real
            for s in turns[(turns >= 0) & (turns <= 1)]:
                value = polynomial(s)
                if sign * value > sign * found[1]:
                    found = (mesh[k] + s * np.diff(mesh)[k], value)
        places.append(found[0] % 1.0)
        values.append(found[1])
    return np.array(places), np.array(values)


def adapted(mesh: np.ndarray, y: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """Return a mesh of as many intervals on which the error is spread evenly.

    The error of an interval of length h is as h^(DEGREE + 1) times the derivative of that order,
    which the jumps of the highest derivative between neighbours tell.
    """
    lengths = np.diff(mesh)
    highest = np.einsum("j,ijd->id", _COEFFICIENTS[-1], closed(y / scales))
    highest = highest / lengths[:, None] ** DEGREE
    jump = np.roll(highest, -1, axis=0) - highest
    between = 0.5 * (lengths + np.roll(lengths, -1))
    at_end = np.linalg.norm(jump, axis=1) / between
    density = (0.5 * (at_end + np.roll(at_end, 1))) ** (1.0 / (DEGREE + 1))
    density = 0.25 * np.roll(density, 1) + 0.5 * density + 0.25 * np.roll(density, -1)
    # No interval is much longer than the mean, and none of a flat function gets all of them.
    density = density + 0.2 * np.sum(density * lengths) + 1e-12
    filled = np.concatenate([[0.0], np.cumsum(density * lengths)])
    filled /= filled[-1]
    new = np.interp(np.linspace(0.0, 1.0, len(mesh)), filled, mesh)
    new[[0, -1]] = 0.0, 1.0
    return new
