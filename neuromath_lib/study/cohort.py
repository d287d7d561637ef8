"""A simulated study: people of two groups, recorded twice each, and inverted one by one.

Each participant is drawn, recorded and inverted from the plan's seed and a number alone, in any
order and on any machine. With a folder each is written to a file of its own as soon as it is done,
by the worker that did it; a run that was interrupted takes up what is there and does the rest.

    python -m neuromath_lib.study results --participants 60 --jobs 2
"""

from __future__ import annotations

import dataclasses
import io
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from neuromath_lib.inference import Gaussian, Group, group, variational_laplace
from neuromath_lib.numerics.validation import choice, number, whole_number
from neuromath_lib.study.two_conditions import HYPOTHESES, TwoConditions

_WIDTH = 1.0 / 128.0  # variance of what is believed of the log-precision of the noise


@dataclasses.dataclass(frozen=True)
class Plan:
    """What is simulated, and how it is inverted.

    Parameters
    ----------
    participants : int
        How many; even numbers are of group 0, odd ones of group 1.
    effect : float
        Difference of the groups' means of the change B, in standard deviations between people
        (Cohen's d of what is true, not of what is estimated).
    mean : float
        Mean of B over both groups, a logarithm.
    spread : float
        Standard deviation between people, as a fraction of the prior's, of every parameter.
    error : float
        Standard deviation of each log power.
    changes : str
        What truly changes between the conditions, one of `HYPOTHESES`.
    compare : bool
        Whether each participant is inverted under each of `HYPOTHESES`, or only the true one.
    starts : int
        Of each inversion.
    seed : int
        Of everything drawn by lot.

    Raises
    ------
    ValueError
        If a field is not what it should be.
    """

    participants: int = 60
    effect: float = 0.8
    mean: float = 0.1
    spread: float = 0.25
    error: float = 0.05
    changes: str = "self-inhibition"
    compare: bool = False
    starts: int = 1
    seed: int = 1

    def __post_init__(self) -> None:
        """Check the fields."""
        whole_number("participants", self.participants)
        number("effect", self.effect)
        number("mean", self.mean)
        number("spread", self.spread, low=0.0)
        number("error", self.error, above=0.0)
        choice("changes", self.changes, tuple(HYPOTHESES))
        if not isinstance(self.compare, bool):
            raise ValueError(f"compare was {self.compare!r}; it should be True or False")
        whole_number("starts", self.starts)
        whole_number("seed", self.seed, low=0)

    def model(self, hypothesis: str | None = None) -> TwoConditions:
        """Return the model of a hypothesis; of the true one if left out."""
        name = self.changes if hypothesis is None else hypothesis
        return TwoConditions(effects={name: HYPOTHESES[choice("hypothesis", name, HYPOTHESES)]})


@dataclasses.dataclass(frozen=True, eq=False)
class Participant:
    """What was true of a participant, and what was found.

    Attributes
    ----------
    number : int
        Which one, from 0.
    group : int
        0 or 1.
    truth : numpy.ndarray, shape (p,)
        Parameters that made the data; the last is the change B.
    mean, covariance : numpy.ndarray
        Posterior, under the true hypothesis.
    hypotheses : tuple of str
        Under which the data were inverted.
    log_evidences : numpy.ndarray
        One for each of them, nats.
    """

    number: int
    group: int
    truth: np.ndarray
    mean: np.ndarray
    covariance: np.ndarray
    hypotheses: tuple[str, ...]
    log_evidences: np.ndarray

    @property
    def posterior(self) -> Gaussian:
        """Posterior of the parameters."""
        return Gaussian(self.mean, self.covariance)


def simulate(plan: Plan, k: int) -> tuple[np.ndarray, np.ndarray, np.random.Generator]:
    """Return participant k's parameters and data, and a generator for what comes after."""
    rng = np.random.default_rng([plan.seed, k])
    model = plan.model()
    deviation = plan.spread * model.prior.standard_deviation
    truth = deviation * rng.standard_normal(deviation.size)
    truth[-1] += plan.mean + (k % 2 - 0.5) * plan.effect * deviation[-1]
    clean = model.predict(truth)
    return truth, clean + plan.error * rng.standard_normal(clean.shape), rng


def participant(plan: Plan, k: int) -> Participant:
    """Simulate participant k and invert the data.

    Raises
    ------
    ValueError
        If k is not one of the plan's participants.
    """
    k = whole_number("k", k, low=0)
    if k >= plan.participants:
        raise ValueError(f"k was {k}; it should be below participants, {plan.participants}")
    truth, data, rng = simulate(plan, k)
    names = tuple(HYPOTHESES) if plan.compare else (plan.changes,)
    found = {}
    for name in names:
        model = plan.model(name)
        found[name] = variational_laplace(
            model.predict,
            data,
            model.prior,
            jacobian=model.jacobian,
            noise_precision=Gaussian([-2.0 * np.log(plan.error)], [_WIDTH]),
            starts=plan.starts,
            rng=rng,
            n_jobs=1,  # it is people that are spread over processors
        )
    return Participant(
        number=k,
        group=k % 2,
        truth=truth,
        mean=found[plan.changes].mean,
        covariance=found[plan.changes].covariance,
        hypotheses=names,
        log_evidences=np.array([one.log_evidence for one in found.values()]),
    )


def run(
    plan: Plan,
    folder: str | os.PathLike | None = None,
    *,
    n_jobs: int | None = None,
    progress: bool = False,
) -> list[Participant]:
    """Do the study, or what is left of it.

    Parameters
    ----------
    plan : Plan
        What to do.
    folder : path, optional
        Where each participant is kept, in a file of its own, with the plan beside them. Made if it
        is not there. Workers write to it themselves, so all of them must see it. A longer plan may
        be continued from a shorter one; any other difference is refused.
    n_jobs : int, optional
        As of `joblib.Parallel`; what `joblib.parallel_config` says if left out, or 1.
    progress : bool
        Show a progress bar.

    Returns
    -------
    list of Participant
        In order of their numbers.

    Raises
    ------
    ValueError
        If the folder holds another plan's participants.
    """
    from joblib import Parallel, delayed
    from tqdm.auto import tqdm

    place = None if folder is None else _prepared(Path(folder), plan)
    have = {} if place is None else _kept(place, plan)
    left = [k for k in range(plan.participants) if k not in have]
    calls = [delayed(_do)(plan, k, place) for k in left]
    bar = {"total": plan.participants, "initial": len(have), "disable": not progress}
    with tqdm(unit="participant", **bar) as shown:
        try:
            results = Parallel(n_jobs=n_jobs, return_as="generator")(calls)
        except ValueError:  # a backend that returns everything in the end
            results = Parallel(n_jobs=n_jobs)(calls)
        for one in results:
            have[one.number] = one
            shown.update()
    return [have[k] for k in range(plan.participants)]


def effect_on_group(
    participants: Sequence[Participant], prior: Gaussian, parameters: Sequence[int] = (-1,), **more
) -> Group:
    """Return the mean over people (first row of the effects) and the groups' difference (second).

    Parameters
    ----------
    participants : sequence of Participant
        People of both groups.
    prior : Gaussian
        That they were inverted with.
    parameters : sequence of int
        Which parameters to compare; counted from the end if negative. The change B if left out.
    **more
        Passed to `inference.group`.
    """
    sides = np.array([one.group - 0.5 for one in participants])
    design = np.stack([np.ones(len(sides)), sides], axis=1)
    chosen = [k % prior.size for k in parameters]
    posteriors = [one.posterior for one in participants]
    return group(posteriors, design, prior=prior, parameters=chosen, **more)


def _do(plan: Plan, k: int, place: Path | None) -> Participant:
    found = participant(plan, k)
    if place is not None:
        stream = io.BytesIO()
        np.savez(stream, **dataclasses.asdict(found))
        _write(_file(place, k), stream.getvalue())
    return found


def _write(final: Path, content: bytes) -> None:
    """Write a file in one stroke: one that is there is whole."""
    partial = final.with_suffix(f".{os.getpid()}.part")
    partial.write_bytes(content)
    partial.replace(final)


def _file(place: Path, k: int) -> Path:
    return place / f"participant-{k:05d}.npz"


def _prepared(place: Path, plan: Plan) -> Path:
    """Make the folder and write the plan, or check that the one there is the same."""
    place.mkdir(parents=True, exist_ok=True)
    note, asked = place / "plan.json", dataclasses.asdict(plan)
    if note.exists():
        there = json.loads(note.read_text("utf-8"))
        same = {k: v for k, v in there.items() if k != "participants"}
        if same != {k: v for k, v in asked.items() if k != "participants"}:
            raise ValueError(
                f"folder held the participants of another plan, {there}; it should be empty, or "
                f"hold those of {asked}"
            )
    _write(note, (json.dumps(asked, indent=2) + "\n").encode())
    return place


def _kept(place: Path, plan: Plan) -> dict[int, Participant]:
    found = {}
    for k in range(plan.participants):
        if _file(place, k).exists():
            with np.load(_file(place, k)) as kept:
                found[k] = Participant(
                    number=int(kept["number"]),
                    group=int(kept["group"]),
                    truth=kept["truth"],
                    mean=kept["mean"],
                    covariance=kept["covariance"],
                    hypotheses=tuple(str(name) for name in kept["hypotheses"]),
                    log_evidences=kept["log_evidences"],
                )
    return found


def summary(participants: Sequence[Participant], plan: Plan) -> dict[str, Any]:
    """Return the group's difference, its probability and, if compared, how often the truth won."""
    prior = plan.model().prior
    level = effect_on_group(participants, prior, ratio=1.0 / max(plan.spread, 0.05) ** 2)
    out = {
        "participants": len(participants),
        "difference": float(level.effects[1, 0]),
        "standard deviation": float(level.standard_deviation[1, 0]),
        "probability": float(level.probability[1, 0]),
        "true difference": plan.effect * plan.spread * float(prior.standard_deviation[-1]),
    }
    if plan.compare:
        true = participants[0].hypotheses.index(plan.changes)
        out["right hypothesis wins"] = float(
            np.mean([np.argmax(one.log_evidences) == true for one in participants])
        )
    return out
