"""The figures of numerical error draw what was computed, and say it in words."""

import numpy as np
import pytest

from neuromath_lib.figures import colour
from neuromath_lib.figures import how_wrong_is_my_computer as figures
from neuromath_lib.hodgkin_huxley import Axon, Step, simulate


@pytest.fixture(scope="module")
def firing():
    trace = simulate(Axon(), Step(10.0), 100.0, dt=0.02)
    return trace, trace.spike_times()


def lines_of(axes, name):
    return [line for line in axes.get_lines() if line.get_color() == colour(name)]


def words(axes):
    return [text.get_text() for text in axes.texts]


def test_steps_stand_where_euler_puts_them_over_the_exact_decay():
    t, v = np.arange(5.0), 10 * 0.7 ** np.arange(5)
    (axes,) = figures.staircase(t, v, 10 / 3, top=11, bottom=-1).axes
    (steps,) = lines_of(axes, "vermilion")
    assert steps.get_ydata().tolist() == v.tolist()
    exact = max(lines_of(axes, "grid"), key=lambda line: len(line.get_xdata()))
    assert exact.get_ydata()[-1] == pytest.approx(10 * np.exp(-1.2))


def test_steps_that_explode_leave_the_picture_and_not_the_machine():
    t, v = 10 * np.arange(400.0), 10 * (-2.0) ** np.arange(400)
    (axes,) = figures.staircase(t, v, 10 / 3, top=22, bottom=-22, until=30).axes
    (steps,) = lines_of(axes, "vermilion")
    assert 2 < len(steps.get_xdata()) < 10
    assert axes.get_xlim() == (0, 30)
    assert axes.get_ylim() == (-22, 22)


@pytest.mark.parametrize(
    ("ratio", "says"),
    [
        (0.5, "by 0.5: it sinks to rest"),
        (1, "after one step"),
        (1.5, "by −0.5: it jumps across rest and back"),
        (2, "to and fro for ever"),
        (2.5, "by −1.5: it jumps across rest, further each time: it blows up."),
    ],
)
def test_stability_in_words(ratio, says):
    assert says in figures.stability_in_words(ratio)


def test_a_ladder_draws_a_law_as_a_straight_line_and_marks_one_setting():
    x = np.array([0.1, 0.2, 0.4])
    curves = {"euler": x, "rk4": x**4}
    figure = figures.ladder(
        x, curves, xlabel="x", ylabel="y", powers=(-4, 0), mark=("rk4", 0.2), ticks=[0.1, 0.4]
    )
    (axes,) = figure.axes
    assert axes.get_xscale() == axes.get_yscale() == "log"
    assert words(axes) == ["Euler", "Runge-Kutta"]
    curve, dot = lines_of(axes, "green")
    assert curve.get_ydata() == pytest.approx(x**4)
    assert dot.get_ydata() == pytest.approx([0.2**4])
    assert curve.get_linestyle() != lines_of(axes, "vermilion")[0].get_linestyle()


def test_a_ladder_takes_other_names_and_an_axis_for_each():
    x = {"one": np.array([1.0, 2.0]), "two": np.array([4.0, 8.0])}
    curves = {"one": np.array([0.1, 0.2]), "two": np.array([np.nan, 0.2])}
    (axes,) = figures.ladder(x, curves, xlabel="x", ylabel="y", powers=(-2, 0)).axes
    assert [line.get_xdata().tolist() for line in axes.get_lines()] == [[1, 2], [4, 8]]


def test_the_train_shows_the_last_50_ms_with_the_numbers_of_the_spikes(firing):
    trace, spikes = firing
    late = spikes[:-1] + 3.0
    (axes,) = figures.train(trace, spikes, trace, late, "exponential").axes
    assert axes.get_xlim() == (50, 100)
    (mine,) = lines_of(axes, "ghost")
    assert mine.get_xdata().min() > 50
    shown = [text for text in axes.texts if text.get_text().isdigit()]
    places = {(text.get_text(), text.get_color()): text.get_position()[0] for text in shown}
    assert places[str(len(spikes)), colour("muted")] == spikes[-1]
    assert places[str(len(late)), colour("ghost")] == late[-1]


def test_a_train_that_blew_up_says_so(firing):
    (axes,) = figures.train(*firing, None, None, "euler").axes
    assert "Euler: blew up" in words(axes)
    assert not lines_of(axes, "vermilion")
    assert figures.train_in_words(None, firing[1]) == "The simulation blew up, and said so."


def test_lateness_in_words():
    due = np.array([1.0, 2.0, 3.0])
    assert figures.train_in_words(due[:2] + 0.25, due) == (
        "2 spikes, where there should be 3; number 2 is 0.25 ms too late."
    )
    assert figures.train_in_words(due - 2e-6, due).endswith(
        "number 3 is 2 millionths of a millisecond too early."
    )


def test_drift_shows_the_same_errors_twice():
    errors = {"exponential": 0.07 * np.arange(69), "rk4": 1e-8 * np.arange(1, 70)}
    left, right = figures.drift(errors).axes
    assert lines_of(left, "ghost")[0].get_ydata()[-1] == errors["exponential"][-1]
    assert not lines_of(left, "green")  # too small to be seen there
    assert lines_of(right, "green")[0].get_ydata().tolist() == errors["rk4"].tolist()


def test_steps_of_an_adaptive_run_are_drawn_at_their_lengths():
    t, v = np.array([0.0, 0.1, 0.5, 1.5]), np.array([-65.0, 0.0, 30.0, -70.0])
    top, bottom = figures.strides(t, v).axes
    assert top.get_lines()[1].get_xdata().tolist() == t.tolist()
    assert bottom.get_lines()[0].get_ydata() == pytest.approx([0.1, 0.4, 1.0])


def test_thresholds_are_drawn_from_a_step_of_zero_on():
    dts = np.array([0.01, 0.02, 0.04])
    (axes,) = figures.thresholds(dts, {"euler": 6.5 - dts, "rk4": 6.5 + 0 * dts}, 6.5).axes
    assert axes.get_xlim()[0] == 0
    assert lines_of(axes, "vermilion")[0].get_ydata() == pytest.approx(6.5 - dts)
    assert lines_of(axes, "grid")[0].get_ydata() == [6.5, 6.5]


def test_errors_of_tables_keep_their_signs():
    dts = np.array([0.01, 0.02])
    off_by = {"1 mV": dts - 0.02, "0.5 mV": dts - 0.01, "0.25 mV": dts - 0.005, "computed": dts}
    (axes,) = figures.tables(dts, off_by).axes
    assert lines_of(axes, "vermilion")[0].get_ydata() == pytest.approx([-10, 0])
    assert lines_of(axes, "ink")[0].get_ydata() == pytest.approx([10, 20])
    assert axes.get_legend().get_texts()[0].get_text() == "computed"


def test_a_spike_is_shown_with_the_pace_of_its_parts(firing):
    trace, _ = firing
    top, bottom = figures.tempo(trace, 0.3 + 0 * trace.t, 0.03 + 0 * trace.t).axes
    assert lines_of(top, "voltage")[0].get_ydata().max() > 0
    assert set(lines_of(bottom, "voltage")[0].get_ydata()) == {0.03}
    assert lines_of(bottom, "voltage")[0].get_linestyle() == "--"
