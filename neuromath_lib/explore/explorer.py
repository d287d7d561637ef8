"""The one call an author writes, and the object that it returns."""

from __future__ import annotations

import inspect
import itertools
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from neuromath_lib.explore.parameters import Parameter, Value, format_value, parameter

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from neuromath_lib.explore.frames import Frame

MAX_SLIDERS = 2
MAX_SETTINGS = 120
MODES = ("live", "page", "both")
SHOW_PROGRESS_AFTER = 3.0  # seconds


def explore(
    draw: Callable[..., Figure],
    *,
    name: str | None = None,
    title: str | None = None,
    readout: Callable[..., str] | None = None,
    alt: Callable[..., str] | None = None,
    play: bool | str = False,
    labels: Mapping[str, str | tuple[str, str]] | None = None,
    start: Mapping[str, Value] | None = None,
    **values: Any,
) -> Explorer:
    """Let the reader move a slider and see the figure change.

    Parameters
    ----------
    draw : callable
        ``draw(**one value each)`` returns a matplotlib Figure. Fixed axis limits make the change
        visible.
    name : str, optional
        Identifier in links, unique on a page: lower-case letters, digits and hyphens. By default
        the name of `draw`.
    title : str, optional
        One line above the picture.
    readout : callable, optional
        ``readout(**one value each)`` returns one line with the quantity that matters.
    alt : callable, optional
        ``alt(**one value each)`` says what the picture shows, for those who cannot see it. By
        default the title, the setting and the read-out.
    play : bool or "auto"
        Whether to offer a button that runs the first parameter through its values; ``"auto"``
        starts by itself when in view, unless the reader has asked for less motion.
    labels : mapping, optional
        For a parameter its label, or label and unit: ``{"current": ("Current", "uA/cm2")}``.
    start : mapping, optional
        For a parameter the value shown first; by default the one in the middle.
    **values : iterable
        For each of one or two parameters the values to choose from: numbers, text or truth
        values. Together at most 120 settings.

    Returns
    -------
    Explorer
        Shows itself as the last expression of a cell.

    Raises
    ------
    ValueError
        If an argument cannot be used; the message names it.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> def draw(gain):
    ...     figure, axes = plt.subplots()
    ...     axes.plot([0, 1], [0, gain])
    ...     return figure
    >>> explore(draw, gain=[1, 2, 3]).settings
    [{'gain': 1}, {'gain': 2}, {'gain': 3}]
    """
    if not callable(draw):
        raise ValueError(f"draw must be a function that returns a Figure; it was {draw!r}")
    for argument, function in (("readout", readout), ("alt", alt)):
        if function is not None and not callable(function):
            raise ValueError(
                f"{argument} must be a function that returns a text; it was {function!r}"
            )
    if play not in (True, False, "auto"):
        raise ValueError(f'play must be True, False or "auto"; it was {play!r}')
    if not 1 <= len(values) <= MAX_SLIDERS:
        given = ", ".join(values) or "none"
        raise ValueError(
            f"values must be given for one or two parameters (a reader cannot follow more); "
            f"given: {given}"
        )
    _check_signature(draw, values)
    labels, start = dict(labels or {}), dict(start or {})
    for argument, mapping in (("labels", labels), ("start", start)):
        unknown = [key for key in mapping if key not in values]
        if unknown:
            raise ValueError(
                f"{argument} must speak of {' and '.join(values)} only; it named {unknown[0]!r}"
            )
    parameters = tuple(
        parameter(key, given, labels.get(key), start.get(key)) for key, given in values.items()
    )
    count = 1
    for one in parameters:
        count *= len(one.values)
    if count > MAX_SETTINGS:
        product = " x ".join(str(len(one.values)) for one in parameters)
        raise ValueError(
            f"values must make at most {MAX_SETTINGS} settings; {', '.join(values)} made "
            f"{product} = {count}. Take fewer values"
        )
    return Explorer(
        draw=draw,
        parameters=parameters,
        name=_name(name, draw, parameters),
        title=title,
        readout=readout,
        alt=alt,
        play=play,
    )


@dataclass(frozen=True)
class Explorer:
    """A figure with sliders, made by `explore`.

    Attributes
    ----------
    draw, readout, alt : callable
        What makes the figure, its read-out and its description.
    parameters : tuple of Parameter
        One or two sliders.
    name, title : str
        Identifier and heading.
    play : bool or "auto"
        Whether there is a button to run through the values.
    """

    draw: Callable[..., Figure] = field(repr=False)
    parameters: tuple[Parameter, ...]
    name: str
    title: str | None = None
    readout: Callable[..., str] | None = field(default=None, repr=False)
    alt: Callable[..., str] | None = field(default=None, repr=False)
    play: bool | str = False

    @property
    def settings(self) -> list[dict[str, Value]]:
        """Every combination of values, the last parameter varying fastest."""
        names = [one.name for one in self.parameters]
        rows = itertools.product(*(one.values for one in self.parameters))
        return [dict(zip(names, row, strict=True)) for row in rows]

    @property
    def start(self) -> int:
        """Number of the setting that is shown first."""
        index = 0
        for one in self.parameters:
            index = index * len(one.values) + one.start
        return index

    def frame(self, **setting: Value) -> Frame:
        """Draw one setting.

        Returns
        -------
        Frame
            The drawing with its description and its read-out.

        Raises
        ------
        ValueError
            If ``draw`` returns no Figure, or ``readout`` or ``alt`` no text.
        """
        from matplotlib import pyplot
        from matplotlib.figure import Figure

        from neuromath_lib.explore.frames import Frame
        from neuromath_lib.figures import svg

        figure = self.draw(**setting)
        if not isinstance(figure, Figure):
            pyplot.close("all") if figure is None else None
            hint = " (is 'return figure' missing?)" if figure is None else ""
            raise ValueError(
                f"draw must return a matplotlib Figure; it returned {type(figure).__name__}{hint}"
            )
        try:
            readout = self._say("readout", self.readout, setting) if self.readout else ""
            drawing = svg.draw(figure, prefix=f"nm-{self.name}")
        finally:
            pyplot.close(figure)
        if self.alt:
            alt = self._say("alt", self.alt, setting)
        else:
            parts = [f"{one.label} {one.text(setting[one.name])}" for one in self.parameters]
            sentences = [self.title or self.name.replace("-", " "), ", ".join(parts), readout]
            alt = " ".join(s if s[-1] in ".!?" else f"{s}." for s in sentences if s)
        return Frame(drawing, alt, readout)

    @cached_property
    def frames(self) -> list[Frame]:
        """Every setting, drawn; a progress bar appears where that takes long."""
        from tqdm.auto import tqdm

        silent = mode() == "page"
        settings = tqdm(
            self.settings,
            desc=f"Drawing {self.name}",
            delay=SHOW_PROGRESS_AFTER,
            leave=False,
            disable=silent,
        )
        return [self.frame(**setting) for setting in settings]

    def html(self, *, still: bool = False) -> str:
        """Return the explorer for a page; with `still` its first picture alone."""
        from neuromath_lib.explore import page

        return page.still(self) if still else page.html(self)

    def widget(self):
        """Return the live view: an ipywidgets box whose sliders call ``draw``."""
        from neuromath_lib.explore.live import LiveView

        return LiveView(self)

    def _say(self, argument: str, function: Callable[..., str], setting: dict) -> str:
        text = function(**setting)
        if not isinstance(text, str) or (argument == "alt" and not text.strip()):
            raise ValueError(f"{argument} must return a text; for {setting} it returned {text!r}")
        return re.sub(r"(?<![\w-])-(?=[\d.])", "−", text)  # a true minus, as on the axes

    def __repr__(self) -> str:
        ranges = ", ".join(
            f"{one.name} {format_value(one.values[0])} to {format_value(one.values[-1])}"
            for one in self.parameters
        )
        return f"<Explorer {self.name}: {ranges}; {len(self.settings)} settings>"

    def _repr_mimebundle_(self, include=None, exclude=None, **_) -> dict[str, Any]:
        wanted = mode()
        bundle: dict[str, Any] = {"text/plain": repr(self)}
        bundle["text/html"] = self.html(still=wanted == "live")
        if wanted != "page":
            view = self.widget().box._repr_mimebundle_()
            key = "application/vnd.jupyter.widget-view+json"
            if view and key in view:
                bundle[key] = view[key]
        return bundle


def mode() -> str:
    """Return which faces an explorer shows: ``"live"``, ``"page"`` or ``"both"``.

    The environment variable ``NEUROMATH_EXPLORE`` says so. The book is built with ``page``: no
    widgets; a server for notebooks sets ``live``: no picture is drawn before it is asked for.

    Raises
    ------
    ValueError
        If the variable holds anything else.
    """
    wanted = os.environ.get("NEUROMATH_EXPLORE", "both") or "both"
    if wanted not in MODES:
        raise ValueError(f"NEUROMATH_EXPLORE must be one of {', '.join(MODES)}; it was {wanted!r}")
    return wanted


def _check_signature(draw: Callable, values: Mapping) -> None:
    try:
        arguments = inspect.signature(draw).parameters.values()
    except (TypeError, ValueError):  # built in: Python cannot tell
        return
    takes_any = any(a.kind is a.VAR_KEYWORD for a in arguments)
    by_name = {a.name: a for a in arguments if a.kind in (a.POSITIONAL_OR_KEYWORD, a.KEYWORD_ONLY)}
    unknown = [key for key in values if key not in by_name]
    if unknown and not takes_any:
        takes = ", ".join(by_name) or "nothing"
        raise ValueError(f"{unknown[0]} is not an argument of draw, which takes {takes}")
    missing = [key for key, a in by_name.items() if a.default is a.empty and key not in values]
    if missing:
        raise ValueError(
            f"draw needs {missing[0]}, for which no values were given: "
            f"explore(draw, {missing[0]}=[...])"
        )


def _name(name: str | None, draw: Callable, parameters: tuple[Parameter, ...]) -> str:
    if name is None:
        words = getattr(draw, "__name__", "")
        if not re.fullmatch(r"\w+", words):
            words = "-".join(one.name for one in parameters)
        name = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
        name = re.sub(r"^(draw|plot|show)-", "", name)
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise ValueError(
            f"name must be lower-case letters, digits and hyphens, a letter first; it was {name!r}"
        )
    return name
