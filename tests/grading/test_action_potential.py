"""The core assignment of Part 1: what it releases, and what each typical mistake earns."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from assignments.grading.__main__ import USUAL
from assignments.grading.judging import judge
from assignments.grading.source import model_solution, read_assignment, student_version, text
from assignments.grading.student import Unanswered
from neuromath_lib.hodgkin_huxley import Axon

ASSIGNMENT = read_assignment(USUAL)
QUESTIONS = {question.name: question for question in ASSIGNMENT.questions}


class Said:
    """A student of whom only the answers are known."""

    def __init__(self, answers: dict) -> None:
        self.answers = answers

    def answer(self, name):
        """Return it."""
        if name not in self.answers:
            raise Unanswered(f"There is no `{name}`.")
        return self.answers[name]


def solved(number: int = 1234) -> dict:
    """Run the model solution, as the student of that number."""
    names: dict = {}
    for cell in model_solution(ASSIGNMENT.notebook)["cells"]:
        if cell["cell_type"] == "code":
            exec(text(cell).replace("1234", str(number)), names)
    return names


@pytest.fixture(scope="module")
def right() -> dict:
    """Answers of the model solution."""
    return solved()


def earned(question: str, answers: dict) -> tuple[float, str]:
    """Return points and feedback."""
    verdict = judge(QUESTIONS[question], Said(answers), "a seed")
    assert not verdict.unusual
    return verdict.points, verdict.message


AUTOMATIC = [name for name, question in QUESTIONS.items() if question.test is not None]


@pytest.mark.parametrize("number", [1, 77, 20261123])
def test_the_model_solution_earns_everything_for_every_number(number):
    answers = solved(number)
    for name in AUTOMATIC:
        assert earned(name, answers) == (QUESTIONS[name].points, "Right.")


def test_numbers_give_different_membranes():
    one, two = solved(1), solved(2)
    for name in ("time_constant", "resting_potential", "edge"):
        assert abs(one[name] - two[name]) > 0.005


def model(u):
    x = (10 - u) / 10
    return 0.1 * x / np.expm1(x)


def rate(formula):
    """Return a student's `alpha_n`, of whom numpy's nan at the hole is no surprise."""
    return lambda v: float(formula(v)) if abs(v + 55) > 1e-6 else math.nan


def current(sign=1, na=50.0, k=-77.0, cube=3, fourth=4, leak=0.3):
    """Return a student's `ionic_current`."""
    return lambda v, m, h, n: (
        sign * (120 * m**cube * h * (v - na) + 36 * n**fourth * (v - k) + leak * (v + 54.387))
    )


MISTAKES = [
    ("time-constant", "time_constant", lambda r: 1 / r["time_constant"], 1, "Upside down"),
    ("time-constant", "time_constant", lambda r: r["time_constant"] / 1000, 1, "seconds"),
    ("time-constant", "time_constant", lambda r: 1 / r["my_g_leak"], 0, "resistance alone"),
    (
        "time-constant",
        "time_constant",
        lambda r: r["my_g_leak"] * r["my_capacitance"],
        0,
        "product",
    ),
    ("time-constant", "time_constant", lambda r: 1 / 0.3, 1, "axon of the chapter"),
    ("opening-rate", "alpha_n", lambda r: rate(lambda v: model(v + 65)), 2, "zero by zero"),
    ("opening-rate", "alpha_n", lambda r: rate(model), 1.5, "65 mV off"),
    ("opening-rate", "alpha_n", lambda r: rate(lambda v: model(-v - 65)), 0, "higher voltage"),
    ("opening-rate", "alpha_n", lambda r: rate(lambda v: 10 * model(v + 65)), 1.5, "10 times"),
    (
        "opening-rate",
        "alpha_n",
        lambda r: rate(lambda v: 0.125 * np.exp(-(v + 65) / 80)),
        0,
        "higher voltage",
    ),
    ("ionic-current", "ionic_current", lambda r: current(sign=-1), 0, "outward"),
    ("ionic-current", "ionic_current", lambda r: current(cube=1), 1.5, "it takes three"),
    ("ionic-current", "ionic_current", lambda r: current(fourth=3), 1.5, "it has four"),
    ("ionic-current", "ionic_current", lambda r: current(na=-77.0, k=50.0), 0, "swapped"),
    ("ionic-current", "ionic_current", lambda r: current(leak=0.0), 0, "leak"),
    (
        "resting-potential",
        "resting_potential",
        lambda r: Axon().equilibrium().v,
        0,
        "your own leak",
    ),
    ("resting-potential", "resting_potential", lambda r: -54.387, 0, "leak's battery"),
    ("resting-potential", "resting_potential", lambda r: -77.0, 0, "potassium's battery"),
    ("resting-potential", "resting_potential", lambda r: r["resting_potential"] / 1000, 0, "In mV"),
    ("resting-potential", "resting_potential", lambda r: 0.0, 0, "inside minus outside"),
    ("threshold", "edge", lambda r: 6.50507, 2, "6.3 degrees"),
    ("threshold", "edge", lambda r: r["edge"] + Axon().equilibrium().v, 0, "pushes upwards"),
    ("threshold", "edge", lambda r: r["edge"] / 1000, 2, "volts"),
    ("threshold", "edge", lambda r: r["edge"] + 1.0, 1, "search on"),
    ("threshold", "edge", lambda r: r["edge"] - 1.0, 0, "too weak"),
]


@pytest.mark.parametrize(("question", "name", "wrong", "points", "says"), MISTAKES)
def test_a_mistake_earns_what_the_rubric_says_and_is_named(
    right, question, name, wrong, points, says
):
    got, message = earned(question, {**right, name: wrong(right)})
    assert got == points
    assert says in message


def test_students_get_no_solution_and_no_hidden_test():
    released = student_version(ASSIGNMENT.notebook)
    words = json.dumps(released)
    for secret in ("BEGIN", "END", "assignments.grading", "mistake(", "expm1", "1 point"):
        assert secret in json.dumps(ASSIGNMENT.notebook)
        assert secret not in words
    for cell in released["cells"]:
        if cell["cell_type"] == "code":
            compile(text(cell), "<cell>", "exec")


def test_the_source_carries_no_outputs():
    for cell in ASSIGNMENT.notebook["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
