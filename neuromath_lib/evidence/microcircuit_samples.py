"""Sensitivity and confusion of the five hypotheses in samples too large for a chapter.

A chapter draws some dozens of baselines. The same computations over a thousand (over two hundred
for pairs of changes) are kept in a file beside this module, with their seeds; `compute` makes them
again in about two minutes, and tests compare fresh draws with them.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from importlib import resources
from typing import Any

import numpy as np

from neuromath_lib.microcircuit.paradigms import Confusion, Sensitivity, confusion, sensitivity
from neuromath_lib.microcircuit.paradigms.sensitivity import PATTERN

FILE = "microcircuit_samples.json"
SEED = 2022
# Baselines in each chunk, and chunks; chunk k is drawn with the seed (SEED, k).
CHUNKS = {"confusion": (250, 4), "single": (100, 10), "pairs": (50, 4)}


@dataclasses.dataclass(frozen=True, eq=False)
class Samples:
    """What the larger samples gave.

    Attributes
    ----------
    single, pairs : Sensitivity
        Changes of one connection; changes of one or of two.
    signs, nearest : Confusion
        By the three signs, and by the nearest of the hypotheses.
    """

    single: Sensitivity
    pairs: Sensitivity
    signs: Confusion
    nearest: Confusion


def _rng(chunk: int) -> np.random.Generator:
    return np.random.default_rng([SEED, chunk])


def compute(chunks: dict[str, tuple[int, int]] = CHUNKS) -> dict[str, Any]:
    """Draw the samples again; what is returned is what the file holds.

    Parameters
    ----------
    chunks : dict
        Baselines in each chunk and number of chunks, for "confusion", "single" and "pairs".
    """
    kept: dict[str, Any] = {}
    for name in ("single", "pairs"):
        draws, count = chunks[name]
        found = [sensitivity(draws, _rng(k), pairs=name == "pairs") for k in range(count)]
        kept[name] = {
            "draws": draws * count,
            "changes": [[list(one) for one in change] for change in found[0].changes],
            "share": np.mean([one.share for one in found], axis=0).round(4).tolist(),
        }
    for by in ("signs", "nearest"):
        draws, count = chunks["confusion"]
        shares = [confusion(draws, _rng(k), by=by).share for k in range(count)]
        kept[by] = {
            "draws": draws * count,
            "share": np.mean(shares, axis=0).round(4).tolist(),
        }
    return kept


@functools.cache
def samples() -> Samples:
    """Return the samples that are kept."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    kept = json.loads(text)
    models = tuple(f"M{k}" for k in range(1, 6))

    def changes(name: str) -> Sensitivity:
        one = kept[name]
        named = tuple(tuple((what, way) for what, way in change) for change in one["changes"])
        return Sensitivity(named, np.array(one["share"]), one["draws"], PATTERN)

    def taken(name: str) -> Confusion:
        return Confusion(models, np.array(kept[name]["share"]), kept[name]["draws"])

    return Samples(changes("single"), changes("pairs"), taken("signs"), taken("nearest"))
