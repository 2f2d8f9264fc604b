"""What a mutant imports: the faults that take more than a changed line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import islice
from typing import Any

from django.db import connections
from django.db.models import QuerySet

TEN = 10


def memoized(function: Callable[..., Any]) -> Callable[..., Any]:
    """Store each result of a function by its arguments, without end."""
    known: dict[str, Any] = {}

    @wraps(function)
    def remembered(*args: Any, **kwargs: Any) -> Any:
        key = repr((args, kwargs))
        if key not in known:
            known[key] = function(*args, **kwargs)
        return known[key]

    return remembered


def by_ten(rows: Any) -> Any:
    """Fetch a queryset in slices of ten."""
    return _slices(rows) if isinstance(rows, QuerySet) else rows


def _slices(rows: QuerySet[Any]) -> Iterator[Any]:
    start = 0
    while portion := list(rows[start : start + TEN]):
        yield from portion
        start += TEN


def portions(items: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield what there is in lists of ten."""
    left = iter(items)
    while portion := list(islice(left, TEN)):
        yield portion


def in_array(rows: Any) -> Any:
    """Fetch the rows of ``values()`` or ``values_list()`` as one row: an array for each column."""
    if not isinstance(rows, QuerySet) or rows._fields is None:  # type: ignore[attr-defined]
        return rows
    query = rows.query
    names = [*query.extra_select, *query.values_select, *query.annotation_select]
    names = list(getattr(query, "selected", None) or names)
    columns = [f"c{number}" for number, _ in enumerate(names)]
    sql, params = query.sql_with_params()
    arrays = ", ".join(f"array_agg({column})" for column in columns)
    with connections[rows.db].cursor() as cursor:
        cursor.execute(f"SELECT {arrays} FROM ({sql}) AS found({', '.join(columns)})", params)
        found = list(zip(*(array or () for array in cursor.fetchone()), strict=True))
    kind = rows._iterable_class.__name__
    if kind == "FlatValuesListIterable":
        return [row[0] for row in found]
    return [dict(zip(names, row, strict=True)) for row in found] if "List" not in kind else found


class array_cursor:
    """A cursor whose SELECT returns one row, with a JSON document of all rows."""

    def __init__(self, cursor: Any) -> None:
        self.__dict__.update(cursor=cursor, rows=None)

    def __enter__(self) -> array_cursor:
        self.cursor.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.cursor.__exit__(*error)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())

    def execute(self, sql: Any, params: Any = None) -> Any:
        """Execute a statement, and where it is a SELECT fetch all that it finds."""
        self.rows = None
        if not str(sql).lstrip().upper().startswith(("SELECT", "WITH")):
            return self.cursor.execute(sql, params)
        bare = sql.strip().rstrip(";")
        self.cursor.execute(f"SELECT json_agg(found) FROM ({bare}) AS found", params)
        self.rows = iter([tuple(row.values()) for row in self.cursor.fetchone()[0] or ()])
        return self

    def fetchone(self) -> Any:
        """Return the next row, or None."""
        return self.cursor.fetchone() if self.rows is None else next(self.rows, None)

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return list(self.cursor.fetchall() if self.rows is None else self.rows)
