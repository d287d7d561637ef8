"""Push-ups and quiz of the chapter *How wrong is my computer?*"""

from __future__ import annotations

import functools
import math

import numpy as np

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz


def _one_step() -> float:
    """A height of 20 mV, time constant 4 ms, after one of Euler's steps of half a millisecond."""
    return 20.0 + 0.5 * (-20.0 / 4.0)


def _longest() -> float:
    """Euler's longest stable step, ms, for 1 uF/cm2 and 40 mS/cm2."""
    return 2.0 * 1.0 / 40.0


@functools.cache
def _edge(dt: float) -> float:
    """The shock threshold as Euler's rule has it with steps of ``dt``, mV."""
    from neuromath_lib.hodgkin_huxley import Axon, Step, simulate
    from neuromath_lib.numerics import turning_point

    axon = Axon()
    rest = axon.equilibrium()

    def fires(shocks):
        start = rest.shocked(shocks)
        return simulate(axon, Step(0.0), 25.0, initial=start, method="euler", dt=dt).v.max(-1) > 0

    return turning_point(fires, 6.0, 7.5, rtol=1e-8)


def _rounded_edge(dt: float) -> float:
    return round(_edge(dt), 4)


def _extrapolated() -> float:
    return 2.0 * _rounded_edge(0.01) - _rounded_edge(0.02)


def _budget() -> float:
    """Step for an error of a thousandth of a millisecond, where 0.01 ms leaves 0.0112 ms."""
    return 0.01 * math.sqrt(0.001 / 0.0112)


def _check_time(function) -> str | None:
    """Judge a function that says which time the voltage after turn k belongs to."""
    k = np.array([0, 1, 7])
    for dt in (0.01, 0.05):
        found = np.array([float(function(int(each), dt)) for each in k])
        if np.allclose(found, (k + 1.5) * dt, rtol=0, atol=1e-9):
            continue
        if np.allclose(found, (k + 1) * dt, rtol=0, atol=1e-9):
            return "That is the time of the *gates* after the turn. Where is the voltage then?"
        if np.allclose(found, (k + 0.5) * dt, rtol=0, atol=1e-9):
            return (
                "That is where the voltage stood *before* the turn's last line: it began at half a "
                "step, and every turn moves it on by a whole one."
            )
        return (
            f"With `dt` = {dt:g}, yours puts the first turn's voltage (`k` = 0) at {found[0]:g} ms "
            f"and the next at {found[1]:g} ms. Where does line 1 leave it, and how far does a turn "
            "take it?"
        )
    return None


_BUG_CODE = """
```python
v = half_a_step(v, gates, dt)
for k in range(steps):
    gates = step_gates(gates, v, dt)
    v = step_voltage(v, gates, dt)
    times.append((k + 1) * dt)
    volts.append(v)
```
"""

DECK = Deck(
    name="how_wrong_is_my_computer",
    title="How wrong is my computer?",
    items=(
        Exercise(
            id="step",
            title="One step",
            stars=1,
            prompt=(
                "A bucket with a leak stands 20 mV above rest. Its time constant is 4 ms. Take one "
                "of Euler's steps, half a millisecond long. How far above rest are you?"
            ),
            unit="mV",
            answer=_one_step,
            tolerance=1e-3,
            mistakes=(
                Mistake(
                    id="exact",
                    value=20.0 * math.exp(-0.125),
                    tolerance=1e-3,
                    message=(
                        "That is the truth, $20\\,e^{-0.125}$. Euler does not know it: he goes "
                        "straight on at the speed he has at the start."
                    ),
                ),
                Mistake(id="upwards", value=22.5, message="A leaking bucket sinks."),
                Mistake(
                    id="loss",
                    value=2.5,
                    message="That is what is lost in the step. Where does it leave you?",
                ),
                Mistake(
                    id="whole",
                    value=15.0,
                    message="That would be a step of a whole millisecond.",
                ),
            ),
            hints=(
                "How fast is it sinking? At a pace of a quarter of what it has per millisecond.",
                "5 mV per millisecond, for half a millisecond.",
            ),
            solution=(
                "It sinks at $20/4 = 5$ mV per millisecond, so by 2.5 mV in half a millisecond: "
                "{answer}. The truth is 17.65 mV; on such a curve Euler is always too low."
            ),
        ),
        Exercise(
            id="limit",
            title="How long may it be?",
            stars=1,
            prompt=(
                "At the top of a spike about 40 mS/cm² stand open; the capacitance is 1 µF/cm². "
                "If it stayed like that, which is the longest step with which Euler's rule would "
                "not blow up?"
            ),
            unit="ms",
            answer=_longest,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="one",
                    value=0.025,
                    message=(
                        "That is the time constant itself; with such a step Euler lands on the "
                        "goal in one stride. He may overstep it by as much again."
                    ),
                ),
                Mistake(
                    id="product",
                    value=80.0,
                    message="The time constant is $C/g$, not $C \\times g$: a wide pipe is quick.",
                ),
                Mistake(
                    id="half",
                    value=0.0125,
                    message="That is half a time constant: accurate, but far from the limit.",
                ),
            ),
            hints=(
                "The time constant of the voltage is $\\tau = C/g$.",
                "A microfarad divided by a millisiemens is a millisecond; so $\\tau = 1/40$ ms. "
                "Euler's limit is $2\\tau$.",
            ),
            solution="$2 \\times 1/40$, which is {answer}.",
        ),
        Exercise(
            id="order",
            title="Which order?",
            stars=2,
            prompt=(
                "With a step of 0.08 ms a program is off by 0.64 ms. With 0.01 ms it is off by "
                "0.01 ms. Which order does its method have?"
            ),
            answer=lambda: math.log(0.64 / 0.01) / math.log(0.08 / 0.01),
            tolerance=0.02,
            mistakes=(
                Mistake(
                    id="doublings",
                    value=6,
                    message=(
                        "64 is $2^6$: six halvings of the *error*. How many halvings of the *step* "
                        "did it take?"
                    ),
                ),
                Mistake(
                    id="halvings",
                    value=3,
                    message="Three halvings of the step; and how often was the error halved?",
                ),
                Mistake(
                    id="ratio",
                    value=8,
                    message=(
                        "64 times smaller for 8 times shorter, and you divided. Orders are "
                        "*powers*: 8 to which power is 64?"
                    ),
                ),
                Mistake(id="factor", value=64, message="That is how much smaller the error is."),
            ),
            hints=(
                "How many times shorter is the step, how many times smaller the error?",
                "8 times shorter, 64 times smaller. If order 1 gave 8 times, what gives 64?",
            ),
            solution="$64 = 8^2$: order {answer}.",
        ),
        Exercise(
            id="budget",
            title="A tighter budget",
            stars=2,
            prompt=(
                "Staggered steps of 0.01 ms leave the last spike of a second 0.0112 ms late. You "
                "want a thousandth of a millisecond. How long may the steps be?"
            ),
            unit="ms",
            answer=_budget,
            tolerance=0.03,
            mistakes=(
                Mistake(
                    id="linear",
                    value=0.01 * 0.001 / 0.0112,
                    tolerance=0.03,
                    message=(
                        "That would do, with more than three times the work needed: you counted as "
                        "if the order were 1. It is 2."
                    ),
                ),
                Mistake(
                    id="fourth",
                    value=0.01 * (0.001 / 0.0112) ** 0.25,
                    tolerance=0.03,
                    message="That is for a method of order 4. Staggered steps have order 2.",
                ),
                Mistake(
                    id="longer",
                    value=0.01 * math.sqrt(11.2),
                    tolerance=0.03,
                    message="Longer steps for a smaller error? Turn the ratio round.",
                ),
            ),
            hints=(
                "The error must become 11.2 times smaller. With order 2 it goes as the step's "
                "square.",
                "Divide 0.01 ms by the square root of 11.2.",
            ),
            solution=(
                "$0.01/\\sqrt{11.2}$, which is {answer}: three times the work for eleven times the "
                "accuracy."
            ),
        ),
        Exercise(
            id="richardson",
            title="A step that nobody can take",
            stars=3,
            prompt=(
                "By Euler's rule the threshold for a shock comes out as 6.4875 mV with steps of "
                "0.02 ms, and as 6.4964 mV with 0.01 ms. What do you expect for steps of length "
                "zero? Give four decimals."
            ),
            unit="mV",
            answer=_extrapolated,
            tolerance=2e-5,
            mistakes=(
                Mistake(
                    id="mean",
                    value=lambda: 0.5 * (_rounded_edge(0.01) + _rounded_edge(0.02)),
                    tolerance=2e-5,
                    message=(
                        "That is the mean of the two: what 0.015 ms would give. Zero lies on the "
                        "other side of 0.01."
                    ),
                ),
                Mistake(
                    id="second",
                    value=lambda: (
                        _rounded_edge(0.01) + (_rounded_edge(0.01) - _rounded_edge(0.02)) / 3.0
                    ),
                    tolerance=2e-5,
                    message=(
                        "A third of the difference is for order 2. Euler's error falls in "
                        "proportion to the step."
                    ),
                ),
                Mistake(
                    id="away",
                    value=lambda: 2.0 * _rounded_edge(0.02) - _rounded_edge(0.01),
                    tolerance=2e-5,
                    message="You went on towards 0.03 ms. Go the other way.",
                ),
            ),
            hints=(
                "Order 1: the results lie on a straight line. From 0.02 to 0.01 it moved by so "
                "much; and from 0.01 to 0?",
                "By as much again, in the same direction: twice the second result, less the first.",
            ),
            solution=(
                "By as much again as from 0.02 to 0.01: {answer}. The true edge is at 6.5051 mV; "
                "what is left over is the bend of the line. With three step lengths you could "
                "take that off too."
            ),
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "A program takes staggered steps. Beside a right program with the same method and "
                "the same step, its spikes have the same periods, but all come too early, the "
                "first as much as the hundredth; and when the step is halved, this lead falls by "
                "half, though the method is of order 2. Which time does the voltage belong to that "
                "is stored in turn `k` (which begins with 0)? Write it as a function "
                "`time_of(k, dt)` and hand it to `check`." + _BUG_CODE
            ),
            checker=_check_time,
            hints=(
                "An error that is the same for all spikes is no error of the period. Something is "
                "labelled wrongly.",
                "Line 1 puts the voltage half a step ahead. After one turn it has gone on by a "
                "whole step.",
            ),
            solution=(
                "Line 5. The voltage starts at half a step, so after turn `k` it belongs to "
                "$(k + 1.5)\\,\\Delta t$; $(k + 1)\\,\\Delta t$ is the gates' time. Half a step is "
                "an error of order 1, and it makes a method of order 2 look like one of order 1. "
                "(Storing the mean of the voltage before and after line 4 mends it, too: that one "
                "*is* at the gates' time.)"
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
                        "The half step ahead is the point of the method. It has to be there.",
                    ),
                    Option(
                        "Line 3",
                        "The gates step with the voltage of the middle of their step. That is "
                        "right.",
                    ),
                    Option(
                        "Line 4",
                        "The voltage steps with the gates of the middle of *its* step. Right, too.",
                    ),
                    Option("Line 5", right=True),
                    Option(
                        "Line 6",
                        "Storing the voltage is fine, if one knows which time it belongs to.",
                    ),
                ),
                because=(
                    "The voltage is half a step further on than the gates: at `(k + 1.5) * dt`. A "
                    "wrong label is an error of order 1, and it does not add up from spike to "
                    "spike."
                ),
                hints=(
                    "The error is the same for the first spike and for the hundredth.",
                    "Where is the voltage after line 1? And after line 4?",
                ),
                solution=(
                    "Line 5. `(k + 1) * dt` is the time of the gates; the voltage is half a step "
                    "ahead of them."
                ),
            ),
        ),
        Quiz(
            id="quiz",
            questions=(
                Exercise(
                    id="q-order",
                    title="Order",
                    prompt="A method has order 2. What does that promise?",
                    options=(
                        Option(
                            "Its error is smaller than that of a method of order 1.",
                            "For short enough steps it will be. At a given step it need not be: "
                            "the order says how fast the error falls, and not where it falls from.",
                        ),
                        Option("Its error falls to a quarter when the step is halved.", right=True),
                        Option(
                            "It is right to two digits.",
                            "How many digits are right depends on the step and the problem.",
                        ),
                        Option(
                            "It does not blow up.",
                            "That is stability, another virtue. Runge-Kutta has order 4 and blows "
                            "up.",
                        ),
                    ),
                    because="For steps short enough that the leading term of the error rules.",
                ),
                Exercise(
                    id="q-message",
                    title="It blew up",
                    prompt="A simulation stops with *blew up at t = 2.9 ms*. What do you know?",
                    options=(
                        Option(
                            "That the axon is unstable.",
                            "The axon would have fired a spike and gone on. It is the recipe, with "
                            "this step, that is unstable.",
                        ),
                        Option(
                            "That the result up to 2.9 ms is right.",
                            "It may have been wrong for a while before it left all bounds.",
                        ),
                        Option("That the step was too long for this recipe.", right=True),
                        Option(
                            "That the computer has run out of digits.",
                            "Round-off is quiet: it spoils the last digits, and nothing explodes.",
                        ),
                    ),
                    because="And you know it at once, which is the best part.",
                ),
                Exercise(
                    id="q-drift",
                    title="Late",
                    prompt=(
                        "At a given step, the tenth spike is 0.7 ms too late. How late will the "
                        "hundredth be?"
                    ),
                    options=(
                        Option(
                            "About 0.7 ms: an error of time is an error of time.",
                            "That would be a wrong start. A wrong period adds up.",
                        ),
                        Option("About 7 ms.", right=True),
                        Option(
                            "About 70 ms: errors multiply.",
                            "They would in chaos. Here each round adds the same.",
                        ),
                        Option(
                            "It cannot be said; errors are random.",
                            "There is nothing random in them. Run it twice and see.",
                        ),
                    ),
                    because="Ten times as many rounds, ten times as late.",
                ),
                Exercise(
                    id="q-table",
                    title="The table",
                    prompt=(
                        "A simulator looks its rates up in a table, 1 mV apart. Which step makes "
                        "its spikes right?"
                    ),
                    options=(
                        Option(
                            "0.001 ms",
                            "Shorter steps solve the table's equations better. They are not the "
                            "equations you wanted.",
                        ),
                        Option(
                            "The shortest that the computer allows.",
                            "Then round-off comes on top of it.",
                        ),
                        Option("None.", right=True),
                        Option(
                            "Any, with a method of order 4.",
                            "The order is about steps. The table stays as coarse as it is.",
                        ),
                    ),
                    because="A finer table would help; a finer step cannot.",
                ),
                Exercise(
                    id="q-verify",
                    title="Nine digits",
                    prompt=(
                        "Your spike times agree to nine digits with those of three other "
                        "programs. What has been shown?"
                    ),
                    options=(
                        Option(
                            "That a squid's axon would fire at these times.",
                            "That is a question for a squid. It would fire once, and stop.",
                        ),
                        Option("That the equations are solved right.", right=True),
                        Option(
                            "That the equations are right.",
                            "Four programs can agree to nine digits on wrong equations.",
                        ),
                        Option(
                            "Nothing, since all programs round.",
                            "They round in the sixteenth digit, and you compared nine.",
                        ),
                    ),
                    because="Verification. Validation means going back to the animal.",
                ),
            ),
        ),
    ),
)
