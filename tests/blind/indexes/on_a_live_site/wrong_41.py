"""others: an interrupted run leaves an index of another name behind.

An INVALID index is repaired by REINDEX INDEX CONCURRENTLY. If that is interrupted while it waits,
comment_of_post_ccnew stays, INVALID, and nothing ever drops it. It shows after a second interrupted
run, when the first one has left comment_of_post INVALID.
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
    if row is None:
        cursor.execute(CREATE)
    elif not row[0]:
        cursor.execute("REINDEX INDEX CONCURRENTLY comment_of_post")


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
