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
    drive : current, uA/cm2, for each step, shape (steps, looks, row); one step if it is constant
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
_NEAR = 0.2  # mV: over so small a distance `alone` mends exponentials, right to 3e-16
_FAR = 150.0  # mV from -65: within it no product of exponentials in `alone` overflows


def _mending(scale):
    """Return the coefficients of the series of exp(-d / scale) but for the first."""
    return tuple((-1.0 / scale) ** k / math.factorial(k) for k in range(1, 7))


_BY_10, _BY_18, _BY_20, _BY_80 = _mending(10.0), _mending(18.0), _mending(20.0), _mending(80.0)
_E1, _E25, _E3 = math.exp(1.0), math.exp(2.5), math.exp(3.0)


@compiled(forceinline=True)
def exponentials(v):
    """Return exp(-u / 80), exp(-u / 20), exp(-u / 18) and exp(-u / 10), with u = v + 65."""
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
    e20th = e32 * e4
    return e8 * e, e20th, e32 * e8, e20th * e20th


@compiled(forceinline=True)
def ratio_near_zero(x):
    """Return x / (exp(x) - 1) for an x within 1/10 of 0, by its series."""
    x2 = x * x
    return 1.0 - 0.5 * x + x2 * (1.0 / 12.0 + x2 * (-1.0 / 720.0 + x2 * (1.0 / 30240.0)))


@compiled(forceinline=True)
def fractions(v, e80th, e20th, e18th, e10th):
    """Return the rates at 6.3 Celsius as fractions, given the exponentials.

    alpha_m = am / dm, beta_m = bm, alpha_h = ah, beta_h = 1 / dh, alpha_n = an / dn, beta_n = bn.
    """
    u = min(max(v + 65.0, -RANGE), RANGE)
    x = 2.5 - 0.1 * u
    y = 1.0 - 0.1 * u
    # x / (exp(x) - 1): near 0 its series, elsewhere numerator and denominator, both made positive
    x_small = abs(x) < 0.1
    y_small = abs(y) < 0.1
    am = ratio_near_zero(x) if x_small else abs(x)
    dm = 1.0 if x_small else abs(_E25 * e10th - 1.0)
    an = ratio_near_zero(y) if y_small else abs(y)
    dn = 1.0 if y_small else abs(_E1 * e10th - 1.0)
    return am, dm, 4.0 * e18th, 0.07 * e20th, _E3 * e10th + 1.0, 0.1 * an, dn, 0.125 * e80th


@compiled(forceinline=True)
def rates(v):
    """Return the rates at 6.3 Celsius as `fractions` does."""
    e80th, e20th, e18th, e10th = exponentials(v)
    return fractions(v, e80th, e20th, e18th, e10th)


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


@compiled(forceinline=True)
def leap(v, m, h, n, rates_at_v, membrane, before, after):
    """Return V, m, h, n a step later, and V at the time of the new gates.

    `v` is half a step ahead of the gates. Given it, each gate's equation is linear and takes a
    trapezoidal step; given the gates, so is the voltage's (Crank-Nicolson). `before` and `after`
    are mean currents over the half step before, and the one after, the time of the new gates.

    The voltage at the gates' time is the mean of its two neighbours, mended by a quarter of the
    jump if the current jumped between them, so that it is of second order too.
    """
    am, dm, bm, ah, dh, an, dn, bn = rates_at_v
    q, half, max_na, max_k, g_leak, e_na, e_k, pull_leak = membrane
    m = trapezoid(m, am, bm * dm, dm, q)
    h = trapezoid(h, ah * dh, 1.0, dh, q)
    n = trapezoid(n, an, bn * dn, dn, q)
    n2 = n * n
    g_na = max_na * (m * m) * (m * h)
    g_k = max_k * (n2 * n2)
    pull = g_na * e_na + g_k * e_k + pull_leak
    g = half * (g_na + g_k + g_leak)
    ahead = (v * (1.0 - g) + 2.0 * half * (pull + 0.5 * (before + after))) / (1.0 + g)
    return ahead, m, h, n, 0.5 * (v + ahead + half * (before - after))


@compiled(forceinline=True)
def prepared(row, dt, out):
    """Write to `out` what `leap` wants to know of each membrane."""
    for i in range(row.shape[1]):
        out[0, i] = 0.5 * dt * row[7, i]
        out[1, i] = 0.5 * dt / row[0, i]
        for k in range(5):
            out[2 + k, i] = row[1 + k, i]
        out[7, i] = row[3, i] * row[6, i]


@compiled
def staggered(v, m, h, n, row, drive, dt, keep, lost, first, v_out, m_out, h_out, n_out):
    """Advance with voltage and gates half a step apart: see `leap`.

    `v` is the voltage half a step after the gates. `drive` holds the mean current over the half
    step before, and the one after, each time of the gates.
    """
    size = v.shape[0]
    moving = 1 if drive.shape[0] > 1 else 0
    whole = np.empty(size)
    p = np.empty((8, size))
    prepared(row, dt, p)
    for k in range(keep.shape[0]):
        now = k * moving
        for i in range(size):
            membrane = p[0, i], p[1, i], p[2, i], p[3, i], p[4, i], p[5, i], p[6, i], p[7, i]
            v[i], m[i], h[i], n[i], whole[i] = leap(
                v[i], m[i], h[i], n[i], rates(v[i]), membrane, drive[now, 0, i], drive[now, 1, i]
            )
            beyond = not (abs(v[i] + 65.0) <= RANGE)
            lost[i] = min(lost[i], first + k) if beyond else lost[i]
        line = keep[k]
        if line >= 0:
            for i in range(size):
                v_out[line, i] = whole[i]
                m_out[line, i] = m[i]
                h_out[line, i] = h[i]
                n_out[line, i] = n[i]


@compiled(forceinline=True)
def mended(d, c):
    """Return exp(-d / scale) for a small `d`; `c` is `_mending(scale)`."""
    d2 = d * d
    return (1.0 + c[0] * d) + d2 * (c[1] + c[2] * d) + (d2 * d2) * ((c[3] + c[4] * d) + c[5] * d2)


@compiled
def alone(v, m, h, n, row, drive, dt, keep, lost, first, v_out, m_out, h_out, n_out):
    """Advance a single axon as `staggered` does, in little more than half the time.

    One axon fills no vectors, so a step lasts as long as its longest chain of operations, each of
    which waits for the one before. Here that chain is short. Exponentials are worked out at a
    voltage nearby, where the axon was some steps ago, and mended for the difference. All that does
    not depend on exponentials is done while they are under way. And a gate's new value is used as
    a fraction, top over bottom, in the equation of the voltage, which leaves one division in the
    chain rather than two.

    Where that may not be done (a step so long that a gate would overshoot, a voltage so far out
    that products of exponentials overflow), `leap` takes the step.
    """
    moving = 1 if drive.shape[0] > 1 else 0
    p = np.empty((8, 1))
    prepared(row, dt, p)
    membrane = p[0, 0], p[1, 0], p[2, 0], p[3, 0], p[4, 0], p[5, 0], p[6, 0], p[7, 0]
    q, half, max_na, max_k, g_leak, e_na, e_k, pull_leak = membrane
    half_na, half_k, half_leak = half * max_na, half * max_k, half * g_leak
    vi, mi, hi, ni = v[0], m[0], h[0], n[0]
    there = np.inf
    e80th, e20th, e18th, e10th = 1.0, 1.0, 1.0, 1.0
    for k in range(keep.shape[0]):
        now = k * moving
        before = drive[now, 0, 0]
        after = drive[now, 1, 0]
        d = vi - there
        if not (abs(d) < _NEAR):
            there = vi
            d = 0.0
            e80th, e20th, e18th, e10th = exponentials(there)
        qbm = 4.0 * q * e18th * mended(d, _BY_18)
        qah = 0.07 * q * e20th * mended(d, _BY_20)
        qbn = 0.125 * q * e80th * mended(d, _BY_80)
        mend = mended(d, _BY_10)
        u = vi + 65.0
        am = 2.5 - 0.1 * u
        an = 1.0 - 0.1 * u
        dm = (_E25 * e10th) * mend - 1.0
        dh = (_E3 * e10th) * mend + 1.0
        dn = (_E1 * e10th) * mend - 1.0
        if abs(am) < 0.1:
            am, dm = ratio_near_zero(am), 1.0
        if abs(an) < 0.1:
            an, dn = ratio_near_zero(an), 1.0
        qam = q * am
        qan = 0.1 * q * an
        top_m = dm * (mi - qbm * mi) + qam * (2.0 - mi)
        top_h = dh * (hi + qah * (2.0 - hi)) - q * hi
        top_n = dn * (ni - qbn * ni) + qan * (2.0 - ni)
        bottom_m = dm * (1.0 + qbm) + qam
        bottom_h = dh * (1.0 + qah) + q
        bottom_n = dn * (1.0 + qbn) + qan
        easy = (abs(bottom_m) <= 2.0 * abs(dm)) & (abs(bottom_n) <= 2.0 * abs(dn))
        easy = easy & (bottom_h <= 2.0 * dh) & (abs(u) < _FAR)
        if easy:
            na = half_na * (top_m * top_m) * (top_m * top_h)
            per_na = (bottom_m * bottom_m) * (bottom_m * bottom_h)
            top_n2 = top_n * top_n
            bottom_n2 = bottom_n * bottom_n
            per_k = bottom_n2 * bottom_n2
            na = na * per_k
            ka = half_k * (top_n2 * top_n2) * per_na
            both = per_na * per_k
            pull = vi - half_leak * vi + 2.0 * half * (pull_leak + 0.5 * (before + after))
            top = both * pull + na * (2.0 * e_na - vi) + ka * (2.0 * e_k - vi)
            ahead = top / (both * (1.0 + half_leak) + na + ka)
            mi = top_m / bottom_m
            hi = top_h / bottom_h
            ni = top_n / bottom_n
            whole = 0.5 * (vi + ahead + half * (before - after))
        else:
            ahead, mi, hi, ni, whole = leap(vi, mi, hi, ni, rates(vi), membrane, before, after)
        vi = ahead
        if not (abs(vi + 65.0) <= RANGE):
            lost[0] = min(lost[0], first + k)
        line = keep[k]
        if line >= 0:
            v_out[line, 0] = whole
            m_out[line, 0] = mi
            h_out[line, 0] = hi
            n_out[line, 0] = ni
    v[0], m[0], h[0], n[0] = vi, mi, hi, ni


@compiled
def euler(v, m, h, n, row, drive, dt, keep, lost, first, v_out, m_out, h_out, n_out):
    """Advance with Euler's rule: all slopes taken where the step begins. `drive`: its mean."""
    size = v.shape[0]
    moving = 1 if drive.shape[0] > 1 else 0
    for k in range(keep.shape[0]):
        now = k * moving
        for i in range(size):
            am, dm, bm, ah, dh, an, dn, bn = rates(v[i])
            q = dt * row[7, i]
            n2 = n[i] * n[i]
            g_na = row[1, i] * (m[i] * m[i]) * (m[i] * h[i])
            g_k = row[2, i] * (n2 * n2)
            inward = drive[now, 0, i] - g_na * (v[i] - row[4, i])
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
    size = v.shape[0]
    moving = 1 if drive.shape[0] > 1 else 0
    for k in range(keep.shape[0]):
        now = k * moving
        for i in range(size):
            am, dm, bm, ah, dh, an, dn, bn = rates(v[i])
            q = -dt * row[7, i]
            n2 = n[i] * n[i]
            g_na = row[1, i] * (m[i] * m[i]) * (m[i] * h[i])
            g_k = row[2, i] * (n2 * n2)
            g = g_na + g_k + row[3, i]
            pull = g_na * row[4, i] + g_k * row[5, i] + row[3, i] * row[6, i] + drive[now, 0, i]
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
    size = v.shape[0]
    moving = 1 if drive.shape[0] > 1 else 0
    slope = np.zeros((4, size))
    total = np.zeros((4, size))
    reach = np.array([0.0, 0.5, 0.5, 1.0])
    weight = np.array([1.0, 2.0, 2.0, 1.0]) / 6.0
    moment = np.array([0, 1, 1, 2])
    for k in range(keep.shape[0]):
        now = k * moving
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
                inward = drive[now, w, i] - g_na * (vi - row[4, i])
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


# ---------------------------------------------------------------- the same in single precision
#
# A float32 times a number of Python's is a double to numba, and a loop that mixes both fills its
# vectors no better than one of doubles: so constants are float32 here, and functions their own.
# The voltage is counted from -65 mV, where it is mostly small and so has more digits, and a step
# is worked out as a change, whose rounding is smaller than that of a new value.

_F1, _F2, _FHALF = np.float32(1.0), np.float32(2.0), np.float32(0.5)
_FC3, _FC4, _FC5, _FC6 = (
    np.float32(_C3),
    np.float32(_C4),
    np.float32(_C5),
    np.float32(_C6),
)
_FE1, _FE25, _FE3 = np.float32(_E1), np.float32(_E25), np.float32(_E3)
_FBY_720, _FBY_10, _F25 = np.float32(-1.0 / 720.0), np.float32(0.1), np.float32(2.5)
_FBH, _FBM, _FBN = np.float32(0.07), np.float32(4.0), np.float32(0.125)
_FN2, _FN4, _FN6 = (
    np.float32(1.0 / 12.0),
    np.float32(-1.0 / 720.0),
    np.float32(1.0 / 30240.0),
)
_FRANGE = np.float32(RANGE)
_FREACH = np.float32(240.0)  # mV from -65: beyond it the rates stay, and no product overflows
_FNEAR = np.float32(0.7)  # the series of `ratio_near_zero` is right to 5e-8, the quotient to 1e-5


@compiled(forceinline=True)
def ratio_near_zero_single(x):
    """Return x / (exp(x) - 1) for an x within 0.7 of 0, by its series."""
    x2 = x * x
    return _F1 - _FHALF * x + x2 * (_FN2 + x2 * (_FN4 + x2 * _FN6))


@compiled(forceinline=True)
def fractions_single(u):
    """Return what `rates` does, given u = v + 65."""
    u = min(max(u, -_FREACH), _FREACH)
    r = u * _FBY_720
    r2 = r * r
    # exp(-u / 720) and its powers less 1: at rest these are small, and so is their rounding
    d = r + r2 * ((_FHALF + _FC3 * r) + r2 * ((_FC4 + _FC5 * r) + r2 * _FC6))
    d2 = d * d + (d + d)
    d4 = d2 * d2 + (d2 + d2)
    d8 = d4 * d4 + (d4 + d4)
    d16 = d8 * d8 + (d8 + d8)
    e8 = _F1 + d8
    e16 = _F1 + d16
    e32 = e16 * e16
    e20th = e32 * (_F1 + d4)
    e10th = e20th * e20th
    x = _F25 - _FBY_10 * u
    y = _F1 - _FBY_10 * u
    x_small = abs(x) < _FNEAR
    y_small = abs(y) < _FNEAR
    am = ratio_near_zero_single(x) if x_small else abs(x)
    dm = _F1 if x_small else abs(_FE25 * e10th - _F1)
    an = ratio_near_zero_single(y) if y_small else abs(y)
    dn = _F1 if y_small else abs(_FE1 * e10th - _F1)
    dh = _FE3 * e10th + _F1
    return (
        am,
        dm,
        _FBM * (e32 * e8),
        _FBH * e20th,
        dh,
        _FBY_10 * an,
        dn,
        _FBN * (e8 + e8 * d),
    )


@compiled(forceinline=True)
def trapezoid_single(x, up, down, per, q):
    """Return by how much a gate changes in the step of `trapezoid`.

    Where the rule would overshoot, both terms below the bar are the same, and the gate goes all
    the way to ``up / total``.
    """
    total = up + down
    reach = q * total
    return (q + q) * (up - total * x) / (reach + max(per, reach))


@compiled
def staggered_single(v, m, h, n, row, drive, dt, keep, lost, first, v_out, m_out, h_out, n_out):
    """Advance as `staggered` does, with float32 for the state, the currents and the lines.

    `v` and `v_out` are voltages from -65 mV, and so are the reversal potentials in `row`. What is
    rounded off the two slow gates, whose changes are the smallest beside themselves, is kept and
    added in the next step: without it, spikes of an axon near its threshold come ten times as far
    off. That an axon left its range is seen to in a loop of its own, because with much more to
    write to, the compiler gives up on the first.
    """
    size = v.shape[0]
    moving = 1 if drive.shape[0] > 1 else 0
    whole = np.empty(size, dtype=np.float32)
    # The step at which an axon left, counted from `first`: a float32 knows 16 million of them.
    left = np.full(size, np.float32(np.inf))
    p = np.empty((8, size), dtype=np.float32)
    prepared(row, dt, p)
    h_less = np.zeros(size, dtype=np.float32)
    n_less = np.zeros(size, dtype=np.float32)
    for k in range(keep.shape[0]):
        now = k * moving
        here = np.float32(k)
        for i in range(size):
            u, mi, h0, n0 = v[i], m[i], h[i], n[i]
            am, dm, bm, ah, dh, an, dn, bn = fractions_single(u)
            q, half = p[0, i], p[1, i]
            mi += trapezoid_single(mi, am, bm * dm, dm, q)
            d_h = trapezoid_single(h0, ah * dh, _F1, dh, q) - h_less[i]
            hi = h0 + d_h
            h_less[i] = (hi - h0) - d_h
            d_n = trapezoid_single(n0, an, bn * dn, dn, q) - n_less[i]
            ni = n0 + d_n
            n_less[i] = (ni - n0) - d_n
            n2 = ni * ni
            g_na = p[2, i] * (mi * mi) * (mi * hi)
            g_k = p[3, i] * (n2 * n2)
            g = g_na + g_k + p[4, i]
            before, after = drive[now, 0, i], drive[now, 1, i]
            net = (g_na * p[5, i] + g_k * p[6, i] + p[7, i]) - g * u + _FHALF * (before + after)
            ahead = u + _F2 * half * net / (_F1 + half * g)
            v[i], m[i], h[i], n[i] = ahead, mi, hi, ni
            whole[i] = _FHALF * (u + ahead + half * (before - after))
        for i in range(size):
            beyond = not (abs(v[i]) <= _FRANGE)
            left[i] = min(left[i], here) if beyond else left[i]
        line = keep[k]
        if line >= 0:
            for i in range(size):
                v_out[line, i] = whole[i]
                m_out[line, i] = m[i]
                h_out[line, i] = h[i]
                n_out[line, i] = n[i]
    for i in range(size):
        lost[i] = min(lost[i], first + left[i])
