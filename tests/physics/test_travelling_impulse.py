"""The travelling impulse: speed by shooting and by simulation, collision, heat block, ions."""

import itertools

import numpy as np
import pytest

from neuromath_lib.evidence import hodgkin_huxley_cable as evidence
from neuromath_lib.hodgkin_huxley import Axon, State, Step, equations, simulate
from neuromath_lib.hodgkin_huxley.cable import cable_positions, simulate_cable
from neuromath_lib.hodgkin_huxley.travelling_pulse import net_ion_flux, travelling_pulse

WARM = Axon(temperature=18.5)
K, SPEED = 10.438051, 18.73189
KICK = Step(2000.0, stop=0.2)


@pytest.fixture(scope="module")
def pulse():
    return travelling_pulse(WARM)


@pytest.mark.parametrize("quantity", evidence.QUANTITIES, ids=lambda quantity: quantity.name)
def test_row(quantity):
    row = quantity.row()
    assert row.ok, f"{row.quantity}: {row.computed} is not {row.reference} within {row.tolerance}"


def test_speed_by_shooting(pulse):
    assert pulse.k == pytest.approx(K, rel=1e-7)
    assert pulse.speed == pytest.approx(SPEED, rel=1e-6)


def test_the_impulse_solves_its_equation(pulse):
    """V'' / K = V' + I / C all along, and the gates follow the voltage."""
    dt = pulse.t[1] - pulse.t[0]
    inside = slice(2, -2)

    def slope(y):  # fourth order
        return (8.0 * (y[3:-1] - y[1:-3]) - (y[4:] - y[:-4])) / (12.0 * dt)

    ionic = equations.ionic_currents(WARM, pulse.v, pulse.m, pulse.h, pulse.n).total
    left = slope(pulse.dv_dt) / pulse.k
    right = (pulse.dv_dt + ionic / WARM.capacitance)[inside]
    np.testing.assert_allclose(left, right, atol=2e-5 * np.abs(ionic).max())
    np.testing.assert_allclose(slope(pulse.v), pulse.dv_dt[inside], atol=1e-3)
    rates = WARM.rates(pulse.v)
    for gate in "mhn":
        x = getattr(pulse, gate)
        heading = (getattr(rates, f"{gate}_inf") - x) / getattr(rates, f"tau_{gate}")
        np.testing.assert_allclose(slope(x), heading[inside], atol=2e-4)


def test_the_impulse_leaves_rest_and_comes_back(pulse):
    rest = WARM.equilibrium()
    for name in "vmhn":
        values = getattr(pulse, name)
        assert values[0] == pytest.approx(getattr(rest, name), abs=1e-3)
        assert values[-1] == pytest.approx(getattr(rest, name), abs=3e-3)
    assert abs(pulse.t[np.argmax(pulse.v)]) <= pulse.t[1] - pulse.t[0]
    assert pulse.v.max() == pytest.approx(25.578, abs=1e-3)  # 90.6 mV; the paper's Fig. 15: 90.5
    assert (np.diff(np.sign(pulse.v - 0.0)) > 0).sum() == 1


def test_all_charge_that_enters_leaves(pulse):
    ionic = equations.ionic_currents(WARM, pulse.v, pulse.m, pulse.h, pulse.n)
    whole = np.trapezoid(np.abs(ionic.i_na), pulse.t)
    assert abs(np.trapezoid(ionic.total, pulse.t)) < 1e-4 * whole


def test_ions_of_a_space_clamped_spike_are_counted_too():
    trace = simulate(WARM, Step(0.0), 40.0, initial=WARM.equilibrium())
    nothing = net_ion_flux(trace)
    assert abs(nothing.na_in) < 1e-6
    assert abs(nothing.k_out) < 1e-6
    start = WARM.equilibrium().shocked(0.9)
    spike = net_ion_flux(simulate(Axon(), Step(60.0, 1.0, 1.3), 60.0))
    travelling = net_ion_flux(travelling_pulse(Axon()))
    assert spike.na_in == pytest.approx(travelling.na_in, rel=0.2)
    assert net_ion_flux(simulate(WARM, Step(0.0), 40.0, initial=start)).na_in < 0.1


@pytest.mark.parametrize("temperature", [0.0, 6.3, 12.0, 25.0, 30.0, 33.0])
def test_both_ways_agree_at_other_temperatures(temperature):
    axon = Axon(temperature=temperature)
    length = 100.0 if temperature < 32 else 160.0  # it settles slowly next to heat block
    cable = simulate_cable(axon, length, 30.0, dt=0.005)
    assert cable.speed() == pytest.approx(travelling_pulse(axon).speed, rel=2e-3)


@pytest.mark.parametrize(
    "fields",
    [
        {"capacitance": 0.5, "temperature": 18.5},
        {"g_na": 200.0, "g_k": 60.0, "temperature": 15.0},
        {"g_na": 60.0},
        {"e_na": 60.0, "e_leak": -55.0, "temperature": 10.0},
        {"g_leak": 1.0},
    ],
)
def test_both_ways_agree_for_other_axons(fields):
    axon = Axon(**fields)
    assert simulate_cable(axon, 100.0, 25.0, dt=0.005).speed() == pytest.approx(
        travelling_pulse(axon).speed, rel=2e-3
    )


def test_the_simulated_impulse_has_the_shape_of_the_travelling_one(pulse):
    cable = simulate_cable(WARM, 80.0, 15.0, dx_um=50.0, dt=0.005, every=1)
    v = cable.v[:, len(cable.x) // 2]
    t = cable.t - cable.t[np.argmax(v)]
    inside = (t > -1.0) & (t < 8.0)
    expected = np.interp(t[inside], pulse.t, pulse.v)
    assert np.abs(v[inside] - expected).max() < 1.0  # mV, at slopes of 400 mV/ms
    np.testing.assert_allclose(v.max(), pulse.v.max(), atol=0.05)


def test_speed_grows_with_the_square_root_of_the_diameter():
    radii = np.array([1.0, 59.5, 238.0, 952.0])
    speeds = travelling_pulse(WARM, radius_um=radii).speed
    np.testing.assert_allclose(speeds / SPEED, np.sqrt(radii / 238.0), rtol=1e-6)
    resistivities = np.array([35.4, 141.6])
    speeds = travelling_pulse(WARM, axial_resistivity=resistivities).speed
    np.testing.assert_allclose(speeds / SPEED, [1.0, 0.5], rtol=1e-6)
    thick, thin = (
        simulate_cable(WARM, 60.0 * scale, 6.0, dx_um=100.0 * scale, radius_um=radius).speed()
        for scale, radius in ((1.0, 238.0), (0.25, 238.0 / 16.0))
    )
    assert thin == pytest.approx(0.25 * thick, rel=1e-9)
    resistive = simulate_cable(WARM, 60.0, 8.0, axial_resistivity=4.0 * 35.4).speed()
    assert resistive == pytest.approx(0.5 * SPEED, rel=2e-3)


def measured(**options):
    return simulate_cable(WARM, 60.0, 4.0, **options).speed(25.0, 48.0)


def test_second_order_in_time():
    """Halving dt quarters the error, so that two steps give the limit of none."""
    speeds = [measured(dt=dt, dx_um=200.0) for dt in (0.02, 0.01, 0.005)]
    assert np.log2((speeds[1] - speeds[0]) / (speeds[2] - speeds[1])) == pytest.approx(2, abs=0.1)
    limits = [(4.0 * fine - coarse) / 3.0 for coarse, fine in itertools.pairwise(speeds)]
    assert limits[0] == pytest.approx(limits[1], rel=2e-5)


def test_second_order_in_space():
    speeds = [measured(dt=0.01, dx_um=dx) for dx in (400.0, 200.0, 100.0)]
    assert np.log2((speeds[1] - speeds[0]) / (speeds[2] - speeds[1])) == pytest.approx(2, abs=0.1)


def test_the_limit_of_both_is_the_speed_found_by_shooting():
    coarse = measured(dt=0.01, dx_um=200.0)
    fine = measured(dt=0.005, dx_um=100.0)
    assert (4.0 * fine - coarse) / 3.0 == pytest.approx(SPEED, rel=5e-5)


def test_the_voltage_too_is_of_second_order():
    def end(dt, dx_um):
        x = 1e-3 * dx_um * (np.arange(round(2e4 / dx_um)) + 0.5)
        start = WARM.equilibrium().shocked(30.0 * np.exp(-(((x - 6.0) / 2.0) ** 2)))
        stimulus = [(13.0, Step(150.0, 0.2, 0.5))]
        cable = simulate_cable(
            WARM, 20.0, 1.0, stimulus, dt=dt, dx_um=dx_um, initial=start, electrode_mm=2.4
        )
        return cable.end.v.reshape(25, -1).mean(axis=1), cable.end.m.reshape(25, -1).mean(axis=1)

    for which in range(2):
        runs = [end(dt, 200.0)[which] for dt in (0.005, 0.0025, 0.00125)]
        changes = [np.abs(b - a).max() for a, b in itertools.pairwise(runs)]
        assert np.log2(changes[0] / changes[1]) == pytest.approx(2.0, abs=0.1)
        runs = [end(0.01, dx)[which] for dx in (200.0, 100.0, 50.0)]
        changes = [np.abs(b - a).max() for a, b in itertools.pairwise(runs)]
        assert np.log2(changes[0] / changes[1]) == pytest.approx(2.0, abs=0.1)


def test_a_passive_cable_does_what_the_formula_says():
    """A cosine fades at the rate of its wavelength; the ends are sealed."""
    axon = Axon(g_na=0.0, g_k=0.0, g_leak=0.3, temperature=6.3)
    x = cable_positions(20.0, 50.0)
    rest = axon.equilibrium()
    shape = np.cos(3.0 * np.pi * x / 20.0)
    start = State(rest.v + 10.0 * shape, rest.m, rest.h, rest.n)
    cable = simulate_cable(axon, 20.0, 2.0, dx_um=50.0, initial=start, radius_um=100.0)
    # a / (2 R) in mS, times (pi n / L)^2 with L in cm
    rate = 0.3 + 100.0e-4 / (2.0 * 35.4) * 1e3 * (3.0 * np.pi / 2.0) ** 2
    expected = 10.0 * np.exp(-rate * cable.t)[:, None] * shape
    np.testing.assert_allclose(cable.v - rest.v, expected, atol=1e-2)


def test_charge_is_conserved():
    axon = Axon(g_na=0.0, g_k=0.0, g_leak=0.0, e_leak=-65.0)
    rest = State(-65.0, 0.05, 0.6, 0.3)
    pulses = [(3.03, Step(50.0, 0.1234, 0.777)), (9.0, Step(-20.0, 0.5, 1.5))]
    cable = simulate_cable(axon, 10.0, 3.0, pulses, dx_um=73.0, electrode_mm=0.5, initial=rest)
    put_in = 50.0 * (0.777 - 0.1234) * 0.5 - 20.0 * 1.0 * 0.5  # nC/cm2 times mm
    held = (cable.end.v + 65.0).sum() * 10.0 / len(cable.x)
    assert held == pytest.approx(put_in, rel=1e-9)


def test_speed_next_to_an_end_is_wrong_and_speed_keeps_away():
    cable = simulate_cable(WARM, 80.0, 8.0)
    local = cable.local_speed()
    right = travelling_pulse(WARM).speed
    assert local[-20] > 1.2 * right  # 2 mm from the sealed end
    assert local[20] > 2.0 * right  # under the electrode the whole stretch fires at once
    assert cable.speed() == pytest.approx(right, rel=2e-3)
    with pytest.raises(ValueError, match="no steady speed"):
        cable.speed(70.0, 80.0)
    with pytest.raises(ValueError, match="no steady speed"):
        cable.speed(5.0, 20.0)


def test_colliding_impulses_annihilate():
    cable = simulate_cable(WARM, 100.0, 15.0, [(0.0, KICK), (100.0, KICK)])
    assert cable.arrivals.shape == (1, 1000)
    assert np.isfinite(cable.arrivals).all()
    assert cable.x[np.argmax(cable.arrivals[0])] == pytest.approx(50.0, abs=0.2)
    np.testing.assert_allclose(cable.arrivals[0], cable.arrivals[0][::-1], atol=1e-6)
    np.testing.assert_allclose(cable.end.v, WARM.equilibrium().v, atol=0.5)
    assert cable.speed(25.0, 40.0) == pytest.approx(SPEED, rel=3e-3)
    assert cable.speed(60.0, 75.0) == pytest.approx(SPEED, rel=3e-3)
    with pytest.raises(ValueError, match="different sides met or parted near x = 50"):
        cable.speed()
    # One impulse alone would have gone through, twice as long.
    alone = simulate_cable(WARM, 100.0, 15.0, (0.0, KICK))
    assert np.isfinite(alone.arrivals).all()
    assert alone.arrivals[0, -1] > 1.5 * cable.arrivals[0].max()


def test_a_kick_in_the_middle_goes_both_ways():
    cable = simulate_cable(WARM, 120.0, 6.0, (60.0, KICK))
    np.testing.assert_allclose(cable.arrivals[0], cable.arrivals[0][::-1], atol=1e-6)
    assert cable.local_speed()[300] == pytest.approx(-SPEED, rel=3e-3)
    assert cable.local_speed()[900] == pytest.approx(SPEED, rel=3e-3)
    assert cable.speed() == pytest.approx(SPEED, rel=2e-3)


def test_a_second_impulse_through_the_wake_of_the_first_is_slower():
    pair = Step(2000.0, stop=0.2) + Step(2000.0, 4.0, 4.2)
    cable = simulate_cable(WARM, 100.0, 14.0, pair)
    assert len(cable.arrivals) == 2
    first, second = (cable.speed(30.0, 60.0, impulse=k) for k in range(2))
    assert first == pytest.approx(SPEED, rel=2e-3)
    assert second < 0.97 * first


@pytest.mark.parametrize("temperature", [34.0, 36.0, 45.0])
def test_no_impulse_travels_above_heat_block(temperature):
    with pytest.raises(ValueError, match=f"no impulse travels .* {temperature:g} Celsius"):
        travelling_pulse(Axon(temperature=temperature))


def test_heat_block_lies_between_33_and_34():
    assert travelling_pulse(Axon(temperature=33.0)).speed == pytest.approx(22.079, rel=1e-4)
    # Within .01 degrees of where the two impulses meet and vanish
    assert travelling_pulse(Axon(temperature=33.68)).speed > 19.0
    with pytest.raises(ValueError, match="no impulse travels"):
        travelling_pulse(Axon(temperature=33.70))


@pytest.mark.parametrize(("temperature", "passes"), [(33.0, True), (35.0, False)])
def test_heat_block_in_a_warmed_stretch(temperature, passes):
    x = cable_positions(120.0)
    warmed = Axon(temperature=np.where(np.abs(x - 60.0) < 20.0, temperature, 18.5))
    cable = simulate_cable(warmed, 120.0, 12.0)
    assert np.isfinite(cable.arrivals[0, :380]).all()
    assert np.isfinite(cable.arrivals[0, 820:]).all() == passes
    if not passes:
        with pytest.raises(ValueError, match=r"no impulse arrived at x = .*where it died out"):
            cable.speed()


def test_speed_peaks_below_heat_block():
    speeds = travelling_pulse(Axon(temperature=[6.3, 18.5, 30.0, 33.0])).speed
    assert speeds[0] < speeds[1] < speeds[2]
    assert speeds[3] < speeds[2]


def test_a_cable_cut_in_two_runs_is_the_same_cable():
    whole = simulate_cable(WARM, 100.0, 6.0)
    first = simulate_cable(WARM, 100.0, 2.0)
    second = simulate_cable(WARM, 100.0, 4.0, [], initial=first.end)
    np.testing.assert_allclose(second.end.v, whole.end.v, atol=2e-3)
    np.testing.assert_allclose(first.end.v, first.v[-1], atol=1e-9)
    assert second.speed() == pytest.approx(whole.speed(), rel=1e-3)


def test_a_short_cable_is_an_axon():
    """A cable of a millimetre, driven all along, does what one compartment does."""
    kick = Step(20.0, 0.5, 1.5)
    cable = simulate_cable(Axon(), 1.0, 10.0, (0.5, kick), electrode_mm=1.0, every=1)
    alone = simulate(Axon(), kick, 10.0)
    np.testing.assert_allclose(cable.v, np.repeat(alone.v[:, None], 10, axis=1), atol=5e-3)
