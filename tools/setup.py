"""Create the environment in ``.venv`` from ``requirements.lock``; quick when it is up to date.

Uses uv when it is there, and venv with pip otherwise. Needs nothing but the standard library, and
says what went wrong in sentences. The full output of the installer is kept in ``setup.log``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

NEEDED = (3, 11)
# The environment takes 1.0 GB, and pip or uv keep as much again in their cache.
FREE_BYTES = 1_500_000_000

NETWORK = (
    "name resolution",
    "failed to establish a new connection",
    "newconnectionerror",
    "connection refused",
    "connection reset",
    "network is unreachable",
    "dns error",
    "error sending request",
    "failed to fetch",
    "read timed out",
    "connecttimeout",
    "operation timed out",
    "could not connect",
    "proxyerror",
    "ssl: certificate",
    "sslerror",
    "getaddrinfo",
)
DISK = ("no space left on device", "disk quota exceeded", "errno 28", "os error 28")
RIGHTS = ("permission denied", "errno 13", "read-only file system")
HASHES = ("do not match the hashes", "hash mismatch")
NO_WHEEL = (
    "no matching distribution",
    "no solution found",
    "failed building wheel",
    "failed to build",
    "requires-python",
    "requires a different python",
)


class SetupError(Exception):
    """Something a reader can mend; the message says how."""


def explain(output: str, log: Path) -> str:
    """Say in a few words why an installer failed.

    Parameters
    ----------
    output
        What it printed.
    log
        Where that is kept.
    """
    text = output.lower()

    def has(signs: Iterable[str]) -> bool:
        return any(sign in text for sign in signs)

    if has(DISK):
        return (
            "The disk is full. The book's environment needs about 1.5 GB; make room and run the "
            "same command again."
        )
    if has(NETWORK):
        return (
            "The packages could not be downloaded. Is this computer online? Behind a proxy, set "
            "HTTPS_PROXY. Then run the same command again: what is there already is kept."
        )
    if has(RIGHTS):
        return (
            "This folder, or the cache of the installer, cannot be written to. Move the project "
            "to a folder of your own and run the same command again (without sudo)."
        )
    if has(HASHES):
        return (
            "A downloaded package is not the one that was tested (its checksum differs). Run the "
            "same command again; if that does not help, a proxy may be altering downloads."
        )
    if has(NO_WHEEL):
        return (
            f"A package is not available for Python {sys.version_info[0]}.{sys.version_info[1]} "
            "on this computer. Try another version of Python (3.11 to 3.13), for example: "
            "make book PYTHON=python3.12"
        )
    tail = "\n".join("    " + line for line in output.strip().splitlines()[-12:])
    return f"The installer failed. Its last words ({log} has all of them):\n{tail}"


def stamp(root: Path, *, uses: str) -> dict[str, str]:
    """What the environment depends on; when it differs from the one kept, set up again.

    Parameters
    ----------
    root
        Folder of the project. Its path is part of the stamp, as environments cannot be moved.
    uses
        Path of the Python the environment is made with.
    """

    def digest(name: str) -> str:
        return hashlib.sha256((root / name).read_bytes()).hexdigest()[:16]

    return {
        "lock": digest("requirements.lock"),
        "project": digest("pyproject.toml"),
        "python": f"{sys.version_info[0]}.{sys.version_info[1]}.{sys.version_info[2]} {uses}",
        "place": str(root.resolve()),
    }


def kept_stamp(venv: Path) -> dict[str, str]:
    """Stamp of the last finished set-up; empty when there was none."""
    try:
        return json.loads((venv / "stamp.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def python_of(venv: Path) -> Path:
    """Python inside an environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def runs(python: Path) -> bool:
    """Whether an interpreter starts."""
    try:
        return subprocess.run([python, "-c", ""], capture_output=True).returncode == 0
    except OSError:
        return False


def pinned(lock: str) -> int:
    """Number of packages a lock file names."""
    return len(re.findall(r"^[A-Za-z0-9][\w.\-]*==", lock, re.MULTILINE))


class Progress:
    """One line that counts packages; on a terminal it is redrawn, in a log it is thinned out."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.count = 0
        self.seen: set[str] = set()
        self.redraws = sys.stdout.isatty()

    def __call__(self, line: str) -> None:
        """Take notice of one line of pip's output."""
        match = re.match(r"(?:Collecting |Processing .*/)([A-Za-z0-9_.]+)", line)
        if match and match[1] not in self.seen:
            self.seen.add(match[1])
            self.count += 1
            text = f"  {self.count:3d} of at most {self.total}: {match[1]}"
            if self.redraws:
                print(f"\r{text:<60}", end="", flush=True)
            elif self.count % 25 == 0:
                print(text, flush=True)
        elif line.startswith("Installing collected packages"):
            start = "\r" if self.redraws else ""
            print(f"{start}{'  downloaded; installing ...':<60}", flush=True)


def run(command: list[str | Path], log: Path, notice: Callable[[str], None] | None = None) -> None:
    """Run a command with its output kept in a log; explain its failure."""
    environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    lines = []
    with log.open("a", encoding="utf-8") as kept:
        kept.write("$ " + " ".join(str(part) for part in command) + "\n")
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=environment,
        ) as process:
            for line in process.stdout:
                kept.write(line)
                lines.append(line)
                if notice:
                    notice(line)
    if process.returncode:
        if notice and sys.stdout.isatty():
            print()
        raise SetupError(explain("".join(lines), log))


def make_venv(venv: Path, log: Path) -> None:
    """Make an environment with the standard library's venv; explain when Debian left it out."""
    try:
        import ensurepip  # noqa: F401
        import venv as _  # noqa: F401
    except ImportError:
        raise SetupError(
            "This Python comes without its venv module. On Debian and Ubuntu:\n"
            "    sudo apt install python3-venv\n"
            "Then run the same command again."
        ) from None
    run([sys.executable, "-m", "venv", venv], log)


def install(root: Path, venv: Path, uv: str | None, log: Path) -> None:
    """Make the environment and put the locked packages into it."""
    lock = root / "requirements.lock"
    total = pinned(lock.read_text(encoding="utf-8"))
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    tool = "uv" if uv else "pip"
    print(f"Setting up .venv with {tool} and Python {version}: {total} packages ...", flush=True)
    if venv.exists():
        shutil.rmtree(venv)
    if uv:
        run([uv, "venv", "--python", sys.executable, venv], log)
        target = ["--python", python_of(venv)]
        run([uv, "pip", "install", *target, "--require-hashes", "-r", lock], log)
    else:
        make_venv(venv, log)
        pip = [python_of(venv), "-m", "pip", "--disable-pip-version-check", "install"]
        run(
            [*pip, "--progress-bar", "off", "--require-hashes", "-r", lock],
            log,
            Progress(total),
        )


def install_package(root: Path, venv: Path, uv: str | None, log: Path) -> None:
    """Install the library itself, editable and without asking the network."""
    options = ["--no-deps", "--no-build-isolation", "-e", root]
    if uv:
        run([uv, "pip", "install", "--python", python_of(venv), *options], log)
    else:
        pip = [python_of(venv), "-m", "pip", "--disable-pip-version-check"]
        run([*pip, "install", *options], log)


def set_up(root: Path) -> bool:
    """Bring ``.venv`` up to date.

    Parameters
    ----------
    root
        Folder of the project.

    Returns
    -------
    bool
        Whether anything had to be done.

    Raises
    ------
    SetupError
        With a message for the reader.
    """
    venv = root / ".venv"
    log = root / "setup.log"
    wanted = stamp(root, uses=sys.executable)
    kept = kept_stamp(venv)
    if kept == wanted and runs(python_of(venv)):
        return False
    uv = shutil.which("uv")
    log.unlink(missing_ok=True)
    start = time.monotonic()
    usable = runs(python_of(venv)) if kept else False
    if not usable or any(kept.get(key) != wanted[key] for key in ("lock", "python", "place")):
        free = shutil.disk_usage(root).free
        if free < FREE_BYTES:
            raise SetupError(
                f"There are {free / 1e9:.1f} GB free on this disk, and the book's environment "
                f"needs about {FREE_BYTES / 1e9:.1f} GB. Make room and run the same command again."
            )
        install(root, venv, uv, log)
    (venv / "stamp.json").unlink(missing_ok=True)
    install_package(root, venv, uv, log)
    (venv / "made-with").write_text(sys.executable + "\n", encoding="utf-8")
    # Last, so that a set-up that was interrupted is done again.
    (venv / "stamp.json").write_text(json.dumps(wanted, indent=1), encoding="utf-8")
    log.unlink(missing_ok=True)
    print(f"The environment is ready ({time.monotonic() - start:.0f} s).", flush=True)
    return True


def main() -> int:
    """Set up the checkout this file lies in."""
    if sys.version_info < NEEDED:
        found = ".".join(str(part) for part in sys.version_info[:2])
        print(f"This is Python {found}; the book needs Python 3.11 or newer.", file=sys.stderr)
        return 1
    try:
        set_up(Path(__file__).resolve().parents[1])
    except SetupError as error:
        print(f"\nThe environment could not be set up.\n{error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"\nThe environment could not be set up.\n{explain(str(error), Path('setup.log'))}",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("\nStopped; run the same command to start again.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
