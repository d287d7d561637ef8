"""The figures of *A wall with doors* draw what the library computed, and say it in words."""

import numpy as np
import pytest

from neuromath_lib.figures import a_wall_with_doors as figures
from neuromath_lib.figures import colour
from neuromath_lib.hodgkin_huxley.batteries import goldman, nernst, streams

SALT = (440.0, 50.0)


def dots_of(axes):
    return [line for line in axes.get_lines() if line.get_marker() == "o"]


def test_the_ladder_writes_every_voltage_with_its_sign():
    (axes,) = figures.ladder([("sodium", 52.4, "sodium"), ("none", 0.0, "muted")], -65.0).axes
    assert [text.get_text().split(" ")[0] for text in axes.texts] == ["+52", "0", "−65"]
    assert axes.get_lines()[0].get_color() == colour("sodium")


def test_the_streams_cross_at_the_dot_and_the_dot_is_at_the_nernst_potential():
    waters, flows = figures.two_streams(20.0, 400.0).axes
    (dot,) = dots_of(flows)
    x, y = float(dot.get_xdata()[0]), float(dot.get_ydata()[0])
    assert x == nernst(20.0, 400.0)
    inward, outward = (line for line in flows.get_lines() if len(line.get_xdata()) > 2)
    here = streams(x, 20.0, 400.0)[0]
    for line, side in ((inward, 0), (outward, 1)):
        drawn = np.interp(x, line.get_xdata(), line.get_ydata())
        assert drawn == pytest.approx(y, rel=1e-3)
        expected = streams(line.get_xdata(), 20.0, 400.0)[side] / here
        assert np.allclose(line.get_ydata(), expected)
    assert [len(line.get_xdata()) for line in dots_of(waters)] == [4, 80]


def test_a_slider_adds_dots_and_moves_none():
    few, many = (dots_of(figures.two_streams(20.0, c).axes[0])[1] for c in (100.0, 400.0))
    assert np.array_equal(few.get_ydata(), many.get_ydata()[: len(few.get_ydata())])


@pytest.mark.parametrize(
    ("outside", "inside", "says"),
    [
        (20.0, 400.0, "20 times as much inside: the streams balance at −72.1 mV."),
        (400.0, 20.0, "20 times as much outside: the streams balance at +72.1 mV."),
        (50.0, 50.0, "As much inside as outside: the streams balance at 0 mV. No battery."),
    ],
)
def test_the_streams_in_words(outside, inside, says):
    assert figures.two_streams_in_words(outside, inside) == says


def test_mixed_is_goldman_for_one_and_for_many():
    assert figures.mixed(0.04, 20.0, 400.0, SALT) == goldman([1, 0.04], [20, 440], [400, 50])
    assert figures.mixed(0.04, np.array([10.0, 20.0]), 400.0, SALT).shape == (2,)


def test_the_compromise_lies_on_its_curve_and_says_where():
    (axes,) = figures.compromise(0.04, 20.0, 400.0, SALT).axes
    (dot,) = dots_of(axes)
    assert float(dot.get_ydata()[0]) == pytest.approx(-57.059, abs=1e-3)
    says = figures.compromise_in_words(0.04, 20.0, 400.0, SALT)
    assert says.startswith(
        "The inside stands at −57.1 mV, between potassium's −72 and sodium's +52"
    )
    assert says.endswith("12% of the way up.")


def test_charging_marks_the_time_constant_only_if_it_fits():
    t = np.linspace(0.0, 90.0, 91)
    v = np.full(91, -65.0)
    for tau, marks in ((3.0, 1), (60.0, 0)):
        (axes,) = figures.charging(t, v, (5.0, 55.0), -65.0, -50.0, tau).axes
        dots = dots_of(axes)
        assert len(dots) == marks
        if marks:
            assert float(dots[0].get_xdata()[0]) == 8.0
            assert float(dots[0].get_ydata()[0]) == pytest.approx(-65 + 15 * (1 - np.exp(-1)))


def test_the_steps_are_drawn_at_their_times():
    t = np.linspace(0.0, 4.0, 401)
    runs = {dt: np.linspace(20.0, 5.0, round(4 / dt) + 1) for dt in (2.0, 1.0, 0.01)}
    (axes,) = figures.steps(t, 20 * np.exp(-t), runs).axes
    coarse = next(line for line in axes.get_lines() if line.get_color() == colour("vermilion"))
    assert coarse.get_xdata().tolist() == [0.0, 2.0, 4.0]
