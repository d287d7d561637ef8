"""Figures as compact SVG that follows the theme of the page.

matplotlib's own SVG writer repeats style strings, keeps six decimals and fixes colours. This
renderer writes the same drawing with integer coordinates in tenths of a point, relative to the
previous rounded point (so rounding never adds up), omits every clip that clips nothing, joins
neighbours of one style, keeps text as text, and replaces the palette's colours by CSS custom
properties. A drawing is a flat list of elements, so that pictures that differ in one curve share
all the other elements: `neuromath_lib.explore` lives on that.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import dataclass
from functools import cache
from html import escape

import numpy as np
from matplotlib import colors as mcolors
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.figure import Figure
from matplotlib.ft2font import LoadFlags
from matplotlib.mathtext import MathTextParser
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from neuromath_lib.figures.palette import COLOURS, names_by_hex

UNITS_PER_POINT = 10
PIXELS_PER_INCH = 640 / 6  # a figure 6 in wide is shown 640 CSS pixels wide, where there is room
BASE_FONT_SIZE = 11.5  # points; the style sheet's font.size, 1em of the drawing
FONT_STACK = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
IMAGE_DPI = 200  # resolution of parts that only pixels can show
_NAMES = names_by_hex()
_ANCHORS = {"left": (0.0, ""), "center": (0.5, ' text-anchor="middle"')}
_ANCHORS["right"] = (1.0, ' text-anchor="end"')


@dataclass(frozen=True)
class Drawing:
    """A figure as SVG elements.

    Attributes
    ----------
    width, height : int
        Size in tenths of a point.
    elements : tuple of str
        SVG elements in the order in which they are painted.
    """

    width: int
    height: int
    elements: tuple[str, ...]

    def opening(self, alt: str | None, background: bool = False) -> str:
        """Return the opening tag, with the paper behind the drawing if `background`."""
        scale = PIXELS_PER_INCH / (72 * UNITS_PER_POINT)
        named = "" if alt is None else f' role="img" aria-label="{escape(alt)}"'
        paper = f'<rect class="nm-paper" width="100%" height="100%" fill="{_themed("paper")}"/>'
        return (
            f'<svg{named} xmlns="http://www.w3.org/2000/svg" class="nm-svg"'
            f' viewBox="0 0 {self.width} {self.height}"'
            f' width="{round(self.width * scale)}" height="{round(self.height * scale)}"'
            f' font-family="{FONT_STACK}" font-size="{_number(BASE_FONT_SIZE * UNITS_PER_POINT)}"'
            f' fill="none" stroke-linejoin="round">' + (paper if background else "")
        )

    def markup(self, alt: str | None, background: bool = False) -> str:
        """Return the whole SVG."""
        return self.opening(alt, background) + "".join(self.elements) + "</svg>"


def to_svg(
    figure: Figure, *, alt: str | None = None, prefix: str = "nm", background: bool = False
) -> str:
    """Write a figure as inline SVG.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        What to draw. It is laid out, not changed otherwise.
    alt : str, optional
        What the figure shows, for those who cannot see it. A figure without it gets no role and
        must be named by what surrounds it.
    prefix : str
        Start of every id in the SVG; ids are unique on a page if prefixes are.
    background : bool
        Whether to paint the paper, as a picture that stands alone needs.

    Returns
    -------
    str
        One ``<svg>`` element. The same figure always gives the same text.

    Raises
    ------
    ValueError
        If `alt` is empty or `prefix` is no identifier.
    """
    if alt is not None and not alt.strip():
        raise ValueError(f"alt must say what the figure shows; it was {alt!r}")
    return draw(figure, prefix=prefix).markup(alt, background)


def draw(figure: Figure, *, prefix: str = "nm") -> Drawing:
    """Draw a figure into SVG elements; `prefix` starts every id."""
    if not isinstance(figure, Figure):
        raise ValueError(f"figure must be a matplotlib Figure; it was {type(figure).__name__}")
    if not re.fullmatch(r"[A-Za-z][\w-]*", prefix):
        raise ValueError(
            f"prefix must be a letter followed by letters, digits or -; it was {prefix!r}"
        )
    width, height = figure.get_size_inches()
    renderer = _Renderer(width, height, figure.dpi, prefix)
    figure.draw(MixedModeRenderer(figure, width, height, IMAGE_DPI, renderer))
    unit = 72 * UNITS_PER_POINT
    return Drawing(round(width * unit), round(height * unit), tuple(renderer.finished()))


def with_prefix(svg: str, old: str, new: str) -> str:
    """Return `svg` with the start of every id and reference changed from `old` to `new`."""
    return re.sub(rf'(id="|url\(#|href="#){re.escape(old)}-', rf"\g<1>{new}-", svg)


def _themed(name: str, text: bool = False) -> str:
    value = COLOURS[name]
    if text and value.text:
        return f"var(--nm-{name}-text,{value.text})"
    return f"var(--nm-{name},{value.light})"


def _number(value: float) -> str:
    """Format with at most two decimals and nothing superfluous."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    text = re.sub(r"^(-?)0\.", r"\1.", text)
    return "0" if text in ("-0", "", "-") else text


def _join(numbers: list[int]) -> str:
    """Write integers with a blank only where no minus sign parts them."""
    return "".join(str(n) if i == 0 or n < 0 else f" {n}" for i, n in enumerate(numbers))


def _polyline(points: np.ndarray) -> str:
    """Write rounded points as a relative path, merging steps in one direction."""
    steps = np.diff(points, axis=0)
    steps = steps[np.any(steps != 0, axis=1)]
    if not len(steps):
        return f"M{_join(points[0].tolist())}h0"
    # Where a step goes on in the direction of the last, both are one step.
    cross = steps[1:, 0] * steps[:-1, 1] - steps[1:, 1] * steps[:-1, 0]
    ahead = np.sum(steps[1:] * steps[:-1], axis=1) > 0
    first = np.flatnonzero(np.r_[True, (cross != 0) | ~ahead])
    steps = np.add.reduceat(steps, first, axis=0)
    return f"M{_join(points[0].tolist())}l{_join(steps.ravel().tolist())}"


class _Renderer(RendererBase):
    def __init__(self, width: float, height: float, dpi: float, prefix: str):
        super().__init__()
        self.width, self.height, self.dpi = width * dpi, height * dpi, dpi
        self.unit = 72 * UNITS_PER_POINT / dpi  # per pixel of the figure
        self.prefix = prefix
        self._elements: list[str] = []
        self._defined: set[str] = set()
        self._open: tuple[str, list[str]] | None = None  # style and data of a path not yet written

    # What matplotlib asks of a renderer.

    def get_canvas_width_height(self):
        return self.width, self.height

    def points_to_pixels(self, points):
        return points * self.dpi / 72

    def option_image_nocomposite(self):
        return True

    def option_scale_image(self):
        return True

    def get_image_magnification(self):
        return IMAGE_DPI / self.dpi

    def draw_path(self, gc, path, transform, rgbFace=None):
        face = self._paint(gc, rgbFace, "fill") if rgbFace is not None else ""
        hatch = self._hatch(gc)
        stroke = self._stroke(gc)
        if not (face or stroke or hatch):
            return
        to_units = self._to_units(transform)
        margin = gc.get_linewidth() * UNITS_PER_POINT + 10
        window = (-margin, -margin, self.width * self.unit + margin,
                  self.height * self.unit + margin)  # fmt: skip
        filled = bool(face or hatch)
        simplify = path.should_simplify and not filled
        cleaned = path.cleaned(
            to_units,
            remove_nans=True,
            clip=None if filled else window,
            simplify=simplify,
            curves=True,
        )
        points, codes = cleaned.vertices[:-1], cleaned.codes[:-1]
        if not len(points):
            return
        if rgbFace is not None and self._is_paper(gc, rgbFace, points):
            return
        data = _path_data(np.rint(points).astype(int), codes)
        if not data:
            return
        clip = self._clip(gc, points, gc.get_linewidth() * UNITS_PER_POINT if stroke else 0)
        # Opaque neighbours of one style and one kind of paint may be written as one path.
        joinable = bool(face) != bool(stroke) and "opacity" not in face + stroke and not hatch
        self._path(face + stroke + clip, data, joinable)
        if hatch:
            self._path(hatch + clip, data, False)

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        diameter = _diameter(marker_path, marker_trans)
        edge = gc.get_linewidth() and gc.get_rgb()[3] and mcolors.to_hex(gc.get_rgb())
        plain = rgbFace is not None and (not edge or edge == mcolors.to_hex(rgbFace))
        if diameter is None or not plain:
            super().draw_markers(gc, marker_path, marker_trans, path, trans, rgbFace)
            return
        # Round dots: a line of no length with a round cap is a disc.
        points = self._to_units(trans).transform(path.vertices)
        points = np.rint(points[np.all(np.isfinite(points), axis=1)]).astype(int)
        size = diameter * self.unit + (gc.get_linewidth() * UNITS_PER_POINT if edge else 0)
        style = self._paint(gc, rgbFace, "stroke")
        style += f' stroke-width="{_number(size)}" stroke-linecap="round"'
        if len(points):
            clip = self._clip(gc, points, size)
            data = "".join(f"M{_join([x, y])}h0" for x, y in points.tolist())
            self._path(style + clip, data, "opacity" not in style)

    def draw_image(self, gc, x, y, im, transform=None):
        height, width = im.shape[:2]
        if not height or not width:
            return
        if transform is None:
            scale = 72 * UNITS_PER_POINT / IMAGE_DPI
            left, bottom = x * self.unit, (self.height - y) * self.unit
            place = (
                f' x="{_number(left)}" y="{_number(bottom - height * scale)}"'
                f' width="{_number(width * scale)}" height="{_number(height * scale)}"'
            )
            corners = np.array([[left, bottom], [left + width * scale, bottom - height * scale]])
            pixels = im[::-1]
        else:
            matrix = self._to_units(
                Affine2D().scale(1 / width, 1 / height) + transform + Affine2D().translate(x, y)
            )
            a, b, c, d, e, f = Affine2D(matrix.get_matrix()).to_values()
            place = (
                f' width="{width}" height="{height}" preserveAspectRatio="none"'
                f' transform="matrix({a:.6g} {b:.6g} {c:.6g} {d:.6g} {e:.6g} {f:.6g})"'
                ' style="image-rendering:pixelated"'
            )
            corners = matrix.transform([[0, 0], [width, height]])
            pixels = im
        alpha = gc.get_alpha()
        opacity = "" if alpha in (None, 1) else f' opacity="{_number(alpha)}"'
        clip = self._clip(gc, corners, 1)
        image = f'<image{place}{opacity} href="{_data_uri(pixels)}"/>'
        self._add(f"<g{clip}>{image}</g>" if clip else image)

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        runs = _math_runs(s, prop) if ismath else [_Run(s)]
        if runs is None or ismath == "TeX":  # fractions and roots: as outlines
            self._draw_text_as_path(gc, x, y, s, prop, angle, ismath, mtext)
            return
        align = mtext.get_ha() if mtext is not None else "left"
        fraction, anchor = _ANCHORS.get(align, _ANCHORS["left"])
        width = self.get_text_width_height_descent(s, prop, ismath)[0]
        radians = np.deg2rad(angle)
        x = (x + fraction * width * np.cos(radians)) * self.unit
        y = (y - fraction * width * np.sin(radians)) * self.unit
        place = f' x="{round(x)}" y="{round(y)}"'
        if angle % 360:
            turn = _number(-angle)
            place = f' transform="translate({round(x)} {round(y)}) rotate({turn})"'
        size = prop.get_size_in_points() / BASE_FONT_SIZE
        style = "" if abs(size - 1) < 0.005 else f' font-size="{_number(size)}em"'
        if prop.get_style() != "normal":
            style += ' font-style="italic"'
        weight = prop.get_weight()
        if weight not in ("normal", "regular", "book", 400):
            style += f' font-weight="{weight}"'
        if prop.get_family()[0] in ("monospace", "serif"):
            style += f' font-family="{prop.get_family()[0]}"'
        fill = self._paint(gc, gc.get_rgb(), "fill", text=True)
        if fill:
            content = "".join(run.markup() for run in runs)
            self._add(f"<text{place}{anchor}{style}{fill}>{content}</text>")

    # How it is written.

    def finished(self) -> list[str]:
        self._close()
        return self._elements

    def _add(self, element: str) -> None:
        self._close()
        self._elements.append(element)

    def _path(self, style: str, data: str, joinable: bool) -> None:
        if joinable and self._open and self._open[0] == style:
            self._open[1].append(data)
            return
        self._close()
        self._open = (style, [data])
        if not joinable:
            self._close()

    def _close(self) -> None:
        if self._open:
            style, data = self._open
            self._elements.append(f'<path{style} d="{"".join(data)}"/>')
            self._open = None

    def _define(self, kind: str, body: str, attributes: str = "") -> str:
        """Define a clip or a pattern once and return a reference to it."""
        key = hashlib.sha256((attributes + body).encode()).hexdigest()[:6]
        name = f"{self.prefix}-{key}"
        if name not in self._defined:
            self._defined.add(name)
            self._add(f'<{kind} id="{name}"{attributes}>{body}</{kind}>')
        return f"url(#{name})"

    def _to_units(self, transform):
        return transform + Affine2D().scale(self.unit, -self.unit).translate(
            0, self.height * self.unit
        )

    def _paint(self, gc, rgb, kind: str, text: bool = False) -> str:
        red, green, blue, *rest = rgb
        alpha = rest[0] if rest else 1.0
        if gc.get_forced_alpha():
            alpha = gc.get_alpha()
        if not alpha:
            return ""
        value = mcolors.to_hex((red, green, blue))
        if value in _NAMES:
            value = _themed(_NAMES[value], text)
        opacity = "" if alpha >= 0.995 else f' {kind}-opacity="{_number(alpha)}"'
        return f' {kind}="{value}"{opacity}'

    def _stroke(self, gc) -> str:
        width = gc.get_linewidth()
        if not width:
            return ""
        style = self._paint(gc, gc.get_rgb(), "stroke")
        if not style:
            return ""
        style += f' stroke-width="{_number(width * UNITS_PER_POINT)}"'
        offset, dashes = gc.get_dashes()
        if dashes is not None and len(dashes):
            lengths = " ".join(_number(d * UNITS_PER_POINT) for d in dashes)
            style += f' stroke-dasharray="{lengths}"'
            if offset:
                style += f' stroke-dashoffset="{_number(offset * UNITS_PER_POINT)}"'
        cap = {"projecting": "square"}.get(gc.get_capstyle(), gc.get_capstyle())
        if cap != "butt":
            style += f' stroke-linecap="{cap}"'
        if gc.get_joinstyle() != "round":
            style += f' stroke-linejoin="{gc.get_joinstyle()}"'
        return style

    def _clip(self, gc, points: np.ndarray, width: float) -> str:
        """Return the clip attribute, or nothing where all of the drawing lies inside."""
        path, transform = gc.get_clip_path()
        if path is not None:
            cleaned = path.cleaned(self._to_units(transform), remove_nans=True, curves=True)
            data = _path_data(np.rint(cleaned.vertices[:-1]).astype(int), cleaned.codes[:-1])
            return f' clip-path="{self._define("clipPath", f"""<path d="{data}"/>""")}"'
        box = gc.get_clip_rectangle()
        if box is None:
            return ""
        left, right = box.x0 * self.unit, box.x1 * self.unit
        top, bottom = (self.height - box.y1) * self.unit, (self.height - box.y0) * self.unit
        reach = width / 2
        low, high = points.min(axis=0), points.max(axis=0)
        # Half a line that runs along the frame may stick out of it: that looks better whole.
        slack = reach + 1
        if (
            low[0] - reach >= left - slack
            and high[0] + reach <= right + slack
            and low[1] - reach >= top - slack
            and high[1] + reach <= bottom + slack
        ):
            return ""
        x, y, w, h = round(left), round(top), round(right - left), round(bottom - top)
        rect = f'<rect x="{x}" y="{y}" width="{w}" height="{h}"/>'
        return f' clip-path="{self._define("clipPath", rect)}"'

    def _hatch(self, gc) -> str:
        path = gc.get_hatch_path(6.0) if gc.get_hatch() else None
        if path is None:
            return ""
        size = 72 * UNITS_PER_POINT
        cleaned = path.cleaned(Affine2D().scale(size, -size).translate(0, size), curves=True)
        data = _path_data(np.rint(cleaned.vertices[:-1]).astype(int), cleaned.codes[:-1])
        colour = self._paint(gc, gc.get_hatch_color(), "stroke")
        width = _number(gc.get_hatch_linewidth() * UNITS_PER_POINT)
        body = f'<path{colour} stroke-width="{width}" d="{data}"/>'
        attributes = f' width="{size}" height="{size}" patternUnits="userSpaceOnUse"'
        return f' fill="{self._define("pattern", body, attributes)}"'

    def _is_paper(self, gc, rgb, points: np.ndarray) -> bool:
        """Whether this is the sheet on which the figure is drawn: the page gives that."""
        size = np.array([self.width, self.height]) * self.unit
        covers = np.all(points.min(axis=0) <= 1) and np.all(points.max(axis=0) >= size - 1)
        return bool(covers) and _NAMES.get(mcolors.to_hex(rgb[:3])) == "paper"


def _path_data(points: np.ndarray, codes: np.ndarray) -> str:
    """Write vertices and codes as SVG path data, relative to the last rounded point."""
    if not len(points):
        return ""
    if codes[0] == Path.MOVETO and np.all(codes[1:] == Path.LINETO):
        return _polyline(points) if len(points) > 1 else ""
    parts: list[str] = []
    starts = np.flatnonzero(codes == Path.MOVETO).tolist()
    for start, stop in zip(starts, [*starts[1:], len(codes)], strict=True):
        segment, kinds = points[start:stop], codes[start:stop]
        closed = kinds[-1] == Path.CLOSEPOLY
        if closed:
            segment, kinds = segment[:-1], kinds[:-1]
        if len(segment) < 2:
            continue
        if np.all(kinds[1:] == Path.LINETO):
            if closed and np.array_equal(segment[0], segment[-1]) and len(segment) > 2:
                segment = segment[:-1]
            parts.append(_polyline(segment))
        else:
            parts.append(_curve(segment.tolist(), kinds.tolist()))
        if closed:
            parts.append("z")
    return "".join(parts)


def _curve(points: list[list[int]], codes: list[int]) -> str:
    """Write one stroke with Bezier curves in it."""
    letters = {Path.LINETO: ("l", 1), Path.CURVE3: ("q", 2), Path.CURVE4: ("c", 3)}
    here = points[0]
    parts = [f"M{_join(here)}"]
    index = 1
    while index < len(points):
        letter, count = letters[codes[index]]
        group = points[index : index + count]
        relative = [value for x, y in group for value in (x - here[0], y - here[1])]
        parts.append(letter + _join(relative))
        here = group[-1]
        index += count
    return "".join(parts)


def _diameter(path: Path, transform) -> float | None:
    """Return the diameter in pixels of a round marker, None for every other shape."""
    circle = Path.unit_circle()
    if path.codes is None or len(path) != len(circle):
        return None
    if not np.array_equal(path.codes, circle.codes):
        return None
    low, high = transform.transform(path.vertices).min(0), transform.transform(path.vertices).max(0)
    width, height = high - low
    return float(width) if abs(width - height) < 1e-6 * width else None


def _data_uri(pixels: np.ndarray) -> str:
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(stream, "webp", lossless=True, method=4)
    return "data:image/webp;base64," + base64.b64encode(stream.getvalue()).decode()


@dataclass
class _Run:
    """Letters of one size, slant and height above the line."""

    text: str
    italic: bool = False
    scale: float = 1.0
    rise: float = 0.0  # of this run above the last one, in em of the run
    back: float = 0.0  # to the left of where the last one ended, in em of the run

    def markup(self) -> str:
        content = escape(re.sub(r"^ | $|(?<= ) ", "\u00a0", self.text), quote=False)
        style = ""
        if self.italic:
            style += ' font-style="italic"'
        if abs(self.scale - 1) > 0.01:
            style += f' font-size="{_number(self.scale)}em"'
        if abs(self.rise) > 0.004:
            style += f' dy="{_number(-self.rise)}em"'
        if self.back > 0.02:
            style += f' dx="{_number(-self.back)}em"'
        return f"<tspan{style}>{content}</tspan>" if style else content


@cache
def _parser() -> MathTextParser:
    return MathTextParser("path")


def _math_runs(s: str, prop) -> list[_Run] | None:
    """Turn mathtext into runs that flow in any font; None where it needs drawn lines.

    matplotlib lays mathematics out glyph by glyph in its own font. In another font those places
    would tear words apart, so only the order, the slant, the size and the height are kept.
    """
    parsed = _parser().parse(s, 72, prop)
    if parsed.rects:
        return None
    full = prop.get_size_in_points()
    glyphs = []
    for font, size, code, *_, x, y in parsed.glyphs:
        font.set_size(size, 72)
        advance = font.load_char(code, flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536
        italic = "Oblique" in font.style_name or "Italic" in font.style_name
        glyphs.append((float(x), float(y), size / full, italic, chr(code), advance))
    glyphs.sort(key=lambda glyph: glyph[0])
    if not glyphs:
        return []
    line = next((g[1] for g in glyphs if g[2] > 0.95), glyphs[0][1])
    ordered: list[tuple] = []
    shifted: list[tuple] = []
    for glyph in [*glyphs, None]:
        if glyph is not None and abs(glyph[1] - line) > 0.1 * full:
            shifted.append(glyph)
            continue
        # Superscripts first, then the subscripts below them.
        ordered += [g for g in shifted if g[1] > line] + [g for g in shifted if g[1] < line]
        shifted = []
        if glyph is not None:
            ordered.append(glyph)
    runs: list[_Run] = []
    end, height = ordered[0][0], line
    style: tuple | None = None
    for x, y, scale, italic, character, advance in ordered:
        gap = (x - end) / full
        # A slanted letter's advance leaves a little air: only clear gaps are blanks.
        blank = "\u2009" if 0.12 < gap <= 0.3 else " " if gap > 0.3 else ""
        back = -gap / scale if gap < -0.2 else 0.0
        if runs and style == (y, scale, italic) and not back:
            runs[-1].text += blank + character
        else:
            if runs and blank:
                runs[-1].text += blank
            rise = (y - height) / (full * scale)
            runs.append(_Run(character, italic, scale, rise, back))
        style, end, height = (y, scale, italic), x + advance, y
    return runs


__all__ = ["Drawing", "draw", "to_svg", "with_prefix"]
