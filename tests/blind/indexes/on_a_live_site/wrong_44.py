"""failure: an interrupted run neither raises its error nor makes the index.

If the leftover cannot be dropped now, it goes on, and IF NOT EXISTS is content with the INVALID
index of that name. It shows when a second run is interrupted while it waits to drop what the first
one left: it ends as if all were well.
"""

from contextlib import suppress

from django.db import Error, OperationalError, migrations, models

VALID = """
SELECT indisvalid
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE indrelid = 'discuss_comment'::regclass AND relname = 'comment_of_post'
"""


def replace(cursor):
    cursor.execute(VALID)
    row = cursor.fetchone()
    if row and not row[0]:
        with suppress(OperationalError):
            cursor.execute("DROP INDEX CONCURRENTLY IF EXISTS comment_of_post")
    cursor.execute(
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS comment_of_post"
        " ON discuss_comment (post_id, created_at DESC)"
    )


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
