"""A small deck for the tests of the push-ups: every kind once, with its known mistakes."""

import numpy as np

from neuromath_lib.pushups import Deck, Exercise, Mistake, Option, Quiz


def potassium_reversal():
    """Return E_K at 6.3 C with 400 mM inside and 20 mM outside, in mV."""
    return 1000 * 8.314462618 * (273.15 + 6.3) / 96485.33212 * np.log(20 / 400)


def check_euler(step):
    """Compare the reader's Euler step of dv/dt = -v / tau with the right one."""
    after = step(-10.0, 0.1, 2.0)
    if after is None:
        return "It returns nothing: is there a `return` at the end?"
    if not np.isclose(after, -9.5):
        return f"From v = -10, dt = 0.1 and tau = 2 it goes to {after:.4g}, and should to -9.5."
    return None


def forgot_dt(step):
    return np.isclose(step(-10.0, 0.1, 2.0), -5.0)


NERNST = Exercise(
    id="nernst",
    title="Where potassium rests",
    prompt=(
        "A squid axon at 6.3 °C holds 400 mM potassium inside and 20 mM outside. At which "
        r"membrane potential $E_\mathrm{K} = \frac{RT}{F} \ln\frac{c_o}{c_i}$ does no potassium "
        "flow?"
    ),
    unit="mV",
    answer=potassium_reversal,
    mistakes=[
        Mistake(
            value=lambda: potassium_reversal() / (273.15 + 6.3) * 6.3,
            message="That is the answer for 6.3 kelvin. Add 273.15 to the degrees Celsius.",
        ),
        Mistake(
            id="log10",
            factor=1 / np.log(10),
            message=r"That is $\log_{10}$; the formula has the natural logarithm $\ln$.",
        ),
        Mistake(
            id="round",
            predicate=lambda v: isinstance(v, float) and v == -70.0,
            message="-70 mV is the number of the textbooks; compute this one.",
        ),
    ],
    hints=("In which unit is $T$?", "$R = 8.314$ J/(mol K), $F = 96485$ C/mol. What is $RT/F$?"),
    solution="$RT/F$ is 24.1 mV, times $\\ln(20/400) = -3$: {answer}.",
    because="Inside negative: the inward pull balances the way out.",
    stars=2,
)

WHICH_LINE = Exercise(
    id="which-line",
    prompt="Which line is wrong?",
    options=[
        Option("line 1", "Three arguments are what it needs."),
        Option("line 2", right=True),
        Option("line 3", "It returns what line 2 has made."),
    ],
)

DECK = Deck(
    "sample",
    "A sample chapter",
    [
        NERNST,
        Exercise(
            id="rate",
            prompt="A cell fires every 16 ms. At which rate?",
            unit="Hz",
            answer=lambda: 1000 / 16,
            mistakes=[
                Mistake(id="per-minute", factor=60, message="That is the number in a minute.")
            ],
            hints=["How many in a second?"],
            solution="{answer}",
        ),
        Exercise(
            id="open-share",
            prompt="Of 300 channels 93 are open. Which fraction is that?",
            answer=93 / 300,
            tolerance=0.002,
            hints=["Divide."],
            solution="{answer}",
        ),
        Exercise(
            id="balance",
            prompt="How much current flows at rest?",
            unit="uA/cm2",
            answer=0,
            tolerance=0.01,
            hints=["What is rest?"],
            solution="None.",
        ),
        Exercise(
            id="m-cubed",
            prompt="Why is there an $m^3$ in the sodium current?",
            options=[
                Option("Three gates must be open at once", "Each opens with probability m.", True),
                Option("Sodium has three charges", "It has one."),
                Option("It makes the *units* right", "m has no unit, and so has its cube."),
            ],
            hints=["What is the chance of three heads?"],
            solution="Three independent gates.",
        ),
        Exercise(
            id="inward",
            prompt="Which currents flow inward during the upstroke?",
            kind="choices",
            options=[
                Option("sodium", right=True),
                Option("potassium", "It leaves: its reversal potential is far below."),
                Option("the stimulus, by convention", right=True),
            ],
        ),
        Exercise(
            id="bug-hunt",
            prompt=(
                "This step of Euler's method loses the voltage far too fast.\n\n"
                "```python\ndef step(v, dt, tau):\n    v = v - v / tau\n    return v\n```\n\n"
                "Mend it."
            ),
            checker=check_euler,
            mistakes=[Mistake(id="no-dt", predicate=forgot_dt, message="Where is `dt`?")],
            hints=["How long is a step?", "Look for what is not used."],
            solution="```python\n    v = v - dt * v / tau\n```",
            stars=3,
            on_page=WHICH_LINE,
        ),
        Exercise(
            id="ramp",
            prompt="Make an array of the first four squares.",
            checker=lambda a: None if np.array_equal(a, [0, 1, 4, 9]) else "Not the squares.",
            expects="array",
            hints=["`np.arange(4)`"],
            solution="`np.arange(4) ** 2`",
        ),
        Quiz(
            "quiz",
            [
                Exercise(
                    id="q-leak",
                    title="1",
                    prompt="What does the leak do to a spike?",
                    options=[
                        Option("It ends it", "Potassium does most of that."),
                        Option("Little", right=True),
                    ],
                ),
                Exercise(
                    id="q-warm",
                    title="2",
                    prompt="Warm the axon. The spike becomes",
                    options=[
                        Option("shorter", right=True, reason="All gates hurry."),
                        Option("longer", "The gates hurry, so it is over sooner."),
                    ],
                ),
            ],
        ),
    ],
)
