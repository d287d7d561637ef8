"""Sliders that answer with a kernel and without one.

``explore(draw, current=[0, 5, 10])`` shows the figure that ``draw(current=...)`` returns. Where a
Python kernel runs, moving the slider calls ``draw`` again, at any value in the range. On a
published page every picture has been drawn beforehand, and a few lines of script exchange them.

``pattern_pad(weights, memories)`` shows a pattern that the reader paints, and a network that
changes it: the network itself runs on the page.
"""

from neuromath_lib.explore.explorer import Explorer, explore
from neuromath_lib.explore.pattern_pad import PatternPad, pattern_pad

__all__ = ["Explorer", "PatternPad", "explore", "pattern_pad"]
