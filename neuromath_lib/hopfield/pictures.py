"""Patterns with a meaning: sketches, letters of a font, and faces of people in the news.

Nothing is fetched: the sketches are drawn here, the font comes with matplotlib, the faces with
scikit-image. Letters and faces resemble each other far more than random patterns do, which is
what breaks Hebb's rule (see `learning`); the first three sketches hardly do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from neuromath_lib.hopfield.checking import count

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FACE_SIDE = 25  # pixels
N_FACES = 100


# Drawn by hand, ten lines of ten pixels, # filled and . empty.
SKETCHES = {
    "face": (
        "..######.."
        ".#......#."
        "#..#..#..#"
        "#..#..#..#"
        "#........#"
        "#.#....#.#"
        "#..####..#"
        "#........#"
        ".#......#."
        "..######.."
    ),
    "house": (
        "....##...."
        "...####..."
        "..######.."
        ".########."
        "##########"
        ".#......#."
        ".#.##...#."
        ".#.##...#."
        ".#......#."
        ".########."
    ),
    "boat": (
        ".....#...."
        ".....##..."
        ".....###.."
        ".....####."
        ".....#...."
        "##########"
        ".########."
        "..######.."
        ".........."
        "##..##..##"
    ),
    "key": (
        ".........."
        ".####....."
        "##..##...."
        "#....#####"
        "#....#####"
        "##..##.#.#"
        ".####..#.#"
        ".........."
        ".........."
        ".........."
    ),
    "cup": (
        ".........."
        "########.."
        "########.."
        "#########."
        "########.#"
        "########.#"
        "#########."
        "########.."
        ".######..."
        "##########"
    ),
    "tree": (
        "....##...."
        "...####..."
        "..######.."
        "...####..."
        "..######.."
        ".########."
        "..######.."
        ".########."
        "....##...."
        "....##...."
    ),
}


def sketches(*names: str) -> np.ndarray:
    """Return small pictures drawn by hand, 10 x 10 pixels, filled +1 and empty -1.

    Parameters
    ----------
    *names : str
        Of "face", "house", "boat", "key", "cup", "tree"; all six in this order if left out. The
        first three hardly resemble each other (overlaps of a tenth at most), the boat and the
        tree do (0.46).

    Returns
    -------
    numpy.ndarray of int
        Shape ``(len(names), 100)``, line by line from the top.

    Raises
    ------
    ValueError
        If there is no picture of that name.

    Examples
    --------
    >>> sketches("face", "key").shape
    (2, 100)
    """
    for name in names:
        if name not in SKETCHES:
            raise ValueError(f"names had {name!r}; they should be among {', '.join(SKETCHES)}")
    chosen = [SKETCHES[name] for name in names or SKETCHES]
    return np.array([[1 if mark == "#" else -1 for mark in picture] for picture in chosen])


def letters(text: str = ALPHABET, size: int = 32) -> np.ndarray:
    """Draw letters in DejaVu Sans Bold, ink +1 on paper -1.

    Parameters
    ----------
    text : str
        The letters, one pattern each.
    size : int
        Pixels on a side, at least 8. A pattern has ``size ** 2`` units, line by line from the top.

    Returns
    -------
    numpy.ndarray of int
        Shape ``(len(text), size * size)``; ``.reshape(-1, size, size)`` for pictures.

    Raises
    ------
    ValueError
        If `text` is no text, is empty, or has a letter with no ink or too wide for the square; or
        `size` is too small.
    """
    import matplotlib
    from matplotlib.ft2font import FT2Font

    if not isinstance(text, str) or not text:
        raise ValueError(f"text was {text!r}; it should be letters, as in 'ABC'")
    size = count("size", size, low=8)
    font = FT2Font(str(Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans-Bold.ttf")))
    font.set_size(_POINTS * size, 72)
    pictures = np.full((len(text), size, size), -1)
    for picture, letter in zip(pictures, text, strict=True):
        font.set_text(letter, 0.0)
        font.draw_glyphs_to_bitmap(antialiased=True)
        ink = np.asarray(font.get_image()) > 127
        if not ink.any():
            raise ValueError(f"text was {text!r}; {letter!r} leaves no ink")
        ink = ink[np.ix_(ink.any(axis=1), ink.any(axis=0))]
        if max(ink.shape) > size:
            raise ValueError(f"text was {text!r}; {letter!r} does not fit a square of {size}")
        top, left = ((size - length) // 2 for length in ink.shape)
        picture[top : top + ink.shape[0], left : left + ink.shape[1]][ink] = 1
    return pictures.reshape(len(text), -1)


_POINTS = 0.9  # size of the font over the side: a margin is left round the widest capital, W


def faces(n_faces: int = N_FACES) -> np.ndarray:
    """Return faces from scikit-image's cut of "Labeled Faces in the Wild", 25 x 25 pixels.

    Each picture is split at its own median: the lighter half of its pixels is +1.

    Parameters
    ----------
    n_faces : int
        How many, 1 to 100.

    Returns
    -------
    numpy.ndarray of int
        Shape ``(n_faces, 625)``.

    Raises
    ------
    ValueError
        If `n_faces` is not a whole number from 1 to 100.
    ModuleNotFoundError
        If scikit-image is not installed.

    Notes
    -----
    G. B. Huang, M. Ramesh, T. Berg & E. Learned-Miller 2007, University of Massachusetts Amherst
    technical report 07-49.
    """
    n_faces = count("n_faces", n_faces)
    if n_faces > N_FACES:
        raise ValueError(f"n_faces was {n_faces}; it should be at most {N_FACES}")
    pixels: Any = _skimage_data().lfw_subset()[:n_faces].reshape(n_faces, -1)
    return np.where(pixels > np.median(pixels, axis=1, keepdims=True), 1, -1)


def _skimage_data() -> Any:
    try:
        import skimage.data
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "faces come with scikit-image, which is not installed here: pip install scikit-image"
        ) from error
    return skimage.data
