"""Cable and travelling impulse: shapes, batches, bad input, and sentences that help."""

import doctest
import importlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuromath_lib.hodgkin_huxley import Axon, Sampled, State, Step
from neuromath_lib.hodgkin_huxley.cable import cable_positions, simulate_cable
from neuromath_lib.hodgkin_huxley.travelling_pulse import net_ion_flux, travelling_pulse
from neuromath_lib.numerics.compilation import is_compiled

WARM = Axon(temperature=18.5)


@pytest.mark.parametrize("name", ["cable", "travelling_pulse"])
def test_examples(name):
    # By its full name: the package offers a function of the same name.
    found = doctest.testmod(importlib.import_module(f"neuromath_lib.hodgkin_huxley.{name}"))
    assert found.attempted > 0
    assert found.failed == 0


def test_shapes_of_a_cable():
    cable = simulate_cable(WARM, 50.0, 2.0, dx_um=250.0, dt=0.02, every=5)
    assert cable.x.shape == (200,)
    assert cable.t.shape == (21,)
    assert cable.v.shape == (21, 200)
    np.testing.assert_allclose(cable.t, np.arange(21) * 0.1, atol=1e-12)
    np.testing.assert_allclose(cable.x, cable_positions(50.0, 250.0))
    np.testing.assert_allclose(cable.x[[0, -1]], [0.125, 49.875])
    np.testing.assert_array_equal(cable.v[0], WARM.equilibrium().v)
    assert "50 mm" in repr(cable)
    for name in "vmhn":
        assert getattr(cable.end, name).shape == (200,)


def test_compartments_fit_the_cable():
    x = cable_positions(10.0, 300.0)
    assert len(x) == 34
    assert np.diff(x)[0] == pytest.approx(10.0 / 34)


def test_storing_less_changes_nothing_else():
    fine, coarse = (simulate_cable(WARM, 40.0, 2.0, every=every) for every in (1, 40))
    np.testing.assert_array_equal(fine.v[::40], coarse.v)
    np.testing.assert_array_equal(fine.arrivals, coarse.arrivals)


def test_arrivals_agree_with_the_voltages_stored():
    cable = simulate_cable(WARM, 60.0, 4.0, every=1)
    for k in (150, 300, 420):
        v = cable.v[:, k]
        after = np.flatnonzero((v[:-1] < cable.level) & (v[1:] >= cable.level))
        assert len(after) == np.isfinite(cable.arrivals[:, k]).sum() == 1
        share = (cable.level - v[after]) / (v[after + 1] - v[after])
        assert cable.arrivals[0, k] == pytest.approx(cable.t[after[0]] + 0.01 * share[0], abs=2e-3)


def test_many_crossings_in_a_small_buffer():
    """Everything fires at once, again and again: events overflow their buffer and none is lost."""
    cable = simulate_cable(
        Axon(), 8.0, 60.0, (4.0, Step(20.0)), electrode_mm=8.0, dx_um=500.0, dt=0.1
    )
    assert len(cable.arrivals) == 6
    assert np.isfinite(cable.arrivals).all()
    assert (np.diff(cable.arrivals, axis=0) > 5.0).all()


def test_a_uniform_array_is_a_number():
    x = cable_positions(40.0)
    varied = Axon(temperature=np.full(len(x), 18.5), g_na=np.full(len(x), 120.0))
    one, other = (simulate_cable(axon, 40.0, 2.0) for axon in (WARM, varied))
    np.testing.assert_allclose(one.v, other.v, atol=1e-9)


@pytest.mark.parametrize("size", [4, 5, 6, 7, 50, 51])
def test_even_and_odd_numbers_of_compartments(size):
    """The chain of equations is the one a general solver solves: a uniform cable stays uniform,
    and a lopsided one mirrored is the mirror image."""
    x = cable_positions(0.1 * size)
    rest = WARM.equilibrium()
    start = rest.shocked(np.linspace(0.0, 5.0, size))
    back = rest.shocked(np.linspace(5.0, 0.0, size))
    one, mirrored = (
        simulate_cable(WARM, 0.1 * size, 1.0, initial=state) for state in (start, back)
    )
    assert len(x) == size
    np.testing.assert_allclose(one.v, mirrored.v[:, ::-1], atol=1e-9)
    flat = simulate_cable(WARM, 0.1 * size, 1.0, initial=rest.shocked(5.0))
    np.testing.assert_allclose(flat.v, flat.v[:, :1] * np.ones(size), atol=1e-9)


def test_the_same_source_runs_uncompiled(monkeypatch):
    from neuromath_lib.hodgkin_huxley import cable_kernels, kernels

    if not is_compiled(cable_kernels.advance):
        pytest.skip("numba is missing: everything runs uncompiled")
    options = {"dx_um": 500.0, "dt": 0.02}
    compiled = simulate_cable(WARM, 6.0, 1.0, **options)
    rest = WARM.equilibrium()
    row = np.array([1.0, 120.0, 36.0, 0.3, 50.0, -77.0, -54.387, 3.0**1.22])
    start = np.array([rest.v + 1.0, 9.0, rest.m, rest.h, rest.n])
    shot = (start, row, 10.4, 0.01, -77.0, 50.0, rest.v, rest.v + 10.0)
    path, slow_path = np.empty((150, 5)), np.empty((150, 5))
    result = cable_kernels.shoot(*shot, path)
    for module, names in (
        (cable_kernels, ("advance", "shoot", "impulse", "rates", "trapezoid")),
        (kernels, ("rates", "trapezoid")),
    ):
        for name in names:
            monkeypatch.setattr(module, name, getattr(module, name).py_func)
    uncompiled = simulate_cable(WARM, 6.0, 1.0, **options)
    np.testing.assert_allclose(uncompiled.v, compiled.v, atol=1e-8)
    np.testing.assert_allclose(uncompiled.arrivals, compiled.arrivals, atol=1e-8)
    assert cable_kernels.shoot(*shot, slow_path) == result
    steps = result[1]
    np.testing.assert_allclose(slow_path[:steps], path[:steps], rtol=1e-6, atol=1e-8)


def test_batches_of_pulses():
    axon = Axon(temperature=[6.3, 18.5])
    pulse = travelling_pulse(axon, radius_um=[[238.0], [100.0], [50.0]])
    assert pulse.speed.shape == (3, 2)
    assert pulse.k.shape == (2,)
    assert pulse.v.shape == pulse.m.shape == (2, len(pulse.t))
    for k, temperature in enumerate((6.3, 18.5)):
        alone = travelling_pulse(Axon(temperature=temperature))
        assert pulse.k[k] == alone.k
        np.testing.assert_allclose(
            pulse.speed[:, k], alone.speed * np.sqrt(np.array([238, 100, 50]) / 238)
        )
        within = np.abs(alone.t) < 3.0
        for name in "vmhn":
            np.testing.assert_allclose(
                np.interp(alone.t[within], pulse.t, getattr(pulse, name)[k]),
                getattr(alone, name)[within],
                atol=5e-3,
            )
    flux = net_ion_flux(pulse)
    assert flux.na_in.shape == (2,)
    assert flux.na_in[1] == pytest.approx(4.358, rel=1e-3)
    assert "12.31" not in repr(travelling_pulse(WARM))
    assert "m/s" in repr(pulse)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"axon": 5}, "axon was 5; it should be an Axon"),
        ({"radius_um": 0.0}, "radius_um was 0.0; it should be a number above 0 um"),
        ({"radius_um": "thick"}, "radius_um was 'thick'"),
        ({"radius_um": np.nan}, "radius_um was nan"),
        ({"axial_resistivity": -35.4}, "axial_resistivity was -35.4"),
        ({"axial_resistivity": np.inf}, "axial_resistivity was inf"),
        ({"axon": Axon(g_na=[100.0, 120.0]), "radius_um": [1.0, 2.0, 3.0]}, "do not fit together"),
        ({"axon": Axon(g_na=0.0)}, "no impulse travels along this axon.*g_na = 0 mS/cm2"),
        ({"axon": Axon(g_na=10.0)}, "no impulse travels along this axon.*g_na = 10 mS/cm2"),
        ({"axon": Axon(temperature=[20.0, 40.0])}, r"axon \[1\] of the batch: at 40 Celsius"),
        ({"axon": Axon(g_na=300.0)}, "not stable at rest.*fires by itself"),
        ({"axon": Axon(g_na=0.0, g_k=0.0, g_leak=0.0)}, "no impulse travels"),
    ],
)
def test_bad_input_to_shooting_is_named(arguments, named):
    with pytest.raises(ValueError, match=named):
        travelling_pulse(**({"axon": WARM} | arguments))


@pytest.mark.parametrize("impulse", [None, 3.0, WARM])
def test_no_impulse_to_count_ions_of(impulse):
    with pytest.raises(ValueError, match="impulse was"):
        net_ion_flux(impulse)


def test_an_impulse_cut_short_is_refused():
    from neuromath_lib.hodgkin_huxley import simulate

    with pytest.raises(ValueError, match="should begin and end at rest"):
        net_ion_flux(simulate(Axon(), Step(60.0, 1.0, 1.5), 4.0))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"axon": "squid"}, "axon was 'squid'; it should be an Axon"),
        ({"axon": Axon(temperature=[6.3, 18.5])}, "cable has 100 compartments.*cable_positions"),
        ({"length_mm": -1.0}, "length_mm was -1.0"),
        ({"length_mm": None}, "length_mm was None"),
        ({"duration": 0.0}, "duration was 0.0"),
        ({"duration": 0.01}, "duration was 0.01 ms; it should be at least one stored step"),
        ({"dt": -0.01}, "dt was -0.01"),
        ({"dt": np.nan}, "dt was nan"),
        ({"dx_um": 0.0}, "dx_um was 0.0"),
        ({"dx_um": 5000.0}, "dx_um was 5000 um; it should be at most a quarter of the cable"),
        ({"length_mm": 200.0, "dx_um": 4000.0}, "dx_um was 4000 um; that is too large to hold an"),
        ({"radius_um": 0.0}, "radius_um was 0.0"),
        ({"radius_um": 0.1}, "dx_um was 100 um; that is too large to hold an impulse"),
        ({"axial_resistivity": "low"}, "axial_resistivity was 'low'"),
        ({"electrode_mm": 0.0}, "electrode_mm was 0.0"),
        ({"every": 0}, "every was 0; it should be a whole number"),
        ({"every": 2.5}, "every was 2.5"),
        ({"level": np.nan}, "level was nan"),
        ({"duration": 1e7, "every": 1}, "every was 1; it should be larger"),
        ({"stimulus": 10.0}, "stimulus was 10.0; it should be a Stimulus"),
        ({"stimulus": [Step(10.0)]}, "stimulus had the item Step"),
        ({"stimulus": [(5.0, 10.0)]}, r"stimulus had the item \(5.0, 10.0\)"),
        ({"stimulus": [(50.0, Step(10.0))]}, "position_mm was 50.0; .* between 0 and 10 mm"),
        ({"stimulus": (-1.0, Step(10.0))}, "position_mm was -1.0"),
        ({"stimulus": Step([1.0, 2.0])}, r"a batch of shape \(2,\); it should be one"),
        ({"initial": 3.0}, "initial was 3.0; it should have v, m, h and n"),
        ({"initial": State(-65.0, 0.1, 0.5, 1.5)}, r"initial\.n was 1.5"),
        ({"initial": State([-65.0, 0.0], 0.1, 0.5, 0.3)}, r"initial\.v was of shape \(2,\)"),
        ({"initial": State(np.nan, 0.1, 0.5, 0.3)}, r"initial\.v was nan"),
    ],
)
def test_bad_input_to_a_cable_is_named(arguments, named):
    with pytest.raises(ValueError, match=named):
        simulate_cable(**({"axon": WARM, "length_mm": 10.0, "duration": 1.0} | arguments))


def test_a_blow_up_says_where():
    with pytest.raises(FloatingPointError, match=r"blew up .* at x = 0\.\d mm.*weaker stimulus"):
        simulate_cable(WARM, 20.0, 2.0, Step(1e6, stop=0.5))


def test_too_short_for_a_speed():
    with pytest.raises(ValueError, match=r"length_mm was 20 mm; .* too short .* mm longer"):
        simulate_cable(WARM, 20.0, 3.0).speed()
    with pytest.raises(ValueError, match="at least six compartments"):
        simulate_cable(WARM, 20.0, 3.0).speed(10.0, 10.3)


def test_as_much_longer_as_it_says_is_long_enough():
    assert simulate_cable(WARM, 38.0, 3.0).speed() == pytest.approx(18.73, rel=3e-3)


def test_no_impulse_says_so():
    with pytest.raises(ValueError, match=r"no impulse arrived anywhere.*stronger"):
        simulate_cable(WARM, 60.0, 4.0, []).speed()
    with pytest.raises(ValueError, match="no impulse arrived anywhere"):
        simulate_cable(WARM, 60.0, 4.0, Step(10.0, stop=0.2)).local_speed()
    with pytest.raises(ValueError, match=r"at the end .* it had come to .*longer duration"):
        simulate_cable(WARM, 100.0, 3.0).speed()
    with pytest.raises(ValueError, match=r"no impulse number 1 \(counted from 0\) arrived"):
        simulate_cable(WARM, 60.0, 4.0).speed(impulse=1)
    too_hot = simulate_cable(Axon(temperature=40.0), 60.0, 4.0)
    with pytest.raises(ValueError, match=r"where it died out|arrived anywhere"):
        too_hot.speed()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"start_mm": -1.0}, "start_mm was -1.0"),
        ({"stop_mm": 61.0}, "stop_mm was 61.0"),
        ({"start_mm": "left"}, "start_mm was 'left'"),
        ({"impulse": -1}, "impulse was -1"),
        ({"start_mm": 0.0, "stop_mm": 20.0}, "no steady speed|met or parted"),
    ],
)
def test_bad_input_to_speed_is_named(arguments, named):
    cable = simulate_cable(WARM, 60.0, 4.0)
    with pytest.raises(ValueError, match=named):
        cable.speed(**arguments)


@settings(max_examples=15, deadline=None)
@given(
    amplitude=st.floats(-500.0, 500.0),
    place=st.floats(0.0, 10.0),
    start=st.floats(0.0, 1.0),
    temperature=st.floats(-5.0, 40.0),
    dt=st.floats(0.002, 0.2),
)
def test_nothing_reasonable_makes_it_lose_its_head(amplitude, place, start, temperature, dt):
    cable = simulate_cable(
        Axon(temperature=temperature),
        10.0,
        2.0,
        [(place, Step(amplitude, start, start + 0.3)), (5.0, Sampled([5.0, -5.0], 0.4))],
        dx_um=400.0,
        dt=dt,
    )
    assert np.isfinite(cable.v).all()
    for gate in (cable.end.m, cable.end.h, cable.end.n):
        assert gate.min() >= 0.0
        assert gate.max() <= 1.0
