"""The face of an explorer on a page: a picture, native sliders, and data that loads on demand."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from neuromath_lib.explore.frames import pack, to_json
from neuromath_lib.explore.parameters import Parameter, format_value
from neuromath_lib.figures import palette

if TYPE_CHECKING:
    from neuromath_lib.explore.explorer import Explorer

_HERE = Path(__file__).parent


def assets() -> str:
    """Return script and styles; the book's build takes them out into files of their own."""
    script = (_HERE / "explorer.js").read_text("utf-8")
    return (
        f'<style data-nm-asset="palette.css">{palette.css()}</style>'
        f"{style()}"
        f'<script data-nm-asset="explorer.js">{script}</script>'
    )


def style() -> str:
    """Return the explorers' own style sheet as an element."""
    sheet = (_HERE / "explorer.css").read_text("utf-8")
    return f'<style data-nm-asset="explorer.css">{sheet}</style>'


def html(explorer: Explorer) -> str:
    """Return the explorer with all its pictures."""
    frames = explorer.frames
    first = frames[explorer.start]
    key = f"explorer-{explorer.name}"
    ids = " ".join(_id(explorer, one) for one in explorer.parameters)
    need = "sliders that show the others need" if len(explorer.parameters) > 1 else None
    need = need or "slider that shows the others needs"
    # The longest read-out keeps its room, or the slider would move under the reader's finger.
    longest = max((frame.readout for frame in frames), key=len)
    play = ""
    if explorer.play:
        auto = " data-auto" if explorer.play == "auto" else ""
        play = f'<button type="button" class="nm-explorer-play"{auto}>Play</button>'
    return (
        f'<figure class="nm-explorer" id="{key}"{_named(explorer)}>'
        f"{_title(explorer)}"
        f'<div class="nm-explorer-picture">{first.svg()}</div>'
        f'<div class="nm-explorer-answer" data-longest="{escape(longest)}">'
        f'<output class="nm-explorer-readout" for="{ids}" aria-live="polite">'
        f"{escape(first.readout)}</output></div>"
        f'<div class="nm-explorer-controls">'
        f"{''.join(_slider(explorer, one) for one in explorer.parameters)}</div>"
        f'<div class="nm-explorer-tools">{play}'
        '<button type="button" class="nm-explorer-link">Copy link to this setting</button>'
        '<span class="nm-explorer-status" role="status"></span></div>'
        f"<noscript><p>This is one picture of {len(frames)}. The {need} "
        "JavaScript.</p></noscript>"
        f'<script type="application/json" data-nm-later="{key}">{to_json(pack(frames))}</script>'
        f"</figure>{assets()}"
    )


def still(explorer: Explorer) -> str:
    """Return the first picture alone, for where a kernel shows the live view."""
    first = explorer.frame(**explorer.settings[explorer.start])
    setting = ", ".join(
        f"{one.label} {one.text(one.values[one.start])}" for one in explorer.parameters
    )
    return (
        f'<figure class="nm-explorer"{_named(explorer)}>{_title(explorer)}'
        f'<div class="nm-explorer-picture">{first.svg()}</div>'
        f'<p class="nm-explorer-readout">{escape(first.readout)}</p>'
        f"<p>One setting of {len(explorer.settings)} ({escape(setting)}). Run this cell to move it."
        f"</p></figure>{style()}"
    )


def _named(explorer: Explorer) -> str:
    return f' aria-label="{escape(explorer.title or explorer.name.replace("-", " "))}"'


def _title(explorer: Explorer) -> str:
    if not explorer.title:
        return ""
    return f'<figcaption class="nm-explorer-title">{escape(explorer.title)}</figcaption>'


def _id(explorer: Explorer, one: Parameter) -> str:
    return f"explorer-{explorer.name}-{one.name.replace('_', '-')}"


def _slider(explorer: Explorer, one: Parameter) -> str:
    last = len(one.values) - 1
    texts = [one.text(value) for value in one.values]
    values = [str(v).lower() if isinstance(v, bool) else v for v in one.values]
    identifier = _id(explorer, one)
    return (
        '<div class="nm-explorer-slider">'
        f'<label for="{identifier}">{escape(one.label)}</label>'
        f'<span class="nm-explorer-value" aria-hidden="true">{escape(texts[one.start])}</span>'
        f'<input type="range" id="{identifier}" name="{escape(one.name)}" min="0" max="{last}"'
        f' step="1" value="{one.start}" autocomplete="off"'
        f' aria-valuetext="{escape(texts[one.start])}"'
        f' data-values="{_attribute(values)}" data-texts="{_attribute(texts)}"'
        f' style="--nm-at:{one.start / last:.4g}">'
        f'<span class="nm-explorer-ends" aria-hidden="true"><span>'
        f"{escape(format_value(one.values[0]))}</span><span>"
        f"{escape(format_value(one.values[-1]))}</span></span>"
        "</div>"
    )


def _attribute(items: list) -> str:
    return escape(json.dumps(items, ensure_ascii=False, separators=(",", ":")))
