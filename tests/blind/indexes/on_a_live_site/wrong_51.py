"""Breaks: leftover.

IF NOT EXISTS makes the migration repeatable, but it asks only for the name: after an interrupted run the INVALID index stays, and the next
run succeeds without having made a valid one.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.RunSQL("SET lock_timeout = '3s'", migrations.RunSQL.noop),
        migrations.RunSQL(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS comment_of_post
            ON discuss_comment (post_id, created_at DESC)
            """,
            "DROP INDEX CONCURRENTLY IF EXISTS comment_of_post",
            state_operations=[
                migrations.AddIndex(
                    "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
                ),
            ],
        ),
        migrations.RunSQL("RESET lock_timeout", migrations.RunSQL.noop),
    ]
