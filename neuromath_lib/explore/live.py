"""The face of an explorer where a kernel runs: the same sliders, at any value."""

from __future__ import annotations

import asyncio
import traceback
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets

from neuromath_lib.explore.page import style
from neuromath_lib.explore.parameters import Parameter, Value, format_value
from neuromath_lib.figures import palette

if TYPE_CHECKING:
    from neuromath_lib.explore.explorer import Explorer

PAUSE = 0.03  # seconds to wait for the slider's next value before drawing
SUBDIVISIONS = 10  # a live slider stops this often between two values of the page's slider
_WIDE = {"width": "100%", "max_width": "40rem"}


class LiveView:
    """Sliders, picture, read-out and a place for errors, kept in step.

    Attributes
    ----------
    sliders : dict of str to ipywidgets.Widget
        One for each parameter.
    picture, readout, message : ipywidgets.HTML
        The figure, its read-out, and what went wrong, if anything did.
    box : ipywidgets.VBox
        All of it, for display.
    """

    def __init__(self, explorer: Explorer):
        self.explorer = explorer
        self.sliders = {one.name: _slider(one) for one in explorer.parameters}
        self.picture = ipywidgets.HTML(layout=_WIDE)
        self.readout = ipywidgets.HTML(layout=_WIDE)
        self.message = ipywidgets.HTML(layout=_WIDE)
        self._timer: asyncio.TimerHandle | None = None
        for slider in self.sliders.values():
            slider.observe(self._moved, names="value")
        title = f'<p class="nm-explorer-title">{escape(explorer.title or "")}</p>'
        head = f"<style>{palette.css()}</style>{style()}{title if explorer.title else ''}"
        rows: list[Any] = [ipywidgets.HTML(head), self.picture, self.readout, self.message]
        rows += self.sliders.values()
        if explorer.play:
            rows.append(self._player())
        self.box = ipywidgets.VBox(rows, layout={"max_width": "40rem"})
        self.box.add_class("nm-explorer")
        self.update()

    @property
    def setting(self) -> dict[str, Value]:
        """The values the sliders stand at."""
        return {
            name: float(f"{slider.value:.12g}") if isinstance(slider.value, float) else slider.value
            for name, slider in self.sliders.items()
        }

    def update(self) -> None:
        """Draw what the sliders say; show an error instead of swallowing it."""
        self._timer = None
        try:
            frame = self.explorer.frame(**self.setting)
        except Exception as error:
            self.message.value = _complaint(error, self.setting)
            return
        self.message.value = ""
        self.picture.value = f'<div class="nm-explorer-picture">{frame.svg()}</div>'
        self.readout.value = (
            f'<p class="nm-explorer-readout" aria-live="polite">{escape(frame.readout)}</p>'
        )

    def _moved(self, _change) -> None:
        # Values arrive faster than figures can be drawn: the last one counts.
        if self._timer is not None:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.update()
            return
        self._timer = loop.call_later(PAUSE, self.update)

    def _player(self) -> ipywidgets.Play:
        first = self.explorer.parameters[0]
        player = ipywidgets.Play(
            min=0, max=len(first.values) - 1, value=first.start, interval=300, show_repeat=True
        )

        def step(change):
            self.sliders[first.name].value = first.values[change["new"]]

        player.observe(step, names="value")
        return player


def _slider(one: Parameter) -> ipywidgets.Widget:
    title = f"{one.label} ({one.unit})" if one.unit else one.label
    common = {
        "description": title,
        "style": {"description_width": "initial"},
        "layout": _WIDE,
        "continuous_update": True,
    }
    value, low, high = one.values[one.start], one.values[0], one.values[-1]
    spacing = one.spacing
    if spacing is None:
        options = [(format_value(v), v) for v in one.values]
        return ipywidgets.SelectionSlider(options=options, value=value, **common)
    if all(isinstance(v, int) for v in one.values):
        return ipywidgets.IntSlider(value=value, min=low, max=high, step=1, **common)
    step = float(f"{spacing / SUBDIVISIONS:.12g}")
    # As many decimals as the steps need: ipywidgets cannot drop superfluous zeros.
    decimals = max(-Decimal(str(number)).normalize().as_tuple().exponent for number in (step, low))
    shown = f".{max(decimals, 0)}f" if decimals <= 6 else ".4g"
    return ipywidgets.FloatSlider(
        value=value, min=low, max=high, step=step, readout_format=shown, **common
    )


def _complaint(error: Exception, setting: dict[str, Value]) -> str:
    """Say what went wrong, at which setting and where in the author's code."""
    own = Path(__file__).parent
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [f for f in frames if Path(f.filename).parent != own]
    place = ""
    if theirs:
        last = theirs[-1]
        place = f"line {last.lineno}, in {last.name}: {last.line or ''}"
    values = ", ".join(f"{name}={value!r}" for name, value in setting.items())
    text = f"{type(error).__name__}: {error}\nat {values}\n{place}".strip()
    return f'<pre class="nm-explorer-error" role="alert">{escape(text)}</pre>'
