"""The library behind the executable textbook *Neuroscience and Math*.

Each subpackage is imported by name, for example ``from neuromath_lib import hodgkin_huxley``;
importing this package alone loads nothing heavy.
"""

__version__ = "0.1.0"
