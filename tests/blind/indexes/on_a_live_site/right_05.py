"""RIGHT: tries three times when a lock takes too long, with the leftover dropped each time; then raises."""

from contextlib import suppress

from django.db import Error, OperationalError, migrations, models

TRIES = 3
LOCK_NOT_AVAILABLE = "55P03"


def timed_out(error):
    cause = error.__cause__
    code = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)
    return code == LOCK_NOT_AVAILABLE


def once(cursor):
    cursor.execute(
        "SELECT indisvalid FROM pg_index"
        " WHERE indexrelid = to_regclass('comment_of_post')"
        " AND indrelid = to_regclass('discuss_comment')"
    )
    found = cursor.fetchall()
    if found == [(True,)]:
        return
    if found:
        cursor.execute("DROP INDEX CONCURRENTLY comment_of_post")
    cursor.execute(
        "CREATE INDEX CONCURRENTLY comment_of_post ON discuss_comment (post_id, created_at DESC)"
    )


def make(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '1500ms'")
        try:
            for left in reversed(range(TRIES)):
                try:
                    once(cursor)
                    break
                except OperationalError as error:
                    if not left or not timed_out(error):
                        raise
        finally:
            with suppress(Error):
                cursor.execute("RESET lock_timeout")


def unmake(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '1500ms'")
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
            database_operations=[migrations.RunPython(make, unmake)],
            state_operations=[
                migrations.AddIndex(
                    "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
                ),
            ],
        ),
    ]
