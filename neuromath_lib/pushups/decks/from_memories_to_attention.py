"""Push-ups and quiz of the chapter *From memories to attention*."""

from __future__ import annotations

import math

import numpy as np

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz


def _edge() -> float:
    return 1.0 / 1.25


def _weight(beta: float = 1.0) -> float:
    fits = np.array([2.0, 1.0, 1.0])
    return float(np.exp(beta * fits[0]) / np.exp(beta * fits).sum())


def _cubes() -> float:
    from neuromath_lib.hopfield.theory import dense_capacity

    return float(dense_capacity(1000, 3))


def _per_group() -> float:
    from neuromath_lib.hopfield.theory import dense_capacity

    return 1000.0 * float(dense_capacity(1000, 3)) / math.comb(1000, 3)


def _sharpness() -> float:
    return math.log(99.0 * 25.0) / 20.0


def _attend(Q, K, V):
    fits = Q @ K.T / math.sqrt(K.shape[-1])
    e = np.exp(fits - fits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) @ V


def _check_attention(function) -> str | None:
    """Judge a function of queries, keys and values."""
    rng = np.random.default_rng(26)
    Q, K, V = rng.normal(size=(4, 6)), rng.normal(size=(7, 6)), rng.normal(size=(7, 3))
    found = np.asarray(function(Q, K, V))
    right = _attend(Q, K, V)
    if found.shape != right.shape:
        return (
            f"Four queries and values of three numbers should give {right.shape}; yours gives "
            f"{found.shape}. `keepdims=True` keeps the axis that is summed."
        )
    if np.allclose(found, right):
        return None
    fits = Q @ K.T / math.sqrt(6)
    e = np.exp(fits - fits.max())
    if np.allclose(found, e / e.sum() @ V):
        return (
            "That is the function as it was: its weights add up to 1 over all queries together, "
            "so that the more one asks, the less each is told."
        )
    if np.allclose(found, e / e.sum(axis=0, keepdims=True) @ V):
        return (
            "Now the weights of each *key* add up to 1 over the queries. It is each query that "
            "has one vote to share out: the sum runs over the other axis."
        )
    return "The weights of each query, over all keys, should add up to 1. Do yours?"


_BUG_CODE = """
```python
fits = Q @ K.T / np.sqrt(K.shape[-1])
e = np.exp(fits - fits.max())
weights = e / e.sum()
mixed = weights @ V
```
"""

DECK = Deck(
    name="from_memories_to_attention",
    title="From memories to attention",
    items=(
        Exercise(
            id="gain",
            title="The lower edge",
            stars=1,
            prompt=(
                "Two memories with an overlap of 0.25 are stored by Hebb's rule in a large network "
                "of graded units, and the weights are divided by the number of units, as in the "
                "chapter. Above which gain can the blend of the two hold itself up?"
            ),
            answer=_edge,
            mistakes=(
                Mistake(
                    id="difference",
                    value=1.0 / 0.75,
                    message=(
                        "That is the edge for the *difference* of the two, which tells them apart. "
                        "The blend lies along the sum."
                    ),
                ),
                Mistake(
                    id="upside-down",
                    value=1.25,
                    message="By that the weights multiply. The gain times it must exceed 1.",
                ),
                Mistake(
                    id="overlap-only",
                    value=4.0,
                    message="You took 1 over the overlap. Each memory fits itself too, by 1.",
                ),
            ),
            hints=(
                "Along *A plus B* the weights multiply by 1 plus the overlap.",
                "Gain times 1.25 must be more than 1.",
            ),
            solution="$1/(1 + 0.25)$, which is {answer}.",
        ),
        Exercise(
            id="weight",
            title="One softmax by hand",
            stars=1,
            prompt=(
                "Three memories fit a state by 2, 1 and 1. With $\\beta = 1$, which share does "
                "the first one get?"
            ),
            answer=_weight,
            mistakes=(
                Mistake(
                    id="no-exponential",
                    value=0.5,
                    message=(
                        "You shared out the fits themselves. Take $e$ to the power of each first."
                    ),
                ),
                Mistake(
                    id="one-other",
                    value=math.e / (math.e + 1.0),
                    message="You counted one of the others. There are two.",
                ),
            ),
            hints=(
                "Only differences matter: take off 1 from each, so that the fits are 1, 0 and 0.",
                "$e/(e + 1 + 1)$, and $e$ is about 2.718.",
            ),
            solution=(
                "$e^2/(e^2 + e + e) = e/(e + 2)$, which is {answer}. Twice the fit, a little more "
                "than half of the vote: $\\beta = 1$ is blunt for fits so close."
            ),
        ),
        Exercise(
            id="cubes",
            title="A thousand units, cubes",
            stars=2,
            prompt=(
                "How many random memories does the asymptotic formula give a dense memory of 1000 "
                "units and the power 3?"
            ),
            answer=_cubes,
            tolerance=0.02,
            mistakes=(
                Mistake(
                    id="no-factorial",
                    value=lambda: 3.0 * _cubes(),
                    message="The double factorial $(2n-3)!! = 3!! = 3\\cdot1$ is missing.",
                ),
                Mistake(
                    id="factorial",
                    value=lambda: _cubes() / 2.0,
                    message="$3!!$ is $3\\cdot1 = 3$: every other number. You took $3! = 6$.",
                ),
                Mistake(
                    id="log-ten",
                    value=1e6 / 18.0,
                    message="You took the logarithm to the base 10. The formula has $\\ln$.",
                ),
                Mistake(
                    id="power",
                    value=lambda: 1000.0 * _cubes(),
                    message="You took $N^n$. It is $N^{n-1}$.",
                ),
            ),
            hints=(
                "$N^{n-1}$ is a million. $(2n-3)!!$ is $3\\cdot 1$.",
                "$10^6/(2\\cdot3\\cdot\\ln 1000)$, and $\\ln 1000$ is 6.9.",
            ),
            solution=(
                "$10^6/(6\\cdot 6.908)$: {answer}. Twenty-four for each unit. With squares there "
                "would be 72 in all."
            ),
        ),
        Exercise(
            id="dearly",
            title="What a group stores",
            stars=2,
            prompt=(
                "The formula gives 1000 units with cubes 24,127 memories of 1000 bits each. If "
                "they are kept as one weight for each group of three units, how many bits does "
                "that make for each weight?"
            ),
            answer=_per_group,
            tolerance=0.04,
            mistakes=(
                Mistake(
                    id="ordered",
                    value=lambda: _per_group() / 6.0,
                    message=(
                        "You divided by $N^3$. A group is the same in whichever order its three "
                        "are named: there are six times fewer."
                    ),
                ),
                Mistake(
                    id="pairs",
                    value=lambda: 1000.0 * _cubes() / math.comb(1000, 2),
                    message="You counted pairs. A cube joins three units.",
                ),
            ),
            hints=(
                "The groups of three: $1000\\cdot999\\cdot998/6$.",
                "24 million bits in all, 166 million groups.",
            ),
            solution=(
                "{answer}: about a seventh of a bit. A wire that joins three units is no better a "
                "place to store than one that joins two; there are more of them."
            ),
        ),
        Exercise(
            id="steps",
            title="Sharp enough",
            stars=2,
            prompt=(
                "A state fits one memory better than each of the 25 others, by 20 (a dot product, "
                "without $\\beta$), and the others all alike. How large must $\\beta$ be for that "
                "memory to get 99 per cent of the weight?"
            ),
            answer=_sharpness,
            tolerance=0.02,
            mistakes=(
                Mistake(
                    id="one-other",
                    value=math.log(99.0) / 20.0,
                    message="That is for one other memory. There are 25, and their weights add.",
                ),
                Mistake(
                    id="no-fit",
                    value=math.log(99.0 * 25.0),
                    message="That is what $\\beta$ times the advantage must be. Divide by 20.",
                ),
            ),
            hints=(
                "The best gets 99 times as much as all the others together, each of which gets "
                "$e^{-20\\beta}$ of its weight.",
                "$25\\,e^{-20\\beta} = 1/99$. Take logarithms.",
            ),
            solution=(
                "$\\ln(99\\cdot25)/20$, which is {answer}. Memories by the thousand raise it by "
                "their logarithm only: that is why a softmax can hold so many."
            ),
        ),
        Exercise(
            id="bug",
            title="Bug hunt: told less and less",
            stars=3,
            prompt=(
                "This attention works for one query. Given ten at a time it answers each in a "
                "whisper. Find the line and mend it: write a function `attend(Q, K, V)` that "
                "returns what `mixed` should be, and hand that to `check`." + _BUG_CODE
            ),
            checker=_check_attention,
            hints=(
                "Each query has one vote to share out. What do the weights of one line add up to?",
                "`sum` without an axis adds up everything.",
            ),
            solution=(
                "Line 3: `weights = e / e.sum(axis=-1, keepdims=True)`. (Line 2 may take the "
                "largest of all: within a line the factor cancels, and nothing overflows.)"
            ),
            on_page=Exercise(
                id="bug",
                title="Bug hunt",
                stars=3,
                prompt=(
                    "Which line of this program is to blame? (In a notebook, you mend it as well.)"
                ),
                options=(
                    Option(
                        "Line 1",
                        "That line is right: each query with each key, over the root of the "
                        "length.",
                    ),
                    Option(
                        "Line 2",
                        "One number taken off all fits changes no share; it keeps the exponential "
                        "from overflowing.",
                    ),
                    Option("Line 3", right=True),
                    Option(
                        "Line 4",
                        "That line is right: values, mixed in the shares.",
                    ),
                ),
                because="`e.sum()` adds up all queries; each should have its own sum.",
                hints=(
                    "With one query all is well. Where do the queries get mixed up?",
                    "What should add up to 1?",
                ),
                solution="Line 3: `e / e.sum(axis=-1, keepdims=True)`.",
            ),
        ),
        Quiz(
            id="quiz",
            questions=(
                Exercise(
                    id="q-knob",
                    title="One knob",
                    prompt=(
                        "What do the gain of a graded unit, the power of a dense memory and the "
                        "beta of a softmax have in common?"
                    ),
                    options=(
                        Option(
                            "Each is learned from examples.",
                            "None of them is learned here; each is set from outside.",
                        ),
                        Option(
                            "Each decides between a blend of memories and the choice of one.",
                            right=True,
                            reason="Low: what memories share. High: one of them.",
                        ),
                        Option(
                            "Each must be as high as possible.",
                            "High, a memory is kept apart. What several have in common is then "
                            "lost.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-power",
                    title="Why a power helps",
                    prompt="Why does a dense memory with a higher power hold more?",
                    options=(
                        Option(
                            "Its weights have more digits.",
                            "It has no weights between pairs at all.",
                        ),
                        Option(
                            "Weak fits are weakened more than the strong one, before all are "
                            "added up.",
                            right=True,
                            reason="So that the crowd no longer outvotes the one that is right.",
                        ),
                        Option(
                            "It looks at more units at a time.",
                            "Units are still asked one by one; each hears from all others.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-cost",
                    title="The price",
                    prompt="What does a dense memory pay for its capacity?",
                    options=(
                        Option(
                            "It forgets after a while.",
                            "Nothing fades in it.",
                        ),
                        Option(
                            "It never comes to rest.",
                            "Each flip lowers an energy that has a least value: it must rest.",
                        ),
                        Option(
                            "It must keep the memories themselves, or a weight for each group of "
                            "n units.",
                            right=True,
                            reason="For each number kept it stores no more than Hebb's rule.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-same",
                    title="The same?",
                    prompt=(
                        "Which statement about softmax retrieval and a transformer's attention is "
                        "right?"
                    ),
                    options=(
                        Option(
                            "One step of retrieval is attention with the memories as keys and "
                            "values.",
                            right=True,
                            reason="Up to the projections, which a transformer learns.",
                        ),
                        Option(
                            "A transformer repeats attention until it comes to rest in a memory.",
                            "Each head makes one step and hands over; nothing settles.",
                        ),
                        Option(
                            "It shows that brains compute a softmax.",
                            "Two formulas agree. Nothing about brains follows from that.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-glance",
                    title="A glance",
                    prompt=(
                        "After one step a damaged A looks like A again; after fifty it is a blend "
                        "of many letters. What went wrong?"
                    ),
                    options=(
                        Option(
                            "Rounding errors have piled up.",
                            "Fifty steps with sixteen digits lose nothing to speak of.",
                        ),
                        Option(
                            "The energy rose.",
                            "It fell in every step.",
                        ),
                        Option(
                            "At this sharpness A is no fixed point, and the way down from it leads "
                            "to a blend.",
                            right=True,
                            reason="The first step was a glance on the way down.",
                        ),
                    ),
                ),
            ),
        ),
    ),
)
