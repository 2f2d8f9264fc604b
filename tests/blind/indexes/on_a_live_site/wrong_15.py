"""Wrong, others: an interrupted REINDEX CONCURRENTLY leaves comment_of_post_ccnew behind, and nothing removes it."""

from django.db import migrations, models

IS_VALID = """
SELECT i.indisvalid
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE i.indrelid = 'discuss_comment'::regclass AND c.relname = 'comment_of_post'
"""


def build(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(IS_VALID)
        found = cursor.fetchone()
        if found and found[0]:
            return
        cursor.execute("SET lock_timeout = '3s'")
        if found:
            cursor.execute("REINDEX INDEX CONCURRENTLY comment_of_post")
        else:
            cursor.execute(
                "CREATE INDEX CONCURRENTLY comment_of_post"
                " ON discuss_comment (post_id, created_at DESC)"
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
