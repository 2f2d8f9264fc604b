"""The life of a server that each check starts and ends, with a program of the system's."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kata import owner
from kata.needs import NEEDS
from kata.services import in_memory, places, register
from kata.services.base import ENVIRONMENT, ServiceMissing, ServiceProblem, Status
from kata.services.family import Family

# Debian and Homebrew install servers where an ordinary user's PATH may not look.
FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin")
STOP_LIMIT = 5  # seconds


def program(name: str, title: str) -> Path:
    """Return the program, which the table of needs calls by the same name.

    Raises:
        ServiceMissing: it is not installed.
    """
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *FOLDERS])
    if found := shutil.which(name, path=path):
        return Path(found)
    raise ServiceMissing(f"{title} is not installed: `{NEEDS[name].install}` installs it.")


def status(name: str, title: str) -> Status:
    """Return what is known without starting anything."""
    try:
        found = program(name, title)
    except ServiceMissing as problem:
        return Status(name, "missing", "", "", str(problem))
    return Status(name, "ready", _version(found), str(found), "")


def down(name: str, place: str = "", *, as_learner: bool = False) -> None:
    """End what checks have started, also those that were killed.

    Args:
        name: of its process.
        place: the folder of the home that has its folders, where it has another name.
        as_learner: as in ``folders``.
    """
    home = _home(place or name, as_learner)
    for folder in (*home.glob("kata_*"), *in_memory.folders(home)):
        register.end(name, folder)
        places.remove_socket_folder(folder)
        shutil.rmtree(folder, ignore_errors=True)
        register.forget(folder)
    shutil.rmtree(home, ignore_errors=True)


@contextmanager
def folders(
    name: str,
    title: str,
    place: str = "",
    *,
    as_learner: bool = False,
    may_be_in_memory: bool = False,
) -> Iterator[tuple[Path, Path]]:
    """Yield a new folder for a server and one for its socket, which may be the same.

    Args:
        name: of its process.
        title: what sentences call it.
        place: the folder of the home that has its folder, where ``name`` is another server's.
        as_learner: whether the server also runs as root, where the learner is root.
        may_be_in_memory: whether it has so many files that a disk is slow, and none that stays.

    Raises:
        ServiceProblem: there is no place for it.
    """
    home, account = _home(place or name, as_learner), _account(as_learner)
    new, in_ram = owner.new_name(), None
    if may_be_in_memory:
        in_ram = in_memory.make_folder(home, new, account)
    folder = in_ram or home / new
    sockets = places.socket_folder(folder)
    try:
        try:
            for path in dict.fromkeys((home, folder, sockets)):
                account.make_folder(path)
            register.note(name, folder, sockets, new)
        except OSError as error:
            raise ServiceProblem(
                f"{title} cannot keep its files in {home} ({error.strerror}): "
                "free its disk, or set KATA_HOME to a folder of your own."
            ) from None
        yield folder, sockets
    finally:
        shutil.rmtree(sockets, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
        register.forget(folder)


@contextmanager
def running(
    command: list[str],
    folder: Path,
    log: Path,
    how_to_end: signal.Signals = signal.SIGTERM,
    limit: float = STOP_LIMIT,
    *,
    as_learner: bool = False,
    environment: dict[str, str] = ENVIRONMENT,
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a program in the foreground for a block: it ends with the process group of a check.

    Args:
        how_to_end: the signal that it is sent after the block.
        limit: seconds after which it is killed then.
        as_learner: as in ``folders``; then it is killed with all its processes, because what they
            still do may take long.
    """
    with log.open("wb") as said:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            **_account(as_learner).options,
        )
    try:
        yield process
    finally:
        if as_learner:
            Family(process.pid).kill()
        process.send_signal(how_to_end)
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _home(name: str, as_learner: bool) -> Path:
    return places.own_folder(name) if as_learner else places.reachable_folder(name)


def _account(as_learner: bool) -> places.Account:
    return places.this_account() if as_learner else places.system_account()


def _version(found: Path) -> str:
    """Return the version of a program, such as ``1.18.0``; empty when it does not say."""
    with suppress(OSError, subprocess.TimeoutExpired, IndexError):
        said = subprocess.run(
            [str(found), "--version"], capture_output=True, text=True, check=False, timeout=5
        )
        return said.stdout.split()[1]
    return ""
