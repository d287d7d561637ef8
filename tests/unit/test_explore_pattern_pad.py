"""Pattern pads: what an author may ask for, what a page gets, and what is said of a state."""

from __future__ import annotations

import base64
import html
import json
import re

import numpy as np
import pytest

from neuromath_lib import hopfield
from neuromath_lib.explore import PatternPad, pattern_pad
from neuromath_lib.explore.pattern_pad_data import SWEEPS
from neuromath_lib.explore.pattern_pad_reading import brief, shown

RNG = np.random.default_rng(5)
PATTERNS = hopfield.random_patterns(3, 16, RNG)
WEIGHTS = hopfield.hebbian(PATTERNS)


def pad(weights=WEIGHTS, memories=PATTERNS, shape=(4, 4), **options) -> PatternPad:
    return pattern_pad(weights, memories, shape, **{"name": "demo", "title": "A demo", **options})


def unpacked(array: dict) -> np.ndarray:
    return np.frombuffer(base64.b64decode(array["data"]), dtype=array["kind"])


def shipped_weights(data: dict, n_units: int) -> np.ndarray:
    """Put the weights of a page together again, one at a time."""
    values = iter(unpacked(data["weights"]).tolist())
    weights = np.zeros((n_units, n_units))
    for i in range(n_units):
        for j in range(i if data["symmetric"] else n_units):
            if i != j:
                weights[i, j] = next(values) * data["unit"]
                if data["symmetric"]:
                    weights[j, i] = weights[i, j]
    assert next(values, None) is None
    return weights


# What a page gets.


@pytest.mark.parametrize(
    ("weights", "kind"),
    [
        (WEIGHTS, "int8"),
        (WEIGHTS * 100, "int16"),
        (WEIGHTS * 100_000, "int32"),
        (WEIGHTS / 16, "int8"),
        (hopfield.projection(PATTERNS), "float64"),
        (np.triu(WEIGHTS), "int8"),
        (np.zeros((16, 16), int), "int8"),
    ],
)
def test_weights_arrive_as_they_were(weights, kind):
    data = pad(weights).packed
    assert data["weights"]["kind"] == kind
    assert data["whole"] == (kind != "float64")
    np.testing.assert_array_equal(shipped_weights(data, 16), weights)


def test_thresholds_arrive_in_units_of_the_weights():
    data = pad(WEIGHTS / 16, thresholds=np.arange(16) / 16).packed
    assert data["thresholds"] == list(range(16))
    assert pad().packed["thresholds"] == 0
    assert not pad(WEIGHTS, thresholds=0.3).packed["whole"]


def test_orders_are_those_that_recall_draws():
    data = pad(seed=7).packed
    rng = np.random.default_rng(7)
    orders = unpacked(data["orders"]).reshape(SWEEPS, 16)
    for order in orders:
        np.testing.assert_array_equal(order, rng.permutation(16))
    # By hand, one unit at a time, with the shipped data alone: the library comes to the same.
    weights = shipped_weights(data, 16)
    for number in range(40):
        start = hopfield.random_patterns(1, 16, np.random.default_rng(number))[0]
        state = start.copy()
        for unit in orders.ravel():
            field = weights[unit] @ state
            state[unit] = np.sign(field) or state[unit]
        ours = hopfield.Network(WEIGHTS).recall(start, np.random.default_rng(7))
        assert ours.converged
        np.testing.assert_array_equal(state, ours.states)


def test_two_hundred_and_fifty_six_units_fit():
    patterns = hopfield.random_patterns(2, 252, RNG)
    data = pad(hopfield.hebbian(patterns), patterns, (18, 14)).packed
    assert unpacked(data["orders"]).max() == 251
    np.testing.assert_array_equal(shipped_weights(data, 252), hopfield.hebbian(patterns))


def test_html_is_whole_and_says_what_it_shows():
    names = ('a "face"', "<b>", "c & d")
    text = pad(names=names, alt="Half of it & more", learn=True)._repr_mimebundle_()["text/html"]
    assert html.escape(names[0]) in text
    assert "<b>" not in re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert 'aria-label="Half of it &amp; more"' in text
    (data,) = re.findall(r'data-nm-later="pad-demo">(.*?)</script>', text, re.DOTALL)
    assert json.loads(data)["names"] == list(names)
    assert 'class="nm-pad-store"' in text
    assert 'class="nm-pad-store"' not in pad().html()
    assert "<noscript>" in text
    # The first picture is a square of ink for each unit of +1.
    (path,) = re.findall(r'class="nm-pad-ink" d="([^"]*)"', text)
    assert path.count("M") == (PATTERNS[0] > 0).sum()
    assert text.count('<script data-nm-asset="pattern_pad.js">') == 1


def test_a_memory_cannot_end_the_script_element():
    text = pad(names=("</script><script>alert(1)", "b", "c")).html()
    assert "</script><script>alert" not in text


def test_energy_only_where_there_is_one_and_where_it_is_wanted():
    assert 'class="nm-pad-energy"' in pad().html()
    assert 'class="nm-pad-energy"' not in pad(np.triu(WEIGHTS)).html()
    part = pad(readout="overlaps").html()
    assert 'class="nm-pad-energy"' not in part
    assert 'class="nm-pad-wanting"' not in part
    assert 'class="nm-pad-overlaps"' in part


def test_text_for_a_terminal():
    start = np.array([1, -1] * 8)
    text = pad(start=start).text()
    assert text.splitlines()[:5] == ["A demo", "#.#.", "#.#.", "#.#.", "#.#."]
    assert "overlaps" in text
    assert repr(pad()) == "<PatternPad demo: 4 x 4 pixels, 3 memories>"
    assert pad(start=start)._repr_mimebundle_()["text/plain"] == text


# Where it starts.


def test_start():
    np.testing.assert_array_equal(pad().start, PATTERNS[0])
    np.testing.assert_array_equal(pad(start=2).start, PATTERNS[2])
    np.testing.assert_array_equal(pad(start=-PATTERNS[1].reshape(4, 4)).start, -PATTERNS[1])
    np.testing.assert_array_equal(pad(memories=(), learn=True).start, -np.ones(16))
    assert pad(start=1, names=("a", "b", "c")).alt.endswith(": b")


# What is said of a state.


def test_reading_agrees_with_the_library():
    thresholds = np.arange(16) % 4
    for weights in (WEIGHTS, WEIGHTS / 16, hopfield.projection(PATTERNS)):
        network = hopfield.Network(weights, thresholds)
        one = pad(weights, thresholds=thresholds)
        for state in hopfield.random_patterns(50, 16, RNG):
            reading = one.reading(state)
            np.testing.assert_allclose(reading.overlaps, hopfield.overlap(state, PATTERNS))
            assert reading.energy == pytest.approx(network.energy(state))
            np.testing.assert_array_equal(reading.wanting, network.stability(state) < -1e-9)
    assert pad(np.triu(WEIGHTS)).reading(PATTERNS[0]).energy is None


def test_where_it_rests():
    lines = ["++++----++-+-+--", "++++------+-+-++", "++--++--+--++--+"]
    hopfields = np.array([[1 if sign == "+" else -1 for sign in line] for line in lines])
    one = pad(hopfield.hebbian(hopfields), hopfields, names=("M1", "M2", "M3"))
    assert one.reading(hopfields[1]).words == "At rest in M2."
    assert one.reading(-hopfields[1]).words == "At rest in the negative of M2."
    mixture = np.sign(hopfields.sum(axis=0))
    assert one.reading(mixture).words == "At rest in a mixture of M1, M2 and M3."
    signs = np.sign(hopfields[0] - hopfields[1] + hopfields[2])
    words = one.reading(signs).words
    assert words == "At rest in a mixture of M1, the negative of M2 and M3."
    off = hopfields[0].copy()
    off[0] *= -1
    assert one.reading(off).words == "1 unit wants to flip."
    still = pad(np.zeros((16, 16)), hopfields)
    assert still.reading(off).words == "At rest next to memory 1, 1 pixel off."
    assert still.reading(np.where(np.arange(16) < 3, -off, off)).words == (
        "At rest in a ghost: a pattern that nobody stored."
    )
    assert pad(np.zeros((16, 16)), (), learn=True).reading(off).words == "At rest."


def test_numbers_are_rounded_as_a_browser_does():
    assert [shown(value) for value in (0.125, -0.125, 0.375, -0.001, 1)] == [
        "0.13",
        "−0.13",
        "0.38",
        "0.00",
        "1.00",
    ]
    assert [brief(value) for value in (-120.0, 0.5, 100, 0)] == ["−120", "0.5", "100", "0"]


# What an author may ask for.


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"weights": np.zeros((9, 9))}, r"weights was of shape \(9, 9\).*should be \(16, 16\)"),
        ({"weights": "many"}, "weights was 'many'"),
        ({"weights": np.full((16, 16), np.nan)}, "weights was nan"),
        ({"weights": np.ones((16, 16))}, "weights had a diagonal that is not zero"),
        ({"memories": np.ones((2, 9))}, r"memories had a pattern of shape \(9,\).*16 numbers"),
        ({"memories": np.zeros((2, 16))}, r"memories had 0 in it; it should be \+1 and -1 only"),
        ({"memories": ()}, "memories was empty.*or learn be True"),
        ({"shape": (16, 16)}, "shape was .*at most 14 columns"),
        ({"shape": (20, 14)}, "shape was .*at most 256 pixels"),
        ({"shape": 16}, "shape was 16; it should be rows and columns"),
        ({"shape": (4.5, 4)}, "shape was .*rows and columns"),
        ({"shape": (16, 1)}, "shape was .*2 or more of each"),
        ({"name": "Bad name"}, "name was 'Bad name'"),
        ({"title": " "}, "title was ' '; it should be a text"),
        ({"thresholds": [1, 2]}, r"thresholds was an array of shape \(2,\).*\(16,\)"),
        ({"thresholds": np.inf}, "thresholds was inf"),
        ({"seed": -1}, "seed was -1"),
        ({"names": ("a", "b")}, "names was .*one name for each of 3"),
        ({"names": "abc"}, "names was 'abc'"),
        ({"names": ("a", "b", "")}, "names was ''; it should be a text"),
        ({"names": ("a", "b", "a")}, "names was .*no two memories the same"),
        ({"start": 3}, "start was 3; .* one of 3 memories"),
        ({"start": np.zeros(16)}, "start had 0 in it"),
        ({"start": np.ones(9)}, r"start had a pattern of shape \(9,\)"),
        ({"alt": ""}, "alt was ''"),
        ({"readout": ("energy", "speed")}, "readout named 'speed'"),
        ({"learn": 1}, "learn was 1; it should be True or False"),
        (
            {"weights": hopfield.projection(PATTERNS), "learn": True},
            "learn was True, but weights were not whole numbers",
        ),
    ],
)
def test_what_cannot_be_used_is_named(options, message):
    with pytest.raises(ValueError, match=message):
        pad(**options)


def test_the_callers_arrays_are_left_alone():
    patterns, weights = PATTERNS.copy(), WEIGHTS.copy()
    one = pad(weights, patterns)
    weights[0, 1], patterns[0] = 99, 1
    assert one.packed == pad().packed
    np.testing.assert_array_equal(one.start, PATTERNS[0])


def test_two_pads_of_one_name_are_seen_by_the_build():
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from sphinx_ext import later

    assert later._IDENTIFIER.findall(pad().html()) == ["pad-demo"]
