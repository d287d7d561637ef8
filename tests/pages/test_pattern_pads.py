"""Every pad of the book and of a page of their own: painted, damaged, and left to settle."""

from __future__ import annotations

import re

import pytest

from . import checks, pad_book, pad_checks, site
from .report import report
from .visit import visit

pytestmark = pytest.mark.browser


def pages_with_pads() -> list[str]:
    """The pages of the book that have a pad."""
    return site.pages_that_show(site.built_book(), r'class="nm-pad[ "]')


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """The page of the tests' own, from a server and from a disk."""
    folder = tmp_path_factory.mktemp("pads")
    pad_book.write(folder)
    with site.served(folder) as served:
        yield {"http": served, "file": site.on_disk(folder)}


@pytest.fixture(params=[pad_book.PAGE, *pages_with_pads()])
def padded(request):
    """A page with pads and its places: the tests' own, so that there is one, and the book's."""
    if request.param == pad_book.PAGE:
        return request.getfixturevalue("own"), request.param
    return request.getfixturevalue("places"), request.param


def test_mouse_and_recall_from_a_server(browser, padded):
    places, page = padded
    with visit(browser, places["http"], page, mathematics=False) as seen:
        problems = pad_checks.check_pad_mouse(seen) + pad_checks.check_pad_corrupt(seen)
        problems += pad_checks.check_pad_recall(seen) + pad_checks.check_pad_learning(seen)
        report(problems + checks.check_foreign(seen) + checks.check_errors(seen))


def test_keyboard_in_the_dark_from_a_disk(browser, padded):
    places, page = padded
    with visit(browser, places["file"], page, theme="dark", mathematics=False) as seen:
        problems = pad_checks.check_pad_keyboard(seen) + pad_checks.check_pad_words(seen)
        problems += pad_checks.check_pad_link(seen) + pad_checks.check_pad_dark(seen)
        problems += checks.check_foreign(seen) + checks.check_errors(seen)
        report(problems + checks.check_failed(seen) + checks.check_console(seen))


def test_finger_on_a_phone(browser, padded):
    places, page = padded
    with visit(browser, places["http"], page, width=390, height=844, touch=True) as seen:
        report(pad_checks.check_pad_touch(seen) + checks.check_width(seen))


def test_without_script(browser, padded):
    places, page = padded
    with visit(browser, places["http"], page, scripts=False) as seen:
        report(pad_checks.check_pad_without_script(seen))


def test_with_motion_it_comes_to_the_same(browser, own):
    with visit(browser, own["http"], pad_book.PAGE, motion="no-preference") as seen:
        report(pad_checks.check_pad_recall(seen) + checks.check_errors(seen))


def test_axe_finds_nothing_in_either_theme(browser, own):
    with visit(browser, own["http"], pad_book.PAGE, width=390) as seen:
        problems = []
        for pad in pad_checks.pads(seen):
            pad.show()
            pad.press("corrupt")
        for theme in ("light", "dark"):
            seen.theme(theme)
            problems += checks.check_axe(seen, [])
        report(problems)


def test_the_page_speaks_as_the_library_does(browser, own):
    """The first reading is Python's, the second of the same state the script's."""
    with visit(browser, own["http"], pad_book.PAGE) as seen:
        for pad, ours in zip(pad_checks.pads(seen), pad_book.pads(), strict=True):
            pad.show()
            told = pad.part("reading").inner_html()
            said = pad.figure.locator("[role=status]").text_content()
            labels = pad.labels()
            pad.press("reset")
            assert re.sub(r"--m: ?[\d.e+-]+;?", "", pad.part("reading").inner_html()) == re.sub(
                r"--m: ?[\d.e+-]+;?", "", told
            )
            assert pad.labels() == labels
            assert pad.figure.locator("[role=status]").text_content() == f"As it was. {said}"
            for number in range(12):
                pad.part("fraction").select_option("30" if number % 2 else "10")
                pad.press("corrupt")
                if number % 3 == 2:
                    pad.press("settle")
                words = pad.figure.locator("[role=status]").text_content()
                assert words.endswith(ours.reading(pad.state()).words), (pad.id, words)


def test_a_finger_that_scrolls_paints_nothing(browser, own):
    with visit(browser, own["http"], pad_book.PAGE, width=390, height=844, touch=True) as seen:
        pad = pad_checks.pads(seen)[0]
        pad.show()
        before = pad.state()
        box = pad.pixel(20).bounding_box()
        at = {"x": box["x"] + 10, "y": box["y"] + 10}
        session = seen.page.context.new_cdp_session(seen.page)
        scrolled = seen.page.evaluate("() => scrollY")
        touch = "Input.dispatchTouchEvent"
        session.send(touch, {"type": "touchStart", "touchPoints": [at]})
        for step in range(1, 9):
            moved = {"x": at["x"], "y": at["y"] - 25 * step}
            session.send(touch, {"type": "touchMove", "touchPoints": [moved]})
        session.send(touch, {"type": "touchEnd", "touchPoints": []})
        seen.page.wait_for_timeout(300)
        assert seen.page.evaluate("() => scrollY") > scrolled
        assert (pad.state() == before).all()
