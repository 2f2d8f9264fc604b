"""One query: the counters beside the catalogue, without rules and without foreign keys."""

from django.db import connection

UNUSED = """
SELECT s.indexrelname
FROM pg_stat_user_indexes s
JOIN pg_index i ON i.indexrelid = s.indexrelid
WHERE s.schemaname = 'public'
  AND s.idx_scan = 0
  AND NOT (i.indisprimary OR i.indisunique OR i.indisexclusion)
  AND NOT EXISTS (
      SELECT FROM pg_constraint c
      WHERE c.contype = 'f' AND c.conrelid = i.indrelid AND i.indkey[0] = ANY (c.conkey)
  )
ORDER BY s.indexrelname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(UNUSED)
        return [name for (name,) in cursor.fetchall()]
