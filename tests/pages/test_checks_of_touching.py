"""Each check of what is touched reports the fault of its bad page, and nothing on a good twin."""

from __future__ import annotations

import pytest

from . import explorer_checks, pad_checks
from .bad_pages import CAUGHT, TOUCHED, all_said, different_twins, stage

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    with stage(tmp_path_factory.mktemp("pages")) as places:
        yield places


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch):
    # The pages of the stage answer at once; waiting for the dead ones to stir is most of the time.
    monkeypatch.setattr(explorer_checks, "PATIENCE_S", 0.4)
    monkeypatch.setattr(pad_checks, "PATIENCE_MS", 400)


@pytest.mark.parametrize("name", TOUCHED)
def test_the_fault_is_seen(browser, places, name):
    problems = all_said(browser, places[0], name, twin=False)
    assert {problem.check for problem in problems} == CAUGHT[name], list(map(str, problems))


@pytest.mark.parametrize("name", different_twins(TOUCHED))
def test_the_good_twin_passes(browser, places, name):
    assert not list(map(str, all_said(browser, places[1], name, twin=True)))
