"""What counts as the weight of a page, and whose it is."""

from __future__ import annotations

import gzip
import os

import pytest

from sphinx_ext.page_weight import Scales, Weight, pages_of, report

THEME = "_static/styles/pydata-sphinx-theme.css"
MATHJAX = "_static/mathjax/tex-chtml.js"
FONTS = "_static/mathjax/output/chtml/fonts/woff-v2"


@pytest.fixture
def site(tmp_path):
    def put(name: str, data: bytes | str) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    put("_static/own.css", "@import url('more.css'); body{background:url(../_images/back.png)}")
    put("_static/more.css", "p{color:red}")
    put("_images/back.png", os.urandom(900))
    put("_images/a b.png", os.urandom(1000))
    put("_static/own.js", "let x = 1;" * 1000)
    put("_static/later/data.js", os.urandom(50_000))
    put(THEME, "@font-face{src:url(../vendor/fontawesome/webfonts/fa-solid-900.woff2)}")
    put("_static/vendor/fontawesome/webfonts/fa-solid-900.woff2", os.urandom(5000))
    put("_static/vendor/nm-icons/fa-solid-900.woff", os.urandom(300))
    put(MATHJAX, os.urandom(2000))
    for font in ("Zero", "Main-Regular", "Math-Italic", "Main-Bold", "AMS-Regular"):
        put(f"{FONTS}/MathJax_{font}.woff", os.urandom(700))
    return tmp_path, put


def files_of(site, html: str) -> set[str]:
    root, put = site
    put("chapters/page.html", html)
    return set(Scales(root, house=set()).weigh("chapters/page.html").files) - {"chapters/page.html"}


def test_what_a_browser_loads_by_itself_counts(site):
    assert files_of(
        site,
        '<link rel="stylesheet" href="../_static/own.css?v=1"><script src="../_static/own.js">'
        '</script><img src="../_images/a%20b.png"><a href="../_static/later/data.js">x</a>',
    ) == {
        "_static/own.css",
        "_static/more.css",
        "_images/back.png",
        "_static/own.js",
        "_images/a b.png",
    }


def test_what_loads_when_asked_for_does_not_count(site):
    assert (
        files_of(
            site,
            '<script type="application/json" data-nm-later="x" '
            'data-nm-src="../_static/later/data.js"></script>'
            '<img src="data:image/png;base64,AAAA"><script src="https://elsewhere/x.js"></script>',
        )
        == set()
    )


def test_icons_cost_the_subset_or_the_whole_font(site):
    sheet = f'<link rel="stylesheet" href="../{THEME}">'
    subset, whole = (
        "_static/vendor/nm-icons/fa-solid-900.woff",
        "_static/vendor/fontawesome/webfonts/fa-solid-900.woff2",
    )
    assert files_of(site, sheet) == {THEME}
    assert files_of(site, f'{sheet}<i class="fa-solid fa-bars"></i>') == {THEME, subset}
    assert files_of(site, f'{sheet}<i class="fa-solid fa-hippo"></i>') == {THEME, subset, whole}


def test_formulae_cost_the_fonts_they_take(site):
    script = f'<script src="../{MATHJAX}"></script>'

    def fonts(html: str) -> set[str]:
        names = files_of(site, script + html) - {MATHJAX}
        return {name.rsplit("_", 1)[1].removesuffix(".woff") for name in names}

    assert fonts("no formula") == set()
    plain = {"Zero", "Main-Regular", "Math-Italic"}
    assert fonts(r'<span class="math notranslate">\(x\)</span>') == plain
    bold = r'<div class="math">\[<b>\mathbf x</b>\]</div> \mathbb outside'
    assert fonts(bold) == plain | {"Main-Bold"}


def test_text_is_compressed_and_pictures_are_not(site):
    root, put = site
    put("page.html", "x" * 100_000)
    scales = Scales(root, house=set())
    assert scales.size("page.html") == len(gzip.compress(b"x" * 100_000, 6, mtime=0))
    assert scales.size("_images/back.png") == 900


def test_our_own_is_what_the_house_did_not_bring(site):
    root, put = site
    put(
        "page.html", f'<link rel="stylesheet" href="{THEME}"><script src="_static/own.js"></script>'
    )
    weight = Scales(root, house={THEME}).weigh("page.html")
    assert weight.own == weight.files["page.html"] + weight.files["_static/own.js"]
    assert weight.total == weight.own + weight.files[THEME]


def test_pages_are_pages_and_not_machinery(site):
    root, put = site
    for name in ("index.html", "chapters/a.html", "_static/webpack.html", "_sources/b.html"):
        put(name, "")
    assert pages_of(root) == ["chapters/a.html", "index.html"]


def test_the_report_names_page_budget_and_heaviest_files():
    files = {"a.html": 300_000, "b.png": 250_000, "c.js": 10}
    fat, lean = Weight("a.html", 550_000, 900_000, files), Weight("b.html", 400_000, 1_000_000, {})
    (line,) = report([fat, lean], 400_000, 1_000_000)
    assert line.startswith("a.html loads 550 KB of our own (budget 400) and 900 KB in all")
    assert line.endswith("a.html 300, b.png 250, c.js 0")
    assert report([Weight("c.html", 1, 1_000_001, files)], 400_000, 1_000_000)
