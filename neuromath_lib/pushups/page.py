"""The faces of push-ups: html that works without a kernel, and text for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources

from . import prose, units
from .exercise import Deck, Exercise, Quiz
from .loading import deck, known_decks
from .rules import build

_EFFORT = {1: "a warm-up", 2: "some work", 3: "a stretch"}


@cache
def _asset(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _with_assets(body: str) -> str:
    # Every face carries style and script, so that it works alone in a notebook; the script mounts
    # what is new and does nothing twice. The book's build makes one shared file of them.
    return (
        f'<style data-nm-asset="pushups.css">{_asset("pushups.css")}</style>\n{body}\n'
        f'<script data-nm-asset="pushups.js">{_asset("pushups.js")}</script>'
    )


def _says(markdown: str) -> str:
    return prose.to_inline_html(markdown) or prose.to_html(markdown)


def hidden_in_plain_sight(data: dict) -> str:
    """Return data as text with its letters turned by 13 and its digits by 5.

    This keeps an answer from being read by accident in the source of a page. It is no secret:
    anybody can turn it back, and the script does.
    """
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=True).replace("<", "\\u003c")
    plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    turned = "NOPQRSTUVWXYZABCDEFGHIJKLMnopqrstuvwxyzabcdefghijklm5678901234"
    return text.translate(str.maketrans(plain, turned))


def _stars(number: int) -> str:
    label = f"{number} of 3 stars, {_EFFORT[number]}"
    drawn = "★" * number + "☆" * (3 - number)
    return f'<span class="nm-stars" role="img" aria-label="{label}">{drawn}</span>'


def _fold(kind: str, summary: str, markdown: str, number: int = 0) -> str:
    which = f' data-nm-hint="{number}"' if number else ""
    return (
        f'<details class="{kind}"{which}><summary>{summary}</summary>'
        f'<div class="nm-fold">{prose.to_html(markdown)}</div></details>'
    )


def _number_box(exercise: Exercise) -> str:
    unit = f'<span class="nm-unit">{escape(units.shown(exercise.unit))}</span>'
    # inputmode stays "text": the decimal keypads of phones have no minus sign.
    return (
        '<div class="nm-answer"><label class="nm-box"><span class="nm-label">Your answer</span>'
        '<input type="text" class="nm-input" autocomplete="off" autocapitalize="off"'
        ' spellcheck="false" enterkeyhint="done">'
        f"{unit if exercise.unit else ''}</label>"
        '<button type="button" class="nm-check">Check</button></div>'
    )


def _options(exercise: Exercise, legend: str | None) -> str:
    kind = "radio" if exercise.kind == "choice" else "checkbox"
    ask = "Choose one" if exercise.kind == "choice" else "Choose all that are right"
    name = f"pushup-{exercise.deck or 'loose'}-{exercise.id}"
    rows = "\n".join(
        f'<label class="nm-option"><input type="{kind}" name="{name}" value="{letter}">'
        f'<span class="nm-letter" aria-hidden="true">{letter}</span>'
        f'<span class="nm-option-text">{_says(option.text)}</span></label>'
        for letter, option in exercise.lettered.items()
    )
    if legend is None:
        heading = f'<legend class="nm-legend">{ask}</legend>'
    else:
        more = "" if exercise.kind == "choice" else f' <span class="nm-ask">({ask.lower()})</span>'
        heading = f'<legend class="nm-legend nm-prompt">{legend}{more}</legend>'
    return (
        f'<fieldset class="nm-options">{heading}\n{rows}\n</fieldset>'
        '<div class="nm-answer"><button type="button" class="nm-check">Check</button></div>'
    )


def _question(exercise: Exercise) -> str:
    """Return prompt and controls of an exercise the page can check."""
    if exercise.kind == "number":
        return f'<div class="nm-prompt">{prose.to_html(exercise.prompt)}</div>' + _number_box(
            exercise
        )
    legend = prose.to_inline_html(exercise.prompt)
    above = "" if legend else f'<div class="nm-prompt">{prose.to_html(exercise.prompt)}</div>'
    return above + _options(exercise, legend)


def _code_question(exercise: Exercise) -> str:
    where = f'deck("{exercise.deck}")["{exercise.id}"]' if exercise.deck else "exercise"
    call = escape(f"check({where}, {'my_array' if exercise.expects == 'array' else 'my_function'})")
    parts = [f'<div class="nm-prompt">{prose.to_html(exercise.prompt)}</div>']
    if exercise.on_page is not None:
        parts.append(f'<p class="nm-aside">In a notebook: <code>{call}</code></p>')
        page = exercise.on_page
        parts.append(_question(_as(page, exercise)))
    else:
        parts.append(
            '<p class="nm-aside">This one is answered in Python, in a notebook: '
            f"<code>{call}</code> says how it went.</p>"
            '<label class="nm-option nm-self"><input type="checkbox" class="nm-self-box">'
            '<span class="nm-option-text">I solved it in a notebook</span></label>'
        )
    return "".join(parts)


def _as(page: Exercise, exercise: Exercise) -> Exercise:
    from dataclasses import replace

    return replace(page, id=exercise.id, deck=exercise.deck)


def _section(exercise: Exercise) -> str:
    name = f"{exercise.deck or 'loose'}/{exercise.id}"
    anchor = f"pushup-{exercise.deck or 'loose'}-{exercise.id}"
    checkable = exercise.kind != "code" or exercise.on_page is not None
    kind = exercise.on_page.kind if exercise.on_page else exercise.kind
    question = _code_question(exercise) if exercise.kind == "code" else _question(exercise)
    hints = [
        _fold("nm-hint", "Hint" if len(exercise.hints) == 1 else f"Hint {n}", hint, n)
        for n, hint in enumerate(exercise.hints, 1)
    ]
    solution = exercise.solved()
    folds = "".join(hints) + (_fold("nm-solution", "Solution", solution) if solution else "")
    head = (
        '<p class="nm-head">'
        f'<span class="nm-title" id="{anchor}-title">{escape(exercise.title)}</span> '
        f"{'' if exercise.in_quiz else _stars(exercise.stars)}"
        '<span class="nm-state"></span></p>'
    )
    rules = (
        f'<script type="text/plain" class="nm-rules">'
        f"{hidden_in_plain_sight(build(exercise, _says))}</script>"
        if checkable
        else ""
    )
    # data-lm-suppress-shortcuts: keys pressed here are for the answer, not for JupyterLab.
    return (
        f'<section class="nm-pushup{" nm-question" if exercise.in_quiz else ""}" id="{anchor}"'
        f' role="group" aria-labelledby="{anchor}-title" data-nm-id="{name}" data-nm-kind="{kind}"'
        ' data-lm-suppress-shortcuts="true">\n'
        f"{head}\n{question}\n"
        f'<output class="nm-verdict" aria-live="polite"></output>\n'
        f"{f'<div class=nm-folds>{folds}</div>' if folds else ''}\n{rules}</section>"
    )


def _quiz(quiz: Quiz) -> str:
    anchor = f"quiz-{quiz.deck or 'loose'}-{quiz.id}"
    intro = f'<div class="nm-prompt">{prose.to_html(quiz.intro)}</div>' if quiz.intro else ""
    questions = "\n".join(_section(question) for question in quiz.questions)
    return (
        f'<div class="nm-quiz" id="{anchor}"><p class="nm-head nm-quiz-head">'
        f'<span class="nm-title">{escape(quiz.title)}</span></p>{intro}\n{questions}</div>'
    )


def _item(item: Exercise | Quiz) -> str:
    return _quiz(item) if isinstance(item, Quiz) else _section(item)


def exercise_html(exercise: Exercise) -> str:
    """Return the face of one exercise."""
    return _with_assets(_section(exercise))


def quiz_html(quiz: Quiz) -> str:
    """Return the face of a quiz."""
    return _with_assets(_quiz(quiz))


def deck_html(whole: Deck) -> str:
    """Return the faces of everything in a deck."""
    return _with_assets("\n".join(_item(item) for item in whole))


def _lines(exercise: Exercise) -> Iterator[str]:
    stars = "" if exercise.in_quiz else f" ({'★' * exercise.stars})"
    yield f"{exercise.title}{stars}"
    yield prose.to_plain(exercise.prompt)
    if exercise.kind == "number" and exercise.unit:
        yield f"Answer in {units.shown(exercise.unit)}."
    for letter, option in exercise.lettered.items():
        yield f"  {letter}  {prose.to_plain(option.text)}"


def exercise_text(exercise: Exercise) -> str:
    """Return the exercise as a terminal shows it."""
    return "\n".join(_lines(exercise))


def quiz_text(quiz: Quiz) -> str:
    """Return a quiz as a terminal shows it."""
    return "\n\n".join([quiz.title, *map(exercise_text, quiz.questions)])


def deck_text(whole: Deck) -> str:
    """Return a deck as a terminal shows it."""
    faces = [quiz_text(i) if isinstance(i, Quiz) else exercise_text(i) for i in whole]
    return "\n\n".join(faces)


@dataclass(frozen=True)
class Progress:
    """The panel that says how much of each deck is solved on the reader's own device."""

    decks: tuple[Deck, ...]

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/html": progress_html(self), "text/plain": progress_text(self)}


def progress(*names: str | Deck) -> Progress:
    """Return the progress panel.

    Parameters
    ----------
    *names : str or Deck
        The decks to count; all of the book's by default.
    """
    chosen = names or tuple(known_decks())
    return Progress(tuple(n if isinstance(n, Deck) else deck(n) for n in chosen))


def progress_html(panel: Progress) -> str:
    """Return the panel's face; the counting is the script's, on the reader's device."""
    rows = "\n".join(
        f'<li data-nm-deck="{d.name}" data-nm-ids="{" ".join(e.id for e in d.exercises)}">'
        f'<span class="nm-deck-title">{escape(d.title)}</span> '
        f'<span class="nm-count">0 of {len(d.exercises)} solved</span>'
        f'<progress max="{len(d.exercises)}" value="0" aria-label="{escape(d.title)}">'
        "</progress></li>"
        for d in panel.decks
    )
    return _with_assets(
        '<section class="nm-progress" aria-label="Your push-ups" data-lm-suppress-shortcuts="true">'
        f'<p class="nm-head"><span class="nm-title">Your push-ups</span></p><ul>{rows}</ul>'
        '<p class="nm-aside">Kept in this browser, on this device, and nowhere else.</p>'
        '<div class="nm-tools"><button type="button" class="nm-export">Export</button>'
        '<label class="nm-import"><span>Import</span>'
        '<input type="file" accept=".json,application/json"></label>'
        '<button type="button" class="nm-clear">Clear</button></div>'
        '<div class="nm-sure" hidden><p></p><div class="nm-tools">'
        '<button type="button" class="nm-export">Export first</button>'
        '<button type="button" class="nm-clear-now">Clear now</button>'
        '<button type="button" class="nm-keep">Keep</button></div></div>'
        '<output class="nm-note" aria-live="polite"></output></section>'
    )


def progress_text(panel: Progress) -> str:
    """Return the panel as a terminal shows it: what there is, not what is solved."""
    lines = [f"{d.title}: {len(d.exercises)} push-ups and questions" for d in panel.decks]
    return "\n".join(lines) or "No push-ups yet"
