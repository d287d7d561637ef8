"""What figures of a column share: axes in factors, a spectrum with its parts."""

import numpy as np
import pytest

from neuromath_lib.figures import microcircuit as figures
from neuromath_lib.figures.layout import empty_figure
from neuromath_lib.microcircuit import Column, Noise

F = np.arange(1.0, 101.0)


def test_a_spectrum_shows_the_whole_and_its_two_parts():
    spectrum = Column.standard().spectrum(F)
    (axes,) = figures.spectrum(spectrum).axes
    total, channel, neuronal = (line.get_ydata() for line in axes.get_lines())
    assert total == pytest.approx(channel + neuronal)
    assert neuronal == pytest.approx(spectrum.neuronal)
    assert {text.get_text() for text in axes.texts} == {"recorded", "noise", "column"}


def test_what_was_before_lies_behind():
    column = Column.standard()
    now, before = column.spectrum(F, noise=Noise(a=(1, 0))), column.spectrum(F)
    lines = figures.spectrum(now, before=before).axes[0].get_lines()
    assert lines[1].get_ydata() == pytest.approx(before.neuronal)
    assert lines[-1].get_ydata() == pytest.approx(np.e * before.neuronal)
    assert [line.get_linestyle() for line in lines[3:]] == ["-", "--", "-"]


@pytest.mark.parametrize(
    ("strength", "says"),
    [
        (0, "At 10 Hz the column makes 5.8% of the power."),
        (3, "At 10 Hz the column makes 55% of the power."),
    ],
)
def test_the_columns_share_in_words(strength, says):
    spectrum = Column.standard().spectrum(F, noise=Noise(a=(strength, 0)))
    assert figures.spectrum_in_words(spectrum) == says


def test_axes_in_factors_are_labelled_in_full_while_numbers_are_short():
    _, axes = empty_figure()
    figures.powers_of_ten(axes, -5, 1)
    shown = [text.get_text() for text in axes.get_yticklabels()]
    assert shown == ["$10^{-5}$", "$10^{-4}$", "0.001", "0.01", "0.1", "1", "10"]
    figures.frequency_axis(axes, 4.0, 96.0)
    assert [text.get_text() for text in axes.get_xticklabels()] == ["4", "10", "20", "40"]


def test_every_population_has_a_line_of_its_own_and_what_is_heard_is_whole():
    assert len(set(figures.LINES.values())) == 4
    assert figures.LINES["sp"] == "-"


def strengths(figure):
    """What a diagram writes beside its lines, without the names of the populations."""
    return sorted(
        int(text.get_text()) for text in figure.axes[0].texts if text.get_text().isdigit()
    )


@pytest.mark.parametrize("column", [Column.standard(), Column.adams2022()])
def test_a_diagram_has_every_connection_of_the_column_and_no_other(column):
    figure = figures.diagram(column)
    present = np.abs(column.coupling[column.coupling != 0]).astype(int)
    assert strengths(figure) == sorted(present)
    arrows = [patch for patch in figure.axes[0].patches if hasattr(patch, "get_arrowstyle")]
    assert len(arrows) == len(present)
    filled = sum(patch.get_fill() for patch in arrows)
    assert filled == (column.coupling > 0).sum()


def test_a_marked_connection_is_bold():
    plain, marked = (figures.diagram(Column.standard(), marked=names) for names in ((), ("sp_sp",)))
    widths = [
        sorted(p.get_linewidth() for p in figure.axes[0].patches if hasattr(p, "get_arrowstyle"))
        for figure in (plain, marked)
    ]
    assert widths[0][-1] < widths[1][-1]
    assert widths[0][:-1] == widths[1][:-1]
