"""Push-ups and quiz of the chapter *Doors that flicker*."""

from __future__ import annotations

import math

from neuromath_lib.pushups.exercise import Deck, Exercise, Mistake, Option, Quiz

_SHUTS = 0.3  # 1/ms, of a gate
_NOISE = (50.0, 90.0)  # mean (pA) and variance (pA^2) of a current


def _stay() -> float:
    """Mean time for which a door of four gates stays open, ms."""
    return 1.0 / (4.0 * _SHUTS)


def _single() -> float:
    """Conductance of a door, pS, from the noise of few open ones at 100 mV of driving force."""
    mean, variance = _NOISE
    return 1000.0 * (variance / mean) / 100.0


def _ratio(n: float = 0.2) -> float:
    """Variance of the open fraction of doors, over that with noise on n."""
    p = n**4
    return p * (1.0 - p) / ((4.0 * n**3) ** 2 * n * (1.0 - n))


def _check_kick(function) -> str | None:
    """Judge a function that returns the random kick of a step."""
    here = {"n": 0.25, "alpha": 0.1, "beta": 0.3, "gates": 1000.0}
    size = math.sqrt(0.15 / 1000.0)
    one = float(function(**here, dt=1.0, xi=1.0))
    if not math.isclose(abs(one), size, rel_tol=1e-9):
        return (
            f"With dt = 1 and xi = 1 the kick should be {size:.4g}, as it was before; yours is "
            f"{one:.4g}. Change only what depends on `dt`."
        )
    fine = float(function(**here, dt=0.01, xi=1.0))
    if math.isclose(fine, 0.01 * one, rel_tol=1e-9):
        return (
            "A hundred steps of 0.01 ms still shake ten times less than one step of 1 ms: the kick "
            "goes with `dt`."
        )
    if math.isclose(fine, one, rel_tol=1e-9):
        return (
            "Now the kick does not depend on `dt` at all, and a hundred steps of 0.01 ms shake ten "
            "times *more* than one step of 1 ms."
        )
    if not math.isclose(fine, 0.1 * one, rel_tol=1e-9):
        return (
            f"From dt = 1 to dt = 0.01 the kick should become ten times smaller; yours becomes "
            f"{one / fine:.4g} times smaller."
        )
    if not math.isclose(float(function(**here, dt=0.01, xi=-2.0)), -2.0 * fine, rel_tol=1e-9):
        return "The size is right. But the kick must go with `xi`, sign and all."
    elsewhere = {"n": 0.5, "alpha": 0.2, "beta": 0.1, "gates": 600.0}
    if not math.isclose(abs(float(function(**elsewhere, dt=1.0, xi=1.0))), math.sqrt(0.15 / 600.0)):
        return "Right for one `n` and one pair of rates, and not for others. Change only the step."
    return None


_BUG_CODE = """
```python
for _ in range(steps):
    drift = alpha * (1 - n) - beta * n
    size = np.sqrt((alpha * (1 - n) + beta * n) / gates)
    xi = rng.standard_normal()
    n = n + drift * dt + size * dt * xi
```
"""

DECK = Deck(
    name="doors_that_flicker",
    title="Doors that flicker",
    items=(
        Exercise(
            id="stay",
            title="Four chances to shut",
            stars=1,
            prompt=(
                "A potassium door is open while all of its four gates are. Each open gate shuts "
                "with three chances in ten per millisecond, $\\beta = 0.3$ per ms. How long does "
                "the door stay open on average?"
            ),
            unit="ms",
            answer=_stay,
            tolerance=0.05,
            mistakes=(
                Mistake(
                    id="one-gate",
                    value=lambda: 1.0 / _SHUTS,
                    message=(
                        "That is how long one *gate* stays open. The door shuts as soon as any of "
                        "its four does."
                    ),
                ),
                Mistake(
                    id="longer",
                    value=lambda: 4.0 / _SHUTS,
                    message="More gates that can shut make the stay shorter.",
                ),
                Mistake(
                    id="rate",
                    value=lambda: 4.0 * _SHUTS,
                    message="That is the rate at which it shuts, per ms. The stay is one over it.",
                ),
            ),
            hints=(
                "The mean stay is one over the rate of leaving. What is the rate of leaving, if "
                "there are four ways to leave?",
                "Four gates, 0.3 per ms each: 1.2 per ms.",
            ),
            solution="One over $4 \\times 0.3$ per ms, which is {answer}.",
        ),
        Exercise(
            id="memory",
            title="Overdue?",
            stars=1,
            prompt=(
                "A gate shuts with the rate 0.3 per ms, so its stays are 3.33 ms long on average. "
                "One of them has been open for 10 ms already. How much longer will it stay open, "
                "on average?"
            ),
            unit="ms",
            answer=lambda: 1.0 / _SHUTS,
            tolerance=0.05,
            mistakes=(
                Mistake(
                    id="total",
                    value=lambda: 10.0 + 1.0 / _SHUTS,
                    message="That is its whole stay, with the 10 ms that are over.",
                ),
                Mistake(
                    id="overdue",
                    value=lambda: 1.0 / _SHUTS - 10.0,
                    tolerance=0.01,
                    message="It cannot have shut in the past. And it is not overdue: who told it?",
                ),
                Mistake(
                    id="now",
                    predicate=lambda given: given == 0,
                    message="It does not know that it has been open for long.",
                ),
            ),
            hints=(
                "What does the gate know about the last 10 ms?",
                "Nothing. So its future is that of a gate which has opened a moment ago.",
            ),
            solution=(
                "It has no memory: {answer}, as for every other open gate. Among many stays, long "
                "ones like this are rare (five in a hundred); but those that are this long go on "
                "for another 3.33 ms on average."
            ),
        ),
        Exercise(
            id="quieter",
            title="Five times quieter",
            stars=1,
            prompt=(
                "In a crowd of 1,600 doors, each open half of the time, the open fraction is "
                "50 %, give or take 1.25 %. How many doors make that 0.25 %?"
            ),
            unit="",
            answer=lambda: 1600.0 * 5.0**2,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="linear",
                    value=8000.0,
                    message=(
                        "Five times as many make it quieter by $\\sqrt 5$, to 0.56 %. The spread "
                        "goes with one over the square *root* of the number."
                    ),
                ),
                Mistake(
                    id="root",
                    value=lambda: 1600.0 * math.sqrt(5.0),
                    message="You took the root where a square is needed.",
                ),
                Mistake(
                    id="fewer",
                    value=64.0,
                    message="Fewer doors are noisier.",
                ),
            ),
            hints=(
                "The spread is $\\sqrt{p(1-p)/N}$.",
                "Five times less spread takes 25 times as many doors.",
            ),
            solution="$25 \\times 1{,}600$, which is {answer} doors.",
        ),
        Exercise(
            id="quiver",
            title="From a quiver to a door",
            stars=2,
            prompt=(
                "A current through very many doors, of which only a few per cent are open at a "
                "time, has a mean of 50 pA and a variance of 90 pA². The driving force is "
                "100 mV. What is the conductance of one open door? (1 pA over 1 mV is 1000 pS.)"
            ),
            unit="pS",
            answer=_single,
            tolerance=0.01,
            mistakes=(
                Mistake(
                    id="spread",
                    value=lambda: 10.0 * math.sqrt(_NOISE[1]) / _NOISE[0],
                    message=(
                        "You divided the spread by the mean. It is the *variance* over the mean "
                        "that is one door's current."
                    ),
                ),
                Mistake(
                    id="all",
                    value=lambda: 10.0 * _NOISE[0],
                    message="That is the conductance of all the open doors together.",
                ),
                Mistake(
                    id="upside-down",
                    value=lambda: 10.0 * _NOISE[0] / _NOISE[1],
                    message="Mean over variance; turn it round.",
                ),
                Mistake(
                    id="current",
                    value=lambda: _NOISE[1] / _NOISE[0],
                    message=(
                        "That is one door's current in pA. Divide by the driving force, and mind "
                        "the units."
                    ),
                ),
            ),
            hints=(
                "At the foot of the parabola, variance $= i \\times$ mean.",
                "$i$ is 90/50 pA. Divide by 100 mV.",
            ),
            solution=(
                "$i = 90/50 = 1.8$ pA, and $1.8\\ \\text{pA} / 100\\ \\text{mV}$ is {answer}, as "
                "for the doors of sodium that Sigworth and Neher saw. Some 28 of them are "
                "open at a time."
            ),
        ),
        Exercise(
            id="ratio",
            title="How wrong for potassium?",
            stars=3,
            prompt=(
                "Take $N$ potassium doors with $n = 0.2$. Doors by themselves: $p = n^4$, variance "
                "$p(1-p)/N$. Noise on $n$: $n$ has the variance $n(1-n)/N$, and $n^4$ is taken "
                "afterwards; a small change $\\delta n$ changes $n^4$ by $4n^3\\,\\delta n$. By "
                "which factor is the second variance too small?"
            ),
            unit="",
            answer=_ratio,
            tolerance=0.03,
            mistakes=(
                Mistake(
                    id="not-squared",
                    value=lambda: 4.0 * 0.2**3 * _ratio(),
                    tolerance=0.02,
                    message=(
                        "The change of $n^4$ is $4n^3$ times that of $n$, so its variance is "
                        "$(4n^3)^2$ times."
                    ),
                ),
                Mistake(
                    id="no-slope",
                    value=lambda: 0.2**4 * (1 - 0.2**4) / (0.2 * 0.8),
                    tolerance=0.02,
                    message="You compared with the variance of $n$ itself, before the power.",
                ),
                Mistake(
                    id="four",
                    value=lambda: 4.0 * _ratio(),
                    tolerance=0.02,
                    message="$(4n^3)^2$ is $16 n^6$, not $4 n^6$.",
                ),
                Mistake(
                    id="upside-down",
                    value=lambda: 1.0 / _ratio(),
                    tolerance=0.02,
                    message="That is the second over the first; turn it round.",
                ),
            ),
            hints=(
                "The variance of $n^4$ is $(4n^3)^2$ times the variance of $n$, and $N$ drops out.",
                "$p(1-p) = 0.0016 \\times 0.9984$; the other is $16 \\times 0.2^7 \\times 0.8$.",
            ),
            solution=(
                "$0.0015974 / 0.00016384$, which is {answer}. At rest $n$ is larger, 0.32, and the "
                "factor 2.8; sodium's is about 70, as its $m$ is smaller. For an $n$ of one half "
                "it would be 0.94, about right, and by accident."
            ),
        ),
        Exercise(
            id="bug",
            title="Bug hunt",
            stars=3,
            prompt=(
                "This program shakes a crowd of gates. With the default step it looks fine; its "
                "author makes the step ten times finer, to be safe, and the noise is three times "
                "weaker. Mend the kick as a function `kick(n, alpha, beta, gates, dt, xi)`, and "
                "hand it to `check`." + _BUG_CODE
            ),
            checker=_check_kick,
            hints=(
                "How should ten kicks of a tenth of a millisecond compare with one of a "
                "millisecond? They partly cancel.",
                "Variances add. So the *variance* of a kick goes with `dt`, and its size with ...",
            ),
            solution=(
                "Line 5: `size * np.sqrt(dt) * xi`. Ten random kicks add up to $\\sqrt{10}$ times "
                "one of them, so each must shrink by $\\sqrt{10}$ when the step shrinks by ten."
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
                        "Line 2",
                        "What opens less what shuts: the drift is right, and its unit is 1/ms.",
                    ),
                    Option(
                        "Line 3",
                        "Both streams are random, and their variances add: a plus is right here.",
                    ),
                    Option(
                        "Line 4",
                        "A fresh random number for each step, as it should be. One number for all "
                        "steps would be wrong.",
                    ),
                    Option("Line 5", right=True),
                ),
                because="The drift goes with `dt`; the kick goes with its square root.",
                hints=(
                    "What happens to each term when `dt` becomes ten times smaller and there are "
                    "ten times as many steps?",
                    "The drifts add up to the same as before. Do the kicks?",
                ),
                solution=(
                    "Line 5. The kick should be `size * np.sqrt(dt) * xi`. With `dt` in place of "
                    "its root, finer steps make less noise, and infinitely fine ones none."
                ),
            ),
        ),
        Quiz(
            id="quiz",
            questions=(
                Exercise(
                    id="q-step",
                    title="What is left to chance?",
                    prompt=(
                        "A pipette holds one door under a voltage clamp. Which of these varies by "
                        "chance from one opening to the next?"
                    ),
                    options=(
                        Option(
                            "The height of the current's step.",
                            "That is Ohm's law for one door, the same at each opening while the "
                            "voltage is held.",
                        ),
                        Option("How long the door stays open.", right=True),
                        Option(
                            "The rate at which an open door shuts.",
                            "The rate is fixed by the voltage. What varies is the moment at which "
                            "it happens.",
                        ),
                        Option(
                            "Nothing: the clamp holds everything still.",
                            "It holds the voltage still. The door goes on flickering.",
                        ),
                    ),
                    because="The rate is fixed, the moments are not.",
                ),
                Exercise(
                    id="q-size",
                    title="Large and small",
                    prompt="Why does a small patch fire without any current, and a large one not?",
                    options=(
                        Option(
                            "Doors in a small patch open more often.",
                            "Each door has the same habits in both, at the same voltage.",
                        ),
                        Option(
                            "In a small patch one door is a larger share of the whole.",
                            right=True,
                        ),
                        Option(
                            "A small patch has more doors for its area.",
                            "The density is the same, and so is the conductance per area.",
                        ),
                        Option(
                            "The leak is weaker in a small patch.",
                            "It shrinks with the area, as everything else does.",
                        ),
                    ),
                    because="One opening moves the voltage of a small patch by many millivolts.",
                ),
                Exercise(
                    id="q-thinning",
                    title="Thinning",
                    prompt=(
                        "In thinning, some of the drawn moments are thrown away. What does that do "
                        "to the result?"
                    ),
                    options=(
                        Option(
                            "It loses a few openings; the error is small.",
                            "No opening is lost. Too many moments were drawn in the first place.",
                        ),
                        Option("Nothing: it is exact.", right=True),
                        Option(
                            "It makes the stays longer than they should be.",
                            "Moments come at a rate that is too high by as much as they are "
                            "thinned out.",
                        ),
                        Option(
                            "It is exact only if the voltage is held still.",
                            "It was invented for rates that move. Where they stand still it "
                            "would throw nothing away.",
                        ),
                    ),
                    because=(
                        "Drawn at too high a rate, kept with the probability true rate over drawn "
                        "rate."
                    ),
                ),
                Exercise(
                    id="q-error",
                    title="How sure?",
                    prompt=(
                        "In 100 seconds you count 25 rare spikes. How sure are you of the rate of "
                        "0.25 per second?"
                    ),
                    options=(
                        Option(
                            "To all the digits: it has been counted.",
                            "The count is certain; the next hundred seconds would give another.",
                        ),
                        Option("Give or take 0.05, a fifth of it.", right=True),
                        Option(
                            "Give or take 0.0025, a hundredth of it.",
                            "What counts is the number of spikes, 25, not the number of seconds.",
                        ),
                        Option(
                            "Give or take 0.25: it may as well be nothing.",
                            "If it were nothing, you would not have seen 25.",
                        ),
                    ),
                    because="Rare spikes come like rain: 25, give or take the square root of 25.",
                ),
                Exercise(
                    id="q-product",
                    title="Three kicks",
                    prompt="Why does noise on $m$, $h$ and $n$ lose most of the spikes?",
                    options=(
                        Option(
                            "Its mean open fraction is too low.",
                            "The mean is very nearly right. It is the fluctuation that is lost.",
                        ),
                        Option(
                            "Its kicks are not scaled by the square root of the step.",
                            "They are, in the library. It would be wrong with perfect kicks.",
                        ),
                        Option(
                            "It averages the gates over all doors, and multiplies afterwards.",
                            right=True,
                        ),
                        Option(
                            "Smooth noise can never stand in for doors that jump.",
                            "Noise on the *states* of doors is as smooth, and gives the right rate "
                            "where there are many.",
                        ),
                    ),
                    because="Each door multiplies its own gates: who holds which ones matters.",
                ),
            ),
        ),
    ),
)
