"""How long a notebook may take: the seconds that nbval's cells add up to in a run."""

from __future__ import annotations

NOTEBOOK_SECONDS = 60.0
NOTEBOOK_AVERAGE_SECONDS = 20.0


class NotebookTimes:
    """Adds up what nbval's cells take, a notebook at a time."""

    def __init__(self):
        self.seconds: dict[str, float] = {}

    def pytest_runtest_logreport(self, report):
        name = report.nodeid.split("::")[0]
        if name.endswith(".ipynb"):
            self.seconds[name] = self.seconds.get(name, 0.0) + report.duration


def over_budget(times: dict[str, float]) -> list[str]:
    """Sentences on the notebooks that take longer than a chapter may."""
    complaints = [
        f"{name} takes {seconds:.1f} s; a notebook may take {NOTEBOOK_SECONDS:.0f} s"
        for name, seconds in sorted(times.items())
        if seconds > NOTEBOOK_SECONDS
    ]
    if times and (average := sum(times.values()) / len(times)) > NOTEBOOK_AVERAGE_SECONDS:
        complaints.append(
            f"notebooks take {average:.1f} s on average; they may take "
            f"{NOTEBOOK_AVERAGE_SECONDS:.0f} s"
        )
    return complaints
