"""Wrong, any kind: the join with the first column loses each index that begins with an expression."""

from django.db import connection


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT stat.indexrelname
            FROM pg_stat_user_indexes AS stat
            JOIN pg_index AS i ON i.indexrelid = stat.indexrelid
            JOIN pg_attribute AS col ON col.attrelid = i.indrelid AND col.attnum = i.indkey[0]
            WHERE stat.schemaname = 'public'
              AND stat.idx_scan = 0
              AND NOT (i.indisprimary OR i.indisunique OR i.indisexclusion)
              AND NOT EXISTS (
                SELECT 1
                FROM pg_constraint AS con
                WHERE con.contype = 'f'
                  AND con.conrelid = col.attrelid
                  AND col.attnum = ANY (con.conkey)
              )
            ORDER BY stat.indexrelname
            """
        )
        return [name for (name,) in cursor.fetchall()]
