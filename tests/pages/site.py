"""The built book: where it is, which pages it has, and how a reader reaches them."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urldefrag

ROOT = Path(__file__).resolve().parents[2]
# Folders of a built book whose html files are parts of the machinery, not pages.
NOT_PAGES = ("_static", "_sources", "_downloads", "_images")
_REFRESH = re.compile(
    r"<meta\s+http-equiv=[\"']?refresh[\"']?\s+content=\"[^\"]*url=([^\"]+)\"", re.I
)


def built_book() -> Path:
    """The folder of the built book: NEUROMATH_HTML, or what `make html` writes."""
    return Path(os.environ.get("NEUROMATH_HTML") or ROOT / "_build" / "html").resolve()


def html_files(folder: Path) -> list[str]:
    """Every html page below `folder`, as sorted relative names."""
    names = (path.relative_to(folder) for path in folder.rglob("*.html"))
    return sorted(name.as_posix() for name in names if name.parts[0] not in NOT_PAGES)


def redirect_target(folder: Path, name: str) -> str | None:
    """The address a page forwards to at once, or None for a page with something to read."""
    match = _REFRESH.search(_source(folder / name)[:2000])
    return match[1] if match else None


def pages(folder: Path) -> list[str]:
    """Every page that a reader reads."""
    return [name for name in html_files(folder) if redirect_target(folder, name) is None]


def pages_that_show(folder: Path, pattern: str) -> list[str]:
    """Every page whose source has the pattern in it; for telling which tests a page needs.

    Parsing a page takes a hundred times as long, and each process of a run has to tell.
    """
    if not folder.is_dir():
        return []
    return [name for name in pages(folder) if re.search(pattern, _source(folder / name))]


def is_sample(folder: Path, name: str) -> bool:
    """Whether a page stands for those that are made alike: the first of a part or of the reference.

    Pages outside these are each of their own kind, so that each is a sample of itself.
    """
    kind = Path(name).parent
    if not re.fullmatch(r"part\d+|api", kind.name):
        return True
    return name == next(page for page in pages(folder) if Path(page).parent == kind)


@cache
def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def redirects(folder: Path) -> list[str]:
    """Every page that only forwards."""
    return [name for name in html_files(folder) if redirect_target(folder, name) is not None]


@dataclass(frozen=True)
class Place:
    """A folder of pages and the address under which a browser finds it."""

    folder: Path
    origin: str

    def url(self, name: str) -> str:
        """The address of one page."""
        return self.origin + name

    def file_of(self, url: str) -> Path | None:
        """The file behind an address of this place, or None for a foreign one."""
        plain = urldefrag(url)[0].split("?")[0]
        if not plain.startswith(self.origin):
            return None
        return self.folder / unquote(plain[len(self.origin) :])


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass


@contextmanager
def served(folder: Path):
    """Serve a folder on a free port of this machine; yields its `Place`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Place(folder, f"http://127.0.0.1:{server.server_address[1]}/")
    finally:
        server.shutdown()
        server.server_close()


def on_disk(folder: Path) -> Place:
    """The same folder, opened as a reader with a USB stick opens it."""
    return Place(folder, folder.as_uri() + "/")
