"""Hearing a surprise: six areas, a standard tone and a deviant one.

Both primary auditory cortices receive the tone and pass it on, forward, to the superior temporal
gyri and these to the inferior frontal gyri; backward connections return. The two tones differ in
what they do to connections: a log-scaling of self-inhibition in each area, of forward and of
backward connections.

At the prior means the difference is not shaped like a mismatch negativity as it is recorded: it is
a small early wave. Parameters have to be fitted or chosen to make it one, and a figure made with
this function should say which were.

Source: Adams et al. 2022, doi:10.1016/j.biopsych.2021.07.024; on networks of this kind Garrido et
al. 2009, doi:10.1016/j.clinph.2008.11.029.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuromath_lib.microcircuit.cortex import Cortex
from neuromath_lib.microcircuit.evoked import Evoked
from neuromath_lib.microcircuit.parameters import Column

AREAS = ("left A1", "left STG", "left IFG", "right A1", "right STG", "right IFG")


@dataclasses.dataclass(frozen=True, eq=False)
class Mismatch:
    """Answers to a standard and to a deviant.

    Attributes
    ----------
    standard, deviant : Evoked
        Voltages of the six areas, in the order of `AREAS`, shape ``(..., 6, n_t)``.
    cortex : Cortex
        The six columns as they answer the standard.
    """

    standard: Evoked
    deviant: Evoked
    cortex: Cortex

    @property
    def t(self) -> np.ndarray:
        """Times after the tone, s."""
        return self.standard.t

    @property
    def difference(self) -> Evoked:
        """Deviant minus standard."""
        return Evoked(
            self.t,
            *(
                getattr(self.deviant, name) - getattr(self.standard, name)
                for name in ("ss", "sp", "ii", "dp")
            ),
        )


def auditory_cortex(
    column: Any = None, *, forward: float = 0.0, backward: float = 0.0, drive: float = 0.0
) -> Cortex:
    """Return six columns: A1, STG and IFG on both sides, joined forward and backward.

    Parameters
    ----------
    column : Column or sequence of six, optional
        The columns; the standard one if left out.
    forward, backward : float
        Log-scaling of every connection of the kind.
    drive : float
        Log-scaling of the input to both A1.

    Returns
    -------
    Cortex
        Its columns in the order of `AREAS`.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    """
    up = np.full((6, 6), -np.inf)
    for source in (0, 1, 3, 4):
        up[source + 1, source] = 0.0
    into = np.full(6, -np.inf)
    into[[0, 3]] = 0.0
    cortex = Cortex(Column.standard() if column is None else column, up, up.T, into)
    return cortex.scaled(forward=forward, backward=backward, drive=drive)


def mismatch(
    t: Any,
    *,
    sp_sp: Any = 0.0,
    forward: Any = 0.0,
    backward: Any = 0.0,
    cortex: Cortex | None = None,
    onset: Any = 0.06,
    width: Any = 0.016,
    delays: str = "current",
) -> Mismatch:
    """Return the answers of auditory and frontal cortex to a standard and to a deviant tone.

    Parameters
    ----------
    t : array_like
        Times after the tone, s, increasing.
    sp_sp : float or array_like
        What the deviant adds to the log-scaling of self-inhibition: one number, or one for each
        area along the last axis.
    forward, backward : float or array_like
        What it adds to the log-scalings of the connections between areas: one number for all, or
        as in `Cortex`. With all three 0, tones do not differ.
    cortex : Cortex, optional
        The columns as they answer the standard; `auditory_cortex` if left out.
    onset, width
        Of the drive, s, as in `Column.evoked`.
    delays : str
        As in `Cortex.evoked`.

    Returns
    -------
    Mismatch
        ``.standard``, ``.deviant``, ``.difference``.

    Raises
    ------
    ValueError
        If an argument is not what it should be.
    FloatingPointError
        If there is no delay operator, or an answer grows without bound.
    """
    cortex = auditory_cortex() if cortex is None else cortex
    if not isinstance(cortex, Cortex):
        raise ValueError(f"cortex was {cortex!r}; it should be a Cortex")
    surprised = cortex.scaled(sp_sp=sp_sp, forward=forward, backward=backward)
    return Mismatch(
        cortex.evoked(t, onset, width, delays),
        surprised.evoked(t, onset, width, delays),
        cortex,
    )
