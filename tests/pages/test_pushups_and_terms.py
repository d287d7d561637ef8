"""Every push-up answered, every hint opened, every term asked for, as a reader would."""

from __future__ import annotations

import pytest

from . import checks, glossary_checks, pushup_checks, site
from .report import report
from .visit import visit

pytestmark = pytest.mark.browser
PUSHUP = r'class="nm-pushup[ "]'
ANSWERS = pushup_checks.answers_from_decks


@pytest.mark.shows(PUSHUP)
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_pushups(browser, places, page, scheme):
    with visit(browser, places[scheme], page, mathematics=scheme == "http") as seen:
        problems = []
        if scheme == "http":
            # That every answer is judged as in a notebook is tested with the decks; here one wrong
            # answer of each will do.
            problems += pushup_checks.check_pushup_verdicts(seen, ANSWERS, most=1)
            problems += pushup_checks.check_pushup_folds(seen, ANSWERS)
        else:
            problems += pushup_checks.check_pushup_memory(seen, ANSWERS)
        problems += checks.check_foreign(seen) + checks.check_errors(seen)
        report(problems + checks.check_console(seen))


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_progress(browser, places, book, scheme):
    panels = site.pages_that_show(book, r'class="nm-progress[ "]')
    practice = site.pages_that_show(book, PUSHUP)
    assert practice, "the book has no push-up"
    assert panels, "the book has push-ups, and no page with the panel that exports and clears them"
    with visit(browser, places[scheme], practice[0]) as seen:
        solved = pushup_checks.solve_all(seen, ANSWERS)
        seen.name = panels[0]
        seen.load()
        report(pushup_checks.check_progress(seen, set(solved)))


@pytest.mark.shows('class="xref std std-term"')
def test_glossary(browser, places, page):
    with visit(browser, places["http"], page, mathematics=False) as seen:
        problems = glossary_checks.check_glossary(seen)
    with visit(browser, places["file"], page, width=390, touch=True, mathematics=False) as seen:
        problems += glossary_checks.check_glossary_tap(seen)
    report(problems)
