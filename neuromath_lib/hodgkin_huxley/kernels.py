"""The loops that must be fast, compiled when numba is there.

A kernel advances a row of axons through a stretch of steps. It is written for the machine: the
time loop is outside, the loop over the row is inside, has no branch and no call, and becomes one
stream of vector instructions; a row of some hundred axons stays in the nearest cache.

Two tricks make the rates cheap. All six exponentials are powers of one, ``exp(-u / 5760)``, whose
argument is so small that a short polynomial gives it to machine precision. And no rate is ever
divided out: a gate's rates are kept as fractions over a common denominator (`rates`), so that a
step of a gate costs one division.

Everything compiled is in this one file because numba's cache notices an edit only here.

Arguments shared by the kernels
    v, m, h, n : state of the row, changed in place
    row : parameters, shape (8, row): capacitance, g_na, g_k, g_leak, e_na, e_k, e_leak, phi
    drive : current, uA/cm2, for each step, shape (steps, looks, row)
    keep : for each step, the line of `v_out` ... to write the state after it to, or -1
    lost : the first step at which an axon left the model's range, lowered in place
    first : number of the first step, for `lost`
"""

import math

import numpy as np

from neuromath_lib.numerics.compilation import compiled

RANGE = 720.0  # mV from -65: beyond it the polynomial is not exact, and no membrane is whole
GATE_SLACK = 0.1  # a gate is a probability; further outside 0..1 than this, a step was too long

# 1 / k!, the Taylor series of exp: at an argument below 1/8 its error is 3e-16
_C2, _C3, _C4, _C5 = 1.0 / 2.0, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0
_C6, _C7, _C8, _C9 = 1.0 / 720.0, 1.0 / 5040.0, 1.0 / 40320.0, 1.0 / 362880.0
_E1, _E25, _E3 = math.exp(1.0), math.exp(2.5), math.exp(3.0)


@compiled(forceinline=True)
def rates(v):
    """Return the rates at 6.3 Celsius as fractions.

    alpha_m = am / dm, beta_m = bm, alpha_h = ah, beta_h = 1 / dh, alpha_n = an / dn, beta_n = bn.
    """
    u = min(max(v + 65.0, -RANGE), RANGE)
    r = u * (-1.0 / 5760.0)
    r2 = r * r
    r4 = r2 * r2
    e = (
        (1.0 + r)
        + (_C2 + _C3 * r) * r2
        + ((_C4 + _C5 * r) + (_C6 + _C7 * r) * r2) * r4
        + (_C8 + _C9 * r) * (r4 * r4)
    )
    e = e * e
    e = e * e
    e = e * e  # exp(-u / 720)
    e2 = e * e
    e4 = e2 * e2
    e8 = e4 * e4
    e16 = e8 * e8
    e32 = e16 * e16
    e80th = e8 * e
    e20th = e32 * e4
    e18th = e32 * e8
    e10th = e20th * e20th
    x = 2.5 - 0.1 * u
    y = 1.0 - 0.1 * u
    x2 = x * x
    y2 = y * y
    # x / (exp(x) - 1): near 0 its series, elsewhere numerator and denominator, both made positive
    x_small = abs(x) < 0.1
    y_small = abs(y) < 0.1
    series_x = 1.0 - 0.5 * x + x2 * (1.0 / 12.0 + x2 * (-1.0 / 720.0 + x2 * (1.0 / 30240.0)))
    series_y = 1.0 - 0.5 * y + y2 * (1.0 / 12.0 + y2 * (-1.0 / 720.0 + y2 * (1.0 / 30240.0)))
    am = series_x if x_small else abs(x)
    dm = 1.0 if x_small else abs(_E25 * e10th - 1.0)
    an = series_y if y_small else abs(y)
    dn = 1.0 if y_small else abs(_E1 * e10th - 1.0)
    return am, dm, 4.0 * e18th, 0.07 * e20th, _E3 * e10th + 1.0, 0.1 * an, dn, 0.125 * e80th


@compiled(forceinline=True)
def trapezoid(x, up, down, per, q):
    """Return a gate after a step whose rates, ``up / per`` and ``down / per``, stay.

    The trapezoidal rule, second order, with ``q = phi dt / 2``. Where the step is so long that
    the rule would overshoot, the gate goes where it was heading, so it never leaves 0..1.
    """
    total = up + down
    reach = q * total
    stiff = reach > per
    top = up if stiff else x * (per - reach) + 2.0 * q * up
    bottom = total if stiff else per + reach
    return top / bottom


@compiled(forceinline=True)
def outside(v, m, h, n):
    """Return whether a state is beyond what the model, or a stable step, can reach."""
    low = min(m, min(h, n))
    high = max(m, max(h, n))
    fine = (abs(v + 65.0) <= RANGE) & (low >= -GATE_SLACK) & (high <= 1.0 + GATE_SLACK)
    return not fine


@compiled
def staggered(v, m, h, n, row, drive, dt, keep, lost, first, v_out, m_out, h_out, n_out):
    """Advance with voltage and gates half a step apart.

    `v` is the voltage half a step after the gates. Given it, each gate's equation is linear and
    takes a trapezoidal step; given the gates, so is the voltage's (Crank-Nicolson). `drive` holds
    the mean current over the half step before, and the one after, each time of the gates.

    The voltage at the gates' time is the mean of its two neighbours, mended by a quarter of the
    jump if the current jumped between them, so that it is of second order too.
    """
    steps = drive.shape[0]
    size = drive.shape[2]
    whole = np.empty(size)
    for k in range(steps):
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
            before = drive[k, 0, i]
            after = drive[k, 1, i]
            half = 0.5 * dt / row[0, i]
            pull = g_na * row[4, i] + g_k * row[5, i] + g_leak * row[6, i]
            g = half * (g_na + g_k + g_leak)
            vi = v[i]
            ahead = (vi * (1.0 - g) + 2.0 * half * (pull + 0.5 * (before + after))) / (1.0 + g)
            whole[i] = 0.5 * (vi + ahead + half * (before - after))
            beyond = not (abs(ahead + 65.0) <= RANGE)
            lost[i] = min(lost[i], first + k) if beyond else lost[i]
            v[i] = ahead
            m[i] = mi
            h[i] = hi
            n[i] = ni
        line = keep[k]
        if line >= 0:
            for i in range(size):
                v_out[line, i] = whole[i]
                m_out[line, i] = m[i]
                h_out[line, i] = h[i]
                n_out[line, i] = n[i]


@compiled
def euler(v, m, h, n, row, drive, dt, keep, lost, first, v_out, m_out, h_out, n_out):
    """Advance with Euler's rule: all slopes taken where the step begins. `drive`: its mean."""
    steps = drive.shape[0]
    size = drive.shape[2]
    for k in range(steps):
        for i in range(size):
            am, dm, bm, ah, dh, an, dn, bn = rates(v[i])
            q = dt * row[7, i]
            n2 = n[i] * n[i]
            g_na = row[1, i] * (m[i] * m[i]) * (m[i] * h[i])
            g_k = row[2, i] * (n2 * n2)
            inward = drive[k, 0, i] - g_na * (v[i] - row[4, i])
            inward -= g_k * (v[i] - row[5, i]) + row[3, i] * (v[i] - row[6, i])
            vi = v[i] + dt / row[0, i] * inward
            mi = m[i] + q * (am / dm * (1.0 - m[i]) - bm * m[i])
            hi = h[i] + q * (ah * (1.0 - h[i]) - h[i] / dh)
            ni = n[i] + q * (an / dn * (1.0 - n[i]) - bn * n[i])
            lost[i] = min(lost[i], first + k) if outside(vi, mi, hi, ni) else lost[i]
            v[i] = vi
            m[i] = mi
            h[i] = hi
            n[i] = ni
        line = keep[k]
        if line >= 0:
            for i in range(size):
                v_out[line, i] = v[i]
                m_out[line, i] = m[i]
                h_out[line, i] = h[i]
                n_out[line, i] = n[i]


@compiled
def exponential(v, m, h, n, row, drive, dt, keep, lost, first, v_out, m_out, h_out, n_out):
    """Advance with exponential Euler: each equation solved exactly, the others held still.

    All four are held at the values with which the step began, which makes it of first order.
    """
    steps = drive.shape[0]
    size = drive.shape[2]
    for k in range(steps):
        for i in range(size):
            am, dm, bm, ah, dh, an, dn, bn = rates(v[i])
            q = -dt * row[7, i]
            n2 = n[i] * n[i]
            g_na = row[1, i] * (m[i] * m[i]) * (m[i] * h[i])
            g_k = row[2, i] * (n2 * n2)
            g = g_na + g_k + row[3, i]
            pull = g_na * row[4, i] + g_k * row[5, i] + row[3, i] * row[6, i] + drive[k, 0, i]
            # (1 - exp(-z)) / z is 1 where nothing conducts
            z = dt * g / row[0, i]
            shrink = -math.expm1(-z) / z if z > 0.0 else 1.0
            vi = v[i] + dt / row[0, i] * (pull - g * v[i]) * shrink
            m_inf = am / (am + bm * dm)
            h_inf = ah * dh / (ah * dh + 1.0)
            n_inf = an / (an + bn * dn)
            m[i] = m_inf + (m[i] - m_inf) * math.exp(q * (am / dm + bm))
            h[i] = h_inf + (h[i] - h_inf) * math.exp(q * (ah + 1.0 / dh))
            n[i] = n_inf + (n[i] - n_inf) * math.exp(q * (an / dn + bn))
            v[i] = vi
            lost[i] = min(lost[i], first + k) if outside(vi, m[i], h[i], n[i]) else lost[i]
        line = keep[k]
        if line >= 0:
            for i in range(size):
                v_out[line, i] = v[i]
                m_out[line, i] = m[i]
                h_out[line, i] = h[i]
                n_out[line, i] = n[i]


@compiled
def rk4(v, m, h, n, row, drive, dt, keep, lost, first, v_out, m_out, h_out, n_out):
    """Advance with the rule of Runge and Kutta.

    `dt` is an array: the steps may differ. `drive` holds the current at the start of a step, in
    its middle and at its end, all three seen from inside the step.
    """
    steps = drive.shape[0]
    size = drive.shape[2]
    slope = np.zeros((4, size))
    total = np.zeros((4, size))
    reach = np.array([0.0, 0.5, 0.5, 1.0])
    weight = np.array([1.0, 2.0, 2.0, 1.0]) / 6.0
    moment = np.array([0, 1, 1, 2])
    for k in range(steps):
        for look in range(4):
            ahead = reach[look] * dt[k]
            part = weight[look] * dt[k]
            w = moment[look]
            fresh = 0.0 if look == 0 else 1.0
            for i in range(size):
                vi = v[i] + ahead * slope[0, i]
                mi = m[i] + ahead * slope[1, i]
                hi = h[i] + ahead * slope[2, i]
                ni = n[i] + ahead * slope[3, i]
                am, dm, bm, ah, dh, an, dn, bn = rates(vi)
                phi = row[7, i]
                n2 = ni * ni
                g_na = row[1, i] * (mi * mi) * (mi * hi)
                g_k = row[2, i] * (n2 * n2)
                inward = drive[k, w, i] - g_na * (vi - row[4, i])
                inward -= g_k * (vi - row[5, i]) + row[3, i] * (vi - row[6, i])
                dv = inward / row[0, i]
                d_m = phi * (am / dm * (1.0 - mi) - bm * mi)
                d_h = phi * (ah * (1.0 - hi) - hi / dh)
                d_n = phi * (an / dn * (1.0 - ni) - bn * ni)
                total[0, i] = fresh * total[0, i] + part * dv
                total[1, i] = fresh * total[1, i] + part * d_m
                total[2, i] = fresh * total[2, i] + part * d_h
                total[3, i] = fresh * total[3, i] + part * d_n
                slope[0, i] = dv
                slope[1, i] = d_m
                slope[2, i] = d_h
                slope[3, i] = d_n
        for i in range(size):
            v[i] += total[0, i]
            m[i] += total[1, i]
            h[i] += total[2, i]
            n[i] += total[3, i]
            lost[i] = min(lost[i], first + k) if outside(v[i], m[i], h[i], n[i]) else lost[i]
        line = keep[k]
        if line >= 0:
            for i in range(size):
                v_out[line, i] = v[i]
                m_out[line, i] = m[i]
                h_out[line, i] = h[i]
                n_out[line, i] = n[i]


@compiled
def derivative(y, row, current, out):
    """Write the slopes of one axon's v, m, h, n to `out`: `row` is one column of parameters."""
    am, dm, bm, ah, dh, an, dn, bn = rates(y[0])
    g_na = row[1] * (y[1] * y[1]) * (y[1] * y[2])
    g_k = row[2] * (y[3] * y[3]) * (y[3] * y[3])
    inward = current - g_na * (y[0] - row[4]) - g_k * (y[0] - row[5]) - row[3] * (y[0] - row[6])
    out[0] = inward / row[0]
    out[1] = row[7] * (am / dm * (1.0 - y[1]) - bm * y[1])
    out[2] = row[7] * (ah * (1.0 - y[2]) - y[2] / dh)
    out[3] = row[7] * (an / dn * (1.0 - y[3]) - bn * y[3])
