"""Breaks "foreign key".

It takes the foreign keys from Django's models: the index of ScoreChange.attempt (db_constraint=False) stays although it has no
constraint, and one on a table or a constraint that no model knows is listed.
"""

from django.apps import apps
from django.db import connection

SQL = """
SELECT s.indexrelname, s.relname, a.attname
FROM pg_stat_user_indexes AS s
JOIN pg_index AS i ON i.indexrelid = s.indexrelid
LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
WHERE s.schemaname = 'public' AND s.idx_scan = 0 AND NOT i.indisunique AND NOT i.indisexclusion
ORDER BY s.indexrelname
"""


def to_drop():
    foreign_keys = {
        (model._meta.db_table, field.column)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.many_to_one or field.one_to_one
    }
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [name for name, table, column in cursor.fetchall() if (table, column) not in foreign_keys]
