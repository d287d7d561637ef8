"""Push-ups and quiz of the chapter *A column of cortex*."""

from __future__ import annotations

import math

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz


def _slowest() -> complex:
    from neuromath_lib.microcircuit import Column

    return complex(Column.standard().eigenvalues("none")[0])


def _hertz() -> float:
    return abs(_slowest().imag) / (2.0 * math.pi)


def _fades() -> float:
    return -1e3 / _slowest().real


def _scaled() -> float:
    from neuromath_lib.microcircuit import Column

    return float(Column.standard().scaled(sp_sp=0.25).sp_sp)


def _power(delay_ms: float, delays: str) -> float:
    import dataclasses

    from neuromath_lib.microcircuit import Column

    column = dataclasses.replace(Column.standard(), delay=delay_ms / 1000.0)
    return float(abs(column.transfer_function(60.0, delays)) ** 2)


def _doubled() -> float:
    return _power(1.5, "exact")


def _check_current_into_dp(function) -> str | None:
    """Judge the current into dp, made of the rates of ii and dp."""
    from neuromath_lib.microcircuit import Column

    column = Column.standard()
    found = [float(function(0.1, 0.0)), float(function(0.0, 0.1)), float(function(0.3, -0.2))]
    into = column.coupling[3]
    expected = [0.1 * into[2], 0.1 * into[3], 0.3 * into[2] - 0.2 * into[3]]
    if all(math.isclose(a, b, rel_tol=1e-9) for a, b in zip(found, expected, strict=True)):
        return None
    if found[0] > 0:
        return (
            "When the interneurons fire more (ii = 0.1), your current into dp is "
            f"{found[0]:+.4g}. They inhibit; it should be {expected[0]:+.4g}."
        )
    if not math.isclose(found[1], expected[1], rel_tol=1e-9):
        return (
            f"With dp = 0.1 alone it is {found[1]:+.4g}, where it should be {expected[1]:+.4g}: "
            "dp inhibits itself with 200 Hz."
        )
    return (
        f"With ii = 0.1 alone it is {found[0]:+.4g}; it should be {expected[0]:+.4g}. Which number "
        "stands beside ii ⊣ dp in the figure?"
    )


_BUG_CODE = """
```python
i_ss = -800 * ss - 800 * sp - 1600 * ii + U
i_sp = 800 * ss - 800 * sp
i_ii = 800 * ss + 400 * dp - 800 * ii
i_dp = 400 * ii - 200 * dp
```
"""

DECK = Deck(
    name="a_column_of_cortex",
    title="A column of cortex",
    items=(
        Exercise(
            id="hertz",
            title="From an eigenvalue to a rhythm",
            stars=1,
            prompt=(
                "Without delays the column's slowest pair of eigenvalues is "
                "$-33.79 \\pm 45.64\\,i$ per second. How many swings a second is that?"
            ),
            unit="Hz",
            answer=_hertz,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="radians",
                    factor=2.0 * math.pi,
                    message=(
                        "That is the imaginary part itself, in radians a second. A whole swing is "
                        "$2\\pi$ of them."
                    ),
                ),
                Mistake(
                    id="real",
                    value=33.79 / (2.0 * math.pi),
                    message="The real part says how it fades. The rhythm is in the other one.",
                ),
            ),
            hints=(
                "The part with $i$ is the rhythm.",
                "Divide 45.64 by $2\\pi = 6.283$.",
            ),
            solution="$45.64 / 2\\pi$, which is {answer}.",
        ),
        Exercise(
            id="fades",
            title="And how long it lasts",
            stars=1,
            prompt=(
                "The same pair, $-33.79 \\pm 45.64\\,i$ per second: in which time does its swing "
                "shrink to 37 %?"
            ),
            unit="ms",
            answer=_fades,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="imaginary",
                    value=1e3 / 45.64,
                    message="That is from the imaginary part. What fades is the envelope, "
                    "$e^{-33.79\\,t}$.",
                ),
                Mistake(
                    id="half",
                    value=1e3 * math.log(2.0) / 33.79,
                    message="That is the time to shrink to one half; 37 % is $1/e$.",
                ),
            ),
            hints=(
                "The envelope is $e^{at}$ with $a = -33.79$ per second. When is the exponent −1?",
                "$t = 1/33.79$ seconds. In milliseconds?",
            ),
            solution="$1/33.79$ s, which is {answer}: less than a quarter of one swing.",
        ),
        Exercise(
            id="log-scaling",
            title="A log-scaling",
            stars=2,
            prompt=(
                "Self-inhibition of the superficial pyramidal cells, sp ⊣ sp, is 800 Hz. What is "
                "it with a log-scaling of 0.25?"
            ),
            unit="Hz",
            answer=_scaled,
            tolerance=0.005,
            mistakes=(
                Mistake(
                    id="percent",
                    value=1000.0,
                    tolerance=0.002,
                    message="You added a quarter. A log-scaling multiplies by $e^{0.25}$.",
                ),
                Mistake(
                    id="factor",
                    value=200.0,
                    message=(
                        "You multiplied by 0.25. A log-scaling of 0 leaves things as they are, so "
                        "0.25 must make it larger."
                    ),
                ),
                Mistake(
                    id="down",
                    value=800.0 * math.exp(-0.25),
                    message="That is a log-scaling of *minus* 0.25.",
                ),
            ),
            hints=(
                "With a log-scaling of $x$ a strength is multiplied by $e^x$.",
                "$e^{0.25} = 1.284$.",
            ),
            solution="$800 \\times e^{0.25}$, which is {answer}.",
        ),
        Exercise(
            id="twin",
            title="Which one was it?",
            stars=2,
            prompt=(
                "In the column of ten, somebody has changed one connection. Without delays the two "
                "slow rhythms moved from 7.26 and 16.91 Hz to 8.29 and 16.50 Hz. Which of these "
                "can it have been, each made 1.65 times as strong, a log-scaling of 0.5? (The "
                "explorer of the ten knobs knows.)"
            ),
            options=(
                Option(
                    "ii ⊣ ii",
                    "That moves the two slow rhythms by more, and the other way: the deep cells' "
                    "slows down.",
                ),
                Option(
                    "dp → ii, and no other",
                    "It fits. But its return, ii ⊣ dp, gives the same rhythms to the last digit.",
                ),
                Option("dp → ii or ii ⊣ dp; nobody can tell from the rhythms", right=True),
                Option(
                    "sp ⊣ sp",
                    "That leaves both slow rhythms where they are.",
                ),
            ),
            hints=(
                "Which connections touch the deep pyramidal cells, whose rhythm has moved most?",
                "In a chain the rhythms know only the product of the two strengths of a link.",
            ),
            solution=(
                "dp → ii or ii ⊣ dp. Either multiplies the product of the link between dp and ii "
                "by $e^{0.5}$, and the rhythms know nothing else about that link."
            ),
            because="The rhythms of a chain know the product of a link's two strengths.",
        ),
        Exercise(
            id="doubled",
            title="A delay under another name",
            stars=3,
            prompt=(
                "A program with “classic” delays of 0.75 ms passes some power at 60 Hz from the "
                "drive to sp. Compute it without that program: with the exact “current” delays of "
                "the column of ten. (You need `replace(column, delay=...)` and "
                '`transfer_function(60.0, "exact")`; power is its absolute value squared. Without '
                "a notebook, the explorer of the millisecond knows it.)"
            ),
            unit="mV²",
            answer=_doubled,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="same",
                    value=lambda: _power(0.75, "exact"),
                    tolerance=0.005,
                    message=(
                        "That is “current” with 0.75 ms. In “classic” a swing is late twice on "
                        "its way through each population."
                    ),
                ),
                Mistake(
                    id="amplitude",
                    value=lambda: math.sqrt(_doubled()),
                    tolerance=0.005,
                    message="That is the size of the transfer function. Power is its square.",
                ),
                Mistake(
                    id="half",
                    value=lambda: _power(0.375, "exact"),
                    tolerance=0.005,
                    message="You halved the delay. It has to be doubled.",
                ),
            ),
            hints=(
                "“Classic” with a delay is “current” with which delay?",
                '`abs(replace(column, delay=0.0015).transfer_function(60.0, "exact")) ** 2`',
            ),
            solution=(
                "“Classic” with 0.75 ms is “current” with 1.5 ms, so {answer}. Check it with "
                '`delay=0.00075` and `"exact_classic"`.'
            ),
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "After a bump of input the deep cells of this program rise, where those of the "
                "first figure sink. One sign is to blame. In a notebook, mend it as a function "
                "`current_into_dp(ii, dp)` of the "
                "two rates and hand that to `check`." + _BUG_CODE
            ),
            checker=_check_current_into_dp,
            hints=(
                "Compare each line with the arrows and bars that reach its population in the "
                "figure.",
                "Interneurons inhibit whomever they reach.",
            ),
            solution=(
                "Line 4. `i_dp = -400 * ii - 200 * dp`. With the plus sign the first rise of the "
                "interneurons lifts the deep cells, which it should press down."
            ),
            on_page=Exercise(
                id="bug",
                title="Bug hunt",
                stars=3,
                prompt="Which line of this program is to blame? (In a notebook, you mend it too.)",
                options=(
                    Option(
                        "Line 1",
                        "Three bars reach ss, from itself, from sp and from ii, and the drive. "
                        "That is right.",
                    ),
                    Option("Line 2", "An arrow from ss and the loop of sp to itself; right."),
                    Option(
                        "Line 3",
                        "Arrows from ss and dp, and the loop of ii to itself; right.",
                    ),
                    Option("Line 4", right=True),
                ),
                because="Interneurons inhibit: it should be `-400 * ii`.",
                hints=(
                    "Which line has a plus where the figure has a bar?",
                    "Interneurons inhibit whomever they reach.",
                ),
                solution=(
                    "Line 4. `i_dp = -400 * ii - 200 * dp`: interneurons inhibit. With the plus "
                    "sign their rise lifts the deep cells."
                ),
            ),
        ),
        Quiz(
            id="quiz",
            questions=(
                Exercise(
                    id="q-bars",
                    title="A bar from a pyramidal cell",
                    prompt="Pyramidal cells excite. What does the bar sp ⊣ sp stand for?",
                    options=(
                        Option(
                            "For a kind of pyramidal cell that inhibits.",
                            "There is none in the model, and what pyramidal cells release excites.",
                        ),
                        Option(
                            "For a path through inhibitory cells that are not in the model.",
                            right=True,
                        ),
                        Option(
                            "For the silence of a cell after its own spike.",
                            "It may be fitted as if it did, but it is a connection: it has a "
                            "strength and a kernel.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-slow",
                    title="Whose rhythm?",
                    prompt="Which population swings most in the slowest mode of the column of ten?",
                    options=(
                        Option(
                            "The superficial pyramidal cells, as the electrode hears them best.",
                            "Their share in it is 0.04. What an electrode hears best need not "
                            "be what is largest.",
                        ),
                        Option("The deep pyramidal cells.", right=True),
                        Option(
                            "The spiny stellate cells, as the drive enters there.",
                            "A mode is what the column does by itself; where a drive enters does "
                            "not matter to its shape.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-hum",
                    title="Does it hum?",
                    prompt="Left alone without delays, does the column keep a rhythm going?",
                    options=(
                        Option(
                            "Yes: four, one for each pair of eigenvalues.",
                            "Each of them fades within a third of one swing.",
                        ),
                        Option("No; its rhythms fade before one swing is over.", right=True),
                        Option(
                            "Only at 45 Hz.",
                            "The 45 Hz are gone fastest, within three milliseconds.",
                        ),
                    ),
                    because="They show when something keeps pushing.",
                ),
                Exercise(
                    id="q-ring",
                    title="A ring",
                    prompt=(
                        "In the chain of ten nobody could tell ii ⊣ ss from ss → ii by the "
                        "rhythms. Why can one in the variant of 2022?"
                    ),
                    options=(
                        Option(
                            "Because its sigmoid is steeper.",
                            "That multiplies every strength alike, and leaves twins twins.",
                        ),
                        Option(
                            "Because there is a way round: ss, sp, ii and back to ss.",
                            right=True,
                        ),
                        Option(
                            "Because it has more connections, so there are more data.",
                            "A recording has as many data as before. It is how the connections "
                            "are laid that matters.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-convention",
                    title="Two programs",
                    prompt=(
                        "Two programs compute the same column with a delay of 1 ms and differ "
                        "tenfold at 60 Hz. What should you ask first?"
                    ),
                    options=(
                        Option(
                            "Which of them has the smaller steps.",
                            "Both may be exact. They may not be solving the same equations.",
                        ),
                        Option("Which terms of the equations each of them delays.", right=True),
                        Option(
                            "Which of them was fitted to patients.",
                            "Neither: these are the model's own numbers, before any data.",
                        ),
                    ),
                ),
            ),
        ),
    ),
)
