"""A book of one page with pads of each kind, its scripts and data put where the build puts them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from neuromath_lib import hopfield
from neuromath_lib.explore import pattern_pad
from sphinx_ext import later

PAGE = "pads.html"
THEME = (
    'const dark = matchMedia("(prefers-color-scheme: dark)");'
    'const follow = () => { document.documentElement.dataset.theme = dark.matches ? "dark"'
    ' : "light"; }; dark.addEventListener("change", follow); follow();'
)


def pads() -> list:
    """Pads whose weights are whole numbers, halves of them, doubles, and not symmetric."""
    rng = np.random.default_rng(11)
    few = hopfield.random_patterns(3, 64, rng)
    many = hopfield.random_patterns(6, 36, rng)
    small = np.array([[1] * 8 + [-1] * 8, [1, -1] * 8])
    steps = hopfield.random_patterns(3, 16, rng)
    successors = np.roll(steps, -1, axis=0).T @ steps
    np.fill_diagonal(successors, 0)
    return [
        pattern_pad(
            hopfield.hebbian(few),
            few,
            name="whole",
            title="Eight by eight",
            names=("a face", "a house", "a <tree>"),
            start=hopfield.flip(few[0], 0.2, rng),
            seed=1,
        ),
        pattern_pad(
            hopfield.projection(many), many, (6, 6), name="doubles", title="Doubles", seed=2
        ),
        pattern_pad(
            hopfield.hebbian(small) / 16,
            small,
            (4, 4),
            name="ties",
            title="Many fields of zero",
            seed=3,
            learn=True,
        ),
        pattern_pad(
            successors + 2 * hopfield.hebbian(steps),
            steps,
            (2, 8),
            name="sequence",
            title="Weights that are not symmetric",
            thresholds=np.arange(16) % 3,
            seed=4,
        ),
        pattern_pad(
            np.zeros((144, 144)),
            (),
            (12, 12),
            name="empty",
            title="Nothing is known yet",
            learn=True,
            readout=("wanting",),
        ),
    ]


def write(folder: Path) -> None:
    """Write the page as the book's build does."""
    body = "".join(pad._repr_mimebundle_()["text/html"] for pad in pads())
    static = folder / "_static"
    palette = body[body.index("<style") : body.index("</style>") + len("</style>")]
    body, files = later.take_assets(body, static)
    body = later.take_data(body, static, lambda file: f"_static/{file}")
    links = "".join(
        f'<link rel="stylesheet" href="_static/{file}">'
        if file.endswith(".css")
        else f'<script defer src="_static/{file}"></script>'
        for file in files
    )
    (folder / PAGE).write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pads</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><script>{THEME}</script>{palette}'
        "<style>body { margin: 16px; background: var(--nm-paper); color: var(--nm-ink); }</style>"
        f"{links}</head><body><main><h1>Pads</h1>{body}</main></body></html>",
        encoding="utf-8",
    )
