"""Sets in SQL: indexes that were never scanned, except those of rules and of foreign keys."""

from django.db import connection

UNUSED = """
WITH never AS (
    SELECT ix.oid, ix.relname, i.indrelid, i.indkey[0] AS first_column
    FROM pg_index i
    JOIN pg_class ix ON ix.oid = i.indexrelid
    WHERE ix.relnamespace = 'public'::regnamespace
      AND EXISTS (
          SELECT FROM pg_stat_all_indexes s WHERE s.indexrelid = ix.oid AND s.idx_scan = 0
      )
), foreign_columns AS (
    SELECT c.conrelid, k.attnum
    FROM pg_constraint c
    CROSS JOIN LATERAL unnest(c.conkey) AS k (attnum)
    WHERE c.contype = 'f'
)
SELECT relname FROM never
EXCEPT
SELECT n.relname
FROM never n
JOIN pg_index i ON i.indexrelid = n.oid
WHERE i.indisprimary OR i.indisunique OR i.indisexclusion
EXCEPT
SELECT n.relname
FROM never n
JOIN foreign_columns f ON f.conrelid = n.indrelid AND f.attnum = n.first_column
ORDER BY relname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(UNUSED)
        return [name for (name,) in cursor]
