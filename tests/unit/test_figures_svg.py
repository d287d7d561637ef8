"""Figures as SVG: faithful, compact, themed, the same every time."""

from __future__ import annotations

import base64
import gzip
import io
import re
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from neuromath_lib import figures
from neuromath_lib.figures.svg import UNITS_PER_POINT, draw, to_svg, with_prefix

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _style():
    with mpl.rc_context():
        figures.use()
        yield


def trace(points: int = 2000) -> tuple[np.ndarray, np.ndarray]:
    t = np.linspace(0, 50, points)
    return t, -65 + 100 * np.exp(-((((t + 3) % 14) - 6) ** 2))


def voltage() -> Figure:
    figure = Figure(figsize=(6, 3.6), layout="constrained")
    axes = figure.subplots()
    axes.plot(*trace())
    axes.set(xlabel="Time (ms)", ylabel="Voltage (mV)", ylim=(-90, 60))
    return figure


def bare(width: float = 4, height: float = 3) -> tuple[Figure, object]:
    """A figure whose axes fill it: x from 0 to 40 and y from 0 to 30 are tenths of an inch."""
    figure = Figure(figsize=(width, height), layout="none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 10 * width), ylim=(0, 10 * height))
    axes.axis("off")
    return figure, axes


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def vertices(d: str) -> np.ndarray:
    """Absolute points of a path with M, l, h0 and z."""
    points: list[tuple[int, int]] = []
    for letter, body in re.findall(r"([MlhqcZz])([^MlhqcZz]*)", d):
        numbers = [int(n) for n in re.findall(r"-?\d+", body)]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
        if letter == "M":
            points += pairs
        elif letter == "l":
            for dx, dy in pairs:
                points.append((points[-1][0] + dx, points[-1][1] + dy))
    return np.array(points)


def paths(svg: str) -> list[ElementTree.Element]:
    return parse(svg).findall(f"{SVG}path")


def test_same_figure_same_text():
    assert to_svg(voltage(), alt="A voltage") == to_svg(voltage(), alt="A voltage")


def test_is_well_formed_named_and_scalable():
    root = parse(to_svg(voltage(), alt='Spikes "here" & <there>'))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == 'Spikes "here" & <there>'
    assert root.attrib["viewBox"] == "0 0 4320 2592"
    assert (root.attrib["width"], root.attrib["height"]) == ("640", "384")


def test_alt_and_prefix_are_checked():
    with pytest.raises(ValueError, match="alt must say what the figure shows"):
        to_svg(voltage(), alt="  ")
    with pytest.raises(ValueError, match="prefix must be a letter"):
        to_svg(voltage(), alt="x", prefix="1 x")
    with pytest.raises(ValueError, match="figure must be a matplotlib Figure; it was list"):
        to_svg([], alt="x")


def test_half_the_size_of_matplotlibs_own():
    ours = to_svg(voltage(), alt="A voltage").encode()
    stream = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "none"}):
        voltage().savefig(stream, format="svg")
    assert len(ours) < 0.5 * len(stream.getvalue())
    assert len(gzip.compress(ours)) < 0.5 * len(gzip.compress(stream.getvalue()))
    assert len(ours) < 8_000


def test_no_error_adds_up_along_a_curve():
    figure, axes = bare()
    rng = np.random.default_rng(1)
    x, y = np.linspace(1, 39, 100), 15 + 10 * rng.uniform(-1, 1, 100)
    axes.plot(x, y)
    (line,) = paths(to_svg(figure, alt="Noise"))
    exact = np.column_stack([x, 30 - y]) * 7.2 * UNITS_PER_POINT
    written = vertices(line.attrib["d"])
    assert len(written) == 100
    assert np.abs(written - exact).max() <= 0.5 + 1e-6


def test_steps_in_one_direction_become_one():
    figure, axes = bare()
    axes.plot(np.linspace(0, 40, 50), np.full(50, 20.0))
    (line,) = paths(to_svg(figure, alt="A flat line"))
    assert vertices(line.attrib["d"]).tolist() == [[0, 720], [2880, 720]]


def test_a_line_that_turns_back_keeps_its_end():
    figure, axes = bare()
    axes.plot([10, 30, 20], [15, 15, 15])
    (line,) = paths(to_svg(figure, alt="There and back"))
    assert vertices(line.attrib["d"]).tolist() == [[720, 1080], [2160, 1080], [1440, 1080]]


def test_a_gap_stays_a_gap():
    figure, axes = bare()
    axes.plot([0, 10, np.nan, 20, 30], [10, 10, 10, 10, 10])
    (line,) = paths(to_svg(figure, alt="Two pieces"))
    assert line.attrib["d"].count("M") == 2


def test_palette_becomes_variables_and_other_colours_stay():
    figure, axes = bare()
    axes.plot([0, 40], [0, 10], color=figures.colour("voltage"))
    axes.plot([0, 40], [0, 20], color=figures.colour("sodium"))
    axes.plot([0, 40], [0, 30], color="#123456")
    axes.plot([0, 40], [5, 30], color="black")
    axes.add_patch(Rectangle((0, 0), 5, 5, facecolor="white", edgecolor="none"))
    axes.text(20, 15, "m", color=figures.colour("sodium"))
    svg = to_svg(figure, alt="Colours")
    strokes = [path.attrib.get("stroke") for path in paths(svg)]
    assert "var(--nm-voltage,#111111)" in strokes
    assert "var(--nm-vermilion,#d55e00)" in strokes
    assert "#123456" in strokes
    assert "var(--nm-ink,#1f2023)" in strokes
    assert 'fill="var(--nm-paper,#fefdfa)"' in svg
    # Letters need more contrast than lines.
    text = parse(svg).find(f"{SVG}text")
    assert text.attrib["fill"] == "var(--nm-vermilion-text,#b84f00)"


def test_paper_is_left_to_the_page_unless_asked_for():
    assert "nm-paper," not in to_svg(voltage(), alt="A voltage")
    alone = to_svg(voltage(), alt="A voltage", background=True)
    assert alone.count('class="nm-paper"') == 1


def test_dashes_caps_opacity():
    figure, axes = bare()
    axes.plot([0, 40], [0, 30], ls="--", lw=2, alpha=0.5, dash_capstyle="round")
    (line,) = paths(to_svg(figure, alt="Dashes"))
    assert line.attrib["stroke-width"] == "20"
    assert line.attrib["stroke-dasharray"] == "80 36"
    assert line.attrib["stroke-opacity"] == ".5"
    assert line.attrib["stroke-linecap"] == "round"


def test_text_stays_text_and_keeps_its_alignment():
    figure, axes = bare()
    for x, align in ((10, "left"), (20, "center"), (30, "right")):
        axes.text(x, 15, f"{align} & <b>", ha=align)
    texts = parse(to_svg(figure, alt="Words")).findall(f"{SVG}text")
    assert [text.text for text in texts] == ["left & <b>", "center & <b>", "right & <b>"]
    assert [text.attrib.get("text-anchor") for text in texts] == [None, "middle", "end"]
    assert [int(text.attrib["x"]) for text in texts] == pytest.approx([720, 1440, 2160], abs=8)


def test_turned_text_turns_about_its_anchor():
    figure, axes = bare()
    axes.text(20, 15, "up", rotation=90, rotation_mode="anchor", ha="center", va="baseline")
    (text,) = parse(to_svg(figure, alt="A word")).findall(f"{SVG}text")
    place = re.fullmatch(
        r"translate\((-?\d+) (-?\d+)\) rotate\((-?\d+)\)", text.attrib["transform"]
    )
    assert place
    x, y, angle = map(int, place.groups())
    assert angle == -90
    assert (x, y) == (pytest.approx(1440, abs=8), pytest.approx(1080, abs=8))


def words(text: ElementTree.Element) -> str:
    return "".join(text.itertext())


def math(label: str) -> ElementTree.Element:
    figure, axes = bare()
    axes.text(5, 15, label)
    (text,) = parse(to_svg(figure, alt="A formula")).findall(f"{SVG}text")
    return text


def test_mathtext_flows_as_words():
    text = math(r"Current ($\mu$A/cm$^2$)")
    assert words(text) == "Current (μA/cm2)"
    spans = text.findall(f"{SVG}tspan")
    raised = [span for span in spans if span.attrib.get("font-size")]
    assert [span.text for span in raised] == ["2"]
    assert float(raised[0].attrib["dy"].removesuffix("em")) < 0
    # What follows comes back to the line.
    after = spans[spans.index(raised[0]) + 1]
    assert after.text == ")"
    drop = float(after.attrib["dy"].removesuffix("em"))
    rise = float(raised[0].attrib["dy"].removesuffix("em")) * float(
        raised[0].attrib["font-size"].removesuffix("em")
    )
    assert drop == pytest.approx(-rise, abs=0.02)


def test_mathtext_letters_lean_and_digits_do_not():
    text = math("$m^3h$")
    leaning = [span.text for span in text.findall(f"{SVG}tspan") if "font-style" in span.attrib]
    assert leaning == ["m", "h"]


def test_superscript_stands_over_subscript():
    text = math(r"$x_a^2$")
    assert words(text) == "x2a"
    under = text.findall(f"{SVG}tspan")[-1]
    assert float(under.attrib["dx"].removesuffix("em")) < 0


def test_fraction_becomes_outlines():
    figure, axes = bare()
    axes.text(5, 15, r"$\frac{a}{b}$")
    svg = to_svg(figure, alt="A fraction")
    assert not parse(svg).findall(f"{SVG}text")
    assert paths(svg)


def test_clips_only_what_sticks_out():
    figure, axes = bare()
    axes.plot([5, 30], [5, 20])
    assert "clip-path" not in to_svg(figure, alt="Inside")
    axes.plot([5, 30], [5, 90])
    svg = to_svg(figure, alt="Out", prefix="p7")
    (clip,) = parse(svg).findall(f"{SVG}clipPath")
    assert clip.attrib["id"].startswith("p7-")
    assert f"url(#{clip.attrib['id']})" in svg
    again = with_prefix(svg, "p7", "q")
    assert "p7-" not in again
    assert again == to_svg(figure, alt="Out", prefix="q")


def test_round_markers_are_dots_and_rings_are_not():
    figure, axes = bare()
    axes.plot([10, 20, 30], [10, 20, 15], "o", ms=6, mew=0, color="#123456")
    (dots,) = paths(to_svg(figure, alt="Dots"))
    assert dots.attrib["d"].count("h0") == 3
    assert dots.attrib["stroke-width"] == "60"
    figure, axes = bare()
    axes.plot([10, 20, 30], [10, 20, 15], "o", ms=6, mfc="none", mec="#123456")
    assert all("c" in path.attrib["d"] for path in paths(to_svg(figure, alt="Rings")))


def test_image_keeps_its_pixels():
    from PIL import Image

    figure, axes = bare()
    values = np.arange(12).reshape(3, 4)
    axes.imshow(values, cmap="gray", extent=(0, 40, 0, 30), aspect="auto")
    root = parse(to_svg(figure, alt="Twelve squares"))
    (image,) = root.iter(f"{SVG}image")
    kind, data = image.attrib["href"].split(",")
    assert kind == "data:image/webp;base64"
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("L"))
    assert pixels.shape == (3, 4)
    np.testing.assert_allclose(np.sort(pixels.ravel()), values.ravel() * 255 / 11, atol=1.5)
    numbers = re.findall(r"-?[\d.]+", image.attrib["transform"])
    a, b, c, d, e, f = map(float, numbers)
    corners = {(round(a * u + c * v + e), round(b * u + d * v + f)) for u in (0, 4) for v in (0, 3)}
    assert corners == {(0, 0), (2880, 0), (0, 2160), (2880, 2160)}
    # Row 0 of the array is the top row of the picture.
    top_row_is_first = (pixels[0, 0] == 0) == (d > 0)
    assert top_row_is_first


def test_rasterized_parts_become_one_image():
    figure, axes = bare()
    axes.pcolormesh(
        np.linspace(0, 40, 60), np.linspace(0, 30, 50), np.zeros((49, 59)), rasterized=True
    )
    root = parse(to_svg(figure, alt="A mesh"))
    (image,) = root.iter(f"{SVG}image")
    assert not root.findall(f"{SVG}path")
    assert float(image.attrib["width"]) == pytest.approx(2880, abs=8)
    assert float(image.attrib["height"]) == pytest.approx(2160, abs=8)


def test_drawing_leaves_the_figure_as_it_was():
    figure = voltage()
    before = (figure.dpi, figure.get_size_inches().tolist(), figure.canvas)
    draw(figure)
    assert (figure.dpi, figure.get_size_inches().tolist(), figure.canvas) == before


def test_hatching_is_a_pattern():
    figure, axes = bare()
    axes.bar([10], [20], width=5, hatch="//", facecolor="none", edgecolor="#123456")
    root = parse(to_svg(figure, alt="A hatched bar"))
    (pattern,) = root.findall(f"{SVG}pattern")
    fills = [path.attrib.get("fill") for path in root.findall(f"{SVG}path")]
    assert f"url(#{pattern.attrib['id']})" in fills


def test_label_takes_names_of_the_palette():
    _, axes = bare()
    assert figures.label(axes, 1, 1, "Na", "sodium").get_color() == figures.colour("sodium")
    assert figures.label(axes, 1, 1, "x", "#123456").get_color() == "#123456"
