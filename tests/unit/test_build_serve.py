"""The server behind ``make book``."""

from __future__ import annotations

import importlib.util
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVE = ROOT / "tools" / "serve.py"
spec = importlib.util.spec_from_file_location("tools_serve", SERVE)
serve = importlib.util.module_from_spec(spec)
spec.loader.exec_module(serve)


@pytest.fixture
def book(tmp_path):
    folder = tmp_path / "a book"
    folder.mkdir()
    (folder / "index.html").write_text("the book")
    return folder


@pytest.fixture
def taken():
    """A port that another program listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_passed_over(book, taken):
    server = serve.bind(book, taken)
    try:
        assert taken < server.server_address[1] < taken + serve.TRIES
    finally:
        server.server_close()


def test_it_serves_this_computer_only(book):
    server = serve.bind(book, 0)
    try:
        assert server.server_address[0] == "127.0.0.1"
    finally:
        server.server_close()


def test_it_prints_the_address_serves_the_book_and_ends_quietly(book, taken):
    with subprocess.Popen(
        [sys.executable, SERVE, book, "--port", str(taken)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            said = [process.stdout.readline() for _ in range(3)]
            assert f"Port {taken} is taken" in said[0]
            address = said[2].split()[-1]
            with urllib.request.urlopen(address) as answer:
                assert answer.read() == b"the book"
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=20)
        finally:
            process.kill()
    assert process.returncode == 0
    assert "Goodbye" in out
    assert err == ""


@pytest.mark.parametrize("port", ["-1", "70000"])
def test_a_port_that_is_none_is_refused(book, port, capsys):
    assert serve.main([str(book), "--port", port]) == 1
    assert f"PORT is {port}; it should be between 0 and 65535" in capsys.readouterr().err


def test_without_a_book_it_says_how_to_make_one(tmp_path, capsys):
    assert serve.main([str(tmp_path)]) == 1
    assert "make html" in capsys.readouterr().err
