"""The built pages: what they weigh, when they can be used, how fast explorers answer."""

from __future__ import annotations

import gzip
import json
import math
import mimetypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

from benchmarks.accuracy import median
from benchmarks.environments import Unavailable, reason
from benchmarks.machine import ROOT
from benchmarks.report import Group, Promise, Table
from benchmarks.settings import Settings

TITLE = "Pages"
ALL_OURS_IS_COUNTED = False  # the browser is not waited for
CHAPTER = "chapters/part1/action_potential.html"
OWN, TOTAL = 400.0, 1000.0  # KB a page may weigh
SCRIPT = Path(__file__).with_name("page.js")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = 2000  # ms without a long task
KEYS = 80  # presses for each explorer


def conditions() -> list[dict[str, Any]]:
    """Readers: who they are, how much slower their processor is, kbit/s and ms of their network."""
    return [
        {"reader": "this computer, served from itself", "slower": 1, "kbit": None, "delay": 0},
        {"reader": "a phone: processor 4 times slower, 10 Mbit/s, 40 ms", "slower": 4,
         "kbit": 10_000, "delay": 40},
        {"reader": "the same on a poor network, 1.6 Mbit/s, 150 ms", "slower": 4, "kbit": 1_600,
         "delay": 150},
    ]  # fmt: skip


def measure(settings: Settings, group: Group) -> None:
    """Do all of it."""
    html = settings.html or Path(os.environ.get("NEUROMATH_HTML") or ROOT / "_build" / "html")
    if not (html / CHAPTER).is_file():
        group.skipped.append("Pages: there is no built book with the chapter; run `make html`.")
        return
    weights(group, html)
    try:
        with browser() as chromium, served(html) as origin:
            interactive(settings, group, chromium, origin)
            latency(settings, group, chromium, origin)
    except Unavailable as why:
        group.skipped.append(f"Time to interactive, latency of explorers: {why}")


def weights(group: Group, html: Path) -> None:
    """What each page loads before it is touched, as the build has weighed it."""
    kept = html.parent / "page_weight.json"
    if not kept.is_file():
        group.skipped.append("Weight of pages: the build has left no page_weight.json.")
        return
    table = Table(
        "Weight of pages, compressed, before anything is touched",
        {"page": "page", "own": "our own (KB)", "total": "in all (KB)", "files": "files"},
        notes=[
            "As the build weighs them: gzip -6 for what a server would compress; 1 KB is 1000 "
            "bytes. Our own: text, figures, explorers, push-ups, style. In all: with the theme "
            "and MathJax."
        ],
    )
    for page, weight in sorted(
        json.loads(kept.read_text(encoding="utf-8")).items(), key=lambda item: -item[1]["total"]
    ):
        if weight["total"] < 1000:
            continue  # it only forwards to another
        table.rows.append(
            {
                "page": page,
                "own": weight["own"] / 1e3,
                "total": weight["total"] / 1e3,
                "files": len(weight["files"]),
            }
        )
    group.tables.append(table)
    for key, most, name in (("own", OWN, "of our own"), ("total", TOTAL, "in all")):
        heaviest = max(row[key] for row in table.rows)
        group.promises.append(Promise(f"weight of the heaviest page, {name}", most, heaviest, "KB"))


# ---------------------------------------------------------------- a server and a browser


class _Packed(BaseHTTPRequestHandler):
    """Serves a folder as a host does: compressed, with lasting connections."""

    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, packed: dict[Path, bytes], *rest: Any) -> None:
        self.folder, self.packed = folder, packed
        super().__init__(*rest)

    def do_GET(self) -> None:
        """Answer with the file, or 404."""
        path = (self.folder / unquote(urlsplit(self.path).path).lstrip("/")).resolve()
        if not path.is_file() or self.folder not in path.parents:
            self.send_error(404)
            return
        if path not in self.packed:
            self.packed[path] = gzip.compress(path.read_bytes(), 6)
        body = self.packed[path]
        self.send_response(200)
        self.send_header("Content-Type", mimetypes.guess_type(path.name)[0] or "text/plain")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine; its address."""
    packed: dict[Path, bytes] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Packed, folder.resolve(), packed))
    server.daemon_threads = True
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def browser() -> Iterator[Any]:
    """Run a headless Chromium."""
    named = os.environ.get("NEUROMATH_CHROMIUM")
    found = next((p for name in (named, *BROWSERS) if name and (p := shutil.which(name))), None)
    if found is None:
        raise Unavailable("there is no Chromium (NEUROMATH_CHROMIUM, or chromium on the PATH)")
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise Unavailable("playwright is not installed") from None
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(
                executable_path=found,
                args=["--headless", "--no-sandbox", "--disable-gpu", "--disable-sync"],
            )
        except Error as error:
            raise Unavailable(f"Chromium does not start: {reason(str(error))}") from None
        try:
            yield chromium
        except Error as error:
            raise Unavailable(reason(str(error))) from error
        finally:
            chromium.close()


@contextmanager
def reader(chromium: Any, address: str, how: dict[str, Any]) -> Iterator[Any]:
    """Open a page as a reader who has never been here, on their machine and network."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.add_init_script(path=SCRIPT)
        tools = context.new_cdp_session(page)
        if how["slower"] > 1:
            tools.send("Emulation.setCPUThrottlingRate", {"rate": how["slower"]})
        if how["kbit"]:
            rate = how["kbit"] * 1000 / 8
            tools.send("Network.enable")
            tools.send(
                "Network.emulateNetworkConditions",
                {
                    "offline": False,
                    "latency": how["delay"],
                    "downloadThroughput": rate,
                    "uploadThroughput": rate,
                },
            )
        page.goto(address, wait_until="load", timeout=120_000)
        yield page
    finally:
        context.close()


# ---------------------------------------------------------------- what is measured in it


def interactive(settings: Settings, group: Group, chromium: Any, origin: str) -> None:
    """When the chapter can be read and used."""
    table = Table(
        "The chapter: until it can be used",
        {
            "reader": "reader",
            "firstPaint": "first text (s)",
            "explorers": "explorers ready (s)",
            "interactive": "interactive (s)",
            "formulae": "formulae set (s)",
        },
        notes=[
            "Medians; nothing cached. Interactive: text is there, the page is parsed, explorers "
            f"answer, and no task has since kept the page busy for 50 ms (for {QUIET / 1000:g} s)."
        ],
    )
    for how in conditions()[: 1 if settings.quick else 3]:
        settings.say(f"time to interactive: {how['reader']}")
        samples = []
        for _ in range(settings.repeats):
            with reader(chromium, origin + CHAPTER, how) as page:
                samples.append(page.evaluate("quiet => nmBench.settled(quiet)", QUIET))
        row: dict[str, Any] = {"reader": how["reader"]}
        for key in ("firstPaint", "explorers", "interactive", "formulae"):
            known = [sample[key] / 1e3 for sample in samples if sample[key] is not None]
            row[key] = median(known) if known else None
            row[f"{key}_samples"] = known
        table.rows.append(row)
    group.tables.append(table)


def latency(settings: Settings, group: Group, chromium: Any, origin: str) -> None:
    """How long an explorer's picture takes to follow a key on its slider."""
    table = Table(
        "Explorers of the chapter: from a key on the slider to the changed picture",
        {
            "explorer": "explorer",
            "reader": "reader",
            "settings": "settings",
            "first": "first touch (ms)",
            "changed": "changed, median (ms)",
            "changed95": "95 %",
            "painted": "painted, median (ms)",
            "painted95": "95 %",
            "missed": "missed",
        },
        notes=[
            "Changed: the picture in the page is the new one. Painted: the frame after it has been "
            "drawn; a screen of 60 Hz alone makes that 0 to 17 ms.",
            "First touch: the very first key, as soon as the slider has the focus, which is what "
            "makes the page load the pictures. Missed: keys after which the picture did not change "
            "within 2 s.",
        ],
    )
    for how in conditions()[: 1 if settings.quick else 2]:
        with reader(chromium, origin + CHAPTER, how) as page:
            page.evaluate("quiet => nmBench.settled(quiet)", 500)
            names = page.evaluate(
                "() => [...document.querySelectorAll('.nm-explorer[id]')].map(x => x.id)"
            )
            for name in names:
                settings.say(f"latency of {name}: {how['reader']}")
                table.rows.append(
                    {
                        "explorer": name.removeprefix("explorer-"),
                        "reader": how["reader"].split(":")[0].split(",")[0],
                        **follow(page, name, 10 if settings.quick else KEYS),
                    }
                )
    if not table.rows:
        group.skipped.append("Latency of explorers: the chapter has none.")
        return
    group.tables.append(table)


def follow(page: Any, name: str, keys: int) -> dict[str, Any]:
    """Press keys on the first slider of one explorer, to its end and back again."""
    figure = page.locator(f"[id='{name}']")
    figure.evaluate("figure => figure.scrollIntoView({block: 'center'})")
    slider = figure.locator("input[type=range]").first
    count = figure.evaluate(
        """figure => [...figure.querySelectorAll("input[type=range]")]
             .reduce((product, slider) => product * (Number(slider.max) + 1), 1)"""
    )
    page.evaluate("id => nmBench.follow(id)", name)
    slider.evaluate("slider => slider.focus({preventScroll: true})")
    key, missed, last = "ArrowRight", 0, slider.evaluate("slider => Number(slider.max)")
    for _ in range(keys):
        at = slider.evaluate("slider => Number(slider.value)")
        key = "ArrowLeft" if at >= last else "ArrowRight" if at <= 0 else key
        before = page.evaluate("() => nmBench.told.steps.length")
        page.keyboard.press(key)
        try:
            page.wait_for_function(
                "before => nmBench.told.steps.length > before", arg=before, timeout=2000
            )
        except Exception as error:
            if type(error).__name__ != "TimeoutError":
                raise
            missed += 1
    steps = page.evaluate("() => nmBench.told.steps")
    first, later = steps[:1], steps[1:]
    row: dict[str, Any] = {"settings": int(count), "missed": missed}
    row["first"] = float(first[0]["changed"]) if first else None
    for clock in ("changed", "painted"):
        samples = sorted(float(step[clock]) for step in later)
        row[clock] = median(samples) if samples else None
        row[f"{clock}95"] = percentile(samples, 0.95) if samples else None
        row[f"{clock}_samples"] = samples
    return row


def percentile(samples: list[float], share: float) -> float:
    """Smallest of sorted samples that a share of them does not exceed."""
    return samples[max(0, math.ceil(share * len(samples)) - 1)]
