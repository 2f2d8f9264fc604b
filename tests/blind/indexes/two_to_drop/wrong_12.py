"""Wrong, foreign key: only the first column of a constraint counts. The index of another column of a composite foreign key is listed."""

from django.db import connection


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT stat.indexrelname
            FROM pg_stat_user_indexes AS stat
            JOIN pg_index AS i ON i.indexrelid = stat.indexrelid
            LEFT JOIN pg_constraint AS con
              ON con.contype = 'f' AND con.conrelid = i.indrelid AND con.conkey[1] = i.indkey[0]
            WHERE stat.schemaname = 'public'
              AND stat.idx_scan = 0
              AND NOT (i.indisprimary OR i.indisunique OR i.indisexclusion)
              AND con.oid IS NULL
            ORDER BY stat.indexrelname
            """
        )
        return [name for (name,) in cursor.fetchall()]
