"""What goes on inside the database, where neither statements nor fetched rows tell.

Two joins can build 90,000 rows in order to return three. PostgreSQL tells by the plan of each
statement: the rows that its steps hand to each other. SQLite tells by the steps of its virtual
machine. Both are the same on every run, busy machine or not; only ratios of them mean something.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.backends.signals import connection_created
from django.db.backends.utils import CursorWrapper

from kata.checks.attribution import caller_line, source, where
from kata.checks.findings import Line, fail, ledger, plural
from kata.checks.plans import Node, Plan, analyze, explain
from kata.checks.same import plain
from kata.checks.sql import short

EVERY = 10  # steps between two calls of SQLite's progress handler
# What EXPLAIN can run once more without a change to the data; comments may stand before it.
_READS = re.compile(
    r"(?:\s|/\*.*?\*/|--[^\n]*\n)*(?:\(|(?:SELECT|WITH|VALUES|TABLE|DECLARE|EXECUTE)\b)",
    re.IGNORECASE | re.DOTALL,
)
# A query that is copied out instead of fetched.
_COPIED = re.compile(r"\s*COPY\s*\((.*)\)\s*TO\s+STDOUT", re.IGNORECASE | re.DOTALL)
SHOWN_STEPS = 3


@dataclass(frozen=True)
class Statement:
    """One call of a cursor, with what is needed to run it again."""

    sql: str
    params: Any
    alias: str
    line: int


@dataclass(frozen=True)
class Effort:
    """What the database did for one call.

    Attributes:
        result: what the call returned, lazy results read.
        amount: rows between the steps of all plans (PostgreSQL), or steps (SQLite).
        unit: what was counted.
        read: rows that the steps took from tables (PostgreSQL), whatever was joined or added up;
            those that a filter then threw away are among them.
        lines: the statements, the costliest first.
        details: the costliest steps of the costliest statement, empty on SQLite.
    """

    result: Any
    amount: int
    unit: str
    lines: tuple[Line, ...]
    details: tuple[str, ...] = ()
    read: int = 0


def effort(call: Callable[[], Any], *, large: bool = False) -> Effort:
    """Call once and return what the database did for it.

    PostgreSQL runs each statement that reads a second time, with ``EXPLAIN (ANALYZE)``.

    Args:
        large: plan as for large tables: use an index wherever there is one. PostgreSQL reads the
            whole of a small table instead, which says nothing about a real site.
    """
    analyze()  # without statistics a plan may be another one next time
    if connection.vendor != "postgresql":
        with _statements() as sent, _steps() as steps:
            result = plain(call())
        return Effort(result, steps[0] * EVERY, "steps", tuple(map(_line, sent)))
    with _statements() as sent:
        result = plain(call())
    with _indexes() if large else nullcontext():
        plans = sorted(_plans(sent), key=lambda pair: -_rows(pair[1]))
    lines = tuple(_line(statement) for statement, _ in plans)
    total = sum(_rows(plan) for _, plan in plans)
    details = _details(plans[0][1]) if plans else ()
    return Effort(result, total, "rows", lines, details, sum(_read_rows(plan) for _, plan in plans))


def lighter(
    answer: Callable[[], Any],
    before: Callable[[], Any],
    *,
    times: float,
    why: str = "",
    large: bool = False,
) -> Any:
    """Return the answer's result; fail when its database does much more than the starter's.

    Args:
        times: how many times the starter's effort is allowed. Plans of good answers differ by a
            small factor, so leave room.
        why: what to add to "Allowed: ..." on the screen.
        large: plan as for large tables; see ``effort``.

    Raises:
        CheckFailed: the database does more.
    """
    allowed = round(times * effort(before, large=large).amount)
    spent = effort(answer, large=large)
    ledger.spent(**{f"{spent.unit} inside the database": spent.amount})
    if spent.amount > allowed:
        raise fail(
            f"The database handles {spent.amount:,} {spent.unit} to find the answer.",
            f"at most {allowed:,}, which is {times:g} times what the starter needs"
            f"{f', {why}' if why else ''}.",
            spent.lines,
            spent.details,
        )
    return spent.result


@contextmanager
def _statements() -> Iterator[list[Statement]]:
    """Note the statements of a block, of every alias and thread, and of the driver's cursors."""
    sent: list[Statement] = []
    inside = threading.local()

    def noting(original: Callable[..., Any]) -> Callable[..., Any]:
        def execute(self: Any, sql: Any, params: Any = None, *args: Any, **kwargs: Any) -> Any:
            if getattr(inside, "deep", False):  # Django's cursor calls the driver's
                return original(self, sql, params, *args, **kwargs)
            if text := _read(sql, self):
                alias = self.db.alias if isinstance(self, CursorWrapper) else DEFAULT_DB_ALIAS
                sent.append(Statement(text, params, alias, caller_line()))
            inside.deep = True
            try:
                return original(self, sql, params, *args, **kwargs)
            finally:
                inside.deep = False

        return execute

    replaced = [(owner, name, getattr(owner, name)) for owner, name in _cursors()]
    for owner, name, original in replaced:
        setattr(owner, name, noting(original))
    try:
        yield sent
    finally:
        for owner, name, original in replaced:
            setattr(owner, name, original)


def _cursors() -> Iterator[tuple[type, str]]:
    """Yield the methods that send a statement: Django's, and psycopg's where that is in use."""
    yield CursorWrapper, "execute"
    psycopg = sys.modules.get("psycopg")
    if psycopg is not None:
        yield psycopg.Cursor, "execute"
        yield psycopg.Cursor, "stream"
        yield psycopg.Cursor, "copy"
        yield psycopg.ServerCursor, "execute"


def _read(sql: Any, cursor: Any) -> str:
    """Return what a statement reads, as text, empty for a statement that reads nothing."""
    if isinstance(sql, bytes):
        sql = sql.decode(errors="replace")
    text = sql if isinstance(sql, str) else sql.as_string(cursor.connection)
    if copied := _COPIED.match(text):
        return copied[1]
    return text if _READS.match(text) else ""


@contextmanager
def _steps() -> Iterator[list[int]]:
    """Count SQLite's steps on every connection; the list's one item is how many times EVERY."""
    steps = [0]

    def progress() -> int:
        steps[0] += 1
        return 0

    def watch(connection: Any, **_: Any) -> None:
        if connection.vendor == "sqlite" and connection.connection is not None:
            connection.connection.set_progress_handler(progress, EVERY)

    connection_created.connect(watch)
    for other in connections.all(initialized_only=True):
        watch(other)
    try:
        yield steps
    finally:
        connection_created.disconnect(watch)
        for other in connections.all(initialized_only=True):
            if other.vendor == "sqlite" and other.connection is not None:
                other.connection.set_progress_handler(None, EVERY)


@contextmanager
def _indexes() -> Iterator[None]:
    """Let PostgreSQL prefer any index to reading a whole table."""
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        try:
            yield
        finally:
            cursor.execute("RESET enable_seqscan")


def _plans(sent: list[Statement]) -> Iterator[tuple[Statement, Plan]]:
    for statement in sent:
        with suppress(DatabaseError):  # it reads what the answer has removed since
            yield statement, explain(statement.sql, statement.params, using=statement.alias)


def _rows(plan: Plan) -> int:
    return sum(node.rows for node in _nodes(plan))


def _read_rows(plan: Plan) -> int:
    return sum(node.rows + node.removed for node in _nodes(plan) if node.relation)


def _nodes(plan: Plan) -> list[Node]:
    """Return the steps that hand rows on.

    A bitmap names places where rows may be, those of deleted rows included until the next vacuum:
    that would differ from run to run. The rows themselves come from the heap scan above it.
    """
    return [node for node in plan.root.walk() if node.kind != "Bitmap Index Scan"]


def _details(plan: Plan) -> tuple[str, ...]:
    steps = sorted(_nodes(plan), key=lambda node: -node.rows)[:SHOWN_STEPS]
    return tuple(f"{plural(node.rows, 'row'):>14} from {node}{_thrown(node)}" for node in steps)


def _thrown(node: Node) -> str:
    return f", {node.removed:,} thrown away" if node.removed else ""


def _line(statement: Statement) -> Line:
    return Line(1, where(statement.line), source(statement.line), short(statement.sql))
