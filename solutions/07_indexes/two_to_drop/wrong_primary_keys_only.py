"""An index can enforce that a title is unique, and no query ever uses it.

Breaks: rule
Fails: answer
"""

from django.db import connection

SQL = """
    SELECT stat.indexrelname
    FROM pg_stat_user_indexes AS stat
    JOIN pg_index AS index USING (indexrelid)
    WHERE stat.schemaname = 'public'
        AND stat.idx_scan = 0
        AND NOT (index.indisprimary)
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
