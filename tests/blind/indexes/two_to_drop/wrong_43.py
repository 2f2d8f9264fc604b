"""result: for some indexes it lists something else than the name.

A cast to regclass gives a text for use in SQL: with quotes where the name has capitals or spaces
(an index "Comment_by_day" is listed with its quotes), and with "public." in front if the schema is
not in the search_path.
"""

from django.db import connection

UNUSED = """
SELECT i.indexrelid::regclass::text
FROM pg_index i
JOIN pg_stat_user_indexes s USING (indexrelid)
WHERE s.schemaname = 'public'
  AND s.idx_scan = 0
  AND NOT (i.indisprimary OR i.indisunique OR i.indisexclusion)
  AND NOT EXISTS (
      SELECT FROM pg_constraint c
      WHERE c.contype = 'f' AND c.conrelid = i.indrelid AND i.indkey[0] = ANY (c.conkey)
  )
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(UNUSED)
        return sorted(name for (name,) in cursor.fetchall())
