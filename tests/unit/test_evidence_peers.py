"""What other programs find is told as it was found, beside references that are not theirs."""

from __future__ import annotations

import json

import pytest

from neuromath_lib import evidence
from neuromath_lib.evidence import other_programs as module
from neuromath_lib.evidence.other_programs import peers


@pytest.fixture
def answers(monkeypatch):
    """Answers of two programs, one of which cannot be asked everything."""
    kept = {
        "dt": 0.025,
        "start": -65.0,
        "spikes_in_a_second": 69,
        "programs": [
            {
                "name": "this library",
                "how": "its default",
                "shipped": {"rest": -64.99, "period": 14.6},
                "same": {"rest": -65.01},
            },
            {
                "name": "B&B",
                "version": "2.0",
                "how": "crosses",
                "shipped": {"rest": -70.5, "shock_15_peak": None},
                "same": {"rest": -71.5},
            },
        ],
    }
    monkeypatch.setattr(module, "_kept", lambda: kept)
    return kept


def test_values_stand_in_the_column_of_their_program(answers):
    table = peers("hodgkin_huxley")
    assert table["rest"].values == {"this library": -64.99, "B&B": -70.5}
    assert table["rest"].cells()[2:] == ("-64.996", "-64.990", "-70.500")
    assert table["shock_15_peak"].values["B&B"] is None
    assert table["shock_15_peak"].cells()[-1] == "\N{EM DASH}"
    assert peers("hodgkin_huxley", parameters="same")["rest"].values["B&B"] == -71.5


def test_references_are_those_of_the_evidence(answers):
    known = {quantity.name: quantity for quantity in evidence.quantities("hodgkin_huxley")}
    rows = {row.name: row for row in peers("hodgkin_huxley").rows}
    shared = rows.keys() & known.keys()
    assert {"rest", "shock_15_time", "period", "cycle_rate_50", "cable_speed"} <= shared
    for name in shared - {"cable_speed"}:
        assert rows[name].reference == float(known[name].reference)
        assert rows[name].unit == known[name].unit
    assert rows["cable_speed"].reference == float(known["pulse_speed"].reference)
    assert rows["spikes_in_a_second"].reference == 69.0


def test_both_faces_say_the_same(answers):
    table = peers("hodgkin_huxley")
    text, page = str(table), table._repr_html_()
    for words in ("-70.500", "membrane potential at rest", "steps of 0.025 ms"):
        assert words in text
        assert words in page
    assert "B&B 2.0" in text
    assert "B&amp;B 2.0" in page
    assert "B&B" not in page
    assert page.count("<tr>") == 1 + len(table.rows)
    assert all(row.count("<td") == 3 for row in page.split("<tr>")[2:])
    assert table._repr_html_() == peers("hodgkin_huxley")._repr_html_()


def test_what_is_kept_was_found_by_all_programs():
    kept = json.loads(json.dumps(module._kept()))
    names = [entry["name"] for entry in kept["programs"]]
    assert names == ["this library", "NEURON", "Jaxley", "Arbor", "Brian2"]
    for parameters in module.PARAMETERS:
        for row in peers("hodgkin_huxley", parameters=parameters).rows:
            assert sum(value is not None for value in row.values.values()) >= 4
            for value in row.values.values():  # a slip of units or of time would be larger
                scale = abs(row.reference) or 1000.0 / 68.3
                assert (
                    value is None
                    or abs(value - row.reference) < 0.08 * scale + 0.1
                    or (row.name == "last_spike_error")
                )


def test_bad_choices_are_named():
    with pytest.raises(ValueError, match="model was 'hopfield'"):
        peers("hopfield")
    with pytest.raises(ValueError, match="parameters was 'mine'"):
        peers("hodgkin_huxley", parameters="mine")
    with pytest.raises(KeyError):
        peers("hodgkin_huxley")["nothing"]
