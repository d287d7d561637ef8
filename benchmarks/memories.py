"""What every program is given to remember, and whether what it recalls is right.

Random patterns of +1 and -1, stored by Hebb's rule, and cues: some of the patterns with a tenth of
their units turned over. Only numpy is needed here, since every program's environment reads this
file, and nothing is taken from the library.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

TASKS = ("building", "recall")
RECALLED = 0.95  # overlap above which a pattern is recalled


@dataclass(frozen=True)
class Memories:
    """Patterns to store and cues to recall them by.

    Attributes
    ----------
    task : str
        "building": from patterns to weights; "recall": from cues to states of rest.
    units, patterns : int
        N and P.
    cues : int
        How many of the patterns are asked for.
    flipped : float
        Fraction of a cue's units that are turned over.
    learnt : int
        How many of the patterns are stored in a task of building; 0 for all.
    seed : int
        Of the patterns and cues.
    """

    task: str = "recall"
    units: int = 1000
    patterns: int = 100
    cues: int = 100
    flipped: float = 0.1
    learnt: int = 0
    seed: int = 1

    def to_json(self) -> str:
        """Write this for a command line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Memories:
        """Read what `to_json` wrote."""
        return cls(**json.loads(text))

    @cached_property
    def stored(self) -> np.ndarray:
        """The patterns, int8, shape (P, N)."""
        rng = np.random.default_rng(self.seed)
        return 2 * rng.integers(0, 2, (self.patterns, self.units), dtype=np.int8) - 1

    @cached_property
    def given(self) -> np.ndarray:
        """The cues, int8, shape (cues, N): exactly so many units differ, none drawn twice."""
        rng = np.random.default_rng((self.seed, 1))
        cues = self.stored[: self.cues].copy()
        for cue in cues:
            cue[rng.permutation(self.units)[: round(self.flipped * self.units)]] *= -1
        return cues

    def to_learn(self) -> np.ndarray:
        """Return the patterns of a task of building."""
        return self.stored[: self.learnt or self.patterns]

    def weights(self, rows: Any = slice(None)) -> np.ndarray:
        """Return rows of the weights of all patterns: whole numbers, zero diagonal, as floats."""
        single = self.stored.astype(np.float32)  # whole numbers this small are exact
        found = single[:, rows].T @ single
        which = np.arange(self.units)[rows]
        found[np.arange(len(which)), which] = 0.0
        return found

    def fields(self, states: np.ndarray) -> np.ndarray:
        """Return what reaches each unit, exactly, without any weights: by way of the overlaps."""
        stored = self.stored.astype(np.float64)
        states = np.asarray(states, dtype=np.float64)
        return (states @ stored.T) @ stored - len(stored) * states

    def recall_outcome(self, states: Any) -> dict[str, Any]:
        """Say what became of the cues: none is taken at its word.

        Parameters
        ----------
        states
            Where they ended, shape (cues, N).

        Returns
        -------
        dict
            "at_rest": fraction in which no unit wants to flip (a field of 0 asks for nothing);
            "recalled": fraction that overlaps its pattern by more than .95; "ends": a mark of
            each state, the same for the same state.
        """
        states = np.asarray(states)
        if states.shape != self.given.shape or not np.all(abs(states) == 1):
            raise ValueError(f"states were not +1 and -1 of shape {self.given.shape}")
        wanting = (states * self.fields(states) < 0).any(axis=1)
        overlaps = (states.astype(float) * self.stored[: self.cues]).mean(axis=1)
        marks = [hashlib.sha256(line.astype(np.int8).tobytes()).hexdigest()[:12] for line in states]
        return {
            "at_rest": float(np.mean(~wanting)),
            "recalled": float(np.mean(overlaps > RECALLED)),
            "ends": marks,
        }

    def building_outcome(self, weights: Any, scale: float) -> dict[str, Any]:
        """Say whether weights are those of Hebb's rule.

        Parameters
        ----------
        weights
            Shape (N, N).
        scale
            What a weight of 1 is in them: 1, or 1 / N.
        """
        learnt = Memories(units=self.units, patterns=len(self.to_learn()))
        learnt.__dict__["stored"] = self.to_learn()
        rows = np.random.default_rng(0).permutation(self.units)[:200]
        right = np.allclose(np.asarray(weights)[rows] / scale, learnt.weights(rows), atol=1e-6)
        return {"right": bool(right)}
