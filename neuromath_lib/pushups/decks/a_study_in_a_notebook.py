"""Push-ups and quiz of the chapter *A study in a notebook*."""

from __future__ import annotations

import numpy as np

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz


def _weights() -> float:
    values, variances = np.array([0.3, 0.1]), np.array([0.01, 0.0025])
    return float((values / variances).sum() / (1 / variances).sum())


def _error() -> float:
    return float(np.sqrt(2 * (0.08**2 + 0.06**2) / 40))


def _divide() -> float:
    from neuromath_lib.inference import Gaussian
    from neuromath_lib.inference.reduction import likelihood

    data = likelihood(Gaussian([0.3], [0.2]), Gaussian([0.0], [1.0]))
    return float(data.slope[0] / data.precision[0, 0])


def _diluted() -> float:
    return float(1.0 * 0.08 / np.hypot(0.08, 0.06))


def _many() -> float:
    return 100.0 * (1.0 - 0.95**12)


def _check_mean(function) -> str | None:
    """Judge a group's mean from posteriors, against the formula of the text."""
    mean = np.array([0.2, 0.5, -0.1])
    variance, prior, between = np.array([0.02, 0.1, 0.3]), 0.8, 0.05
    precision = 1 / variance - 1 / prior
    y = mean / variance / precision
    w = 1 / (1 / precision + between)
    right = (w * y).sum() / w.sum()
    found = function(mean, variance, prior, between)
    if found is None:
        return "It returns nothing. The last line should hand back the mean."
    found = np.asarray(found, dtype=float)
    if found.shape != ():
        return f"It should return one number; yours has the shape {found.shape}."
    if np.isclose(found, right):
        return None
    if np.isclose(found, (mean / (variance + between)).sum() / (1 / (variance + between)).sum()):
        return "These are the posteriors' means, which the prior has pulled. Use `y`."
    if np.isclose(found, (precision * y).sum() / precision.sum()):
        return "That weighs by precision alone, as if people did not differ."
    return f"For three people it gives {found:.4f}; it should be {right:.4f}."


_BUG_CODE = """
```python
def group_mean(mean, variance, prior_variance, between_variance):
    precision = 1 / variance - 1 / prior_variance
    y = mean / variance / precision
    w = precision + 1 / between_variance
    return (w * y).sum() / w.sum()
```
"""

DECK = Deck(
    name="a_study_in_a_notebook",
    title="A study in a notebook",
    items=(
        Exercise(
            id="weights",
            title="Two people",
            stars=1,
            prompt=(
                "One person's data say 0.3 with an error of standard deviation 0.1, another's "
                "say 0.1 with 0.05. If people did not differ at all, what is the best mean?"
            ),
            answer=_weights,
            tolerance=0.005,
            mistakes=(
                Mistake(
                    id="equal",
                    value=0.2,
                    message="That weighs both alike. The second is known better.",
                ),
                Mistake(
                    id="no-squares",
                    value=0.5 / 3,
                    tolerance=0.006,
                    message="Weights are one over the *variance*: square the errors.",
                ),
                Mistake(
                    id="turned",
                    value=0.26,
                    message="You gave the larger weight to the larger error.",
                ),
            ),
            hints=("Weights $1/0.1^2 = 100$ and $1/0.05^2 = 400$.", "$(100·0.3 + 400·0.1)/500$."),
            solution="$(30 + 40)/500$ is {answer}.",
        ),
        Exercise(
            id="error",
            title="How sure is a difference?",
            stars=2,
            prompt=(
                "Forty people in each of two groups. People differ with standard deviation 0.08, "
                "and each is known to 0.06. What is the standard deviation of the difference of "
                "the groups' means?"
            ),
            answer=_error,
            tolerance=0.02,
            mistakes=(
                Mistake(
                    id="one-group",
                    value=lambda: 0.1 / np.sqrt(40),
                    message="That is for one group's mean. A difference has the errors of both.",
                ),
                Mistake(
                    id="added",
                    value=lambda: 0.14 * np.sqrt(2 / 40),
                    message="Spread and error add as *squares*.",
                ),
                Mistake(
                    id="only-people",
                    value=lambda: 0.08 * np.sqrt(2 / 40),
                    message="You left out the error of each person.",
                ),
            ),
            hints=(
                "One person: $\\sqrt{0.08^2 + 0.06^2} = 0.1$.",
                "A group's mean: over $\\sqrt{40}$. A difference of two: times $\\sqrt2$.",
            ),
            solution="$0.1\\,\\sqrt{2/40}$ is {answer}.",
        ),
        Exercise(
            id="divide",
            title="What did the data say?",
            stars=2,
            prompt=(
                "A prior has mean 0 and variance 1. A person's posterior has mean 0.3 and "
                "variance 0.2. What did the data alone say?"
            ),
            answer=_divide,
            tolerance=0.014,
            mistakes=(
                Mistake(
                    id="posterior",
                    value=0.3,
                    message="That is what is thought *after* the prior has pulled. Divide it out.",
                ),
                Mistake(
                    id="times",
                    value=0.24,
                    message="You shrank it once more. The data said something further from 0.",
                ),
                Mistake(
                    id="sum",
                    value=0.25,
                    message="Precisions of prior and data *add up* to 5; so subtract the prior's.",
                ),
            ),
            hints=(
                "Precisions: posterior $1/0.2 = 5$, prior 1, so data 4.",
                "$5 × 0.3 = 4 × y + 1 × 0$.",
            ),
            solution="$5 \\times 0.3 / 4$ is {answer}.",
        ),
        Exercise(
            id="diluted",
            title="Diluted",
            stars=2,
            prompt=(
                "Two groups differ by $d = 1$: by one standard deviation between people, which is "
                "0.08. Each person is measured with an error of 0.06. What $d$ is seen in the "
                "measurements?"
            ),
            answer=_diluted,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="undiluted",
                    value=1,
                    message="The difference stays; what it is divided by grows with the error.",
                ),
                Mistake(
                    id="squares",
                    value=0.64,
                    message="Take the root: $d$ is counted in standard deviations, not variances.",
                ),
                Mistake(
                    id="sum",
                    value=0.08 / 0.14,
                    tolerance=0.006,
                    message="Spread and error add as squares.",
                ),
            ),
            hints=(
                "The difference is 0.08. How widely do the *measurements* of one group spread?",
                "$\\sqrt{0.08^2 + 0.06^2} = 0.1$.",
            ),
            solution="$0.08/0.1$ is {answer}. So people needed grow by $1/0.64$, more than half.",
        ),
        Exercise(
            id="many",
            title="Twelve looks",
            stars=2,
            prompt=(
                "Nothing differs between two groups. Twelve independent parameters are each "
                "tested with a one in twenty chance of a false alarm. How likely is at least one "
                "false alarm, in per cent?"
            ),
            unit="%",
            answer=_many,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="sum",
                    value=60,
                    message="Twelve times five counts studies with two alarms twice.",
                ),
                Mistake(
                    id="none",
                    value=lambda: 100 * 0.95**12,
                    message="That is the chance of *no* false alarm.",
                ),
                Mistake(
                    id="all",
                    value=5,
                    message="That is for one look.",
                ),
            ),
            hints=("How likely is it that none of them alarms?", "$1 - 0.95^{12}$."),
            solution="$1 - 0.95^{12}$ is {answer}. That is why one says beforehand which counts.",
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "The mean of a group from its members' posteriors. The better a person is "
                "measured, the more this group listens to that person alone, without end."
                f"\n{_BUG_CODE}\nMend it."
            ),
            checker=_check_mean,
            mistakes=(),
            hints=(
                "How far may a person's *measurement* be from the group's mean, and for which two "
                "reasons?",
                "Variances of independent reasons add: $1/\\text{precision} + \\sigma^2$.",
            ),
            solution=(
                "```python\ndef group_mean(mean, variance, prior_variance, between_variance):\n"
                "    precision = 1 / variance - 1 / prior_variance\n"
                "    y = mean / variance / precision\n"
                "    w = 1 / (1 / precision + between_variance)\n"
                "    return (w * y).sum() / w.sum()\n```\n"
                "Precisions add where two sources speak of the *same* thing. Here one error comes "
                "on top of another, and it is variances that add."
            ),
            on_page=Exercise(
                id="line",
                prompt="Which line is wrong?",
                options=(
                    Option(
                        "`precision = 1 / variance - 1 / prior_variance`",
                        "That divides the prior out. Right.",
                    ),
                    Option(
                        "`y = mean / variance / precision`",
                        "What the data alone said. Right.",
                    ),
                    Option("`w = precision + 1 / between_variance`", right=True),
                    Option("`return (w * y).sum() / w.sum()`", "A weighted mean is worked out so."),
                ),
                because="It adds precisions where variances add.",
            ),
        ),
        Quiz(
            "quiz",
            title="Five questions",
            questions=(
                Exercise(
                    id="q-power",
                    title="Power",
                    prompt="A study's power is 0.8. What does that mean?",
                    options=(
                        Option(
                            "If it finds something, that is true with probability 0.8.",
                            "That depends on how often there is something to be found.",
                        ),
                        Option(
                            "If the difference supposed is there, it finds it eight times in ten.",
                            right=True,
                        ),
                        Option(
                            "Its false alarms are one in five.",
                            "False alarms are counted where there is *nothing*.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-two",
                    title="Two questions",
                    prompt=(
                        "A difference is positive with probability 0.99, and present with "
                        "probability 0.6. Which follows?"
                    ),
                    options=(
                        Option(
                            "One of the two was worked out wrongly.",
                            "Both come from the same posterior.",
                        ),
                        Option("A larger difference had been expected than is there.", right=True),
                        Option(
                            "The difference is zero with probability 0.01.",
                            "Being positive was asked of a difference that exists.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-shrink",
                    title="In the group",
                    prompt="What does the group do to the estimate of a badly measured person?",
                    options=(
                        Option("It moves it towards the group's mean.", right=True),
                        Option(
                            "Nothing; a person is a person.",
                            "The others say what is likely, and that counts where data are weak.",
                        ),
                        Option(
                            "It moves it to zero.",
                            "That is what the prior did, when the person stood alone.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-curse",
                    title="A first finding",
                    prompt="A small study reports a large effect. What should the next one expect?",
                    options=(
                        Option(
                            "The same effect, within its error.",
                            "Only if the first would have been reported whatever it found.",
                        ),
                        Option("A smaller one.", right=True),
                        Option(
                            "None at all.",
                            "The effect may well be there; its size was helped by luck.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-seed",
                    title="Seeds",
                    prompt="Why is each person drawn from the seed *and* a number of their own?",
                    options=(
                        Option(
                            "So that people differ.",
                            "One generator for all would make them differ, too.",
                        ),
                        Option(
                            "So that a person is the same in whatever order the work is done.",
                            right=True,
                        ),
                        Option(
                            "So that the study cannot be repeated by others.",
                            "It is so that it can.",
                        ),
                    ),
                ),
            ),
        ),
    ),
)
