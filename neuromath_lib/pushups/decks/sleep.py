"""Push-ups and quiz of the chapter *Sleep*."""

from __future__ import annotations

import numpy as np

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz


def _wire() -> float:
    """Weight of a pair that agrees in 300 dreams and differs in 100, at .01 a dream."""
    agreeing, differing = np.array([[1, 1], [1, -1]])
    weight = 1.0
    for state, times in ((agreeing, 300), (differing, 100)):
        weight -= 0.01 * times * state[0] * state[1]
    return float(weight)


def _account() -> float:
    return 12 / 0.02


def _fade() -> float:
    """Strength of the first of ten patterns, in units of the last, in the library's store."""
    from neuromath_lib.hopfield import palimpsest

    first, last = np.array([[1, 1], [1, -1]])
    alone = palimpsest(last[None, :], 0.1)
    nothing = np.zeros((2, 2))
    faded = palimpsest(first[None, :], 0.1, weights=nothing)
    for _ in range(9):
        faded = 0.9 * faded
    return float(faded[0, 1] / -alone[0, 1])


def _level() -> float:
    strong, weak, t = 2.0, 0.5, 10.0
    return (strong / (1 + t * strong)) / (weak / (1 + t * weak))


def _nights() -> float:
    return 0.82**3


def _taken_state(taken: np.ndarray) -> np.ndarray:
    """The state whose outer product this is, if it is one; its first unit counts as +1."""
    state = np.sign(taken[0])
    state[0] = 1.0
    return state


def _check_dream(function) -> str | None:
    """Judge one dream: at rest, taken away once, no self-wires, the caller's weights untouched."""
    from neuromath_lib.hopfield import Network, hebbian, random_patterns

    weights = hebbian(random_patterns(5, 32, np.random.default_rng(1))).astype(float)
    given = weights.copy()
    after = function(given, 0.01, np.random.default_rng(2))
    if after is None:
        return "It returns nothing. The last line should hand back the new weights."
    after = np.asarray(after, dtype=float)
    if after.shape != weights.shape:
        return f"It should return weights of shape {weights.shape}; yours are {after.shape}."
    if (given != weights).any():
        return (
            "The weights that it was given have been changed under the caller's hands: `-=` works "
            "in place. Copy them first, or make a new array."
        )
    if np.diagonal(after).any():
        return (
            "The copying is right. But each unit now has a wire to itself, of "
            f"{after[0, 0]:.2f}, and it grows with every dream."
        )
    taken = (weights - after) / 0.01
    apart = ~np.eye(len(weights), dtype=bool)
    if np.allclose(taken, 0.0):
        return "Nothing was taken away."
    if not np.allclose(np.abs(taken[apart]), 1.0):
        return "Each weight between two units should change by `rate`, up or down."
    state = _taken_state(taken)
    if not np.allclose(taken[apart], np.outer(state, state)[apart]):
        state = _taken_state(-taken)
        if np.allclose(-taken[apart], np.outer(state, state)[apart]):
            return "The sign is turned: it *strengthened* what it dreamed."
        return "What it took away is not the outer product of a state with itself."
    if (Network(weights).stability(state.astype(int)) < 0).any():
        return "It took away a state in which units still wanted to turn. Settle first."
    return None


_BUG_CODE = """
```python
def dream(W, rate, rng):
    s = rng.choice([-1, 1], len(W))
    s = relax(W, s, rng)
    W -= rate * np.outer(s, s)
    return W
```
"""

DECK = Deck(
    name="sleep",
    title="Sleep",
    items=(
        Exercise(
            id="wire",
            title="One wire, four hundred dreams",
            stars=1,
            prompt=(
                "The weight between two units is 1. In 300 of 400 dreams the two end in the same "
                "state, in 100 in different states; each dream takes away $0.01\\,s_i s_j$. What "
                "is the weight afterwards?"
            ),
            answer=_wire,
            tolerance=0.001,
            mistakes=(
                Mistake(
                    id="only-agreeing",
                    value=-2,
                    message=(
                        "You counted the 300. In the other 100 the product is −1, and taking away "
                        "a negative number adds."
                    ),
                ),
                Mistake(
                    id="all-agreeing",
                    value=-3,
                    message="That takes 0.01 in every dream; in 100 of them $s_i s_j$ is −1.",
                ),
                Mistake(
                    id="learnt",
                    value=3,
                    message="That would be learning. A dream turns the sign round.",
                ),
            ),
            hints=(
                "What does one dream do to the weight if both end in the same state? And if not?",
                "300 times −0.01, and 100 times +0.01.",
            ),
            solution=(
                "$1 - 300 \\times 0.01 + 100 \\times 0.01$ is {answer}. The two were wired "
                "together in the evening and are wired apart in the morning."
            ),
        ),
        Exercise(
            id="account",
            title="When the account is empty",
            stars=1,
            prompt=(
                "A network has learned 12 patterns by Hebb's rule, and each dream takes away a "
                "fiftieth ($\\varepsilon = 0.02$). After how many dreams has as much been taken "
                "away as was learned?"
            ),
            answer=_account,
            tolerance=0.001,
            mistakes=(
                Mistake(
                    id="of-the-text",
                    value=1200,
                    message="That is for a hundredth a dream. Here it is a fiftieth.",
                ),
                Mistake(
                    id="one-pattern",
                    value=50,
                    message="So many take back *one* pattern.",
                ),
                Mistake(
                    id="multiplied",
                    value=0.24,
                    message="You multiplied. How many fiftieths are there in twelve?",
                ),
            ),
            hints=(
                "Each pattern brought 1 (in units of $N$); each dream takes 0.02.",
                "$P/\\varepsilon$.",
            ),
            solution="$12 / 0.02$ is {answer}. The number of units does not come into it.",
        ),
        Exercise(
            id="fade",
            title="The first of ten",
            stars=2,
            prompt=(
                "A short-term store writes each pattern over what it holds, at rate $a = 0.1$. Ten "
                "patterns are learned. How strong is the first in it, as a fraction of the last?"
            ),
            answer=_fade,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="ten-times",
                    value=0.9**10,
                    tolerance=0.004,
                    message=(
                        "You let it fade ten times. Between the first and the last there are nine."
                    ),
                ),
                Mistake(
                    id="straight-line",
                    value=0.1,
                    message=(
                        "You took a tenth off nine times, as if always of the whole. Each time a "
                        "tenth goes of *what is left*."
                    ),
                ),
            ),
            hints=(
                "Each new pattern leaves nine tenths of what was there.",
                "Nine patterns come after the first.",
            ),
            solution=(
                "$0.9^9$ is {answer}. That is the start that the last memory has in a lottery in "
                "which strength decides who is replayed."
            ),
        ),
        Exercise(
            id="level",
            title="The tax",
            stars=2,
            prompt=(
                "Two directions have the strengths 2 and 0.5: one is four times the other. A sleep "
                "of $t = 10$ makes each strength $\\lambda$ into $(1+t)\\lambda/(1+t\\lambda)$. "
                "How many times the weaker is the stronger now?"
            ),
            answer=_level,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="unchanged",
                    value=4,
                    message="That was the evening. The denominators differ.",
                ),
                Mistake(
                    id="turned",
                    value=0.875,
                    tolerance=0.005,
                    message="You divided the weaker by the stronger.",
                ),
                Mistake(
                    id="strong-only",
                    value=22 / 21,
                    tolerance=0.005,
                    message="That is the stronger one's strength. Divide by the weaker one's.",
                ),
            ),
            hints=(
                "The stronger becomes $11 \\times 2/(1 + 20)$.",
                "The weaker becomes $11 \\times 0.5/(1 + 5)$. Divide.",
            ),
            solution=(
                "$22/21 = 1.048$ and $5.5/6 = 0.917$; their ratio is {answer}. From fourfold to a "
                "seventh more."
            ),
        ),
        Exercise(
            id="nights",
            title="Three nights",
            stars=2,
            prompt=(
                "Each night all weights are turned down by 18 %, and nothing else happens to them. "
                "A memory is learned at strength 1 on Monday. On Thursday, three nights later, a "
                "new one is learned, also at strength 1. How strong is Monday's then, as a "
                "fraction of Thursday's?"
            ),
            answer=_nights,
            tolerance=0.006,
            mistakes=(
                Mistake(
                    id="one-night",
                    value=0.82,
                    message="That is after one night.",
                ),
                Mistake(
                    id="subtracted",
                    value=0.46,
                    message="You took 18 % of the *first* strength away three times.",
                ),
                Mistake(
                    id="taken",
                    value=0.18**3,
                    tolerance=0.01,
                    message="18 % is what goes each night, not what stays.",
                ),
                Mistake(
                    id="nothing",
                    value=1,
                    message=(
                        "Nothing would happen to *recall* if no more were learned. But Thursday's "
                        "memory comes at full strength."
                    ),
                ),
            ),
            hints=(
                "What fraction is left after one night?",
                "0.82, three times.",
            ),
            solution=(
                "$0.82^3$ is {answer}. A common factor changes nothing until something comes that "
                "it has not been applied to."
            ),
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "One dream. After a night of these the network hardly recalls anything, and a copy "
                "of the evening's weights that was kept for comparison turns out to be no copy."
                f"\n{_BUG_CODE}\nMend it."
            ),
            checker=_check_dream,
            mistakes=(),
            hints=(
                "Whose array does `-=` change? And what is on the diagonal of `np.outer(s, s)`?",
                "`W = W - ...` makes a new array. Then `np.fill_diagonal(W, 0)`.",
            ),
            solution=(
                "```python\ndef dream(W, rate, rng):\n    s = rng.choice([-1, 1], len(W))\n"
                "    s = relax(W, s, rng)\n    W = W - rate * np.outer(s, s)\n"
                "    np.fill_diagonal(W, 0)\n    return W\n```\n"
                "Without the last but one line each dream gives every unit a wire to itself, a "
                "negative one: it votes against what it is, and in the end nothing can rest."
            ),
            on_page=Exercise(
                id="line",
                prompt="Both faults sit in one line. Which?",
                options=(
                    Option(
                        "`s = rng.choice([-1, 1], len(W))`",
                        "A dream starts anywhere: each unit drawn by lot. That is right.",
                    ),
                    Option(
                        "`s = relax(W, s, rng)`",
                        "It must settle before anything is taken away, and it does.",
                    ),
                    Option("`W -= rate * np.outer(s, s)`", right=True),
                    Option("`return W`", "Handing back the weights is right."),
                ),
                because=(
                    "It works in the caller's array, and it puts $-\\varepsilon$ on the diagonal "
                    "with every dream."
                ),
            ),
        ),
        Quiz(
            "quiz",
            title="Five questions",
            questions=(
                Exercise(
                    id="q-why",
                    title="Why it helps",
                    prompt="Why did dreaming help the networks of this chapter?",
                    options=(
                        Option(
                            "It can tell ghosts from memories.",
                            "It cannot. It weakens whatever it dreams.",
                        ),
                        Option(
                            "It ends at ghosts more often than at memories.",
                            "In the small network most dreams ended at memories, and it helped "
                            "all the same.",
                        ),
                        Option(
                            "It takes most from the strongest directions and so levels them.",
                            right=True,
                        ),
                        Option(
                            "It makes all weights smaller by the same factor.",
                            "Without noise and thresholds that changes nothing.",
                        ),
                    ),
                    because="Level strengths are what the projection has.",
                ),
                Exercise(
                    id="q-stop",
                    title="Good night",
                    prompt="What tells the dreaming network that it has dreamed enough?",
                    options=(
                        Option(
                            "The ghosts are gone.",
                            "They never are; they become many and small.",
                        ),
                        Option(
                            "Dreams become rarer by themselves.",
                            "The rule at the thousandth dream is the rule of the first.",
                        ),
                        Option(
                            "Nothing in the rule. We looked at the memories to find out.",
                            right=True,
                        ),
                        Option(
                            "The weights have become whole numbers.",
                            "They were whole numbers in the evening, and seldom are again.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-long",
                    title="Too long",
                    prompt=(
                        "At load 0.7 the dreaming kernel recalls more after $t = 10$ than after "
                        "$t = 1000$. Why?"
                    ),
                    options=(
                        Option(
                            "After the long sleep the memories are no longer states of rest.",
                            "They are, and more firmly than before.",
                        ),
                        Option(
                            "After the long sleep a damaged memory is pulled back too weakly.",
                            right=True,
                        ),
                        Option(
                            "The long sleep has taken away all that was learned.",
                            "That is unlearning past $P/\\varepsilon$. The kernel ends at the "
                            "projection, which forgets nothing.",
                        ),
                        Option(
                            "Chance: another night would have been different.",
                            "There is no chance in the kernel.",
                        ),
                    ),
                    because="A level shelf has no valleys.",
                ),
                Exercise(
                    id="q-replay",
                    title="Rich and poor",
                    prompt="What does replay without unlearning do in the two-store model?",
                    options=(
                        Option(
                            "It saves all ten memories equally.",
                            "Look at the bars: the last three at best.",
                        ),
                        Option(
                            "It saves the oldest, which have had the most time.",
                            "They are the faintest, and are hardly ever found.",
                        ),
                        Option(
                            "It strengthens what is strongest already.",
                            right=True,
                        ),
                        Option(
                            "Nothing at all.",
                            "Two or three memories survive the newcomers that would not have.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-evidence",
                    title="Seen, or said",
                    prompt="Which of these has *not* been seen in an animal or a person?",
                    options=(
                        Option(
                            "Cells that were active together are so again in sleep.",
                            "Seen in rats in 1994, and often since.",
                        ),
                        Option(
                            "Breaking off ripples harms a memory.",
                            "Seen in rats in 2009.",
                        ),
                        Option(
                            "A smell given in slow-wave sleep helps what was learned in it.",
                            "Seen in people in 2007; the effect is small on average.",
                        ),
                        Option(
                            "Synapses give up the pattern that a dream has run through.",
                            right=True,
                        ),
                    ),
                    because="It is an idea with a network to its name, and so far no animal.",
                ),
            ),
        ),
    ),
)
