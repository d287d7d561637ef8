"""What the book's build makes of explorers and figures."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sphinx_ext import inline_figures, later

DATA = json.dumps({"chunks": ["<path/>" * 1000]})


def page(data: str = DATA) -> str:
    return (
        '<p>before</p><style data-nm-asset="explorer.css">.a{}</style>'
        '<style data-nm-asset="palette.css">:root{}</style>'
        f'<script type="application/json" data-nm-later="explorer-x">{data}</script>'
        '<script data-nm-asset="explorer.js">run();</script><p>after</p>'
        '<script data-nm-asset="explorer.js">run();</script>'
    )


def test_assets_become_one_file_each(tmp_path):
    body, files = later.take_assets(page(), tmp_path)
    assert "data-nm-asset" not in body
    assert "data-nm-later" in body
    assert [re.sub(r"\.\w{8}\.", ".", f) for f in files] == ["nm/explorer.css", "nm/explorer.js"]
    assert (tmp_path / files[1]).read_text() == "run();"


def test_large_data_moves_and_small_data_stays(tmp_path):
    body = later.take_data(page(), tmp_path, lambda file: f"../_static/{file}")
    element = re.search(r"<script[^>]*data-nm-later[^>]*>(.*?)</script>", body)
    assert element[1] == ""
    key = re.search(r'data-nm-key="(\w+)"', element[0])[1]
    assert f'data-nm-src="../_static/later/{key}.js"' in element[0]
    text = (tmp_path / "later" / f"{key}.js").read_text()
    match = re.fullmatch(r'\(self\.nmLater=self\.nmLater\|\|\{\}\)\["(\w+)"\]=(.*);\n', text)
    assert match[1] == key
    assert json.loads(match[2]) == json.loads(DATA)
    small = page('{"a":1}')
    assert later.take_data(small, tmp_path, str) == small


def test_names_stand_for_content(tmp_path):
    one = later.take_data(page(), tmp_path, str)
    assert later.take_data(page(), tmp_path, str) == one
    other = later.take_data(page(DATA.replace("path", "rect")), tmp_path, str)
    assert other != one
    assert len(list((tmp_path / "later").glob("*.js"))) == 2


class Builder:
    format = "html"


class App:
    builder = Builder()

    def __init__(self, outdir: Path):
        self.outdir = outdir
        self.linked: list[str] = []

    def add_js_file(self, file: str, **options):
        self.linked.append(file)

    add_css_file = add_js_file


def test_a_page_that_is_not_written_again_keeps_its_files(tmp_path):
    app = App(tmp_path)
    for name, data in (("a", DATA), ("b", DATA.replace("path", "rect"))):
        context = {"body": page(data), "pathto": lambda file, resource: file}
        later.rewrite(app, name, "page.html", context, None)
        (tmp_path / f"{name}.html").write_text(
            context["body"] + " ".join(f'<link href="_static/{file}?v=1">' for file in app.linked)
        )
    assert len(set(app.linked)) == 2
    assert len(list((tmp_path / "_static").rglob("*.js"))) == 3
    # At the next build only page a is written, without its explorer.
    (tmp_path / "a.html").write_text("<p>nothing</p>")
    later.remove_stale(app, None)
    left = [file.read_text() for file in (tmp_path / "_static" / "later").glob("*.js")]
    assert len(left) == 1
    assert "rect" in left[0]
    assert len(list((tmp_path / "_static" / "nm").glob("*"))) == 2


def test_two_explorers_of_one_name_are_a_warning(tmp_path, caplog):
    figure = '<figure class="nm-explorer" id="explorer-x"></figure>'
    context = {"body": figure + page() + figure, "pathto": lambda file, resource: file}
    messages: list[str] = []
    original = later.logger.warning
    later.logger.warning = lambda text, *args, **options: messages.append(text % args)
    try:
        later.rewrite(App(tmp_path), "a", "page.html", context, None)
    finally:
        later.logger.warning = original
    assert messages == ["two explorers are called 'x': give one of them another name="]


@pytest.mark.parametrize(
    ("alt", "problem"),
    [
        (None, "has no alternative text"),
        ("  ", "has no alternative text"),
        ("a plot", "has too short an alternative text"),
        ("../_images/" + "0123456789abcdef" * 4 + ".svg", "has a file name"),
    ],
)
def test_alternative_texts_that_say_nothing(alt, problem):
    assert inline_figures.complaint(alt).startswith(problem)


def test_an_alternative_text_that_says_something():
    assert inline_figures.complaint("The voltage rises to 40 mV within a millisecond") is None


def test_figure_goes_into_the_page_named_and_with_its_own_ids():
    from matplotlib.figure import Figure

    from neuromath_lib.figures.svg import to_svg

    figure = Figure()
    axes = figure.subplots()
    axes.plot([0, 1], [0, 5], color="#123456")
    axes.set_ylim(0, 1)
    file = '<?xml version="1.0"?>\n' + to_svg(figure, alt="old", background=True)
    assert inline_figures._OURS.match(file)
    svg = inline_figures.inline(file, 'A "steep" line', "fig3")
    assert svg.startswith('<svg role="img" aria-label="A &quot;steep&quot; line"')
    assert svg.count("aria-label") == 1
    assert 'class="nm-paper"' not in svg
    (identifier,) = re.findall(r'id="([^"]+)"', svg)
    assert identifier.startswith("fig3-")
    assert f"url(#{identifier})" in svg


def test_foreign_pictures_stay_pictures():
    assert not inline_figures._OURS.match('<svg xmlns="http://www.w3.org/2000/svg"></svg>')
