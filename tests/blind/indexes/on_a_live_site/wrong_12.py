"""Wrong, failure: after three tries in vain, the loop just ends. The migration counts as applied, with no valid index."""

from django.db import OperationalError, migrations, models

IS_VALID = """
SELECT i.indisvalid
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE i.indrelid = 'discuss_comment'::regclass AND c.relname = 'comment_of_post'
"""


def build(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for _ in range(3):
            cursor.execute(IS_VALID)
            found = cursor.fetchone()
            if found and found[0]:
                break
            cursor.execute("SET lock_timeout = '1s'")
            try:
                if found:
                    cursor.execute("DROP INDEX CONCURRENTLY comment_of_post")
                cursor.execute(
                    "CREATE INDEX CONCURRENTLY comment_of_post"
                    " ON discuss_comment (post_id, created_at DESC)"
                )
            except OperationalError:
                continue
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
