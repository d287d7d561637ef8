"""Whether push-ups judge, help and remember.

The first push-up of a page is tried as a reader would, with mouse and keyboard; the others, worked
by the same script, by the events that these would set off, which takes a tenth of the time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .visit import Problem, Visit

KEY = "neuromath:pushups"
MIN_WORDS_OF_A_HINT = 3


@dataclass(frozen=True)
class Wrong:
    """A wrong answer, and a word or more that the verdict on it must contain."""

    given: str
    told: str = ""


@dataclass(frozen=True)
class Answers:
    """How to answer a push-up: texts for a box, letters (with spaces) for options."""

    right: str
    wrong: tuple[Wrong, ...]
    hints: int = 0
    solution: bool = False


# Answer, and press Check.
_ANSWER = """(section, given) => {
  const box = section.querySelector("input.nm-input");
  if (box) {
    box.value = given;
    box.dispatchEvent(new InputEvent("input", {bubbles: true}));
  } else {
    const letters = given.split(" ");
    for (const option of section.querySelectorAll(".nm-options input")) {
      const wanted = letters.includes(option.value);
      if (option.checked !== wanted && (wanted || option.type === "checkbox")) option.click();
    }
  }
  section.querySelector("button.nm-check").click();
}"""
_VERDICT = """section => {
  const output = section.querySelector("output.nm-verdict");
  return [output.getAttribute("data-ok"), output.textContent.trim().split(/\\s+/).join(" ")];
}"""
_GIVEN = """section => {
  const box = section.querySelector("input.nm-input");
  if (box) return box.value;
  const options = [...section.querySelectorAll(".nm-options input")];
  return options.filter(option => option.checked).map(option => option.value).join(" ");
}"""
# Whether a fold was open before, and what it says once it is asked.
_UNFOLD = """fold => {
  const was = fold.open;
  if (!was) fold.querySelector("summary").click();
  const body = fold.querySelector(":scope > :not(summary)");
  return [was, body && body.checkVisibility() ? body.innerText : ""];
}"""

AnswersOf = Callable[[str], "Answers | None"]


class Pushup:
    """One push-up on an open page."""

    def __init__(self, visit: Visit, id_: str, name: str, *, by_hand: bool):
        self.by_hand = by_hand
        self.section = visit.page.locator(f"[id='{id_}']")
        self.name = name
        self.where = f"{visit.name} #{id_}"

    def blank(self) -> None:
        """Press Check with nothing given."""
        self.section.locator("button.nm-check").evaluate("button => button.click()")

    def answer(self, given: str) -> None:
        """Type or tick, and press Check."""
        if not self.by_hand:
            self.section.evaluate(_ANSWER, given)
            return
        box = self.section.locator("input.nm-input")
        if box.count():
            box.fill(given)
        else:
            letters = given.split()
            for option in self.section.locator(".nm-options input").all():
                if option.get_attribute("value") in letters:
                    option.check()
                elif option.get_attribute("type") == "checkbox":
                    option.uncheck()
        self.section.locator("button.nm-check").click()

    def verdict(self) -> tuple[str | None, str]:
        """What it thinks (``"true"``, ``"false"`` or None) and says."""
        return tuple(self.section.evaluate(_VERDICT))

    def given(self) -> str:
        """What stands in the box or is ticked."""
        return self.section.evaluate(_GIVEN)

    def folds(self, kind: str) -> list:
        """Its hints or its solution."""
        return self.section.locator(f"details.nm-{kind}").all()

    def unfold(self, fold) -> tuple[bool, str]:
        """Whether a fold was open before anybody asked, and what it says when it is."""
        if not self.by_hand:
            return tuple(fold.evaluate(_UNFOLD))
        if fold.evaluate("fold => fold.open"):
            return True, ""
        fold.locator("summary").click()
        body = fold.locator("> :not(summary)").first
        return False, body.inner_text() if body.is_visible() else ""


def pushups(visit: Visit, answers: AnswersOf) -> list[tuple[Pushup, Answers]]:
    """The push-ups of a page that the page can judge, with how to answer them."""
    found = visit.page.locator("section.nm-pushup").evaluate_all(
        "all => all.map(one => [one.id, one.dataset.nmId])"
    )
    known = [(id_, name, given) for id_, name in found if (given := answers(name)) is not None]
    return [
        (Pushup(visit, id_, name, by_hand=number == 0), given)
        for number, (id_, name, given) in enumerate(known)
    ]


def check_pushup_verdicts(
    visit: Visit, answers: AnswersOf, most: int | None = None
) -> list[Problem]:
    """The right answer is right; wrong ones, and none at all, are not, and each is told why.

    Of each push-up the first `most` wrong answers are given, if that is said.
    """
    problems = []
    for pushup, known in pushups(visit, answers):

        def fault(what: str, pushup=pushup) -> None:
            problems.append(Problem("pushup verdicts", pushup.where, what))

        pushup.blank()
        if pushup.verdict()[0] == "true":
            fault("takes no answer for a right one")
        for wrong in known.wrong[:most]:
            pushup.answer(wrong.given)
            ok, said = pushup.verdict()
            if ok != "false":
                fault(f"says {ok} to the wrong answer {wrong.given!r}")
            elif not said:
                fault(f"has nothing to say to the wrong answer {wrong.given!r}")
            elif _words(wrong.told) not in _words(said):
                fault(f"says {said!r} to {wrong.given!r}; expected {wrong.told!r}")
        pushup.answer(known.right)
        ok, said = pushup.verdict()
        if ok != "true":
            fault(f"says {ok} to the right answer {known.right!r} ({said})")
        elif not said:
            fault("has nothing to say to the right answer")
    return problems


def _words(text: str) -> str:
    """A text without markup and mathematics, for comparing what is said with what was meant."""
    text = re.sub(r"\$[^$]*\$|[*_`]", " ", text)
    return " ".join(re.findall(r"\w+", text.lower()))


def check_pushup_folds(visit: Visit, answers: AnswersOf) -> list[Problem]:
    """Hints and solution are shut at first, open at a click, and have something to say."""
    problems = []
    for pushup, known in pushups(visit, answers):

        def fault(what: str, pushup=pushup) -> None:
            problems.append(Problem("pushup folds", pushup.where, what))

        hints, solutions = pushup.folds("hint"), pushup.folds("solution")
        if len(hints) < known.hints:
            fault(f"has {len(hints)} hints, {known.hints} expected")
        if known.solution and not solutions:
            fault("has no solution")
        for fold in [*hints, *solutions]:
            name = fold.locator("summary").text_content()
            was_open, said = pushup.unfold(fold)
            if was_open:
                fault(f"{name!r} is open before anybody asked")
            elif len(said.split()) < MIN_WORDS_OF_A_HINT:
                fault(f"{name!r} opens on {said!r}")
    return problems


def solve_all(visit: Visit, answers: AnswersOf) -> dict[str, str]:
    """Solve every push-up of the page; returns what stands in each after that."""
    solved = {}
    for pushup, known in pushups(visit, answers):
        pushup.answer(known.right)
        solved[pushup.name] = pushup.given()
    return solved


def check_pushup_memory(visit: Visit, answers: AnswersOf) -> list[Problem]:
    """What is solved is still solved, and still stands there, when the page is loaded again."""
    solved = solve_all(visit, answers)
    if not solved:
        return []
    visit.load()
    problems = []
    for pushup, _ in pushups(visit, answers):
        if pushup.section.get_attribute("data-nm-solved") != "true":
            what = "is forgotten when the page is loaded again"
            problems.append(Problem("pushup memory", pushup.where, what))
        elif pushup.given() != solved[pushup.name]:
            what = f"shows {pushup.given()!r} after a reload, not {solved[pushup.name]!r}"
            problems.append(Problem("pushup memory", pushup.where, what))
    return problems


def check_progress(visit: Visit, solved: set[str]) -> list[Problem]:
    """The panel counts, exports, clears (after asking) and imports what was solved elsewhere."""
    page = visit.page
    panel = page.locator(".nm-progress").first
    problems = []

    def fault(what: str) -> None:
        problems.append(Problem("progress", f"{visit.name} .nm-progress", what))

    def count() -> int:
        texts = panel.locator(".nm-count").all_text_contents()
        return sum(int(match[0]) for text in texts if (match := re.search(r"\d+", text)))

    def stored() -> bool:
        return page.evaluate("key => localStorage.getItem(key) !== null", KEY)

    if count() != len(solved):
        fault(f"counts {count()} solved, {len(solved)} are")
    with page.expect_download() as download:
        panel.locator(".nm-export").first.click()
    exported = Path(download.value.path()).read_text(encoding="utf-8")
    missing = [name for name in solved if json.dumps(name) not in exported]
    if missing:
        fault(f"exports nothing of {', '.join(sorted(missing))}")
        return problems
    panel.locator(".nm-clear").click()
    if not stored():
        fault("clears without asking")
        return problems
    panel.locator(".nm-keep").click()
    if not stored() or count() != len(solved):
        fault("clears though the answer was to keep")
    panel.locator(".nm-clear").click()
    panel.locator(".nm-clear-now").click()
    if stored() or count():
        fault("does not clear")
        return problems
    file = {"name": "push-ups.json", "mimeType": "application/json", "buffer": exported.encode()}
    panel.locator("input[type=file]").set_input_files(file)
    page.wait_for_timeout(200)
    if count() != len(solved):
        fault(f"imports {count()} solved of an exported file with {len(solved)}")
    return problems


@cache  # an answer may cost a simulation
def answers_from_decks(name: str) -> Answers | None:
    """How to answer a push-up of the book, as its deck has it."""
    from neuromath_lib import pushups as library

    deck, _, id_ = name.partition("/")
    exercise = library.deck(deck)[id_]
    helps = {"hints": len(exercise.hints), "solution": bool(exercise.solution)}
    asked = exercise.on_page if exercise.kind == "code" else exercise
    if asked is None:
        return None
    if asked.kind == "number":
        return Answers(repr(float(asked.value)), _wrong_numbers(asked), **helps)
    letters = {letter: option.right for letter, option in asked.lettered.items()}
    right = " ".join(letter for letter, is_right in letters.items() if is_right)
    wrong = tuple(
        Wrong(letter, _plain(option.reason))
        for letter, option in asked.lettered.items()
        if not option.right
    )
    return Answers(right, wrong, **helps)


def _wrong_numbers(exercise) -> tuple[Wrong, ...]:
    """A number that is wrong without a reason, and each of those that are wrong for a known one."""
    value = float(exercise.value)
    wrong = [Wrong(repr(1.3719 * value + 0.7193))]
    taken: list[float] = [value]
    for mistake in exercise.mistakes:
        number = mistake.number(value)
        if number is None:
            continue
        # Of two mistakes that come to the same number, the first has the word.
        if all(abs(number - other) > 0.05 * abs(other) + 1e-12 for other in taken):
            wrong.append(Wrong(repr(float(number)), _plain(exercise.fill(mistake.message))))
        taken.append(number)
    return tuple(wrong)


def _plain(markdown: str) -> str:
    """The words before the first formula: those after it are typeset by the time one looks."""
    return re.split(r"[$`]|\[", markdown.strip())[0].rsplit(" ", 1)[0]
