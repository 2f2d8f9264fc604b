"""IF NOT EXISTS finds an INVALID index, and leaves it.

Breaks: leftover
Fails: interrupted
"""

from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.RunSQL("SET lock_timeout = '3s'"),
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS comment_of_post"
            " ON discuss_comment (post_id, created_at DESC)",
            "DROP INDEX CONCURRENTLY IF EXISTS comment_of_post",
        ),
        migrations.RunSQL("RESET lock_timeout"),
    ]
