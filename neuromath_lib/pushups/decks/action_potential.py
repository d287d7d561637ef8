"""Push-ups and quiz of the chapter *The action potential*."""

from __future__ import annotations

import math

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz


def _axon(**changes):
    from neuromath_lib.hodgkin_huxley import Axon

    return Axon(**changes)


def _driving_force() -> float:
    return _axon().equilibrium().v - _axon().e_na


def _sodium_factor() -> float:
    return 10.0**3


def _passive_time_constant() -> float:
    axon = _axon()
    return axon.capacitance / axon.g_leak


def _warm_factor() -> float:
    from neuromath_lib.hodgkin_huxley.equations import speed

    return float(speed(18.5))


def _charge_per_area(size: float = 100.0) -> float:
    """Elementary charges a square micrometre for a swing of ``size`` mV."""
    coulomb_per_cm2 = _axon().capacitance * 1e-6 * size * 1e-3
    return coulomb_per_cm2 / 1.602176634e-19 / 1e8


def _edge(temperature: float) -> float:
    from neuromath_lib.hodgkin_huxley import shock_threshold

    return shock_threshold(_axon(temperature=temperature))


def _check_gate_speed(function) -> str | None:
    """Judge a factor by which temperature (Celsius) speeds the gates."""
    at_reference, ten_warmer, ten_colder = (float(function(c)) for c in (6.3, 16.3, -3.7))
    if math.isclose(at_reference, 1.0, rel_tol=1e-6):
        if math.isclose(ten_warmer, 3.0, rel_tol=1e-6):
            if math.isclose(ten_colder, 1 / 3, rel_tol=1e-6):
                return None
            return (
                f"Ten degrees warmer is right, but ten degrees colder gives {ten_colder:.3g}. Each "
                "ten degrees down should divide by three."
            )
        return (
            f"At 6.3 °C it is 1, as it should be. Ten degrees warmer gives {ten_warmer:.3g}; it "
            "should be 3."
        )
    if math.isclose(at_reference, 0.0, abs_tol=1e-9):
        return (
            "At 6.3 °C your factor is 0: every gate stands still, for ever. Threefold *for every "
            "ten degrees* is a power of three, not a multiple of it."
        )
    return (
        f"At 6.3 °C, the temperature the rates are given for, the factor should be 1. Yours is "
        f"{at_reference:.3g}."
    )


_BUG_CODE = """
```python
phi = 3 * (temperature - 6.3) / 10
u = v + 65
alpha_n = 0.1 * psi((10 - u) / 10)
beta_n = 0.125 * np.exp(-u / 80)
n_rate = phi * (alpha_n * (1 - n) - beta_n * n)
i_k = 36 * n**4 * (v + 77)
```
"""

DECK = Deck(
    name="action_potential",
    title="The action potential",
    items=(
        Exercise(
            id="driving-force",
            title="Which way, and how hard?",
            stars=1,
            prompt=(
                "An axon rests at −65 mV (to the nearest millivolt). Sodium's reversal potential "
                "is +50 mV. What is sodium's driving force $V - E_\\text{Na}$ at rest?"
            ),
            unit="mV",
            answer=_driving_force,
            tolerance=0.005,
            mistakes=(
                Mistake(
                    id="turned",
                    factor=-1,
                    message=(
                        "The size is right and the sign is turned. It is $V - E$, the voltage "
                        "minus the reversal potential: a negative driving force means current "
                        "inwards."
                    ),
                ),
                Mistake(
                    id="added",
                    value=-15,
                    tolerance=0.01,
                    message=(
                        "You added the two voltages. The driving force is the *distance* from one "
                        "to the other: from −65 up to +50 is further than that."
                    ),
                ),
            ),
            hints=(
                "The driving force is how far the voltage is from the reversal potential.",
                "$-65 - 50$: you owe 65 and then borrow 50 more. What do you owe?",
            ),
            solution=(
                "$V - E_\\text{Na} = -65 - 50 = -115$ mV. More than a tenth of a volt pushes "
                "sodium inwards at rest, far more than pushes anything else; only the shut doors "
                "keep it out. (The model's own rest, −64.996 mV, gives {answer}.)"
            ),
            because="It is negative, so the current flows inwards as soon as a door opens.",
        ),
        Exercise(
            id="bucket",
            title="How fast is the bucket?",
            stars=1,
            prompt=(
                "A membrane has a capacitance of 1 µF/cm² and nothing but a leak of 0.3 mS/cm². "
                "How long does a small disturbance take to shrink to 37 %?"
            ),
            unit="ms",
            answer=_passive_time_constant,
            tolerance=0.015,
            mistakes=(
                Mistake(
                    id="product",
                    value=0.3,
                    message=(
                        "That is $C \\times g$. A wider hole should empty the bucket *sooner*, so "
                        "$g$ belongs below the line."
                    ),
                ),
            ),
            hints=(
                "The time constant is made of the two numbers given. A larger bucket is slower, a "
                "larger hole is quicker.",
                "$\\tau = C/g$. Microfarads divided by millisiemens are milliseconds.",
            ),
            solution=(
                "$\\tau = C/g = 1/0.3$, which is {answer}. In the figure with the circles you can "
                "read it off: after that time each curve has come down to 37 % of its height."
            ),
        ),
        Exercise(
            id="cube",
            title="The power of a third power",
            stars=2,
            prompt=(
                "In the first instants of a spike $m$ rises from 0.05 to 0.5 while $h$ has hardly "
                "moved. By what factor does the sodium conductance grow?"
            ),
            answer=_sodium_factor,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="linear",
                    value=10,
                    message=(
                        "$m$ itself grows tenfold. But a door opens only when three gates are open "
                        "*together*."
                    ),
                ),
                Mistake(
                    id="times-three",
                    value=30,
                    message=(
                        "Three gates do not add, they multiply: each must be open, *and* the next, "
                        "*and* the third."
                    ),
                ),
                Mistake(
                    id="fourth",
                    value=1e4,
                    message="That is a fourth power, which is potassium's. Sodium's $m$ has three.",
                ),
            ),
            hints=(
                "How is the sodium conductance made of $m$ and $h$?",
                "It goes with $m^3 h$, and $h$ stays; $m$ grows tenfold. What is ten times ten "
                "times ten?",
            ),
            solution=(
                "$(0.5/0.05)^3 = 10^3$, a thousandfold. A tenfold change of the gates is a "
                "thousandfold change of the doors, and the avalanche owes its suddenness to that."
            ),
        ),
        Exercise(
            id="warmth",
            title="Twelve degrees",
            stars=2,
            prompt=(
                "In the model the rates triple with every ten degrees, counted from 6.3 °C. By "
                "what factor are the model's gates faster at 18.5 °C?"
            ),
            answer=_warm_factor,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="linear",
                    value=3.66,
                    tolerance=0.004,
                    message=(
                        "You multiplied three by 1.22, the number of ten-degree steps. A rate that "
                        "triples with each step has 3 *to the power* of the number of steps."
                    ),
                ),
                Mistake(
                    id="steps",
                    value=1.22,
                    message="That is the number of ten-degree steps. Three, to the power of it?",
                ),
                Mistake(
                    id="from-zero",
                    value=3.0**1.85,
                    message="Count the degrees from 6.3 °C, not from zero.",
                ),
            ),
            hints=(
                "How many steps of ten degrees lie between 6.3 and 18.5?",
                "One step makes 3, two steps make 9; 1.22 steps lie between, nearer to 3. On a "
                "phone held sideways, the key $x^y$ works it out: 3, then the key, then 1.22.",
            ),
            solution=(
                "$\\phi = 3^{1.22}$, which is {answer}. It multiplies the rates of the gates and "
                "nothing else: not the conductances, and not the capacitance."
            ),
        ),
        Exercise(
            id="edge",
            title="The edge, in a warmer sea",
            stars=3,
            prompt=(
                "Find the smallest shock that makes an axon at 10 °C pass 0 mV, to three digits. "
                "You need the halving cell and one changed argument. (Without a running notebook, "
                "the temperature explorer brings you to within a tenth of a millivolt.)"
            ),
            unit="mV",
            answer=lambda: _edge(10.0),
            tolerance=0.001,
            mistakes=(
                Mistake(
                    id="cold",
                    value=lambda: _edge(6.3),
                    tolerance=0.002,
                    message=(
                        "That is the edge at 6.3 °C. Did the temperature reach *both* places, the "
                        "axon that is simulated and the rest from which it starts?"
                    ),
                ),
                Mistake(
                    id="absolute",
                    value=lambda: _axon(temperature=10.0).equilibrium().v + _edge(10.0),
                    tolerance=0.002,
                    message=(
                        "You give the voltage just after the shock. The question asks for the "
                        "shock: how far above rest that is."
                    ),
                ),
            ),
            hints=(
                "Write `Axon(temperature=10)` wherever the halving cell means the axon, and take "
                "its own `equilibrium()`.",
                "Start with `low, high = 6.0, 10.0`. If the answer never changes, one of the two "
                "ends is not what its comment says.",
            ),
            solution=(
                "{answer}. In code: `axon = Axon(temperature=10)`, then halve on "
                "`simulate(axon, Step(0.0), 12.0, initial=axon.equilibrium().shocked(middle))"
                ".v.max() > 0`. Warming the axon has moved the edge up: the gates that end the "
                "spike have gained on the bucket. Between 0 and 6 °C it moves the other way; there "
                "warmth helps $m$ more than it helps $h$ and $n$."
            ),
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "In this program potassium's gates never move at 6.3 °C and run backwards in the "
                "cold. One line is to blame. In a notebook, mend it as a function "
                "`gate_speed(temperature)` and hand that to `check`." + _BUG_CODE
            ),
            checker=_check_gate_speed,
            hints=(
                "At 6.3 °C every rate is multiplied by the same number. What number would stop "
                "every gate? What number should it be?",
                "*Threefold for every ten degrees*: at 6.3 °C 1, at 16.3 °C 3, at 26.3 °C 9.",
            ),
            solution=(
                "Line 1. `phi = 3 ** ((temperature - 6.3) / 10)`, where `**` is *to the power of*. "
                "As written, $\\phi$ is 0 at 6.3 °C, where it should be 1."
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
                        right=True,
                    ),
                    Option(
                        "Line 2",
                        "That line is right: $u$ is the voltage counted from −65 mV. Besides, a "
                        "wrong $u$ would change how fast the gates move, not stop them.",
                    ),
                    Option(
                        "Line 3",
                        "The rate is the paper's, in today's sign. It takes care at $u = 10$, "
                        "where it reads 0/0, and `psi` takes it.",
                    ),
                    Option(
                        "Line 5",
                        "The equation is right: the shut ones that open, minus the open ones that "
                        "shut. But something multiplies all of it.",
                    ),
                    Option(
                        "Line 6",
                        "That is potassium's current: conductance times driving force, with "
                        "$E_\\text{K} = -77$ mV. It does not move the gates.",
                    ),
                ),
                because=(
                    "It should be `3 ** ((temperature - 6.3) / 10)`, a power; a product is 0 at "
                    "6.3 °C and negative below."
                ),
                hints=(
                    "What number, multiplied into line 5, would stop the gates altogether?",
                    "Compute line 1 for `temperature = 6.3`.",
                ),
                solution=(
                    "Line 1. `phi = 3 ** ((temperature - 6.3) / 10)`. As written, $\\phi$ is 0 at "
                    "6.3 °C, where it should be 1, and negative below."
                ),
            ),
        ),
        Quiz(
            id="quiz",
            questions=(
                Exercise(
                    id="q-threshold",
                    title="Where is the threshold?",
                    prompt="Where, in the four equations, is the threshold written down?",
                    options=(
                        Option(
                            "In the rate $\\alpha_m$, at the voltage where sodium's doors open.",
                            "They open gradually, at every voltage; there is no voltage at which "
                            "they begin to.",
                        ),
                        Option(
                            "In the number −55 mV.",
                            "It does not occur in the model. After a shock in the cold the edge is "
                            "near −58.5 mV; for other kinds of push it is elsewhere.",
                        ),
                        Option(
                            "Nowhere: it is what the equations do together.",
                            right=True,
                        ),
                        Option(
                            "In the third power of $m$.",
                            "The power makes the edge sharper. Bring it down to 1 and the numbers "
                            "change, but no line of the model becomes a threshold or stops being "
                            "one.",
                        ),
                    ),
                    because=(
                        "The edge is a race between sodium on one side, potassium and the leak on "
                        "the other."
                    ),
                ),
                Exercise(
                    id="q-peak",
                    title="Why it turns",
                    prompt="Why does the voltage stop rising before it reaches +50 mV?",
                    options=(
                        Option(
                            "The sodium in the neighbourhood is used up.",
                            "The model has no such thing as used-up sodium, and in a fibre this "
                            "thick one spike hardly changes the concentrations.",
                        ),
                        Option(
                            "Sodium's driving force shrinks, its $h$ gates close, and potassium's "
                            "doors are opening.",
                            right=True,
                        ),
                        Option(
                            "The push has ended.",
                            "The push ended well before the peak; most of the climb happens "
                            "without it.",
                        ),
                        Option(
                            "The capacitor is full.",
                            "A capacitor has no *full*: its voltage follows the charge, as far as "
                            "it goes.",
                        ),
                    ),
                    because="Three brakes: first the shrinking drive, then potassium and $h$ too.",
                ),
                Exercise(
                    id="q-anode",
                    title="From below",
                    prompt=(
                        "Hold the membrane *below* rest for twenty milliseconds and let go: it "
                        "fires. What did the holding do?"
                    ),
                    options=(
                        Option(
                            "It opened sodium's $h$ gates further and shut potassium's $n$.",
                            right=True,
                        ),
                        Option(
                            "It opened sodium's doors.",
                            "Below rest $m$ is nearly shut, and with it the doors. Sodium waits "
                            "for the return.",
                        ),
                        Option(
                            "It stored charge, which rushes out at the end.",
                            "The charge is gone within a few milliseconds of letting go, and it "
                            "has the wrong sign for a spike.",
                        ),
                        Option(
                            "It cooled the membrane.",
                            "Nothing here changes the temperature.",
                        ),
                    ),
                    because="At the old resting voltage the doors are then readier than usual.",
                ),
                Exercise(
                    id="q-warm",
                    title="Warmer still",
                    prompt="Warm the axon from 6 to 26 °C. What happens to its spike, and why?",
                    options=(
                        Option(
                            "It grows: warmth makes everything faster.",
                            "Not everything. Warmth speeds the gates, but the bucket fills no "
                            "faster than before.",
                        ),
                        Option(
                            "It becomes smaller and shorter: the gates gain on the bucket.",
                            right=True,
                        ),
                        Option(
                            "Nothing, since the reversal potentials stay where they are.",
                            "They do stay (in this model), but the race between the gates and "
                            "the capacitance does not.",
                        ),
                        Option(
                            "It becomes larger and shorter.",
                            "Shorter, yes. But the spike has less time to climb before potassium "
                            "and $h$ turn it round.",
                        ),
                    ),
                    because="Look at the explorer at 6.3 and at 26 °C, with a shock of 20 mV.",
                ),
                Exercise(
                    id="q-wrong",
                    title="Wrong where?",
                    prompt=(
                        "Which of these does the model get plainly wrong about the squid's axon?"
                    ),
                    options=(
                        Option(
                            "The height of the spike.",
                            "That it has about right: some forty millivolts above zero, computed "
                            "and recorded.",
                        ),
                        Option(
                            "The order of events, sodium first and potassium after.",
                            "That was measured before the model was made, and has held up.",
                        ),
                        Option(
                            "What a long, steady push does.",
                            right=True,
                        ),
                        Option(
                            "That letting go after a hold from below can fire it.",
                            "Real fibres do that; the paper of 1952 shows a record.",
                        ),
                    ),
                    because="The model fires for ever, the fibre once.",
                ),
            ),
        ),
    ),
)
