"""The figures of five hypotheses draw what was computed, and say it in words."""

import numpy as np
import pytest

from neuromath_lib.figures import colour
from neuromath_lib.figures import one_change_three_measurements as figures
from neuromath_lib.microcircuit import Column
from neuromath_lib.microcircuit.paradigms import bands, remove_background, resting_models
from neuromath_lib.microcircuit.paradigms.resting import FREQUENCIES as F

CONTROL = Column.adams2022(self_terms=True)
M5 = CONTROL.scaled(sp_sp=np.log(1.3))


@pytest.fixture(scope="module")
def lines():
    return [remove_background(F, column.spectrum(F, "classic")) for column in (CONTROL, M5)]


def dots(axes):
    return [line for line in axes.get_lines() if line.get_marker() == "o"]


def arrows_between(patches):
    return [patch for patch in patches if hasattr(patch, "get_connectionstyle")]


def test_the_dots_lie_where_the_spectrum_is_read(lines):
    (axes,) = figures.knob(F, *lines).axes
    before, after = dots(axes)
    read = bands(F, lines[1])
    assert list(before.get_xdata()) == [4, 23, 66]
    assert list(after.get_xdata()) == [4, read.beta_at, read.gamma_at]
    assert after.get_ydata() == pytest.approx([read.theta, read.beta, read.gamma])


def test_the_arrows_over_a_spectrum_are_those_of_the_bands(lines):
    (axes,) = figures.knob(F, *lines).axes
    said = [text.get_text() for text in axes.texts]
    assert said[:3] == ["θ ↑", "β ↓", "γ ↑"]
    (axes,) = figures.knob(F, lines[1], lines[0]).axes
    assert [text.get_text() for text in axes.texts][:3] == ["θ ↓", "β ↑", "γ ↓"]


@pytest.mark.parametrize(("model", "changed"), [("M1", 8), ("M2", 2), ("M3", 1), ("M5", 1)])
def test_the_diagram_colours_the_connections_that_changed(lines, model, changed):
    from matplotlib.colors import to_hex

    after = resting_models()[model][-1]
    left = figures.hypothesis(F, *lines, (CONTROL, after)).axes[0]
    drawn = arrows_between(left.patches)
    assert len(drawn) == 12
    blue = [one for one in drawn if to_hex(one.get_edgecolor()) == colour("blue")]
    assert len(blue) == changed


def test_a_step_of_nothing_colours_no_connection(lines):
    from matplotlib.colors import to_hex

    left = figures.hypothesis(F, *lines, (CONTROL, CONTROL)).axes[0]
    found = {to_hex(one.get_edgecolor()) for one in arrows_between(left.patches)}
    assert found == {colour("muted")}


def test_changes_in_words(lines):
    said = figures.in_words(F, *lines)
    assert said == "theta +0.0792 (up); beta −0.0646 (down); gamma +0.0245 (up)."


def test_parts_shows_the_column_and_the_noise_apart(lines):
    spectra = [column.spectrum(F, "classic") for column in (CONTROL, M5)]
    left, right = figures.parts(*spectra, lines).axes
    neuronal, after, noise = left.get_lines()
    assert neuronal.get_ydata() == pytest.approx(spectra[0].neuronal)
    assert after.get_ydata() == pytest.approx(spectra[1].neuronal)
    assert noise.get_ydata() == pytest.approx(spectra[0].channel)
    assert right.get_ylim() == (-0.7, 0.9)


def test_the_lines_that_are_taken_away_are_drawn(lines):
    spectra = [column.spectrum(F, "classic") for column in (CONTROL, M5)]
    left, _ = figures.lines_removed(*spectra).axes
    raw, line = left.get_lines()[:2]
    assert raw.get_ydata() - line.get_ydata() == pytest.approx(lines[0])


def test_means_of_bands_are_written_with_their_signs():
    change = np.where(F < 20, 0.05, -0.02)
    (axes,) = figures.by_bands(F, change, {"low": (4, 19), "high": (20, 96)}).axes
    assert [text.get_text() for text in axes.texts] == ["low +0.050", "high −0.020"]


def test_the_cut_lies_half_way_between_two_groups():
    (axes,) = figures.overlap(1.4).axes
    one, other, cut = axes.get_lines()
    assert cut.get_xdata()[0] == pytest.approx(0.7)
    x = one.get_xdata()
    assert x[np.argmax(one.get_ydata())] == pytest.approx(0.0, abs=0.02)
    assert x[np.argmax(other.get_ydata())] == pytest.approx(1.4, abs=0.02)


def test_only_hypotheses_with_the_measured_signs_are_framed():
    rows = {
        "a": {"M2": ("up", "down", "none"), "M5": ("up", "down", "up")},
        "b": {"M2": ("up", "up", "down"), "M5": ("up", "up", "down")},
    }
    (axes,) = figures.arrow_grid(rows).axes
    (frame,) = axes.get_lines()
    place = next(text for text in axes.texts if text.get_text() == "M5").get_position()[0]
    assert np.mean(frame.get_xdata()[:4]) == pytest.approx(place)
    assert frame.get_linestyle() == "-"


def test_bars_of_shares_have_two_standard_errors():
    (axes,) = figures.shares([("sp -| sp up", 0.8), ("ss -| ss up", 0.5)], 100).axes
    assert [bar.get_width() for bar in axes.patches] == [0.8, 0.5]
    assert axes.get_lines()[1].get_xdata() == pytest.approx([0.4, 0.6])


def test_a_confusion_matrix_in_per_cent():
    share = np.array([[0.8, 0.15, 0.05], [0.3, 0.7, 0.0]])
    (axes,) = figures.mistaken(share, ["A", "B"]).axes
    assert [text.get_text() for text in axes.texts] == ["80", "15", "5", "30", "70", "0"]
    assert [text.get_text() for text in axes.get_xticklabels()] == ["A", "B", "none"]
