"""Sliders that answer with a kernel and without one.

``explore(draw, current=[0, 5, 10])`` shows the figure that ``draw(current=...)`` returns. Where a
Python kernel runs, moving the slider calls ``draw`` again, at any value in the range. On a
published page every picture has been drawn beforehand, and a few lines of script exchange them.

``pattern_pad(weights, memories)`` shows a pattern that the reader paints, and a network that
changes it. The network itself runs on the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuromath_lib.explore.explorer import Explorer, explore

if TYPE_CHECKING:
    from neuromath_lib.explore.pattern_pads import PatternPad, pattern_pad

__all__ = ["Explorer", "PatternPad", "explore", "pattern_pad"]


def __getattr__(name: str):
    # Pads need numpy, which takes longer to import than all the rest of this package.
    if name in ("PatternPad", "pattern_pad"):
        from neuromath_lib.explore import pattern_pads

        return getattr(pattern_pads, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
