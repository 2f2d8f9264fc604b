"""WRONG: "others: other indexes stay, INVALID ones too": it clears away every INVALID index of the table."""

from django.db import migrations, models

VALID = (
    "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('comment_of_post')"
    " AND indrelid = to_regclass('discuss_comment')"
)
DROP = "DROP INDEX CONCURRENTLY IF EXISTS comment_of_post"
CREATE = "CREATE INDEX CONCURRENTLY comment_of_post ON discuss_comment (post_id, created_at DESC)"


def make(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(VALID)
        if cursor.fetchone() == (True,):
            return
        cursor.execute("SET lock_timeout = '3s'")
        try:
            cursor.execute(
                "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                " WHERE i.indrelid = to_regclass('discuss_comment') AND NOT i.indisvalid"
            )
            for (name,) in cursor.fetchall():
                quoted = connection.ops.quote_name(name)
                cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {quoted}")
            cursor.execute(CREATE)
        finally:
            cursor.execute("RESET lock_timeout")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make, migrations.RunPython.noop)],
            state_operations=[
                migrations.AddIndex(
                    "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
                ),
            ],
        ),
    ]
