"""Wrong, again: every run drops the index first, also a valid one, and builds another."""

from django.db import migrations, models


def build(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '3s'")
        cursor.execute("DROP INDEX CONCURRENTLY IF EXISTS comment_of_post")
        cursor.execute(
            "CREATE INDEX CONCURRENTLY comment_of_post ON discuss_comment (post_id, created_at DESC)"
        )
        cursor.execute("RESET lock_timeout")


def drop(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '3s'")
        cursor.execute("DROP INDEX CONCURRENTLY IF EXISTS comment_of_post")
        cursor.execute("RESET lock_timeout")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(build, drop)],
            state_operations=[
                migrations.AddIndex(
                    "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
                ),
            ],
        ),
    ]
