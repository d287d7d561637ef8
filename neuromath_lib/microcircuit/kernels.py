"""The loops over time, compiled when numba is there.

Two kernels, both Runge and Kutta's rule of order 4: `ordinary` for ``x' = Q f(x, u)``, `late` for
the delayed equations, which remembers the whole past and reads it between the points by Hermite's
cubic. The order of both is measured in the tests.

Arguments shared by the kernels
    steps, h : length of each step, or of all of them, s
    drive : current into the spiny stellate cells of each column, shape (2 steps + 1, n): at the
        edges of the steps and in their middles
    keep : for each step, the line of `out` to write the state after it to, or -1
    coupling, operator : as in `equations.System` and `delays.operator`, but transposed, so that
        the inner loop runs over targets, which lie side by side, and becomes vector instructions
    time_constants, slope : of the populations, as in `equations.System`
"""

import math

import numpy as np

from neuromath_lib.numerics.compilation import compiled


@compiled
def sigmoid(x):
    """Return ``1 / (1 + exp(-x)) - 1/2``: half the price of a tanh, and exp never overflows."""
    low = math.exp(-abs(x))
    rate = 0.5 * (1.0 - low) / (1.0 + low)
    return rate if x >= 0.0 else -rate


@compiled
def slopes(state, drive, coupling, time_constants, slope, work, out):
    """Write f(state, drive) to `out`; `work` is a place for as many numbers as populations."""
    size = len(work)
    for p in range(size):
        work[p] = drive[p // 4] if p % 4 == 0 else 0.0
    for q in range(size):
        rate = sigmoid(slope[q] * state[2 * q])
        for p in range(size):
            work[p] += coupling[q, p] * rate
    for p in range(size):
        w, t = state[2 * p + 1], time_constants[p]
        out[2 * p] = w
        out[2 * p + 1] = (work[p] - 2.0 * w - state[2 * p] / t) / t


@compiled
def ordinary(steps, drive, keep, coupling, time_constants, slope, operator, delayed, out):
    """Advance ``x' = Q f(x, u)`` from rest; Q is the identity unless `delayed`."""
    size = out.shape[1]
    state, guess = np.zeros(size), np.zeros(size)
    plain, pace, change = np.empty(size), np.empty(size), np.empty(size)
    work = np.empty(size // 2)
    for step in range(len(steps)):
        for i in range(size):
            guess[i] = state[i]
            change[i] = 0.0
        for stage in range(4):
            now = drive[2 * step + (stage + 1) // 2]
            slopes(guess, now, coupling, time_constants, slope, work, plain)
            if delayed:
                for i in range(size):
                    pace[i] = 0.0
                for j in range(size):
                    one = plain[j]
                    for i in range(size):
                        pace[i] += operator[j, i] * one
            else:
                for i in range(size):
                    pace[i] = plain[i]
            weight = steps[step] / (6.0 if stage == 0 or stage == 3 else 3.0)
            ahead = steps[step] * (1.0 if stage == 2 else 0.5)
            for i in range(size):
                change[i] += weight * pace[i]
                guess[i] = state[i] + ahead * pace[i]
        for i in range(size):
            state[i] += change[i]
        if keep[step] >= 0:
            for i in range(size):
                out[keep[step], i] = state[i]


@compiled
def recall(past, pace, h, now, lag, i):
    """Return component i of the state a lag before `now`, in steps; 0 before the beginning."""
    where = now - lag / h
    if where <= 0.0:
        return 0.0
    k = int(where)
    x = where - k
    if x < 1e-9:
        return past[k, i]
    y = 1.0 - x
    ends = past[k, i] * (1.0 + 2.0 * x) * y * y + past[k + 1, i] * (3.0 - 2.0 * x) * x * x
    return ends + h * x * y * (pace[k, i] * y - pace[k + 1, i] * x)


@compiled
def late(h, drive, keep, lags, couplings, time_constants, slope, within, carry, out):
    """Advance the delayed equations from rest.

    `couplings` holds one matrix, transposed, for each of `lags`; `within` is the lag of each
    population's leak, `carry` that from its w to its voltage. No lag may be shorter than a step,
    unless 0.
    """
    size, steps = len(time_constants), len(keep)
    past = np.zeros((steps + 1, 2 * size))
    pace = np.zeros((steps + 1, 2 * size))
    guess = np.zeros(2 * size)
    state = np.zeros(2 * size)
    k = np.empty((4, 2 * size))
    for step in range(steps):
        for i in range(2 * size):
            past[step, i] = state[i]
        for stage in range(4):
            part = 0.0 if stage == 0 else (1.0 if stage == 3 else 0.5)
            for i in range(2 * size):
                guess[i] = state[i] + h * part * k[stage - 1, i] if stage else state[i]
            now = step + part
            for p in range(size):
                w = guess[2 * p + 1]
                if carry[p] > 0.0:
                    k[stage, 2 * p] = recall(past, pace, h, now, carry[p], 2 * p + 1)
                else:
                    k[stage, 2 * p] = w
                if within[p] > 0.0:
                    v = recall(past, pace, h, now, within[p], 2 * p)
                else:
                    v = guess[2 * p]
                current = drive[2 * step + (stage + 1) // 2, p // 4] if p % 4 == 0 else 0.0
                current -= 2.0 * w + v / time_constants[p]
                k[stage, 2 * p + 1] = current
            for which in range(len(lags)):
                lag = lags[which]
                for q in range(size):
                    v = recall(past, pace, h, now, lag, 2 * q) if lag > 0.0 else guess[2 * q]
                    rate = sigmoid(slope[q] * v)
                    for p in range(size):
                        k[stage, 2 * p + 1] += couplings[which, q, p] * rate
            for p in range(size):
                k[stage, 2 * p + 1] /= time_constants[p]
            if stage == 0:
                for i in range(2 * size):
                    pace[step, i] = k[0, i]
        for i in range(2 * size):
            state[i] += h / 6.0 * (k[0, i] + 2.0 * (k[1, i] + k[2, i]) + k[3, i])
        if keep[step] >= 0:
            for i in range(2 * size):
                out[keep[step], i] = state[i]
