"""Push-ups and quiz of the chapter *Holding the voltage still*."""

from __future__ import annotations

import math

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz


def _axon(**changes):
    from neuromath_lib.hodgkin_huxley import Axon

    return Axon(**changes)


def _clamp(v: float, times, holding: float = -65.0):
    from neuromath_lib.hodgkin_huxley import voltage_clamp

    return voltage_clamp(_axon(), v, times, holding=holding)


def _final_potassium(v: float):
    """Current (uA/cm2) and conductance (mS/cm2) of potassium, long after the step."""
    late = _clamp(v, 200.0)
    return float(late.i_k), float(late.g_k)


def _drawn() -> float:
    return (_final_potassium(0.0)[1] / 36.0) ** 0.25


def _poor_reversal(log=math.log) -> float:
    return 50.0 + 24.08 * log(1 / 10)


def _peak(holding: float) -> float:
    import numpy as np

    return float(_clamp(0.0, np.linspace(0.0, 3.0, 3001), holding).g_na.max())


def _record(fraction: float, v: float) -> float:
    """Current (uA/cm2) of potassium and leak at `v` with this fraction of gates drawn."""
    return 36.0 * fraction**4 * (v + 77.0) + 0.3 * (v + 54.387)


def _check_drawn(function) -> str | None:
    """Judge a function from a current (uA/cm2) and a voltage (mV) to the drawn fraction of gates.

    No gate at all drawn is not asked for: rounding may leave a conductance a hair below 0, of
    which Python's fourth root is a complex number.
    """
    for drawn, v in ((0.1, 0.0), (0.8, 0.0), (1.0, 0.0), (0.8, 40.0)):
        found = function(_record(drawn, v), v)
        if isinstance(found, complex):
            return (
                "It takes the fourth root of a negative conductance: more was taken off the "
                "current than there was."
            )
        if math.isclose(float(found), drawn, rel_tol=1e-6):
            continue
        if math.isclose(float(found), ((_record(drawn, v) / (v + 77.0)) / 36.0) ** 0.25):
            return (
                f"Now the leak stays in. At {v:g} mV with {drawn:g} of the gates drawn it gives "
                f"{float(found):.4g}: the leak's current passes for potassium's."
            )
        return (
            f"At {v:g} mV, with {drawn:g} of the gates drawn, it gives {float(found):.4g}. What "
            "in the record is not potassium's, and what becomes of it?"
        )
    return None


_BUG_CODE = """
```python
leak = 0.3 * (v + 54.387)
i_k = current + leak
g_k = i_k / (v + 77)
n = (g_k / 36) ** (1 / 4)
```
"""

DECK = Deck(
    name="holding_the_voltage_still",
    title="Holding the voltage still",
    items=(
        Exercise(
            id="slip",
            title="How far does it slip?",
            stars=1,
            prompt=(
                "An amplifier is told to hold 0 mV. Its gain is 500 mS/cm². At some moment it "
                "supplies 1200 µA/cm². How far is the voltage from its command?"
            ),
            unit="mV",
            answer=lambda: 1200 / 500,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="product",
                    value=600_000.0,
                    message="You multiplied. The gain is the current *for each* millivolt.",
                ),
                Mistake(
                    id="upside-down",
                    value=500 / 1200,
                    message="Turned round: that is millivolts *into* current. Divide the current.",
                ),
                Mistake(
                    id="below",
                    value=-1200 / 500,
                    message="Below it, indeed. How far is asked for, so leave the minus away.",
                ),
            ),
            hints=(
                "The gain says how much current one millivolt of difference brings. How many "
                "millivolts bring 1200?",
                "$I = G\\,(V_\\text{command} - V)$, so the difference is $I/G$. Microamperes over "
                "millisiemens are millivolts.",
            ),
            solution=(
                "$1200/500$, which is {answer}, and since current is being pushed *in*, the "
                "voltage is below its command. Every clamp slips a little: without a difference "
                "it has nothing to act on."
            ),
            because="A higher gain would slip less, and never by nothing.",
        ),
        Exercise(
            id="divide",
            title="Divide the push away",
            stars=1,
            prompt=(
                "At +20 mV under TTX, long after the step and with the leak taken off, 2792 µA/cm² "
                "of potassium flow outward. $E_\\text{K}$ is −77 mV. What is the conductance?"
            ),
            unit="mS/cm2",
            answer=lambda: _final_potassium(20.0)[1],
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="voltage",
                    value=lambda: _final_potassium(20.0)[0] / 20.0,
                    message=(
                        "You divided by the voltage. What pushes potassium is the distance to "
                        "*its* reversal potential."
                    ),
                ),
                Mistake(
                    id="sum",
                    value=lambda: _final_potassium(20.0)[0] / -57.0,
                    message=(
                        "You divided by $20 + (-77)$. The driving force is the voltage *minus* "
                        "the reversal potential: $20 - (-77)$."
                    ),
                ),
                Mistake(
                    id="only-e",
                    value=lambda: _final_potassium(20.0)[0] / 77.0,
                    message="That would be right at 0 mV. The membrane is held at +20.",
                ),
            ),
            hints=(
                "Conductance is current over driving force. How far is +20 from −77?",
                "$20 - (-77) = 97$ mV.",
            ),
            solution="$2792/97$, which is {answer}: four fifths of potassium's doors are open.",
        ),
        Exercise(
            id="root",
            title="From doors to gates",
            stars=2,
            prompt=(
                "At 0 mV potassium's conductance settles at 24.55 mS/cm². With every door open it "
                "would be 36. A door is open when all of its four gates are drawn. What fraction "
                "of the gates is drawn?"
            ),
            answer=_drawn,
            tolerance=0.015,
            mistakes=(
                Mistake(
                    id="doors",
                    value=lambda: _drawn() ** 4,
                    message="That is the fraction of *doors* open. Each needs four gates drawn.",
                ),
                Mistake(
                    id="quarter",
                    value=lambda: _drawn() ** 4 / 4,
                    message=(
                        "You divided by four. Four gates multiply, so going back is a fourth "
                        "*root*."
                    ),
                ),
                Mistake(
                    id="square",
                    value=lambda: _drawn() ** 2,
                    message="That is a square root. Take another.",
                ),
            ),
            hints=(
                "If a fraction $n$ of the gates is drawn, $n^4$ of the doors are open.",
                "A fourth root is a square root, twice: $\\sqrt{24.55/36} \\approx 0.826$. "
                "Once more.",
            ),
            solution=(
                "$(24.55/36)^{1/4}$, which is {answer}. Nine gates in ten are drawn, and still "
                "a third of the doors are shut."
            ),
        ),
        Exercise(
            id="choline",
            title="A tenth of the sodium",
            stars=2,
            prompt=(
                "Sodium's reversal potential is +50 mV. Nine tenths of the sodium in the bath are "
                "replaced by choline. Where is the reversal potential now? ($RT/F$ is 24.08 mV at "
                "6.3 °C, and $\\ln 10$ is 2.303.)"
            ),
            unit="mV",
            answer=_poor_reversal,
            tolerance=0.02,
            mistakes=(
                Mistake(
                    id="tenth",
                    value=5.0,
                    tolerance=0.005,
                    message=(
                        "A tenth of the sodium does not make a tenth of the voltage. Nernst's "
                        "formula has a logarithm: each factor of ten is one fixed step down."
                    ),
                ),
                Mistake(
                    id="up",
                    value=lambda: 50 + 24.08 * math.log(10),
                    message="Wrong way: with less sodium outside, less drives it in.",
                ),
                Mistake(
                    id="log10",
                    value=lambda: _poor_reversal(math.log10),
                    message=(
                        "That is with the logarithm to base ten. With $RT/F$ belongs $\\ln$, "
                        "which is 2.303 times as large."
                    ),
                ),
                Mistake(
                    id="nine",
                    value=lambda: 50 + 24.08 * math.log(0.9),
                    tolerance=0.005,
                    message="You took a tenth away. Nine tenths are gone; one tenth is left.",
                ),
            ),
            hints=(
                "Nernst: $E = \\frac{RT}{F}\\ln(\\text{outside}/\\text{inside})$. By what is the "
                "logarithm lowered if the outside falls to a tenth?",
                "It falls by $24.08 \\times 2.303 = 55.5$ mV.",
            ),
            solution=(
                "$50 - 24.08 \\times 2.303$, which is {answer}. Held at 0 mV, the axon now lets "
                "sodium *out*: its early current has turned round."
            ),
            because="At 0 mV the early current would now be outward.",
        ),
        Exercise(
            id="memory",
            title="What a hold does to the next step",
            stars=3,
            prompt=(
                "By what factor does sodium's peak conductance, after a step to 0 mV, fall if the "
                "membrane is held at −55 instead of −65 mV beforehand? Give the ratio of the two "
                "peaks, to two digits. (In a notebook: `voltage_clamp(..., holding=-55)`. Without "
                "one, the figure of the peaks brings you close.)"
            ),
            answer=lambda: _peak(-55.0) / _peak(-65.0),
            tolerance=0.03,
            mistakes=(
                Mistake(
                    id="inverse",
                    value=lambda: _peak(-65.0) / _peak(-55.0),
                    message="Turned round. Held higher there is *less* sodium: a ratio below 1.",
                ),
                Mistake(
                    id="of-all",
                    value=lambda: _peak(-55.0) / _peak(-120.0),
                    tolerance=0.03,
                    message=(
                        "That is the share of the largest peak there is. Compare with a hold at "
                        "−65 mV."
                    ),
                ),
            ),
            hints=(
                "The step comes too quickly for $h$ to move much: the ratio of the peaks is nearly "
                "that of $h_\\infty$ at the two holding voltages.",
                "`t = np.linspace(0, 3, 3001)`, then `voltage_clamp(Axon(), 0.0, t, holding=-55.0)"
                ".g_na.max()`, over the same with `holding=-65.0`.",
            ),
            solution=(
                "{answer}. Ten millivolts nearer to firing, and more than half of the sodium doors "
                "that stood ready are bolted."
            ),
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "This program turns the current of a record under TTX into the fraction of gates "
                "that are drawn. Its author gives it a record with TTX *and* TEA at 0 mV, where no "
                "door is left to open, and it says that a third of the gates are drawn. In a "
                "notebook, mend it as a function `drawn_fraction(current, v)` and hand that to "
                "`check`." + _BUG_CODE
            ),
            checker=_check_drawn,
            hints=(
                "With both poisons every door is stopped up. Which current still flows at 0 mV?",
                "The leak's, 0.3 × 54.387, which is 16.3 µA/cm². What is `i_k` then, and what "
                "should it be?",
            ),
            solution=(
                "Line 2: `i_k = current - leak`. The record is potassium's current and the leak's "
                "together, so the leak has to come off. Added, it counts twice: 32.6 µA/cm² at 0 "
                "mV, and a fourth root makes much of little."
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
                        "That is the leak's current: conductance times driving force, with a "
                        "reversal potential of −54.387 mV.",
                    ),
                    Option("Line 2", right=True),
                    Option(
                        "Line 3",
                        "Current over driving force, with $E_\\text{K} = -77$ mV: right.",
                    ),
                    Option(
                        "Line 4",
                        "All four gates of a door have to be drawn, so the way back is a fourth "
                        "root, and of nothing it is nothing.",
                    ),
                ),
                because="The leak is part of the record and has to come off.",
                hints=(
                    "With both poisons every door is stopped up. Which current still flows?",
                    "Follow the leak's 16.3 µA/cm² through the lines. Where should it vanish?",
                ),
                solution=(
                    "Line 2. `i_k = current - leak`. As written the leak counts twice, and passes "
                    "for potassium's."
                ),
            ),
        ),
        Quiz(
            id="quiz",
            questions=(
                Exercise(
                    id="q-why",
                    title="Why hold?",
                    prompt="What does holding the voltage still do for the experimenter?",
                    options=(
                        Option(
                            "It keeps the doors as they are.",
                            "The doors open and shut all the same; that is what one watches.",
                        ),
                        Option(
                            "It cuts the loop: the doors follow the voltage, but the voltage no "
                            "longer follows the doors.",
                            right=True,
                        ),
                        Option(
                            "It makes the currents larger, and easier to measure.",
                            "It may even make them smaller. Their size is not the point.",
                        ),
                        Option(
                            "It stops the leak.",
                            "The leak flows at any voltage but its own, held or not.",
                        ),
                    ),
                    because="One of the two partners is made to stand still.",
                ),
                Exercise(
                    id="q-ttx",
                    title="TTX at +50",
                    prompt=(
                        "You hold the membrane at +50 mV, sodium's reversal potential, and add "
                        "TTX. What changes in the record?"
                    ),
                    options=(
                        Option(
                            "The early dip disappears.",
                            "At +50 mV there is none to begin with: nothing drives sodium there.",
                        ),
                        Option(
                            "Nothing: sodium's doors shut, but no current flowed through them.",
                            right=True,
                        ),
                        Option(
                            "The late current disappears.",
                            "The late current is potassium's, and TTX leaves it alone.",
                        ),
                        Option(
                            "The early current turns outward.",
                            "It would at a higher voltage without TTX. Blocked doors let nothing "
                            "through either way.",
                        ),
                    ),
                    because="Open doors without a driving force look like shut ones.",
                ),
                Exercise(
                    id="q-late",
                    title="The S",
                    prompt="What does the slow start of potassium's conductance suggest?",
                    options=(
                        Option(
                            "That several gates have to be drawn before a door opens.",
                            right=True,
                        ),
                        Option(
                            "That the amplifier needs time to reach its command.",
                            "It needs a few hundredths of a millisecond; the hesitation lasts ten "
                            "times longer, and depends on the voltage.",
                        ),
                        Option(
                            "That potassium ions are heavy.",
                            "The conductance is how open the doors are. How fast an ion is does "
                            "not enter.",
                        ),
                        Option(
                            "That the doors open one after the other.",
                            "They do open at different times, but so would doors with one gate, "
                            "and those do not hesitate.",
                        ),
                    ),
                    because="It suggests it. Other mechanisms with several steps hesitate too.",
                ),
                Exercise(
                    id="q-five",
                    title="Four or five?",
                    prompt=(
                        "Your fit finds that power 5 lies 1.2 behind power 4 on the AIC scale. "
                        "What do you report?"
                    ),
                    options=(
                        Option(
                            "That the power is 4.",
                            "A lead of 1.2 says that five is about half as believable. That is no "
                            "decision.",
                        ),
                        Option(
                            "That the power is 4.5.",
                            "An average of two exponents is not what either fit says.",
                        ),
                        Option(
                            "That these records do not decide between 4 and 5.",
                            right=True,
                        ),
                        Option(
                            "Nothing, until the noise is gone.",
                            "It will never be gone. What they rule out is worth reporting: 1, 2 "
                            "and perhaps 3.",
                        ),
                    ),
                    because="More records, or knowledge of the start, may decide.",
                ),
                Exercise(
                    id="q-proof",
                    title="What is proved?",
                    prompt=(
                        "In this chapter the third power of $m$ won clearly. What does that "
                        "prove about squid?"
                    ),
                    options=(
                        Option(
                            "That sodium's channels have three moving parts.",
                            "The records were made by a model with $m^3$ in it. The squid was not "
                            "asked.",
                        ),
                        Option(
                            "Nothing: the records were made with that power in them.",
                            right=True,
                        ),
                        Option(
                            "That the noise was small.",
                            "The noise was ours, too, and in the model. Squid have their own.",
                        ),
                        Option(
                            "That Hodgkin and Huxley measured correctly.",
                            "Their records do not occur in the chapter.",
                        ),
                    ),
                    because="A fit can find what was put in. That is a test of the fit.",
                ),
            ),
        ),
    ),
)
