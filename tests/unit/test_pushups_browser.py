"""Push-ups on a page, in a real browser: the same verdicts as in Python, and nothing lost."""

import json

import pytest
from pushups_answers import CHOSEN, TYPED
from pushups_deck import DECK

from neuromath_lib.pushups import deck, known_decks, progress
from neuromath_lib.pushups import page as faces
from neuromath_lib.pushups.rules import build, judge

pytestmark = pytest.mark.browser

KEY = "neuromath:pushups"
NERNST = "#pushup-sample-nernst"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A page with the panel, the whole deck, and one exercise of each sort a second time."""
    panel, whole, again, choice = (
        thing._repr_mimebundle_()["text/html"]
        for thing in (progress(DECK), DECK, DECK["nernst"], DECK["m-cubed"])
    )
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_text(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Push-ups</title>"
        '<meta name="viewport" content="width=device-width"></head><body><main><h1>Push-ups</h1>'
        f"{panel}{whole}{again}{choice}</main></body></html>",
        encoding="utf-8",
    )
    return path.as_uri()


@pytest.fixture
def page(browser, place):
    context = browser.new_context(accept_downloads=True)
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    complaints = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    tab.goto(place)
    yield tab
    context.close()
    assert complaints == []


def stored(page):
    return json.loads(page.evaluate("key => localStorage.getItem(key)", KEY))["exercises"]


def answer(page, typed, where=NERNST):
    page.locator(f"{where} .nm-input").fill(typed)
    page.locator(f"{where} .nm-input").press("Enter")


def verdict(page, where=NERNST):
    return page.locator(f"{where} .nm-verdict")


def count(page):
    return page.locator(".nm-progress .nm-count").inner_text()


def test_page_and_notebook_say_the_same(page):
    cases = [(name, given) for name, given, _, _ in [*TYPED, *CHOSEN]]
    data = {name: build(DECK[name], faces._says) for name in {name for name, _ in cases}}
    on_page = page.evaluate(
        "cases => cases.map(([rules, given]) => window.nmPushups.judge(rules, given))",
        [[data[name], given] for name, given in cases],
    )
    for (name, given), said in zip(cases, on_page, strict=True):
        ours = judge(data[name], given)
        assert said == {"ok": ours.ok, "rule": ours.rule, "message": ours.message}, (name, given)


@pytest.mark.parametrize("name", known_decks())
def test_the_book_is_judged_alike_on_page_and_in_notebook(page, name):
    """The right answer of each push-up, and every wrong one that it knows."""
    cases, right = [], []
    for exercise in deck(name).exercises:
        asked = exercise.on_page if exercise.kind == "code" else exercise
        if asked is None:
            continue
        rules = build(exercise, faces._says)
        if asked.kind == "number":
            value = float(asked.value)
            known = [mistake.number(value) for mistake in asked.mistakes]
            given = [repr(value), *(repr(float(x)) for x in known if x is not None)]
        else:
            wrong = [letter for letter, option in asked.lettered.items() if not option.right]
            all_right = [letter for letter, option in asked.lettered.items() if option.right]
            given = [all_right, *([letter] for letter in wrong)]
        cases += [(rules, one) for one in given]
        right += [True] + [False] * (len(given) - 1)
    on_page = page.evaluate(
        "cases => cases.map(([rules, given]) => window.nmPushups.judge(rules, given))", cases
    )
    for (rules, given), expected, said in zip(cases, right, on_page, strict=True):
        ours = judge(rules, given)
        assert said == {"ok": ours.ok, "rule": ours.rule, "message": ours.message}, given
        assert ours.ok is expected, (given, ours.message)
        assert ours.ok or ours.message, given


def test_page_and_notebook_read_the_same_numbers(page):
    from neuromath_lib.pushups.reading import readings

    texts = [typed for _, typed, _, _ in TYPED]
    texts += ["1.234.567,8 mV", "12'000", "1 000 000", "0,5e-3", "5e", "1e5 1/s", "10^-3", "--5"]
    texts += ["+5", "5.", ",5", "5 %", "3 x 10^(-2) A", "١", "1_000", "0.1.2", "7.", "2/3 mV"]
    on_page = page.evaluate("texts => texts.map(window.nmPushups.readings)", texts)
    for text, found in zip(texts, on_page, strict=True):
        assert found == [{"number": r.number, "unit": r.unit} for r in readings(text)], text


def test_enter_checks_says_why_and_keeps_the_focus(page):
    answer(page, "-0,0721")
    assert verdict(page).get_attribute("data-ok") == "false"
    assert "volts instead of millivolts?" in verdict(page).inner_text()
    assert verdict(page).inner_text().split("\n")[0].startswith("→")
    assert page.evaluate("document.activeElement.className") == "nm-input"
    assert page.locator(f"{NERNST} .nm-input").get_attribute("aria-invalid") == "true"
    answer(page, "-72.1 mV")
    assert verdict(page).get_attribute("data-ok") == "true"
    assert "✓" in verdict(page).inner_text()
    assert "Right. Inside negative" in verdict(page).inner_text()


def test_without_mathjax_a_formula_is_a_readable_line(page):
    answer(page, "-31.33")
    assert "That is log_10; the formula has the natural logarithm ln." in (
        verdict(page).inner_text()
    )


def test_a_new_answer_takes_the_old_verdict_away(page):
    answer(page, "5")
    page.locator(f"{NERNST} .nm-input").press("End")
    page.keyboard.type("0")
    assert verdict(page).inner_text() == ""


def test_choices_are_answered_by_keyboard(page):
    where = "#pushup-sample-m-cubed"
    page.locator(f"{where} input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "Not yet. It has one." in verdict(page, where).inner_text()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert verdict(page, where).get_attribute("data-ok") == "true"
    assert page.evaluate("document.activeElement.value") == "a"


def test_nothing_of_the_readers_is_lost_on_reload(page):
    answer(page, "-72.1 mV")
    page.locator("#pushup-sample-rate .nm-input").fill("half an answ")
    page.locator("#pushup-sample-inward input").nth(2).check()
    page.reload()
    assert page.locator(f"{NERNST} .nm-input").input_value() == "-72.1 mV"
    assert verdict(page).get_attribute("data-ok") == "true"
    assert page.locator("#pushup-sample-rate .nm-input").input_value() == "half an answ"
    assert verdict(page, "#pushup-sample-rate").inner_text() == ""
    assert page.locator("#pushup-sample-inward input").nth(2).is_checked()
    assert count(page) == "1 of 10 solved"


def test_solved_stays_solved_and_attempts_are_counted_once(page):
    for typed in ("5", "5", "-72.1", "6"):
        answer(page, typed)
    entry = stored(page)["sample/nernst"]
    assert entry["attempts"] == 3
    assert entry["solved"]
    assert page.locator(f"{NERNST} .nm-state").inner_text() == "✓ solved"


def test_hints_are_recorded_and_the_solution_opens_unanswered(page):
    folds = page.locator(f"{NERNST} summary")
    assert folds.all_inner_texts() == ["Hint 1", "Hint 2", "Solution"]
    folds.nth(1).press("Enter")
    folds.nth(2).click()
    assert page.locator(f"{NERNST} .nm-solution .nm-fold").is_visible()
    page.wait_for_function("localStorage.getItem('neuromath:pushups').includes('true')")
    entry = stored(page)["sample/nernst"]
    assert (entry["hints"], entry["solution"], entry["solved"]) == ([2], True, None)


def test_the_same_exercise_twice_does_not_collide(page):
    ids = page.evaluate("Array.from(document.querySelectorAll('[id]'), e => e.id)")
    assert len(ids) == len(set(ids))
    first, second = "#pushup-sample-m-cubed", "#pushup-sample-m-cubed-2"
    page.locator(f"{first} input").nth(0).check()
    page.locator(f"{second} input").nth(1).check()
    assert page.locator(f"{first} input").nth(0).is_checked()
    answer(page, "-72.1", f"{NERNST}-2")
    assert page.locator(f"{NERNST} .nm-state").inner_text() == "✓ solved"
    assert count(page) == "1 of 10 solved"
    assert verdict(page).inner_text() == ""


def test_code_is_answered_on_the_page_or_reported(page):
    page.locator("#pushup-sample-bug-hunt input").nth(1).check()
    page.locator("#pushup-sample-bug-hunt .nm-check").click()
    assert verdict(page, "#pushup-sample-bug-hunt").get_attribute("data-ok") == "true"
    page.locator("#pushup-sample-ramp .nm-self-box").check()
    assert count(page) == "2 of 10 solved"
    page.locator("#pushup-sample-ramp .nm-self-box").uncheck()
    assert count(page) == "1 of 10 solved"


def test_corrupt_memory_is_kept_aside(page):
    for bad in ("{half", '{"version": 99, "exercises": {}}', '"text"', '{"version": 1}', "[]"):
        page.evaluate(
            "([key, bad]) => { localStorage.clear(); localStorage.setItem(key, bad) }", [KEY, bad]
        )
        page.reload()
        page.locator(".nm-note").wait_for()
        aside = page.evaluate(
            "Object.entries(localStorage).filter(([k]) => k.includes('unreadable'))"
        )
        assert [text for _, text in aside] == [bad]
        assert "kept aside" in page.locator(".nm-note").inner_text()
        answer(page, "-72.1")
        assert count(page) == "1 of 10 solved"


def test_odd_entries_in_memory_are_passed_over(page):
    odd = {
        "version": 1,
        "exercises": {
            "sample/nernst": {"answer": 7, "hints": "x", "attempts": -3, "solved": "never"},
            "sample/rate": None,
            "__proto__": {"answer": "x"},
            "sample/m-cubed": {"answer": "z q", "checked": "z q", "attempts": 1},
        },
    }
    page.evaluate("([k, t]) => localStorage.setItem(k, t)", [KEY, json.dumps(odd)])
    page.reload()
    assert count(page) == "0 of 10 solved"
    assert page.locator(f"{NERNST} .nm-input").input_value() == ""


@pytest.mark.parametrize("refusal", ["getItem", "setItem"])
def test_without_storage_everything_works_and_it_says_so_once(browser, place, refusal):
    tab = browser.new_page()
    tab.add_init_script(
        f"Storage.prototype.{refusal} = () => {{ throw new DOMException('no', 'SecurityError') }}"
    )
    tab.goto(place)
    answer(tab, "-72.1")
    answer(tab, "62.5", "#pushup-sample-rate")
    assert verdict(tab).get_attribute("data-ok") == "true"
    assert count(tab) == "2 of 10 solved"
    notes = [t for t in tab.locator(".nm-note").all_inner_texts() if "keeps nothing" in t]
    assert len(notes) == 1
    tab.close()


def test_export_clear_import_bring_everything_back(page, tmp_path):
    answer(page, "-72.1")
    with page.expect_download() as download:
        page.locator(".nm-tools .nm-export").first.click()
    file = tmp_path / "push-ups.json"
    download.value.save_as(file)
    page.locator(".nm-clear").click()
    assert "1 solved" in page.locator(".nm-sure").inner_text()
    assert page.evaluate("document.activeElement.className") == "nm-keep"
    page.keyboard.press("Escape")
    assert page.locator(".nm-sure").is_hidden()
    assert count(page) == "1 of 10 solved"
    page.locator(".nm-clear").click()
    page.locator(".nm-clear-now").click()
    assert count(page) == "0 of 10 solved"
    assert page.locator(f"{NERNST} .nm-input").input_value() == ""
    answer(page, "62.5", "#pushup-sample-rate")
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_function("document.querySelector('.nm-note').textContent.includes('Read')")
    assert count(page) == "2 of 10 solved"
    assert page.locator(f"{NERNST} .nm-input").input_value() == "-72.1"
    assert page.locator("#pushup-sample-rate .nm-input").input_value() == "62.5"


def test_import_merges_and_never_takes_away(page):
    answer(page, "-72.1")
    mine = stored(page)["sample/nernst"]
    theirs = {
        "sample/nernst": {"attempts": 9, "solved": None, "answer": "0", "hints": [1]},
        "other/thing": {"attempts": 1, "solved": "2001-02-03T04:05:06.000Z", "answer": "1"},
    }
    send(page, json.dumps({"version": 1, "exercises": theirs}))
    page.wait_for_function("document.querySelector('.nm-note').textContent.includes('Read 2')")
    entries = stored(page)
    assert entries["sample/nernst"] == mine | {"attempts": 9, "hints": [1]}
    assert entries["other/thing"]["solved"].startswith("2001")


@pytest.mark.parametrize("bad", ["", "not json", "[1]", '{"version": 2, "exercises": {}}'])
def test_a_bad_file_gets_a_sentence(page, bad):
    answer(page, "-72.1")
    send(page, bad)
    page.wait_for_function(
        "document.querySelector('.nm-note').textContent.includes('Nothing was changed')"
    )
    assert count(page) == "1 of 10 solved"


def send(page, text):
    file = {"name": "mine.json", "mimeType": "application/json", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)


def test_two_tabs_do_not_overwrite_each_other(page, place):
    other = page.context.new_page()
    other.goto(place)
    answer(page, "-72.1")
    answer(other, "62.5", "#pushup-sample-rate")
    assert count(other) == "2 of 10 solved"
    page.wait_for_function("document.querySelector('.nm-count').textContent === '2 of 10 solved'")
    other.close()


def test_the_script_may_come_again_with_a_new_cell(page):
    html = DECK["rate"]._repr_mimebundle_()["text/html"]
    page.evaluate(
        """html => {
          const cell = document.createElement("div");
          cell.className = "jp-OutputArea";
          window.escaped = 0;
          document.addEventListener("keydown", e => { window.escaped += cell.contains(e.target) });
          cell.innerHTML = html;
          document.querySelector("main").append(cell);
          for (const old of cell.querySelectorAll("script")) {  // as a notebook does
            const fresh = document.createElement("script");
            for (const a of old.attributes) fresh.setAttribute(a.name, a.value);
            fresh.textContent = old.textContent;
            old.replaceWith(fresh);
          }
        }""",
        html,
    )
    answer(page, "62.5", "#pushup-sample-rate-2")
    assert verdict(page, "#pushup-sample-rate-2").get_attribute("data-ok") == "true"
    # A notebook takes any key that reaches it for its own.
    assert page.evaluate("window.escaped") == 0
    answer(page, "5")
    assert stored(page)["sample/nernst"]["attempts"] == 1


def test_a_script_that_arrives_before_the_push_up_is_whole_waits(browser, tmp_path):
    html = DECK["rate"]._repr_mimebundle_()["text/html"]
    start = html.index("<script data-nm-asset")
    body, script = html[:start], html[start:]
    half = body.index("<output")
    path = tmp_path / "half.html"
    path.write_text(f"<!doctype html><body>{body[:half]}{script}{body[half:]}", encoding="utf-8")
    tab = browser.new_page()
    tab.goto(path.as_uri())
    answer(tab, "62.5", "#pushup-sample-rate")
    assert verdict(tab, "#pushup-sample-rate").get_attribute("data-ok") == "true"
    tab.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible_and_fit_for_a_phone(browser, place, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, color_scheme=scheme, has_touch=True
    )
    tab = context.new_page()
    tab.goto(place)
    answer(tab, "-0.0721")
    answer(tab, "62.5", "#pushup-sample-rate")
    tab.locator(".nm-clear").click()
    for fold in tab.locator("summary").all():
        fold.click()
    found = axe.run(tab).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []
    assert tab.evaluate("document.documentElement.scrollWidth") == 390
    small = tab.evaluate(
        """Array.from(document.querySelectorAll(
             "button, summary, .nm-option, .nm-input, .nm-import span"
           )).filter(e => e.offsetHeight > 0 && e.offsetHeight < 44).map(e => e.outerHTML)"""
    )
    assert small == []
    context.close()
