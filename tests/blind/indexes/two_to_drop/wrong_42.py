"""foreign key: an index whose first column has a foreign key is listed if its name needs quotes.

It compares pg_get_indexdef(index, 1), which quotes a name that is a key word or has capitals, with
the bare name in pg_attribute. A foreign key on a column named "user", "order" or "postId" shows it.
"""

from django.db import connection

UNUSED = """
SELECT s.indexrelname
FROM pg_stat_user_indexes s
JOIN pg_index i ON i.indexrelid = s.indexrelid
WHERE s.schemaname = 'public'
  AND s.idx_scan = 0
  AND NOT (i.indisprimary OR i.indisunique OR i.indisexclusion)
  AND NOT EXISTS (
      SELECT
      FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
      WHERE c.contype = 'f'
        AND c.conrelid = i.indrelid
        AND a.attname = pg_get_indexdef(i.indexrelid, 1, true)
  )
ORDER BY s.indexrelname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(UNUSED)
        return [name for (name,) in cursor.fetchall()]
