"""Breaks: again.

Each run drops the index and makes it again, without looking whether it is INVALID: a run that finds a valid index takes it away from
the site until the new one is ready, or for longer if it is interrupted.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.RunSQL("SET lock_timeout = '3s'", "RESET lock_timeout"),
        # An interrupted run leaves an INVALID index behind.
        migrations.RunSQL(
            "DROP INDEX CONCURRENTLY IF EXISTS comment_of_post", migrations.RunSQL.noop
        ),
        AddIndexConcurrently(
            "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
        ),
        migrations.RunSQL("RESET lock_timeout", "SET lock_timeout = '3s'"),
    ]
