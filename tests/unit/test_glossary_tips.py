"""Terms show their definition where they are used; pages without terms are left alone."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PAGES = {
    "conf.py": (
        "project = 'Small'\n"
        "extensions = ['myst_parser', 'sphinx_ext.glossary_tips']\n"
        "myst_enable_extensions = ['colon_fence', 'dollarmath']\n"
    ),
    "index.md": (
        "# Front\n\nFirst the {term}`membrane potential`, then the {term}`Threshold`, then "
        "{term}`past it <threshold>`.\n\n[Not a term](plain.md)\n\n"
        ":::{toctree}\n:glob:\n\n*\n*/*\n:::\n"
    ),
    "plain.md": "# Plain\n\nNo terms, no tips.\n",
    "deep/page.md": "# Deep\n\nA {term}`threshold`, from a folder.\n",
    "glossary.md": (
        "# Glossary\n\n:::{glossary}\n"
        "membrane potential\n    Inside minus outside, in *millivolts*.\n\n"
        "threshold\nthe edge\n    Where the {term}`membrane potential` has "
        "$\\frac{dV}{dt} > 0$.\n\n"
        "unused\n    Nobody refers to this.\n:::\n"
    ),
}


def build(folder, *options):
    return subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", *options, "src", "out"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def write(folder, pages):
    for name, text in pages.items():
        path = folder / "src" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    write(folder, PAGES)
    done = build(folder)
    assert done.returncode == 0, done.stderr
    return folder


def html(folder, name):
    return (folder / "out" / name).read_text(encoding="utf-8")


def tips(folder, name):
    return re.findall(r'<div id="(nm-tip-[^"]+)">', html(folder, name))


def test_a_page_carries_the_terms_it_uses_and_no_other(book):
    assert tips(book, "index.html") == ["nm-tip-term-membrane-potential", "nm-tip-term-threshold"]
    assert tips(book, "deep/page.html") == ["nm-tip-term-threshold"]
    assert "Nobody refers to this" not in html(book, "index.html")


def test_a_page_without_terms_gets_nothing(book):
    page = html(book, "plain.html")
    assert "nm-tip" not in page
    assert "glossary_tips" not in page


def test_definitions_keep_their_markup_and_mathematics(book):
    page = html(book, "index.html")
    assert "in <em>millivolts</em>" in page
    assert 'data-plain="dV/dt &gt; 0">\\(\\frac{dV}{dt} &gt; 0\\)</span>' in page
    assert "pending_xref" not in page


def test_definitions_stay_out_of_the_search_index(book):
    index = html(book, "searchindex.js")
    assert re.search(r'"?millivolt"?:\s*\d+\b', index)  # one document has it: the glossary


def test_a_missing_term_fails_the_build(tmp_path):
    write(tmp_path, PAGES | {"plain.md": "# Plain\n\nThe {term}`ether`.\n"})
    done = build(tmp_path)
    assert done.returncode != 0
    assert "term not in glossary: 'ether'" in done.stderr


def test_a_changed_definition_reaches_the_pages_that_use_it(tmp_path):
    write(tmp_path, PAGES)
    assert build(tmp_path).returncode == 0
    stamp = (tmp_path / "out" / "plain.html").stat().st_mtime_ns
    changed = PAGES["glossary.md"].replace("Inside minus outside", "Inside less outside")
    write(tmp_path, {"glossary.md": changed})
    done = build(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Inside less outside" in html(tmp_path, "index.html")
    assert (tmp_path / "out" / "plain.html").stat().st_mtime_ns == stamp
    assert "no targets are out of date" in build(tmp_path).stdout


def test_reading_and_writing_in_parallel_gives_the_same(book, tmp_path):
    more = {f"more/page{n}.md": f"# {n}\n\nThe {{term}}`threshold`.\n" for n in range(6)}
    write(tmp_path, PAGES | more)
    done = build(tmp_path, "-j", "2")
    assert done.returncode == 0, done.stderr
    assert tips(tmp_path, "index.html") == tips(book, "index.html")
    assert tips(tmp_path, "more/page3.html") == ["nm-tip-term-threshold"]


def test_other_builders_are_left_alone(book):
    done = build(book, "-b", "text", "-d", "text-doctrees")
    assert done.returncode == 0, done.stderr
    assert "Inside minus outside" not in (book / "out" / "index.txt").read_text(encoding="utf-8")


# ---- in the browser


@pytest.fixture
def page(browser, book):
    context = browser.new_context()
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    tab.goto((book / "out" / "index.html").as_uri(), wait_until="domcontentloaded")
    yield tab
    context.close()


@pytest.mark.browser
def test_hover_shows_the_tip_which_can_be_hovered_and_dismissed(page):
    tip = page.locator(".nm-tip")
    page.locator("a.nm-term").first.hover()
    assert "Inside minus outside" in tip.inner_text()
    assert tip.get_attribute("role") == "tooltip"
    tip.hover()
    page.wait_for_timeout(400)
    assert tip.is_visible()
    page.keyboard.press("Escape")
    assert tip.is_hidden()
    page.locator("a.nm-term").nth(1).hover()
    assert tip.is_visible()
    page.mouse.move(5, 400)
    tip.wait_for(state="hidden")


@pytest.mark.browser
def test_keyboard_focus_shows_the_tip_and_enter_follows_the_link(page):
    term = page.locator("a.nm-term").first
    term.focus()
    assert page.locator(".nm-tip").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".nm-tip").is_hidden()
    assert page.evaluate("document.activeElement.className").endswith("nm-term")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary.html#term-membrane-potential")


@pytest.mark.browser
def test_terms_are_described_for_those_who_listen(page):
    described = page.locator("a.nm-term").evaluate_all(
        "all => all.map(a => document.getElementById(a.getAttribute('aria-describedby'))"
        ".textContent)"
    )
    assert len(described) == 3
    assert "Inside minus outside" in described[0]
    assert described[1] == described[2]


@pytest.mark.browser
def test_the_first_tap_shows_and_stays_the_second_goes_there(browser, book):
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 700})
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    address = (book / "out" / "index.html").as_uri()
    tab.goto(address, wait_until="domcontentloaded")
    terms = tab.locator("a.nm-term")
    terms.nth(1).tap()
    assert tab.url == address
    tip = tab.locator(".nm-tip")
    box = tip.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert tip.locator("a").inner_text() == "In the glossary"
    tab.locator("h1").first.tap()
    assert tip.is_hidden()
    terms.nth(0).tap()
    assert "Inside minus outside" in tip.inner_text()
    terms.nth(0).tap()
    tab.wait_for_url("**/glossary.html#term-membrane-potential")
    tab.go_back()
    tab.locator("a.nm-term").nth(1).tap()
    tab.locator(".nm-tip-more").tap()
    tab.wait_for_url("**/glossary.html#term-threshold")
    context.close()


@pytest.mark.browser
def test_tips_are_accessible(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.locator("a.nm-term").nth(1).hover()
    found = axe.run(page, context={"include": [[".body"], [".nm-tip"]]}).response["violations"]
    assert [v["id"] for v in found] == []


@pytest.mark.browser
def test_without_mathjax_a_formula_is_a_readable_line(browser, book, tmp_path):
    # A page whose only formula is in a definition has no MathJax of its own.
    source = re.sub(
        r"<script[^>]*mathjax[^>]*></script>", "", html(book, "deep/page.html"), flags=re.I
    )
    (book / "out" / "deep" / "bare.html").write_text(source, encoding="utf-8")
    tab = browser.new_page()
    tab.goto((book / "out" / "deep" / "bare.html").as_uri(), wait_until="domcontentloaded")
    tab.locator("a.nm-term").first.hover()
    assert "dV/dt > 0" in tab.locator(".nm-tip").inner_text()
    tab.close()
