"""A pattern that the reader paints, and a network that changes it: the call and its object."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from neuromath_lib.explore.pattern_pad_reading import Reading, read
from neuromath_lib.numerics.validation import numbers, whole_number

MOST_COLUMNS = 14  # a pixel is 24 px wide, enough for a finger, on a phone of 390 px
MOST_UNITS = 256
READOUTS = ("overlaps", "energy", "wanting")


def pattern_pad(
    weights: Any,
    memories: Any,
    shape: tuple[int, int] = (8, 8),
    *,
    name: str,
    title: str,
    thresholds: Any = 0,
    seed: int = 0,
    names: Sequence[str] | None = None,
    start: Any = None,
    alt: str | None = None,
    readout: Sequence[str] = READOUTS,
    learn: bool = False,
) -> PatternPad:
    """Let the reader paint a pattern, damage it, and watch a network change it.

    The network runs on the page, without a kernel. A unit goes where its field
    ``weights @ state - thresholds`` points and stays as it is where the field is zero; in each
    sweep every unit has its turn once, in an order drawn by chance. The orders are those of
    ``numpy.random.default_rng(seed).permutation``, drawn anew once the reader has changed the
    pattern: from what is shown, the page comes to exactly the state to which
    ``Network(weights, thresholds).recall(state, numpy.random.default_rng(seed))`` comes.

    Parameters
    ----------
    weights : array_like
        Shape ``(N, N)``, from unit j to unit i in ``weights[i, j]``, with a zero diagonal. Where
        they are not symmetric there is no energy to show.
    memories : array_like
        +1 and -1, shape ``(P, N)``: what the state is compared with. With `learn` there may be
        none, ``()``.
    shape : tuple of int
        Rows and columns, N in all: at most 14 columns, so that a finger can hit each pixel on a
        phone, and 256 pixels. Pixels go line by line from the top.
    name : str
        Identifier in links, unique on a page: lower-case letters, digits and hyphens.
    title : str
        One line above the picture.
    thresholds : float or array_like
        What a field must exceed, for all units or for each, shape ``(N,)``.
    seed : int
        Start of the page's random numbers: the orders of updates, and which pixels are flipped.
    names : sequence of str, optional
        What the page calls the memories, as in "At rest in *a face*"; by default "memory 1" and
        so on.
    start : int or array_like, optional
        The picture shown first: the number of a memory, or +1 and -1, shape ``(N,)`` or `shape`.
        By default the first memory, or without one an empty page of -1.
    alt : str, optional
        What the picture shows first, in words.
    readout : sequence of str
        Which to show of "overlaps", "energy" and "wanting" (how many units want to flip).
    learn : bool
        Whether the reader can store patterns: each adds its outer product to the weights, as
        Hebb's rule has it, in units of one whole number of the weights.

    Returns
    -------
    PatternPad
        Shows itself as the last expression of a cell.

    Raises
    ------
    ValueError
        If an argument cannot be used; the message names it.

    Examples
    --------
    >>> import numpy as np
    >>> memory = np.array([1, 1, -1, -1])
    >>> weights = np.outer(memory, memory) - np.eye(4, dtype=int)
    >>> pad = pattern_pad(weights, [memory], (2, 2), name="two-by-two", title="Four units")
    >>> pad.reading([1, 1, 1, -1]).words
    '1 unit wants to flip.'
    """
    rows, columns = _shape(shape)
    n_units = rows * columns
    weights = _weights(weights, n_units)
    learn = _truth("learn", learn)
    memories = _memories(memories, n_units, learn)
    names = _names(names, len(memories))
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise ValueError(
            f"name was {name!r}; it should be lower-case letters, digits and hyphens, a letter "
            "first"
        )
    _text("title", title)
    thresholds = np.asarray(numbers("thresholds", thresholds))
    if thresholds.shape not in ((), (n_units,)):
        raise ValueError(
            f"thresholds was an array of shape {thresholds.shape}; it should be one number or of "
            f"shape ({n_units},), one for each pixel"
        )
    begin = _start(start, memories, n_units)
    if alt is None:
        known = [k for k, memory in enumerate(memories) if np.array_equal(memory, begin)]
        shown = names[known[0]] if known else f"a pattern with {(begin > 0).sum()} of them ink"
        alt = f"{rows} by {columns} pixels of ink or paper: {shown}"
    _text("alt", alt)
    readout = (readout,) if isinstance(readout, str) else tuple(readout)
    if unknown := [one for one in readout if one not in READOUTS]:
        raise ValueError(
            f"readout named {unknown[0]!r}; it should name some of {', '.join(READOUTS)}"
        )
    pad = PatternPad(
        weights=weights,
        memories=memories,
        shape=(rows, columns),
        name=name,
        title=title,
        thresholds=np.broadcast_to(thresholds, (n_units,)),
        seed=whole_number("seed", seed, low=0),
        names=names,
        start=begin,
        alt=alt,
        readout=readout,
        learn=learn,
    )
    if learn and not pad.packed["whole"]:
        raise ValueError(
            "learn was True, but weights were not whole numbers (or whole numbers over N), to "
            "which Hebb's rule could add; it should be False"
        )
    return pad


@dataclass(frozen=True, eq=False)
class PatternPad:
    """A picture that the reader paints and a network that changes it; see `pattern_pad`.

    Attributes
    ----------
    weights, thresholds : numpy.ndarray
        Of the network, shapes ``(N, N)`` and ``(N,)``.
    memories : numpy.ndarray of int
        Shape ``(P, N)``.
    names : tuple of str
        What they are called.
    shape : tuple of int
        Rows and columns.
    name, title, alt : str
        Identifier, heading, and the first picture in words.
    seed : int
        Start of the page's random numbers.
    start : numpy.ndarray of int
        The first picture, shape ``(N,)``.
    readout : tuple of str
        What is shown beside it.
    learn : bool
        Whether the reader can store patterns.
    """

    weights: np.ndarray = field(repr=False)
    memories: np.ndarray = field(repr=False)
    shape: tuple[int, int]
    name: str
    title: str
    thresholds: np.ndarray = field(repr=False)
    seed: int
    names: tuple[str, ...]
    start: np.ndarray = field(repr=False)
    alt: str
    readout: tuple[str, ...]
    learn: bool

    @property
    def packed(self) -> dict[str, Any]:
        """What the page's script needs, ready for JSON."""
        from neuromath_lib.explore.pattern_pad_data import pack

        return pack(self)

    def reading(self, state: Any) -> Reading:
        """Return what the page says of a state, +1 and -1 of shape ``(N,)``.

        Raises
        ------
        ValueError
            If `state` is anything else.
        """
        state = _signs("state", state, self.start.size)
        return read(self.weights, self.thresholds, self.memories, self.names, state)

    def html(self) -> str:
        """Return the face for a page and a notebook: the same."""
        from neuromath_lib.explore import pattern_pad_page

        return pattern_pad_page.html(self)

    def text(self) -> str:
        """Return the face for a terminal: the first picture, and what there is to say of it."""
        lines = "\n".join(
            "".join("#" if unit > 0 else "." for unit in line)
            for line in self.start.reshape(self.shape)
        )
        return f"{self.title}\n{lines}\n{self.reading(self.start).line(self.readout)}"

    def __repr__(self) -> str:
        rows, columns = self.shape
        memories = "1 memory" if len(self.names) == 1 else f"{len(self.names)} memories"
        return f"<PatternPad {self.name}: {rows} x {columns} pixels, {memories}>"

    def _repr_mimebundle_(self, include=None, exclude=None, **_) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.html()}


def _shape(shape: Any) -> tuple[int, int]:
    wanted = f"rows and columns, 2 or more of each, at most {MOST_COLUMNS} columns"
    try:
        rows, columns = (whole_number("shape", side, low=2) for side in shape)
    except (TypeError, ValueError) as error:
        raise ValueError(f"shape was {shape!r}; it should be {wanted}") from error
    if columns > MOST_COLUMNS or rows * columns > MOST_UNITS:
        raise ValueError(
            f"shape was {shape!r}; it should be {wanted}, and at most {MOST_UNITS} pixels: a "
            "finger must hit each of them on a phone"
        )
    return rows, columns


def _weights(weights: Any, n_units: int) -> np.ndarray:
    checked = numbers("weights", weights)
    if np.shape(checked) != (n_units, n_units):
        raise ValueError(
            f"weights was of shape {np.shape(checked)}; for the pixels of shape it should be "
            f"({n_units}, {n_units})"
        )
    if np.any(np.diagonal(checked)):
        raise ValueError(
            "weights had a diagonal that is not zero: units wired to themselves; it should be 0"
        )
    return checked


def _memories(memories: Any, n_units: int, learn: bool) -> np.ndarray:
    if np.size(memories) == 0:
        if not learn:
            raise ValueError("memories was empty; it should hold a pattern, or learn be True")
        return np.empty((0, n_units), dtype=np.int64)
    rows = [_signs("memories", memory, n_units) for memory in memories]
    return np.array(rows)


def _signs(argument: str, value: Any, n_units: int) -> np.ndarray:
    checked = np.asarray(numbers(argument, value))
    if checked.size != n_units or checked.ndim == 0:
        raise ValueError(
            f"{argument} had a pattern of shape {checked.shape}; it should have {n_units} numbers, "
            "one for each pixel"
        )
    if not np.all(np.abs(checked) == 1):
        wrong = checked[np.abs(checked) != 1].flat[0]
        raise ValueError(f"{argument} had {wrong:g} in it; it should be +1 and -1 only")
    return checked.reshape(-1).astype(np.int64)


def _names(names: Sequence[str] | None, count: int) -> tuple[str, ...]:
    if names is None:
        return tuple(f"memory {k}" for k in range(1, count + 1))
    if isinstance(names, str) or len(names) != count:
        raise ValueError(f"names was {names!r}; it should have one name for each of {count}")
    for one in names:
        _text("names", one)
    if len(set(names)) < count:
        raise ValueError(f"names was {names!r}; it should name no two memories the same")
    return tuple(names)


def _start(start: Any, memories: np.ndarray, n_units: int) -> np.ndarray:
    if start is None:
        return memories[0] if len(memories) else np.full(n_units, -1)
    if np.ndim(start) == 0:
        number = whole_number("start", start, low=0)
        if number >= len(memories):
            raise ValueError(
                f"start was {number}; it should be a pattern or the number of one of "
                f"{len(memories)} memories, counted from 0"
            )
        return memories[number]
    return _signs("start", start, n_units)


def _text(argument: str, value: Any) -> None:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{argument} was {value!r}; it should be a text")


def _truth(argument: str, value: Any) -> bool:
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{argument} was {value!r}; it should be True or False")
    return bool(value)
