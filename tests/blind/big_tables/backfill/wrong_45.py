"""queries: more than 20 and one for every 100 comments.

What somebody holds is asked for again and again, every tenth of a second, until it is free. A
transaction that holds one comment for some seconds costs a hundred queries.
"""

import time

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
    while comments.exists():
        time.sleep(0.1)
        fill_free(comments)


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
