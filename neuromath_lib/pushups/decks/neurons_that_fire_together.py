"""Push-ups and quiz of the chapter *Neurons that fire together*."""

from __future__ import annotations

import numpy as np

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz

_FOUR = ((1, 1, -1, -1), (1, -1, 1, -1), (1, -1, -1, -1))


def _four() -> np.ndarray:
    from neuromath_lib.hopfield import hebbian

    return hebbian(_FOUR)


def _wire() -> float:
    return float(_four()[1, 3])


def _field() -> float:
    from neuromath_lib.hopfield import Network, hebbian, sketches

    face = sketches("face")
    cue = face[0].copy()
    cue[:20] *= -1  # whichever: with one memory only their number counts
    return float(Network(hebbian(face)).stability(cue)[-1])


def _overlap() -> float:
    from neuromath_lib.hopfield import overlap, sketches

    face = sketches("face")[0]
    cue = face.copy()
    cue[:35] *= -1
    return overlap(cue, face)


def _tie() -> float:
    from neuromath_lib.hopfield import Network, hebbian

    pair = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 1, -1]])
    return float(Network(hebbian(pair)).field(pair[0])[4])


def _held() -> float:
    from neuromath_lib.hopfield import theory

    return 1000.0 * theory.load_of_one_step_error(0.01)


def _check_relax(function) -> str | None:
    """Judge a function that settles a state: it must stop at rest, and keep what it was given."""
    from neuromath_lib.hopfield import hebbian, random_patterns, sketches

    # A memory with a tie: in one square two pictures differ and in no other.
    face = sketches("face")[0]
    wink = face.copy()
    wink[36] *= -1
    pair = hebbian(np.array([face, wink]))
    given = wink.copy()
    end = np.asarray(function(pair, given, np.random.default_rng(1)))
    if end.shape != wink.shape:
        return f"It should return a state of {wink.size} units; yours has the shape {end.shape}."
    if set(np.unique(end)) - {-1, 1}:
        return (
            "A unit ended at a number that is neither +1 nor −1. What is `np.sign(0)`, and what "
            "should a unit do in a tie?"
        )
    if (end != wink).any():
        return (
            "The winking face was left, although no unit in it wants to turn: there is a tie in "
            "one square, and a unit keeps its state in a tie."
        )
    # Crowded weights, in which a single round seldom comes to rest.
    rng = np.random.default_rng(7)
    crowded = hebbian(random_patterns(30, 100, rng))
    for start in random_patterns(20, 100, rng):
        given = start.copy()
        end = np.asarray(function(crowded, given, np.random.default_rng(1)))
        if ((crowded @ end) * end < 0).any():
            return (
                "It stopped while units still wanted to turn. `before = s` makes no copy, so the "
                "comparison is between a thing and itself."
            )
        if (given != start).any():
            return (
                "It settles as it should, but the picture that it was given has been changed under "
                "the caller's hands. Copy it at the start."
            )
    return None


_BUG_CODE = """
```python
def relax(W, s, rng):
    while True:
        before = s
        for i in rng.permutation(len(s)):
            s[i] = np.sign(W[i] @ s)
        if (s == before).all():
            return s
```
"""

DECK = Deck(
    name="neurons_that_fire_together",
    title="Neurons that fire together",
    items=(
        Exercise(
            id="wire",
            title="One wire",
            stars=1,
            prompt=(
                "Three patterns of four units are stored by Hebb's rule: `+ + − −`, `+ − + −` and "
                "`+ − − −`. What is the weight between the second and the fourth unit?"
            ),
            answer=_wire,
            tolerance=0,
            mistakes=(
                Mistake(
                    id="turned",
                    factor=-1,
                    message=(
                        "The size is right and the sign is turned. Two −1 agree, and their product "
                        "is +1."
                    ),
                ),
                Mistake(
                    id="both-fire",
                    value=0,
                    message=(
                        "You counted the patterns in which both are +1, and there is none. In this "
                        "rule two silent units agree, too."
                    ),
                ),
                Mistake(
                    id="averaged",
                    value=1 / 3,
                    tolerance=0.02,
                    message="That is the mean over the patterns; here the products are added up.",
                ),
                Mistake(
                    id="agreements",
                    value=2,
                    message=(
                        "They agree in two patterns, yes. The one in which they differ counts −1."
                    ),
                ),
            ),
            hints=(
                "For each pattern, multiply the second state by the fourth. Then add up.",
                "The second states are +, −, −; the fourth are −, −, −.",
            ),
            solution=(
                "$(+1)(-1) + (-1)(-1) + (-1)(-1) = -1 + 1 + 1$, which is {answer}: they agree in "
                "two patterns and differ in one."
            ),
        ),
        Exercise(
            id="field",
            title="Count the votes",
            stars=1,
            prompt=(
                "A single picture of 100 squares is stored. Twenty of the squares are turned over. "
                "By how many votes does a square that is *right* hear itself confirmed: votes for "
                "what it should be, less votes against?"
            ),
            answer=_field,
            tolerance=0,
            mistakes=(
                Mistake(
                    id="own-vote",
                    value=60,
                    message="You gave it a vote of its own. It is not wired to itself.",
                ),
                Mistake(
                    id="wrong-unit",
                    value=61,
                    message=(
                        "That is what a *wrong* square hears: only nineteen others are wrong then. "
                        "Here a right one asks."
                    ),
                ),
                Mistake(
                    id="only-for",
                    value=79,
                    message="So many vote for it. Those against have to be taken away.",
                ),
                Mistake(
                    id="not-twice",
                    value=80,
                    message=(
                        "A square that votes wrong is not only missing on one side; it also counts "
                        "on the other."
                    ),
                ),
            ),
            hints=(
                "How many others are there, and how many of them are wrong?",
                "99 others, 20 of them wrong. Votes for, less votes against?",
            ),
            solution="79 of the 99 others are right, 20 are wrong: $79 - 20$ is {answer}.",
        ),
        Exercise(
            id="overlap",
            title="How much of it is left",
            stars=1,
            prompt=(
                "Thirty-five of the hundred squares of a picture are turned over. What is its "
                "overlap with the picture?"
            ),
            answer=_overlap,
            tolerance=0.001,
            mistakes=(
                Mistake(
                    id="share",
                    value=0.65,
                    message=(
                        "That is the share of squares that agree. The overlap takes away the "
                        "share that differs, so that a picture drawn by lot has 0 and not a half."
                    ),
                ),
                Mistake(
                    id="wrong-share",
                    value=0.35,
                    message="That is the share of squares that differ.",
                ),
                Mistake(
                    id="counted",
                    value=30,
                    message="Right so far; now divide by the number of squares.",
                ),
            ),
            hints=(
                "Squares that agree, less squares that differ, divided by all squares.",
                "65 agree and 35 differ.",
            ),
            solution="$(65 - 35)/100$, which is {answer}.",
        ),
        Exercise(
            id="tie",
            title="A square in dispute",
            stars=2,
            prompt=(
                "Two pictures of five squares are stored that agree in the first four and differ "
                "in the fifth. The network is in the first of them. What is the field at the fifth "
                "square?"
            ),
            answer=_tie,
            tolerance=0,
            mistakes=(
                Mistake(
                    id="one-picture",
                    value=4,
                    message=(
                        "That is what the first picture alone would give. The second has put its "
                        "products on the same wires."
                    ),
                ),
                Mistake(
                    id="both-for",
                    value=8,
                    message="One of the two pictures votes the other way.",
                ),
                Mistake(
                    id="own",
                    value=2,
                    message="Two, if it were wired to itself. It is not.",
                ),
            ),
            hints=(
                "What is the wire between the fifth square and any other one?",
                "One picture adds +1 (or −1) to that wire. What does the other add?",
            ),
            solution=(
                "{answer}. To each wire of the fifth square one picture adds what the other takes "
                "away, so nothing is left of it. In a tie a unit keeps its state, and therefore "
                "both pictures are kept."
            ),
        ),
        Exercise(
            id="load",
            title="One in a hundred",
            stars=2,
            prompt=(
                "In a network of 1000 units, how many random patterns make one unit in a hundred "
                "turn in the first update? Use $\\tfrac12\\operatorname{erfc}(1/\\sqrt{2\\alpha})$ "
                "with $\\alpha = P/N$, or the three histograms."
            ),
            answer=_held,
            tolerance=0.03,
            mistakes=(
                Mistake(
                    id="a-load",
                    value=0.1848,
                    tolerance=0.02,
                    message="That is the load, $P/N$. The question asks for $P$.",
                ),
                Mistake(
                    id="both-tails",
                    value=150.7,
                    tolerance=0.02,
                    message=(
                        "You counted both tails of the bell curve. Crosstalk that is *for* the "
                        "unit does no harm."
                    ),
                ),
                Mistake(
                    id="one-in-thousand",
                    value=104.7,
                    tolerance=0.02,
                    message="That many make it one unit in a thousand.",
                ),
            ),
            hints=(
                "Look for the histogram in which about one per cent is coloured.",
                "A bell curve has one hundredth of its area beyond 2.326 spreads on one side. The "
                "spread of the crosstalk is $\\sqrt{\\alpha}$, and the edge is at 1.",
            ),
            solution=(
                "$2.326\\sqrt{\\alpha} = 1$, so $\\alpha = 0.1848$ and $P$ is {answer}: about 185. "
                "In code: `theory.load_of_one_step_error(0.01) * 1000`."
            ),
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "This function should settle a state and return it. It stops after one round "
                "whatever happens, it can leave units at 0, and it spoils the picture it was given."
                + _BUG_CODE
                + "Mend it and hand it to `check`."
            ),
            checker=_check_relax,
            hints=(
                "`before = s` gives the same array a second name.",
                "Write `before = s.copy()`, begin with `s = s.copy()`, and let a unit change only "
                "where its field is not 0.",
            ),
            solution=(
                "```python\n"
                "def relax(W, s, rng):\n"
                "    s = s.copy()\n"
                "    while True:\n"
                "        before = s.copy()\n"
                "        for i in rng.permutation(len(s)):\n"
                "            h = W[i] @ s\n"
                "            s[i] = np.sign(h) if h != 0 else s[i]\n"
                "        if (s == before).all():\n"
                "            return s\n"
                "```"
            ),
            on_page=Exercise(
                id="bug",
                title="Bug hunt",
                stars=3,
                prompt=(
                    "Which line makes it stop too soon? (In a notebook you mend the others as "
                    "well.)"
                ),
                options=(
                    Option(
                        "`before = s`",
                        right=True,
                    ),
                    Option(
                        "`for i in rng.permutation(len(s)):`",
                        "That asks each unit once, in random order, as it should.",
                    ),
                    Option(
                        "`s[i] = np.sign(W[i] @ s)`",
                        "It is wrong in a tie, where it puts a 0. But it is not what ends the "
                        "loop.",
                    ),
                    Option(
                        "`if (s == before).all():`",
                        "The comparison is the right one. It is between the wrong two things.",
                    ),
                ),
                because=(
                    "It gives the same array a second name, so the two are equal for ever. It "
                    "should be `before = s.copy()`."
                ),
                hints=(
                    "What would have to differ for the loop to go on?",
                    "In numpy `a = b` copies nothing.",
                ),
                solution=(
                    "`before = s` makes no copy; `before = s.copy()` does. The line with "
                    "`np.sign` puts 0 where there is a tie, and without `s = s.copy()` at the "
                    "start the caller's picture is changed."
                ),
            ),
        ),
        Quiz(
            id="quiz",
            questions=(
                Exercise(
                    id="q-where",
                    title="Where is it?",
                    prompt="A network of a hundred units has stored a face. Where is the face?",
                    options=(
                        Option(
                            "In the units that are +1 in it.",
                            "Those are switched to something else as soon as another picture is "
                            "shown, and the face can still be called up.",
                        ),
                        Option(
                            "In one unit that stands for it.",
                            "There is none; each unit stands for a square.",
                        ),
                        Option("In the wires between all pairs of units.", right=True),
                        Option(
                            "In the order in which the units are asked.",
                            "That is drawn by lot each time.",
                        ),
                    ),
                    because="Each unit's own wires hold a copy of the face, or its negative.",
                ),
                Exercise(
                    id="q-negative",
                    title="The other way round",
                    prompt="Why is the negative of each memory remembered as well?",
                    options=(
                        Option(
                            "It was stored along with it, to be on the safe side.",
                            "Nobody stored it; storing it leaves the same wires as the picture.",
                        ),
                        Option(
                            "The wires record which units agree, and in the negative the same ones "
                            "do.",
                            right=True,
                        ),
                        Option(
                            "It is a ghost, a mixture of several memories.",
                            "It comes with a single memory, too. It is the same memory seen from "
                            "the other side.",
                        ),
                        Option(
                            "Because the units are asked at random.",
                            "In any order the negative stays where it is: no unit in it wants to "
                            "turn.",
                        ),
                    ),
                    because="$(-\\xi_i)(-\\xi_j) = \\xi_i\\xi_j$.",
                ),
                Exercise(
                    id="q-hebb",
                    title="Hebb's sentence",
                    prompt="Which of these is *not* in the sentence Hebb wrote in 1949?",
                    options=(
                        Option(
                            "That the one cell takes part in firing the other.",
                            "It is there, and it is about cause.",
                        ),
                        Option(
                            "That it happens repeatedly or persistently.",
                            "Those are his words.",
                        ),
                        Option(
                            "That some growth or metabolic change takes place.",
                            "He left open which, and in which of the two cells.",
                        ),
                        Option(
                            "That two cells which are silent together are wired together.",
                            right=True,
                        ),
                    ),
                    because="That is the price of writing +1 and −1, and so is the negative wire.",
                ),
                Exercise(
                    id="q-crosstalk",
                    title="What spoils a memory",
                    prompt=(
                        "The network is shown one of its memories, without a flaw, and some units "
                        "turn all the same. Why?"
                    ),
                    options=(
                        Option(
                            "The signal has faded with time.",
                            "Nothing fades here: the signal of each memory is as strong as on the "
                            "first day.",
                        ),
                        Option(
                            "At these units what the other memories say adds up against the signal "
                            "and outvotes it.",
                            right=True,
                        ),
                        Option(
                            "The last memory was written over the first.",
                            "All memories are added into the same wires, and the order does not "
                            "matter.",
                        ),
                        Option(
                            "Their wires are broken.",
                            "All wires are as the rule has made them.",
                        ),
                    ),
                    because="Its spread grows as the square root of memories over units.",
                ),
                Exercise(
                    id="q-metaphor",
                    title="Cell or metaphor",
                    prompt="Which feature of the model is furthest from a real synapse?",
                    options=(
                        Option(
                            "That it can become stronger and stay so for hours.",
                            "That has been seen: in fifteen of eighteen rabbits, for a start.",
                        ),
                        Option(
                            "That the wire from A to B always equals the wire from B to A.",
                            right=True,
                        ),
                        Option(
                            "That what a cell does depends on many others at once.",
                            "That is so: a cell of the cortex hears from thousands.",
                        ),
                        Option(
                            "That activity on both sides of it matters.",
                            "For many synapses it does, order and timing included.",
                        ),
                    ),
                    because="It gives the network an energy, which the next chapter needs.",
                ),
            ),
        ),
    ),
)
