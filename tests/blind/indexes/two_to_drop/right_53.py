"""From pg_class with pg_stat_get_numscans(): a list of all indexes of the schema, EXCEPT those that are needed for each reason."""

from django.db import connection

SQL = """
WITH candidates AS (
    SELECT class.oid, class.relname, i.*
    FROM pg_class AS class
    JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
    JOIN pg_index AS i ON i.indexrelid = class.oid
    WHERE namespace.nspname = 'public' AND class.relkind = 'i'
)
SELECT relname FROM (
    SELECT oid, relname FROM candidates
    EXCEPT
    SELECT oid, relname FROM candidates WHERE pg_stat_get_numscans(oid) > 0
    EXCEPT
    SELECT oid, relname FROM candidates WHERE indisprimary OR indisunique OR indisexclusion
    EXCEPT
    SELECT candidates.oid, relname
    FROM candidates
    JOIN pg_constraint ON conrelid = indrelid AND contype = 'f'
    WHERE indkey[0] = ANY (conkey)
) AS useless
ORDER BY relname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [row[0] for row in cursor]
