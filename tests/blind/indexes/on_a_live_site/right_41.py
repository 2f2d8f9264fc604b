"""Without a transaction: drop what an interrupted run left, then CREATE INDEX CONCURRENTLY.

Both with a lock_timeout, and neither if the index is valid already.
"""

from contextlib import contextmanager, suppress

from django.db import Error, migrations, models

NAME = "comment_of_post"
TABLE = "discuss_comment"


@contextmanager
def lock_timeout(cursor, value):
    """Set it for the session, as these statements allow no transaction, and set it back."""
    cursor.execute("SHOW lock_timeout")
    (before,) = cursor.fetchone()
    cursor.execute("SELECT set_config('lock_timeout', %s, false)", [value])
    try:
        yield
    finally:
        with suppress(Error):  # the connection may be gone, and the first error counts
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [before])


def found(cursor):
    """Return the name in SQL and the validity of the index, or two times None."""
    cursor.execute(
        "SELECT i.indexrelid::regclass::text, i.indisvalid"
        " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE i.indrelid = %s::regclass AND c.relname = %s",
        [TABLE, NAME],
    )
    return cursor.fetchone() or (None, None)


def build(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        name, valid = found(cursor)
        if valid:
            return
        with lock_timeout(cursor, "3s"):
            if name:
                cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            cursor.execute(
                f"CREATE INDEX CONCURRENTLY {NAME} ON {TABLE} (post_id, created_at DESC)"
            )


def remove(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        name, _ = found(cursor)
        if name:
            with lock_timeout(cursor, "3s"):
                cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(build, remove)],
            state_operations=[
                migrations.AddIndex(
                    "comment", models.Index(fields=["post", "-created_at"], name=NAME)
                )
            ],
        ),
    ]
