"""Wrong, result: it resets the counts for the next week's report, which is a change, and lists what this week didn't need."""

from django.db import connection


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT stat.indexrelname
            FROM pg_stat_user_indexes AS stat
            JOIN pg_index AS i ON i.indexrelid = stat.indexrelid
            WHERE stat.schemaname = 'public'
              AND stat.idx_scan = 0
              AND NOT (i.indisprimary OR i.indisunique OR i.indisexclusion)
              AND NOT EXISTS (
                SELECT 1
                FROM pg_constraint AS con
                WHERE con.contype = 'f'
                  AND con.conrelid = i.indrelid
                  AND i.indkey[0] = ANY (con.conkey)
              )
            ORDER BY stat.indexrelname
            """
        )
        names = [name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT pg_stat_reset()")
        return names
