"""Wrong, schema: indexes that enforce rules are compared by name. Where another schema has a unique index of the same name, an unused one of public is not listed."""

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
              AND stat.indexrelname NOT IN (
                SELECT c.relname
                FROM pg_class AS c
                JOIN pg_index AS rule ON rule.indexrelid = c.oid
                WHERE rule.indisunique OR rule.indisexclusion
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
