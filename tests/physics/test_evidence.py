"""Every row of the evidence tables is met, and a row that is not would say so."""

import dataclasses
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from neuromath_lib import evidence

BIBLIOGRAPHY = Path(__file__).parents[2] / "chapters" / "references.bib"
DECLARED = evidence.quantities("hodgkin_huxley")


@pytest.mark.parametrize("quantity", DECLARED, ids=lambda quantity: quantity.name)
def test_row(quantity):
    row = quantity.row()
    assert np.isfinite(row.computed)
    assert row.ok, f"{row.quantity}: {row.computed} is not {row.reference} within {row.tolerance}"


def test_names_are_unique_and_there_are_enough():
    assert len({quantity.name for quantity in DECLARED}) == len(DECLARED) >= 14
    assert sum(quantity.published is not None for quantity in DECLARED) >= 5


@pytest.mark.parametrize("quantity", DECLARED, ids=lambda quantity: quantity.name)
def test_sources_are_in_the_bibliography(quantity):
    entry = re.search(
        rf"@\w+{{{quantity.source.key},.*?\n}}", BIBLIOGRAPHY.read_text("utf-8"), re.DOTALL
    )
    assert entry, quantity.source.key
    assert quantity.source.doi in entry.group()
    assert quantity.source.where


def small():
    names = ["alpha_m", "shock_7_time", "shock_6_spikes", "shock_threshold"]
    return evidence.table("hodgkin_huxley", only=names)


def test_a_row_that_is_not_met_says_so():
    good = DECLARED[1]
    for wrong in (
        dataclasses.replace(good, reference="1.0000000001"),
        dataclasses.replace(good, compute=lambda: float("nan")),
        dataclasses.replace(good, compute=lambda: -1.0),
    ):
        table = evidence.Table("wrong", (good.row(), wrong.row()))
        assert not table.ok
        assert not table.rows[1].ok
        assert " NO" in str(table)
        assert "1 of 2 met" in str(table)
        assert '<td class="nm-met-no">NO</td>' in table._repr_html_()
    spikes = evidence.table("hodgkin_huxley", only=["shock_6_spikes"]).rows[0]
    assert spikes.ok
    assert spikes.reference == 0.0


def test_rows_in_the_order_asked_for():
    table = evidence.table("hodgkin_huxley", only=["alpha_n", "rest"])
    assert [row.name for row in table] == ["alpha_n", "rest"]
    assert len(table) == 2
    assert table["rest"].published.startswith("-65")
    with pytest.raises(KeyError):
        table["alpha_m"]


def test_published_and_reference_are_told_apart():
    table = small()
    assert table["shock_threshold"].published == "between 6 and 7"
    assert table["shock_threshold"].written == ("6.5050712", "6.5050712")
    assert table["alpha_m"].published is None
    text = str(table)
    assert "between 6 and 7" in text
    assert "DOP853" in text
    assert "doi:10.1113/jphysiol.1952.sp004764" in text


class Reader(HTMLParser):
    """Keep tags and text, and see that tags close in order."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.rows = [], [], []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.seen.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "tr" in self.open and self.open[-1] != "tr":
            self.rows[-1].append(data)


def test_html_face():
    reader = Reader()
    reader.feed(small()._repr_html_())
    assert reader.open == []
    box = reader.seen[0]
    assert box[0] == "div"
    assert box[1]["class"] == "nm-table"
    assert box[1]["tabindex"] == "0"
    assert box[1]["role"] == "region"
    assert box[1]["aria-label"]
    tags = [tag for tag, _ in reader.seen]
    assert tags.count("caption") == 1
    scopes = [attributes["scope"] for tag, attributes in reader.seen if tag == "th"]
    assert scopes.count("col") == 7
    assert scopes.count("row") == 4
    assert tags.count("td") == 4 * 6
    links = [attributes["href"] for tag, attributes in reader.seen if tag == "a"]
    assert set(links) == {"https://doi.org/10.1113/jphysiol.1952.sp004764"}
    threshold = "".join(reader.rows[4])
    for expected in ("smallest shock", "between 6 and 7", "6.5050712", "1e-5", "yes", "Fig. 12"):
        assert expected in threshold


def test_faces_are_the_same_each_time():
    assert str(small()) == str(small())
    assert small()._repr_html_() == small()._repr_html_()
    assert repr(small()) == str(small())


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("hodgkin",), "model was 'hodgkin'; it should be one of 'hodgkin_huxley'"),
        ((None,), "model was None"),
        (("hodgkin_huxley", ["rest", "nothing"]), "only was 'nothing'; it should be one of 'rest'"),
        (("hodgkin_huxley", "rest"), "only was 'rest'; it should be a list"),
    ],
)
def test_bad_input_is_named(arguments, named):
    with pytest.raises(ValueError, match=named):
        evidence.table(*arguments)
