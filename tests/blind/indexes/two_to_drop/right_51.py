"""One query: the statistics joined with pg_index by oid, without unique and exclusion indexes and those that begin with a foreign key."""

from django.db import connection

SQL = """
SELECT stat.indexrelname
FROM pg_stat_user_indexes AS stat
JOIN pg_index AS index ON index.indexrelid = stat.indexrelid
WHERE stat.schemaname = 'public'
  AND coalesce(stat.idx_scan, 0) = 0
  AND NOT index.indisprimary
  AND NOT index.indisunique
  AND NOT index.indisexclusion
  AND NOT EXISTS (
      SELECT FROM pg_constraint AS fk
      WHERE fk.contype = 'f' AND fk.conrelid = index.indrelid AND index.indkey[0] = ANY (fk.conkey)
  )
ORDER BY stat.indexrelname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [name for (name,) in cursor.fetchall()]
