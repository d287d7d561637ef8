"""What there is to say of a state: overlaps, energy, who wants to flip, and where it rests.

The page's script says the same in the same words (pattern_pad.js); a browser test compares them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

NEAR = 0.8  # overlap from which a resting state counts as a memory with pixels off


@dataclass(frozen=True, eq=False)
class Reading:
    """What there is to say of a state.

    Attributes
    ----------
    overlaps : numpy.ndarray
        With each memory, shape ``(P,)``.
    energy : float or None
        None where the weights are not symmetric.
    wanting : numpy.ndarray of bool
        Which units want to flip, shape ``(N,)``.
    words : str
        How many they are, or if none does, where the state has come to rest.
    """

    overlaps: np.ndarray
    energy: float | None
    wanting: np.ndarray
    words: str

    def line(self, parts: Sequence[str]) -> str:
        """Return it as one line, with those of overlaps and energy that are among `parts`."""
        said = []
        if "overlaps" in parts and self.overlaps.size:
            said.append("overlaps " + ", ".join(map(shown, self.overlaps)))
        if "energy" in parts and self.energy is not None:
            said.append(f"energy {brief(self.energy)}")
        return "; ".join([*said, self.words])


def read(
    weights: np.ndarray,
    thresholds: np.ndarray,
    memories: np.ndarray,
    names: Sequence[str],
    state: np.ndarray,
) -> Reading:
    """Return what there is to say of a state (N,) in a network."""
    pulls = weights @ state
    # What rounding may have made of a field of zero; whole numbers have no rounding.
    whole = np.all(weights == np.rint(weights)) and np.all(thresholds == np.rint(thresholds))
    sizes = np.abs(weights).sum(axis=1) + np.abs(thresholds)
    tolerance = 0.0 if whole else 32.0 * np.finfo(float).eps * sizes
    wanting = state * (pulls - thresholds) < -tolerance
    energy = None
    if np.array_equal(weights, weights.T):
        energy = float(-0.5 * state @ pulls + thresholds @ state)
    return Reading(
        overlaps=memories @ state / state.size,
        energy=energy,
        wanting=wanting,
        words=_where(memories, names, state, int(wanting.sum())),
    )


def shown(value: float) -> str:
    """Return a number with two decimals and a true minus, rounded as a browser rounds."""
    text = str(Decimal(float(value)).quantize(Decimal("0.01"), ROUND_HALF_UP))
    return "0.00" if text == "-0.00" else text.replace("-", "\N{MINUS SIGN}")


def brief(value: float) -> str:
    """Return the same, without decimals that are zero."""
    return shown(value).rstrip("0").rstrip(".")


def _where(memories: np.ndarray, names: Sequence[str], state: np.ndarray, wanting: int) -> str:
    if wanting:
        return "1 unit wants to flip." if wanting == 1 else f"{wanting} units want to flip."
    if not len(memories):
        return "At rest."
    overlaps = memories @ state
    best = int(np.argmax(np.abs(overlaps)))
    name = names[best] if overlaps[best] > 0 else f"the negative of {names[best]}"
    off = (state.size - abs(int(overlaps[best]))) // 2
    if not off:
        return f"At rest in {name}."
    for three in itertools.combinations(range(len(memories)), 3):
        signs = np.sign(overlaps[list(three)])
        if np.array_equal(np.sign(signs @ memories[list(three)]), state):
            parts = [
                names[k] if sign > 0 else f"the negative of {names[k]}"
                for k, sign in zip(three, signs, strict=True)
            ]
            return f"At rest in a mixture of {parts[0]}, {parts[1]} and {parts[2]}."
    if abs(overlaps[best]) >= NEAR * state.size:
        return f"At rest next to {name}, {off} {'pixel' if off == 1 else 'pixels'} off."
    return "At rest in a ghost: a pattern that nobody stored."
