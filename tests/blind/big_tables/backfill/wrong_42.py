"""no error: a person, or the migration, gets a deadlock.

A slice is locked comment by comment and waits for those that others hold. A moderator who changes
comment 900 and then comment 100 in one transaction waits for the migration, which waits for 900.
"""

from django.db import migrations
from django.db.models.functions import Length

SLICE = 500


def fill_free(comments):
    """Fill what is NULL, from the lowest key to the highest."""
    last = 0
    while True:
        keys = list(
            comments.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:SLICE]
        )
        comments.filter(pk__in=keys).update(length=Length("body"))
        if len(keys) < SLICE:
            return
        last = keys[-1]


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    comments = Comment.objects.using(schema_editor.connection.alias).filter(length=None)
    fill_free(comments)


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
