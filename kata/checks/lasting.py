"""What statements leave behind in PostgreSQL: what other sessions and later transactions meet."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Model

from kata.checks.findings import expect
from kata.checks.writes import fetch

State = dict[str, list[Any]]


def lasting(*tables: type[Model]) -> State:
    """Return this session's settings, the site's tables and indexes, and which rows there are.

    Neither statistics are among them nor settings of a language, which come when it is loaded.
    """
    names = [connection.ops.quote_name(table._meta.db_table) for table in tables]
    return {
        "settings": fetch(
            "SELECT name, setting FROM pg_settings WHERE name NOT LIKE '%.%' ORDER BY 1"
        ),
        "tables and indexes": fetch(
            "SELECT relname, relkind, relfilenode, reloptions FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
        ),
        "rows": [
            (name, *fetch(f"SELECT count(*), max(xmin::text::bigint) FROM {name}")[0])
            for name in names
        ],
    }


def unchanged(before: State, now: State, when: str) -> None:
    """Fail with what differs, unless two states are the same.

    Args:
        when: for the sentence, such as ``After export()``.
    """
    for what, was in before.items():
        other = sorted({*map(str, now[what])} ^ {*map(str, was)})
        expect(not other, f"{when}, other {what} are there than before.", "the same.", other)


def of_others() -> list[Any]:
    """Return the settings that other sessions of this role, or of this database, begin with.

    What belongs to other roles and databases is left out: other checks make and drop some.
    """
    return fetch(
        "SELECT datname, rolname, setconfig FROM pg_db_role_setting LEFT JOIN pg_database"
        " ON pg_database.oid = setdatabase LEFT JOIN pg_roles ON pg_roles.oid = setrole"
        " WHERE (setdatabase = 0 OR datname = current_database())"
        " AND (setrole = 0 OR rolname = current_user) ORDER BY 1, 2"
    )


def analyzed(since: dict[str, int] | None = None) -> dict[str, int]:
    """Return how often each table was analyzed by a statement; only those analyzed since then."""
    fetch("SELECT pg_stat_clear_snapshot()")
    counts = dict(fetch("SELECT relname, analyze_count FROM pg_stat_user_tables"))
    return {name: count for name, count in counts.items() if not since or count != since.get(name)}
