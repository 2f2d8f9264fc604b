"""others: another INVALID index is dropped.

With its own leftover, it also tidies up what looks like a leftover of it: every INVALID index of
comments whose name begins with comment_of_post. One that a colleague builds or has left, such as
comment_of_poster or comment_of_post_v2, is gone after the run.
"""

from contextlib import suppress

from django.db import Error, migrations, models

VALID = """
SELECT indisvalid
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE indrelid = 'discuss_comment'::regclass AND relname = 'comment_of_post'
"""
CREATE = "CREATE INDEX CONCURRENTLY comment_of_post ON discuss_comment (post_id, created_at DESC)"
LEFT = """
SELECT indexrelid::regclass::text
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE indrelid = 'discuss_comment'::regclass
  AND NOT indisvalid
  AND relname LIKE 'comment_of_post%'
"""


def replace(cursor):
    cursor.execute(VALID)
    row = cursor.fetchone()
    if row and row[0]:
        return
    cursor.execute(LEFT)
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP INDEX CONCURRENTLY {name}")
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
