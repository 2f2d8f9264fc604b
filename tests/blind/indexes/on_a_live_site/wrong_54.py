"""Breaks: others.

An INVALID leftover is rebuilt with REINDEX INDEX CONCURRENTLY. If that is interrupted while it waits, it leaves a second INVALID index,
comment_of_post_ccnew, which no later run removes.
"""

from contextlib import suppress

from django.db import Error, migrations, models


def create(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('comment_of_post')"
        )
        row = cursor.fetchone()
        if row and row[0]:
            return
        cursor.execute("SET lock_timeout = '3s'")
        try:
            if row:
                cursor.execute("REINDEX INDEX CONCURRENTLY comment_of_post")
            else:
                cursor.execute(
                    "CREATE INDEX CONCURRENTLY comment_of_post "
                    "ON discuss_comment (post_id, created_at DESC)"
                )
        finally:
            with suppress(Error):
                cursor.execute("RESET lock_timeout")


def drop(apps, schema_editor):
    schema_editor.execute("SET lock_timeout = '3s'")
    schema_editor.execute("DROP INDEX CONCURRENTLY IF EXISTS comment_of_post")
    schema_editor.execute("RESET lock_timeout")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(create, drop)],
            state_operations=[
                migrations.AddIndex(
                    "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
                ),
            ],
        ),
    ]
