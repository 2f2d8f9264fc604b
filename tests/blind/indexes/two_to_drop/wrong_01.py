"""WRONG: "foreign key: an index whose first column has a foreign key constraint stays": it does not look
at foreign keys, so a never scanned index of one is listed."""

from django.db import connection

SQL = """
    SELECT s.indexrelname
      FROM pg_stat_user_indexes AS s
      JOIN pg_index AS i ON i.indexrelid = s.indexrelid
     WHERE s.schemaname = 'public'
       AND s.idx_scan = 0
       AND NOT i.indisprimary
       AND NOT i.indisunique
       AND NOT i.indisexclusion
     ORDER BY s.indexrelname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [name for (name,) in cursor.fetchall()]
