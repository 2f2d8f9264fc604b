"""result: something is changed, the search_path of the session.

Two casts need short names, so it sets search_path and never sets it back. The connection lives on:
where a database or a role has another search_path, what runs next finds other tables.
"""

from django.db import connection

UNUSED = """
SELECT s.indexrelname
FROM pg_stat_user_indexes s
JOIN pg_index i ON i.indexrelid = s.indexrelid
WHERE pg_table_is_visible(s.relid)
  AND s.schemaname = current_schema()
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
        cursor.execute("SET search_path = public")
        cursor.execute(UNUSED)
        return [name for (name,) in cursor.fetchall()]
