"""What the tests share: a real browser, and a summary that says aloud what was not looked at."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from grading import NO_SANDBOX
from notebooks.budget import NotebookTimes, over_budget

ROOT = Path(__file__).resolve().parents[1]

BROWSER_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
BROWSER_ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Every name but our own server's is unknown: a page that asks for a foreign host is caught
    # in the attempt, and no test depends on, or reaches, the network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
NO_BROWSER = (
    "no Chromium found (NEUROMATH_CHROMIUM, or chromium or google-chrome on the PATH), or no "
    "playwright to drive it (the extra [test]): "
    "nothing that needs a browser was checked"
)
UNSEEN_WITHOUT_BROWSER = (
    "foreign requests, console errors, alt text, accessibility, phone width, both themes,\n"
    "explorers moving, push-ups judging, glossary tips, rendered mathematics, page weight"
)


def find_browser() -> str | None:
    """Path of the Chromium to use, or None; a wrong NEUROMATH_CHROMIUM is an error, not a None."""
    named = os.environ.get("NEUROMATH_CHROMIUM")
    if named:
        found = shutil.which(named)
        if found is None:
            raise FileNotFoundError(
                f"NEUROMATH_CHROMIUM is {named!r}, which is not a program here; "
                "it should be the path of a Chromium or Chrome"
            )
        return found
    return next((path for name in BROWSER_NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser():
    """A headless Chromium, one for each file of tests.

    Not one for the whole session: while playwright's synchronous interface is open, no other
    test of the same process can start an event loop of its own (running a notebook does).
    """
    executable = find_browser()
    try:
        from playwright import sync_api
    except ImportError:
        executable = None
    if executable is None:
        if os.environ.get("CI"):
            pytest.fail(f"{NO_BROWSER}; a run with CI set must have one")
        pytest.skip(NO_BROWSER)
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=BROWSER_ARGS)
        yield chromium
        chromium.close()


def pytest_configure(config):
    config.pluginmanager.register(NotebookTimes(), "notebook-times")


def notebook_times(config) -> dict[str, float]:
    """Seconds that each notebook took in this run."""
    return config.pluginmanager.get_plugin("notebook-times").seconds


def pytest_terminal_summary(terminalreporter, config):
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_SANDBOX in str(report.longrepr) for report in skipped):
        terminalreporter.section("NOT CHECKED: no sandbox", sep="!", red=True, bold=True)
        terminalreporter.line(f"{NO_SANDBOX}.")
        terminalreporter.line("Where it is missing, grading says so and runs without it: checked.")
    blind = [report.nodeid for report in skipped if NO_BROWSER in str(report.longrepr)]
    if blind:
        terminalreporter.section("NOT CHECKED: no browser", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(blind)} tests were skipped: {NO_BROWSER}.")
        terminalreporter.line(f"Unknown after this run: {UNSEEN_WITHOUT_BROWSER}.")
        for name in sorted({nodeid.split("::")[0] for nodeid in blind}):
            terminalreporter.line(f"  {name}")
    times = notebook_times(config)
    if times:
        # A report and no verdict: seconds depend on the machine and on what else it does.
        terminalreporter.section("time a notebook takes")
        for name, seconds in sorted(times.items(), key=lambda item: -item[1]):
            terminalreporter.line(f"{seconds:7.1f} s  {name}")
        for complaint in over_budget(times):
            terminalreporter.line(complaint, red=True, bold=True)
