"""Push-ups and quiz of the chapter *The travelling impulse*."""

from __future__ import annotations

import functools
import math

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz

_RADIUS = 238e-4  # cm
_RESISTIVITY = 35.4  # ohm cm


@functools.cache
def _pulse():
    from neuromath_lib.hodgkin_huxley import Axon, travelling_pulse

    return travelling_pulse(Axon(temperature=18.5))


@functools.cache
def _sodium() -> float:
    """Sodium that one impulse lets in, pmol/cm2."""
    from neuromath_lib.hodgkin_huxley import net_ion_flux

    return float(net_ion_flux(_pulse()).na_in)


def _delay() -> float:
    return 100.0 / _pulse().speed


def _thicker() -> float:
    return 2.0**2


def _length_constant(radius: float = 2.38e-4) -> float:
    """Length constant of the leak alone, mm, for a radius in cm."""
    from neuromath_lib.hodgkin_huxley import Axon

    return 10.0 * math.sqrt(radius / (2.0 * _RESISTIVITY * Axon().g_leak * 1e-3))


def _speed(k: float, radius: float) -> float:
    """Speed, m/s, from K in 1/ms and a radius in cm, at 1 uF/cm2."""
    return 0.01 * math.sqrt(k * 1e3 * radius / (2.0 * _RESISTIVITY * 1e-6))


def _impulses(radius: float = 238e-7) -> float:
    """Impulses that raise the sodium in a fibre by 1 mM, for a radius in cm."""
    return 1.0 / (2.0 * _sodium() * 1e-12 / radius * 1e6)


def _check_narrow(function) -> str | None:
    """Judge a function that keeps the half in which the answer changes."""
    up, down = (tuple(function(5.0, 20.0, 12.5, v)) for v in (61.0, -95.0))
    if up == (5.0, 12.5) and down == (12.5, 20.0):
        later = tuple(function(10.0, 11.0, 10.4, -91.0))
        if later == (10.4, 11.0):
            return None
        return (
            f"The first turn is right. Later, with 10.4 between 10 and 11 too small, yours goes on "
            f"between {later[0]:g} and {later[1]:g}."
        )
    if up == (12.5, 20.0) and down == (5.0, 12.5):
        return (
            "When 12.5 makes the voltage fly off upwards, it goes on between 12.5 and 20. Look at "
            "what 14 does in the explorer, and at what 9 does."
        )
    if up == (5.0, 12.5):
        return (
            f"Flying off upwards is right. But when V dives, 12.5 was too small, and the search "
            f"should go on between 12.5 and 20; yours goes on between {down[0]:g} and {down[1]:g}."
        )
    return (
        f"When V flies off upwards, 12.5 was too large, and the search should go on between 5 and "
        f"12.5; yours goes on between {up[0]:g} and {up[1]:g}."
    )


_BUG_CODE = """
```python
low, high = 5.0, 20.0
for _ in range(45):
    middle = (low + high) / 2
    v_end = shoot(middle)[1][-1]
    low, high = (middle, high) if v_end > 0 else (low, middle)
speed = np.sqrt(middle * 1e3 * a / (2 * R * 1e-6)) / 100
```
"""

DECK = Deck(
    name="the_travelling_impulse",
    title="The travelling impulse",
    items=(
        Exercise(
            id="delay",
            title="How late is the news?",
            stars=1,
            prompt=(
                "The squid's alarm runs ten centimetres along a fibre, at the speed the model "
                "foretells: 18.73 metres per second. How long is it on its way?"
            ),
            unit="ms",
            answer=_delay,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="product",
                    value=1.873,
                    message=(
                        "You multiplied the distance by the speed. A faster impulse should take "
                        "*less* time."
                    ),
                ),
                Mistake(
                    id="inverse",
                    value=187.3,
                    message="That is the speed divided by the distance. Turn it round.",
                ),
            ),
            hints=(
                "Metres per second are the same as millimetres per millisecond.",
                "A hundred millimetres, at 18.73 millimetres in each millisecond.",
            ),
            solution=(
                "$100\\ \\text{mm} / 18.73\\ \\text{mm/ms}$, which is {answer}. In the first "
                "figure the impulse comes to the right end at about five milliseconds: it was "
                "set off with a kick that lifted a few millimetres at once."
            ),
        ),
        Exercise(
            id="double",
            title="Twice as fast",
            stars=1,
            prompt=(
                "How many times as thick must a fibre be for its impulse to travel twice as fast, "
                "if the membrane and the axoplasm are the same?"
            ),
            answer=_thicker,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="linear",
                    value=2,
                    message="The speed goes with the *square root* of the thickness.",
                ),
                Mistake(
                    id="root",
                    value=math.sqrt(2),
                    message=(
                        "That is how much faster a fibre of twice the thickness is. The question "
                        "asks the other way round."
                    ),
                ),
                Mistake(
                    id="volume",
                    value=16,
                    message="Sixteen times is the room that it takes, its cross-section.",
                ),
            ),
            hints=(
                "Which power of the radius stands in $\\theta = \\sqrt{Ka/(2RC)}$?",
                "The square root of which number is two?",
            ),
            solution=(
                "Four times as thick, for $\\sqrt 4 = 2$; and $4^2 = 16$ times the cross-section. "
                "In the room of one giant axon a squid could have had a great many slower ones."
            ),
        ),
        Exercise(
            id="thin",
            title="A thin hose",
            stars=2,
            prompt=(
                "With the leak alone (0.3 mS/cm²), the length constant of the squid's fibre, of "
                "radius 238 µm, is 10.6 mm. What is it in a fibre of radius 2.38 µm with the same "
                "membrane and the same axoplasm?"
            ),
            unit="mm",
            answer=_length_constant,
            tolerance=0.04,  # 1.1 is an honest rounding
            mistakes=(
                Mistake(
                    id="linear",
                    value=0.1059,
                    message=(
                        "You divided by a hundred, like the radius. It is the *square root* of the "
                        "radius that counts."
                    ),
                ),
                Mistake(
                    id="upwards",
                    value=105.9,
                    message="A thinner hose carries less far.",
                ),
            ),
            hints=(
                "$\\lambda = \\sqrt{a/(2Rg)}$, and only $a$ has changed.",
                "The radius is a hundredth. What is the square root of a hundredth?",
            ),
            solution=(
                "A tenth of 10.6 mm, which is {answer}. A fibre as thick as most of those in your "
                "head fades over a millimetre or less; without doors it would reach nobody."
            ),
        ),
        Exercise(
            id="huxley",
            title="Huxley's number, half the fibre",
            stars=2,
            prompt=(
                "Huxley found $K = 10.47$ per millisecond. In his fibre of radius 238 µm that "
                "makes 18.76 m/s. Which speed does the same $K$ foretell for a fibre of half the "
                "radius, 119 µm?"
            ),
            unit="m/s",
            answer=lambda: _speed(10.47, 0.5 * _RADIUS),
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="half",
                    value=9.38,
                    message="Half the radius, but not half the speed: there is a square root.",
                ),
                Mistake(
                    id="up",
                    value=26.53,
                    message="That is faster than before. Thinner fibres are slower.",
                ),
                Mistake(
                    id="same",
                    value=18.76,
                    message=(
                        "$K$ stays as it is, for it belongs to the membrane; but the radius still "
                        "stands beside it in the formula for the speed."
                    ),
                ),
            ),
            hints=(
                "$\\theta = \\sqrt{Ka/(2RC)}$. Everything but $a$ stays.",
                "Divide 18.76 by the square root of 2.",
            ),
            solution="$18.76/\\sqrt 2$, which is {answer}.",
        ),
        Exercise(
            id="thousand",
            title="A thousand times thinner",
            stars=3,
            prompt=(
                "An impulse brings 4.358 pmol of sodium through each square centimetre of membrane "
                "(1 pmol is $10^{-12}$ mol). In a fibre of radius 0.238 µm, a thousandth of the "
                "squid's, after how many impulses has the sodium inside risen by 1 mM (one "
                "thousandth of a mole in a litre), if no pump works? Give one decimal."
            ),
            answer=_impulses,
            tolerance=0.03,
            mistakes=(
                Mistake(
                    id="no-two",
                    value=lambda: 2.0 * _impulses(),
                    tolerance=0.03,
                    message=(
                        "Twice too many. A length of fibre has the skin $2\\pi a \\ell$ and the "
                        "volume $\\pi a^2 \\ell$: to each cubic centimetre belong $2/a$ square "
                        "centimetres, not $1/a$."
                    ),
                ),
                Mistake(
                    id="whole",
                    value=3,
                    tolerance=0.001,
                    message="So says the chapter, in whole impulses. One decimal more, please.",
                ),
                Mistake(
                    id="thick",
                    value=lambda: _impulses(_RADIUS),
                    tolerance=0.03,
                    message="That is the squid's fibre. This one is a thousand times thinner.",
                ),
                Mistake(
                    id="diameter",
                    value=lambda: 0.5 * _impulses(),
                    tolerance=0.03,
                    message="Half of what it should be: is 0.238 µm the radius or the diameter?",
                ),
            ),
            hints=(
                "How many square centimetres of skin has a cubic centimetre of fibre? It is "
                "$2/a$, with $a$ in centimetres: 0.238 µm are $2.38 \\times 10^{-5}$ cm.",
                "One impulse adds $4.358 \\times 10^{-12} \\times 2/a$ mol to a cubic centimetre. "
                "1 mM is $10^{-6}$ mol in a cubic centimetre.",
            ),
            solution=(
                "$2/a = 84\\,034$ per cm, so one impulse adds $3.66 \\times 10^{-7}$ mol to a "
                "cubic centimetre, and $10^{-6}$ divided by that is {answer}. In the squid's fibre "
                "it takes a thousand times as many. Thin fibres live close to their pumps."
            ),
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "This program should find $K$ by halving. It prints 20 for every axon. Mend the "
                "line to blame as a function `narrow(low, high, middle, v_end)` that returns the "
                "new `low, high`, and hand it to `check`." + _BUG_CODE
            ),
            checker=_check_narrow,
            hints=(
                "Follow it by hand for one turn: the middle is 12.5, and with 12.5 the voltage "
                "flies off upwards. What does that say about 12.5?",
                "If 12.5 is too large, the answer lies below it. Which half does the line keep?",
            ),
            solution=(
                "Line 5. `low, high = (low, middle) if v_end > 0 else (middle, high)`. As written "
                "it keeps the wrong half: 12.5 is too large, so it looks above; and so on, up to "
                "20. It never complains, and its answer looks like a number."
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
                        "The answer lies between 5 and 20, so the ends are right. Wider ones would "
                        "only change which wrong number comes out.",
                    ),
                    Option(
                        "Line 3",
                        "The middle of two numbers is half their sum.",
                    ),
                    Option(
                        "Line 4",
                        "It takes the last voltage of the shot, which says whether it flew off "
                        "upwards or dived.",
                    ),
                    Option("Line 5", right=True),
                    Option(
                        "Line 6",
                        "The speed follows from $K$ as it should: per second, centimetres, and a "
                        "hundred of them in a metre. But it is given the wrong $K$.",
                    ),
                ),
                because="If V flies off upwards, K was too large, and the answer lies *below* it.",
                hints=(
                    "Follow one turn by hand: at 12.5 the voltage flies off upwards.",
                    "Which half does the program keep then, and which should it keep?",
                ),
                solution=(
                    "Line 5. It should read `(low, middle) if v_end > 0 else (middle, high)`. As "
                    "written, the wrong half is kept at every turn, and it climbs to 20."
                ),
            ),
        ),
        Quiz(
            id="quiz",
            questions=(
                Exercise(
                    id="q-carries",
                    title="What travels?",
                    prompt="What travels along the fibre at nineteen metres per second?",
                    options=(
                        Option(
                            "Sodium ions that came in at the start.",
                            "Those hardly move along the fibre. Further on, other ones come in.",
                        ),
                        Option(
                            "The place where doors are opening.",
                            right=True,
                        ),
                        Option(
                            "Electrons, as in a wire.",
                            "The current in salt water is carried by ions, and in a wire the news "
                            "would be millions of times faster.",
                        ),
                        Option(
                            "The kick that we gave to the left end.",
                            "Its own voltage fades within a centimetre or two. The energy is added "
                            "on the way, by every stretch of membrane for itself.",
                        ),
                    ),
                    because="Current ahead of the crest opens them, and what comes in drives more.",
                ),
                Exercise(
                    id="q-infinity",
                    title="Off it goes",
                    prompt=(
                        "You guess $K$, and the voltage runs off towards plus infinity. What do "
                        "you do?"
                    ),
                    options=(
                        Option(
                            "Try a smaller $K$.",
                            right=True,
                        ),
                        Option(
                            "Try a larger $K$.",
                            "Larger ones run off upwards too, and sooner. Look at 12 and 20 in the "
                            "explorer.",
                        ),
                        Option(
                            "Take shorter time steps.",
                            "The equation itself does this with a wrong $K$, however carefully it "
                            "is solved.",
                        ),
                        Option(
                            "Conclude that no impulse can travel.",
                            "Only that none travels at the speed you guessed.",
                        ),
                    ),
                    because="Upwards means too fast, downwards too slow; the impulse lies between.",
                ),
                Exercise(
                    id="q-collide",
                    title="Head on",
                    prompt="Why do two impulses that meet put each other out?",
                    options=(
                        Option(
                            "Their voltages cancel.",
                            "Where they meet the voltage stands *higher* for a moment than in "
                            "either of them.",
                        ),
                        Option(
                            "Each runs into membrane that has fired a moment ago.",
                            right=True,
                        ),
                        Option(
                            "Their currents flow in opposite directions, so nothing flows.",
                            "Between the two they do oppose. But the membrane there is lit by "
                            "both; what stops them is what lies beyond.",
                        ),
                        Option(
                            "The sodium is used up.",
                            "It takes thousands of impulses to change the sodium in this fibre "
                            "noticeably.",
                        ),
                    ),
                    because="Bolted $h$ gates and open potassium doors: the refractory period.",
                ),
                Exercise(
                    id="q-warm",
                    title="Too warm",
                    prompt="Warm a fibre of this model from 31 to 33 °C. What does its speed do?",
                    options=(
                        Option(
                            "It rises: all gates are faster.",
                            "So are those that end the spike. Look at the top of the curve, near "
                            "30 °C.",
                        ),
                        Option(
                            "It falls: the impulse is cut short before it is high enough.",
                            right=True,
                        ),
                        Option(
                            "Nothing, since $K$ does not depend on temperature.",
                            "$K$ does not depend on the *radius*. On temperature it does, through "
                            "every gate.",
                        ),
                        Option(
                            "The impulse stops.",
                            "Not yet: it ends at 33.69 °C, if the fibre is warmed all along.",
                        ),
                    ),
                    because="And soon after, at 33.69 °C, there is no impulse at all.",
                ),
                Exercise(
                    id="q-three",
                    title="Three numbers",
                    prompt=(
                        "18.73 by this book, 18.8 in the paper, 21.2 in the squid. What do the two "
                        "gaps tell?"
                    ),
                    options=(
                        Option(
                            "That the paper's equations were solved wrongly.",
                            "To within one and a half parts in a thousand they were solved "
                            "rightly, by hand.",
                        ),
                        Option(
                            "The first is about arithmetic, the second about the model.",
                            right=True,
                        ),
                        Option(
                            "That the squid was measured carelessly.",
                            "Some of the gap may lie in the measured radius or resistivity; but "
                            "the kinetics of the model are known to be at fault as well.",
                        ),
                        Option(
                            "That finer slices would bring us to 21.2.",
                            "Finer slices bring the cable to 18.73, the equations' own number. No "
                            "amount of computing turns a model into a squid.",
                        ),
                    ),
                    because="A better computer closes the first; only a better model, the second.",
                ),
            ),
        ),
    ),
)
