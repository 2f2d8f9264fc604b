"""RIGHT: RunPython with the schema editor's add_index() and remove_index(concurrently=True)."""

from django.db import migrations, models

INDEX = models.Index(fields=["post", "-created_at"], name="comment_of_post")


def is_valid(schema_editor, table):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(i.indisvalid) FROM pg_index i, pg_class c, pg_class t"
            " WHERE c.oid = i.indexrelid AND t.oid = i.indrelid"
            " AND c.relname = %s AND t.relname = %s AND pg_table_is_visible(t.oid)",
            [INDEX.name, table],
        )
        return cursor.fetchone()[0]  # None: no such index


def forwards(apps, schema_editor):
    comment = apps.get_model("discuss", "Comment")
    valid = is_valid(schema_editor, comment._meta.db_table)
    if valid:
        return
    schema_editor.execute("SET lock_timeout TO 5000", params=None)
    if valid is False:
        schema_editor.remove_index(comment, INDEX, concurrently=True)
    schema_editor.add_index(comment, INDEX, concurrently=True)
    schema_editor.execute("RESET lock_timeout", params=None)


def backwards(apps, schema_editor):
    comment = apps.get_model("discuss", "Comment")
    schema_editor.execute("SET lock_timeout TO 5000", params=None)
    schema_editor.remove_index(comment, INDEX, concurrently=True)
    schema_editor.execute("RESET lock_timeout", params=None)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(forwards, backwards)],
            [migrations.AddIndex("comment", INDEX)],
        ),
    ]
