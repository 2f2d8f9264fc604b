"""WRONG: "any kind: expression indexes are listed like others": it joins the first column, and where an
index begins with an expression there is none (its number is 0)."""

from django.db import connection

SQL = """
    SELECT s.indexrelname
      FROM pg_stat_user_indexes AS s
      JOIN pg_index AS i ON i.indexrelid = s.indexrelid
      JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
     WHERE s.schemaname = 'public'
       AND s.idx_scan = 0
       AND NOT i.indisprimary
       AND NOT i.indisunique
       AND NOT i.indisexclusion
       AND NOT EXISTS (
           SELECT 1
             FROM pg_constraint AS c
            WHERE c.contype = 'f' AND c.conrelid = a.attrelid AND a.attnum = ANY (c.conkey)
       )
     ORDER BY s.indexrelname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [name for (name,) in cursor.fetchall()]
