"""Wrong, queries: one more for each unused index that enforces nothing. With three such indexes it takes four."""

from django.db import connection


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT stat.indexrelname, i.indrelid, i.indkey[0]
            FROM pg_stat_user_indexes AS stat
            JOIN pg_index AS i ON i.indexrelid = stat.indexrelid
            WHERE stat.schemaname = 'public'
              AND stat.idx_scan = 0
              AND NOT (i.indisprimary OR i.indisunique OR i.indisexclusion)
            ORDER BY stat.indexrelname
            """
        )
        names = []
        for name, table, column in cursor.fetchall():
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM pg_constraint"
                " WHERE contype = 'f' AND conrelid = %s AND %s = ANY (conkey))",
                [table, column],
            )
            if not cursor.fetchone()[0]:
                names.append(name)
        return names
