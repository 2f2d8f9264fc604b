"""Breaks "any kind".

The join with pg_attribute for the first column finds nothing for an expression, whose column number is 0: an unused index on
upper(title) is never listed.
"""

from django.db import connection

SQL = """
SELECT s.indexrelname
FROM pg_stat_user_indexes AS s
JOIN pg_index AS i ON i.indexrelid = s.indexrelid
JOIN pg_attribute AS first ON first.attrelid = i.indrelid AND first.attnum = i.indkey[0]
LEFT JOIN pg_constraint AS fk
    ON fk.conrelid = i.indrelid AND fk.contype = 'f' AND first.attnum = ANY (fk.conkey)
WHERE s.schemaname = 'public'
  AND s.idx_scan = 0
  AND NOT i.indisunique AND NOT i.indisprimary AND NOT i.indisexclusion
  AND fk.oid IS NULL
ORDER BY s.indexrelname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [name for (name,) in cursor.fetchall()]
