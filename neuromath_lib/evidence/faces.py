"""The two faces of a table: text for a terminal, HTML in a box that scrolls on a narrow page."""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Sequence


def text_face(
    title: str, lines: Sequence[Sequence[str]], right: Collection[int], note: str = ""
) -> str:
    """Return a table as text.

    Parameters
    ----------
    title : str
        What stands above it.
    lines : sequence of sequence of str
        Cells, the heads first.
    right : collection of int
        Which columns are flush right; heads and cells alike.
    note : str
        What stands below it.
    """
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rows = [
        "  ".join(
            cell.rjust(width) if k in right else cell.ljust(width)
            for k, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    rule = "  ".join("-" * width for width in widths)
    return "\n".join([title, "", rows[0], rule, *rows[1:], *(["", note] if note else [])])


def html_face(title: str, heads: Iterable[str], rows: Iterable[str], note: str = "") -> str:
    """Return a table as HTML.

    Parameters
    ----------
    title, note : str
        What stands above and below it.
    heads : iterable of str
        Heads of the columns.
    rows : iterable of str
        The cells of each row, as HTML.
    """
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in heads)
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    label = html.escape(title, quote=True)
    below = f'\n<p class="nm-table-note">{html.escape(note)}</p>' if note else ""
    return (
        f'<div class="nm-table" tabindex="0" role="region" aria-label="{label}">\n'
        f"<table>\n<caption>{html.escape(title)}</caption>\n"
        f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>{below}"
    )
