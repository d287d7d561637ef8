"""An exercise is data: what is asked, what is right, what is known to go wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from . import units

_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_KINDS = ("number", "choice", "choices", "code")
_EXPECTS = ("function", "array", "any")


def _need(condition: bool, argument: str, was: object, should: str) -> None:
    if not condition:
        raise ValueError(f"{argument}: was {was!r}; should be {should}")


def _need_text(argument: str, text: object) -> None:
    _need(isinstance(text, str) and bool(text.strip()), argument, text, "a text that is not empty")


def _finite(argument: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    _need(math.isfinite(number), argument, value, "a finite number")
    return number


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@dataclass(frozen=True)
class Mistake:
    """A known way to go wrong, and what to say to somebody who did.

    Exactly one of ``value``, ``factor`` and ``predicate`` says what it looks like.

    Parameters
    ----------
    message : str
        Markdown; ``{answer}`` becomes the right answer with its unit. To one person, kindly.
    value : float or callable, optional
        The number this mistake leads to, or a function without arguments that computes it.
    factor : float, optional
        The number it leads to divided by the right answer.
    predicate : callable, optional
        Given what the reader handed to `check`, says whether this is the mistake. It is Python,
        so the page does not know it; notebooks do.
    id : str, optional
        By default ``mistake-1`` and so on.
    tolerance : float, optional
        Relative (absolute where the value is 0); by default that of the exercise.
    """

    message: str
    value: float | Callable[[], float] | None = None
    factor: float | None = None
    predicate: Callable[[Any], bool] | None = None
    id: str = ""
    tolerance: float | None = None

    def __post_init__(self) -> None:
        _need_text("message of a mistake", self.message)
        given = [n for n in ("value", "factor", "predicate") if getattr(self, n) is not None]
        _need(len(given) == 1, "mistake", given, "exactly one of value, factor and predicate")
        if self.factor is not None:
            factor = _finite("factor of a mistake", self.factor)
            _need(factor != 1, "factor of a mistake", self.factor, "other than 1")
        if self.value is not None and not callable(self.value):
            _finite("value of a mistake", self.value)
        if self.predicate is not None:
            _need(callable(self.predicate), "predicate", self.predicate, "a function")
        if self.tolerance is not None:
            _finite("tolerance of a mistake", self.tolerance)
            _need(self.tolerance >= 0, "tolerance of a mistake", self.tolerance, "0 or more")

    def number(self, answer: float) -> float | None:
        """Return the number this mistake leads to; None if only a predicate knows it."""
        if self.factor is not None:
            return self.factor * answer
        if self.value is None:
            return None
        return _finite(f"value of mistake {self.id!r}", _computed(self.value))

    def margin(self, value: float) -> float:
        """Return how far from ``value`` an answer still counts as this mistake."""
        return (self.tolerance or 0.0) * (abs(value) or 1.0)


@dataclass(frozen=True)
class Option:
    """One option of a question.

    Parameters
    ----------
    text : str
        Markdown, one paragraph.
    reason : str
        Why it is wrong, to somebody who chose it. May be empty for a right one.
    right : bool
        Whether it is right.
    """

    text: str
    reason: str = ""
    right: bool = False

    def __post_init__(self) -> None:
        _need_text("text of an option", self.text)
        if not self.right:
            _need(
                isinstance(self.reason, str) and bool(self.reason.strip()),
                f"reason of option {self.text!r}",
                self.reason,
                "the reason why it is wrong",
            )


def _computed(value: Any) -> Any:
    return value() if callable(value) else value


@dataclass(frozen=True)
class Exercise:
    """A push-up.

    Parameters
    ----------
    id : str
        Lower-case letters, digits and hyphens; readers' progress is kept under it, so it stays.
    prompt : str
        What is asked: Markdown, with mathematics between dollar signs, and fenced code.
    title : str
        A few words; made from the id where empty.
    kind : {"number", "choice", "choices", "code"}, optional
        By default what the other arguments say: options make a choice, a checker makes code.
    unit : str
        Of the answer, as in ``"mV"`` or ``"uA/cm2"``; empty for a plain number, ``"%"`` for per
        cent.
    answer : float or callable
        The right number, or a function without arguments that computes it when first needed.
    checker : callable
        For code: given the reader's object, returns None or True when it is right, and a sentence
        (Markdown) or False when it is not. An ``AssertionError`` counts as its sentence.
    expects : {"function", "array", "any"}
        For code: what the checker is to be given. An array arrives as ``numpy`` floats.
    tolerance : float
        Relative; absolute where the answer is 0. 0 asks for the exact number.
    mistakes : sequence of Mistake
        In the order in which they are looked for, before the general ones.
    options : sequence of Option
        For a choice, in the order shown.
    hints : sequence of str
        Markdown, the smaller hint first. Questions of a quiz may do without.
    solution : str or callable
        Markdown, or a function returning it. ``{answer}`` becomes the right answer.
    because : str
        Said after *Right.*
    stars : int
        1 to 3.
    on_page : Exercise, optional
        For code: the question asked instead where there is no Python, with the same id.
    """

    id: str
    prompt: str
    title: str = ""
    kind: str = ""
    unit: str = ""
    answer: float | Callable[[], float] | None = None
    checker: Callable[[Any], Any] | None = None
    expects: str = "function"
    tolerance: float = 0.01
    mistakes: tuple[Mistake, ...] = ()
    options: tuple[Option, ...] = ()
    hints: tuple[str, ...] = ()
    solution: str | Callable[[], str] = ""
    because: str = ""
    stars: int = 1
    on_page: Exercise | None = None
    deck: str = field(default="", repr=False)
    in_quiz: bool = field(default=False, repr=False)

    def __post_init__(self) -> None:
        _need(
            isinstance(self.id, str) and _ID.fullmatch(self.id) is not None,
            "id of an exercise",
            self.id,
            "lower-case letters and digits with single hyphens, as in 'resting-potential'",
        )
        where = f"of exercise {self.id!r}"
        _need_text(f"prompt {where}", self.prompt)
        for name in ("mistakes", "options", "hints"):
            given = getattr(self, name)
            _need(not isinstance(given, str), f"{name} {where}", given, "a sequence, as in (a, b)")
            object.__setattr__(self, name, tuple(given))
        if not self.kind:
            object.__setattr__(self, "kind", self._kind())
        _need(self.kind in _KINDS, f"kind {where}", self.kind, "one of " + ", ".join(_KINDS))
        if not self.title:
            words = re.sub("[-_]", " ", self.id)
            object.__setattr__(self, "title", words[0].upper() + words[1:])
        _need(self.stars in (1, 2, 3), f"stars {where}", self.stars, "1, 2 or 3")
        for hint in self.hints:
            _need_text(f"hints {where}", hint)
        if not self.in_quiz and self.kind in ("number", "code"):
            _need(bool(self.hints), f"hints {where}", self.hints, "at least one; two are usual")
            if not callable(self.solution):
                _need_text(f"solution {where}", self.solution)
        getattr(self, f"_need_{'choice' if self.options else self.kind.rstrip('s')}")(where)
        # Ids by default, so that a diagnosis can be told from another.
        named = tuple(
            m if m.id else replace(m, id=f"mistake-{n}") for n, m in enumerate(self.mistakes, 1)
        )
        object.__setattr__(self, "mistakes", named)
        ids = [m.id for m in named]
        _need(len(set(ids)) == len(ids), f"ids of mistakes {where}", ids, "different")

    def _kind(self) -> str:
        if self.options:
            several = sum(option.right for option in self.options) > 1
            _need(
                not several,
                f"options of exercise {self.id!r}",
                [option.text for option in self.options if option.right],
                "one right option; say kind='choices' where several are meant to be right",
            )
            return "choice"
        return "code" if self.checker is not None else "number"

    def _need_number(self, where: str) -> None:
        _need(self.answer is not None, f"answer {where}", None, "a number or a function giving one")
        if not callable(self.answer):
            _finite(f"answer {where}", self.answer)
        _need(
            _is_number(self.tolerance) and 0 <= self.tolerance < 0.5,
            f"tolerance {where}",
            self.tolerance,
            "a number from 0 to below 0.5",
        )
        _need(isinstance(self.unit, str), f"unit {where}", self.unit, "a text such as 'mV'")

    def _need_choice(self, where: str) -> None:
        _need(self.kind in ("choice", "choices"), f"options {where}", self.kind, "without options")
        right = [option.text for option in self.options if option.right]
        texts = [option.text for option in self.options]
        _need(len(texts) >= 2, f"options {where}", texts, "two or more")
        _need(len(texts) <= 8, f"options {where}", texts, "eight or fewer")
        _need(len(set(texts)) == len(texts), f"options {where}", texts, "different")
        if self.kind == "choice":
            _need(len(right) == 1, f"right options {where}", right, "exactly one")
        else:
            _need(len(right) >= 1, f"right options {where}", right, "one or more")

    def _need_code(self, where: str) -> None:
        _need(callable(self.checker), f"checker {where}", self.checker, "a function")
        _need(self.expects in _EXPECTS, f"expects {where}", self.expects, "one of " + str(_EXPECTS))
        if self.on_page is not None:
            kind = getattr(self.on_page, "kind", type(self.on_page).__name__)
            _need(
                kind in ("number", "choice", "choices"),
                f"on_page {where}",
                kind,
                "an Exercise that asks for a number or a choice",
            )

    @cached_property
    def value(self) -> float:
        """The right number, computed when first asked for."""
        _need(self.kind == "number", f"value of exercise {self.id!r}", self.kind, "of kind number")
        return _finite(f"answer of exercise {self.id!r}", _computed(self.answer))

    @cached_property
    def rules(self) -> dict:
        """The rules as data with sentences in Markdown; see `neuromath_lib.pushups.rules`."""
        from .rules import build

        return build(self)

    @property
    def lettered(self) -> dict[str, Option]:
        """The options by the letter they are shown with."""
        return dict(zip("abcdefgh", self.options, strict=False))

    def margin(self, value: float) -> float:
        """Return how far from ``value`` an answer still counts as that value."""
        # An exact answer still passes through decimal digits and a conversion of units.
        return max(self.tolerance, 1e-9) * (abs(value) or 1.0)

    def fill(self, text: str) -> str:
        """Return ``text`` with ``{answer}`` replaced by the right answer and its unit."""
        if "{answer}" not in text:
            return text
        from .rules import number_as_text

        number = number_as_text(self.value, self.tolerance)
        return text.replace("{answer}", f"{number} {units.shown(self.unit)}".strip())

    def solved(self) -> str:
        """Return the solution in Markdown."""
        text = _computed(self.solution)
        return self.fill(text) if self.kind == "number" else text

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        from . import page

        return {"text/html": page.exercise_html(self), "text/plain": page.exercise_text(self)}


@dataclass(frozen=True)
class Quiz:
    """Questions shown together, each a choice with a reason for every wrong option.

    Parameters
    ----------
    id : str
        As of an exercise.
    questions : sequence of Exercise
        Of kind ``choice`` or ``choices`` (or ``number``).
    title : str
        Shown above.
    intro : str
        Markdown below the title.
    """

    id: str
    questions: tuple[Exercise, ...]
    title: str = "Quiz"
    intro: str = ""
    deck: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        _need(
            isinstance(self.id, str) and _ID.fullmatch(self.id) is not None,
            "id of a quiz",
            self.id,
            "lower-case letters and digits with single hyphens",
        )
        questions = tuple(self.questions)
        _need(bool(questions), f"questions of quiz {self.id!r}", questions, "one or more")
        for question in questions:
            _need(
                isinstance(question, Exercise) and question.kind != "code",
                f"questions of quiz {self.id!r}",
                getattr(question, "kind", question),
                "exercises of kind choice, choices or number",
            )
        _need_text(f"title of quiz {self.id!r}", self.title)
        placed = tuple(replace(question, in_quiz=True) for question in questions)
        object.__setattr__(self, "questions", placed)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        from . import page

        return {"text/html": page.quiz_html(self), "text/plain": page.quiz_text(self)}


@dataclass(frozen=True)
class Deck:
    """The push-ups and quizzes of a chapter.

    ``deck["rest"]`` is the exercise, question or quiz of that id; iteration gives them in order.

    Parameters
    ----------
    name : str
        As the module in ``neuromath_lib/pushups/decks``, which is as the chapter's file.
    title : str
        The chapter's title, for the progress panel.
    items : sequence of Exercise or Quiz
        In the order of the chapter.
    """

    name: str
    title: str
    items: tuple[Exercise | Quiz, ...]

    def __post_init__(self) -> None:
        _need(
            isinstance(self.name, str) and _ID.fullmatch(self.name) is not None,
            "name of a deck",
            self.name,
            "lower-case letters, digits and underscores, as the chapter's file",
        )
        _need_text(f"title of deck {self.name!r}", self.title)
        placed: list[Exercise | Quiz] = []
        for item in self.items:
            if isinstance(item, Quiz):
                questions = tuple(replace(q, deck=self.name) for q in item.questions)
                placed.append(replace(item, questions=questions, deck=self.name))
            elif isinstance(item, Exercise):
                placed.append(replace(item, deck=self.name))
            else:
                _need(False, f"items of deck {self.name!r}", item, "an Exercise or a Quiz")
        object.__setattr__(self, "items", tuple(placed))
        _need(bool(placed), f"items of deck {self.name!r}", placed, "one or more")
        seen: set[str] = set()
        ids = [item.id for item in self.items] + [
            question.id
            for item in self.items
            if isinstance(item, Quiz)
            for question in item.questions
        ]
        for name in ids:
            _need(name not in seen, f"ids of deck {self.name!r}", name, "used once")
            seen.add(name)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """Everything that can be solved: exercises, and the questions of quizzes."""
        found: list[Exercise] = []
        for item in self.items:
            found += item.questions if isinstance(item, Quiz) else [item]
        return tuple(found)

    def __getitem__(self, name: str) -> Exercise | Quiz:
        for item in (*self.items, *self.exercises):
            if item.id == name:
                return item
        known = ", ".join(item.id for item in self.items)
        raise ValueError(f"id: was {name!r}; deck {self.name!r} has {known}")

    def __iter__(self):
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        from . import page

        return {"text/html": page.deck_html(self), "text/plain": page.deck_text(self)}
