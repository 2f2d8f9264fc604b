"""Right: sets of indexes, and one taken from the other."""

from django.db import connection

SQL = """
WITH ours AS (
    SELECT c.oid, c.relname, i.*
    FROM pg_class AS c
    JOIN pg_index AS i ON i.indexrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'i'
),
needed AS (
    SELECT oid FROM ours WHERE indisunique OR indisprimary OR indisexclusion
    UNION
    SELECT ours.oid
    FROM ours
    JOIN pg_constraint AS fk ON fk.conrelid = ours.indrelid AND fk.contype = 'f'
    WHERE ARRAY[ours.indkey[0]] <@ fk.conkey
    UNION
    SELECT oid FROM ours WHERE pg_stat_get_numscans(oid) > 0
)
SELECT relname FROM ours WHERE oid NOT IN (SELECT oid FROM needed) ORDER BY relname
"""


def to_drop():
    with connection.cursor() as cursor:
        # In a transaction, PostgreSQL would go on showing the numbers that it showed first.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(SQL)
        return [row[0] for row in cursor.fetchall()]
