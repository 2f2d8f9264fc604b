"""WRONG: "foreign key": it compares numbers of columns of any table. An index on the second column of one
table is not listed because the second column of another one has a foreign key."""

from django.db import connection

SQL = """
    SELECT s.indexrelname
      FROM pg_stat_user_indexes AS s
      JOIN pg_index AS i ON i.indexrelid = s.indexrelid
     WHERE s.schemaname = 'public'
       AND s.idx_scan = 0
       AND NOT i.indisprimary
       AND NOT i.indisunique
       AND NOT i.indisexclusion
       AND i.indkey[0] NOT IN (
           SELECT unnest(conkey) FROM pg_constraint WHERE contype = 'f'
       )
     ORDER BY s.indexrelname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [name for (name,) in cursor.fetchall()]
