"""Set operations in SQL: all unused ones, EXCEPT what a rule or a foreign key needs."""

from django.db import connection

SQL = """
    WITH public AS (
        SELECT i.*, c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE c.relnamespace = 'public'::regnamespace
    )
    SELECT name FROM public WHERE pg_stat_get_numscans(indexrelid) = 0
    EXCEPT SELECT name FROM public WHERE indisunique
    EXCEPT SELECT name FROM public JOIN pg_constraint ON conindid = indexrelid
    EXCEPT SELECT name FROM public JOIN pg_constraint fk
        ON fk.contype = 'f' AND fk.conrelid = indrelid AND fk.conkey @> ARRAY[indkey[0]]
    ORDER BY name
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [row[0] for row in cursor]
