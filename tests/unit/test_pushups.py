"""Push-ups: what is right is right, and what goes wrong is told apart."""

import codecs
import dataclasses
import json
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pushups_answers import CHOSEN, TYPED
from pushups_deck import DECK, NERNST, potassium_reversal

from neuromath_lib import pushups
from neuromath_lib.pushups import Deck, Exercise, Mistake, Option, Quiz, check
from neuromath_lib.pushups.prose import tex_to_plain, to_html, to_plain
from neuromath_lib.pushups.reading import readings
from neuromath_lib.pushups.rules import build, judge
from neuromath_lib.pushups.units import name_at, reciprocals, relatives, shown


def number(answer=2.5, **changes):
    given = {"id": "x", "prompt": "How many?", "hints": ["Count."], "solution": "{answer}"}
    return Exercise(**(given | {"answer": answer} | changes))


def code(checker, **changes):
    given = {"id": "c", "prompt": "Write it.", "hints": ["Do."], "solution": "Done."}
    return Exercise(**(given | {"checker": checker} | changes))


# ---- one table for both interpreters; test_pushups_browser.py sends it through the page


@pytest.mark.parametrize(("name", "typed", "ok", "rule"), TYPED)
def test_a_typed_answer_meets_its_rule(name, typed, ok, rule):
    verdict = judge(build(DECK[name]), typed)
    assert (verdict.ok, verdict.rule) == (ok, rule)


@pytest.mark.parametrize(("name", "letters", "ok", "rule"), CHOSEN)
def test_a_chosen_option_meets_its_rule(name, letters, ok, rule):
    verdict = judge(build(DECK[name]), letters)
    assert (verdict.ok, verdict.rule) == (ok, rule)


def test_a_factor_of_a_thousand_names_the_units():
    assert "volts instead of millivolts?" in check(NERNST, -0.0721).message
    assert "microvolts instead of millivolts?" in check(NERNST, -72140).message
    current = number(6.5, unit="uA/cm2")
    assert "mA/cm² instead of µA/cm²?" in check(current, 0.0065).message
    assert "nA/cm² instead of µA/cm²?" in check(current, 6500).message


@settings(deadline=None)
@given(st.floats(0.01, 0.99), st.sampled_from([-6, -3, -2, -1, 1, 2, 3, 6]))
def test_powers_of_ten_are_recognised_whatever_the_answer(answer, power):
    verdict = judge(build(number(-answer, unit="mV")), f"{-answer * 10.0**power!r}")
    # 1/answer may come to the same digits; both diagnoses are then true.
    assert verdict.rule in (f"power {power}", "reciprocal")


@settings(deadline=None)
@given(st.floats(1e-6, 1e6), st.sampled_from(["mV", "Hz", "", "%", "uA/cm2"]))
def test_the_answer_itself_is_always_right(answer, unit):
    exercise = number(answer, unit=unit, tolerance=0)
    assert judge(build(exercise), repr(answer)).ok
    assert judge(build(exercise), answer).ok
    assert not judge(build(exercise), -answer).ok


@settings(deadline=None)
@given(st.text(max_size=20))
def test_no_text_breaks_the_reading(text):
    assert judge(NERNST.rules, text).message
    assert all(math.isfinite(r.number) for r in readings(text))


def test_a_slip_that_cannot_be_told_from_the_answer_is_not_diagnosed():
    rules = build(number(1.0))["rules"]
    assert all(abs(r["value"] - 1) > 0.01 for r in rules[1:] if r["id"] == "reciprocal")
    assert judge(build(number(1.0)), "1").ok


def test_a_comma_between_thousands_counts_when_that_reading_is_right():
    assert check(number(1234), "1,234").ok
    assert check(number(1.234), "1,234").ok
    assert check(number(1234567), "1,234,567").ok
    assert check(number(1234.5), "1.234,5").ok
    assert check(number(1234.5), "1,234.5").ok


# ---- check() in a notebook


@pytest.mark.parametrize(
    "answer",
    [-72.14, np.float64(-72.14), np.float32(-72.14), np.array(-72.14), np.array([-72.14]), "-72,1"],
)
def test_check_takes_any_number(answer, capsys):
    diagnosis = check(NERNST, answer)
    assert diagnosis
    assert diagnosis.mistake == ""
    assert capsys.readouterr().out == diagnosis.message + "\n"
    assert diagnosis.message.startswith("Right. Inside negative")


def test_check_takes_a_quantity_with_magnitude_and_units():
    @dataclasses.dataclass
    class Quantity:
        magnitude: float
        units: str

    assert check(NERNST, Quantity(-0.07214, "volt")).ok
    assert check(NERNST, Quantity(-72.1, "volt")).mistake == "wrong unit"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (True, "truth value"),
        (None, "nothing (None)"),
        ([1, 2], "a list of 2"),
        (np.zeros(3), "array of shape (3,)"),
        (1 + 2j, "complex"),
        (potassium_reversal, "Call it first"),
        (math.nan, "not a finite number"),
        (math.inf, "not a finite number"),
        ({"a": 1}, "type dict"),
        (object, "function"),
    ],
)
def test_a_wrong_type_gets_a_sentence(answer, sentence):
    diagnosis = check(NERNST, answer)
    assert diagnosis.mistake == "type"
    assert sentence in diagnosis.message
    assert "Not yet" not in diagnosis.message


def test_a_predicate_speaks_in_a_notebook():
    assert check(NERNST, -70.0).mistake == "round"
    assert check(NERNST, "-70").mistake == "rounded"


@pytest.mark.parametrize("answer", ["b", "B", "(b)", " b. ", 2, np.int64(2), "2", ["b"]])
def test_check_takes_a_choice_by_letter_or_place(answer):
    assert check(DECK["m-cubed"], answer).mistake == "option b"


@pytest.mark.parametrize(
    "answer", ["It makes the *units* right", "it makes the units right.", "It makes"]
)
def test_check_takes_a_choice_by_its_text(answer):
    assert check(DECK["m-cubed"], answer).mistake == "option c"


def test_a_number_for_a_choice_is_answered_with_the_option_heard():
    assert "(b: Sodium has three charges)" in check(DECK["m-cubed"], 2).message


@pytest.mark.parametrize("answer", [0, 4, -1, 1.5, True, None, "z", "", ["a", "b"]])
def test_a_choice_that_is_none_of_the_options_gets_a_sentence(answer):
    assert check(DECK["m-cubed"], answer).mistake in ("type", "empty")


@pytest.mark.parametrize("answer", ["a c", "a, c", ["a", "c"], [3, 1], {"sodium", "c"}])
def test_several_options_may_be_right(answer):
    assert check(DECK["inward"], answer).ok


def test_a_quiz_is_checked_whole():
    good = check(DECK["quiz"], ["b", "a"])
    assert good.ok
    bad = check(DECK["quiz"], ["a", "a"])
    assert not bad
    assert "1 of 2 right" in bad.message
    assert "Potassium does most of that." in bad.message
    assert check(DECK["quiz"], ["a"]).mistake == "type"


def test_check_wants_an_exercise():
    with pytest.raises(ValueError, match="exercise: was 3; should be an Exercise"):
        check(3, 3)


# ---- code


def right_step(v, dt, tau):
    return v - dt * v / tau


def test_a_right_function_is_right():
    assert check(DECK["bug-hunt"], right_step).ok


def test_the_bug_itself_is_recognised():
    assert check(DECK["bug-hunt"], lambda v, dt, tau: v - v / tau).mistake == "no-dt"


def test_a_wrong_function_is_told_what_it_returned():
    message = check(DECK["bug-hunt"], lambda v, dt, tau: v + dt * v / tau).message
    assert "goes to -10.5" in message


def test_an_error_in_the_readers_function_names_its_line():
    def step(v, dt, tau):
        rate = 1 / (tau - 2)
        return v - dt * v * rate

    diagnosis = check(DECK["bug-hunt"], step)
    line = step.__code__.co_firstlineno + 1
    assert diagnosis.mistake == "error"
    assert f"line {line}, rate = 1 / (tau - 2)" in diagnosis.message
    assert "divided by zero" in diagnosis.message


def test_an_error_in_a_helper_of_the_reader_names_the_helpers_line():
    def helper(v):
        return v[0]

    def step(v, dt, tau):
        return helper(v)

    assert f"line {helper.__code__.co_firstlineno + 1}, return v[0]" in (
        check(DECK["bug-hunt"], step).message
    )


def test_a_function_of_the_wrong_arguments_is_told_so():
    message = check(DECK["bug-hunt"], lambda v: v).message
    assert "could not be called" in message
    assert "takes 1 positional argument but 3 were given" in message


def test_what_cannot_be_compared_is_told_so():
    message = check(DECK["bug-hunt"], lambda v, dt, tau: "text").message
    assert "could not be compared" in message


@pytest.mark.parametrize("given", [3.0, None, [1], np.zeros(2)])
def test_code_wants_the_function_itself(given):
    diagnosis = check(DECK["bug-hunt"], given)
    assert diagnosis.mistake == "type"
    assert "without brackets" in diagnosis.message


def test_a_letter_answers_the_question_of_the_page():
    assert check(DECK["bug-hunt"], "b").ok
    assert check(DECK["bug-hunt"], "a").mistake == "option a"


@pytest.mark.parametrize(
    ("given", "mistake"),
    [
        ([0, 1, 4, 9], ""),
        (np.array([0, 1, 4, 9]), ""),
        ([0, 1], "otherwise"),
        ([0, math.nan], "nan"),
        (np.full((2, 2), np.inf), "nan"),
        ("text", "type"),
        (None, "type"),
        (4, "type"),
        (right_step, "type"),
        ([[1], [1, 2]], "type"),
    ],
)
def test_an_array_is_checked(given, mistake):
    assert check(DECK["ramp"], given).mistake == mistake


@pytest.mark.parametrize(
    ("said", "ok", "message"),
    [
        (None, True, "Right."),
        (True, True, "Right."),
        (False, False, "not right yet"),
        ("Half of it.", False, "Not yet. Half of it."),
    ],
)
def test_what_a_checker_may_return(said, ok, message):
    diagnosis = check(code(lambda given: said), right_step)
    assert diagnosis.ok is ok
    assert message in diagnosis.message


def test_an_assertion_of_the_checker_is_its_sentence():
    def checker(function):
        if function(-1.0, 1.0, 1.0) != 7:
            raise AssertionError("It should come to 7.")

    assert check(code(checker), right_step).message == "Not yet. It should come to 7."


# ---- laziness


def test_answers_are_computed_once_and_late():
    calls = []

    def answer():
        calls.append(1)
        return 5.0

    deck = Deck("lazy", "Lazy", [number(answer, id="late")])
    assert calls == []
    check(deck["late"], 5)
    check(deck["late"], 4)
    deck["late"]._repr_mimebundle_()
    assert calls == [1]


# ---- malformed data


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: number(hints=[]), "hints of exercise 'x'"),
        (lambda: number(hints=[" "]), "hints of exercise 'x'"),
        (lambda: number(hints="Count."), "should be a sequence"),
        (lambda: number(prompt="  "), "prompt of exercise 'x'"),
        (lambda: number(solution=""), "solution of exercise 'x'"),
        (lambda: number(id="Big Id"), "id of an exercise"),
        (lambda: number(None), "answer of exercise 'x'"),
        (lambda: number("six"), "answer of exercise 'x'"),
        (lambda: number(math.nan), "should be a finite number"),
        (lambda: number(tolerance=-1), "tolerance of exercise 'x'"),
        (lambda: number(tolerance=0.5), "tolerance of exercise 'x'"),
        (lambda: number(stars=4), "should be 1, 2 or 3"),
        (lambda: number(kind="essay"), "kind of exercise 'x': was 'essay'"),
        (lambda: number(mistakes=[Mistake("A", 1, id="a"), Mistake("B", 2, id="a")]), "different"),
        (lambda: Mistake("Which?"), "exactly one of value, factor and predicate"),
        (lambda: Mistake("Which?", value=1, factor=2), "exactly one"),
        (lambda: Mistake("", value=1), "message of a mistake"),
        (lambda: Mistake("Same", factor=1), "other than 1"),
        (lambda: Option("wrong"), "reason of option 'wrong'"),
        (lambda: Option("wrong", " "), "reason of option 'wrong'"),
        (lambda: Option(" ", right=True), "text of an option"),
        (
            lambda: Exercise("q", "?", options=[Option("a", right=True), Option("b", right=True)]),
            "one right option",
        ),
        (lambda: Exercise("q", "?", options=[Option("a", "No."), Option("b", "No.")]), "one"),
        (lambda: Exercise("q", "?", options=[Option("a", right=True)]), "two or more"),
        (
            lambda: Exercise("q", "?", options=[Option("a", right=True), Option("a", "No.")]),
            "different",
        ),
        (lambda: code("no function"), "checker of exercise 'c'"),
        (lambda: code(len, expects="list"), "expects of exercise 'c'"),
        (lambda: code(len, on_page=code(len)), "on_page of exercise 'c'"),
        (lambda: Quiz("q", []), "questions of quiz 'q'"),
        (lambda: Quiz("q", [code(len)]), "questions of quiz 'q'"),
        (lambda: Deck("d", "D", []), "items of deck 'd'"),
        (lambda: Deck("d", "D", ["x"]), "items of deck 'd'"),
        (lambda: Deck("d", "", [number()]), "title of deck 'd'"),
        (lambda: Deck("d", "D", [number(), number()]), "ids of deck 'd': was 'x'; should be used"),
        (lambda: Deck("d", "D", [number(id="q"), Quiz("q", [number()])]), "ids of deck 'd'"),
        (lambda: Deck("d", "D", [number(), Quiz("q", [number()])]), "ids of deck 'd'"),
    ],
)
def test_malformed_data_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    ("mistakes", "message"),
    [
        ([Mistake("Nearly", value=2.51)], "which the tolerance accepts as the right answer"),
        ([Mistake("Nearly", factor=1.005)], "which the tolerance accepts as the right answer"),
        ([Mistake("Nearly", value=lambda: 2.5)], "which the tolerance accepts"),
        ([Mistake("One", 5.0), Mistake("Two", factor=2)], "'mistake-1' before it already meets"),
        ([Mistake("Bad", value=lambda: math.nan)], "value of mistake 'mistake-1'"),
    ],
)
def test_malformed_numbers_are_refused_when_first_computed(mistakes, message):
    exercise = number(mistakes=mistakes)
    with pytest.raises(ValueError, match=message):
        check(exercise, 1)
    with pytest.raises(ValueError, match=message):
        exercise._repr_mimebundle_()


# ---- decks


def test_a_deck_finds_exercises_questions_and_quizzes():
    assert DECK["nernst"].title == "Where potassium rests"
    assert DECK["q-leak"].in_quiz
    assert len(DECK["quiz"].questions) == 2
    assert len(DECK.exercises) == 10
    with pytest.raises(ValueError, match="deck 'sample' has nernst, rate"):
        DECK["absent"]


def test_decks_are_discovered(tmp_path, monkeypatch):
    source = (
        "from neuromath_lib.pushups import Deck, Exercise\n"
        "DECK = Deck({name!r}, 'T', [Exercise('one', '?', answer=1, hints=['h'], solution='s')])\n"
    )
    (tmp_path / "squid_test.py").write_text(source.format(name="squid_test"))
    (tmp_path / "misnamed_test.py").write_text(source.format(name="other"))
    monkeypatch.setattr(pushups.loading.decks, "__path__", [str(tmp_path)])
    assert pushups.known_decks() == ["misnamed_test", "squid_test"]
    assert pushups.deck("squid_test")["one"].value == 1
    with pytest.raises(ValueError, match="'nobody'; should be one of: misnamed_test, squid_test"):
        pushups.deck("nobody")
    with pytest.raises(ValueError, match=r"DECK of decks/misnamed_test\.py: was 'other'"):
        pushups.deck("misnamed_test")
    assert "squid_test" in pushups.progress("squid_test")._repr_mimebundle_()["text/html"]


def test_every_deck_of_the_book_holds_together():
    for name in pushups.known_decks():
        for exercise in pushups.deck(name).exercises:
            assert build(exercise)["kind"]
            assert exercise._repr_mimebundle_()["text/html"]


# ---- faces


def test_the_page_holds_the_rules_but_not_in_plain_sight():
    html = DECK["nernst"]._repr_mimebundle_()["text/html"]
    assert 'data-nm-id="sample/nernst"' in html
    assert "72.14" not in html.split('class="nm-rules"')[1].split("</script>")[0]
    turned = html.split('class="nm-rules">')[1].split("</script>")[0]
    back = json.loads(turned_back(turned))
    assert back["rules"][0]["value"] == pytest.approx(potassium_reversal())


def turned_back(text):
    digits = re.sub("[0-9]", lambda m: str((int(m[0]) + 5) % 10), text)
    return codecs.decode(digits, "rot13")


def test_text_cannot_leave_its_place_in_the_page():
    nasty = number(
        prompt="Is 1 < 2? <script>alert(1)</script>",
        mistakes=[Mistake("</script><b>no</b>", value=7)],
        title='"quoted" & <b>',
    )
    html = nasty._repr_mimebundle_()["text/html"]
    assert "alert(1)</script>" not in html
    assert html.count("</script>") == 2  # the rules and the script
    assert "&quot;quoted&quot; &amp; &lt;b&gt;" in html


def test_faces_in_text_say_what_is_asked():
    text = DECK._repr_mimebundle_()["text/plain"]
    for word in ("Where potassium rests (★★)", "Answer in mV.", "  b  Sodium has three charges"):
        assert word in text
    assert "2  Little" not in text
    assert "10 push-ups" in pushups.progress(DECK)._repr_mimebundle_()["text/plain"]


def test_markdown_becomes_html_and_text():
    html = to_html("A *word*, $\\frac{a}{b} < 1$.\n\n```python\nx = 1\ny = 2\n```")
    assert '<span class="math notranslate nohighlight"' in html
    assert "\\(\\frac{a}{b} &lt; 1\\)" in html
    assert html.count('class="nm-line"') == 2
    assert to_plain("A *word*, $\\frac{a}{b}$") == "A word, a/b"


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"g_\mathrm{Na} m^3 h", "g_Na m³ h"),
        (r"\frac{RT}{F}\ln\frac{c_o}{c_i}", "RT/F ln c_o/c_i"),
        (r"\alpha_m(V) \approx 10^{-3}", "α_m(V) ≈ 10⁻³"),
        (r"\tau \, \frac{dV}{dt} = -V", "τ dV/dt = −V"),
    ],
)
def test_formulas_become_a_line(tex, plain):
    assert tex_to_plain(tex) == plain


# ---- units


@pytest.mark.parametrize(
    ("unit", "spelling", "exponent"),
    [
        ("mV", "V", 3),
        ("mV", "uV", -3),
        ("uA/cm2", "mA/cm2", 3),
        ("uA/cm2", "uA/m2", -4),
        ("uA/cm2", "uAcm-2", 0),
        ("mV/ms", "V/s", 0),
        ("1/ms", "Hz", -3),
        ("Hz", "1/ms", 3),
        ("m/s", "mm/ms", 0),
        ("Ohm cm", "Ohmm", 2),
        ("mM", "M", 3),
        ("%", "%", 0),
        ("", "%", -2),
    ],
)
def test_units_convert(unit, spelling, exponent):
    assert relatives(unit)[spelling].exponent == exponent


def test_a_spelling_without_capitals_is_understood_only_where_it_is_clear():
    assert relatives("mV")["mv"].exponent == 0
    assert relatives("MOhm")["mohm"].exponent == 0
    assert "ms" not in relatives("MS")


def test_units_are_named_and_printed():
    assert name_at("mV", 3) == "volts"
    assert name_at("mV", 1) is None
    assert shown("uA/cm2") == "µA/cm²"
    assert shown("mS/cm2") == "mS/cm²"
    assert shown("kOhm") == "kΩ"
    assert reciprocals("Hz")["ms"] == 3
    assert reciprocals("ms")["Hz"] == 3
    assert reciprocals("mV") == {}
    assert list(relatives("spikes")) == ["spikes"]
