"""WRONG: "again: when the index is valid, a run changes nothing": this drops it each time, valid or not, and
builds it anew."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.RunSQL("SET lock_timeout = '2s'", migrations.RunSQL.noop),
        migrations.RunSQL(
            "DROP INDEX CONCURRENTLY IF EXISTS comment_of_post", migrations.RunSQL.noop
        ),
        AddIndexConcurrently(
            "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
        ),
        migrations.RunSQL("RESET lock_timeout", migrations.RunSQL.noop),
    ]
