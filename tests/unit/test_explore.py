"""Explorers: what an author may ask for, and what a page and a notebook get."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.figure import Figure

from neuromath_lib import explore as package
from neuromath_lib import figures
from neuromath_lib.explore import explore
from neuromath_lib.explore.frames import HEAD, pack, picture, to_json
from neuromath_lib.explore.parameters import format_value, parameter, pretty_unit


@pytest.fixture(autouse=True)
def _style(monkeypatch):
    monkeypatch.delenv("NEUROMATH_EXPLORE", raising=False)
    with mpl.rc_context():
        figures.use()
        yield
    pyplot.close("all")


def line(gain: float, shift: float = 0.0) -> Figure:
    figure = Figure(figsize=(4, 3), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1, 2], [shift, gain + shift, 2 * gain + shift])
    axes.set(xlim=(0, 2), ylim=(-10, 10), xlabel="x", ylabel="y")
    return figure


def say(gain: float, shift: float = 0.0) -> str:
    return f"the end is at {2 * gain + shift:g}"


class Page(HTMLParser):
    """Elements with their attributes; complains about tags that do not match."""

    VOID = frozenset({"input", "br", "img", "hr", "meta", "link", "rect", "path"})

    def __init__(self, text: str):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: dict[str, str] = {}
        self.feed(text)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data):
        name = self.elements[-1][1].get("class") or self.elements[-1][0] if self.elements else ""
        self.texts[name] = self.texts.get(name, "") + data

    def all(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        return [
            found
            for name, found in self.elements
            if name == tag and all(found.get(k.rstrip("_")) == v for k, v in attributes.items())
        ]


def data_of(html: str) -> dict:
    (text,) = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)
    return json.loads(text)


# What an author may ask for.


def test_too_many_settings():
    with pytest.raises(ValueError, match=r"at most 120 settings; gain, shift made 11 x 11 = 121"):
        explore(line, gain=range(11), shift=range(11))
    assert len(explore(line, gain=range(12), shift=range(10)).settings) == 120


def test_one_or_two_sliders():
    with pytest.raises(ValueError, match=r"one or two parameters.*given: none"):
        explore(line)
    with pytest.raises(ValueError, match="given: a, b, c"):
        explore(lambda a, b, c: None, a=[1, 2], b=[1, 2], c=[1, 2])


def test_parameters_must_be_those_of_draw():
    with pytest.raises(
        ValueError, match="gane is not an argument of draw, which takes gain, shift"
    ):
        explore(line, gane=[1, 2])
    with pytest.raises(ValueError, match="draw needs gain, for which no values were given"):
        explore(line, shift=[1, 2])
    assert explore(lambda **values: line(**values), gain=[1, 2]).settings[0] == {"gain": 1}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([1], "gain must have at least two values"),
        ("ab", "gain must be a list of values"),
        (3, "gain must be a list of values"),
        ([1, float("nan")], "gain must hold finite numbers or text"),
        ([1, None], "gain must hold finite numbers or text"),
        ([1, "fast"], "gain must be all numbers or all text"),
        ([1, 2, 1.0], "gain must not hold a value twice"),
        ([[1], [2]], "gain must hold finite numbers or text"),
        (["", "a"], "gain must not hold an empty text"),
    ],
)
def test_values_that_make_no_slider(values, message):
    with pytest.raises(ValueError, match=message):
        explore(line, gain=values)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "Two Words"}, "name must be lower-case letters"),
        ({"readout": "text"}, "readout must be a function"),
        ({"alt": 3}, "alt must be a function"),
        ({"play": "yes"}, "play must be True, False or"),
        ({"labels": {"gian": "Gain"}}, "labels must speak of gain only; it named 'gian'"),
        ({"labels": {"gain": 3}}, r"labels\['gain'\] must be a label or a pair"),
        ({"start": {"gain": 9}}, r"start\['gain'\] must be one of 1, 2, 3; it was 9"),
    ],
)
def test_options_that_cannot_be_used(options, message):
    with pytest.raises(ValueError, match=message):
        explore(line, gain=[1, 2, 3], **options)


def test_draw_must_be_a_function():
    with pytest.raises(ValueError, match="draw must be a function"):
        explore(line(1), gain=[1, 2])


@pytest.mark.parametrize(
    ("result", "message"),
    [(None, "it returned NoneType .is 'return figure' missing"), ([], "it returned list")],
)
def test_draw_must_return_a_figure(result, message):
    with pytest.raises(ValueError, match=message):
        _ = explore(lambda gain: result, gain=[1, 2]).frames


def test_texts_must_be_texts():
    with pytest.raises(ValueError, match=r"readout must return a text; for \{'gain': 1\}"):
        _ = explore(line, gain=[1, 2], readout=lambda gain: 3).frames
    with pytest.raises(ValueError, match="alt must return a text"):
        _ = explore(line, gain=[1, 2], alt=lambda gain: " ").frames


def test_an_error_of_draw_is_the_authors_to_see():
    def broken(gain):
        raise ZeroDivisionError("no such gain")

    with pytest.raises(ZeroDivisionError, match="no such gain"):
        explore(broken, gain=[1, 2]).html()


def test_settings_vary_the_last_parameter_fastest_and_start_where_told():
    explorer = explore(line, gain=[1, 2, 3], shift=[0, 5], start={"gain": 3, "shift": 5})
    assert explorer.settings[1] == {"gain": 1, "shift": 5}
    assert explorer.settings[explorer.start] == {"gain": 3, "shift": 5}
    middle = explore(line, gain=[1, 2, 3])
    assert middle.settings[middle.start] == {"gain": 2}


def test_numpy_values_become_pythons_own():
    made = parameter("x", np.array([0.1 + 0.2, 6.3]), None, np.float64(0.3))
    assert made.values == (0.3, 6.3)
    assert made.start == 0
    assert [type(v) for v in made.values] == [float] * 2
    assert [type(v) for v in parameter("x", np.arange(3), None, None).values] == [int] * 3
    assert parameter("x", [False, True], None, True).start == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (6.300000001, "6.3"),
        (-65, "−65"),
        (-0.0, "0"),
        (1e-7, "10⁻⁷"),
        (2.5e9, "2.5 × 10⁹"),
        (True, "on"),
        ("slow", "slow"),
        (120, "120"),
    ],
)
def test_values_as_a_reader_expects_them(value, text):
    assert format_value(value) == text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("uA/cm2", "µA/cm²"), ("C", "°C"), ("mV", "mV"), ("1/ms", "1/ms"), ("ms-1", "ms⁻¹")],
)
def test_units_as_printed(typed, printed):
    assert pretty_unit(typed) == printed


def test_name_comes_from_the_function():
    def draw_f_i_curve(gain):
        return line(gain)

    assert explore(draw_f_i_curve, gain=[1, 2]).name == "f-i-curve"
    assert explore(lambda gain: line(gain), gain=[1, 2]).name == "gain"


def test_figures_of_pyplot_are_closed():
    def draw(gain):
        figure, axes = pyplot.subplots()
        axes.plot([0, gain])
        return figure

    _ = explore(draw, gain=[1, 2, 3]).frames
    assert pyplot.get_fignums() == []


# The pictures.


def test_every_picture_can_be_put_together_again():
    explorer = explore(line, gain=[-4, 0, 4], shift=[0, 1, 2], readout=say)
    packed = json.loads(to_json(pack(explorer.frames)))
    for number, frame in enumerate(explorer.frames):
        assert picture(packed, number) == frame.svg()
        expected = figures.svg.to_svg(
            line(**explorer.settings[number]), alt=frame.alt, prefix="nm-line"
        )
        assert picture(packed, number) == expected
    assert len({picture(packed, n) for n in range(9)}) == 9


def test_structure_may_differ_between_pictures():
    def draw(gain):
        figure = line(gain)
        for k in range(gain):
            figure.axes[0].axhline(k, color=f"#12345{k}")
        return figure

    explorer = explore(draw, gain=[0, 1, 4])
    packed = pack(explorer.frames)
    lengths = [len(row) for row in packed["frames"]]
    assert lengths[2] - lengths[1] == 3
    assert lengths[1] - lengths[0] == 1
    assert [picture(packed, n) for n in range(3)] == [f.svg() for f in explorer.frames]


def test_what_pictures_share_is_stored_once():
    explorer = explore(line, gain=np.linspace(-5, 5, 20))
    packed = pack(explorer.frames)
    assert len(packed["chunks"]) < len(packed["frames"][0]) + 25
    assert len(to_json(packed)) < 0.35 * sum(len(f.svg()) for f in explorer.frames)


def test_script_writes_the_same_first_words():
    script = Path(package.__file__).with_name("explorer.js").read_text()
    assert f"'{HEAD}'" in script


def test_data_cannot_end_the_script_element():
    explorer = explore(line, gain=[1, 2], readout=lambda gain: "</script><!-- & <b>")
    html = explorer.html()
    assert data_of(html)["readouts"][0] == "</script><!-- & <b>"
    Page(html)


def test_same_call_same_bytes():
    def made():
        return explore(line, gain=[1, 2, 3], shift=[0, 1], readout=say).html()

    assert made() == made()


# The page.


def test_page_has_a_labelled_native_slider_for_each_parameter():
    html = explore(
        line,
        name="gain",
        title="Push <harder>",
        gain=[-1.5, 0, 1.5],
        shift=[0, 5],
        labels={"gain": ("Gain & co", "uA/cm2")},
        readout=say,
    ).html()
    page = Page(html)
    (figure,) = page.all("figure")
    assert figure["id"] == "explorer-gain"
    sliders = page.all("input", type="range")
    labels = {label["for"] for label in page.all("label")}
    assert [s["id"] for s in sliders] == ["explorer-gain-gain", "explorer-gain-shift"]
    assert labels == {s["id"] for s in sliders}
    assert [(s["min"], s["max"], s["step"]) for s in sliders] == [("0", "2", "1"), ("0", "1", "1")]
    assert sliders[0]["aria-valuetext"] == "0 µA/cm²"
    assert json.loads(sliders[0]["data-values"]) == [-1.5, 0, 1.5]
    assert json.loads(sliders[0]["data-texts"])[0] == "−1.5 µA/cm²"
    (output,) = page.all("output")
    assert output["aria-live"] == "polite"
    assert output["for"].split() == [s["id"] for s in sliders]
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert "Push &lt;harder&gt;" in html


def test_page_shows_the_start_and_says_what_it_shows():
    explorer = explore(line, gain=[1, 2, 3], start={"gain": 3}, readout=say)
    html = explorer.html()
    page = Page(html)
    assert page.all("svg")[0]["aria-label"] == "line. Gain 3. the end is at 6."
    assert "<output" in html
    assert page.texts["nm-explorer-readout"] == "the end is at 6"
    assert "This is one picture of 3" in html


def test_alt_is_the_authors_where_given_and_never_empty():
    own = explore(line, gain=[1, 2], alt=lambda gain: f'rises "{gain}" & more')
    assert unescape(re.search(r'aria-label="(rises.*?)"', own.html())[1]) == 'rises "2" & more'
    plain = explore(line, gain=[1, 2], shift=[0, 1], title="Which way?")
    alts = data_of(plain.html())["alts"]
    assert alts[0] == "Which way? Gain 1, Shift 0."
    assert len(set(alts)) == 4


def test_a_negative_number_has_a_true_minus():
    frames = explore(
        line, gain=[1, 2], readout=lambda gain: f"from {-gain} to -.5, Fox-1 1-2"
    ).frames
    assert frames[0].readout == "from −1 to −.5, Fox-1 1-2"


def test_longest_readout_keeps_its_room():
    html = explore(line, gain=[1, 2, 3], readout=lambda gain: "<i>" * gain).html()
    (answer,) = Page(html).all("div", class_="nm-explorer-answer")
    assert answer["data-longest"] == "<i><i><i>"


def test_play_is_offered_only_when_asked_for():
    assert "nm-explorer-play" not in _without_assets(explore(line, gain=[1, 2]).html())
    asked = _without_assets(explore(line, gain=[1, 2], play=True).html())
    assert "nm-explorer-play" in asked
    assert "data-auto" not in asked
    assert "data-auto" in _without_assets(explore(line, gain=[1, 2], play="auto").html())


def _without_assets(html: str) -> str:
    return re.sub(r"<(style|script) data-nm-asset.*?</\1>", "", html, flags=re.DOTALL)


def test_texts_and_truth_values_make_sliders_too():
    html = explore(lambda kind: line(len(kind)), kind=["slow", "fast one"]).html()
    (slider,) = Page(html).all("input", type="range")
    assert slider["aria-valuetext"] == "fast one"
    html = explore(lambda on: line(int(on)), on=[False, True]).html()
    (slider,) = Page(html).all("input", type="range")
    assert json.loads(slider["data-values"]) == ["false", "true"]
    assert json.loads(slider["data-texts"]) == ["off", "on"]


# The faces.

WIDGET = "application/vnd.jupyter.widget-view+json"


def test_faces_follow_the_environment(monkeypatch):
    drawn = []

    def draw(gain):
        drawn.append(gain)
        return line(gain)

    monkeypatch.setenv("NEUROMATH_EXPLORE", "page")
    bundle = explore(draw, gain=[1, 2, 3])._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert drawn == [1, 2, 3]

    drawn.clear()
    monkeypatch.setenv("NEUROMATH_EXPLORE", "live")
    bundle = explore(draw, gain=[1, 2, 3])._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", WIDGET}
    assert set(drawn) == {2}
    assert "<svg" in bundle["text/html"]
    assert "Run this cell" in bundle["text/html"]
    assert "<input" not in bundle["text/html"]

    monkeypatch.delenv("NEUROMATH_EXPLORE")
    bundle = explore(draw, gain=[1, 2, 3])._repr_mimebundle_()
    assert WIDGET in bundle
    assert "<input" in bundle["text/html"]

    monkeypatch.setenv("NEUROMATH_EXPLORE", "loud")
    with pytest.raises(ValueError, match=r"must be one of live, page, both; it was 'loud'"):
        explore(draw, gain=[1, 2])._repr_mimebundle_()


def test_a_page_is_drawn_in_silence(monkeypatch, capfd):
    monkeypatch.setattr("neuromath_lib.explore.explorer.SHOW_PROGRESS_AFTER", 0.0)
    monkeypatch.setenv("NEUROMATH_EXPLORE", "page")
    _ = explore(line, gain=[1, 2, 3]).frames
    assert capfd.readouterr().err == ""
    monkeypatch.setenv("NEUROMATH_EXPLORE", "both")
    _ = explore(line, gain=[1, 2, 3]).frames
    assert "Drawing line" in capfd.readouterr().err


def test_package_imports_without_matplotlib_and_ipywidgets():
    code = (
        "import sys; import neuromath_lib.explore; "
        "sys.exit(any(m in sys.modules for m in ('matplotlib', 'ipywidgets', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
