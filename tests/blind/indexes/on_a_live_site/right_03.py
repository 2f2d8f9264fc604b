"""RIGHT: mostly RunSQL, one statement each; only the drop of a leftover needs a condition in Python."""

from django.db import migrations, models


def drop_leftover(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT 1
              FROM pg_index
             WHERE indexrelid = to_regclass('comment_of_post')
               AND NOT indisvalid
            """
        )
        if cursor.fetchone():
            cursor.execute("DROP INDEX CONCURRENTLY IF EXISTS comment_of_post")


SET = "SET lock_timeout = '4s'"
RESET = "RESET lock_timeout"


class Migration(migrations.Migration):
    # Nothing CONCURRENTLY in a transaction.
    atomic = False

    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.RunSQL(SET, reverse_sql=RESET),
        migrations.RunPython(drop_leftover, migrations.RunPython.noop),
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS comment_of_post"
            " ON discuss_comment USING btree (post_id, created_at DESC)",
            reverse_sql="DROP INDEX CONCURRENTLY IF EXISTS comment_of_post",
            state_operations=[
                migrations.AddIndex(
                    "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
                ),
            ],
        ),
        migrations.RunSQL(RESET, reverse_sql=SET),
    ]
