"""The rows of whole tables, for a test that works out in plain Python what is right.

One query for each table, where a starter sends thousands; and no word of the starter's SQL, which
may have the same fault as the answer's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from django.db.models import Model


def rows(table: type[Model]) -> list[Any]:
    """Return every row of a table, in the order of the keys, with its columns as attributes."""
    columns = [field.attname for field in table._meta.concrete_fields]
    return list(table._base_manager.order_by("pk").values_list(*columns, named=True))


def grouped(rows: Iterable[Any], column: str) -> dict[Any, list[Any]]:
    """Return rows by the value of a column, such as ``post_id``; an unknown value has none."""
    groups: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return groups


def newest_first(rows: Iterable[Any], column: str) -> list[Any]:
    """Return the rows that have a time in a column, newest first; ties go to the higher key."""
    timed = (row for row in rows if getattr(row, column) is not None)
    return sorted(timed, key=attrgetter(column, "id"), reverse=True)
