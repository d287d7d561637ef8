"""The clamp's figures draw what was computed, measured and fitted."""

import numpy as np
import pytest

from neuromath_lib.figures import colour
from neuromath_lib.figures import holding_the_voltage_still as figures
from neuromath_lib.hodgkin_huxley import Axon, voltage_clamp
from neuromath_lib.hodgkin_huxley.clamp_fit import blocked_clamp, compare_exponents, fit_potassium

T = np.linspace(0.0, 8.0, 201)


def lines_of(axes, name):
    return [line for line in axes.get_lines() if line.get_color() == colour(name)]


def test_the_split_adds_up():
    clamp = voltage_clamp(Axon(), 0.0, T)
    (axes,) = figures.split(clamp).axes
    whole, sodium, potassium, leak = (
        lines_of(axes, name)[0].get_ydata() for name in ("voltage", "sodium", "potassium", "leak")
    )
    assert np.allclose(whole, sodium + potassium + leak)
    low, high = axes.get_ylim()
    assert low < whole.min()
    assert whole.max() < high


@pytest.mark.parametrize("v", range(-80, 70, 10))
def test_every_voltage_of_the_explorer_fits_its_axis(v):
    clamp = voltage_clamp(Axon(), float(v), T)
    (axes,) = figures.split(clamp).axes
    low, high = axes.get_ylim()
    parts = np.concatenate([clamp.i_na, clamp.i_k, clamp.i_na + clamp.i_k + clamp.i_leak])
    assert low < parts.min()
    assert parts.max() < high


@pytest.mark.parametrize(
    ("v", "says"),
    [
        (0.0, "Inward peak −1272 µA/cm² after 0.56 ms; at the end 1852 µA/cm²."),
        (50.0, "No inward peak"),
        (-80.0, "No inward peak"),
    ],
)
def test_the_current_in_words(v, says):
    assert figures.current_in_words(voltage_clamp(Axon(), v, T)).startswith(says)


@pytest.mark.parametrize("v", [-85.0, -60.0, -40.0, -20.0, 0.0, 20.0, 40.0])
@pytest.mark.parametrize("blockers", [["TTX"], ["TEA"], ["pronase"], ["TEA", "pronase"]])
def test_every_poison_of_the_explorer_fits_its_axis(v, blockers):
    before, after = (blocked_clamp(Axon(), v, T, blockers=given) for given in ([], blockers))
    (axes,) = figures.poisoned(before, after, -6300.0, 4000.0).axes
    drawn = np.concatenate([line.get_ydata() for line in axes.get_lines()])
    low, high = axes.get_ylim()
    assert low < drawn.min()
    assert drawn.max() < high


def test_an_exponent_is_drawn_with_what_it_leaves_over():
    t = np.arange(1, 121) / 10
    data = voltage_clamp(Axon(), 0.0, t).g_k + 0.1 * np.random.default_rng(1).standard_normal(120)
    fit = fit_potassium(t, data, 3)
    top, bottom = figures.exponent(t, data, fit).axes
    assert np.array_equal(lines_of(top, "potassium")[0].get_ydata(), fit.fitted)
    assert np.array_equal(lines_of(bottom, "muted")[0].get_ydata(), fit.residuals)


def test_the_winner_of_the_contest_lies_at_nought():
    t = np.arange(1, 121) / 10
    data = voltage_clamp(Axon(), 0.0, t).g_k + 0.1 * np.random.default_rng(1).standard_normal(120)
    one = compare_exponents(t, data)
    (axes,) = figures.contest([one], ["one record"]).axes
    (line,) = lines_of(axes, "potassium")
    assert line.get_xdata()[line.get_ydata().argmin()] == one.best
    assert line.get_ydata().min() == 0
    assert axes.get_ylim()[1] > one.delta.max()
