"""An INVALID index of another name can be one that a colleague is building right now.

Breaks: others
Fails: others
"""

from django.db import migrations


def drop_leftover(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX CONCURRENTLY {name}")


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
