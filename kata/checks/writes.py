"""Which rows are written, also when nothing in them differs afterwards.

An UPDATE that sets what is there already leaves a dead row, work for vacuum, and locks. PostgreSQL
shows it: each version of a row has a place (``ctid``) and the transaction that wrote it (``xmin``).
SQLite only counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db import connection
from django.db.models import Model

from kata.checks.queries import Meter
from kata.checks.same import plain
from kata.verdict import fail, plural


def writes_only(
    call: Callable[[], Any], table: type[Model], keys: Collection[Any], *, what: str
) -> Any:
    """Call and return its result; fail unless it writes exactly these rows of a table.

    On SQLite only their number is known, and other tables count too.

    Args:
        keys: the primary keys of the rows that may be written, and have to be.
        what: what is called, for the sentence, such as ``sync() once more``.

    Raises:
        CheckFailed: other rows are written, or more, or fewer.
    """
    before = _state(table)
    with Meter() as meter:
        result = plain(call())
    after = _state(table)
    if connection.vendor == "postgresql":
        written = {key for key, _ in after ^ before}
        number, right = len(written), written == set(keys)
    else:
        number = after - before
        right = number == len(keys)
    if not right:
        meter.calls = [one for one in meter.calls if not one.sql.lstrip("( ").startswith("SELECT")]
        raise fail(
            f"{what} writes {plural(number, 'row')} of {table._meta.db_table}, and "
            f"{len(keys)} had to change.",
            "to write what changes, and nothing else.",
            meter.lines(),
        )
    return result


def _state(table: type[Model]) -> Any:
    """Return each row's key and version on PostgreSQL, how many were ever written on SQLite."""
    name = connection.ops.quote_name(table._meta.db_table)
    key = connection.ops.quote_name(str(table._meta.pk.column))
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            return cursor.connection.total_changes
        cursor.execute(f"SELECT {key}, xmin::text || ' ' || ctid::text FROM {name}")
        return set(cursor.fetchall())
