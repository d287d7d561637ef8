"""The loops that need speed, compiled when numba is there.

Everything compiled is in this one file, because numba's cache notices an edit only here.

What makes recall fast is to leave out what does not change. A unit that flips changes the fields
of the others by twice its weights to them, so fields are kept up to date and never computed anew;
in a recall only about one unit in ten flips at all. And all states (probes) are updated at the
same site before any goes on to the next: its line of weights is fetched once for all of them.

Arguments shared by the kernels
    outgoing : weights *from* a unit to all others, a line each: the transpose of ``weights``.
        int16 with fields of int32, or float64 with fields of float64
    states : +1 and -1, int8, a line a probe; changed in place
    fields : ``weights @ state - thresholds``, a line a probe; kept up to date
    order : the sites, in the order in which they are updated
    probes : which lines of states and fields are to be updated
"""

import numpy as np

from neuromath_lib.numerics.compilation import compiled


@compiled
def turn_over(outgoing, states, fields, probe, site):
    """Flip one unit of one probe, and let the others feel it."""
    if states[probe, site] > 0:
        states[probe, site] = -1
        for j in range(states.shape[1]):
            fields[probe, j] -= 2 * outgoing[site, j]
    else:
        states[probe, site] = 1
        for j in range(states.shape[1]):
            fields[probe, j] += 2 * outgoing[site, j]


@compiled
def descend(outgoing, states, fields, order, probes, tolerance):
    """Update each site in turn: a unit goes where its field points, and stays where that is 0.

    ``tolerance[site]`` is what rounding may have made of a field of 0.
    """
    for k in range(order.size):
        site = order[k]
        for a in range(probes.size):
            probe = probes[a]
            if states[probe, site] * fields[probe, site] < -tolerance[site]:
                turn_over(outgoing, states, fields, probe, site)


@compiled
def jostle(outgoing, states, fields, order, probes, hurdles):
    """Update each site in turn: a unit is +1 where its field is above a random hurdle, else -1."""
    for k in range(order.size):
        site = order[k]
        for a in range(probes.size):
            probe = probes[a]
            if (fields[probe, site] > hurdles[a, site]) != (states[probe, site] > 0):
                turn_over(outgoing, states, fields, probe, site)


@compiled
def step(outgoing, states, fields, wanted, probes):
    """Flip all units that are to flip, at once: ``wanted`` has a line a probe of ``probes``."""
    for site in range(states.shape[1]):
        for a in range(probes.size):
            if wanted[a, site]:
                turn_over(outgoing, states, fields, probes[a], site)


@compiled
def restless(states, fields, probes, tolerance):
    """Return, for each of the probes, whether some unit wants to flip."""
    found = np.zeros(probes.size, np.bool_)
    for a in range(probes.size):
        probe = probes[a]
        for site in range(states.shape[1]):
            if states[probe, site] * fields[probe, site] < -tolerance[site]:
                found[a] = True
                break
    return found


@compiled
def relax(weights, state, fields, order, max_sweeps, rng):
    """Let one state of floats come to rest, in place; return whether it did.

    ``weights`` are symmetric; ``fields`` and ``order`` are room to work in.
    """
    n = weights.shape[0]
    largest = 0.0
    for i in range(n):
        order[i] = i
        total, size = 0.0, 0.0
        for j in range(n):
            total += weights[i, j] * state[j]
            size += abs(weights[i, j])
        fields[i] = total
        largest = max(largest, size)
    tolerance = 1e-12 * largest  # what the rounding of sums may make of a field of 0
    for _ in range(max_sweeps):
        for i in range(n - 1, 0, -1):
            j = int(rng.random() * (i + 1))
            order[i], order[j] = order[j], order[i]
        flips = 0
        for k in range(n):
            i = order[k]
            if state[i] * fields[i] < -tolerance:
                state[i] = -state[i]
                flips += 1
                change = 2.0 * state[i]
                for j in range(n):
                    fields[j] += change * weights[i, j]
        if flips == 0:
            return True
    return False


@compiled
def scatter(state, rng):
    """Draw a state by chance."""
    for i in range(state.size):
        state[i] = 1.0 if rng.random() < 0.5 else -1.0


@compiled
def blend(weights, state, keep, rate):
    """Make the weights ``keep * W + rate * s s'``, and their diagonal 0."""
    n = state.size
    for i in range(n):
        change = rate * state[i]
        for j in range(n):
            weights[i, j] = keep * weights[i, j] + change * state[j]
        weights[i, i] = 0.0


@compiled
def dream(weights, state, fields, order, rate, dreams, max_sweeps, rng):
    """Start anywhere, relax, take from the weights what was found; as often as told.

    A state that does not come to rest in `max_sweeps` leaves the weights as they are.
    """
    for _ in range(dreams):
        scatter(state, rng)
        if relax(weights, state, fields, order, max_sweeps, rng):
            blend(weights, state, 1.0, -rate)


@compiled
def replay(short, long, state, fields, order, restart, rates, events, max_sweeps, rng):
    """Let the short-term store relax and the long-term store learn what it finds.

    ``rates`` are those of learning in the long-term and unlearning in the short-term store.
    """
    for _ in range(events):
        if restart:
            scatter(state, rng)
        if relax(short, state, fields, order, max_sweeps, rng):
            blend(long, state, 1.0 - rates[0], rates[0])
            if rates[1] > 0.0:
                blend(short, state, 1.0, -rates[1])


@compiled
def dense_descend(patterns, pull, states, overlaps, order, probes, tolerance):
    """Update each site of dense associative memories in turn; return which probes changed.

    ``patterns`` (N, P) int8; ``overlaps`` (probes, P) whole numbers ``xi . s``, kept up to date;
    ``pull[N + r] = F(r + 1) - F(r - 1)``, what a pattern asks for when the rest of the state
    overlaps it by r. A field within ``tolerance`` times the sum of its parts' sizes counts as 0.
    """
    n_units, n_patterns = patterns.shape
    changed = np.zeros(probes.size, np.bool_)
    for k in range(order.size):
        site = order[k]
        for a in range(probes.size):
            probe = probes[a]
            s = states[probe, site]
            field, size = 0.0, 0.0
            for mu in range(n_patterns):
                x = patterns[site, mu]
                part = pull[n_units + overlaps[probe, mu] - x * s]
                field += x * part
                size += abs(part)
            if s * field < -tolerance * size:
                changed[a] = True
                states[probe, site] = -s
                for mu in range(n_patterns):
                    overlaps[probe, mu] -= 2 * s * patterns[site, mu]
    return changed
