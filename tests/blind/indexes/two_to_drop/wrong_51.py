"""Breaks "foreign key".

An index with a foreign key in any column stays, not only in its first one: an unused index on (created_at, post_id) is not listed.
"""

from django.db import connection

SQL = """
SELECT s.indexrelname
FROM pg_stat_user_indexes s
JOIN pg_index i USING (indexrelid)
WHERE s.schemaname = 'public'
  AND s.idx_scan = 0
  AND NOT i.indisunique
  AND NOT i.indisexclusion
  AND NOT EXISTS (
      SELECT 1 FROM pg_constraint c
      WHERE c.contype = 'f' AND c.conrelid = i.indrelid AND c.conkey && i.indkey::int2[]
  )
ORDER BY s.indexrelname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [name for (name,) in cursor.fetchall()]
