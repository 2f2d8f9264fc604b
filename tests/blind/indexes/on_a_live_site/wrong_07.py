"""WRONG: "others: no more are left behind": it repairs a leftover by REINDEX CONCURRENTLY. When that is
interrupted, an INVALID comment_of_post_ccnew stays, and no later run removes it."""

from django.db import migrations, models

VALID = (
    "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('comment_of_post')"
    " AND indrelid = to_regclass('discuss_comment')"
)
DROP = "DROP INDEX CONCURRENTLY IF EXISTS comment_of_post"
CREATE = "CREATE INDEX CONCURRENTLY comment_of_post ON discuss_comment (post_id, created_at DESC)"


def make(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(VALID)
        row = cursor.fetchone()
        if row == (True,):
            return
        cursor.execute("SET lock_timeout = '3s'")
        try:
            if row:
                cursor.execute("REINDEX INDEX CONCURRENTLY comment_of_post")
            else:
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
