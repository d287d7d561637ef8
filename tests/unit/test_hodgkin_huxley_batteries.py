"""Batteries made of salt: Nernst, Goldman, and the streams behind them."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuromath_lib.evidence import hodgkin_huxley_batteries as registry
from neuromath_lib.hodgkin_huxley.batteries import (
    AVOGADRO,
    ELEMENTARY_CHARGE,
    FARADAY,
    goldman,
    nernst,
    streams,
    thermal_voltage,
)

concentrations = st.floats(0.01, 1000.0)
voltages = st.floats(-200.0, 200.0)


def test_the_constants_fit_each_other():
    assert pytest.approx(AVOGADRO * ELEMENTARY_CHARGE, rel=1e-14) == FARADAY


def test_values_worked_out_by_hand():
    # 25 C: 8.314462618 * 298.15 / 96485.33212 = 25.692579 mV; ln 10 = 2.302585
    assert thermal_voltage(25.0) == pytest.approx(25.692579, abs=1e-6)
    assert nernst(10.0, 1.0, temperature=25.0) == pytest.approx(59.159348, abs=1e-5)
    assert nernst(1.0, 10.0, temperature=25.0) == pytest.approx(-59.159348, abs=1e-5)
    assert nernst(10.0, 1.0, valence=2, temperature=25.0) == pytest.approx(29.579674, abs=1e-5)


@given(concentrations, concentrations)
def test_equal_waters_make_no_battery_and_swapped_ones_the_opposite(one, other):
    assert nernst(one, one) == 0.0
    assert nernst(one, other) == pytest.approx(-nernst(other, one), abs=1e-9)
    assert nernst(one, other, valence=-1) == pytest.approx(nernst(other, one), abs=1e-9)


@given(concentrations, concentrations, st.sampled_from([-2, -1, 1, 2]))
def test_the_streams_are_equal_at_the_nernst_potential(out, inside, valence):
    inward, outward = streams(nernst(out, inside, valence), out, inside, valence)
    assert inward == pytest.approx(outward, rel=1e-9)


@given(voltages, concentrations, concentrations)
def test_the_streams_ratio_is_the_concentrations_times_boltzmann(v, out, inside):
    inward, outward = streams(v, out, inside)
    expected = math.log(out / inside) - v / thermal_voltage(6.3)
    assert math.log(inward / outward) == pytest.approx(expected, abs=1e-6)


def test_without_a_voltage_each_stream_is_its_concentration():
    assert streams(0.0, 20.0, 400.0) == (20.0, 400.0)
    near = streams(np.array([-1e-4, -1e-7, 1e-7, 1e-4]), 20.0, 400.0)
    assert np.allclose(near[0], 20.0, rtol=1e-5)


def test_very_far_uphill_nothing_comes():
    inward, outward = streams(1e5, 20.0, 400.0)
    assert inward == 0.0
    assert outward > 1e5


def test_one_ion_alone_makes_goldman_into_nernst():
    assert goldman([1.0], [20.0], [400.0]) == pytest.approx(nernst(20.0, 400.0))
    assert goldman([0.0, 3.0], [20.0, 560.0], [400.0, 52.0], [1, -1]) == pytest.approx(
        nernst(560.0, 52.0, -1)
    )


@given(st.lists(st.floats(0.01, 100.0), min_size=3, max_size=3))
def test_goldman_is_where_the_streams_carry_no_current(permeability):
    p, z = np.array(permeability), np.array([1, 1, -1])
    out, inside = np.array([20.0, 440.0, 560.0]), np.array([400.0, 50.0, 52.0])
    v = goldman(p, out, inside, z)
    inward, outward = streams(v, out, inside, z)
    current = p * z * (inward - outward)
    assert abs(current.sum()) < 1e-9 * np.abs(current).sum()


@given(st.floats(-6.0, 6.0))
def test_goldman_lies_between_its_batteries(exponent):
    v = goldman([1.0, 10.0**exponent], [20.0, 440.0], [400.0, 50.0])
    assert nernst(20.0, 400.0) < v < nernst(440.0, 50.0)


def test_only_the_ratio_of_permeabilities_matters():
    ions = ([20.0, 440.0], [400.0, 50.0])
    assert goldman([1.0, 0.04], *ions) == pytest.approx(goldman([25.0, 1.0], *ions))


def test_arrays_keep_their_shape():
    assert nernst(np.ones((2, 3)), 5.0).shape == (2, 3)
    sweep = np.stack([np.ones(7), np.geomspace(0.01, 10, 7)], axis=-1)
    assert goldman(sweep, [20.0, 440.0], [400.0, 50.0]).shape == (7,)
    assert isinstance(nernst(np.float32(20), 400), float)
    assert isinstance(streams(0, 20, 400)[0], float)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: nernst(0.0, 400.0), "concentration_out was 0.0; it should be a number above 0"),
        (lambda: nernst(20.0, -1), "concentration_in was -1.0"),
        (lambda: nernst("20", 400.0), "concentration_out was '20'"),
        (lambda: nernst(20.0, 400.0, valence=0), "valence was 0; it should be a whole number"),
        (lambda: nernst(20.0, 400.0, valence=1.5), "valence was 1.5"),
        (lambda: nernst(20.0, 400.0, temperature=279.45), "temperature was 279.45"),
        (lambda: nernst([1.0, 2.0], [1.0, 2.0, 3.0]), "shapes that do not fit"),
        (lambda: goldman([1, -1], [20, 440], [400, 50]), "permeability was -1.0"),
        (lambda: goldman([0, 0], [20, 440], [400, 50]), "permeability was 0 for every ion"),
        (lambda: goldman([1, 1], [20, 440], [400, 50], valence=[1, 2]), "valence was"),
        (lambda: goldman([1, 1, 1], [20, 440], [400, 50]), "shapes that do not fit"),
        (lambda: streams(float("nan"), 20, 400), "v was nan"),
    ],
)
def test_bad_input_is_answered_by_a_sentence(call, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        call()


@pytest.mark.parametrize("quantity", registry.QUANTITIES, ids=lambda quantity: quantity.name)
def test_the_registry_is_met(quantity):
    row = quantity.row()
    assert row.ok, f"{row.quantity}: {row.computed} is not {row.reference} within {row.tolerance}"


def test_the_table_of_symbols_shows_what_is_computed_with():
    shown = {constant.field: value for constant, value in registry.symbols().rows}
    assert shown["GAS_CONSTANT"] * shown["temperature"] / shown["FARADAY"] == pytest.approx(
        thermal_voltage() / 1000
    )
    assert nernst(shown["POTASSIUM.outside"], shown["POTASSIUM.inside"]) == pytest.approx(
        -72.1406417
    )
