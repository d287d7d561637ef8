"""Push-ups: exercises and quizzes that say what went wrong.

An exercise is data. On a page it is a question, a box, hints and a solution behind a fold, and
works without a kernel; in a notebook `check` takes an answer and returns a diagnosis.
"""

from .checking import Diagnosis, check
from .exercise import Deck, Exercise, Mistake, Option, Quiz
from .loading import deck, known_decks
from .page import Progress, progress

__all__ = [
    "Deck",
    "Diagnosis",
    "Exercise",
    "Mistake",
    "Option",
    "Progress",
    "Quiz",
    "check",
    "deck",
    "known_decks",
    "progress",
]
