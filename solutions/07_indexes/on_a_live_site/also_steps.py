"""Three small operations: a limit, the leftover, and the index unless it is there."""

from django.db import migrations


def drop_leftover(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_index"
            " WHERE indexrelid = to_regclass('comment_of_post') AND NOT indisvalid"
        )
        if cursor.fetchone():
            cursor.execute("DROP INDEX CONCURRENTLY comment_of_post")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.RunSQL("SET lock_timeout = '3s'"),
        migrations.RunPython(drop_leftover, migrations.RunPython.noop),
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS comment_of_post"
            " ON discuss_comment (post_id, created_at DESC)",
            "DROP INDEX CONCURRENTLY IF EXISTS comment_of_post",
        ),
        migrations.RunSQL("RESET lock_timeout"),
    ]
