"""The figures of flickering doors draw what was simulated, and say it in words."""

import math

import numpy as np
import pytest

from neuromath_lib.figures import colour
from neuromath_lib.figures import doors_that_flicker as figures
from neuromath_lib.hodgkin_huxley import Axon, channel_noise, occupancies

AXON = Axon()


def run(area, duration, seed=1, **options):
    return channel_noise(AXON, area, duration, np.random.default_rng(seed), **options)


def one_door(voltage, seed=1):
    return run(1 / 18, 60.0, seed, hold=voltage, na_density=18.0, k_density=18.0)


def lines_of(axes, name):
    return [line for line in axes.get_lines() if line.get_color() == colour(name)]


def test_no_spike_loses_its_top_by_being_drawn():
    trace = run(10.0, 300.0)
    (axes,) = figures.patch(trace).axes
    (line,) = lines_of(axes, "voltage")
    assert len(line.get_xdata()) < len(trace.t) / 10
    assert line.get_ydata().max() == trace.v.max()
    assert line.get_ydata().min() == trace.v.min()
    assert np.all(np.diff(line.get_xdata()) >= 0)


def test_a_short_line_is_drawn_whole():
    t = np.arange(5.0)
    assert figures._envelope(t, t**2)[1].tolist() == [0.0, 1.0, 4.0, 9.0, 16.0]


def test_a_patch_in_words():
    trace = run(1.0, 100.0)
    spikes = len(trace.spike_times())
    assert spikes > 1
    assert figures.patch_in_words(trace) == (
        f"60 sodium doors and 18 of potassium: {spikes} spikes in 100 ms."
    )


@pytest.mark.parametrize("kind", ["potassium", "sodium"])
@pytest.mark.parametrize("voltage", [-60.0, -20.0, 40.0])
def test_current_flows_where_all_four_gates_are_open(kind, voltage):
    trace = one_door(voltage)
    gates, current = figures.door_gates(trace, kind), figures.door_current(trace, kind)
    assert set(gates) <= {0, 1, 2, 3, 4}
    battery = AXON.e_k if kind == "potassium" else AXON.e_na
    np.testing.assert_allclose(current[gates == 4], 0.02 * (voltage - battery))
    assert not current[gates < 4].any()


def test_a_door_has_the_conductance_that_its_density_gives_it():
    for full, density in ((AXON.g_na, 60.0), (AXON.g_k, 18.0)):
        assert 1e12 * 1e-3 * full / (1e8 * density) == pytest.approx(figures.DOOR_PS)


@pytest.mark.parametrize(("voltage", "from_the_start"), [(-20.0, True), (-50.0, False)])
def test_a_door_in_words_counts_its_openings(voltage, from_the_start):
    trace = one_door(voltage, seed=3)
    is_open = figures.door_gates(trace, "potassium") == 4
    assert is_open[0] == from_the_start
    openings = sum(
        now and not before for before, now in zip([False, *is_open[:-1]], is_open, strict=True)
    )
    assert openings > 2
    says = figures.door_in_words(trace, "potassium")
    assert f"open {openings} times" in says
    assert f"each time with {0.02 * (voltage - AXON.e_k):.2f} pA" in says
    assert says.startswith(f"Held at −{-voltage:.0f} mV")


def test_a_door_that_stays_shut_has_no_current_to_speak_of():
    assert "did not open once" in figures.door_in_words(one_door(-100.0), "potassium")


def test_a_staircase_keeps_every_step():
    x = np.array([0, 0, 1, 1, 1, 0, 0])
    t, kept = figures._changes(np.arange(7.0), x)
    assert t.tolist() == [0.0, 2.0, 5.0, 6.0]
    assert kept.tolist() == [0, 1, 0, 0]


@pytest.mark.parametrize("size", [1, 16, 500])
def test_the_binomial_law_adds_up(size):
    law = figures._binomial(size, 0.3)
    k = np.arange(size + 1)
    assert law.sum() == pytest.approx(1.0)
    assert law @ k == pytest.approx(0.3 * size)
    assert law @ k**2 - (law @ k) ** 2 == pytest.approx(0.21 * size)
    edges, middle = figures._bins(size)
    assert edges[0] == 0
    assert edges[-1] == size + 1
    assert len(middle) == len(edges) - 1 <= 65
    assert middle[0] >= 0
    assert middle[-1] <= 100


def test_a_crowd_shows_what_was_seen_beside_the_law():
    trace = run(16 / 18, 400.0, hold=-20.0, k_density=18.0, dt=0.25)
    p = float(AXON.rates(-20.0).n_inf ** 4)
    left, right = figures.crowd(trace, p).axes
    (line,) = lines_of(left, "potassium")
    assert line.get_ydata().max() <= 100.0
    bars = np.array([bar.get_width() for bar in right.patches])
    assert bars.max() == pytest.approx(1.0)
    (law,) = lines_of(right, "ink")
    seen = np.bincount(np.round(trace.k_open * 16).astype(int), minlength=17) / len(trace.t)
    np.testing.assert_allclose(law.get_xdata() * seen.max(), figures._binomial(16, p), rtol=1e-9)
    says = figures.crowd_in_words(trace)
    assert says.startswith("16 doors: open ")
    assert f"{100 * trace.k_open.std():.2g} %" in says


def test_stays_that_are_exponential_lie_on_the_law():
    times = np.random.default_rng(2).exponential(2.0, 20_000)
    (axes,) = figures.dwells({"open": (times, 0.5)}).axes
    law, dots = lines_of(axes, "grid")[0], lines_of(axes, "potassium")[0]
    assert dots.get_ydata()[0] == 1.0
    shared = len(dots.get_xdata())
    np.testing.assert_allclose(dots.get_ydata(), law.get_ydata()[:shared], atol=0.015)


def test_the_parabola_ends_where_all_doors_are_open():
    (axes,) = figures.parabola(np.array([10.0]), np.array([18.0]), 2.0, 50.0).axes
    (curve,) = lines_of(axes, "ink")
    assert curve.get_xdata()[-1] == 100.0
    assert curve.get_ydata()[-1] == pytest.approx(0.0, abs=1e-9)
    assert curve.get_ydata().max() == pytest.approx(2.0**2 * 50 / 4, rel=1e-3)


def test_discs_are_as_large_as_their_states_are_full():
    rest = AXON.equilibrium()
    na, k = occupancies(rest.m, rest.h, rest.n)
    (axes,) = figures.states(na, k).axes
    discs = [patch for patch in axes.patches if patch.get_fill()]
    assert len(discs) == 13
    areas = np.array([disc.radius for disc in discs]) ** 2
    np.testing.assert_allclose(areas / areas[8:].sum(), [*na[1::2], *na[0::2], *k])
    rings = [patch for patch in axes.patches if not patch.get_fill()]
    dark = [ring for ring in rings if ring.get_edgecolor()[:3] == rgb("ink")]
    assert [ring.center for ring in dark] == [(3, 0.9), (4, -1.4)]


def rgb(name):
    from matplotlib.colors import to_rgb

    return to_rgb(colour(name))


def test_three_rows_in_the_order_of_the_methods():
    traces = {method: run(10.0, 60.0, method=method) for method in figures.METHODS}
    axes = figures.three(traces).axes
    for row, trace in zip(axes, traces.values(), strict=True):
        (line,) = lines_of(row, "voltage")
        assert line.get_ydata().max() == trace.v.max()
    says = figures.three_in_words(traces)
    assert says.startswith("Spikes in 60 ms: ")
    counts = [len(trace.spike_times()) for trace in traces.values()]
    assert [int(word) for word in says.split(": ")[1].split() if word.isdigit()] == counts


def test_kicks_are_drawn_in_percent():
    spreads = {0.5: np.array([0.01, 0.02]), 1.0: np.array([0.001, 0.01])}
    (axes,) = figures.kicks([0.1, 1.0], spreads, 0.015).axes
    (line,) = lines_of(axes, "ink")
    assert line.get_ydata().tolist() == [1.0, 2.0]
    assert {text.get_text() for text in axes.texts} == {"kick × √dt", "kick × dt"}


def test_the_square_root_is_drawn_from_the_law():
    (axes,) = figures.thinning_out([1, 100], np.array([0.5, 0.05]), 0.5).axes
    (law,) = lines_of(axes, "grid")
    for x, y in zip(law.get_xdata(), law.get_ydata(), strict=True):
        assert y == pytest.approx(100 * math.sqrt(0.25 / x))


def test_the_other_programs_rates_stand_beside_ours():
    (axes,) = figures.firing([1, 10], [50.0, 40.0], [1.0, 1.0], {1: (51.2, 0.5)}).axes
    (square,) = [line for line in lines_of(axes, "vermilion") if line.get_marker() == "s"]
    assert square.get_ydata().tolist() == [51.2]


def test_spectra_mark_the_methods_differently():
    f = np.array([0.1, 1.0])
    powers = {method: np.array([2.0, 1.0]) for method in figures.METHODS}
    (axes,) = figures.spectra(f, powers, {"law": np.array([2.0, 1.0])}).axes
    marks = [line.get_marker() for line in axes.get_lines() if line.get_marker() != "None"]
    assert len(set(marks)) == 3
