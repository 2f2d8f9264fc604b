"""What the database itself saw, however it was sent: the meter's second witness.

PostgreSQL tells by ``pg_stat_statements``, which a project's own :class:`Statements` reads; SQLite
by a trace callback on every connection, and an audit hook for connections that Django did not open.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from kata.checks import sql as statements

# PostgreSQL's own look-up of what a new foreign key points at. Django's foreign keys are deferred,
# so it runs at COMMIT, outside of any statement, and is counted as if somebody had sent it.
_OF_A_FOREIGN_KEY = re.compile(
    r'SELECT \S+ FROM ONLY (?:"[^"]+"\.)?"[^"]+" x WHERE .* OPERATOR\(pg_catalog\.=\) .* '
    r"FOR KEY SHARE OF x$"
)
_NOBODY = (
    "Nothing here reads pg_stat_statements, so statements that bypass Django were not looked for."
)


class Truth(Protocol):
    """What a database saw in a block; read it after the block.

    Attributes:
        known: whether this database can tell.
        why: what to say when it cannot.
        count: statements that moved data.
        blocks: pages touched, in shared memory or read (PostgreSQL; 8 KiB each).
        texts: the statements and how often each ran, the most frequent first.
    """

    known: bool
    why: str
    count: int
    blocks: int
    texts: list[tuple[str, int]]


class Statements(Protocol):
    """Reads ``pg_stat_statements`` over a connection that no check uses: its own would count."""

    def unknown(self) -> str:
        """Return why it cannot be read here, empty if it can."""

    def counting(self, connection: Any) -> Callable[[], dict[str, tuple[int, int]]]:
        """Return a function that tells what a Django connection's database did from now on.

        It returns calls and blocks, by text of statement.
        """


_statements: Statements | None = None


def read_with(reader: Statements | None) -> None:
    """Say who reads ``pg_stat_statements`` from now on; None is nobody."""
    global _statements  # noqa: PLW0603
    _statements = reader


class _Seen:
    known = True
    why = ""

    def __init__(self) -> None:
        self.count = 0
        self.blocks = 0
        self.texts: list[tuple[str, int]] = []

    def fill(
        self,
        seen: dict[str, tuple[int, int]],
        of_the_database: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """Take calls and blocks per text; housekeeping is left out.

        What a foreign key or a deferred trigger costs is work, so its blocks count, but no client
        sent a statement.
        """
        for text, (calls, blocks) in sorted(seen.items(), key=lambda pair: -pair[1][0]):
            if not statements.moves_data(text):
                continue
            self.blocks += blocks
            if not _OF_A_FOREIGN_KEY.match(text) and not of_the_database(text):
                self.count += calls
                self.texts.append((text, calls))


@contextmanager
def of(connection: Any) -> Iterator[Truth]:
    """Watch the database of a Django connection for the length of the block."""
    watch = _postgresql if connection.vendor == "postgresql" else _sqlite
    with watch(connection) as truth:
        yield truth


@contextmanager
def _postgresql(connection: Any) -> Iterator[Truth]:
    truth, reader = _Seen(), _statements
    truth.why = reader.unknown() if reader else _NOBODY
    if not reader or truth.why:
        truth.known = False
        yield truth
        return
    counted = reader.counting(connection)
    yield truth
    seen = counted()
    own = _of_deferred_triggers(connection)
    truth.fill(
        seen,
        of_the_database=lambda text: any(re.search(_loosely(text), body) for body in own),
    )


def _of_deferred_triggers(connection: Any) -> list[str]:
    """Return the bodies of trigger functions that PostgreSQL runs at COMMIT.

    What they send is counted as if a client had sent it, because no statement is around it then.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosrc FROM pg_proc WHERE oid IN (SELECT tgfoid FROM pg_trigger "
            "WHERE tgdeferrable AND NOT tgisinternal)"
        )
        return [" ".join(body.split()) for [body] in cursor.fetchall()]


def _loosely(text: str) -> str:
    """Return a pattern for a statement as its source may have it, values in place of ``$1``."""
    words = " ".join(text.split())
    return r"\S+".join(map(re.escape, re.split(r"\$\d+", words)))


@contextmanager
def _sqlite(connection: Any) -> Iterator[Truth]:
    from django.db import connections
    from django.db.backends.signals import connection_created

    truth, seen = _Seen(), Counter[str]()

    def trace(text: str) -> None:
        if not text.startswith("--"):  # what a trigger does, not what was sent
            seen[statements.shape(text)] += 1

    def opened(connection: Any, **_: Any) -> None:
        if connection.vendor == "sqlite":
            connection.connection.set_trace_callback(trace)

    connection.ensure_connection()
    connection_created.connect(opened)
    for other in connections.all(initialized_only=True):
        if other.connection is not None:
            opened(other)
    try:
        with _foreign_connections(seen):
            yield truth
    finally:
        connection_created.disconnect(opened)
        for other in connections.all(initialized_only=True):
            if other.vendor == "sqlite" and other.connection is not None:
                other.connection.set_trace_callback(None)
        truth.fill({text: (calls, 0) for text, calls in seen.items()})


_foreign: list[Counter[str]] = []
_audited = False


@contextmanager
def _foreign_connections(seen: Counter[str]) -> Iterator[None]:
    """Count each connection to SQLite that Django's back end did not open as one statement.

    An audit hook stays for the life of the process, so there is one, and a list to report to.
    """
    global _audited  # noqa: PLW0603
    if not _audited:
        sys.addaudithook(_audit)
        _audited = True
    _foreign.append(seen)
    try:
        yield
    finally:
        _foreign.remove(seen)


def _audit(event: str, _: tuple[Any, ...]) -> None:
    if event != "sqlite3.connect" or not _foreign:
        return
    frame: Any = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__", "").startswith("django.db.backends."):
            return
        frame = frame.f_back
    for seen in _foreign:
        seen["a connection to SQLite that Django did not open"] += 1
