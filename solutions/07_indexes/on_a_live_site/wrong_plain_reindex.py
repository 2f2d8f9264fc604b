"""REINDEX without CONCURRENTLY locks the table against writers.

Breaks: nobody waits
Fails: interrupted
"""

from django.db import migrations

INVALID = """
    SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indrelid = 'discuss_comment'::regclass AND NOT indisvalid
        AND relname ~ '^comment_of_post(_cc(new|old)[0-9]*)?$'
"""
BUILD = """
    CREATE INDEX CONCURRENTLY IF NOT EXISTS comment_of_post
    ON discuss_comment (post_id, created_at DESC)
"""


def build(apps, editor):
    with editor.connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '4s'")
        cursor.execute(INVALID)
        invalid = {name for (name,) in cursor.fetchall()}
        for name in invalid - {"comment_of_post"}:
            cursor.execute(f"DROP INDEX CONCURRENTLY {name}")
        cursor.execute(BUILD)
        if "comment_of_post" in invalid:
            cursor.execute("REINDEX INDEX comment_of_post")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("discuss", "0002_counters")]

    operations = [migrations.RunPython(build, migrations.RunPython.noop)]
