"""Three short queries, and sets: what is unused, what constraints own, what foreign keys need."""

from django.db import connection


def fetch(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def to_drop():
    unused = fetch(
        "SELECT i.indexrelid, i.indrelid, i.indkey[0], s.indexrelname, i.indisunique"
        " FROM pg_index i JOIN pg_stat_all_indexes s ON s.indexrelid = i.indexrelid"
        " WHERE s.schemaname = 'public' AND COALESCE(s.idx_scan, 0) = 0"
    )
    owned = {
        key
        for (key,) in fetch("SELECT conindid FROM pg_constraint WHERE contype IN ('p', 'u', 'x')")
    }
    pointing = {
        (table, column)
        for table, columns in fetch(
            "SELECT conrelid, conkey FROM pg_constraint WHERE contype = 'f'"
        )
        for column in columns
    }
    return sorted(
        name
        for key, table, first, name, unique in unused
        if not unique and key not in owned and (table, first) not in pointing
    )
