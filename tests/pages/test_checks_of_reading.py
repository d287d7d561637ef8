"""Each check of what is read reports the fault of its bad page, and nothing on the good twin."""

from __future__ import annotations

import pytest

from . import checks, explorer_checks, site
from .bad_pages import BAD, CAUGHT, READ, all_said, stage
from .reading import check_exception
from .visit import visit

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    with stage(tmp_path_factory.mktemp("pages")) as places:
        yield places


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch):
    # The pages of the stage answer at once; waiting for the dead ones to stir is most of the time.
    monkeypatch.setattr(explorer_checks, "PATIENCE_S", 0.4)


def test_every_bad_page_is_looked_at():
    assert {page.stem for page in BAD.glob("*.html")} == set(CAUGHT)


@pytest.mark.parametrize("name", READ)
def test_the_fault_is_seen(browser, places, name):
    problems = all_said(browser, places[0], name, twin=False)
    assert {problem.check for problem in problems} == CAUGHT[name], list(map(str, problems))


@pytest.mark.parametrize("name", READ)
def test_the_good_twin_passes(browser, places, name):
    assert not list(map(str, all_said(browser, places[1], name, twin=True)))


def test_an_exception_for_axe_excuses_what_it_names_and_nothing_else(browser, places):
    page = "unlabelled_input.html"
    label = checks.AxeException("label", "main > input", page, "for this test")
    other = checks.AxeException("label", ".elsewhere", page, "for this test")
    with visit(browser, places[0], page) as seen:
        assert checks.check_axe(seen, [other, label]) == []
        assert [problem.check for problem in checks.check_axe(seen, [other])] == ["axe"]
    assert check_exception(browser, places[0], label) == []
    stale = check_exception(browser, places[0], other)
    assert [problem.check for problem in stale] == ["axe exception"]


def test_a_page_that_is_another_on_a_disk_is_seen(browser, tmp_path):
    script = (
        'if (location.protocol === "file:") document.body.append(document.createElement("hr"));'
    )
    for name, body in (("same", ""), ("other", f"<script>{script}</script>")):
        (tmp_path / f"{name}.html").write_text(f"<!doctype html><title>A page</title><p>It.{body}")
        outlines = []
        with site.served(tmp_path) as served:
            for place in (served, site.on_disk(tmp_path)):
                with visit(browser, place, f"{name}.html") as seen:
                    outlines.append(checks.outline(seen))
        problems = checks.check_same_page(name, *outlines)
        assert [problem.check for problem in problems] == ["same page"] * (name == "other")
