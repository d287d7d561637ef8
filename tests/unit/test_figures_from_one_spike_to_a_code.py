"""The figures of firing draw what was computed, and say it in words."""

import numpy as np
import pytest

from neuromath_lib.figures import colour
from neuromath_lib.figures import from_one_spike_to_a_code as figures
from neuromath_lib.hodgkin_huxley import (
    Axon,
    FitzHughNagumo,
    Ramp,
    Step,
    cycle,
    cycle_branch,
    linearise,
    phase_response,
    simulate,
)

AXON = Axon()


@pytest.fixture(scope="module")
def firing():
    return cycle(AXON, 8.0)


def lines_of(axes, name):
    return [line for line in axes.get_lines() if line.get_color() == colour(name)]


def run(stimulus, duration=150.0, **options):
    return simulate(AXON, stimulus, duration, every=10, **options)


@pytest.mark.parametrize(
    ("current", "says"),
    [
        (1.0, "No spike."),
        (3.0, "1 spike, then silence."),
        (6.0, "2 spikes, then silence."),
        (8.0, "9 spikes, the last two at 62.5 a second."),
    ],
)
def test_firing_in_words(current, says):
    assert figures.firing_in_words(run(Step(current, start=5.0))) == says


def test_a_driven_axon_is_drawn_with_its_current():
    trace = run(Step(8.0) + Step(10.0, 20.0, 20.5))
    top, bottom = figures.driven(trace).axes
    assert lines_of(top, "voltage")[0].get_ydata().max() == trace.v.max()
    assert lines_of(bottom, "leak")[0].get_ydata().max() == 18.0
    low, high = bottom.get_ylim()
    assert low < 0 < 18 < high


def test_a_pulse_at_the_right_moment_stops_it_and_says_so(firing):
    start = firing.state(0.0)
    when = 2 * firing.period
    for delay, says in ((8.5, "Not one more spike: it is off."), (4.0, "It goes on: 8 spikes")):
        pulse = Step(10.0, when + delay, when + delay + 0.5)
        trace = run(Step(8.0) + pulse, 160.0, initial=start)
        assert figures.fate_in_words(trace, when + delay).startswith(says)


def test_islands_are_where_the_firing_stopped():
    delay, size = np.linspace(0, 16, 33), np.linspace(-10, 10, 21)
    stopped = np.zeros((21, 33), bool)
    stopped[15:18, 16:20] = True  # sizes 5 to 7, delays 8 to 9.5
    (axes,) = figures.islands(delay, size, stopped, 16.0).axes
    box = axes.collections[0].get_paths()[0].get_extents()
    assert (box.x0, box.x1) == pytest.approx((8.0, 9.5), abs=0.5)
    assert (box.y0, box.y1) == pytest.approx((5.0, 7.0), abs=1.0)


@pytest.mark.parametrize(("current", "says"), [(8.0, "it dies out"), (11.0, "it grows")])
def test_the_curves_hold_the_ringing(current, says):
    near = linearise(AXON, current)
    growth = float(near.eigenvalues[0].real)
    rest = AXON.equilibrium(current)
    trace = run(Step(current), 100.0, initial=rest.shocked(0.1))
    deviation = trace.v - rest.v
    (axes,) = figures.ringing(trace.t, deviation, growth).axes
    upper, lower = (line.get_ydata() for line in lines_of(axes, "green"))
    assert np.allclose(upper, -lower)
    t = lines_of(axes, "green")[0].get_xdata()
    late = t > 50
    inside = np.interp(t, trace.t, deviation)
    assert np.all(np.abs(inside[late]) <= upper[late] * 1.02)
    # The ringing touches them: no swing is lost in empty space.
    assert np.max(np.abs(inside[late]) / upper[late]) > 0.9
    assert says in figures.ringing_in_words(growth, near.frequency)


def test_what_attracts_is_solid_and_the_rim_is_dashed():
    branch = cycle_branch(AXON)
    current = np.linspace(0.0, 170.0, 171)
    near = linearise(AXON, current)
    left, right = figures.branch(branch, current, near.state.v, near.stable).axes
    for axes in (left, right):
        solid, dashed = lines_of(axes, "voltage"), lines_of(axes, "green")
        assert {line.get_linestyle() for line in solid} == {"-"}
        assert {line.get_linestyle() for line in dashed} == {"--"}
        # They meet at the fold, and at the fold only.
        fold = branch.folds.min()
        assert min(line.get_xdata().min() for line in solid) == pytest.approx(fold)
        assert min(line.get_xdata().min() for line in dashed) == pytest.approx(fold)
        assert max(line.get_xdata().max() for line in dashed) < 9.8


def test_growth_is_dashed_where_it_grows():
    current = np.linspace(0.0, 20.0, 41)
    values = current - 10.0
    left, _ = figures.growth_rate(current, values, current, [10.0]).axes
    shrinks, grows = lines_of(left, "voltage")
    assert shrinks.get_linestyle() == "-"
    assert np.nanmax(shrinks.get_ydata()) <= 0.5
    assert grows.get_linestyle() == "--"
    assert np.nanmin(grows.get_ydata()) >= -0.5


def test_both_cycles_stand_beside_the_count():
    pair = [cycle(AXON, 50.0), cycle(AXON, 90.0)]
    current = np.array([10.0, 20.0, 50.0, 90.0])
    _, right = figures.counted(current, 2 * current, current, pair).axes
    tall, small = ([line for line in lines_of(right, "voltage") if line.get_linestyle() == style]
                   for style in ("-", "--"))  # fmt: skip
    assert tall[0].get_ydata().max() > 0 > small[0].get_ydata().max()
    assert {"50", "90"} <= {text.get_text() for text in right.texts}


def test_the_crossing_is_filled_where_it_attracts():
    model = FitzHughNagumo()
    for current, says, filled in ((0.0, "attracts; the path comes to rest", True),
                                  (0.5, "repels; the path goes round", False)):  # fmt: skip
        path = model.simulate(current, 200.0, dt=0.05)
        assert says in figures.plane_in_words(model, current, path)
        left, _ = figures.plane(model, current, path).axes
        (crossing,) = lines_of(left, "green")
        assert crossing.get_markerfacecolor() == colour("green" if filled else "paper")
        assert crossing.get_xdata()[0] == model.equilibria(current)[0, 0]


def test_a_kick_in_words():
    assert figures.kick_in_words(0.9) == "All later spikes come 0.90 ms early."
    assert figures.kick_in_words(-0.61) == "All later spikes come 0.61 ms late."
    assert figures.kick_in_words(np.nan) == "The firing stops."
    assert "no difference" in figures.kick_in_words(0.001)


def test_the_phase_curve_is_shaded_by_its_sign():
    response = phase_response(AXON, 10.0)
    _, bottom = figures.phase_curve(response, response).axes
    above, below = (shade.get_paths() for shade in bottom.collections)
    assert min(path.get_extents().y0 for path in above) == 0
    assert max(path.get_extents().y1 for path in below) == 0
    assert max(path.get_extents().y1 for path in above) == pytest.approx(response.largest)


def test_a_ramp_is_drawn_against_the_current_it_has_reached():
    trace = simulate(AXON, Ramp(0.4), 30.0)
    first, second = figures.ramps([trace, trace], (0.4, 0.3), 9.78).axes
    line = lines_of(first, "voltage")[0]
    spike = line.get_xdata()[np.argmax(line.get_ydata() > 0)]
    assert spike == pytest.approx(4.62, abs=0.05)
    assert "0.3" in second.texts[0].get_text()


def test_nudged_axons_stand_at_the_first_slopes():
    slope, current = np.array([0.03, 0.1, 0.3, 1.0]), np.array([20.0, 18.0, 10.5, 5.8])
    (axes,) = figures.lateness(slope, current, np.array([14.0, 16.0]), 9.78).axes
    (dots,), (circles,) = lines_of(axes, "voltage"), lines_of(axes, "green")
    assert dots.get_xdata().tolist() == slope.tolist()
    assert circles.get_xdata().tolist() == [0.03, 0.1]
    assert axes.get_ylim()[1] > 20
