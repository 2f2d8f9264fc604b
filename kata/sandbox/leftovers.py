"""What an answer must leave as it found it, and the line that did not.

Runs where the answer runs, and nowhere else: what it patches dies with that process.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures.thread import _worker
from contextlib import suppress
from functools import cache
from typing import Any

from django.conf import LazySettings, settings
from django.db import Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.transaction import Atomic

from kata.checks.attribution import caller_line, deepest_line, own_line, source, where
from kata.checks.concurrency import is_of_check
from kata.checks.findings import CheckFailed, Line, fail
from kata.course import Exercise, body

_lines: dict[str, int] = {}
_SETTING = "setting "
_WROTE = "wrote"
_WRITES = ("DELETE", "INSERT", "UPDATE", "TRUNCATE")
_WRITER = re.compile(
    r"\.(a?(bulk_)?(create|update|delete|save)|(get|update)_or_create|add|set|remove|clear|copy)\("
    r"|\b(INSERT|UPDATE|DELETE|CREATE|ALTER|COPY|BEGIN)\b"
)


@cache
def install() -> None:
    """Watch what an answer may do to the process."""
    _watch(threading.Thread, "start", lambda *_: "thread")
    _watch(Atomic, "__enter__", lambda *_: "transaction")
    _watch(BaseDatabaseWrapper, "set_autocommit", lambda *_: "transaction")
    _watch(LazySettings, "__setattr__", lambda _, name, *__: _SETTING + name)
    _watch(LazySettings, "__delattr__", lambda _, name: _SETTING + name)
    _watch(CursorWrapper, "execute", _kind_of_statement)
    os.register_at_fork(before=_forks, after_in_child=_leave_fork)


def _watch(owner: Any, name: str, kind_of: Callable[..., str]) -> None:
    """Note the answer's line whenever it calls ``owner.name``; ``kind_of`` says under what."""
    original = getattr(owner, name)

    def noted(*args: Any, **kwargs: Any) -> Any:
        if (kind := kind_of(*args)) and (line := own_line()):
            _lines[kind] = line
        return original(*args, **kwargs)

    setattr(owner, name, noted)


def _kind_of_statement(_: CursorWrapper, sql: Any, *__: Any) -> str:
    start = str(sql)[:12].lstrip().upper()
    if start.startswith(("DROP", "ALTER", "TRUNCATE")):
        return "tables"
    if start.startswith(_WRITES):
        return _WROTE
    return "transaction" if start.startswith(("BEGIN", "START")) else ""


def _forks() -> None:
    if line := caller_line():
        _lines["fork"] = line


def _leave_fork() -> None:
    """End what an answer forked: it would speak over the same database connection."""
    if "fork" in _lines:
        os._exit(0)


class Guard:
    """Compares what a process was like before a check with what it is like after."""

    def __init__(self) -> None:
        _lines.clear()
        self.threads = set(threading.enumerate())
        self.settings = _settings()
        self.tables = _tables()

    def trespass(self, error: BaseException | None = None) -> CheckFailed | None:
        """Return the failure to report when the answer left something changed, else None.

        Args:
            error: what the check ended with. Where the answer raised it, that is reported, and not
                the transaction, thread or setting that it could not end any more.
        """
        if "fork" in _lines:
            return _said("fork", "forks the process. An answer runs in one process.")
        if gone := self.tables - (_tables() if "tables" in _lines else self.tables):
            return _said("tables", f"removes the table {sorted(gone)[0]}.")
        if error and deepest_line(error.__traceback__) and not _of_the_database(error):
            return None
        return self._left()

    def _left(self) -> CheckFailed | None:
        if left := [
            t for t in threading.enumerate() if t not in self.threads and not _is_foreign(t)
        ]:
            return _said(
                "thread",
                "starts a thread that still runs when the answer has returned "
                f"({left[0].name}). Wait for it with join().",
            )
        if any(_open_transaction(connection) for connection in _connected()):
            return _said(
                "transaction",
                "leaves a transaction open. Use it as a block: with transaction.atomic(): ...",
            )
        for name in [kind.removeprefix(_SETTING) for kind in _lines if kind.startswith(_SETTING)]:
            if self.settings.get(name) != _settings().get(name):
                return _said(_SETTING + name, f"changes settings.{name} and leaves it changed.")
        return None

    def wrote(self, exercise: Exercise | None) -> list[str]:
        """Return that the answer wrote, where neither starter nor reference does."""
        line = _lines.get(_WROTE, 0)
        if not line or exercise is None:
            return []
        files = [path for path in (exercise.before, exercise.after) if path.is_file()]
        if any(_WRITER.search(body(path)) for path in files):
            return []
        return [f"{where(line)} changes rows in the database. This exercise only reads them."]


def _of_the_database(error: BaseException) -> bool:
    """Whether an exception may come from a transaction that was left open, or is a failed check."""
    return isinstance(error, Error) or hasattr(error, "failure")


def _is_foreign(thread: threading.Thread) -> bool:
    """Whether a thread is none of the answer's: a pool's that waits for work, or the check's own.

    asgiref keeps one for the whole process, and ends that of each request with one more. A relay
    has two for each connection, which may end after the connection.
    """
    target = getattr(thread, "_target", _worker)  # without one it has just ended
    is_others = str(getattr(target, "__module__", "")).startswith(("asgiref.", "kata."))
    return target is _worker or is_others or is_of_check(thread)


def _said(kind: str, what: str) -> CheckFailed:
    """Return a failure about a line of the answer."""
    line = _lines.get(kind, 0)
    lines = [Line(1, where(line), source(line))] if line else []
    return fail(f"{where(line) if line else 'Your answer'} {what}", lines=lines)


def _settings() -> dict[str, str]:
    return {name: repr(getattr(settings, name)) for name in dir(settings) if name.isupper()}


def _connected() -> list[Any]:
    return [c for c in connections.all(initialized_only=True) if c.connection is not None]


def _tables() -> set[str]:
    """Return the tables of the default database; a broken transaction is ended first."""
    connection = connections["default"]
    if connection.in_atomic_block or connection.errors_occurred or _ended(connection):
        connection.close()
    return set(connection.introspection.table_names())


def _ended(connection: Any) -> bool:
    """Whether a connection was closed by the driver or ended by the server."""
    if connection.vendor == "sqlite":
        return False
    return bool(connection.connection is not None and connection.connection.closed)


def _open_transaction(connection: Any) -> bool:
    if _ended(connection):
        return False
    if connection.in_atomic_block or not connection.autocommit:
        return True
    if connection.vendor == "sqlite":
        with suppress(sqlite3.ProgrammingError):  # the answer closed it
            return bool(connection.connection.in_transaction)
        return False
    status = connection.connection.info.transaction_status.name
    return status in {"ACTIVE", "INTRANS", "INERROR"}
