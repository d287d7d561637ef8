"""The face of a pattern pad: a picture that the script turns into pixels to be touched."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from neuromath_lib.explore.frames import to_json
from neuromath_lib.explore.pattern_pad_data import bits
from neuromath_lib.explore.pattern_pad_reading import brief, shown
from neuromath_lib.figures import palette

if TYPE_CHECKING:
    from neuromath_lib.explore.pattern_pad_reading import Reading
    from neuromath_lib.explore.pattern_pads import PatternPad

_HERE = Path(__file__).parent
_FRACTIONS = (5, 10, 20, 30, 40, 50)  # per cent of the pixels
_USUAL = 20


def assets() -> str:
    """Return script and styles; the book's build takes them out into files of their own."""
    script = (_HERE / "pattern_pad.js").read_text("utf-8")
    sheet = (_HERE / "pattern_pad.css").read_text("utf-8")
    return (
        f'<style data-nm-asset="palette.css">{palette.css()}</style>'
        f'<style data-nm-asset="pattern_pad.css">{sheet}</style>'
        f'<script data-nm-asset="pattern_pad.js">{script}</script>'
    )


def html(pad: PatternPad) -> str:
    """Return the pad with its first picture, what there is to say of it, and its network."""
    key = f"pad-{pad.name}"
    rows, columns = pad.shape
    reading = pad.reading(pad.start)
    # data-lm-suppress-shortcuts: keys pressed here are for the pixels, not for JupyterLab.
    return (
        f'<figure class="nm-pad" id="{key}" aria-label="{escape(pad.title)}"'
        ' data-lm-suppress-shortcuts="true">'
        f'<figcaption class="nm-pad-title">{escape(pad.title)}</figcaption>'
        f'<div class="nm-pad-board" style="--rows:{rows};--columns:{columns}">'
        f'<div class="nm-pad-picture" data-rows="{rows}" data-columns="{columns}"'
        f' data-start="{bits(pad.start)}" data-wanting="{bits(reading.wanting)}">'
        f"{_picture(pad)}</div>"
        f'<p class="nm-pad-status" role="status">{escape(reading.words)}</p>'
        f'<div class="nm-pad-tools">{_tools(pad)}</div>'
        f'<div class="nm-pad-reading">{_overlaps(pad, reading)}{_numbers(pad, reading)}'
        '<p class="nm-pad-key">Ink is +1, paper is −1. A dot marks a unit that wants to flip.</p>'
        "</div></div>"
        "<noscript><p>This is the pattern to begin with. To change it and to let the network "
        "work on it needs JavaScript.</p></noscript>"
        f'<script type="application/json" data-nm-later="{key}">{to_json(pad.packed)}</script>'
        f"</figure>{assets()}"
    )


def _picture(pad: PatternPad) -> str:
    """Return the first picture, for readers without scripts and until the script has run."""
    rows, columns = pad.shape
    ink = "".join(
        f"M{k % columns} {k // columns}h1v1h-1z" for k, unit in enumerate(pad.start) if unit > 0
    )
    return (
        f'<svg viewBox="0 0 {columns} {rows}" role="img" aria-label="{escape(pad.alt)}">'
        f'<path class="nm-pad-ink" d="{ink}"/></svg>'
    )


def _overlaps(pad: PatternPad, reading: Reading) -> str:
    if "overlaps" not in pad.readout:
        return ""
    lines = "".join(
        f'<li><span class="nm-pad-name">{escape(name)}</span>'
        f'<span class="nm-pad-bar" aria-hidden="true"><i style="--m:{overlap:.4g}"></i></span>'
        f'<span class="nm-pad-number">{shown(overlap)}</span></li>'
        for name, overlap in zip(pad.names, reading.overlaps, strict=True)
    )
    return (
        f'<p class="nm-pad-heading" id="pad-{pad.name}-overlaps">Overlap with</p>'
        f'<ul class="nm-pad-overlaps" aria-labelledby="pad-{pad.name}-overlaps">{lines}</ul>'
    )


def _numbers(pad: PatternPad, reading: Reading) -> str:
    lines = []
    if "energy" in pad.readout and reading.energy is not None:
        lines.append(("energy", "Energy", brief(reading.energy)))
    if "wanting" in pad.readout:
        lines.append(("wanting", "Units that want to flip", str(reading.wanting.sum())))
    items = "".join(
        f'<div><dt>{label}</dt><dd class="nm-pad-{name}">{value}</dd></div>'
        for name, label, value in lines
    )
    return f'<dl class="nm-pad-numbers">{items}</dl>' if items else ""


def _tools(pad: PatternPad) -> str:
    memories = "".join(
        f'<option value="{k}">{escape(name)}</option>' for k, name in enumerate(pad.names)
    )
    fractions = "".join(
        f'<option value="{percent}"{" selected" if percent == _USUAL else ""}>{percent} %</option>'
        for percent in _FRACTIONS
    )
    learning = _row(_button("store", "Store this pattern"), _button("forget", "Forget those"))
    return (
        _row(
            _button("settle", "Settle"), _button("sweep", "One sweep"), _button("unit", "One unit")
        )
        + (learning if pad.learn else "")
        + _row(
            _choice(pad, "memory", "Pattern", memories + '<option value="blank">empty</option>'),
            _button("show", "Show"),
        )
        + _row(_choice(pad, "fraction", "Share", fractions), _button("corrupt", "Flip at random"))
        + _row(
            _button("invert", "Invert"),
            _button("reset", "Start again"),
            _button("link", "Copy link"),
        )
    )


def _row(*parts: str) -> str:
    return f'<div class="nm-pad-row">{"".join(parts)}</div>'


def _button(action: str, label: str) -> str:
    return f'<button type="button" class="nm-pad-{action}">{label}</button>'


def _choice(pad: PatternPad, name: str, label: str, options: str) -> str:
    identifier = f"pad-{pad.name}-{name}"
    return (
        f'<label for="{identifier}">{label}</label>'
        f'<select id="{identifier}" class="nm-pad-{name}" autocomplete="off">{options}</select>'
    )
