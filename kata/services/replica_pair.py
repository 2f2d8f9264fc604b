"""A PostgreSQL primary and its standby, while they run: what a check does with the two."""

import signal
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kata.services import fleeting, postgres_files
from kata.services.base import ServiceProblem
from kata.services.postgres_server import PORT, Server

if TYPE_CHECKING:
    from subprocess import Popen

PROGRAM = "postgres"
TITLE = "PostgreSQL with a replica"
DATABASE = "arena"
LOG = "server.log"
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

# A record of its own, and flushed: those of VACUUM are flushed later, and a standby gets what is
# flushed. Where a page of the log ends, pg_current_wal_insert_lsn() is beyond its last record.
WRITTEN = "SELECT pg_logical_emit_message(false, 'kata', '', true)"
HELD_UP = """
    SELECT CASE WHEN pg_get_wal_replay_pause_state() <> 'not paused' THEN 'is paused'
        WHEN wait_event LIKE 'RecoveryConflict%' THEN 'waits for a query' ELSE '' END
    FROM pg_stat_activity WHERE backend_type = 'startup'
"""
GIVES_FEEDBACK = """
    SELECT current_setting('hot_standby_feedback') = 'on'
        AND current_setting('wal_receiver_status_interval') <> '0'
"""


class Node:
    """A server of a pair, in a folder of its own, and how to reach it."""

    def __init__(self, folder: Path, sockets: Path, **settings: str) -> None:
        own = {"unix_socket_directories": f'"{sockets}"', **settings}
        pairs = [f"{name}={value}" for name, value in {**SETTINGS, **own}.items()]
        options = [word for pair in pairs for word in ("-c", pair)]
        self.command = [str(postgres_files.programs() / PROGRAM), "-D", str(folder), *options]
        self.folder = folder
        self.server = Server(str(sockets), PORT, PROGRAM, "", postgres_files.version(), True, False)
        self.running = ExitStack()

    def start(self, how_to_end: signal.Signals = signal.SIGQUIT) -> "Popen[bytes]":
        """Run the server; it need not be ready yet. By default it ends without a checkpoint."""
        log = self.folder / LOG
        self.process = self.running.enter_context(
            fleeting.running(self.command, self.folder, log, how_to_end, LIMIT)
        )
        return self.process

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
            if self.process.poll() is not None:
                break
            time.sleep(0.005)
        said = "; ".join((self.log("FATAL") or self.log())[-3:])
        raise ServiceProblem(f"{TITLE} does not do what it should ({said or 'it says nothing'}).")

    def log(self, text: str = "") -> list[str]:
        """Return the lines of its log that have a text in them."""
        said = (self.folder / LOG).read_text(encoding="utf-8", errors="replace")
        return [line for line in said.splitlines() if text in line]


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
            self.standby.ask("ALTER SYSTEM RESET ALL")
            self.configure()
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
        written = self.primary.ask(WRITTEN)
        self.standby.wait(f"SELECT pg_last_wal_replay_lsn() >= '{written}'")

    def held_up(self, limit: float = LIMIT) -> str:
        """Return why the standby does not apply what was written before; empty once it has.

        Args:
            limit: seconds to wait where nothing can be seen that holds it up.
        """
        import psycopg

        written = self.primary.ask(WRITTEN)
        ends = time.monotonic() + limit
        while time.monotonic() < ends:
            with suppress(psycopg.OperationalError):  # the question itself may be cancelled
                if self.standby.ask(f"SELECT pg_last_wal_replay_lsn() >= '{written}'"):
                    return ""
                if state := self.standby.ask(HELD_UP):
                    return str(state)
        return "is late"

    def delay(self, milliseconds: int) -> None:
        """Have the standby apply each commit so much later than it was made."""
        self.configure(recovery_min_apply_delay=str(milliseconds))

    def configure(self, **settings: str) -> None:
        """Change settings of the standby that need no restart.

        Raises:
            psycopg.Error: PostgreSQL refuses one of them.
        """
        from psycopg.sql import SQL, Identifier, Literal

        self.is_changed = True
        with self.standby.server.connect(DATABASE) as connection:
            for name, value in settings.items():
                change = SQL("ALTER SYSTEM SET {} = {}").format(Identifier(name), Literal(value))
                connection.execute(change)
        before = self.standby.ask("SELECT pg_conf_load_time()")
        self.standby.ask("SELECT pg_reload_conf()")
        self.standby.wait(f"SELECT pg_conf_load_time() > '{before}'")
        if self.standby.ask(GIVES_FEEDBACK):
            self.primary.wait("SELECT bool_or(backend_xmin IS NOT NULL) FROM pg_stat_replication")

    def stop(self) -> None:
        """End the standby, and every connection to it."""
        self.standby.running.close()
        self.is_stopped = True

    def start(self) -> None:
        """Run the standby again; it catches up by itself."""
        self.standby.start()
        self.is_stopped = False
        self.standby.wait()
