"""unused: an index that was scanned once is listed.

It looks at the entries that scans returned (idx_tup_read) and not at the scans. An index whose
scans found nothing has idx_scan = 1 and idx_tup_read = 0: for example one that is asked each week
whether there is a comment to report.
"""

from django.db import connection

UNUSED = """
SELECT s.indexrelname
FROM pg_stat_user_indexes s
JOIN pg_index i ON i.indexrelid = s.indexrelid
WHERE s.schemaname = 'public'
  AND s.idx_tup_read = 0
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
