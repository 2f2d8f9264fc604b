"""RunPython executes plain SQL with the session's lock_timeout, and Django's state is told with SeparateDatabaseAndState."""

from django.db import DatabaseError, InterfaceError, migrations, models

LEFTOVER = """
SELECT i.indisvalid
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relname = 'comment_of_post' AND i.indrelid = 'discuss_comment'::regclass
"""
DROP = "DROP INDEX CONCURRENTLY IF EXISTS comment_of_post"
CREATE = "CREATE INDEX CONCURRENTLY comment_of_post ON discuss_comment USING btree (post_id, created_at DESC)"


def run(connection, *statements):
    """Run the statements; none of them waits for a lock for more than two seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', '2s', false)")
        try:
            for statement in statements:
                cursor.execute(statement)
        finally:
            try:
                cursor.execute("RESET lock_timeout")
            except (DatabaseError, InterfaceError):
                pass


def create(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(LEFTOVER)
        row = cursor.fetchone()
    if row is None:
        run(connection, CREATE)
    elif not row[0]:
        run(connection, DROP, CREATE)


def drop(apps, schema_editor):
    run(schema_editor.connection, DROP)


class Migration(migrations.Migration):
    # CONCURRENTLY is refused in a transaction.
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
