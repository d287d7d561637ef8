"""Push-ups and quiz of the chapter *From one spike to a code*."""

from __future__ import annotations

import functools
import math

import numpy as np

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz

_TAU = 5.0  # of the sketch in the exercise "paper"


@functools.cache
def _period() -> float:
    """Of the axon at 10 uA/cm2, ms."""
    from neuromath_lib.hodgkin_huxley import Axon, cycle

    return cycle(Axon(), 10.0).period


@functools.cache
def _edges() -> tuple[float, float]:
    """Where firing can begin to last, and where rest gives way, uA/cm2."""
    from neuromath_lib.hodgkin_huxley import Axon, fold_of_cycles, hopf_points

    return fold_of_cycles(Axon()), float(hopf_points(Axon())[0])


@functools.cache
def _growth() -> float:
    """Growth rate of a ringing at 8 uA/cm2, 1/ms."""
    from neuromath_lib.hodgkin_huxley import Axon, linearise

    return float(linearise(Axon(), 8.0).eigenvalues[0].real)


@functools.cache
def _advance() -> float:
    """Largest advance at 10 uA/cm2, ms/mV."""
    from neuromath_lib.hodgkin_huxley import Axon, phase_response

    return phase_response(Axon(), 10.0).largest


def _tempo(kick: float = 0.4) -> float:
    return 1e3 / (_period() - kick * _advance())


@functools.cache
def _paper(which: int = 0) -> float:
    from neuromath_lib.hodgkin_huxley import FitzHughNagumo

    return float(FitzHughNagumo(tau=_TAU).hopf_points()[which])


def _swing(middle: float, size: float) -> tuple[np.ndarray, np.ndarray]:
    """Times and a voltage that swings once every 7 ms."""
    t = np.arange(0.0, 100.0, 0.01)
    return t, middle + size * np.sin(2.0 * math.pi * t / 7.0)


def _check_rate(function) -> str | None:
    """Judge a function that reads a rate off a voltage."""
    small = float(function(*_swing(-38.0, 24.0)))
    tall = float(function(*_swing(-20.0, 55.0)))
    faint = float(function(*_swing(-43.0, 3.0)))
    flat = float(function(*_swing(-60.0, 0.0)))
    right = 1e3 / 7.0
    if not abs(small - right) < 1.0:
        return (
            f"A swing between −62 and −14 mV once every 7 ms should be given {right:.0f} Hz; "
            f"yours says {small:.4g}."
        )
    if not abs(tall - right) < 1.0:
        return (
            f"Small swings are right now. But a swing between −75 and +35 mV once every 7 ms "
            f"should be given {right:.0f} Hz too; yours says {tall:.4g}."
        )
    if not abs(faint - right) < 1.0:
        return (
            f"A swing between −46 and −40 mV, as at 152 µA/cm², should be given {right:.0f} Hz as "
            f"well; yours says {faint:.4g}."
        )
    if flat != 0.0:
        return f"An axon at rest should be given 0 Hz; yours says {flat:.4g}."
    return None


_BUG_CODE = """
```python
def rate(t, v):
    above = v > 0
    ups = t[1:][above[1:] & ~above[:-1]]
    return 1000 / (ups[-1] - ups[-2]) if len(ups) > 1 else 0.0
```
"""

DECK = Deck(
    name="from_one_spike_to_a_code",
    title="From one spike to a code",
    items=(
        Exercise(
            id="rate",
            title="From a period to a rate",
            stars=1,
            prompt=(
                "At 10 µA/cm² the axon fires once every 14.636 milliseconds. How many spikes is "
                "that in a second?"
            ),
            unit="Hz",
            answer=lambda: 1e3 / _period(),
            tolerance=0.005,
            mistakes=(
                Mistake(
                    id="inverse",
                    value=0.0683237,
                    message="That is the number of spikes in a *millisecond*.",
                ),
                Mistake(
                    id="minutes",
                    value=lambda: 6e4 / _period(),
                    message="That is the number in a minute. A second has 1000 milliseconds.",
                ),
            ),
            hints=(
                "How often do 14.636 milliseconds fit into a second?",
                "1000 divided by 14.636.",
            ),
            solution="$1000/14.636$, which is {answer}.",
        ),
        Exercise(
            id="range",
            title="How wide is the memory?",
            stars=1,
            prompt=(
                "Firing can last from 6.2603 µA/cm² on, and rest gives way at 9.7754. In how wide "
                "a range of currents does the answer depend on what happened before?"
            ),
            unit="uA/cm2",
            answer=lambda: _edges()[1] - _edges()[0],
            tolerance=0.005,
            mistakes=(
                Mistake(
                    id="above",
                    value=9.7754,
                    message=(
                        "That is where rest gives way. Below 6.2603 there is no doubt either: the "
                        "axon rests, whatever happened before."
                    ),
                ),
                Mistake(
                    id="middle",
                    value=lambda: 0.5 * sum(_edges()),
                    message="That is the middle of the range. How wide is it?",
                ),
                Mistake(
                    id="far",
                    value=144.747,
                    message="That is the range in which rest cannot last, between the Hopf points.",
                ),
            ),
            hints=(
                "Below the one it can only rest, above the other it can only fire.",
                "Take the lower from the higher.",
            ),
            solution="$9.7754 - 6.2603$, which is {answer}.",
        ),
        Exercise(
            id="fade",
            title="How long does it ring?",
            stars=2,
            prompt=(
                "At 8 µA/cm² a small ringing of the resting axon has the growth rate −0.03451 per "
                "millisecond: its size goes as $e^{-0.03451\\,t}$, with $t$ in milliseconds. After "
                "how long is a tenth of it left?"
            ),
            unit="ms",
            answer=lambda: math.log(10.0) / -_growth(),
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="e",
                    value=lambda: -1.0 / _growth(),
                    message=(
                        "That is the time after which 37 % are left, one time constant. A tenth "
                        "takes longer."
                    ),
                ),
                Mistake(
                    id="log10",
                    value=lambda: math.log10(math.e) / -_growth(),
                    message="Turn the logarithm round: you need the $x$ for which $e^x$ is ten.",
                ),
                Mistake(
                    id="half",
                    value=lambda: math.log(2.0) / -_growth(),
                    message="That is the time after which a *half* is left.",
                ),
                Mistake(
                    id="linear",
                    value=lambda: -0.9 / _growth(),
                    message=(
                        "You let it shrink by the same *amount* in every millisecond. It shrinks "
                        "by the same *fraction*, so it takes longer."
                    ),
                ),
            ),
            hints=(
                "For which exponent is $e^{-x} = 0.1$?",
                "$x = \\ln 10 = 2.303$. Divide it by 0.03451.",
            ),
            solution=(
                "$\\ln 10 / 0.03451$, which is {answer}: about six swings of 11 milliseconds. Near "
                "the Hopf point the growth rate goes to zero and this time to infinity. An axon "
                "about to give way can be told by how long it rings."
            ),
        ),
        Exercise(
            id="tempo",
            title="Set the tempo",
            stars=2,
            prompt=(
                "At 10 µA/cm² (period 14.636 ms) a kick at the best moment makes the next spike "
                "0.5067 ms earlier for each millivolt. Kick the axon by 0.4 mV in every period, "
                "always at that moment. How fast does it fire now? Give one decimal."
            ),
            unit="Hz",
            answer=_tempo,
            tolerance=0.001,
            mistakes=(
                Mistake(
                    id="slower",
                    value=lambda: 1e3 / (_period() + 0.4 * _advance()),
                    message="An advance makes the period *shorter*.",
                ),
                Mistake(
                    id="millivolt",
                    value=lambda: 1e3 / (_period() - _advance()),
                    message="That is for kicks of a whole millivolt. These have 0.4.",
                ),
                Mistake(
                    id="same",
                    value=lambda: 1e3 / _period(),
                    message="That is the rate without any kicks.",
                ),
                Mistake(
                    id="hertz",
                    value=lambda: 1e3 / _period() + 0.4 * _advance(),
                    message="You added milliseconds to a rate. Shorten the period first.",
                ),
            ),
            hints=(
                "By how many milliseconds does each kick shorten the period?",
                "The period is $14.636 - 0.4 \\times 0.5067$ milliseconds.",
            ),
            solution=(
                "The period becomes 14.433 ms, and 1000 divided by it is {answer}. So a partner "
                "that fires a little faster can pull the axon along, kick by kick; and since "
                "kicks at other moments delay it, a slower partner can hold it back."
            ),
        ),
        Exercise(
            id="paper",
            title="On paper",
            stars=3,
            prompt=(
                "In FitzHugh's sketch ($a = 0.7$, $b = 0.8$) let the slow quantity be quicker: "
                "$\\tau = 5$ instead of 12.5. At which current does rest first give way? Give "
                "three decimals."
            ),
            answer=_paper,
            tolerance=0.003,
            mistakes=(
                Mistake(
                    id="upper",
                    value=lambda: _paper(1),
                    message=(
                        "That is the upper point, where rest comes back. Take the negative $v$."
                    ),
                ),
                Mistake(
                    id="old",
                    value=0.33128,
                    message="That is the point for $\\tau = 12.5$.",
                ),
                Mistake(
                    id="knee",
                    value=(-1.0 + 0.7) / 0.8 + 1.0 - 1.0 / 3.0,
                    message=(
                        "That is where the crossing passes the knee, at $v = -1$. Rest gives way a "
                        "little later, where $1 - v^2 = b/\\tau$."
                    ),
                ),
                Mistake(
                    id="cube",
                    value=(0.7 - math.sqrt(0.84)) / 0.8 + math.sqrt(0.84),
                    message="The cube is missing: $I = w - v + v^3/3$.",
                ),
            ),
            hints=(
                "Rest gives way where $1 - v^2 = b/\\tau$, on the negative side. So $v$ is "
                "$-\\sqrt{0.84}$.",
                "With $v = -0.9165$: first $w = (v + a)/b$, then $I = w - v + v^3/3$.",
            ),
            solution=(
                "$w = -0.2706$ and $v^3/3 = -0.2566$, so $I = -0.2706 + 0.9165 - 0.2566$, which "
                "is {answer}. A quicker brake holds the rest a little longer."
            ),
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "This function should read the rate off the times `t` (ms) and the voltage `v` "
                "(mV) of an axon that has settled. At 10 µA/cm² it is right. At 90 µA/cm² it says "
                "0, and the axon is firing 142 times a second. Mend it and hand it to `check`. An "
                "axon at rest should still be given 0." + _BUG_CODE
            ),
            checker=_check_rate,
            mistakes=(
                Mistake(
                    id="other-level",
                    predicate=lambda function: (
                        function(*_swing(-43.0, 3.0)) == 0.0
                        and function(*_swing(-38.0, 24.0)) > 100.0
                    ),
                    message=(
                        "You moved the line, and for this axon at 90 µA/cm² it now works. At 150 "
                        "the swings are smaller still. Let the line depend on the voltage itself."
                    ),
                ),
            ),
            hints=(
                "At 90 µA/cm² the voltage swings between −62.5 and −15 mV. What is `above` then?",
                "Which line through a swing is crossed by every swing, large or small? Its middle.",
            ),
            solution=(
                "Line 2. `above = v > (v.max() + v.min()) / 2`: the middle of the swing is crossed "
                "however small the swing is. A flat voltage is never above its own middle, so rest "
                "is given 0. (A voltage that still rings faintly would be counted as well: for "
                "those, ask for a swing of some size first, and say in your paper of which.)"
            ),
            on_page=Exercise(
                id="bug",
                title="Bug hunt",
                stars=3,
                prompt=(
                    "Which line of this function is to blame? (In a notebook, you mend it as well.)"
                ),
                options=(
                    Option(
                        "Line 1",
                        "Times and voltages are all it needs.",
                    ),
                    Option("Line 2", right=True),
                    Option(
                        "Line 3",
                        "It takes the times at which the voltage is above the line and was not a "
                        "step earlier. That is an upward crossing.",
                    ),
                    Option(
                        "Line 4",
                        "A thousand divided by the last interval in milliseconds is a rate in "
                        "hertz; without two crossings there is none.",
                    ),
                ),
                because="A fixed line at 0 mV misses every swing below it.",
                hints=(
                    "At 90 µA/cm² the voltage swings between −62.5 and −15 mV.",
                    "Which line compares the voltage with a number that somebody chose?",
                ),
                solution=(
                    "Line 2. `above = v > (v.max() + v.min()) / 2` draws the line through the "
                    "middle of the swing, wherever that is."
                ),
            ),
        ),
        Quiz(
            id="quiz",
            questions=(
                Exercise(
                    id="q-class",
                    title="Of the second class",
                    prompt="What makes this axon one of Hodgkin's second class?",
                    options=(
                        Option(
                            "It fires twice.",
                            "It fires for ever, in the model. The class is not a count.",
                        ),
                        Option("It has no slow rates: silence, then fifty a second.", right=True),
                        Option(
                            "Its rate rises in proportion to the current.",
                            "It rises far less than that: from 10 to 50 µA/cm² the current grows "
                            "fivefold, and the rate not even twofold.",
                        ),
                        Option(
                            "It rests or fires by what happened before.",
                            "Between 6.26 and 9.78 it does. But the class is about which rates it "
                            "can keep up.",
                        ),
                    ),
                    because="The lowest lasting rate is that at the fold of cycles.",
                ),
                Exercise(
                    id="q-eight",
                    title="At a current of eight",
                    prompt="An axon gets a steady 8 µA/cm². Is it firing?",
                    options=(
                        Option("No telling: it depends on what happened before.", right=True),
                        Option(
                            "Yes: 8 is more than 6.26.",
                            "Above 6.26 firing *can* last. It has to be set going.",
                        ),
                        Option(
                            "No: 8 is less than 9.78.",
                            "Below 9.78 rest *can* last. An axon that was firing goes on.",
                        ),
                        Option(
                            "It fires half of the time.",
                            "Noise might do that. The equations as they stand stay where they are.",
                        ),
                    ),
                    because="Rest and firing both attract, with the rim between them.",
                ),
                Exercise(
                    id="q-eigen",
                    title="Ringing",
                    prompt=(
                        "Flicked at rest, an axon rings, and each swing is 1.2 times as large as "
                        "the one before. What about its resting state?"
                    ),
                    options=(
                        Option(
                            "There is none.",
                            "There is. If it were put there exactly, it would stay; like a pencil "
                            "on its tip.",
                        ),
                        Option(
                            "It attracts, since the ringing is regular.",
                            "Regular is not fading. The swings grow.",
                        ),
                        Option("It repels: the growth rate is positive.", right=True),
                        Option(
                            "It is at its Hopf point.",
                            "There each swing would be exactly as large as the one before.",
                        ),
                    ),
                    because="Larger than one a turn is a growth rate larger than zero.",
                ),
                Exercise(
                    id="q-count",
                    title="Silence at sixty-three",
                    prompt=(
                        "A program reports that the axon stops firing at 63 µA/cm². What do you "
                        "ask first?"
                    ),
                    options=(
                        Option(
                            "Which step of time it took.",
                            "Worth asking, always. But the same report comes out with every step.",
                        ),
                        Option(
                            "How long it was run.",
                            "Longer runs show the same: regular swings, none of which is counted.",
                        ),
                        Option("How it tells a spike.", right=True),
                        Option(
                            "Nothing: too much current silences every axon.",
                            "At 154.5 it does, here. At 63 the axon swings 126 times a second.",
                        ),
                    ),
                    because="It counts crossings of 0 mV, and above 63 the swings stay below.",
                ),
                Exercise(
                    id="q-phase",
                    title="A kick too early",
                    prompt=(
                        "An upward kick some milliseconds after a spike makes the next spike "
                        "*later*. How can that be?"
                    ),
                    options=(
                        Option(
                            "The kick uses up the sodium.",
                            "A kick of a millivolt moves no amount of sodium worth speaking of.",
                        ),
                        Option(
                            "It holds $n$ open and $h$ shut for longer than they would have been.",
                            right=True,
                        ),
                        Option(
                            "The kick counts as a spike.",
                            "It is far too small. The next true spike is what moves.",
                        ),
                        Option(
                            "It cannot: an upward kick brings the axon nearer to threshold.",
                            "The voltage, yes. But the gates are listening too, and they remember "
                            "longer than the voltage does.",
                        ),
                    ),
                    because="The voltage forgets the kick at once, the slow gates do not.",
                ),
            ),
        ),
    ),
)
