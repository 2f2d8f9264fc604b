"""lock_timeout: the last attempt waits for longer than 5 seconds.

Two attempts have 2 seconds for a lock; if both fail, the third one gets a minute. It shows only in
a run that has to wait for the third time.
"""

from contextlib import suppress

from django.db import Error, OperationalError, migrations, models

VALID = """
SELECT indisvalid
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE indrelid = 'discuss_comment'::regclass AND relname = 'comment_of_post'
"""
CREATE = "CREATE INDEX CONCURRENTLY comment_of_post ON discuss_comment (post_id, created_at DESC)"


def attempt(cursor):
    cursor.execute(VALID)
    row = cursor.fetchone()
    if row and row[0]:
        return
    if row:
        cursor.execute("DROP INDEX CONCURRENTLY IF EXISTS comment_of_post")
    cursor.execute(CREATE)


def replace(cursor):
    for timeout in ["2s", "2s"]:
        cursor.execute(f"SET lock_timeout = '{timeout}'")
        with suppress(OperationalError):
            return attempt(cursor)
    cursor.execute("SET lock_timeout = '60s'")
    attempt(cursor)


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
