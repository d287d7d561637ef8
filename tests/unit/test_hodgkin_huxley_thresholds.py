"""Thresholds: batches, axons that never fire, bad input. Their values are among the physics."""

import numpy as np
import pytest

from neuromath_lib.hodgkin_huxley import (
    Axon,
    Sine,
    Step,
    anode_break_threshold,
    pulse_threshold,
    rheobase,
    shock_threshold,
    simulate,
    strength_duration,
)


def half_millisecond(axon, **options):
    return pulse_threshold(axon, 0.5, **options)


SEARCHES = [shock_threshold, rheobase, half_millisecond]


@pytest.mark.parametrize("search", SEARCHES)
def test_a_batch_is_its_singles(search):
    batch = search(Axon(g_na=[[110.0], [130.0]]), rtol=1e-5)
    assert batch.shape == (2, 1)
    assert batch[0, 0] == pytest.approx(search(Axon(g_na=110.0), rtol=1e-5), rel=1e-12)
    assert batch[1, 0] < batch[0, 0]


@pytest.mark.parametrize("search", SEARCHES)
def test_without_sodium_channels_nothing_fires(search):
    quiet = Axon(g_na=0.0)
    assert search(quiet, largest=50.0) == np.inf
    assert anode_break_threshold(quiet) == -np.inf


def test_just_below_and_just_above():
    axon = Axon(temperature=9.0)
    threshold = rheobase(axon, rtol=1e-7)
    trace = simulate(axon, Step(threshold * np.array([1 - 1e-5, 1 + 1e-5])), 80.0, method="rk4")
    assert [len(times) for times in trace.spike_times()] == [0, 1]


def test_a_longer_pulse_needs_less_current_and_more_charge():
    widths = np.array([0.1, 0.5, 2.0])
    currents = np.array([pulse_threshold(Axon(), w, rtol=1e-4) for w in widths])
    assert (np.diff(currents) < 0).all()
    assert (np.diff(currents * widths) > 0).all()


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: shock_threshold("axon"), "axon was 'axon'"),
        (lambda: shock_threshold(Axon(), largest=70.0), "largest was 70.0"),
        (lambda: rheobase(Axon(), largest=-1.0), "largest was -1.0"),
        (lambda: rheobase(Axon(), duration=0.0), "duration was 0.0"),
        (lambda: pulse_threshold(Axon(), 0.0), "width was 0.0"),
        (lambda: pulse_threshold(Axon(), 0.5, onset=-1.0), "onset was -1.0"),
        (lambda: pulse_threshold(Axon(), 0.5, window=np.nan), "window was nan"),
        (lambda: pulse_threshold(Axon(), 0.5, background=3.0), "background was 3.0"),
        (lambda: pulse_threshold(Axon(), 0.5, background=Step([1.0, 2.0])), "background was"),
        (lambda: pulse_threshold(Axon(), 0.5, background=Step(40.0), onset=1.0), "onset was 1 ms"),
        (lambda: anode_break_threshold(Axon(), deepest=0.0), "deepest was 0.0"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=named):
        call()


def test_background_may_be_any_stimulus():
    with_hum = pulse_threshold(Axon(), 0.5, background=Sine(0.0, 0.5, 50.0), rtol=1e-4)
    assert with_hum == pytest.approx(pulse_threshold(Axon(), 0.5, rtol=1e-4), rel=0.1)


@pytest.mark.parametrize(("temperature", "expected"), [(18.5, 5.494677), (30.0, 36.2765)])
def test_the_rheobase_of_a_warm_axon_is_not_biased_by_the_step(temperature, expected):
    # Where the response is graded, its top lies between two samples: seeing only the samples, or
    # stepping as in the cold, gave 5.49468 and 36.2835. Values of strength_duration, whose own
    # step was halved twice without a change.
    axon = Axon(temperature=temperature)
    assert rheobase(axon) == pytest.approx(expected, rel=2e-6)
    assert rheobase(axon) == pytest.approx(strength_duration(axon, np.inf), rel=2e-6)
