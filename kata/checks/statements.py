"""``pg_stat_statements`` with numbers that a test has written, for answers that read the view.

The times of real statements differ on every run. So a table takes the view's place in the database
of the check: SQL, a model and the function all read known numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import DatabaseError, connection

from kata.checks.findings import expect
from kata.checks.writes import fetch

REMOVE = """
    DROP EXTENSION IF EXISTS pg_stat_statements;
    DROP TABLE IF EXISTS pg_stat_statements CASCADE;
    DROP FUNCTION IF EXISTS pg_stat_statements_reset
"""
CREATE = """
    CREATE TABLE pg_stat_statements (
        userid oid, dbid oid, toplevel bool, queryid bigint, query text, calls bigint,
        total_exec_time float8, max_exec_time float8 DEFAULT 9999, rows bigint DEFAULT 1,
        mean_exec_time float8 GENERATED ALWAYS AS (total_exec_time / nullif(calls, 0)) STORED,
        plans bigint DEFAULT 0, total_plan_time float8 DEFAULT 0,
        stats_since timestamptz DEFAULT clock_timestamp(),
        minmax_stats_since timestamptz DEFAULT clock_timestamp()
    );
    CREATE FUNCTION pg_stat_statements(showtext bool) RETURNS SETOF pg_stat_statements
        LANGUAGE sql AS 'SELECT * FROM pg_stat_statements';
    CREATE FUNCTION pg_stat_statements_reset(
        userid oid DEFAULT 0, dbid oid DEFAULT 0, queryid bigint DEFAULT 0,
        minmax_only bool DEFAULT false
    ) RETURNS timestamptz
        LANGUAGE sql AS 'DELETE FROM pg_stat_statements; SELECT clock_timestamp()'
"""
COUNT = (
    "UPDATE pg_stat_statements SET calls = calls + %s, total_exec_time = total_exec_time + %s"
    " WHERE (userid, dbid, toplevel, queryid) = (%s, %s, %s, %s)"
)
ENTER = (
    "INSERT INTO pg_stat_statements"
    " (calls, total_exec_time, userid, dbid, toplevel, queryid, query)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
)


class Sum(NamedTuple):
    """The calls of one statement, and the milliseconds that they took."""

    calls: int
    ms: float


class StatementCounts:
    """Counts calls as PostgreSQL does in its view, and remembers them for the right result.

    Attributes:
        mark: what to hand to ``since()`` for what is counted from now on.
        texts: the texts of each ``queryid`` of this database.
    """

    def __init__(self) -> None:
        self.texts: dict[int, set[str]] = {}
        self._calls: list[tuple[int, int, int, float] | None] = []
        [[self._own]] = fetch("SELECT oid FROM pg_database WHERE datname = current_database()")

    @property
    def mark(self) -> int:
        """How many calls were counted so far."""
        return len(self._calls)

    def called(
        self,
        queryid: int,
        calls: int,
        ms: float,
        *,
        user: int = 10,
        other: int = 0,
        top: bool = True,
    ) -> None:
        """Count some calls of so many milliseconds each.

        The text of ``queryid`` 3 is that of 2, and each user's has a comment of its own.

        Args:
            other: the oid of another database that they were sent to.
            top: whether a client sent them; else a function did.
        """
        text = f"/* user {user} */ SELECT {2 if queryid == 3 else queryid}, '50%' <> $1"
        numbers = [calls, calls * ms, user, other or self._own, top, queryid]
        with connection.cursor() as cursor:
            cursor.execute(COUNT, numbers)
            if not cursor.rowcount:
                cursor.execute(ENTER, [*numbers, text])
        if top and not other:
            self._calls.append((queryid, user, calls, ms))
            self.texts.setdefault(queryid, set()).add(text)

    def forget(self, queryid: int, user: int = 10) -> None:
        """Let an entry vanish, as PostgreSQL does when it has too many: its calls are lost."""
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM pg_stat_statements WHERE (queryid, userid) = (%s, %s)", [queryid, user]
            )
        self._calls = [
            None if call and call[:2] == (queryid, user) else call for call in self._calls
        ]

    def since(self, mark: int) -> dict[int, Sum]:
        """Return what clients have called in this database since, by ``queryid``."""
        sums: dict[int, Sum] = {}
        for queryid, _, calls, ms in filter(None, self._calls[mark:]):
            before = sums.get(queryid, Sum(0, 0.0))
            sums[queryid] = Sum(before.calls + calls, before.ms + calls * ms)
        return sums

    def unchanged(self, name: str, call: Callable[[], Any]) -> Any:
        """Call and return the result; fail if the entries are others then."""
        entries = "SELECT * FROM pg_stat_statements ORDER BY userid, dbid, toplevel, queryid"
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE pg_stat_statements")  # else each query sorts what it groups
        before = fetch(entries)
        result = call()
        expect(fetch(entries) == before, f"{name} changes pg_stat_statements.", "it only reads.")
        return result


@contextmanager
def statement_counts() -> Iterator[StatementCounts]:
    """Put a table with known numbers in place of the view for the length of the block."""
    with connection.cursor() as cursor:
        cursor.execute(REMOVE)
        cursor.execute(CREATE)
    try:
        yield StatementCounts()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(REMOVE)


@contextmanager
def real_statements() -> Iterator[bool]:
    """Show the server's own view in this database for the length of the block.

    Yields:
        whether it is there, with ``stats_since``: a superuser's role and PostgreSQL 17 bring it.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(REMOVE)
            cursor.execute("CREATE EXTENSION pg_stat_statements")
            cursor.execute("SELECT stats_since FROM pg_stat_statements LIMIT 0")
    except DatabaseError:
        yield False
        return
    try:
        yield True
    finally:
        with connection.cursor() as cursor:
            cursor.execute(REMOVE)
