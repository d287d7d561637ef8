"""Stimuli say what they are at a time, on average, and where they break."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuromath_lib.hodgkin_huxley import Ramp, Sampled, Sine, Step


def test_step_is_on_from_start_and_off_at_stop():
    np.testing.assert_array_equal(Step(3, 1, 2)([0.999, 1.0, 1.999, 2.0]), [0, 3, 3, 0])


def test_ramp_starts_at_zero_and_ends_at_stop():
    np.testing.assert_allclose(Ramp(2, 1, 3)([0.5, 1.0, 2.5, 3.0]), [0, 0, 3, 0])


def test_sine_swings_about_its_mean():
    times = np.arange(0.0, 20.0, 0.5)
    expected = 1 + 2 * np.sin(2 * np.pi * 0.05 * times)
    np.testing.assert_allclose(Sine(1, 2, 50)(times), expected)


def test_samples_are_held_to_the_next_and_nothing_after():
    k = np.arange(400)
    values = np.cos(k)
    stimulus = Sampled(values, 0.01)
    np.testing.assert_array_equal(stimulus(k * 0.01), values)
    np.testing.assert_array_equal(stimulus(k * 0.01 + 0.0099), values)
    np.testing.assert_array_equal(stimulus([-0.001, 4.0001]), [0, 0])


def test_sums():
    both = Step(1.0, 1.0, 5.0) + Ramp(2.0, 2.0) + Sine(0.0, 1.0, 250.0)
    assert both(3.0) == pytest.approx(1 + 2 - 1)
    assert sum([Step(1.0), Step(2.0)])(0.0) == 3.0
    with pytest.raises(TypeError):
        Step(1.0) + 2.0


def test_a_number_gives_a_number_and_a_batch_comes_first():
    assert np.ndim(Step(2.0)(1.0)) == 0
    assert Step([1.0, 2.0])(1.0).shape == (2,)
    assert Step([[1.0], [2.0]], start=[0, 1, 2])(np.arange(5.0)).shape == (2, 3, 5)
    assert (Step([[1.0], [2.0]]) + Ramp([1.0, 2, 3])).shape == (2, 3)
    assert Sampled(np.zeros((2, 3, 7)), 0.1)(np.arange(4.0)).shape == (2, 3, 4)
    assert (Sampled(np.zeros((2, 1, 7)), 0.1) + Step(np.ones(3)))([0.0]).shape == (2, 3, 1)


def test_a_batch_holds_what_its_members_would():
    starts, slopes = np.array([0.0, 1.5, 3.0]), np.array([[1.0], [-2.0]])
    samples = np.random.default_rng(1).normal(size=(2, 1, 11))
    batch = Ramp(slopes, starts) + Sampled(samples, 0.37) + Step(1.0, starts, starts + 1)
    t = np.linspace(0, 5, 41)
    for i in range(2):
        for j in range(3):
            single = (
                Ramp(slopes[i, 0], starts[j])
                + Sampled(samples[i, 0], 0.37)
                + Step(1.0, starts[j], starts[j] + 1)
            )
            np.testing.assert_allclose(batch(t)[i, j], single(t), atol=1e-15)


STIMULI = [
    Step(3.0, 0.313, 1.718),
    Ramp(-2.0, 0.25, 1.5),
    Sine(1.0, 4.0, 333.0),
    Sampled([1.0, -2.0, 5.0, 0.0, 7.0], 0.3),
    Step(3.0, 0.313, 1.718) + Ramp(-2.0, 0.25, 1.5) + Sampled([1.0, -2.0, 5.0], 0.31),
]


@pytest.mark.parametrize("stimulus", STIMULI, ids=lambda s: type(s).__name__)
@settings(deadline=None)
@given(st.floats(0.0, 2.0), st.floats(0.01, 1.0))
def test_average_is_the_integral(stimulus, begin, width):
    edges = np.concatenate([np.ravel(e) for e in stimulus.edges()])
    walls = np.unique(np.concatenate([[begin, begin + width], edges]))
    walls = walls[(walls >= begin) & (walls <= begin + width)]
    nodes, weights = np.polynomial.legendre.leggauss(20)
    integral = 0.0
    for a, b in itertools.pairwise(walls):
        integral += 0.5 * (b - a) * weights @ stimulus(0.5 * (a + b) + 0.5 * (b - a) * nodes)
    found = stimulus.average(np.array([[begin]]), np.array([[begin + width]]))
    assert float(np.ravel(found)[0]) == pytest.approx(integral / width, abs=1e-9)


@pytest.mark.parametrize("stimulus", STIMULI, ids=lambda s: type(s).__name__)
def test_sides_of_an_edge(stimulus):
    for edge in np.concatenate([np.ravel(e) for e in stimulus.edges()]):
        for side in (-1e-6, 1e-6):
            near = stimulus.at(np.array([edge]), np.array([edge + side]))
            assert float(near[0]) == pytest.approx(float(stimulus(edge + side)), abs=1e-4)


def test_edges_of_equal_samples_are_none():
    shared, own = Sampled([0.0, 0.0, 5.0, 5.0, 0.0], 0.1).edges()
    np.testing.assert_allclose(shared, [0.2, 0.4])
    assert own.size == 0


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: Step("10"), "amplitude was '10'"),
        (lambda: Step(np.nan), "amplitude was nan"),
        (lambda: Step(1.0, start=np.inf), "start was inf"),
        (lambda: Step(1.0, stop=np.nan), "stop was nan"),
        (lambda: Step(1.0, start=5.0, stop=4.0), "stop was 4.0"),
        (lambda: Step([1.0, 2.0], start=[1.0, 2.0, 3.0]), "do not fit together"),
        (lambda: Ramp(None), "slope was None"),
        (lambda: Sine(0.0, 1.0, -5.0), "frequency_hz was -5.0"),
        (lambda: Sine(0.0, "a", 5.0), "amplitude was 'a'"),
        (lambda: Sampled(3.0, 0.1), "values was 3.0"),
        (lambda: Sampled([1.0, np.inf], 0.1), "values was inf"),
        (lambda: Sampled([], 0.1), "values was"),
        (lambda: Sampled([1.0], 0.0), "dt was 0.0"),
        (lambda: Sampled([1.0], [0.1, 0.2]), "dt was an array"),
        (lambda: Step([1.0, 2.0]) + Step([1.0, 2.0, 3.0]), "do not fit together"),
        (lambda: Step(1.0)("now"), "t was 'now'"),
        (lambda: Step(1.0)(np.zeros((2, 2))), "t was of shape"),
    ],
)
def test_bad_input_is_named(make, named):
    with pytest.raises(ValueError, match=named):
        make()
