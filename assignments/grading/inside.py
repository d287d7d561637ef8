"""The student's side: run cells and answer questions about what they left behind.

This file runs alone in the sandbox and imports nothing of the project. Requests come on standard
input and replies leave on standard output, one JSON a line; the student's code has neither. A plain
process, not a Jupyter kernel: it starts in a tenth of the time, needs no ports, which a sandbox
without network does not have, and its whole protocol is on this page. The student's code may
forge a reply. It gains nothing: a reply is an answer, and an answer is judged outside.
"""

import ast
import builtins
import contextlib
import json
import os
import resource
import shutil
import signal
import sys
import types

LONGEST = 1_000_000  # characters of a reply
ERROR_LENGTH = 300
ENTRIES = 100_000


class OutOfTime(BaseException):
    """A cell or a call took longer than it may; no `except Exception` stops it."""


class NotPlain(Exception):
    """Something that is not a number, text, truth value, or a list or dictionary of those."""


class Printed:
    """Standard output that keeps nothing but count of what it was given."""

    encoding = "utf-8"
    characters = 0

    def write(self, text):
        Printed.characters += len(text)
        return len(text)

    def flush(self):
        """Do nothing: nothing is kept."""

    def isatty(self):
        """Say that nobody looks."""
        return False


def plain(thing, depth=0):
    """Return the thing as plain data, or raise `NotPlain`. Exact types: a subclass may lie."""
    kind = type(thing)
    if thing is None or kind in (bool, int, float, str):
        return thing
    if depth > 20:
        raise NotPlain("something nested very deeply")
    if kind.__module__ == "numpy" and hasattr(kind, "tolist"):
        if thing.size > ENTRIES:
            raise NotPlain(f"an array of {thing.size} numbers")
        return plain(thing.tolist(), depth + 1)
    if kind in (list, tuple):
        if len(thing) > ENTRIES:
            raise NotPlain(f"a list of {len(thing)} things")
        return [plain(entry, depth + 1) for entry in thing]
    if kind is dict and all(type(key) is str for key in thing):
        return {key: plain(entry, depth + 1) for key, entry in thing.items()}
    raise NotPlain(f"an object of type {kind.__name__!r}")


def unpacked(argument):
    """Turn what stands for an array into one."""
    if isinstance(argument, dict) and set(argument) == {"array"}:
        import numpy as np

        return np.asarray(argument["array"])
    return argument


def described(error):
    """Say what an exception is, briefly, whatever its own text does."""
    try:
        words = str(error)
    except BaseException:
        words = "(it cannot say why)"
    return f"{type(error).__name__}: {words}"[:ERROR_LENGTH]


def no_input(prompt=""):
    """Stand in for `input`: nobody sits at this keyboard."""
    raise EOFError("input() waits for somebody to type, and nobody does while this is graded")


def python_of(code):
    """Translate what only a notebook understands (%matplotlib, !ls), if there is any."""
    try:
        ast.parse(code)
        return code
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager

        return TransformerManager().transform_cell(code)


class Notebook:
    """What `get_ipython()` returns: something that takes every magic and does nothing."""

    def __getattr__(self, name):
        return lambda *args, **kwargs: None


def limited(seconds, work, *args, **kwargs):
    """Do the work within so many seconds of computing, and ten times as many of waiting."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    end = int(used.ru_utime + used.ru_stime + 2 * seconds) + 2
    if hard != resource.RLIM_INFINITY:
        end = min(end, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (end, hard))
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.5)
    signal.setitimer(signal.ITIMER_REAL, 10 * seconds, 0.5)
    try:
        return work(*args, **kwargs)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def out_of_time(signum, frame):
    """End what runs."""
    raise OutOfTime()


def reply_to(request, names):
    """Do what a request asks for and return the reply."""
    try:
        if request["do"] == "run":
            code = compile(python_of(request["code"]), "<cell>", "exec")
            limited(request["seconds"], exec, code, names)
            return {"state": "done"}
        if request["name"] not in names:
            return {"state": "missing"}
        thing = names[request["name"]]
        if request["do"] == "get":
            if callable(thing) and not isinstance(thing, type):
                return {"state": "function"}
            return {"state": "value", "value": plain(thing)}
        arguments = [unpacked(argument) for argument in request["arguments"]]
        return {"state": "value", "value": plain(limited(request["seconds"], thing, *arguments))}
    except NotPlain as error:
        return {"state": "not plain", "error": str(error)[:ERROR_LENGTH]}
    except OutOfTime:
        return {"state": "out of time"}
    except MemoryError:
        return {"state": "error", "error": "MemoryError: it asked for more memory than there is"}
    except BaseException as error:
        return {"state": "error", "error": described(error)}


def barrier(readable, writable):
    """Refuse, where there is no sandbox, what an honest answer does not need.

    It keeps honest people honest and careless code at home. Who is determined gets around it.
    """
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    processes = ("os.fork", "os.system", "os.posix_spawn", "os.exec", "os.spawn", "subprocess.")
    outward = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo")
    killing = ("os.kill", "signal.pthread_kill")
    within, real = os.path.commonpath, os.path.realpath

    def allowed(path, folders):
        path = real(os.fsdecode(path))
        return any(path == folder or within([path, folder]) == folder for folder in folders)

    def watch(event, args):
        if event.startswith(processes) or event.startswith(outward):
            raise PermissionError(f"{event} is not allowed while this is graded")
        if event.startswith(killing) and args[0] != os.getpid():
            raise PermissionError(f"{event} is not allowed while this is graded")
        if event == "open" or event.startswith(("os.", "shutil.")):
            change = event not in ("open", "os.listdir", "os.scandir", "os.walk", "os.chdir")
            if event == "open":
                change = bool((args[2] or 0) & writing)
            folders = writable if change else readable + writable
            for path in args:
                if isinstance(path, str | bytes | os.PathLike) and path not in ("r", "rb", "w"):
                    if event == "open" and path is not args[0]:
                        continue
                    if not allowed(path, folders):
                        raise PermissionError(f"{event}: not allowed while this is graded")

    sys.addaudithook(watch)


def main():
    """Answer requests until there are no more."""
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    sys.stdout = sys.stderr = Printed()
    signal.signal(signal.SIGPROF, out_of_time)
    signal.signal(signal.SIGALRM, out_of_time)
    # numba reads no kernels from a folder that it cannot write to.
    shutil.copytree(os.environ["COMPILED_KERNELS"], os.environ["NUMBA_CACHE_DIR"])
    builtins.input = no_input
    builtins.display = lambda *things, **options: None
    builtins.get_ipython = Notebook
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    born = os.getpid()
    # In bubblewrap this is the second process of a world of its own; elsewhere, never.
    alone = sys.argv[1:] == ["alone"] and (born, os.getppid()) == (2, 1)
    if not alone:
        barrier(*(json.loads(folders) for folders in sys.argv[1:]))
    for line in requests:
        request = json.loads(line)
        reply = reply_to(request, module.__dict__)
        if os.getpid() != born:
            os._exit(0)  # a copy that the student's code made has no say
        if alone:
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)  # all other copies
        reply["id"] = request["id"]
        reply["printed"] = Printed.characters
        try:
            words = json.dumps(reply)
        except Exception as error:
            words = json.dumps({"id": request["id"], "state": "error", "error": described(error)})
        if len(words) > LONGEST:
            words = json.dumps({"id": request["id"], "state": "not plain", "error": "too large"})
        replies.write(words + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
