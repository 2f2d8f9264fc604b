"""nobody waits: readers and writers wait for up to 2 seconds after an interruption.

A run whose CREATE INDEX CONCURRENTLY fails tidies up at once, with a plain DROP INDEX. It wants
an ACCESS EXCLUSIVE lock while the script still holds its own, so everybody queues behind it until
the lock_timeout.
"""

from contextlib import suppress

from django.db import Error, migrations, models

VALID = """
SELECT indisvalid
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE indrelid = 'discuss_comment'::regclass AND relname = 'comment_of_post'
"""
CREATE = "CREATE INDEX CONCURRENTLY comment_of_post ON discuss_comment (post_id, created_at DESC)"


def replace(cursor):
    cursor.execute(VALID)
    row = cursor.fetchone()
    if row and row[0]:
        return
    if row:
        cursor.execute("DROP INDEX CONCURRENTLY IF EXISTS comment_of_post")
    try:
        cursor.execute(CREATE)
    except Error:
        with suppress(Error):
            cursor.execute("DROP INDEX IF EXISTS comment_of_post")
        raise


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
