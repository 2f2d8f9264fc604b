"""Wrong, killed: the keys to do are kept in a table, which a killed run leaves behind. The next run fails, as it exists."""

from django.db import migrations


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        # Looking for NULL again and again would be slow without an index of it.
        cursor.execute(
            "CREATE TABLE comments_to_fill AS"
            " SELECT id, row_number() OVER (ORDER BY id) AS place"
            " FROM discuss_comment WHERE length IS NULL"
        )
        cursor.execute("CREATE INDEX ON comments_to_fill (place)")
        cursor.execute("SELECT count(*) FROM comments_to_fill")
        (number,) = cursor.fetchone()
        for start in range(0, number, 1000):
            cursor.execute(
                "UPDATE discuss_comment SET length = char_length(body)"
                " FROM comments_to_fill AS todo"
                " WHERE discuss_comment.id = todo.id AND length IS NULL"
                " AND todo.place > %s AND todo.place <= %s",
                [start, start + 1000],
            )
        cursor.execute("DROP TABLE comments_to_fill")


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill)]
