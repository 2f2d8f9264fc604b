"""RIGHT: RunPython with a cursor: looks at the index, drops a leftover and creates it, CONCURRENTLY."""

from contextlib import suppress

from django.db import Error, migrations, models


def _with_timeout(cursor, statements):
    cursor.execute("SELECT current_setting('lock_timeout')")
    (before,) = cursor.fetchone()
    cursor.execute("SET lock_timeout = '3s'")
    try:
        for statement in statements:
            cursor.execute(statement)
    finally:
        with suppress(Error):  # the connection may be gone; the first error is the one to see
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [before])


def make(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indisvalid FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid"
            " WHERE c.relname = 'comment_of_post' AND i.indrelid = 'discuss_comment'::regclass"
        )
        row = cursor.fetchone()
        if row is not None and row[0]:
            return
        statements = [
            'CREATE INDEX CONCURRENTLY "comment_of_post"'
            ' ON "discuss_comment" ("post_id", "created_at" DESC)'
        ]
        if row is not None:
            statements.insert(0, 'DROP INDEX CONCURRENTLY "comment_of_post"')
        _with_timeout(cursor, statements)


def unmake(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        _with_timeout(cursor, ['DROP INDEX CONCURRENTLY IF EXISTS "comment_of_post"'])


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
