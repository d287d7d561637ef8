"""Serve a folder to this computer's browser: print the address, end quietly on Ctrl-C."""

from __future__ import annotations

import argparse
import errno
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TRIES = 50


class QuietHandler(SimpleHTTPRequestHandler):
    """Files without a line of log for each."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server that does not take a port another program listens on, and minds no broken pipe."""

    allow_reuse_address = False
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes a connection early is no error; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def bind(folder: Path, port: int) -> ThreadingHTTPServer:
    """Listen on the first free port from ``port`` on, on this computer only.

    Parameters
    ----------
    folder
        What to serve.
    port
        The first port to try; 0 leaves the choice to the system.

    Raises
    ------
    OSError
        If none of fifty ports is free.
    """
    handler = partial(QuietHandler, directory=str(folder))
    for candidate in range(port, port + TRIES):
        try:
            return Server(("127.0.0.1", candidate), handler)
        except (OSError, OverflowError) as error:
            if isinstance(error, OSError) and error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise OSError(errno.EADDRINUSE, f"no free port from {port} to {port + TRIES - 1}")


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args(arguments)
    if not (options.folder / "index.html").is_file():
        print(f"There is no book in {options.folder} yet: run `make html` first.", file=sys.stderr)
        return 1
    if not 0 <= options.port <= 65535:
        print(f"PORT is {options.port}; it should be between 0 and 65535.", file=sys.stderr)
        return 1
    try:
        server = bind(options.folder, options.port)
    except OSError as error:
        print(f"The book cannot be served: {error.strerror}. Try `make book PORT=0`.")
        return 1
    port = server.server_address[1]
    if options.port not in (0, port):
        print(f"Port {options.port} is taken, so this is the next one that was free.")
    print(f"\n    The book is at  http://127.0.0.1:{port}/\n\n    Ctrl-C ends it.", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("\nGoodbye.")
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
