"""What an explorer varies: a parameter with its values, its label and its unit."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Integral, Real

Value = float | int | str | bool

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Parameter:
    """One slider.

    Attributes
    ----------
    name : str
        Name of the argument of ``draw``.
    values : tuple
        Its values: numbers, text, or truth values.
    label : str
        What the reader sees.
    unit : str
        Unit as printed, or "".
    start : int
        Index of the value shown first.
    """

    name: str
    values: tuple[Value, ...]
    label: str
    unit: str
    start: int

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers."""
        return not isinstance(self.values[0], str | bool)

    @property
    def spacing(self) -> float | None:
        """Distance of neighbouring values, None where it differs or they are not numbers."""
        if not self.numeric:
            return None
        steps = [b - a for a, b in zip(self.values, self.values[1:], strict=False)]
        even = all(math.isclose(s, steps[0], rel_tol=1e-6) for s in steps)
        return steps[0] if even and steps[0] > 0 else None

    def text(self, value: Value) -> str:
        """Return `value` with its unit, as read aloud: ``"7.5 µA/cm²"``."""
        shown = format_value(value)
        return f"{shown} {self.unit}".strip() if not isinstance(value, str | bool) else shown


def parameter(name: str, values: object, label: object, start: object) -> Parameter:
    """Check what the author gave and make a `Parameter` of it.

    Parameters
    ----------
    name : str
        Name of the argument.
    values : iterable
        At least two different numbers, strings or truth values.
    label : str, (str, str) or None
        Label, or label and unit; by default the name.
    start : object
        One of the values, or None for the one in the middle.

    Raises
    ------
    ValueError
        If the values or the label cannot be used.
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise ValueError(f"{name} must be a list of values to choose from; it was {values!r}")
    plain = tuple(_plain(name, value) for value in values)
    if len(plain) < 2:
        raise ValueError(
            f"{name} must have at least two values to choose from; it had {len(plain)}"
        )
    if len({type(v) if isinstance(v, str | bool) else float for v in plain}) > 1:
        raise ValueError(f"{name} must be all numbers or all text; it was {list(plain)!r}")
    if len(set(plain)) < len(plain):
        raise ValueError(f"{name} must not hold a value twice; it was {list(plain)!r}")
    index = len(plain) // 2
    if start is not None:
        first = _plain(f"start[{name!r}]", start)
        same = [
            i
            for i, v in enumerate(plain)
            if v == first
            or (
                isinstance(v, Real)
                and isinstance(first, Real)
                and math.isclose(v, first, rel_tol=1e-9)
            )
        ]
        if not same:
            raise ValueError(
                f"start[{name!r}] must be one of {', '.join(map(format_value, plain))}; "
                f"it was {first!r}"
            )
        index = same[0]
    text, unit = _label(name, label)
    return Parameter(name, plain, text, unit, index)


def format_value(value: Value) -> str:
    """Return a value as a reader expects it: 6.3, not 6.300000001; −65 with a true minus."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str):
        return value
    text = f"{value:.6g}"
    mantissa, _, exponent = text.partition("e")
    if exponent:
        power = str(int(exponent)).translate(_SUPERSCRIPTS)
        text = f"{mantissa} × 10{power}" if mantissa != "1" else f"10{power}"
    return "0" if text == "-0" else text.replace("-", "−")


def pretty_unit(unit: str) -> str:
    """Print a unit typed in ASCII: ``uA/cm2`` becomes ``µA/cm²``, ``C`` a degree."""
    if unit in ("C", "degC"):
        return "°C"
    unit = re.sub(r"\bu(?=[AFVSmslM])", "µ", unit)
    return re.sub(r"(?<=[a-zA-Z])(-?\d)\b", lambda m: m[1].translate(_SUPERSCRIPTS), unit)


def _plain(name: str, value: object) -> Value:
    """Return numpy's scalars as Python's own; refuse what cannot be a setting."""
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        value = value.item()
    if isinstance(value, str | bool):
        if isinstance(value, str) and not value.strip():
            raise ValueError(f"{name} must not hold an empty text")
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real) and math.isfinite(value):
        # 0.1 + 0.2 is meant to be 0.3.
        return float(f"{float(value):.12g}")
    raise ValueError(f"{name} must hold finite numbers or text; one of its values was {value!r}")


def _label(name: str, label: object) -> tuple[str, str]:
    if label is None:
        return name.replace("_", " ").capitalize(), ""
    if isinstance(label, str) and label.strip():
        return label, ""
    if (
        isinstance(label, tuple | list)
        and len(label) == 2
        and all(isinstance(part, str) for part in label)
        and label[0].strip()
    ):
        return label[0], pretty_unit(label[1])
    raise ValueError(f"labels[{name!r}] must be a label or a pair (label, unit); it was {label!r}")
