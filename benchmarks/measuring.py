"""Clocks, repeats, and what the rest of the machine does meanwhile. Standard library only.

CPU seconds are counted rather than seconds of the clock on the wall, since another program on the
same machine lengthens the latter and (but for shared caches) not the former. Threads and finished
child processes are included: work given away is still work.
"""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

MOST_REPEATS = 50
LEAST_SECONDS = 0.5  # of samples: a short run is repeated more often than asked
PATIENCE = 6.0  # seconds of samples, after which three of them are enough; after twice that, one


def cpu_seconds() -> float:
    """CPU time of this process, its threads and its finished children."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def peak_megabytes() -> float:
    """Most memory this process has held, 10^6 bytes."""
    try:  # the other way, a child starts with its parent's peak
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6
    except (OSError, IndexError, ValueError):
        pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if os.uname().sysname == "Darwin" else 1024) / 1e6


@dataclass
class Timing:
    """Samples of the same work, in seconds."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def time(self, work: Callable[[], Any]) -> Any:
        """Do the work once and keep what it took."""
        wall, cpu = time.perf_counter(), cpu_seconds()
        result = work()
        self.cpu.append(cpu_seconds() - cpu)
        self.wall.append(time.perf_counter() - wall)
        return result

    def enough(self, repeats: int) -> bool:
        """Whether there are as many samples as asked, or as patience allows."""
        count, seconds = len(self.cpu), sum(self.wall)
        if count >= MOST_REPEATS or seconds >= 2 * PATIENCE:
            return True
        if count >= min(3, repeats) and seconds >= PATIENCE:
            return True
        return count >= repeats and (repeats == 1 or seconds >= LEAST_SECONDS)

    def median(self, clock: str = "cpu") -> float:
        """Median of the samples, NaN without any."""
        samples = getattr(self, clock)
        return statistics.median(samples) if samples else float("nan")

    def as_dict(self) -> dict[str, Any]:
        """Samples for the results."""
        return asdict(self)


def repeated(
    work: Callable[[], Any], repeats: int, before: Callable[[], Any] | None = None
) -> tuple[Timing, Any]:
    """Time some work again and again.

    Parameters
    ----------
    work
        What is timed.
    repeats
        How often, at least; short work is done more often, long work less.
    before
        Done before each, untimed.

    Returns
    -------
    tuple
        The `Timing`, and what the last repeat returned.
    """
    timing, result = Timing(), None
    while not timing.enough(repeats):
        result = None  # so that its memory can be used again: else every second run is slower
        if before:
            before()
        result = timing.time(work)
    return timing, result


def one_core() -> int | None:
    """Keep this process and its children on one core; its number, None where that cannot be."""
    try:
        core = max(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {core})
    except (AttributeError, OSError):
        return None
    return core


ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "JAX_PLATFORMS": "cpu",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}


@dataclass
class Neighbours:
    """Cores that other programs kept busy while something was measured.

    The load average would count our own work too.
    """

    wall: float = field(default_factory=time.perf_counter)
    busy: float | None = field(default_factory=lambda: busy_core_seconds())
    own: float = field(default_factory=cpu_seconds)

    def cores(self) -> float | None:
        """Mean number of cores others kept busy since this was made; None where unknown."""
        now = busy_core_seconds()
        if now is None or self.busy is None:
            return None
        others = (now - self.busy) - (cpu_seconds() - self.own)
        return max(0.0, others / max(time.perf_counter() - self.wall, 1e-9))


def busy_core_seconds(stat: Path = Path("/proc/stat")) -> float | None:
    """Seconds that all cores together have worked since the machine started (Linux)."""
    try:
        fields = [int(x) for x in stat.read_text(encoding="ascii").split("\n")[0].split()[1:9]]
    except (OSError, ValueError):
        return None
    user, nice, system, _idle, _waiting, irq, softirq, _stolen = fields
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")
