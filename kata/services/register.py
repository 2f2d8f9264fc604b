"""Remembers which servers were started, so that those whose owner has gone are ended.

A server belongs to a home of the course, or to one process. When the home or the server's folder is
deleted, or the process has ended, any later command of the same user ends the server and removes
what it had. The register is in /tmp: a restart of the machine ends the servers too.
"""

import hashlib
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kata import owner
from kata.home import kata_home, locked
from kata.services import in_memory, places, shared_memory

if TYPE_CHECKING:
    from psutil import Process

START_LIMIT = 60.0  # seconds
END_LIMIT = 5.0  # seconds


@dataclass(frozen=True)
class Record:
    """A server that was started.

    Attributes:
        program: the name of its process.
        home: of the course that started it.
        folder: where it runs, and its socket where that is elsewhere.
        sockets: the folder of its socket.
        device: together with ``inode``, what PostgreSQL calls its folder in shared memory.
        owner: the process that it belongs to, by a name of ``kata.owner``; empty for the home.
    """

    program: str
    home: str
    folder: str
    sockets: str
    device: int
    inode: int
    owner: str = ""

    def is_abandoned(self) -> bool:
        """Return whether nobody can use the server any more.

        What is mounted over a home hides it here, and its servers go on; one of those without a
        process may be about to start.
        """
        if self.owner:
            return owner.is_abandoned(self.owner)
        if not self._is_gone_from(""):
            return False
        found = processes(self.program, lambda other: other == Path(self.folder))
        running = [process.pid for process in found if self._runs(process)]
        if not running:
            return not (self._is_new() and self._may_be_hidden())
        return all(self._is_gone_from(f"/proc/{pid}/root") for pid in running)

    def clear(self) -> None:
        """End the server, and remove what it had beside its home.

        A home that is still there, or there again, removes its own at the next start.
        """
        folder = Path(self.folder)
        end(self.program, folder, self._runs)
        shared_memory.remove(self.device, self.inode)
        in_memory.remove(self.device, self.inode)
        if not (_is_gone(self.home) or owner.is_abandoned(self.owner)):
            return
        beside = [folder.with_name(folder.name + ending) for ending in (".old", ".new")]
        for path in (folder, *beside, Path(self.sockets)):
            shutil.rmtree(path, ignore_errors=True)

    def _is_new(self) -> bool:
        """Return whether the server was noted so recently that it may not run yet."""
        with suppress(OSError):
            return time.time() - _file(Path(self.folder)).stat().st_mtime < START_LIMIT
        return False

    def _may_be_hidden(self) -> bool:
        """Return whether another file system is where the home or the folder was."""
        paths = [Path(path) for path in (self.home, self.folder)]
        found = [next(filter(Path.exists, (path, *path.parents))) for path in paths]
        return any(path.stat().st_dev != self.device for path in found)

    def _is_gone_from(self, root: str) -> bool:
        """Return whether the home or the folder is gone, seen from the root of a process.

        What is mounted over a folder in another namespace hides it there and nowhere else.
        """
        return any(_is_gone(f"{root}{path}") for path in (self.home, self.folder))

    def _runs(self, process: "Process") -> bool:
        """Return whether a process runs in this folder, and not in a new one of the same name."""
        if sys.platform != "linux":
            return True
        with suppress(OSError):  # it has ended
            found = Path(f"/proc/{process.pid}/cwd").stat()
            return (found.st_dev, found.st_ino) == (self.device, self.inode)
        return False


def note(program: str, folder: Path, sockets: Path, belongs_to: str = "") -> None:
    """Remember a server that is about to be started in its folder."""
    found = folder.stat()
    home = str(kata_home().resolve())
    places = str(folder), str(sockets)
    record = Record(program, home, *places, found.st_dev, found.st_ino, belongs_to)
    with suppress(OSError):  # without the register it runs all the same
        _place().mkdir(mode=0o700, exist_ok=True)
        if not _is_ours():
            return
        with locked(_place() / "register"):  # else a sweep may still mean the last one there
            new = _place() / "register.new"
            new.write_text(json.dumps(asdict(record)))
            new.rename(_file(folder))


def see(program: str, folder: Path, sockets: Path) -> None:
    """Remember a server that runs, and was started by a process that was killed too early.

    A damaged record says nothing, and is written anew.
    """
    if _record(_file(folder)) is None:
        note(program, folder, sockets)


def forget(folder: Path) -> None:
    """Forget a server whose folder has been removed."""
    _file(folder).unlink(missing_ok=True)


def sweep() -> None:
    """End every server that nobody can use any more, and remove what it had."""
    if any(record is None or record.is_abandoned() for _, record in _entries()):
        with suppress(OSError), locked(_place() / "register"):
            for file, record in _entries():
                if record and not record.is_abandoned():
                    continue
                if record:
                    record.clear()
                file.unlink(missing_ok=True)  # another process may have forgotten it
    in_memory.sweep()
    for path in (*kata_home().resolve().glob("*/kata_*"), *places.SHARED.glob("*/kata_*")):
        # Its check was killed before the register knew of it.
        if owner.is_abandoned(path.name) and not _file(path).exists():
            places.remove_socket_folder(path)
            shutil.rmtree(path, ignore_errors=True)


def records() -> Iterator[Record]:
    """Yield the servers that were started and not forgotten."""
    yield from (record for _, record in _entries() if record)


def _entries() -> Iterator[tuple[Path, Record | None]]:
    """Yield each file with its record, None where it is damaged; none if the folder is not ours."""
    with suppress(OSError):
        for file in _place().glob("*.json") if _is_ours() else ():
            record = _record(file)
            if record or file.exists():  # else it was removed in the meantime
                yield file, record


def _record(file: Path) -> Record | None:
    """Return what a file says of a server; None if it is damaged or not there."""
    with suppress(OSError, ValueError, TypeError):
        return Record(**json.loads(file.read_text()))
    return None


def end(
    program: str, folder: Path, is_meant: Callable[["Process"], bool] = lambda process: True
) -> None:
    """Kill the processes of a program that live in a folder, and wait until they have gone.

    Args:
        is_meant: says which of them.
    """
    import psutil

    found = []
    for process in processes(program, lambda other: other == folder):
        with suppress(psutil.Error):
            if is_meant(process):
                process.send_signal(signal.SIGKILL)
                found.append(process)
    wait_for(found)


def wait_for(found: "Iterable[Process]") -> None:
    """Wait until processes have ended that were told to, ``END_LIMIT`` seconds at most."""
    limit = time.monotonic() + END_LIMIT
    while not all(map(has_ended, found)) and time.monotonic() < limit:
        time.sleep(0.001)


def has_ended(process: "Process") -> bool:
    """Return whether a process has ended, whether or not its parent has asked how.

    In a container the first process is the parent of all that were left, and may never ask. Of a
    killed process the first thread may be over before the others are.
    """
    import psutil

    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE and process.num_threads() <= 1)
    except psutil.NoSuchProcess:
        return True


def wait(program: str, folder: Path, seconds: float) -> None:
    """Wait a while for the processes of a program in a folder to end."""
    limit = time.monotonic() + seconds
    while any(processes(program, lambda other: other == folder)) and time.monotonic() < limit:
        time.sleep(0.01)


def processes(program: str, lives: Callable[[Path], bool]) -> "Iterator[Process]":
    """Yield the processes of a program whose working folder is one of ours, even a deleted one.

    A file with a pid can be lost, half-written, or name a process that has nothing to do with us.

    Args:
        program: its name, as the system shows it.
        lives: whether a working folder is meant.
    """
    import psutil

    for process in psutil.process_iter(["name"]):
        with suppress(psutil.Error):
            if process.info["name"] == program and lives(Path(process.cwd())):
                yield process


def _is_gone(path: str) -> bool:
    """Return whether nothing has this name; what cannot be reached may still be there."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _place() -> Path:
    # Not tempfile.gettempdir(): TMPDIR differs between a user's programs.
    return Path("/tmp") / f"scaling-django-{os.geteuid()}"


def _is_ours() -> bool:
    return _place().lstat().st_uid == os.geteuid()


def _file(folder: Path) -> Path:
    return _place() / f"{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}.json"
