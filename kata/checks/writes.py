"""Which rows are written, including those that are the same afterwards.

An UPDATE that sets the value that is there already leaves a dead row, work for vacuum, and locks.
PostgreSQL shows it: each version of a row has a place (``ctid``) and the transaction that wrote it
(``xmin``). SQLite only counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from kata.checks.findings import expect, fail, plural
from kata.checks.queries import Meter
from kata.checks.same import plain

SHOWN = 5


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back what a block writes: the answer then finds the same rows as the starter did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def writes_only(
    call: Callable[[], Any],
    table: type[Model],
    keys: Collection[Any],
    *,
    what: str,
    may: Collection[Any] = (),
) -> Any:
    """Call and return its result; fail unless it writes these rows of a table, and no others.

    On SQLite only their number is known, and other tables count too.

    Args:
        keys: the primary keys of the rows that have to be written.
        what: what is called, for the sentence, such as ``sync() once more``.
        may: the keys of rows that may be written as well.

    Raises:
        CheckFailed: other rows are written, or not all of these.
    """
    before = _state(table)
    with Meter() as meter:
        result = plain(call())
    after = _state(table)
    details = []
    if connection.vendor == "postgresql":
        written = {key for key, _ in after ^ before}
        number = len(written)
        extra, missed = sorted(written - {*keys, *may}), sorted({*keys} - written)
        right = not extra and not missed
        details += [f"not to be written: {_some(extra)}"] * bool(extra)
        details += [f"not written: {_some(missed)}"] * bool(missed)
    else:
        number = after - before
        right = len(keys) <= number <= len({*keys, *may})
    if not right:
        meter.calls = [one for one in meter.calls if not one.sql.lstrip("( ").startswith("SELECT")]
        raise fail(
            f"{what} writes {plural(number, 'row')} of {table._meta.db_table}; "
            f"{len(keys)} {'had to' if not may else 'must'} change"
            f"{f', and {len(may)} may' if may else ''}.",
            "to write what changes, and nothing else.",
            meter.lines(),
            details,
        )
    return result


@contextmanager
def written_columns(table: type[Model]) -> Iterator[set[str]]:
    """Collect, for a block, the columns that an UPDATE of a table names, whatever the value.

    A column that gets the value that was read before can lose what others write in between.
    """
    names: set[str] = set()
    quoted = connection.ops.quote_name(table._meta.db_table)
    postgresql = connection.vendor == "postgresql"
    statements, body = ["CREATE TABLE written (name text)"], "BEGIN {}; END"
    insert = "INSERT INTO written VALUES ('{0}')"
    if postgresql:
        statements.append(
            "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN INSERT INTO written VALUES (TG_ARGV[0]); RETURN NEW; END $$"
        )
        body, insert = "FOR EACH ROW EXECUTE FUNCTION {}", "note('{0}')"
    body = body.format(insert)
    columns = [field.column for field in table._meta.concrete_fields]
    statements += [
        f"CREATE TRIGGER note_{column} BEFORE UPDATE OF {column} ON {quoted} {body.format(column)}"
        for column in columns
    ]
    undo = [f"DROP TRIGGER note_{column}{f' ON {quoted}' * postgresql}" for column in columns]
    undo += ["DROP FUNCTION note()"] * postgresql + ["DROP TABLE written"]
    send(statements)
    try:
        yield names
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT name FROM written")
            names.update(name for (name,) in cursor.fetchall())
    finally:
        send(undo)


def send(statements: Iterable[str]) -> None:
    """Send statements of the check's own, one after the other."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def fetch(sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query of the check's own."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def send_of_answer(statements: Any, name: str) -> None:
    """Send the SQL statements that an answer lists; one that fails is the answer's failure."""
    right = isinstance(statements, (list, tuple)) and {str}.issuperset(map(type, statements))
    expect(right, f"{name} is {statements!r:.200}.", "a list of SQL statements.")
    for statement in statements:
        try:
            send([statement])
        except DatabaseError as error:
            reason = str(error).strip().splitlines()[0]
            raise fail(f"{name}: {statement!r:.100} fails: {reason}"[:300]) from None


def _some(keys: list[Any]) -> str:
    more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
    return f"{'key' if len(keys) == 1 else 'keys'} {', '.join(map(str, keys[:SHOWN]))}{more}"


def versions(table: type[Model]) -> dict[Any, str]:
    """Return each row's transaction and place on PostgreSQL, by key: a written row has others."""
    name = connection.ops.quote_name(table._meta.db_table)
    key = connection.ops.quote_name(str(table._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, xmin::text || ' ' || ctid::text FROM {name}")
        return dict(cursor.fetchall())


def _state(table: type[Model]) -> Any:
    """Return each row's key and version on PostgreSQL, how many were ever written on SQLite."""
    if connection.vendor == "postgresql":
        return set(versions(table).items())
    with connection.cursor() as cursor:
        return cursor.connection.total_changes
