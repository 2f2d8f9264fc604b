"""It asks about each index on its own.

Breaks: queries
Fails: kinds
"""

from django.db import connection

NEEDED = """
    SELECT indisunique OR indisexclusion OR EXISTS (
        SELECT FROM pg_constraint
        WHERE contype = 'f' AND conrelid = indrelid AND indkey[0] = ANY(conkey)
    )
    FROM pg_index WHERE indexrelid = %s
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid, indexrelname FROM pg_stat_user_indexes"
            " WHERE schemaname = 'public' AND idx_scan = 0 ORDER BY indexrelname"
        )
        names = []
        for key, name in cursor.fetchall():
            cursor.execute(NEEDED, [key])
            if not cursor.fetchone()[0]:
                names.append(name)
        return names
