"""It sets the search_path of the session for itself, and later queries find other tables.

Breaks: result
Fails: answer
"""

from django.db import connection

SQL = """
    SELECT stat.indexrelname
    FROM pg_stat_user_indexes AS stat
    JOIN pg_index AS index USING (indexrelid)
    WHERE stat.schemaname = current_schema()
        AND stat.idx_scan = 0
        AND NOT (index.indisunique OR index.indisprimary OR index.indisexclusion)
        AND NOT EXISTS (
            SELECT FROM pg_constraint
            WHERE contype = 'f' AND conrelid = index.indrelid AND index.indkey[0] = ANY(conkey)
        )
    ORDER BY stat.indexrelname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute("SET search_path = public")
        cursor.execute(SQL)
        return [name for (name,) in cursor.fetchall()]
