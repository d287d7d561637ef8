"""What a typed answer may mean: a number as people write it, and perhaps a unit.

``pushups.js`` does the same, step for step; the tests send one table of answers through both.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
_MANTISSA = r"([+-]? ?[.,]?[0-9](?:[0-9.,'’_]| (?=[0-9]{3}(?![0-9])))*)"
_POWER = re.compile(r"([+-]?) ?10 ?(?:\^|\*\*) ?\(?([+-]?[0-9]{1,3})\)?(.*)")
_NUMBER = re.compile(
    _MANTISSA
    + r"(?: ?[eE]([+-]?[0-9]{1,3})| ?[x×*·⋅∙] ?10 ?(?:\^|\*\*) ?\(?([+-]?[0-9]{1,3})\)?)?(.*)"
)
_FRACTION = re.compile(r" ?/ ?" + _MANTISSA + r"(.*)")
_UNIT = re.compile(r"(?:1 ?)?[A-Za-z%°Ω/][A-Za-z0-9%°Ω/ ^*·⋅.()+-]{0,30}")


@dataclass(frozen=True)
class Reading:
    """One way to read an answer: the number, and the unit as typed (empty if none)."""

    number: float
    unit: str


def tidy(text: str) -> str:
    """Return ``text`` with look-alike characters replaced by the ones a keyboard has."""
    text = re.sub("[⁰¹²³⁴-⁹⁺⁻]+", lambda m: "^" + "".join(_SUPERSCRIPTS[c] for c in m[0]), text)
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u2010-\u2015\u2212\ufe63]", "-", text).replace("μ", "u")
    text = re.sub(r"[ \t\r\n]+", " ", text).strip(" ")
    return re.sub(r"^[=~≈≃ ]+", "", text)


def readings(text: str) -> list[Reading]:
    """Return the ways to read ``text``, the likeliest first; none if it is not a number.

    ``"1,234"`` has two, with a decimal comma and with a comma between thousands.
    """
    text = tidy(text)
    power = _POWER.fullmatch(text)
    if power:
        sign, exponent, rest = power.groups()
        return _with_unit([f"{sign}1e{exponent}"], rest)
    match = _NUMBER.fullmatch(text)
    if not match:
        return []
    mantissa, e, ten, rest = match.groups()
    exponent = e or ten
    numbers = _decimal(mantissa)
    fraction = None if exponent else _FRACTION.fullmatch(rest)
    if fraction:
        below = _decimal(fraction[1])
        if not numbers or not below or float(below[0]) == 0:
            return []
        return _with_unit([float(numbers[0]) / float(below[0])], fraction[2])
    return _with_unit([f"{n}e{exponent}" if exponent else n for n in numbers], rest)


def _decimal(mantissa: str) -> list[str]:
    digits = re.sub("[ '’_]", "", mantissa)
    commas, dots = digits.count(","), digits.count(".")
    if commas and dots:
        mark = max(",.", key=digits.rfind)
        other = "." if mark == "," else ","
        if digits.count(mark) > 1 or digits.rfind(other) > digits.find(mark):
            return []
        return [digits.replace(other, "").replace(mark, ".")]
    grouped = re.fullmatch(r"[+-]?[1-9][0-9]{0,2}(?:[.,][0-9]{3})+", digits) is not None
    if commas + dots > 1:
        return [re.sub("[.,]", "", digits)] if grouped else []
    found = [digits.replace(",", ".")]
    if commas and grouped:
        found.append(digits.replace(",", ""))
    return found


def _with_unit(numbers: list, rest: str) -> list[Reading]:
    unit = rest.strip(" ")
    if unit in (".", ",", ";", "!"):
        unit = ""
    if unit and not _UNIT.fullmatch(unit):
        return []
    found = [Reading(float(n), unit) for n in numbers]
    return [r for r in found if math.isfinite(r.number)]


def spelling(unit: str) -> str:
    """Return a typed unit as the table of units spells it."""
    text = re.sub(r"\bper\b", "/", re.sub(r"^in ", "", unit))
    return re.sub(r"[ ^*·⋅()]", "", text).replace("Ω", "Ohm").rstrip(".")
