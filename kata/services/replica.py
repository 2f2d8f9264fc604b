"""A PostgreSQL primary and a standby that streams from it, both of a check's own.

A cluster that was shut down can be copied as it is: the copy with a ``standby.signal`` is what
``pg_basebackup -R`` makes, without a server to ask. So a cluster is made once, and each check runs
two copies of it, which takes a tenth of a second.
"""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kata.home import kata_home, locked
from kata.services import fleeting, places, postgres_files
from kata.services.base import ENVIRONMENT, ServiceProblem, Status
from kata.services.postgres_server import PORT, Server

if TYPE_CHECKING:
    from subprocess import Popen

NAME = "replica"
PROGRAM = "postgres"
TITLE = "PostgreSQL with a replica"
DATABASE = "arena"
LOG = "server.log"
SIGNAL = "standby.signal"  # PostgreSQL looks for it at its start
LIMIT = 60  # seconds

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",  # its cleanup would cancel queries of the standby at any time
    "jit": "off",
    "shared_buffers": "16MB",
    "max_connections": "40",
    "min_wal_size": "2MB",
    "wal_keep_size": "256MB",  # for a standby that was stopped
    "wal_retrieve_retry_interval": "20ms",
    "timezone": "UTC",
    "lc_messages": "C",
}


class Node:
    """A server of a pair, in a folder of its own, and how to reach it."""

    def __init__(self, folder: Path, sockets: Path, **settings: str) -> None:
        own = {"unix_socket_directories": f'"{sockets}"', **settings}
        pairs = [f"{name}={value}" for name, value in {**SETTINGS, **own}.items()]
        options = [word for pair in pairs for word in ("-c", pair)]
        self.command = [_program(PROGRAM), "-D", str(folder), *options]
        self.folder = folder
        self.server = Server(str(sockets), PORT, PROGRAM, "", postgres_files.version(), True, False)
        self.running = ExitStack()

    def start(self, how_to_end: signal.Signals = signal.SIGQUIT) -> "Popen[bytes]":
        """Run the server; it need not be ready yet. By default it ends without a checkpoint."""
        log = self.folder / LOG
        return self.running.enter_context(
            fleeting.running(self.command, self.folder, log, how_to_end, LIMIT)
        )

    def ask(self, sql: str, database: str = DATABASE) -> Any:
        """Return the first value that a statement returns."""
        with self.server.connect(database) as connection:
            cursor = connection.execute(sql.encode())
            row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None

    def wait(self, sql: str = "SELECT true", database: str = DATABASE) -> None:
        """Wait until the server can be asked, and a statement returns true.

        Raises:
            ServiceProblem: it does not.
        """
        import psycopg

        limit = time.monotonic() + LIMIT
        while time.monotonic() < limit:
            with suppress(psycopg.OperationalError):
                if self.ask(sql, database):
                    return
            time.sleep(0.005)
        lines = (self.folder / LOG).read_text(encoding="utf-8", errors="replace").splitlines()
        raise ServiceProblem(f"{TITLE} does not do what it should ({lines[-1:]}).")


class Pair:
    """A primary and its standby, which run."""

    def __init__(self, primary: Node, standby: Node) -> None:
        self.primary, self.standby = primary, standby
        self.is_stopped = self.is_changed = False

    def reset(self) -> None:
        """Have the standby run, and follow the primary without a delay."""
        if self.is_stopped:
            self.start()
        if self.is_changed:
            self.standby.ask("SELECT pg_wal_replay_resume()")
            self.delay(0)
        self.is_changed = False

    def pause(self) -> None:
        """Let the standby fall behind: it receives changes, and applies none of them."""
        self.is_changed = True
        self.standby.ask("SELECT pg_wal_replay_pause()")
        self.standby.wait("SELECT pg_get_wal_replay_pause_state() = 'paused'")

    def resume(self) -> None:
        """Let the standby apply changes again, and wait until it has all of them."""
        self.standby.ask("SELECT pg_wal_replay_resume()")
        self.catch_up()

    def catch_up(self) -> None:
        """Wait until the standby has applied what was written before."""
        written = self.primary.ask("SELECT pg_current_wal_insert_lsn()")
        self.standby.wait(f"SELECT pg_last_wal_replay_lsn() >= '{written}'")

    def delay(self, milliseconds: int) -> None:
        """Have the standby apply each commit so much later than it was made."""
        self.is_changed = True
        name = "recovery_min_apply_delay"
        self.standby.ask(f"ALTER SYSTEM SET {name} = {milliseconds}")
        self.standby.ask("SELECT pg_reload_conf()")
        where = f"name = '{name}' AND setting = '{milliseconds}'"
        self.standby.wait(f"SELECT count(*) = 1 FROM pg_settings WHERE {where}")

    def stop(self) -> None:
        """End the standby, and every connection to it."""
        self.standby.running.close()
        self.is_stopped = True

    def start(self) -> None:
        """Run the standby again; it catches up by itself."""
        self.standby.start()
        self.is_stopped = False
        self.standby.wait()


def up() -> Path:
    """Return the folder of the programs. There is nothing to start: each check runs its own two.

    Raises:
        ServiceProblem: PostgreSQL is not installed.
    """
    return postgres_files.programs()


def cluster(name: str, fill: Callable[[str], None]) -> Path:
    """Return a cluster to copy, made the first time in about two seconds.

    Args:
        name: of what is in it.
        fill: is given the URL of its empty database, and fills that.

    Raises:
        ServiceProblem: it cannot be made.
    """
    folder = places.reachable_folder(NAME) / f"cluster_{name}"
    if not folder.exists():
        with locked(kata_home() / NAME, LIMIT):
            if not folder.exists():
                _make(folder, fill)
    return folder


def down() -> None:
    """End what killed checks have left behind, and remove the cluster that checks copy."""
    fleeting.down(PROGRAM, NAME)


def status() -> Status:
    """Return what is known without starting anything."""
    try:
        folder = postgres_files.installed()
    except ServiceProblem as problem:
        return Status(NAME, "missing", "", "", str(problem))
    return Status(NAME, "ready", postgres_files.version(), str(folder), "")


@contextmanager
def serving(original: Path, **settings: str) -> Iterator[Pair]:
    """Run a primary and its standby, both copies of a cluster, for the length of a block.

    Args:
        settings: of both servers, beside ``SETTINGS`` or instead of them.

    Raises:
        ServiceProblem: one of them cannot be made, or does not start.
    """
    with ExitStack() as stack:
        enter = stack.enter_context
        folder, sockets = enter(fleeting.folders(PROGRAM, TITLE, NAME))
        copy, others = enter(fleeting.folders(PROGRAM, TITLE, NAME))
        for target in (folder, copy):
            if said := _run("cp", "-R", f"{original}/.", f"{target}/"):
                raise ServiceProblem(f"PostgreSQL cannot keep its files in {target} ({said}).")
        (copy / SIGNAL).touch()
        places.system_account().own(copy / SIGNAL)
        escaped = str(sockets).replace("\\", "\\\\").replace("'", "\\'")
        conninfo = f"host='{escaped}' port={PORT} user={PROGRAM}"
        primary = Node(folder, sockets, **settings)
        pair = Pair(primary, Node(copy, others, primary_conninfo=conninfo, **settings))
        for node in (pair.primary, pair.standby):
            node.start()
            enter(node.running)
        pair.primary.wait()
        pair.catch_up()
        yield pair


def _make(original: Path, fill: Callable[[str], None]) -> None:
    """Make the cluster that is copied, under another name until it is complete."""
    with fleeting.folders(PROGRAM, TITLE, NAME) as (folder, sockets):
        postgres_files.spread(folder.parent)  # each copy is 350 new files
        initdb = [_program("initdb"), *postgres_files.INITDB.split(), "--wal-segsize=1"]
        if said := _run(*initdb, "-D", str(folder)):
            raise ServiceProblem(f"PostgreSQL cannot keep its files in {folder} ({said}).")
        node = Node(folder, sockets)
        with node.running:
            process = node.start(signal.SIGINT)
            node.wait(database="postgres")
            node.ask(f"CREATE DATABASE {DATABASE} STRATEGY FILE_COPY", "postgres")
            fill(node.server.url(DATABASE))
            # Without the databases that nobody uses, a copy is half as large.
            node.ask("UPDATE pg_database SET datistemplate = false")
            for name in ("template0", "template1", "postgres"):
                node.ask(f"DROP DATABASE {name} WITH (FORCE)")
            node.ask("CHECKPOINT")
        if process.returncode:
            raise ServiceProblem(f"{TITLE} was killed before it had stopped: try again.")
        folder.rename(original)


def _program(name: str) -> str:
    return str(postgres_files.programs() / name)


def _run(*command: str) -> str:
    """Run a program as the servers' user; return why it failed, if it did."""
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=ENVIRONMENT,
        **places.system_account().options,
    )
    return (done.stderr.strip() or "no reason given") if done.returncode else ""
