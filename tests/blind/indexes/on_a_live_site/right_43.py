"""Three short attempts to drop a leftover and to build concurrently; the last error is raised."""

from django.db import Error, OperationalError, migrations, models
from psycopg.errors import LockNotAvailable

ATTEMPTS = 3
STATE = """
SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), i.indisvalid
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE i.indrelid = 'discuss_comment'::regclass AND c.relname = 'comment_of_post'
"""
CREATE = """
CREATE INDEX CONCURRENTLY comment_of_post ON discuss_comment USING btree (post_id, created_at DESC)
"""


def attempt(cursor, create):
    cursor.execute(STATE)
    row = cursor.fetchone()
    if row and (not create or not row[1]):
        cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {row[0]}")
    if create and not (row and row[1]):
        cursor.execute(CREATE)


def patiently(create):
    def run(apps, schema_editor):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            before = cursor.fetchone()[0]
            cursor.execute("SET lock_timeout = '1500ms'")
            try:
                for left in reversed(range(ATTEMPTS)):
                    try:
                        attempt(cursor, create)
                        break
                    except OperationalError as error:
                        if not left or not isinstance(error.__cause__, LockNotAvailable):
                            raise
            finally:
                try:
                    cursor.execute("SELECT set_config('lock_timeout', %s, false)", [before])
                except Error:
                    pass  # a connection that was cut has no settings any more

    return run


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.RunPython(patiently(create=True), patiently(create=False)),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddIndex(
                    "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
                )
            ]
        ),
    ]
