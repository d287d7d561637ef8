"""The figure of the checks shows what the checks found, failures included."""

import dataclasses

import numpy as np
import pytest

from neuromath_lib import evidence
from neuromath_lib.figures import evidence as figures_of_evidence


@pytest.fixture(scope="module")
def rows():
    return evidence.table("hodgkin_huxley_batteries").rows


def test_share_used_is_deviation_over_tolerance(rows):
    half = dataclasses.replace(rows[0], deviation=1e-4, tolerance=2e-4)
    exact = dataclasses.replace(rows[0], deviation=0.0, tolerance=0.0)
    missed = dataclasses.replace(rows[0], deviation=1e-9, tolerance=0.0)
    assert figures_of_evidence.share_used([half, exact, missed]).tolist() == [0.5, 0.0, np.inf]


def test_a_dot_for_every_row(rows):
    axes = figures_of_evidence.margins(rows).axes[0]
    assert sum(line.get_marker() in "<ox" and len(line.get_xdata()) for line in axes.lines) == len(
        rows
    )


@pytest.mark.parametrize("deviation", [2.0, np.nan])
def test_a_row_that_failed_lies_beyond_the_line(rows, deviation):
    bad = dataclasses.replace(rows[0], deviation=deviation * rows[0].tolerance)
    axes = figures_of_evidence.margins([*rows, bad]).axes[0]
    crosses = next(line for line in axes.lines if line.get_marker() == "x")
    assert len(crosses.get_xdata()) == 1
    assert crosses.get_xdata()[0] > 1
