"""Push-ups and quiz of the chapter *A wall with doors*."""

from __future__ import annotations

import math

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz

CALCIUM = (10.0, 1e-4)  # mM, outside and inside


def _nernst(*arguments, **options) -> float:
    from neuromath_lib.hodgkin_huxley.batteries import nernst

    return float(nernst(*arguments, **options))


def _thermal() -> float:
    from neuromath_lib.hodgkin_huxley.batteries import thermal_voltage

    return float(thermal_voltage())


def _time_constant() -> float:
    from neuromath_lib.hodgkin_huxley import Axon

    slow = Axon(g_na=0.0, g_k=0.0, g_leak=0.5, capacitance=2.0)
    return slow.capacitance / slow.g_leak


def _ions_for_a_millivolt() -> float:
    from neuromath_lib.hodgkin_huxley import Axon
    from neuromath_lib.hodgkin_huxley.batteries import ELEMENTARY_CHARGE

    coulomb_per_cm2 = Axon().capacitance * 1e-6 * 1e-3
    return coulomb_per_cm2 / ELEMENTARY_CHARGE / 1e8


def _ratio(target: float = -65.0) -> float:
    """Permeability of sodium over potassium's that puts the Goldman potential at ``target``."""
    from neuromath_lib.hodgkin_huxley.batteries import POTASSIUM, SODIUM, goldman

    low, high = 1e-4, 1.0
    outside, inside = [POTASSIUM.outside, SODIUM.outside], [POTASSIUM.inside, SODIUM.inside]
    for _ in range(60):
        middle = math.sqrt(low * high)
        if goldman([1.0, middle], outside, inside) < target:
            low = middle
        else:
            high = middle
    return middle


def _straight_ratio(target: float = -65.0) -> float:
    """What comes out if the batteries are averaged, as pipes would."""
    from neuromath_lib.hodgkin_huxley.batteries import POTASSIUM, SODIUM

    e_k = _nernst(POTASSIUM.outside, POTASSIUM.inside)
    e_na = _nernst(SODIUM.outside, SODIUM.inside)
    return (target - e_k) / (e_na - target)


def _check_battery(function) -> str | None:
    """Judge a function of (outside, inside, celsius) that should give Nernst's potential in mV."""
    trials = ((20.0, 400.0, 6.3), (440.0, 50.0, 6.3), (20.0, 400.0, 37.0))
    given = [float(function(*trial)) for trial in trials]
    wanted = [_nernst(out, inside, temperature=celsius) for out, inside, celsius in trials]
    if all(math.isclose(g, w, rel_tol=1e-3) for g, w in zip(given, wanted, strict=True)):
        return None
    first = given[0]
    if math.isclose(first, -wanted[0], rel_tol=1e-3):
        return (
            "The size is right and the sign is turned. More potassium inside makes the inside "
            "negative: it is outside over inside."
        )
    if math.isclose(first, wanted[0] / math.log(10), rel_tol=1e-3):
        return "That counts factors of ten. `np.log` is the logarithm to take, not `np.log10`."
    if math.isclose(first, wanted[0] / 1000, rel_tol=1e-3):
        return "Right in volts. The answer should be in millivolts."
    if math.isclose(first, wanted[0] * 6.3 / 279.45, rel_tol=1e-3):
        return (
            f"At 6.3 °C it gives {first:.3g} mV, a tenth of what it should or less. Try 0 °C and "
            "frost: what does your formula say of heat there?"
        )
    if math.isclose(first, wanted[0], rel_tol=1e-3):
        return (
            "Potassium at 6.3 °C is right, but other waters or temperatures are not. At 37 °C it "
            f"gives {given[2]:.4g} mV and should give {wanted[2]:.4g}."
        )
    return f"For 20 and 400 mM at 6.3 °C it gives {first:.4g} mV; it should give {wanted[0]:.4g}."


_BUG_CODE = """
```python
celsius = 6.3
scale = 1000 * 8.314 * celsius / 96485
ratio = outside / inside
battery = scale * np.log(ratio)
speed = (current - g * (v - battery)) / c
```
"""

DECK = Deck(
    name="a_wall_with_doors",
    title="A wall with doors",
    items=(
        Exercise(
            id="tenfold",
            title="Ten times as much",
            stars=1,
            prompt=(
                "A wall lets potassium through and nothing else. Inside there is ten times as "
                "much of it as outside. What voltage has the inside at 6.3 °C, where "
                "$RT/F = 24.08$ mV?"
            ),
            unit="mV",
            answer=lambda: _nernst(1.0, 10.0),
            tolerance=0.025,  # whoever counts halvings of 17 mV comes to 56.5
            mistakes=(
                Mistake(
                    id="turned",
                    factor=-1,
                    message=(
                        "The size is right. But potassium leaves, and takes its plus charges with "
                        "it: which sign is left inside?"
                    ),
                ),
                Mistake(
                    id="log10",
                    value=lambda: -_thermal(),
                    message=(
                        "You counted *one factor of ten*. The formula counts factors of $e$, and "
                        "there are 2.3 of those in a ten: $\\ln 10 = 2.303$."
                    ),
                ),
                Mistake(
                    id="no-log",
                    value=lambda: -10 * _thermal(),
                    message=(
                        "You multiplied by ten. The battery counts *factors*: each doubling adds "
                        "17 mV, and there are between three and four doublings in ten."
                    ),
                ),
            ),
            hints=(
                "By halvings: ten is two, times two, times two, and a little more. Each is worth "
                "17 mV.",
                "$E = 24.08 \\times \\ln(1/10)$, and $\\ln(1/10) = -2.303$.",
            ),
            solution=(
                "$E = \\frac{RT}{F}\\ln\\frac{1}{10} = -24.08 \\times 2.303$, which is {answer}. "
                "Only the ratio matters: it is the same for 10 and 1 as for 400 and 40."
            ),
        ),
        Exercise(
            id="pace",
            title="A slower bucket",
            stars=1,
            prompt=(
                "A membrane has a capacitance of 2 µF/cm² and one pipe of 0.5 mS/cm². After a "
                "push, how long does it take until 37 % of the push is left?"
            ),
            unit="ms",
            answer=_time_constant,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="product",
                    value=1.0,
                    message=(
                        "That is $C \\times g$. A wider pipe should empty the bucket *sooner*, so "
                        "$g$ belongs below the line."
                    ),
                ),
                Mistake(
                    id="inverse",
                    value=0.25,
                    message=(
                        "That is $g/C$, the share that runs off in each millisecond. The time is "
                        "one over it."
                    ),
                ),
            ),
            hints=(
                "A wide bucket is slow, a wide pipe is quick. Which of the two numbers goes above "
                "the line?",
                "$\\tau = C/g$, here 2 divided by 0.5. Microfarads over millisiemens are "
                "milliseconds.",
            ),
            solution=(
                "$\\tau = C/g = 2/0.5$, which is {answer}. In the explorer, 2 µF/cm² with 0.4 "
                "mS/cm² is a little slower, and with 0.6 a little quicker."
            ),
        ),
        Exercise(
            id="calcium",
            title="Two charges",
            stars=2,
            prompt=(
                "Calcium carries two plus charges. Suppose there are 10 mM of it outside and a "
                "hundred thousand times less inside. Where is its battery at 6.3 °C? "
                "($RT/F = 24.08$ mV, $\\ln 100\\,000 = 11.51$.)"
            ),
            unit="mV",
            answer=lambda: _nernst(*CALCIUM, valence=2),
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="one-charge",
                    factor=2,
                    message=(
                        "That would be right for one charge. With two, the field pulls twice as "
                        "hard on each ion; does it take more volts to hold it, or fewer?"
                    ),
                ),
                Mistake(
                    id="times-two",
                    factor=4,
                    message="You multiplied by the two charges. In the formula $z$ stands below.",
                ),
                Mistake(
                    id="turned",
                    factor=-1,
                    message=(
                        "The size is right. But calcium wants *in*, and to hold it out the inside "
                        "has to be positive."
                    ),
                ),
            ),
            hints=(
                "The formula has a $z$ in it. Where?",
                "$24.08 / 2 \\times 11.51$. The ratio is outside over inside, and more than one.",
            ),
            solution=(
                "$E = \\frac{24.08}{2} \\times 11.51$, which is {answer}. So large a ratio, and "
                "yet the battery is not even three times sodium's: logarithms tame everything, "
                "and two charges halve it."
            ),
        ),
        Exercise(
            id="count",
            title="The price of a millivolt",
            stars=2,
            prompt=(
                "How many ions with one charge each have to cross a *square micrometre* of "
                "membrane to change its voltage by 1 mV? It holds 1 µF/cm², a charge is "
                "$1.6 \\times 10^{-19}$ coulomb, and a square centimetre has a hundred million "
                "square micrometres."
            ),
            unit="",
            answer=_ions_for_a_millivolt,
            tolerance=0.05,
            mistakes=(
                Mistake(
                    id="square-centimetre",
                    factor=1e8,
                    message=(
                        "That is the count for a square *centimetre*. A square micrometre is a "
                        "hundred million times smaller."
                    ),
                ),
                Mistake(
                    id="edge",
                    factor=1e4,
                    message=(
                        "A centimetre is ten thousand micrometres long; a *square* centimetre has "
                        "ten thousand times ten thousand square ones."
                    ),
                ),
                Mistake(
                    id="volt",
                    factor=1000,
                    message="That is the price of a whole volt.",
                ),
            ),
            hints=(
                "Charge is capacitance times voltage; ions are charge divided by the charge of "
                "one.",
                "$10^{-6} \\times 10^{-3} / (1.6 \\times 10^{-19})$ for a square centimetre; then "
                "divide by $10^8$.",
            ),
            solution=(
                "A millivolt on a microfarad is $10^{-9}$ coulomb, or $6.2 \\times 10^9$ charges, "
                "for each square centimetre; divided by $10^8$ that is {answer}. A channel that "
                "passes one picoampere lets a hundred times as many through in a millisecond."
            ),
        ),
        Exercise(
            id="ratio",
            title="How many doors?",
            stars=3,
            prompt=(
                "With the chapter's concentrations (potassium 20 outside and 400 inside, sodium "
                "440 and 50), which ratio $P_\\text{Na}/P_\\text{K}$ puts Goldman's voltage at "
                "−65 mV? Two digits are enough. (Without a running notebook: "
                "$e^{-65/24.08} = 0.0673$, and the rest is arithmetic.)"
            ),
            unit="",
            answer=_ratio,
            tolerance=0.02,
            mistakes=(
                Mistake(
                    id="straight",
                    value=_straight_ratio,
                    tolerance=0.02,
                    message=(
                        "That is how *pipes* would share, each battery counted by its width. "
                        "Goldman's votes are permeability times *concentration*, and sodium's "
                        "crowd outside is 22 times potassium's."
                    ),
                ),
                Mistake(
                    id="percent-doors",
                    value=0.04,
                    tolerance=0.02,
                    message="That ratio gives −57 mV. You need fewer sodium doors.",
                ),
            ),
            hints=(
                "Call the ratio $r$. Then $(20 + 440\\,r)/(400 + 50\\,r)$ has to be 0.0673.",
                "Multiply out: $20 + 440\\,r = 26.9 + 3.4\\,r$. In a notebook, halve: "
                "`goldman([1, r], [20, 440], [400, 50])`.",
            ),
            solution=(
                "$r = 6.9 / 436.6$; with all the digits {answer}, one sodium door for every "
                "sixty-three of potassium's. One for every sixteen would have been the guess by "
                "averaging; the crowd outside makes each of them count."
            ),
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "This program gives potassium a battery of less than two millivolts on a cold "
                "morning, none at all at 0 °C, and the wrong way round in frost. One line is to "
                "blame. In a notebook, mend it as a function `battery(outside, inside, celsius)` "
                "that returns millivolts, and hand that to `check`." + _BUG_CODE
            ),
            checker=_check_battery,
            hints=(
                "What is special about 0 °C? For water, a great deal. For heat?",
                "$T$ in the formula is counted from absolute zero, which is −273.15 °C.",
            ),
            solution=(
                "Line 2. `scale = 1000 * 8.314 * (celsius + 273.15) / 96485`. Temperature in $RT/F$"
                " is counted from absolute zero; counted from the freezing point of water, heat "
                "seems to stop there and the battery with it."
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
                        "6.3 °C is a fair temperature for a squid. What is done with it?",
                    ),
                    Option("Line 2", right=True),
                    Option(
                        "Line 3",
                        "Outside over inside: right for a plus charge. Turned round, it would "
                        "change the sign at every temperature alike.",
                    ),
                    Option(
                        "Line 4",
                        "`np.log` is the logarithm that the formula wants. With `log10` the size "
                        "would be off by 2.3 and 0 °C would be nothing special.",
                    ),
                    Option(
                        "Line 5",
                        "That is the bucket with one pipe, and it is right. It uses the battery; "
                        "it does not make it.",
                    ),
                ),
                because=(
                    "It should be `(celsius + 273.15)`: $T$ is counted from absolute zero, not "
                    "from the freezing point of water."
                ),
                hints=(
                    "Which line knows about temperature?",
                    "At `celsius = 0`, what does line 2 give?",
                ),
                solution=(
                    "Line 2. `scale = 1000 * 8.314 * (celsius + 273.15) / 96485`; as written, it "
                    "is 0 at 0 °C and negative below."
                ),
            ),
        ),
        Quiz(
            id="quiz",
            questions=(
                Exercise(
                    id="q-equal",
                    title="Equal waters",
                    prompt=(
                        "On both sides of a wall there are 400 mM of potassium, and only potassium "
                        "can pass. What is the voltage?"
                    ),
                    options=(
                        Option(
                            "Large, since there is a great deal of potassium.",
                            "The battery asks how many *times* as much, and the answer is once.",
                        ),
                        Option("Zero.", right=True),
                        Option(
                            "It depends on how wide the doors are.",
                            "Doors decide how quickly the balance is reached. Where it lies they "
                            "do not decide, if only one ion can pass.",
                        ),
                    ),
                    because="The two streams are equal from the start, and no charge is moved.",
                ),
                Exercise(
                    id="q-few",
                    title="The crowd",
                    prompt=(
                        "While a thick axon charges itself from 0 to −65 mV, what happens to the "
                        "concentration of potassium inside?"
                    ),
                    options=(
                        Option(
                            "It falls until it equals that outside.",
                            "That is diffusion without charge. Here the voltage stops it long "
                            "before.",
                        ),
                        Option(
                            "It falls by about half.",
                            "By one part in seven million. Charge is very dear.",
                        ),
                        Option("Next to nothing.", right=True),
                        Option(
                            "It rises, for the inside is negative and attracts potassium.",
                            "It is attracted, and that is what ends the loss. But there is a loss "
                            "first, or nothing would be negative.",
                        ),
                    ),
                    because="One ion in some seven million has left.",
                ),
                Exercise(
                    id="q-rest",
                    title="At rest",
                    prompt="At the resting potential of a wall with doors for two ions,",
                    options=(
                        Option(
                            "no ion crosses.",
                            "Ions cross at all times, even with one kind; heat sees to it.",
                        ),
                        Option(
                            "each kind of ion enters as fast as it leaves.",
                            "That is so at its own battery. The voltage is at neither of the two.",
                        ),
                        Option(
                            "the charge coming in with one is that going out with the other.",
                            right=True,
                        ),
                        Option(
                            "the pump has switched itself off.",
                            "It is at rest that the pump has to run: what leaks must be carried "
                            "back.",
                        ),
                    ),
                    because="The voltage stands; the salt does not.",
                ),
                Exercise(
                    id="q-wide",
                    title="A wider bucket",
                    prompt=(
                        "You double the capacitance and leave the pipe and the current as they "
                        "are. What becomes of the voltage that a steady current ends up at?"
                    ),
                    options=(
                        Option(
                            "It is halved.",
                            "At the start the level climbs half as fast. It also has twice as "
                            "long to do it.",
                        ),
                        Option("It stays, and is reached later.", right=True),
                        Option(
                            "It is doubled.",
                            "A wider bucket holds more at the *same* level.",
                        ),
                        Option(
                            "It stays, and is reached sooner.",
                            "The level is right. But there is twice as much to fill.",
                        ),
                    ),
                    because=(
                        "The end is where inflow equals outflow, and the bucket has no part in it."
                    ),
                ),
                Exercise(
                    id="q-pump",
                    title="Stop the pump",
                    prompt=(
                        "By the numbers of this chapter, what does a giant axon's resting voltage "
                        "do in the first minute after its pump is poisoned?"
                    ),
                    options=(
                        Option(
                            "It collapses to zero: the pump makes it.",
                            "The pump fills the tanks. The voltage is made by doors and "
                            "differences, and those are still there.",
                        ),
                        Option(
                            "It hardly changes; the batteries run down over hours.",
                            right=True,
                        ),
                        Option(
                            "It becomes more negative, since sodium no longer leaves.",
                            "Without the pump sodium gathers inside, slowly. That brings the "
                            "voltage up, if anything.",
                        ),
                    ),
                    because="In an hour potassium's battery loses less than a millivolt.",
                ),
            ),
        ),
    ),
)
