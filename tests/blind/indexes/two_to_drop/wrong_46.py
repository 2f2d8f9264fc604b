"""any kind: some INVALID indexes are not listed.

An index that is not "ready" is taken for one that somebody builds right now. What CREATE INDEX
CONCURRENTLY leaves behind when it is interrupted in its first wait has indisready false for ever.
"""

from django.db import connection

UNUSED = """
SELECT s.indexrelname
FROM pg_stat_user_indexes s
JOIN pg_index i ON i.indexrelid = s.indexrelid AND i.indisready
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
