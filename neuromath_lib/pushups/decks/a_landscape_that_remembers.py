"""Push-ups and quiz of the chapter *A landscape that remembers*."""

from __future__ import annotations

import numpy as np

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz

_SIGNS = ("++++----++-+-+--", "++++------+-+-++", "++--++--+--++--+")


def _memories() -> np.ndarray:
    return np.array([[1 if sign == "+" else -1 for sign in line] for line in _SIGNS])


def _network(patterns):
    from neuromath_lib.hopfield import Network, hebbian

    return Network(hebbian(patterns))


def _change_by_a_flip() -> float:
    """Energy before and after the flip of a unit at +1 whose field is -7."""
    weights = np.zeros((8, 8), dtype=int)
    weights[0, 1:] = weights[1:, 0] = 1
    network = _network_of(weights)
    before = np.array([1, -1, -1, -1, -1, -1, -1, -1])
    after = before.copy()
    after[0] = -1
    return network.energy(after) - network.energy(before)


def _network_of(weights):
    from neuromath_lib.hopfield import Network

    return Network(weights)


def _single_memory() -> float:
    pattern = np.ones((1, 100), dtype=int)
    return _network(pattern).energy(pattern[0])


def _weakest_of_64() -> float:
    patterns = np.repeat(_memories(), 4, axis=1)
    return float(_network(patterns).stability(np.sign(patterns.sum(axis=0))).min())


def _fixed_points_of_two() -> float:
    return float(len(_network(_memories()[:2]).fixed_points()))


def _check_settle(function) -> str | None:
    """Judge one sweep of updates in turn: each unit must see what the others have become."""
    friends = np.array([[0, 1], [1, 0]])
    start = np.array([1, -1])
    end = np.asarray(function(friends, start, [0, 1]))
    if start.tolist() != [1, -1]:
        return "Your function changes the state that it was given; the caller may still need it."
    if end.tolist() == [-1, 1]:
        return (
            "Two friends in different rooms still swap rooms. The second to move must look at "
            "where the first one *is now*."
        )
    if end.tolist() != [-1, -1]:
        return (
            "Two friends at (+1, −1), the first to move first, should end at (−1, −1), not at "
            f"{end.tolist()}."
        )
    rng = np.random.default_rng(3)
    network = _network(_memories())
    for _ in range(20):
        begin, order = rng.choice([-1, 1], size=16), rng.permutation(16)
        expected = begin.copy()
        for i in order:
            if network.weights[i] @ expected * expected[i] < 0:
                expected[i] *= -1
        if np.asarray(function(network.weights, begin, order)).tolist() != expected.tolist():
            return (
                "Right for two friends, but not for the sixteen units of the chapter: each unit "
                "in `order` should flip if its field, as it is at that moment, is against it."
            )
    return None


_BUG_CODE = """
```python
def settle(weights, state, order):
    state = state.copy()
    field = weights @ state
    for i in order:
        if field[i] * state[i] < 0:
            state[i] = -state[i]
    return state
```
"""

_BUG_SOLUTION = (
    "Line 3 is computed once, before anybody has moved, so all units act on the same old "
    "news: synchronous updates in disguise, two-cycles included. The field belongs inside the "
    "loop: `if weights[i] @ state * state[i] < 0:`, and line 3 goes. (Quicker for large "
    "networks: keep `field`, and after a flip do `field += 2 * state[i] * weights[:, i]`.)"
)

DECK = Deck(
    name="a_landscape_that_remembers",
    title="A landscape that remembers",
    items=(
        Exercise(
            id="flip",
            title="One flip",
            stars=1,
            prompt=(
                "A unit is at +1 and its field is −7. It flips. By how much does the energy of the "
                "network change? (Mind the sign.)"
            ),
            answer=_change_by_a_flip,
            tolerance=0,
            mistakes=(
                Mistake(
                    id="once",
                    value=-7,
                    message=(
                        "That is the field, once. The unit's pairs go from counting against it to "
                        "counting for it: from one side of zero to the other."
                    ),
                ),
                Mistake(
                    id="up",
                    value=14,
                    message=(
                        "The size is right. But the unit moved where its field points; can the "
                        "energy have gone up?"
                    ),
                ),
            ),
            hints=(
                "Before the flip the unit's pairs contribute $-s_ih_i$ to the energy. After it?",
                "$\\Delta E = -2\\,|h_i|$.",
            ),
            solution=(
                "Before: $-s_ih_i = -(+1)(-7) = +7$. After: $-(-1)(-7) = -7$. The change is "
                "{answer}, twice the size of the field, downwards."
            ),
            because="Twice the size of the field, downwards.",
        ),
        Exercise(
            id="trio",
            title="Who is frustrated?",
            stars=1,
            prompt=(
                "Two rooms, three guests. In which of these trios is it *not* possible to make "
                "all three pairs content?"
            ),
            options=(
                Option(
                    "A and B are friends, B and C are friends, A and C are friends.",
                    "One room for all three, and everybody is content.",
                ),
                Option(
                    "A and B are friends; C is at odds with both.",
                    "A and B in one room, C in the other: all three pairs are content.",
                ),
                Option(
                    "A and B are friends, B and C are friends, A and C are at odds.",
                    right=True,
                    reason=(
                        "One hostile pair, an odd number. B draws A and C together, and they "
                        "cannot stand it."
                    ),
                ),
            ),
            hints=(
                "Put A in the first room. Where must B go, where must C go, and does that suit "
                "the third pair?",
                "Count the hostile pairs: with an even number all can be content.",
            ),
            solution=(
                "The third. Along the pairs of a trio the product of the three weights decides: "
                "if it is negative, one pair is discontent wherever they sit."
            ),
        ),
        Exercise(
            id="single",
            title="The depth of one memory",
            stars=2,
            prompt=(
                "A network of 100 units stores a single memory by Hebb's rule, weights not divided "
                "by anything. What is the energy of the memory?"
            ),
            answer=_single_memory,
            tolerance=0,
            mistakes=(
                Mistake(
                    id="with-diagonal",
                    value=-5000,
                    message=(
                        "You have counted each unit's pair with itself. There are 100 × 99 / 2 "
                        "pairs of *different* units."
                    ),
                ),
                Mistake(
                    id="twice",
                    value=-9900,
                    message="Each pair is counted twice here: once from each end.",
                ),
                Mistake(
                    id="up",
                    value=4950,
                    message="The number of pairs is right. Are they content or not?",
                ),
            ),
            hints=(
                "With one memory stored, is there any pair that is not content when the network is "
                "in it?",
                "Every pair contributes −1. How many pairs are there among 100 units?",
            ),
            solution=(
                "Each of the $100 \\times 99/2 = 4950$ pairs is content with strength 1, so the "
                "energy is {answer}: the lowest there can be."
            ),
        ),
        Exercise(
            id="weakest",
            title="A larger ghost",
            stars=2,
            prompt=(
                "Make each of the chapter's sixteen units into four copies: 64 units, three "
                "memories. In the mixture $\\operatorname{sgn}(M_1+M_2+M_3)$, how firmly are the "
                "weakest units held? (Their $s_ih_i$; in the sixteen it was 5.)"
            ),
            answer=_weakest_of_64,
            tolerance=0,
            mistakes=(
                Mistake(
                    id="scaled",
                    value=20,
                    message=(
                        "You multiplied 5 by four. But the 5 was $8 - 3$, and only the 8 grows "
                        "with the number of units."
                    ),
                ),
                Mistake(
                    id="no-diagonal",
                    value=32,
                    message="Nearly. What does the missing diagonal take away?",
                ),
                Mistake(
                    id="strong",
                    value=93,
                    message="Those are the firm ones, on which all three memories agree.",
                ),
            ),
            hints=(
                "In the sixteen units the mixture agreed with each memory in 12 places and "
                "differed in 4. In 64?",
                "The sum of the products with each memory is $48 - 16 = 32$. Two memories pull the "
                "unit one way, one the other; then take 3 away for the diagonal.",
            ),
            solution=(
                "$32 \\times (1 + 1 - 1) - 3$, which is {answer}. For each unit of the network "
                "that is $29/64 = 0.45$, on its way to the $\\tfrac12$ of the infinite one."
            ),
        ),
        Exercise(
            id="pair",
            title="Two memories only",
            stars=3,
            prompt=(
                "Forget $M_3$: store only $M_1$ and $M_2$ in the sixteen units. How many fixed "
                "points has the network? (A notebook counts them in one line; so does a little "
                "thought about votes of two.)"
            ),
            answer=_fixed_points_of_two,
            tolerance=0,
            mistakes=(
                Mistake(
                    id="no-negatives",
                    value=2,
                    message="Those are the memories. Turn everything over.",
                ),
                Mistake(
                    id="mixtures",
                    value=8,
                    message=(
                        "Did you count mixtures $\\operatorname{sgn}(\\pm M_1 \\pm M_2)$? Where "
                        "the two disagree the vote is tied, and no sign comes out."
                    ),
                ),
                Mistake(
                    id="fourteen",
                    value=14,
                    message="That is the count with $M_3$.",
                ),
            ),
            hints=(
                "In a notebook: `len(Network(hebbian(memories[:2])).fixed_points())`. Without one: "
                "which states do you know to be at rest, and can two memories outvote each other?",
                "With two memories the solid is flat: $|m_1| + |m_2| \\le 1$, a square standing on "
                "one corner. How many corners has it, and what are they?",
            ),
            solution=(
                "{answer}: the two memories and their negatives, the corners of a square. Two "
                "memories make no ghosts here."
            ),
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "This function is meant to update the units *in turn*, in the order given. Two "
                "friends in different rooms swap rooms instead of meeting. In a notebook, mend it "
                "and hand it to `check`." + _BUG_CODE
            ),
            checker=_check_settle,
            hints=(
                "Follow it by hand for two units with weight 1 and the state (+1, −1).",
                "When the second unit decides, whose state does its field know: the first one's "
                "new one or its old one?",
            ),
            solution=_BUG_SOLUTION,
            on_page=Exercise(
                id="bug",
                title="Bug hunt",
                stars=3,
                prompt="Which line is to blame? (In a notebook, you mend it as well.)",
                options=(
                    Option(
                        "Line 2",
                        "The copy is right: the caller's state should stay as it is.",
                    ),
                    Option("Line 3", right=True),
                    Option(
                        "Line 5",
                        "A unit flips if its field is against it, and stays at zero: that is the "
                        "rule. But is the field up to date?",
                    ),
                    Option("Line 6", "Turning a sign over is what a flip is."),
                ),
                because=(
                    "The field is computed once, before anybody has moved: synchronous updates in "
                    "disguise."
                ),
                hints=(
                    "Follow it by hand for two units with weight 1 and the state (+1, −1).",
                    "Which quantity should have changed after the first flip, and has not?",
                ),
                solution=_BUG_SOLUTION,
            ),
        ),
        Quiz(
            id="quiz",
            questions=(
                Exercise(
                    id="q-why",
                    title="Why does it stop?",
                    prompt="Why must a network with symmetric weights, updated in turns, stop?",
                    options=(
                        Option(
                            "Because the memories attract it.",
                            "It stops without any memories, too: with random symmetric weights.",
                        ),
                        Option(
                            "Because every flip lowers the energy, and there are finitely many "
                            "states.",
                            right=True,
                        ),
                        Option(
                            "Because each unit becomes more content with every flip of any unit.",
                            "A flip may leave other units worse off. It is the total that falls.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-negative",
                    title="Minus a memory",
                    prompt="A network ends exactly at $-\\xi$, the negative of a memory. That is",
                    options=(
                        Option(
                            "a ghost, since nobody stored it.",
                            "Weights and energy are the same for $\\xi$ and $-\\xi$: storing one "
                            "stores the other.",
                        ),
                        Option("the memory, seen in negative.", right=True),
                        Option(
                            "a mixture of the other memories.",
                            "A mixture resembles several memories in part. This one resembles one, "
                            "perfectly, with the sign turned.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-basin",
                    title="How large is a basin?",
                    prompt=(
                        "Somebody reports that 14 % of random starts end in ghosts, you find 7 %. "
                        "Same weights, no mistakes. What may differ?"
                    ),
                    options=(
                        Option(
                            "The fixed points.",
                            "Those follow from the weights alone.",
                        ),
                        Option(
                            "The energy of the ghosts.",
                            "The energy of a state follows from the weights alone.",
                        ),
                        Option(
                            "The rule by which units take turns.",
                            right=True,
                            reason="Basins belong to the weights and the order of updates.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-sync",
                    title="All at once",
                    prompt=(
                        "All units of a symmetric network are updated at once. Which of these can "
                        "not happen?"
                    ),
                    options=(
                        Option(
                            "The energy of the state rises.",
                            "It can: the chapter shows a course on which it does.",
                        ),
                        Option(
                            "It goes back and forth between two states for ever.",
                            "That is what the two friends do.",
                        ),
                        Option(
                            "It goes round a cycle of three states for ever.",
                            right=True,
                            reason=(
                                "The energy of a pair of successive states allows periods one "
                                "and two only."
                            ),
                        ),
                    ),
                ),
                Exercise(
                    id="q-hills",
                    title="Hills",
                    prompt="What is wrong with the picture of a ball on a hilly surface?",
                    options=(
                        Option(
                            "The energy may rise, and a ball cannot roll uphill.",
                            "Without noise the energy never rises. In that the picture is right.",
                        ),
                        Option(
                            "A state has as many neighbours as units, nothing lies between them, "
                            "and the same start may end in different valleys.",
                            right=True,
                        ),
                        Option(
                            "There are no valleys.",
                            "There are fixed points, and they are lower than all their neighbours "
                            "or level with some.",
                        ),
                    ),
                ),
            ),
        ),
    ),
)
