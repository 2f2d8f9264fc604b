"""One statement for each slice, until none is left; the condition is on the row that is written."""

from django.db import migrations

FILL = """
    WITH slice AS (
        SELECT id FROM discuss_comment WHERE length IS NULL AND id > %s ORDER BY id LIMIT 500
    ), filled AS (
        UPDATE discuss_comment SET length = char_length(body)
        WHERE id IN (SELECT id FROM slice) AND length IS NULL
    )
    SELECT max(id) FROM slice
"""


def fill(apps, schema_editor):
    last = 0
    with schema_editor.connection.cursor() as cursor:
        while last is not None:
            cursor.execute(FILL, [last])
            [last] = cursor.fetchone()


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill)]
