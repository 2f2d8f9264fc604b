"""While a migration runs, Arena cannot edit a comment for minutes.

Comments have a new column, `length`. The site fills it for each comment that is added or edited.
For 500,000 older comments it is NULL, and this migration fills them all in one transaction.

Change Migration so that the site goes on working while it runs.

Rules:
- length: where it is NULL, the number of characters of the body.
- other lengths: stay, also those that the site writes in the meantime. Their rows are not written.
- slices: a transaction locks at most 1,000 comments.
- killed: it may be killed anywhere, and run again. What was committed is not written again.
- no error: people add, edit and delete comments in the meantime.
- keys: are positive, and have large gaps.

Allowed:
- queries: at most 20, and one more for every 100 comments.
"""

from django.db import migrations
from django.db.models.functions import Length


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    # TODO: every row that this writes is locked until the migration ends.
    Comment.objects.filter(length=None).update(length=Length("body"))


class Migration(migrations.Migration):
    operations = [migrations.RunPython(fill)]
