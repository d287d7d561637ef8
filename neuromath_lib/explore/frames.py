"""Every picture of an explorer, stored so that what pictures share is stored once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape

from neuromath_lib.figures.svg import Drawing


@dataclass(frozen=True)
class Frame:
    """One picture: the drawing, what it shows in words, and its read-out."""

    drawing: Drawing
    alt: str
    readout: str

    def svg(self) -> str:
        """Return the picture as inline SVG."""
        return self.drawing.markup(self.alt)


def pack(frames: list[Frame]) -> dict:
    """Split pictures into chunks of SVG, each kept once.

    Parameters
    ----------
    frames : list of Frame
        Pictures, last parameter varying fastest.

    Returns
    -------
    dict
        ``chunks``: pieces of SVG; ``frames``: for each picture the numbers of its pieces, the
        first being what follows the alternative text in the opening tag; ``alts``; ``readouts``.
        `picture` puts a frame together again, explorer.js does the same.
    """
    numbers: dict[str, int] = {}
    rows = []
    for frame in frames:
        _, tail = opening_parts(frame.drawing)
        pieces = [tail, *frame.drawing.elements, "</svg>"]
        rows.append([numbers.setdefault(piece, len(numbers)) for piece in pieces])
    return {
        "chunks": list(numbers),
        "frames": rows,
        "alts": [frame.alt for frame in frames],
        "readouts": [frame.readout for frame in frames],
    }


def picture(packed: dict, index: int) -> str:
    """Return picture `index` of what `pack` made."""
    head, chunks = HEAD, packed["chunks"]
    return (
        head + escape(packed["alts"][index]) + "".join(chunks[n] for n in packed["frames"][index])
    )


HEAD = '<svg role="img" aria-label="'


def opening_parts(drawing: Drawing) -> tuple[str, str]:
    """Split the opening tag before and after the alternative text."""
    opening = drawing.opening("\0")
    head, _, tail = opening.partition("\0")
    assert head == HEAD, "explorer.js writes the same first words"
    return head, tail


def to_json(packed: dict) -> str:
    """Return compact JSON that is safe inside a ``<script>`` element."""
    text = json.dumps(packed, ensure_ascii=False, separators=(",", ":"))
    return text.replace("</", "<\\/").replace("<!", "\\u003c!")
