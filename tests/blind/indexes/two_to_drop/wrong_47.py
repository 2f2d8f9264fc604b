"""unused: an index that was never scanned is not listed if it belongs to a materialised view.

Only ordinary tables (relkind "r") are looked at. pg_stat_user_indexes also counts for indexes of
materialised views, and one in the schema "public" that nothing scans is missing here.
"""

from django.db import connection

UNUSED = """
SELECT ix.relname
FROM pg_class t
JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
JOIN pg_index i ON i.indrelid = t.oid
JOIN pg_class ix ON ix.oid = i.indexrelid
WHERE t.relkind = 'r'
  AND pg_stat_get_numscans(ix.oid) = 0
  AND NOT (i.indisprimary OR i.indisunique OR i.indisexclusion)
  AND NOT EXISTS (
      SELECT FROM pg_constraint c
      WHERE c.contype = 'f' AND c.conrelid = t.oid AND i.indkey[0] = ANY (c.conkey)
  )
ORDER BY ix.relname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(UNUSED)
        return [name for (name,) in cursor.fetchall()]
