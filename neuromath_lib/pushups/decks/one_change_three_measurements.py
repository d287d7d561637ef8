"""Push-ups and quiz of the chapter *One change, three measurements*."""

from __future__ import annotations

import numpy as np

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz

_LINES = ((-0.719, -0.683), (-0.850, -0.598))  # intercept and slope, control and M5
_TAKEN_FOR_M5 = (0.02, 0.37, 0.00, 0.03, 0.81)


def _log() -> float:
    from neuromath_lib.microcircuit import Column

    column = Column.adams2022()
    factor = column.scaled(sp_sp=4 * np.log(1.3) / 9).sp_sp / column.sp_sp
    return float(factor)


def _tilt() -> float:
    before, after = (a + b * np.log10(4.0) for a, b in _LINES)
    return float(after - before)


def _pairs() -> float:
    m, n, z = 98, 95, 2.58
    return float(100 * (0.5 + z * np.sqrt((m + n + 1) / (12 * m * n))))


def _bayes() -> float:
    return float(100 * _TAKEN_FOR_M5[4] / sum(_TAKEN_FOR_M5))


def _right_weights(r, constant=4.685):
    spread = np.median(np.sort(abs(r))[1:]) / 0.6745
    u = r / (constant * spread)
    return np.where(abs(u) < 1, (1 - u**2) ** 2, 0)


_RESIDUALS = np.array([0.1, -0.2, 0.05, 0.3, -0.1, 0.15, -0.25, 6.0, -0.02])


def _check_weights(function) -> str | None:
    """Judge weights of residuals, among them one far away."""
    given = np.asarray(function(_RESIDUALS.copy()), dtype=float)
    right = _right_weights(_RESIDUALS)
    if given.shape != right.shape:
        return f"It should return {right.shape[0]} weights; yours are of shape {given.shape}."
    if given[7] > 1:
        return (
            f"The point that lies farthest away still gets the weight {given[7]:.3g}. It should "
            "have none."
        )
    if not np.allclose(given[7], 0.0):
        return f"A point beyond $u = 1$ gets the weight {given[7]:.3g}; it should have 0."
    if not np.allclose(given, right, atol=1e-9):
        return "Points far away get nothing now, but near ones should keep $(1 - u^2)^2$."
    return None


_BUG_CODE = """
```python
def weights(r, constant=4.685):
    spread = np.median(np.sort(abs(r))[1:]) / 0.6745
    u = r / (constant * spread)
    return (1 - u**2) ** 2
```
"""

DECK = Deck(
    name="one_change_three_measurements",
    title="One change, three measurements",
    items=(
        Exercise(
            id="log",
            title="Four steps of nine",
            stars=1,
            prompt=(
                "Hypothesis M5 multiplies G7 by $1.3^{k/9}$ at step $k$. By what factor at step 4?"
            ),
            answer=_log,
            tolerance=0.002,
            mistakes=(
                Mistake(
                    id="even-steps",
                    value=lambda: 1 + 4 * 0.3 / 9,
                    message=(
                        "That divides the 30 % into nine equal parts. The steps are equal in the "
                        "*logarithm*: each multiplies by the same number."
                    ),
                ),
                Mistake(
                    id="the-logarithm",
                    value=lambda: 4 * np.log(1.3) / 9,
                    message="That is the logarithm of the factor. Take its exponential.",
                ),
            ),
            hints=(
                "Nine equal factors make 1.3 together. What is one of them?",
                "$e^{4 \\times 0.262/9}$.",
            ),
            solution=(
                "$1.3^{4/9} = e^{4 \\ln 1.3/9}$ is {answer}. The evidence and the fits speak of "
                "such logarithms because strengths cannot become negative that way."
            ),
        ),
        Exercise(
            id="fence",
            title="Move the fence",
            stars=1,
            prompt=(
                "M2 changes gamma by +0.0051, M5 by +0.0245. Somebody declares that changes of "
                "0.004 or less count as none, and keeps everything else. Which hypotheses have "
                "theta up, beta down, gamma up?"
            ),
            options=(
                Option("M5 alone", "0.0051 is above 0.004: M2's gamma has an arrow now."),
                Option(
                    "M2 and M5",
                    right=True,
                    reason="The fence decides whether two hypotheses look alike.",
                ),
                Option("M2 alone", "0.0245 is far above either fence, so M5 keeps its arrow."),
                Option("Neither", "A lower fence makes more arrows, and takes none away."),
            ),
            hints=(
                "An arrow is drawn if the change is larger than the fence.",
                "Compare both numbers with 0.004.",
            ),
            solution=(
                "Both are larger than 0.004, so M2 and M5 have the same three signs. The two "
                "differ in size, fivefold."
            ),
        ),
        Exercise(
            id="tilt",
            title="Where theta comes from",
            stars=2,
            prompt=(
                "The line under the control's spectrum is $-0.719 - 0.683\\log_{10} f$, the one "
                "under M5's is $-0.850 - 0.598\\log_{10} f$. By how much does the line change at "
                "4 Hz, from control to M5?"
            ),
            answer=_tilt,
            tolerance=0.02,
            mistakes=(
                Mistake(
                    id="natural-logarithm",
                    value=lambda: -0.131 + 0.085 * np.log(4.0),
                    message="That is with the natural logarithm of 4; the line has $\\log_{10}$.",
                ),
                Mistake(
                    id="intercepts",
                    value=-0.131,
                    message=(
                        "That is the change of the intercepts: of the line at 1 Hz, where "
                        "$\\log_{10} f = 0$."
                    ),
                ),
                Mistake(
                    id="no-logarithm",
                    value=lambda: -0.131 + 0.085 * 4,
                    message="You multiplied the slopes by 4. The line runs over $\\log_{10} f$.",
                ),
            ),
            hints=(
                "$\\log_{10} 4$ is about 0.602.",
                "$(-0.850 + 0.719) + (-0.598 + 0.683) \\times 0.602$.",
            ),
            solution=(
                "The change is {answer}. The raw spectrum at 4 Hz does not change, so theta above "
                "the line rises by as much as the line sinks."
            ),
        ),
        Exercise(
            id="pairs",
            title="From Z to pairs",
            stars=2,
            prompt=(
                "A rank sum test of $m = 98$ against $n = 95$ people gives $Z = 2.58$. In how many "
                "per cent of pairs, one from each group, has the person from the higher group the "
                "higher value? Use $\\frac12 + Z\\sqrt{(m + n + 1)/(12\\,m\\,n)}$."
            ),
            unit="%",
            answer=_pairs,
            tolerance=0.005,
            mistakes=(
                Mistake(
                    id="p-value",
                    value=99.5,
                    message=(
                        "That is how sure the *sign* is, from the normal distribution at 2.58. It "
                        "grows with the number of people; the share of pairs does not."
                    ),
                ),
                Mistake(
                    id="only-the-excess",
                    value=lambda: _pairs() - 50,
                    message="That is the excess over a coin. Add the half.",
                ),
            ),
            hints=(
                "The root is about 0.042.",
                "$0.5 + 2.58 \\times 0.0417$, in per cent.",
            ),
            solution=(
                "{answer}. In a study ten times as large, the same share of pairs would have a Z "
                "of about 8."
            ),
        ),
        Exercise(
            id="bayes",
            title="What the signs are worth",
            stars=3,
            prompt=(
                "From random baselines the signs *up, down, up* come out in 2 % of the columns "
                "that M1 changed, 37 % for M2, 0 % for M3, 3 % for M4 and 81 % for M5. Before "
                "looking, all five were equally likely. You see up, down, up. How likely is M5 "
                "now?"
            ),
            unit="%",
            answer=_bayes,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="turned-round",
                    value=81,
                    message=(
                        "That is the chance of the signs *if* it was M5. You were asked for M5, "
                        "if the signs: the others make them too, now and then."
                    ),
                ),
                Mistake(
                    id="times-prior",
                    value=16.2,
                    message=(
                        "That is the chance of M5 *and* these signs. Divide by the chance of these "
                        "signs from anybody."
                    ),
                ),
            ),
            hints=(
                "Of a thousand columns, two hundred for each hypothesis, how many show the signs?",
                "M5 makes 162 of them. All five together make 246.",
            ),
            solution=(
                "$81/(2 + 37 + 0 + 3 + 81)$ is {answer}. M2 gets 30 %. And that is with only these "
                "five allowed to compete."
            ),
        ),
        Exercise(
            id="bug",
            title="A peak that pulls the line",
            stars=3,
            prompt=(
                "These weights should take away the influence of points far from the line. "
                "Instead one high peak takes the line over.\n" + _BUG_CODE + "\nMend it."
            ),
            checker=_check_weights,
            mistakes=(
                Mistake(
                    id="clipped-at-one",
                    predicate=lambda function: bool(
                        np.allclose(np.asarray(function(_RESIDUALS.copy()), dtype=float)[7], 1.0)
                    ),
                    message="Now the far point weighs as much as one on the line; it should be 0.",
                ),
            ),
            hints=(
                "What is $(1 - u^2)^2$ at $u = 0$, at $u = 1$, and at $u = 3$?",
                "Beyond $u = 1$ the weight is 0: `np.where`.",
            ),
            solution=(
                "```python\nreturn np.where(abs(u) < 1, (1 - u**2) ** 2, 0)\n```\n\nAt $u = 3$ the "
                "formula gives 64: the point would count as much as sixty-four on the line."
            ),
            on_page=Exercise(
                id="line",
                prompt="Which line is wrong?",
                options=(
                    Option("line 2", "The median without the smallest is the convention here."),
                    Option("line 3", "A residual over its scale, 4.685 spreads: as it should be."),
                    Option(
                        "line 4",
                        right=True,
                        reason="Beyond $u = 1$ the bisquare must be 0, not rise again.",
                    ),
                ),
            ),
        ),
        Quiz(
            id="quiz",
            title="Five questions",
            questions=(
                Exercise(
                    id="q-data",
                    title="Question 1",
                    prompt="Which of these was *measured* in people, without a model?",
                    options=(
                        Option(
                            "Higher self-inhibition in the frontal cortex",
                            "It is a parameter of a model that was fitted to recordings.",
                        ),
                        Option(
                            "A smaller mismatch negativity, on average over a group",
                            right=True,
                            reason="It is read off the voltage at the electrodes.",
                        ),
                        Option(
                            "Loss of synaptic gain",
                            "It is an interpretation of that parameter: two steps away.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-person",
                    title="Question 2",
                    prompt=(
                        "A clinic offers to tell from somebody's resting EEG whether they have "
                        "schizophrenia, and shows this paper. What does it support?"
                    ),
                    options=(
                        Option(
                            "The offer, for the differences are significant",
                            "Significant is about groups; 61 of 100 pairs is near a coin.",
                        ),
                        Option(
                            "The offer, if all three bands are used",
                            "Three weak differences stay weak, and nobody tested that on new "
                            "people.",
                        ),
                        Option(
                            "Not the offer: differences of group means say little of one person",
                            right=True,
                            reason="And the paper does not claim otherwise.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-theta",
                    title="Question 3",
                    prompt="In the model, why does theta rise under M5?",
                    options=(
                        Option(
                            "The column makes more power at 4 Hz",
                            "It makes a little less, and hardly any: nearly all there is noise.",
                        ),
                        Option(
                            "The line that is taken away becomes flatter, and lower at 4 Hz",
                            right=True,
                            reason="The power at 4 Hz falls by 0.13 %.",
                        ),
                        Option(
                            "The noise grows",
                            "The noise is the same before and after.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-delays",
                    title="Question 4",
                    prompt=(
                        "Under today's default delays M5 loses its rise in gamma. What does that "
                        "show?"
                    ),
                    options=(
                        Option(
                            "That the paper is wrong",
                            "Under the convention it used, all fifteen of its arrows come out.",
                        ),
                        Option(
                            "That the rise belongs to the model with that convention",
                            right=True,
                            reason="Neither convention has been shown to be the cortex's.",
                        ),
                        Option(
                            "That an approximation failed",
                            "The exact delayed equations say the same, under either convention.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-others",
                    title="Question 5",
                    prompt=(
                        "Four single changes give the three signs about equally often. What would "
                        "help most to tell them apart?"
                    ),
                    options=(
                        Option(
                            "More people with the same recording",
                            "Signs that are shared stay shared, however sure they become.",
                        ),
                        Option(
                            "A recording for which they predict different things",
                            right=True,
                            reason="As the answer to one sound does, under one convention.",
                        ),
                        Option(
                            "Choosing the change that came first in the list",
                            "By 80 to 78 per cent, with errors of more than one.",
                        ),
                    ),
                ),
            ),
        ),
    ),
)
