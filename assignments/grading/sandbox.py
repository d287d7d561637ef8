"""Where a student's code runs: bubblewrap where it works, a limited process where it does not."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import neuromath_lib

INSIDE = Path(__file__).with_name("inside.py")
LIBRARY = Path(neuromath_lib.__file__).resolve().parent
FIRST_UID = 60_100  # one a worker, as the limit on processes counts per user
WARNING = (
    "THERE IS NO SANDBOX: bubblewrap (bwrap) is missing or not allowed here. Submissions run as "
    "ordinary processes with limits and a barrier that stops accidents and idle curiosity, not "
    "somebody determined: such code could read files of the person who grades, the hidden tests "
    "among them, and use the network. Install bubblewrap, or grade in a virtual machine."
)


@dataclasses.dataclass(frozen=True)
class Limits:
    """What a submission may use.

    Parameters
    ----------
    cell, call
        Seconds of computing for a cell and for one call of a function; waiting may take ten times
        as long, for the machine may be busy.
    total
        Seconds on the clock for a whole submission.
    memory
        Bytes of address space.
    processes
        Processes and threads at a time.
    disk
        Bytes of temporary files.
    """

    cell: float = 20.0
    call: float = 5.0
    total: float = 300.0
    memory: int = 3_000_000_000
    processes: int = 100
    disk: int = 50_000_000


@functools.cache
def bubblewrap_works() -> bool:
    """Whether bubblewrap is here and lets Python run: tried, not guessed."""
    if shutil.which("bwrap") is None or shutil.which("prlimit") is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        command = _bubblewrapped(Limits(), 0, Path(folder), ["-c", "import json; print('works')"])
        try:
            done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return False
    return done.returncode == 0 and done.stdout.strip() == b"works"


def start(limits: Limits, worker: int, *, bubblewrap: bool, compiled: Path, home: Path):
    """Start the student's side.

    Parameters
    ----------
    limits : Limits
        What it may use.
    worker : int
        Which of the workers asks; two at a time must not have the same number.
    bubblewrap : bool
        Whether to use bubblewrap.
    compiled : Path
        A folder of compiled kernels, to read.
    home : Path
        An empty folder for its files, used where there is no bubblewrap.

    Returns
    -------
    subprocess.Popen
        Requests go to its ``stdin``, replies come from its ``stdout``.
    """
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    if bubblewrap:
        command = _bubblewrapped(limits, worker, compiled, ["/inside.py", "alone"])
        return subprocess.Popen(command, start_new_session=True, **pipes)
    readable = [sys.prefix, sys.base_prefix, str(LIBRARY), str(compiled)]
    readable += ["/usr", "/lib", "/lib64", "/dev", "/proc/self", "/proc/cpuinfo", "/proc/meminfo"]
    readable += ["/sys/devices/system/cpu", "/etc/localtime", "/etc/fonts"]
    readable = [os.path.realpath(folder) for folder in readable]
    folders = [json.dumps(readable), json.dumps([os.path.realpath(home), "/dev/null"])]
    return subprocess.Popen(
        [sys.executable, "-B", str(INSIDE), *folders],
        cwd=home,
        env=_environment(str(home), compiled),
        start_new_session=True,
        preexec_fn=functools.partial(_limit, limits),
        **pipes,
    )


def stop(process: subprocess.Popen) -> None:
    """End the student's side and everything it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        process.stdin.close()
    process.stdout.close()
    process.wait()


def _environment(home: str, compiled: Path) -> dict[str, str]:
    threads = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
    return {
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": home,
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": home,
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",  # grading twice gives the same
        "PYTHONDONTWRITEBYTECODE": "1",
        "NUMBA_CACHE_DIR": f"{home}/kernels",
        "COMPILED_KERNELS": str(compiled),
        **dict.fromkeys(threads, "1"),
    }


def _limit(limits: Limits) -> None:
    """Set the limits of the process about to begin."""
    wanted = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_FSIZE: limits.disk,
        resource.RLIMIT_CPU: int(limits.total),
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: limits.processes + _own_processes(),
    }
    for what, most in wanted.items():
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of address space
            resource.setrlimit(what, (most, most))


def _bubblewrapped(limits: Limits, worker: int, compiled: Path, arguments: list[str]) -> list[str]:
    """Return the command that runs Python with nothing of the host but itself and the library."""
    command = ["bwrap", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    command += ["--die-with-parent", "--new-session", "--ro-bind", "/usr", "/usr"]
    for name in ("lib", "lib64", "bin", "sbin"):
        target = Path("/", name)
        if target.is_symlink():
            command += ["--symlink", os.readlink(target), str(target)]
        elif target.is_dir():
            command += ["--ro-bind", str(target), str(target)]
    command += ["--proc", "/proc", "--dev", "/dev"]
    command += ["--size", "16000000", "--perms", "1777", "--tmpfs", "/dev/shm"]
    command += ["--size", str(limits.disk), "--perms", "1777", "--tmpfs", "/tmp"]
    shown = list(dict.fromkeys([sys.base_prefix, sys.prefix, str(LIBRARY), str(compiled)]))
    # bubblewrap makes the folders above them for their owner alone, who is somebody else inside.
    above = {parent for folder in shown for parent in Path(folder).parents}
    for folder in sorted(above - {Path("/"), Path("/tmp"), Path("/usr")}):
        if Path("/usr") not in folder.parents:
            command += ["--perms", "0755", "--dir", str(folder)]
    for folder in shown:
        if Path("/usr") not in Path(folder).parents and folder != "/usr":
            command += ["--ro-bind", folder, folder]
    command += ["--ro-bind", str(INSIDE), "/inside.py", "--chdir", "/tmp", "--clearenv"]
    for name, value in _environment("/tmp", compiled).items():
        command += ["--setenv", name, value]
    root = os.geteuid() == 0
    if root:
        # bubblewrap's own --uid would leave root's private files readable, and processes unlimited.
        uid = str(FIRST_UID + worker)
        command += ["setpriv", "--reuid", uid, "--regid", uid, "--clear-groups"]
        command += ["--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]
    processes = limits.processes + (0 if root else _own_processes())
    command += ["prlimit", f"--nproc={processes}", f"--as={limits.memory}"]
    command += [f"--fsize={limits.disk}", f"--cpu={int(limits.total)}", "--core=0"]
    return [*command, sys.executable, "-B", *arguments]


def _own_processes() -> int:
    """Count the threads of this user, which the limit counts too."""
    count = 0
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if entry.stat().st_uid == os.getuid():
                count += sum(1 for _ in (entry / "task").iterdir())
    return count
