"""Push-ups and quiz of the chapter *How much can it hold?*."""

from __future__ import annotations

import math

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz


def _signal_over_noise() -> float:
    return 1.0 / math.sqrt(100 / 1000)


def _fits() -> float:
    from neuromath_lib.hopfield.theory import load_of_one_step_error

    return 10_000 * load_of_one_step_error(0.001)


def _strict() -> float:
    return 10_000 / (2.0 * math.log(10_000))


def _edge():
    from neuromath_lib.hopfield.theory import critical_load, solve

    return solve(critical_load())


def _louder() -> float:
    return math.sqrt(_edge().noise)


def _wrong_units(load: float = 0.12) -> float:
    from neuromath_lib.hopfield.theory import solve

    return 100.0 * solve(load).bit_error


def _wrong_at_once(load: float = 0.12) -> float:
    from neuromath_lib.hopfield.theory import one_step_error

    return 100.0 * one_step_error(load)


def _tail(patterns: int, units: int) -> float:
    return 0.5 * math.erfc(1.0 / math.sqrt(2.0 * (patterns - 1) / units))


def _check_first_error(function) -> str | None:
    """Judge the error of the first step as a function of the numbers of patterns and units."""
    cases = ((101, 1000), (201, 1000), (1001, 2000))
    found = [float(function(P, N)) for P, N in cases]
    right = [_tail(P, N) for P, N in cases]
    if all(math.isclose(a, b, rel_tol=1e-6) for a, b in zip(found, right, strict=True)):
        return None
    # P instead of P - 1 is the same thing in large networks.
    if all(
        math.isclose(a, _tail(P + 1, N), rel_tol=1e-6)
        for a, (P, N) in zip(found, cases, strict=True)
    ):
        return None
    if all(math.isclose(a, 2 * b, rel_tol=1e-6) for a, b in zip(found, right, strict=True)):
        return (
            "Now it is twice too large. `erfc` counts both tails of the bell, and a unit is turned "
            "by one of them only."
        )
    unmended = [0.5 * math.erfc(1.0 / math.sqrt((P - 1) / N)) for P, N in cases]
    if all(math.isclose(a, b, rel_tol=1e-6) for a, b in zip(found, unmended, strict=True)):
        return (
            "That is the function as it was: for 101 patterns in 1000 units it says "
            f"{found[0]:.1e}, and counting in networks gives {right[0]:.1e}."
        )
    return (
        f"For 101 patterns in 1000 units it should be {right[0]:.3g}; yours is {found[0]:.3g}. "
        "What must be divided by what before it goes into `erfc`?"
    )


_BUG_CODE = """
```python
noise = sqrt((P - 1) / N)
threshold = 1 / noise
error = erfc(threshold) / 2
wrong_units = N * error
```
"""

DECK = Deck(
    name="how_much_can_it_hold",
    title="How much can it hold?",
    items=(
        Exercise(
            id="noise",
            title="Signal over noise",
            stars=1,
            prompt=(
                "A network of 1000 units holds 100 random patterns. In one of them, how many times "
                "larger is the signal at a unit than the (standard deviation of the) crosstalk?"
            ),
            answer=_signal_over_noise,
            tolerance=0.015,
            mistakes=(
                Mistake(
                    id="no-root",
                    value=10.0,
                    message=(
                        "You divided 1 by the load. Coins partly cancel: their sum grows with the "
                        "*square root* of how many are tossed."
                    ),
                ),
                Mistake(
                    id="upside-down",
                    value=math.sqrt(0.1),
                    message="That is the noise, with the signal as 1. Turn the fraction over.",
                ),
                Mistake(
                    id="patterns-only",
                    value=0.1,
                    message="That is the load, $P/N$. The noise is its square root.",
                ),
            ),
            hints=(
                "After division by $N$ the signal is 1 and the noise is the root of the load.",
                "The load is $100/1000 = 0.1$. Its root is a bit more than 0.3.",
            ),
            solution=(
                "$1/\\sqrt{0.1}$, which is {answer}. A unit turns only if its crosstalk is more "
                "than three standard deviations against it: fewer than one in a thousand."
            ),
        ),
        Exercise(
            id="fits",
            title="One in a thousand",
            stars=1,
            prompt=(
                "How many random patterns may a network of 10,000 units hold if one unit in a "
                "thousand is allowed to turn in the first step?"
            ),
            answer=_fits,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="load",
                    value=0.1047,
                    message="That is the load. How many patterns is it, in 10,000 units?",
                ),
                Mistake(
                    id="per-cent",
                    value=1848.0,
                    tolerance=0.005,
                    message="That is for an error of one in a hundred.",
                ),
                Mistake(
                    id="critical",
                    value=1379.0,
                    tolerance=0.005,
                    message=(
                        "That is where memories are lost altogether. At that load 0.35 % turn in "
                        "the first step."
                    ),
                ),
            ),
            hints=(
                "The figure of the first step has the load written beside the point at 0.1 %.",
                "0.1047 patterns for each unit, times 10,000 units.",
            ),
            solution="The load is 0.1047, so {answer} patterns (cut to a whole number: 1047).",
        ),
        Exercise(
            id="strict",
            title="For the strict",
            stars=2,
            prompt=(
                "And how many may it hold (10,000 units) by McEliece's formula, if most of the "
                "memories are to be without a single wrong unit?"
            ),
            answer=_strict,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="all",
                    factor=0.5,
                    message="That is for *all* memories without a fault. *Most* allows twice that.",
                ),
                Mistake(
                    id="log-ten",
                    value=1250.0,
                    tolerance=0.005,
                    message=(
                        "You took the logarithm to base ten, which is 4. The natural one, the key "
                        "*ln*, is 9.21."
                    ),
                ),
                Mistake(
                    id="no-two",
                    factor=2.0,
                    message="There is a 2 below the line as well: $N/(2\\ln N)$.",
                ),
            ),
            hints=(
                "The formula is $N/(2\\ln N)$, with the natural logarithm.",
                "$\\ln 10000$ is 9.21. Twice that goes into 10,000 how often?",
            ),
            solution=(
                "$10000/(2 \\times 9.21)$, which is {answer}: about half of what one error in a "
                "thousand allowed, and each tenfold growth of the network makes the share smaller."
            ),
        ),
        Exercise(
            id="louder",
            title="The echo at the edge",
            stars=2,
            prompt=(
                "At the critical load the response is $C = 0.1796$. How many times louder is the "
                "noise than coin tosses alone would make it?"
            ),
            answer=_louder,
            tolerance=0.017,
            mistakes=(
                Mistake(
                    id="one-round",
                    value=1.1796,
                    tolerance=0.005,
                    message=(
                        "That is the first echo only. It is echoed in its turn: "
                        "$1 + C + C^2 + C^3 + \\dots$"
                    ),
                ),
                Mistake(
                    id="variance",
                    value=lambda: _edge().noise,
                    tolerance=0.004,
                    message=(
                        "That is $r$, by which the *variance* grows. The noise itself grows by the "
                        "square root of that."
                    ),
                ),
                Mistake(
                    id="minus",
                    value=1 - 0.1796,
                    tolerance=0.003,
                    message="That is $1 - C$. The echoes add up to one *divided by* it.",
                ),
            ),
            hints=(
                "Add up the echo, the echo of the echo, and so on.",
                "$1 + C + C^2 + \\dots = 1/(1 - C)$.",
            ),
            solution=(
                "$1/(1 - 0.1796)$, which is {answer}. A fifth more noise does not sound like a "
                "catastrophe; but at a load a hair higher it does not stop growing."
            ),
        ),
        Exercise(
            id="wrong",
            title="In the end",
            stars=3,
            prompt=(
                "At a load of 0.12, what percentage of the units is wrong once a very large "
                "network, begun in a memory, has come to rest? You need the ten lines of *Build "
                "it*, or the overlap printed below them, or the explorer with the two curves."
            ),
            unit="%",
            answer=_wrong_units,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="first-step",
                    value=_wrong_at_once,
                    message=(
                        "That is the error of the first step. The echo makes it larger before the "
                        "network comes to rest."
                    ),
                ),
                Mistake(
                    id="not-halved",
                    factor=2.0,
                    message=(
                        "That is $1 - m$. A wrong unit costs the overlap twice: it agrees no "
                        "longer, *and* it differs. Halve it."
                    ),
                ),
                Mistake(
                    id="overlap",
                    value=99.32,
                    tolerance=0.002,
                    message="That is the overlap, in per cent. How many units are wrong?",
                ),
                Mistake(
                    id="share",
                    factor=0.01,
                    message="That is the share. In per cent it is a hundred times as much.",
                ),
            ),
            hints=(
                "Get the overlap $m$ first. The share of wrong units is $(1 - m)/2$.",
                "`memory(0.12)[0]` is 0.9932227.",
            ),
            solution=(
                "$(1 - 0.9932227)/2$, which is {answer}; the first step alone makes 0.19 %. In "
                "code: `100 * (1 - memory(0.12)[0]) / 2`."
            ),
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "For 101 patterns in 1000 units this program expects four units in a *million* to "
                "turn in the first step. Counting in networks gives eight in ten *thousand*. One "
                "line is to blame. In a notebook, mend it as a function `first_error(P, N)` that "
                "returns the error, and hand that to `check`." + _BUG_CODE
            ),
            checker=_check_first_error,
            hints=(
                "The noise is right, and so is the threshold: how many standard deviations the "
                "crosstalk must reach. What does `erfc` want to be given?",
                "The tail of the bell beyond $x$ standard deviations is "
                "$\\tfrac12\\operatorname{erfc}(x/\\sqrt2)$.",
            ),
            solution=(
                "Line 3. `erfc` is made for a bell of variance one half, so it wants "
                "`erfc(threshold / sqrt(2)) / 2`. The slip is old and common; it makes every "
                "capacity twice too large."
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
                        "That line is right: the crosstalk of $P - 1$ patterns, divided by $N$, "
                        "has the standard deviation $\\sqrt{(P-1)/N}$.",
                    ),
                    Option(
                        "Line 2",
                        "That line is right: the signal is 1, so the crosstalk must reach so many "
                        "standard deviations.",
                    ),
                    Option("Line 3", right=True),
                    Option(
                        "Line 4",
                        "That line is right: the number of wrong units is the number of units "
                        "times the chance of each.",
                    ),
                ),
                because=(
                    "The tail of the bell beyond $x$ standard deviations is "
                    "`erfc(x / sqrt(2)) / 2`."
                ),
                hints=(
                    "Compare each line with the formula below *One unit listens*.",
                    "In the formula stands $1/\\sqrt{2\\alpha}$. What goes into `erfc` here?",
                ),
                solution=(
                    "Line 3: `erfc(threshold / sqrt(2)) / 2`. As written, every capacity comes out "
                    "twice too large."
                ),
            ),
        ),
        Quiz(
            id="quiz",
            questions=(
                Exercise(
                    id="q-root",
                    title="Why the root?",
                    prompt=(
                        "Four times as many patterns are stored in the same network. Why does the "
                        "crosstalk only double?"
                    ),
                    options=(
                        Option(
                            "The wires are limited in strength.",
                            "In Hebb's rule as used here they are not: they go on adding up.",
                        ),
                        Option(
                            "The patterns' contributions have random signs and partly cancel.",
                            right=True,
                            reason="A sum of coin tosses grows with the root of their number.",
                        ),
                        Option(
                            "Half of the patterns are the negatives of the others.",
                            "They are random; none is the negative of another on purpose.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-edge",
                    title="Why there?",
                    prompt=(
                        "At the critical load 0.35 % of the units turn in the first step, hardly "
                        "more than a little below it. Why is that the end?"
                    ),
                    options=(
                        Option(
                            "Because the wires are full.",
                            "A wire can always be changed by one more; there is nothing to fill.",
                        ),
                        Option(
                            "Because one wrong unit in 280 is more than can be put right.",
                            "A damaged memory at a small load recovers from far more. Nothing is "
                            "special about the number.",
                        ),
                        Option(
                            "Because each round of errors now calls forth another, without end.",
                            right=True,
                            reason="The echo stops dying away, and the first step does not show "
                            "it.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-measured",
                    title="0.138",
                    prompt=(
                        "In networks of 1000 units half of the memories are still recalled at a "
                        "load of 0.16. What about the 0.138?"
                    ),
                    options=(
                        Option(
                            "It is the limit that such measurements approach as networks grow.",
                            right=True,
                            reason="0.153 at 2000 units, 0.149 at 5000, and on.",
                        ),
                        Option(
                            "The theory is wrong by sixteen per cent.",
                            "It makes no claim about 1000 units; it is a theory of the limit.",
                        ),
                        Option(
                            "The simulation is wrong; it should have used a temperature.",
                            "Heat lowers the edge (all but a trace near $T = 0$) and the number is "
                            "for no heat at all.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-heat",
                    title="Heat",
                    prompt="What may a moderate temperature do *for* a memory network?",
                    options=(
                        Option(
                            "It lets it hold twice as many patterns.",
                            "The edge sinks with temperature: to 0.0588 at $T = 0.5$.",
                        ),
                        Option(
                            "It melts mixtures, while memories last.",
                            right=True,
                            reason="With few memories mixtures of three melt at 0.46, memories at "
                            "1.",
                        ),
                        Option(
                            "It makes every recall exact.",
                            "Heat makes units flicker; the overlap sinks a little.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-beyond",
                    title="Beyond the edge",
                    prompt=(
                        "A large network with a load of 0.25, without noise, is begun in one of "
                        "its patterns. Where does it end?"
                    ),
                    options=(
                        Option(
                            "In another of its patterns.",
                            "None of them is at rest any more, or near to a state that is.",
                        ),
                        Option(
                            "Nowhere: it flickers for ever.",
                            "Without noise each turn lowers the energy, so it must come to rest.",
                        ),
                        Option(
                            "In some frozen state that has about a third of overlap left with it.",
                            right=True,
                            reason="A valley of the glass, on the way down; a trace is left, of no "
                            "use.",
                        ),
                    ),
                ),
            ),
        ),
    ),
)
