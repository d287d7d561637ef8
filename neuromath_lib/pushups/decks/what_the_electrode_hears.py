"""Push-ups and quiz of the chapter *What the electrode hears*."""

from __future__ import annotations

import functools

import numpy as np

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz


@functools.cache
def _at_twenty() -> tuple[float, float]:
    """Power that the column makes at 20 Hz, and power recorded."""
    from neuromath_lib.microcircuit import Column

    spectrum = Column.standard().spectrum(20.0)
    return float(spectrum.neuronal), float(spectrum.total)


def _share() -> float:
    made, recorded = _at_twenty()
    return 100.0 * made / recorded


def _hum() -> float:
    """Amplitude, mV, of the answer to a hum of 0.05 at 40 Hz."""
    from neuromath_lib.microcircuit import Column

    return 0.05 * float(abs(Column.standard().transfer_function(40.0)))


def _pieces() -> float:
    return (1.0 / 0.02) ** 2


def _moved() -> float:
    return 2.0 - float(np.exp(2.0))


def _common() -> float:
    """Coherence of two columns that are not joined, at 20 Hz."""
    from neuromath_lib.microcircuit import Cortex

    off = np.full((2, 2), -np.inf)
    density = Cortex(_column(), off, off, drive=[0.0, 0.0]).spectrum([20.0]).total[0]
    return float(abs(density[0, 1]) ** 2 / (density[0, 0] * density[1, 1]).real)


def _column():
    from neuromath_lib.microcircuit import Column

    return Column.standard()


def _parts() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    f = np.array([2.0, 11.0, 37.0])
    s = np.array([-30.0 + 45.0j, -30.0 - 45.0j, -200.0 + 400.0j, -200.0 - 400.0j])
    loud = np.array([0.2 + 0.1j, 0.2 - 0.1j, -0.4 + 0.3j, -0.4 - 0.3j])
    struck = np.array([3.0 - 1.0j, 3.0 + 1.0j, 50.0 + 20.0j, 50.0 - 20.0j])
    return f, s, loud, struck


def _check_transfer(function) -> str | None:
    f, s, loud, struck = _parts()
    found = np.asarray(function(f, s, loud, struck))
    if found.shape != f.shape:
        return f"It should return one number for each frequency; the shape is {found.shape}."
    right = (loud * struck / (2j * np.pi * f[:, None] - s)).sum(axis=-1)
    if np.allclose(found, right, rtol=1e-9):
        return None
    if np.allclose(found, right.conj(), rtol=1e-9):
        return "The gains are right, and every lag is turned round: minus where a plus should be."
    if np.allclose(found, (loud * struck / (2 * np.pi * f[:, None] - s)).sum(axis=-1)):
        return "The $2\\pi$ is there, but the $i$ has gone: a hum that does not turn."
    return "At 2, 11 and 37 Hz it is not yet the sum over the rhythms."


def _still_in_hertz(function) -> bool:
    f, s, loud, struck = _parts()
    wrong = (loud * struck / (1j * f[:, None] - s)).sum(axis=-1)
    return bool(np.allclose(function(f, s, loud, struck), wrong))


_BUG_CODE = """
```python
def transfer(f, s, loud, struck):
    S = np.zeros(len(f), dtype=complex)
    for k in range(len(s)):
        S += loud[k] * struck[k] / (1j * f - s[k])
    return S
```
"""

DECK = Deck(
    name="what_the_electrode_hears",
    title="What the electrode hears",
    items=(
        Exercise(
            id="share",
            title="Who is speaking",
            stars=1,
            prompt=(
                "At 20 Hz the column makes 0.002039 mV²/Hz, and common and own noise add "
                "$e^{-2}/f$ each. What share of the recorded power is the column's, in per cent?"
            ),
            unit="%",
            answer=_share,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="one-noise",
                    value=lambda: 100 * _at_twenty()[0] / (_at_twenty()[0] + np.exp(-2) / 20),
                    message="You added one noise. There are two of them, common and own.",
                ),
                Mistake(
                    id="of-noise",
                    value=lambda: 100 * _at_twenty()[0] / (_at_twenty()[1] - _at_twenty()[0]),
                    message="That is column over *noise*. The recorded power is both together.",
                ),
            ),
            hints=(
                "How much do the two noises add at 20 Hz? $e^{-2}$ is 0.1353.",
                "$0.002039 / (0.002039 + 2 \\times 0.1353/20)$.",
            ),
            solution="$0.002039/(0.002039 + 0.013534)$ is {answer}.",
        ),
        Exercise(
            id="hum",
            title="A soft hum",
            stars=1,
            prompt=(
                "At 40 Hz the column passes on $|S|^2 = 0.0409$ of *power*. A hum of 0.05 in the "
                "drive (half its swing, its height) comes out with what height, in mV?"
            ),
            unit="mV",
            answer=_hum,
            tolerance=0.015,
            mistakes=(
                Mistake(
                    id="power",
                    value=lambda: 0.05 * (_hum() / 0.05) ** 2,
                    tolerance=0.03,
                    message="You multiplied by the power. Heights go with its square root.",
                ),
                Mistake(
                    id="squared",
                    value=lambda: _hum() ** 2,
                    message="That is the height squared.",
                ),
            ),
            hints=("Power is height squared.", "The gain is $\\sqrt{0.0409}$."),
            solution="$0.05\\,\\sqrt{0.0409}$ is {answer}.",
        ),
        Exercise(
            id="pieces",
            title="How long to record",
            stars=2,
            prompt=(
                "Averaging the power over $n$ independent pieces leaves a relative scatter of "
                "$1/\\sqrt n$. How many pieces are needed for a scatter of 2 %?"
            ),
            answer=_pieces,
            tolerance=0.001,
            mistakes=(
                Mistake(
                    id="not-squared",
                    value=50,
                    message="That would do if scatter fell as $1/n$. It falls as $1/\\sqrt n$.",
                ),
                Mistake(
                    id="per-cent",
                    value=0.25,
                    message="You put in 2; it is 2 in a hundred.",
                ),
            ),
            hints=("Solve $1/\\sqrt n = 0.02$.", "$\\sqrt n = 50$."),
            solution=(
                "$n = 50^2$, which is {answer}: with pieces of a second, three quarters of an hour "
                "of someone sitting still."
            ),
        ),
        Exercise(
            id="moved",
            title="Moved to the left",
            stars=2,
            prompt=(
                "A rhythm grows with 2 per second. Before the spectrum is computed, its real part "
                "$r$ is replaced by $r - e^r$. What does the program then take it to be?"
            ),
            unit="1/s",
            answer=_moved,
            tolerance=0.003,
            mistakes=(
                Mistake(
                    id="plus",
                    value=lambda: 2 + float(np.exp(2)),
                    message="Taken away, not added: it is to be moved to the *left*.",
                ),
                Mistake(
                    id="sign",
                    value=lambda: float(np.exp(2)) - 2,
                    message="Turned round: it is $r - e^r$, and the result lies below zero.",
                ),
                Mistake(
                    id="minus-exponent",
                    value=lambda: 2 - float(np.exp(-2)),
                    tolerance=0.002,
                    message="You took $e^{-2}$. The exponent is $r$ itself, and that is +2.",
                ),
            ),
            hints=("$e^2$ is about 7.39.", "$2 - 7.39$."),
            solution=(
                "$2 - e^2$ is {answer}. What grows is taken to die, and what grows faster is taken "
                "to die faster."
            ),
        ),
        Exercise(
            id="common",
            title="Coherent strangers",
            stars=2,
            prompt=(
                "Two columns are not joined. At 20 Hz each recording holds 0.002039 from its "
                "column, 0.006767 of its own noise, and 0.006767 of noise that is the same in "
                "both. Coherence is the square of what is common, over the product of the two "
                "recorded powers. What is it?"
            ),
            answer=_common,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="root",
                    value=lambda: float(np.sqrt(_common())),
                    tolerance=0.015,
                    message="That is its square root, the height of the coherency.",
                ),
                Mistake(
                    id="noise-only",
                    value=0.25,
                    message="That is for noise alone. The columns add to the recorded powers, too.",
                ),
            ),
            hints=(
                "Only the last of the three is common. What is the sum of all three?",
                "$(0.006767/0.015573)^2$.",
            ),
            solution="$(0.006767/0.015573)^2$ is {answer}, between two that never spoke.",
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "A transfer function from eigenvalues `s`, per second. It puts the column's hills "
                f"at six times their frequency.\n{_BUG_CODE}\nMend it."
            ),
            checker=_check_transfer,
            mistakes=(
                Mistake(
                    id="unchanged",
                    predicate=_still_in_hertz,
                    message="`f` still comes in turns a second, and `s` in radians a second.",
                ),
            ),
            hints=(
                "In which unit is `f`, and in which is the imaginary part of `s`?",
                "A turn has $2\\pi$ radians.",
            ),
            solution=(
                "```python\ndef transfer(f, s, loud, struck):\n"
                "    S = np.zeros(len(f), dtype=complex)\n    for k in range(len(s)):\n"
                "        S += loud[k] * struck[k] / (2j * np.pi * f - s[k])\n    return S\n```\n"
                "A rhythm of 45 radians a second makes 45/6.28, about 7, turns a second."
            ),
            on_page=Exercise(
                id="line",
                prompt="Which line is wrong?",
                options=(
                    Option(
                        "`S = np.zeros(len(f), dtype=complex)`",
                        "Gains have a lag, so complex numbers are right.",
                    ),
                    Option("`for k in range(len(s)):`", "All rhythms are added. That is right."),
                    Option(
                        "`S += loud[k] * struck[k] / (1j * f - s[k])`",
                        right=True,
                    ),
                    Option("`return S`", "Handing back the sum is right."),
                ),
                because="Hertz and radians a second have been mixed: $2\\pi$ is missing.",
            ),
        ),
        Quiz(
            "quiz",
            title="Five questions",
            questions=(
                Exercise(
                    id="q-whom",
                    title="Whom it hears",
                    prompt="Why does an electrode hear pyramidal cells above all?",
                    options=(
                        Option(
                            "They fire the most.",
                            "Interneurons may fire more. Firing is not what carries to the scalp.",
                        ),
                        Option(
                            "They are long and stand in parallel, so that their dipoles add up.",
                            right=True,
                        ),
                        Option(
                            "They have the largest voltage in the model.",
                            "The stellate cells swing much further, and have weight 0.",
                        ),
                        Option(
                            "They touch the skull.",
                            "Skin, bone, fluid and membranes lie between.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-noise",
                    title="It looks like an EEG",
                    prompt=(
                        "At the usual values a predicted spectrum falls as 1/f, like that of many "
                        "people. What does that tell of the column?"
                    ),
                    options=(
                        Option(
                            "That its synapses are right.",
                            "Cut them all, and the spectrum still falls so.",
                        ),
                        Option(
                            "Little: most of it is noise that was put in as 1/f.",
                            right=True,
                        ),
                        Option(
                            "That it balances excitation and inhibition.",
                            "That has been proposed of slopes; here the slope was typed in.",
                        ),
                        Option(
                            "That it makes an alpha rhythm.",
                            "It has a shallow dip near 8 Hz.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-loud",
                    title="Too loud",
                    prompt=(
                        "At the usual strength of the drive, a recording simulated in time has "
                        "less than half the predicted power. Why?"
                    ),
                    options=(
                        Option(
                            "Two minutes are too short.",
                            "That leaves a scatter of 7 %, and to both sides.",
                        ),
                        Option(
                            "Rates cannot rise beyond their ceiling; the formula thinks they can.",
                            right=True,
                        ),
                        Option(
                            "Welch's method loses half the power.",
                            "With a soft drive the same count agreed.",
                        ),
                        Option(
                            "The steps in time are too long.",
                            "The same steps agreed with a soft drive.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-line",
                    title="After the line",
                    prompt=(
                        "After a robust line has been taken away, theta differs between two "
                        "groups. What follows?"
                    ),
                    options=(
                        Option(
                            "Something differs in the rhythms at 4 to 8 Hz.",
                            "A hill elsewhere, or noise, can tilt the line.",
                        ),
                        Option(
                            "Something differs somewhere in the spectrum; look at it whole.",
                            right=True,
                        ),
                        Option(
                            "Nothing: robust lines are useless.",
                            "For narrow hills it was perfect.",
                        ),
                        Option(
                            "The slopes must be equal.",
                            "They may well differ, and that may be the cause.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-lag",
                    title="In step",
                    prompt=(
                        "Two electrodes show a coherence of 0.2, and its imaginary part is zero. "
                        "Which is the safest thing to say?"
                    ),
                    options=(
                        Option(
                            "The two areas are joined.",
                            "Noise or a current that reaches both at once does the same.",
                        ),
                        Option(
                            "The two areas are not joined.",
                            "Two areas may work in step without a lag.",
                        ),
                        Option(
                            "Common noise alone could have made it.",
                            right=True,
                        ),
                        Option(
                            "The first leads the second.",
                            "Without a lag nothing points either way.",
                        ),
                    ),
                ),
            ),
        ),
    ),
)
