"""The list is in the order of size.

Breaks: result
Fails: answer
"""

from django.db import connection

SQL = """
    SELECT stat.indexrelname
    FROM pg_stat_user_indexes AS stat
    JOIN pg_index AS index USING (indexrelid)
    WHERE stat.schemaname = 'public'
        AND stat.idx_scan = 0
        AND NOT (index.indisunique OR index.indisprimary OR index.indisexclusion)
        AND NOT EXISTS (
            SELECT FROM pg_constraint
            WHERE contype = 'f' AND conrelid = index.indrelid AND index.indkey[0] = ANY(conkey)
        )
    ORDER BY pg_relation_size(stat.indexrelid) DESC, stat.indexrelname DESC
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [name for (name,) in cursor.fetchall()]
