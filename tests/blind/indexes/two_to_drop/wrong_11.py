"""Wrong, rule: asks which constraints have an index. A unique index without a constraint (CREATE UNIQUE INDEX; Django's UniqueConstraint with a condition) is listed."""

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
              AND NOT EXISTS (
                SELECT 1
                FROM pg_constraint AS con
                WHERE con.contype IN ('p', 'u', 'x') AND con.conindid = i.indexrelid
              )
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
        return [name for (name,) in cursor.fetchall()]
