"""Names what a process makes, so that the next one can tell whether anybody still uses it.

A killed process cleans up nothing. Its databases, folders and children carry its number and when it
started, and each command of the course removes what belongs to a process that has ended.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MARK = "KATA_CHECK"  # in the environment of what an answer starts

_NAME = re.compile(r"kata_(?P<pid>\d+)_(?P<born>\d+)_(?P<machine>[0-9a-f]{6})_[0-9a-f]{8}")
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, see prctl(2)


def new_name() -> str:
    """Return a name for something that this process makes, and nobody has used yet."""
    pid = os.getpid()
    return f"kata_{pid}_{_born(pid)}_{_machine()}_{secrets.token_hex(4)}"


def is_abandoned(name: str) -> bool:
    """Return whether the process that made something, on this machine, has ended."""
    own = _NAME.fullmatch(name)
    return bool(own and own["machine"] == _machine() and own["born"] != _born(int(own["pid"])))


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a new folder that is removed afterwards, or by ``sweep`` if this process is killed."""
    folder = Path(tempfile.gettempdir(), new_name())
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove what killed processes have left: temporary folders, and what an answer has started."""
    for path in Path(tempfile.gettempdir()).glob("kata_*"):
        with suppress(OSError):
            if is_abandoned(path.name) and path.lstat().st_uid == os.geteuid():
                end_strays(path.name)
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def end_strays(name: str) -> None:
    """End what an answer has started in a session of its own: its process group does not have it.

    Args:
        name: of the answer's temporary folder, by which its processes are marked.
    """
    if sys.platform != "linux":
        return
    mark = f"{MARK}={name}".encode()
    with os.scandir("/proc") as entries:
        numbers = [entry.name for entry in entries if entry.name.isdecimal()]
    for number in numbers:
        with suppress(OSError):  # it has ended, or is somebody else's
            if mark in _environment(number).split(b"\0"):
                os.kill(int(number), signal.SIGKILL)


def _environment(pid: str) -> bytes:
    """Return what a process was started with. Several hundred are read after each answer."""
    file = os.open(f"/proc/{pid}/environ", os.O_RDONLY)
    try:
        return b"".join(iter(lambda: os.read(file, 1 << 16), b""))
    finally:
        os.close(file)


def end_with(parent: int, number: signal.Signals) -> None:
    """Have the system send this process a signal when its parent ends, even by ``kill -9``.

    Args:
        parent: its number, as the parent itself knew it: it may have ended by now.
    """
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, int(number))
    if os.getppid() != parent:
        os.kill(os.getpid(), number)


def _born(pid: int) -> str:
    """Return when a process started, as digits; empty if it has ended.

    A pid alone can be another process by now.
    """
    if sys.platform == "emscripten":  # a page has one process
        return "0"
    with suppress(OSError):
        state, *fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return "" if state in "ZX" else fields[18]
    import psutil  # where there is no /proc; on Linux its times move when the clock is set

    try:
        return str(int(psutil.Process(pid).create_time() * 1000))
    except psutil.NoSuchProcess:
        return ""


def _machine() -> str:
    """Return a short hash of where a pid is known: other machines may use the same server.

    A container with the name of this machine has numbers of its own.
    """
    numbers = ""
    with suppress(OSError):
        numbers = str(Path("/proc/self/ns/pid").readlink())
    return hashlib.sha256(f"{socket.gethostname()}{numbers}".encode()).hexdigest()[:6]
