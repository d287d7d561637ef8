"""The two loops of the travelling impulse that must be fast, compiled when numba is there.

`advance` takes a cable through time; `shoot` follows an impulse that keeps its shape until it
flies off. Their rates are those of `kernels`: after an edit there touch this file too, because
numba's cache notices an edit only in the file that holds the loop.

`row` holds parameters as in `kernels`: capacitance, g_na, g_k, g_leak, e_na, e_k, e_leak, phi.
"""

import math

import numpy as np

from neuromath_lib.hodgkin_huxley.kernels import rates, trapezoid
from neuromath_lib.numerics.compilation import compiled


@compiled
def advance(
    v, m, h, n, past, highest, row, axial, dt, places, weights, drive, keep, level, v_out, events
):
    """Advance a cable with voltage and gates half a step apart.

    As in `kernels.staggered`, each gate takes a trapezoidal step, and the voltage one of Crank
    and Nicolson. All compartments' voltages now hang together: halfway through a step they solve
    ``(2 C / dt + g) V = 2 C / dt V_before + pull + axial (V_left - 2 V + V_right)``, which is a
    chain of equations, eliminated from both ends at once (two chains of divisions in flight
    cost no more time than one).

    Parameters
    ----------
    v, m, h, n : (n_x,) arrays
        State; `v` half a step after the gates. Changed in place.
    past, highest : (n_x,) arrays
        The voltage a step before `v`; its largest distance from -65 so far. Changed in place.
    row : (8, n_x) array
        Parameters.
    axial : float
        Conductance from a compartment to the next, for each cm2 of its membrane, mS/cm2.
    dt : float
        Step, ms.
    places : (electrodes, 2) array of int
        First compartment under each electrode, and the first beyond it.
    weights : (electrodes, n_x) array
        How much of a compartment the electrode covers.
    drive : (steps, 2, electrodes) array
        Mean current, uA/cm2, over the half step before, and the one after, each time of gates.
    keep : (steps,) array of int
        Line of `v_out` to write the voltage after each step to, or -1.
    level : float
        mV; upward crossings are events.
    v_out : (lines, n_x) array
        Receives voltages.
    events : (most, 2) array
        Receives events: time, in steps since the first of this call, and compartment.

    Returns
    -------
    steps, found : int
        Steps taken, fewer than asked for if `events` might overflow, and events written.
    """
    steps = drive.shape[0]
    size = v.shape[0]
    electrodes = places.shape[0]
    per_axial = 1.0 / axial
    centre = size // 2
    last = size - 1
    middle = np.empty(size)
    diagonal = np.empty(size)
    pull = np.empty(size)
    ratio = np.empty(size)
    found = 0
    for k in range(steps):
        if found + size > events.shape[0]:
            return k, found
        for i in range(size):
            am, dm, bm, ah, dh, an, dn, bn = rates(v[i])
            q = 0.5 * dt * row[7, i]
            mi = trapezoid(m[i], am, bm * dm, dm, q)
            hi = trapezoid(h[i], ah * dh, 1.0, dh, q)
            ni = trapezoid(n[i], an, bn * dn, dn, q)
            n2 = ni * ni
            g_na = row[1, i] * (mi * mi) * (mi * hi)
            g_k = row[2, i] * (n2 * n2)
            g_leak = row[3, i]
            slowness = 2.0 * row[0, i] / dt
            inward = g_na * row[4, i] + g_k * row[5, i] + g_leak * row[6, i]
            diagonal[i] = (slowness + g_na + g_k + g_leak) * per_axial + 2.0
            pull[i] = (slowness * v[i] + inward) * per_axial
            m[i] = mi
            h[i] = hi
            n[i] = ni
        # A sealed end: no current flows where the neighbour is missing.
        diagonal[0] -= 1.0
        diagonal[last] -= 1.0
        for e in range(electrodes):
            mean = 0.5 * (drive[k, 0, e] + drive[k, 1, e]) * per_axial
            for i in range(places[e, 0], places[e, 1]):
                pull[i] += mean * weights[e, i]

        left = 1.0 / diagonal[0]
        right = 1.0 / diagonal[last]
        y_left = pull[0] * left
        y_right = pull[last] * right
        ratio[0] = left
        ratio[last] = right
        middle[0] = y_left
        middle[last] = y_right
        for i in range(1, last - centre):
            j = last - i
            left = 1.0 / (diagonal[i] - left)
            right = 1.0 / (diagonal[j] - right)
            y_left = (pull[i] + y_left) * left
            y_right = (pull[j] + y_right) * right
            ratio[i] = left
            ratio[j] = right
            middle[i] = y_left
            middle[j] = y_right
        for i in range(last - centre, centre):  # one more on the left if their number is even
            left = 1.0 / (diagonal[i] - left)
            y_left = (pull[i] + y_left) * left
            ratio[i] = left
            middle[i] = y_left
        here = (pull[centre] + y_left + y_right) / (diagonal[centre] - left - right)
        middle[centre] = here
        x_left = here
        x_right = here
        for i in range(centre - 1, last - centre - 1, -1):
            x_left = middle[i] + ratio[i] * x_left
            middle[i] = x_left
        for i in range(last - centre - 1, -1, -1):
            j = last - i
            x_left = middle[i] + ratio[i] * x_left
            x_right = middle[j] + ratio[j] * x_right
            middle[i] = x_left
            middle[j] = x_right

        crossings = 0
        for i in range(size):
            ahead = 2.0 * middle[i] - v[i]
            crossings += 1 if (v[i] < level) & (ahead >= level) else 0
            highest[i] = max(highest[i], abs(ahead + 65.0))
        if crossings > 0:
            for i in range(size):
                ahead = 2.0 * middle[i] - v[i]
                if v[i] < level and ahead >= level:
                    # The parabola through the last three voltages, each half a step from gates
                    below = v[i] - level
                    slope = 0.5 * (ahead - past[i])
                    bend = 0.5 * (ahead - 2.0 * v[i] + past[i])
                    root = math.sqrt(max(slope * slope - 4.0 * bend * below, 0.0))
                    events[found, 0] = k + 0.5 - 2.0 * below / (slope + root)
                    events[found, 1] = i
                    found += 1
        for i in range(size):
            past[i] = v[i]
            v[i] = 2.0 * middle[i] - v[i]
        line = keep[k]
        if line >= 0:
            for i in range(size):
                v_out[line, i] = middle[i]
            for e in range(electrodes):
                jump = 0.25 * dt * (drive[k, 0, e] - drive[k, 1, e])
                for i in range(places[e, 0], places[e, 1]):
                    v_out[line, i] += jump * weights[e, i] / row[0, i]
    return steps, found


@compiled(forceinline=True)
def impulse(v, w, m, h, n, row, k):
    """Return the slopes of V, W = dV/dt, m, h, n of an impulse that keeps its shape."""
    am, dm, bm, ah, dh, an, dn, bn = rates(v)
    g_na = row[1] * (m * m) * (m * h)
    g_k = row[2] * (n * n) * (n * n)
    outward = g_na * (v - row[4]) + g_k * (v - row[5]) + row[3] * (v - row[6])
    return (
        w,
        k * (w + outward / row[0]),
        row[7] * (am / dm * (1.0 - m) - bm * m),
        row[7] * (ah * (1.0 - h) - h / dh),
        row[7] * (an / dn * (1.0 - n) - bn * n),
    )


@compiled
def shoot(start, row, k, dt, low, high, rest, ceiling, path):
    """Follow ``V'' / K = V' + I / C`` by Runge and Kutta's rule until V flies off.

    Parameters
    ----------
    start : (5,) array
        V, dV/dt, m, h, n to start from.
    row : (8,) array
        Parameters.
    k : float
        Huxley's K, 1/ms.
    dt : float
        Step, ms.
    low, high : float
        The lowest and the highest battery, mV. Above all of them, and rising, V can never turn
        back, because every current pushes it on; nor can it below all of them, and falling.
    rest, ceiling : float
        Once V has been below `rest`, `ceiling` takes the place of `high`, mV. An impulse that
        climbs again after its undershoot has missed, though it may fire once more and then fall.
    path : (most + 1, 5) array
        Receives the states.

    Returns
    -------
    sign, steps : int
        1 for a flight up, -1 down, 0 if neither; steps taken.
    """
    v, w, m, h, n = start[0], start[1], start[2], start[3], start[4]
    half = 0.5 * dt
    sixth = dt / 6.0
    for i in range(path.shape[0]):
        path[i, 0] = v
        path[i, 1] = w
        path[i, 2] = m
        path[i, 3] = h
        path[i, 4] = n
        if v < rest:
            high = ceiling
        if v > high and w > 0.0:
            return 1, i
        if v < low and w < 0.0:
            return -1, i
        v1, w1, m1, h1, n1 = impulse(v, w, m, h, n, row, k)
        v2, w2, m2, h2, n2 = impulse(
            v + half * v1, w + half * w1, m + half * m1, h + half * h1, n + half * n1, row, k
        )
        v3, w3, m3, h3, n3 = impulse(
            v + half * v2, w + half * w2, m + half * m2, h + half * h2, n + half * n2, row, k
        )
        v4, w4, m4, h4, n4 = impulse(
            v + dt * v3, w + dt * w3, m + dt * m3, h + dt * h3, n + dt * n3, row, k
        )
        v += sixth * (v1 + 2.0 * (v2 + v3) + v4)
        w += sixth * (w1 + 2.0 * (w2 + w3) + w4)
        m += sixth * (m1 + 2.0 * (m2 + m3) + m4)
        h += sixth * (h1 + 2.0 * (h2 + h3) + h4)
        n += sixth * (n1 + 2.0 * (n2 + n3) + n4)
    return 0, path.shape[0] - 1
