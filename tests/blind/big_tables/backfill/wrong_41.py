"""length: stays NULL for a comment that somebody holds at that moment.

Locked comments are skipped and never looked at again. If the other transaction only locks the row,
edits something else or is rolled back, nobody fills it: the migration ends, and is recorded.
"""

from django.db import migrations, transaction
from django.db.models.functions import Length

SLICE = 500


def fill_free(comments):
    """Fill what nobody holds, from the lowest key to the highest."""
    last = 0
    while True:
        with transaction.atomic(using=comments.db):
            keys = list(
                comments.filter(pk__gt=last)
                .order_by("pk")
                .select_for_update(skip_locked=True, no_key=True)
                .values_list("pk", flat=True)[:SLICE]
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
