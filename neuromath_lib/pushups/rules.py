"""The rules that turn an answer into a diagnosis, as data.

`build` writes an exercise down as plain data: an ordered list of rules for a number, a table of
options for a choice. `judge` evaluates it here; ``pushups.js`` evaluates the same data on the
page. A rule is one of

- ``near``: the number is within ``tolerance`` of ``value``;
- ``between``: the number is from ``low`` to ``high``;
- ``otherwise``: any number.

The first rule that holds speaks. Tolerances are absolute here, so that both interpreters do the
same arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import units
from .reading import readings, spelling

if TYPE_CHECKING:
    from .exercise import Exercise

# A slip is recognised by its digits even where the answer itself must be exact.
_SLIP = 0.005
_CLOSE = 5.0


@dataclass(frozen=True)
class Verdict:
    """What a rule says: right or not, which rule spoke, and its sentence in Markdown."""

    ok: bool
    rule: str
    message: str


def number_as_text(value: float, tolerance: float) -> str:
    """Return ``value`` with the digits its relative tolerance makes worth showing."""
    digits = 4 if tolerance <= 0 else max(3, min(8, math.ceil(-math.log10(tolerance)) + 1))
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        return f"${mantissa} \\times 10^{{{int(exponent)}}}$"
    return text.replace("-", "−")


def build(exercise: Exercise, text: Callable[[str], str] = str) -> dict:
    """Return the exercise's rules as JSON-ready data.

    Parameters
    ----------
    exercise : Exercise
        Its answer and the values of its mistakes are computed now, if they were not yet.
    text : callable
        Applied to every sentence; the page passes Markdown-to-html.

    Raises
    ------
    ValueError
        If a known mistake lies within the tolerance of the right answer, or behind another
        mistake, where it could never be met.
    """
    if exercise.kind == "code":
        return build(exercise.on_page, text) if exercise.on_page else {"kind": "code"}
    if exercise.kind == "number":
        return _number(exercise, text)
    reasons = [option.reason for option in exercise.options if option.right and option.reason]
    return {
        "kind": exercise.kind,
        "options": {
            letter: {"right": option.right, "says": "" if option.right else text(option.reason)}
            for letter, option in exercise.lettered.items()
        },
        "says": {
            "right": text(" ".join([*reasons, exercise.because]).strip()),
            "empty": text("Choose one first; a guess is welcome."),
            "missing": text("What you chose is right, and there is more: at least one is missing."),
        },
    }


def _number(exercise: Exercise, text: Callable[[str], str]) -> dict:
    unit = exercise.unit
    asked = f"in {units.shown(unit)}" if unit else "as a plain number"
    table = {s: _power(r.exponent) for s, r in units.relatives(unit).items()}
    rules = [rule | {"says": text(rule["says"])} for rule in numeric_rules(exercise)]
    example = "6.5 or 6,5 or 6.5e0"
    says = {
        "empty": "Type a number first; a guess is welcome.",
        "unreadable": f"I could not read a number in that. Type it like {example}"
        + (f", with or without {units.shown(unit)}." if unit else "."),
        "unit": f"The answer is asked {asked}, and the unit you wrote does not turn into that. "
        "Leave the unit away, or convert first.",
        "wrong unit": f"The number is right, the unit is not: the answer is asked {asked}. "
        "With the unit you wrote it would be a different size altogether.",
        "converted": "You gave it in another unit; I converted.",
        "period": f"You gave the reciprocal, and the size is right. The answer is asked {asked}: "
        "turn it over.",
    }
    return {
        "kind": "number",
        "units": table,
        "reciprocals": {s: _power(e) for s, e in units.reciprocals(unit).items()},
        "rules": rules,
        "says": {key: text(sentence) for key, sentence in says.items()},
    }


def _power(exponent: int) -> float:
    return float(f"1e{exponent}")


def numeric_rules(exercise: Exercise) -> list[dict]:
    """Return the ordered rules of an exercise that asks for a number; sentences in Markdown."""
    answer = exercise.value
    within = exercise.margin(answer)
    rules = [_near("right", answer, within, exercise.fill(exercise.because), ok=True)]
    own: list[tuple[str, float, float]] = []
    for mistake in exercise.mistakes:
        value = mistake.number(answer)
        if value is None:
            continue
        margin = exercise.margin(value) if mistake.tolerance is None else mistake.margin(value)
        if abs(value - answer) <= within:
            raise ValueError(
                f"mistakes of exercise {exercise.id!r}: {mistake.id!r} is {value!r}, which the "
                f"tolerance accepts as the right answer {answer!r}; should be another number"
            )
        for name, earlier, reach in own:
            if abs(value - earlier) <= reach:
                raise ValueError(
                    f"mistakes of exercise {exercise.id!r}: {mistake.id!r} is {value!r}, which "
                    f"{name!r} before it already meets; should be apart from it"
                )
        own.append((mistake.id, value, margin))
        rules.append(_near(mistake.id, value, margin, exercise.fill(mistake.message)))
    rules += [rule for rule in _slips(exercise, answer) if not _touches(rule, answer, within)]
    rules.append(_rule("otherwise", "otherwise", _LAST))
    return rules


_LAST = (
    "Not this number, and not a slip I know. Look at the units of what you put in, then try "
    "the first hint."
)


def _rule(kind: str, name: str, says: str, *, ok: bool = False, **numbers: float) -> dict:
    return {"kind": kind, "id": name, "ok": ok, **numbers, "says": says}


def _near(name: str, value: float, tolerance: float, says: str, *, ok: bool = False) -> dict:
    return _rule("near", name, says, ok=ok, value=value, tolerance=tolerance)


def _touches(rule: dict, answer: float, within: float) -> bool:
    # A slip that cannot be told from the right answer (the reciprocal of 1) is no slip.
    if rule["kind"] != "near" or rule["id"] in ("rounded", "close"):
        return False
    return abs(rule["value"] - answer) <= within + rule["tolerance"]


def _slips(exercise: Exercise, answer: float) -> list[dict]:
    """Return what goes wrong with any number: sign, reciprocal, per cent, powers of ten, digits."""
    unit = exercise.unit
    if answer == 0:
        return []
    reach = max(exercise.margin(answer) / abs(answer), _SLIP)
    reach = min(reach, 0.05)
    asked = f"The answer is asked in {units.shown(unit)}." if unit else ""

    def near(name: str, value: float, says: str, tolerance: float | None = None) -> dict:
        reached = abs(value) * reach if tolerance is None else tolerance
        return _near(name, value, reached, " ".join(says.split()))

    rules = [near("sign", -answer, "The size is right, the sign is flipped. " + _sign(answer))]
    rules += [
        near(
            "rounded",
            value,
            f"The first digits are right, but rounded too far: keep at least {n}.",
            slack,
        )
        for value, slack, n in _too_few_digits(exercise, answer)
    ]
    if unit == "" and abs(answer) <= 1.5:
        rules.append(
            near(
                "percentage",
                100 * answer,
                "100 times too large: a percentage? The answer is asked as a fraction of one.",
            )
        )
    if unit == "%":
        rules.append(
            near(
                "fraction",
                answer / 100,
                "100 times too small: a fraction of one? The answer is asked in per cent.",
            )
        )
    rules += [near("reciprocal", value, says) for value, says in _turned_over(unit, answer)]
    for exponent in (3, -3, 1, -1, 2, -2, 6, -6, 4, -4, 5, -5, 9, -9):
        rules.append(near(f"power {exponent}", answer * _power(exponent), _times(unit, exponent)))
    for exponent in (3, -3):
        says = (
            f"Two slips at once: the sign is flipped, and {_times(unit, exponent, start='it is')}"
        )
        rules.append(near(f"sign and power {exponent}", -answer * _power(exponent), says))
    wide = _CLOSE * exercise.margin(answer)
    rules.append(
        near(
            "close",
            answer,
            "Close, and not close enough: you are on the right way. A value rounded early, or "
            "one read off a figure?",
            min(wide, 0.2 * abs(answer)),
        )
    )
    low, high = sorted((answer / 3, answer * 3))
    rules.append(
        _rule(
            "between",
            "magnitude",
            "The right order of magnitude, so nothing is lost with the units; the number is "
            f"another one. {asked}".strip(),
            low=low,
            high=high,
        )
    )
    return rules


def _sign(answer: float) -> str:
    if answer < 0:
        return "Which way is the difference taken, or which way does the current count as negative?"
    return "Which of the two did you subtract from which?"


def _too_few_digits(exercise: Exercise, answer: float):
    """Yield (value, tolerance, digits needed) of the answer rounded or cut below its tolerance."""
    within = exercise.margin(answer)
    seen: set[float] = set()
    needed = next(
        (d for d in range(1, 16) if abs(float(f"{answer:.{d - 1}e}") - answer) <= within), 15
    )
    words = f"{needed} significant digits"
    for digits in range(1, needed):
        rounded = float(f"{answer:.{digits - 1}e}")
        exponent = math.floor(math.log10(abs(answer))) - digits + 1
        cut = float(f"{int(answer / 10.0**exponent)}e{exponent}")
        for value in (rounded, cut):
            if value not in seen and value != 0 and abs(value - answer) > within:
                seen.add(value)
                yield value, 1e-9 * abs(value), words


def _turned_over(unit: str, answer: float):
    """Yield (value, sentence) of one over the answer, in the units it is usually given in."""
    known = units.reciprocals(unit)
    if not known:
        yield (
            1 / answer,
            "You have the reciprocal: one divided by the answer. Turn the fraction over.",
        )
        return
    rate_asked = "s" in known
    names = ("ms", "s") if rate_asked else ("Hz", "1/ms")
    for name in names:
        value = _power(known[name]) / answer
        if rate_asked:
            says = (
                f"That is the period, in {name}. The answer is a rate: how many of these periods "
                f"fit into one {'second' if unit in ('Hz', '1/s') else 'unit of time'}?"
            )
        else:
            says = f"That is a rate, in {name}. The answer is a time: one divided by that rate."
        yield value, says


def _times(unit: str, exponent: int, start: str = "") -> str:
    if abs(exponent) <= 6:
        size = f"{10 ** abs(exponent):,}".replace(",", "" if abs(exponent) < 4 else " ")
    else:
        size = f"10^{abs(exponent)}"
    direction = "large" if exponent > 0 else "small"
    lead = f"{start} {size}" if start else f"The digits are right, and the number is {size}"
    sentence = f"{lead} times too {direction}"
    if unit in ("", "%"):
        return sentence + ". Where did the decimal point move?"
    typed, meant = units.name_at(unit, -exponent), units.name_at(unit, 0)
    if typed and meant and units.name_at(unit, -exponent) != units.name_at(unit, 0):
        typed, meant = units.shown(typed), units.shown(meant)
        return f"{sentence}: {typed} instead of {meant}?"
    return sentence + ". Look for a power of ten in the conversion of units."


def judge(data: dict, answer: str | float | list[str]) -> Verdict:
    """Evaluate rules made by `build`.

    Parameters
    ----------
    data : dict
        What `build` returned.
    answer : str, float or list of str
        Text as typed or a number in the unit asked; for a choice, the letters chosen.
    """
    if data["kind"] == "number":
        return _judge_number(data, answer)
    return _judge_choice(data, answer)


def _judge_number(data: dict, answer: str | float) -> Verdict:
    says = data["says"]
    if not isinstance(answer, str):
        return _first(data["rules"], float(answer))
    if not answer.strip():
        return Verdict(False, "empty", says["empty"])
    verdicts = [_judge_reading(data, r.number, spelling(r.unit)) for r in readings(answer)]
    if not verdicts:
        return Verdict(False, "unreadable", says["unreadable"])
    vague = ("magnitude", "otherwise", "unit")
    for good in (lambda v: v.ok, lambda v: v.rule not in vague):
        for verdict in verdicts:
            if good(verdict):
                return verdict
    return verdicts[0]


def _judge_reading(data: dict, number: float, unit: str) -> Verdict:
    says, table, over = data["says"], data["units"], data["reciprocals"]
    factor = 1.0 if unit == "" else table.get(unit, table.get(unit.lower()))
    if factor is None:
        turn = over.get(unit, over.get(unit.lower()))
        if turn is not None and number != 0 and _first(data["rules"], turn / number).ok:
            return Verdict(False, "reciprocal", says["period"])
        return Verdict(False, "unit", says["unit"])
    verdict = _first(data["rules"], number * factor)
    if factor == 1.0:
        return verdict
    if verdict.ok:
        return Verdict(True, verdict.rule, f"{verdict.message} {says['converted']}".strip())
    if _first(data["rules"], number).ok:
        return Verdict(False, "wrong unit", says["wrong unit"])
    return verdict


def _first(rules: list[dict], x: float) -> Verdict:
    for rule in rules:
        if (
            (rule["kind"] == "near" and abs(x - rule["value"]) <= rule["tolerance"])
            or (rule["kind"] == "between" and rule["low"] <= x <= rule["high"])
            or rule["kind"] == "otherwise"
        ):
            return Verdict(rule["ok"], rule["id"], rule["says"])
    raise ValueError(f"rules: the last is {rules[-1]['kind']!r}; should be 'otherwise'")


def _judge_choice(data: dict, letters: list[str]) -> Verdict:
    options, says = data["options"], data["says"]
    if not letters:
        return Verdict(False, "empty", says["empty"])
    for letter in sorted(letters):
        if not options[letter]["right"]:
            return Verdict(False, f"option {letter}", options[letter]["says"])
    if any(option["right"] and letter not in letters for letter, option in options.items()):
        return Verdict(False, "missing", says["missing"])
    return Verdict(True, "right", says["right"])
