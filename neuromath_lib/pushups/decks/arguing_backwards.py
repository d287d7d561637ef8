"""Push-ups and quiz of the chapter *Arguing backwards*."""

from __future__ import annotations

import numpy as np

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz


def _factor() -> float:
    return float(100.0 * (np.exp(0.25) - 1.0))


def _shrink() -> float:
    """Posterior mean of the library: prior 0 of width .2, datum .5 of error .1."""
    from neuromath_lib.inference import Gaussian, variational_laplace

    found = variational_laplace(
        lambda p: p,
        [0.5],
        Gaussian([0.0], [0.04]),
        noise_precision=Gaussian([np.log(100.0)], [0.0]),
    )
    return float(found.mean[0])


def _odds() -> float:
    from neuromath_lib.inference import model_probabilities

    return float(model_probabilities([-101.0, -103.0])[0])


def _narrow() -> float:
    return float(np.log(4.0))


def _coverage() -> float:
    return float(np.sqrt(0.9 * 0.1 / 100))


def _check_step(function) -> str | None:
    """Judge a Gauss-Newton step on a linear model, whose top is one step away."""
    rng = np.random.default_rng(1)
    J, y = rng.standard_normal((6, 2)), rng.standard_normal(6)
    mean, C0, pi = np.array([1.0, -2.0]), np.array([[0.5, 0.1], [0.1, 0.25]]), 3.0
    spread = J @ C0 @ J.T + np.eye(6) / pi
    top = mean + C0 @ J.T @ np.linalg.solve(spread, y - J @ mean)
    for start in (mean, top, np.array([4.0, 4.0])):
        found = function(y - J @ start, J, start, mean, C0, pi)
        if found is None:
            return "It returns nothing. The last line should hand back the new place."
        found = np.asarray(found, dtype=float)
        if found.shape != (2,):
            return f"It should return two numbers; yours has the shape {found.shape}."
        if not np.allclose(found, top):
            if start is mean:
                return "Even from the prior's mean it misses the top of a straight model."
            return (
                "From the prior's mean it finds the top; from elsewhere it does not. Which term "
                "is silent at the prior's mean?"
            )
    return None


_BUG_CODE = """
```python
def gauss_newton(e, J, theta, mean, C0, pi):
    inverse = np.linalg.inv(C0)
    C = np.linalg.inv(pi * J.T @ J + inverse)
    uphill = pi * J.T @ e - theta + mean
    return theta + C @ uphill
```
"""

DECK = Deck(
    name="arguing_backwards",
    title="Arguing backwards",
    items=(
        Exercise(
            id="factor",
            title="What B means",
            stars=1,
            prompt=(
                "The change of self-inhibition is found to be $B = 0.25$, a natural logarithm of "
                "a factor. By how many per cent is self-inhibition stronger in the second "
                "condition? (To a whole per cent or better.)"
            ),
            unit="%",
            answer=_factor,
            tolerance=0.015,
            mistakes=(
                Mistake(
                    id="as-it-is",
                    value=25.0,
                    message="For small $B$ that is nearly right. Here take $e^{B}$.",
                ),
                Mistake(
                    id="whole",
                    value=lambda: 100 * np.exp(0.25),
                    message="That is what it is now, in per cent of before. How much *more* is it?",
                ),
                Mistake(
                    id="base-ten",
                    value=lambda: 100 * (10**0.25 - 1),
                    message="You used a logarithm of base ten; here it is natural.",
                ),
            ),
            hints=("The factor is $e^{0.25}$.", "Subtract 1, and count in hundredths."),
            solution="$e^{0.25} = 1.284$, so {answer} more.",
        ),
        Exercise(
            id="shrink",
            title="Two opinions",
            stars=2,
            prompt=(
                "A prior for a number is centred on 0 with standard deviation 0.2. One "
                "measurement says 0.5, with an error of standard deviation 0.1. What is the mean "
                "of the posterior?"
            ),
            answer=_shrink,
            tolerance=0.005,
            mistakes=(
                Mistake(
                    id="no-squares",
                    value=1 / 3,
                    tolerance=0.006,
                    message="Weights are precisions, one over the *variance*: square the errors.",
                ),
                Mistake(
                    id="turned",
                    value=0.1,
                    message="You gave the prior the datum's weight. The surer one counts more.",
                ),
                Mistake(
                    id="middle",
                    value=0.25,
                    message="The middle would be right if both were equally sure.",
                ),
            ),
            hints=(
                "Precisions are $1/0.2^2 = 25$ and $1/0.1^2 = 100$.",
                "The posterior mean is the mean of 0 and 0.5 with these as weights.",
            ),
            solution="$(25 \\times 0 + 100 \\times 0.5)/125$ is {answer}.",
        ),
        Exercise(
            id="odds",
            title="Two nats",
            stars=1,
            prompt=(
                "Two models of the same data have the log evidences −101 and −103 nats, and were "
                "equally probable before. How probable is the first now, if one of the two is "
                "right? (A number from 0 to 1, to two digits.)"
            ),
            answer=_odds,
            tolerance=0.005,
            mistakes=(
                Mistake(
                    id="odds",
                    value=lambda: np.exp(2),
                    message="Those are the *odds*, 7.4 to 1. As a probability?",
                ),
                Mistake(
                    id="other",
                    value=lambda: 1 / (1 + np.exp(2)),
                    message="That is the second model's. −101 is more than −103.",
                ),
                Mistake(
                    id="ratio",
                    value=103 / 204,
                    tolerance=0.01,
                    message="Logarithms are not shared out in proportion. Take $e$ to them first.",
                ),
            ),
            hints=(
                "Only the difference counts: 2 nats.",
                "The odds are $e^2$ to 1; a probability is odds over odds plus one.",
            ),
            solution="$e^2/(e^2 + 1)$ is {answer}. Short of nineteen in twenty.",
        ),
        Exercise(
            id="narrow",
            title="The price of knowing",
            stars=2,
            prompt=(
                "The data make a parameter four times as sure (a quarter of the standard "
                "deviation) and leave its mean where the prior had it. What does that cost in "
                "complexity as the chapter's $F$ counts it, in nats?"
            ),
            unit="nats",
            answer=_narrow,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="variance",
                    value=lambda: np.log(16),
                    message="The term is *half* the logarithm of the ratio of variances.",
                ),
                Mistake(
                    id="base-two",
                    value=2,
                    message="That is in bits. In nats each halving costs $\\ln 2$.",
                ),
                Mistake(
                    id="gain",
                    value=lambda: -np.log(4),
                    message="The right size. But it is asked as a cost, which is positive.",
                ),
            ),
            hints=(
                "The term is $\\tfrac12 \\ln(|C|/|C_0|)$; of one parameter $C$ is the variance.",
                "The variance falls to a sixteenth; half of $\\ln 16$.",
            ),
            solution="$\\tfrac12 \\ln 16 = \\ln 4$ is {answer}. The better fit has to earn it.",
        ),
        Exercise(
            id="coverage",
            title="How well is a share known?",
            stars=2,
            prompt=(
                "You test 90 % intervals on 100 simulated data sets. If they are honest, what is "
                "the standard deviation of the *share* that holds the truth, as a fraction of one?"
            ),
            answer=_coverage,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="count",
                    value=3,
                    message=(
                        "That is for the *count* out of 100, or in per cent. The share is asked "
                        "as a fraction of one: divide by 100."
                    ),
                ),
                Mistake(
                    id="variance",
                    value=0.0009,
                    message="That is the variance. Take its root.",
                ),
                Mistake(
                    id="half",
                    value=0.05,
                    message="That is for a share of one half. Here it is nine tenths.",
                ),
            ),
            hints=(
                "Each data set is a toss of a coin that falls on “holds” nine times in ten.",
                "$\\sqrt{p(1-p)/n}$.",
            ),
            solution=(
                "$\\sqrt{0.9 \\times 0.1/100}$ is {answer}. With 75 of 100 one would be five of "
                "these away from honest."
            ),
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "A Gauss-Newton step. On a straight model it should be at the top after one step "
                f"from anywhere, and from the prior's mean it is.\n{_BUG_CODE}\nMend it."
            ),
            checker=_check_step,
            mistakes=(),
            hints=(
                "What pulls back towards the prior's mean, and how strongly should it?",
                "A wide prior pulls weakly: the pull is $C_0^{-1}(\\theta - \\mu)$.",
            ),
            solution=(
                "```python\ndef gauss_newton(e, J, theta, mean, C0, pi):\n"
                "    inverse = np.linalg.inv(C0)\n"
                "    C = np.linalg.inv(pi * J.T @ J + inverse)\n"
                "    uphill = pi * J.T @ e - inverse @ (theta - mean)\n"
                "    return theta + C @ uphill\n```\n"
                "Without `inverse @` every prior pulls as if its variance were 1."
            ),
            on_page=Exercise(
                id="line",
                prompt="Which line is wrong?",
                options=(
                    Option(
                        "`inverse = np.linalg.inv(C0)`",
                        "The prior's precision is the inverse of its covariance. Right.",
                    ),
                    Option(
                        "`C = np.linalg.inv(pi * J.T @ J + inverse)`",
                        "Precisions of data and prior add up. Right.",
                    ),
                    Option("`uphill = pi * J.T @ e - theta + mean`", right=True),
                    Option("`return theta + C @ uphill`", "That is the step of the text."),
                ),
                because="The pull to the prior's mean has lost the prior's precision.",
            ),
        ),
        Quiz(
            "quiz",
            title="Five questions",
            questions=(
                Exercise(
                    id="q-wide",
                    title="A modest prior?",
                    prompt="What does a much wider prior do to the log evidence of a model?",
                    options=(
                        Option(
                            "It raises it, for the model can fit more.",
                            "Accuracy rises at most a little; complexity keeps rising.",
                        ),
                        Option(
                            "In the end it lowers it: the bets are spread too thin.", right=True
                        ),
                        Option(
                            "Nothing, for the data decide.",
                            "The *posterior* may hardly change; the evidence does.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-silent",
                    title="As wide as before",
                    prompt="A parameter's posterior is as wide as its prior. What was learned?",
                    options=(
                        Option(
                            "That its value is the posterior mean.",
                            "That is the prior's opinion, handed back.",
                        ),
                        Option("By itself, nothing.", right=True),
                        Option(
                            "That the model is wrong.",
                            "A right model can have parameters that the data do not touch.",
                        ),
                    ),
                    because="It may still be known *together with* another, as a sum.",
                ),
                Exercise(
                    id="q-converged",
                    title="Converged",
                    prompt="A search reports that it converged. What follows?",
                    options=(
                        Option(
                            "It found the best explanation.",
                            "It found *a* top. On draw 34 it was the lower of two.",
                        ),
                        Option("Nothing nearby is better.", right=True),
                        Option(
                            "The interval will hold the truth nine times in ten.",
                            "About three quarters of the converged ones did.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-reduction",
                    title="One inversion for five",
                    prompt="When is Bayesian model reduction to be mistrusted?",
                    options=(
                        Option(
                            "When the reduced model lies far from where the full one ended.",
                            right=True,
                        ),
                        Option(
                            "For linear models.",
                            "There it is exact.",
                        ),
                        Option(
                            "When the reduced model wins.",
                            "Then the full model usually ended near it, which is the good case.",
                        ),
                    ),
                ),
                Exercise(
                    id="q-patient",
                    title="What it shows",
                    prompt="What did this page show about people with a diagnosis?",
                    options=(
                        Option(
                            "That their self-inhibition is raised.",
                            "No person's data are on this page.",
                        ),
                        Option(
                            "How large the change in them is.",
                            "The changes were put in by hand.",
                        ),
                        Option("Nothing: every spectrum came out of the model itself.", right=True),
                    ),
                    because="It shows what the method could find if the world were the model.",
                ),
            ),
        ),
    ),
)
