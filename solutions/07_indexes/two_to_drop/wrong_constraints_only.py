"""A unique index made with CREATE UNIQUE INDEX has no row in pg_constraint.

Breaks: rule
Fails: rules
"""

from django.db import connection

SQL = """
    SELECT stat.indexrelname
    FROM pg_stat_user_indexes AS stat
    JOIN pg_index AS index USING (indexrelid)
    WHERE stat.schemaname = 'public'
        AND stat.idx_scan = 0
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = index.indexrelid)
        AND NOT EXISTS (
            SELECT FROM pg_constraint
            WHERE contype = 'f' AND conrelid = index.indrelid AND index.indkey[0] = ANY(conkey)
        )
    ORDER BY stat.indexrelname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [name for (name,) in cursor.fetchall()]
