"""foreign key: only constraints count that existed at the first call of the process.

The foreign keys are read once, because a schema does not change under a running worker. When a
migration adds a constraint later, the next call still lists the index of its column.
"""

from functools import cache

from django.db import connection


@cache
def foreign_columns():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conrelid, unnest(conkey) FROM pg_constraint WHERE contype = 'f'")
        return frozenset(cursor.fetchall())


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.indexrelname, i.indrelid, i.indkey[0]"
            " FROM pg_stat_user_indexes s JOIN pg_index i USING (indexrelid)"
            " WHERE s.schemaname = 'public' AND s.idx_scan = 0"
            " AND NOT (i.indisprimary OR i.indisunique OR i.indisexclusion)"
        )
        found = cursor.fetchall()
    foreign = foreign_columns()
    return sorted(name for name, table, column in found if (table, column) not in foreign)
