"""Sliders that answer with a kernel and without one.

``explore(draw, current=[0, 5, 10])`` shows the figure that ``draw(current=...)`` returns. Where a
Python kernel runs, moving the slider calls ``draw`` again, at any value in the range. On a
published page every picture has been drawn beforehand, and a few lines of script exchange them.
"""

from neuromath_lib.explore.explorer import Explorer, explore

__all__ = ["Explorer", "explore"]
