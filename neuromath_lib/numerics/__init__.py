"""Integrators, root finding and compilation. Knows no neuroscience.

Three explicit rules of growing order (`euler`, `midpoint`, `rk4`) and an adaptive one
(`adaptive`) solve any ``dy/dt = f(t, y)``; each has a file of its own, short enough to read.
"""

from neuromath_lib.numerics.adaptive import adaptive
from neuromath_lib.numerics.bisection import turning_point
from neuromath_lib.numerics.crossings import hermite, hermite_crossing, hermite_peak
from neuromath_lib.numerics.euler import euler
from neuromath_lib.numerics.midpoint import midpoint
from neuromath_lib.numerics.rk4 import rk4
from neuromath_lib.numerics.roots import bracketed_root

__all__ = [
    "adaptive",
    "bracketed_root",
    "euler",
    "hermite",
    "hermite_crossing",
    "hermite_peak",
    "midpoint",
    "rk4",
    "turning_point",
]
