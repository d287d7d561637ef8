"""The style sheet, and small helpers that every figure shares."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl

from neuromath_lib.figures.palette import COLOURS, colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

STYLE_SHEET = Path(__file__).with_name("neuromath.mplstyle")


def use() -> None:
    """Draw in the book's style from here on.

    Sets matplotlib's parameters and, in a notebook, shows figures as the book's own SVG: real
    text, colours that follow the theme of the page, no cropping.
    """
    if "IPython" in sys.modules:
        _show_as_svg()
    mpl.rcParams.update(mpl.rc_params_from_file(STYLE_SHEET, use_default_template=False))


def _show_as_svg() -> None:
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None or not hasattr(shell, "kernel"):
        return
    # Connect the inline backend first: it sets its own format when it is connected, and only then.
    import matplotlib_inline.backend_inline  # noqa: F401
    from IPython.core.pylabtools import select_figure_formats
    from matplotlib.figure import Figure

    from neuromath_lib.figures.svg import to_svg

    select_figure_formats(shell, {"svg"})
    shell.display_formatter.formatters["image/svg+xml"].for_type(
        Figure, lambda figure: to_svg(figure, background=True)
    )


def label(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    color: str = "ink",
    *,
    offset: tuple[float, float] = (0.0, 0.0),
    **text_options,
) -> Annotation:
    """Write a direct label beside a curve, instead of a legend.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to write.
    x, y : float
        Place in data coordinates.
    text : str
        What to write.
    color : str
        A name of the palette (``"sodium"``) or any colour that matplotlib knows.
    offset : (float, float)
        Shift from that place in points.
    **text_options
        Handed to ``Axes.annotate``; for example ``ha="right"``.

    Returns
    -------
    matplotlib.text.Annotation
    """
    if color in COLOURS or color in ("m", "n"):
        color = colour(color)
    options = {"ha": "left", "va": "center", "annotation_clip": False, **text_options}
    return axes.annotate(
        text, (x, y), xytext=offset, textcoords="offset points", color=color, **options
    )
