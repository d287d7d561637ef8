"""What sleep could do to a memory: three ideas as three models.

`unlearning`: dreams find what the network falls into, and take a little of it away. `dreaming`:
the same carried through as one formula. `two_stores`: what was learnt today is replayed into
slower synapses at night.
"""

from neuromath_lib.hopfield.sleep.dreaming import dreaming_kernel
from neuromath_lib.hopfield.sleep.two_stores import TwoStores
from neuromath_lib.hopfield.sleep.unlearning import Night, best_night, nights, unlearn

__all__ = ["Night", "TwoStores", "best_night", "dreaming_kernel", "nights", "unlearn"]
