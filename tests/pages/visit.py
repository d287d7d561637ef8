"""One page, open in the browser, with a record of everything it asked for and complained about."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .site import Place

PROBE = Path(__file__).with_name("probe.js")
TIMEOUT_MS = 15_000
MATHJAX = re.compile(r"/mathjax/.*\.js", re.I)
LOCAL_SCHEMES = ("data:", "blob:", "about:")

# Resolves when mathematics is typeset, fonts are there, what slides or fades has come to rest,
# and the result has been painted.
_SETTLED = """async () => {
  if (window.MathJax && MathJax.startup && MathJax.startup.promise) await MathJax.startup.promise;
  await document.fonts.ready;
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const moving = document.getAnimations()
    .filter(animation => Number.isFinite(animation.effect.getComputedTiming().endTime));
  await Promise.allSettled(moving.map(animation => animation.finished));
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


@dataclass(frozen=True)
class Problem:
    """Something a reader would run into: which check saw it, where, and what it is."""

    check: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"[{self.check}] {self.where}: {self.what}"


@dataclass
class Visit:
    """A page as one reader sees it.

    `page` is playwright's page; `requests`, `failed`, `console` and `errors` grow as long as the
    visit lasts, so that a check made after touching the page sees what the touch set off.
    """

    page: object
    place: Place
    name: str
    requests: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    pending: set = field(default_factory=set)
    touched: bool = False

    def quiet(self) -> None:
        """Wait until nothing that was asked for is still under way."""
        for _ in range(TIMEOUT_MS // 50):
            self.page.wait_for_timeout(50)
            if not self.pending:
                break
        self.settle()

    def is_own(self, url: str) -> bool:
        """Whether an address belongs to the book (or to no host at all)."""
        return url.startswith(LOCAL_SCHEMES) or url.startswith(self.place.origin)

    def settle(self) -> None:
        """Wait for mathematics, fonts and paint."""
        self.page.evaluate(_SETTLED)

    def resize(self, width: int, height: int = 900) -> None:
        """Give the reader another screen, without loading the page again."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.settle()

    def theme(self, theme: str) -> None:
        """Let the reader's system ask for the light or the dark theme."""
        self.page.emulate_media(color_scheme=theme)
        try:
            self.page.wait_for_function(
                "theme => document.documentElement.dataset.theme === theme",
                arg=theme,
                timeout=2000,
            )
        except Exception as error:
            if type(error).__name__ != "TimeoutError":
                raise
        self.settle()

    def load(self, fragment: str = "") -> None:
        """Load the page anew, at a fragment if one is given."""
        if fragment:
            self.page.goto("about:blank")
        self.page.goto(self.place.url(self.name) + fragment, wait_until="load")
        self.settle()
        self.touched = False

    def untouched(self) -> None:
        """Load the page anew if a check has touched it; from here on it counts as touched."""
        if self.touched:
            self.load()
        self.touched = True


@contextmanager
def visit(
    browser,
    place: Place,
    name: str,
    *,
    width: int = 1280,
    height: int = 900,
    theme: str = "light",
    motion: str = "reduce",
    touch: bool = False,
    scripts: bool = True,
    mathematics: bool = True,
    fragment: str = "",
):
    """Open a page with a fresh reader (nothing stored, nothing cached); yields the `Visit`.

    Setting the formulas takes most of the time of opening a chapter. A check that does not look at
    them does `mathematics=False`, and gets an empty script in place of MathJax.
    """
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        reduced_motion=motion,
        has_touch=touch,
        java_script_enabled=scripts,
        accept_downloads=True,
    )
    context.set_default_timeout(TIMEOUT_MS)
    if not mathematics:
        context.route(MATHJAX, lambda route: route.fulfill(body="", content_type="text/javascript"))
    try:
        page = context.new_page()
        seen = Visit(page, place, name)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("request", lambda request: seen.pending.add(request))
        page.on("requestfinished", lambda request: seen.pending.discard(request))
        page.on("requestfailed", lambda request: seen.pending.discard(request))
        page.on("websocket", lambda socket: seen.requests.append(socket.url))
        page.on(
            "requestfailed",
            lambda request: seen.failed.append((request.url, request.failure or "failed")),
        )
        page.on(
            "response",
            lambda response: (
                seen.failed.append((response.url, f"status {response.status}"))
                if response.status >= 400
                else None
            ),
        )
        page.on(
            "console",
            lambda message: seen.console.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        if scripts:
            page.add_init_script(path=PROBE)
            seen.load(fragment)
        else:
            page.goto(place.url(name), wait_until="load")
        yield seen
    finally:
        context.close()
