"""length: stays NULL for all that is left, once a slice was not filled in full.

A slice that fills fewer comments than a whole one counts as the last. If somebody deletes or edits
one of its comments between the two statements, the migration ends there, without an error.
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
        filled = comments.filter(pk__in=keys).update(length=Length("body"))
        if filled < SLICE:
            return
        last = keys[-1]


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    comments = Comment.objects.using(schema_editor.connection.alias).filter(length=None)
    fill_free(comments)


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
