"""Nobody has deleted a post yet. The first who does waits for a scan of all comments.

Breaks: foreign key
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
    ORDER BY stat.indexrelname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [name for (name,) in cursor.fetchall()]
