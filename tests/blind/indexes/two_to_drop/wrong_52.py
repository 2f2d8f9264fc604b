"""Breaks "rule".

It asks pg_constraint which indexes enforce a rule; CREATE UNIQUE INDEX, also Django's UniqueConstraint with a condition or an
expression, makes no constraint there, so such an unused index is listed.
"""

from django.db import connection


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT stats.indexrelname
            FROM pg_stat_user_indexes AS stats
            JOIN pg_index AS definition ON definition.indexrelid = stats.indexrelid
            WHERE stats.schemaname = 'public'
              AND stats.idx_scan = 0
              AND NOT EXISTS (
                  SELECT FROM pg_constraint
                  WHERE conindid = stats.indexrelid AND contype IN ('p', 'u', 'x')
              )
              AND NOT EXISTS (
                  SELECT FROM pg_constraint
                  WHERE contype = 'f' AND conrelid = stats.relid AND definition.indkey[0] = ANY (conkey)
              )
            ORDER BY stats.indexrelname
            """
        )
        return [name for (name,) in cursor.fetchall()]
