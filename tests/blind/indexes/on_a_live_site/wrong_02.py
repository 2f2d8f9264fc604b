"""WRONG: "leftover: the next run replaces it": IF NOT EXISTS is satisfied with an INVALID index, so the next
run succeeds and leaves it as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.RunSQL("SET lock_timeout = '3s'", "RESET lock_timeout"),
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS comment_of_post"
            " ON discuss_comment (post_id, created_at DESC)",
            "DROP INDEX CONCURRENTLY IF EXISTS comment_of_post",
            state_operations=[
                migrations.AddIndex(
                    "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
                ),
            ],
        ),
        migrations.RunSQL("RESET lock_timeout", "SET lock_timeout = '3s'"),
    ]
