"""Right: one statement, and so one transaction, for each slice."""

from django.db import migrations

SLICE = """
WITH slice AS (
    SELECT id FROM {table}
    WHERE length IS NULL AND id > %s
    ORDER BY id
    LIMIT 800
    FOR NO KEY UPDATE SKIP LOCKED
), filled AS (
    UPDATE {table} AS comment
    SET length = char_length(comment.body)
    FROM slice
    WHERE comment.id = slice.id AND comment.length IS NULL
    RETURNING comment.id
)
SELECT max(id) FROM filled
"""
LEFT = "SELECT min(id) FROM {table} WHERE length IS NULL"
ONE = "UPDATE {table} SET length = char_length(body) WHERE id = %s AND length IS NULL"


def fill(apps, schema_editor):
    table = schema_editor.quote_name(apps.get_model("discuss", "Comment")._meta.db_table)

    with schema_editor.connection.cursor() as cursor:

        def value(sql, *params):
            cursor.execute(sql.format(table=table), params)
            return cursor.fetchone()[0]

        while True:
            last = 0
            while last is not None:
                last = value(SLICE, last)
            # What somebody was editing was skipped. It is waited for, one comment at a time.
            left = value(LEFT)
            if left is None:
                break
            cursor.execute(ONE.format(table=table), [left])


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill, lambda apps, schema_editor: None)]
