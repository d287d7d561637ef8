"""The figures of the impulse on its way draw what was computed, and say it in words."""

import numpy as np
import pytest

from neuromath_lib.figures import colour
from neuromath_lib.figures import the_travelling_impulse as figures
from neuromath_lib.hodgkin_huxley import (
    Axon,
    cable_positions,
    simulate_cable,
    travelling_pulse,
)

AXON = Axon(temperature=18.5)


@pytest.fixture(scope="module")
def fibre():
    return simulate_cable(AXON, 80.0, 4.0, dx_um=200.0)


@pytest.fixture(scope="module")
def pulse():
    return travelling_pulse(AXON)


def heated(temperature):
    x = cable_positions(80.0, 200.0)
    warm = np.where((x > 20.0) & (x < 60.0), temperature, 18.5)
    return simulate_cable(Axon(temperature=warm), 80.0, 6.0, dx_um=200.0)


def lines_of(axes, name):
    return [line for line in axes.get_lines() if line.get_color() == colour(name)]


def test_each_row_of_snapshots_is_the_one_above_it_moved(fibre):
    (axes,) = figures.snapshots(fibre, [2.0, 3.0]).axes
    first, second = lines_of(axes, "voltage")
    moved = second.get_xdata()[second.get_ydata().argmax()]
    moved -= first.get_xdata()[first.get_ydata().argmax()]
    assert moved == pytest.approx(fibre.speed(), abs=0.5)
    assert second.get_ydata().max() < first.get_ydata().max() - 100
    assert {line.get_linestyle() for line in (first, second)} == {"-"}


def test_the_current_inside_flows_away_from_the_crest(fibre):
    current = figures.axial_current(fibre, 3.0)
    crest = fibre.v[np.abs(fibre.t - 3.0).argmin()].argmax()
    assert current.argmax() > crest > current.argmin()
    # What has gone in through the membrane on one side comes out on the other.
    assert abs(current[0]) < 0.02 * current.max() > abs(current[-1])


def test_the_current_inside_is_ohms_law():
    still = simulate_cable(AXON, 20.0, 1.0, [], dx_um=200.0)
    assert np.abs(figures.axial_current(still, 0.5)).max() < 1e-9
    sloped = type(still)(**{**vars(still), "v": np.tile(-65.0 - still.x, (len(still.t), 1))})
    # 1 mV in each mm is .1 V in a cm, across 35.4 ohm cm over the cross-section in cm2.
    expected = 0.01 * np.pi * 0.0238**2 / 35.4 * 1e6 * 1.0
    assert figures.axial_current(sloped, 0.5) == pytest.approx(expected)


def test_a_moment_in_words(fibre):
    assert figures.moment_in_words(fibre, 0.0).startswith("At 0 ms nothing is on its way")
    assert figures.moment_in_words(fibre, 3.0) == "At 3 ms the crest is at 57 mm, at 26 mV."


def test_a_moment_shows_the_voltage_at_that_time(fibre):
    top, bottom = figures.moment(fibre, 3.0).axes
    (line,) = lines_of(top, "voltage")
    assert line.get_ydata().max() == fibre.v[60, :].max()
    assert bottom.get_ylim()[1] > figures.axial_current(fibre, 3.0).max()


@pytest.mark.parametrize(
    ("end", "says", "mark"), [(61.0, "too large", "to +∞"), (-95.0, "too small", "to −∞")]
)
def test_a_shot_says_which_way_it_missed(pulse, end, says, mark):
    t, v = np.array([0.0, 0.5, 0.6]), np.array([-65.0, -40.0, end])
    assert says in figures.flight_in_words(t, v)
    (axes,) = figures.flight(t, v, pulse).axes
    assert mark in [text.get_text() for text in axes.texts]


def test_times_are_counted_from_minus_55():
    t, v = np.array([0.0, 1.0, 2.0]), np.array([-65.0, -60.0, -50.0])
    assert figures.aligned(t, v).tolist() == [-1.5, -0.5, 0.5]


def test_an_impulse_passes_a_warm_stretch_or_dies_in_it():
    assert figures.outcome(heated(30.0)) == "It comes through."
    says = figures.outcome(heated(40.0))
    assert says.startswith("It dies at ")
    assert 20 <= int(says.split()[3]) < 60
    assert figures.outcome(simulate_cable(AXON, 20.0, 1.0, [])) == "Nothing set out."


def test_the_warm_stretch_is_shaded_where_it_is(fibre):
    (axes,) = figures.stretch(fibre, 2.0, (30.0, 50.0)).axes
    (box,) = axes.patches
    assert (box.get_x(), box.get_x() + box.get_width()) == (30.0, 50.0)


def test_the_measured_speed_is_drawn_where_there_is_one():
    line = np.array([10.0, 20.0, 33.0]), np.array([14.0, 19.0, 22.0])
    with_cross = figures.speeds(*line, 18.5, 18.7, 21.2).axes[0]
    without = figures.speeds(*line, 18.5, 18.7).axes[0]
    assert len(with_cross.get_lines()) == len(without.get_lines()) + 1
    (cross,) = lines_of(with_cross, "vermilion")
    assert (cross.get_xdata()[0], cross.get_ydata()[0]) == (18.5, 21.2)
