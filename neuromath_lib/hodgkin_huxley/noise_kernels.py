"""The loops of channel noise, compiled when numba is there.

Everything compiled is in this one file, its own copy of the rates included, because numba's cache
notices an edit only here. The kernels draw from the caller's `numpy.random.Generator` itself, so
that compiled and plain Python give the same numbers.

States of the channels. A sodium channel with i of its three m gates and j of its one h gate open
is in state ``2 i + j``, 0 to 7, and conducts in state 7. A potassium channel with k of its four n
gates open is in state ``8 + k``, and conducts in state 12. Each of six kinds of event moves a
channel by one gate: m opens, m closes, h opens, h closes, n opens, n closes, numbered 0 to 5.

Arguments shared by the kernels
    rng : numpy.random.Generator
    state : voltage (mV), 1 if the next crossing is a spike else 0, and what `exact` keeps
    axon : 1 / capacitance (0 holds the voltage still), g_na, g_k, g_leak, e_na, e_k, e_leak, phi
    sizes : number of sodium and of potassium channels
    spike : level (mV) whose upward crossing is a spike, and level below which it is re-armed
    drive : mean current of each step, uA/cm2
    dt : length of a step, ms
    first, every : number of the first step; the state is kept after each `every`-th
    out : v, m, h, n, open fraction of sodium and potassium channels, shape (6, lines); its line 0
        is the last one at or before the first step, and is left as it is
They return an array that begins with the spike times (ms), how many these are, and how many
events there were (0 in the kernels that have none), or -1 if the voltage left the model's range.
"""

import math

import numpy as np

from neuromath_lib.numerics.compilation import compiled

RANGE = 720.0  # mV from -65: no membrane is whole beyond
NA_OPEN, K_OPEN = 7, 12

# For each kind of event: how many of a channel's gates can make it, in each state; the first
# state in which one can; and where it takes the channel.
GATES = np.array(
    [
        [3, 3, 2, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 1, 1, 2, 2, 3, 3, 0, 0, 0, 0, 0],
        [1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0],
        [0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 4, 3, 2, 1, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4],
    ]
)
FIRST = np.array([0, 2, 0, 1, 8, 9])
MOVE = np.array([2, -2, 1, -1, 1, -1])

# The fourteen pairs of opposite reactions: state before and after opening, kind of the opening.
PAIRS = np.array(
    [(s, s + MOVE[kind], kind) for kind in (0, 2, 4) for s in range(13) if GATES[kind, s]]
)

BAND = 0.1  # mV on either side: the narrowest stretch of voltage with common bounds on the rates
WIDEST = 10.0  # mV
MOST_PARTS = 1000.0  # into which `channel` cuts a step


@compiled
def rates(v, phi, out):
    """Write the rates of the six kinds of event at `v` to `out`, 1/ms."""
    u = v + 65.0
    x = 2.5 - 0.1 * u
    y = 1.0 - 0.1 * u
    out[0] = phi * (x / math.expm1(x) if x != 0.0 else 1.0)
    out[1] = phi * 4.0 * math.exp(-u / 18.0)
    out[2] = phi * 0.07 * math.exp(-u / 20.0)
    out[3] = phi / (math.exp(3.0 - 0.1 * u) + 1.0)
    out[4] = phi * 0.1 * (y / math.expm1(y) if y != 0.0 else 1.0)
    out[5] = phi * 0.125 * math.exp(-u / 80.0)


@compiled
def relaxed(x):
    """Return ``(1 - exp(-x)) / x``: how far a relaxation gets, over where its first slope aims."""
    if abs(x) < 0.02:
        return 1.0 - x / 2.0 * (1.0 - x / 3.0 * (1.0 - x / 4.0 * (1.0 - x / 5.0 * (1.0 - x / 6.0))))
    return -math.expm1(-x) / x


@compiled
def duration_of(rise, slope, decay):
    """Return when a relaxation that starts with `slope` and slows at rate `decay` has risen so far.

    The inverse of ``rise = slope * t * relaxed(decay * t)``.
    """
    share = min(decay * rise / slope, 1.0 - 1e-15)  # of the rise that it tends to
    if share == 0.0:
        return rise / slope
    return rise / slope * (-math.log1p(-share) / share)


@compiled
def bound(bottom, top, phi, least, most):
    """Write the least and the largest value of each rate between two voltages."""
    # alpha_m, beta_h and alpha_n grow with the voltage; the other three shrink
    rates(bottom, phi, least)
    rates(top, phi, most)
    for kind in (1, 2, 5):
        least[kind], most[kind] = most[kind], least[kind]


@compiled
def noted(spikes, count, time):
    """Return the list of spikes, made longer if it is full, with one more."""
    if count == spikes.size:
        longer = np.empty(2 * spikes.size)
        for i in range(count):
            longer[i] = spikes[i]
        spikes = longer
    spikes[count] = time
    return spikes


@compiled
def exact(rng, state, counts, axon, sizes, spike, drive, dt, first, every, out):
    """Move channels one gate at a time, each at its own random moment.

    Between two events the conductances are constant and the voltage relaxes as an exponential,
    which is evaluated as such. Events come by thinning: around the voltage lies a band in which
    each rate has an upper bound; moments are drawn from the bounds, and one is real with the
    probability rate over bound at its voltage. Where the voltage leaves the band, a new band
    begins, and the clock (exponential time still to pass, ``state[2]``) runs on at its speed.
    ``state[3]`` and ``state[4]`` are the ends of the band, crosswise if there is none yet.
    """
    gates = np.empty(6, np.int64)
    for kind in range(6):
        gates[kind] = 0
        for s in range(13):
            gates[kind] += GATES[kind, s] * counts[s]
    most, least, true = np.empty(6), np.empty(6), np.empty(6)
    spikes, found, events = np.empty(16), 0, 0
    v, armed, clock = state[0], state[1] > 0.5, state[2]
    phi = axon[7]
    bottom, top = state[3], state[4]
    bound(bottom, top, phi, least, most)
    for k in range(drive.size):
        left = dt
        end = (first + k + 1) * dt
        while True:
            g_na = axon[1] * counts[NA_OPEN] / sizes[0]
            g_k = axon[2] * counts[K_OPEN] / sizes[1]
            decay = axon[0] * (g_na + g_k + axon[3])
            pull = axon[0] * (g_na * axon[4] + g_k * axon[5] + axon[3] * axon[6] + drive[k])
            slope = pull - decay * v
            if not (bottom <= v <= top):
                if not abs(v + 65.0) <= RANGE:
                    return spikes, found, -1
                total = 0.0
                rates(v, phi, true)
                for kind in range(6):
                    total += true[kind] * gates[kind]
                width = min(max(BAND, 3.0 * abs(slope) / total), WIDEST)
                bottom, top = v - width, v + width
                bound(bottom, top, phi, least, most)
            total = 0.0
            for kind in range(6):
                total += most[kind] * gates[kind]
            step = clock / total
            happens = step < left
            if not happens:
                step = left
            new = v + slope * step * relaxed(decay * step)
            leaves = new > top or new < bottom
            if leaves:
                new = top if new > top else bottom
                step = min(step, max(0.0, duration_of(new - v, slope, decay)))
            if armed:
                if v < spike[0] <= new:
                    time = end - left + duration_of(spike[0] - v, slope, decay)
                    spikes = noted(spikes, found, time)
                    found += 1
                    armed = False
            elif new < spike[1]:
                armed = True
            clock -= step * total
            left -= step
            v = new
            if leaves:
                bottom, top = v + 1.0, v - 1.0  # the next band is centred here
                clock = max(clock, 0.0)
                continue
            if not happens:
                break
            clock = rng.standard_exponential()
            draw = rng.random() * total
            kind = 0
            while kind < 5 and draw >= most[kind] * gates[kind]:
                draw -= most[kind] * gates[kind]
                kind += 1
            draw /= most[kind]
            gate = int(draw)
            if gate >= gates[kind]:  # a last digit beyond the end
                continue
            chance = (draw - gate) * most[kind]
            if chance >= least[kind]:
                rates(v, phi, true)
                if chance >= true[kind]:
                    continue
            s = FIRST[kind]
            while gate >= GATES[kind, s] * counts[s]:
                gate -= GATES[kind, s] * counts[s]
                s += 1
            counts[s] -= 1
            counts[s + MOVE[kind]] += 1
            gates[kind] -= 1
            gates[kind ^ 1] += 1
            events += 1
        if (first + k + 1) % every == 0:
            line = (first + k + 1) // every - first // every
            out[0, line] = v
            out[1, line] = gates[1] / (3.0 * sizes[0])
            out[2, line] = gates[3] / sizes[0]
            out[3, line] = gates[5] / (4.0 * sizes[1])
            out[4, line] = counts[NA_OPEN] / sizes[0]
            out[5, line] = counts[K_OPEN] / sizes[1]
    state[0], state[1], state[2] = v, 1.0 if armed else 0.0, clock
    state[3], state[4] = bottom, top
    return spikes, found, events


@compiled
def half_step(v, na, k, axon, current, dt):
    """Return the voltage half a step later, the conductances held still; exact."""
    g_na = axon[1] * na
    g_k = axon[2] * k
    decay = axon[0] * (g_na + g_k + axon[3])
    pull = axon[0] * (g_na * axon[4] + g_k * axon[5] + axon[3] * axon[6] + current)
    return v + (pull - decay * v) * 0.5 * dt * relaxed(0.5 * dt * decay)


@compiled
def part_of_a_step(rng, fractions, rate, sizes, dt, middle, noise):
    """Move channels by the midpoint rule, half of the noise having come by the middle.

    Order 2 without noise, and a stationary variance right to order 2.
    """
    for s in range(13):
        middle[s] = fractions[s]
    for p in range(14):
        s, into, kind = PAIRS[p, 0], PAIRS[p, 1], PAIRS[p, 2]
        forth = rate[kind] * GATES[kind, s] * fractions[s]
        back = rate[kind + 1] * GATES[kind + 1, into] * fractions[into]
        # a fraction may be below 0 for a moment; its share of the variance cannot
        both = max(forth, 0.0) + max(back, 0.0)
        size = sizes[0] if s < 8 else sizes[1]
        noise[p] = math.sqrt(both * dt / size) * rng.standard_normal()
        half = 0.5 * (dt * (forth - back) + noise[p])
        middle[s] -= half
        middle[into] += half
    for p in range(14):
        s, into, kind = PAIRS[p, 0], PAIRS[p, 1], PAIRS[p, 2]
        forth = rate[kind] * GATES[kind, s] * middle[s]
        back = rate[kind + 1] * GATES[kind + 1, into] * middle[into]
        moved = dt * (forth - back) + noise[p]
        fractions[s] -= moved
        fractions[into] += moved


@compiled
def channel(rng, state, fractions, axon, sizes, spike, drive, dt, first, every, out):
    """Move the fractions of channels in each state: a drift, and one noise a pair of reactions.

    Half a step of voltage, a step of channels, half a step of voltage. The flux through each of
    the fourteen pairs of opposite reactions has the mean and the variance that the two have
    together.
    """
    noise, middle, rate = np.empty(14), np.empty(13), np.empty(6)
    spikes, found = np.empty(16), 0
    v, armed = state[0], state[1] > 0.5
    for step in range(drive.size):
        before = v
        v = half_step(v, fractions[NA_OPEN], fractions[K_OPEN], axon, drive[step], dt)
        rates(v, axon[7], rate)
        # the fastest mode must not be overstepped: warm or far from rest, several steps in one
        pace = dt * max(3.0 * (rate[0] + rate[1]) + rate[2] + rate[3], 4.0 * (rate[4] + rate[5]))
        if not pace < MOST_PARTS:
            return spikes, found, -1
        parts = 1 + int(pace)
        for _ in range(parts):
            part_of_a_step(rng, fractions, rate, sizes, dt / parts, middle, noise)
        v = half_step(v, fractions[NA_OPEN], fractions[K_OPEN], axon, drive[step], dt)
        if not abs(v + 65.0) <= RANGE:
            return spikes, found, -1
        if armed:
            if before < spike[0] <= v:
                time = (first + step + (spike[0] - before) / (v - before)) * dt
                spikes = noted(spikes, found, time)
                found += 1
                armed = False
        elif v < spike[1]:
            armed = True
        if (first + step + 1) % every == 0:
            line = (first + step + 1) // every - first // every
            m, h, n = 0.0, 0.0, 0.0
            for s in range(13):
                m += GATES[1, s] * fractions[s] / 3.0
                h += GATES[3, s] * fractions[s]
                n += GATES[5, s] * fractions[s] / 4.0
            out[0, line] = v
            out[1, line] = m
            out[2, line] = h
            out[3, line] = n
            out[4, line] = fractions[NA_OPEN]
            out[5, line] = fractions[K_OPEN]
    state[0], state[1] = v, 1.0 if armed else 0.0
    return spikes, found, 0


@compiled
def subunit(rng, state, gates, axon, sizes, spike, drive, dt, first, every, out):
    """Move m, h and n, each with one noise of its own, and take m^3 h and n^4 of them.

    Half a step of voltage, a step of gates, half a step of voltage. A gate's step is exact for a
    still voltage and a still strength of the noise; the gate is kept between 0 and 1.
    """
    rate = np.empty(6)
    spikes, found = np.empty(16), 0
    v, armed = state[0], state[1] > 0.5
    na, k = gates[0] ** 3 * gates[1], gates[2] ** 4
    for step in range(drive.size):
        before = v
        v = half_step(v, na, k, axon, drive[step], dt)
        rates(v, axon[7], rate)
        for x in range(3):
            opening, closing = rate[2 * x], rate[2 * x + 1]
            size = sizes[0] if x < 2 else sizes[1]
            pace = dt * (opening + closing)
            drift = dt * (opening * (1.0 - gates[x]) - closing * gates[x])
            variance = dt * (opening * (1.0 - gates[x]) + closing * gates[x]) / size
            moved = gates[x] + drift * relaxed(pace)
            moved += math.sqrt(variance * relaxed(2.0 * pace)) * rng.standard_normal()
            gates[x] = min(max(moved, 0.0), 1.0)
        na, k = gates[0] ** 3 * gates[1], gates[2] ** 4
        v = half_step(v, na, k, axon, drive[step], dt)
        if not abs(v + 65.0) <= RANGE:
            return spikes, found, -1
        if armed:
            if before < spike[0] <= v:
                time = (first + step + (spike[0] - before) / (v - before)) * dt
                spikes = noted(spikes, found, time)
                found += 1
                armed = False
        elif v < spike[1]:
            armed = True
        if (first + step + 1) % every == 0:
            line = (first + step + 1) // every - first // every
            out[0, line] = v
            out[1, line] = gates[0]
            out[2, line] = gates[1]
            out[3, line] = gates[2]
            out[4, line] = na
            out[5, line] = k
    state[0], state[1] = v, 1.0 if armed else 0.0
    return spikes, found, 0
