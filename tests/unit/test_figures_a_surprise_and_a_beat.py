"""The figures of *Hearing a surprise, keeping a beat* draw what was computed, and say it."""

import numpy as np
import pytest

from neuromath_lib.figures import a_surprise_and_a_beat as figures
from neuromath_lib.microcircuit import paradigms

T = np.arange(0, 0.3, 0.002)


@pytest.fixture(scope="module")
def surprise():
    return paradigms.mismatch(T, sp_sp=-0.25)


def test_the_bump_is_drawn_as_high_as_the_answer():
    (axes,) = figures.answer(T, 3 * np.exp(-T), 0.2 * np.exp(-T)).axes
    bump, sp = (line.get_ydata() for line in axes.get_lines()[1:])
    assert bump == pytest.approx(sp)


def test_one_recording_and_the_mean_hide_the_same_wave():
    true = np.sin(T)
    left, right = figures.averaged(T, true + 1, true + 0.1, true).axes
    for axes, above in ((left, 1.0), (right, 0.1)):
        seen, hidden = (np.asarray(line.get_ydata()) for line in axes.get_lines()[1:])
        assert seen - hidden == pytest.approx(np.full(len(T), above))


def test_a_tone_is_drawn_in_parts_of_its_linear_top():
    (axes,) = figures.tone(T, np.ones(len(T)), np.full(len(T), 0.4), np.full(len(T), 0.2)).axes
    assert axes.get_lines()[-1].get_ydata() == pytest.approx(np.full(len(T), 0.5))


def test_a_network_has_an_arrow_for_every_connection_and_every_input():
    def arrows(cortex):
        (axes,) = figures.network(cortex, paradigms.AREAS).axes
        return sum(getattr(text, "arrow_patch", None) is not None for text in axes.texts)

    assert arrows(paradigms.auditory_cortex()) == 4 + 4 + 2
    assert arrows(paradigms.auditory_cortex(backward=-np.inf)) == 4 + 2


def test_the_difference_is_deviant_minus_standard_in_microvolts(surprise):
    panels = np.reshape(figures.surprised(surprise).axes, (2, 3))
    for top, bottom in panels.T:
        standard, deviant = (np.asarray(line.get_ydata()) for line in top.get_lines())
        assert bottom.get_lines()[-1].get_ydata() == pytest.approx(deviant - standard)
    assert panels[0, 0].get_lines()[0].get_ydata() == pytest.approx(1e3 * surprise.standard.sp[0])


def test_where_the_difference_is_largest_in_words(surprise):
    words = figures.surprised_in_words(surprise)
    at = int(np.abs(surprise.difference.sp[0]).argmax())
    height = 1e3 * surprise.difference.sp[0, at]
    assert f"A1 {height:+.1f} µV at {1e3 * T[at]:.0f} ms" in words
    same = paradigms.mismatch(T)
    assert figures.surprised_in_words(same) == "Deviant and standard do not differ."


def test_every_network_is_a_dot_at_its_time():
    times = {"A1": [0.06, 0.07], "IFG": [0.08]}
    (axes,) = figures.latencies(times, (100, 250), 186).axes
    dots = [line for line in axes.get_lines() if line.get_marker() == "o"]
    assert sorted(dots[0].get_xdata()) == pytest.approx([60, 70])
    assert list(dots[1].get_xdata()) == pytest.approx([80])


def test_the_dot_stands_on_the_changed_curve_at_the_rate_that_is_heard():
    rates = np.array([10.0, 40.0])
    heard = (np.array([10.0, 40.0]), np.array([1e-3, 2e-2]), np.array([1e-3, 1e-3]))
    _, right = figures.beats(rates, [0.01, 0.04], [0.02, 0.03], 40.0, heard).axes
    dot = right.get_lines()[-1]
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (40.0, 0.03)


@pytest.mark.parametrize("difference", [0.0, 1.0, 2.0])
def test_groups_stand_as_far_apart_as_said_and_the_line_half_way(difference):
    (axes,) = figures.overlap(difference).axes
    one, other, line = axes.get_lines()
    tops = [curve.get_xdata()[np.argmax(curve.get_ydata())] for curve in (one, other)]
    assert tops[0] - tops[1] == pytest.approx(difference, abs=0.03)
    assert line.get_xdata()[0] == -0.5 * difference
