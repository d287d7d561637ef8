"""The axon's figures draw what the library computed, and say it in words."""

import numpy as np
import pytest

from neuromath_lib.figures import colour
from neuromath_lib.figures import hodgkin_huxley as figures
from neuromath_lib.hodgkin_huxley import Axon, Step, simulate, voltage_clamp


@pytest.fixture(scope="module")
def spike():
    return simulate(Axon(), Step(20.0, start=2.0, stop=2.5), 20.0)


def after_shock(size, temperature=6.3):
    axon = Axon(temperature=temperature)
    initial = axon.equilibrium().shocked(size)
    return simulate(axon, Step(0.0), 12.0, initial=initial, method="rk4")


def lines_of(axes, name):
    return [line for line in axes.get_lines() if line.get_color() == colour(name)]


def test_voltage_is_drawn_as_computed_with_a_bar_while_current_flows(spike):
    (axes,) = figures.voltage(spike, stimulus=Step(20.0, start=2.0, stop=2.5)).axes
    (line,) = lines_of(axes, "voltage")
    assert np.array_equal(line.get_xdata(), spike.t)
    assert np.array_equal(line.get_ydata(), spike.v)
    (bar,) = axes.collections
    edges = bar.get_paths()[0].get_extents()
    assert (edges.x0, edges.x1) == pytest.approx((2.0, 2.5), abs=0.02)
    assert [text.get_text() for text in axes.texts] == ["current in"]


def test_a_deep_trace_stays_above_its_axis():
    held = simulate(Axon(), Step(-20.0, start=2.0), 20.0)
    (axes,) = figures.voltage(held, stimulus=Step(-20.0, start=2.0)).axes
    assert axes.get_ylim()[0] < held.v.min()
    assert [text.get_text() for text in axes.texts] == ["current out"]


@pytest.mark.parametrize(
    ("size", "says"),
    [
        (3.0, "It sinks back from −62.0 mV: no spike."),
        (6.5, "It rises to −56.0 mV at 4.46 ms and sinks back: no spike."),
        (15.0, "Spike: +40.4 mV after 1.16 ms."),
    ],
)
def test_the_verdict_on_a_shock(size, says):
    assert figures.verdict(after_shock(size)) == says


def test_the_shock_figure_starts_at_the_shocked_voltage():
    trace = after_shock(7.0)
    (axes,) = figures.shock(trace, 7.0).axes
    dot = lines_of(axes, "voltage")[1]
    assert dot.get_ydata()[0] == trace.v[0]
    rest = lines_of(axes, "grid")[0]
    assert rest.get_ydata()[0] == pytest.approx(Axon().equilibrium().v)


def test_the_gates_cursor_stands_on_the_curves():
    left, right = figures.gates(Axon(), -20.0).axes
    here = Axon().rates(-20.0)
    for axes, expected in (
        (left, (here.m_inf, here.h_inf, here.n_inf)),
        (right, (here.tau_m, here.tau_h, here.tau_n)),
    ):
        dots = [line for line in axes.get_lines() if line.get_marker() == "o"]
        assert [float(dot.get_ydata()[0]) for dot in dots] == pytest.approx(expected)
        assert {float(dot.get_xdata()[0]) for dot in dots} == {-20.0}


def test_the_gates_in_words_at_rest():
    says = figures.gates_in_words(Axon(), -65.0)
    assert says.startswith("m 5.3 % open, h 60 %, n 32 %; they settle in 0.24, 8.5 and 5.5 ms;")


def test_the_h_gate_is_dashed_wherever_it_is_drawn():
    for axes in figures.gates(Axon(), 0.0).axes:
        assert lines_of(axes, "h")[0].get_linestyle() == "--"


def test_clamped_conductances_fit_their_axis():
    t = np.linspace(0, 8, 401)
    clamp = voltage_clamp(Axon(), np.array([-35.0, 0.0, 50.0]), t)
    left, right = figures.clamp(t, clamp, [-35, 0, 50]).axes
    assert left.get_ylim()[1] > clamp.g_na.max()
    assert right.get_ylim()[1] > clamp.g_k.max()
    assert len(lines_of(left, "sodium")) == len(lines_of(right, "potassium")) == 3


def test_slow_motion_shows_the_past_and_no_more(spike):
    top, bottom = figures.slow_motion(spike, 4.0).axes
    past = lines_of(top, "voltage")[0]
    assert past.get_xdata()[-1] == pytest.approx(4.0)
    assert lines_of(bottom, "sodium")[0].get_xdata()[-1] == pytest.approx(4.0)
    assert lines_of(top, "grid")[0].get_xdata()[-1] > 19.9


def test_a_moment_in_words(spike):
    top = spike.t[spike.v.argmax()]
    assert "mV positive" in figures.moment_in_words(spike, float(top))
    assert "65 mV negative" in figures.moment_in_words(spike, 0.0)
    assert figures.moment_in_words(spike, 1e9) == figures.moment_in_words(spike, 20.0)


def test_anatomy_draws_currents_with_their_signs(spike):
    *_, bottom = figures.anatomy(spike).axes
    assert lines_of(bottom, "sodium")[0].get_ydata().min() == spike.i_na.min() < 0
    assert lines_of(bottom, "potassium")[0].get_ydata().max() == spike.i_k.max() > 0
