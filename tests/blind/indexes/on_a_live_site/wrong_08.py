"""WRONG: "lock_timeout: from 1 to 5 seconds": SET LOCAL lasts until the end of the transaction, and without a
transaction that is at once. The statements wait for ever."""

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
        cursor.execute("SET LOCAL lock_timeout = '3s'")
        if row:
            cursor.execute(DROP)
        cursor.execute(CREATE)


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
