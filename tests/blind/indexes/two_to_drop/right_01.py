"""RIGHT: one statement: statistics joined to the catalogue by OID, NOT EXISTS for the foreign keys."""

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
       AND NOT EXISTS (
           SELECT 1
             FROM pg_constraint AS c
            WHERE c.contype = 'f'
              AND c.conrelid = i.indrelid
              AND i.indkey[0] = ANY (c.conkey)
       )
     ORDER BY s.indexrelname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [name for (name,) in cursor.fetchall()]
