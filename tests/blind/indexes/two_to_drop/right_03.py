"""RIGHT: set algebra in SQL: all indexes of the schema EXCEPT three kinds that stay."""

from django.db import connection

SQL = """
    WITH here AS (
        SELECT i.indexrelid, i.indrelid, i.indkey[0] AS first_column,
               i.indisprimary OR i.indisunique OR i.indisexclusion AS is_rule
          FROM pg_index i
          JOIN pg_class c ON c.oid = i.indexrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind = 'i'
    ), useless AS (
        SELECT indexrelid FROM here
        EXCEPT
        SELECT indexrelid FROM pg_stat_user_indexes WHERE idx_scan > 0
        EXCEPT
        SELECT indexrelid FROM here WHERE is_rule
        EXCEPT
        SELECT here.indexrelid
          FROM here
          JOIN pg_constraint f ON f.conrelid = here.indrelid
                              AND f.contype = 'f'
                              AND here.first_column = ANY (f.conkey)
    )
    SELECT c.relname FROM useless JOIN pg_class c ON c.oid = useless.indexrelid
     ORDER BY c.relname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [row[0] for row in cursor]
