"""Reads the foreign keys once in each process. A migration can add one later.

Breaks: foreign key
Fails: foreign_keys
"""

from functools import cache

from django.db import connection

SQL = """
    SELECT stat.indexrelname, index.indrelid, index.indkey[0]
    FROM pg_stat_user_indexes AS stat
    JOIN pg_index AS index USING (indexrelid)
    WHERE stat.schemaname = 'public'
        AND stat.idx_scan = 0
        AND NOT (index.indisunique OR index.indisprimary OR index.indisexclusion)
    ORDER BY stat.indexrelname
"""


@cache
def keys():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conrelid, unnest(conkey) FROM pg_constraint WHERE contype = 'f'")
        return set(cursor.fetchall())


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [name for name, *column in cursor.fetchall() if tuple(column) not in keys()]
