"""Push-ups and quiz of the chapter *Learning better*."""

from __future__ import annotations

import math

import numpy as np

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz


def _alone() -> float:
    return 1.0 - 0.4 - 0.3


def _share() -> float:
    return float(np.linalg.solve([[1.0, 0.5], [0.5, 1.0]], [0.8, 0.6])[0])


def _corrections() -> float:
    """Corrections that lift a field of -2500 above zero, each by one for every other unit."""
    return math.floor(2500 / 1023) + 1


def _thrown(n_patterns: int = 3000) -> float:
    """Fraction of switches thrown when a hundredth of the units is active in each pattern."""
    return 1.0 - (1.0 - 0.01**2) ** n_patterns


def _cut() -> float:
    """Per cent of wires to be cut for as much noise as keeping nothing but signs makes."""
    noise = math.pi / 2 - 1
    return 100.0 * noise / (1.0 + noise)


def _check_wrong(function) -> str | None:
    """Judge a function that says which units need correcting."""
    xi = np.array([1, 1, -1, -1, 1, -1])
    h = np.array([5, -5, 5, -5, 0, 0])
    said = np.asarray(function(xi, h))
    if said.shape != xi.shape:
        return f"For six units it gives an answer of shape {said.shape}, not six answers."
    said = said.astype(bool).tolist()
    if said == [False, True, True, False, True, True]:
        return None
    if said == [False, True, True, False, False, False]:
        return (
            "A unit that hears nothing at all, $h = 0$, still counts as right. At the very "
            "beginning all weights are zero, and so are all fields."
        )
    if said == [True, False, False, True, False, False]:
        return "It corrects the units that are right and leaves the others."
    if said == [True, False, False, True, True, True]:
        return "The zeros are in, but the sign is turned round: it corrects those that are right."
    if all(said):
        return "It corrects every unit. That is Hebb's rule, not learning by mistakes."
    return f"For xi = {xi.tolist()} and h = {h.tolist()} it says {said}."


_BUG_CODE = """
```python
def learn(patterns, W):
    while True:
        h = patterns @ W
        wrong = patterns * h < 0
        if not wrong.any():
            return W
        push = (wrong * patterns).T @ patterns
        W = W + push + push.T
        np.fill_diagonal(W, 0)
```
"""

DECK = Deck(
    name="learning_better",
    title="Learning better",
    items=(
        Exercise(
            id="alone",
            title="Standing alone",
            stars=1,
            prompt=(
                "Three memories are stored by Hebb's rule. The first has an overlap of 0.4 with "
                "the second and of 0.3 with the third. The network is in the first. Take a unit "
                "at which the second and the third agree with each other, and not with the first. "
                "What does it hear in its own direction, divided by $N$? (The network is large.)"
            ),
            answer=_alone,
            tolerance=0.005,
            mistakes=(
                Mistake(
                    id="chorus",
                    value=1.7,
                    message=(
                        "You let the second and the third vote *for* the unit. At this unit they "
                        "say the opposite of what the first says."
                    ),
                ),
                Mistake(
                    id="others",
                    value=0.7,
                    message="That is how loud the other two are. The first votes as well.",
                ),
                Mistake(
                    id="difference",
                    value=0.9,
                    message="The two agree with each other here, so both count against the unit.",
                ),
                Mistake(
                    id="equal",
                    value=-1.0,
                    message=(
                        "That would be so if each memory had one vote. A memory speaks as loudly "
                        "as its overlap with the present state."
                    ),
                ),
            ),
            hints=(
                "Each memory votes with the strength of its overlap with the present state.",
                "The first votes 1 for the unit, the others 0.4 and 0.3 against it.",
            ),
            solution=(
                "$1 - 0.4 - 0.3$, which is {answer}. It is positive, so the unit stays. The first "
                "memory would be lost if the two overlaps added up to more than 1."
            ),
        ),
        Exercise(
            id="recipe",
            title="A recipe of two",
            stars=2,
            prompt=(
                "Two memories have an overlap of 0.5 with each other. A state has an overlap of "
                "0.8 with the first and of 0.6 with the second. How much of the *first* is in the "
                "recipe, the mixture of the two that comes nearest to the state?"
            ),
            answer=_share,
            tolerance=0.008,
            mistakes=(
                Mistake(
                    id="hebb",
                    value=0.8,
                    message="That is the overlap, Hebb's answer. Some of it belongs to the second.",
                ),
                Mistake(
                    id="second",
                    value=0.2 / 0.75,
                    message="That is the share of the second memory.",
                ),
                Mistake(
                    id="not-divided",
                    value=0.5,
                    message=(
                        "You took the second's overlap off, times 0.5. But some of that overlap is "
                        "due to the first. Solve both equations together."
                    ),
                ),
            ),
            hints=(
                "$0.8 = c_1 + 0.5\\,c_2$, and a second equation of the same kind.",
                "The second is $0.6 = 0.5\\,c_1 + c_2$. Put $c_2$ from it into the first.",
            ),
            solution=(
                "$0.8 = c_1 + 0.5\\,(0.6 - 0.5\\,c_1)$, so $0.75\\,c_1 = 0.5$ and $c_1$ is "
                "{answer}. The second gets $0.267$."
            ),
        ),
        Exercise(
            id="corrections",
            title="How many corrections?",
            stars=2,
            prompt=(
                "In a network of 1024 units a single unit of a letter is wrong. Its field, in the "
                "direction it should have, is −2500. The letter is shown again and again, "
                "without a margin, and each time the unit is corrected by Hebb's product if it is "
                "still wrong. How many corrections does it take?"
            ),
            answer=_corrections,
            tolerance=0.0,
            mistakes=(
                Mistake(
                    id="one-each",
                    value=2500,
                    message=(
                        "One correction changes *all* of the unit's wires by one, and each of "
                        "them carries a vote."
                    ),
                ),
                Mistake(
                    id="one-each-over",
                    value=2501,
                    message=(
                        "One correction changes *all* of the unit's wires by one, and each of "
                        "them carries a vote."
                    ),
                ),
                Mistake(
                    id="two",
                    value=2,
                    message="After two the field is $-2500 + 2046$, and still negative.",
                ),
                Mistake(
                    id="both-ways",
                    value=2500 / 1023,
                    tolerance=0.01,
                    message="Nearly. There is no such thing as half a correction.",
                ),
            ),
            hints=(
                "A correction adds $\\xi_i \\xi_j$ to each wire $W_{ij}$ of the unit. What does "
                "that add to the field $\\sum_j W_{ij}\\,\\xi_j$?",
                "It adds 1 in the right direction for each of the 1023 other units.",
            ),
            solution=(
                "Each correction lifts the field by 1023: from −2500 to −1477, to −454, to +569. "
                "The answer is {answer}, and what the other letters say to it comes next."
            ),
        ),
        Exercise(
            id="switches",
            title="Switches thrown",
            stars=2,
            prompt=(
                "In Willshaw's memory a switch between two units is thrown when a pattern has both "
                "of them active. Each pattern makes a hundredth of the units active, at random. "
                "After 3000 patterns, what fraction of the switches has been thrown?"
            ),
            answer=_thrown,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="sum",
                    value=0.3,
                    message=(
                        "You added up the chances of 3000 patterns, but a switch that is thrown "
                        "twice is thrown only once."
                    ),
                ),
                Mistake(
                    id="off",
                    value=lambda: 1.0 - _thrown(),
                    message="That fraction is still open.",
                ),
                Mistake(
                    id="one-unit",
                    value=1.0,
                    tolerance=0.001,
                    message=(
                        "A pattern throws the switch only if *both* units are active: a "
                        "hundredth of a hundredth."
                    ),
                ),
            ),
            hints=(
                "What is the chance that one pattern throws one given switch?",
                "One in ten thousand. The switch is still open if 3000 patterns in a row have "
                "missed it: $0.9999^{3000}$.",
            ),
            solution=(
                "$1 - 0.9999^{3000}$, which is {answer}. The memory says most when half of its "
                "switches are thrown, as a page says most that is neither empty nor black."
            ),
        ),
        Exercise(
            id="cut",
            title="Clipping or cutting",
            stars=3,
            prompt=(
                "Keeping the signs of the weights alone amounts to noise of variance $\\pi/2 - 1$; "
                "keeping only a fraction $c$ of the wires, to noise of variance $(1 - c)/c$. Which "
                "percentage of the wires must be cut to do as much harm as clipping?"
            ),
            unit="%",
            answer=_cut,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="kept",
                    value=lambda: 100.0 - _cut(),
                    message="So many are *kept*.",
                ),
                Mistake(
                    id="noise",
                    value=lambda: 100.0 * (math.pi / 2 - 1),
                    message="That is the noise itself, in per cent. Solve $(1 - c)/c = 0.571$.",
                ),
                Mistake(
                    id="capacity",
                    value=26.2,
                    tolerance=0.02,
                    message=(
                        "That is how much capacity clipping costs. How many wires would have to go "
                        "to cost the same?"
                    ),
                ),
            ),
            hints=(
                "$(1 - c)/c$ is $1/c - 1$.",
                "$1/c - 1 = \\pi/2 - 1$, so $c = 2/\\pi$.",
            ),
            solution=(
                "$1/c = \\pi/2$: a fraction $2/\\pi = 0.637$ is kept and {answer} is cut. Either "
                "way the edge sinks from 0.138 to 0.102."
            ),
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "This program should learn by mistakes. Begun with weights that are all zero, it "
                "comes back at once, says that it is done, and has learned nothing. Mend the line "
                "to blame as a function `needs_correcting(xi, h)` that takes a pattern and its "
                "fields and says which units are to be corrected, and hand it to `check`."
                + _BUG_CODE
            ),
            checker=_check_wrong,
            hints=(
                "Follow it by hand for the first turn: what is `h` if `W` is zero?",
                "All fields are zero. Is a unit with field zero right or wrong?",
            ),
            solution=(
                "Line 4. `xi * h <= 0`. With weights of zero every field is zero, the product is "
                "zero, and zero is not below zero: nobody complains. A unit that hears nothing "
                "keeps whatever state it has, so all patterns *are* fixed points, in a network "
                "that knows none of them."
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
                        "Line 3",
                        "The fields of all patterns in one product; the weights are the same both "
                        "ways, so the side does not matter.",
                    ),
                    Option("Line 4", right=True),
                    Option(
                        "Line 7",
                        "Hebb's product for the units that were wrong and for no others, as it "
                        "should be. It is never reached.",
                    ),
                    Option(
                        "Line 8",
                        "Both directions of a wire change if either end was wrong. It is never "
                        "reached.",
                    ),
                ),
                because="It should read `<= 0`: with no weights there is no field, and no sign.",
                hints=(
                    "Follow it by hand for the first turn: what is `h` if `W` is zero?",
                    "All fields are zero. Does any unit count as wrong then?",
                ),
                solution=(
                    "Line 4. With weights of zero every product is zero, and zero is not below "
                    "zero. It should read `<= 0`."
                ),
            ),
        ),
        Quiz(
            id="quiz",
            questions=(
                Exercise(
                    id="q-letters",
                    title="Three letters",
                    prompt="Why does Hebb's rule lose A, B and C, but not A and B?",
                    options=(
                        Option(
                            "Three patterns are beyond the critical load.",
                            "The load is 3 in 1024, far below 0.138. That number is about random "
                            "patterns.",
                        ),
                        Option(
                            "Two overlaps add up to more than 1, one never does.",
                            right=True,
                        ),
                        Option(
                            "C has the largest overlap with the others.",
                            "Which letter comes third does not matter much; nor does C have the "
                            "largest.",
                        ),
                        Option(
                            "The three letters have a fourth in common.",
                            "What comes back is their majority vote, and it is no letter.",
                        ),
                    ),
                    because="What a letter says against two others is 1, less both overlaps.",
                ),
                Exercise(
                    id="q-local",
                    title="A wire's horizon",
                    prompt="Why could no synapse work out the projection's weights in one go?",
                    options=(
                        Option(
                            "Because they are not whole numbers.",
                            "A synapse need not have whole numbers for strengths.",
                        ),
                        Option(
                            "Because each depends on all units and all earlier patterns.",
                            right=True,
                        ),
                        Option(
                            "Because the weights would differ in the two directions.",
                            "A projection is symmetric.",
                        ),
                        Option(
                            "Because it needs the sign of the field.",
                            "That is the perceptron, and the sign of the field is to be had at the "
                            "unit itself.",
                        ),
                    ),
                    because="The inverse in the middle mixes every overlap with every other.",
                ),
                Exercise(
                    id="q-kept",
                    title="Kept",
                    prompt="A rule keeps all 26 letters. What does that promise?",
                    options=(
                        Option(
                            "Each letter is a fixed point.",
                            right=True,
                        ),
                        Option(
                            "Each letter comes back from a slightly damaged copy.",
                            "Without a margin the perceptron kept 26, and sixteen came back.",
                        ),
                        Option(
                            "There are no other fixed points.",
                            "The negatives are fixed points as well, and there may be ghosts.",
                        ),
                        Option(
                            "The letters are the lowest points of the landscape.",
                            "With the projection they are; being a fixed point does not say so.",
                        ),
                    ),
                    because="How far from it one may begin is another question: that of basins.",
                ),
                Exercise(
                    id="q-gardner",
                    title="Two for each unit",
                    prompt="What does Gardner's 2 say?",
                    options=(
                        Option(
                            "That the perceptron always learns two patterns for each unit.",
                            "At the bound itself it would take without end; and the bound is no "
                            "promise of any rule.",
                        ),
                        Option(
                            "That beyond two random patterns for each unit no weights will do.",
                            right=True,
                        ),
                        Option(
                            "That brains keep two memories for each nerve cell.",
                            "It is about units that add up votes, and random patterns, half of "
                            "them filled.",
                        ),
                        Option(
                            "That two bits fit into each synapse.",
                            "At a half of the units active it comes to two bits for each *wire* of "
                            "unlimited precision. A wire of one bit holds one at most.",
                        ),
                    ),
                    because="She asked whether weights exist, whatever the rule that finds them.",
                ),
                Exercise(
                    id="q-sparse",
                    title="Mostly silent",
                    prompt="Why do more patterns fit when few units are active in each?",
                    options=(
                        Option(
                            "Silent units need no wires.",
                            "Every unit is active in some pattern, and the wires are as many.",
                        ),
                        Option(
                            "They share fewer wires, and each says less.",
                            right=True,
                        ),
                        Option(
                            "The network can store more bits.",
                            "By Gardner's bound even fewer for each wire: 1.36 at a thousandth "
                            "active, 2 at a half.",
                        ),
                        Option(
                            "The threshold deletes the noise.",
                            "A threshold is needed, but at a half active it does not help.",
                        ),
                    ),
                    because="A pair of units is active together in a fraction $f^2$ of them.",
                ),
            ),
        ),
    ),
)
