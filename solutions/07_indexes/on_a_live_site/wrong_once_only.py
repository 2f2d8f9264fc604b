"""Django's operation alone: a second run finds the index there, and fails.

Breaks: again
Fails: answer
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.RunSQL("SET lock_timeout = '2s'"),
        AddIndexConcurrently(
            "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
        ),
    ]
