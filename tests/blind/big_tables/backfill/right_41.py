"""One statement fills up to 500 comments that nobody holds, each a transaction of its own.

What somebody holds is waited for one comment at a time, with no other lock: no deadlock.
"""

from django.db import migrations

SLICE = 500
FILL = """
WITH slice AS (
    SELECT id
    FROM {table}
    WHERE id > %s AND length IS NULL
    ORDER BY id
    LIMIT {slice}
    FOR NO KEY UPDATE SKIP LOCKED
), filled AS (
    UPDATE {table} AS c
    SET length = char_length(c.body)
    FROM slice
    WHERE c.id = slice.id AND c.length IS NULL
)
SELECT count(*), max(id) FROM slice
"""
HELD = "SELECT id FROM {table} WHERE length IS NULL ORDER BY id LIMIT 1"
WAIT = "UPDATE {table} SET length = char_length(body) WHERE id = %s AND length IS NULL"


def fill(apps, schema_editor):
    table = schema_editor.quote_name(apps.get_model("discuss", "Comment")._meta.db_table)
    fill_slice = FILL.format(table=table, slice=SLICE)
    with schema_editor.connection.cursor() as cursor:
        while True:
            last, number = 0, SLICE
            while number == SLICE:
                cursor.execute(fill_slice, [last])
                number, last = cursor.fetchone()
            cursor.execute(HELD.format(table=table))
            row = cursor.fetchone()
            if row is None:
                return
            cursor.execute(WAIT.format(table=table), row)


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
