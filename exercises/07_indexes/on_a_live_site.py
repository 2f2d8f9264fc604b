"""While a release adds an index to comments, nobody can comment.

The migration waits for a script that has been writing comments for an hour, and everybody who
comments waits for it.

Change Migration so that visitors go on reading and writing. The check runs it like `migrate`,
several times, and interrupts it while it waits.

Rules:
- index: a valid B-tree comment_of_post on (post, created_at descending).
- nobody waits: no reader or writer of comments waits for the migration.
- lock_timeout: from 1 to 5 seconds for each statement that creates, drops or rebuilds an index.
- failure: an interrupted run raises its error, or makes the index after all.
- leftover: an interrupted run can leave this index INVALID. The next run replaces it.
- again: when the index is valid, a run changes nothing.
- others: other indexes stay, INVALID ones too; no more are left behind.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("discuss", "0002_counters")]

    operations = [
        # TODO: CREATE INDEX locks out writers while it runs, and also while it waits for its lock.
        migrations.AddIndex(
            "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
        ),
    ]
