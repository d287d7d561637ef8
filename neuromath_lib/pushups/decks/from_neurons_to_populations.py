"""Push-ups and quiz of the chapter *From neurons to populations*."""

from __future__ import annotations

import math

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz

_SLOPE = (2.0 / 3.0) / 4.0  # of the sigmoid at rest, 1/mV


def _steadier() -> float:
    return 50.0 / math.sqrt(400.0)


def _bump() -> float:
    from neuromath_lib.microcircuit import synaptic_kernel

    return 2.0 * float(synaptic_kernel(0.016, 0.016))


def _plateau() -> float:
    return 0.028 * 100.0


def _ringing() -> float:
    gain = _SLOPE * 800.0 * 0.016
    return math.sqrt(gain) / 0.016 / (2.0 * math.pi)


def _edge() -> float:
    return 1.0 / (_SLOPE * 0.016)


def _check_slope_of_w(function) -> str | None:
    """Judge the slope of w of one population: current, friction, spring."""
    from neuromath_lib.microcircuit import Column

    column = Column(ss_ss=0, sp_ss=0, ii_ss=0, ii_ii=0, ss_ii=0, dp_ii=0, sp_sp=0, ss_sp=0,
                    ii_dp=0, dp_dp=0)  # fmt: skip
    v, w, current = 3.0, 40.0, 700.0
    state = [v, w, 0, 0, 0, 0, 0, 0]
    expected = float(column.derivative(state, current)[1])
    found = float(function(v, w, current, 0.002))
    if math.isclose(found, expected, rel_tol=1e-9):
        return None
    if math.isclose(found, (current - 2 * w - v) / 0.002, rel_tol=1e-9):
        return (
            "It is as it was. The spring `v` has no time constant of its own: millivolts are "
            "taken from millivolts per second."
        )
    if math.isclose(found, (current - 2 * w / 0.002 - v / 0.002) / 0.002, rel_tol=1e-9):
        return "Now the friction is divided, too. `2 * w` is in mV per second already."
    return (
        f"With v = 3 mV, w = 40 mV/s, a current of 700 mV/s and T = 2 ms it gives {found:.6g}; "
        f"it should give {expected:.6g}."
    )


_BUG_CODE = """
```python
rate = 1 / (1 + np.exp(-R * v)) - 0.5
current = U - G * rate
dv = w
dw = (current - 2 * w - v) / T
v, w = v + dt * dv, w + dt * dw
```
"""

DECK = Deck(
    name="from_neurons_to_populations",
    title="From neurons to populations",
    items=(
        Exercise(
            id="steadier",
            title="Four hundred voices",
            stars=1,
            prompt=(
                "The count of one cell strays by 50 spikes a second from its mean. By how much "
                "does the mean of 400 such cells stray, if they wobble independently? (Hz: here, "
                "spikes a second.)"
            ),
            unit="Hz",
            answer=_steadier,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="linear",
                    value=50.0 / 400.0,
                    message=(
                        "You divided by 400. Wobbles in opposite directions cancel only in part: "
                        "it is the *square root* of the number."
                    ),
                ),
                Mistake(
                    id="total",
                    value=50.0 * 20.0,
                    message=(
                        "That is how much the *sum* strays. For the mean, divide by 400 once more."
                    ),
                ),
            ),
            hints=(
                "A hundred cells are ten times steadier than one. How is ten made of a hundred?",
                "The square root of 400 is 20.",
            ),
            solution="$50/\\sqrt{400} = 50/20$, which is {answer} (spikes a second).",
        ),
        Exercise(
            id="bump",
            title="The top of the bump",
            stars=1,
            prompt=(
                "An impulse of 2 mV arrives at a population with a time constant of 16 ms. How "
                "high does the voltage rise, at most?"
            ),
            unit="mV",
            answer=_bump,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="all",
                    value=2.0,
                    message="The kernel's top is not 1: at $t = T$ it is $e^{-1}$.",
                ),
                Mistake(
                    id="one",
                    value=math.exp(-1.0),
                    message="That is the top for an impulse of 1 mV. This one is twice as large.",
                ),
            ),
            hints=(
                "The kernel is highest one time constant after the impulse. What is $t/T$ then?",
                "$1 \\times e^{-1} = 0.368$ for an impulse of 1 mV.",
            ),
            solution=(
                "At $t = T$ the kernel is $1 \\times e^{-1} = 0.368$, so {answer}. The 16 ms say "
                "when, and play no part in how high."
            ),
        ),
        Exercise(
            id="plateau",
            title="A current that stays",
            stars=2,
            prompt=(
                "A current of 100 mV/s flows into a population with a time constant of 28 ms and "
                "no feedback, and stays. Where does the voltage end?"
            ),
            unit="mV",
            answer=_plateau,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="half",
                    value=1.4,
                    message=(
                        "You kept the friction's 2. When the voltage has come to rest, $w$ is 0 "
                        "and the friction with it."
                    ),
                ),
                Mistake(
                    id="quotient",
                    value=100.0 / 28.0,
                    message=(
                        "You divided by the time constant. A *slow* population is lifted further "
                        "by the same current."
                    ),
                ),
            ),
            hints=(
                "At rest both speeds are 0. What is left in the bracket "
                "$I - 2w - v/T$ when $w = 0$?",
                "$v = T I$. Mind the milliseconds: 28 ms are 0.028 s.",
            ),
            solution="$v = T I = 0.028 \\times 100$, which is {answer}.",
        ),
        Exercise(
            id="ringing",
            title="The pace of the interneurons",
            stars=2,
            prompt=(
                "Inhibitory interneurons inhibit themselves with $G = 800$ Hz; their time constant "
                "is 16 ms and the sigmoid's slope at rest $g = 1/6$ per mV. How many swings a "
                "second does a small push make, while it lasts?"
            ),
            unit="Hz",
            answer=_ringing,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="radians",
                    factor=2.0 * math.pi,
                    message=(
                        "That is in radians a second. A swing has $2\\pi$ of them; divide by it."
                    ),
                ),
                Mistake(
                    id="no-root",
                    value=lambda: _SLOPE * 800.0 / (2.0 * math.pi),
                    tolerance=0.01,
                    message="You left out the root: the eigenvalue is $(-1 \\pm \\sqrt k)/T$.",
                ),
                Mistake(
                    id="milliseconds",
                    value=lambda: math.sqrt(_SLOPE * 800.0 * 16.0) / 16.0 / (2.0 * math.pi),
                    tolerance=0.01,
                    message=(
                        "You put the time constant in as 16. With $G$ in hertz it has to be in "
                        "seconds: 0.016."
                    ),
                ),
                Mistake(
                    id="full-slope",
                    value=lambda: 2.0 * _ringing(),
                    tolerance=0.01,
                    message=(
                        "You took $R$ for the slope at rest. The sigmoid's steepness there is "
                        "$R/4$."
                    ),
                ),
            ),
            hints=(
                "First the loop gain, $k = g\\,G\\,T$, with $T$ in seconds.",
                "$k = 2.13$; its root, 1.46, divided by $2\\pi \\times 0.016$ s.",
            ),
            solution=(
                "$k = \\tfrac16 \\times 800 \\times 0.016 = 2.13$, and "
                "$\\sqrt{2.13}/(2\\pi \\times 0.016)$ is {answer}: the third row of the table."
            ),
            because="It is the third row of the table; and it fades within 16 ms.",
        ),
        Exercise(
            id="edge",
            title="The border of growth",
            stars=3,
            prompt=(
                "A population with a time constant of 16 ms and $g = 1/6$ per mV *excites* itself. "
                "From which strength $G$ on does a small push grow?"
            ),
            unit="Hz",
            answer=_edge,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="no-slope",
                    value=1.0 / 0.016,
                    message="You left out the sigmoid: what comes back is $g G T$, not $G T$.",
                ),
                Mistake(
                    id="full-slope",
                    value=1.0 / (0.016 * 2.0 / 3.0),
                    message="You took $R$ for the slope at rest; it is $R/4 = 1/6$ per mV.",
                ),
            ),
            hints=(
                "The explorer of the loop has a gain at which a push neither grows nor fades.",
                "$g\\,G\\,T = 1$, with $T = 0.016$ s. Solve it for $G$.",
            ),
            solution="$G = 1/(g\\,T) = 6/0.016$, which is {answer}.",
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "A population of time constant $T$ should come home within a few $T$ after a push. "
                "In this program a push of 1 mV lingers for many times as long. In a notebook, "
                "mend the line as a function `slope_of_w(v, w, current, T)` and hand that to "
                "`check`." + _BUG_CODE
            ),
            checker=_check_slope_of_w,
            hints=(
                "A thing that comes home too slowly has too weak a spring, or too much friction.",
                "Compare units: everything in the bracket should be in mV per second.",
            ),
            solution=(
                "Line 4. `dw = (current - 2 * w - v / T) / T`: the spring is $v/T$. Without the "
                "$T$ it is 500 times too weak at 2 ms, and 36 times at 28 ms."
            ),
            on_page=Exercise(
                id="bug",
                title="Bug hunt",
                stars=3,
                prompt="Which line of this program is to blame? (In a notebook, you mend it too.)",
                options=(
                    Option(
                        "Line 1",
                        "That is the sigmoid, counted from its value at rest.",
                    ),
                    Option(
                        "Line 2",
                        "The current is what comes from outside less what the population takes "
                        "back by inhibiting itself; that is right.",
                    ),
                    Option("Line 3", "The speed of the voltage is $w$, by definition of $w$."),
                    Option("Line 4", right=True),
                    Option(
                        "Line 5",
                        "A step of Euler's. It uses the old values for both, as it should.",
                    ),
                ),
                because="The spring should be `v / T`; as it stands it is far too weak.",
                hints=(
                    "Which line holds the spring that pulls the voltage home?",
                    "Everything in that bracket should be in mV per second.",
                ),
                solution=(
                    "Line 4. `dw = (current - 2 * w - v / T) / T`. Without the division by $T$ "
                    "the spring is 500 times too weak at 2 ms, and 36 times at 28 ms."
                ),
            ),
        ),
        Quiz(
            id="quiz",
            questions=(
                Exercise(
                    id="q-slope",
                    title="What the slope stands for",
                    prompt="Why does a crowd of cells that each have a sharp threshold draw an S?",
                    options=(
                        Option(
                            "Because every cell fires a little at every voltage.",
                            "A cell with a sharp threshold fires or does not. The share of "
                            "cells changes gradually.",
                        ),
                        Option("Because the thresholds of the cells differ.", right=True),
                        Option(
                            "Because the membrane is a capacitor.",
                            "That makes a voltage late. The S is there when nothing moves.",
                        ),
                    ),
                    because="The share that fires is the share whose threshold has been passed.",
                ),
                Exercise(
                    id="q-negative",
                    title="A negative rate",
                    prompt="The model says that a population's firing rate is −0.2. What is that?",
                    options=(
                        Option(
                            "A mistake: nobody fires less than not at all.",
                            "The rate is counted from its value at rest, where half of the crowd "
                            "fires.",
                        ),
                        Option(
                            "The rate of an inhibitory population.",
                            "Whether it excites or inhibits is in the sign of its connections, "
                            "not in its rate.",
                        ),
                        Option("A crowd that fires less than at rest.", right=True),
                    ),
                ),
                Exercise(
                    id="q-kernel",
                    title="Slow and fast",
                    prompt=(
                        "Two populations receive the same impulses, every ten milliseconds. In "
                        "which can you still see each of them?"
                    ),
                    options=(
                        Option("In the one with the short time constant.", right=True),
                        Option(
                            "In the one with the long time constant, as its voltage is higher.",
                            "It is higher because bumps lie on top of each other, and that blurs "
                            "them.",
                        ),
                        Option(
                            "In both alike: the kernel's top does not depend on $T$.",
                            "One bump has the same top. But wide bumps run into each other.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-envelope",
                    title="Stronger inhibition",
                    prompt=(
                        "A population without delays inhibits itself, and you make that "
                        "inhibition stronger. What happens to a small push?"
                    ),
                    options=(
                        Option(
                            "It swings faster and fades more slowly, until it lasts for ever.",
                            "With one population and no delay the envelope is $e^{-t/T}$ whatever "
                            "the strength. (With delays you would be right.)",
                        ),
                        Option("It swings faster and fades as before.", right=True),
                        Option(
                            "It fades faster.",
                            "Its swings are faster; the envelope stays.",
                        ),
                    ),
                    because="The eigenvalues climb along an upright line at $-1/T$.",
                ),
                Exercise(
                    id="q-shared",
                    title="What an electrode hears",
                    prompt=(
                        "Far from a large crowd of weakly correlated cells, an electrode records "
                        "their mean. What is it mostly made of?"
                    ),
                    options=(
                        Option(
                            "Of what the nearest cells do.",
                            "The electrode is far: none of them is much nearer than the others.",
                        ),
                        Option(
                            "Of each cell's own noise, as there are so many of them.",
                            "That is what averages out.",
                        ),
                        Option("Of what the cells have in common.", right=True),
                    ),
                    because="However large the crowd, what is shared does not average out.",
                ),
            ),
        ),
    ),
)
