"""Push-ups and quiz of the chapter *Hearing a surprise, keeping a beat*."""

from __future__ import annotations

import functools
import math

import numpy as np

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz


def _tones() -> float:
    return (10.0 / 0.5) ** 2


def _deviant() -> float:
    """Strength of self-inhibition in the deviant, Hz, log-scaling -0.2."""
    from neuromath_lib.microcircuit import Column

    return float(Column.standard().scaled(sp_sp=-0.2).sp_sp)


@functools.cache
def _tops() -> tuple[float, float]:
    """Largest evoked voltage, usual and with a log-scaling of 0.5 of self-inhibition."""
    from neuromath_lib.microcircuit import Column

    times = np.linspace(0.05, 0.08, 601)
    top = Column.standard().scaled(sp_sp=[0.0, 0.5]).evoked(times).sp.max(axis=-1)
    return float(top[0]), float(top[1])


def _lost() -> float:
    usual, less = _tops()
    return 100.0 * (1.0 - less / usual)


def _echoes() -> float:
    """What kicks at 0, 10 and 20 ms have left at 20 ms, if each leaves 1 mV that halves."""
    return sum(0.5 ** (since / 10.0) for since in (20.0, 10.0, 0.0))


def _phi(x: float) -> float:
    return 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))


def _groups() -> float:
    """Percentage of those above a line who have a diagnosis that 1 in 100 has, at d = 1."""
    right = _phi(0.5)
    yes = 0.01 * right
    return 100.0 * yes / (yes + 0.99 * (1.0 - right))


def _check_wave(function) -> str | None:
    rng = np.random.default_rng(3)
    deviant = np.arange(40) % 8 == 0
    trials = rng.normal(size=(40, 6)) + np.where(deviant[:, None], 1.5, 1.0)
    given = trials.copy()
    found = np.asarray(function(trials, deviant))
    if (given != trials).any():
        return "The recordings that it was given have been changed."
    if found.shape != (6,):
        return f"It should return one number for each moment; the shape is {found.shape}."
    right = trials[deviant].mean(axis=0) - trials[~deviant].mean(axis=0)
    if np.allclose(found, right):
        return None
    if np.allclose(found, -right):
        return "The averages are right; it is deviant minus standard, not the other way."
    return "It is not yet the mean answer to deviants minus the mean answer to standards."


def _divided_by_all(function) -> bool:
    trials, deviant = np.ones((10, 3)), np.arange(10) == 0
    return bool(np.allclose(function(trials, deviant), -0.8))


_BUG_CODE = """
```python
def difference_wave(trials, deviant):
    standard = trials[~deviant].sum(axis=0) / len(trials)
    surprise = trials[deviant].sum(axis=0) / len(trials)
    return surprise - standard
```
"""

DECK = Deck(
    name="a_surprise_and_a_beat",
    title="Hearing a surprise, keeping a beat",
    items=(
        Exercise(
            id="tones",
            title="How many tones",
            stars=1,
            prompt=(
                "A single recording has a noise of 10 µV. Averaging $n$ recordings leaves "
                "$10/\\sqrt n$. How many are needed for a noise of 0.5 µV?"
            ),
            answer=_tones,
            tolerance=0.001,
            mistakes=(
                Mistake(
                    id="not-squared",
                    value=20,
                    message="Twenty would do if noise fell as $1/n$. It falls as $1/\\sqrt n$.",
                ),
                Mistake(
                    id="root",
                    value=math.sqrt(20.0),
                    message="You took the root where the square belongs.",
                ),
            ),
            hints=("By what factor must the noise fall?", "$\\sqrt n = 20$."),
            solution="$n = 20^2$ is {answer}; at a tone a second, some seven minutes.",
        ),
        Exercise(
            id="deviant",
            title="Less restraint",
            stars=1,
            prompt=(
                "Self-inhibition has a strength of 800 Hz. A deviant changes it by a log-scaling "
                "of −0.2. What is it during the deviant?"
            ),
            unit="Hz",
            answer=_deviant,
            tolerance=0.003,
            mistakes=(
                Mistake(
                    id="added",
                    value=799.8,
                    tolerance=0.0002,
                    message="A log-scaling is not added. It multiplies by $e^{-0.2}$.",
                ),
                Mistake(
                    id="per-cent",
                    value=640,
                    message="That is 20 % less. A log-scaling of −0.2 is a factor of 0.819.",
                ),
                Mistake(
                    id="sign",
                    value=800 * math.exp(0.2),
                    message="That is more, not less. Mind the sign.",
                ),
            ),
            hints=("Multiply by $e^{-0.2}$.", "$e^{-0.2} = 0.8187$."),
            solution="$800\\,e^{-0.2}$ is {answer}.",
        ),
        Exercise(
            id="rate-of-exchange",
            title="The rate of exchange",
            stars=1,
            prompt=(
                "With the usual self-inhibition the answer to a tone has its top at 0.26173 mV, "
                "with 65 % more of it (a log-scaling of 0.5) at 0.23172 mV. By how many per cent "
                "has the top fallen? (One decimal.)"
            ),
            unit="%",
            answer=_lost,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="of-the-smaller",
                    value=lambda: 100 * (_tops()[0] / _tops()[1] - 1),
                    message="You divided by what it fell *to*. Divide by what it fell from.",
                ),
                Mistake(
                    id="what-is-left",
                    value=lambda: 100 * _tops()[1] / _tops()[0],
                    message="That is what is left.",
                ),
            ),
            hints=("How much has gone, as a part of what there was?", "$0.03001 / 0.26173$."),
            solution="$(0.26173 - 0.23172)/0.26173$ is {answer}.",
        ),
        Exercise(
            id="echoes",
            title="Three kicks",
            stars=2,
            prompt=(
                "A kick lifts a voltage by 1 mV at once, and what it has left halves every 10 ms. "
                "Kicks come at 0, 10 and 20 ms. How high is the voltage right after the third?"
            ),
            unit="mV",
            answer=_echoes,
            tolerance=0.001,
            mistakes=(
                Mistake(id="no-decay", value=3, message="Nothing has faded in that sum."),
                Mistake(
                    id="last-two",
                    value=1.5,
                    message="There are three kicks, and a quarter is left of the first.",
                ),
                Mistake(
                    id="before-third",
                    value=0.75,
                    message="That is right *before* the third.",
                ),
            ),
            hints=(
                "What is left at 20 ms of the kick at 0, and of that at 10?",
                "A quarter, a half, and a whole.",
            ),
            solution="$0.25 + 0.5 + 1$ is {answer}. That was a convolution.",
        ),
        Exercise(
            id="groups",
            title="What a line means",
            stars=2,
            prompt=(
                "Two groups differ by one standard deviation, and a line half-way is right for "
                "69.15 % of each. One in a hundred of those tested has the diagnosis. Of those "
                "whom the line says have it, what percentage has it? (One decimal.)"
            ),
            unit="%",
            answer=_groups,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="sensitivity",
                    value=69.15,
                    message=(
                        "That is how many of those *with* the diagnosis the line finds. Asked is "
                        "the other way round."
                    ),
                ),
                Mistake(
                    id="only-hits",
                    value=0.6915,
                    message="That is the share of *all* people who have it and are found.",
                ),
                Mistake(
                    id="of-the-others",
                    value=lambda: 100 * 0.01 * _phi(0.5) / (0.99 * (1 - _phi(0.5))),
                    tolerance=0.005,
                    message="You divided by those wrongly taken. Divide by all whom it takes.",
                ),
                Mistake(
                    id="even-odds",
                    value=lambda: 100 * _phi(0.5) / (_phi(0.5) + 1 - _phi(0.5)) * 0.01 / 0.5,
                    tolerance=0.005,
                    message="Count people: out of 10 000, how many fall below the line rightly?",
                ),
            ),
            hints=(
                "Take 10 000 people. How many of the 100 are found, and how many of the 9900 are "
                "taken for them?",
                "69 rightly; $9900 \\times 0.3085 = 3054$ wrongly.",
            ),
            solution="$69.15/(69.15 + 3054.2)$ is {answer}.",
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "`trials` holds a recording in each row, `deviant` says which rows followed an odd "
                "tone (one in ten). The difference wave comes out large and negative even when "
                f"both tones are answered alike.\n{_BUG_CODE}\nMend it."
            ),
            checker=_check_wave,
            mistakes=(
                Mistake(
                    id="unchanged",
                    predicate=_divided_by_all,
                    message="Both sums are divided by *all* trials. How many went into each?",
                ),
            ),
            hints=(
                "What would `surprise` be if all recordings were 1?",
                "Divide each sum by the number of its own rows, or use `.mean(axis=0)`.",
            ),
            solution=(
                "```python\ndef difference_wave(trials, deviant):\n"
                "    standard = trials[~deviant].mean(axis=0)\n"
                "    surprise = trials[deviant].mean(axis=0)\n"
                "    return surprise - standard\n```\n"
                "With one deviant in ten the old version turned the standards' own answer into a "
                "mismatch negativity."
            ),
            on_page=Exercise(
                id="line",
                prompt="What is wrong?",
                options=(
                    Option(
                        "The sums run over the wrong axis.", "Rows are trials: axis 0 is right."
                    ),
                    Option("Each sum is divided by the number of all trials.", right=True),
                    Option("The subtraction is the wrong way round.", "Deviant minus standard."),
                    Option("`~deviant` picks the deviants.", "It picks the others, as it should."),
                ),
                because="Nine sums of ten went into one, one into the other.",
            ),
        ),
        Quiz(
            "quiz",
            title="Five questions",
            questions=(
                Exercise(
                    id="q-shape",
                    title="Whose shape",
                    prompt="At the usual values, what gives the model's evoked response its shape?",
                    options=(
                        Option(
                            "The column's own rhythms.", "They show with very short bumps only."
                        ),
                        Option("The bump of drive that was put in.", right=True),
                        Option("Self-inhibition.", "It turns the size down a little."),
                        Option("The noise of the channel.", "The figure had none."),
                    ),
                    because="Shifted by 4 ms, the bump lies on the answer, but for a small hump.",
                ),
                Exercise(
                    id="q-mmn",
                    title="What a mismatch is",
                    prompt="What is a mismatch negativity?",
                    options=(
                        Option(
                            "The answer to an odd tone.",
                            "The answer to the usual one is taken away from it.",
                        ),
                        Option(
                            "The average answer to odd tones minus that to usual ones.",
                            right=True,
                        ),
                        Option(
                            "The surprise that a person reports.",
                            "It appears while people read and do not listen.",
                        ),
                        Option("A sign of schizophrenia.", "Everybody has one, larger or smaller."),
                    ),
                ),
                Exercise(
                    id="q-early",
                    title="Too early",
                    prompt="Why is the model's usual difference wave not a mismatch negativity?",
                    options=(
                        Option("It is one.", "It comes at 65 ms."),
                        Option("It is zero.", "It is some per cent of the answer in A1."),
                        Option(
                            "It comes too early, and is largest in A1, where the tone arrives.",
                            right=True,
                        ),
                        Option("It is on the right side only.", "Both sides are alike."),
                    ),
                ),
                Exercise(
                    id="q-forty",
                    title="Less at forty",
                    prompt="The 40 Hz response is smaller. Which change did it?",
                    options=(
                        Option(
                            "More self-inhibition; nothing else can.",
                            "Less excitation of pyramidal cells does it more strongly.",
                        ),
                        Option(
                            "Less inhibition from interneurons; nothing else can.",
                            "It is one of several.",
                        ),
                        Option("It cannot be told from that alone.", right=True),
                        Option("None: a model's peak is fixed.", "Its height is not."),
                    ),
                ),
                Exercise(
                    id="q-person",
                    title="A person",
                    prompt=(
                        "Groups differ in mismatch negativity by one standard deviation. One "
                        "person's is small. What follows about that person?"
                    ),
                    options=(
                        Option(
                            "The diagnosis is likely.",
                            "Of a thousand such, some twenty, where one in a hundred has it.",
                        ),
                        Option("The diagnosis is certain.", "Two curves that overlap widely."),
                        Option("Next to nothing.", right=True),
                        Option(
                            "Self-inhibition is too strong.",
                            "That was inferred of groups, with a model, and not robustly.",
                        ),
                    ),
                ),
            ),
        ),
    ),
)
