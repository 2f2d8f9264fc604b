"""WRONG: "nobody waits": CREATE INDEX in a transaction. The timeout limits how long it waits itself; writers
queue behind it for as long, and then while it builds the index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'", migrations.RunSQL.noop),
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS comment_of_post"
            " ON discuss_comment (post_id, created_at DESC)",
            "DROP INDEX IF EXISTS comment_of_post",
            state_operations=[
                migrations.AddIndex(
                    "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
                ),
            ],
        ),
    ]
