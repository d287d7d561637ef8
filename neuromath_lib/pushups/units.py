"""Which other units a reader may state for an answer, and what they amount to.

Nothing here knows what a quantity means: a unit is a product of symbols with prefixes, and its
relatives are the same symbols with other prefixes. The result is a table of spellings and
factors, plain data that the notebook and the page look up in the same way.
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass

from .reading import spelling, tidy

_PREFIXES = {"G": 9, "M": 6, "k": 3, "": 0, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12}
_PREFIX_WORDS = {
    "G": "giga",
    "M": "mega",
    "k": "kilo",
    "": "",
    "c": "centi",
    "m": "milli",
    "u": "micro",
    "n": "nano",
    "p": "pico",
}
# Symbol: the prefixes people use with it, and its names (plural first).
_SYMBOLS = {
    "V": (("", "k", "m", "u", "n"), ("volts", "volt")),
    "A": (("", "m", "u", "n", "p"), ("amperes", "ampere", "amps", "amp")),
    "S": (("", "m", "u", "n", "p"), ("siemens", "Siemens")),
    "F": (("", "m", "u", "n", "p"), ("farads", "farad")),
    "Ohm": (("", "k", "M", "G"), ("ohms", "ohm")),
    "C": (("", "m", "u", "n", "p"), ("coulombs", "coulomb")),
    "s": (("", "m", "u", "n"), ("seconds", "second", "sec")),
    "Hz": (("", "k", "M"), ("hertz", "Hertz")),
    "m": (("", "k", "c", "m", "u", "n"), ("metres", "metre", "meters", "meter")),
    "M": (("", "m", "u", "n"), ("molar", "Molar")),
    "mol": (("", "m", "u", "n"), ("moles", "mole")),
    "J": (("", "k", "m", "u", "n"), ("joules", "joule")),
}
_SHOWN = {"Ohm": "Ω", "degC": "°C"}


@dataclass(frozen=True)
class _Factor:
    prefix: str
    symbol: str
    power: int


@dataclass(frozen=True)
class Relative:
    """A unit of the same kind: how many of the asked unit one of it is, 10 to ``exponent``."""

    exponent: int
    name: str
    changes: int


def shown(unit: str) -> str:
    """Return the unit as it is printed: ``"uA/cm2"`` becomes ``"µA/cm²"``."""
    text = re.sub(r"\bu(?=[A-Za-z])", "µ", unit)
    for old, new in _SHOWN.items():
        text = re.sub(rf"{old}(?![A-Za-z])", new, text)
    return re.sub(r"(?<=[A-Za-z])\^?([23])(?!\d)", lambda m: "²³"[int(m[1]) - 2], text)


def _parse(unit: str) -> list[_Factor] | None:
    above, *below = tidy(unit).replace("Ω", "Ohm").split("/")
    if len(below) > 1:
        return None
    factors = []
    for part, sign in ((above, 1), (below[0] if below else "", -1)):
        for word in re.split(r"[\s*·]+", part):
            if word in ("", "1"):
                continue
            match = re.fullmatch(r"([A-Za-z]+)\^?(-?[1-9])?", word)
            found = match and _split(match[1])
            if not found:
                return None
            factors.append(_Factor(*found, sign * int(match[2] or 1)))
    return factors or None


def _split(word: str) -> tuple[str, str] | None:
    if word in _SYMBOLS:
        return "", word
    if word[0] in _PREFIXES and word[1:] in _SYMBOLS:
        return word[0], word[1:]
    return None


def _spell(factors: list[_Factor], *, inverse_powers: bool = False) -> str:
    def one(factor: _Factor, power: int) -> str:
        return f"{factor.prefix}{factor.symbol}{'' if power == 1 else power}"

    if inverse_powers:
        return "".join(one(f, f.power) for f in factors)
    above = "".join(one(f, f.power) for f in factors if f.power > 0)
    below = "".join(one(f, -f.power) for f in factors if f.power < 0)
    return f"{above or '1'}/{below}" if below else above


def _exponent(factors: list[_Factor]) -> int:
    return sum(_PREFIXES[f.prefix] * f.power for f in factors)


@functools.cache
def relatives(unit: str) -> dict[str, Relative]:
    """Return every spelling understood for an answer asked in ``unit``.

    Parameters
    ----------
    unit : str
        For example ``"mV"``, ``"uA/cm2"``, ``"1/ms"``, ``"%"`` or ``""``. A unit made of
        unknown symbols (``"spikes"``) has itself as its only relative.

    Returns
    -------
    dict of str to Relative
        Keys are spellings as `reading.spelling` leaves them.
    """
    if unit == "":
        return {"%": Relative(-2, "per cent", 1), "percent": Relative(-2, "per cent", 1)}
    if unit == "%":
        return {"%": Relative(0, "per cent", 0), "percent": Relative(0, "per cent", 0)}
    factors = _parse(unit)
    if factors is None:
        names = {spelling(tidy(unit))}
        if unit in ("degC", "°C"):
            names |= {"degC", "°C", "C", "celsius", "degreesCelsius"}
        return dict.fromkeys(sorted(names), Relative(0, unit, 0))
    table: dict[str, Relative] = {}
    for alternative in _alternatives(factors):
        _add(table, alternative, factors, _exponent(alternative) - _exponent(factors))
    # A rate may be stated in hertz or per second; both are in use for the same thing.
    swapped = _rate_in_other_words(factors)
    if swapped:
        for alternative in _alternatives(swapped):
            _add(table, alternative, swapped, _exponent(alternative) - _exponent(factors))
    for known, relative in list(table.items()):
        folded = known.lower()
        clash = [r.exponent for s, r in table.items() if s.lower() == folded]
        if len(set(clash)) == 1:
            table.setdefault(folded, relative)
    return table


def _alternatives(factors: list[_Factor]):
    choices = []
    for factor in factors:
        prefixes = list(_SYMBOLS[factor.symbol][0])
        if factor.prefix not in prefixes:
            prefixes.append(factor.prefix)
        if abs(factor.power) > 1:  # areas and volumes: m, cm, mm, um
            prefixes = [p for p in prefixes if p in ("", "c", "m", "u") or p == factor.prefix]
        choices.append([_Factor(p, factor.symbol, factor.power) for p in prefixes])
    return (list(choice) for choice in itertools.product(*choices))


def _add(table: dict, alternative: list[_Factor], factors: list[_Factor], exponent: int) -> None:
    changes = sum(a != b for a, b in zip(alternative, factors, strict=True))
    name = _spell(alternative)
    spellings = [name, _spell(alternative, inverse_powers=True)]
    if name.startswith("1/"):
        spellings.append(name[1:])
        if len(alternative) == 1 and alternative[0].power == -1:
            word = _PREFIX_WORDS[alternative[0].prefix] + _SYMBOLS[alternative[0].symbol][1][-2]
            spellings.append(f"/{word}")
    if len(alternative) == 1 and alternative[0].power == 1:
        words = [
            _PREFIX_WORDS[alternative[0].prefix] + w for w in _SYMBOLS[alternative[0].symbol][1]
        ]
        spellings += words
        name = words[0]
    for one in spellings:
        table.setdefault(one, Relative(exponent, name, changes))


def _rate_in_other_words(factors: list[_Factor]) -> list[_Factor] | None:
    if len(factors) != 1:
        return None
    only = factors[0]
    if only.symbol == "Hz" and only.power == 1:
        return [_Factor("", "s", -1)]
    if only.symbol == "s" and only.power == -1:
        return [_Factor("", "Hz", 1)]
    return None


def reciprocals(unit: str) -> dict[str, int]:
    """Return the units of one over the quantity: ``n`` of it is ``10**exponent / n`` of ``unit``.

    Known for times and rates, where a period given for a rate is a common slip.
    """
    factors = _parse(unit)
    if factors is None or len(factors) != 1:
        return {}
    only = factors[0]
    if only.symbol == "s" and only.power == 1:
        other = "Hz"
    elif (only.symbol, only.power) in (("Hz", 1), ("s", -1)):
        other = "s"
    else:
        return {}
    own = _exponent(factors)
    return {s: -(r.exponent + own) for s, r in relatives(other).items()}


def name_at(unit: str, exponent: int) -> str | None:
    """Return the name of the nearest relative that is ``10**exponent`` of ``unit``, if any."""
    found = [r for r in relatives(unit).values() if r.exponent == exponent]
    return min(found, key=lambda r: r.changes).name if found else None
