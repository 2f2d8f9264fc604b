"""PgBouncer from the system: many clients in front of PostgreSQL, over a few connections to it.

No wheel has it, so it may be missing, and then its exercises are skipped. What it does stands in
its configuration, which is what the exercises are about: each check starts one of its own and ends
it. A check that was killed may leave one behind, which ``down`` ends.
"""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kata.services import fleeting
from kata.services.base import ConfigurationRefused, Status
from kata.services.places import system_account

if TYPE_CHECKING:
    from psycopg import Connection

NAME = "pgbouncer"
TITLE = "PgBouncer"
PORT = 6432  # only a part of the socket's name: no TCP port is opened
SOCKET = f".s.PGSQL.{PORT}"
CONFIGURATION = "pgbouncer.ini"
LOG = "pgbouncer.log"
CONSOLE = "pgbouncer"  # the database where PgBouncer answers itself
START_LIMIT = 15  # seconds

Configure = Callable[[Path], str]


@dataclass(frozen=True)
class Bouncer:
    """A PgBouncer that runs, and how to reach it.

    Attributes:
        host: the folder of its socket.
        pid: of its process.
    """

    host: str
    pid: int

    def url(self, database: str, user: str = "arena") -> str:
        """Return the URL of one of its databases, for libpq and for ``arena.settings.database``.

        Args:
            database: as its configuration names it.
            user: any name will do, where the configuration is ours.
        """
        query = f"host={quote(self.host, safe='')}&port={PORT}"
        return f"postgresql://{quote(user, safe='')}@/{quote(database, safe='')}?{query}"

    def connect(self, database: str, user: str = "arena") -> "Connection[Any]":
        """Return a new psycopg connection to one of its databases, in autocommit.

        Raises:
            psycopg.OperationalError: it does not let us in, or PostgreSQL does not let it in.
        """
        import psycopg

        # Its version 1.18 knows nothing of prepared statements.
        return psycopg.connect(self.url(database, user), autocommit=True, prepare_threshold=None)

    def show(self, what: str) -> list[dict[str, Any]]:
        """Return the rows of a ``SHOW`` of its console, such as ``POOLS`` or ``CONFIG``.

        Raises:
            psycopg.OperationalError: its configuration does not let us into the console.
        """
        with self.connect(CONSOLE) as connection:
            cursor = connection.execute(f"SHOW {what}".encode())
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor]


def up() -> Path:
    """Return the program. There is nothing to start: every check runs one of its own.

    Raises:
        ServiceMissing: it is not installed.
    """
    return fleeting.program(NAME, TITLE)


def down() -> None:
    """End what killed checks have left behind."""
    fleeting.down(NAME)


def status() -> Status:
    """Return what is known without starting anything."""
    return fleeting.status(NAME, TITLE)


def configuration(databases: dict[str, str], **settings: object) -> Configure:
    """Return what writes a ``pgbouncer.ini`` into the folder of a PgBouncer.

    Args:
        databases: for each name that clients use, the URL of the database that is meant.
        settings: of the section ``[pgbouncer]``, beside those that it cannot run without.
    """

    def write(folder: Path) -> str:
        ours = {
            "unix_socket_dir": folder,
            "listen_port": PORT,
            "auth_type": "any",  # only we can reach the socket
            "server_tls_sslmode": next(filter(None, map(_sslmode, databases.values())), "disable"),
        }
        lines = [f"{name} = {described(url)}" for name, url in databases.items()]
        lines += ["", "[pgbouncer]", *(f"{k} = {v}" for k, v in {**ours, **settings}.items())]
        return "\n".join(["[databases]", *lines, ""])

    return write


def described(url: str) -> str:
    """Return a PostgreSQL URL as a line of the section ``[databases]`` describes a database."""
    known = {key: value for key, value in _parts(url).items() if key in _DESCRIBED}
    return " ".join(f"{key}={_quoted(value)}" for key, value in known.items())


_DESCRIBED = ("host", "port", "dbname", "user", "password")


def _parts(url: str) -> dict[str, str]:
    from psycopg.conninfo import conninfo_to_dict

    return {key: str(value) for key, value in conninfo_to_dict(url).items()}


def _sslmode(url: str) -> str:
    return _parts(url).get("sslmode", "")


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


@contextmanager
def serving(configure: Configure) -> Iterator[Bouncer]:
    """Run a PgBouncer for the length of a block.

    Args:
        configure: is given the folder of the socket, and returns the text of ``pgbouncer.ini``.

    Raises:
        ServiceMissing: it is not installed.
        ConfigurationRefused: it does not run with that text.
        ServiceProblem: it does not start.
    """
    command = [str(up()), CONFIGURATION]
    with fleeting.folders(NAME, TITLE) as (folder, sockets):
        _write(folder / CONFIGURATION, configure(sockets))
        with fleeting.running(command, folder, folder / LOG) as process:
            _wait_until_ready(process, folder, sockets)
            yield Bouncer(str(sockets), process.pid)


def _write(file: Path, content: str) -> None:
    file.touch(mode=0o600)  # it may hold the password of the learner's own server
    system_account().own(file)
    file.write_text(content, encoding="utf-8")


def _wait_until_ready(process: "subprocess.Popen[bytes]", folder: Path, sockets: Path) -> None:
    """Return when clients can connect.

    Raises:
        ConfigurationRefused: it has ended, or opens no socket where it should.
    """
    limit = time.monotonic() + START_LIMIT
    while process.poll() is None and time.monotonic() < limit:
        with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
            probe.connect(str(sockets / SOCKET))
            return
        if _is_up(folder) and not (sockets / SOCKET).exists():
            raise ConfigurationRefused(
                f"PgBouncer runs with this configuration, and not where Arena looks for it: {PORT} "
                "is not its port, or unix_socket_dir is not the folder.",
                _said(folder),
            )
        time.sleep(0.002)
    raise ConfigurationRefused("PgBouncer does not start with this configuration.", _said(folder))


def _is_up(folder: Path) -> bool:
    """Return whether PgBouncer says that it runs, wherever it listens."""
    return b"process up: " in (folder / LOG).read_bytes()


def _said(folder: Path) -> list[str]:
    """Return PgBouncer's own words, without the time and the number of the process."""
    lines = (folder / LOG).read_text(encoding="utf-8", errors="replace").splitlines()
    return [line.partition("] ")[2] or line for line in lines]
