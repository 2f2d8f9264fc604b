"""RIGHT: raw SQL: the key of the thousandth NULL ends the slice, and the UPDATE takes the range."""

from django.db import migrations

END = """
SELECT max(id) FROM (
    SELECT id FROM discuss_comment
    WHERE id > %s AND length IS NULL
    ORDER BY id
    LIMIT 1000
) AS slice
"""

FILL = """
UPDATE discuss_comment SET length = char_length(body)
WHERE id > %s AND id <= %s AND length IS NULL
"""


def fill(apps, schema_editor):
    start = 0
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(END, [start])
            end = cursor.fetchone()[0]
            if end is None:
                return
            cursor.execute(FILL, [start, end])
            start = end


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill)]
