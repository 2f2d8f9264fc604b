"""index: it is not made if another schema has one of that name.

It looks for the name alone, whichever table and schema the index belongs to. With a valid
comment_of_post on a copy of the table in a schema "archive", the run does nothing at all.
"""

from contextlib import suppress

from django.db import Error, migrations, models

VALID = """
SELECT indisvalid
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE relname = 'comment_of_post'
ORDER BY indisvalid DESC
"""
CREATE = "CREATE INDEX CONCURRENTLY comment_of_post ON discuss_comment (post_id, created_at DESC)"


def replace(cursor):
    cursor.execute(VALID)
    row = cursor.fetchone()
    if row and row[0]:
        return
    if row:
        cursor.execute("DROP INDEX CONCURRENTLY IF EXISTS comment_of_post")
    cursor.execute(CREATE)


def build(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
        try:
            replace(cursor)
        finally:
            with suppress(Error):
                cursor.execute("RESET lock_timeout")


def remove(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
        try:
            cursor.execute("DROP INDEX CONCURRENTLY IF EXISTS comment_of_post")
        finally:
            with suppress(Error):
                cursor.execute("RESET lock_timeout")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(build, remove)],
            state_operations=[
                migrations.AddIndex(
                    "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
                )
            ],
        ),
    ]
